"""How a chart is drawn: one style, bars and points with intervals, wide and narrow, as files.

Everything is told apart without colour. A figure without a value is drawn as its symbol, never at
a height. The same figures come as a picture for wide and for narrow screens, as PNG and as CSV.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from textwrap import fill
from typing import Any

import matplotlib as mpl
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from wres.english.preferred_term import PreferredTerm
from wres.figures.figure import Figure, to_frame
from wres.figures.inline import without_ids
from wres.pages.blocks import Chart, ChartText

# NHS dark blue and aqua green: at least 3:1 against white and against each other. No third colour can be
# (black is 21:1 against white, 3 times 3 times 3 is more), so the third is an outline with dots.
COLOURS = {"White": "#003087", "BME": "#00A499", "Unknown": "#FFFFFF"}
YEAR_COLOURS = tuple(COLOURS.values())  # latest first

INK, RANGE, PALE = "#212B32", "#D8DDE0", "#FFFFFF"
QUIET = "#768692"  # lines that only guide the eye: 3.7:1 against white

STYLE = {
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same picture on every machine
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "hatch.linewidth": 1.2,
    "svg.hashsalt": "wres",
    "svg.fonttype": "path",
}


@dataclass(frozen=True)
class ChartSize:
    """What a chart is drawn on: width in inches, text in points, room right of the highest value.

    The text has the size of the page's own, 19 pixels on a desk and 17 on a phone, and the picture the width
    of the narrowest column that it is shown in: there it is never scaled down.
    ``speech`` is how the words on it are said.
    """

    width: float
    font: float
    room: float
    narrow: bool = False
    speech: PreferredTerm = PreferredTerm()


WIDE = ChartSize(6.6, 14.25, 1.3)
NARROW = ChartSize(3, 12.75, 1.75, narrow=True)
BROAD, BROAD_FROM = ChartSize(9.1, 14.25, 1.3), "72rem"  # the width of the page, and the screens that have it
Draw = Callable[[ChartSize], Canvas]


@dataclass(frozen=True)
class Bar:
    """A bar: where it stands (label), whose it is (series), and the figure it draws."""

    label: str
    series: str
    figure: Figure


def drawn_chart(draw: Draw, name: str, words: ChartText, figures: Iterable[Figure], speech: PreferredTerm,
          stamp: str = "", broad: bool = False) -> Chart:  # fmt: skip
    """A chart on its page: a picture for wide and one for narrow screens, PNG and CSV to download.

    What stands in the pictures is said as ``speech`` has it. ``stamp`` stands in every picture, such as
    that its figures are invented. ``broad`` is a chart as wide as the page.
    """
    on_wide, on_narrow = (replace(size, speech=speech) for size in (BROAD if broad else WIDE, NARROW))
    wide = draw(on_wide)
    width, height = wide.get_size_inches()
    picture = _file(_stamped(wide, stamp, on_wide), "svg")
    wide.set_size_inches(width, height)  # the copy has words of its own round the same drawing
    drawn = tuple(figures)
    return Chart(
        name,
        words,
        drawn,
        wide=picture,
        narrow=_file(_stamped(draw(on_narrow), stamp, on_narrow), "svg"),
        png=_file(_with_words(wide, words, speech), "png"),
        csv=_csv(drawn, stamp).encode(),
        wide_from=BROAD_FROM if broad else "38rem",
    )


def _stamped(canvas: Canvas, stamp: str, paper: ChartSize) -> Canvas:
    if stamp:
        lines = fill(stamp, 28) if paper.narrow else stamp
        width, height = canvas.get_size_inches()
        canvas.set_size_inches(width, height + 0.24 * (lines.count("\n") + 1))
        canvas.supxlabel(lines, x=0.99, ha="right", fontsize=paper.font)
    return canvas


def _with_words(canvas: Canvas, words: ChartText, speech: PreferredTerm) -> Canvas:
    """The chart with its words in the picture: on a page they stand round it, a copy has to carry them."""
    title, subtitle, source = (
        speech.text(without_ids(w)) for w in (words.title, words.subtitle, words.source)
    )
    above = fill(title, 60) + "\n" + fill(subtitle, 60)
    below = fill(source, 70)
    width, height = canvas.get_size_inches()
    lines = above.count("\n") + 1
    taller = height + 0.24 * (lines + below.count("\n") + 2)
    canvas.set_size_inches(width, taller)
    for key in canvas.legends:  # under the words above, which leave a line for it
        key.set_bbox_to_anchor((0, 0, 1, 1 - 0.23 * lines / taller))
        above += "\n"
    canvas.suptitle(above, x=0.01, ha="left", fontsize=WIDE.font)
    canvas.supxlabel(below, x=0.01, ha="left", fontsize=WIDE.font - 2)
    return canvas


def _file(canvas: Canvas, kind: str) -> bytes:
    buffer = io.BytesIO()
    metadata = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}[kind]
    with chart_style(WIDE):
        canvas.savefig(buffer, format=kind, metadata=metadata, dpi=150)
    return buffer.getvalue()


def _csv(figures: Iterable[Figure], stamp: str) -> str:
    """The figures of a chart as they are published; percentages as fractions, as in figures.csv."""
    columns = ["id", "year", "group", "value", "low", "high", "unit", "status", "source"]
    table = to_frame([f for f in figures if f.measure])[columns]
    if stamp:
        table.insert(0, "note", stamp)
    return table.to_csv(index=False, lineterminator="\n")


@contextmanager
def chart_style(paper: ChartSize) -> Iterator[None]:
    settings: Any = {**sns.axes_style("white"), **STYLE, "font.size": paper.font}
    with mpl.rc_context(settings):
        yield


def canvas_of(paper: ChartSize, height: float) -> tuple[Canvas, Axes]:
    canvas = Canvas(figsize=(paper.width, height), layout="constrained")
    axes = canvas.subplots()
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    return canvas, axes
