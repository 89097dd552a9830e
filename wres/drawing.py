"""How a chart is drawn: one style, bars and points with intervals, wide and narrow, as files.

Everything is told apart without colour. A figure without a value is drawn as its symbol, never at
a height. The same figures come as a picture for wide and for narrow screens, as PNG and as CSV.
"""

import base64
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from textwrap import fill
from typing import Any

import matplotlib as mpl
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from wres.figures import Figure
from wres.markup import Shown, plain, render
from wres.parlance import Parlance
from wres.terms import EQUAL_TREATMENT, STATUSES

# NHS dark blue and aqua green: at least 3:1 against white and against each other. No third colour can be
# (black is 21:1 against white, 3 times 3 times 3 is more), so the third is an outline with dots.
COLOURS = {"White": "#003087", "BME": "#00A499", "Unknown": "#FFFFFF"}
YEAR_COLOURS = tuple(COLOURS.values())  # latest first
HATCHES = dict(zip(YEAR_COLOURS, ("", "//", ".."), strict=True))
INK, RANGE, PALE = "#212B32", "#D8DDE0", "#FFFFFF"
THICK = 0.78  # of the room for a label, how much its bars take
LONG = 10  # characters of a name, beyond which two columns of a key are too wide for a phone
CLEAR = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # behind words that lines may cross
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
class Paper:
    """What a chart is drawn on: width in inches, text in points, room right of the highest value.

    The text has the size of the page's own, 19 pixels on a desk and 17 on a phone, and the picture the width
    of the narrowest column that it is shown in: there it is never scaled down.
    ``speech`` is how the words on it are said.
    """

    width: float
    font: float
    room: float
    narrow: bool = False
    speech: Parlance = Parlance()


WIDE = Paper(6.6, 14.25, 1.3)
NARROW = Paper(3, 12.75, 1.75, narrow=True)
Draw = Callable[[Paper], Canvas]


@dataclass(frozen=True)
class Bar:
    """A bar: where it stands (label), whose it is (series), and the figure it draws."""

    label: str
    series: str
    figure: Figure


@dataclass(frozen=True)
class Words:
    """What stands round a chart: its message, what is drawn, its text alternative, its source."""

    title: str
    subtitle: str
    alt: str
    source: str


def shown(draw: Draw, name: str, words: Words, figures: Iterable[Figure], speech: Parlance,
          stamp: str = "") -> Shown:  # fmt: skip
    """A chart on its page: a picture for wide and one for narrow screens, PNG and CSV to download.

    What stands in the pictures is said as ``speech`` has it. ``stamp`` stands in every picture, such as
    that its figures are invented.
    """
    on_wide, on_narrow = replace(WIDE, speech=speech), replace(NARROW, speech=speech)
    wide = draw(on_wide)
    width, height = wide.get_size_inches()
    picture = _file(_stamped(wide, stamp, on_wide), "svg")
    wide.set_size_inches(width, height)  # the copy has words of its own round the same drawing
    return render(
        "chart",
        name=name,
        words=words,
        wide=picture,
        narrow=_file(_stamped(draw(on_narrow), stamp, on_narrow), "svg"),
        png=_file(_with_words(wide, words, speech), "png"),
        csv=base64.b64encode(_csv(figures, stamp).encode()).decode(),
    )


def _stamped(canvas: Canvas, stamp: str, paper: Paper) -> Canvas:
    if stamp:
        lines = fill(stamp, 28) if paper.narrow else stamp
        width, height = canvas.get_size_inches()
        canvas.set_size_inches(width, height + 0.24 * (lines.count("\n") + 1))
        canvas.supxlabel(lines, x=0.99, ha="right", fontsize=paper.font)
    return canvas


def _with_words(canvas: Canvas, words: Words, speech: Parlance) -> Canvas:
    """The chart with its words in the picture: on a page they stand round it, a copy has to carry them."""
    title, subtitle, source = (speech.text(plain(w)) for w in (words.title, words.subtitle, words.source))
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


def _file(canvas: Canvas, kind: str) -> str:
    buffer = io.BytesIO()
    metadata = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}[kind]
    with _style(WIDE):
        canvas.savefig(buffer, format=kind, metadata=metadata, dpi=150)
    return base64.b64encode(buffer.getvalue()).decode()


def _csv(figures: Iterable[Figure], stamp: str) -> str:
    """The figures of a chart as they are published; percentages as fractions, as in figures.csv."""
    columns = ["id", "year", "group", "value", "low", "high", "unit", "status", "source"]
    rows = [[getattr(f, column) for column in columns] for f in figures if f.measure]
    table = pd.DataFrame(rows, columns=columns)
    if stamp:
        table.insert(0, "note", stamp)
    return table.to_csv(index=False, lineterminator="\n")


