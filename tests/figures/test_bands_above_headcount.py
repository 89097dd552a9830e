"""Bands that hold more than the staff: people in several posts, where the return says so."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from wres.disclosure.attack import possible
from wres.errors import InvalidInput
from wres.figures.arithmetic import count
from wres.figures.calculation import figures_of_year
from wres.figures.figure import Figure
from wres.figures.provenance import Source
from wres.figures.status import Status
from wres.pages import workforce
from wres.publication import publication
from wres.returns.validate import usable_return

WHY = "Staff in several posts are counted in the band of each."


@pytest.fixture
def folder(one_year: Path) -> Path:
    """The return of 2023, of which White staff are two fewer than its bands hold: 307 and 309."""
    path = one_year / "returns/QHG/2023/return.yml"
    text = path.read_text(encoding="utf-8")
    assert "  White: 309" in text
    path.write_text(text.replace("  White: 309", "  White: 307"), encoding="utf-8")
    shutil.rmtree(path.parent / "commentary")
    return path.parent


def say(folder: Path, setting: str) -> None:
    path = folder / "return.yml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{setting}\n", encoding="utf-8")


def counted(folder: Path) -> dict[str, Figure]:
    data = folder.parents[2]
    return {f.id: f for f in figures_of_year(data, usable_return(data, "QHG", 2023))}


def test_they_are_refused_with_both_numbers_and_the_way_to_say_why(folder: Path):
    with pytest.raises(InvalidInput) as refused:
        usable_return(folder.parents[2], "QHG", 2023)
    assert "White: bands add up to 309, staff_in_post says 307; expected equal totals" in str(refused.value)
    assert 'bands_above_headcount: "why"' in str(refused.value)


def test_with_a_reason_shares_rest_on_the_staff_and_no_sum_is_claimed_for_the_group(folder: Path):
    say(folder, f"bands_above_headcount: {WHY}")
    figures = counted(folder)
    assert figures["workforce.headcount.white.2023"].value == 307
    assert figures["workforce.share.bme.2023"].value == 99 / 419
    assert figures["workforce.headcount.white.2023"].parents == ()
    assert figures["workforce.headcount.bme.2023"].parents == (
        "i1.headcount.clinical.all.bme.2023", "i1.headcount.non-clinical.all.bme.2023",
    )  # fmt: skip


def test_the_page_of_the_workforce_prints_the_reason(folder: Path):
    say(folder, f"bands_above_headcount: {WHY}")
    report = publication("QHG", 2023, folder.parents[2])
    assert (
        f"The pay bands of 2023 add up to more than its staff: {WHY}" in workforce.table_of_staff(report).html
    )


def test_a_reason_with_nothing_to_explain_is_refused(folder: Path):
    path = folder / "return.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("White: 307", "White: 309"), encoding="utf-8")
    say(folder, f"bands_above_headcount: {WHY}")
    with pytest.raises(InvalidInput, match="bands_above_headcount: found .* no more than the staff"):
        usable_return(folder.parents[2], "QHG", 2023)


def test_bands_below_the_staff_are_refused_with_a_reason_too(folder: Path):
    say(folder, f"bands_above_headcount: {WHY}")
    path = folder / "return.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("BME: 99", "BME: 100"), encoding="utf-8")
    with pytest.raises(InvalidInput, match="BME: bands add up to 99, staff_in_post says 100"):
        usable_return(folder.parents[2], "QHG", 2023)


def test_rounded_staff_are_no_more_than_rounded_posts_and_never_their_sum(folder: Path):
    """307 to a multiple of 5 is 305; the bands of 33, 50, 106 and 120 round to 35, 50, 105 and 120."""
    say(folder, f"bands_above_headcount: {WHY}")
    path = folder / "return.yml"
    text = path.read_text(encoding="utf-8").replace(
        "    reason: null", "    reason: Agreed.\n    rounding: 5", 1
    )
    path.write_text(text, encoding="utf-8")
    report = publication("QHG", 2023, folder.parents[2])
    assert report.figures["workforce.headcount.white.2023"].value == 305


def test_a_reader_knows_that_there_are_no_fewer_posts_than_staff():
    """40 staff, 32 of the posts shown: the hidden posts are 8 or more."""
    staff = count("workforce", "headcount", "", "bme", 2023, 40, Source())
    shown = count("i1", "headcount", "clinical.all", "bme", 2023, 32, Source())
    hidden = count("i1", "headcount", "other.all", "bme", 2023, 9, Source())
    hidden = replace(hidden, status=Status.SUPPRESSED, value=float("nan"))
    assert possible([staff, shown, hidden])[hidden.id].low == 8


@pytest.mark.parametrize("staff", [38, 40, 41, 44, 47])
@pytest.mark.parametrize("threshold", [5, 10])
def test_what_staff_tell_of_hidden_posts_pins_none(folder: Path, staff: int, threshold: int):
    """48 BME posts: 20 and 3, 20 and 4, and 1 of no band; the door proves it on the way."""
    (folder / "workforce.csv").write_text(
        "cluster,band,ethnicity,headcount\n"
        "clinical,5,White,300\nclinical,5,BME,20\nclinical,8a,BME,3\nclinical,5,Unknown,13\n"
        "non-clinical,5,BME,20\nnon-clinical,8a,BME,4\nother,other,BME,1\nother,other,White,9\n",
        encoding="utf-8",
    )
    path = folder / "return.yml"
    text = path.read_text(encoding="utf-8").replace("BME: 99", f"BME: {staff}")
    text = text.replace("threshold: 5", f"threshold: {threshold}")
    path.write_text(text, encoding="utf-8")
    say(folder, f"bands_above_headcount: {WHY}")
    report = publication("QHG", 2023, folder.parents[2])
    figures = [f for f in report.figures if f.indicator in ("workforce", "i1")]
    for id, found in possible(figures, least=1).items():
        if report.figures[id].status == "suppressed":
            assert found.values >= threshold, (id, found)


def test_who_knows_which_posts_are_few_cannot_tell_how_few_from_the_staff(folder: Path):
    """50 BME posts, 40 and twice 5, and 49 staff: were all else shown, each of the few would be 4 or 5."""
    (folder / "workforce.csv").write_text(
        "cluster,band,ethnicity,headcount\nclinical,5,White,309\nclinical,5,BME,40\nclinical,5,Unknown,13\n"
        "medical,medical-consultant,BME,5\nother,other,BME,5\n",
        encoding="utf-8",
    )
    path = folder / "return.yml"
    text = path.read_text(encoding="utf-8").replace("BME: 99", "BME: 49")
    path.write_text(text, encoding="utf-8")
    say(folder, f"bands_above_headcount: {WHY}")
    report = publication("QHG", 2023, folder.parents[2])
    few = [f"i1.headcount.{cluster}.all.bme.2023" for cluster in ("medical", "other")]
    figures = [f for f in report.figures if f.indicator in ("workforce", "i1")]
    found = possible(figures, least=1, most=dict.fromkeys(few, 5))
    assert [(found[id].low, found[id].high) for id in few] == [(1, 5), (1, 5)]
