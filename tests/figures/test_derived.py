"""Figures made from published ones: by hand arithmetic, and nothing more than a reader could work out."""

import io
import random
from collections.abc import Iterable
from dataclasses import replace
from math import comb, isnan, nan
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from laws import law
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from wres.disclosure.protect import protect
from wres.figures.arithmetic import change, count, rate
from wres.figures.derived import derived, population_gap, since_first
from wres.figures.evidence import Evidence
from wres.figures.figure import COLUMNS, Figure, Figures, to_frame
from wres.figures.formulas import board_gap, relative_likelihood, share_by_band
from wres.figures.intervals import Pair, ratio_interval
from wres.figures.provenance import cited
from wres.figures.status import Status
from wres.figures.unit import Unit
from wres.publication import Publication, counted_figures, returns_up_to
from wres.returns.reading import Return
from wres.returns.settings import DisclosurePolicy
from wres.standard.groups import GROUPS
from wres.standard.indicators import BY_CODE

LAW = law(1 / 5)
ALL = ("bme", "all")
NUMBERS = ("value", "numerator", "denominator", "low", "high")
READ = (*NUMBERS, "confidence")
HIDDEN = {"value": nan, "status": "suppressed"}


def headcount(start: str, group: str, people: float, year: int = 2023) -> Figure:
    """A count; ``start`` is its indicator, measure and, if any, breakdown."""
    indicator, measure, *breakdown = start.split(".", 2)
    return count(indicator, measure, "".join(breakdown), group, year, people, cited("a file"))


def at_most(k: int, n: int, p: float) -> float:
    return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1))


# What unknowns could change


def counts(number: str, base: tuple[float, ...], events: tuple[float, ...], **also: dict) -> Figures:
    """Base and events of White, BME and Unknown for indicators 2 to 4; ``also``: what else is so of one."""
    row = BY_CODE[number]
    found = []
    for measure, numbers in ((row.base, base), (row.event, events)):
        for group, people in zip(GROUPS, numbers, strict=True):
            figure = headcount(f"{row.key}.{measure}", group, people)
            found.append(replace(figure, **also.get(f"{measure}_{group}", {})))
    return Figures(found)


def bounds(number: str, *figures, **also) -> list[Figure]:
    return list(relative_likelihood.derived(BY_CODE[number], counts(number, *figures, **also), 2023, Path()))


def test_the_bounds_of_appointment_are_worked_by_hand(report: Publication) -> None:
    # Shortlisted 159, 178, 25; appointed 49, 25, 12. All unknown White: (61/184) / (25/178) = 2.3604;
    # all BME: (49/159) / (37/203) = 1.6908.
    white, bme = (report.figures[f"i2.relative_likelihood_unknown_as_{g}.2023"] for g in ("white", "bme"))
    assert white.value == pytest.approx(61 / 184 / (25 / 178))
    assert bme.value == pytest.approx(49 / 159 / (37 / 203))
    assert (white.text, bme.text) == ("2.36", "1.69")


# Of 25 unknown 12 were appointed. Lowest: the 12 BME and the other 13 White; highest: the other way round.
CORNERS = {
    "as_white": (61, 184, 25, 178),
    "as_bme": (49, 159, 37, 203),
    "lowest": (49, 172, 37, 190),
    "highest": (61, 171, 25, 191),
}


@pytest.mark.parametrize("corner", CORNERS)
def test_the_bounds_have_the_ratio_and_interval_of_their_own_counts(report: Publication, corner: str) -> None:
    figure = report.figures[f"i2.relative_likelihood_unknown_{corner}.2023"]
    x1, n1, x2, n2 = CORNERS[corner]
    assert figure.value == pytest.approx(x1 / n1 / (x2 / n2))
    assert (figure.low, figure.high) == ratio_interval(Pair(x1, n1, x2, n2))
    # Skewness moves an end by little here: the score interval without it is near.
    near = confint_proportions_2indep(x1, n1, x2, n2, method="score", compare="ratio")
    assert (figure.low, figure.high) == pytest.approx(near, rel=0.02)
    assert figure.evidence == "higher"


