"""What a blank headcount means: asked while nobody has said it, and never decided in silence."""

import shutil
from pathlib import Path

import pytest

from wres.errors import InvalidInput
from wres.figures.calculation import figures_of_year
from wres.pages.about import about
from wres.publication import publication, remarks_on
from wres.returns.validate import usable_return

BANDS = (
    "cluster,band,White,BME,Unknown\nclinical,5,100,,1\nclinical,6,100,40,\nclinical,8a,50,8,\n"
    "other,other,59,51,12\n"
)


@pytest.fixture
def folder(one_year: Path) -> Path:
    """The return of 2023: 309 White, 99 BME and 13 Unknown staff; three cells of its bands are blank."""
    (one_year / "returns/QHG/2023/workforce.csv").write_text(BANDS, encoding="utf-8")
    return one_year / "returns/QHG/2023"


def say(folder: Path, setting: str) -> None:
    path = folder / "return.yml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\nblank_means: {setting}\n", encoding="utf-8")


def status(folder: Path, id: str) -> str:
    data = folder.parents[2]
    return {f.id: f.status for f in figures_of_year(data, usable_return(data, "QHG", 2023))}[id]


def remarked(folder: Path) -> list[str]:
    return [each for each in remarks_on(folder.parents[2], "QHG", 2023) if each.startswith("workforce.csv")]


def test_while_nothing_is_said_a_blank_is_not_collected_and_the_check_asks(folder: Path):
    assert status(folder, "i1.headcount.clinical.5.bme.2023") == "not_collected"
    asked = remarked(folder)
    assert asked[0].startswith(
        "workforce.csv: 3 headcounts are blank, which says: not collected. Is nobody there"
    )
    assert "blank_means: {workforce: zero} or {workforce: not_collected}" in asked[0]
    assert "workforce.csv: the numbers of BME staff add up to staff_in_post: 0 fits." in asked


def test_said_to_be_zero_a_blank_counts_nobody(folder: Path):
    say(folder, "{workforce: zero}")
    assert status(folder, "i1.headcount.clinical.5.bme.2023") == "zero"
    assert status(folder, "i1.headcount.clinical.all.bme.2023") == "shown"
    assert remarked(folder) == []


def test_said_to_be_not_collected_a_blank_is_that_and_nobody_asks(folder: Path):
    say(folder, "{workforce: not collected}")
    assert status(folder, "i1.headcount.clinical.5.bme.2023") == "not_collected"
    assert remarked(folder) == []


def test_what_is_said_of_one_file_holds_for_no_other(folder: Path):
    say(folder, "{workforce: zero}")
    assert status(folder, "i4.accessed.unknown.2023") == "not_collected"  # blank in training.csv


def test_zero_must_fit_the_staff_in_post(folder: Path):
    """100 + 50 + 59 White staff are 209 of 309: the blank cell is not nobody."""
    (folder / "workforce.csv").write_text(BANDS.replace("clinical,6,100", "clinical,6,"), encoding="utf-8")
    say(folder, "{workforce: zero}")
    with pytest.raises(InvalidInput, match="White: bands add up to 209, staff_in_post says 309"):
        usable_return(folder.parents[2], "QHG", 2023)


def test_a_total_is_held_against_blanks_that_are_zero(folder: Path):
    (folder / "training.csv").write_text("ethnicity,headcount\nWhite,43\nBME,\nTotal,50\n", encoding="utf-8")
    usable_return(folder.parents[2], "QHG", 2023)
    say(folder, "{training: zero}")
    with pytest.raises(InvalidInput, match="row 4, total: found 50, its parts add up to 43"):
        usable_return(folder.parents[2], "QHG", 2023)


def test_a_blank_total_is_no_zero(folder: Path):
    (folder / "training.csv").write_text("ethnicity,headcount\nWhite,43\nBME,\nTotal,\n", encoding="utf-8")
    say(folder, "{training: zero}")
    table = usable_return(folder.parents[2], "QHG", 2023).tables["training"]
    assert list(table["headcount"]) == [43, 0]


@pytest.mark.parametrize("file", ["workforce", "recruitment", "training", "disciplinary", "board"])
def test_a_template_that_comes_back_blank_is_refused_until_it_is_said_what_that_means(
    folder: Path, file: str
):
    path = folder / f"{file}.csv"
    if file == "workforce":
        path.write_text("cluster,band,White,BME,Unknown\nclinical,5,,,\nclinical,6,,,\n", encoding="utf-8")
    else:
        lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text(
            "\n".join([lines[0], *(x.rpartition(",")[0] + "," for x in lines[1:])]), encoding="utf-8"
        )
    with pytest.raises(InvalidInput, match=f"{file}.csv.*\n  headcount: all . are blank; expected numbers"):
        usable_return(folder.parents[2], "QHG", 2023)
    say(folder, f"{{{file}: not_collected}}")
    usable_return(folder.parents[2], "QHG", 2023)


@pytest.mark.parametrize("setting", ["{survey: zero}", "{workforce: nobody}", "zero", "{actions: zero}"])
def test_a_meaning_that_no_file_can_have_is_told(folder: Path, setting: str):
    say(folder, setting)
    with pytest.raises(InvalidInput, match="blank_means"):
        usable_return(folder.parents[2], "QHG", 2023)


@pytest.mark.parametrize(
    ("setting", "told"), [("{workforce: zero}", True), ("{workforce: not_collected}", False)]
)
def test_the_book_says_where_a_blank_is_nobody(folder: Path, setting: str, told: bool):
    shutil.rmtree(folder / "commentary")
    say(folder, setting)
    said = about(publication("QHG", 2023, folder.parents[2])).html
    assert ("In the return a blank headcount means that nobody was counted: workforce." in said) == told
