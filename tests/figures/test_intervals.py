"""Intervals against published examples and independent implementations, and the rule of evidence."""

from fractions import Fraction
from itertools import pairwise
from math import comb, copysign, exp, inf, isnan, lgamma, log, nan, sqrt

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from laws import law
from scipy.optimize import brentq
from scipy.stats import binomtest, fisher_exact, hypergeom, norm
from scipy.stats.contingency import odds_ratio as scipy_odds_ratio
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from wres.figures import intervals
from wres.figures.evidence import evidence
from wres.figures.intervals import (
    Pair,
    binomial_chance,
    difference_interval,
    gap_interval,
    mantel_haenszel_ratio,
    odds_ratio_interval,
    part_interval,
    proportion_interval,
    ratio_interval,
)

LAW = law()
Z = norm.ppf(0.975)


@st.composite
def some_of(draw, at_least: int = 0) -> tuple[int, int]:
    """Events and base, with none, one and all of the base as likely as what lies between."""
    base = draw(st.integers(max(1, at_least), 400))
    middle = st.integers(at_least, base)
    return draw(st.sampled_from([at_least, base]) | middle), base


# Wilson's interval of one percentage


@pytest.mark.parametrize(
    ("events", "base", "low", "high"),
    [  # Newcombe 1998, Statistics in Medicine 17: 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_the_published_examples(events, base, low, high):
    assert proportion_interval(events, base) == pytest.approx((low, high), abs=0.00005)


@LAW
@given(some_of())
@example((0, 1))
@example((1, 1))
@example((13, 13))
def test_wilson_agrees_with_scipy(counts):
    expected = binomtest(*counts).proportion_ci(0.95, method="wilson")
    assert proportion_interval(*counts) == pytest.approx((expected.low, expected.high), abs=1e-9)


@LAW
@given(some_of())
@example((0, 12))
@example((0, 13))
@example((13, 13))
@example((25, 25))
def test_a_share_lies_in_its_wilson_interval(counts):
    low, high = proportion_interval(*counts)
    assert 0 <= low <= counts[0] / counts[1] <= high <= 1
    assert low < high


@pytest.mark.parametrize("base", [1, 2, 3, 10, 12, 14, 96, 1000])
def test_none_starts_at_nought_and_all_ends_at_one(base):
    # Wilson for 0 of n: 0 to z²/(n + z²); for n of n its mirror image.
    reach = Z * Z / (base + Z * Z)
    assert proportion_interval(0, base) == (0.0, pytest.approx(reach))
    assert proportion_interval(base, base) == (pytest.approx(1 - reach), 1.0)


@pytest.mark.parametrize(("events", "base"), [(0, 0), (nan, 10), (5, nan), (nan, nan)])
def test_a_percentage_without_base_or_count_has_no_interval(events, base):
    assert all(isnan(end) for end in proportion_interval(events, base))


@LAW
@given(some_of())
@example((0, 1))
@example((1, 1))
@example((5_000_000, 10_000_000))
@example((1, 10_000_000))
def test_wilson_agrees_with_statsmodels(counts):
    expected = proportion_confint(*counts, method="wilson")
    assert proportion_interval(*counts) == pytest.approx(expected, abs=1e-9)


# The score interval of a ratio, and of a gap


def laud(
    x1: int, n1: int, x2: int, n2: int, ratio: bool = True, step: float | None = None
) -> tuple[float, float]:
    """Laud's interval (2017) with nothing solved by formula: likelihoods and ends are searched for.

    ``step`` is what Yates' correction takes off a difference, in people; by the rule of five expected.
    """
    if step is None:
        share = (x1 + x2) / (n1 + n2)
        step = 0.5 if min(n1, n2) * min(share, 1 - share) < 5 else 0.0

    def score(contrast: float) -> float:
        low, high = (0.0, min(1, 1 / contrast)) if ratio else (max(0.0, -contrast), min(1.0, 1 - contrast))

        def first(p2: float) -> float:
            return min(max(contrast * p2 if ratio else contrast + p2, 0.0), 1.0)

        def slope(p2: float) -> float:
            steep = contrast if ratio else 1.0
            return sum(
                factor * (x / max(p, 1e-300) - (n - x) / max(1 - p, 1e-300))
                for x, n, p, factor in ((x1, n1, first(p2), steep), (x2, n2, p2, 1.0))
            )

        near, far = low, high  # the likelihood rises to its top and then falls
        for _ in range(200):
            middle = (near + far) / 2
            near, far = (middle, far) if slope(middle) > 0 else (near, middle)
        p2 = (near + far) / 2
        p1, r = first(p2), contrast if ratio else 1.0
        moments = [(p1 * (1 - p1) / n1, 1 - 2 * p1, n1), (r * r * p2 * (1 - p2) / n2, 1 - 2 * p2, n2)]
        variance = sum(v for v, _, _ in moments) * (n1 + n2) / (n1 + n2 - 1)
        third = moments[0][0] * moments[0][1] / n1 - r * moments[1][0] * moments[1][1] / n2
        difference = x1 / n1 - r * x2 / n2 - (0 if ratio else contrast)
        size = max(abs(difference) - step * (1 / n1 + r / n2), 0)
        if variance < 1e-290:
            return copysign(99, difference) if abs(difference) > 1e-12 else 0.0
        plain, q = copysign(size, difference) / sqrt(variance), third / (6 * variance**1.5)
        if abs(q) < 1e-12:
            return plain
        # z + q (z² - 1) = plain, the root that tends to plain as q tends to nothing.
        return (sqrt(max(0.0, 1 + 4 * q * (plain + q))) - 1) / (2 * q)

    def end(sign: int) -> float:
        at = log((x1 or 0.5) * n2 / (n1 * (x2 or 0.5))) if ratio else x1 / n1 - x2 / n2
        last = at - sign * 40 if ratio else -float(sign)
        told = (lambda t: score(exp(t))) if ratio else score
        steps = [at + (last - at) * (k / 400) ** 2 for k in range(401)]
        for here, there in pairwise(steps):
            if sign * told(there) >= Z:
                found = brentq(lambda t: sign * told(t) - Z, here, there, xtol=1e-12)
                return exp(found) if ratio else found
        return exp(last) if ratio else last

    low = 0.0 if ratio and x1 == 0 else end(1)
    return low, inf if ratio and x2 == 0 else end(-1)


@pytest.mark.parametrize(
    ("ratio", "low", "high"),
    [  # 5 of 56 against 0 of 29: P. J. Laud's R package ratesci, its page of methods, without Yates' step
        (False, -0.0186, 0.1867),
        (True, 0.7696, inf),
    ],
)
def test_lauds_interval_gives_the_published_example(monkeypatch, ratio, low, high):
    monkeypatch.setattr(intervals, "FEW_EXPECTED", 0)
    found = (ratio_interval if ratio else gap_interval)(Pair(5, 56, 0, 29))
    assert found == pytest.approx((low, high), abs=0.0002)
    assert laud(5, 56, 0, 29, ratio, step=0.0) == pytest.approx((low, high), abs=0.0002)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((49, 159, 25, 178), 1.439, 3.433),
        ((9, 99, 0, 309), 5.822, inf),  # nine of nine; Fisher's exact test: p = 0.000002
        ((7, 470, 2, 1276), 1.757, 123.1),  # nine in all; Fisher's exact test: p = 0.002
    ],
)
def test_the_ratio_has_the_interval_that_was_searched_for(counts, low, high):
    assert laud(*counts) == pytest.approx((low, high), rel=0.001)
    assert ratio_interval(Pair(*counts)) == pytest.approx((low, high), rel=0.001)


