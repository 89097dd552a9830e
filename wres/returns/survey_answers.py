"""Whether survey percentages are ones that a count of their base can give, or proportions by mistake."""

from decimal import Decimal
from math import floor

NEAREST = 2  # percentages that are offered in place of one that no count gives


def decimals_of(percentage: float) -> int:
    """The decimals that a percentage was typed with, as far as a number tells: 12.7 has one, 13.0 none."""
    exponent = Decimal(repr(float(percentage))).normalize().as_tuple().exponent
    return max(0, -int(exponent))


def possible(percentage: float, base: float) -> bool:
    """Whether some count of the base prints as the percentage; ``percentage`` is 0 to 100."""
    if not base:
        return False
    half = Decimal(5).scaleb(-1 - decimals_of(percentage))
    least = (Decimal(repr(float(percentage))) - half) * Decimal(int(base)) / 100
    most = (Decimal(repr(float(percentage))) + half) * Decimal(int(base)) / 100
    return floor(most) >= least


def nearest(percentage: float, base: float) -> list[str]:
    """The percentages nearest to it that counts of the base give, to its decimals, lowest first."""
    below = floor(percentage * base / 100)
    counts = [count for count in (below, below + 1) if 0 <= count <= base][:NEAREST]
    places = max(1, decimals_of(percentage))
    return [f"{100 * count / base:.{places}f}% ({count} of {base:.0f})" for count in counts]


def proportions(answers: list[tuple[float, float]]) -> bool:
    """Whether percentages, each with its base, are proportions of 1 in truth: 0.127 for 12.7%.

    All of them lie from 0 to 1, and one of them no count of its base gives as a percentage.
    """
    given = [(value, base) for value, base in answers if value == value]
    inside = bool(given) and all(value <= 1 for value, _ in given)
    return inside and any(value and not possible(value, base) for value, base in given)
