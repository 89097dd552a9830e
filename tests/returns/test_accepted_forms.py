"""A return written in any form that means the same gives the same figures; nothing else is guessed."""

import csv
import io
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_project import ROOT

from wres.errors import InvalidInput, Problem, by_kind
from wres.returns.forms import spellings
from wres.returns.forms.accepted_forms import return_lines
from wres.returns.validate import usable_return

WORKFORCE = [
    ("clinical", "8a", "White", "1120"),
    ("clinical", "8a", "BME", "50"),
    ("clinical", "8a", "Unknown", "0"),
    ("non-clinical", "1-7", "White", "33"),
    ("non-clinical", "1-7", "BME", "12"),
    ("non-clinical", "1-7", "Unknown", "7"),
    ("non-clinical", "vsm", "White", "2"),
    ("non-clinical", "vsm", "BME", "1"),
    ("non-clinical", "vsm", "Unknown", ""),
]
TIDY = [dict(zip(("cluster", "band", "ethnicity", "headcount"), row, strict=True)) for row in WORKFORCE]

SAME = {  # forms of a cell that mean the same, worked by hand from what analysts' files hold
    "clinical": ("Clinical", " clinical ", "CLINICAL"),
    "non-clinical": ("Non clinical", "Non-Clinical", "nonclinical"),
    "8a": ("8A", "Band 8a", "band 8A", "AfC Band 8a", "8 a"),
    "1-7": ("1 - 7", "Bands 1 to 7", "1 to 7", "Band 1-7"),
    "vsm": ("VSM", "Very Senior Manager", "Very senior managers"),
    "White": ("white", "WHITE ", " White"),
    "BME": ("bme", "BAME", "Ethnic minority", "Black and Minority Ethnic"),
    "Unknown": ("unknown", "Not Stated", "Not known", "NULL", "Prefer not to say", "Not Stated/Not Known"),
    "1120": ("1,120", "1 120", "1120.0", "1120.00", " 1120"),
    "33": ("33.0", "33 "),
}
HEADERS = {
    "cluster": ("Cluster", "CLUSTER "),
    "band": ("Band", "Pay band", "pay_band"),
    "ethnicity": ("Ethnicity", "Ethnic origin", "ETHNICITY"),
    "headcount": ("Headcount", "Head count", "Count"),
}


def read(path: Path) -> tuple[list[dict[str, str]], list[Problem]]:
    """The rows of a table as read, and the problems."""
    problems: list[Problem] = []
    lines = return_lines(ROOT / "data", path, path.name, problems)
    return [line.cells for line in lines], problems


@st.composite
def written(draw: st.DrawFn) -> bytes:
    """The tidy rows in some accepted form."""
    names = draw(st.permutations(list(HEADERS)))
    rows = [[draw(st.sampled_from((name, *HEADERS[name]))) for name in names]]
    for row in TIDY:
        rows.append([draw(st.sampled_from((row[n], *SAME.get(row[n], ())))) for n in names])
    if draw(st.booleans()):
        rows.append([""] * len(names))
    if draw(st.booleans()):
        rows = [[*row, ""] for row in rows]
    out = io.StringIO()
    csv.writer(out, delimiter=draw(st.sampled_from(",;\t")), lineterminator=draw(st.sampled_from("\n\r"))
               if draw(st.booleans()) else "\r\n").writerows(rows)  # fmt: skip
    return out.getvalue().encode(draw(st.sampled_from(("utf-8", "utf-8-sig", "utf-16", "cp1252"))))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(content=written())
def test_rows_in_any_accepted_form_are_the_same_rows(tmp_path: Path, content: bytes):
    path = tmp_path / "workforce.csv"
    path.write_bytes(content)
    assert read(path) == (TIDY, [])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(order=st.permutations(["White", "BME", "Unknown"]), total=st.booleans())
def test_a_wide_table_gives_the_rows_of_a_long_one(tmp_path: Path, order: list[str], total: bool):
    by = {(r["cluster"], r["band"], r["ethnicity"]): r["headcount"] for r in TIDY}
    pairs = list(dict.fromkeys((r["cluster"], r["band"]) for r in TIDY))
    lines = [["Cluster", "Band", *order, *(["Total"] if total else [])]]
    for pair in pairs:
        cells = [by[(*pair, group)] for group in order]
        lines.append([*pair, *cells, *([str(sum(int(c or 0) for c in cells))] if total else [])])
    (tmp_path / "workforce.csv").write_text("\n".join(map(",".join, lines)), encoding="utf-8")
    found, problems = read(tmp_path / "workforce.csv")
    assert not problems
    assert sorted(found, key=repr) == sorted(TIDY, key=repr)


