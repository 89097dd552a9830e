"""Starting a return: a complete folder or nothing, with what last year leaves to this one."""

import csv
import shutil
from pathlib import Path

import pytest
import yaml

from wres.errors import InvalidInput, WresError
from wres.publication import publication
from wres.returns.scaffold import scaffold
from wres.returns.schemas import FILES
from wres.returns.settings import ReturnFile
from wres.returns.validate import usable_return

INDICATORS = [f"commentary/indicator-{number}.md" for number in range(1, 10)]
TABLES = ["workforce", "recruitment", "disciplinary", "training", "survey", "board", "actions"]
NUMBERS = ("headcount", "respondents", "percentage", "yes")
# Invented people. The bands are 24: 24 x 20 White, 24 x 10 BME and 24 x 6 Unknown staff.
STAFF = {"White": 20, "BME": 10, "Unknown": 6}
IN_POST = {"White": 480, "BME": 240, "Unknown": 144}


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, as typed."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[dict[str, str]]) -> None:
    """Write rows back under their columns."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes, and every folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"folder"
        for path in folder.rglob("*")
    }


def number_for(file: str, row: dict[str, str]) -> dict[str, str]:
    """Numbers for a row, such as an analyst would type."""
    group = row["ethnicity"]
    if file == "survey":
        return {"respondents": "100", "percentage": "12"}
    if file == "workforce":
        return {"headcount": str(STAFF[group])}
    if file == "recruitment":
        return {"headcount": "90" if row["stage"] == "shortlisted" else "30"}
    return {"headcount": "12"}


def fill(folder: Path, staff: dict[str, int]) -> None:
    """Fill a new return in as its README asks."""
    for file in TABLES[:-1]:
        rows = rows_of(folder / f"{file}.csv")
        write(folder / f"{file}.csv", [row | number_for(file, row) for row in rows])
    settings = (folder / "return.yml").read_text(encoding="utf-8")
    for label, people in staff.items():
        settings = settings.replace(f"  {label}:\n", f"  {label}: {people}\n")
    settings = settings.replace('sources: ""', "sources: Invented for a test.")
    (folder / "return.yml").write_text(settings, encoding="utf-8")


# A complete folder


@pytest.mark.parametrize(("organisation", "year"), [("QHG", 2024), ("QE1", 2024), ("QHG", 2021)])
def test_a_new_return_is_a_complete_folder(own_data: Path, organisation: str, year: int):
    folder = scaffold(own_data, organisation, year)
    assert folder == own_data / "returns" / organisation / str(year)
    written = {name for name, content in snapshot(folder).items() if content != b"folder"}
    assert written >= {"return.yml", "README.md", *(f"{table}.csv" for table in TABLES), *INDICATORS}
    assert {path.name for path in folder.parent.iterdir() if path.name.startswith(".")} == set()


def test_a_new_return_has_a_place_for_every_text_of_the_book(own_data: Path):
    # introduction.md and workforce.md have no indicator, yet the book prints them.
    folder = scaffold(own_data, "QE1", 2024) / "commentary"
    names = {path.name for path in folder.iterdir()}
    assert names >= {"introduction.md", "workforce.md"}


def test_the_files_begin_with_the_columns_that_are_expected(own_data: Path):
    folder = scaffold(own_data, "QE1", 2024)
    for path in folder.glob("*.csv"):
        assert path.read_text().splitlines()[0] == ",".join(FILES[path.stem].model_fields)


def test_no_number_is_invented(own_data: Path):
    for organisation in ("QHG", "QE1"):
        folder = scaffold(own_data, organisation, 2024)
        for table in TABLES[:-1]:
            for row in rows_of(folder / f"{table}.csv"):
                assert not any(row[name] for name in NUMBERS if name in row)


def test_the_settings_are_those_of_the_organisation_and_year(own_data: Path):
    settings = yaml.safe_load((scaffold(own_data, "QE1", 2024) / "return.yml").read_text(encoding="utf-8"))
    assert settings["organisation"] == "QE1"
    assert settings["year"] == 2024
    assert settings["body"] == "NHS Lancashire and South Cumbria Integrated Care Board"
    assert str(settings["snapshot_date"]) == "2024-03-31"
    assert settings["survey_year"] == 2023  # the autumn before
    assert settings["staff_in_post"] == {"White": None, "BME": None, "Unknown": None}
    disclosure = {"threshold": 5, "hide_zero": False, "minimum_base": 11, "board": "show", "reason": None}
    assert settings["policies"]["disclosure"] == disclosure
    assert settings["wording"] == {"bme": "BME", "kept": []}


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("wording: {bme: ethnic minority, kept: [Race & BME Forum]}",
         {"bme": "ethnic minority", "kept": ["Race & BME Forum"]}),
        ("wording: BAME", {"bme": "BME", "kept": []}),  # to be refused where it stands
    ],
)  # fmt: skip
def test_the_word_for_bme_is_that_of_last_year(own_data: Path, last: str, expected: dict[str, object]):
    path = own_data / "returns/QHG/2023/return.yml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{last}\n", encoding="utf-8")
    new = scaffold(own_data, "QHG", 2024) / "return.yml"
    assert yaml.safe_load(new.read_text(encoding="utf-8"))["wording"] == expected


def test_logo_and_accent_are_those_of_last_year(own_data: Path):
    last = own_data / "returns/QHG/2023"
    (last / "mark.svg").write_text("<svg/>", encoding="utf-8")
    (last / "notes.png").write_text("no logo", encoding="utf-8")
    settings = 'logo: {file: mark.svg, alt: "Mark: of A"}\naccent: "#7c2855"'
    path = last / "return.yml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{settings}\n", encoding="utf-8")
    new = scaffold(own_data, "QHG", 2024)
    assert {p.name for p in new.iterdir() if p.suffix in (".svg", ".png")} == {"mark.svg"}
    assert (new / "mark.svg").read_text(encoding="utf-8") == "<svg/>"
    found = yaml.safe_load((new / "return.yml").read_text(encoding="utf-8"))
    assert (found["logo"], found["accent"]) == ({"file": "mark.svg", "alt": "Mark: of A"}, "#7c2855")


def test_a_first_return_says_how_a_logo_and_an_accent_are_set_and_sets_none(own_data: Path):
    text = (scaffold(own_data, "QE1", 2024) / "return.yml").read_text(encoding="utf-8")
    assert not {"logo", "accent"} & yaml.safe_load(text).keys()
    shown = yaml.safe_load(
        "\n".join(s[2:] for s in text.splitlines() if s.startswith(("# logo", "# accent")))
    )
    ReturnFile.model_validate({**yaml.safe_load(text), "staff_in_post": {}, **shown})


def test_every_organisation_can_start_a_return(own_data: Path):
    rows = rows_of(own_data / "lookups" / "organisations.csv")
    organisations = [row for row in rows if row["valid_from"] <= "2024-03-31" <= (row["valid_to"] or "9999")]
    assert len(organisations) == 42 + 212  # boards, and trusts that had not ended
    for row in organisations:
        folder = scaffold(own_data, row["ods_code"], 2024)
        settings = yaml.safe_load((folder / "return.yml").read_text(encoding="utf-8"))
        assert (settings["organisation"], settings["body"]) == (row["ods_code"], row["name"])


def test_the_readme_explains_every_file_and_column(own_data: Path):
    readme = (scaffold(own_data, "QE1", 2024) / "README.md").read_text(encoding="utf-8")
    for name in TABLES:
        assert f"## {name}.csv" in readme
        for column in FILES[name].model_fields:
            assert f"| `{column}` |" in readme
    assert "wres check QE1 2024" in readme


# Never over something


def test_an_existing_return_is_refused_and_nothing_changes(own_data: Path):
    before = snapshot(own_data)
    with pytest.raises(WresError, match="already there. Nothing was written"):
        scaffold(own_data, "QHG", 2023)
    assert snapshot(own_data) == before


def test_a_file_in_the_place_of_a_return_is_refused_and_kept(own_data: Path):
    (own_data / "returns" / "QHG" / "2024").write_text("notes")
    before = snapshot(own_data)
    with pytest.raises(WresError, match="already there"):
        scaffold(own_data, "QHG", 2024)
    assert snapshot(own_data) == before


@pytest.mark.parametrize("organisation", ["QXX", "qhg", "../QHG", "", "QHG "])
def test_an_unknown_organisation_is_refused_and_nothing_changes(own_data: Path, organisation: str):
    before = snapshot(own_data)
    with pytest.raises(WresError, match="unknown organisation"):
        scaffold(own_data, organisation, 2024)
    assert snapshot(own_data) == before


@pytest.mark.parametrize("year", [23, 1999, 2014, 20240, 0, -2024])
def test_a_year_that_no_return_can_have_is_refused_and_nothing_changes(own_data: Path, year: int):
    # return.yml takes the years 2015 to 2100: such a return could never be checked.
    before = snapshot(own_data)
    with pytest.raises(WresError, match=str(year)):
        scaffold(own_data, "QHG", year)
    assert snapshot(own_data) == before


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("actions.csv", "id,indicators\nA1,Zoë\n".encode("cp1252")),
        ("actions.csv", b"id,indicators\nA1,1\n"),
        ("actions.csv", b""),
        ("workforce.csv", b""),
        ("survey.csv", "indicator,ethnicity\n".encode("utf-16")),
    ],
    ids=["windows-1252", "columns missing", "no actions", "no workforce", "utf-16"],
)
def test_a_broken_last_year_is_named_and_nothing_changes(own_data: Path, file: str, content: bytes):
    (own_data / "returns" / "QHG" / "2023" / file).write_bytes(content)
    before = snapshot(own_data)
    with pytest.raises(WresError, match=f"data/returns/QHG/2023/{file}"):
        scaffold(own_data, "QHG", 2024)
    assert snapshot(own_data) == before


# What last year leaves


def test_last_years_rows_are_taken_over_from_any_form(own_data: Path):
    """Side by side, with a total, semicolons and Excel's UTF-16, they are the rows of the same tables."""
    last = own_data / "returns/QHG/2023"
    expected = rows_of(scaffold(own_data, "QHG", 2024) / "recruitment.csv")
    shutil.rmtree(own_data / "returns/QHG/2024")
    wide = "Stage;White;BAME;Not stated;Total\nShortlisted;159;178;25;362\nAppointed;49;25;12;86\n"
    (last / "recruitment.csv").write_bytes(wide.encode("utf-16"))
    assert rows_of(scaffold(own_data, "QHG", 2024) / "recruitment.csv") == expected


