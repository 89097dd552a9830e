"""What figures are made of: counts, likelihoods, ratios, gaps and changes, each with its status.

A figure is made from other figures, so its parents are known and what hides one can hide the
other. Statuses: 0 of n is ``zero``, 0/0 ``undefined``, x/0 ``infinite``, and whatever rests on a
number that was not given ``not_collected``. A count's parents are the counts it is the sum of.
"""

from collections.abc import Iterable
from math import nan

from wres.figures.evidence import FEW_EVENTS, FEW_PEOPLE, Evidence, evidence
from wres.figures.figure import Figure
from wres.figures.intervals import difference_interval, proportion_interval, ratio_interval
from wres.figures.provenance import Source, merged
from wres.figures.status import Status
from wres.figures.unit import Unit


def count(
    indicator: str,
    measure: str,
    breakdown: str,
    group: str,
    year: int,
    people: float,
    source: Source,
    parents: Iterable[Figure] = (),
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
    )


def rate(measure: str, part: Figure, whole: Figure) -> Figure:
    """part / whole as a fraction with its Wilson interval; 0/0 is undefined."""
    low, high = proportion_interval(part.value, whole.value)
    value = part.value / whole.value if whole.value else nan
    return Figure(
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
        low,
        high,
        parents=(part.id, whole.id),
        source=merged((part.source, whole.source)),
    )


def relative_likelihood(above: Figure, below: Figure, group: str = "") -> Figure:
    """above / below, two likelihoods, with its score interval. Neutral value 1.

    0/0 is undefined; x/0 is infinite, with the interval's lower end.
    """
    counts = (above.numerator, above.denominator, below.numerator, below.denominator)
    interval = ratio_interval(*counts)
    # Counts first, so that 0.16 over 0.20 is 0.8 and not a hair below it.
    under = above.denominator * below.numerator
    value = above.numerator * below.denominator / under if under else nan
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
    )


def gap(measure: str, first: Figure, second: Figure, group: str = "") -> Figure:
    """first - second in percentage points, two groups of people, with its interval. Neutral 0."""
    few = _few_events(first, second) or _small(first, second)
    return _difference(measure, first, second, group, Unit.POINTS, few)


def against_workforce(measure: str, part: Figure, workforce: Figure) -> Figure:
    """Share in a part (a band, the board) - share in the workforce, percentage points. Neutral 0.

    The workforce's share is taken as known; the part's Wilson interval is moved by it.
    """
    value = part.value - workforce.value
    interval = (part.low - workforce.value, part.high - workforce.value)
    status = status_of(value, part, workforce)
    words = evidence(interval, 0.0, part.denominator < FEW_PEOPLE)
    return Figure(
        part.indicator,
        measure,
        part.breakdown,
        part.group,
        part.year,
        value,
        Unit.POINTS,
        status,
        low=interval[0],
        high=interval[1],
        evidence=words,
        parents=(part.id, workforce.id),
        source=merged((part.source, workforce.source)),
    )


def change(now: Figure, before: Figure) -> Figure:
    """now - before for the same figure of two years; points for percentages. Neutral 0."""
    unit = {Unit.PEOPLE: Unit.PEOPLE_CHANGE, Unit.RATIO: Unit.RATIO_CHANGE}.get(now.unit, Unit.POINTS)
    few = Evidence.TOO_FEW in (now.evidence, before.evidence)
    if now.unit == Unit.PERCENT:
        few = _few_events(now, before) or _small(now, before)
    return _difference(f"{now.measure}_change", now, before, now.group, unit, few)


def _difference(measure: str, first: Figure, second: Figure, group: str, unit: Unit, few: bool) -> Figure:
    value = first.value - second.value
    other = second.source if second.year == first.year else second.source.of_earlier(second.year)
    interval = difference_interval(
        first.value, (first.low, first.high), second.value, (second.low, second.high)
    )
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
