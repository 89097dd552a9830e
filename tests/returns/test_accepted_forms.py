"""A return written in any form that means the same gives the same figures; nothing else is guessed."""

import csv
import io
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wres.errors import InvalidInput, Problem, by_kind
from wres.returns import spellings
from wres.returns.accepted_forms import return_lines
from wres.returns.schemas import FILES, KEYS
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


def read(path: Path, name: str = "workforce") -> tuple[list[dict[str, str]], list[Problem]]:
    """The rows of a table as read, and the problems."""
    problems: list[Problem] = []
    lines = return_lines(path, f"{name}.csv", FILES[name], KEYS[name], problems)
    return [cells for _, cells in lines], problems


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
    found, problems = read(tmp_path / "training.csv", "training")
    assert not problems
    assert [cells["ethnicity"] for cells in found] == ["White", "BME", "Unknown"]


def test_a_total_that_differs_is_told_with_both_numbers(tmp_path: Path):
    (tmp_path / "training.csv").write_text("ethnicity,headcount\nWhite,43\nBME,24\nUnknown,28\nTotal,96\n")
    (problem,) = read(tmp_path / "training.csv", "training")[1]
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


# What Excel does


DATES = ("01-Jul", "1-Jul", "Jul-01", "01-Jul-24", "2024-07-01", "2024-07-01 00:00:00", "01/07/2024", "45474")


@pytest.mark.parametrize("cell", DATES)
def test_a_band_that_excel_has_made_a_date_of_is_named_as_such(tmp_path: Path, cell: str):
    (tmp_path / "workforce.csv").write_text(f"cluster,band,ethnicity,headcount\nclinical,{cell},White,3\n")
    (problem,) = read(tmp_path / "workforce.csv")[1]
    assert "Excel has made a date of the band" in str(problem) and "as Text" in str(problem)
    assert repr(cell) in str(problem)


@pytest.mark.parametrize("cell", ["#REF!", "#N/A", "########", "1.2E+03", "#DIV/0!"])
def test_an_error_of_excel_is_told_and_never_read(tmp_path: Path, cell: str):
    (tmp_path / "training.csv").write_text(f"ethnicity,headcount\nWhite,{cell}\n")
    (problem,) = read(tmp_path / "training.csv", "training")[1]
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
        ("percentage", "12.7 %", "12.7"),
        ("band", "Band 6/7", "6-7"),
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
    found, problems = read(tmp_path / "training.csv", "training")
    assert isinstance(found, list) and all(problem.found for problem in problems)
