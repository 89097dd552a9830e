"""A workforce or a board of which nobody's ethnicity is known: no sentence, cell or grade compares it."""

import re
import shutil
from pathlib import Path

import pytest
from small_project import retype

from wres.figures import grades
from wres.figures.arithmetic import against_workforce, count, rate
from wres.figures.figure import Figures
from wres.figures.inline import without_ids
from wres.figures.provenance import Source
from wres.figures.unknown_ethnicity import without_evidence
from wres.pages import all_readings, indicator, workforce
from wres.pages.fragments import Fragment
from wres.publication import Publication, publication
from wres.standard.indicators import BY_CODE

CLAIMS = re.compile(r"\b(?:clear\w*|beside|[Hh]igher|[Ll]ower|rise|fall|by chance)\b")


@pytest.fixture(scope="module")
def folder(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the data without texts and plan, to be changed."""
    own = Path(shutil.copytree(data, tmp_path_factory.mktemp("known") / "data"))
    shutil.rmtree(own / "returns/QHG/2023/commentary")
    (own / "returns/QHG/2023/actions.csv").unlink()
    return own


@pytest.fixture(scope="module")
def board(folder: Path) -> Publication:
    """13 members of the board, nobody's ethnicity known; the workforce as it was."""
    rows = "ethnicity,voting,executive,headcount\nWhite,,,0\nBME,,,0\nUnknown,,,13\n"
    (folder / "returns/QHG/2023/board.csv").write_text(rows, encoding="utf-8")
    return publication("QHG", 2023, folder)


@pytest.fixture(scope="module")
def staff(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """421 members of staff, nobody's ethnicity known; the board as it was, of 11 White and 2 unknown."""
    own = Path(shutil.copytree(folder, tmp_path_factory.mktemp("staff") / "data"))
    year = own / "returns/QHG/2023"
    (year / "board.csv").write_text(
        "ethnicity,voting,executive,headcount\nWhite,,,11\nBME,,,0\nUnknown,,,2\n"
    )
    counts = [
        ("non-clinical,1-7", 161),
        ("non-clinical,8a-vsm", 134),
        ("clinical,1-7", 60),
        ("clinical,8a-vsm", 66),
    ]
    lines = [
        f"{row},{group},{n * (group == 'Unknown')}"
        for row, n in counts
        for group in ("White", "BME", "Unknown")
    ]
    (year / "workforce.csv").write_text("\n".join(["cluster,band,ethnicity,headcount", *lines, ""]))
    retype(
        year / "return.yml", {"White: 309": "White: 0", "BME: 99": "BME: 0", "Unknown: 13": "Unknown: 421"}
    )
    for name in ("training", "disciplinary"):
        (year / f"{name}.csv").unlink()
    return publication("QHG", 2023, own)


def words(shown: Fragment | str) -> str:
    """What a fragment or a sentence says, for the reader."""
    html = shown.html if isinstance(shown, Fragment) else shown
    return " ".join(re.sub(r"<[^>]*>", " ", without_ids(html)).split())


def test_the_sentence_on_a_board_of_which_nothing_is_known_agrees_with_its_grade(board: Publication):
    said = indicator.finding(board, "9")
    assert said == (
        "The ethnicity of no member of the board is known in 2023, so the board cannot be compared with the "
        "workforce."
    )
    given = grades.grade_of_report(board, "9", 2023)
    assert (given.grade, given.why) == ("Not assessed", "the ethnicity of nobody in the comparison is known")
    assert indicator.change_sentences(board, "9") == []
    assert (
        grades.grade_of_report(board, "1", 2023).grade == "Under-developed"
    )  # of the workforce enough is known
    assert "clearly below the workforce" in indicator.finding(board, "1")


def test_no_window_on_such_a_board_compares_it(board: Publication):
    shown = [indicator.headline(board, "9"), indicator.context(board, "9"), indicator.charts(board, "9")]
    for each in shown:
        text = words(each).partition("Break in the series")[0]
        assert not CLAIMS.search(text), text
    rows = words(indicator.tables(board, "9")).split("Whole board: ")[1:4]
    assert all("Too few to say" in row for row in rows)
    tile = re.search(r"Indicator 9: .*", words(all_readings.tiles(board)))
    assert tile and tile[0].startswith(
        "Indicator 9: Board representation Not known Nothing to compare Grade: Not assessed The ethnicity of"
    )


def test_every_sentence_on_a_workforce_of_which_nothing_is_known_says_so(staff: Publication):
    assert workforce.finding(staff) == "The ethnicity of no member of staff was known on 31 March 2023."
    assert workforce.change(staff) == ""
    for number, what in (("1", "pay bands"), ("9", "the board")):
        assert indicator.finding(staff, number) == (
            f"The ethnicity of no member of staff is known in 2023, so {what} cannot be compared."
        )
        assert grades.grade_of_report(staff, number, 2023).grade == "Not assessed"
        assert not CLAIMS.search(words(indicator.headline(staff, number)))
    assert not CLAIMS.search(
        words(workforce.population_chart(staff)).partition("Source")[0].partition("Download")[0]
    )
    tiles = words(all_readings.tiles(staff))
    assert tiles.startswith("Workforce Not known Not graded The ethnicity of no member of staff was known")


def test_what_rests_on_such_shares_has_no_word_but_too_few_to_say(staff: Publication, board: Publication):
    def judged(report: Publication, start: str) -> set[str]:
        return {
            f.evidence for f in report.figures if f.id.startswith(start) and f.year == 2023 and f.evidence
        }

    for start in ("i1.difference.", "i9.difference."):
        assert judged(staff, start) == {"too few to say"}, start
    assert judged(board, "i9.difference.") == {"too few to say"}
    assert "lower" in judged(board, "i1.")
    for report in (staff, board):
        assert not any(f.measure == "chance" and f.year == 2023 for f in report.figures)
        assert any(f.measure == "chance" and f.year == 2022 for f in report.figures)


def test_one_known_member_is_enough_for_a_comparison():
    """Board 0 of 30 BME, workforce 100 of 400. Wilson's upper end for 0 of 30 is 0.1135, below a quarter."""

    def difference(white: int) -> str:
        members = {g: count("i9", "members", "board", g, 2023, n, Source())
                   for g, n in {"white": white, "bme": 0, "all": 30}.items()}  # fmt: skip
        staff = {g: count("workforce", "headcount", "", g, 2023, n, Source())
                 for g, n in {"white": 300, "bme": 100, "all": 400}.items()}  # fmt: skip
        share = rate("share", members["bme"], members["all"])
        whole = rate("share", staff["bme"], staff["all"])
        found = [
            *members.values(),
            *staff.values(),
            share,
            whole,
            against_workforce("difference", share, whole),
        ]
        return Figures(without_evidence(found))["i9.difference.board.bme.2023"].evidence

    assert difference(white=1) == "lower"
    assert difference(white=0) == "too few to say"


def test_the_default_book_is_judged_as_it_was(report: Publication):
    assert without_evidence(list(report.figures)) == list(report.figures)
    assert BY_CODE["9"].formula == "board gap"
    assert report.figures["i1.known_difference.non-clinical.senior.bme.2023"].evidence == "lower"
