"""The status of a figure: shown, zero, hidden, undefined, without limit or not collected."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Status:
    """How a figure stands: what is printed in its place, the key under a table, the spoken words.

    Symbols follow the Government Analysis Function's shorthand; ``[i]`` is this book's own.
    """

    symbol: str
    key: str


STATUSES = {
    "shown": Status("", ""),
    "zero": Status("", ""),
    "suppressed": Status("[c]", "hidden to protect confidentiality"),
    "undefined": Status("[z]", "cannot be calculated: there is nothing to compare with"),
    "infinite": Status("[i]", "no upper limit: nothing was counted in the comparison group"),
    "not_collected": Status("[x]", "not collected or not stated in the source"),
}
