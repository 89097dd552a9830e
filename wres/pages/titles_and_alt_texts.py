"""The words round a chart: title, alt text, period, breaks."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wres.english.dates import long_date
from wres.figures.figure import Figure
from wres.figures.grades import comparison_impossible
from wres.figures.inline import inline
from wres.figures.status import STATUSES
from wres.pages.blocks import Chart, ChartText
from wres.pages.chart import Bar, Draw, drawn_chart
from wres.pages.phrases import first_sentence, nobody_known
from wres.pages.series_breaks import BreakInSeries
from wres.publication import Publication
from wres.standard.groups import GROUPS, KNOWN
from wres.standard.indicator import Indicator

SYNTHETIC = "Synthetic data: the figures are invented."


def break_years(found: Sequence[BreakInSeries], label: str = "{}") -> list[str]:
    """The labels of the years before which the series breaks, as the chart prints them."""
    return list(dict.fromkeys(label.format(each.after) for each in found))


def break_text(found: Sequence[BreakInSeries]) -> str:
    """The breaks as an alt text names them."""
    pairs = dict.fromkeys((each.before, each.after) for each in found)
    return "".join(f" The series breaks between {before} and {after}." for before, after in pairs)


def chart_of(
    report: Publication,
    draw: Draw,
    name: str,
    words: ChartText,
    figures: Iterable[Figure],
    broad: bool = False,
) -> Chart:
    """A chart in the words of the book; where its figures are invented, all of it says so."""
    speech = report.parlance
    if not report.synthetic:
        return drawn_chart(draw, name, words, figures, speech, broad=broad)
    alt, source = f"{SYNTHETIC} {words.alt}", f"{SYNTHETIC} In a real report: {words.source}"
    return drawn_chart(draw, name, replace(words, alt=alt, source=source), figures, speech, SYNTHETIC, broad)


def alt_text(drawn: Sequence[Bar], opening: str) -> str:
    """What a chart shows and its values, from the same figures."""
    values = [f"{b.label}, {b.series}: {spoken_value(b.figure)}" for b in drawn]
    return f"{opening} {'; '.join(values)}."


def spoken_value(figure: Figure) -> str:
    """A figure's number, or in words why there is none."""
    return figure.number if figure.known else STATUSES[figure.status].key


def rate_bars(report: Publication, indicator: Indicator, measure: str) -> list[Bar]:
    """A bar for the rate of each compared group and year."""
    return [
        Bar(
            str(year),
            GROUPS[group],
            report.figures.find(f"{indicator.key}.{measure}.{group}.{year}"),
        )
        for year in report.span
        for group in KNOWN
    ]


def message(report: Publication, indicator: Indicator, noun: str, shares: list[tuple[Figure, str]]) -> str:
    """The figures of the report year that a chart sets side by side, as its message."""
    if comparison_impossible(report.figures, indicator, report.year):
        return first_sentence(nobody_known(report, indicator))
    said = " and ".join(f"{inline(figure)} {of}" for figure, of in shares if figure.known)
    if not said:
        return f"The {noun} for {report.year} cannot be shown."
    return f"In {report.year} the {noun} was {said}."


def both_groups(report: Publication, indicator: Indicator, measure: str, of: str) -> list[tuple[Figure, str]]:
    """The rate of White and of BME people in the report year, each with whose it is."""
    found = [(report.figures.find(f"{indicator.key}.{measure}.{group}.{report.year}"), GROUPS[group])
             for group in KNOWN]  # fmt: skip
    return [(figure, of.format(label)) for figure, label in found]


def snapshots(report: Publication) -> str:
    """The days on which staff were counted: ``31 March of each year``, or each day where they differ."""
    days = [report.settings[year].snapshot_date for year in report.years]
    if len({(day.day, day.month) for day in days}) == 1:
        of = "of each year" if len(days) > 1 else str(days[0].year)
        return f"{days[0].day} {days[0]:%B} {of}"
    *first, last = map(long_date, days)
    return f"{', '.join(first)} and {last}"


def period(report: Publication) -> str:
    """The years of the report: ``2022 to 2023``, or the one."""
    first, last = report.years[0], report.years[-1]
    return str(last) if first == last else f"{first} to {last}"
