"""Sheets, columns and vocabularies of the return workbook, from the schemas that validate.

A data set with an ethnicity is wide: a row for each of its other keys, a column for each ethnicity and
number. The others have a column for each of theirs.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from wres.files.csv_rows import Row
from wres.imports.spreadsheets.grids import DIGITS
from wres.returns.schemas import FILES, KEYS, PARTS, WHOLE
from wres.standard.bands import CLUSTERS
from wres.standard.groups import GROUPS
from wres.standard.indicators import INDICATORS
from wres.standard.lookups import ethnic_category, ethnic_groups, lookup

GUIDANCE, SETTINGS, COMMENTARY, LISTS = "Guidance", "Settings", "Commentary", "Lists"
ETHNICITY = "ethnicity"
NO_ROW = "no row"  # in a wide table: the return has no row of this ethnicity, not a blank one
NOT_STATED = "not stated"  # a key that the return leaves blank
YES = "yes"

# Head rows of guidance, settings and commentary; the heads of data sets follow from their schemas.
GUIDANCE_COLUMNS = ("Sheet or topic", "What to fill in", "Who usually knows", "In this return")
SETTINGS_COLUMNS = ("Setting", "Value", "What it means", "Key")
COMMENTARY_COLUMNS = ("File", "Section", "Text")
COUNTED, ALL = "What is counted", "All"
TOTALS = ("Total of the column", "Staff in post (sheet Settings)", "Difference")

TITLES = {indicator.code: indicator.title for indicator in INDICATORS}
PAGES = (*WHOLE, *(indicator.page for indicator in INDICATORS))

Rows = list[dict[str, str]]
Vocabulary = dict[str, str]  # code, as the files hold it, and its label


def title(name: str) -> str:
    """A column's or file's name as a head row shows it: ``high_impact_action`` as High impact action."""
    return name.replace("_", " ").capitalize()


def bare(annotation: Any) -> Any:
    """A type without its rules and without None: ``Annotated[int | None, …]`` as int."""
    if get_origin(annotation) is Annotated:
        return bare(get_args(annotation)[0])
    inner = [each for each in get_args(annotation) if each is not type(None)]
    if type(None) in get_args(annotation) and len(inner) == 1:
        return bare(inner[0])
    return annotation


def choices(annotation: Any) -> tuple[str, ...]:
    """The closed vocabulary of a type, as text; empty where it has none."""
    kind = bare(annotation)
    if kind is bool:
        return ("true", "false")
    return tuple(str(value) for value in get_args(kind) if value != "") if _is_literal(kind) else ()


def _is_literal(kind: Any) -> bool:
    return get_origin(kind) is Literal


@dataclass(frozen=True)
class DataSet:
    """A data set of the return: its name, its schema, and how its sheet is laid out."""

    name: str
    schema: type[Row]

    @property
    def sheet(self) -> str:
        """The name of its sheet."""
        return title(self.name)

    @property
    def wide(self) -> bool:
        """Whether ethnicities stand side by side."""
        return ETHNICITY in self.schema.model_fields

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The columns before the ethnicities; of a table without ethnicities, all."""
        fields = tuple(self.schema.model_fields)
        return tuple(name for name in KEYS[self.name] if name != ETHNICITY) if self.wide else fields

    @cached_property
    def numbers(self) -> tuple[str, ...]:
        """What is given for each ethnicity."""
        given = (*KEYS[self.name], ETHNICITY) if self.wide else self.schema.model_fields
        return tuple(name for name in self.schema.model_fields if name not in given)

    def head(self, label: str, number: str) -> str:
        """The head of a column of an ethnicity: ``White``, or ``White: Respondents`` of several."""
        return label if len(self.numbers) == 1 else f"{label}: {title(number)}"

    def kind(self, column: str) -> Any:
        """The bare type of a column: int, float, date, str or a Literal."""
        return bare(self.schema.model_fields[column].annotation)

    def unit(self, column: str) -> str:
        """The unit of a column, such as people or %."""
        extra: Any = self.schema.model_fields[column].json_schema_extra or {}
        return str(extra.get("unit", ""))

    def optional(self, column: str) -> bool:
        """Whether a column may be blank."""
        return type(None) in get_args(self.schema.model_fields[column].annotation)


DATA_SETS = {name: DataSet(name, schema) for name, schema in FILES.items()}