@LAW
@given(some_of(1), some_of(1))
@example((43, 309), (24, 99))
@example((1, 2), (1, 3))
@example((10, 20), (10, 20))
@example((3, 3), (2, 2))
@example((4, 108), (4, 4))
def test_the_ratio_interval_is_lauds(first, second):
    assert ratio_interval(Pair(*first, *second)) == pytest.approx(laud(*first, *second), rel=1e-3)


@LAW
@given(some_of(), some_of())
@example((49, 159), (25, 178))
@example((0, 13), (99, 421))
def test_the_gap_interval_is_lauds(first, second):
    found = gap_interval(Pair(*first, *second))
    assert found == pytest.approx(laud(*first, *second, ratio=False), abs=1e-3)


@LAW
@given(some_of(), some_of())
@example((5, 54), (8, 248))  # the ratio was clear and the gap was not, where each had a rule of its own
@example((12, 12), (15, 20))
def test_a_ratio_leaves_out_one_exactly_where_the_gap_leaves_out_nought(first, second):
    assume(first[0] or second[0])
    ratio, gap = ratio_interval(Pair(*first, *second)), gap_interval(Pair(*first, *second))
    assert evidence(ratio, 1.0, few=False) == evidence(gap, 0.0, few=False)


@LAW
@given(some_of(1), some_of(1))
def test_without_its_corrections_the_ratio_interval_is_miettinen_and_nurminens(first, second):
    # For large groups skewness is nothing. Where all are counted statsmodels takes a wrong root.
    times = 10_000
    (x1, n1), (x2, n2) = ((x * times, n * times) for x, n in (first, second))
    assume(x1 < n1 and x2 < n2)
    expected = confint_proportions_2indep(x1, n1, x2, n2, method="score", compare="ratio")
    assert ratio_interval(Pair(x1, n1, x2, n2)) == pytest.approx(expected, rel=1e-4)


