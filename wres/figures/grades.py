"""The grade of an indicator, by a rule that the book prints.

No national rule was found. This one uses value, range, evidence and direction, and the three
grades that earlier reports used; what cannot be judged is not assessed, never achieving.
"""

from dataclasses import dataclass, replace
from math import inf

from wres.figures.evidence import Evidence
from wres.figures.figure import Figure
from wres.figures.inline import inline
from wres.figures.status import STATUSES, Status
from wres.figures.unit import Unit
from wres.standard.constants import EQUAL_TREATMENT
from wres.standard.indicator import Indicator

GRADES = ("Achieving", "Developing", "Under-developed")
NOT_ASSESSED = "Not assessed"

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


def grade_of_figure(indicator: Indicator, figure: Figure) -> Grade:
    said = inline(figure)
    if figure.status == Status.INFINITE:
        figure, said = replace(figure, value=inf), f"{inline(figure, 'no upper limit')} ({figure.ends})"
    elif not figure.known:
        return Grade(NOT_ASSESSED, STATUSES[figure.status].key, figure)
    if figure.evidence == Evidence.TOO_FEW:
        return Grade(NOT_ASSESSED, f"{said}: too few people to say", figure)
    if not figure.evidence:
        return Grade(NOT_ASSESSED, f"{said}: no interval can be given", figure)
    worse = Evidence.HIGHER if indicator.worse == "above" else Evidence.LOWER
    if figure.unit == Unit.RATIO:
        low, high = EQUAL_TREATMENT
        fine, where = low <= figure.value <= high, f"the range of {low:.2f} to {high:.2f}"
        inside, outside = f"inside {where}", f"outside {where}"
    else:
        fine = figure.value >= 0 if worse == Evidence.LOWER else figure.value <= 0
        inside, outside = "not worse for BME staff", "worse for BME staff"
    if fine:
        return Grade(ACHIEVING, f"{said}: {inside}", figure)
    if figure.evidence == worse:
        return Grade(UNDER_DEVELOPED, f"{said}: {outside}, and clearly so", figure)
    if figure.evidence != Evidence.UNCLEAR and figure.evidence:
        return Grade(DEVELOPING, f"{said}: {outside}, clearly in favour of BME staff", figure)
    return Grade(DEVELOPING, f"{said}: {outside}, but not clearly", figure)
