"""What is typed into a workbook is read, or told by sheet and cell, everything at once."""

import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law
from workbooks import Raw, cell_beside, changed, part_of, rows_of, template, typed, typed_as

from wres.errors import InvalidInput
from wres.imports.return_workbook.reading import read_workbook
from wres.imports.return_workbook.text import ReturnText

PLACES = {"Guidance": 24, "Settings": 90, "Workforce": 12, "Survey": 7, "Actions": 6, "Commentary": 8}


@pytest.fixture(scope="module")
def written(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the real return, as it was written."""
    return template(data, tmp_path_factory.mktemp("written"))


@pytest.fixture
def book(written: Path, tmp_path: Path) -> Path:
    """The workbook of the real return, to be typed into."""
    return Path(shutil.copy(written, tmp_path))


def read(data: Path, book: Path) -> ReturnText:
    """What the workbook holds."""
    return read_workbook(data, book, "QHG", 2023)


def told(data: Path, book: Path) -> str:
    """What is said of a workbook that cannot be used."""
    with pytest.raises(InvalidInput) as refused:
        read(data, book)
    return str(refused.value)


def workforce(text: ReturnText) -> dict[tuple[str, str, str], str]:
    """Headcounts by cluster, band and ethnicity."""
    return {
        (row["cluster"], row["band"], row["ethnicity"]): row["headcount"] for row in text.tables["workforce"]
    }


# What is read


def test_a_number_that_is_typed_is_the_number_of_the_row(data: Path, book: Path):
    typed(book, "Workforce", {"C5": 34})
    assert workforce(read(data, book))["clinical", "1-7", "White"] == "34"


def test_a_new_row_below_the_table_is_a_new_row_of_the_return(data: Path, book: Path):
    typed(book, "Workforce", {"A30": "other", "B30": "other", "C30": 1, "D30": 0, "E30": 0})
    found = workforce(read(data, book))
    assert [found["other", "other", label] for label in ("White", "BME", "Unknown")] == ["1", "0", "0"]


def test_a_row_that_is_cleared_is_gone(data: Path, book: Path):
    typed(book, "Workforce", {f"{column}5": None for column in "ABCDEF"})
    assert ("clinical", "1-7", "White") not in workforce(read(data, book))


@pytest.mark.parametrize(
    ("cluster", "band"), [("Clinical", "Band 8b"), (" CLINICAL ", "8B"), ("clinical", "8b ")]
)
def test_a_code_is_known_by_its_label_and_in_any_capitals(data: Path, book: Path, cluster: str, band: str):
    typed(book, "Workforce", {"A30": cluster, "B30": band, "C30": 1, "D30": 0, "E30": 0})
    assert workforce(read(data, book))["clinical", "8b", "White"] == "1"


def test_a_band_that_excel_keeps_as_a_number_is_the_band(data: Path, book: Path):
    typed(book, "Workforce", {"A30": "clinical", "B30": 9, "C30": 1, "D30": 0, "E30": 0})
    assert workforce(read(data, book))["clinical", "9", "White"] == "1"


def test_no_row_takes_out_an_ethnicity_and_a_blank_keeps_it(data: Path, book: Path):
    typed(book, "Workforce", {"D5": "No row", "E5": None})
    found = workforce(read(data, book))
    assert ("clinical", "1-7", "BME") not in found
    assert found["clinical", "1-7", "Unknown"] == ""


def test_a_further_column_of_an_esr_code_is_a_further_ethnicity(data: Path, book: Path):
    typed(book, "Training", {"E1": "C3", "E2": 7})
    assert {"ethnicity": "C3", "headcount": "7"} in read(data, book).tables["training"]


def test_a_day_is_a_date_where_a_date_belongs(data: Path, book: Path):
    typed_as(book, "Actions", "I2", 45382, 14)  # 31 March 2024, in days from the last of 1899 but one
    assert read(data, book).tables["actions"][0]["due"] == "2024-03-31"


def test_a_value_that_was_saved_with_a_formula_is_read(data: Path, book: Path):
    typed(book, "Workforce", {"C5": Raw("<f>30+4</f><v>34</v>")})
    assert workforce(read(data, book))["clinical", "1-7", "White"] == "34"


def test_the_year_before_and_totals_are_not_read(data: Path, book: Path):
    typed(book, "Workforce", {"G5": 999, "F5": 999, "C2": 999, "C3": "?"})
    assert workforce(read(data, book))["clinical", "1-7", "White"] == "33"


def test_settings_take_the_type_that_the_schema_gives(data: Path, book: Path):
    beside = {key: cell_beside(book, "Settings", key, find=3) for key in (
        "synthetic", "policies.disciplinary_window_years", "survey_response_rate", "contacts.4.name", "body",
        "show_grades", "breaks.2.indicators.1", "breaks.2.reason",
    )}  # fmt: skip
    typed(book, "Settings", {
        beside["synthetic"]: "TRUE", beside["policies.disciplinary_window_years"]: 1,
        beside["survey_response_rate"]: 12.5, beside["contacts.4.name"]: "007", beside["body"]: 2023,
        beside["show_grades"]: "no", beside["breaks.2.indicators.1"]: 9, beside["breaks.2.reason"]: "why",
    })  # fmt: skip
    found = read(data, book).settings
    assert found["synthetic"] is True
    assert found["show_grades"] is False
    assert found["policies"]["disciplinary_window_years"] == 1
    assert found["survey_response_rate"] == 12.5
    assert found["contacts"][2] == {"name": "007"}
    assert found["body"] == "2023"
    assert found["breaks"] == [{"indicators": ["9"], "reason": "why"}]


def test_rows_of_the_same_section_are_its_paragraphs(data: Path, book: Path):
    last = len(rows_of(book, "Commentary"))
    typed(book, "Commentary", {f"A{last + 1}": "indicator-9.md", f"B{last + 1}": "What we plan",
                               f"C{last + 1}": "A last paragraph."})  # fmt: skip
    text = read(data, book).commentary["indicator-9"]
    assert text.endswith("\n\nA last paragraph.\n")


def test_a_data_set_that_is_blank_is_no_file_unless_the_first_sheet_keeps_it(data: Path, book: Path):
    typed(book, "Disciplinary", {"B2": None, "C2": None, "D2": None})
    assert [row["headcount"] for row in read(data, book).tables["disciplinary"]] == ["", "", ""]
    typed(book, "Guidance", {cell_beside(book, "Guidance", "Disciplinary", 3): None})
    assert "disciplinary" not in read(data, book).tables


@pytest.mark.parametrize(("typed_in", "kept"), [("12.7", 0.127), ("8", 0.08), ("29.8", 0.298), ("100", 1)])
def test_a_percentage_that_excel_keeps_as_a_fraction_is_read_as_it_is_shown(
    data: Path, book: Path, typed_in: str, kept: float
):
    typed_as(book, "Survey", "C2", kept, 10)
    assert read(data, book).tables["survey"][0]["percentage"] == typed_in


# What is told


@pytest.mark.parametrize(
    ("sheet", "cells", "said"),
    [
        ("Workforce", {"C5": "fifty"}, "cell C5 (White): found 'fifty'; expected a whole number"),
        ("Workforce", {"C5": 12.5}, "cell C5 (White): found '12.5'; expected a whole number"),
        ("Workforce", {"C5": -1}, "cell C5 (White): found '-1'; expected a number of 0 or more"),
        ("Workforce", {"C5": Raw("<f>A1</f>")}, "cell C5 (White): found a formula without a value"),
        ("Workforce", {"C5": Raw("e:<f>1/0</f><v>#DIV/0!</v>")}, "cell C5 (White): found #DIV/0!"),
        ("Workforce", {"B5": "17"}, "cell B5 (Band): found '17'; expected one of under-1, 1, 2"),
        ("Workforce", {"A5": "clinic"}, "cell A5 (Cluster): found 'clinic'; expected one of non-"),
        ("Workforce", {"A5": None}, "cell A5 (Cluster): blank; expected"),
        ("Workforce", {"B6": "1-7"}, "cell A6: the same Cluster, Band as in row 5; expected each once"),
        ("Workforce", {"C1": "Whites"}, "cell C1: found the column 'Whites'"),
        ("Workforce", {"D1": "white"}, "cell D1 (white): a second column of this name; expected one of each"),
        ("Survey", {"B2": "no row"}, "cell B2 (White: Respondents): 'no row' beside 8; expected"),
        ("Survey", {"D1": None}, "cell A1: no column White: Yes"),
        ("Disciplinary", {"B3": 1}, "cell A3: a second row of counts; expected one row"),
        ("Actions", {"A2": "B1"}, "cell A2 (Id): found 'B1'; expected the form ^A\\d+$"),
        ("Actions", {"I2": "soon"}, "cell I2 (Due): found 'soon'; expected a date as YYYY-MM-DD"),
        ("Actions", {"L2": "Green"}, "cell L2 (Status): found 'Green'; expected one of not started"),
        ("Actions", {"E2": None}, "cell E2 (Action): blank; expected some text"),
        ("Guidance", {"D15": "no"}, "cell D15 (In this return): found 'no'; expected yes, or blank"),
        ("Commentary", {"A2": "about.md"}, "cell A2: found 'about'; expected one of intro"),
        ("Commentary", {"B2": "What we plan"}, "cell B2: found 'What we plan'; expected no section"),
        ("Commentary", {"B4": "Plans"}, "cell B4: found 'Plans'; expected one of What the data"),
        ("Commentary", {"B4": None}, "cells B5, B6: sections beside a text without one"),
        ("Settings", {"B2": "QE1"}, "cell B2 (organisation): found 'QE1'; expected QHG"),
        ("Settings", {"B3": 2022}, "cell B3 (year): found '2022'; expected 2023, as --year says"),
        ("Settings", {"B9": "many"}, "cell B9 (staff_in_post.BME): found 'many'; expected a whole number"),
        ("Settings", {"D9": None}, "cell B9: a value without a key; expected"),
        ("Settings", {"D9": "staff"}, "cell B9 (staff): unknown setting; expected a setting"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_sheet_and_cell(
    data: Path, book: Path, sheet: str, cells: dict[str, object], said: str
):
    typed(book, sheet, cells)
    lines = told(data, book)
    assert f"  sheet {sheet}, {said}" in lines
    assert lines.startswith("QHG-2023.xlsx cannot be used")


def test_the_entry_of_a_list_that_is_wrong_is_told_at_its_own_cell(data: Path, book: Path):
    blank = cell_beside(book, "Settings", "contacts.1.name", find=3)
    wrong = cell_beside(book, "Settings", "contacts.5.email", find=3)
    role = cell_beside(book, "Settings", "contacts.1.role", find=3)
    typed(book, "Settings", {blank: None, role: None, wrong: "nobody"})
    assert f"sheet Settings, cell {wrong} (contacts.5.email): found 'nobody'; expected the form" in told(
        data, book
    )


def test_a_band_that_excel_made_a_day_says_what_excel_did(data: Path, book: Path):
    typed_as(book, "Workforce", "B5", 46204, 14)
    said = told(data, book)
    assert "cell B5 (Band): found the day 1 July 2026, which Excel makes of text such as 1-7" in said
    assert "format the cell as Text" in said


@pytest.mark.parametrize(("sheet", "cell"), [("Workforce", "C5"), ("Settings", "B9")])
def test_a_percentage_where_there_is_a_count_is_told(data: Path, book: Path, sheet: str, cell: str):
    typed_as(book, sheet, cell, 0.31, 9)
    assert "found 31%; expected the number alone, in a cell that is not formatted" in told(data, book)


@given(st.data())
@law(0.5)
def test_whatever_is_typed_is_read_or_told(
    data: Path, written: Path, tmp_path_factory: pytest.TempPathFactory, draw: st.DataObject
):
    """No value in any cell ends in a traceback."""
    book = Path(shutil.copy(written, tmp_path_factory.mktemp("typed") / "QHG-2023.xlsx"))
    sheet = draw.draw(st.sampled_from(list(PLACES)))
    cell = st.tuples(st.sampled_from("ABCDEIL"), st.integers(1, PLACES[sheet])).map(lambda c: f"{c[0]}{c[1]}")
    texts = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=8)
    value = st.one_of(texts, st.none(), st.integers(), st.floats(allow_nan=False, allow_infinity=False))
    typed(book, sheet, draw.draw(st.dictionaries(cell, value, min_size=1, max_size=4)))
    try:
        found = read(data, book)
    except InvalidInput as refused:
        assert refused.problems
        assert all(problem.found for problem in refused.problems)
    else:
        assert found.tables["workforce"]


def test_everything_wrong_is_told_at_once_and_each_kind_once(data: Path, book: Path):
    typed(book, "Workforce", {"C5": "fifty", "C6": "fifty", "C7": "fifty", "D5": "?"})
    typed(book, "Training", {"B2": "many"})
    typed(book, "Settings", {"B9": "many"})
    lines = told(data, book).splitlines()
    assert lines[0] == "QHG-2023.xlsx cannot be used (4 problems). Nothing was built."
    assert "  sheet Workforce, cells C5, C6, C7 (White): found 'fifty'; expected a whole number" in lines
    assert sum("fifty" in line for line in lines) == 1
    assert lines[-1].endswith("then run: wres import workbook QHG-2023.xlsx --org QHG --year 2023")


def test_a_sheet_full_of_rubbish_is_told_in_seconds(data: Path, tmp_path: Path):
    path = template(data, tmp_path)
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>x{n}</t></is></c><c r="C{n}"><v>-{n}</v></c></row>'
        for n in range(600, 8_600)
    )
    changed(
        path,
        part_of(path.read_bytes(), "Workforce"),
        lambda xml: xml.replace("</sheetData>", f"{rows}</sheetData>"),
    )
    begun = time.monotonic()
    assert "Nothing was built" in told(data, path)
    assert time.monotonic() - begun < 10


def test_a_sheet_that_is_gone_is_told(data: Path, book: Path):
    changed(book, "xl/workbook.xml", lambda xml: xml.replace('name="Survey"', 'name="Staff survey"'))
    assert "no sheet Survey; expected all sheets that wres template writes" in told(data, book)


def test_a_new_workbook_that_is_not_filled_in_asks_for_the_counts(data: Path, tmp_path: Path):
    path = template(data, tmp_path, "QHG", 2024)
    with pytest.raises(InvalidInput) as refused:
        read_workbook(data, path, "QHG", 2024)
    said = str(refused.value)
    assert "(staff_in_post): missing" in said
    assert "sheet Workforce, cell A2: nothing is filled in; expected the counts" in said
