"""How pages show a survey percentage (indicators 5 to 8): sentences, charts, tables, changes."""

from itertools import product

from wres.figures.figure import Figure
from wres.figures.inline import inline
from wres.pages.blocks import ChartText, Interval, Line, Note, Text, stack
from wres.pages.chart import COLOURS
from wres.pages.fragments import Fragment
from wres.pages.natural_frequencies import both_groups as as_people
from wres.pages.people_chart import nobody, people_chart
from wres.pages.phrases import WITHOUT, base_of, begin_sentence, change_of, interval_text, range_text, verdict
from wres.pages.plots import bars
from wres.pages.series_breaks import breaks
from wres.pages.table import recent_years, table, table_by_year
from wres.pages.titles_and_alt_texts import (
    alt_text,
    both_groups,
    break_text,
    break_years,
    chart_of,
    message,
    period,
    rate_bars,
)
from wres.publication import Publication
from wres.standard.groups import FOCUS, GROUPS, KNOWN, REFERENCE
from wres.standard.indicator import Indicator


def change_rows(report: Publication, indicator: Indicator) -> dict[str, str]:
    rows = {f"{GROUPS[g]} respondents (%)": f"{indicator.key}.percentage.{g}" for g in KNOWN}
    return rows | {"Gap, BME less White (percentage points)": f"{indicator.key}.gap"}


def charts(report: Publication, indicator: Indicator) -> Fragment:
    """People of every hundred, and both percentages by year; a note where nobody said so in any year."""
    if nobody(report, indicator, "percentage"):
        return Note(f"There is nothing to draw: nobody {indicator.did}, in either group, in any year held.")
    people = people_chart(report, indicator, pair(report, indicator, report.year), "respondents")
    return stack(*filter(None, [people, by_year(report, indicator)]))


def more_charts(report: Publication, indicator: Indicator) -> Fragment | None:
    """None: the page shows them all."""
    return None


def by_year(report: Publication, indicator: Indicator) -> Fragment:
    """The percentage of each group by year."""
    drawn = rate_bars(report, indicator, "percentage")
    both = both_groups(report, indicator, "percentage", "among {} respondents")
    found = breaks(report, indicator.code)
    return chart_of(
        report,
        bars(drawn, COLOURS, broken=break_years(found)),
        f"chart-{indicator.page}",
        ChartText(
            message(report, indicator, "percentage", both),
            f"Percentage who {indicator.happening}, {report.short_name}, {period(report)}",
            alt_text(drawn, f"Bar chart of the percentage who {indicator.happening}, by ethnicity and year.")
            + break_text(found),
            "Source: NHS Staff Survey of the autumn before each report year. Lines show 95% intervals.",
        ),
        (bar.figure for bar in drawn),
    )


def finding(report: Publication, indicator: Indicator, year: int) -> str:
    rates = {g: report.figures[f"{indicator.key}.percentage.{g}.{year}"] for g in KNOWN}
    difference = report.figures[f"{indicator.key}.gap.{year}"]
    bme, white = rates[FOCUS], rates[REFERENCE]
    if not (bme.known and white.known):
        status = bme.status if not bme.known else white.status
        return f"The comparison for {year} {WITHOUT[status]}."
    return (
        f"{begin_sentence(bme)} of BME respondents (base {base_of(bme)}) {indicator.happening}, "
        f"compared with {inline(white)} of White respondents (base {base_of(white)}): "
        f"{verdict(indicator, difference)}. The difference is {inline(difference)}"
        f"{interval_text(difference)}{_times(report, indicator, year)}."
    )


def _times(report: Publication, indicator: Indicator, year: int) -> str:
    """The ratio of the percentages, which the reading rests on; empty where there is none."""
    ratio = report.figures.find(f"{indicator.key}.percentage_ratio.{year}")
    if not (ratio.known and ratio.interval):
        return ""
    return f", a ratio of {inline(ratio)} (95% interval {ratio.interval}), {range_text(ratio)}"


def tables(report: Publication, indicator: Indicator) -> Fragment:
    find, key = report.figures.find, indicator.key
    header = ["Year and ethnicity", "Respondents", "Percentage (%)", "95% interval"]
    lines = []
    for year, group in product(recent_years(report), GROUPS):
        percentage = find(f"{key}.percentage.{group}.{year}")
        cells: list[Text] = [find(f"{key}.respondents.{group}.{year}"), percentage, Interval(percentage)]
        lines.append(Line(f"{year}, {GROUPS[group]}", cells))
    held = {y: report.settings[y].survey_year for y in report.years}
    surveys = ", ".join(f"{y}: {f'survey of {of}' if of else 'no survey'}" for y, of in held.items())
    counts = table(f"{indicator.title} by ethnicity and year", header, lines, note=f"Survey used: {surveys}.")
    compared = table_by_year(
        report,
        "Gap between BME and White respondents, by year",
        f"{key}.gap",
        "BME less White (percentage points)",
    )
    return stack(counts, compared)


def changes(report: Publication, indicator: Indicator) -> list[str]:
    """How the percentage of BME respondents changed."""
    return [change_of(report, f"{indicator.key}.percentage", FOCUS, report.year, "BME respondents: ")]


def context(report: Publication, indicator: Indicator) -> list[str]:
    """Nothing."""
    return []


def context_table(report: Publication, indicator: Indicator) -> Fragment | None:
    """None."""
    return None


def main_figure(report: Publication, indicator: Indicator) -> tuple[str, str]:
    """The percentage of BME respondents."""
    return f"{indicator.key}.percentage", FOCUS


def change(report: Publication, indicator: Indicator) -> Figure:
    """The change of the gap."""
    return report.figures.find(f"{indicator.key}.gap_change.{report.year}")


def brief(report: Publication, indicator: Indicator) -> str:
    """Nothing."""
    return ""


def followed(report: Publication, indicator: Indicator) -> list[str]:
    """The percentage of BME respondents."""
    return [f"{indicator.key}.percentage.{FOCUS}"]


def pair(report: Publication, indicator: Indicator, year: int) -> tuple[Figure, Figure]:
    """The percentage of BME respondents, and of White respondents."""
    start = f"{indicator.key}.percentage"
    return report.figures.find(f"{start}.{FOCUS}.{year}"), report.figures.find(f"{start}.{REFERENCE}.{year}")


def in_people(report: Publication, indicator: Indicator) -> str:
    """Both percentages as people of every hundred; empty where one is not known."""
    return as_people(*pair(report, indicator, report.year), "respondents", indicator.did)
