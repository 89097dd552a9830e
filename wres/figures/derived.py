"""Figures calculated from published figures alone, so that they can tell a reader nothing more.

What unknowns could change, progression between pay bands, the workforce beside its population,
the chance of a board like this one, and the change since the first year held.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from math import nan
from pathlib import Path

from wres.figures.arithmetic import against_known, change
from wres.figures.detectable import smallest_ratios
from wres.figures.figure import Figure, Figures
from wres.figures.formulas import FORMULAS
from wres.figures.pooled_years import pooled_ratio
from wres.figures.unit import Unit
from wres.standard.groups import FOCUS
from wres.standard.indicators import INDICATORS

HEADLINES = (
    f"workforce.share.{FOCUS}",
    *(start for indicator in INDICATORS for start in FORMULAS[indicator.formula].followed(indicator)),
)


def derived(
    data: Path,
    figures: Figures,
    organisation: str,
    years: Iterable[int],
    windows: Mapping[int, int] | None = None,
    broken: Container[tuple[str, int]] = (),
) -> list[Figure]:
    """Every figure that follows from the published ones; none where a count it needs is hidden.

    ``windows`` is how many years disciplinary entries are counted over, by year; one where it is not said.
    ``broken`` holds the breaks in the series: indicator, and the year that begins after it.
    """
    years = sorted(years)
    found = list(since_first(figures, years, broken))
    for year in years:
        for indicator in INDICATORS:
            found += FORMULAS[indicator.formula].derived(indicator, figures, year, data)
            if indicator.window:
                found += pooled_ratio(indicator, figures, year, windows or dict.fromkeys(years, 1), broken)
        found += population_gap(figures, organisation, year)
    with_derived = Figures([*figures, *found])
    for year in years:
        for indicator in INDICATORS:
            found += smallest_ratios(indicator, with_derived, year)
    return found


def population_gap(figures: Figures, organisation: str, year: int) -> Iterator[Figure]:
    """BME share of staff of known ethnicity less that of the area's Census population. Neutral 0.

    In percentage points, and in people: by how many BME staff the workforce is over or under the
    number it would have at the population's share. The Census has no unknown, so the base is staff
    whose ethnicity is known.
    """
    area = organisation.lower()
    share = figures.find(f"workforce.known_share.{FOCUS}.{year}")
    population = [f for f in figures.where(indicator="population", measure="share", group=FOCUS)
                  if f.breakdown == area]  # fmt: skip
    if not share.known or not population:
        return
    gap = replace(against_known("population_gap", share, population[0]), breakdown=area)
    yield gap
    people = share.denominator
    in_people = {name: getattr(gap, name) * people for name in ("value", "low", "high")}
    yield replace(gap, measure="population_gap_in_people", unit=Unit.PEOPLE_CHANGE, **in_people)


def since_first(
    figures: Figures, years: list[int], broken: Container[tuple[str, int]] = ()
) -> Iterator[Figure]:
    """The change of each headline figure from the first year that it is known with an interval.

    None where that is the year before: the change on the year before says it already.
    """
    for start in HEADLINES:
        held: list[Figure] = []
        for year in years:
            figure = figures.find(f"{start}.{year}")
            if (start.partition(".")[0], year) in broken:
                held = []  # nothing before a break in the series is compared with what comes after it
            if figure.known and figure.low == figure.low:
                held.append(_with_count(figure))
            if len(held) < 3 or held[-1].id != figure.id:
                continue
            now, first = held[-1], held[0]
            if first.unit == Unit.PERCENT and not (now.numerator + first.numerator >= 0):
                continue  # a share without its base: nobody can say whether it rests on few
            difference = change(now, first)
            measure = f"{now.measure}_change_since_{first.year}"
            yield replace(difference, measure=measure)


def _with_count(figure: Figure) -> Figure:
    """A percentage that is published with its base alone, with the count nearest to it."""
    if figure.unit != Unit.PERCENT or figure.numerator == figure.numerator:
        return figure
    nearest = figure.value * figure.denominator
    return replace(figure, numerator=float(round(nearest)) if nearest == nearest else nan)
