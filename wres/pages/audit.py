"""The page on an earlier report: what it printed, beside what the published figures give.

It names what the report gives away and is for the analyst alone: no book holds it.
"""

import re
from dataclasses import dataclass

from wres.audit.kinds_of_finding import AUDIT_KINDS
from wres.figures.unit import Unit
from wres.pages.blocks import BulletList, Folded, Headline, Line, Note, Paragraphs, Stack, Text, stack
from wres.pages.fragments import Fragment
from wres.pages.table import table
from wres.publication import Publication

NONE_HELD = "No earlier report of this organisation and year is held."
ABOUT = (
    "The report that the organisation has published for this year was read figure by figure. Each number "
    "was recomputed, by calculation alone, from the figures of this book and set beside what was printed. "
    "This is a check of numbers, and of nothing else."
)


def summary(report: Publication) -> Fragment:
    """How many printed figures were recomputed, agree and differ; one sentence where no report is held."""
    if report.audit is None:
        return Note(NONE_HELD)
    first, _, rest = report.audit.summary.partition(". ")
    said: list[Fragment] = [Headline(f"{first}.", rest), Paragraphs([ABOUT])]
    if report.audit.withheld:
        figures = "figure is" if report.audit.withheld == 1 else "figures are"
        text = (
            f"{report.audit.withheld} printed {figures} not shown here: their figures are hidden in this "
            "book, or cannot be told from hidden ones."
        )
        said.append(Note(text))
    return stack(*said)


def kinds(report: Publication) -> Fragment:
    """The kinds of differences with their meaning, and how many figures are of each."""
    if report.audit is None:
        return Stack()
    counts = report.audit.kinds
    lines = [
        Line(kind.capitalize(), [meaning, *map(str, counts[kind])]) for kind, meaning in AUDIT_KINDS.items()
    ]
    return table(
        "Kinds of differences",
        ["Kind", "Meaning", "Main kind of", "Found in"],
        lines,
        note="Each figure is counted once for every number printed for it, and may be of several kinds.",
    )


def differences(report: Publication) -> Fragment:
    """Each printed figure that differs, once, with the pages that print it."""
    if report.audit is None or not report.audit.differences:
        return Stack()
    lines = [
        Line(
            line.what,
            [
                _pages(pages),
                line.printed,
                _recomputed(report, line.calculation, line.recomputed),
                ", ".join(line.kinds).capitalize(),
                line.explanation,
            ],
        )
        for line, pages in report.audit.differences.items()
    ]
    header = ["Label in the report", "Page", "Printed", "Recomputed", "Kind", "Explanation"]
    return table("Printed figures that differ", header, lines)


def recoverable(report: Publication) -> Fragment:
    """The cells printed as a dash that can be worked out, by name alone."""
    if report.audit is None or not report.audit.recoverable:
        return Stack()
    intro = "These cells are printed as a dash, and can be worked out from what else is printed:"
    note = "Worked out from the printed totals, counts and percentages. The values are not shown."
    return stack(
        Paragraphs([intro]),
        BulletList(report.audit.recoverable),
        Note(note),
    )


def unrecomputed(report: Publication) -> Fragment:
    """The printed figures with nothing to compare, and why."""
    if report.audit is None or not report.audit.unrecomputed:
        return Stack()
    lines = [Line(line.what, [line.page, line.explanation]) for line in report.audit.unrecomputed]
    return table("Printed figures that cannot be recomputed", ["Label in the report", "Page", "Why"], lines)


def agreeing(report: Publication) -> Fragment:
    """The printed figures that agree, folded away: so that all that was checked can be seen."""
    if report.audit is None or not report.audit.agreements:
        return Stack()
    lines = [
        Line(
            line.what,
            [_pages(pages), line.printed, _recomputed(report, line.calculation, line.recomputed)],
        )
        for line, pages in report.audit.agreements.items()
    ]
    header = ["Label in the report", "Page", "Printed", "Recomputed"]
    shown = table("Printed figures that agree", header, lines)
    return Folded(f"{len(lines)} printed figures that agree", shown)


def _pages(pages: list[str]) -> str:
    """The pages that print a figure: ``Key findings (2 places); Summary``."""
    places = {page: pages.count(page) for page in pages}
    return "; ".join(f"{page} ({n} places)" if n > 1 else page for page, n in places.items())


def _recomputed(report: Publication, id: str, text: str) -> Text:
    """The figure of the table, where the calculation is its id; else what the calculation gives."""
    if id in report.figures and report.figures[id].unit in (Unit.PEOPLE, Unit.PERCENT, Unit.RATIO):
        return report.figures[id]
    return text or "Nothing"


LINK = re.compile(r"<a [^>]*>(.*?)</a>", re.DOTALL)  # figures and pages of the book, which is not there


@dataclass(frozen=True, repr=False)
class AuditDocument(Fragment):
    """The whole page as an HTML document of its own; the book's ``style.css`` stands beside it."""

    name: str
    body: Fragment


def document(report: Publication) -> str:
    """The audit of a year as one HTML document."""
    parts = (summary, kinds, differences, recoverable, unrecomputed, agreeing)
    whole = AuditDocument(f"{report.name}, {report.year}", stack(*(part(report) for part in parts)))
    return LINK.sub(r"\1", whole.html) + "\n"