@LAW
@given(st.data())
def test_no_way_of_sharing_out_the_unknown_lies_outside_the_bounds(sharing: st.DataObject) -> None:
    def few(least: int, most: int) -> int:
        return sharing.draw(st.integers(least, most))

    base = (few(1, 60), few(1, 60), few(1, 20))
    events = tuple(few(0, people) for people in base)
    own = {f.measure.rpartition("_")[2]: f for f in bounds("2", base, events)}
    appointed, others = few(0, events[2]), few(0, base[2] - events[2])  # of the unknown, those who are BME
    bme = (events[1] + appointed, base[1] + appointed + others)
    white = (events[0] + events[2] - appointed, base[0] + base[2] - bme[1] + base[1])
    assume(bme[0] and own["lowest"].known)
    ratio = white[0] / white[1] / (bme[0] / bme[1])
    assert own["lowest"].value <= ratio * (1 + 1e-9)
    assert own["highest"].status == "infinite" or ratio <= own["highest"].value * (1 + 1e-9)


@pytest.mark.parametrize("number", "234")
def test_the_bounds_keep_the_direction_of_their_indicator(number: str) -> None:
    # Base 100, 50, 10; events 20, 15, 4. As White 24 of 110 against 15 of 50; as BME 20 of 100 against
    # 19 of 60.
    white, bme, _, _ = bounds(number, (100, 50, 10), (20, 15, 4))
    white_over_bme = ((24 / 110) / (15 / 50), (20 / 100) / (19 / 60))
    expected = [1 / ratio if number == "3" else ratio for ratio in white_over_bme]
    assert [white.value, bme.value] == pytest.approx(expected)


def test_the_bounds_rest_on_all_six_counts(report: Publication) -> None:
    expected = {f"i2.{m}.{g}.2023" for m in ("shortlisted", "appointed") for g in GROUPS}
    for group in ("white", "bme"):
        assert set(report.figures[f"i2.relative_likelihood_unknown_as_{group}.2023"].parents) == expected


def test_the_bounds_name_the_rows_of_the_unknown_among_their_sources(report: Publication) -> None:
    # recruitment.csv holds White, BME and Unknown shortlisted in rows 2 to 4, appointed in rows 5 to 7.
    for group in ("white", "bme"):
        figure = report.figures[f"i2.relative_likelihood_unknown_as_{group}.2023"]
        assert figure.source.text == "recruitment.csv, rows 2 to 7"


def test_without_unknowns_there_are_no_bounds() -> None:
    assert bounds("2", (100, 50, 0), (20, 15, 0)) == []


@pytest.mark.parametrize("place", [f"{m}_{g}" for m in ("shortlisted", "appointed") for g in GROUPS])
@pytest.mark.parametrize("so", [HIDDEN, {"value": nan, "status": "not_collected"}])
def test_where_a_count_is_hidden_or_not_collected_there_are_no_bounds(place: str, so: dict) -> None:
    assert len(bounds("2", (100, 50, 10), (20, 15, 4))) == 4
    assert bounds("2", (100, 50, 10), (20, 15, 4), **{place: so}) == []


def test_the_default_book_has_no_bounds_where_it_hides_or_lacks_the_unknown(report: Publication) -> None:
    # In 2022 the unknown appointed (2) are hidden; who accessed training is not held for the unknown.
    held = {(f.indicator, f.year) for f in report.figures if "likelihood_unknown" in f.measure}
    assert held == {("i2", 2023), ("i3", 2022), ("i3", 2023)}


def test_bounds_of_nothing_against_nothing_are_undefined(report: Publication) -> None:
    for group in ("white", "bme"):
        assert report.figures[f"i3.relative_likelihood_unknown_as_{group}.2023"].status == "undefined"


def test_bounds_without_limit_are_infinite_and_those_of_nothing_zero() -> None:
    # Nobody BME was appointed: 24/110 over 0/50 has no limit; the 4 unknown as BME give
    # (20/100) / (4/60) = 3.
    white, bme, _, _ = bounds("2", (100, 50, 10), (20, 0, 4))
    assert (white.status, bme.value) == ("infinite", pytest.approx(3))
    # Nobody White: as White (4/110) / (15/50) = 0.1212; as BME 0/100 over 19/60 is nought.
    white, bme, _, _ = bounds("2", (100, 50, 10), (0, 15, 4))
    assert (white.value, bme.status, bme.value) == (pytest.approx(4 / 110 / 0.3), "zero", 0)


# Progression between pay bands


def test_progression_is_worked_by_hand(banded_report: Publication) -> None:
    # Clinical, White then BME: band 5 40, 40; bands 6 and 7 40, 20; 8a and 8b 30, 12.
    # (40/40)/(20/40) = 2; (30/40)/(12/20) = 1.25; from all 80, 60 below 8a: (30/80)/(12/60) = 1.875.
    # Non-clinical in groups, 30, 20 below and 12, 8 above: (12/30)/(8/20) = 1.
    ratios = banded_report.figures.where(indicator="i1", measure="progression_ratio")
    assert {f.breakdown: f.value for f in ratios} == pytest.approx(
        {"clinical.lower-to-middle": 2, "clinical.middle-to-upper": 1.25, "clinical.lower-to-senior": 1.875,
         "non-clinical.lower-to-senior": 1}
    )  # fmt: skip