def test_a_whole_return_in_other_forms_gives_the_same_tables(data: Path, tmp_path: Path):
    own = Path(shutil.copytree(data, tmp_path / "data"))
    folder = own / "returns/QHG/2023"
    forms = {
        "workforce.csv": [("clinical", "Clinical"), ("8a-vsm", "8A to VSM"), ("Unknown", "Not stated")],
        "recruitment.csv": [("BME", "BAME"), ("shortlisted", "Shortlisted")],
        "survey.csv": [(",", ";")],
        "board.csv": [("ethnicity", "Ethnicity"), ("White", "WHITE")],
    }
    for name, changes in forms.items():
        text = (folder / name).read_text(encoding="utf-8")
        for old, new in changes:
            text = text.replace(old, new)
        (folder / name).write_text(text, encoding="utf-8")
    given_, other = usable_return(data, "QHG", 2023), usable_return(own, "QHG", 2023)
    for name, table in given_.tables.items():
        columns = [column for column in table if column != "ethnicity" or name in forms]
        assert other.tables[name][columns].equals(table[columns]), name


# Totals


@pytest.mark.parametrize("row", ["Total,95", "Grand total,95", "all staff,95", "TOTAL,"])
def test_a_total_row_that_agrees_is_left_out(tmp_path: Path, row: str):
    (tmp_path / "training.csv").write_text(f"ethnicity,headcount\nWhite,43\nBME,24\nUnknown,28\n{row}\n")
    found, problems = read(tmp_path / "training.csv")
    assert not problems
    assert [cells["ethnicity"] for cells in found] == ["White", "BME", "Unknown"]


def test_a_total_that_differs_is_told_with_both_numbers(tmp_path: Path):
    (tmp_path / "training.csv").write_text("ethnicity,headcount\nWhite,43\nBME,24\nUnknown,28\nTotal,96\n")
    (problem,) = read(tmp_path / "training.csv")[1]
    assert str(problem) == "row 5, total: found 96, its parts add up to 95; expected equal numbers"


def test_totals_within_a_cluster_are_held_against_that_cluster(tmp_path: Path):
    rows = [*WORKFORCE[:-1], ("non-clinical", "vsm", "Unknown", "0"), ("clinical", "Total", "White", "1,120"),
            ("Total", "", "White", "1155"), ("Total", "", "Total", "1225"),
            ("non-clinical", "total", "BME", "14")]  # fmt: skip
    with (tmp_path / "workforce.csv").open("w", newline="") as file:
        csv.writer(file).writerows([("cluster", "band", "ethnicity", "headcount"), *rows])
    found, problems = read(tmp_path / "workforce.csv")
    assert len(found) == 9
    assert [str(problem) for problem in problems] == [
        "row 14, total: found 14, its parts add up to 13; expected equal numbers"
    ]


def put(tmp_path: Path, name: str, text: str) -> tuple[list[dict[str, str]], list[str]]:
    """The rows of a table that a text holds, and the problems in words."""
    path = tmp_path / f"{name}.csv"
    path.write_text(text, encoding="utf-8", newline="")
    found, problems = read(path)
    return found, [str(problem) for problem in problems]


def test_a_total_without_rows_is_told_and_never_dropped(tmp_path: Path):
    """Else a file that holds a total alone would say that nothing was collected."""
    assert put(tmp_path, "disciplinary", "ethnicity,headcount\nTotal,0\n") == (
        [],
        ["row 2, total: found 0, and no row that it adds up; expected the rows themselves"],
    )


def test_a_total_that_is_no_number_is_told(tmp_path: Path):
    said = put(tmp_path, "training", "ethnicity,headcount\nWhite,43\nTotal,many\n")[1]
    assert said == ["row 3, total: found 'many'; expected a whole number, or no total"]


@pytest.mark.parametrize(("stated", "agrees"), [("42", False), ("43", True), ("70", True)])
def test_a_total_beside_a_blank_is_no_less_than_the_numbers_there_are(
    tmp_path: Path, stated: str, agrees: bool
):
    said = put(tmp_path, "training", f"ethnicity,headcount\nWhite,43\nBME,\nTotal,{stated}\n")[1]
    assert (said == []) == agrees


