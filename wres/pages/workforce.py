"""What the page on the workforce shows: staff by ethnicity, and the population they serve."""

from wres.english.dates import long_date
from wres.figures.figure import Figure
from wres.figures.inline import inline
from wres.figures.names import area_name
from wres.figures.unknown_ethnicity import ethnicity_unknown
from wres.pages.blocks import ChartText, Line, Note, Text
from wres.pages.changes import changes_table, context_paragraphs, since_text
from wres.pages.chart import COLOURS, Bar
from wres.pages.commentary import commentary
from wres.pages.fragments import Fragment
from wres.pages.phrases import COMPARED, WITHOUT, begin_sentence, change_of, counts_of, headline_paragraph
from wres.pages.plots import bars
from wres.pages.series_breaks import breaks
from wres.pages.table import table
from wres.pages.titles_and_alt_texts import alt_text, break_text, break_years, chart_of, period, snapshots
from wres.publication import Publication
from wres.standard.groups import FOCUS, GROUP_LABELS, GROUPS

__all__ = [
    "changes",
    "chart",
    "commentary",
    "context",
    "finding",
    "headline",
    "population_chart",
    "population_context",
    "population_table",
    "table_of_staff",
]


def changes(report: Publication) -> Fragment:
    """The change of the share of each group in the workforce."""
    return changes_table(
        report, {f"{label} share of staff (%)": f"workforce.share.{group}" for group, label in GROUPS.items()}
    )


def chart(report: Publication) -> Fragment:
    """Share of staff by ethnicity and year."""
    drawn = [
        Bar(str(year), label, report.figures.find(f"workforce.share.{group}.{year}"))
        for year in report.span
        for group, label in GROUPS.items()
    ]
    found = breaks(report)
    return chart_of(
        report,
        bars(drawn, COLOURS, broken=break_years(found)),
        "chart-workforce",
        ChartText(
            finding(report),
            f"Share of staff by ethnicity, {report.short_name}, {period(report)}",
            alt_text(drawn, "Bar chart of the share of staff by ethnicity and year.") + break_text(found),
            f"Source: Electronic Staff Record, {snapshots(report)}. Lines show 95% intervals.",
        ),
        (bar.figure for bar in drawn),
    )


NO_POPULATION = "No population is held to compare with: the return names no local authorities."


def population_chart(report: Publication) -> Fragment:
    """BME share of the workforce beside that of the population it serves; a note where none is held."""
    share = report.figures.find(f"workforce.share.{FOCUS}.{report.year}")
    areas = report.figures.where(indicator="population", measure="share", group=FOCUS)
    if not areas:
        return Note(NO_POPULATION)
    census = [f"Census {year}" for year in sorted({figure.year for figure in areas})]
    sources = ["Electronic Staff Record", *(f"{each}, Office for National Statistics" for each in census)]
    drawn = [Bar("Workforce", "Workforce", share)]
    drawn += [Bar(_area(report, f), "Population", f) for f in areas]
    whole = next((f for f in areas if f.breakdown == report.organisation.lower()), None)
    title = "BME share of the workforce and of the population it serves"
    if (
        whole is not None
        and share.known
        and not ethnicity_unknown(report.figures, "workforce", "", report.year)
    ):
        beside = f"beside {inline(whole)} of the population of {_its_area(report)}"
        title = f"{inline(share)} of the workforce is BME, {beside}"
    return chart_of(
        report,
        bars(drawn, {"Workforce": "#003087", "Population": "#00A499"}),
        "chart-population",
        ChartText(
            title,
            f"BME share, workforce {report.year} and {' and '.join(census)} population",
            alt_text(drawn, "Bar chart of the BME share of the workforce and of local populations."),
            f"Source: {'; '.join(sources)}.",
        ),
        (bar.figure for bar in drawn),
    )


def _area(report: Publication, figure: Figure) -> str:
    if figure.breakdown != report.organisation.lower():
        return area_name(figure)
    return "ICB area" if report.is_icb else "Area served"


def _its_area(report: Publication) -> str:
    return "the ICB's area" if report.is_icb else "the area that it serves"