def test_progression_of_the_default_book_is_worked_by_hand(report: Publication) -> None:
    # Non-clinical 2023: White 106 and 120, BME 50 and 14; 2022: 98 and 107, 28 and 24. Clinical is hidden.
    ratios = {(f.breakdown, f.year): f.value for f in report.figures if f.measure == "progression_ratio"}
    whole = "non-clinical.lower-to-senior"
    expected = {(whole, 2023): (120 / 106) / (14 / 50), (whole, 2022): (107 / 98) / (24 / 28)}
    assert ratios == pytest.approx(expected)


def cells(**bands: tuple[float, float]) -> list[Figure]:
    """White and BME headcounts of clinical bands, named b5, b6 and so on, and of the two groups of bands."""
    return [
        headcount(f"i1.headcount.clinical.{band.removeprefix('b')}", group, people)
        for band, pair in bands.items()
        for group, people in zip(("white", "bme"), pair, strict=True)
    ]


def progression(data: Path, figures: list[Figure]) -> dict[str, Figure]:
    found = share_by_band.derived(BY_CODE["1"], Figures(figures), 2023, data)
    return {f.breakdown.partition(".")[2]: f for f in found if f.measure == "progression_ratio"}


# The ratio of representation


def represented(data: Path, *figures: Figure) -> dict[str, Figure]:
    found = share_by_band.derived(BY_CODE["1"], Figures(list(figures)), 2023, data)
    return {f.breakdown: f for f in found if f.measure == "representation_ratio"}


def posts(cluster: str, part: str, senior: tuple[int, int], everyone: tuple[int, int]) -> list[Figure]:
    """White and BME staff in the senior posts of a cluster, and in all of them."""
    return [
        headcount(f"i1.headcount.{cluster}.{where}", group, people)
        for where, pair in ((part, senior), ("all", everyone))
        for group, people in zip(("white", "bme"), pair, strict=True)
    ]


def test_senior_posts_are_compared_with_the_other_posts_of_their_cluster(report: Publication) -> None:
    # Non-clinical 2023: 120 White and 14 BME of 226 and 64: 14 of 134 beside 50 of 156.
    ratio = report.figures["i1.representation_ratio.non-clinical.senior.bme.2023"]
    assert ratio.value == pytest.approx(14 / 134 / (50 / 156))
    expected = confint_proportions_2indep(14, 134, 50, 156, method="score", compare="ratio")
    assert (ratio.low, ratio.high) == pytest.approx(expected, rel=0.04)
    assert ratio.evidence == "lower"


def test_medical_staff_are_compared_consultants_with_the_others(data: Path) -> None:
    # 60 White and 20 BME consultants of 100 and 80: 20 of 80 beside 60 of 100.
    ratio = represented(data, *posts("medical", "medical-consultant", (60, 20), (100, 80)))
    assert ratio["medical.medical-consultant"].value == pytest.approx((20 / 80) / (60 / 100))


def test_several_clusters_are_together_as_seldom_wrong_as_one(data: Path) -> None:
    one = posts("clinical", "senior", (60, 20), (100, 80))
    two = [*one, *posts("non-clinical", "senior", (60, 20), (100, 80))]
    three = [*two, *posts("medical", "medical-consultant", (60, 20), (100, 80))]
    for figures, sure in ((one, 0.95), (two, 0.975), (three, 1 - 0.05 / 3)):
        assert [f.confidence for f in represented(data, *figures).values()] == pytest.approx(
            [sure] * len(represented(data, *figures))
        )
    found = represented(data, *three)["clinical.senior"]
    wider = ratio_interval(Pair(20, 80, 60, 100), confidence=1 - 0.05 / 3)
    assert (found.low, found.high) == wider and found.interval_name == "98.3% interval"


@pytest.mark.parametrize(("senior", "everyone"), [((40, 0), (90, 0)), ((0, 40), (0, 90))])
def test_where_there_is_one_group_alone_there_is_nothing_to_compare(
    data: Path, senior: tuple[int, int], everyone: tuple[int, int]
) -> None:
    (ratio,) = represented(data, *posts("clinical", "senior", senior, everyone)).values()
    assert (ratio.status, ratio.evidence) == ("undefined", "")