@LAW
@given(some_of(1), some_of(1))
def test_swapping_the_groups_inverts_the_ratio_interval(first, second):
    low, high = ratio_interval(Pair(*first, *second))
    assert ratio_interval(Pair(*second, *first)) == pytest.approx((1 / high, 1 / low), rel=1e-4)


@LAW
@given(some_of(), some_of())
def test_swapping_the_groups_turns_the_gap_interval_round(first, second):
    low, high = gap_interval(Pair(*first, *second))
    assert gap_interval(Pair(*second, *first)) == pytest.approx((-high, -low), abs=1e-6)


@LAW
@given(some_of(1), some_of(1))
def test_a_ratio_lies_in_its_interval(first, second):
    low, high = ratio_interval(Pair(*first, *second))
    ratio = first[0] * second[1] / (first[1] * second[0])
    assert low <= ratio <= high and low < high


@LAW
@given(some_of(1), some_of(1), st.floats(0.9, 0.999))
def test_a_surer_interval_is_wider(first, second, confidence):
    usual, other = (ratio_interval(Pair(*first, *second), confidence=c) for c in (0.9, confidence))
    assert other[0] <= usual[0] * (1 + 1e-9) and usual[1] <= other[1] * (1 + 1e-9)


@pytest.mark.parametrize("counts", [(0, 11, 99, 408), (2, 11, 5, 100), (5, 54, 8, 248), (7, 55, 20, 250)])
def test_where_few_are_expected_the_interval_is_no_bolder_than_an_exact_test(counts):
    x1, n1, x2, n2 = counts
    assert fisher_exact([[x1, n1 - x1], [x2, n2 - x2]]).pvalue > 0.05
    low, high = ratio_interval(Pair(*counts))
    assert low < 1 < high


@LAW
@given(st.integers(0, 12), st.integers(11, 60), st.integers(0, 30), st.integers(60, 400))
def test_sparse_counts_are_clear_only_where_one_tail_of_the_exact_test_nearly_is(x1, n1, x2, n2):
    assume(x1 <= n1 and x1 + x2 > 0 and n1 * (x1 + x2) / (n1 + n2) < 5)
    low, high = ratio_interval(Pair(x1, n1, x2, n2))
    chances = hypergeom(n1 + n2, x1 + x2, n1)
    if low > 1:
        assert chances.sf(x1 - 1) < 0.032
    if high < 1:
        assert chances.cdf(x1) < 0.032


@pytest.mark.parametrize("counts", [(12, 309, 0, 99), (3, 10, 0, 10), (1, 1, 0, 1), (10, 10, 0, 10)])
def test_something_against_nothing_has_no_upper_end(counts):
    low, high = ratio_interval(Pair(*counts))
    assert high == inf and low == pytest.approx(laud(*counts)[0], rel=1e-4)


