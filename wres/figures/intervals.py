"""How sure a figure is: intervals, and the one rule that turns an interval into words."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from math import acos, copysign, cos, exp, inf, isfinite, log, nan, pi, sqrt

from wres.standard.constants import CONFIDENCE

FAR = 40.0  # the log of a ratio farther from 1 than any two counts can give

TINY = 1e-12
FEW_EXPECTED = 5  # fewer expected in a cell: the usual limit of Cochran, below which exact tests are used

Interval = tuple[float, float]
NONE: Interval = (nan, nan)


@cache
def _z(confidence: float = CONFIDENCE) -> float:
    from scipy.stats import norm

    return float(norm.ppf(0.5 + confidence / 2))


def proportion_interval(events: float, base: float) -> Interval:
    """Wilson score interval of ``events / base`` (Wilson 1927), 95%. NaN where base is 0."""
    if not (base > 0 and isfinite(events)):
        return NONE
    low, high = _wilson(events / base, base)
    return 0.0 if events == 0 else low, 1.0 if events == base else high


def _wilson(share: float, base: float) -> Interval:
    square = _z() ** 2 / base
    centre = (share + square / 2) / (1 + square)
    half = sqrt(max(share * (1 - share) * square + square * square / 4, 0.0)) / (1 + square)
    return max(centre - half, 0.0), min(centre + half, 1.0)


def part_interval(events: float, base: float, events_of_all: float, base_of_all: float) -> Interval:
    """Interval of ``events / base - events_of_all / base_of_all`` for a part of all, 95%.

    Wilson's score interval with the finite-population factor, less the share of all: it leaves out 0
    exactly where the part differs from the people outside it by the hypergeometric variance. Where fewer
    than five would be expected in the part, half a count is taken off the difference (Yates). 0 to 0 where
    the part is all; NaN where a base is 0.
    """
    counts = (events, base, events_of_all, base_of_all)
    if not all(isfinite(c) for c in counts) or base <= 0 or base_of_all < base:
        return NONE
    if base == base_of_all:
        return 0.0, 0.0
    share, whole = events / base, events_of_all / base_of_all
    at_most = base * min(whole, 1 - whole) < FEW_EXPECTED
    step = 1 / (2 * base) if at_most else 0.0
    people = base * (base_of_all - 1) / (base_of_all - base)
    low = _wilson(max(share - step, 0.0), people)[0] if events > 0 else 0.0
    high = _wilson(min(share + step, 1.0), people)[1] if events < base else 1.0
    return low - whole, high - whole


@dataclass(frozen=True)
class Pair:
    """Two groups of people of whom some are counted: events and base of the first, and of the second."""

    events: float
    base: float
    events_below: float
    base_below: float

    @property
    def counted(self) -> bool:
        """Whether both groups have people and every count is known."""
        counts = (self.events, self.base, self.events_below, self.base_below)
        return all(isfinite(c) for c in counts) and min(self.base, self.base_below) > 0

    @property
    def weight(self) -> float:
        """Mantel and Haenszel's weight of a stratum."""
        return self.base * self.base_below / (self.base + self.base_below)


def ratio_interval(*strata: Pair, confidence: float = CONFIDENCE) -> Interval:
    """Score interval of a ratio of two likelihoods with skewness correction (Laud 2017).

    Of one pair of groups, ``(events / base) / (events_below / base_below)``; of several strata, the ratio
    of Mantel and Haenszel. From 0 where nothing was counted above the line, without upper end where nothing
    was counted below it. NaN where no stratum has people in both groups or nothing was counted at all.
    """
    held = [pair for pair in strata if pair.counted]
    above, below = (sum(getattr(pair, name) for pair in held) for name in ("events", "events_below"))
    if not held or above == below == 0:
        return NONE
    share, share_below = (
        sum(p.weight * (getattr(p, events) or 0.5) / getattr(p, base) for p in held)
        for events, base in (("events", "base"), ("events_below", "base_below"))
    )
    at = log(share / share_below)

    sparse = _sparse(held)

    def score(log_ratio: float) -> float:
        return _score(held, exp(log_ratio), _under_a_ratio, sparse)

    low = 0.0 if above == 0 else exp(_first_crossing(score, _z(confidence), at, at - FAR))
    return low, inf if below == 0 else exp(_first_crossing(score, -_z(confidence), at, at + FAR))


def mantel_haenszel_ratio(*strata: Pair) -> float:
    """The ratio of two likelihoods over strata (Mantel and Haenszel 1959); NaN where it is undefined."""
    held = [pair for pair in strata if pair.counted]
    above = sum(pair.weight * pair.events / pair.base for pair in held)
    below = sum(pair.weight * pair.events_below / pair.base_below for pair in held)
    return above / below if below else inf if above else nan


def gap_interval(pair: Pair) -> Interval:
    """Score interval of ``events / base - events_below / base_below``, 95% (Laud 2017).

    It leaves out 0 exactly where the interval of the ratio of the same counts leaves out 1. NaN where
    either base is 0 or not known.
    """
    if not pair.counted:
        return NONE
    at = pair.events / pair.base - pair.events_below / pair.base_below

    sparse = _sparse([pair])

    def score(difference: float) -> float:
        return _score([pair], difference, _under_a_difference, sparse)

    low = -1.0 if at == -1 else _first_crossing(score, _z(), at, -1.0)
    return low, 1.0 if at == 1 else _first_crossing(score, -_z(), at, 1.0)