def test_a_hidden_count_leaves_no_ratio_of_representation(data: Path) -> None:
    shown = posts("clinical", "senior", (60, 20), (100, 80))
    for place in range(4):
        hidden = [replace(f, **HIDDEN) if n == place else f for n, f in enumerate(shown)]
        assert represented(data, *hidden) == {}


@pytest.mark.parametrize(
    ("below", "above", "status", "value"),
    [
        ((40, 30), (20, 0), "infinite", nan),  # no BME staff above: 0.5 over 0
        ((0, 30), (20, 10), "infinite", nan),  # no White staff below: 20/0 over 1/3
        ((40, 30), (0, 10), "zero", 0),  # no White staff above: 0 over 1/3
        ((40, 0), (20, 10), "zero", 0),  # no BME staff below: 0.5 over 10/0
        ((40, 30), (0, 0), "undefined", nan),  # nobody above: 0 over 0
        ((0, 0), (20, 10), "undefined", nan),  # nobody below
        ((40, 0), (20, 0), "undefined", nan),  # no BME staff
        ((40, 30), (20, 15), "shown", 1),
    ],
)
def test_progression_with_an_empty_cell_is_zero_infinite_or_undefined(
    data: Path, below: tuple[int, int], above: tuple[int, int], status: str, value: float
) -> None:
    figure = progression(data, cells(lower=below, senior=above))["lower-to-senior"]
    assert (figure.status, figure.value) == (status, pytest.approx(value, nan_ok=True))
    assert figure.known == (status in ("shown", "zero"))
    assert isnan(figure.low) == (status == "undefined")


def test_a_tier_is_the_sum_of_its_bands(data: Path) -> None:
    # Lower 10 + 20 + 10 and 5 + 10 + 5; middle 8 and 8; upper 6 + 6 + 4 and 2 + 1 + 1.
    bands = cells(b2=(10, 5), b4=(20, 10), b5=(10, 5), b7=(8, 8), b8a=(6, 2), b9=(6, 1), bvsm=(4, 1))
    found = progression(data, bands)
    assert found["lower-to-middle"].value == pytest.approx((8 / 40) / (8 / 20))
    assert found["middle-to-upper"].value == pytest.approx((16 / 8) / (4 / 8))


@pytest.mark.parametrize(
    ("hidden", "left"),
    [
        ("clinical.5", {"middle-to-upper", "lower-to-senior"}),
        ("clinical.6", {"lower-to-senior"}),
        ("clinical.8a", {"lower-to-middle", "lower-to-senior"}),
        ("clinical.senior", {"lower-to-middle", "middle-to-upper"}),
    ],
)
@pytest.mark.parametrize("group", ["white", "bme"])
def test_a_step_with_a_hidden_count_has_no_ratio(data: Path, hidden: str, left: set[str], group: str) -> None:
    shown = cells(b5=(40, 40), b6=(40, 20), b8a=(30, 12), lower=(80, 60), senior=(30, 12))
    assert len(progression(data, shown)) == 3
    figures = [replace(f, **HIDDEN) if (f.breakdown, f.group) == (hidden, group) else f for f in shown]
    assert set(progression(data, figures)) == left


@pytest.mark.parametrize(
    ("bands", "steps"),
    [
        ({"b1-7": (80, 60), "b8a": (30, 12)}, 1),  # 1 to 7 span two tiers
        ({"b1-7": (80, 60), "b8a-vsm": (30, 12)}, 1),
        ({"b5": (40, 40), "b6": (40, 20), "b8a-vsm": (30, 12)}, 3),  # 8a to VSM are the upper tier
        ({"b5": (80, 60), "b8a": (30, 12)}, 1),  # nobody is in bands 6 and 7
    ],
)
def test_a_step_needs_bands_that_lie_in_its_two_tiers(
    data: Path, bands: dict[str, tuple[int, int]], steps: int
) -> None:
    found = progression(data, cells(**bands, lower=(80, 60), senior=(30, 12)))
    assert len(found) == steps and "lower-to-senior" in found


@pytest.mark.parametrize(
    ("below", "above", "evidence"),
    [
        ((106, 50), (120, 14), "higher"),
        ((50, 106), (14, 120), "lower"),
        ((40, 30), (20, 15), "no clear difference"),
        ((400, 6), (200, 4), "too few to say"),  # ten BME staff
        ((400, 200), (6, 3), "too few to say"),  # nine staff above
        ((6, 3), (400, 200), "too few to say"),  # nine staff below
        ((400, 0), (200, 10), "lower"),  # ten BME staff, all above
    ],
)
def test_progression_says_no_more_than_the_rule_allows(
    data: Path, below: tuple[int, int], above: tuple[int, int], evidence: str
) -> None:
    assert progression(data, cells(lower=below, senior=above))["lower-to-senior"].evidence == evidence


