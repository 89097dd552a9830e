"""Figures in, charts out: seaborn, one style, told apart without colour, each with its alt text.

A hidden, undefined or uncollected figure is drawn as its symbol, never at a height.
"""

import base64
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Canvas

from wres import sentences
from wres.figures import Figure
from wres.markup import Shown, render
from wres.publication import Publication
from wres.representation import bands, base
from wres.returns import lookup
from wres.terms import BY_NUMBER, CLUSTERS, EQUAL_TREATMENT, GROUPS, STATUSES, SYNTHETIC, Indicator

# NHS dark blue, aqua green and black: at least 3:1 against white and against each other.
COLOURS = {"White": "#003087", "BME": "#00A499", "Unknown": "#212B32"}
HATCHES = {"White": "", "BME": "//", "Unknown": ".."}
YEAR_COLOURS = ["#003087", "#00A499", "#768692", "#330072"]
INK, RANGE = "#212B32", "#D8DDE0"
WIDE = 0.78  # of the room for a label, how much its bars take
WIDTH = 7.6  # inches: at this width 13 points is no smaller than the page's own text
STYLE = {
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same picture on every machine
    "font.size": 13,
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
class Bar:
    """A bar: where it stands (label), whose it is (series), and the figure it draws."""

    label: str
    series: str
    figure: Figure


@contextmanager
def _style() -> Iterator[None]:
    settings: Any = {**sns.axes_style("white"), **STYLE}
    with mpl.rc_context(settings):
        yield


def _canvas(height: float) -> tuple[Canvas, Axes]:
    canvas = Canvas(figsize=(WIDTH, height), layout="constrained")
    axes = canvas.subplots()
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    return canvas, axes


def _shown(report: Publication, canvas: Canvas, name: str, title: str, subtitle: str, alt: str,
           source: str) -> Shown:  # fmt: skip
    """The chart as a figure of the page. Invented figures are called so in the picture itself, too."""
    if report.synthetic:
        canvas.supxlabel(SYNTHETIC, x=0.99, ha="right", fontsize=12, color=INK)
        alt, source = f"{SYNTHETIC} {alt}", f"{SYNTHETIC} In a real report: {source}"
    buffer = io.BytesIO()
    canvas.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = base64.b64encode(buffer.getvalue()).decode()
    return render("chart", name=name, title=title, subtitle=subtitle, alt=alt, source=source, svg=svg)


def _bars(bars: Sequence[Bar], colours: dict[str, str], unit: str, mark: Figure | None = None,
          mark_label: str = "") -> Canvas:  # fmt: skip
    """Horizontal bars with direct labels and intervals; a dashed line for a figure to compare."""
    labels = list(dict.fromkeys(bar.label for bar in bars))
    series = [s for s in colours if any(bar.series == s for bar in bars)]
    scale = 100 if unit == "percent" else 1
    frame = pd.DataFrame(
        [(b.label, b.series, b.figure.value * scale) for b in bars],
        columns=["label", "series", "value"],
    )
    dodge = len(bars) > len(labels)
    rows = len(labels) * (len(series) if dodge else 1)
    with _style():
        canvas, axes = _canvas(1.1 + 0.46 * rows + 0.2 * len(labels))
        sns.barplot(
            frame, x="value", y="label", hue="series", order=labels, hue_order=series,
            palette=colours, saturation=1, errorbar=None, orient="h", ax=axes, width=WIDE, dodge=dodge,
            edgecolor="white", linewidth=1,
        )  # fmt: skip
        highest = max([0.0, *(v * scale for b in bars for v in (b.figure.high, b.figure.value) if v == v)])
        _finish_bars(axes, bars, labels, series if dodge else [], scale, highest)
        for name, container in zip(series, axes.containers, strict=False):
            for patch in container:
                patch.set_hatch(HATCHES.get(name, ""))
        axes.set(xlabel="", ylabel="", xlim=(0, max(highest * 1.22, 1 if scale == 1 else 5)))
        marks = [mark.value * scale] if mark is not None and mark.known else []
        axes.set_xticks(marks, [mark_label] * len(marks))
        for place in marks:
            axes.axvline(place, color=INK, linestyle="--", linewidth=1.5)
        axes.set_yticks(range(len(labels)), labels)
        axes.set_ylim(len(labels) - 0.5, -0.5)
        axes.tick_params(axis="both", length=0)
        legend = axes.get_legend()
        if legend is not None:
            legend.remove()
        if len(series) > 1:
            handles = [mpl.patches.Patch(facecolor=colours[s], hatch=HATCHES.get(s, ""),
                                         edgecolor="white", label=s) for s in series]  # fmt: skip
            canvas.legend(handles=handles, loc="outside upper left", ncols=len(series), frameon=False)
    return canvas


def _finish_bars(axes: Axes, bars: Sequence[Bar], labels: list[str], beside: list[str],
                 scale: int, highest: float) -> None:  # fmt: skip
    """Intervals and labels, bar by bar; a symbol where there is no value.

    ``beside`` names the series that stand beside each other under one label.
    """
    step = WIDE / max(len(beside), 1)
    for bar in bars:
        place = beside.index(bar.series) if beside else 0
        y = labels.index(bar.label) - WIDE / 2 + step * (place + 0.5)
        figure = bar.figure
        if not figure.known:
            axes.text(highest * 0.01, y, _symbol(figure), va="center", fontsize=12)
            continue
        end = figure.value * scale
        if figure.low == figure.low:
            ends = [figure.low * scale, figure.high * scale]
            axes.plot(ends, [y, y], color="white", linewidth=4.5, solid_capstyle="butt")
            axes.plot(ends, [y, y], color=INK, linewidth=1.8)
            end = max(end, ends[1])
        axes.text(end + highest * 0.015, y, figure.number, va="center")


def _symbol(figure: Figure) -> str:
    """What is drawn where there is no value: the symbol and its words."""
    return f"{figure.symbol} {STATUSES[figure.status].key.split(':')[0]}"


def _alt(bars: Sequence[Bar], opening: str) -> str:
    """What a chart shows and its values, from the same figures."""
    values = [f"{b.label}, {b.series}: {_spoken(b.figure)}" for b in bars]
    return f"{opening} {'; '.join(values)}."


def _spoken(figure: Figure) -> str:
    return figure.number if figure.known else STATUSES[figure.status].key


# The organisation


def workforce(report: Publication) -> Shown:
    """Share of staff by ethnicity and year."""
    bars = [
        Bar(str(year), label, report.figures.find(f"workforce.share.{group}.{year}"))
        for year in reversed(report.years)
        for group, label in GROUPS.items()
    ]
    return _shown(
        report,
        _bars(bars, COLOURS, "percent"),
        "chart-workforce",
        sentences.workforce_finding(report),
        f"Share of staff by ethnicity, {report.short_name}, {_period(report)}",
        _alt(bars, "Bar chart of the share of staff by ethnicity and year."),
        "Source: Electronic Staff Record, 31 March of each year. Lines show 95% intervals.",
    )


def population(report: Publication) -> Shown:
    """BME share of the workforce beside that of the population it serves."""
    share = report.figures.find(f"workforce.share.bme.{report.year}")
    areas = report.figures.where(indicator="population", measure="share", group="bme")
    bars = [Bar("Workforce", "Workforce", share)]
    bars += [Bar(_area(report, f), "Population", f) for f in areas]
    whole = next((f for f in areas if f.breakdown == report.organisation.lower()), None)
    title = "BME share of the workforce and of the population it serves"
    if whole is not None and share.known:
        title = (
            f"{share.text} of the workforce is BME, beside {whole.text} of the population of the ICB's area"
        )
    return _shown(
        report,
        _bars(bars, {"Workforce": "#003087", "Population": "#00A499"}, "percent"),
        "chart-population",
        title,
        f"BME share, workforce {report.year} and Census 2021 population",
        _alt(bars, "Bar chart of the BME share of the workforce and of local populations."),
        "Source: Electronic Staff Record; Census 2021, Office for National Statistics.",
    )


def _area(report: Publication, figure: Figure) -> str:
    name = figure.source.split(": ", 1)[1]
    return "ICB area" if figure.breakdown == report.organisation.lower() else name


# The nine indicators


def indicator(report: Publication, number: int) -> Shown:
    """The chart or charts of an indicator's page."""
    by_formula = {
        "share by band": _bands,
        "relative likelihood": _likelihoods,
        "survey percentage": _survey,
        "board gap": _board,
    }
    return by_formula[BY_NUMBER[number].formula](report, BY_NUMBER[number])


def _bands(report: Publication, indicator: Indicator) -> Shown:
    labels = lookup(report.data, "pay_bands").set_index("code")["label"].to_dict()
    labels |= {"lower": "Bands below 8a", "senior": "Bands 8a and above"}
    of, years = base(report.figures), sorted(report.years, reverse=True)[:2]
    colours = dict(zip(map(str, years), YEAR_COLOURS, strict=False))
    bars = []
    for breakdown in bands(report.figures, report.year):
        cluster, band = breakdown.split(".")
        for year in years if cluster != "other" else []:
            figure = report.figures.find(f"i1.{of.share}.{breakdown}.bme.{year}")
            bars.append(Bar(f"{CLUSTERS[cluster]},\n{labels[band]}", str(year), figure))
    overall = report.figures.find(f"workforce.{of.share}.bme.{report.year}")
    canvas = _bars(bars, colours, "percent", overall, f"Workforce {report.year}: {overall.number}")
    return _shown(
        report,
        canvas,
        "chart-indicator-1",
        sentences.first_sentence(sentences.finding(report, 1)),
        f"BME share of {of.staff} by cluster and pay band, {report.short_name}, {_period(report)}",
        _alt(bars, "Bar chart of the BME share by cluster, pay band and year.").replace("\n", " "),
        "Source: Electronic Staff Record, 31 March of each year. Lines show 95% intervals.",
    )


def _rates(report: Publication, indicator: Indicator, measure: str) -> list[Bar]:
    return [
        Bar(
            str(year),
            GROUPS[group],
            report.figures.find(f"{indicator.key}.{measure}.{group}.{year}"),
        )
        for year in reversed(report.years)
        for group in ("white", "bme")
    ]


def _likelihoods(report: Publication, indicator: Indicator) -> Shown:
    bars = _rates(report, indicator, "likelihood")
    chart = _shown(
        report,
        _bars(bars, COLOURS, "percent"),
        f"chart-indicator-{indicator.number}",
        sentences.first_sentence(sentences.finding(report, indicator.number)),
        f"Likelihood to {indicator.happening}, {report.short_name}, {_period(report)}",
        _alt(bars, f"Bar chart of the likelihood to {indicator.happening}, by ethnicity and year."),
        "Source: the organisation's return. Lines show 95% intervals.",
    )
    return Shown(chart.html + "\n" + _ratio(report, indicator).html)


def _ratio(report: Publication, indicator: Indicator) -> Shown:
    """The relative likelihood by year, with its interval, equality and the equal treatment range."""
    start = f"{indicator.key}.relative_likelihood"
    ratios = sorted(
        report.figures.where(indicator=indicator.key, measure="relative_likelihood"),
        key=lambda f: f.year,
        reverse=True,
    )
    low, high = EQUAL_TREATMENT
    with _style():
        canvas, axes = _canvas(1.3 + 0.6 * len(ratios))
        axes.axvspan(low, high, color=RANGE, zorder=0)
        axes.axvline(1, color=INK, linewidth=1.5)
        drawn = [f for f in ratios if f.known and f.value > 0]
        ends = [v for f in drawn for v in (f.low, f.high, f.value) if v == v and 0 < v < 100]
        axes.set_xscale("log")
        axes.set_xlim(min([0.45, *(0.8 * v for v in ends)]), max([2.2, *(1.6 * v for v in ends)]))
        for place, figure in enumerate(ratios):
            _point(axes, figure, place)
        axes.set_yticks(range(len(ratios)), [str(f.year) for f in ratios])
        axes.set_ylim(len(ratios) - 0.5, -0.5)
        axes.set_xticks([0.5, 1, 2, 4], ["0.5", "1", "2", "4"])
        axes.minorticks_off()
        axes.spines["bottom"].set_visible(True)
        axes.tick_params(axis="y", length=0)
        above_axes = axes.secondary_xaxis("top")
        above_axes.set_xticks([1], [f"Equal treatment range\n{low:.2f} to {high:.2f}"], fontsize=12)
        above_axes.minorticks_off()
        above_axes.spines["top"].set_visible(False)
        above_axes.tick_params(length=0)
    above, below = GROUPS[indicator.above], GROUPS[indicator.below]
    spoken = [
        f"{f.year}: {_spoken(f)}{f' (95% interval {f.interval})' if f.interval else ''}" for f in ratios
    ]
    return _shown(
        report,
        canvas,
        f"chart-{start.replace('.', '-').replace('_', '-')}",
        sentences.change_sentence(report, indicator.number)
        or f"Relative likelihood of {above} compared with {below} {indicator.people}",
        f"Relative likelihood, {above} ÷ {below}, by year; 1 is equal treatment",
        f"Chart of the relative likelihood by year, {above} compared with {below}. {'; '.join(spoken)}.",
        "Source: the organisation's return. Lines show 95% intervals; a hollow point is known only "
        "as published, without counts.",
    )


def _point(axes: Axes, figure: Figure, place: int) -> None:
    if not figure.known or figure.value == 0:
        words = _symbol(figure) if figure.symbol else figure.number
        axes.text(axes.get_xlim()[0] * 1.02, place, words, va="center", fontsize=12)
        return
    end = figure.value
    if figure.low == figure.low:
        end = min(figure.high, axes.get_xlim()[1])
        axes.plot([max(figure.low, axes.get_xlim()[0]), end], [place, place], color=INK, linewidth=2)
    hollow = figure.low != figure.low
    axes.plot(figure.value, place, "o", markersize=11, color=COLOURS["White"],
              markerfacecolor="white" if hollow else COLOURS["White"], markeredgewidth=2)  # fmt: skip
    axes.text(end * 1.06, place, figure.number, va="center")


def _survey(report: Publication, indicator: Indicator) -> Shown:
    bars = _rates(report, indicator, "percentage")
    return _shown(
        report,
        _bars(bars, COLOURS, "percent"),
        f"chart-indicator-{indicator.number}",
        sentences.first_sentence(sentences.finding(report, indicator.number)),
        f"Percentage who {indicator.happening}, {report.short_name}, {_period(report)}",
        _alt(bars, f"Bar chart of the percentage who {indicator.happening}, by ethnicity and year."),
        "Source: NHS Staff Survey of the autumn before each report year. Lines show 95% intervals.",
    )


def _board(report: Publication, indicator: Indicator) -> Shown:
    bars = []
    for year in reversed(report.years):
        for group, label in GROUPS.items():
            workforce = report.figures.find(f"workforce.share.{group}.{year}")
            board = report.figures.find(f"i9.share.board.{group}.{year}")
            bars.append(Bar(f"Board {year}", label, board))
            bars.append(Bar(f"Workforce {year}", label, workforce))
    return _shown(
        report,
        _bars(bars, COLOURS, "percent"),
        "chart-indicator-9",
        sentences.finding(report, 9),
        f"Share of the board and of the workforce by ethnicity, {report.short_name}, {_period(report)}",
        _alt(bars, "Bar chart of the share of the board and of the workforce by ethnicity and year."),
        "Source: the organisation's return. Lines show 95% intervals.",
    )


def _period(report: Publication) -> str:
    first, last = report.years[0], report.years[-1]
    return str(last) if first == last else f"{first} to {last}"
