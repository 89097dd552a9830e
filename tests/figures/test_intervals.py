"""Intervals against published examples and independent implementations, and the rule of evidence."""

from fractions import Fraction
from math import comb, exp, inf, isnan, lgamma, log, nan, sqrt

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from laws import law
from scipy.optimize import brentq
from scipy.stats import binomtest, norm
from scipy.stats.contingency import odds_ratio as scipy_odds_ratio
from statsmodels.stats.contingency_tables import Table2x2
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from wres.figures.evidence import evidence
from wres.figures.intervals import (
    binomial_tails,
    difference_interval,
    odds_ratio_interval,
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


# The score interval of a ratio


def score_interval(x1: int, n1: int, x2: int, n2: int, corrected: bool = True) -> tuple[float, float]:
    """Koopman (1984); corrected: Miettinen and Nurminen (1985). Both ends by root-finding."""
    total = n1 + n2

    def score(log_ratio: float) -> float:
        r = exp(log_ratio)
        # The likelihood under p1 = r p2 is greatest where total r p2² - (a + b) p2 + x1 + x2 = 0;
        # (a + b)² - 4 total r (x1 + x2) is (a - b)² + 4 r (n1 - x1)(n2 - x2).
        a, b = r * (n1 + x2), x1 + n2
        p2 = 2 * (x1 + x2) / (a + b + sqrt((a - b) ** 2 + 4 * r * (n1 - x1) * (n2 - x2)))
        p1 = r * p2
        variance = p1 * (1 - p1) / n1 + r * r * p2 * (1 - p2) / n2
        if corrected:
            variance *= total / (total - 1)
        difference = x1 / n1 - r * x2 / n2
        return difference / sqrt(variance) if variance > 0 else inf if difference > 0 else -inf

    at = log(x1 * n2 / (n1 * x2))
    low = brentq(lambda t: max(min(score(t) - Z, 99), -99), at - 20, at - 1e-9)
    high = brentq(lambda t: max(min(score(t) + Z, 99), -99), at + 1e-9, at + 20)
    return exp(low), exp(high)


def test_the_root_finding_of_these_tests_gives_koopmans_published_example():
    # Koopman 1984, Biometrics 40: 513-517: 36 of 40 against 16 of 80, 2.94 to 7.15.
    assert score_interval(36, 40, 16, 80, corrected=False) == pytest.approx((2.94, 7.15), abs=0.005)


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((49, 159, 25, 178), 1.434, 3.383),
        ((25, 178, 49, 159), 1 / 3.383, 1 / 1.434),
    ],
)
def test_the_ratio_of_appointments_has_the_interval_that_was_worked_out_for_it(counts, low, high):
    assert ratio_interval(*counts) == pytest.approx((low, high), abs=0.0005)


@LAW
@given(some_of(1), some_of(1))
@example((43, 309), (24, 99))
@example((1, 2), (1, 3))
@example((10, 20), (10, 20))
def test_the_ratio_interval_is_miettinen_and_nurminens(first, second):
    assert ratio_interval(*first, *second) == pytest.approx(score_interval(*first, *second), rel=1e-3)


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        ((26, 26, 15, 16), "no clear difference"),  # 0.92 to 1.40
        ((13, 13, 13, 14), "no clear difference"),
        ((12, 12, 15, 20), "no clear difference"),
        ((15, 20, 12, 12), "no clear difference"),
        ((10, 10, 5, 10), "higher"),  # 1.24 to 4.32
        ((1, 1, 1, 2), "no clear difference"),
        ((4, 5, 2, 2), "no clear difference"),
        ((4, 108, 4, 4), "lower"),
    ],
)
@pytest.mark.filterwarnings("error")
def test_all_of_one_group_has_the_same_kind_of_interval(counts, verdict):
    interval = ratio_interval(*counts)
    assert interval == pytest.approx(score_interval(*counts), rel=1e-3)
    assert evidence(interval, 1.0, few=False) == verdict


@pytest.mark.parametrize("counts", [(3, 3, 2, 2), (10, 10, 20, 20), (12, 12, 12, 12), (300, 300, 100, 100)])
def test_all_of_both_groups_is_not_certainty(counts):
    # 3 of 3 against 2 of 2 is 0.38 to 3.40, not 1.00 to 1.00.
    assert ratio_interval(*counts) == pytest.approx(score_interval(*counts), rel=1e-3)


def test_one_of_one_against_one_of_one_says_next_to_nothing():
    low, high = ratio_interval(1, 1, 1, 1)
    assert (low, high) == pytest.approx(score_interval(1, 1, 1, 1), rel=1e-3)
    assert low * high == pytest.approx(1) and low < 0.2


def test_the_ratio_interval_gives_the_published_example_of_two_doses():
    # 7 of 34 against 1 of 34 (Perondi et al. 2004). Miettinen and Nurminen: 1.2086 to 43.0330, R package
    # contingencytables, chapter 4; without their correction 1.21 to 43 (Fagerland, Lydersen and Laake
    # 2015, Statistical Methods in Medical Research 24: 224-254).
    assert ratio_interval(7, 34, 1, 34) == pytest.approx((1.2086, 43.0330), abs=0.00005)
    assert score_interval(7, 34, 1, 34, corrected=False) == pytest.approx((1.21, 43), rel=0.011)