def test_closed_actions_are_left_behind_in_any_spelling(own_data: Path):
    path = own_data / "returns/QHG/2023/actions.csv"
    last = [row | {"status": "Completed", "due": "31/03/2024"} for row in rows_of(path)]
    write(path, [*last[:-1], last[-1] | {"status": "In Progress"}])
    (kept,) = rows_of(scaffold(own_data, "QHG", 2024) / "actions.csv")
    assert (kept["id"], kept["status"], kept["due"]) == (last[-1]["id"], "in progress", "2024-03-31")


def test_actions_still_open_are_carried_over_and_closed_ones_are_not(own_data: Path):
    path = own_data / "returns" / "QHG" / "2023" / "actions.csv"
    status = {"A1": "done", "A2": "stopped", "A3": "in progress", "A4": "not started", "A5": ""}
    last = [row | {"status": status.get(row["id"], "done")} for row in rows_of(path)]
    write(path, last)
    carried = rows_of(scaffold(own_data, "QHG", 2024) / "actions.csv")
    assert [row["id"] for row in carried] == ["A3", "A4", "A5"]
    assert carried == [row for row in last if row["id"] in ("A3", "A4", "A5")]


def test_the_first_return_of_an_organisation_has_no_actions_yet(own_data: Path):
    assert rows_of(scaffold(own_data, "QE1", 2024) / "actions.csv") == []


