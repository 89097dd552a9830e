"""Figures made from published ones: by hand arithmetic, and nothing more than a reader could work out."""

import io
import random
from collections.abc import Iterable
from dataclasses import replace
from math import comb, isnan, nan
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from wres.disclosure.protect import protect
from wres.figures.arithmetic import change, count, rate
from wres.figures.derived import derived, population_gap, since_first
from wres.figures.evidence import Evidence
from wres.figures.figure import COLUMNS, Figure, Figures, to_frame
from wres.figures.formulas import board_gap, relative_likelihood, share_by_band
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
HIDDEN = {"value": nan, "status": "suppressed"}


def headcount(start: str, group: str, people: float, year: int = 2023) -> Figure:
    """A count; ``start`` is its indicator, measure and, if any, breakdown."""
    indicator, measure, *breakdown = start.split(".", 2)
    return count(indicator, measure, "".join(breakdown), group, year, people, cited("a file"))


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


def test_the_bounds_have_the_interval_of_their_own_counts(report: Publication) -> None:
    for group, table in (("white", (61, 184, 25, 178)), ("bme", (49, 159, 37, 203))):
        figure = report.figures[f"i2.relative_likelihood_unknown_as_{group}.2023"]
        expected = confint_proportions_2indep(*table, method="score", compare="ratio")
        assert (figure.low, figure.high) == pytest.approx(expected, rel=1e-6)
        assert figure.evidence == "higher"


@pytest.mark.parametrize("number", "234")
def test_the_bounds_keep_the_direction_of_their_indicator(number: str) -> None:
    # Base 100, 50, 10; events 20, 15, 4. As White 24 of 110 against 15 of 50; as BME 20 of 100 against
    # 19 of 60.
    white, bme = bounds(number, (100, 50, 10), (20, 15, 4))
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
    assert len(bounds("2", (100, 50, 10), (20, 15, 4))) == 2
    assert bounds("2", (100, 50, 10), (20, 15, 4), **{place: so}) == []


def test_the_default_book_has_no_bounds_where_it_hides_or_lacks_the_unknown(report: Publication) -> None:
    # In 2022 the unknown appointed (2) are hidden; who accessed training is not held for the unknown.
    held = {(f.indicator, f.year) for f in report.figures if "unknown_as" in f.measure}
    assert held == {("i2", 2023), ("i3", 2022), ("i3", 2023)}


def test_bounds_of_nothing_against_nothing_are_undefined(report: Publication) -> None:
    for group in ("white", "bme"):
        assert report.figures[f"i3.relative_likelihood_unknown_as_{group}.2023"].status == "undefined"


def test_bounds_without_limit_are_infinite_and_those_of_nothing_zero() -> None:
    # Nobody BME was appointed: 24/110 over 0/50 has no limit; the 4 unknown as BME give
    # (20/100) / (4/60) = 3.
    white, bme = bounds("2", (100, 50, 10), (20, 0, 4))
    assert (white.status, bme.value) == ("infinite", pytest.approx(3))
    # Nobody White: as White (4/110) / (15/50) = 0.1212; as BME 0/100 over 19/60 is nought.
    white, bme = bounds("2", (100, 50, 10), (0, 15, 4))
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
    return {f.breakdown.partition(".")[2]: f for f in found}


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
        ((400, 4), (200, 6), "too few to say"),  # ten BME staff
        ((400, 200), (5, 4), "too few to say"),  # nine staff above
        ((5, 4), (400, 200), "too few to say"),  # nine staff below
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


# The chance of a board like this one


def at_most(k: int, n: int, p: float) -> float:
    return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1))


def board(bme: int, members: int, staff: tuple[int, int]) -> list[Figure]:
    """BME members and all members, and the BME share of the workforce: BME staff, all staff."""
    share = rate("share", *(headcount("workforce.headcount", g, n) for g, n in zip(ALL, staff, strict=True)))
    seats = [headcount("i9.members.board", g, n) for g, n in zip(ALL, (bme, members), strict=True)]
    return [*seats, share]


def test_the_chance_of_none_of_thirteen_is_worked_by_hand(report: Publication) -> None:
    # Nobody of 13 where 99 of 421 staff are BME: (1 - 0.23515)^13 = 0.0307.
    figure = report.figures["i9.chance.board.bme.2023"]
    assert figure.value == pytest.approx((1 - 99 / 421) ** 13) == pytest.approx(0.0307, abs=0.00005)
    assert figure.text == "3.1%"


def test_the_chance_of_more_than_the_workforce_is_that_of_as_many_or_more(report: Publication) -> None:
    # 2022: 6 of 19 where 96 of 398 staff are BME, 4.58 of 19. As many or more: 1 - P(X <= 5).
    assert report.figures["i9.chance.board.bme.2022"].value == pytest.approx(1 - at_most(5, 19, 96 / 398))


