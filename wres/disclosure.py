"""The door between the counts and everything that prints.

Behind it a figure that may not be shown has no value, no interval, no counts and no evidence.
"""

from dataclasses import replace
from math import nan

from wres.figures import Figure
from wres.schemas import DisclosurePolicy

SURVEY = ("i5", "i6", "i7", "i8")
OPEN = ("population", "benchmark")


def published(figures: list[Figure], policy: DisclosurePolicy) -> list[Figure]:
    """The figures as they may be shown: hidden ones emptied, all else untouched, order kept.

    Hidden are: a count of 1 to the threshold (zero too, if the policy says so); a survey
    percentage on fewer respondents than the minimum base; and every figure made from a hidden
    one, totals excepted.
    """
    hidden = {f.id for f in figures if _too_small(f, policy)}
    grown = True
    while grown:
        made = {f.id for f in figures if _made_from(f, hidden)}
        grown = not made <= hidden
        hidden |= made
    return [_emptied(f) if f.id in hidden else f for f in figures]


def _too_small(figure: Figure, policy: DisclosurePolicy) -> bool:
    if figure.indicator in OPEN or figure.status not in ("shown", "zero"):
        return False
    if figure.indicator in SURVEY:
        base = figure.value if figure.measure == "respondents" else figure.denominator
        return figure.measure in ("respondents", "percentage") and 0 < base < policy.minimum_base
    if figure.indicator == "i9" and policy.board != "hide":
        return policy.board == "share-only" and figure.measure == "members"
    if figure.unit != "people":
        return False
    lowest = 0 if policy.hide_zero else 1
    return lowest <= figure.value <= policy.threshold


def _made_from(figure: Figure, hidden: set[str]) -> bool:
    """Whether a calculated figure rests on a hidden one. A total of counts stands by itself."""
    return figure.unit != "people" and any(parent in hidden for parent in figure.parents.split())


def _emptied(figure: Figure) -> Figure:
    return replace(
        figure, value=nan, low=nan, high=nan, numerator=nan, denominator=nan,
        status="suppressed", evidence="",
    )  # fmt: skip
