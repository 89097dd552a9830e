"""Where a series breaks: bodies, windows, bands and what a return states; nowhere else."""

import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from small_project import retype

from wres.errors import InvalidInput
from wres.figures.arithmetic import count
from wres.figures.figure import Figure, Figures
from wres.pages.series_breaks import BreakInSeries, breaks
from wres.publication import Publication, publication
from wres.returns.settings import ReturnFile, SeriesBreak

ALL = "123456789"
CCG = "NHS Bedfordshire, Luton and Milton Keynes Clinical Commissioning Group"
ICB = "NHS Bedfordshire, Luton and Milton Keynes Integrated Care Board"


def given(report: Publication, **years: dict) -> Publication:
    """The report with other settings of a year, named y2022 and so on."""
    changed = {int(year[1:]): update for year, update in years.items()}
    settings = {year: each.model_copy(update=changed.get(year, {})) for year, each in report.settings.items()}
    return replace(report, settings=settings)


def window(settings: ReturnFile, years: int) -> dict:
    return {"policies": settings.policies.model_copy(update={"disciplinary_window_years": years})}


@pytest.fixture(scope="module")
def same(report: Publication) -> Publication:
    """The default book as if one body had stood in both years."""
    return given(report, y2022={"body": ICB}, y2023={"predecessor": ()})


def reasons(report: Publication) -> dict[str, list[str]]:
    """By indicator, empty for the workforce: why its series breaks."""
    return {number: [each.why for each in breaks(report, number or None)] for number in ["", *ALL]}


def test_one_body_with_the_same_definitions_has_no_break(same: Publication) -> None:
    assert reasons(same) == {number: [] for number in ["", *ALL]}


def test_a_first_year_has_no_break(banded_report: Publication) -> None:
    assert not any(reasons(banded_report).values())


# One body in place of another


@pytest.mark.parametrize("number", [None, *ALL])
def test_ccg_to_icb_breaks_the_workforce_and_every_indicator(report: Publication, number: str | None) -> None:
    (found,) = breaks(report, number)
    assert (found.before, found.after) == (2022, 2023)
    assert "NHS Bedfordshire, Luton and Milton Keynes ICB took the place of" in found.why
    assert "NHS Bedfordshire, Luton and Milton Keynes CCG" in found.why
    assert "1 July 2022" in found.why
    assert "two bodies" in found.why
    assert "2022 and 2023" in found.text and found.why in found.text


def test_a_change_of_body_without_a_day_names_none(report: Publication) -> None:
    (found,) = breaks(given(report, y2023={"predecessor": ()}))
    assert "took the place of" in found.why
    assert not re.search(r"\d", found.why)


def test_the_break_across_a_gap_names_the_two_years_held(gap_report: Publication) -> None:
    assert [(each.before, each.after) for each in breaks(gap_report, "2")] == [(2022, 2023)]
    later = given(gap_report, y2020={"body": "Another body"}, y2022={"body": ICB})
    assert [(each.before, each.after) for each in breaks(later, "2")] == [(2020, 2022)]


def test_breaks_stand_in_the_order_of_their_years(gap_report: Publication) -> None:
    changed = given(gap_report, y2020={"body": "Another body"})
    assert [(each.before, each.after) for each in breaks(changed)] == [(2020, 2022), (2022, 2023)]


# Over how many years entries are counted


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [(1, 2, "over 1 year in 2022 and over 2 years in 2023"),
     (2, 1, "over 2 years in 2022 and over 1 year in 2023")],
)  # fmt: skip
def test_another_disciplinary_window_breaks_indicator_3_alone(
    same: Publication, before: int, after: int, words: str
) -> None:
    changed = given(same, y2022=window(same.settings[2022], before), y2023=window(same.settings[2023], after))
    found = reasons(changed)
    assert len(found["3"]) == 1 and words in found["3"][0]
    assert not any(why for number, why in found.items() if number != "3")


def test_a_change_of_body_and_of_window_are_two_breaks(report: Publication) -> None:
    changed = given(report, y2022=window(report.settings[2022], 1))
    assert len(breaks(changed, "3")) == 2
    assert {(each.before, each.after) for each in breaks(changed, "3")} == {(2022, 2023)}


# Single bands and groups of bands


def banded(same: Publication, **years: str) -> Publication:
    """The default book with the bands of a year as named: ``cluster:band band; cluster:band``."""
    found: list[Figure] = []
    for year, text in years.items():
        for part in text.split("; "):
            cluster, bands = part.split(":")
            found += [
                count("i1", "headcount", f"{cluster}.{band}", "all", int(year[1:]), 50, "a file")
                for band in [*bands.split(), "all"]
            ]
    return replace(same, figures=Figures(found))