def context(report: Publication) -> Fragment:
    """The BME share of staff since the first year held, and the breaks between the years."""
    return context_paragraphs(
        [since_text(report, f"workforce.share.{FOCUS}"), *(each.text for each in breaks(report))]
    )


def population_context(report: Publication) -> Fragment:
    """The workforce beside the population of the organisation's area, in points and in people."""
    return context_paragraphs([_population_sentence(report)])


def _population_sentence(report: Publication) -> str:
    area, year = report.organisation.lower(), report.year
    gap = report.figures.find(f"workforce.population_gap.{area}.{FOCUS}.{year}")
    people = report.figures.find(f"workforce.population_gap_in_people.{area}.{FOCUS}.{year}")
    if not (gap.known and people.known):
        return ""
    share = report.figures[f"workforce.known_share.{FOCUS}.{year}"]
    whole = next(f for f in report.figures.where(indicator="population", measure="share", group=FOCUS)
                 if f.breakdown == area)  # fmt: skip
    more = "fewer" if people.value > 0 else "more"
    size = inline(people, people.number.lstrip("+\N{MINUS SIGN}"))
    return (
        f"Of staff whose ethnicity is known, {inline(share)} are BME, {COMPARED[gap.evidence]} the "
        f"{inline(whole)} of the population of {_its_area(report)}: a difference of {inline(gap)} "
        f"(95% interval {gap.interval}). In people: at the population's share there would be {size} {more} "
        f"BME staff than the {inline(report.figures[f'workforce.headcount.{FOCUS}.{year}'])} there are "
        f"(95% interval of the difference {people.interval})."
    )


def headline(report: Publication) -> Fragment:
    """The headline of the workforce page."""
    return headline_paragraph(finding(report), change(report), [])


def finding(report: Publication) -> str:
    """BME share of the workforce, with its counts and the day they were taken."""
    share = report.figures[f"workforce.share.{FOCUS}.{report.year}"]
    if not share.known:
        return f"The BME share of staff {WITHOUT[share.status]}."
    if ethnicity_unknown(report.figures, "workforce", "", report.year):
        return f"The ethnicity of no member of staff was known on {long_date(report.given.snapshot_date)}."
    return (
        f"{begin_sentence(share)} of staff ({counts_of(share)}) were recorded as BME on "
        f"{long_date(report.given.snapshot_date)}."
    )


def change(report: Publication) -> str:
    """The change of the BME share on the year before."""
    if ethnicity_unknown(report.figures, "workforce", "", report.year):
        return ""
    return change_of(report, "workforce.share", FOCUS, report.year)


def table_of_staff(report: Publication) -> Fragment:
    """Headcount and share by ethnicity and year."""
    find = report.figures.find
    header = ["Ethnicity"]
    for year in report.years:
        header += [f"Staff {year}", f"Share {year} (%)"]
    lines = []
    for group, label in GROUP_LABELS.items():
        cells: list[Text] = []
        for year in report.years:
            cells.append(find(f"workforce.headcount.{group}.{year}"))
            cells.append("100%" if group == "all" else find(f"workforce.share.{group}.{year}"))
        lines.append(Line(label, cells))
    return table("Staff by ethnicity and year", header, lines, _posts(report))


def _posts(report: Publication) -> str:
    """Why the pay bands hold more than the staff, where the return of a year says so."""
    reasons = {year: report.settings[year].bands_above_headcount for year in report.years}
    return " ".join(
        f"The pay bands of {year} add up to more than its staff: {reason}"
        for year, reason in reasons.items()
        if reason
    )


def population_table(report: Publication) -> Fragment:
    """Census population of the organisation's area and of local authorities."""
    groups = {FOCUS: "BME", "asian": "Asian", "black": "Black", "mixed": "Mixed", "other": "Other"}
    areas = {f.breakdown: f for f in report.figures.where(indicator="population", group="all")}
    lines = []
    for area, people in areas.items():
        shares = [report.figures[f"population.share.{area}.{g}.{people.year}"] for g in groups]
        lines.append(Line(area_name(people), [people, *shares]))
    return table(
        "Population by ethnic group, Census 2021",
        ["Area", "People", *(f"{label} (%)" for label in groups.values())],
        lines,
        note="Source: Office for National Statistics licensed under the Open Government Licence v3.0.",
    )