@LAW
@given(some_of(1), some_of(1))
@example((49, 159), (25, 178))
@example((10, 20), (10, 20))
@example((100_000, 2_000_000), (90_000, 2_000_000))
@example((5_000_000, 10_000_000), (5_000_000, 10_000_000))
def test_the_ratio_interval_agrees_with_statsmodels(first, second):
    # Where all of a group are counted, statsmodels takes a wrong root; those have their own tests.
    assume(first[0] < first[1] and second[0] < second[1])
    expected = confint_proportions_2indep(*first, *second, method="score", compare="ratio")
    assert ratio_interval(*first, *second) == pytest.approx(expected, rel=1e-6)


@LAW
@given(some_of(1), some_of(1))
def test_swapping_the_groups_inverts_the_ratio_interval(first, second):
    low, high = ratio_interval(*first, *second)
    assert ratio_interval(*second, *first) == pytest.approx((1 / high, 1 / low), rel=1e-4)


@LAW
@given(some_of(1), some_of(1))
def test_a_ratio_lies_in_its_interval(first, second):
    low, high = ratio_interval(*first, *second)
    ratio = first[0] * second[1] / (first[1] * second[0])
    assert low < ratio < high


@pytest.mark.parametrize("counts", [(12, 309, 0, 99), (3, 10, 0, 10), (1, 1, 0, 1), (10, 10, 0, 10)])
def test_something_against_nothing_has_no_upper_end(counts):
    low, high = ratio_interval(*counts)
    assert high == inf
    assert score_of(*counts, low) == pytest.approx(Z, rel=1e-6)


@pytest.mark.parametrize("counts", [(0, 99, 12, 309), (0, 10, 3, 10), (0, 1, 1, 1)])
def test_nothing_against_something_starts_at_nought(counts):
    low, high = ratio_interval(*counts)
    assert low == 0.0
    assert score_of(*counts, high) == pytest.approx(-Z, rel=1e-6)


def score_of(x1: int, n1: int, x2: int, n2: int, r: float) -> float:
    """Miettinen and Nurminen's score at a ratio, its fitted likelihood found by search, not formula."""
    from scipy.optimize import minimize_scalar

    def unlikely(p2: float) -> float:
        pairs = ((x1, n1, r * p2), (x2, n2, p2))
        return -sum(x * log(p) + (n - x) * log(1 - p) if 0 < p < 1 else -1e9 for x, n, p in pairs)

    p2 = minimize_scalar(unlikely, bounds=(1e-12, min(1, 1 / r) - 1e-12), method="bounded",
                         options={"xatol": 1e-14}).x  # fmt: skip
    variance = r * p2 * (1 - r * p2) / n1 + r * r * p2 * (1 - p2) / n2
    return (x1 / n1 - r * x2 / n2) / sqrt(variance * (n1 + n2) / (n1 + n2 - 1))


@pytest.mark.parametrize(
    "counts",
    [(0, 309, 0, 99), (0, 0, 5, 99), (5, 99, 0, 0), (0, 0, 0, 0), (nan, 9, 5, 9), (5, 9, 5, nan)],
)
def test_a_ratio_without_events_or_without_a_group_has_no_interval(counts):
    assert all(isnan(end) for end in ratio_interval(*counts))


def test_the_interval_of_equal_groups_lies_evenly_about_one():
    low, high = ratio_interval(10, 20, 10, 20)
    assert low * high == pytest.approx(1)
    assert low < 1 < high


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


# The tails of a chance


@LAW
@given(some_of(), st.fractions(0, 1, max_denominator=50))
@example((0, 1), Fraction(0))
@example((1, 1), Fraction(1))
@example((0, 13), Fraction(99, 421))
def test_the_tails_are_sums_of_binomial_chances(counts, chance):
    events, base = min(counts[0], 30), min(counts[1], 30)
    chances = [comb(base, k) * chance**k * (1 - chance) ** (base - k) for k in range(base + 1)]
    expected = (float(sum(chances[: events + 1])), float(sum(chances[events:])))
    assert binomial_tails(events, base, float(chance)) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("events", "base", "chance", "at_most", "at_least"),
    [
        (0, 13, 99 / 421, (322 / 421) ** 13, 1),  # none of thirteen
        (13, 13, 0.5, 1, 0.5**13),
        (0, 1, 0.2, 0.8, 1),
        (1, 1, 0.2, 1, 0.2),
        (0, 0, 0.2, 1, 1),
        (5, 10, 0.5, 638 / 1024, 638 / 1024),  # 1 + 10 + 45 + 120 + 210 + 252
        (0, 5, 0.0, 1, 1),
        (5, 5, 1.0, 1, 1),
        (4, 5, 1.0, 0, 1),
    ],
)
def test_the_tails_are_worked_by_hand(events, base, chance, at_most, at_least):
    assert binomial_tails(events, base, chance) == pytest.approx((at_most, at_least))


def test_the_tails_of_a_large_group_agree_with_the_normal_curve():
    # 5,000 of 10,000 at one half: each tail is a half and half the chance of just 5,000, 0.00798.
    assert binomial_tails(5000, 10_000, 0.5) == pytest.approx((0.50399, 0.50399), abs=0.00001)


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


@pytest.mark.parametrize("interval", [(1.4, 3.4), (0.3, 0.7), (0.9, 1.3)])
def test_few_people_are_too_few_to_say_whatever_the_interval(interval):
    assert evidence(interval, 1.0, few=True) == "too few to say"


def test_without_an_interval_there_is_nothing_to_say_even_of_few():
    assert evidence((nan, nan), 1.0, few=True) == ""