def vocabulary(data: Path, each: DataSet, column: str) -> Vocabulary:
    """The codes that a column takes, with their labels; empty where it takes any text."""
    if column == "band":
        bands = lookup(data, "pay_bands").set_index("code")["label"]
        return {str(code): str(label) for code, label in bands.items()}
    labels = {"cluster": CLUSTERS, "indicator": TITLES}.get(column, {})
    codes = {code: labels.get(code, code) for code in choices(each.schema.model_fields[column].annotation)}
    blank = codes and each.wide and each.optional(column)
    return {**codes, NOT_STATED: NOT_STATED} if blank else codes


def known_ethnicity(data: Path, typed: str) -> str:
    """The ethnicity that a head names, as files spell it; empty where it is none.

    White, BME and Unknown in any capitals; ESR codes, with their finer local ones, as they are.
    """
    for label in GROUPS.values():
        if typed.casefold() == label.casefold():
            return label
    return typed if ethnic_category(typed) in ethnic_groups(data) else ""


def group_of(data: Path, ethnicity: str) -> str:
    """The label of the group that a known ethnicity belongs to: White, BME or Unknown."""
    groups = ethnic_groups(data)
    return GROUPS[groups.get(ethnicity) or groups[ethnicity[:1]]]


@dataclass(frozen=True)
class Wide:
    """A data set side by side: ethnicities, and rows of keys with numbers by ethnicity; None: no row."""

    labels: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], dict[str, tuple[str, ...] | None]], ...]


def widened(each: DataSet, rows: Rows) -> Wide:
    """A tidy table side by side: groups in the standard's order, or codes as they come."""
    found = list(dict.fromkeys(row[ETHNICITY] for row in rows))
    labels = list(GROUPS.values()) if set(found) <= set(GROUPS.values()) else found
    by_key: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = {}
    for row in rows:
        numbers = tuple(row[name] for name in each.numbers)
        by_key.setdefault(tuple(row[name] for name in each.keys), {})[row[ETHNICITY]] = numbers
    lines = ((key, {label: given.get(label) for label in labels}) for key, given in by_key.items())
    return Wide(tuple(labels), tuple(lines))


def tidied(each: DataSet, wide: Wide) -> list[tuple[int, str, dict[str, str]]]:
    """The tidy rows, each with its line of the wide table and its ethnicity, in the order of the keys."""
    lines = [
        (number, label, _tidy(each, key, label, numbers))
        for number, (key, given) in enumerate(wide.rows)
        for label, numbers in given.items()
        if numbers is not None
    ]
    if KEYS[each.name][0] == ETHNICITY:
        lines.sort(key=lambda line: wide.labels.index(line[1]))  # stable: lines keep their order
    return lines


def _tidy(each: DataSet, key: tuple[str, ...], label: str, numbers: tuple[str, ...]) -> dict[str, str]:
    cells = dict(zip((*each.keys, ETHNICITY, *each.numbers), (*key, label, *numbers), strict=True))
    return {name: cells[name] for name in each.schema.model_fields}


PLAIN_NUMBER = re.compile(r"\s*([+-]?[0-9]{1,15}(?:\.[0-9]*)?)\s*")


def as_number(text: str) -> int | float | None:
    """The number that a text stands for, where a spreadsheet can hold it exactly; else None."""
    typed = PLAIN_NUMBER.fullmatch(text)
    if not typed or len(re.sub(r"\D", "", typed[1])) > DIGITS:
        return None
    number = float(typed[1])
    return int(number) if number == int(number) else number


def as_date(text: str) -> date | None:
    """The day that a text stands for, where a spreadsheet knows it: from March 1900."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= date(1900, 3, 1) else None


SECTIONS = tuple(PARTS.values())


def sections(page: str, text: str) -> list[tuple[str, str]]:
    """Heading and text of each section of a page; the whole under no heading where it has others."""
    if page not in WHOLE:
        pattern = r"(?m)^## (" + "|".join(map(re.escape, SECTIONS)) + r")$\n?"
        before, *rest = re.split(pattern, text)
        if not before.strip("\n") and tuple(rest[::2]) == SECTIONS:
            return [(heading, body.strip("\n")) for heading, body in zip(rest[::2], rest[1::2], strict=True)]
    return [("", text.strip("\n"))]


def page_text(page: str, given: dict[str, str]) -> str:
    """The text of a page from its sections, one blank line between what follows each other."""
    if "" in given or page in WHOLE:
        whole = given.get("", "").strip("\n")
        return f"{whole}\n" if whole else ""
    parts = [(f"## {heading}", given.get(heading, "").strip("\n")) for heading in SECTIONS]
    return "\n\n".join(line for part in parts for line in part if line) + "\n"
