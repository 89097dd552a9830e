"""Reading a return: what is accepted, what is refused, and that each refusal says where and why."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from laws import law

from wres.errors import InvalidInput, WresError
from wres.figures.calculation import figures_of_year
from wres.figures.figure import Figure
from wres.figures.provenance import Source
from wres.publication import Publication, publication
from wres.returns.reading import read_return, years
from wres.returns.validate import usable_return
from wres.standard.lookups import ethnic_groups

FILES = ("workforce", "recruitment", "disciplinary", "training", "survey", "board", "actions")
FIXED = law()
Typed = Callable[[str, str, str], None]


@pytest.fixture
def folder(own_data: Path) -> Path:
    """The return of 2023, which a test may change."""
    return own_data / "returns" / "QHG" / "2023"


@pytest.fixture
def typed(folder: Path) -> Typed:
    """Puts a text in place of another in a file of the return."""

    def replace(name: str, old: str, new: str) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} is not there once"
        (folder / name).write_text(text.replace(old, new), encoding="utf-8", newline="")

    return replace


def told(data: Path) -> list[str]:
    """Every problem of the return of 2023, each as the message tells it behind its file's name."""
    with pytest.raises(InvalidInput) as refused:
        usable_return(data, "QHG", 2023)
    message = str(refused.value)
    for problem in refused.value.problems:
        assert f"{problem.file} cannot be used" in message
        assert f"\n  {problem}\n" in message
    return [f"{problem.file} {problem}" for problem in refused.value.problems]


def counted(data: Path) -> dict[str, Figure]:
    """The figures of the return of 2023 by id, before anything is hidden."""
    return {figure.id: figure for figure in figures_of_year(data, usable_return(data, "QHG", 2023))}


def assert_one(problems: list[str], file: str, *facts: str) -> None:
    """There is one problem; it names the file in full and tells all the facts."""
    assert len(problems) == 1, problems
    assert problems[0].startswith(f"data/returns/QHG/2023/{file} ")
    for fact in facts:
        assert fact in problems[0]


# Cells


@pytest.mark.parametrize(
    ("file", "old", "new", "facts"),
    [
        ("workforce.csv", "al,1-7,BME,50", "al,1-7,BME,-50", ("row 9, headcount", "'-50'", "0 or more")),
        ("workforce.csv", "al,1-7,BME,50", "al,1-7,BME,50.5", ("row 9, headcount", "'50.5'", "whole")),
        ("workforce.csv", "al,1-7,BME,50", "al,1-7,BME,fifty", ("row 9, headcount", "'fifty'", "whole")),
        ("workforce.csv", "al,1-7,BME,50", 'al,1-7,BME,"12,34"', ("row 9, headcount", "'12,34'", "whole")),
        ("workforce.csv", "al,1-7,BME,50", "al,1-7,BME,1,234", ("row 9", "5 cells", "4 cells")),
        ("workforce.csv", "al,1-7,BME,50", "al,1-7,BME", ("row 9", "3 cells", "4 cells")),
        (
            "workforce.csv",
            "al,1-7,BME,50",
            "al,1-7,Asian ,50",
            ("row 9, ethnicity", "'Asian'", "White, BME"),
        ),
        ("workforce.csv", "non-clinical,1-7,BME", "Admin,1-7,BME", ("row 9, cluster", "'Admin'", "clinical")),
        ("recruitment.csv", "appointed,BME", "hired,BME", ("row 6, stage", "'hired'", "appointed")),
        ("disciplinary.csv", "BME,0", "BME,none", ("row 3, headcount", "'none'", "whole")),
        ("training.csv", "BME,24", "BME,24%", ("row 3, headcount", "'24%'", "whole")),
        ("survey.csv", "55,12.7", "55,101", ("row 3, percentage", "'101'", "100", "or less")),
        ("survey.csv", "55,12.7", "55,-0.1", ("row 3, percentage", "'-0.1'", "0", "or more")),
        ("survey.csv", "55,12.7", "55,nan", ("row 3, percentage", "'nan'", "number")),
        ("survey.csv", "55,12.7", "55,12.7 per cent", ("row 3, percentage", "'12.7 per cent'", "a number")),
        ("survey.csv", "5,BME,55", "9,BME,55", ("row 3, indicator", "'9'", "5, 6, 7 or 8")),
        ("board.csv", "BME,,", "BME,some,", ("row 3, voting", "'some'", "yes or no")),
        ("actions.csv", "A2,1;9", "B2,1;9", ("row 3, id", "'B2'", "A")),
        ("actions.csv", "A2,1;9", 'A2,"1,10"', ("row 3, indicators", "'1,10'", ";")),
    ],
)
def test_a_wrong_cell_is_told_with_file_row_column_found_and_expected(
    own_data: Path, typed: Typed, file: str, old: str, new: str, facts: tuple[str, ...]
):
    typed(file, old, new)
    assert_one(told(own_data), file, *facts)


