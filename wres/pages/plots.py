"""Bar charts and ratio charts."""

from collections.abc import Iterable, Sequence
from textwrap import fill

import matplotlib as mpl
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from wres.figures.figure import Figure
from wres.figures.status import STATUSES
from wres.pages.chart import (
    COLOURS,
    INK,
    PALE,
    RANGE,
    YEAR_COLOURS,
    Bar,
    ChartSize,
    Draw,
    canvas_of,
    chart_style,
)
from wres.standard.constants import EQUAL_TREATMENT

HATCHES = dict(zip(YEAR_COLOURS, ("", "//", ".."), strict=True))

THICK = 0.78  # of the room for a label, how much its bars take
LONG = 10  # characters of a name, beyond which two columns of a key are too wide for a phone
CLEAR = {"facecolor": "white", "edgecolor": "none", "pad": 1}  # behind words that lines may cross


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

    def draw(paper: ChartSize) -> Canvas:
        with chart_style(paper):
            canvas, axes = canvas_of(paper, 1.1 + 0.46 * rows + 0.2 * len(labels))
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


def _names(paper: ChartSize, labels: list[str]) -> list[str]:
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


def _mark(paper: ChartSize, axes: Axes, mark: Figure | None, label: str) -> None:
    label = paper.speech.text(label)
    marks = [mark.value * 100] if mark is not None and mark.known else []
    axes.set_xticks(marks, [label.replace(": ", ":\n") if paper.narrow else label] * len(marks))
    for place in marks:
        axes.axvline(place, color="white", linewidth=4)  # parts it from the bars that it crosses
        axes.axvline(place, color=INK, linestyle="--", linewidth=1.5)


def _key(paper: ChartSize, canvas: Canvas, axes: Axes, series: list[str], colours: dict[str, str]) -> None:
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


def _finish_bars(paper: ChartSize, axes: Axes, drawn: Sequence[Bar], labels: list[str], beside: list[str],
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


def _symbol(paper: ChartSize, figure: Figure) -> str:
    """What is drawn where there is no value: the symbol, and its words where there is room."""
    words = STATUSES[figure.status].key.split(":")[0]
    return figure.symbol if paper.narrow else f"{figure.symbol} {words}"


def ratios(drawn: Sequence[Figure], broken: Sequence[int] = (), beside: Figure | None = None) -> Draw:
    """A ratio by year with its interval, equality and the equal treatment range, on a log scale.

    ``broken`` are the years under which the series breaks; a hollow point has no interval.
    ``beside`` is the ratio of another population, drawn as a hollow diamond in the row of its year.
    """
    low, high = EQUAL_TREATMENT
    years = [f.year for f in drawn]
    held = [f for f in drawn if f.known and f.value > 0]
    ends = [v for f in held for v in (f.low, f.high, f.value) if v == v and 0 < v < 100]

    def draw(paper: ChartSize) -> Canvas:
        with chart_style(paper):
            canvas, axes = canvas_of(paper, 1.3 + 0.6 * len(drawn))
            axes.axvspan(low, high, facecolor=RANGE, edgecolor=INK, linewidth=0.8, zorder=0)
            axes.axvline(1, color=INK, linewidth=1.5)
            axes.set_xscale("log")
            room = 2.4 if paper.narrow else 1.6
            axes.set_xlim(min([0.45, *(0.8 * v for v in ends)]), max([2.2, *(room * v for v in ends)]))
            for place, figure in enumerate(drawn):
                _point(paper, axes, figure, place)
            if beside is not None and beside.year in years:
                axes.plot(beside.value, years.index(beside.year) + 0.3, "D", markersize=9, color=INK,
                          markerfacecolor="white", markeredgewidth=1.5)  # fmt: skip
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


def _point(paper: ChartSize, axes: Axes, figure: Figure, place: int) -> None:
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
