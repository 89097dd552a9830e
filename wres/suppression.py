"""Which further counts must be hidden so that the small ones cannot be worked out.

Complementary cell suppression as an integer programme: hide the set of counts with the least
total weight (what a reader loses) such that every small count could still be any number from 1 to
the threshold, given all that is shown. Solved by cuts: a linear programme plays the reader who
solves for a hidden count; where the reader learns too much, its dual says which further counts
could have prevented it (Fischetti and Salazar 2001, "Solving the cell suppression problem on
tabular data with linear constraints", Management Science 47:1008-1027).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

Sum = tuple[str, Sequence[str]]  # the id of a total, and the ids of the counts it is the sum of
ROOM = 4  # how far beyond the threshold a reader's guess may range, in thresholds
TOLERANCE = 1e-6


@dataclass(frozen=True)
class Need:
    """How far below and above its value a hidden count must be able to lie."""

    below: float
    above: float


@dataclass(frozen=True)
class _Table:
    """Counts that hang together: their ids, values, weights and the sums between them."""

    ids: list[str]
    values: np.ndarray
    weights: np.ndarray
    sums: np.ndarray  # one row per sum; total minus parts is zero
    above: np.ndarray  # by how much a reader's guess can lie above each value


def complement(
    values: Mapping[str, float],
    sums: Sequence[Sum],
    needs: Mapping[str, Need],
    weights: Mapping[str, float],
    width: float,
    ceilings: Mapping[str, float] | None = None,
) -> set[str]:
    """The ids to hide: those of ``needs``, and the fewest and least useful others.

    A count hidden for the sake of another must be able to range over ``width`` itself. ``ceilings``
    are the values that a reader knows a count cannot exceed.

    Raises ``ValueError`` where even hiding everything would not protect a count.
    """
    hidden: set[str] = set()
    for table in _connected(values, sums, weights, ceilings or {}):
        own = {id: need for id, need in needs.items() if id in set(table.ids)}
        if own:
            hidden |= _solve(table, own, width)
    return hidden


def _connected(
    values: Mapping[str, float],
    sums: Sequence[Sum],
    weights: Mapping[str, float],
    ceilings: Mapping[str, float],
) -> list[_Table]:
    """The counts split into tables that share no sum, so that each is solved by itself."""
    ids = sorted(values)
    place = {id: i for i, id in enumerate(ids)}
    links = [(place[total], place[part]) for total, parts in sums for part in parts]
    rows, columns = zip(*links, strict=True) if links else ((), ())
    graph = csr_matrix((np.ones(len(links)), (rows, columns)), shape=(len(ids), len(ids)))
    _, labels = connected_components(graph, directed=False)
    groups: dict[int, list[str]] = {}
    for id in ids:
        groups.setdefault(int(labels[place[id]]), []).append(id)
    return [_table(group, values, sums, weights, ceilings) for group in groups.values()]


def _table(
    ids: list[str],
    values: Mapping[str, float],
    sums: Sequence[Sum],
    weights: Mapping[str, float],
    ceilings: Mapping[str, float],
) -> _Table:
    place = {id: i for i, id in enumerate(ids)}
    own = sorted((total, sorted(parts)) for total, parts in sums if total in place)
    matrix = np.zeros((len(own), len(ids)))
    for row, (total, parts) in enumerate(own):
        matrix[row, place[total]] = 1
        matrix[row, [place[part] for part in parts]] = -1
    # A hair's breadth of difference by rank makes the best set unique whatever the order of rows.
    ranked = np.array([weights[id] * (1 + 1e-7 * rank) for rank, id in enumerate(ids)])
    counts = np.array([values[id] for id in ids], float)
    above = np.array([ceilings.get(id, np.inf) for id in ids]) - counts
    return _Table(ids, counts, ranked, matrix, above)


def _solve(table: _Table, needs: dict[str, Need], width: float) -> set[str]:
    """The least weight to hide, again with the need of each further count that ranges too little."""
    while True:
        hidden = _protect(table, needs)
        narrow = [id for id in sorted(hidden - set(needs)) if _range(table, hidden, id, width) < width]
        if not narrow:
            return hidden
        value = dict(zip(table.ids, table.values, strict=True))
        for id in narrow:
            below = min(value[id], width // 2)
            needs = {**needs, id: Need(below, width - below)}


def _range(table: _Table, hidden: set[str], id: str, room: float) -> float:
    """By how much a reader's guess at a hidden count can range, up to ``room`` either way."""
    mask = np.array([float(other in hidden) for other in table.ids])
    cell = table.ids.index(id)
    return sum(-_reader(table, mask, ROOM * max(room, 1.0), cell, sign).fun for sign in (1, -1)) + TOLERANCE


