"""``wres import survey``: benchmark workbooks of the NHS Staff Survey, invented, in the known shapes."""

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import yaml
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from wres.cli.main import app
from wres.errors import InvalidInput, WresError
from wres.files.csv_rows import csv_table
from wres.imports.adding import add, with_settings
from wres.imports.benchmark_workbook import STEMS, Answer, _cells, survey_addition
from wres.returns.reading import read_return

YES = {"5": (20, 7), "6": (26, 10), "7": (153, 17), "8": (11, 8)}  # White of 250, BME of 55
BASES = (250, 55)
SPELLINGS = ("{stem}_n_{group}_{year}", "{stem}_{group}_n_{year}", "{stem}_{group}_{year}_n")


def columns(year: int, spelling: str | None = SPELLINGS[0], unit: float = 1) -> dict[str, Any]:
    """The cells of one organisation by column; ``unit`` 100 for percentages in place of fractions."""
    cells: dict[str, Any] = {f"response_rate_{year}": 0.86}
    for indicator, stem in STEMS.items():
        for group in (1, 2):
            base, yes = BASES[group - 1], YES[indicator][group - 1]
            cells[f"{stem}_{group}_{year}"] = unit * yes / base
            if spelling:
                cells[spelling.format(stem=stem, group=group, year=year)] = base
    return cells


