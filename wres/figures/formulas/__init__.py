"""A module for each formula of the standard: counts, derived figures, what is compared; and the table of
them.

A new formula is a module here, one of its name in ``wres.pages.content``, and a line in each table.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from wres.figures.figure import Figure, Figures
from wres.figures.formulas import board_gap, relative_likelihood, share_by_band, survey_percentage
from wres.figures.workforce import Overall
from wres.returns.reading import Return
from wres.standard.indicator import Formula, Indicator, Protection
from wres.standard.indicators import BY_KEY


class Room(Protocol):
    """What the calculation asks of a formula, and by which rule disclosure control hides its counts."""

    @property
    def protection(self) -> Protection:
        """The rule: on small counts of people, in bands too, on few respondents, or on seats of a board."""

    def counted(self, indicator: Indicator, given: Return, overall: Overall, data: Path, /) -> list[Figure]:
        """The figures that one return gives, before disclosure control."""

    def derived(self, indicator: Indicator, figures: Figures, year: int, data: Path, /) -> Iterable[Figure]:
        """The figures that follow from published ones alone."""

    def headline(self, indicator: Indicator, /) -> str:
        """Start of the id of the figure that stands for the indicator as a whole."""

    def followed(self, indicator: Indicator, /) -> tuple[str, ...]:
        """Starts of the ids of the figures that are compared with the first year held."""

    def rests_on(self, indicator: Indicator, /) -> tuple[tuple[str, str], ...]:
        """The shares that the comparison rests on: first part of the id, and breakdown."""

    def compared(self, indicator: Indicator, figures: Figures, year: int, /) -> list[tuple[str, Figure]]:
        """The ratios that a year's reading rests on, each with the part of staff it is of."""


def protection(figure: Figure) -> Protection | None:
    """The rule by which a figure's counts are hidden; None for what others have published."""
    if figure.indicator == "workforce":
        return "people"
    indicator = BY_KEY.get(figure.indicator)
    return FORMULAS[indicator.formula].protection if indicator else None


FORMULAS: dict[Formula, Room] = {
    "share by band": share_by_band,
    "relative likelihood": relative_likelihood,
    "survey percentage": survey_percentage,
    "board gap": board_gap,
}
