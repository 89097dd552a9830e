"""The door between the counts and everything that prints.

Behind it a figure that may not be shown has no value, no interval, no counts and no evidence.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from math import nan

from wres.disclosure.attack import Range, possible
from wres.disclosure.complementary_suppression import Need, Sum, complement
from wres.errors import WresError
from wres.figures.evidence import Evidence
from wres.figures.figure import DECIMALS, Figure
from wres.figures.formulas import protection
from wres.figures.status import Status
from wres.figures.unit import Unit
from wres.returns.settings import DisclosurePolicy
from wres.standard.bands import BAND_GROUPINGS
from wres.standard.groups import FOCUS, GROUPS, REFERENCE, UNKNOWN, WHOLE_BOARD

GROUPED = (*BAND_GROUPINGS, "all", "other", "1-7", "8a-vsm")

# What a reader loses with a count: the higher, the longer it stays. By indicator or measure, then
# by group. A band's Unknown goes first and its total next, since shares over known ethnicity remain.
WEIGHTS = {
    "workforce": {"all": 4000, FOCUS: 4000, REFERENCE: 3000, UNKNOWN: 1200, "": 1200},
    "cluster": {"all": 300, FOCUS: 800, REFERENCE: 500, UNKNOWN: 60, "": 30},
    "grouping": {"all": 100, FOCUS: 400, REFERENCE: 200, UNKNOWN: 15, "": 10},
    "band": {"all": 30, FOCUS: 200, REFERENCE: 120, UNKNOWN: 10, "": 5},
    "unbanded": {"all": 10, FOCUS: 30, REFERENCE: 30, UNKNOWN: 10, "": 5},
    "events": {"all": 10, FOCUS: 1000, REFERENCE: 1000, UNKNOWN: 30, "": 10},
}


class DisclosureRisk(WresError):
    """The published figures give a hidden count away. Names the count, never its value."""


def protect(figures: list[Figure], policy: DisclosurePolicy, elsewhere: Collection[str] = ()) -> list[Figure]:
    """The figures as they may be shown: hidden ones emptied, all else untouched, order kept.

    Hidden are: a count of 1 to the threshold (zero too, if the policy says so); the further counts
    from which it could be worked out; a survey percentage on fewer respondents than the minimum
    base; and every figure made from a hidden one. Where most single bands of a cluster would be
    hidden in a year, they are left out of that year and its groups of bands stay: each year is decided by
    itself, so that it stands in a later book as it stood in its own. ``require_safe`` proves the result.
    ``elsewhere`` are the ids of counts of which another report hides a part: they are hidden too.
    A file is named without rows where the number of a count's rows could tell how large it is.
    """
    files = _telling_files(figures, policy)
    if files:
        figures = [replace(f, source=f.source.without_rows(files)) for f in figures]
    before = {f.id for f in figures}
    small = {f.id for f in figures if _too_small(f, policy) or f.id in elsewhere}
    figures = _without_crowded(figures, small)  # already here, so that less has to be solved
    hidden = _hidden_counts(figures, policy, elsewhere)
    fewer = _without_crowded(figures, hidden)
    if len(fewer) < len(figures):
        figures, hidden = fewer, _hidden_counts(fewer, policy, elsewhere)
    hidden |= {f.id for f in figures if _too_small(f, policy) or f.id in elsewhere}
    hidden = _closed(figures, hidden | (before - {f.id for f in figures})) & {f.id for f in figures}
    if policy.board == "share-only":
        hidden |= {f.id for f in figures if protection(f) == "seats" and f.unit.startswith("people")}
    return [_emptied(f) if f.id in hidden else _without_counts(f, policy) for f in figures]


def require_safe(shown: Iterable[Figure], policy: DisclosurePolicy) -> dict[str, Range]:
    """What a reader can narrow each hidden count down to, after proof that it is not too little.

    Raises ``DisclosureRisk`` where a hidden count has fewer possible values than the threshold, or a
    figure is printed although it is made from a hidden one.
    """
    shown = list(shown)
    by_id = {f.id: f for f in shown}
    known = possible((f for f in shown if not _exempt(f, policy)), least=_lowest(policy))
    ranges = {id: found for id, found in known.items() if by_id[id].status == Status.SUPPRESSED}
    given_away = [
        f"{id}: fewer than {policy.threshold} values are possible, given {_beside(by_id, id)}"
        for id, found in ranges.items()
        if found.values < max(policy.threshold, 1)
    ]
    given_away += [
        f"{id}: not collected, and between {found.low} and {found.high}, given {_beside(by_id, id)}"
        for id, found in known.items()
        if by_id[id].status == Status.NOT_COLLECTED and _tells(found, policy)
    ]
    for figure in shown:
        parents = [by_id[p] for p in figure.parents if p in by_id]
        made = [p.id for p in parents if p.status == Status.SUPPRESSED and not _exempt(p, policy)]
        if made and figure.known and figure.unit != Unit.PEOPLE:
            given_away.append(f"{figure.id}: printed, although it is made from the hidden {made[0]}")
    if given_away:
        said = "\n  ".join(sorted(given_away))
        raise DisclosureRisk(f"hidden counts could be worked out. Nothing was built.\n  {said}")
    return ranges


def _tells(found: Range, policy: DisclosurePolicy) -> bool:
    """Whether the range of a count that was not collected says that it is small, and nearly which."""
    small = found.low <= policy.threshold and found.high >= _lowest(policy)
    return policy.rounding is None and small and found.values < policy.threshold


def _beside(figures: dict[str, Figure], id: str) -> str:
    """The shown counts that stand in a sum with a hidden one, and so tell of it."""
    sums = [(f.id, *f.parents) for f in figures.values() if f.unit == Unit.PEOPLE and f.parents]
    others = {other for line in sums if id in line for other in line if other != id}
    shown = sorted(other for other in others if other in figures and figures[other].known)
    return ", ".join(shown) or "what else is shown"


def _hidden_counts(figures: list[Figure], policy: DisclosurePolicy, elsewhere: Collection[str]) -> set[str]:
    """The small counts, and the further ones that protect them."""
    counts = {f.id: f for f in figures if _protectable(f, policy)}
    lowest = _lowest(policy)
    needs = {
        id: Need(below=f.value - lowest, above=policy.threshold - f.value)
        for id, f in counts.items()
        if _too_small(f, policy)
    }
    width = max(policy.threshold - 1, 0)
    needs |= {id: Need(min(f.value - lowest, width), width) for id, f in counts.items()
              if id in elsewhere and id not in needs and f.value >= lowest}  # fmt: skip
    rest, parts = _rest(figures, counts)
    blank, with_blanks = _blanks(figures, counts)
    needs |= {
        id: Need(below=value, above=policy.threshold - value)
        for id, value in blank.items()
        if lowest <= value <= policy.threshold
    }
    rest |= blank
    posts, of_posts = _posts(counts)
    rest |= posts
    values = {**{id: f.value for id, f in counts.items()}, **rest}
    weights = {**{id: _weight(f) for id, f in counts.items()}, **dict.fromkeys(rest, 0.0)}
    sums = [*_sums(counts), *parts, *with_blanks, *of_posts]
    return complement(values, sums, needs, weights, policy.threshold - 1, set(rest), lowest)


def _lowest(policy: DisclosurePolicy) -> int:
    """The lowest count that is hidden for itself: a reader who is told so takes no hidden one for less."""
    return 0 if policy.hide_zero else 1


def _blanks(figures: list[Figure], counts: dict[str, Figure]) -> tuple[dict[str, float], list[Sum]]:
    """What a stated total leaves for parts that were not collected, and the sums that tell it.

    A reader subtracts the parts that are known: so the remainder is protected as a count would be.
    """
    by_id = {f.id: f for f in figures}
    blank: dict[str, float] = {}
    sums: list[Sum] = []
    for id, total in counts.items():
        parts = list(_collected(by_id, total))
        known = [part.id for part in parts if part.id in counts]
        if parts and any(part.status == Status.NOT_COLLECTED for part in parts):
            blank[f"{id} blank"] = total.value - sum(counts[part].value for part in known)
            sums.append((id, (*known, f"{id} blank")))
    return blank, sums


def _collected(figures: dict[str, Figure], total: Figure) -> Iterator[Figure]:
    """The parts of a total; in place of a part that was not collected, its own parts where it has some."""
    for part in (figures[id] for id in total.parents if id in figures):
        own = list(_collected(figures, part)) if part.status == Status.NOT_COLLECTED else []
        yield from own or [part]


def _within(counts: dict[str, Figure]) -> list[tuple[str, str]]:
    """Counts that are a part of another without being one of its addends: members with certain seats."""
    of_board = [
        (id, f) for id, f in counts.items() if protection(f) == "seats" and f.breakdown != WHOLE_BOARD
    ]
    return [(id, replace(f, breakdown=WHOLE_BOARD).id) for id, f in of_board]


def _rest(figures: list[Figure], counts: dict[str, Figure]) -> tuple[dict[str, float], list[Sum]]:
    """Those to whom it did not happen, printed nowhere: a reader knows they are not fewer than none."""
    pairs = [*(f.parents for f in figures if f.measure == "likelihood"), *_within(counts)]
    both = [(part, whole) for part, whole in pairs if part in counts and whole in counts]
    rest = {f"{part} not": counts[whole].value - counts[part].value for part, whole in both}
    return rest, [(whole, (part, f"{part} not")) for part, whole in both]


def _posts(counts: dict[str, Figure]) -> tuple[dict[str, float], list[Sum]]:
    """Posts of a group beyond its staff, printed nowhere: a reader knows that they are no fewer than none."""
    rest: dict[str, float] = {}
    sums: list[Sum] = []
    for id, staff in counts.items():
        if staff.indicator == "workforce" and staff.measure == "headcount" and not staff.parents:
            parts = [
                part for part, f in counts.items()
                if f.measure == "headcount" and (f.group, f.year) == (staff.group, staff.year)
                and f.breakdown.endswith(".all")
            ]  # fmt: skip
            posts = sum(counts[part].value for part in parts)
            if posts >= staff.value:
                rest |= {f"{id} posts": posts, f"{id} beyond": posts - staff.value}
                sums += [(f"{id} posts", tuple(parts)), (f"{id} posts", (id, f"{id} beyond"))]
    return rest, sums


def _sums(counts: dict[str, Figure]) -> list[Sum]:
    """The counts that are sums of counts, all of which are in the table."""
    found = [(id, f.parents) for id, f in counts.items()]
    return [(id, parts) for id, parts in found if parts and all(p in counts for p in parts)]


def _weight(figure: Figure) -> float:
    *_, band = figure.breakdown.split(".")
    kind = {"": "events", "all": "cluster", "other": "unbanded"}.get(band)
    kind = kind or ("grouping" if band in BAND_GROUPINGS else "band")
    if figure.indicator == "workforce" or figure.measure == "staff":
        kind = "workforce"
    return WEIGHTS[kind][figure.group]


def _exempt(figure: Figure, policy: DisclosurePolicy) -> bool:
    """Figures to which the rule on small counts does not apply."""
    if (rule := protection(figure)) == "seats":
        return policy.board != "hide"
    return rule not in ("people", "bands")


def _protectable(figure: Figure, policy: DisclosurePolicy) -> bool:
    return figure.unit == Unit.PEOPLE and figure.known and not _exempt(figure, policy)


def _too_small(figure: Figure, policy: DisclosurePolicy) -> bool:
    if not figure.known:
        return False
    if protection(figure) == "respondents":
        base = figure.value if figure.measure == "respondents" else figure.denominator
        return figure.measure in ("respondents", "percentage") and 0 < base < policy.minimum_base
    if policy.rounding is not None:
        return False
    return _protectable(figure, policy) and _lowest(policy) <= figure.value <= policy.threshold


def _without_crowded(figures: list[Figure], hidden: set[str]) -> list[Figure]:
    """The figures without the single bands of clusters and years in which most of them are hidden.

    What is made from the counts of such a band stays, to be shown as hidden, where another year has the band.
    """
    crowded = _mostly_hidden(figures, hidden)
    if not crowded:
        return figures
    counted = [f for f in figures if _is_single_band(f) and f.unit == Unit.PEOPLE]
    elsewhere = {f.breakdown for f in counted if _place(f) not in crowded}
    return [
        f
        for f in figures
        if not (_is_single_band(f) and _place(f) in crowded)
        or (f.unit != Unit.PEOPLE and f.breakdown in elsewhere)
    ]


def _mostly_hidden(figures: list[Figure], hidden: set[str]) -> set[tuple[str, int]]:
    """The clusters and years in which more than half of the single bands' BME counts are hidden."""
    cells: dict[tuple[str, int], list[bool]] = {}
    for f in figures:
        if _is_single_band(f) and f.measure == "headcount" and f.group == FOCUS:
            cells.setdefault(_place(f), []).append(f.id in hidden)
    return {place for place, bands in cells.items() if sum(bands) > len(bands) / 2}


