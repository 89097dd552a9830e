"""The reading of a comparison: its interval against equal treatment and the equal treatment range.

One rule for all nine indicators, on the ratio of the two groups. What it gives by chance alone was tried in
``benchmarks/readings.py``.
"""

from enum import StrEnum

from wres.figures.evidence import TOLERANCE
from wres.figures.figure import Figure
from wres.figures.status import Status
from wres.standard.constants import EQUAL_TREATMENT
from wres.standard.indicator import Worse


class Reading(StrEnum):
    """What a comparison says; ``NOT_KNOWN`` where its figure is hidden or not collected."""

    WORSE = "worse for BME staff"
    CLOSE = "too close to call"
    BETTER = "better for BME staff"
    EQUAL = "about equal"
    NOTHING = "nothing to compare"
    NOT_KNOWN = "not known"

    @property
    def slug(self) -> str:
        """The reading as part of a class name, such as ``worse``."""
        return self.name.lower().replace("_", "-")

    @property
    def said(self) -> str:
        """The reading at the start of a sentence."""
        return self[0].upper() + self[1:]


KNOWN_READINGS = (Reading.WORSE, Reading.CLOSE, Reading.BETTER, Reading.EQUAL)  # the first one counts

RULE = {
    Reading.WORSE: (
        "The whole interval of the ratio lies on the side of 1 that is worse for BME staff, and "
        "is not wholly "
        "inside the equal treatment range."
    ),
    Reading.BETTER: "The same, on the other side of 1.",
    Reading.EQUAL: "The whole interval lies inside the equal treatment range.",
    Reading.CLOSE: "Anything else: the interval includes 1 and reaches beyond the range.",
    Reading.NOTHING: "A group has nobody to compare, or nothing was counted in either group.",
    Reading.NOT_KNOWN: "The figure is hidden or not collected, or no interval can be given.",
}


def reading(figure: Figure, worse: Worse) -> Reading:
    """The reading of the ratio of two groups; ``worse`` is the side of 1 that is worse for BME staff."""
    if figure.status == Status.UNDEFINED:
        return Reading.NOTHING
    low, high = figure.low, figure.high
    if low != low:
        return Reading.NOT_KNOWN
    least, most = EQUAL_TREATMENT
    if least - TOLERANCE <= low and high <= most + TOLERANCE:
        return Reading.EQUAL
    above, below = low > 1 + TOLERANCE, high < 1 - TOLERANCE
    if above or below:
        return Reading.WORSE if above == (worse == "above") else Reading.BETTER
    return Reading.CLOSE


def together(found: list[Reading]) -> Reading:
    """The reading of an indicator with several comparisons: worse where one is, about equal where all are."""
    held = [each for each in KNOWN_READINGS if each in found]
    return held[0] if held else found[0] if found else Reading.NOT_KNOWN
