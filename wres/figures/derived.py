"""Figures calculated from published figures alone, so that they can tell a reader nothing more.

What unknowns could change, progression between pay bands, the workforce beside its population,
the chance of a board like this one, and the change since the first year held.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import nan
from pathlib import Path

from wres.figures.arithmetic import against_workforce, change
from wres.figures.figure import Figure, Figures
from wres.figures.formulas import FORMULAS
from wres.figures.unit import Unit
from wres.standard.groups import FOCUS
from wres.standard.indicators import INDICATORS

HEADLINES = (
    f"workforce.share.{FOCUS}",
    *(start for indicator in INDICATORS for start in FORMULAS[indicator.formula].followed(indicator)),
)


def derived(data: Path, figures: Figures, organisation: str, years: Iterable[int]) -> list[Figure]:
    """Every figure that follows from the published ones; none where a count it needs is hidden."""
    years = sorted(years)
    found = list(since_first(figures, years))
    for year in years:
        for indicator in INDICATORS:
            found += FORMULAS[indicator.formula].derived(indicator, figures, year, data)
        found += population_gap(figures, organisation, year)
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
    gap = replace(against_workforce("population_gap", share, population[0]), breakdown=area)
    yield gap
    people = share.denominator
    in_people = {name: getattr(gap, name) * people for name in ("value", "low", "high")}
    yield replace(gap, measure="population_gap_in_people", unit=Unit.PEOPLE_CHANGE, **in_people)


def since_first(figures: Figures, years: list[int]) -> Iterator[Figure]:
    """The change of each headline figure from the first year that it is known with an interval.

    None where that is the year before: the change on the year before says it already.
    """
    for start in HEADLINES:
        found = (figures.find(f"{start}.{year}") for year in years)
        held = [_with_count(f) for f in found if f.known and f.low == f.low]
        for now in held[2:]:
            first = held[0]
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
