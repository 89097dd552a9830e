"""Relative likelihood (indicators 2 to 4): likelihoods, their ratio and gap, the bounds that unknowns set."""

from collections.abc import Iterator
from dataclasses import replace

from wres.figures.arithmetic import gap, rate, relative_likelihood
from wres.figures.counts import Read, counts_by_group, no_counts, read_counts, staff_counts
from wres.figures.figure import Figure, Figures
from wres.figures.provenance import merged
from wres.returns.reading import Return
from wres.standard.catalogue import Indicator
from wres.standard.groups import GROUPS


def unknown_bounds(figures: Figures, indicator: Indicator, year: int) -> Iterator[Figure]:
    """The relative likelihood if everyone of unknown ethnicity were White, and if all were BME.

    Unknowns are added to one group's base and events, the other group as it is. Neutral value 1.
    None where there are no unknowns, or their counts are hidden or not collected.
    """
    measures = (indicator.base, indicator.event)
    counts = {
        (measure, group): figures.find(f"{indicator.key}.{measure}.{group}.{year}")
        for measure in measures
        for group in ("white", "bme", "unknown")
    }
    if not all(f.known for f in counts.values()) or not counts[indicator.base, "unknown"].value:
        return
    parents = " ".join(f.id for f in counts.values())
    for group in ("white", "bme"):
        rates = {}
        for own in ("white", "bme"):
            base, events = counts[indicator.base, own], counts[indicator.event, own]
            if own == group:
                base = _together(base, counts[indicator.base, "unknown"])
                events = _together(events, counts[indicator.event, "unknown"])
            rates[own] = rate("likelihood", events, base)
        ratio = relative_likelihood(rates[indicator.above], rates[indicator.below])
        measure, source = f"relative_likelihood_unknown_as_{group}", merged(f.source for f in counts.values())
        yield replace(ratio, measure=measure, parents=parents, source=source)


def _together(first: Figure, second: Figure) -> Figure:
    return replace(first, value=first.value + second.value, status="shown")


def likelihood_counts(number: int, given: Return) -> tuple[Read, Read]:
    """Base and events by group for indicators 2 to 4, each with where it is read from."""
    name = {2: "recruitment", 3: "disciplinary", 4: "training"}[number]
    table = given.tables.get(name)
    if number > 2:
        return staff_counts(given), no_counts(name) if table is None else read_counts(name, table)
    if table is None:
        return no_counts(name), no_counts(name)
    shortlisted, appointed = (table[table["stage"] == stage] for stage in ("shortlisted", "appointed"))
    return read_counts(name, shortlisted), read_counts(name, appointed)


def counted(indicator: Indicator, base: Read, events: Read, given: Return) -> list[Figure]:
    """Indicators 2 to 4: likelihood by group, the ratio of two, and their gap in points."""
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