def test_a_total_of_a_group_is_that_of_its_codes(tmp_path: Path):
    """A and B are White, J is BME: 10 and 5 White, 4 BME."""
    rows = "shortlisted,A,10\nshortlisted,B,5\nshortlisted,J,4\nappointed,A,2\n"
    head = "stage,ethnicity,headcount\n"
    assert put(tmp_path, "recruitment", f"{head}{rows}Total,White,17\nshortlisted,Total,19\n")[1] == []
    said = put(tmp_path, "recruitment", f"{head}{rows}Total,White,16\n")[1]
    assert said == ["row 6, total: found 16, its parts add up to 17; expected equal numbers"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("5,Total,305,8.9,", []),
        ("5,Total,300,8.9,", ["row 4, total: found 300, its parts add up to 305; expected equal numbers"]),
        ("5,All,305,22.2,", ["row 4, total: found 22.2%, its parts are 8% to 12.7%; "
                             "expected a percentage between those of its parts"]),
    ],
)  # fmt: skip
def test_a_total_of_a_survey_is_held_against_its_bases_and_percentages(
    tmp_path: Path, row: str, said: list[str]
):
    head = "indicator,ethnicity,respondents,percentage,yes\n5,White,250,8.0,\n5,BME,55,12.7,\n"
    found, problems = put(tmp_path, "survey", head + row + "\n")
    assert (len(found), problems) == (2, said)


# Wide tables


def test_a_survey_may_stand_side_by_side(tmp_path: Path):
    head = "Indicator,White respondents,White %,BME respondents,BME %\n"
    found, said = put(tmp_path, "survey", head + "Indicator 5,250,8.0,55,12.7%\n")
    assert said == []
    assert [list(row.values()) for row in found] == [
        ["5", "White", "250", "8.0", ""],
        ["5", "BME", "55", "12.7", ""],
    ]


def test_two_columns_of_one_group_are_told_by_name(tmp_path: Path):
    """Added up they would count as one cell, and a rounded count would be more certain than it is."""
    said = put(tmp_path, "training", "White,BME,Not stated,Not known\n43,24,1,2\n")[1]
    assert said == [
        "row 1 (column names): found 'Not stated' and 'Not known', which are both Unknown; "
        "expected one column for each group"
    ]