@pytest.mark.parametrize("file", ["workforce", "recruitment", "disciplinary", "training", "survey"])
def test_rows_are_those_of_last_year_without_their_numbers(own_data: Path, file: str):
    last = rows_of(own_data / "returns" / "QHG" / "2023" / f"{file}.csv")
    new = rows_of(scaffold(own_data, "QHG", 2024) / f"{file}.csv")
    assert new == [row | {name: "" for name in NUMBERS if name in row} for row in last]


def test_last_year_is_the_latest_year_before(own_data: Path):
    # 2022 has a row of unbanded staff, 2023 has none.
    (own_data / "returns" / "QHG" / "2023").rename(own_data / "returns" / "QHG" / "2024")
    new = rows_of(scaffold(own_data, "QHG", 2023) / "workforce.csv")
    assert ("other", "other") in {(row["cluster"], row["band"]) for row in new}


def test_a_file_that_last_year_had_not_is_started_afresh(own_data: Path):
    (own_data / "returns" / "QHG" / "2023" / "survey.csv").unlink()
    new = rows_of(scaffold(own_data, "QHG", 2024) / "survey.csv")
    assert {(row["indicator"], row["ethnicity"]) for row in new} == {
        (indicator, group) for indicator in "5678" for group in ("White", "BME", "Unknown")
    }


