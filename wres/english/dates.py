"""Dates as prose prints them."""

from datetime import date

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


def long_date(day: date) -> str:
    """A date as prose prints it: 31 March 2023."""
    return f"{day.day} {day:%B %Y}"
