"""Counts by group: read from the rows of a return, with the rows as their source."""

from collections.abc import Iterable
from dataclasses import replace
from math import nan

import pandas as pd

from wres.figures.arithmetic import count
from wres.figures.figure import NO_SLACK, Figure, Slack
from wres.figures.provenance import Source, cited, merged
from wres.returns.reading import Return, by_group
from wres.standard.groups import GROUPS, KNOWN

Counts = dict[str, float]
Sources = dict[str, Source]  # by group: the file and rows that its count is read from
Read = tuple[Counts, Sources]


def counts_by_group(
    indicator: str,
    measure: str,
    breakdown: str,
    given: Return,
    read: Read,
    addends: Iterable[str] = (),
) -> dict[str, Figure]:
    """A count per group, and their total under ``all`` where every group is known.

    ``addends`` are the starts of the ids of the counts that each group's count is the sum of.
    """
    figures, (counts, sources) = {}, read
    for g in GROUPS:
        slack = rounded_by(given, measure, sources[g]) if counts[g] == counts[g] else NO_SLACK
        figure = count(indicator, measure, breakdown, g, given.year, counts[g], sources[g], slack=slack)
        figures[g] = replace(figure, parents=tuple(f"{start}.{g}.{given.year}" for start in addends))
    total, source = sum(counts[g] for g in GROUPS), merged(sources.values())
    room = together(figures.values())
    everyone = count(indicator, measure, breakdown, "all", given.year, total, source, figures.values(), room)
    return {**figures, "all": everyone}


def rounded_by(given: Return, measure: str, source: Source) -> Slack:
    """How far a count may lie from the people counted: half the multiple for each row that was rounded."""
    policy = given.settings.policies.disclosure
    if not given.rounded or not policy.rounding or (measure == "members" and policy.board != "hide"):
        return NO_SLACK
    most = policy.rounding / 2 * max(sum(len(rows.rows) for rows in source.rows), 1)
    return Slack(most, most)


def together(parts: Iterable[Figure]) -> Slack:
    """How far a sum may lie from the people counted: as far as all its parts together."""
    held = list(parts)
    return Slack(sum(part.slack.fewer for part in held), sum(part.slack.more for part in held))


def read_counts(name: str, table: pd.DataFrame, absent: float = nan) -> Read:
    """Headcount by group, ``absent`` for a group without a row, and the file and rows it is read from."""
    rows = {g: table.loc[table["group"] == g, "row"] for g in GROUPS}
    return by_group(table, absent), {g: cited(f"{name}.csv", rows[g]) for g in GROUPS}


def no_counts(name: str) -> Read:
    """Counts that a file should hold and does not."""
    return dict.fromkeys(GROUPS, nan), dict.fromkeys(GROUPS, cited(f"{name}.csv"))


def staff_counts(given: Return) -> Read:
    """The workforce's totals are stated; rounded ones are added up from the rounded rows."""
    counts = {g: float(given.settings.staff_in_post[label]) for g, label in GROUPS.items()}
    _, bands = read_counts("workforce", given.tables["workforce"])
    stated = cited("return.yml", entry="staff_in_post")
    return counts, bands if given.rounded else dict.fromkeys(GROUPS, stated)


def known_staff(staff: dict[str, Figure]) -> Figure:
    """Staff whose ethnicity is known: the base of shares where a total has to be hidden."""
    white, bme = (staff[g] for g in KNOWN)
    total, source = white.value + bme.value, merged((white.source, bme.source))
    room = together((white, bme))
    return count(white.indicator, "known", white.breakdown, "", white.year, total, source, (white, bme), room)
