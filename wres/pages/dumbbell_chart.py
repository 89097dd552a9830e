"""The chart of all indicators: two groups on one axis, a row each, with the reading in words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from textwrap import fill
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from wres.figures.figure import Figure
from wres.pages.chart import COLOURS, INK, QUIET, ChartSize, Draw, canvas_of, chart_style
from wres.standard.groups import FOCUS, GROUPS

TALL, TALLER = 0.49, 1.15  # inches of a row, broad and narrow
HEAD, KEY = 0.45, 0.45  # inches of the axis, and of a line of the key
LIFT = 0.27  # of a row on a narrow picture: how far its words stand above and below its line
ROOM, ROOMY = (0.34, 0.4), (0.42, 0.5)  # of the axis, left of nobody and right of its end: for a number
NAME = 20  # letters of a name on a line of a broad picture
STEP = 0.1  # the axis ends at a multiple of it
LINE = 0.2  # of a row on a broad picture: how far the reading and its movement stand from its middle


@dataclass(frozen=True)
class Row:
    """A row: its name, the percentage of BME people, the one it is compared with, and what is said of them.

    ``solid`` is whether the reading tells a difference from chance; ``before`` the BME percentage a year
    before, ``beside`` that of another population; None where there is none. ``one_number`` leaves the number
    of the other percentage out, which is the same in every row.
    """

    name: str
    focus: Figure
    other: Figure
    reading: str
    movement: str
    solid: bool
    of_workforce: bool = False
    before: Figure | None = None
    beside: Figure | None = None
    one_number: bool = False

    @property
    def figures(self) -> list[Figure]:
        """The figures that the row draws."""
        return [f for f in (self.focus, self.other, self.before, self.beside) if f is not None and f.known]


def dumbbells(rows: Sequence[Row | str], year_before: int | None) -> Draw:
    """Rows under headings, which are text, on one axis of percentages from 0."""
    drawn = [row for row in rows if isinstance(row, Row)]
    most = max([0.5, *(figure.value for row in drawn for figure in row.figures)])
    end = ceil(min(most, 1) / STEP + 0.001) * STEP

    def draw(paper: ChartSize) -> Canvas:
        places, deep = _places(rows)
        tall = (TALLER if paper.narrow else TALL) * deep + HEAD
        with chart_style(paper):
            canvas, axes = canvas_of(paper, tall + KEY * (2.6 if paper.narrow else 1))
            left, right = ROOMY if paper.narrow else ROOM
            axes.set(xlim=(-left * end, (1 + right) * end), ylim=(deep - 0.35, -0.4))
            _grid(axes, end)
            (_words_inside if paper.narrow else _words_beside)(
                paper, axes, list(zip(rows, places, strict=True))
            )
            for row, y in zip(rows, places, strict=True):
                if isinstance(row, Row):
                    _marks(axes, row, y)
            _key(paper, canvas, drawn, year_before)
        return canvas

    return draw


Placed = list[tuple[Row | str, float]]


def _words_beside(paper: ChartSize, axes: Axes, rows: Placed) -> None:
    """Names left of the axis; right of it the reading, and under it the movement."""
    text = paper.speech.text
    names = [
        fill(text(row if isinstance(row, str) else row.name), NAME, break_on_hyphens=False) for row, _ in rows
    ]
    axes.set_yticks([y for _, y in rows], names)
    for label, (row, _) in zip(axes.get_yticklabels(), rows, strict=True):
        label.set_fontweight("bold" if isinstance(row, str) else "normal")
    held = [(row, y) for row, y in rows if isinstance(row, Row)]
    said = [(y - (LINE if row.movement else 0), row.reading) for row, y in held]
    moved = [(y + LINE, row.movement) for row, y in held if row.movement]
    right = axes.secondary_yaxis("right")
    right.set_yticks([y for y, _ in said + moved], [text(words) for _, words in said + moved])
    right.spines["right"].set_visible(False)
    right.tick_params(length=0, pad=14)
    for label in right.get_yticklabels()[: len(said)]:
        label.set_fontweight("bold")


def _words_inside(paper: ChartSize, axes: Axes, rows: Placed) -> None:
    """The name above a row's line, its reading and movement below it."""
    style: dict[str, Any] = {"va": "center", "bbox": WHITE, "in_layout": False, "zorder": 6}
    left = axes.get_xlim()[0]
    for row, y in rows:
        if isinstance(row, str):
            axes.text(left, y, paper.speech.text(row), weight="bold", **style)
            continue
        words = row.reading + (f",\n{row.movement}" if row.movement else "")
        for said, place in ((row.name, y - LIFT), (words, y + LIFT + 0.04)):
            axes.text(left, place, paper.speech.text(said), **style)