def test_every_wrong_cell_of_a_row_is_told(own_data: Path, typed: Typed):
    typed("workforce.csv", "non-clinical,1-7,BME,50", "Admin,1-7,Asian ,fifty")
    problems = told(own_data)
    for fact in ("'Admin'", "'Asian'", "'fifty'"):
        assert any("row 9" in line and fact in line for line in problems), fact


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(own_data: Path, typed: Typed):
    # A line break inside a quoted cell begins no row; an empty line is a row.
    typed("actions.csv", "A1,1;9,2,Workforce", 'A1,1;9,2,"Two\nlines of')
    typed("actions.csv", "quantitative intelligence,Carry", 'quantitative intelligence",Carry')
    typed("actions.csv", "\nA3,2", "\n\nA3,x")
    assert_one(told(own_data), "actions.csv", "row 5, indicators", "'x'")


@pytest.mark.parametrize("text", ["50", " 50", "50.0"])
def test_a_whole_number_is_read_however_a_spreadsheet_writes_it(own_data: Path, typed: Typed, text: str):
    typed("workforce.csv", "non-clinical,1-7,BME,50", f"non-clinical,1-7,BME,{text}")
    table = usable_return(own_data, "QHG", 2023).tables["workforce"]
    assert table.loc[table["row"] == 9, "headcount"].item() == 50


@pytest.mark.parametrize(
    ("file", "row", "rows", "named"),
    [
        ("workforce.csv", "clinical,8a-vsm,BME,30\n", "rows 6 and 7", "clinical, 8a-vsm, BME"),
        ("recruitment.csv", "appointed,BME,25\n", "rows 6 and 7", "appointed, BME"),
        ("disciplinary.csv", "BME,0\n", "rows 3 and 4", "BME"),
        ("survey.csv", "6,BME,55,18.2,\n", "rows 6 and 7", "6, BME"),
        ("board.csv", "BME,,,0\n", "rows 3 and 4", "BME, blank, blank"),
    ],
)
def test_the_same_row_twice_is_refused_with_both_rows(
    own_data: Path, folder: Path, file: str, row: str, rows: str, named: str
):
    text = (folder / file).read_text()
    start = text.index("\n" + row) + 1
    (folder / file).write_text(text[:start] + row + text[start:])
    assert_one(told(own_data), file, rows, named, "twice", "once")


# Columns


def test_an_unknown_column_is_named(own_data: Path, folder: Path):
    (folder / "training.csv").write_text("ethnicity,headcount,note\nWhite,43,x\n")
    assert_one(told(own_data), "training.csv", "row 1", "unknown: note", "ethnicity,headcount")


def test_a_missing_column_is_named(own_data: Path, folder: Path):
    (folder / "board.csv").write_text("ethnicity,voting,headcount\nWhite,yes,11\n")
    assert_one(told(own_data), "board.csv", "row 1", "missing: executive", "voting,executive")


def test_a_misspelt_column_is_both_unknown_and_missing(own_data: Path, folder: Path):
    (folder / "training.csv").write_text("ethnicity,heads\nWhite,43\n")
    assert_one(told(own_data), "training.csv", "row 1", "unknown: heads", "missing: headcount")


