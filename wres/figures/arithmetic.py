"""What figures are made of: counts, likelihoods, ratios, gaps and changes, each with its status.

A figure is made from other figures, so its parents are known and what hides one can hide the
other. Statuses: 0 of n is ``zero``, 0/0 ``undefined``, x/0 ``infinite``, and whatever rests on a
number that was not given ``not_collected``. A count's parents are the counts it is the sum of.
"""

from collections.abc import Iterable
from dataclasses import replace
from math import inf, nan

from wres.figures.count_bounds import outer_interval
from wres.figures.evidence import FEW_EVENTS, FEW_PEOPLE, Evidence, evidence
from wres.figures.figure import NO_SLACK, Figure, Slack
from wres.figures.intervals import (
    NONE,
    Interval,
    Pair,
    difference_interval,
    gap_interval,
    part_interval,
    proportion_interval,
    ratio_interval,
)
from wres.figures.provenance import Source, merged
from wres.figures.status import Status
from wres.figures.unit import Unit
from wres.standard.constants import CONFIDENCE
from wres.standard.groups import FOCUS

STOCKS = ("share", "known_share", "declared")


def count(
    indicator: str,
    measure: str,
    breakdown: str,
    group: str,
    year: int,
    people: float,
    source: Source,
    parents: Iterable[Figure] = (),
    slack: Slack = NO_SLACK,
) -> Figure:
    """A headcount. Status zero for 0, not_collected for NaN."""
    status = Status.NOT_COLLECTED if people != people else Status.SHOWN if people else Status.ZERO
    return Figure(
        indicator,
        measure,
        breakdown,
        group,
        year,
        people,
        Unit.PEOPLE,
        status,
        source=source,
        parents=tuple(parent.id for parent in parents),
        slack=slack,
    )


def rate(measure: str, part: Figure, whole: Figure) -> Figure:
    """part / whole as a fraction with its Wilson interval; 0/0 is undefined."""
    value = part.value / whole.value if whole.value else nan
    made = Figure(
        part.indicator,
        measure,
        part.breakdown,
        part.group,
        part.year,
        value,
        Unit.PERCENT,
        status_of(value, part, whole),
        part.value,
        whole.value,
        parents=(part.id, whole.id),
        source=merged((part.source, whole.source)),
        slack=Slack(part.slack.fewer, part.slack.more, whole.slack.of_base),
    )
    low, high = outer_interval(proportion_interval, (0.0, 1.0), made)
    return replace(made, low=low, high=high)


def relative_likelihood(
    above: Figure, below: Figure, group: str = "", confidence: float = CONFIDENCE
) -> Figure:
    """above / below, two likelihoods, with its score interval. Neutral value 1.

    0/0 is undefined; x/0 is infinite, with the interval's lower end.
    """

    def ends(*counts: float) -> Interval:
        return ratio_interval(Pair(*counts), confidence=confidence)

    interval = outer_interval(ends, (0.0, inf), above, below)
    # Counts first, so that 0.16 over 0.20 is 0.8 and not a hair below it.
    under = above.denominator * below.numerator
    value = above.numerator * below.denominator / under if under else nan
    if value != value and below.value:  # percentages that no count gives
        value = above.value / below.value
    status = status_of(value, above, below)
    if status == Status.UNDEFINED and above.value > 0 and below.status == Status.ZERO:
        status = Status.INFINITE
    few = above.numerator + below.numerator < FEW_EVENTS or _small(above, below)
    return Figure(
        above.indicator,
        "relative_likelihood",
        above.breakdown,
        group,
        above.year,
        value,
        Unit.RATIO,
        status,
        low=interval[0],
        high=interval[1],
        evidence=evidence(interval, 1.0, few),
        parents=(above.id, below.id),
        source=merged((above.source, below.source)),
        confidence=confidence,
    )


