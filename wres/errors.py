"""How the book speaks when something cannot be used: where, found, expected, what to do."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

MOST_RUNS = 6  # runs of rows that a problem names
MOST_LIKE = 10  # things found in a column that are told one by one
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


ROW = re.compile(r"row (\d+)(.*)", re.DOTALL)


def by_kind(problems: list[Problem]) -> list[Problem]:
    """The same problem in many rows as one, with its rows: ``rows 6 to 41 (36 rows), ethnicity``.

    So are problems of one column that expect the same and have found ever other things, where there are many.
    """
    kinds: dict[Kind, list[Problem]] = {}
    for number, problem in enumerate(problems):
        in_row = ROW.fullmatch(problem.place)
        kinds.setdefault((in_row[2], problem.expected) if in_row else (number, ""), []).append(problem)
    return [one for (column, _), found in kinds.items() for one in _as_one(str(column), found)]


Kind = tuple[str | int, str]  # column and what was expected; of a problem of no row its place in the list


def _as_one(column: str, problems: list[Problem]) -> list[Problem]:
    """Problems of one column: each thing found once; those of many things as one."""
    if len(problems) == 1:
        return problems
    found: dict[str, list[Problem]] = {}
    for problem in problems:
        found.setdefault(problem.found, []).append(problem)
    if len(found) <= MOST_LIKE:
        return [
            replace(same[0], place=_places(same) + column) if same[1:] else same[0] for same in found.values()
        ]
    first, *others = list(found)[:3]
    said = ", ".join([first, *(each.removeprefix("found ") for each in others)])
    return [
        replace(problems[0], place=_places(problems) + column, found=f"{said} and {len(found) - 3:,} more")
    ]


def _places(problems: list[Problem]) -> str:
    return _rows([int(found[1]) for problem in problems if (found := ROW.fullmatch(problem.place))])


def _rows(numbers: list[int]) -> str:
    """Rows as runs: ``rows 2, 4 and 6 to 9 (6 rows)``; of many runs the first ones."""
    held = sorted(set(numbers))
    runs: list[list[int]] = []
    for number in held:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    said = [f"{a} to {b}" if b > a else str(a) for a, b in runs[:MOST_RUNS]]
    if len(runs) > MOST_RUNS:
        said.append("more")
    joined = " and ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else said[0]
    return f"rows {joined} ({len(held):,} rows)" if held[1:] else f"row {joined}"


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
            found = by_kind(list(group))
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