# The workforce beside its population


CENSUS_BME = (152801 + 67595 + 38930 + 19397) / 998757  # Asian, Black, Mixed and Other of all residents


def test_the_gap_to_the_population_is_worked_by_hand(report: Publication) -> None:
    # 278,723 of 998,757 is 27.907%; 99 of the 408 staff whose ethnicity is known is 24.265%: 3.64 points
    # under.
    gap = report.figures["workforce.population_gap.qhg.bme.2023"]
    assert gap.value == pytest.approx(99 / 408 - CENSUS_BME)
    assert gap.text.endswith("3.6 percentage points") and gap.value < 0
    # 27.907% of 408 is 113.86: 14.86 more than the 99 there are.
    people = report.figures["workforce.population_gap_in_people.qhg.bme.2023"]
    assert people.value == pytest.approx(99 - 408 * CENSUS_BME) == pytest.approx(-14.86, abs=0.005)
    assert people.unit == "people_change"


def test_the_gap_to_the_population_has_wilsons_interval_moved_by_the_population(report: Publication) -> None:
    low, high = proportion_confint(99, 408, method="wilson")
    gap = report.figures["workforce.population_gap.qhg.bme.2023"]
    people = report.figures["workforce.population_gap_in_people.qhg.bme.2023"]
    assert (gap.low, gap.high) == pytest.approx((low - CENSUS_BME, high - CENSUS_BME))
    assert (people.low, people.high) == pytest.approx((408 * (low - CENSUS_BME), 408 * (high - CENSUS_BME)))
    assert gap.evidence == people.evidence == "no clear difference"


def test_a_share_above_the_population_is_above_it_in_people_too(banded_report: Publication) -> None:
    # 109 of 270, all known, is 40.4%; 27.907% of 270 is 75.35, so 33.65 people over.
    people = banded_report.figures["workforce.population_gap_in_people.qhg.bme.2023"]
    assert people.value == pytest.approx(33.65, abs=0.005)
    assert people.evidence == "higher"


def test_without_a_share_or_a_population_there_is_no_gap(report: Publication) -> None:
    assert list(population_gap(report.figures, "QWE", 2023)) == []
    share = replace(report.figures["workforce.known_share.bme.2023"], **HIDDEN)
    census = report.figures["population.share.qhg.bme.2021"]
    assert list(population_gap(Figures([share, census]), "QHG", 2023)) == []


# The board beside the workforce, of those whose ethnicity is known


def board(members: tuple[int, int, int], staff: tuple[int, int, int]) -> list[Figure]:
    """White, BME and Unknown members and staff, with the totals and the BME shares of those known."""
    found = []
    for start, key, numbers in (("i9.members.board", "i9.known.board", members),
                                ("workforce.headcount", "workforce.known", staff)):  # fmt: skip
        counts = [headcount(start, g, n) for g, n in zip(GROUPS, numbers, strict=True)]
        known = headcount(key, "", numbers[0] + numbers[1])
        found += [*counts, known, rate("known_share", counts[1], known)]
    return found


def board_figures(members: tuple[int, int, int], staff: tuple[int, int, int]) -> dict[str, Figure]:
    found = board_gap.derived(BY_CODE["9"], Figures(board(members, staff)), 2023, Path())
    return {f.measure: f for f in found}


def test_the_board_is_compared_by_members_and_staff_of_known_ethnicity(report: Publication) -> None:
    # 0 of 11 known members, 99 of 408 known staff; exact, of both tails: 0.077, so not clear.
    ratio = report.figures["i9.representation_ratio.board.bme.2023"]
    assert (ratio.value, ratio.evidence) == (0, "no clear difference")
    # 2022: 6 of 18 and 96 of 384.
    assert report.figures["i9.representation_ratio.board.bme.2022"].value == pytest.approx(6 / 18 / 0.25)


def test_what_unknown_members_and_staff_could_be_bounds_the_ratio(report: Publication) -> None:
    # 2 of 13 members and 13 of 421 staff are unknown: from 0 of 13 over 112 of 421 to 2 of 13 over 99 of 421.
    lowest, highest = (
        report.figures[f"i9.representation_ratio_unknown_{end}.board.bme.2023"]
        for end in ("lowest", "highest")
    )
    assert (lowest.value, highest.value) == (0, pytest.approx(2 / 13 / (99 / 421)))
    assert (highest.low, highest.high) == ratio_interval(Pair(2, 13, 99, 421))


