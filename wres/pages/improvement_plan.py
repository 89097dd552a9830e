"""What the page on the NHS improvement plan shows: indicators by high impact action and people function."""

from wres.figures.grades import grade_of_report
from wres.pages.action_plan import links_to_actions
from wres.pages.blocks import GradeChip, Line, Lines, Link, Sentence, Text
from wres.pages.fragments import Fragment
from wres.pages.table import table
from wres.publication import Publication
from wres.standard.indicators import BY_CODE, INDICATORS
from wres.standard.lookups import lookup


def high_impact_actions(report: Publication) -> Fragment:
    """How the plan answers the six high impact actions: indicators that measure it, and actions."""
    rows = report.actions.to_dict("records")
    lines = []
    for row in lookup(report.data, "high_impact_actions").to_dict("records"):
        own = [r for r in rows if r["high_impact_action"] == str(row["number"])]
        codes = sorted({code for r in own for code in r["indicators"].split(";")})
        grades = Lines(tuple(_grade_of(report, code) for code in codes)) if codes else "None"
        lines.append(
            Line(
                f"{row['number']}. {row['title']}",
                [links_to_actions(own) if own else "No action names it", grades],
            )
        )
    return table(
        "Actions and indicators by high impact action",
        ["High impact action", "Actions of this plan", "Indicators they name, with reading"],
        lines,
        note="Titles are short forms of this report's own; the improvement plan holds the full wording.",
    )


def people_functions(report: Publication) -> Fragment:
    """Indicators under each of the ten ICS people functions."""
    lines = []
    for row in lookup(report.data, "people_functions").to_dict("records"):
        codes = [code for code in row["indicators"].split(";") if code]
        if not codes:
            grades: Text = "None"
        elif len(codes) == len(INDICATORS):
            grades = "All nine indicators"
        else:
            grades = Lines(tuple(_grade_of(report, code) for code in codes))
        lines.append(Line(f"{row['number']}. {row['title']}", [row["outcome"], grades]))
    return table(
        "Indicators by people function",
        ["People function", "Outcome sought", "Indicators, with reading"],
        lines,
        note="The mapping of indicators to people functions is this book's proposal.",
    )


def _grade_of(report: Publication, code: str) -> Sentence:
    given = grade_of_report(report, code, report.year)
    link = Link(f"Indicator {code}", f"{BY_CODE[code].page}.html")
    return Sentence("{} {}", (link, GradeChip(given)))