# Files


@pytest.mark.parametrize("content", [b"", b"\n\n", b"  \r\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(own_data: Path, folder: Path, content: bytes):
    (folder / "training.csv").write_bytes(content)
    assert_one(told(own_data), "training.csv", "empty", "header row")


@pytest.mark.parametrize("file", ["workforce", "recruitment", "disciplinary", "training", "survey", "board"])
def test_a_file_of_a_header_alone_never_counts_as_zero(own_data: Path, folder: Path, file: str):
    # Either refused, or what it is: not collected.
    path = folder / f"{file}.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    try:
        found = counted(own_data)
    except InvalidInput as refused:
        assert f"data/returns/QHG/2023/{file}.csv cannot be used" in str(refused)
        return
    measures = {
        "disciplinary": "i3.entered.white",
        "training": "i4.accessed.white",
        "survey": "i5.respondents.white",
        "board": "i9.members.board.white",
    }
    assert found[f"{measures[file]}.2023"].status == "not_collected"


def test_crlf_and_a_byte_order_mark_give_the_same_book(own_data: Path, report: Publication):
    for path in (own_data / "returns").rglob("*.*"):
        content = path.read_bytes()
        assert b"\r" not in content
        path.write_bytes(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
    same = publication("QHG", 2023, own_data)
    pd.testing.assert_frame_equal(same.figures.frame, report.figures.frame)
    pd.testing.assert_frame_equal(same.actions, report.actions)
    assert same.commentary == report.commentary
    assert same.settings == report.settings


def test_a_quote_that_is_never_closed_is_refused(own_data: Path, folder: Path):
    # The rest of the file then is one cell: beyond what the csv module reads.
    (folder / "training.csv").write_text('ethnicity,headcount\nWhite,"43\n' + "BME,24\n" * 20_000)
    assert_one(told(own_data), "training.csv", "expected")


@pytest.mark.parametrize("name", ["trainings.csv", "Training.csv"])
def test_an_unknown_file_is_refused_with_the_names_that_are_known(own_data: Path, folder: Path, name: str):
    (folder / "training.csv").rename(folder / name)
    assert_one(told(own_data), name, "unknown file", "training", "workforce")


@pytest.mark.parametrize("name", ["training - Copy.csv", "training (1).csv", "Training old.CSV"])
def test_a_copy_of_a_file_is_told_as_such(own_data: Path, folder: Path, name: str):
    shutil.copyfile(folder / "training.csv", folder / name)
    assert_one(told(own_data), name, "a copy of training.csv", "remove the other")


@pytest.mark.parametrize("name", ["training.xlsx", "training.csv.txt", "TRAINING.CSV"])
def test_a_table_under_another_ending_is_not_passed_over(own_data: Path, folder: Path, name: str):
    # Else its indicator would say "not collected" although the numbers lie in the folder.
    (folder / "training.csv").rename(folder / name)
    assert_one(told(own_data), name, "unknown file", "training")


def test_a_return_without_its_workforce_is_refused(own_data: Path, folder: Path):
    (folder / "workforce.csv").unlink()
    assert_one(told(own_data), "workforce.csv", "no such file")


def test_an_absent_file_is_absent_and_no_problem(own_data: Path, folder: Path):
    (folder / "training.csv").unlink()
    assert set(usable_return(own_data, "QHG", 2023).tables) == set(FILES) - {"training"}


def test_a_year_without_a_folder_is_refused_with_the_years_there_are(own_data: Path):
    with pytest.raises(WresError, match=r"no return for QHG 2030; years present: 2022, 2023\..*wres new QHG"):
        usable_return(own_data, "QHG", 2030)


def test_an_unknown_organisation_is_refused_with_the_list_that_knows_them(own_data: Path):
    (own_data / "returns" / "QHQ" / "2023").mkdir(parents=True)
    with pytest.raises(WresError, match=r"unknown organisation 'QHQ'.*data/lookups/organisations\.csv"):
        usable_return(own_data, "QHQ", 2023)


def test_years_are_the_folders_named_by_a_year(own_data: Path):
    for name in ("notes", "2021-draft", ".new-x", "2019"):
        (own_data / "returns" / "QHG" / name).mkdir()
    assert years(own_data, "QHG") == [2019, 2022, 2023]
    assert years(own_data, "QE1") == []


# return.yml


@pytest.mark.parametrize(
    ("old", "new", "facts"),
    [
        ("survey_year:", "survey_yaer:", ("survey_yaer", "unknown setting")),
        ("    threshold:", "    treshold:", ("policies.disclosure.treshold", "unknown setting")),
        ("  White: 309", "  White: many", ("staff_in_post.White", "'many'", "whole number")),
        ("  White: 309", "  White: 309.5", ("staff_in_post.White", "309.5", "whole number")),
        ("  White: 309", "  White: -309", ("staff_in_post.White", "-309", "0 or more")),
        ("  White: 309", "  White:", ("staff_in_post.White", "whole number")),
        ("  White: 309", "  white: 309", ("staff_in_post.white", "'white'", "White|BME|Unknown")),
        ("board: show", "board: some", ("policies.disclosure.board", "'some'", "show, hide or share-only")),
        ("survey_response_rate: 86", "survey_response_rate: 860", ("survey_response_rate", "860", "100")),
        ("2023-03-31", "31 March 2023", ("snapshot_date", "'31 March 2023'", "YYYY-MM-DD")),
        ("2023-03-31", "2023-02-31", ("2023-02-31", "date")),
        ("organisation: QHG", "organisation: QE1", ("organisation", "'QE1'", "'QHG'", "folder")),
        ("year: 2023\n", "year: 2022\n", ("year", "2022", "2023", "folder")),
    ],
)
def test_a_wrong_setting_is_told_with_its_name_found_and_expected(
    own_data: Path, typed: Typed, old: str, new: str, facts: tuple[str, ...]
):
    typed("return.yml", old, new)
    assert_one(told(own_data), "return.yml", *facts)


@pytest.mark.parametrize(
    "name", ["organisation", "year", "body", "snapshot_date", "staff_in_post", "sources"]
)
def test_a_setting_that_is_required_is_missed_by_name(own_data: Path, folder: Path, name: str):
    (folder / "return.yml").write_text("")
    assert any(
        line.startswith(f"data/returns/QHG/2023/return.yml {name}: missing") for line in told(own_data)
    )


@pytest.mark.parametrize(
    ("new", "line"),
    [
        ("survey_year: [2022", "line 14"),  # never closed: seen where the next setting begins
        ("survey_year:\n\t- 2022", "line 14"),  # a tab
        ("survey_year: 'one", "line"),
        ("survey_year: a: b", "line 13"),
    ],
)
def test_broken_yaml_is_told_with_its_line(own_data: Path, typed: Typed, new: str, line: str):
    # survey_year stands in line 13.
    typed("return.yml", "survey_year: 2022", new)
    assert_one(told(own_data), "return.yml", line, "expected", "YAML")


def test_yaml_with_a_control_character_is_refused(own_data: Path, typed: Typed):
    typed("return.yml", "organisation: QHG", "organisation: QHG\x07")
    assert_one(told(own_data), "return.yml", "expected")


def test_settings_that_are_a_list_are_refused(own_data: Path, folder: Path):
    (folder / "return.yml").write_text("- organisation\n- year\n")
    assert_one(told(own_data), "return.yml", "expected")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_settings_in_a_wrong_encoding_are_refused(own_data: Path, folder: Path, encoding: str):
    path = folder / "return.yml"
    path.write_bytes(path.read_text(encoding="utf-8").replace("Martha", "Zoë").encode(encoding))
    assert_one(told(own_data), "return.yml", "not UTF-8", "saved as UTF-8")


def test_a_return_without_settings_is_refused(own_data: Path, folder: Path):
    (folder / "return.yml").unlink()
    assert_one(told(own_data), "return.yml", "no such file")


# Ethnicity

# ESR 2001: A to C White; D to G mixed, H to L Asian, M to P Black, R Chinese, S other; Z not stated.
WRES_GROUPS = {**dict.fromkeys("ABC", "white"), **dict.fromkeys("DEFGHJKLMNPRS", "bme"), "Z": "unknown"}
LOCAL = {"C3": "white", "CA": "white", "GF": "bme", "LK": "bme", "PA": "bme", "SC": "bme", "ZZ": "unknown"}
NAMED = {"White": "white", "BME": "bme", "Unknown": "unknown"}


def test_every_esr_code_has_its_group_and_no_other_letter_has_one(data: Path):
    assert ethnic_groups(data) == {**WRES_GROUPS, **NAMED}


def test_codes_letters_and_names_are_read_as_their_groups(own_data: Path, folder: Path):
    codes = {**WRES_GROUPS, **LOCAL}
    (folder / "training.csv").write_text("ethnicity,headcount\n" + "".join(f"{c},1\n" for c in codes))
    table = usable_return(own_data, "QHG", 2023).tables["training"]
    assert dict(zip(table["ethnicity"], table["group"], strict=True)) == codes


@pytest.mark.parametrize(
    "code",
    ["I", "O", "Q", "T", "U", "V", "W", "X", "Y", "T1", "Q9", "t", "ABC", "NK", "NS", "NA", "na", "RF"],
)
def test_an_unknown_code_is_listed_never_dropped(own_data: Path, folder: Path, code: str):
    (folder / "training.csv").write_text(f"ethnicity,headcount\nA,1\n{code},2\n")
    assert_one(told(own_data), "training.csv", "row 3, ethnicity", repr(code), "ethnic_categories.csv")


def test_every_unknown_code_is_listed(own_data: Path, folder: Path):
    (folder / "training.csv").write_text("ethnicity,headcount\nT,1\nA,1\nQ1,1\nblue,1\n")
    assert [line.split("found ")[1].split(";")[0] for line in told(own_data)] == ["'T'", "'Q1'", "'blue'"]


def test_counts_by_code_give_the_figures_of_their_groups(data: Path, own_data: Path, typed: Typed):
    typed("recruitment.csv", "shortlisted,White,159", "shortlisted,A,100\nshortlisted,C3,59")
    typed("recruitment.csv", "appointed,BME,25", "appointed,J,5\nappointed,PA,20")
    typed("recruitment.csv", "appointed,Unknown,12", "appointed,Z,12")
    by_code, by_group = ([replace(f, source=Source()) for f in counted(d).values()] for d in (own_data, data))
    assert repr(by_code) == repr(by_group)  # by repr, where NaN equals NaN


def test_survey_answers_by_code_are_added_or_refused_never_dropped(own_data: Path, folder: Path):
    # 10 of 100 and 30 of 100: 40 of 200 White respondents.
    (folder / "survey.csv").write_text(
        "indicator,ethnicity,respondents,percentage,yes\n5,A,100,,10\n5,B,100,,30\n5,BME,55,,7\n"
    )
    try:
        figures = counted(own_data)
    except InvalidInput as refused:
        assert "data/returns/QHG/2023/survey.csv cannot be used" in str(refused)
        return
    assert figures["i5.respondents.white.2023"].value == 200
    assert figures["i5.percentage.white.2023"].value == pytest.approx(0.2)


# Blank cells


@pytest.mark.parametrize(
    ("file", "old", "new", "blank", "others"),
    [
        (
            "recruitment.csv",
            "appointed,White,49",
            "appointed,White,",
            ("i2.appointed.white", "i2.likelihood.white", "i2.relative_likelihood", "i2.appointed.all"),
            ("i2.appointed.bme", "i2.shortlisted.white"),
        ),
        ("disciplinary.csv", "BME,0", "BME,", ("i3.entered.bme", "i3.relative_likelihood"), ()),
        (
            "training.csv",
            "BME,24",
            "BME,",
            ("i4.accessed.bme", "i4.gap"),
            ("i4.accessed.white", "i4.staff.bme"),
        ),
        (
            "survey.csv",
            "5,BME,55,12.7,",
            "5,BME,,,",
            ("i5.percentage.bme", "i5.gap"),
            ("i5.percentage.white",),
        ),
        ("board.csv", "BME,,,0", "BME,,,", ("i9.members.board.bme", "i9.share.board.bme"), ()),
    ],
)
def test_a_blank_cell_means_not_collected(
    own_data: Path,
    typed: Typed,
    file: str,
    old: str,
    new: str,
    blank: tuple[str, ...],
    others: tuple[str, ...],
):
    typed(file, old, new)
    figures = counted(own_data)
    assert {name: figures[f"{name}.2023"].status for name in blank} == dict.fromkeys(blank, "not_collected")
    assert {name: figures[f"{name}.2023"].status for name in others} == dict.fromkeys(others, "shown")


def test_a_blank_band_is_not_collected_and_not_zero(own_data: Path, typed: Typed):
    # 309 White staff less the 33 of the band whose cell is blank: 276.
    typed("workforce.csv", "\nclinical,1-7,White,33", "\nclinical,1-7,White,")
    typed("return.yml", "White: 309", "White: 276")
    try:
        figures = counted(own_data)
    except InvalidInput as refused:
        assert "data/returns/QHG/2023/workforce.csv cannot be used" in str(refused)
        return
    assert figures["i1.headcount.clinical.1-7.white.2023"].status == "not_collected"


def test_zero_is_zero_and_not_blank(data: Path):
    assert counted(data)["i3.entered.bme.2023"].status == "zero"


# Whatever lies in a file, a reader is told; nobody sees a traceback.


@pytest.fixture(scope="module")
def any_data(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the data folder for many tries."""
    return Path(shutil.copytree(data, tmp_path_factory.mktemp("any") / "data"))


def _read(data: Path, name: str, content: bytes) -> None:
    path = data / "returns" / "QHG" / "2023" / name
    before = path.read_bytes()
    path.write_bytes(content)
    try:
        usable_return(data, "QHG", 2023)
    except WresError as refused:
        assert f"data/returns/QHG/2023/{name}" in str(refused)
    finally:
        path.write_bytes(before)


@FIXED
@given(content=st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "ignore")))
@example(content=b"\xef\xbb\xbf")
def test_any_content_of_a_table_is_read_or_refused(any_data: Path, content: bytes):
    _read(any_data, "training.csv", content)


@FIXED
@given(cell=st.text(st.characters(exclude_characters='\r\n",', codec="utf-8"), max_size=8))
@example(cell="１２")
@example(cell="1_000")
@example(cell="+5")
def test_any_cell_is_a_whole_number_or_blank_or_refused(any_data: Path, cell: str):
    path = any_data / "returns" / "QHG" / "2023" / "training.csv"
    path.write_text(f"ethnicity,headcount\nWhite,{cell}\n", encoding="utf-8", newline="")
    try:
        read = usable_return(any_data, "QHG", 2023).tables["training"]["headcount"].item()
    except InvalidInput as refused:
        assert "training.csv cannot be used" in str(refused)
        return
    plain = cell.strip().removeprefix("+").removesuffix(".0")
    assert (read != read) == (plain == "")
    if read == read:
        assert read == int(plain) <= 309


@FIXED
@given(content=st.binary(max_size=60) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "ignore")))
@example(content=b"snapshot_date: 2023-02-31\n")
@example(content=b"year: \x07\n")
def test_any_content_of_the_settings_is_read_or_refused(any_data: Path, content: bytes):
    _read(any_data, "return.yml", content)


def test_a_blank_cell_is_none_also_beside_text(own_data: Path):
    path = own_data / "returns" / "QHG" / "2023" / "actions.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].removesuffix(",,,") + ",in progress,,Developing"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found, problems = read_return(own_data, "QHG", 2023)
    assert found is not None and not problems
    table = found.tables["actions"]
    assert list(table["status"][:2]) == ["in progress", None]
    assert list(table["rag"][:2]) == ["Developing", None]
