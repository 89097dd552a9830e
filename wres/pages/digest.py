"""Plain text of a page's main figures: what nbval compares when it reruns a notebook."""

from dataclasses import dataclass

from wres.figures.grades import grade_of_report
from wres.figures.inline import without_ids
from wres.pages.accessibility import people
from wres.pages.accessibility_evidence import evidence
from wres.publication import Publication
from wres.standard.groups import FOCUS
from wres.standard.indicators import INDICATORS


@dataclass(frozen=True)
class Digest:
    """Plain text of a page's main figures: what nbval compares when it reruns the notebook."""

    lines: tuple[str, ...]

    def __repr__(self) -> str:
        return "\n".join(self.lines)


def statement(report: Publication) -> Digest:
    """What the accessibility statement rests on: failures known, whose it is, whom to write to."""
    given = report.given.accessibility
    written = [person.email for person in people(report) if person.email]
    return Digest(
        (
            f"failures known: {len(evidence().failures)}",
            f"adopted: {given.adopted or 'no'}",
            f"addresses: {', '.join(written) or 'none'}",
            f"answer within working days: {given.response_days or 'not stated'}",
        )
    )


def digest(report: Publication, *indicators: str) -> Digest:
    """The published figures of the report year that a page rests on, one per line.

    ``indicators`` are the first parts of ids; none gives the grade of each indicator.
    """
    if not indicators:
        grades = [(i.key, grade_of_report(report, i.code, report.year)) for i in INDICATORS]
        return Digest(
            tuple(
                f"{key}: {given.reading}, {given.grade} ({without_ids(given.why)})" for key, given in grades
            )
        )
    rows = [
        f"{f.id} = {f.number} [{f.interval}] {f.evidence}".strip()
        for f in report.figures
        if f.indicator in indicators and f.year == report.year and f.group in ("", FOCUS, "all")
    ]
    return Digest(tuple(rows))
