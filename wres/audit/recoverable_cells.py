"""Which cells that an earlier report prints as a dash can be worked out from what it prints elsewhere.

The report's own numbers are taken as a reader finds them; of this project's table of figures only
the structure is used: which counts add up to which, and which percentage has which count and base.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import nan

from wres.audit.printed_figures import PrintedFigure
from wres.disclosure.attack import Range, possible
from wres.figures.figure import Figure, Figures
from wres.figures.status import Status
from wres.figures.unit import Unit

Ranges = dict[str, Range]


@dataclass(frozen=True)
class Recovered:
    """What a reader can narrow each dashed cell down to, and what had to be left out for it.

    ``left_out`` are the ids of printed percentages, and of totals, that contradict the counts.
    """

    ranges: Ranges
    left_out: tuple[str, ...] = ()

    def given_away(self, threshold: int) -> Ranges:
        """The cells with fewer possible values than the threshold, or with one."""
        return {id: r for id, r in self.ranges.items() if r.values < max(threshold, 2)}


def recoverable(claims: Sequence[PrintedFigure], figures: Figures) -> Recovered:
    """What a reader of the report can work out of the counts that it prints as a dash.

    A count that is printed in several ways is taken as most often printed. Sums that do not close
    and percentages that contradict the counts are left out.
    """
    single = [c for c in claims if isinstance(c.formula, str) and c.formula in figures]
    counts = [c for c in single if c.row.unit == figures[str(c.formula)].unit == Unit.PEOPLE]
    dashed = {str(c.formula) for c in counts if c.row.value is None}
    known = _most_often(counts)
    found = {id: Range(int(known[id]), int(known[id])) for id in sorted(dashed & set(known))}
    if not dashed - set(known):
        return Recovered(found)
    printed, decimals = _percentages(single, figures)
    table = _around(dashed - set(known), known, figures, printed)
    nearest = sorted(
        (f for f in table if f.parents),
        key=lambda f: sum(id not in known and id not in dashed for id in [f.id, *f.parents]),
    )
    ranges, sums = _taken([replace(f, parents=()) for f in table], nearest, {})
    held = {f.id: f for f in sums}
    about = [p for p in printed if set(p.parents) <= set(held)]
    fitting = [p for p in about if _fits(p, decimals[p.id], held, ranges)]
    ranges, taken = _taken(sums, fitting, decimals)
    used = {f.id for f in taken}
    lost = [f.id for f in table if f.parents != held[f.id].parents]
    left_out = (*lost, *(p.id for p in about if p.id not in used))
    return Recovered(found | {id: ranges[id] for id in sorted(dashed & set(ranges))}, left_out)


def _most_often(counts: Iterable[PrintedFigure]) -> dict[str, float]:
    printed: dict[str, Counter[float]] = {}
    for claim in counts:
        if claim.row.value is not None:
            printed.setdefault(str(claim.formula), Counter())[claim.row.value] += 1
    return {id: values.most_common(1)[0][0] for id, values in printed.items()}


def _percentages(single: list[PrintedFigure], figures: Figures) -> tuple[list[Figure], dict[str, int]]:
    """The printed percentages of counts, each at its most decimals, and how many those are."""
    best: dict[str, PrintedFigure] = {}
    for claim in single:
        figure = figures[str(claim.formula)]
        has_count = figure.unit == Unit.PERCENT and len(figure.parents) == 2
        known = best.get(figure.id)
        if has_count and claim.row.value is not None and (not known or claim.decimals > known.decimals):
            best[figure.id] = claim
    empty = {"status": Status.SHOWN, "numerator": nan, "denominator": nan}
    found = [replace(figures[id], value=c.printed / 100, **empty) for id, c in best.items()]  # type: ignore
    return found, {id: c.decimals for id, c in best.items()}


def _around(
    cells: set[str], known: dict[str, float], figures: Figures, percentages: list[Figure]
) -> list[Figure]:
    """The counts that hang together with the cells: known as printed, else for the reader to find."""
    counts = {f.id: f for f in figures if f.unit == Unit.PEOPLE and f.status != Status.NOT_COLLECTED}
    lines = [{id, *f.parents} for id, f in counts.items() if f.parents]
    lines += [set(p.parents) for p in percentages]
    lines = [line for line in lines if line <= set(counts)]
    reached, open_ = set(cells), set(cells)
    while open_:
        met = set().union(*(line for line in lines if line & open_)) - reached
        reached |= met
        open_ = met - set(known)  # what is printed parts what stands on either side of it
    return [_as_known(f, known.get(id, nan)) for id, f in counts.items() if id in reached]


def _as_known(figure: Figure, value: float) -> Figure:
    status = Status.SUPPRESSED if value != value else Status.SHOWN if value else Status.ZERO
    return replace(figure, value=value, status=status)


def _fits(percentage: Figure, decimals: int, counts: dict[str, Figure], ranges: Ranges) -> bool:
    """Whether a printed percentage leaves its count a value that the sums leave it too."""
    part, whole = percentage.parents
    if part not in ranges or not counts[whole].known:
        return True
    half, base = 0.5 * 10 ** -(decimals + 2), counts[whole].value
    low, high = (percentage.value - half) * base, (percentage.value + half) * base
    return high >= ranges[part].low and low <= ranges[part].high


def _taken(given: list[Figure], more: list[Figure], decimals: dict[str, int]) -> tuple[Ranges, list[Figure]]:
    """The ranges with as many further figures as are true together: all at once, else one by one."""
    try:
        return _with(given, more, decimals)
    except ValueError:
        pass
    ranges, taken = _with(given, [], decimals)
    for figure in more:
        try:
            ranges, taken = _with(taken, [figure], decimals)
        except ValueError:
            continue
    return ranges, taken


def _with(given: list[Figure], more: list[Figure], decimals: dict[str, int]) -> tuple[Ranges, list[Figure]]:
    figures = list(({f.id: f for f in given} | {f.id: f for f in more}).values())
    return possible(figures, decimals), figures