def _places(rows: Sequence[Row | str]) -> tuple[list[float], float]:
    """Where each row's line lies, in rows; a heading takes less than a row. And how deep all of them are."""
    places, deep = [], 0.0
    for row in rows:
        places.append(deep + (0.0 if isinstance(row, str) else 0.15))
        deep += 0.5 if isinstance(row, str) else 1.0
    return places, deep


def _grid(axes: Axes, end: float) -> None:
    axes.spines["left"].set_visible(False)
    wide = 2 * STEP if end > 0.3 else STEP
    ticks = [wide * step for step in range(round(end / wide) + 1) if wide * step <= end + 0.001]
    axes.set_xticks(ticks, [f"{round(100 * tick)}%" for tick in ticks])
    axes.xaxis.tick_top()
    axes.set_yticks([])
    axes.tick_params(length=0)
    axes.vlines(ticks, *axes.get_ylim(), color=QUIET, linewidth=0.6, zorder=0)


def _marks(axes: Axes, row: Row, y: float) -> None:
    """The two groups, the line between them, last year and elsewhere; and the two groups' numbers."""
    if not (row.focus.known and row.other.known):
        return
    ends = [row.focus.value, row.other.value]
    axes.plot(ends, [y, y], color=INK if row.solid else QUIET, linewidth=3 if row.solid else 2,
              linestyle="-" if row.solid else (0, (1, 1.4)), zorder=1)  # fmt: skip
    if row.before is not None and row.before.known:
        axes.plot([row.before.value] * 2, [y - 0.16, y + 0.16], color=INK, linewidth=2, zorder=2)
    if row.beside is not None and row.beside.known:
        axes.plot(row.beside.value, y, **BESIDE, zorder=2)
    axes.plot(row.other.value, y, **(WORKFORCE if row.of_workforce else OTHER), zorder=3)
    axes.plot(row.focus.value, y, **FOCUSED, zorder=4)
    for figure, outward in _outward(row):
        axes.annotate(figure.number, (figure.value, y), (13 * outward, 0), textcoords="offset points",
                      va="center", ha="left" if outward > 0 else "right", bbox=WHITE, zorder=2.5,
                      in_layout=False)  # fmt: skip


def _outward(row: Row) -> Iterator[tuple[Figure, int]]:
    """Each group's figure and the side on which its number stands: away from the other group's."""
    left, right = sorted((row.focus, row.other), key=lambda figure: figure.value)
    for figure, outward in ((left, -1), (right, 1)):
        if figure is row.focus or not row.one_number:
            yield figure, outward


def _key(paper: ChartSize, canvas: Canvas, rows: Sequence[Row], year_before: int | None) -> None:
    """What the marks mean, of those that are drawn."""
    text = paper.speech.text
    handles = [_mark(FOCUSED, text(GROUPS[FOCUS]))]
    if any(not row.of_workforce for row in rows):
        handles.append(_mark(OTHER, "White"))
    if any(row.of_workforce for row in rows):
        handles.append(_mark(WORKFORCE, text("BME, all staff")))
    if year_before and any(row.before is not None and row.before.known for row in rows):
        handles.append(_mark(BEFORE, text(f"BME in {year_before}")))
    if any(row.beside is not None for row in rows):
        handles.append(_mark(BESIDE, text("BME elsewhere")))
    columns = 1 if paper.narrow else len(handles)
    canvas.legend(handles=handles, loc="outside upper left", ncols=columns, frameon=False,
                  columnspacing=1, handletextpad=0.3, handlelength=1.2)  # fmt: skip


def _mark(style: dict[str, Any], label: str) -> mpl.lines.Line2D:
    return mpl.lines.Line2D([], [], **{"linestyle": "none", **style}, label=label)


WHITE: dict[str, Any] = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # behind words
_MARKER: dict[str, Any] = {"markersize": 12, "linestyle": "none", "markeredgecolor": "white"}
_HOLLOW: dict[str, Any] = {"color": INK, "markerfacecolor": "white", "linestyle": "none"}
FOCUSED: dict[str, Any] = {**_MARKER, "marker": "s", "color": COLOURS["BME"]}
OTHER: dict[str, Any] = {**_MARKER, "marker": "o", "color": COLOURS["White"]}
WORKFORCE: dict[str, Any] = {**_HOLLOW, "marker": "o", "markersize": 11, "markeredgewidth": 2}
BESIDE: dict[str, Any] = {**_HOLLOW, "marker": "D", "markersize": 9}
BEFORE: dict[str, Any] = {**_HOLLOW, "marker": "|", "markersize": 12, "markeredgewidth": 2}
