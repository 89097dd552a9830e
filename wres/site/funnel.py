"""The funnel plot of a comparison of organisations."""

from dataclasses import dataclass
from math import log
from typing import Any

from wres.figures.unit import Unit
from wres.site.comparison import MOST, Comparison, Entry, z_score
from wres.standard.constants import CONFIDENCE, EQUAL_TREATMENT

FUNNEL = (CONFIDENCE, 0.998)  # the two pairs of limits of a funnel plot


@dataclass(frozen=True)
class FunnelLayout:
    """What a funnel is drawn on, in pixels, with the margins of its plot. Words as large as the page's."""

    width: int
    height: int
    font: int
    left: int
    top: int = 34
    below: int = 70
    right: int = 14

    @property
    def end(self) -> int:
        """Where the plot ends on the right."""
        return self.width - self.right

    @property
    def foot(self) -> int:
        """Where the plot ends below."""
        return self.height - self.below


# For desks and for phones, by the end of the picture's name.
SHEETS = {"": FunnelLayout(600, 440, 19, 52), "-narrow": FunnelLayout(288, 400, 17, 46, below=92)}


def funnel(found: Comparison, sheet: FunnelLayout = SHEETS[""]) -> dict[str, Any] | None:
    """The points and limits of a funnel plot of ratios; None where fewer than three can be drawn.

    Across: how precise a ratio is (1 divided by the standard error of its logarithm); up: the ratio.
    The limits stand around equal treatment: a point beyond one differs from 1 more than chance alone
    would have it in 1 - confidence of cases. Spiegelhalter (2005), Statistics in Medicine 24: 1185.
    """
    drawn = [(place, 1 / error) for place in found.ordered if (error := place.error)]
    if found.unit != Unit.RATIO or len(drawn) < 3:
        return None
    most = 1.08 * max(precision for _, precision in drawn)
    high = min(log(MOST), max(log(2.2), *(1.1 * abs(log(p.figure.value)) for p, _ in drawn)))

    def x(precision: float) -> float:
        return sheet.left + (sheet.end - sheet.left) * precision / most

    def y(logarithm: float) -> float:
        half = (sheet.foot - sheet.top) / 2
        return sheet.top + half - half * max(-1.0, min(1.0, logarithm / high))

    limits = []
    for confidence in FUNNEL:
        steps = [most * n / 60 for n in range(1, 61)]
        for sign in (1, -1):
            line = " ".join(
                f"{x(s):.1f},{y(sign * z_score(confidence) / s):.1f}"
                for s in steps
                if z_score(confidence) / s <= high
            )
            limits.append({"line": line, "dashed": confidence == CONFIDENCE})
    points = [
        {"x": f"{x(precision):.1f}", "y": f"{y(log(p.figure.value)):.1f}", "code": p.book.code,
         "beyond": beyond(p)}
        for p, precision in drawn
    ]  # fmt: skip
    ticks = [(f"{v:g}", f"{y(log(v)):.1f}") for v in (0.25, 0.5, 1, 2, 4) if abs(log(v)) <= high]
    low, top = (f"{y(log(v)):.1f}" for v in EQUAL_TREATMENT)
    return {"points": points, "limits": limits, "ticks": ticks, "band": (top, low), "one": f"{y(0):.1f}",
            "sheet": sheet}  # fmt: skip


def beyond(place: Entry) -> str:
    """Beyond which limits of the funnel a ratio lies."""
    error = place.error
    if error is None:
        return "Not drawn"
    distance = abs(log(place.figure.value)) / error
    outside = [confidence for confidence in FUNNEL if distance > z_score(confidence)]
    return f"Beyond {100 * max(outside):g}%" if outside else "Within"


def expected_beyond(number: int) -> str:
    """How many of so many points lie beyond the inner limits by chance alone, as words print it."""
    return f"{number * (1 - CONFIDENCE):.0f}"
