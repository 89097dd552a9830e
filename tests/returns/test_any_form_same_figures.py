"""A whole return in any form that means the same gives the same figures, from rows that the analyst sees."""

import csv
import io
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law

from wres.figures.calculation import figures_of_year
from wres.figures.figure import Figure
from wres.figures.provenance import Source
from wres.returns.schemas import FILES, KEYS
from wres.returns.validate import usable_return

COUNTED = ("workforce", "recruitment", "training", "disciplinary", "board", "survey")
GROUPS = {"White": ("White", "WHITE", " white"), "BME": ("BME", "BAME", "Ethnic minority"),
          "Unknown": ("Unknown", "Not stated", "NULL")}  # fmt: skip
WORDS = {
    "clinical": ("Clinical", "CLINICAL "), "non-clinical": ("Non clinical", "Non-Clinical"),
    "1-7": ("Bands 1 to 7", "1 - 7"), "8a-vsm": ("8A to VSM", "8a–vsm"),
    "shortlisted": ("Shortlisted", "Short-listed"), "appointed": ("APPOINTED",),
    "12.7": ("12.7%", "12.70"), "178": ("178.0", " 178")}  # fmt: skip
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def any_data(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the data folder for many tries."""
    return Path(shutil.copytree(data, tmp_path_factory.mktemp("forms") / "data"))


def rows_of(data: Path, name: str) -> Rows:
    path = data / "returns/QHG/2023" / f"{name}.csv"
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def figures(data: Path) -> list[str]:
    """Every figure of the return of 2023 but for its source and the order of its parents; by repr, where
    NaN equals NaN.
    """
    found = figures_of_year(data, usable_return(data, "QHG", 2023))
    plain = (replace(each, source=Source(), parents=tuple(sorted(each.parents))) for each in found)
    return sorted(map(repr, plain))


@pytest.fixture(scope="module")
def expected(data: Path) -> list[str]:
    """The figures of the return as it is held."""
    return figures(data)


def side_by_side(rows: Rows, numbers: list[str], groups: list[str], total: bool) -> list[list[str]]:
    """The rows with a column for each group, and one of totals."""
    keys = [name for name in rows[0] if name not in ("ethnicity", *numbers)]
    heads = groups if numbers == ["headcount"] else [f"{g} {n}" for g in groups for n in numbers]
    by = {(*(r[k] for k in keys), r["ethnicity"]): r for r in rows}
    lines = [[*keys, *heads, *(["Total"] if total else [])]]
    for key in dict.fromkeys(tuple(r[k] for k in keys) for r in rows):
        cells = [by[(*key, g)][n] for g in groups for n in numbers]
        lines.append([*key, *cells, *([str(sum(int(c or 0) for c in cells))] if total else [])])
    return lines


@st.composite
def form(draw: st.DrawFn, rows: Rows, columns: list[str]) -> bytes:
    """A table in some accepted form: long or wide, with totals, spellings, separators and encodings."""
    numbers = [c for c in ("headcount", "respondents", "percentage", "yes") if c in columns]
    total = draw(st.booleans()) and numbers == ["headcount"]
    if draw(st.booleans()):
        lines = side_by_side(rows, numbers, draw(st.permutations(list(GROUPS))), total)
    else:
        names = draw(st.permutations(columns))
        lines = [list(names), *([row[name] for name in names] for row in draw(st.permutations(rows)))]
        if total:
            summed = str(sum(int(row["headcount"] or 0) for row in rows))
            whole = {"ethnicity": "Grand total", "headcount": summed}
            lines.append([whole.get(name, "") for name in names])
    spelt = {**GROUPS, **WORDS}
    lines = [[draw(st.sampled_from((cell, *spelt.get(cell, ())))) for cell in line] for line in lines]
    lines = [[name.upper() if draw(st.booleans()) else name for name in lines[0]], *lines[1:]]
    lines = [line for each in lines for line in ([[], each] if draw(st.integers(0, 9)) == 0 else [each])]
    out = io.StringIO()
    csv.writer(out, delimiter=draw(st.sampled_from(",;\t"))).writerows(lines)
    return out.getvalue().encode(draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp1252"))))


@law(1 / 2)
@given(st.data())
def test_a_return_in_any_form_gives_the_same_figures(
    data: Path, any_data: Path, expected: list[str], drawn: st.DataObject
):
    for name in COUNTED:
        content = drawn.draw(form(rows_of(data, name), list(FILES[name].model_fields)), label=name)
        (any_data / "returns/QHG/2023" / f"{name}.csv").write_bytes(content)
    assert figures(any_data) == expected


def test_the_source_of_a_figure_is_the_row_that_the_analyst_sees(own_data: Path):
    """A blank row, a header in the third row, semicolons, and totals in the last: shortlisted is row 4."""
    wide = ";;;\n\nStage;White;BAME;Not stated;Total\nShortlisted;159;178;25;362\n\nAppointed;49;25;12;86\n"
    path = own_data / "returns/QHG/2023/recruitment.csv"
    path.write_text(wide + "Total;208;203;37;448\n", encoding="utf-8")
    found = {f.id: f for f in figures_of_year(own_data, usable_return(own_data, "QHG", 2023))}
    assert source(found, "i2.shortlisted.bme") == "recruitment.csv, row 4"
    assert source(found, "i2.appointed.all") == "recruitment.csv, row 6"


def source(found: dict[str, Figure], name: str) -> str:
    return found[f"{name}.2023"].source.text


def test_every_counted_table_is_written_in_the_law():
    assert {name for name in KEYS if "ethnicity" in KEYS[name]} == set(COUNTED)
