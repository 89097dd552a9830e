"""Where figures are read from: files and rows in words that can be read and added."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law

from wres.figures.calculation import figures_of_year, figures_of_years
from wres.figures.figure import Figures
from wres.figures.provenance import AS_PUBLISHED, PublishedWork, Source, cited, merged, published
from wres.returns.validate import usable_return

FIXED = law()
ROWS = st.sets(st.integers(2, 60), min_size=1)
STATED = cited("return.yml", entry="staff_in_post")
LUTON = published("data/benchmarks/population.csv", 73, PublishedWork("Census 2021", "Luton"))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], "a.csv"),
        ([2], "a.csv, row 2"),
        ([3, 2], "a.csv, rows 2 and 3"),
        ([2, 3, 4], "a.csv, rows 2 to 4"),
        ([2, 3, 4, 9, 7, 8, 12], "a.csv, rows 2 to 4, 7 to 9 and 12"),
        ([2, 5, 6], "a.csv, rows 2, 5 and 6"),
    ],
)
def test_rows_are_listed_in_order_and_runs_by_their_ends(rows: list[int], expected: str):
    assert cited("a.csv", rows).text == expected


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ((cited("a.csv", [2]), cited("a.csv", [5])), "a.csv, rows 2 and 5"),
        ((cited("a.csv", [2, 3, 4]), cited("a.csv", [3, 5])), "a.csv, rows 2 to 5"),
        ((cited("a.csv", [2]), STATED), "a.csv, row 2; return.yml, staff_in_post"),
        (
            (merged([cited("a.csv", [2]), cited("b.csv", [3])]), cited("b.csv", [2])),
            "a.csv, row 2; b.csv, rows 2 and 3",
        ),
        # What is not known to be in those rows is in the file.
        ((cited("a.csv"), cited("a.csv", [2])), "a.csv"),
        ((cited("a.csv", [2]), cited("a.csv")), "a.csv"),
        ((cited("a.csv", [2]), cited("a.csv", [2]).of_earlier(2022)), "a.csv, row 2; 2022/a.csv, row 2"),
        ((LUTON, LUTON), "Census 2021: Luton; data/benchmarks/population.csv, row 73"),
        ((Source(), cited("a.csv", [2])), "a.csv, row 2"),
    ],
)
def test_sources_are_added_file_by_file(sources: tuple[Source, ...], expected: str):
    assert merged(sources).text == expected


@FIXED
@given(ROWS, ROWS)
def test_added_rows_are_those_of_both(first: set[int], second: set[int]):
    assert merged([cited("a.csv", first), cited("a.csv", second)]) == cited("a.csv", first | second)


def test_a_page_names_the_year_of_the_return_beside_its_file():
    source = merged([cited("training.csv", [2, 3]), STATED, cited("training.csv", [2]).of_earlier(2022)])
    expected = (
        "training.csv (2023), rows 2 and 3; return.yml (2023), staff_in_post; training.csv (2022), row 2"
    )
    assert source.spoken(2023) == expected
    assert LUTON.spoken(2021) == "Census 2021: Luton; data/benchmarks/population.csv, row 73"


def test_a_long_list_of_rows_is_told_by_its_number_and_its_ends():
    # Every third row from 2 to 44: 15 of them.
    source = cited("workforce.csv", range(2, 45, 3))
    assert source.spoken(2023) == "workforce.csv (2023), 15 rows from 2 to 44"


def test_the_files_of_an_earlier_year_carry_it_and_those_of_a_year_before_keep_theirs():
    source = merged([cited("a.csv", [2]), STATED, LUTON]).of_earlier(2022)
    expected = "2022/a.csv, row 2; 2022/return.yml, staff_in_post; "
    assert source.text == expected + LUTON.text
    assert source.of_earlier(2021) == source


def test_what_others_have_published_is_told_by_whose_it_is_when_and_where_it_was_read():
    work = PublishedWork("NHS trusts in England", "WRES 2023", "2023, 31 March", "the data tables")
    source = published("data/benchmarks/national.csv", 4, work)
    expected = "NHS trusts in England, 2023, 31 March: WRES 2023; read in the data tables; "
    assert source.text == f"{expected}data/benchmarks/national.csv, row 4"
    assert source.work == work and cited("a.csv").work is None


def test_a_figure_of_an_earlier_report_is_said_to_be_so_in_the_download_and_titled_on_the_page():
    source = published(
        "data/returns/QHG/2022/earlier_figures.csv", 2, PublishedWork(AS_PUBLISHED, "Report 2021")
    )
    kept = "data/returns/QHG/2022/earlier_figures.csv, row 2"
    assert source.as_published and not LUTON.as_published
    assert source.text == f"as published: Report 2021; {kept}"
    assert source.spoken(2023) == f"Report 2021; {kept}"


def test_a_file_can_be_named_without_its_rows_in_every_year():
    source = merged([cited("a.csv", [2, 3, 5, 6, 7, 8]), cited("a.csv", [2]).of_earlier(2022),
                     cited("ba.csv", [9]), cited("b.csv", [4])])  # fmt: skip
    assert source.without_rows({"a.csv"}).text == "a.csv; 2022/a.csv; ba.csv, row 9; b.csv, row 4"


# The figures of a return


@pytest.mark.parametrize(
    ("id", "source"),
    [
        # By eye in data/returns/QHG/2023: row 1 holds the column names.
        ("i2.shortlisted.white.2023", "recruitment.csv, row 2"),
        ("i2.appointed.bme.2023", "recruitment.csv, row 6"),
        ("i2.appointed.all.2023", "recruitment.csv, rows 5 to 7"),
        ("i2.likelihood.bme.2023", "recruitment.csv, rows 3 and 6"),
        ("i2.relative_likelihood.2023", "recruitment.csv, rows 2, 3, 5 and 6"),
        ("i1.headcount.clinical.1-7.bme.2023", "workforce.csv, row 3"),
        ("i1.headcount.non-clinical.8a-vsm.unknown.2023", "workforce.csv, row 13"),
        ("i1.headcount.clinical.all.bme.2023", "workforce.csv, rows 3 and 6"),
        ("i1.difference.clinical.1-7.bme.2023", "workforce.csv, rows 2 to 4; return.yml, staff_in_post"),
        ("workforce.headcount.bme.2023", "return.yml, staff_in_post"),
        ("i3.staff.bme.2023", "return.yml, staff_in_post"),
        ("i3.likelihood.bme.2023", "disciplinary.csv, row 3; return.yml, staff_in_post"),
        ("i7.respondents.bme.2023", "survey.csv, row 9"),
        ("i7.percentage.bme.2023", "survey.csv, row 9"),
        ("i7.gap.2023", "survey.csv, rows 8 and 9"),
        ("i9.members.board.bme.2023", "board.csv, row 3"),
        ("i9.members.voting.bme.2023", "board.csv"),
        ("i7.percentage_change.bme.2023", "survey.csv, row 9; 2022/survey.csv, row 9"),
        (
            "i2.relative_likelihood.2021",
            "as published: NHS BLMK ICB, Workforce Race Equality Standard (WRES) 2023, page for indicator 2; "
            "data/returns/QHG/2022/earlier_figures.csv, row 2",
        ),
    ],
)
def test_a_figure_names_the_file_and_rows_it_is_read_from(data: Path, id: str, source: str):
    figures = Figures(figures_of_years(data, [usable_return(data, "QHG", year) for year in (2022, 2023)]))
    assert figures[id].source.text == source


def test_counts_by_ethnic_code_name_every_row_of_their_group(own_data: Path):
    path = own_data / "returns" / "QHG" / "2023" / "recruitment.csv"
    rows = ["shortlisted,A,100", "shortlisted,J,178", "shortlisted,C3,59", "shortlisted,Z,25",
            "appointed,White,49", "appointed,BME,25", "appointed,Unknown,12"]  # fmt: skip
    path.write_text("stage,ethnicity,headcount\n" + "\n".join(rows) + "\n", encoding="utf-8")
    figures = Figures(figures_of_year(own_data, usable_return(own_data, "QHG", 2023)))
    assert figures["i2.shortlisted.white.2023"].source.text == "recruitment.csv, rows 2 and 4"
    assert figures["i2.shortlisted.all.2023"].source.text == "recruitment.csv, rows 2 to 5"


def test_blank_lines_of_a_file_are_counted_as_a_spreadsheet_counts_them(own_data: Path):
    path = own_data / "returns" / "QHG" / "2023" / "disciplinary.csv"
    path.write_text("ethnicity,headcount\n\nWhite,0\n,\nBME,0\nUnknown,0\n", encoding="utf-8")
    figures = Figures(figures_of_year(own_data, usable_return(own_data, "QHG", 2023)))
    assert [figures[f"i3.entered.{g}.2023"].source.text for g in ("white", "bme", "unknown")] == [
        "disciplinary.csv, row 3", "disciplinary.csv, row 5", "disciplinary.csv, row 6",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("id", "file"),
    [
        ("population.people.e06000032.all.2021", "data/benchmarks/population.csv"),
        ("benchmark.i2.relative_likelihood.trusts-england.all.2023", "data/benchmarks/national.csv"),
    ],
)
def test_what_others_have_published_names_the_row_of_the_copy_of_it(report, root: Path, id: str, file: str):
    source = report.figures[id].source.text
    row = int(source.rpartition(f"; {file}, row ")[2])
    line = (root / file).read_text(encoding="utf-8").splitlines()[row - 1]
    assert line.split(",")[0] in ("E06000032", "NHS trusts in England")
    assert ("225261" in line) if "population" in id else (",2,relative_likelihood,all,2023," in line)
