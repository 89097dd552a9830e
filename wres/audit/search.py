"""The index in which the audit looks for what explains a printed number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import isfinite

from wres.audit.printed_figures import SCALE, PrintedFigure, evaluated
from wres.figures.figure import Figure, Figures
from wres.figures.unit import Unit
from wres.returns.typed_calculation import Formula


@dataclass(frozen=True)
class Alternative:
    """What a printed number could be: in words, and as a formula."""

    words: str
    formula: Formula


class ReportIndex:
    """All claims of a report and the table of figures, with what the search needs to look up."""

    def __init__(self, claims: Sequence[PrintedFigure], figures: Figures) -> None:
        self.claims, self.figures = claims, figures
        self.by_formula: dict[Formula, list[PrintedFigure]] = {}
        for claim in claims:
            if claim.formula is not None and isfinite(claim.printed):
                self.by_formula.setdefault(claim.formula, []).append(claim)
        self._by_id = {f.id: f for f in figures}
        self._shares: dict[tuple[str, str], list[Figure]] = {}
        for figure in figures:
            if figure.unit == Unit.PERCENT and len(parents := figure.parents) == 2:
                part, whole = parents
                group = self._by_id[whole].group if whole in self._by_id else ""
                self._shares.setdefault((part, group), []).append(figure)

    def exact(self, formula: Formula, claim: PrintedFigure) -> float:
        """What a formula gives from the table, in the claim's printed scale."""
        return evaluated(formula, self.figures) * SCALE.get(claim.row.unit, 1.0)

    def gives(self, formula: Formula, claim: PrintedFigure) -> bool:
        """Whether a formula gives the claim's printed number."""
        exact = self.exact(formula, claim)
        return isfinite(exact) and claim.is_printed_form_of(exact)

    def same(self, figure: Figure, **other: object) -> Figure | None:
        """The figure of the table that is like this one but for what is named."""
        return self._by_id.get(replace(figure, **other).id)  # type: ignore[arg-type]

    def shares_of(self, part: str, group: str) -> list[Figure]:
        """The percentages of which a count is the numerator, and a count of this group the base."""
        return self._shares.get((part, group), [])

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures)
