"""The figures that an earlier report printed, as an analyst has copied them (data/published)."""

import re
from math import isfinite
from pathlib import Path
from typing import Literal

from pydantic import ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from wres.errors import Problem
from wres.files.csv_rows import Row, column, csv_lines, duplicate_rows, row_problem
from wres.returns.schemas import Number, Reason
from wres.returns.typed_calculation import parsed

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


class PrintedRow(Row):
    """What an earlier report printed: every number, once for each place in which it stands."""

    page: Reason = column("Page or part of the report", "Key findings")
    what: Reason = column("What its label says that the number is", "BME share of all staff, 2023")
    printed: Reason = column("The number as printed, or the dash or words in its place", "23.5%")
    value: Number = column(
        "The number in the printed scale, a fall with a minus. Blank: a dash or words in its place.", 23.5
    )
    unit: Literal["people", "percent", "points", "ratio", "text"] = column("Unit as printed", "percent")
    calculation: str = column(
        "What the label says, to be recomputed: an id of the table of figures, or ids and numbers with "
        "+ - * / ( ), each set apart by a space. Blank: nothing to recompute it from.",
        "workforce.share.bme.2023",
    )

    @field_validator("value")
    @classmethod
    def _is_printed(cls, value: float | None, given: ValidationInfo) -> float | None:
        numbers = [float(n.replace(",", "")) for n in NUMBER.findall(given.data.get("printed", ""))]
        if value is not None and (not isfinite(value) or (numbers and abs(value) not in numbers)):
            raise PydanticCustomError("not_printed", "the number that is printed, a fall with a minus")
        return value

    @field_validator("unit")
    @classmethod
    def _has_a_value(cls, unit: str, given: ValidationInfo) -> str:
        blank = given.data.get("value", 0) is None
        if blank and unit != "text" and NUMBER.search(given.data.get("printed", "")):
            raise PydanticCustomError("no_value", "text, or in value the number that is printed")
        return unit

    @field_validator("calculation")
    @classmethod
    def _is_a_formula(cls, typed: str) -> str:
        try:
            if typed.strip():
                parsed(typed)
        except ValueError as error:
            expected = f"an id, or ids and numbers with + - * / ( ), each set apart by a space ({error})"
            raise PydanticCustomError("no_formula", "{expected}", {"expected": expected}) from None
        return typed.strip()


def read_published(data: Path, organisation: str, year: int) -> tuple[list[PrintedRow], list[Problem]]:
    """What the organisation's earlier report of a year printed, and every problem met on the way.

    No rows where no report is held.
    """
    path = data / "published" / organisation / f"{year}.csv"
    file = f"data/published/{organisation}/{year}.csv"
    problems: list[Problem] = []
    rows: list[PrintedRow] = []
    numbered = []
    lines = csv_lines(path, file, list(PrintedRow.model_fields), problems) if path.exists() else ()
    for number, cells in lines:
        try:
            rows.append(PrintedRow.model_validate(cells))
            numbered.append({"row": number, "page": rows[-1].page, "what": rows[-1].what})
        except ValidationError as error:
            problems += [row_problem(file, number, e) for e in error.errors()]
    if path.exists() and not (rows or problems):
        problems.append(Problem(file, "", "no rows", "a row for each figure that the report printed"))
    return rows, [*problems, *duplicate_rows(file, numbered, ["page", "what"])]