@contextmanager
def _style(paper: Paper) -> Iterator[None]:
    settings: Any = {**sns.axes_style("white"), **STYLE, "font.size": paper.font}
    with mpl.rc_context(settings):
        yield


def _canvas(paper: Paper, height: float) -> tuple[Canvas, Axes]:
    canvas = Canvas(figsize=(paper.width, height), layout="constrained")
    axes = canvas.subplots()
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    return canvas, axes


# Bars


def bars(drawn: Sequence[Bar], colours: dict[str, str], mark: Figure | None = None,
         mark_label: str = "", broken: Sequence[str] = ()) -> Draw:  # fmt: skip
    """Horizontal bars with direct labels and intervals; a dashed line for a figure to compare.

    ``broken`` are the labels under which the series breaks. Figures are percentages.
    """
    labels = list(dict.fromkeys(bar.label for bar in drawn))
    series = [s for s in colours if any(bar.series == s for bar in drawn)]
    frame = pd.DataFrame(
        [(b.label, b.series, b.figure.value * 100) for b in drawn], columns=["label", "series", "value"]
    )
    dodge = len(drawn) > len(labels)
    rows = len(labels) * (len(series) if dodge else 1)
    highest = max([0.0, *(v * 100 for b in drawn for v in (b.figure.high, b.figure.value) if v == v)])

    def draw(paper: Paper) -> Canvas:
        with _style(paper):
            canvas, axes = _canvas(paper, 1.1 + 0.46 * rows + 0.2 * len(labels))
            sns.barplot(
                frame, x="value", y="label", hue="series", order=labels, hue_order=series,
                palette=colours, saturation=1, errorbar=None, orient="h", ax=axes, width=THICK, dodge=dodge,
                edgecolor="white", linewidth=1,
            )  # fmt: skip
            axes.set(xlabel="", ylabel="", xlim=(0, max(highest * paper.room, 5)))
            _finish_bars(paper, axes, drawn, labels, series if dodge else [], highest)
            _hatch(axes, [colours[s] for s in series])
            _mark(paper, axes, mark, mark_label)
            axes.set_yticks(range(len(labels)), _names(paper, labels))
            axes.set_ylim(len(labels) - 0.5, -0.5)
            _break_lines(axes, [labels.index(label) for label in broken if label in labels[:-1]])
            axes.tick_params(axis="both", length=0)
            _key(paper, canvas, axes, series, colours)
        return canvas

    return draw


def _names(paper: Paper, labels: list[str]) -> list[str]:
    names = list(map(paper.speech.text, labels))
    folded = [fill(name, 12, break_on_hyphens=False, break_long_words=False) for name in names]
    return folded if paper.narrow else names


def _hatch(axes: Axes, colours: list[str]) -> None:
    for colour, container in zip(colours, axes.containers, strict=False):
        for patch in container:
            patch.set(hatch=HATCHES[colour], edgecolor=_edge(colour))


def _edge(colour: str) -> str:
    """What a bar is outlined and hatched with: white, which parts it from its neighbours, or ink."""
    return INK if colour == PALE else "white"


def _mark(paper: Paper, axes: Axes, mark: Figure | None, label: str) -> None:
    label = paper.speech.text(label)
    marks = [mark.value * 100] if mark is not None and mark.known else []
    axes.set_xticks(marks, [label.replace(": ", ":\n") if paper.narrow else label] * len(marks))
    for place in marks:
        axes.axvline(place, color="white", linewidth=4)  # parts it from the bars that it crosses
        axes.axvline(place, color=INK, linestyle="--", linewidth=1.5)


def _key(paper: Paper, canvas: Canvas, axes: Axes, series: list[str], colours: dict[str, str]) -> None:
    legend = axes.get_legend()
    if legend is not None:
        legend.remove()
    if len(series) > 1:
        names = list(map(paper.speech.text, series))
        handles = [mpl.patches.Patch(facecolor=colours[s], hatch=HATCHES[colours[s]],
                                     edgecolor=_edge(colours[s]), label=name)
                   for s, name in zip(series, names, strict=True)]  # fmt: skip
        columns = len(series)
        if paper.narrow:  # a key of three with a long name in it stands in one column
            columns = 1 if columns > 2 and max(map(len, names)) > LONG else 2
        in_rows = [handle for start in range(columns) for handle in handles[start::columns]]
        canvas.legend(handles=in_rows, loc="outside upper left", ncols=columns,
                      frameon=False, columnspacing=1, handlelength=1.5)  # fmt: skip


