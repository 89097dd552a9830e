"""Tables of figures, and what their cells say of a comparison."""

from collections.abc import Iterable, Sequence

from wres.figures.arithmetic import STOCKS
from wres.figures.figure import Figure
from wres.figures.inline import without_ids
from wres.figures.status import Status
from wres.pages.blocks import Interval, Line, Note, Table
from wres.publication import Publication

NOT_APPLICABLE = "Not applicable"


def table(
    caption: str, header: Sequence[str], lines: Iterable[Line], note: str = "", kind: str = ""
) -> Table | Note:
    """A table; a note where it would have no rows."""
    rows = list(lines)
    return (
        Table(caption, header, rows, note, kind)
        if rows
        else Note(f"{without_ids(caption)}: nothing is held.")
    )


def recent_years(report: Publication) -> list[int]:
    return sorted(report.years, reverse=True)


def evidence_text(figure: Figure) -> str:
    """What may be said of a comparison, as a cell prints it."""
    if not (figure.known or figure.status == Status.INFINITE):
        return "Nothing can be said"
    if not figure.evidence and not figure.value:
        return "No difference"
    if (
        figure.measure.partition("_change")[0] in STOCKS
        and "_change" in figure.measure
        and not figure.evidence
    ):
        return "A complete count in both years"
    return (figure.evidence or "nothing without an interval").capitalize()


def table_by_year(report: Publication, caption: str, start: str, title: str, *second: str) -> Table | Note:
    """A comparison by year with its interval and what may be said of it, latest first."""
    known = {f.year for f in report.figures if f.id.startswith(f"{start}.") and f.id.count(".") == 2}
    years = range(max(known), min(known) - 1, -1) if known else ()
    header = ["Year", title, "95% interval", *second[1:], "What may be said", "Basis"]
    lines = []
    for year in years:
        figure = report.figures.find(f"{start}.{year}")
        other = [report.figures.find(f"{second[0]}.{year}")] if second else []
        basis = figure.source.work.text if figure.source.as_published and figure.source.work else "counts"
        basis = basis if figure.measure else "no return is held"
        lines.append(Line(str(year), [figure, Interval(figure), *other, evidence_text(figure), basis]))
    return table(caption, header, lines)
