"""How sure a figure is: intervals, and the one rule that turns an interval into words."""

from collections.abc import Callable
from functools import cache
from math import exp, inf, isfinite, log, nan, sqrt

from wres.standard.constants import CONFIDENCE

FAR = 40.0  # the log of a ratio farther from 1 than any two counts can give

Interval = tuple[float, float]
NONE: Interval = (nan, nan)


@cache
def _z() -> float:
    from scipy.stats import norm

    return float(norm.ppf(0.5 + CONFIDENCE / 2))


def proportion_interval(events: float, base: float) -> Interval:
    """Wilson score interval of ``events / base`` (Wilson 1927), 95%. NaN where base is 0."""
    if not (base > 0 and isfinite(events)):
        return NONE
    from scipy.stats import binomtest

    found = binomtest(round(events), round(base)).proportion_ci(CONFIDENCE, method="wilson")
    low = 0.0 if events == 0 else float(found.low)
    return low, 1.0 if events == base else float(found.high)


def ratio_interval(events: float, base: float, events_below: float, base_below: float) -> Interval:
    """Score interval of ``(events / base) / (events_below / base_below)``, 95%.

    Miettinen and Nurminen (1985), both ends by root-finding. From 0 where nothing was counted
    above the line, without upper end where nothing was counted below it. NaN where either base
    is 0 or nothing was counted in both groups.
    """
    counts = (events, base, events_below, base_below)
    if not all(isfinite(c) for c in counts) or min(base, base_below) <= 0:
        return NONE
    if events == 0 and events_below == 0:
        return NONE
    score = _score(*counts)
    at = log((events or 0.5) * base_below / (base * (events_below or 0.5)))
    low = 0.0 if events == 0 else _root(score, _z(), at)
    return low, inf if events_below == 0 else _root(score, -_z(), at)


def _score(x1: float, n1: float, x2: float, n2: float) -> Callable[[float], float]:
    """Miettinen and Nurminen's standardised difference as a function of the log of the ratio.

    Falls from plus to minus infinity. The fitted likelihoods p1 = r p2 are those of greatest
    likelihood: (n1 + n2) r p2² - (r (n1 + x2) + x1 + n2) p2 + x1 + x2 = 0, the smaller root.
    """
    total = n1 + n2

    def score(log_ratio: float) -> float:
        r = exp(log_ratio)
        a, b = r * (n1 + x2), x1 + n2
        p2 = 2 * (x1 + x2) / (a + b + sqrt((a - b) ** 2 + 4 * r * (n1 - x1) * (n2 - x2)))
        p1 = r * p2
        variance = (p1 * (1 - p1) / n1 + r * r * p2 * (1 - p2) / n2) * total / (total - 1)
        difference = x1 / n1 - r * x2 / n2
        if variance > 0:
            return difference / sqrt(variance)
        return inf if difference > 0 else -inf if difference < 0 else 0.0

    return score


def _root(score: Callable[[float], float], level: float, at: float) -> float:
    """The ratio at which the score has a level: below the ratio itself for a level above zero."""
    from scipy.optimize import brentq

    def above(log_ratio: float) -> float:
        return max(-FAR, min(FAR, score(log_ratio) - level))

    low, high = (at - FAR, at) if level > 0 else (at, at + FAR)
    if above(low) * above(high) > 0:  # nothing was counted in one group: the root lies beyond
        low, high = at - FAR, at + FAR
    return exp(brentq(above, low, high, xtol=1e-13, rtol=1e-13))


def difference_interval(first: float, a: Interval, second: float, b: Interval) -> Interval:
    """Interval of ``first - second`` from the intervals of both (MOVER, Zou and Donner 2008).

    With Wilson intervals of two independent percentages this is Newcombe's hybrid score
    interval (1998). NaN where either interval is missing; an end is infinite where it must be.
    """
    (low_a, high_a), (low_b, high_b) = a, b
    if any(x != x for x in (first, second, *a, *b)):
        return NONE
    difference = first - second
    down, up = (first - low_a, high_b - second), (high_a - first, second - low_b)
    return difference - sqrt(sum(x * x for x in down)), difference + sqrt(sum(x * x for x in up))


def odds_ratio_interval(first: float, second: float, third: float, fourth: float) -> Interval:
    """Exact conditional interval of ``(first / second) / (third / fourth)``, four counts, 95%.

    From Fisher's noncentral hypergeometric distribution: at each end the tail beyond the count that
    was seen is a fortieth. From 0 or without upper end where a count is 0; NaN where a row or a column
    is empty. (scipy's ``odds_ratio`` gives the same ends, in seconds where there are thousands of staff.)
    """
    counts = (first, second, third, fourth)
    if not all(isfinite(c) for c in counts) or 0 in (first + second, third + fourth):
        return NONE
    if 0 in (first + third, second + fourth):
        return NONE
    a, b, c, d = (round(count) for count in counts)
    low = 0.0 if 0 in (a, d) else exp(_log_odds_of_tail(a, b, c, d))
    return low, inf if 0 in (b, c) else exp(-_log_odds_of_tail(b, a, d, c))


def _log_odds_of_tail(a: int, b: int, c: int, d: int) -> float:
    """The log odds ratio at which the first count is ``a`` or more with a chance of a fortieth."""
    import numpy as np
    from scipy.optimize import brentq
    from scipy.special import gammaln, logsumexp

    steps = np.arange(-min(a, d), min(b, c) + 1)  # every table with these margins, counted from the one seen
    ways = -(
        gammaln(a + steps + 1) + gammaln(b - steps + 1) + gammaln(c - steps + 1) + gammaln(d + steps + 1)
    )
    seen = min(a, d)

    def beyond(log_odds: float) -> float:
        logs = ways + steps * log_odds
        return float(logsumexp(logs[seen:]) - logsumexp(logs)) - log((1 - CONFIDENCE) / 2)

    return float(brentq(beyond, -FAR, FAR, xtol=1e-12))


def binomial_tails(events: float, base: float, chance: float) -> Interval:
    """P(X ≤ events) and P(X ≥ events) for X binomial(base, chance), exact."""
    from scipy.stats import binom

    return float(binom.cdf(events, base, chance)), float(binom.sf(events - 1, base, chance))