@pytest.mark.parametrize("counts", [(0, 99, 12, 309), (0, 10, 3, 10), (0, 1, 1, 1)])
def test_nothing_against_something_starts_at_nought(counts):
    low, high = ratio_interval(Pair(*counts))
    assert low == 0.0 and high == pytest.approx(laud(*counts)[1], rel=1e-4)


@pytest.mark.parametrize(
    "counts",
    [(0, 309, 0, 99), (0, 0, 5, 99), (5, 99, 0, 0), (0, 0, 0, 0), (nan, 9, 5, 9), (5, 9, 5, nan)],
)
def test_a_ratio_without_events_or_without_a_group_has_no_interval(counts):
    assert all(isnan(end) for end in ratio_interval(Pair(*counts)))
    if counts != (0, 309, 0, 99):
        assert all(isnan(end) for end in gap_interval(Pair(*counts)))


def test_the_interval_of_equal_groups_lies_evenly_about_one():
    low, high = ratio_interval(Pair(10, 20, 10, 20))
    assert low * high == pytest.approx(1)
    assert low < 1 < high


def test_strata_that_are_alike_are_as_good_as_one_group_of_all():
    # Half the people in each of two strata: the same score but for n / (n - 1) in each.
    whole = ratio_interval(Pair(400, 2000, 300, 2000))
    halves = ratio_interval(Pair(200, 1000, 150, 1000), Pair(200, 1000, 150, 1000))
    assert halves == pytest.approx(whole, rel=1e-3)


def test_the_ratio_over_strata_is_mantel_and_haenszels():
    # (10 * 50 / 150 + 30 * 40 / 60) / (20 * 100 / 150 + 10 * 20 / 60), by hand 23.333 / 16.667.
    assert mantel_haenszel_ratio(Pair(10, 100, 20, 50), Pair(30, 20, 10, 40)) == pytest.approx(1.4)


# The interval of a part of all


def test_a_band_is_compared_with_the_people_outside_it():
    # 24 of 131 against 96 of 384: Wilson at an effective 131 * 383 / 253 people, less a quarter. Examined
    # from outside: -11.4 to -0.7; the part against the rest has p = 0.034.
    low, high = part_interval(24, 131, 96, 384)
    assert (100 * low, 100 * high) == pytest.approx((-11.4, -0.7), abs=0.05)
    people = 131 * 383 / 253
    expected = proportion_confint(24 / 131 * people, people, method="wilson")
    assert (low, high) == pytest.approx([end - 0.25 for end in expected])


@LAW
@given(some_of(20), st.integers(0, 200), st.integers(1, 400))
def test_a_part_is_clear_exactly_where_the_hypergeometric_variance_says_so(part, more, others):
    (x, n), rest = part, min(more, others)
    whole, everyone = x + rest, n + others
    mean, variance = hypergeom(everyone, whole, n).stats("mv")
    assume(variance > 0)
    share = whole / everyone
    step = 0.5 if n * min(share, 1 - share) < 5 else 0.0
    z = (abs(x - mean) - step) / sqrt(variance)
    assume(abs(z - Z) > 1e-6)
    clear = evidence(part_interval(x, n, whole, everyone), 0.0, few=False) in ("higher", "lower")
    assert clear == (z > Z)


def test_a_part_that_is_all_is_no_different_and_a_part_of_nobody_has_no_interval():
    assert part_interval(99, 421, 99, 421) == (0.0, 0.0)
    assert all(isnan(end) for end in part_interval(0, 0, 99, 421))
    assert all(isnan(end) for end in part_interval(nan, 10, 99, 421))


# The interval of a difference


def newcombe(x1: int, n1: int, x2: int, n2: int) -> tuple[float, float]:
    a, b = proportion_interval(x1, n1), proportion_interval(x2, n2)
    return difference_interval(x1 / n1, a, x2 / n2, b)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [  # Newcombe 1998, Statistics in Medicine 17: 873-890, table II, method 10
        ((56, 70, 48, 80), 0.0524, 0.3339),
        ((9, 10, 3, 10), 0.1705, 0.8090),
        ((6, 7, 2, 7), 0.0582, 0.8062),
        ((5, 56, 0, 29), -0.0381, 0.1926),
        ((0, 10, 0, 20), -0.1611, 0.2775),
        ((0, 10, 0, 10), -0.2775, 0.2775),
        ((10, 10, 0, 20), 0.6791, 1.0000),
        ((10, 10, 0, 10), 0.6075, 1.0000),
    ],
)
def test_the_difference_of_two_percentages_has_newcombes_published_interval(counts, low, high):
    assert newcombe(*counts) == pytest.approx((low, high), abs=0.00005)


