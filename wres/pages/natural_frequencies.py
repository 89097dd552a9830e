"""Percentages told as people: so many of every hundred."""

from wres.figures.figure import Figure
from wres.figures.inline import inline
from wres.standard.constants import NATURAL


def people_of(*rates: Figure) -> int | None:
    """Of how many people rates are told: a hundred, or a thousand where a hundred would say nobody or all.

    None where a thousand would too, such rates are told as percentages, and where a rate is not known.
    """
    if not all(rate.known for rate in rates):
        return None
    return next((people for people in NATURAL if all(_tells(rate, people) for rate in rates)), None)


def _tells(rate: Figure, people: int) -> bool:
    """Whether so many people tell some from nobody, and most from all."""
    told = rate.of_every(people)
    return (told == "0") == (rate.value == 0) and (told == f"{people:,}") == (rate.value == 1)


def both_groups(focus: Figure, other: Figure, who: str, did: str) -> str:
    """Two rates as people: ``14 of every 100 BME applicants were appointed, and 31 of every 100 White``.

    Empty where a rate is not known.
    """
    if not (focus.known and other.known):
        return ""
    if focus.value == other.value == 0:
        return f"Nobody, BME or White, {did}."
    people = people_of(focus, other)
    if people is None:
        return f"{inline(focus)} of BME {who} {did}, and {inline(other)} of White."
    first, second = (inline(rate, rate.of_every(people)) for rate in (focus, other))
    of = f"of every {people:,}"
    return f"{first} {of} BME {who} {did}, and {second} {of} White."
