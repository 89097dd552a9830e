"""The rule of evidence: when a comparison is clear, and when too few people were counted to say."""

from enum import StrEnum

from wres.figures.intervals import Interval

FEW_EVENTS = 10  # fewer events than this in both groups together: too few to say
FEW_PEOPLE = 11  # fewer people than this in a group: too few to say
TOLERANCE = 1e-9  # an interval's end this near to equal treatment is on it


class Evidence(StrEnum):
    """What may be said of a comparison; ``NONE`` for a figure that compares nothing or has no interval."""

    HIGHER = "higher"
    LOWER = "lower"
    UNCLEAR = "no clear difference"
    TOO_FEW = "too few to say"
    NONE = ""


def evidence(interval: Interval, neutral: float, few: bool) -> Evidence:
    """The words that an interval allows, one rule for sentences, tiles, arrows and grades.

    ``few`` (fewer than 10 events in both groups together, or a group of fewer than 11) gives
    "too few to say"; an interval wholly above or below the neutral value "higher" or "lower";
    all else "no clear difference". Empty where there is no interval.
    """
    low, high = interval
    if low != low:
        return Evidence.NONE
    if few:
        return Evidence.TOO_FEW
    if low > neutral + TOLERANCE:
        return Evidence.HIGHER
    return Evidence.LOWER if high < neutral - TOLERANCE else Evidence.UNCLEAR