def workbook(path: Path, sheets: dict[str, list[dict[str, Any]]]) -> Path:
    """A workbook with a sheet of notes, and sheets of organisations with a header in the first row."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    book.add_worksheet("Notes").write(0, 0, "org_id")
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        heads = list(dict.fromkeys(head for row in rows for head in row))
        sheet.write_row(0, 0, heads)
        for number, row in enumerate(rows, start=1):
            for place, head in enumerate(heads):
                sheet.write(number, place, row.get(head, ""))
    book.close()
    path.write_bytes(file.getvalue())
    return path


def one(code: str, cells: dict[str, Any]) -> dict[str, Any]:
    return {"org_id": code, "org_name": f"Invented {code}", **cells}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    others = [one("RXX", columns(2022)), one("RYY", columns(2022))]
    return workbook(
        tmp_path / "b.xlsx", {"MH&LD, MH,LD &Community": others, "ICB s": [one("QHG", columns(2022))]}
    )


def rows_of(path: Path) -> dict[tuple[str, str], tuple[str, str, str]]:
    return {(i, e): (n, p, y) for i, e, n, p, y in (csv_table(path, path.name, []) or [])[1:]}


def message(path: Path, year: int = 2022, row: str | None = None) -> str:
    with pytest.raises(InvalidInput) as told:
        survey_addition(path, "QHG", year, row)
    return str(told.value)


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_counts_are_the_fractions_of_their_bases(tmp_path: Path, spelling: str):
    path = workbook(tmp_path / "b.xlsx", {"ICBs": [one("QHG", columns(2022, spelling))]})
    found = survey_addition(path, "QHG", 2022).tables["survey"]
    said = {
        (row["indicator"], row["ethnicity"]): (row["respondents"], row["percentage"], row["yes"])
        for row in found
    }
    for indicator, (white, bme) in YES.items():
        assert said[indicator, "White"] == ("250", "", str(white))
        assert said[indicator, "BME"] == ("55", "", str(bme))
        assert said[indicator, "Unknown"] == ("", "", "")


@given(base=st.integers(1, 20_000), share=st.floats(0, 1))
def test_any_number_of_people_comes_back_from_its_fraction(base: int, share: float):
    yes = round(share * base)
    assert _cells(Answer("5", "BME", "", yes / base, base)) == (str(base), "", str(yes))


def test_a_figure_that_no_count_gives_is_kept_as_a_percentage(tmp_path: Path):
    cells = {**columns(2022), "q16b_eth_summary_2_2022": 0.125}
    path = workbook(tmp_path / "b.xlsx", {"ICBs": [one("QHG", cells)]})
    bme = next(
        r
        for r in survey_addition(path, "QHG", 2022).tables["survey"]
        if (r["indicator"], r["ethnicity"]) == ("8", "BME")
    )
    assert (bme["percentage"], bme["yes"]) == ("12.5", "")


def test_sheets_are_found_by_their_columns_and_organisations_counted(book: Path):
    found = survey_addition(book, "QHG", 2022)
    assert found.sheet == "ICB s"
    assert found.counts == {"organisations in the workbook": 3}


def test_figures_without_a_base_are_left_blank_and_told(tmp_path: Path):
    path = workbook(tmp_path / "b.xlsx", {"ICBs": [one("QHG", columns(2022, None))]})
    found = survey_addition(path, "QHG", 2022)
    assert len(found.notes) == 8
    assert found.notes[0] == "indicator 5, White: no number of respondents; left blank"
    assert all(row["percentage"] == row["respondents"] == row["yes"] == "" for row in found.tables["survey"])


def test_percentages_of_another_workbook_are_refused(tmp_path: Path):
    path = workbook(tmp_path / "b.xlsx", {"ICBs": [one("QHG", columns(2022, unit=100))]})
    said = message(path)
    assert "har_from_pat_eth_summary_1_2022: found 8; expected a fraction from 0 to 1" in said
    assert said.count("expected a fraction") == 8


def test_an_organisation_that_is_not_there_or_twice_is_told(tmp_path: Path):
    part = [one("QHG1", columns(2022)), one("QHG2", columns(2022))]
    said = message(workbook(tmp_path / "parts.xlsx", {"ICBs": part}))
    assert "no QHG among 2 organisations; expected (QHG1, QHG2 are there) one row of org_id" in said
    twice = workbook(
        tmp_path / "twice.xlsx", {"A": [one("QHG", columns(2022))], "B": [one("qhg", columns(2022))]}
    )
    assert "QHG 2 times (A row 2, B row 2)" in message(twice)
    assert survey_addition(tmp_path / "parts.xlsx", "QHG", 2022, "QHG2").policies["row"] == "QHG2"


def test_another_year_and_another_workbook_are_told(book: Path, tmp_path: Path):
    assert (
        "figures of 2022; expected those of the survey of 2024: name another with --survey-year"
        in message(book, 2024)
    )
    other = workbook(tmp_path / "other.xlsx", {"Q15-17": [{"Organisation": "QHG", "q15": 0.4}]})
    assert "no sheet of the benchmark workbook" in message(other)
    assert "no such file" in message(tmp_path / "nothing.xlsx")


@pytest.mark.parametrize("cell", ["1.2.3", ".", "1e999", "*", "8%", "nan", "-0.1"])
def test_a_cell_that_is_no_number_is_left_blank_and_told(tmp_path: Path, cell: str):
    cells = {**columns(2022), "q16b_eth_summary_2_2022": cell}
    found = survey_addition(workbook(tmp_path / "b.xlsx", {"ICBs": [one("QHG", cells)]}), "QHG", 2022)
    assert found.notes == ("indicator 8, BME: no percentage; left blank",)


def test_a_column_that_stands_twice_is_told(tmp_path: Path):
    path = tmp_path / "twice.csv"
    name = "har_from_pat_eth_summary_1_2022"
    path.write_text(f"org_id,{name},{name}\nQHG,0.1,0.2\n", encoding="utf-8")
    assert f"column {name} twice; expected each once" in message(path)


def test_a_return_takes_the_survey_and_nothing_else_changes(book: Path, own_data: Path):
    folder = own_data / "returns/QHG/2023"
    before = {p.name: p.read_bytes() for p in folder.glob("*.*")}
    found = survey_addition(book, "QHG", 2022)
    with pytest.raises(WresError, match=r"says something else in survey\.csv\. Nothing was written"):
        add(own_data, "QHG", 2023, found, False)
    assert {p.name: p.read_bytes() for p in folder.glob("*.*")} == before
    placed = add(own_data, "QHG", 2023, found, True)
    assert placed.kept and (placed.kept / "survey.csv").read_bytes() == before["survey.csv"]
    assert rows_of(folder / "survey.csv")["8", "BME"] == ("55", "", "8")
    assert (folder / "return.yml").read_bytes() == before["return.yml"]  # the same year and response rate
    record = yaml.safe_load((folder / "import.yml").read_text("utf-8"))["survey"]
    assert (record["file"], record["wrote"], len(record["sha256"])) == ("b.xlsx", ["survey.csv"], 64)
    given, problems = read_return(own_data, "QHG", 2023)
    assert given and not problems
    assert add(own_data, "QHG", 2023, found, False).changed == ()


def test_blank_numbers_are_filled_without_being_asked(book: Path, own_data: Path):
    folder = own_data / "returns/QHG/2023"
    (folder / "survey.csv").write_text(
        "indicator,ethnicity,respondents,percentage,yes\n5,White,,,\n", encoding="utf-8"
    )
    assert add(own_data, "QHG", 2023, survey_addition(book, "QHG", 2022), False).kept is None
    assert rows_of(folder / "survey.csv")["5", "White"] == ("250", "", "20")


def test_a_new_return_is_started_with_the_survey(book: Path, own_data: Path):
    shutil.rmtree(own_data / "returns/QHG/2023")
    said = CliRunner().invoke(
        app, ["import", "survey", str(book), "--org", "QHG", "--year", "2023", "--data", str(own_data)]
    )
    assert said.exit_code == 0, said.output
    assert "3 organisations in the workbook; sheet ICB s, row of QHG." in said.output
    text = (own_data / "returns/QHG/2023/return.yml").read_text("utf-8")
    assert "survey_response_rate: 86\n" in text
    assert "# Headcount of the whole workforce by ethnicity" in text  # comments stay


def test_settings_change_and_all_else_stays_as_typed():
    text = "# first\nstaff_in_post:\n  White:   # not yet\n  BME: 3\nsurvey_year: null # which\n"
    said = with_settings(text, {("staff_in_post", "White"): 9, ("survey_year",): 2022, ("rate",): 8.5})
    assert yaml.safe_load(said) == {"staff_in_post": {"White": 9, "BME": 3}, "survey_year": 2022, "rate": 8.5}
    assert said.count("#") == 3
    with pytest.raises(InvalidInput, match="staff_in_post"):
        with_settings("a: 1\n", {("staff_in_post", "White"): 9})
