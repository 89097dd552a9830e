"""The formulas, each worked by hand, and what becomes of nothing, of no limit and of no answer."""

from dataclasses import replace
from math import inf, isnan, nan, sqrt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from laws import law

from wres.figures.arithmetic import against_workforce, change, count, gap, rate, relative_likelihood
from wres.figures.figure import Figure
from wres.figures.provenance import cited

LAW = law()


def people(number: float, group: str = "white", measure: str = "staff", year: int = 2023) -> Figure:
    return count("i2", measure, "", group, year, number, cited("recruitment.csv"))


def likelihood(events: float, base: float, group: str = "white", year: int = 2023) -> Figure:
    return rate("likelihood", people(events, group, "appointed", year), people(base, group, year=year))


def share(part: float, whole: float, year: int = 2023) -> Figure:
    return rate("share", people(part, "bme", "headcount", year), people(whole, "all", "headcount", year))


# A count


@pytest.mark.parametrize(
    ("number", "status"), [(7, "shown"), (1, "shown"), (0, "zero"), (nan, "not_collected")]
)
def test_a_count_of_nobody_is_zero_and_a_count_not_given_is_not_collected(number, status):
    assert people(number).status == status


def test_a_count_names_the_counts_it_is_the_sum_of():
    parts = [people(1, "white"), people(2, "bme")]
    total = count("i2", "staff", "", "all", 2023, 3, cited("recruitment.csv"), parts)
    assert total.parents == ("i2.staff.white.2023", "i2.staff.bme.2023")


# A rate: part over whole


def test_a_rate_is_the_part_over_the_whole_as_a_fraction():
    one = likelihood(49, 159)
    assert one.value == pytest.approx(0.308176, abs=1e-6)  # 49 / 159
    assert (one.numerator, one.denominator, one.unit, one.status) == (49, 159, "percent", "shown")
    assert one.parents == ("i2.appointed.white.2023", "i2.staff.white.2023")


def test_none_of_some_is_zero():
    assert (likelihood(0, 99).value, likelihood(0, 99).status) == (0.0, "zero")


def test_none_of_none_is_undefined_and_not_zero():
    nothing = likelihood(0, 0)
    assert nothing.status == "undefined"
    assert isnan(nothing.value)
    assert isnan(nothing.low)


@pytest.mark.parametrize(("events", "base"), [(nan, 99), (5, nan), (nan, nan), (nan, 0)])
def test_a_rate_on_a_number_that_was_not_given_is_not_collected(events, base):
    one = likelihood(events, base)
    assert one.status == "not_collected"
    assert isnan(one.value)


# Relative likelihood: one likelihood over another


def test_a_relative_likelihood_is_the_first_likelihood_over_the_second():
    ratio = relative_likelihood(likelihood(49, 159), likelihood(25, 178, "bme"))
    # (49 / 159) / (25 / 178) = 8722 / 3975
    assert ratio.value == pytest.approx(2.194214, abs=1e-6)
    assert (ratio.id, ratio.unit, ratio.status) == ("i2.relative_likelihood.2023", "ratio", "shown")
    assert ratio.parents == ("i2.likelihood.white.2023", "i2.likelihood.bme.2023")
    assert ratio.evidence == "higher"


def test_the_direction_decides_which_group_stands_above_the_line():
    white, bme = likelihood(10, 100), likelihood(20, 50, "bme")
    assert relative_likelihood(white, bme).value == pytest.approx(0.25)  # White / BME: 0.1 / 0.4
    assert relative_likelihood(bme, white).value == pytest.approx(4.0)  # BME / White: 0.4 / 0.1


@LAW
@given(st.integers(1, 60), st.integers(0, 60), st.integers(1, 60), st.integers(0, 60))
@example(12, 0, 15, 5)
@example(12, 0, 12, 0)
def test_swapping_the_groups_inverts_a_relative_likelihood_and_turns_its_evidence(a, b, c, d):
    first, second = likelihood(a, a + b), likelihood(c, c + d, "bme")
    there, back = relative_likelihood(first, second), relative_likelihood(second, first)
    turned = {"higher": "lower", "lower": "higher"}
    assert there.value * back.value == pytest.approx(1)
    assert (there.low * back.high, there.high * back.low) == pytest.approx((1, 1))
    assert back.evidence == turned.get(there.evidence, there.evidence)


