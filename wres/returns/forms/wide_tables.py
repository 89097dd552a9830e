"""Wide tables: a column for each group, in place of a row for each."""

from collections import Counter
from dataclasses import dataclass

from wres.returns.forms.spellings import ETHNICITIES, HEADERS, NUMBERS, one_of, plain, total
from wres.returns.forms.totals import Line

GROUPS = tuple(ETHNICITIES)
TOTAL = "Total"


@dataclass(frozen=True)
class Wide:
    """The columns of a wide table.

    ``names`` are all of them, as the header has them; ``places`` says which group and which column of the
    schema a column holds; ``shared`` are the places of the columns that a row for each group would have too.
    """

    names: list[str]
    places: dict[int, tuple[str, str]]
    shared: dict[str, int]
    expected: list[str]


def is_wide(names: list[str], columns: list[str]) -> bool:
    """Whether a header has columns for the groups and none for the ethnicity."""
    held = {found[0] for name in names if (found := group_and_number(name, columns))}
    return "ethnicity" in columns and "ethnicity" not in names and {"White", "BME"} <= held


def wide_columns(names: list[str], columns: list[str]) -> Wide | str:
    """The columns of a wide table, or what is wrong with them: two columns of the same group."""
    found = {place: group_and_number(name, columns) for place, name in enumerate(names)}
    places = {place: each for place, each in found.items() if each}
    twice = [each for each, times in Counter(places.values()).items() if times > 1]
    if twice:
        both = " and ".join(repr(names[place]) for place, each in places.items() if each == twice[0])
        return f"found {both}, which are both {twice[0][0]}"
    shared = [name for name in columns if name not in ("ethnicity", *NUMBERS)]
    own = [name for place, name in enumerate(names) if place in places]
    pairs = [f"{group} {number}" for group in GROUPS for number in ("respondents", "percentage")]
    expected = [*shared, *(GROUPS if "headcount" in columns else pairs)]
    at = {name: names.index(name) for name in shared if name in names}
    return Wide([*shared, *own], places, at, expected)


def group_and_number(name: str, columns: list[str]) -> tuple[str, str] | None:
    """The group or total, and the column of numbers, that a head names: ``BME``, ``White respondents``."""
    said = plain(name)
    if "headcount" in columns and (group := _group(said)):
        return group, "headcount"
    for column in (column for column in NUMBERS if column in columns):
        for word in HEADERS.get(column, (column,)):
            for rest in (said.removesuffix(f" {word}"), said.removeprefix(f"{word} ")):
                if rest != said and (group := _group(rest)):
                    return group, column
    return None


def _group(said: str) -> str:
    found = one_of(ETHNICITIES)(said)
    return found if found in GROUPS else TOTAL if total(said) else ""


def wide_lines(
    rows: list[tuple[int, list[str]]], header: list[str], wide: Wide, columns: list[str]
) -> list[Line]:
    """A row for each group, in the order of the columns; a number without a column is blank."""
    found = []
    for number, cells in rows:
        shared = {name: cells[place] for name, place in wide.shared.items()}
        for group in dict.fromkeys(group for group, _ in wide.places.values()):
            own = {column: place for place, (of, column) in wide.places.items() if of == group}
            typed = {"ethnicity": group, **shared, **{column: cells[place] for column, place in own.items()}}
            labels = {column: header[place] for column, place in own.items()}
            found.append(Line(number, {name: typed.get(name, "") for name in columns}, labels))
    return found
