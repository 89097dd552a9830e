"""Organisations side by side, indicator by indicator, from published figures alone.

A value stands in the order only where there are enough people to say anything: what rests on too few
is named apart, in alphabetical order, and never ranked.
"""

from dataclasses import dataclass
from math import inf, log
from statistics import NormalDist
from typing import Any

from wres import rag
from wres.figures import Figure
from wres.parlance import Parlance
from wres.shelf import Book
from wres.terms import CLUSTERS, CONFIDENCE, EQUAL_TREATMENT, INDICATORS, STATUSES, Indicator

WIDE = 220.0  # width of the picture in a row, in its own units
FUNNEL = (CONFIDENCE, 0.998)  # the two pairs of limits of a funnel plot
MOST = 8.0  # a ratio's picture reaches from 1/MOST to MOST at most


@dataclass(frozen=True)
class Sheet:
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
SHEETS = {"": Sheet(600, 440, 19, 52), "-narrow": Sheet(288, 400, 17, 46, below=92)}


@dataclass(frozen=True)
class Place:
    """One organisation's figure in a comparison."""

    book: Book
    figure: Figure
    grade: rag.Grade | None

    @property
    def sure(self) -> bool:
        """Whether the figure may stand in an order: it has an interval, and enough people behind it."""
        return self.figure.known and self.figure.evidence not in ("", "too few to say")

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
        return (log(high) - log(low)) / (2 * _z(CONFIDENCE))


@dataclass(frozen=True)
class Comparison:
    """The places of one figure of an indicator: those in order, and those apart."""

    title: str
    unit: str
    neutral: float
    ordered: list[Place]
    apart: list[Place]


def _z(confidence: float) -> float:
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
    places = []
    for book in books:
        start = f"i1.{book.base.difference}.{cluster}.senior.bme" if cluster else indicator.headline
        grade = None if cluster else book.grades[indicator.number - 1]
        places.append(Place(book, book.figures.find(f"{start}.{book.year}"), grade))
    sure = sorted((p for p in places if p.sure), key=lambda p: (-p.figure.value, p.book.name))
    apart = [p for p in places if not p.sure]
    unit = "ratio" if indicator.formula == "relative likelihood" else "points"
    return Comparison(title, unit, indicator.neutral, sure, sorted(apart, key=lambda p: p.book.name))


# Pictures


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
    if found.unit == "ratio":
        far = max(log(2), *(abs(log(min(max(v, 1 / MOST), MOST))) for v in ends))
        return lambda v: _across(log(min(max(v, 1 / MOST), MOST)) / far)
    far = max(0.05, *(abs(v) for v in ends))
    return lambda v: _across(v / far)


def _across(share: float) -> str:
    """From -1 to 1 to a place in the picture, a little off its edges."""
    return f"{WIDE / 2 + (WIDE / 2 - 6) * min(max(share, -1.0), 1.0):.1f}"


def funnel(found: Comparison, sheet: Sheet = SHEETS[""]) -> dict[str, Any] | None:
    """The points and limits of a funnel plot of ratios; None where fewer than three can be drawn.

    Across: how precise a ratio is (1 divided by the standard error of its logarithm); up: the ratio.
    The limits stand around equal treatment: a point beyond one differs from 1 more than chance alone
    would have it in 1 - confidence of cases. Spiegelhalter (2005), Statistics in Medicine 24: 1185.
    """
    drawn = [(place, 1 / error) for place in found.ordered if (error := place.error)]
    if found.unit != "ratio" or len(drawn) < 3:
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
                f"{x(s):.1f},{y(sign * _z(confidence) / s):.1f}" for s in steps if _z(confidence) / s <= high
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


def beyond(place: Place) -> str:
    """Beyond which limits of the funnel a ratio lies."""
    error = place.error
    if error is None:
        return "Not drawn"
    distance = abs(log(place.figure.value)) / error
    outside = [confidence for confidence in FUNNEL if distance > _z(confidence)]
    return f"Beyond {100 * max(outside):g}%" if outside else "Within"


def expected_beyond(number: int) -> str:
    """How many of so many points lie beyond the inner limits by chance alone, as words print it."""
    return f"{number * (1 - CONFIDENCE):.0f}"


# Pages


def names() -> list[str]:
    """Every file that the comparison may write beside the start page."""
    numbers = [i.number for i in INDICATORS]
    funnels = [i.number for i in INDICATORS if i.formula == "relative likelihood"]
    pictures = [f"funnel-{n}{size}.svg" for n in funnels for size in SHEETS]
    return [*(f"compare-{n}.html" for n in numbers), *pictures]


def year_to_compare(books: list[Book]) -> int | None:
    """The latest year of which two organisations or more have a book with figures."""
    held: dict[int, set[str]] = {}
    for book in books:
        if (book.folder / "figures.csv").is_file():
            held.setdefault(book.year, set()).add(book.code)
    return max((year for year, codes in held.items() if len(codes) > 1), default=None)


def pages(books: list[Book], jinja: Any) -> dict[str, str]:
    """The text of every comparison page and picture, by file name; none without a year to compare.

    Pages say BME unless every book compared prints the same other word for it.
    """
    year = year_to_compare(books)
    if year is None:
        return {}
    held = [b for b in books if b.year == year and (b.folder / "figures.csv").is_file()]
    words = {book.word for book in held}
    speech = Parlance(words.pop()) if len(words) == 1 else Parlance()
    without = sorted({b.name for b in books} - {b.name for b in held})
    made = {}
    for indicator in INDICATORS:
        found = comparisons(held, indicator)
        plot = funnel(found[0])
        shown = [{"comparison": c, "bars": bars(c)} for c in found]
        page = jinja.get_template("templates/compare.html").render(
            indicator=indicator, indicators=INDICATORS, year=year, shown=shown, without=without, plot=plot,
            beyond=beyond, chance=expected_beyond(len(plot["points"])) if plot else "", wide=WIDE,
            synthetic=any(b.about["synthetic"] for b in held),
        )  # fmt: skip
        made[f"compare-{indicator.number}.html"] = speech.html(page)
        for size, sheet in SHEETS.items() if plot else ():
            made[f"funnel-{indicator.number}{size}.svg"] = jinja.get_template("templates/funnel.svg").render(
                plot=funnel(found[0], sheet), synthetic=any(b.about["synthetic"] for b in held)
            )
    return made
