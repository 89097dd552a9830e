"""The change of each figure on the year before, with its interval and what may be said of it."""

from wres.figures.arithmetic import stock
from wres.figures.figure import Figure
from wres.figures.inline import inline
from wres.figures.status import Status
from wres.pages.blocks import Interval, Line, Note, Paragraphs, Text
from wres.pages.fragments import Fragment
from wres.pages.phrases import CHANGES
from wres.pages.table import evidence_text, table
from wres.publication import Publication
from wres.standard.bands import CLUSTERS

HEADER = ["95% interval of the change", "What may be said"]


def context_paragraphs(said: list[str]) -> Fragment:
    """The sentences that are not empty, a paragraph each."""
    return Paragraphs([text for text in said if text])


def since_text(report: Publication, start: str) -> str:
    """The change of a figure from the first year held; empty where there are not three years."""
    indicator, measure, *rest = start.split(".")
    breakdown, group = ".".join(rest[:-1]), (rest or [""])[-1]
    own = report.figures.where(indicator=indicator, breakdown=breakdown, group=group, year=report.year)
    found = [f for f in own if f.measure.startswith(f"{measure}_change_since_")]
    if not found or not found[0].known:
        return ""
    change, first = found[0], int(found[0].measure.rpartition("_")[2])
    before = report.figures[f"{start}.{first}"]
    if not change.evidence and not stock(before):
        return ""
    cluster = CLUSTERS.get(breakdown.split(".")[0], "").lower()
    whose = f" among {cluster} staff in band 8a and above" if cluster else ""
    since = f"Since {first}{whose}, when it was {inline(before)}: "
    if not change.evidence:
        return f"{since}a difference of {inline(change)}."
    return f"{since}{CHANGES[change.evidence]} (difference {inline(change)}, 95% interval {change.interval})."


def changes_table(report: Publication, rows: dict[str, str]) -> Fragment:
    """A table of figures of this year and last, and their change; a note where there is nothing to compare.

    ``rows`` is label → start of the id.
    """
    if report.last_year is None:
        said = f"No year before {report.year} is held, so no change can be shown."
        return Note(f"{said} {report.no_year_before}".strip())
    lines = [Line(name, _cells(report, start)) for name, start in rows.items()]
    held = [
        line
        for line in lines
        if any(isinstance(c, Figure) and c.status != Status.NOT_COLLECTED for c in line.cells)
    ]
    if not held:
        return Note(f"No figure of this page is held for {report.last_year} or {report.year}.")
    header = [
        "Figure",
        str(report.last_year),
        str(report.year),
        "Change (percentage points, or of the ratio)",
        *HEADER,
    ]
    return table(f"Change from {report.last_year} to {report.year}", header, held)


def _cells(report: Publication, start: str) -> list[Text]:
    indicator, measure, *rest = start.split(".")
    change = report.figures.find(".".join([indicator, f"{measure}_change", *rest, str(report.year)]))
    return [
        report.figures.find(f"{start}.{report.last_year}"),
        report.figures.find(f"{start}.{report.year}"),
        change,
        Interval(change),
        evidence_text(change),
    ]
