"""Whether a printed number is another figure: of another year, group, place, indicator or measure.

The nearest siblings are tried first, and a match counts only where chance can hardly explain it.
"""

from collections.abc import Callable, Iterator

from wres.audit.expressions import unit_of
from wres.audit.printed_figures import PrintedFigure
from wres.audit.search import Alternative, ReportIndex
from wres.figures.figure import Figure
from wres.figures.names import breakdown_in_words
from wres.figures.unit import Unit
from wres.returns.typed_calculation import Formula, Operation, ids_in, replaced
from wres.standard.groups import GROUP_LABELS
from wres.standard.indicators import BY_KEY


def mislabelled(search: ReportIndex, claim: PrintedFigure) -> str:
    """Which other figure the number is, in words; empty where it is none, or might be by chance.

    A number with few digits counts only where the other figure is printed as this one: two
    headings that stand in each other's place.
    """
    if claim.formula is None:
        return ""
    for ring in _rings(search, claim.formula):
        fitting = [a for a in ring if search.gives(a.formula, claim)]
        values = {round(search.exact(a.formula, claim), 6) for a in fitting}
        if len(values) == 1 and (claim.telling or _crossed(search, claim, fitting[0])):
            return f"{claim.row.printed} is {fitting[0].words}."
    return _printed_elsewhere(search, claim) if claim.telling else ""


def _crossed(search: ReportIndex, claim: PrintedFigure, other: Alternative) -> bool:
    """Whether the report prints this claim's figure where the other should stand."""
    there = search.by_formula.get(other.formula, [])
    return any(not c.agrees and claim.formula and search.gives(claim.formula, c) for c in there)


def _rings(search: ReportIndex, formula: Formula) -> Iterator[list[Alternative]]:
    """The siblings of a formula, the nearest first: one thing is another in each."""
    own = [search.figures.find(id) for id in dict.fromkeys(ids_in(formula))]
    if not own or not all(f.measure for f in own):
        return
    yield [
        Alternative(f"the figure of {own[0].year + by}", other)
        for by in sorted({f.year - own[0].year for f in search} - {0}, key=abs)
        if (other := _moved(search, formula, lambda f: {"year": f.year + by}))  # noqa: B023
    ]
    yield [*_other_groups(search, formula, own)]
    yield [*_turned(search, formula)]
    yield [*_other_places(search, formula, own)]
    yield [*_other_indicators(search, formula, own)]
    yield [*_other_measures(search, formula, own)]


def _moved(
    search: ReportIndex, formula: Formula, by: Callable[[Figure], dict[str, object]]
) -> Formula | None:
    """The formula with each figure's sibling in its place; None where one has none, or nothing moves."""
    siblings = {}
    for id in ids_in(formula):
        figure = search.figures[id]
        sibling = search.same(figure, **by(figure))
        if sibling is None:
            return None
        siblings[id] = sibling.id
    moved = replaced(formula, siblings.__getitem__)
    return moved if moved != formula else None


def _other_groups(search: ReportIndex, formula: Formula, own: list[Figure]) -> Iterator[Alternative]:
    groups = [g for g in dict.fromkeys(f.group for f in own) if g not in ("", "all")]
    if len(groups) == 2:
        swap = dict(zip(groups, reversed(groups), strict=True))
        changes = [("with the two groups in each other's place", swap)]
    elif len(groups) == 1:
        others = dict.fromkeys(f.group for f in search if f.group not in ("", "all", groups[0]))
        changes = [(f"the figure for {GROUP_LABELS.get(g, g.capitalize())}", {groups[0]: g}) for g in others]
    else:
        return
    for words, change in changes:
        other = _moved(search, formula, lambda f: {"group": change.get(f.group, f.group)})  # noqa: B023
        if other:
            yield Alternative(words, other)


def _turned(search: ReportIndex, formula: Formula) -> Iterator[Alternative]:
    """100% less a percentage; a ratio or a difference the other way round."""
    unit = unit_of(formula, search.figures)
    if unit == Unit.PERCENT:
        yield Alternative("100% less the figure", Operation("-", 1.0, formula))
    elif unit == Unit.RATIO:
        yield Alternative("the ratio the other way round", Operation("/", 1.0, formula))
    elif unit in (Unit.POINTS, Unit.PEOPLE):
        yield Alternative("the figure with the other sign", Operation("-", 0.0, formula))


def _other_places(search: ReportIndex, formula: Formula, own: list[Figure]) -> Iterator[Alternative]:
    placed = [f for f in own if f.breakdown]
    if len({f.breakdown for f in placed}) != 1:
        return
    here = placed[0]
    others = {f.breakdown: f for f in search if f.indicator == here.indicator and f.breakdown}
    for breakdown, there in others.items():
        change = {here.breakdown: breakdown}
        other = _moved(search, formula, lambda f: {"breakdown": change.get(f.breakdown, f.breakdown)})  # noqa: B023
        if other:
            yield Alternative(f"the figure of {breakdown_in_words(there)}", other)


def _other_indicators(search: ReportIndex, formula: Formula, own: list[Figure]) -> Iterator[Alternative]:
    """Indicators made by the same formula, such as the four questions of the survey."""
    kinds = {BY_KEY[f.indicator].formula if f.indicator in BY_KEY else "" for f in own}
    for indicator in BY_KEY.values():
        other = _moved(search, formula, lambda f: {"indicator": indicator.key})  # noqa: B023
        if kinds == {indicator.formula} and other:
            yield Alternative(f"the figure of indicator {indicator.code}", other)


def _other_measures(search: ReportIndex, formula: Formula, own: list[Figure]) -> Iterator[Alternative]:
    """Measures of the same indicator and unit, such as appointed for shortlisted.

    A share of staff of known ethnicity is the same count over another base.
    """
    if len(own) != 1 or formula != own[0].id:
        return
    here = own[0]
    for f in search:
        known = f.measure.startswith("known_")
        if f.unit == here.unit and f != here and not known and f == search.same(here, measure=f.measure):
            yield Alternative(f"the figure of {f.measure.replace('_', ' ')}", f.id)


def _printed_elsewhere(search: ReportIndex, claim: PrintedFigure) -> str:
    """The same number printed elsewhere for another figure of the same indicator, place and group."""
    about = _about(search, claim)
    for other in search.claims:
        if other.formula in (None, claim.formula) or other.row.unit != claim.row.unit:
            continue
        if other.printed == claim.printed and _about(search, other) == about:
            return f"{claim.row.printed} is printed on the page {other.row.page} as {other.row.what}."
    return ""


def _about(search: ReportIndex, claim: PrintedFigure) -> set[tuple[str, str, str]]:
    ids = [id for id in ids_in(claim.formula or 0.0) if id in search.figures]
    return {(f.indicator, f.breakdown, f.group) for f in map(search.figures.__getitem__, ids)}