@LAW
@given(some_of(), some_of())
def test_the_difference_interval_agrees_with_statsmodels(first, second):
    expected = confint_proportions_2indep(*first, *second, method="newcomb", compare="diff")
    assert newcombe(*first, *second) == pytest.approx(expected, abs=1e-9)


@LAW
@given(some_of(), some_of())
def test_swapping_the_groups_turns_the_difference_interval_round(first, second):
    low, high = newcombe(*first, *second)
    assert newcombe(*second, *first) == pytest.approx((-high, -low))
    assert -1 - 1e-9 <= low <= first[0] / first[1] - second[0] / second[1] <= high <= 1 + 1e-9


def test_the_difference_interval_gives_the_published_example_of_two_doses():
    # 7 of 34 against 1 of 34: 0.019 to 0.34 (Fagerland, Lydersen and Laake 2015); 0.0189 to 0.3404
    # (R package contingencytables).
    assert newcombe(7, 34, 1, 34) == pytest.approx((0.0189, 0.3404), abs=0.00005)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((1, 1), (0, 1)),
        ((1, 1), (1, 1)),
        ((0, 1), (0, 1)),
        ((3, 3), (0, 400)),
        ((5_000_000, 10_000_000), (4_999_000, 10_000_000)),
    ],
)
def test_the_smallest_and_the_largest_groups_have_the_interval_of_statsmodels(first, second):
    expected = confint_proportions_2indep(*first, *second, method="newcomb", compare="diff")
    assert newcombe(*first, *second) == pytest.approx(expected, abs=1e-9)


def test_the_difference_of_two_ratios_is_worked_by_hand():
    # 4 (3 to 6) less 2 (1 to 5): down sqrt(1² + 3²), up sqrt(2² + 1²).
    expected = (2 - sqrt(10), 2 + sqrt(5))
    assert difference_interval(4, (3, 6), 2, (1, 5)) == pytest.approx(expected)


def test_a_difference_from_a_figure_without_an_interval_has_none():
    for ends in (
        difference_interval(0.5, (nan, nan), 0.4, (0.3, 0.5)),
        difference_interval(0.5, (0.4, 0.6), nan, (0.3, 0.5)),
        difference_interval(0.5, (0.4, 0.6), 0.4, (0.3, nan)),
    ):
        assert all(isnan(end) for end in ends)


# The exact interval of an odds ratio


def conditional_interval(a: int, b: int, c: int, d: int) -> tuple[float, float]:
    """Where each tail is 2.5%: weights C(a + b, k) C(c + d, a + c - k) w^k, summed one by one."""
    least, most = max(0, a - d), min(a + c, a + b)
    ways = [-lgamma(k + 1) - lgamma(a + b - k + 1) - lgamma(a + c - k + 1) - lgamma(d - a + k + 1)
            for k in range(least, most + 1)]  # fmt: skip

    def tail(log_odds: float, above: bool) -> float:
        logs = [way + k * log_odds for k, way in enumerate(ways, start=least)]
        weights = [exp(each - max(logs)) for each in logs]
        beyond = weights[a - least :] if above else weights[: a - least + 1]
        return sum(beyond) / sum(weights) - 0.025

    low = 0.0 if a == least else exp(brentq(lambda t: tail(t, True), -60, 60, xtol=1e-13))
    return low, inf if a == most else exp(brentq(lambda t: tail(t, False), -60, 60, xtol=1e-13))