# Filled in


def test_a_new_return_is_refused_until_its_staff_are_filled_in(own_data: Path):
    scaffold(own_data, "QE1", 2024)
    with pytest.raises(InvalidInput, match="staff_in_post.White"):
        usable_return(own_data, "QE1", 2024)


def test_a_new_return_filled_in_can_be_published(own_data: Path):
    fill(scaffold(own_data, "QE1", 2024), IN_POST)
    report = publication("QE1", 2024, own_data)
    assert report.figures["workforce.headcount.all.2024"].value == 480 + 240 + 144
    assert report.figures["i2.relative_likelihood.2024"].value == 1  # 30 of 90 in both groups
    assert report.figures["i5.percentage.bme.2024"].value == pytest.approx(0.12)
    assert report.figures["i9.members.board.white.2024"].value == 36  # three rows of 12


def test_a_return_that_follows_another_can_be_published_with_it(own_data: Path):
    # The four bands of last year: 4 x 20, 4 x 10 and 4 x 6.
    fill(scaffold(own_data, "QHG", 2024), {"White": 80, "BME": 40, "Unknown": 24})
    report = publication("QHG", 2024, own_data)
    assert report.years == (2022, 2023, 2024)
    # 30 of 90 in both groups is 1; the year before 0.30818 / 0.14045 = 2.19427.
    change = report.figures["i2.relative_likelihood_change.2024"].value
    assert change == pytest.approx(1 - (49 / 159) / (25 / 178))
    assert len(report.actions) == 19  # none of last year's actions is done or stopped


# Dates


@pytest.mark.parametrize(
    ("organisation", "year", "said"),
    [
        ("QHG", 2027, "its successor is S1Y5D"),
        ("QM7", 2027, "Start instead: wres new S1Y5D 2027; wres new D7T5G 2027"),
        ("S1Y5D", 2026, "wres new QHG 2026; wres new QUE 2026; wres new QM7 2026"),
        ("QE1", 2022, "not recorded in data/lookups/successions.csv"),
        ("RD3", 2023, "ended on 30 September 2020"),
    ],
)
def test_a_year_in_which_the_body_was_not_there_is_refused_and_names_the_others(
    own_data: Path, organisation: str, year: int, said: str
):
    before = snapshot(own_data)
    with pytest.raises(WresError) as refused:
        scaffold(own_data, organisation, year)
    assert said in str(refused.value) and "Nothing was written" in str(refused.value)
    assert snapshot(own_data) == before


def test_before_a_body_began_the_return_is_that_of_a_predecessor_without_a_code(own_data: Path):
    settings = yaml.safe_load((scaffold(own_data, "QHG", 2021) / "return.yml").read_text(encoding="utf-8"))
    assert settings["body"] == "NHS Bedfordshire, Luton and Milton Keynes Clinical Commissioning Group"


def test_the_first_return_of_a_new_body_names_its_predecessors_and_the_second_does_not(own_data: Path):
    first, second = (scaffold(own_data, "Z9B2Z", year) / "return.yml" for year in (2027, 2028))
    assert yaml.safe_load(first.read_text(encoding="utf-8"))["predecessor"] == [
        {"name": "NHS North Central London Integrated Care Board", "until": "2026-04-01"},
        {"name": "NHS North West London Integrated Care Board", "until": "2026-04-01"},
    ]
    assert yaml.safe_load(second.read_text(encoding="utf-8"))["predecessor"] is None


@pytest.mark.parametrize("code", ["501", "010", "1E3", "OFF", "7A9", "X0X0X0"])
def test_a_code_that_looks_like_something_else_stays_a_code(own_data: Path, code: str):
    path = own_data / "lookups/organisations.csv"
    path.write_text(path.read_text(encoding="utf-8") + f"{code},,A body,other,,,,,read,\n", encoding="utf-8")
    fill(scaffold(own_data, code, 2024), IN_POST)
    assert usable_return(own_data, code, 2024).settings.organisation == code


def test_a_name_with_marks_of_yaml_in_it_stays_a_name(own_data: Path):
    path = own_data / "lookups/organisations.csv"
    row = "X9A,,Health: #1 & 'Care',other,,,,,read,\n"
    path.write_text(path.read_text(encoding="utf-8") + row, encoding="utf-8")
    settings = yaml.safe_load((scaffold(own_data, "X9A", 2024) / "return.yml").read_text(encoding="utf-8"))
    assert settings["body"] == "Health: #1 & 'Care'"
