"""Relative likelihood (indicators 2 to 4): likelihoods, their ratio and gap, the bounds that unknowns set."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from wres.figures.arithmetic import gap, rate, relative_likelihood
from wres.figures.counts import Read, counts_by_group, no_counts, read_counts, staff_counts
from wres.figures.figure import Figure, Figures
from wres.figures.provenance import merged
from wres.figures.status import Status
from wres.figures.workforce import Overall
from wres.returns.reading import Return
from wres.standard.groups import GROUPS, KNOWN, UNKNOWN
from wres.standard.indicator import Indicator, Protection

protection: Protection = "people"


def derived(indicator: Indicator, figures: Figures, year: int, data: Path) -> Iterator[Figure]:
    """The relative likelihood at the four corners of what people of unknown ethnicity could make of it.

    All of them White; all BME; those to whom it happened in one group and the others in the other, which
    gives the lowest and the highest ratio. Neutral value 1. None where there are no unknowns, or their counts
    are hidden or not collected.
    """
    measures = (indicator.base, indicator.event)
    counts = {
        (measure, group): figures.find(f"{indicator.key}.{measure}.{group}.{year}")
        for measure in measures
        for group in GROUPS
    }
    if not all(f.known for f in counts.values()) or not counts[indicator.base, UNKNOWN].value:
        return
    parents, source = tuple(f.id for f in counts.values()), merged(f.source for f in counts.values())
    corners = {
        **{f"as_{group}": (group, group) for group in KNOWN},
        "lowest": (indicator.below, indicator.above),
        "highest": (indicator.above, indicator.below),
    }
    for name, (happened, did_not) in corners.items():
        rates = {own: _rate_with(indicator, counts, own, happened, did_not) for own in KNOWN}
        ratio = relative_likelihood(rates[indicator.above], rates[indicator.below])
        measure = f"relative_likelihood_unknown_{name}"
        yield replace(ratio, measure=measure, parents=parents, source=source)


def _rate_with(
    indicator: Indicator, counts: dict[tuple[str, str], Figure], own: str, happened: str, did_not: str
) -> Figure:
    """A group's likelihood with the unknowns who are taken as its: those to whom it happened, the others."""
    unknown, events = counts[indicator.base, UNKNOWN].value, counts[indicator.event, UNKNOWN].value
    further = events if own == happened else 0.0
    people = further + (unknown - events if own == did_not else 0.0)
    return rate(
        "likelihood",
        _with_more(counts[indicator.event, own], further),
        _with_more(counts[indicator.base, own], people),
    )


def _with_more(counted: Figure, further: float) -> Figure:
    value = counted.value + further
    return replace(counted, value=value, status=Status.SHOWN if value else Status.ZERO)


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


def compared(indicator: Indicator, figures: Figures, year: int) -> list[tuple[str, Figure]]:
    """The relative likelihood."""
    return [("", figures.find(f"{headline(indicator)}.{year}"))]
