"""One figure, and the one long table of figures: ids, units, statuses and how each is printed.

A figure is born once and looked up by its id everywhere else.
"""

from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches
from math import inf, nan

import pandas as pd

from wres.errors import WresError
from wres.figures.evidence import Evidence
from wres.figures.provenance import Source
from wres.figures.status import STATUSES, Status
from wres.figures.unit import Unit
from wres.standard.constants import CONFIDENCE, EQUAL_TREATMENT

MINUS = "\N{MINUS SIGN}"
DECIMALS: dict[str, int] = {
    Unit.PEOPLE: 0,
    Unit.PERCENT: 1,
    Unit.RATIO: 2,
    Unit.POINTS: 1,
    Unit.PEOPLE_CHANGE: 0,
    Unit.RATIO_CHANGE: 2,
}
SMALLEST: dict[str, float] = {Unit.PERCENT: 0.001, Unit.RATIO: 0.01}  # less than half of it prints as 0
MOST_DECIMALS = 8  # beyond a unit's own, for what all but touches equal treatment
NEAR = 1e-9  # a value this near to equal treatment is on it
SIGNED = {Unit.POINTS, Unit.PEOPLE_CHANGE, Unit.RATIO_CHANGE}


@dataclass(frozen=True)
class Slack:
    """How far a count may lie from the one held: so many fewer, so many more; and its base either way."""

    fewer: float = 0.0
    more: float = 0.0
    base: float = 0.0

    @property
    def of_base(self) -> float:
        """The most by which the count itself may be wrong, as a base has it."""
        return max(self.fewer, self.more)


NO_SLACK = Slack()


@dataclass(frozen=True)
class Figure:
    """A row of the table of figures.

    ``value``, ``low`` and ``high`` are in the unit's own scale: people, fractions (``percent``
    and ``points``), or a ratio. ``numerator`` and ``denominator`` are headcounts, kept where the
    value is one count over another. ``parents`` are the ids of the figures it is calculated
    from, ``source`` what it is read from. ``evidence`` is set on comparisons only: higher, lower,
    no clear difference, too few to say. ``confidence`` is that of the interval. ``slack`` says how far
    the count (or numerator) and the denominator may lie from what was counted, where counts are rounded
    or several print as the percentage; no part of the published table.
    """

    indicator: str
    measure: str
    breakdown: str
    group: str
    year: int
    value: float
    unit: Unit
    status: Status = Status.SHOWN
    numerator: float = nan
    denominator: float = nan
    low: float = nan
    high: float = nan
    evidence: Evidence = Evidence.NONE
    parents: tuple[str, ...] = ()
    source: Source = Source()
    confidence: float = CONFIDENCE
    slack: Slack = NO_SLACK

    @property
    def id(self) -> str:
        """The stable id: indicator, measure, breakdown, group, year, joined by dots."""
        parts = (self.indicator, self.measure, self.breakdown, self.group, str(self.year))
        return ".".join(part for part in parts if part)

    @property
    def known(self) -> bool:
        """Whether there is a finite value to print."""
        return self.status in (Status.SHOWN, Status.ZERO)

    @property
    def symbol(self) -> str:
        """The shorthand printed in place of a value, empty where there is a value."""
        return STATUSES[self.status].symbol

    @property
    def text(self) -> str:
        """The figure as prose prints it: ``2.19``, ``23.5%``, ``−13.3 percentage points``."""
        number = self.number
        if not self.known or self.unit != Unit.POINTS:
            return number
        return f"{number} percentage point{'' if number.lstrip('+' + MINUS) == '1.0' else 's'}"

    @property
    def number(self) -> str:
        """The figure as a table cell prints it; the unit of points stands in the header.

        What is there but rounds to nothing, or to everything, is told from what is nothing or everything.
        """
        if not self.known:
            return self.symbol
        said, step = self._beside(self.value, EQUAL_TREATMENT), SMALLEST.get(self.unit, 0.0)
        if step and self.value > 0 and said == printed(0.0, self.unit):
            return f"less than {printed(step, self.unit)}"
        if self.unit == Unit.PERCENT and self.value < 1 and said == printed(1.0, self.unit):
            return f"more than {printed(1 - step, self.unit)}"
        return said

    def of_every(self, people: int) -> str:
        """A percentage as people of so many: ``31`` of every 100 for 30.8%, rounded half up."""
        return printed(self.value * people, Unit.PEOPLE)

    @property
    def size(self) -> str:
        """A difference without its sign, for sentences that say higher or lower."""
        return self.text.lstrip("+" + MINUS)

    @property
    def interval(self) -> str:
        """The 95% interval as printed, such as ``1.43 to 3.38``; empty where there is none."""
        return self.ends if self.known else ""

    @property
    def interval_name(self) -> str:
        """How the interval is named, by its confidence: ``95% interval``, ``98.3% interval``."""
        return f"{round(100 * self.confidence, 1):g}% interval"

    @property
    def ends(self) -> str:
        """The ends of the interval as printed, of a figure without upper limit too; empty without one.

        Where evidence rests on an end, it has the decimals that it takes to stand on its own side of
        equal treatment, so that "higher" is never beside "0.0 to 6.8".
        """
        if self.low != self.low:
            return ""
        if self.high == inf:
            return f"{self._end(self.low)} or more"
        return f"{self._end(self.low)} to {self._end(self.high)}"

    def _end(self, value: float) -> str:
        clear = self.evidence in (Evidence.HIGHER, Evidence.LOWER)
        neutral = 1.0 if self.unit == Unit.RATIO else 0.0
        return self._beside(value, (neutral, *EQUAL_TREATMENT) if clear else EQUAL_TREATMENT)

    def _beside(self, value: float, marks: tuple[float, ...]) -> str:
        """The value with the decimals that it takes to stand on its own side of each mark."""
        if self.unit != Unit.RATIO:
            marks = tuple(mark for mark in marks if mark == 0)
        for more in range(MOST_DECIMALS + 1):
            if all(_same_side(value, mark, self.unit, more) for mark in marks):
                return printed(value, self.unit, more)
        return printed(value, self.unit)


