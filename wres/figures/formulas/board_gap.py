"""Board gap (indicator 9): seats by group, their shares less the workforce's, the chance of such a board."""

from collections.abc import Iterator

import pandas as pd

from wres.figures.arithmetic import against_workforce, rate
from wres.figures.counts import counts_by_group, no_counts, read_counts
from wres.figures.figure import Figure, Figures
from wres.figures.intervals import binomial_tails
from wres.figures.provenance import merged
from wres.figures.unknown_ethnicity import ethnicity_unknown
from wres.returns.reading import Return
from wres.standard.groups import GROUPS, SEATS


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
        if ethnicity_unknown(figures, "i9", seat, year) or ethnicity_unknown(figures, "workforce", "", year):
            continue
        at_most, at_least = binomial_tails(bme.value, members.value, share.value)
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


def counted(given: Return, overall: dict[str, Figure]) -> list[Figure]:
    """Indicator 9: share of each group on the board less its share of the workforce."""
    table = given.tables.get("board")
    found = []
    for seat in SEATS:
        rows = _seats(table, seat)
        read = no_counts("board") if rows is None else read_counts("board", rows, absent=0)
        members = counts_by_group("i9", "members", seat, given, read)
        shares = [rate("share", members[g], members["all"]) for g in GROUPS]
        found += [*members.values(), *shares]
        found += [against_workforce("difference", s, overall[s.group]) for s in shares]
    return found


def _seats(table: pd.DataFrame | None, seat: str) -> pd.DataFrame | None:
    """The rows of a kind of seat; None where the source does not tell which they are."""
    if table is None or table.empty or (seat != "board" and table[seat].isna().any()):
        return None
    return table if seat == "board" else table[table[seat] == "yes"]
