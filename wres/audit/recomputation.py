"""The audit of an earlier report: each number that it printed beside what the counts give.

Differences and their kinds are found by calculation alone; ``terms.AUDIT_KINDS`` says what each means.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from wres.audit.explanations import as_printed, slip, working
from wres.audit.kinds_of_finding import DISCLOSES, NOT_RECOMPUTED
from wres.audit.other_bases import other_base
from wres.audit.other_figures import mislabelled
from wres.audit.printed_figures import PrintedFigure, printed_figures
from wres.audit.recoverable_cells import recoverable
from wres.audit.search import ReportIndex
from wres.figures.figure import Figures
from wres.figures.unit import Unit
from wres.returns.published_report import PrintedRow

IN_THE_UNIT = "percent for percentage point"
CONTRADICTS = "contradiction with another page"


@dataclass(frozen=True)
class AuditRow:
    """A printed figure and what became of it.

    ``verdict`` is agrees, differs, cannot be recomputed or hidden (printed as a dash). ``kinds`` are
    those of ``terms.AUDIT_KINDS``, the main one first. ``value`` is the printed number, NaN for a dash.
    """

    page: str
    what: str
    printed: str
    value: float
    calculation: str
    recomputed: str
    verdict: str
    kinds: tuple[str, ...] = ()
    explanation: str = ""

    @property
    def other_number(self) -> bool:
        """Whether the number itself differs, not only its unit."""
        return self.verdict == "differs" and self.kinds != (IN_THE_UNIT,)


def audited(rows: Iterable[PrintedRow], figures: Figures, threshold: int = 2) -> list[AuditRow]:
    """A line for each row of a printed report, recomputed from a table of figures.

    A cell printed as a dash is given away where it has fewer possible values than ``threshold``.
    """
    made = printed_figures(rows, figures)
    search = ReportIndex(made, figures)
    given_away = {id: found.values for id, found in recoverable(made, figures).given_away(threshold).items()}
    return [_line(claim, search, given_away) for claim in made]


def distinct(lines: Iterable[AuditRow]) -> dict[AuditRow, list[str]]:
    """Each figure with each number printed for it once, and the pages that print it, one for each place."""
    first: dict[object, AuditRow] = {}
    places: dict[AuditRow, list[str]] = {}
    for line in lines:
        number = line.value if line.value == line.value else line.printed
        own = first.setdefault((line.calculation or line, number), line)
        places.setdefault(own, []).append(line.page)
    return places


def _line(claim: PrintedFigure, search: ReportIndex, given_away: dict[str, int]) -> AuditRow:
    row = claim.row
    typed = " ".join(row.calculation.split())
    line = AuditRow(row.page, row.what, row.printed, claim.printed, typed, "", NOT_RECOMPUTED)
    if row.value is None and row.unit != "text":
        if claim.formula not in given_away:
            return replace(line, verdict="hidden")
        values = given_away[str(claim.formula)]
        said = "one value is" if values == 1 else f"only {values} values are"
        said = f"By what else the report prints, {said} possible."
        return replace(line, verdict="hidden", kinds=(DISCLOSES,), explanation=said)
    others = _others(claim, search)
    if not claim.recomputed:
        said = claim.missing or f"No number is printed; the counts give {claim.text(claim.exact)}."
        if others:
            kinds = (CONTRADICTS, NOT_RECOMPUTED)
            return replace(line, verdict="differs", kinds=kinds, explanation=f"{said} {others}")
        return replace(line, kinds=(NOT_RECOMPUTED,), explanation=said)
    wrong_unit = (IN_THE_UNIT,) if (row.unit, claim.unit) == (Unit.PERCENT, Unit.POINTS) else ()
    if claim.agrees:
        line = replace(line, recomputed=claim.text(claim.printed), verdict="agrees")
        if not wrong_unit:
            return line
        said = f"The difference of two percentages: {line.recomputed}."
        return replace(line, verdict="differs", kinds=wrong_unit, explanation=said)
    kind, said = _explained(claim, search)
    if others:
        kind = CONTRADICTS if kind == "arithmetic" else kind
        said = f"{said} {others}".strip()
    kinds = tuple(dict.fromkeys([kind, *([CONTRADICTS] if others else []), *wrong_unit]))
    text = claim.text(claim.exact)
    return replace(line, recomputed=text, verdict="differs", kinds=kinds, explanation=said)


def _explained(claim: PrintedFigure, search: ReportIndex) -> tuple[str, str]:
    """The kind of a number that differs, and its explanation."""
    carried = as_printed(search, claim)
    wrong = [c.row.printed for c in carried[1] if not c.close] if carried else []
    if claim.close or (carried and not wrong):
        said = f"{claim.text(claim.exact, claim.decimals + 2)} before rounding."
        return "rounding", f"{carried[0]}, as printed; {said}" if carried and not wrong else said
    if carried:
        named = " and ".join(dict.fromkeys(wrong))
        return "arithmetic", f"{carried[0]}, as printed, where {named} differs too."
    if said := mislabelled(search, claim):
        return "mislabelled", said
    if said := other_base(search, claim):
        return "wrong base", said
    return "arithmetic", slip(search, claim) or working(search, claim)


def _others(claim: PrintedFigure, search: ReportIndex) -> str:
    """What the report prints elsewhere for the same figure, where both cannot be true."""
    if claim.formula is None or claim.row.value is None:
        return ""
    others = [c for c in search.by_formula.get(claim.formula, []) if c.contradicts(claim)]
    first = {c.printed: c for c in reversed(others)}
    listed = ", ".join(f"{c.row.printed} ({c.row.page})" for c in reversed(first.values()))
    return f"Elsewhere: {listed}." if listed else ""
