"""The shape of an indicator, and the constants of the standard."""

from dataclasses import dataclass
from typing import Literal

EQUAL_TREATMENT = (0.80, 1.25)  # four-fifths rule; "A fair experience for all" (2019)
CONFIDENCE = 0.95

Formula = Literal["share by band", "relative likelihood", "survey percentage", "board gap"]


@dataclass(frozen=True)
class Indicator:
    """One indicator of the standard.

    ``above`` and ``below`` are the groups above and below the line of the ratio (indicators 2
    to 4) or first and second in the difference; ``worse`` is the side of ``neutral`` that is
    worse for BME staff. ``base`` and ``event`` name the measures that are counted.
    """

    number: int
    title: str
    question: str
    definition: str
    formula: Formula
    neutral: float
    worse: Literal["above", "below"]
    above: str = ""
    below: str = ""
    base: str = ""
    event: str = ""
    people: str = "staff"
    happening: str = ""
    past: str = ""
    arithmetic: str = ""

    @property
    def key(self) -> str:
        """The first part of the ids of this indicator's figures, such as ``i2``."""
        return f"i{self.number}"

    @property
    def page(self) -> str:
        """The name of the indicator's notebook and page."""
        return f"indicator-{self.number}"

    @property
    def name(self) -> str:
        """Number and title, as printed in headings."""
        return f"Indicator {self.number}: {self.title}"

    @property
    def headline(self) -> str:
        """The start of the id of the figure that stands for the indicator as a whole."""
        return {
            "share by band": "i1.difference",
            "relative likelihood": f"{self.key}.relative_likelihood",
            "survey percentage": f"{self.key}.gap",
            "board gap": "i9.difference.board.bme",
        }[self.formula]