@pytest.mark.parametrize(
    ("bme", "members", "chance"),
    [
        (0, 10, 0.8**10),
        (1, 10, 0.8**10 + 10 * 0.2 * 0.8**9),
        (2, 10, at_most(2, 10, 0.2)),  # just the workforce's share: as many or fewer
        (3, 10, 1 - at_most(2, 10, 0.2)),
        (10, 10, 0.2**10),
        (0, 1, 0.8),
        (1, 1, 0.2),
    ],
)
def test_the_chance_is_that_of_the_tail_on_the_boards_own_side(bme: int, members: int, chance: float) -> None:
    (figure,) = board_gap.derived(BY_CODE["9"], Figures(board(bme, members, (20, 100))), 2023, Path())
    assert figure.id == "i9.chance.board.bme.2023"
    assert figure.value == pytest.approx(chance)


def test_a_board_without_members_has_no_chance() -> None:
    assert list(board_gap.derived(BY_CODE["9"], Figures(board(0, 0, (20, 100))), 2023, Path())) == []


def test_seats_that_were_not_collected_have_no_chance(report: Publication) -> None:
    assert {f.breakdown for f in report.figures.where(indicator="i9", measure="chance")} == {"board"}


def test_a_board_whose_counts_are_not_shown_has_no_chance(data: Path, returns: list[Return]) -> None:
    needed = [f for f in counted_figures(data, returns) if f.indicator in ("workforce", "i9")]
    for policy, held in (("show", 1), ("share-only", 0), ("hide", 0)):
        shown = Figures(protect(needed, DisclosurePolicy(board=policy)))
        assert len(list(board_gap.derived(BY_CODE["9"], shown, 2023, Path()))) == held


# The change since the first year held


def test_the_change_since_the_first_year_is_worked_by_hand(gap_report: Publication) -> None:
    # White staff of 2020 are 12 more than in 2022: 96 of 410; in 2023 99 of 421.
    figure = gap_report.figures["workforce.share_change_since_2020.bme.2023"]
    assert figure.value == pytest.approx(99 / 421 - 96 / 410)
    expected = confint_proportions_2indep(99, 421, 96, 410, method="newcomb", compare="diff")
    assert (figure.low, figure.high) == pytest.approx(expected)
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
    a = confint_proportions_2indep(49, 159, 25, 178, method="score", compare="ratio")
    b = confint_proportions_2indep(40, 200, 15, 150, method="score", compare="ratio")
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
        # 0 of 50 and 8 of 54: Newcombe 4.7 to 26.6 points, but eight events in both years together.
        ("i5.respondents", "percentage", [(0, 50), (5, 50), (8, 54)], "show"),
        # 6 of 19 and 0 of 13: wholly below nought, but six events in both years together.
        ("i9.members.board", "share", [(6, 19), (3, 15), (0, 13)], "show"),
        ("i9.members.board", "share", [(6, 19), (3, 15), (0, 13)], "share-only"),
    ],
)
def test_the_change_since_the_first_year_keeps_the_rule_on_few_people(
    start: str, measure: str, parts: list[tuple[int, int]], board: str
) -> None:
    figures = three_years(start, measure, parts)
    by_counts = change(figures[2], figures[0])
    assert by_counts.evidence == "too few to say"
    assert by_counts.low > 0 or by_counts.high < 0
    shown = Figures(protect(figures, DisclosurePolicy(board=board)))
    said = {f.evidence for f in since_first(shown, [2021, 2022, 2023])}
    assert said <= {"too few to say", ""}, "a clear change is told of fewer than ten events"


# The law: derived figures say nothing more than published ones


def made(figures: Iterable[Figure]) -> list[Figure]:
    """The figures that this module makes, told by their measures."""
    words = ("unknown_as_", "progression_ratio", "population_gap", "chance", "_since_")
    return [f for f in figures if any(word in f.measure for word in words)]


def rows(figures: Iterable[Figure]) -> list[str]:
    return sorted(repr(f) for f in figures)


def read_back(shown: Figures) -> Figures:
    """The figures as a reader of the download has them: through text."""
    text = to_frame(list(shown)).to_csv(index=False)
    table = pd.read_csv(io.StringIO(text), keep_default_na=False, dtype=str)
    found = []
    for row in table.to_dict("records"):
        numbers = {name: float(row[name] or "nan") for name in NUMBERS}
        words = {
            name: row[name] for name in COLUMNS if name not in ("id", "year", "parents", "source", *NUMBERS)
        }
        kinds = {"unit": Unit, "status": Status, "evidence": Evidence}
        words |= {name: kind(words[name]) for name, kind in kinds.items()}
        figure = Figure(**words, **numbers, year=int(row["year"]))
        # A source is words about a figure: no figure is calculated from it.
        found.append(replace(figure, parents=tuple(row["parents"].split()), source=shown[figure.id].source))
    return Figures(found)


def assert_lawful(data: Path, shown: Figures, own: list[Figure], years: Iterable[int]) -> None:
    for figure in own:
        for parent in figure.parents:
            assert parent in shown, f"{figure.id} rests on {parent}, which is not published"
            assert shown[parent].known, f"{figure.id} rests on {parent}, which is {shown[parent].status}"
    again = derived(data, read_back(shown), "QHG", years)
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
    assert_lawful(data, shown, own, book.years)


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