COLUMNS = ["id", *(field.name for field in fields(Figure) if field.name != "slack")]


def _same_side(value: float, mark: float, unit: str, more: int) -> bool:
    """Whether a value prints as the mark only where it is the mark."""
    return abs(value - mark) < NEAR or printed(value, unit, more) != printed(mark, unit, more)


def printed(value: float, unit: str, more: int = 0) -> str:
    """Print a value half up to the unit's decimals, or so many more: percent and points times 100.

    Counts get a thousands comma, differences a sign (a true minus; none on zero).
    """
    scaled = Decimal(repr(float(value))) * (100 if unit in (Unit.PERCENT, Unit.POINTS) else 1)
    step = Decimal(1).scaleb(-DECIMALS[unit] - more)
    # Twelve decimals first, so that 0.125 stored as 0.12499999999999999 rounds as 0.125.
    rounded = scaled.quantize(Decimal(1).scaleb(-12), ROUND_HALF_UP).quantize(step, ROUND_HALF_UP)
    text = f"{abs(rounded):,}" + ("%" if unit == Unit.PERCENT else "")
    if rounded < 0:
        return MINUS + text
    return "+" + text if unit in SIGNED and rounded > 0 else text


def to_frame(figures: list[Figure]) -> pd.DataFrame:
    """The long table of figures, one row per figure, indexed by position, sorted as given.

    Parents stand with a space between them, the source as its text.
    """
    return pd.DataFrame([_row(figure) for figure in figures], columns=COLUMNS)


def _row(figure: Figure) -> dict[str, object]:
    row = {name: getattr(figure, name) for name in COLUMNS}
    return row | {"parents": " ".join(figure.parents), "source": no_formula(figure.source.text)}


def no_formula(text: str) -> str:
    """A text as a cell of a CSV file; a spreadsheet would run what begins with = + - or @ as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


class Figures:
    """The table of figures, looked up by id."""

    def __init__(self, figures: list[Figure]) -> None:
        self._by_id = {figure.id: figure for figure in figures}
        if len(self._by_id) != len(figures):
            raise ValueError("two figures have the same id")

    def __iter__(self):
        return iter(self._by_id.values())

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def __getitem__(self, id: str) -> Figure:
        """The figure with this id.

        Raises ``WresError`` naming the nearest ids where there is none.
        """
        if id not in self._by_id:
            raise WresError(f"no figure has the id '{id}'{self.nearest(id)}")
        return self._by_id[id]

    def nearest(self, id: str) -> str:
        """``; nearest: …`` with up to three ids that look like this one."""
        close = get_close_matches(id, self._by_id, n=3, cutoff=0.6)
        return f"; nearest: {', '.join(close)}" if close else ""

    def find(self, id: str) -> Figure:
        """The figure with this id, or one that says it was not collected."""
        if id in self._by_id:
            return self._by_id[id]
        *parts, year = id.split(".")
        return Figure(".".join(parts), "", "", "", int(year), nan, Unit.PEOPLE, Status.NOT_COLLECTED)

    def where(self, **columns: object) -> list[Figure]:
        """Figures whose columns equal the given values, in table order."""
        return [f for f in self if all(getattr(f, k) == v for k, v in columns.items())]

    @property
    def frame(self) -> pd.DataFrame:
        """The long table as a data frame."""
        return to_frame(list(self))
