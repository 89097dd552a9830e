"""The rule of evidence: when a comparison is clear, and when it rests on few."""

from enum import StrEnum

from wres.figures.intervals import Interval

FEW_EVENTS = 10  # fewer events than this in both groups together are few
FEW_PEOPLE = 11  # fewer people than this in a group are few
TOLERANCE = 1e-9  # an interval's end this near to equal treatment is on it


class Evidence(StrEnum):
    """What may be said of a comparison; ``NONE`` for a figure that compares nothing or has no interval."""

    HIGHER = "higher"
    LOWER = "lower"
    UNCLEAR = "no clear difference"
    TOO_FEW = "too few to say"
    NOT_COMPARABLE = "not comparable"
    NONE = ""


CLEAR = (Evidence.HIGHER, Evidence.LOWER)


def evidence(interval: Interval, neutral: float, few: bool) -> Evidence:
    """The words that an interval allows, one rule for sentences, tiles, arrows and readings.

    An interval wholly above or below the neutral value gives "higher" or "lower". One that includes it
    gives "too few to say" on ``few`` people (fewer than 10 events in both groups together, or a group of
    fewer than 11), else "no clear difference". Empty where there is no interval.
    """
    low, high = interval
    if low != low:
        return Evidence.NONE
    if low > neutral + TOLERANCE:
        return Evidence.HIGHER
    if high < neutral - TOLERANCE:
        return Evidence.LOWER
    return Evidence.TOO_FEW if few else Evidence.UNCLEAR