def representation_ratio(
    part: Figure, others: Figure, breakdown: str, confidence: float = CONFIDENCE
) -> Figure:
    """BME share of a part / BME share of others, both of known ethnicity, with its interval. Neutral value 1.

    Undefined where White or BME people are in neither: there is nothing to compare.
    """
    ratio = relative_likelihood(part, others, FOCUS, confidence)
    ratio = replace(ratio, measure="representation_ratio", breakdown=breakdown)
    events, people = part.numerator + others.numerator, part.denominator + others.denominator
    if 0 < events < people:
        return ratio
    return replace(ratio, value=nan, low=nan, high=nan, status=Status.UNDEFINED, evidence=Evidence.NONE)


def gap(measure: str, first: Figure, second: Figure, group: str = "") -> Figure:
    """first - second in percentage points, two groups of people, with its score interval. Neutral 0."""
    few = _few_events(first, second) or _small(first, second)
    interval = outer_interval(lambda *counts: gap_interval(Pair(*counts)), (-1.0, 1.0), first, second)
    return _difference(measure, first, second, group, Unit.POINTS, few, interval)


def against_workforce(measure: str, part: Figure, workforce: Figure) -> Figure:
    """Share in a pay band - share in the workforce that it is a part of, percentage points. Neutral 0.

    The interval is that of the band against the people outside it, with the finite-population factor.
    """
    interval = outer_interval(part_interval, (-1.0, 1.0), part, workforce)
    few = part.denominator < FEW_PEOPLE
    return _difference(measure, part, workforce, part.group, Unit.POINTS, few, interval)


def against_known(measure: str, part: Figure, share: Figure) -> Figure:
    """A share - one that is taken as known, such as a population's, percentage points. Neutral 0."""
    interval = (part.low - share.value, part.high - share.value)
    few = part.denominator < FEW_PEOPLE
    return _difference(measure, part, share, part.group, Unit.POINTS, few, interval)


def stock(share: Figure) -> bool:
    """Whether a figure is the share of people counted whole on a day: of the workforce, a band, a board."""
    return share.measure in STOCKS


def change(now: Figure, before: Figure) -> Figure:
    """now - before for the same figure of two years; points for percentages. Neutral 0.

    Without an interval for the share of a stock: most people are counted in both years, so that the two
    are no two samples.
    """
    if stock(now):
        return _difference(f"{now.measure}_change", now, before, now.group, Unit.POINTS, False, NONE)
    unit = {Unit.PEOPLE: Unit.PEOPLE_CHANGE, Unit.RATIO: Unit.RATIO_CHANGE}.get(now.unit, Unit.POINTS)
    few = Evidence.TOO_FEW in (now.evidence, before.evidence)
    if now.unit == Unit.PERCENT:
        few = _few_events(now, before) or _small(now, before)
    interval = difference_interval(now.value, (now.low, now.high), before.value, (before.low, before.high))
    return _difference(f"{now.measure}_change", now, before, now.group, unit, few, interval)


def _difference(
    measure: str, first: Figure, second: Figure, group: str, unit: Unit, few: bool, interval: Interval
) -> Figure:
    value = first.value - second.value
    other = second.source if second.year == first.year else second.source.of_earlier(second.year)
    return Figure(
        first.indicator,
        measure,
        first.breakdown,
        group,
        first.year,
        value,
        unit,
        status_of(value, first, second),
        low=interval[0],
        high=interval[1],
        evidence=evidence(interval, 0.0, few),
        parents=(first.id, second.id),
        source=merged((first.source, other)),
    )


def status_of(value: float, *parents: Figure) -> Status:
    """Status of a calculated value: the first parent that has none decides, else the value."""
    for status in (Status.NOT_COLLECTED, Status.UNDEFINED, Status.INFINITE):
        if any(parent.status == status for parent in parents):
            return Status.UNDEFINED if status == Status.INFINITE else status
    if value != value:
        return Status.UNDEFINED
    return Status.SHOWN if value else Status.ZERO


def _few_events(first: Figure, second: Figure) -> bool:
    events = first.numerator + second.numerator
    others = first.denominator + second.denominator - events
    return min(events, others) < FEW_EVENTS


def _small(*rates: Figure) -> bool:
    return any(rate.denominator < FEW_PEOPLE for rate in rates)
