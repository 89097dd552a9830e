"""What an audit found, gathered: for the analyst in full, for a book without anything that it hides."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import nan

from wres.audit.kinds_of_finding import AUDIT_KINDS, DISCLOSES, NOT_RECOMPUTED
from wres.audit.printed_figures import printed_figures
from wres.audit.recomputation import AuditRow, audited, distinct
from wres.audit.recoverable_cells import recoverable
from wres.disclosure.hidden_numbers import TOKEN, as_printed
from wres.figures.figure import Figure, Figures
from wres.figures.names import figure_in_words
from wres.figures.status import Status
from wres.figures.unit import Unit
from wres.returns.published_report import PrintedRow
from wres.returns.settings import DisclosurePolicy
from wres.returns.typed_calculation import ids_in, parsed


@dataclass(frozen=True)
class Findings:
    """An audit as it is shown: its lines, the cells that can be worked out, what was left out.

    ``recoverable`` names cells, without their values; ``withheld`` counts lines that are not here.
    """

    lines: tuple[AuditRow, ...]
    recoverable: tuple[str, ...]
    withheld: int = 0

    @property
    def agreeing(self) -> list[AuditRow]:
        """The lines that agree in number and unit."""
        return [line for line in self.lines if line.verdict == "agrees"]

    @property
    def differing(self) -> list[AuditRow]:
        """The lines that differ, by their main kind, then as printed."""
        order = list(AUDIT_KINDS)
        found = [line for line in self.lines if line.verdict == "differs"]
        return sorted(found, key=lambda line: order.index(line.kinds[0]))

    @property
    def unrecomputed(self) -> list[AuditRow]:
        """The lines with nothing to compare."""
        return [line for line in self.lines if line.verdict == "cannot be recomputed"]

    @property
    def differences(self) -> dict[AuditRow, list[str]]:
        """Each distinct difference, and the pages that print it."""
        return distinct(self.differing)

    @property
    def agreements(self) -> dict[AuditRow, list[str]]:
        """Each distinct figure that agrees, and the pages that print it."""
        return distinct(self.agreeing)

    @property
    def numbers(self) -> set[str]:
        """Every number in the lines, as printed, and how many lines there are of each kind."""
        counted = {str(count) for counts in self.kinds.values() for count in counts}
        about = {str(self.withheld), str(len(self.agreements)), *TOKEN.findall(self.summary)}
        return set().union(counted, about, *(_tokens(line) for line in self.lines))

    @property
    def kinds(self) -> dict[str, tuple[int, int]]:
        """By kind, how many distinct differences are mainly of it, and how many are of it at all."""
        found = list(self.differences)
        counts = {
            kind: (sum(line.kinds[0] == kind for line in found), sum(kind in line.kinds for line in found))
            for kind in AUDIT_KINDS
        }
        counts[DISCLOSES] = (len(self.recoverable),) * 2
        counts[NOT_RECOMPUTED] = (len(self.unrecomputed),) * 2
        return counts

    @property
    def summary(self) -> str:
        """The audit in a sentence."""
        compared = len(self.agreeing) + len(self.differing)
        in_number = sum(line.other_number for line in self.differences)
        return (
            f"{compared} printed figures were recomputed: {len(self.agreeing)} agree and "
            f"{len(self.differing)} differ. "
            f"Each figure counted once however often it is printed, {len(self.differences)} differ, "
            f"{in_number} of them in the number and {len(self.differences) - in_number} in the unit alone."
        )


def in_full(rows: list[PrintedRow], figures: Figures, policy: DisclosurePolicy) -> Findings:
    """The whole audit by the counted figures: for the analyst, not for publication."""
    lines = tuple(audited(rows, figures, policy.threshold))
    cells = {id for line in lines if DISCLOSES in line.kinds for id in _ids(line.calculation)}
    return Findings(lines, tuple(figure_in_words(figures[id]) for id in sorted(cells)))


def protected(
    rows: list[PrintedRow], counted: list[Figure], shown: Figures, policy: DisclosurePolicy
) -> Findings | None:
    """The audit by the published figures alone; None where no earlier report is held.

    Left out are the rows whose calculation touches a figure that is hidden, or not published as it
    was counted; counts without a calculation; and lines that hold a number which the book hides.
    Where counts are rounded the report's own would undo it, so that all rows are left out.
    """
    if not rows:
        return None
    table = Figures(counted)
    cells = recoverable(printed_figures(rows, table), table).given_away(policy.threshold)
    as_counted = _as_counted(counted, shown)
    ids = {row.calculation: _ids(row.calculation) for row in rows}
    visible = [
        row
        for row in rows
        if ids[row.calculation] <= as_counted and (row.calculation or row.unit != Unit.PEOPLE)
    ]
    visible = visible if policy.rounding is None else []
    hidden = as_printed(counted, shown)
    lines = tuple(_safe(line) for line in audited(visible, shown) if not _tokens(line) & hidden)
    return Findings(lines, tuple(figure_in_words(table[id]) for id in cells), len(rows) - len(lines))


def _as_counted(counted: Iterable[Figure], shown: Figures) -> set[str]:
    """The ids of the figures that are published, and as they were counted."""
    before = {f.id: repr(f.value) for f in counted}
    return {
        f.id
        for f in shown
        if f.status != Status.SUPPRESSED and before.get(f.id, repr(f.value)) == repr(f.value)
    }


def _ids(typed: str) -> set[str]:
    return set(ids_in(parsed(typed))) if typed else set()


def _tokens(line: AuditRow) -> set[str]:
    texts = (line.page, line.what, line.printed, line.recomputed, line.explanation)
    return {token for text in texts for token in TOKEN.findall(text)}


def _safe(line: AuditRow) -> AuditRow:
    """A number without a calculation is named, not printed: nobody can say what it would give away."""
    return line if line.calculation else replace(line, printed="", value=nan)


def listed(findings: Findings) -> str:
    """The audit as the command line prints it, differences first."""
    parts = [findings.summary]
    differences = findings.differences
    for kind, meaning in AUDIT_KINDS.items():
        own = {line: pages for line, pages in differences.items() if line.kinds[0] == kind}
        if own:
            parts.append(f"{kind.capitalize()} ({len(own)}). {meaning}")
            parts += [_difference(line, pages) for line, pages in own.items()]
    if findings.recoverable:
        dashes = sum(line.verdict == "hidden" for line in findings.lines)
        count = f"{len(findings.recoverable)} of {dashes} dashes"
        parts.append(f"Discloses a hidden cell ({count}). {AUDIT_KINDS[DISCLOSES]}")
        parts += [f"  {line}" for line in findings.recoverable]
    if findings.unrecomputed:
        parts.append(f"Cannot be recomputed ({len(findings.unrecomputed)}).")
        parts += [f"  {_place(line)}: {line.printed}. {line.explanation}" for line in findings.unrecomputed]
    parts.append(f"Agrees ({len(findings.agreeing)}).")
    parts += [f"  {_place(line)}: {line.printed}" for line in findings.agreeing]
    return "\n".join(parts)


def _place(line: AuditRow) -> str:
    return f"{line.page}: {line.what}"


def _difference(line: AuditRow, pages: list[str]) -> str:
    also = ", ".join(page for page in dict.fromkeys(pages) if page != line.page)
    places = f" ({len(pages)} places{f', also {also}' if also else ''})" if len(pages) > 1 else ""
    further = f" Also {' and '.join(line.kinds[1:])}." if line.kinds[1:] else ""
    recomputed = line.recomputed or "nothing"
    return (
        f"  {_place(line)}{places}\n    printed {line.printed}, recomputed {recomputed}. "
        f"{line.explanation}{further}"
    )