def test_without_unknowns_the_ratio_has_no_bounds() -> None:
    assert set(board_figures((10, 2, 0), (80, 20, 0))) == {"representation_ratio", "chance"}


@pytest.mark.parametrize(("members", "staff"), [((11, 0, 0), (90, 0, 2)), ((0, 11, 1), (0, 90, 0))])
def test_a_board_and_workforce_of_one_group_have_nothing_to_compare(members: tuple, staff: tuple) -> None:
    ratio = board_figures(members, staff)["representation_ratio"]
    assert (ratio.status, ratio.evidence) == ("undefined", "")


def test_the_difference_of_the_board_is_clear_only_whoever_the_unknown_are(report: Publication) -> None:
    # As recorded 0 of 13 is below 99 of 421 (exact, both tails: 4.8%); were one of the two BME, it is 21%.
    difference = report.figures["i9.difference.board.bme.2023"]
    assert difference.value == pytest.approx(-99 / 421)
    assert difference.evidence == "no clear difference"
    assert difference.high >= 2 / 13 - 99 / 421


@pytest.mark.parametrize(
    ("members", "staff", "chance"),
    [
        ((10, 0, 0), (80, 20, 0), 0.8**10 + 1 - at_most(3, 10, 0.2)),
        ((8, 2, 3), (80, 20, 5), 1.0),  # just the workforce's share
        ((0, 10, 0), (80, 20, 0), 0.2**10),
        ((1, 0, 0), (80, 20, 0), 1.0),
        ((0, 1, 9), (80, 20, 0), 0.2),
    ],
)
def test_the_chance_is_that_of_all_boards_no_likelier(members: tuple, staff: tuple, chance: float) -> None:
    figure = board_figures(members, staff)["chance"]
    assert figure.id == "i9.chance.board.bme.2023"
    assert figure.value == pytest.approx(chance)


def test_the_chance_of_none_of_eleven_is_that_of_both_tails(report: Publication) -> None:
    # (309 / 408)^11 = 0.0470, and six or more of eleven, which are no likelier: 0.0298.
    p = 99 / 408
    expected = (1 - p) ** 11 + 1 - at_most(5, 11, p)
    figure = report.figures["i9.chance.board.bme.2023"]
    assert figure.value == pytest.approx(expected) and figure.text == "7.7%"


def test_a_board_without_members_has_no_chance() -> None:
    assert board_figures((0, 0, 0), (80, 20, 0)) == {}


def test_seats_that_were_not_collected_have_no_chance(report: Publication) -> None:
    assert {f.breakdown for f in report.figures.where(indicator="i9", measure="chance")} == {"board"}


def test_a_board_whose_counts_are_not_shown_has_no_chance(data: Path, returns: list[Return]) -> None:
    needed = [f for f in counted_figures(data, returns) if f.indicator in ("workforce", "i9")]
    # Where they are hidden like others, 11 White and no BME members still stand: neither is small.
    for policy, held in (("show", 1), ("share-only", 0), ("hide", 1)):
        shown = Figures(protect(needed, DisclosurePolicy(board=policy)))
        found = board_gap.derived(BY_CODE["9"], shown, 2023, Path())
        assert len([f for f in found if f.measure == "chance"]) == held


# The change since the first year held


def test_the_change_since_the_first_year_is_worked_by_hand(gap_report: Publication) -> None:
    # White staff of 2020 are 12 more than in 2022: 96 of 410; in 2023 99 of 421.
    figure = gap_report.figures["workforce.share_change_since_2020.bme.2023"]
    assert figure.value == pytest.approx(99 / 421 - 96 / 410)
    assert isnan(figure.low) and figure.evidence == ""  # two counts of a stock, no samples
    # Indicator 2: (49/159) / (25/178) less (40/200) / (15/150) = 2.
    ratio = gap_report.figures["i2.relative_likelihood_change_since_2020.2023"]
    assert ratio.value == pytest.approx(49 / 159 / (25 / 178) - 2)
    # Indicator 5: 7 of 55 less 10 of 50.
    assert gap_report.figures["i5.percentage_change_since_2020.bme.2023"].value == pytest.approx(7 / 55 - 0.2)


def test_the_change_of_a_ratio_since_the_first_year_joins_the_intervals_of_both(
    gap_report: Publication,
) -> None:
    # MOVER: down and up are the hypotenuses of the two distances.
    now, first = 49 / 159 / (25 / 178), 2.0
    a, b = ratio_interval(Pair(49, 159, 25, 178)), ratio_interval(Pair(40, 200, 15, 150))
    low = now - first - ((now - a[0]) ** 2 + (b[1] - first) ** 2) ** 0.5
    high = now - first + ((a[1] - now) ** 2 + (first - b[0]) ** 2) ** 0.5
    figure = gap_report.figures["i2.relative_likelihood_change_since_2020.2023"]
    assert (figure.low, figure.high) == pytest.approx((low, high), rel=1e-6)
    assert figure.evidence == "no clear difference"


