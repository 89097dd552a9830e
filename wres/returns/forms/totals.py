"""Rows and columns of totals: each is held against the rows that it adds up, and then left out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from wres.errors import Problem
from wres.returns.forms.spellings import total

NEAR = 1e-9  # of rounding: percentages this much beyond the last printed place still agree


@dataclass(frozen=True)
class Line:
    """A row of a table, with its number in the file as the analyst sees it.

    ``labels`` are the heads of columns that stand for another in the schema: of a table with a column for
    each group, ``BME`` for headcount.
    """

    number: int
    cells: dict[str, str]
    labels: dict[str, str] = field(default_factory=dict)

    def place(self, column: str) -> str:
        """Where a cell stands: ``row 7, headcount``, or ``row 7, BME``."""
        return f"row {self.number}, {self.labels.get(column, column)}"


def without_totals(
    file: str, lines: list[Line], keys: list[str], group: Callable[[str], str], problems: list[Problem]
) -> list[Line]:
    """The rows that are no totals; what a total does not agree with is added to ``problems``.

    ``keys`` are the columns that name what a row counts; ``group`` gives the WRES group of an ethnicity, so
    that a total of White is that of its codes too.
    """

    def agree(total_line: Line, part: Line) -> bool:
        return all(
            part.cells[key] == typed or (key == "ethnicity" and group(part.cells[key]) == group(typed) != "")
            for key, typed in total_line.cells.items()
            if key in keys and typed and not total(typed)
        )

    totals = [line for line in lines if any(total(line.cells[key]) for key in keys)]
    parts = [line for line in lines if not any(total(line.cells[key]) for key in keys)]
    for line in totals:
        problems += _disagreements(file, line, [part for part in parts if agree(line, part)])
    return parts


def _disagreements(file: str, line: Line, parts: list[Line]) -> list[Problem]:
    """Where a total is no number, has no parts, or is not what they add up to."""
    found = []
    for column in ("headcount", "respondents", "yes"):
        if stated := line.cells.get(column, ""):
            said = _of_counts(stated, [part.cells[column] for part in parts])
            found += [Problem(file, f"row {line.number}, total", *said)] if said else []
    if not found and (stated := line.cells.get("percentage", "")):
        said = _of_percentages(stated, [part.cells for part in parts])
        found += [Problem(file, f"row {line.number}, total", *said)] if said else []
    return found


def _of_counts(stated: str, parts: list[str]) -> tuple[str, str] | None:
    """What is wrong with a total; a part that is no number is told in its own row.

    Beside blank parts a total may be more than the numbers that are there, and not less.
    """
    if not _is_number(stated):
        return f"found {stated!r}", "a whole number, or no total"
    if not parts:
        return f"found {stated}, and no row that it adds up", "the rows themselves"
    held = [part for part in parts if part]
    if not all(map(_is_number, held)):
        return None
    summed, whole = sum(map(int, held)), len(held) == len(parts)
    if int(stated) == summed or (not whole and int(stated) > summed):
        return None
    return f"found {stated}, its parts add up to {summed}", "equal numbers"


def _of_percentages(stated: str, parts: Iterable[dict[str, str]]) -> tuple[str, str] | None:
    """A percentage of all lies between those of its parts, each as printed."""
    held = [part["percentage"] for part in parts if part["percentage"]]
    if not held or not all(map(_is_decimal, [stated, *held])):
        return None
    room = max(10.0 ** -_places(each) for each in [stated, *held])
    low, high = min(map(float, held)), max(map(float, held))
    if low - room - NEAR <= float(stated) <= high + room + NEAR:
        return None
    return f"found {stated}%, its parts are {low:g}% to {high:g}%", "a percentage between those of its parts"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_decimal(text: str) -> bool:
    return all(_is_number(part) for part in text.split(".", 1))


def _places(text: str) -> int:
    return len(text.partition(".")[2])