def _finish_bars(paper: Paper, axes: Axes, drawn: Sequence[Bar], labels: list[str], beside: list[str],
                 highest: float) -> None:  # fmt: skip
    """Intervals and labels, bar by bar; a symbol where there is no value.

    ``beside`` names the series that stand beside each other under one label.
    """
    step = THICK / max(len(beside), 1)
    for bar in drawn:
        place = beside.index(bar.series) if beside else 0
        y = labels.index(bar.label) - THICK / 2 + step * (place + 0.5)
        figure = bar.figure
        if not figure.known:
            axes.text(axes.get_xlim()[1] * 0.01, y, _symbol(paper, figure), va="center", bbox=CLEAR)
            continue
        end = figure.value * 100
        if figure.low == figure.low:
            ends = [figure.low * 100, figure.high * 100]
            axes.plot(ends, [y, y], color="white", linewidth=4.5, solid_capstyle="butt")
            axes.plot(ends, [y, y], color=INK, linewidth=1.8)
            end = max(end, ends[1])
        beside_it = end + axes.get_xlim()[1] * (0.03 if paper.narrow else 0.012)
        axes.text(beside_it, y, figure.number, va="center", bbox=CLEAR)


def _break_lines(axes: Axes, places: Iterable[int]) -> None:
    """A line under each place at which the series breaks, and the word on it."""
    for place in places:
        axes.axhline(place + 0.5, color=INK, linestyle=":", linewidth=1.5)
        axes.annotate("break", (1, place + 0.5), xycoords=("axes fraction", "data"), ha="right", va="center",
                      backgroundcolor="white")  # fmt: skip


def _symbol(paper: Paper, figure: Figure) -> str:
    """What is drawn where there is no value: the symbol, and its words where there is room."""
    words = STATUSES[figure.status].key.split(":")[0]
    return figure.symbol if paper.narrow else f"{figure.symbol} {words}"


# Points


def ratios(drawn: Sequence[Figure], broken: Sequence[int] = ()) -> Draw:
    """A ratio by year with its interval, equality and the equal treatment range, on a log scale.

    ``broken`` are the years under which the series breaks; a hollow point has no interval.
    """
    low, high = EQUAL_TREATMENT
    years = [f.year for f in drawn]
    held = [f for f in drawn if f.known and f.value > 0]
    ends = [v for f in held for v in (f.low, f.high, f.value) if v == v and 0 < v < 100]

    def draw(paper: Paper) -> Canvas:
        with _style(paper):
            canvas, axes = _canvas(paper, 1.3 + 0.6 * len(drawn))
            axes.axvspan(low, high, facecolor=RANGE, edgecolor=INK, linewidth=0.8, zorder=0)
            axes.axvline(1, color=INK, linewidth=1.5)
            axes.set_xscale("log")
            room = 2.4 if paper.narrow else 1.6
            axes.set_xlim(min([0.45, *(0.8 * v for v in ends)]), max([2.2, *(room * v for v in ends)]))
            for place, figure in enumerate(drawn):
                _point(paper, axes, figure, place)
            axes.set_yticks(range(len(drawn)), list(map(str, years)))
            axes.set_ylim(len(drawn) - 0.5, -0.5)
            _break_lines(axes, [years.index(year) for year in broken])
            axes.set_xticks([0.5, 1, 2, 4], ["0.5", "1", "2", "4"])
            axes.minorticks_off()
            axes.spines["bottom"].set_visible(True)
            axes.tick_params(axis="y", length=0)
            _name_range(axes, f"Equal treatment range\n{low:.2f} to {high:.2f}")
        return canvas

    return draw


def _name_range(axes: Axes, words: str) -> None:
    above = axes.secondary_xaxis("top")
    above.set_xticks([1], [words])
    above.minorticks_off()
    above.spines["top"].set_visible(False)
    above.tick_params(length=0)


def _point(paper: Paper, axes: Axes, figure: Figure, place: int) -> None:
    left, right = axes.get_xlim()
    if not figure.known or figure.value == 0:
        words = _symbol(paper, figure) if figure.symbol else figure.number
        axes.text(left * 1.02, place, words, va="center", bbox=CLEAR)
        return
    end, hollow = figure.value, figure.low != figure.low
    if not hollow:
        end = min(figure.high, right)
        axes.plot([max(figure.low, left), end], [place, place], color=INK, linewidth=2)
    axes.plot(figure.value, place, "o", markersize=11, color=COLOURS["White"],
              markerfacecolor="white" if hollow else COLOURS["White"], markeredgewidth=2)  # fmt: skip
    if end >= right:  # an interval that runs out of the picture: the number stands above its line
        axes.annotate(figure.number, (figure.value, place), (0, 9), textcoords="offset points", ha="center")
        return
    beside = 12 if end == figure.value else 6  # points: clear of the marker, or of the interval's end
    axes.annotate(figure.number, (end, place), (beside, 0), textcoords="offset points", va="center",
                  bbox=CLEAR)  # fmt: skip
