"""How the book speaks when something cannot be used: where, found, expected, what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

MOST_TOLD = 100  # problems of a file that a message lists; the rest are counted


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong: the file, the place in it, what was found, what was expected."""

    file: str
    place: str
    found: str
    expected: str = ""

    def __str__(self) -> str:
        line = f"{self.place}: {self.found}" if self.place else self.found
        return f"{line}; expected {self.expected}" if self.expected else line


class WresError(Exception):
    """Anything the user can mend. Printed without a traceback."""


class InvalidInput(WresError):
    """A return, commentary or lookup that cannot be used, with every problem at once."""

    def __init__(self, problems: Iterable[Problem], advice: str = "") -> None:
        self.problems = tuple(problems)
        self.advice = advice
        super().__init__(self._text())

    def __reduce__(self) -> tuple[type["InvalidInput"], tuple[tuple[Problem, ...], str]]:
        return type(self), (self.problems, self.advice)  # from one process to another

    def _text(self) -> str:
        lines = []
        for file, group in groupby(sorted(self.problems, key=lambda p: p.file), lambda p: p.file):
            found = list(group)
            count = "1 problem" if len(found) == 1 else f"{len(found)} problems"
            lines.append(f"{file} cannot be used ({count}). Nothing was built.")
            lines += [f"  {problem}" for problem in found[:MOST_TOLD]]
            if len(found) > MOST_TOLD:
                lines.append(f"  and {len(found) - MOST_TOLD:,} more")
        return "\n".join([*lines, *([self.advice] if self.advice else [])])


class BuildFailed(WresError):
    """A page of the book, or the book itself, that could not be built."""


class RunEnded(BuildFailed):
    """A task that was not done because the run as a whole was ended, by no fault of its own."""