SINGLE = "5 6 8a lower senior"  # as given, with the two groups that are their sums
GROUPS = "1-7 8a-vsm lower senior"
LEFT_OUT = "lower senior"  # single bands that disclosure control leaves out
MIXED = "1-7 8a vsm lower senior"  # groups below band 8a, single bands above


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (SINGLE, GROUPS),
        (GROUPS, SINGLE),
        (SINGLE, LEFT_OUT),
        (LEFT_OUT, SINGLE),
        (SINGLE, MIXED),
        (MIXED, SINGLE),
        (GROUPS, MIXED),
        (MIXED, GROUPS),
    ],
)
def test_single_bands_in_one_year_and_groups_in_the_other_break_indicator_1_alone(
    same: Publication, before: str, after: str
) -> None:
    changed = banded(same, y2022=f"clinical:{before}; non-clinical:5 lower",
                     y2023=f"clinical:{after}; non-clinical:5 lower")  # fmt: skip
    found = reasons(changed)
    assert len(found["1"]) == 1
    assert "clinical" in found["1"][0] and "non-clinical" not in found["1"][0] and "group" in found["1"][0]
    assert not any(why for number, why in found.items() if number != "1")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (SINGLE, SINGLE),
        (GROUPS, GROUPS),
        (GROUPS, LEFT_OUT),  # bands 1 to 7 are all bands below 8a
        (MIXED, MIXED),
        (SINGLE, "6 8b 9 lower senior"),  # other bands held by somebody, but single ones
    ],
)
def test_the_same_kind_of_bands_in_both_years_is_no_break(same: Publication, before: str, after: str) -> None:
    assert breaks(banded(same, y2022=f"clinical:{before}", y2023=f"clinical:{after}"), "1") == []


def test_a_cluster_that_is_held_in_one_year_only_is_no_change_of_bands(same: Publication) -> None:
    changed = banded(same, y2022=f"clinical:{SINGLE}; non-clinical:{SINGLE}", y2023=f"clinical:{SINGLE}")
    assert breaks(changed, "1") == []


def test_every_cluster_whose_bands_changed_is_named(same: Publication) -> None:
    changed = banded(same, y2022=f"clinical:{SINGLE}; non-clinical:{GROUPS}",
                     y2023=f"clinical:{GROUPS}; non-clinical:{SINGLE}")  # fmt: skip
    (found,) = breaks(changed, "1")
    assert "non-clinical" in found.why and re.search(r"(?<!non-)clinical", found.why)


# What a return states


WHY = "The survey asked the question in other words."


def test_a_stated_break_is_that_of_its_indicators_and_year_alone(same: Publication) -> None:
    stated = [SeriesBreak(indicators=[5, 6], reason=WHY)]
    found = reasons(given(same, y2023={"breaks": stated}))
    assert {number for number, why in found.items() if why} == {"5", "6"}
    assert breaks(given(same, y2023={"breaks": stated}), "5") == [BreakInSeries(2022, 2023, WHY)]
    # In the return of the first year held there is no year before.
    assert not any(reasons(given(same, y2022={"breaks": stated})).values())


def test_a_stated_break_stands_beside_a_change_of_body(report: Publication) -> None:
    stated = given(report, y2023={"breaks": [SeriesBreak(indicators=[5], reason=WHY)]})
    assert len(breaks(stated, "5")) == 2
    assert len(breaks(stated, "7")) == 1


def test_two_stated_breaks_of_an_indicator_are_both_told(same: Publication) -> None:
    stated = [SeriesBreak(indicators=[2], reason=why) for why in ("One.", "Another.")]
    assert [each.why for each in breaks(given(same, y2023={"breaks": stated}), "2")] == ["One.", "Another."]


@pytest.fixture
def alone(own_data: Path) -> Path:
    """A data folder with the return of 2023 alone, without commentary or actions."""
    folder = own_data / "returns/QHG"
    shutil.rmtree(folder / "2022")
    shutil.rmtree(folder / "2023/commentary")
    (folder / "2023/actions.csv").unlink()
    return own_data


def test_a_break_is_read_from_the_return(alone: Path) -> None:
    text = f"breaks:\n  - indicators: [5, 6]\n    reason: '  {WHY} '\nsources: >-"
    retype(alone / "returns/QHG/2023/return.yml", {"sources: >-": text})
    (stated,) = publication("QHG", 2023, alone).given.breaks
    assert (stated.indicators, stated.reason) == (["5", "6"], WHY)


@pytest.mark.parametrize(
    ("stated", "found"),
    [
        ("- {indicators: [5], reason: ''}", "reason"),
        ("- {indicators: [5], reason: '   '}", "reason"),
        ("- {indicators: [5]}", "reason"),
        ("- {indicators: [], reason: Other words}", "indicators"),
        ("- {indicators: [0], reason: Other words}", "indicators"),
        ("- {indicators: [10], reason: Other words}", "indicators"),
        ("- {indicators: [5], reason: Other words, year: 2022}", "year"),
    ],
)
def test_a_break_without_a_reason_or_with_an_unknown_indicator_is_refused(
    alone: Path, stated: str, found: str
) -> None:
    retype(alone / "returns/QHG/2023/return.yml", {"sources: >-": f"breaks:\n  {stated}\nsources: >-"})
    with pytest.raises(InvalidInput) as refused:
        publication("QHG", 2023, alone)
    (problem,) = refused.value.problems
    assert problem.file == "data/returns/QHG/2023/return.yml"
    assert problem.place.startswith("breaks.0") and found in problem.place
