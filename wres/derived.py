"""Figures calculated from published figures alone, so that they can tell a reader nothing more.

What unknowns could change, progression between pay bands, the workforce beside its population,
the chance of a board like this one, and the change since the first year held.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import nan
from pathlib import Path

from wres import statistics
from wres.figures import Figure, Figures
from wres.formulas import against_workforce, change, rate, relative_likelihood, status_of
from wres.known import nobody_in
from wres.returns import lookup
from wres.sources import merged
from wres.terms import CLUSTERS, INDICATORS, SEATS, TIERS, Indicator

STEPS = (("lower", "middle"), ("middle", "upper"))
WHOLE_STEP = ("lower", "senior")  # below band 8a, and band 8a and above
HEADLINES = (
    "workforce.share.bme",
    *(f"{i.key}.relative_likelihood" for i in INDICATORS if i.formula == "relative likelihood"),
    *(f"{i.key}.percentage.bme" for i in INDICATORS if i.formula == "survey percentage"),
    *(f"i1.{share}.{c}.senior.bme" for c in CLUSTERS for share in ("share", "known_share")),
    "i9.share.board.bme",
)


def derived(data: Path, figures: Figures, organisation: str, years: Iterable[int]) -> list[Figure]:
    """Every figure that follows from the published ones; none where a count it needs is hidden."""
    years = sorted(years)
    found = list(since_first(figures, years))
    for year in years:
        for indicator in INDICATORS:
            if indicator.formula == "relative likelihood":
                found += unknown_bounds(figures, indicator, year)
        found += progression_ratios(data, figures, year)
        found += population_gap(figures, organisation, year)
        found += board_chances(figures, year)
    return found


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


def progression_ratios(data: Path, figures: Figures, year: int) -> Iterator[Figure]:
    """(White in upper ÷ White in lower) ÷ (BME in upper ÷ BME in lower) per cluster. Neutral 1.

    Above 1 a smaller share of BME staff stands on the upper side of the step. From lower (to band
    5) to middle (6 and 7) to upper (8a and above) where single bands are shown, and from all below
    band 8a to band 8a and above. An analogue of the race disparity ratio, whose official
    arithmetic was not found.
    """
    tier = lookup(data, "pay_bands").set_index("code")["disparity_group"].to_dict()
    for cluster in ("non-clinical", "clinical"):
        cells = figures.where(indicator="i1", measure="headcount", year=year)
        own = [f for f in cells if f.breakdown.startswith(f"{cluster}.") and f.group in ("white", "bme")]
        bands = {t: [f for f in own if tier.get(f.breakdown.split(".")[1]) == t] for t in TIERS}
        sides = {part: [f for f in own if f.breakdown == f"{cluster}.{part}"] for part in WHOLE_STEP}
        for low, high in STEPS:
            yield from _progression(cluster, low, high, bands[low], bands[high])
        yield from _progression(cluster, *WHOLE_STEP, sides["lower"], sides["senior"])


def _progression(
    cluster: str, low: str, high: str, below: list[Figure], above: list[Figure]
) -> Iterator[Figure]:
    cells = [*below, *above]
    if not (below and above) or not all(f.known for f in cells):
        return
    white_low, white_high, bme_low, bme_high = (
        sum(f.value for f in side if f.group == group)
        for group in ("white", "bme")
        for side in (below, above)
    )
    under = white_low * bme_high
    value = white_high * bme_low / under if under else nan
    interval = statistics.odds_ratio_interval(white_high, white_low, bme_high, bme_low)
    few = min(white_low + white_high, bme_low + bme_high) < statistics.FEW_PEOPLE
    few = few or min(white_high + bme_high, white_low + bme_low) < statistics.FEW_EVENTS
    infinite = not under and white_high * bme_low > 0
    yield Figure(
        "i1",
        "progression_ratio",
        f"{cluster}.{low}-to-{high}",
        "",
        below[0].year,
        value,
        "ratio",
        "infinite" if infinite else status_of(value),
        low=interval[0],
        high=interval[1],
        evidence=statistics.evidence(interval, 1.0, few),
        parents=" ".join(f.id for f in cells),
        source=merged(f.source for f in cells),
    )


def population_gap(figures: Figures, organisation: str, year: int) -> Iterator[Figure]:
    """BME share of staff of known ethnicity less that of the area's Census population. Neutral 0.

    In percentage points, and in people: by how many BME staff the workforce is over or under the
    number it would have at the population's share. The Census has no unknown, so the base is staff
    whose ethnicity is known.
    """
    area = organisation.lower()
    share = figures.find(f"workforce.known_share.bme.{year}")
    population = [f for f in figures.where(indicator="population", measure="share", group="bme")
                  if f.breakdown == area]  # fmt: skip
    if not share.known or not population:
        return
    gap = replace(against_workforce("population_gap", share, population[0]), breakdown=area)
    yield gap
    people = share.denominator
    in_people = {name: getattr(gap, name) * people for name in ("value", "low", "high")}
    yield replace(gap, measure="population_gap_in_people", unit="people_change", **in_people)


def board_chances(figures: Figures, year: int) -> Iterator[Figure]:
    """How likely a board at least as far from the workforce is, if seats fell by chance alone.

    P(X ≤ k), or P(X ≥ k) where the board's share is above the workforce's, with X binomial
    (members, BME share of the workforce). A yardstick, no model of how boards are appointed.
    """
    share = figures.find(f"workforce.share.bme.{year}")
    for seat in SEATS:
        members = figures.find(f"i9.members.{seat}.all.{year}")
        bme = figures.find(f"i9.members.{seat}.bme.{year}")
        if not (share.known and members.known and bme.known) or not members.value:
            continue
        if nobody_in(figures, "i9", seat, year) or nobody_in(figures, "workforce", "", year):
            continue
        at_most, at_least = statistics.binomial_tails(bme.value, members.value, share.value)
        value = at_most if bme.value <= share.value * members.value else at_least
        yield Figure(
            "i9",
            "chance",
            seat,
            "bme",
            year,
            value,
            "percent",
            parents=f"{bme.id} {members.id} {share.id}",
            source=merged((members.source, share.source)),
        )


def since_first(figures: Figures, years: list[int]) -> Iterator[Figure]:
    """The change of each headline figure from the first year that it is known with an interval.

    None where that is the year before: the change on the year before says it already.
    """
    for start in HEADLINES:
        found = (figures.find(f"{start}.{year}") for year in years)
        held = [_with_count(f) for f in found if f.known and f.low == f.low]
        for now in held[2:]:
            first = held[0]
            if first.unit == "percent" and not (now.numerator + first.numerator >= 0):
                continue  # a share without its base: nobody can say whether it rests on few
            difference = change(now, first)
            measure = f"{now.measure}_change_since_{first.year}"
            yield replace(difference, measure=measure)


def _with_count(figure: Figure) -> Figure:
    """A percentage that is published with its base alone, with the count nearest to it."""
    if figure.unit != "percent" or figure.numerator == figure.numerator:
        return figure
    nearest = figure.value * figure.denominator
    return replace(figure, numerator=float(round(nearest)) if nearest == nearest else nan)
