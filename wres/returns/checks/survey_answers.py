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


def proportions(percentages: list[float]) -> bool:
    """Whether all percentages of a survey are proportions of 1 by their size: 0.127 for 12.7%.

    They lie from 0 to 1 and are not all 0; a blank (NaN) says nothing.
    """
    given = [value for value in percentages if value == value]
    return any(given) and all(value <= 1 for value in given)


def proportion(percentage: float, base: float) -> bool:
    """Whether a percentage below 1 is one that no count of its base gives, so that a proportion is meant."""
    return 0 < percentage < 1 and not possible(percentage, base)


def as_percentage(value: float) -> str:
    """A proportion as the percentage that it stands for: 0.127 is 12.7."""
    return f"{(Decimal(repr(float(value))) * 100).normalize():f}"
