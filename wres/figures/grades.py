"""The reading of an indicator in a year, and the grade that follows from it by a table that the book prints.

No national rule for grades was found. What cannot be told is not assessed, never achieving. A report may
leave grades out, or give its own beside the rule's, with a reason.
"""

from dataclasses import dataclass, replace
from typing import Protocol

from wres.figures.figure import Figure, Figures
from wres.figures.formulas import FORMULAS
from wres.figures.inline import inline
from wres.figures.readings import Reading, reading, together
from wres.figures.status import STATUSES, Status
from wres.figures.unknown_ethnicity import ethnicity_unknown
from wres.returns.settings import ReturnFile
from wres.standard.indicator import Indicator
from wres.standard.indicators import BY_CODE

GRADES = ("Achieving", "Developing", "Under-developed")
NOT_ASSESSED = "Not assessed"

ACHIEVING, DEVELOPING, UNDER_DEVELOPED = GRADES

BY_READING = {
    Reading.EQUAL: ACHIEVING,
    Reading.BETTER: DEVELOPING,
    Reading.WORSE: UNDER_DEVELOPED,
    Reading.CLOSE: NOT_ASSESSED,
    Reading.NOTHING: NOT_ASSESSED,
    Reading.NOT_KNOWN: NOT_ASSESSED,
}


@dataclass(frozen=True)
class Grade:
    """What an indicator says in a year, the grade that follows, why, and the figure it rests on.

    ``rule`` is the grade by the table where the organisation has given another with a reason; ``shown`` is
    false in a report without grades.
    """

    reading: Reading
    why: str
    figure: Figure | None = None
    own: str = ""
    shown: bool = True

    @property
    def by_rule(self) -> str:
        """The grade that follows from the reading."""
        return BY_READING[self.reading]

    @property
    def grade(self) -> str:
        """The grade as the report gives it: the organisation's own, or that of the table."""
        return self.own or self.by_rule

    @property
    def rule(self) -> str:
        """The grade by the table, where the organisation has given another; else empty."""
        return self.by_rule if self.own else ""

    @property
    def slug(self) -> str:
        """The reading as part of a class name, such as ``worse``."""
        return self.reading.slug

    @property
    def said(self) -> str:
        """The reading at the start of a sentence."""
        return self.reading.said


class Graded(Protocol):
    """What grades are given to: figures, and the settings of each year's return."""

    @property
    def figures(self) -> Figures:
        """The published figures."""

    @property
    def settings(self) -> dict[int, ReturnFile]:
        """The settings by WRES report year."""

    @property
    def given(self) -> ReturnFile:
        """The settings of the report year."""


def grade_of_report(report: Graded, code: str, year: int) -> Grade:
    """The grade of an indicator in a year of a report: by the rule, or the organisation's own beside it."""
    found = replace(grade(report.figures, code, year), shown=report.given.show_grades)
    own = [each for each in report.settings[year].grades if each.indicator == code]
    if not own or not found.shown:
        return found
    why = f"{own[0].reason.rstrip('.')}. By the rule: {found.by_rule} ({found.why})"
    return replace(found, own=own[0].grade, why=why)


def grade(figures: Figures, code: str, year: int) -> Grade:
    """The reading of an indicator in a year and the grade that follows, by the printed rule."""
    indicator = BY_CODE[code]
    if comparison_impossible(figures, indicator, year):
        return Grade(Reading.NOTHING, "the ethnicity of nobody in the comparison is known")
    compared = FORMULAS[indicator.formula].compared(indicator, figures, year)
    readings = [reading(figure, indicator.worse) for _, figure in compared]
    if not readings:
        return Grade(Reading.NOT_KNOWN, "not collected, or hidden to protect confidentiality")
    whole = together(readings)
    why = "; ".join(_why(name, figure, each) for (name, figure), each in zip(compared, readings, strict=True))
    return Grade(whole, why, compared[readings.index(whole)][1])


def _why(name: str, figure: Figure, found: Reading) -> str:
    """A comparison in a few words: its ratio, interval and reading."""
    about = f"{name.lower()} staff: " if name else ""
    if figure.status == Status.INFINITE:
        ends = f" ({figure.ends})" if figure.ends else ", without an interval"
        return f"{about}{inline(figure, 'no upper limit')}{ends}, {found}"
    if not figure.known:
        return f"{about}{STATUSES[figure.status].key}"
    interval = f" ({figure.interval_name} {figure.interval})" if figure.interval else ", without an interval"
    return f"{about}{inline(figure)}{interval}, {found}"


def comparison_impossible(figures: Figures, indicator: Indicator, year: int) -> bool:
    """Whether nobody's ethnicity is known in a share that the indicator compares: staff, or the board."""
    shares = FORMULAS[indicator.formula].rests_on(indicator)
    return any(ethnicity_unknown(figures, part, breakdown, year) for part, breakdown in shares)