Fitted = tuple[float, float, float]  # p1, p2, and the factor of the second likelihood in the contrast


def _under_a_ratio(pair: Pair, ratio: float) -> Fitted:
    """The likelihoods p1 = r p2 that fit best (Miettinen and Nurminen 1985).

    (n1 + n2) r p2² - (r (n1 + x2) + x1 + n2) p2 + x1 + x2 = 0, the smaller root.
    """
    x1, n1, x2, n2 = pair.events, pair.base, pair.events_below, pair.base_below
    a, b = ratio * (n1 + x2), x1 + n2
    p2 = 2 * (x1 + x2) / (a + b + sqrt((a - b) ** 2 + 4 * ratio * (n1 - x1) * (n2 - x2)))
    return min(ratio * p2, 1.0), min(p2, 1.0), ratio


def _under_a_difference(pair: Pair, difference: float) -> Fitted:
    """The likelihoods p1 = p2 + d that fit best: a cubic's root (Miettinen and Nurminen 1985)."""
    x1, n1, x2, n2 = pair.events, pair.base, pair.events_below, pair.base_below
    d, total = difference, n1 + n2
    second = ((n1 + 2 * n2) * d - total - x1 - x2) / (3 * total)
    first = ((n2 * d - total - 2 * x2) * d + x1 + x2) / (3 * total)
    q = second**3 - 1.5 * first * second + x2 * d * (1 - d) / (2 * total)
    p = copysign(sqrt(max(second**2 - first, 0.0)), q)
    angle = (pi + acos(max(-1.0, min(1.0, q / p**3 if p else 0.0)))) / 3
    p2 = min(max(2 * p * cos(angle) - second, max(0.0, -d)), min(1.0, 1 - d))
    return p2 + d, p2, 1.0


def _score(
    strata: list[Pair], contrast: float, fitted: Callable[[Pair, float], Fitted], sparse: bool
) -> float:
    """The standardised contrast of the strata together, corrected for skewness; falls as the contrast rises.

    Solves ``z + q (z² - 1) = difference / sqrt(variance)``, q the third moment over six times the
    variance to the power of three halves.
    """
    difference = variance = third = step = 0.0
    whole = sum(pair.weight for pair in strata)
    for pair in strata:
        x1, n1, x2, n2 = pair.events, pair.base, pair.events_below, pair.base_below
        (p1, p2, r), share = fitted(pair, contrast), pair.weight / whole
        v1, v2 = p1 * (1 - p1) / n1, r * r * p2 * (1 - p2) / n2
        offset = contrast if r == 1.0 and fitted is _under_a_difference else 0.0
        difference += share * (x1 / n1 - r * x2 / n2 - offset)
        variance += share**2 * (v1 + v2) * (n1 + n2) / (n1 + n2 - 1)
        third += share**3 * (v1 * (1 - 2 * p1) / n1 - r * v2 * (1 - 2 * p2) / n2)
        step += share * (n2 + r * n1) / (n1 + n2) / (2 * whole)
    if sparse:  # half a count nearer to what is tried, as Yates did
        difference = copysign(max(abs(difference) - step, 0.0), difference)
    if variance <= 1e-300:
        return inf if difference > TINY else -inf if difference < -TINY else 0.0
    plain, q = difference / sqrt(variance), third / (6 * variance**1.5)
    if abs(q) < TINY:
        return plain
    return (sqrt(max(0.0, 1 + 4 * q * (plain + q))) - 1) / (2 * q)


def _sparse(strata: list[Pair]) -> bool:
    """Whether fewer than five events, or people without one, would be expected in a group by chance."""
    expected = [0.0, 0.0, 0.0, 0.0]
    for pair in strata:
        share = (pair.events + pair.events_below) / (pair.base + pair.base_below)
        each = (pair.base * share, pair.base_below * share)
        cells = (*each, pair.base - each[0], pair.base_below - each[1])
        expected = [a + b for a, b in zip(expected, cells, strict=True)]
    return min(expected) < FEW_EXPECTED


def _first_crossing(score: Callable[[float], float], level: float, at: float, end: float) -> float:
    """Where the score first has a level, going from the estimate to an end of what is possible."""
    from scipy.optimize import brentq

    def above(x: float) -> float:
        return max(-FAR, min(FAR, score(x) - level))

    sign = 1 if level > 0 else -1
    near, step = at, abs(end - at) / 256
    while abs(near - at) < abs(end - at):
        far = near + step if end > at else near - step
        far = min(far, end) if end > at else max(far, end)
        if sign * above(far) >= 0:
            return float(brentq(above, near, far, xtol=1e-13, rtol=1e-13))
        near, step = far, step * 1.5
    return end


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


def binomial_chance(events: float, base: float, chance: float) -> float:
    """P(an outcome no likelier than ``events``) for X binomial(base, chance): exact, of both tails."""
    from scipy.stats import binomtest

    return float(binomtest(round(events), round(base), chance).pvalue)
