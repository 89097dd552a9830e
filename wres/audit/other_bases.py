"""Whether a printed percentage is the same count over another base than its label says."""

from collections.abc import Iterator

from wres.audit.explanations import as_printed, fraction
from wres.audit.expressions import mean
from wres.audit.printed_figures import PrintedFigure
from wres.audit.search import Alternative, ReportIndex
from wres.figures.figure import Figure
from wres.figures.names import figure_in_words
from wres.figures.unit import Unit
from wres.returns.typed_calculation import Operation
from wres.standard.groups import FOCUS, GROUPS

FAR = 9


def other_base(search: ReportIndex, claim: PrintedFigure) -> str:
    """Over which other base the number is the percentage, in words; empty where it is none."""
    parts = fraction(search, claim.formula)
    if parts is None or not claim.telling:
        return ""
    means = list(_means(search, *parts))
    for alternative in (*_bases(search, *parts), *_without_a_group(search, *parts), *means):
        if search.gives(alternative.formula, claim):
            return f"{claim.row.printed} is {alternative.words}."
    for alternative in means:
        if printed := as_printed(search, claim, alternative.formula):
            return f"{claim.row.printed} is {alternative.words}, as printed: {printed[0]}."
    return ""


def _bases(search: ReportIndex, part: Figure, whole: Figure) -> Iterator[Alternative]:
    """Staff of known ethnicity, the base of another year, of a larger or smaller part, of a group."""
    for figure in sorted(search, key=lambda f: _distance(f, part, whole)):
        if _distance(figure, part, whole) < FAR:
            yield Alternative(
                f"the same count over another base: {figure_in_words(figure)} ({figure.number})",
                Operation("/", part.id, figure.id),
            )


def _distance(figure: Figure, part: Figure, whole: Figure) -> int:
    """How far a count is from being the base of a percentage; ``FAR``: it is not one."""
    if figure.unit != Unit.PEOPLE or not figure.known or figure.id in (whole.id, part.id) or not figure.value:
        return FAR
    here = (figure.indicator, figure.breakdown) == (whole.indicator, whole.breakdown)
    if figure.year != whole.year:
        return 2 if here and (figure.measure, figure.group) == (whole.measure, whole.group) else FAR
    if here:
        return 1 if figure.measure == "known" else 3
    total = figure.group in ("", "all", part.group)
    return 4 if total and figure.indicator in (whole.indicator, "workforce") else FAR


def _without_a_group(search: ReportIndex, part: Figure, whole: Figure) -> Iterator[Alternative]:
    """The count less one of the ethnic groups that it holds."""
    for figure in search:
        held = figure.group not in (*GROUPS, "", "all") and part.group == FOCUS
        if held and search.same(part, group=figure.group) == figure:
            less = Operation("/", Operation("-", part.id, figure.id), whole.id)
            yield Alternative(f"the figure without the group {figure.group.capitalize()}", less)


def _means(search: ReportIndex, part: Figure, whole: Figure) -> Iterator[Alternative]:
    """The mean of the percentages of the parts or areas, each counted alike whatever its size."""
    finer = [search.figures[id] for id in part.parents if id in search.figures]
    if not finer:
        others = {f.breakdown: f for f in search if f.breakdown not in ("", part.breakdown)}
        siblings = [search.same(part, breakdown=breakdown) for breakdown in others]
        finer = [f for f in siblings if f is not None]
    shares = [s for f in finer if f.group == part.group for s in search.shares_of(f.id, whole.group)]
    if len(shares) > 1:
        words = f"the mean of {len(shares)} percentages, not weighted by their people"
        yield Alternative(words, mean([s.id for s in shares]))
