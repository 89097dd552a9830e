"""Organisations side by side, indicator by indicator, from published figures alone.

A value stands in the order only where there are enough people to say anything: what rests on too few
is named apart, in alphabetical order, and never ranked.
"""

from dataclasses import dataclass
from math import inf, log
from statistics import NormalDist
from typing import Any

from wres.figures.evidence import Evidence
from wres.figures.figure import Figure
from wres.figures.formulas import FORMULAS
from wres.figures.grades import Grade
from wres.figures.status import STATUSES
from wres.figures.unit import Unit
from wres.site.published_books import Book
from wres.standard.bands import CLUSTERS
from wres.standard.constants import CONFIDENCE
from wres.standard.groups import FOCUS
from wres.standard.indicator import Indicator

WIDE = 220.0  # width of the picture in a row, in its own units

MOST = 8.0  # a ratio's picture reaches from 1/MOST to MOST at most


@dataclass(frozen=True)
class Entry:
    """One organisation's figure in a comparison."""

    book: Book
    figure: Figure
    grade: Grade | None

    @property
    def sure(self) -> bool:
        """Whether the figure may stand in an order: it has an interval, and enough people behind it."""
        return self.figure.known and self.figure.evidence not in (Evidence.NONE, Evidence.TOO_FEW)

    @property
    def said(self) -> str:
        """Why a figure stands apart."""
        if not self.figure.known:
            return STATUSES[self.figure.status].key
        return "too few people to say" if self.figure.evidence else "no interval can be given"

    @property
    def error(self) -> float | None:
        """Standard error of the logarithm of a ratio, from its published interval; None without one."""
        low, high = self.figure.low, self.figure.high
        if not (self.sure and self.figure.value > 0 and 0 < low < high < inf):
            return None
        return (log(high) - log(low)) / (2 * z_score(CONFIDENCE))


@dataclass(frozen=True)
class Comparison:
    """The places of one figure of an indicator: those in order, and those apart."""

    title: str
    unit: str
    neutral: float
    ordered: list[Entry]
    apart: list[Entry]


def z_score(confidence: float) -> float:
    return NormalDist().inv_cdf((1 + confidence) / 2)


def comparisons(books: list[Book], indicator: Indicator) -> list[Comparison]:
    """The comparisons of an indicator: by cluster for pay bands, else one."""
    if indicator.formula != "share by band":
        return [_compared(books, indicator, "Organisation by organisation", "")]
    return [
        _compared(books, indicator, f"{CLUSTERS[cluster]} staff in band 8a and above", cluster)
        for cluster in ("non-clinical", "clinical")
    ]


def _compared(books: list[Book], indicator: Indicator, title: str, cluster: str) -> Comparison:
    places, headline = [], FORMULAS[indicator.formula].headline(indicator)
    for book in books:
        start = f"{indicator.key}.{book.base.difference}.{cluster}.senior.{FOCUS}" if cluster else headline
        grade = None if cluster else book.grades[indicator.code]
        places.append(Entry(book, book.figures.find(f"{start}.{book.year}"), grade))
    sure = sorted((p for p in places if p.sure), key=lambda p: (-p.figure.value, p.book.name))
    apart = [p for p in places if not p.sure]
    unit = Unit.RATIO if indicator.formula == "relative likelihood" else Unit.POINTS
    return Comparison(title, unit, indicator.neutral, sure, sorted(apart, key=lambda p: p.book.name))


def bars(found: Comparison) -> list[dict[str, Any]]:
    """For each ordered place where its point, its interval and equal treatment stand in the picture."""
    across = _scale(found)
    return [
        {
            "neutral": across(found.neutral),
            "low": across(place.figure.low),
            "high": across(place.figure.high),
            "value": across(place.figure.value),
        }
        for place in found.ordered
    ]


def _scale(found: Comparison) -> Any:
    """From a value to its place across; logarithmic for ratios, the same for every row."""
    ends = [found.neutral, *(v for p in found.ordered for v in (p.figure.low, p.figure.high, p.figure.value))]
    if found.unit == Unit.RATIO:
        far = max(log(2), *(abs(log(min(max(v, 1 / MOST), MOST))) for v in ends))
        return lambda v: _across(log(min(max(v, 1 / MOST), MOST)) / far)
    far = max(0.05, *(abs(v) for v in ends))
    return lambda v: _across(v / far)


def _across(share: float) -> str:
    """From -1 to 1 to a place in the picture, a little off its edges."""
    return f"{WIDE / 2 + (WIDE / 2 - 6) * min(max(share, -1.0), 1.0):.1f}"
