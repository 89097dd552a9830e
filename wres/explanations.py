"""Why a printed number is not the one that its label says: found by trying what else could give it.

Here are what every search looks up, the same formula over figures as the report printed them, and
slips of the pen. Siblings and other bases have modules of their own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from math import isfinite

from wres import calculation
from wres.calculation import Formula, Operation
from wres.claims import SCALE, Claim, evaluated
from wres.figures import Figure, Figures

MOST_TRIED = 200  # ways to choose among several printed forms of the same figures


@dataclass(frozen=True)
class Alternative:
    """What a printed number could be: in words, and as a formula."""

    words: str
    formula: Formula


class Search:
    """All claims of a report and the table of figures, with what the search needs to look up."""

    def __init__(self, claims: Sequence[Claim], figures: Figures) -> None:
        self.claims, self.figures = claims, figures
        self.by_formula: dict[Formula, list[Claim]] = {}
        for claim in claims:
            if claim.formula is not None and isfinite(claim.printed):
                self.by_formula.setdefault(claim.formula, []).append(claim)
        self._by_id = {f.id: f for f in figures}
        self._shares: dict[tuple[str, str], list[Figure]] = {}
        for figure in figures:
            if figure.unit == "percent" and len(parents := figure.parents.split()) == 2:
                part, whole = parents
                group = self._by_id[whole].group if whole in self._by_id else ""
                self._shares.setdefault((part, group), []).append(figure)

    def exact(self, formula: Formula, claim: Claim) -> float:
        """What a formula gives from the table, in the claim's printed scale."""
        return evaluated(formula, self.figures) * SCALE.get(claim.row.unit, 1.0)

    def gives(self, formula: Formula, claim: Claim) -> bool:
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


def as_printed(
    search: Search, claim: Claim, formula: Formula | None = None
) -> tuple[str, list[Claim]] | None:
    """The claim's formula over figures as the report printed them, if that gives its number.

    In words, with the claims that were used: ``31% − 22%``.
    """
    if formula is None:
        formula = claim.formula
        if isinstance(formula, str):
            formula = calculation.one_step(search.figures.find(formula))
    if not isinstance(formula, Operation):
        return None
    ids = list(dict.fromkeys(calculation.ids(formula)))
    options: list[list[Claim | None]] = [[*_printed_forms(search, id, claim), None] for id in ids]
    for chosen in islice(product(*options), MOST_TRIED):
        used = dict(zip(ids, chosen, strict=True))
        if any(used.values()) and _over(search, formula, used, claim):
            words = calculation.spelt(formula, lambda id: _text(search, id, used))  # noqa: B023
            return words, [c for c in chosen if c is not None]
    return None


def _printed_forms(search: Search, id: str, claim: Claim) -> list[Claim]:
    """The printed numbers of a figure, each once; those that its claim's own page prints come first."""
    found = [c for c in search.by_formula.get(id, []) if c.row.unit != "text"]
    found.sort(key=lambda c: c.row.page != claim.row.page)
    return list({(c.printed, c.decimals): c for c in reversed(found)}.values())[::-1]


def _over(search: Search, formula: Formula, used: Mapping[str, Claim | None], claim: Claim) -> bool:
    def of(id: str) -> float:
        own = used[id]
        return own.printed / SCALE.get(own.row.unit, 1.0) if own else evaluated(id, search.figures)

    number = calculation.value(formula, of) * SCALE.get(claim.row.unit, 1.0)
    return isfinite(number) and claim.is_printed_form_of(number)


def _text(search: Search, id: str, used: Mapping[str, Claim | None]) -> str:
    own = used[id]
    return own.row.printed if own else search.figures.find(id).number


def fraction(search: Search, formula: Formula | None) -> tuple[Figure, Figure] | None:
    """The count and the base of a percentage."""
    if isinstance(formula, str) and search.figures.find(formula).unit == "percent":
        formula = calculation.one_step(search.figures[formula])
    if not isinstance(formula, Operation) or formula.sign != "/":
        return None
    found = [search.figures.find(id) for id in calculation.ids(formula)]
    if len(found) != 2 or any(f.unit != "people" or not f.known for f in found):
        return None
    return found[0], found[1]


def slip(search: Search, claim: Claim) -> str:
    """One digit mistaken, or two in each other's place, that would give the number; else empty."""
    right, wrong = (f"{abs(n):.{claim.decimals}f}".replace(".", "") for n in (claim.exact, claim.printed))
    swapped = [wrong[:i] + wrong[i + 1] + wrong[i] + wrong[i + 2 :] for i in range(len(wrong) - 1)]
    if right in swapped:
        return "Two digits stand in each other's place."
    parts = fraction(search, claim.formula)
    if parts is None or not claim.telling:
        return ""
    part, whole = parts
    base = f"{whole.value:.0f}"
    slips = {int(base[:i] + digit + base[i + 1 :]) for i in range(len(base)) for digit in "0123456789"}
    scale = SCALE.get(claim.row.unit, 1.0)
    fits = [n for n in slips - {0, int(whole.value)} if claim.is_printed_form_of(scale * part.value / n)]
    if len(fits) != 1:
        return ""
    return f"{claim.row.printed} is {part.number} ÷ {fits[0]}; the base is {whole.number}."


def working(search: Search, claim: Claim) -> str:
    """How the counts give the figure: ``(14 − 24) ÷ 24 by the counts.``; empty where a count is not shown."""
    formula = claim.formula
    if isinstance(formula, str):
        formula = calculation.one_step(search.figures[formula])
    if not isinstance(formula, Operation):
        return ""
    figures = [search.figures.find(id) for id in calculation.ids(formula)]
    if not all(f.known for f in figures):
        return ""
    return f"{calculation.spelt(formula, lambda id: search.figures[id].number)} by the counts."