def _is_single_band(figure: Figure) -> bool:
    _, _, band = figure.breakdown.partition(".")
    return band not in GROUPED and protection(figure) == "bands"


def _place(figure: Figure) -> tuple[str, int]:
    """The cluster and year of a figure of a band."""
    return figure.breakdown.partition(".")[0], figure.year


def _closed(figures: list[Figure], hidden: set[str]) -> set[str]:
    """``hidden`` and every figure made from a hidden one; a total of counts stands by itself.

    Figures come after those they are made from, so one pass is enough.
    """
    closed = set(hidden)
    for figure in figures:
        if figure.unit != Unit.PEOPLE and any(p in closed for p in figure.parents):
            closed.add(figure.id)
    return closed


def _telling_files(figures: list[Figure], policy: DisclosurePolicy) -> set[str]:
    """The files in which a count that may have to be hidden stands in no row, or in several.

    A return by ethnic codes may list only codes that somebody has: four rows are four people or
    more. A group without a row has nobody. One row for each count, its zeros too, tells nothing.
    """
    read = [
        f for f in figures
        if f.unit == Unit.PEOPLE and f.status != Status.NOT_COLLECTED and not f.parents and f.group in GROUPS
        and (protection(f) == "respondents" or not _exempt(f, policy))
    ]  # fmt: skip
    return {rows.file for f in read for rows in f.source.rows if len(rows.rows) != 1}


def _emptied(figure: Figure) -> Figure:
    empty = dict.fromkeys(("value", "low", "high", "numerator", "denominator"), nan)
    return replace(figure, **empty, status=Status.SUPPRESSED, evidence=Evidence.NONE)  # type: ignore[arg-type]


def _without_counts(figure: Figure, policy: DisclosurePolicy) -> Figure:
    """A survey percentage stands with its base alone, a share of the board, if so set, by itself.

    Such a share has no interval and no more decimals than a page prints: either would tell how many
    members the board has.
    """
    if protection(figure) == "respondents":
        return replace(figure, numerator=nan)
    if protection(figure) == "seats" and policy.board == "share-only" and figure.known:
        value = round(figure.value, DECIMALS[figure.unit] + 2)
        return replace(figure, value=value, low=nan, high=nan, numerator=nan, denominator=nan)
    return figure