def test_the_interval_of_the_lady_tasting_tea_is_worked_by_hand():
    # 3 and 1 of 4 against 1 and 3 of 4: the ways are 1, 16, 36, 16, 1. At the upper end w
    # w^4 / (1 + 16 w + 36 w^2 + 16 w^3 + w^4) = 0.975; at the lower (16 w^3 + w^4) / (the same) = 0.025.
    low, high = odds_ratio_interval(3, 1, 1, 3)
    everything = [1 + 16 * w + 36 * w**2 + 16 * w**3 + w**4 for w in (low, high)]
    assert high**4 / everything[1] == pytest.approx(0.975, rel=1e-9)
    assert (16 * low**3 + low**4) / everything[0] == pytest.approx(0.025, rel=1e-9)
    assert (low, high) == pytest.approx((0.2117, 626.24), rel=1e-3)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        # The examples of R's fisher.test, with both sides: its root-finder stops within 1%.
        ((3, 1, 1, 3), 0.2117329, 621.9337505),  # Fisher's tea drinker
        ((2, 15, 10, 3), 0.003325764, 0.363182271),  # convictions of twins
        # Fagerland, Lydersen and Laake (2015), "Cornfield exact conditional": 7 of 34 against 1 of 34.
        ((7, 27, 1, 33), 0.97, 397),
    ],
)
def test_the_odds_ratio_has_the_published_exact_interval(counts, low, high):
    assert odds_ratio_interval(*counts) == pytest.approx((low, high), rel=0.01)


small = st.integers(0, 40)


@LAW
@given(small, small, small, small)
@example(0, 5, 5, 5)
@example(5, 0, 5, 5)
@example(5, 5, 0, 5)
@example(5, 5, 5, 0)
@example(1, 0, 0, 1)
@example(0, 1, 1, 0)
@example(1, 1, 1, 1)
@example(106, 120, 50, 14)
def test_the_odds_ratio_interval_is_where_each_tail_is_a_fortieth(a, b, c, d):
    assume(a + b and c + d and a + c and b + d)
    assert odds_ratio_interval(a, b, c, d) == pytest.approx(conditional_interval(a, b, c, d), rel=1e-6)


@LAW
@given(small, small, small, small)
def test_swapping_the_rows_inverts_the_odds_ratio_interval(a, b, c, d):
    assume(a + b and c + d and a + c and b + d)
    low, high = odds_ratio_interval(a, b, c, d)
    turned = odds_ratio_interval(c, d, a, b)
    assert turned == pytest.approx((1 / high if high else inf, 1 / low if low else inf), rel=1e-6)
    assert odds_ratio_interval(b, a, d, c) == pytest.approx(turned, rel=1e-6)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((0, 5, 5, 5), 0, None),  # nothing above the line
        ((5, 5, 5, 0), 0, None),
        ((5, 0, 5, 5), None, inf),  # nothing below it
        ((5, 5, 0, 5), None, inf),
        ((0, 1, 1, 0), 0, 39),  # w / (1 + w) = 0.975
        ((1, 0, 0, 1), 1 / 39, inf),
    ],
)
def test_an_odds_ratio_with_an_empty_cell_is_open_on_one_side(counts, low, high):
    found = odds_ratio_interval(*counts)
    assert low is None or found[0] == pytest.approx(low)
    assert high is None or found[1] == pytest.approx(high)
    assert found[0] < found[1]


@pytest.mark.parametrize(
    "counts",
    [(0, 0, 5, 5), (5, 5, 0, 0), (0, 5, 0, 5), (5, 0, 5, 0), (0, 0, 0, 0), (nan, 5, 5, 5), (5, 5, 5, nan)],
)
def test_an_odds_ratio_with_an_empty_row_or_column_has_no_interval(counts):
    assert all(isnan(end) for end in odds_ratio_interval(*counts))


def test_the_interval_of_equal_odds_lies_evenly_about_one():
    low, high = odds_ratio_interval(20, 10, 20, 10)
    assert low * high == pytest.approx(1) and low < 1 < high
    assert evidence((low, high), 1.0, few=False) == "no clear difference"


def test_the_exact_interval_of_large_groups_is_near_woolfs():
    # Woolf's interval of the log odds, which holds for large counts, a little narrower than the exact one.
    table = Table2x2([[1200, 800], [900, 1100]])
    woolf = table.oddsratio_confint()
    found = odds_ratio_interval(1200, 800, 900, 1100)
    assert found == pytest.approx(woolf, rel=0.01)
    assert found[0] < woolf[0] < table.oddsratio < woolf[1] < found[1]