def test_a_year_known_only_as_published_starts_no_change(gap_report: Publication) -> None:
    # 2.66 of 2021 is known, without counts; the series starts with the counts of 2020.
    assert gap_report.figures["i2.relative_likelihood.2021"].value == 2.66
    starts = {f.measure.rpartition("_")[2] for f in gap_report.figures if "_since_" in f.measure}
    assert starts == {"2020"}
    assert {f.year for f in gap_report.figures if "_since_" in f.measure} == {2023}


def test_two_years_have_no_change_since_the_first(report: Publication) -> None:
    assert [f.id for f in report.figures if "_since_" in f.measure] == []


def test_a_figure_held_in_two_of_three_years_has_no_change_since_the_first(gap_report: Publication) -> None:
    assert gap_report.figures.where(indicator="i9", measure="share_change_since_2020") == []


def shares(*years: tuple[int, int, int]) -> list[Figure]:
    """BME share of staff: a year, BME staff and all staff."""
    return [
        rate("share", *(headcount("workforce.headcount", g, n, year) for g, n in zip(ALL, pair, strict=True)))
        for year, *pair in years
    ]


def test_the_change_counts_from_the_first_year_that_may_be_shown() -> None:
    figures = shares((2019, 50, 200), (2020, 60, 200), (2022, 70, 200), (2023, 80, 200))
    figures[0] = replace(figures[0], **HIDDEN, low=nan, high=nan)
    (found,) = since_first(Figures(figures), [2019, 2020, 2022, 2023])
    assert (found.id, found.value) == ("workforce.share_change_since_2020.bme.2023", pytest.approx(0.1))


def test_nothing_before_a_break_is_compared_with_what_comes_after_it() -> None:
    figures = Figures(
        shares((2019, 50, 200), (2020, 60, 200), (2021, 70, 200), (2022, 80, 200), (2023, 90, 200))
    )
    found = {f.id for f in since_first(figures, [2019, 2020, 2021, 2022, 2023], {("workforce", 2021)})}
    assert found == {"workforce.share_change_since_2021.bme.2023"}


def test_each_later_year_has_its_own_change_since_the_first() -> None:
    figures = Figures(shares((2019, 50, 200), (2020, 60, 200), (2021, 70, 200), (2023, 80, 200)))
    found = {f.year: f.value for f in since_first(figures, [2019, 2020, 2021, 2023])}
    assert found == pytest.approx({2021: 0.1, 2023: 0.15})


def three_years(start: str, measure: str, parts: Iterable[tuple[int, int]]) -> list[Figure]:
    """A percentage of three years with its counts, in front of the door."""
    found = []
    for year, pair in zip((2021, 2022, 2023), parts, strict=True):
        counted = (headcount(start, g, n, year) for g, n in zip(ALL, pair, strict=True))
        found.append(replace(rate(measure, *counted), parents=()))
    return found


@pytest.mark.parametrize(
    ("start", "measure", "parts", "board"),
    [
        # 2 of 50 and 6 of 54: eight events in both years together.
        ("i5.respondents", "percentage", [(2, 50), (5, 50), (6, 54)], "show"),
        # 6 of 19 and 0 of 13: a stock, told as counts.
        ("i9.members.board", "share", [(6, 19), (3, 15), (0, 13)], "show"),
        ("i9.members.board", "share", [(6, 19), (3, 15), (0, 13)], "share-only"),
    ],
)
def test_the_change_since_the_first_year_keeps_the_rule_on_few_people(
    start: str, measure: str, parts: list[tuple[int, int]], board: str
) -> None:
    figures = three_years(start, measure, parts)
    assert change(figures[2], figures[0]).evidence == ("" if measure == "share" else "too few to say")
    shown = Figures(protect(figures, DisclosurePolicy(board=board)))
    said = {f.evidence for f in since_first(shown, [2021, 2022, 2023])}
    assert said <= {"too few to say", ""}, "a clear change is told of fewer than ten events"


# The law: derived figures say nothing more than published ones


def made(figures: Iterable[Figure]) -> list[Figure]:
    """The figures that this module makes, told by their measures."""
    words = ("_unknown_", "progression_ratio", "representation_ratio", "population_gap", "chance", "_since_")
    words += ("smallest_ratio", "_pooled_from_")
    return [f for f in figures if any(word in f.measure for word in words)]


