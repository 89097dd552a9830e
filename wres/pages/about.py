"""What the page about this report shows: basis, corrections, citation, catalogue of indicators."""

from datetime import date

from wres.english.dates import long_date
from wres.pages.blocks import BulletList, Line, Link, Note, Paragraphs, Sentence
from wres.pages.commentary import commentary
from wres.pages.fragments import Fragment
from wres.pages.glossary import TERM
from wres.pages.series_breaks import predecessors
from wres.pages.table import table
from wres.publication import Publication
from wres.standard.indicators import INDICATORS
from wres.standard.organisations import listed

__all__ = ["about", "catalogue", "citation", "commentary", "corrections", "term"]


def catalogue() -> Fragment:
    """The nine indicators: what each asks and how it is defined."""
    lines = [Line(Link(i.name, f"{i.page}.html"), [i.question, i.definition]) for i in INDICATORS]
    return table("The nine indicators", ["Indicator", "Question", "Definition"], lines)


def term(report: Publication) -> Fragment:
    """Which word the book has for BME, and why."""
    link = Link("glossary", "glossary.html")
    said = Sentence(
        "The term BME, black and minority ethnic, is the standard's own. It is used here so that figures can "
        "be compared; the {} says what it covers.",
        (link,),
    )
    if not report.parlance.is_standard:
        said = Sentence(
            "The standard's own term is {}, black and minority ethnic. This report prints “{}” for "
            "it and means the same people; the {} says whom. The figures are the same, and the "
            "downloads keep the standard's code, so that they can be compared.",
            (TERM, report.parlance.word, link),
        )
    return Paragraphs([said])


def about(report: Publication) -> Fragment:
    """Whose figures these are, of which day, and which body came before."""
    given = report.given
    lines = [
        f"This report gives the figures of {given.body} on {long_date(given.snapshot_date)}, "
        f"with earlier years where they are held ({', '.join(map(str, report.years))})."
    ]
    lines += [_came_before(day, names) for day, names in predecessors(given).items()]
    if report.no_year_before:
        lines.append(report.no_year_before)
    if rounding := given.policies.disclosure.rounding:
        lines.append(
            f"Counts of staff, applicants and cases are rounded to a multiple of {rounding}; "
            "totals and percentages are made from the rounded counts."
        )
    if zeros := [name for name, meaning in given.blank_means.items() if meaning == "zero"]:
        lines.append(f"In the return a blank headcount means that nobody was counted: {', '.join(zeros)}.")
    if given.survey_year:
        answered = (
            f" {given.survey_response_rate:g}% of staff answered it."
            if given.survey_response_rate is not None
            else ""
        )
        lines.append(f"Indicators 5 to 8 come from the staff survey of {given.survey_year}.{answered}")
    return Paragraphs(lines)


def _came_before(day: date, names: list[str]) -> str:
    if len(names) == 1:
        return (
            f"Until {long_date(day)} its predecessor was {names[0]}. Comparisons across that date are "
            "comparisons of two bodies."
        )
    return (
        f"Until {long_date(day)} its predecessors were {listed(names)}. Comparisons across that date are "
        "comparisons of different bodies."
    )


def corrections(report: Publication) -> Fragment:
    """What has been changed since the report was first published, latest first."""
    found = sorted(report.given.corrections, key=lambda each: each.day, reverse=True)
    if not found:
        return Note("The return names no change since this report was first published.")
    return BulletList([f"{long_date(each.day)}: {each.text}" for each in found])


def citation(report: Publication) -> Fragment:
    """How to name this report where it is quoted."""
    text = (
        f"{report.name}, Workforce Race Equality Standard (WRES) report {report.year}, with the line at the "
        "foot of the page: it says when the report was built and from which figures."
    )
    return Note(f"Cite this report as: {text}")