@pytest.mark.parametrize("counts", [(400, 2100, 150, 900), (3, 2500, 40, 1000), (2500, 0, 990, 10)])
def test_the_exact_interval_of_thousands_of_staff_is_scipys(counts):
    table = [list(counts[:2]), list(counts[2:])]
    scipys = scipy_odds_ratio(table).confidence_interval(0.95)
    assert odds_ratio_interval(*counts) == pytest.approx((scipys.low, scipys.high), rel=1e-6)


def test_the_exact_interval_of_a_whole_health_system_is_near_woolfs():
    counts = (20_000, 22_500, 19_000, 23_500)
    woolf = Table2x2([list(counts[:2]), list(counts[2:])]).oddsratio_confint()
    assert odds_ratio_interval(*counts) == pytest.approx(woolf, rel=1e-3)


# The chance of a board


@LAW
@given(some_of(), st.fractions(0, 1, max_denominator=50))
@example((0, 1), Fraction(0))
@example((1, 1), Fraction(1))
@example((0, 11), Fraction(99, 408))
def test_the_chance_is_the_sum_of_all_outcomes_no_likelier(counts, chance):
    events, base = min(counts[0], 30), min(counts[1], 30)
    chances = [comb(base, k) * chance**k * (1 - chance) ** (base - k) for k in range(base + 1)]
    expected = sum(each for each in chances if each <= chances[events])
    near = (
        [each for each in chances if each and abs(each / chances[events] - 1) < 1e-6]
        if chances[events]
        else []
    )
    assume(all(each == chances[events] for each in near))
    assert binomial_chance(events, base, float(chance)) == pytest.approx(float(expected), abs=1e-9)


@pytest.mark.parametrize(
    ("events", "base", "chance", "expected"),
    [
        # None of eleven of 99 in 408: (309 / 408)^11, and six or more of eleven, as unlikely or less.
        (0, 11, 99 / 408, 0.07685),
        (13, 13, 0.5, 2 * 0.5**13),
        (0, 1, 0.2, 1.0),
        (1, 1, 0.2, 0.2),
        (5, 10, 0.5, 1.0),
        (4, 10, 0.5, 1 - 252 / 1024),
        (0, 5, 0.0, 1.0),
    ],
)
def test_the_chance_is_worked_by_hand(events, base, chance, expected):
    assert binomial_chance(events, base, chance) == pytest.approx(expected, rel=1e-3)


# The rule of evidence


@pytest.mark.parametrize(
    ("interval", "neutral", "expected"),
    [
        ((1.434, 3.383), 1.0, "higher"),
        ((0.30, 0.70), 1.0, "lower"),
        ((0.90, 1.30), 1.0, "no clear difference"),
        ((1.0, 1.5), 1.0, "no clear difference"),
        ((0.5, 1.0), 1.0, "no clear difference"),
        ((1.01, inf), 1.0, "higher"),
        ((0.48, inf), 1.0, "no clear difference"),
        ((0.01, 0.2), 0.0, "higher"),
        ((-0.2, -0.01), 0.0, "lower"),
        ((-0.1, 0.1), 0.0, "no clear difference"),
        ((0.0, 0.1), 0.0, "no clear difference"),
        ((nan, nan), 1.0, ""),
    ],
)
def test_only_an_interval_wholly_beyond_the_neutral_value_is_a_clear_difference(interval, neutral, expected):
    assert evidence(interval, neutral, few=False) == expected


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        ((1.4, 3.4), "higher"),
        ((0.3, 0.7), "lower"),
        ((0.9, 1.3), "too few to say"),
        ((1.0, 3), "too few to say"),
    ],
)
def test_few_people_are_too_few_to_say_only_where_the_interval_includes_equality(interval, expected):
    assert evidence(interval, 1.0, few=True) == expected


def test_without_an_interval_there_is_nothing_to_say_even_of_few():
    assert evidence((nan, nan), 1.0, few=True) == ""