def rows(figures: Iterable[Figure]) -> list[str]:
    return sorted(repr(f) for f in figures)


def read_back(shown: Figures) -> Figures:
    """The figures as a reader of the download has them: through text."""
    text = to_frame(list(shown)).to_csv(index=False)
    table = pd.read_csv(io.StringIO(text), keep_default_na=False, dtype=str)
    found = []
    for row in table.to_dict("records"):
        numbers = {name: float(row[name] or "nan") for name in READ}
        words = {
            name: row[name] for name in COLUMNS if name not in ("id", "year", "parents", "source", *READ)
        }
        kinds = {"unit": Unit, "status": Status, "evidence": Evidence}
        words |= {name: kind(words[name]) for name, kind in kinds.items()}
        figure = Figure(**words, **numbers, year=int(row["year"]))
        # A source is words about a figure: no figure is calculated from it.
        found.append(replace(figure, parents=tuple(row["parents"].split()), source=shown[figure.id].source))
    return Figures(found)


def assert_lawful(data: Path, shown: Figures, own: list[Figure], years: Iterable[int], *series: Any) -> None:
    for figure in own:
        for parent in figure.parents:
            assert parent in shown, f"{figure.id} rests on {parent}, which is not published"
            assert shown[parent].known, f"{figure.id} rests on {parent}, which is {shown[parent].status}"
    again = derived(data, read_back(shown), "QHG", years, *series)
    assert rows(again) == rows(own), "the published table alone gives other figures"


@pytest.mark.parametrize("name", ["report", "gap_report", "banded_report"])
def test_a_reader_of_the_published_table_can_work_out_every_derived_figure(
    name: str, data: Path, request: pytest.FixtureRequest
) -> None:
    book: Publication = request.getfixturevalue(name)
    own = made(book.figures)
    ids = {f.id for f in own}
    shown = Figures([f for f in book.figures if f.id not in ids])
    assert own
    # Which a reader is told beside the table: windows and breaks.
    windows = {y: s.policies.disciplinary_window_years for y, s in book.settings.items()}
    years = zip(book.years, book.years[1:], strict=False)
    broken = {("i3", after) for before, after in years if windows[before] != windows[after]}
    assert_lawful(data, shown, own, book.years, windows, broken)


def any_return(given: Return, draw: random.Random) -> Return:
    """A return with the rows of the given one and counts of a random size, small ones often."""
    most = draw.choice([6, 20, 200])

    def people() -> int:
        return draw.choice([0, draw.randint(0, 6), draw.randint(0, most)])

    def drawn(name: str) -> pd.DataFrame:
        return given.tables[name].assign(headcount=[people() for _ in given.tables[name]["row"]])

    tables = {name: drawn(name) for name in ("workforce", "board")}
    staff = tables["workforce"].groupby("group")["headcount"].sum().to_dict()
    for name in ("disciplinary", "training"):
        table = given.tables[name]
        tables[name] = table.assign(headcount=[float(draw.randint(0, staff[g])) for g in table["group"]])
    shortlisted = {group: people() for group in GROUPS}
    table = given.tables["recruitment"]
    counted = [
        shortlisted[group] if stage == "shortlisted" else draw.randint(0, shortlisted[group])
        for stage, group in zip(table["stage"], table["group"], strict=True)
    ]
    tables["recruitment"] = table.assign(headcount=counted)
    stated = {label: staff[group] for group, label in GROUPS.items()}
    policy = given.settings.model_copy(update={"staff_in_post": stated})
    return replace(given, settings=policy, tables={**given.tables, **tables})


@pytest.fixture(scope="module")
def returns(data: Path) -> list[Return]:
    """The returns of the default book."""
    return returns_up_to(data, "QHG", 2023)


@LAW
@given(st.integers(0, 10_000), st.sampled_from(["show", "hide", "share-only"]))
def test_no_derived_figure_of_any_return_rests_on_a_hidden_count(
    data: Path, returns: list[Return], seed: int, board: str
) -> None:
    draw = random.Random(seed)
    counted = counted_figures(data, [any_return(returns[-1], draw)])
    shown = Figures(protect(counted, DisclosurePolicy(board=board)))
    own = derived(data, shown, "QHG", [2023])
    assert_lawful(data, shown, own, [2023])
    # Whatever the hidden figures were, the derived ones are the same.
    guessed = [
        f if f.known else replace(f, **{name: float(draw.randint(1, 99)) for name in NUMBERS}) for f in shown
    ]
    assert rows(derived(data, Figures(guessed), "QHG", [2023])) == rows(own)
