"""Board gap (indicator 9): seats by group, their shares less the workforce's, the chance of such a board."""

from collections.abc import Iterator
from dataclasses import replace
from math import nan
from pathlib import Path

import pandas as pd

from wres.figures.arithmetic import gap, rate, representation_ratio
from wres.figures.counts import counts_by_group, known_staff, no_counts, read_counts
from wres.figures.evidence import Evidence
from wres.figures.figure import Figure, Figures, Slack
from wres.figures.intervals import binomial_chance
from wres.figures.status import Status
from wres.figures.unit import Unit
from wres.figures.workforce import Overall
from wres.returns.reading import Return
from wres.standard.groups import FOCUS, GROUPS, KNOWN, SEATS, UNKNOWN, WHOLE_BOARD
from wres.standard.indicator import Indicator, Protection

protection: Protection = "seats"


def derived(indicator: Indicator, figures: Figures, year: int, data: Path) -> Iterator[Figure]:
    """The ratio of representation, what unknowns could make of it, and the chance of such a board.

    All of members and staff whose ethnicity is known; nothing where a share or its counts are hidden.
    """
    workforce = figures.find(f"workforce.known_share.{FOCUS}.{year}")
    for seat in SEATS:
        board = figures.find(f"{indicator.key}.known_share.{seat}.{FOCUS}.{year}")
        if not (workforce.known and board.known and board.numerator >= 0):
            continue
        ratio = representation_ratio(board, workforce, seat)
        yield ratio
        yield from _with_unknowns(figures, ratio, board, workforce)
        yield replace(
            ratio,
            measure="chance",
            value=binomial_chance(board.numerator, board.denominator, workforce.value),
            unit=Unit.PERCENT,
            status=Status.SHOWN,
            low=nan,
            high=nan,
            evidence=Evidence.NONE,
        )


def _with_unknowns(figures: Figures, ratio: Figure, board: Figure, workforce: Figure) -> Iterator[Figure]:
    """The least and the greatest ratio, over all that members and staff of unknown ethnicity may be."""
    year, seat = ratio.year, ratio.breakdown
    ids = (f"{ratio.indicator}.members.{seat}.{UNKNOWN}.{year}", f"workforce.headcount.{UNKNOWN}.{year}")
    members, staff = (figures.find(id) for id in ids)
    if not (members.known and staff.known) or not (members.value or staff.value):
        return
    parents = (*board.parents, members.id, *workforce.parents, staff.id)
    for name, of_board, of_workforce in (("lowest", 0.0, 1.0), ("highest", 1.0, 0.0)):
        ends = [
            replace(
                share,
                numerator=share.numerator + part * unknown.value,
                denominator=share.denominator + unknown.value,
                value=(share.numerator + part * unknown.value) / (share.denominator + unknown.value),
                status=Status.SHOWN if share.numerator + part * unknown.value else Status.ZERO,
            )
            for share, part, unknown in ((board, of_board, members), (workforce, of_workforce, staff))
        ]
        made = representation_ratio(ends[0], ends[1], seat)
        yield replace(made, measure=f"{ratio.measure}_unknown_{name}", parents=parents)


def counted(indicator: Indicator, given: Return, overall: Overall, data: Path) -> list[Figure]:
    """Share of each group on the board less its share of the workforce."""
    table = given.tables.get(indicator.table)
    found = []
    for seat in SEATS:
        rows = _seats(table, seat)
        read = no_counts(indicator.table) if rows is None else read_counts(indicator.table, rows, absent=0)
        members = counts_by_group(indicator.key, "members", seat, given, read)
        shares = [rate("share", members[g], members["all"]) for g in GROUPS]
        known = known_staff(members)
        found += [*members.values(), *shares, known, *(rate("known_share", members[g], known) for g in KNOWN)]
        shown = given.settings.policies.disclosure.board == "show"
        unknown = members[UNKNOWN].value if shown else 0.0  # else the interval could tell a hidden count
        found += [_difference(s, overall.share[s.group], unknown) for s in shares]
    return found


def _difference(board: Figure, workforce: Figure, unknown: float) -> Figure:
    """The board's share less the workforce's; its interval holds whatever the unknown members are.

    So "below" is said only where it would be if every such member were of the group.
    """
    held = board.slack
    more = unknown if board.group != UNKNOWN and unknown > 0 else 0.0
    with_room = replace(board, slack=Slack(held.fewer, held.more + more, held.base))
    return gap("difference", with_room, workforce, board.group)


def _seats(table: pd.DataFrame | None, seat: str) -> pd.DataFrame | None:
    """The rows of a kind of seat; None where the source does not tell which they are."""
    if table is None or table.empty or (seat != "board" and table[seat].isna().any()):
        return None
    return table if seat == "board" else table[table[seat] == "yes"]


def headline(indicator: Indicator) -> str:
    """The difference of the whole board from the workforce."""
    return f"{indicator.key}.difference.{WHOLE_BOARD}.{FOCUS}"


def followed(indicator: Indicator) -> tuple[str, ...]:
    """The BME share of the whole board."""
    return (f"{indicator.key}.share.{WHOLE_BOARD}.{FOCUS}",)


def rests_on(indicator: Indicator) -> tuple[tuple[str, str], ...]:
    """The shares of the board and of the workforce."""
    return (indicator.key, WHOLE_BOARD), ("workforce", "")


def compared(indicator: Indicator, figures: Figures, year: int) -> list[tuple[str, Figure]]:
    """The BME share of the whole board over that of the workforce; nothing where a count is not shown."""
    id = f"{indicator.key}.representation_ratio.{WHOLE_BOARD}.{FOCUS}.{year}"
    return [("", figures[id])] if id in figures else []
