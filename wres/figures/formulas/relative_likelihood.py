"""Relative likelihood (indicators 2 to 4): likelihoods, their ratio and gap, the bounds that unknowns set."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from wres.figures.arithmetic import gap, rate, relative_likelihood
from wres.figures.counts import Read, counts_by_group, no_counts, read_counts, staff_counts
from wres.figures.figure import Figure, Figures
from wres.figures.grades import Grade, grade_of_figure
from wres.figures.provenance import merged
from wres.figures.status import Status
from wres.figures.workforce import Overall
from wres.returns.reading import Return
from wres.standard.groups import GROUPS, KNOWN, UNKNOWN
from wres.standard.indicator import Indicator, Protection

protection: Protection = "people"


def derived(indicator: Indicator, figures: Figures, year: int, data: Path) -> Iterator[Figure]:
    """The relative likelihood if everyone of unknown ethnicity were White, and if all were BME.

    Unknowns are added to one group's base and events, the other group as it is. Neutral value 1.
    None where there are no unknowns, or their counts are hidden or not collected.
    """
    measures = (indicator.base, indicator.event)
    counts = {
        (measure, group): figures.find(f"{indicator.key}.{measure}.{group}.{year}")
        for measure in measures
        for group in GROUPS
    }
    if not all(f.known for f in counts.values()) or not counts[indicator.base, UNKNOWN].value:
        return
    parents = tuple(f.id for f in counts.values())
    for group in KNOWN:
        rates = {}
        for own in KNOWN:
            base, events = counts[indicator.base, own], counts[indicator.event, own]
            if own == group:
                base = _together(base, counts[indicator.base, UNKNOWN])
                events = _together(events, counts[indicator.event, UNKNOWN])
            rates[own] = rate("likelihood", events, base)
        ratio = relative_likelihood(rates[indicator.above], rates[indicator.below])
        measure, source = f"relative_likelihood_unknown_as_{group}", merged(f.source for f in counts.values())
        yield replace(ratio, measure=measure, parents=parents, source=source)


def _together(first: Figure, second: Figure) -> Figure:
    return replace(first, value=first.value + second.value, status=Status.SHOWN)


def _read(indicator: Indicator, given: Return) -> tuple[Read, Read]:
    """Base and events by group, each with where it is read from."""
    table = given.tables.get(indicator.table)
    nothing = no_counts(indicator.table)
    if indicator.stages is None:
        return staff_counts(given), nothing if table is None else read_counts(indicator.table, table)
    if table is None:
        return nothing, nothing
    base, events = (read_counts(indicator.table, table[table["stage"] == s]) for s in indicator.stages)
    return base, events


def counted(indicator: Indicator, given: Return, overall: Overall, data: Path) -> list[Figure]:
    """Likelihood by group, the ratio of two, and their gap in points."""
    base, events = _read(indicator, given)
    staff = ["workforce.headcount"] if indicator.base == "staff" else []
    bases = counts_by_group(indicator.key, indicator.base, "", given, base, staff)
    counts = counts_by_group(indicator.key, indicator.event, "", given, events)
    rates = {g: rate("likelihood", counts[g], bases[g]) for g in GROUPS}
    above, below = rates[indicator.above], rates[indicator.below]
    return [
        *bases.values(),
        *counts.values(),
        *rates.values(),
        relative_likelihood(above, below),
        gap("gap", above, below),
    ]


def headline(indicator: Indicator) -> str:
    """The relative likelihood."""
    return f"{indicator.key}.relative_likelihood"


def followed(indicator: Indicator) -> tuple[str, ...]:
    """The relative likelihood."""
    return (headline(indicator),)


def rests_on(indicator: Indicator) -> tuple[tuple[str, str], ...]:
    """No share: a group without people has no likelihood."""
    return ()


def grade(figures: Figures, indicator: Indicator, year: int) -> Grade:
    """The grade of the relative likelihood."""
    return grade_of_figure(indicator, figures.find(f"{headline(indicator)}.{year}"))
