"""The grade of an indicator in a report: by the rule, or the organisation's own beside it."""

from dataclasses import replace
from typing import Protocol

from wres.figures.figure import Figures
from wres.figures.formulas import FORMULAS
from wres.figures.grades import NOT_ASSESSED, Grade
from wres.figures.unknown_ethnicity import ethnicity_unknown
from wres.returns.settings import ReturnFile
from wres.standard.indicator import Indicator
from wres.standard.indicators import BY_CODE


class Graded(Protocol):
    """What grades are given to: figures, and the settings of each year's return."""

    @property
    def figures(self) -> Figures:
        """The published figures."""

    @property
    def settings(self) -> dict[int, ReturnFile]:
        """The settings by WRES report year."""


def grade_of_report(report: Graded, code: str, year: int) -> Grade:
    """The grade of an indicator in a year: by the rule, or the organisation's own beside the rule's."""
    by_rule = grade(report.figures, code, year)
    own = [each for each in report.settings[year].grades if each.indicator == code]
    if not own:
        return by_rule
    why = f"{own[0].reason.rstrip('.')}. By the rule: {by_rule.grade} ({by_rule.why})"
    return replace(by_rule, grade=own[0].grade, why=why, rule=by_rule.grade)


def grade(figures: Figures, code: str, year: int) -> Grade:
    """The grade of an indicator in a year, by the printed rule."""
    indicator = BY_CODE[code]
    if comparison_impossible(figures, indicator, year):
        return Grade(NOT_ASSESSED, "the ethnicity of nobody in the comparison is known")
    return FORMULAS[indicator.formula].grade(figures, indicator, year)


def comparison_impossible(figures: Figures, indicator: Indicator, year: int) -> bool:
    """Whether nobody's ethnicity is known in a share that the indicator compares: staff, or the board."""
    shares = FORMULAS[indicator.formula].rests_on(indicator)
    return any(ethnicity_unknown(figures, part, breakdown, year) for part, breakdown in shares)
