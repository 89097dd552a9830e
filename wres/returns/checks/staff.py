"""Refuse bands that do not add up to the staff in post."""

from pathlib import Path

import pandas as pd

from wres.errors import Problem
from wres.returns.reading import Return, above_headcount, as_shown, by_group
from wres.standard.groups import GROUPS

MORE = (
    "equal totals; where staff in several posts are counted in each, say so in return.yml: "
    'bands_above_headcount: "why"'
)
FEWER = "equal totals: put staff in no band into a row with cluster 'other', band 'other'"


def staff_problems(data: Path, given: Return) -> list[Problem]:
    """The bands of each group add up to its staff in post; to more where the return says why."""
    table, reason = given.tables.get("workforce"), given.settings.bands_above_headcount
    if table is None:
        return []
    counted, typed, file = by_group(table, absent=0), numbers(table), as_shown(given.folder / "workforce.csv")
    settings, problems = as_shown(given.folder / "return.yml"), []
    for group, label in GROUPS.items():
        total, found = given.settings.staff_in_post.get(label), counted[group]
        if total is None:
            place = f"staff_in_post.{label}"
            problems.append(Problem(settings, place, "missing", "a headcount"))
        elif typed[group] > total and not reason:
            said = "bands" if found == found else "numbers"
            said += f" add up to {typed[group]:.0f}, staff_in_post says {total}"
            problems.append(
                Problem(file, label, said, MORE if found == found else f"{total} at most, or {MORE}")
            )
        elif found < total:
            said = f"bands add up to {found:.0f}, staff_in_post says {total}"
            problems.append(Problem(file, label, said, FEWER))
    if reason and not problems and not above_headcount(given):
        idle, expected = f"found {reason!r}, and the bands hold no more than the staff", "no such setting"
        problems.append(Problem(settings, "bands_above_headcount", idle, expected))
    return problems


def numbers(table: pd.DataFrame) -> dict[str, float]:
    """The numbers of each group added up, blanks left out."""
    sums = table.groupby("group")["headcount"].sum()
    return {group: float(sums.get(group, 0)) for group in GROUPS}
