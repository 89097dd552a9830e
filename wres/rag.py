"""The grade of an indicator, by a rule that the book prints.

No national rule was found. This one uses value, range, evidence and direction, and the three
grades that earlier reports used; what cannot be judged is not assessed, never achieving.
"""

from dataclasses import dataclass, replace
from math import inf
from typing import Protocol

from wres.figures import Figure, Figures
from wres.known import nobody_compared
from wres.markup import told
from wres.representation import base
from wres.schemas import ReturnFile
from wres.terms import (
    BY_NUMBER,
    CLUSTERS,
    EQUAL_TREATMENT,
    GRADES,
    NOT_ASSESSED,
    STATUSES,
    Indicator,
)

ACHIEVING, DEVELOPING, UNDER_DEVELOPED = GRADES

RULES = {
    "Indicator 1": (
        "BME share of staff in band 8a and above, less the BME share of the workforce (both of staff "
        "whose ethnicity is known, where totals of bands are hidden), for clinical and non-clinical "
        "staff apart; the lower of the grades counts. Achieving: not below. Under-developed: clearly "
        "below. Developing: below, but not clearly."
    ),
    "Indicators 2 to 4": (
        "The relative likelihood. Achieving: within the equal treatment range of 0.80 to 1.25. "
        "Under-developed: outside it, clearly to the disadvantage of BME staff. Developing: "
        "outside it otherwise, to the disadvantage of White staff included. A ratio without upper limit is "
        "outside; its interval says how clearly."
    ),
    "Indicators 5 to 8": (
        "The gap between BME and White respondents. Achieving: BME respondents report the same or "
        "better. Under-developed: clearly worse. Developing: worse, but not clearly."
    ),
    "Indicator 9": (
        "BME share of the whole board, less the BME share of the workforce. Achieving: not below. "
        "Under-developed: clearly below. Developing: below, but not clearly."
    ),
    "Not assessed": (
        "The figure is undefined, hidden or not collected, has no interval, rests on too few people to say, "
        "or nobody's ethnicity is known."
    ),
}


@dataclass(frozen=True)
class Grade:
    """A grade, why it was given, and the figure it rests on.

    ``rule`` is the grade by ``RULES`` where the organisation has given another with a reason.
    """

    grade: str
    why: str
    figure: Figure | None = None
    rule: str = ""

    @property
    def slug(self) -> str:
        """The grade as part of a class name, such as ``under-developed``."""
        return self.grade.lower().replace(" ", "-")


class Graded(Protocol):
    """What grades are given to: figures, and the settings of each year's return."""

    @property
    def figures(self) -> Figures:
        """The published figures."""

    @property
    def settings(self) -> dict[int, ReturnFile]:
        """The settings by WRES report year."""


def given(report: Graded, number: int, year: int) -> Grade:
    """The grade of an indicator in a year: by the rule, or the organisation's own beside the rule's."""
    by_rule = grade(report.figures, number, year)
    own = [each for each in report.settings[year].grades if each.indicator == number]
    if not own:
        return by_rule
    why = f"{own[0].reason.rstrip('.')}. By the rule: {by_rule.grade} ({by_rule.why})"
    return replace(by_rule, grade=own[0].grade, why=why, rule=by_rule.grade)


def grade(figures: Figures, number: int, year: int) -> Grade:
    """The grade of an indicator in a year, by ``RULES``."""
    indicator = BY_NUMBER[number]
    if nobody_compared(figures, indicator, year):
        return Grade(NOT_ASSESSED, "the ethnicity of nobody in the comparison is known")
    if indicator.formula == "share by band":
        return _by_cluster(figures, indicator, year)
    return _graded(indicator, figures.find(f"{indicator.headline}.{year}"))


def _by_cluster(figures: Figures, indicator: Indicator, year: int) -> Grade:
    """The lower grade of the clusters that can be assessed."""
    found = []
    for cluster in CLUSTERS:
        id = f"i1.{base(figures).difference}.{cluster}.senior.bme.{year}"
        if cluster != "other" and id in figures:
            found.append((CLUSTERS[cluster], _graded(indicator, figures[id])))
    assessed = [(name, g) for name, g in found if g.grade != NOT_ASSESSED]
    if not assessed:
        return found[0][1] if found else Grade(NOT_ASSESSED, "not collected")
    name, lowest = max(assessed, key=lambda pair: GRADES.index(pair[1].grade))
    return Grade(lowest.grade, f"{name} staff in band 8a and above: {lowest.why}", lowest.figure)


def _graded(indicator: Indicator, figure: Figure) -> Grade:
    said = told(figure)
    if figure.status == "infinite":
        figure, said = replace(figure, value=inf), f"{told(figure, 'no upper limit')} ({figure.ends})"
    elif not figure.known:
        return Grade(NOT_ASSESSED, STATUSES[figure.status].key, figure)
    if figure.evidence == "too few to say":
        return Grade(NOT_ASSESSED, f"{said}: too few people to say", figure)
    if not figure.evidence:
        return Grade(NOT_ASSESSED, f"{said}: no interval can be given", figure)
    worse = "higher" if indicator.worse == "above" else "lower"
    if indicator.formula == "relative likelihood":
        low, high = EQUAL_TREATMENT
        fine, where = low <= figure.value <= high, f"the range of {low:.2f} to {high:.2f}"
        inside, outside = f"inside {where}", f"outside {where}"
    else:
        fine = figure.value >= 0 if worse == "lower" else figure.value <= 0
        inside, outside = "not worse for BME staff", "worse for BME staff"
    if fine:
        return Grade(ACHIEVING, f"{said}: {inside}", figure)
    if figure.evidence == worse:
        return Grade(UNDER_DEVELOPED, f"{said}: {outside}, and clearly so", figure)
    if figure.evidence != "no clear difference" and figure.evidence:
        return Grade(DEVELOPING, f"{said}: {outside}, clearly in favour of BME staff", figure)
    return Grade(DEVELOPING, f"{said}: {outside}, but not clearly", figure)
