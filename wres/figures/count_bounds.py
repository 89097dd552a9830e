"""Intervals that hold for every set of counts that may stand behind the figures.

Rounded counts, and percentages that several counts print as, leave some room; what is said of them has to
hold wherever in that room the counts are.
"""

from collections.abc import Callable
from math import isfinite

from wres.figures.figure import NO_SLACK, Figure
from wres.figures.intervals import NONE, Interval


def outer_interval(
    interval: Callable[..., Interval], widest: Interval, first: Figure, *second: Figure
) -> Interval:
    """The lowest and the highest end over the counts that may stand behind a rate, or behind two.

    ``interval`` takes the events and the base of each. It rises with the events of the first and falls with
    those of the second, so that two sets of counts give both ends; ``widest`` where a set gives none. NaN
    where a count is not known.
    """
    rates = (first, *second)
    if all(rate.slack == NO_SLACK for rate in rates):
        return interval(*(count for rate in rates for count in (rate.numerator, rate.denominator)))
    if not all(isfinite(rate.numerator) and rate.denominator > 0 for rate in rates):
        return NONE
    lowest = (*_fewest(first), *(count for rate in second for count in _most(rate)))
    highest = (*_most(first), *(count for rate in second for count in _fewest(rate)))
    low, high = interval(*lowest)[0], interval(*highest)[1]
    return widest[0] if low != low else low, widest[1] if high != high else high


def _fewest(rate: Figure) -> tuple[float, float]:
    """The events and the base that make a rate smallest."""
    return max(rate.numerator - rate.slack.fewer, 0.0), rate.denominator + rate.slack.base


def _most(rate: Figure) -> tuple[float, float]:
    """The events and the base that make a rate greatest: no more events than people."""
    base = max(rate.denominator - rate.slack.base, 1.0)
    return min(rate.numerator + rate.slack.more, base), base
