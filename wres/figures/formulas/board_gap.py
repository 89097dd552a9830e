"""Board gap (indicator 9): seats by group, their shares less the workforce's, the chance of such a board."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from wres.figures.arithmetic import against_workforce, rate
from wres.figures.counts import counts_by_group, no_counts, read_counts
from wres.figures.figure import Figure, Figures
from wres.figures.grades import Grade, grade_of_figure
from wres.figures.intervals import binomial_tails
from wres.figures.provenance import merged
from wres.figures.unit import Unit
from wres.figures.unknown_ethnicity import ethnicity_unknown
from wres.figures.workforce import Overall
from wres.returns.reading import Return
from wres.standard.groups import FOCUS, GROUPS, SEATS
from wres.standard.indicator import Indicator, Protection

protection: Protection = "seats"


def derived(indicator: Indicator, figures: Figures, year: int, data: Path) -> Iterator[Figure]:
    """How likely a board at least as far from the workforce is, if seats fell by chance alone.

    P(X ≤ k), or P(X ≥ k) where the board's share is above the workforce's, with X binomial
    (members, BME share of the workforce). A yardstick, no model of how boards are appointed.
    """
    key, share = indicator.key, figures.find(f"workforce.share.{FOCUS}.{year}")
    for seat in SEATS:
        members = figures.find(f"{key}.members.{seat}.all.{year}")
        bme = figures.find(f"{key}.members.{seat}.{FOCUS}.{year}")
        if not (share.known and members.known and bme.known) or not members.value:
            continue
        if ethnicity_unknown(figures, key, seat, year) or ethnicity_unknown(figures, "workforce", "", year):
            continue
        at_most, at_least = binomial_tails(bme.value, members.value, share.value)
        value = at_most if bme.value <= share.value * members.value else at_least
        yield Figure(
            key,
            "chance",
            seat,
            FOCUS,
            year,
            value,
            Unit.PERCENT,
            parents=(bme.id, members.id, share.id),
            source=merged((members.source, share.source)),
        )


def counted(indicator: Indicator, given: Return, overall: Overall, data: Path) -> list[Figure]:
    """Share of each group on the board less its share of the workforce."""
    table = given.tables.get(indicator.table)
    found = []
    for seat in SEATS:
        rows = _seats(table, seat)
        read = no_counts(indicator.table) if rows is None else read_counts(indicator.table, rows, absent=0)
        members = counts_by_group(indicator.key, "members", seat, given, read)
        shares = [rate("share", members[g], members["all"]) for g in GROUPS]
        found += [*members.values(), *shares]
        found += [against_workforce("difference", s, overall.share[s.group]) for s in shares]
    return found


def _seats(table: pd.DataFrame | None, seat: str) -> pd.DataFrame | None:
    """The rows of a kind of seat; None where the source does not tell which they are."""
    if table is None or table.empty or (seat != "board" and table[seat].isna().any()):
        return None
    return table if seat == "board" else table[table[seat] == "yes"]


def headline(indicator: Indicator) -> str:
    """The difference of the whole board from the workforce."""
    return f"{indicator.key}.difference.board.{FOCUS}"


def followed(indicator: Indicator) -> tuple[str, ...]:
    """The BME share of the whole board."""
    return (f"{indicator.key}.share.board.{FOCUS}",)


def rests_on(indicator: Indicator) -> tuple[tuple[str, str], ...]:
    """The shares of the board and of the workforce."""
    return (indicator.key, "board"), ("workforce", "")


def grade(figures: Figures, indicator: Indicator, year: int) -> Grade:
    """The grade of the difference of the whole board."""
    return grade_of_figure(indicator, figures.find(f"{headline(indicator)}.{year}"))