def test_a_slip_in_a_wide_table_is_told_with_the_column_that_the_analyst_sees(own_data: Path):
    path = own_data / "returns/QHG/2023/training.csv"
    path.write_text("White,BAME,Not stated\n43,many,2\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"row 2, BAME: found 'many'; expected a whole number"):
        usable_return(own_data, "QHG", 2023)


def test_rows_and_columns_that_are_blank_are_left_out_wherever_they_stand(tmp_path: Path):
    text = "\n,,,\n,ethnicity,,headcount,\n,White,,43,\n,,,,\n,BME,,24,\n,,,,\n"
    path = tmp_path / "training.csv"
    path.write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    lines = list(return_lines(ROOT / "data", path, "training.csv", problems))
    assert [(line.number, *line.cells.values()) for line in lines] == [(4, "White", "43"), (6, "BME", "24")]
    assert not problems


def test_a_cell_below_no_name_is_told_and_never_dropped(tmp_path: Path):
    said = put(tmp_path, "training", "ethnicity,,headcount\nWhite,x,43\n")[1]
    assert len(said) == 1 and "unknown: (no name)" in said[0]


def test_what_excel_writes_of_the_separator_is_no_row(tmp_path: Path):
    found, said = put(tmp_path, "training", "sep=;\r\nethnicity;headcount\r\nWhite;4,3\r\n")
    assert [list(row.values()) for row in found] == [["White", "4,3"]] and said == []


# Codes


@pytest.mark.parametrize(
    ("typed", "code"),
    [("a", "A"), ("c3", "C3"), ("A White - British", "A"), ("white - british", "A"), ("White British", "A"),
     ("Z Not Stated", "Z"), ("B White - British", "B White - British"), ("NK", "NK"), ("Chinese", "Chinese")],
)  # fmt: skip
def test_a_code_is_read_from_its_letters_or_its_label_where_they_agree(tmp_path: Path, typed: str, code: str):
    assert put(tmp_path, "training", f"ethnicity,headcount\n{typed},4\n")[0][0]["ethnicity"] == code


# What Excel does


DATES = (
    "01-Jul",
    "07-Jan",
    "1-Jul",
    "Jul-01",
    "01-Jul-24",
    "2024-07-01",
    "2024-07-01 00:00:00",
    "01/07/2024",
    "45474",
)


@pytest.mark.parametrize("cell", DATES)
def test_a_band_that_excel_has_made_a_date_of_is_named_as_such(tmp_path: Path, cell: str):
    (tmp_path / "workforce.csv").write_text(f"cluster,band,ethnicity,headcount\nclinical,{cell},White,3\n")
    (problem,) = read(tmp_path / "workforce.csv")[1]
    assert "Excel has made a date of the band" in str(problem) and "as Text" in str(problem)
    assert repr(cell) in str(problem)


def test_the_band_that_became_a_date_is_offered(tmp_path: Path):
    """British Excel makes 1 July of 1-7, American Excel 7 January."""
    for cell in ("01-Jul", "07-Jan", "2024-07-01", "01/07/2024"):
        (said,) = put(tmp_path, "workforce", f"cluster,band,ethnicity,headcount\nclinical,{cell},BME,3\n")[1]
        assert "expected a band such as 1-7, as text" in said


@pytest.mark.parametrize(
    ("cell", "fact"),
    [("*", "blank where the source does not give it"), ("<5", "never 0"), ("[c]", "never 0"),
     ("N/A", "never 0"), ("Suppressed", "never 0"), ("–", "0 where nobody is"), ("-", "0 where nobody is")],
)  # fmt: skip
def test_a_mark_of_a_hidden_number_is_told_with_what_may_be_typed(tmp_path: Path, cell: str, fact: str):
    (said,) = put(tmp_path, "training", f"ethnicity,headcount\nWhite,{cell}\n")[1]
    assert f"found {cell!r}: a mark in place of a number; expected a whole number" in said and fact in said


def test_a_mark_in_a_survey_is_told_with_all_that_is_to_be_blank(tmp_path: Path):
    head = "indicator,ethnicity,respondents,percentage,yes\n"
    (said,) = put(tmp_path, "survey", f"{head}5,BME,9,*,\n")[1]
    assert (
        "row 2, percentage: found '*': a mark in place of a number; expected a number, or respondents" in said
    )


def test_damage_in_one_row_hides_no_mistake_of_another(own_data: Path):
    path = own_data / "returns/QHG/2023/training.csv"
    path.write_text("ethnicity,headcount\nWhite,#REF!\nAsian,24\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as refused:
        usable_return(own_data, "QHG", 2023)
    assert "'#REF!'" in str(refused.value) and "'Asian'" in str(refused.value)


@pytest.mark.parametrize(
    ("content", "fact"),
    [
        ("ethnicity,headcount\nWhite,43 Zoë\n".encode() + b"Zo\xeb,1\n", "two encodings at once"),
        (b"PK\x03\x04 rest of a workbook", "an Excel workbook"),
        (b"ethnicity,headcount\nWhite,\x00\n", "binary content"),
        (b"\xff\xfeo", "not UTF-16, as its mark says"),
    ],
)
def test_a_file_that_would_be_read_half_right_is_refused(tmp_path: Path, content: bytes, fact: str):
    path = tmp_path / "training.csv"
    path.write_bytes(content)
    found, (problem,) = read(path)
    assert fact in str(problem) and not found


@pytest.mark.parametrize("cell", ["#REF!", "#N/A", "########", "1.2E+03", "#DIV/0!"])
def test_an_error_of_excel_is_told_and_never_read(tmp_path: Path, cell: str):
    (tmp_path / "training.csv").write_text(f"ethnicity,headcount\nWhite,{cell}\n")
    (problem,) = read(tmp_path / "training.csv")[1]
    assert "Excel could not show or keep the value" in str(problem)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("31/03/2024", "2024-03-31"),
        ("03/04/2024", "2024-04-03"),  # the day first, as in Britain
        ("31 March 2024", "2024-03-31"),
        ("31-Mar-24", "2024-03-31"),
        ("2024-03-31 00:00:00", "2024-03-31"),
        ("31/13/2024", "31/13/2024"),  # no date: left for the schema to refuse
        ("spring", "spring"),
    ],
)
def test_a_british_date_is_read_with_the_day_first(typed: str, meant: str):
    assert spellings.day(typed) == meant


