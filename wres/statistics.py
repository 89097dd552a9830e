"""How sure a figure is: intervals, and the one rule that turns an interval into words."""

from math import inf, isfinite, nan, sqrt

from wres.terms import CONFIDENCE

FEW_EVENTS = 10  # fewer events than this in both groups together: too few to say
FEW_PEOPLE = 11  # fewer people than this in a group: too few to say

Interval = tuple[float, float]
NONE: Interval = (nan, nan)


def proportion_interval(events: float, base: float) -> Interval:
    """Wilson score interval of ``events / base`` (Wilson 1927), 95%. NaN where base is 0."""
    if not (base > 0 and isfinite(events)):
        return NONE
    from statsmodels.stats.proportion import proportion_confint

    low, high = proportion_confint(events, base, alpha=1 - CONFIDENCE, method="wilson")
    return max(0.0, float(low)), min(1.0, float(high))


def ratio_interval(events: float, base: float, events_below: float, base_below: float) -> Interval:
    """Score interval of ``(events / base) / (events_below / base_below)``, 95%.

    Method: Miettinen and Nurminen's score interval (Koopman's with their correction), from
    statsmodels. Where one count is 0 the finite end comes from the adjusted log interval
    (Walter 1975) and the other end is 0 or infinite. NaN where either base is 0 or nothing was
    counted in both groups.
    """
    counts = (events, base, events_below, base_below)
    if not all(isfinite(c) for c in counts) or min(base, base_below) <= 0:
        return NONE
    if events == 0 and events_below == 0:
        return NONE
    from statsmodels.stats.proportion import confint_proportions_2indep

    zero = min(events, events_below) == 0
    full = events == base and events_below == base_below
    method = "log-adjusted" if zero or full else "score"
    low, high = confint_proportions_2indep(*counts, compare="ratio", method=method, alpha=1 - CONFIDENCE)
    if events == 0:
        return 0.0, float(high)
    return float(low), inf if events_below == 0 else float(high)


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


def evidence(interval: Interval, neutral: float, few: bool) -> str:
    """The words that an interval allows, one rule for sentences, tiles, arrows and grades.

    ``few`` (fewer than 10 events in both groups together, or a group of fewer than 11) gives
    "too few to say"; an interval wholly above or below the neutral value "higher" or "lower";
    all else "no clear difference". Empty where there is no interval.
    """
    low, high = interval
    if low != low:
        return ""
    if few:
        return "too few to say"
    if low > neutral:
        return "higher"
    return "lower" if high < neutral else "no clear difference"
