"""The status of a figure: shown, zero, hidden, undefined, without limit or not collected."""

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """How a figure stands; a figure that is shown or zero has a value to print."""

    SHOWN = "shown"
    ZERO = "zero"
    SUPPRESSED = "suppressed"
    UNDEFINED = "undefined"
    INFINITE = "infinite"
    NOT_COLLECTED = "not_collected"


@dataclass(frozen=True)
class Shorthand:
    """What is printed in place of a value, and its key under a table, which is also read out.

    Symbols follow the Government Analysis Function's shorthand; ``[i]`` is this book's own.
    """

    symbol: str
    key: str


STATUSES = {
    Status.SHOWN: Shorthand("", ""),
    Status.ZERO: Shorthand("", ""),
    Status.SUPPRESSED: Shorthand("[c]", "hidden to protect confidentiality"),
    Status.UNDEFINED: Shorthand("[z]", "cannot be calculated: there is nothing to compare with"),
    Status.INFINITE: Shorthand("[i]", "no upper limit: nothing was counted in the comparison group"),
    Status.NOT_COLLECTED: Shorthand("[x]", "not collected or not stated in the source"),
}
