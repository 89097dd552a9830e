"""The rule of evidence: when a comparison is clear, and when too few people were counted to say."""

from wres.figures.intervals import Interval

FEW_EVENTS = 10  # fewer events than this in both groups together: too few to say
FEW_PEOPLE = 11  # fewer people than this in a group: too few to say
TOLERANCE = 1e-9  # an interval's end this near to equal treatment is on it


def evidence(interval: Interval, neutral: float, few: bool) -> str:
    """The words that an interval allows, one rule for sentences, tiles, arrows and grades.

    ``few`` (fewer than 10 events in both groups together, or a group of fewer than 11) gives
    "too few to say"; an interval wholly above or below the neutral value "higher" or "lower";
    all else "no clear difference". Empty where there is no interval.
    """
    low, high = interval
    if low != low:
        return ""
    if few:
        return "too few to say"
    if low > neutral + TOLERANCE:
        return "higher"
    return "lower" if high < neutral - TOLERANCE else "no clear difference"
