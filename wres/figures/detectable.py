"""The smallest ratio that an organisation's numbers could show: what "too close to call" is worth.

As many people in both groups, the White group as it is: how far from equal the BME group would have to be to
be read as worse.
"""

from collections.abc import Iterator
from dataclasses import replace
from math import ceil, floor, inf, isfinite, nan

from wres.figures.evidence import Evidence
from wres.figures.figure import Figure, Figures
from wres.figures.formulas import FORMULAS
from wres.figures.intervals import Pair, mantel_haenszel_ratio, ratio_interval
from wres.figures.readings import Reading, reading
from wres.figures.status import Status
from wres.figures.unit import Unit
from wres.standard.groups import FOCUS
from wres.standard.indicator import Indicator


def smallest_ratios(indicator: Indicator, figures: Figures, year: int) -> Iterator[Figure]:
    """The smallest ratio read as worse, for each ratio that the reading rests on; undefined where none
    could be.

    Nothing where a count that it takes is hidden or not collected.
    """
    for _, ratio in FORMULAS[indicator.formula].compared(indicator, figures, year):
        parents = [figures.find(id) for id in ratio.parents]
        pair = _pair(parents)
        told = ratio.known or ratio.status == Status.INFINITE
        if pair is None or not pair.counted or not told or ratio.low != ratio.low:
            continue
        value = _smallest(pair, ratio, indicator)
        known = isfinite(value)
        yield replace(
            ratio,
            measure="smallest_ratio",
            value=value if known else nan,
            status=Status.SHOWN if known else Status.INFINITE if value == inf else Status.UNDEFINED,
            numerator=nan,
            denominator=nan,
            low=nan,
            high=nan,
            evidence=Evidence.NONE,
        )


def _pair(parents: list[Figure]) -> Pair | None:
    """The two groups behind a ratio: its likelihoods, or the staff of a part and of all, White and BME."""
    if len(parents) == 2 and all(f.unit == Unit.PERCENT and f.known for f in parents):
        first, second = ((_events(f), f.denominator) for f in parents)
        return Pair(*first, *second)
    if len(parents) == 4 and all(f.known for f in parents):
        white, bme, all_white, all_bme = (f.value for f in parents)
        return Pair(bme, white + bme, all_bme - bme, all_white + all_bme - white - bme)
    return None


def _events(rate: Figure) -> float:
    """The events of a rate; of one published with its base alone, those nearest to it."""
    nearest = rate.value * rate.denominator
    if rate.numerator == rate.numerator or not isfinite(nearest):
        return rate.numerator
    return float(round(nearest))


def _smallest(pair: Pair, ratio: Figure, indicator: Indicator) -> float:
    """The first ratio read as worse, going from equality one BME event at a time; NaN where none is."""
    focus_first = indicator.above == FOCUS
    more = focus_first == (indicator.worse == "above")
    base, rate = (
        (pair.base, pair.events_below / pair.base_below)
        if focus_first
        else (pair.base_below, pair.events / pair.base)
    )
    tried = range(ceil(base * rate), floor(base) + 1) if more else range(floor(base * rate), -1, -1)

    def with_events(count: float) -> Pair:
        return replace(pair, events=count) if focus_first else replace(pair, events_below=count)

    def worse(count: float) -> bool:
        low, high = ratio_interval(with_events(count), confidence=ratio.confidence)
        return reading(replace(ratio, low=low, high=high), indicator.worse) == Reading.WORSE

    if not tried or not worse(tried[-1]):
        return nan
    first, last = 0, len(tried) - 1
    while first < last:
        middle = (first + last) // 2
        first, last = (first, middle) if worse(tried[middle]) else (middle + 1, last)
    return mantel_haenszel_ratio(with_events(tried[first]))
