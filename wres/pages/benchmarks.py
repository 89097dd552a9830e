"""The table of other bodies' figures beside an indicator's."""

from wres.figures.figure import Figure
from wres.figures.provenance import PublishedWork
from wres.pages.blocks import Line, Note
from wres.pages.fragments import Fragment
from wres.pages.table import table
from wres.publication import Publication
from wres.standard.groups import FOCUS, GROUP_LABELS
from wres.standard.indicator import Indicator
from wres.standard.indicators import BY_CODE
from wres.standard.organisations import CCG, TRUSTS


def comparison(report: Publication, code: str) -> Fragment:
    """Published figures of other populations for the indicator; each says whose it is.

    Of the regions only the organisation's own; of each series the latest two years up to the
    report year, values restated later beside those first published.
    """
    start = f"{BY_CODE[code].key}."
    region = f"NHS trusts, {report.region}"
    series: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in report.figures.where(indicator="benchmark"):
        population = _work(figure).whose
        regional = population.startswith("NHS trusts, ")
        if figure.measure.startswith(start) and (not regional or population == region):
            measure = figure.measure.split(".")[1].replace("_", " ").capitalize()
            measure = measure.replace("Vsm", "VSM").replace("white", "White")
            series.setdefault((population, measure, figure.group), []).append(figure)
    lines = []
    for (population, measure, group), figures in series.items():
        latest = sorted({f.year for f in figures if f.year <= report.year}, reverse=True)[:2]
        held = sorted((f for f in figures if f.year in latest), key=lambda f: (-f.year, f.breakdown))
        label = GROUP_LABELS.get(group, group.capitalize()) if group not in ("", "all") else ""
        named = f"{measure}, {label}" if label else measure
        for figure in held:
            work = _work(figure)
            title = work.title[0].upper() + work.title[1:]
            lines.append(Line(population, [work.period, named, figure, title, work.read_in]))
    if not lines:
        return Note("No published figure of another population is held for this indicator.")
    return table(
        "Published figures of other populations",
        ["Population", "Year", "Measure", "Figure", "Publication", "Read in"],
        lines,
        note=_who_they_are(report, {population for population, _, _ in series}),
    )


OWN_KIND = {**dict.fromkeys(TRUSTS, "NHS trusts"), CCG: "CCGs"}  # how populations name organisations


def _who_they_are(report: Publication, populations: set[str]) -> str:
    """Whether the populations are of the organisation's own kind."""
    own = OWN_KIND.get(report.kind)
    if own and any(population.startswith(own) for population in populations):
        return "Organisations of the same kind together, and others: they give context, not a target."
    return "Other kinds of organisation or other areas: they give context, not a target."


MEASURES = {
    "relative likelihood": "relative_likelihood",
    "survey percentage": "percentage",
    "board gap": "board_share",
}
NATIONAL = "NHS trusts in England"
SURVEY_YEAR = "staff survey year"


def benchmark_of(report: Publication, indicator: Indicator) -> Figure | None:
    """The one figure of another population that stands beside an indicator's, of the same year; or None.

    A national one before others; of a survey, that of the same autumn.
    """
    start = f"{indicator.key}.{MEASURES.get(indicator.formula, '')}."
    found = [
        figure
        for figure in report.figures.where(indicator="benchmark")
        if figure.measure.startswith(start) and figure.group in (FOCUS, "all") and _same_year(report, figure)
    ]
    found = [figure for figure in found if not _work(figure).whose.startswith("NHS trusts, ")]
    return min(found, key=lambda figure: (_work(figure).whose != NATIONAL, figure.breakdown), default=None)


def whose(figure: Figure) -> str:
    """Whose figure a benchmark is, and of when: ``NHS trusts in England, 2023, WRES report year``."""
    work = _work(figure)
    return f"{work.whose}, {work.period}"


def _same_year(report: Publication, figure: Figure) -> bool:
    of_survey = _work(figure).period.endswith(SURVEY_YEAR)
    return figure.year == (report.given.survey_year if of_survey else report.year)


def _work(figure: Figure) -> PublishedWork:
    """In which publication a benchmark stands, first or restated, and where that was read."""
    if figure.source.work is None:
        raise ValueError(f"{figure.id} names no publication")
    return figure.source.work