def _protect(table: _Table, needs: Mapping[str, Need]) -> set[str]:
    """Master and reader in turn, until the reader learns no more than is allowed."""
    place = {id: i for i, id in enumerate(table.ids)}
    wanted = [(place[id], sign, amount) for id, need in sorted(needs.items())
              for sign, amount in ((1, need.above), (-1, need.below)) if amount > 0]  # fmt: skip
    room = ROOM * max([1.0, *(amount for _, _, amount in wanted)])
    always = np.zeros(len(table.ids))
    always[[place[id] for id in needs]] = 1
    hidden, cuts = always, np.empty((0, len(table.ids)))
    while True:
        found = [cut for want in wanted if (cut := _cut(table, hidden, room, *want)) is not None]
        if not found:
            return {id for id, y in zip(table.ids, hidden, strict=True) if y}
        cuts = np.vstack([cuts, *found])
        hidden = _cheapest(table, always, cuts)


def _cut(
    table: _Table, hidden: np.ndarray, room: float, cell: int, sign: int, amount: float
) -> np.ndarray | None:
    """None where the count can move by ``amount``; else coefficients of which at least 1 is needed."""
    solved = _reader(table, hidden, room, cell, sign)
    if -solved.fun >= amount - TOLERANCE:
        return None
    down, up = np.minimum(table.values, room), np.minimum(table.above, room)
    reduced = table.sums.T @ solved.eqlin.marginals
    reduced[cell] += sign
    gain = np.where(reduced > 0, reduced * up, -reduced * down)
    return np.where(gain > TOLERANCE, np.minimum(gain / amount, 1.0), 0.0)


def _reader(table: _Table, hidden: np.ndarray, room: float, cell: int, sign: int) -> Any:
    """How far a reader's guess at a count can lie from it, above (sign 1) or below (sign -1).

    A linear programme over deviations from the true counts: sums stay zero, shown counts do not
    move, hidden ones move by at most ``room`` and never below zero.
    """
    aim = np.zeros(len(table.ids))
    aim[cell] = -sign  # linprog minimises
    limits = np.column_stack(
        [-np.minimum(table.values, room) * hidden, np.minimum(table.above, room) * hidden]
    )
    return linprog(aim, A_eq=table.sums, b_eq=np.zeros(len(table.sums)), bounds=limits, method="highs")


def _cheapest(table: _Table, always: np.ndarray, cuts: np.ndarray) -> np.ndarray:
    """The least weight to hide that satisfies every cut so far."""
    solved = milp(
        table.weights,
        constraints=LinearConstraint(cuts, lb=1 - TOLERANCE),
        integrality=np.ones(len(table.ids)),
        bounds=Bounds(always, 1),
        options={"mip_rel_gap": 0},
    )
    if solved.x is None:
        raise ValueError("no set of counts protects the small ones")
    return np.round(solved.x)


def least_weight(hidden: Iterable[str], weights: Mapping[str, float]) -> float:
    """The measure of what a reader loses: the sum of the weights of what is hidden."""
    return sum(weights[id] for id in hidden)