@pytest.mark.parametrize(
    ("above", "below", "value"), [((16, 100), (20, 100), 0.8), ((47, 80), (47, 100), 1.25)]
)
def test_a_ratio_on_the_edge_of_the_equal_treatment_range_is_exactly_that_edge(above, below, value):
    # 16 x 100 / (100 x 20) = 0.8 and 47 x 100 / (80 x 47) = 1.25: neither is beyond the edge.
    assert relative_likelihood(likelihood(*above), likelihood(*below, "bme")).value == value


def test_a_ratio_of_nothing_to_something_is_zero():
    ratio = relative_likelihood(likelihood(0, 99), likelihood(12, 309, "bme"))
    assert (ratio.value, ratio.status, ratio.low) == (0.0, "zero", 0.0)
    assert 0 < ratio.high < inf


def test_a_ratio_of_something_to_nothing_is_infinite_with_a_lower_end():
    ratio = relative_likelihood(likelihood(12, 309), likelihood(0, 99, "bme"))
    assert ratio.status == "infinite"
    assert isnan(ratio.value)
    assert 0 < ratio.low < inf
    assert ratio.high == inf


def test_a_ratio_of_nothing_to_nothing_is_undefined():
    ratio = relative_likelihood(likelihood(0, 309), likelihood(0, 99, "bme"))
    assert ratio.status == "undefined"
    assert isnan(ratio.value)
    assert isnan(ratio.low)
    assert ratio.evidence == ""


@pytest.mark.parametrize(
    ("above", "below"), [((0, 0), (5, 99)), ((5, 99), (0, 0)), ((0, 0), (0, 99)), ((0, 0), (0, 0))]
)
def test_a_ratio_with_a_group_of_nobody_is_undefined(above, below):
    ratio = relative_likelihood(likelihood(*above), likelihood(*below, "bme"))
    assert ratio.status == "undefined"
    assert isnan(ratio.value)


@pytest.mark.parametrize("other", [(5, 99), (0, 99), (0, 0), (nan, 99)])
def test_a_ratio_on_a_number_that_was_not_given_is_not_collected(other):
    missing = likelihood(nan, 50, "bme")
    for ratio in (
        relative_likelihood(likelihood(*other), missing),
        relative_likelihood(missing, likelihood(*other)),
    ):
        assert ratio.status == "not_collected"
        assert isnan(ratio.value)
        assert ratio.evidence == ""


@pytest.mark.parametrize(
    ("above", "below", "enough"),
    [
        ((4, 200), (5, 200), False),  # 9 events in both groups together
        ((5, 200), (5, 200), True),  # 10 events
        ((5, 10), (90, 200), False),  # a group of 10
        ((5, 11), (90, 200), True),  # a group of 11
        ((90, 200), (5, 10), False),
    ],
)
def test_fewer_than_ten_events_or_eleven_people_that_show_no_difference_are_too_few_to_say(
    above, below, enough
):
    ratio = relative_likelihood(likelihood(*above), likelihood(*below, "bme"))
    difference = gap("gap", likelihood(*above), likelihood(*below, "bme"))
    assert (ratio.evidence != "too few to say") is enough
    assert (difference.evidence != "too few to say") is enough


@pytest.mark.parametrize(
    ("above", "below"),
    [((9, 99), (0, 309)), ((7, 470), (2, 1276)), ((9, 10), (20, 200))],  # nine events; nine; a group of ten
)
def test_a_difference_on_few_people_that_is_no_chance_is_called_so(above, below):
    # Fisher's exact test: p = 0.000002, 0.002 and less than 0.0001.
    ratio = relative_likelihood(likelihood(*above), likelihood(*below, "bme"))
    difference = gap("gap", likelihood(*above), likelihood(*below, "bme"))
    assert (ratio.evidence, difference.evidence) == ("higher", "higher")


