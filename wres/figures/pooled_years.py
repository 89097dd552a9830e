"""Years put together where events are rare: one ratio, each year compared within itself."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from math import inf, nan

from wres.figures.evidence import FEW_EVENTS, FEW_PEOPLE, evidence
from wres.figures.figure import Figure, Figures
from wres.figures.intervals import Pair, mantel_haenszel_ratio, ratio_interval
from wres.figures.provenance import Source, merged
from wres.figures.status import Status
from wres.standard.indicator import Indicator

MOST_YEARS = 3


def pooled_ratio(
    indicator: Indicator,
    figures: Figures,
    year: int,
    windows: Mapping[int, int],
    broken: Container[tuple[str, int]] = (),
) -> Iterator[Figure]:
    """The relative likelihood over up to three years (Mantel and Haenszel), ending with this one. Neutral 1.

    ``windows`` is how many years the events of each year held are counted over: years whose windows overlap
    are not put together. Nothing where fewer than two years can be or nothing was counted, where a count is
    hidden, or across a break.
    """
    taken = list(_apart(indicator.key, year, windows, broken))
    rates = [[figures.find(f"{indicator.key}.likelihood.{g}.{y}") for g in (indicator.above, indicator.below)]
             for y in taken]  # fmt: skip
    if len(taken) < 2 or not all(rate.known for pair in rates for rate in pair):
        return
    pairs = [Pair(a.numerator, a.denominator, b.numerator, b.denominator) for a, b in rates]
    value, interval = mantel_haenszel_ratio(*pairs), ratio_interval(*pairs)
    if value != value:
        return
    events = sum(pair.events + pair.events_below for pair in pairs)
    people = min(sum(pair.base for pair in pairs), sum(pair.base_below for pair in pairs))
    yield replace(
        figures[f"{indicator.key}.relative_likelihood.{year}"],
        measure=f"relative_likelihood_pooled_from_{taken[-1]}",
        value=value if value < inf else nan,
        status=Status.INFINITE if value == inf else Status.SHOWN if value else Status.ZERO,
        numerator=nan,
        denominator=nan,
        low=interval[0],
        high=interval[1],
        evidence=evidence(interval, 1.0, events < FEW_EVENTS or people < FEW_PEOPLE),
        parents=tuple(rate.id for pair in rates for rate in pair),
        source=merged(_of_year(rate, year) for pair in rates for rate in pair),
    )


def _of_year(rate: Figure, year: int) -> Source:
    return rate.source if rate.year == year else rate.source.of_earlier(rate.year)


def _apart(
    key: str, year: int, windows: Mapping[int, int], broken: Container[tuple[str, int]]
) -> Iterable[int]:
    """This year and those before it whose windows do not overlap, latest first, as far as the first break."""
    latest, taken = year, 0
    for each in sorted((y for y in windows if y <= year), reverse=True):
        if each <= latest and taken < MOST_YEARS:
            yield each
            latest, taken = each - windows[each], taken + 1
        if (key, each) in broken:
            return
