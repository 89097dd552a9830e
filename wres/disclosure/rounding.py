"""Rounding in place of hiding: every protected count as a multiple of the policy's base."""

from dataclasses import replace

import pandas as pd

from wres.returns.reading import Return, above_headcount
from wres.returns.settings import DisclosurePolicy
from wres.standard.groups import GROUPS


def round_counts(given: Return, policy: DisclosurePolicy) -> Return:
    """The return with every protected count as a multiple of the policy's base; itself without one.

    Counts are rounded before anything is made from them, halves to even. So totals, percentages and
    ratios follow from the rounded counts and say nothing more about the true ones.
    """
    if policy.rounding is None:
        return given
    names = {"workforce", "recruitment", "disciplinary", "training"}
    names |= {"board"} if policy.board == "hide" else set()
    tables = {
        name: table.assign(headcount=_multiples(table["headcount"], policy.rounding))
        for name, table in given.tables.items()
        if name in names
    }
    staff = tables["workforce"].groupby("group")["headcount"].sum()
    for group in above_headcount(given):  # bands that count some staff twice are no headcount
        stated = round(given.settings.staff_in_post[GROUPS[group]] / policy.rounding) * policy.rounding
        staff[group] = min(stated, staff[group])
    for name in {"disciplinary", "training"} & set(tables):  # no more than the rounded staff
        most = tables[name]["group"].map(staff).fillna(0)
        tables[name] = tables[name].assign(headcount=tables[name]["headcount"].clip(upper=most))
    totals = {label: int(staff.get(group, 0)) for group, label in GROUPS.items()}
    settings = given.settings.model_copy(update={"staff_in_post": totals})
    return replace(given, settings=settings, tables={**given.tables, **tables}, rounded=True)


def _multiples(counts: pd.Series, base: int) -> pd.Series:
    return (counts / base).round() * base