@pytest.mark.parametrize("value", [(1251, 1000), (1249, 1000), (801, 1000), (799, 1000), (1250, 1000)])
def test_a_ratio_prints_on_its_own_side_of_the_equal_treatment_range(value):
    above, below = value
    ratio = relative_likelihood(likelihood(above, 10_000), likelihood(below, 10_000, "bme"))
    assert float(ratio.number) == pytest.approx(above / below, abs=0.0005)
    assert (float(ratio.number) > 1.25) == (above / below > 1.25)
    assert (float(ratio.number) < 0.80) == (above / below < 0.80)


# A gap between two groups


def test_a_gap_is_the_first_percentage_less_the_second_in_points():
    difference = gap("gap", likelihood(7, 55, "bme"), likelihood(20, 250))
    # 7/55 - 20/250 = 0.127273 - 0.08
    assert difference.value == pytest.approx(0.047273, abs=1e-6)
    assert difference.unit == "points"
    assert difference.text == "+4.7 percentage points"
    assert gap("gap", likelihood(20, 250), likelihood(7, 55, "bme")).value == pytest.approx(
        -0.047273, abs=1e-6
    )


def test_an_equal_gap_is_zero():
    assert gap("gap", likelihood(10, 20), likelihood(20, 40, "bme")).status == "zero"


def test_a_gap_of_nothing_against_nothing_is_zero_and_too_few_to_say():
    difference = gap("gap", likelihood(0, 99, "bme"), likelihood(0, 309))
    assert (difference.status, difference.evidence) == ("zero", "too few to say")


@pytest.mark.parametrize(("rates", "status"), [((nan, 55), "not_collected"), ((0, 0), "undefined")])
def test_a_gap_to_a_percentage_that_is_not_there_is_not_there_either(rates, status):
    for difference in (
        gap("gap", likelihood(*rates, "bme"), likelihood(20, 250)),
        gap("gap", likelihood(20, 250), likelihood(*rates, "bme")),
    ):
        assert (difference.status, difference.evidence) == (status, "")
        assert isnan(difference.value)


# A part of the organisation against the workforce


def test_a_band_is_compared_with_the_staff_outside_it():
    # 24 of 131 against 96 of 384, less a quarter: -6.7 points; Wilson at 131 * 383 / 253 people.
    difference = against_workforce("difference", share(24, 131), share(96, 384))
    assert difference.text == "\u22126.7 percentage points"
    assert (difference.low, difference.high) == pytest.approx((-0.1144, -0.0071), abs=0.0001)
    assert difference.evidence == "lower"


def test_a_share_like_that_of_the_workforce_is_no_difference():
    difference = against_workforce("difference", share(25, 100), share(250, 1000))
    assert (difference.status, difference.evidence) == ("zero", "no clear difference")


@pytest.mark.parametrize(("band", "workforce"), [(0, 0), (1, 1)])
def test_a_band_like_a_workforce_of_none_or_all_is_no_difference_whatever_its_size(band, workforce):
    said = {
        against_workforce("difference", share(band * n, n), share(workforce * 400, 400)).evidence
        for n in range(11, 200)
    }
    assert said == {"no clear difference"}


def test_a_part_of_fewer_than_eleven_people_that_shows_no_difference_is_too_few_to_say():
    assert against_workforce("difference", share(6, 10), share(300, 400)).evidence == "too few to say"
    assert against_workforce("difference", share(7, 11), share(300, 400)).evidence == "no clear difference"
    assert against_workforce("difference", share(0, 10), share(300, 400)).evidence == "lower"


def test_a_part_of_nobody_has_no_difference_from_the_workforce():
    assert against_workforce("difference", share(0, 0), share(99, 421)).status == "undefined"
    assert against_workforce("difference", share(nan, 13), share(99, 421)).status == "not_collected"


# The change on the year before


def test_a_change_between_percentages_is_in_points():
    now, before = share(99, 421), share(96, 398, 2022)
    moved = change(now, before)
    assert moved.value == pytest.approx(-0.006052, abs=1e-6)  # 0.235154 - 0.241206
    assert moved.text == "\u22120.6 percentage points"
    assert moved.id == "i2.share_change.bme.2023"
    assert moved.parents == ("i2.share.bme.2023", "i2.share.bme.2022")


