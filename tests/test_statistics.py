"""Intervals against published examples and independent implementations, and the rule of evidence."""

from math import exp, inf, isnan, log, nan, sqrt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import binomtest, norm
from statsmodels.stats.proportion import confint_proportions_2indep

from wres.statistics import difference_interval, evidence, proportion_interval, ratio_interval

LAW = settings(deadline=None, derandomize=True, max_examples=150)
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
