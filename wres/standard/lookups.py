"""Lookup tables and benchmarks of the data folder, typed by their schemas."""

import re
from functools import cache
from pathlib import Path

import pandas as pd
from pydantic import ValidationError

from wres.errors import InvalidInput, Problem
from wres.files.csv_rows import csv_lines, duplicate_rows, row_problem
from wres.files.untrusted import MOST_BYTES, read_regular
from wres.standard.groups import GROUPS
from wres.standard.lookup_schemas import KEYS, REFERENCE

GROUP_OF = {label: group for group, label in GROUPS.items()}
ESR = "ESR 2001"
BODIES = {
    "Integrated Care Board": "ICB",
    "Clinical Commissioning Group": "CCG",
}


def short_name(body: str) -> str:
    """The name of a body with its kind as letters: ``NHS Kent and Medway ICB``."""
    for long, letters in BODIES.items():
        body = body.replace(long, letters)
    return body


@cache
def reference(data: Path, name: str) -> pd.DataFrame:
    """A lookup or benchmark ``data/<name>.csv``, typed by its schema; blank text as empty text.

    ``row`` is the line of the file as a spreadsheet numbers it.
    Raises ``InvalidInput`` with everything that is wrong in it.
    """
    path, file, schema = data / f"{name}.csv", f"data/{name}.csv", REFERENCE[name]
    problems: list[Problem] = []
    rows = []
    if not path.exists():
        problems.append(Problem(file, "", "no such file", "the file, as the project holds it"))
    else:
        for number, cells in csv_lines(path, file, list(schema.model_fields), problems):
            try:
                rows.append({**schema.model_validate(cells).model_dump(), "row": number})
            except ValidationError as error:
                problems += [row_problem(file, number, e) for e in error.errors()]
    if name in KEYS:
        problems += duplicate_rows(file, rows, KEYS[name])
    if not (rows or problems):
        problems.append(Problem(file, "", "no rows", "the rows, as the project holds them"))
    if problems:
        raise InvalidInput(problems)
    return pd.DataFrame(rows, columns=[*schema.model_fields, "row"])


def lookup(data: Path, name: str) -> pd.DataFrame:
    """A lookup table ``data/lookups/<name>.csv``."""
    return reference(data, f"lookups/{name}")


def sources_text(data: Path) -> str:
    """The text of ``data/sources.yml``, which lists where each file of the data comes from.

    Raises ``InvalidInput`` where there is no such list.
    """
    problems: list[Problem] = []
    content = read_regular(data / "sources.yml", "data/sources.yml", MOST_BYTES, problems)
    if content is not None and not re.search(rb"^files:", content, re.MULTILINE):
        problems.append(Problem("data/sources.yml", "", "no list of files", "files, each with its source"))
    if problems or content is None:
        raise InvalidInput(problems)
    return content.decode()


def ethnic_category(typed: str) -> str:
    """The ESR letter of a code such as C3 or PA; anything else as typed.

    Two letters that begin with N or R are no code: NK, NS, NA and RF say that nothing is known.
    """
    return typed[:1] if re.fullmatch(r"[A-Z][0-9]?|[A-MO-QS-Z][A-Z]", typed) else typed


@cache
def ethnic_labels(data: Path) -> dict[str, str]:
    """Code of each ESR category by its label: ``White - British`` is A."""
    table = lookup(data, "ethnic_categories")
    return {row.label: row.code for row in table[table["code_system"] == ESR].itertuples()}


@cache
def ethnic_groups(data: Path) -> dict[str, str]:
    """WRES group of each ESR letter and of the three group names themselves.

    ESR's finer local codes (C3, PA, …) begin with the letter of their category.
    """
    table = lookup(data, "ethnic_categories")
    esr = table[table["code_system"] == ESR]
    letters = {row.code: GROUP_OF[row.wres_group] for row in esr.itertuples()}
    return {**letters, **GROUP_OF}