def test_the_change_of_a_stock_is_a_fact_and_no_sample():
    # Most of the people are counted in both years: no interval of two samples, whatever the size.
    for now, before in ((share(99, 421), share(96, 398, 2022)), (share(0, 13), share(6, 19, 2022))):
        moved = change(now, before)
        assert moved.known and isnan(moved.low) and moved.evidence == ""


def test_a_change_between_counts_is_in_people_and_has_no_interval():
    moved = change(people(421), people(398, year=2022))
    assert (moved.value, moved.unit, moved.text, moved.evidence) == (23, "people_change", "+23", "")
    assert isnan(moved.low)


def test_a_change_between_ratios_is_a_plain_difference_with_an_interval():
    now = relative_likelihood(likelihood(49, 159), likelihood(25, 178, "bme"))
    before = relative_likelihood(likelihood(43, 185, year=2022), likelihood(17, 169, "bme", 2022))
    moved = change(now, before)
    # 8722/3975 - 7267/3145 = 2.194214 - 2.310652
    assert moved.value == pytest.approx(-0.116438, abs=1e-6)
    assert (moved.unit, moved.text) == ("ratio_change", "\u22120.12")
    down = sqrt((now.value - now.low) ** 2 + (before.high - before.value) ** 2)
    up = sqrt((now.high - now.value) ** 2 + (before.value - before.low) ** 2)
    assert (moved.low, moved.high) == pytest.approx((moved.value - down, moved.value + up))
    assert moved.evidence == "no clear difference"


def test_no_change_is_zero():
    assert change(share(25, 100), share(50, 200, 2022)).status == "zero"


def test_a_clear_rise_and_a_clear_fall_are_told_apart():
    many, few = likelihood(60, 100), likelihood(20, 100)
    assert change(many, replace(few, year=2022)).evidence == "higher"
    assert change(few, replace(many, year=2022)).evidence == "lower"


@pytest.mark.parametrize(
    ("before", "status"), [((nan, 398), "not_collected"), ((0, 0), "undefined"), ((96, 398), "shown")]
)
def test_a_change_from_a_year_without_a_figure_takes_the_status_of_that_year(before, status):
    assert change(share(99, 421), share(*before, 2022)).status == status


def test_a_change_from_a_ratio_without_limit_is_undefined():
    now = relative_likelihood(likelihood(12, 309), likelihood(6, 99, "bme"))
    before = relative_likelihood(likelihood(12, 309, year=2022), likelihood(0, 99, "bme", 2022))
    assert change(now, before).status == "undefined"
    assert change(before, now).status == "undefined"


def test_a_change_between_few_people_is_too_few_to_say():
    assert change(likelihood(5, 10), likelihood(90, 200, year=2022)).evidence == "too few to say"
    assert change(likelihood(4, 300), likelihood(5, 300, year=2022)).evidence == "too few to say"  # 9 people
    assert change(likelihood(9, 10), likelihood(5, 200, year=2022)).evidence == "higher"  # no chance


def test_a_change_between_ratios_on_few_people_is_too_few_to_say():
    # 9 events in each year: neither ratio can be judged, so neither can their difference.
    now = relative_likelihood(likelihood(5, 12), likelihood(4, 11, "bme"))
    before = relative_likelihood(likelihood(4, 11, year=2022), likelihood(5, 12, "bme", 2022))
    enough = relative_likelihood(likelihood(43, 185, year=2022), likelihood(17, 169, "bme", 2022))
    assert (now.evidence, before.evidence) == ("too few to say", "too few to say")
    assert change(now, before).evidence == "too few to say"
    assert change(now, enough).evidence == "too few to say"


@pytest.mark.parametrize("year", [2022, 2023])
def test_what_is_calculated_keeps_year_and_source(year):
    first, second = likelihood(10, 40, year=year), likelihood(10, 50, "bme", year)
    for made in (first, relative_likelihood(first, second), gap("gap", first, second)):
        assert (made.year, made.source) == (year, cited("recruitment.csv"))