@pytest.mark.parametrize(
    ("column", "typed", "meant"),
    [
        ("indicators", "2, 7", "2;7"),
        ("indicators", "2 and 7", "2;7"),
        ("indicators", "2;10", "2;10"),
        ("id", "1", "A1"),
        ("id", "a12", "A12"),
        ("id", "B2", "B2"),
        ("status", "Completed", "done"),
        ("status", "Green", "Green"),  # a grade is no status
        ("voting", "TRUE", "yes"),
        ("voting", "N", "no"),
        ("headcount", "12,34", "12,34"),
        ("headcount", "1,2345", "1,2345"),
        ("headcount", "1.5", "1.5"),
        ("headcount", "1.000", "1.000"),  # a thousand elsewhere in Europe
        ("headcount", "0,120", "0,120"),
        ("band", "5.0", "5"),
        ("band", "1 to 7", "1-7"),
        ("band", "8A to VSM", "8a-vsm"),
        ("band", "1.7", "1.7"),
        ("band", "-5", "-5"),
        ("band", "Under band 1", "under-1"),
        ("band", "Very senior manager (VSM)", "vsm"),
        ("high_impact_action", "HIA 2", "2"),
        ("percentage", "12.7 %", "12.7"),
        ("band", "Band 6/7", "Band 6/7"),  # no group of bands: told as typed
        ("band", "Band 8 - Range A", "Band 8 - Range A"),
        ("band", "medical consultant", "medical-consultant"),
        ("ethnicity", "Asian", "Asian"),  # no group of the standard: refused, never guessed
        ("ethnicity", "White British", "White British"),
    ],
)
def test_a_spelling_is_read_only_where_its_meaning_is_certain(column: str, typed: str, meant: str):
    assert spellings.COLUMNS[column](typed) == meant


@given(st.text(max_size=30))
def test_no_spelling_turns_a_group_into_another(text: str):
    """Whatever is typed, what comes out is the same text or a name whose spellings hold it."""
    found = spellings.COLUMNS["ethnicity"](text)
    assert found == text or spellings.plain(text) in spellings.ETHNICITIES[found]


@given(st.integers(0, 10**7), st.sampled_from(["{}", "{:,}", "{}.0", "{:,}.00"]))
def test_a_count_is_the_same_number_however_it_is_grouped(number: int, form: str):
    assert spellings.count(form.format(number)) == str(number)


@pytest.mark.parametrize("typed", ["0", "45382", "86400", "45382.5"])
def test_a_number_is_no_date(own_data: Path, typed: str):
    """As seconds since 1970, 0 and 86400 would be days of that year."""
    path = own_data / "returns/QHG/2023/actions.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows([rows[0] | {"due": typed}, *rows[1:]])
    with pytest.raises(InvalidInput, match=f"row 2, due: found '{typed}': a number, as Excel keeps a day by"):
        usable_return(own_data, "QHG", 2023)


# Errors by kind


def test_one_mistake_in_four_hundred_rows_is_one_line(tmp_path: Path):
    problems = [Problem("f.csv", f"row {n}, ethnicity", "found 'Asian'", "White") for n in range(6, 406)]
    said = str(InvalidInput(problems))
    assert "f.csv cannot be used (1 problem)" in said
    assert "rows 6 to 405 (400 rows), ethnicity: found 'Asian'; expected White" in said


def test_rows_are_told_as_runs_and_other_mistakes_apart():
    problems = [Problem("f.csv", f"row {n}, band", "found 'x'", "y") for n in (2, 3, 4, 9, 11, 12)]
    problems.insert(2, Problem("f.csv", "row 3, headcount", "found 'z'", "a number"))
    assert [str(each) for each in by_kind(problems)] == [
        "rows 2 to 4, 9 and 11 to 12 (6 rows), band: found 'x'; expected y",
        "row 3, headcount: found 'z'; expected a number",
    ]


def test_many_things_found_in_one_column_are_one_line():
    problems = [
        Problem("f.csv", f"row {n}, headcount", f"found '{n}.4'", "a whole number") for n in range(2, 402)
    ]
    (one,) = by_kind(problems)
    assert str(one) == (
        "rows 2 to 401 (400 rows), headcount: found '2.4', '3.4', '4.4' and 397 more; expected a whole number"
    )
    assert by_kind([one]) == [one]


# Files beside the tables


@pytest.mark.parametrize("name", ["Thumbs.db", "desktop.ini", "~$workforce.csv", ".DS_Store"])
def test_what_windows_and_excel_leave_behind_is_ignored(data: Path, tmp_path: Path, name: str):
    own = Path(shutil.copytree(data, tmp_path / "data"))
    (own / "returns/QHG/2023" / name).write_bytes(b"x")
    assert usable_return(own, "QHG", 2023).year == 2023


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(
    content=st.binary(max_size=200)
    | st.text(alphabet="ethnicity,;\t\n\"'Whe BMU0123", max_size=200).map(str.encode)
)
def test_any_bytes_are_read_or_told(tmp_path: Path, content: bytes):
    (tmp_path / "training.csv").write_bytes(content)
    found, problems = read(tmp_path / "training.csv")
    assert isinstance(found, list) and all(problem.found for problem in problems)
