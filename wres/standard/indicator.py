"""One indicator of the standard: the columns of the table in ``indicators``."""

from dataclasses import dataclass
from typing import Literal

Formula = Literal["share by band", "relative likelihood", "survey percentage", "board gap"]
Family = Literal["Who is where", "Opportunity", "Experience"]
Worse = Literal["above", "below"]  # the side of the neutral value that is worse for BME staff
Protection = Literal["people", "bands", "respondents", "seats"]  # by whose rule a count is hidden


@dataclass(frozen=True)
class Indicator:
    """One indicator of the standard.

    ``code`` is its number in the standard, as text: other standards have such as ``4a``.
    ``above`` and ``below`` are the groups above and below the line of the ratio (indicators 2
    to 4) or first and second in the difference; ``worse`` is the side of ``neutral`` that is
    worse for BME staff. ``base`` and ``event`` name the measures that are counted; ``window`` the setting
    that says over how many years events are counted, where the standard leaves it open.
    ``family`` is under which heading the key findings tell of it, ``brief`` its name in few words, ``did``
    what happened to people, as it follows their number.
    ``table`` is the file of counts; ``stages`` are its rows of base and of event, where it holds both.
    """

    code: str
    title: str
    question: str
    definition: str
    formula: Formula
    neutral: float
    worse: Worse
    family: Family
    brief: str
    above: str = ""
    below: str = ""
    base: str = ""
    event: str = ""
    people: str = "staff"
    happening: str = ""
    past: str = ""
    did: str = ""
    asks: tuple[str, ...] = ()
    arithmetic: str = ""
    window: str = ""
    table: str = ""
    stages: tuple[str, str] | None = None

    @property
    def key(self) -> str:
        """The first part of the ids of this indicator's figures, such as ``i2``."""
        return f"i{self.code}"

    @property
    def page(self) -> str:
        """The name of the indicator's notebook and page."""
        return f"indicator-{self.code}"

    @property
    def name(self) -> str:
        """Number and title, as printed in headings."""
        return f"Indicator {self.code}: {self.title}"
