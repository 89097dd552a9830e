"""The unit of a figure."""

from enum import StrEnum


class Unit(StrEnum):
    """In what a figure is given; percentages and points are held as fractions and printed times 100."""

    PEOPLE = "people"
    PERCENT = "percent"
    RATIO = "ratio"
    POINTS = "points"
    PEOPLE_CHANGE = "people_change"
    RATIO_CHANGE = "ratio_change"
