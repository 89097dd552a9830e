"""Which further counts must be hidden so that the small ones cannot be worked out.

Complementary cell suppression as an integer programme: hide the set of counts with the least
total weight (what a reader loses) such that every small count could still be any number from 1 to
the threshold, given all that is shown and the policy as printed: where zeros are shown, no zero is
hidden and no hidden count may be taken for one. Whoever knows this rule of choice may know which counts
are small, so none of these is taken for more than the threshold for the sake of another. Solved by cuts:
a linear programme plays the reader who solves for a hidden count; where the reader learns too much, its
dual says which further counts could have prevented it (Fischetti and Salazar 2001, "Solving the cell
suppression problem on tabular data with linear constraints", Management Science 47:1008-1027).
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import highspy
import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from wres.errors import WresError

Reader = Callable[[int, int], tuple[np.ndarray, np.ndarray]]
Sum = tuple[str, Sequence[str]]  # the id of a total, and the ids of the counts it is the sum of
ROOM = 4  # how far beyond the threshold a reader's guess may range, in thresholds
INSIDE = 0.05  # how far open every count is where a deep cut is taken: from 0, shown, to 1
TOLERANCE = 1e-6
GAPS = (0.3, 0.02, 0.0)  # how far from the least weight a choice may be, while cuts are still missing


@dataclass(frozen=True)
class Need:
    """How far below and above its value a hidden count must be able to lie."""

    below: float
    above: float


@dataclass(frozen=True, eq=False)
class _Table:
    """Counts that hang together: their ids, values, weights and the sums between them."""

    ids: tuple[str, ...]
    values: np.ndarray
    weights: np.ndarray
    sums: np.ndarray  # one row per sum; total minus parts is zero
    unpublished: np.ndarray  # which are printed nowhere
    floors: np.ndarray  # what a reader takes each for at least, where it is hidden
    rises: np.ndarray  # by how much a reader takes each for more than it is, at most

    @property
    def key(self) -> tuple[object, ...]:
        """All of it as one value that can be compared."""
        arrays = (self.values, self.weights, self.sums, self.unpublished, self.floors, self.rises)
        return (self.ids, *(each.tobytes() for each in arrays))

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Table) and self.key == other.key

    @property
    def shown(self) -> np.ndarray:
        """Which are never hidden: counts below what a hidden one is taken for, such as zeros."""
        return self.values < self.floors


class Want(NamedTuple):
    """How far (amount) above (sign 1) or below (sign -1) its value a count must be able to lie."""

    cell: int
    sign: int
    amount: float

    def met(self, guess: np.ndarray) -> np.ndarray:
        """Whether a guess, or each of many, has the count lie that far off."""
        return self.sign * guess[..., self.cell] >= self.amount - TOLERANCE


def complement(
    values: Mapping[str, float],
    sums: Sequence[Sum],
    needs: Mapping[str, Need],
    weights: Mapping[str, float],
    width: float,
    unpublished: Collection[str] = (),
    least: float = 0,
) -> set[str]:
    """The ids to hide: those of ``needs``, and the fewest and least useful others.

    A count hidden for the sake of another must be able to range over ``width`` itself. ``unpublished``
    counts are printed nowhere and cost nothing, such as those shortlisted but not appointed. ``least`` is
    what a reader takes every hidden count for at least; lower counts are never hidden.

    Raises ``WresError`` where even hiding everything would not protect a count.
    """
    hidden: set[str] = set()
    for table in _connected(values, sums, weights, unpublished, least, needs):
        own = tuple((id, need) for id, need in sorted(needs.items()) if id in set(table.ids))
        if own:
            hidden |= _solve(table, own, width)
    return hidden - set(unpublished)


def _connected(
    values: Mapping[str, float],
    sums: Sequence[Sum],
    weights: Mapping[str, float],
    unpublished: Collection[str],
    least: float,
    needs: Mapping[str, Need],
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
    return [_table(group, values, sums, weights, unpublished, least, needs) for group in groups.values()]


def _table(
    ids: list[str],
    values: Mapping[str, float],
    sums: Sequence[Sum],
    weights: Mapping[str, float],
    unpublished: Collection[str],
    least: float,
    needs: Mapping[str, Need],
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
    floors = np.array([0.0 if id in unpublished else least for id in ids])
    totals = {total for total, _ in own}  # hidden for the sake of its parts as often as for its own
    rises = [needs[id].above if id in needs and id not in totals else np.inf for id in ids]
    free = np.array([id in unpublished for id in ids])
    return _Table(tuple(ids), counts, ranked, matrix, free, floors, np.array(rises, float))


@lru_cache(maxsize=256)
def _solve(table: _Table, small: tuple[tuple[str, Need], ...], width: float) -> frozenset[str]:
    """The least weight to hide, again with the need of each further count that ranges too little."""
    needs = dict(small)
    while True:
        needs = _attainable(table, needs, width)
        hidden = _protect(table, needs)
        free = {id for id, is_free in zip(table.ids, table.unpublished, strict=True) if is_free}
        narrow = [id for id in sorted(hidden - set(needs) - free) if _range(table, hidden, id, width) < width]
        if not narrow:
            return frozenset(hidden)
        value = dict(zip(table.ids, table.values - table.floors, strict=True))
        for id in narrow:
            below = min(value[id], width // 2)
            needs = {**needs, id: Need(below, width - below)}


def _attainable(table: _Table, needs: Mapping[str, Need], width: float) -> dict[str, Need]:
    """The needs, each as far below its value as it can lie where all is hidden, and the rest of it above.

    A total of two counts that are at least 1 is at least 2, whatever is hidden.
    """
    if not table.floors.any():
        return dict(needs)
    reader = _reader(table, (~table.shown).astype(float), ROOM * max(width, 1.0))
    place, found = {id: i for i, id in enumerate(table.ids)}, {}
    for id, need in sorted(needs.items()):
        below = need.below
        if below > 0:
            below = min(below, float(np.floor(TOLERANCE - reader(place[id], -1)[0][place[id]])))
        above = min(max(need.above, width - below), float(table.rises[place[id]]))
        found[id] = Need(below, above)
    return found


def _range(table: _Table, hidden: set[str], id: str, room: float) -> float:
    """By how much a reader's guess at a hidden count can range, up to ``room`` either way."""
    mask = np.array([other in hidden for other in table.ids])
    cell = table.ids.index(id)
    reader = _reader(table, mask, ROOM * max(room, 1.0))
    guesses = [reader(cell, sign)[0] for sign in (1, -1)]
    return abs(guesses[0][cell]) + abs(guesses[1][cell]) + TOLERANCE


def _protect(table: _Table, needs: Mapping[str, Need]) -> set[str]:
    """Master and reader in turn, until the reader learns no more than is allowed."""
    place = {id: i for i, id in enumerate(table.ids)}
    wanted = [Want(place[id], sign, amount) for id, need in sorted(needs.items())
              for sign, amount in ((1, need.above), (-1, need.below)) if amount > 0]  # fmt: skip
    room = ROOM * max([1.0, *(want.amount for want in wanted)])
    always = table.unpublished.copy()
    always[[place[id] for id in needs]] = True
    guesses = np.empty((0, len(table.ids)))
    cuts = _first_cuts(table, wanted, room, always)
    for gap in GAPS:
        while True:
            hidden = _cheapest(table, always, cuts, gap) > 0.5
            open_ = [want for want in wanted if not _guessed(guesses, hidden, want)]
            met, missed, found = _play(table, open_, hidden, room)
            if not missed:
                break
            guesses, cuts = np.vstack([guesses, *met]), _without_weaker(np.vstack([cuts, *found]))
    return {id for id, y in zip(table.ids, hidden, strict=True) if y}


def _without_weaker(cuts: np.ndarray) -> np.ndarray:
    """The cuts that none of the others implies: one that asks as much of fewer counts is the stronger."""
    cuts = np.unique(cuts.round(9), axis=0)
    kept = np.ones(len(cuts), bool)
    for number, cut in enumerate(cuts):
        if kept[number]:
            weaker = (cut <= cuts).all(axis=1)
            weaker[number] = False
            kept &= ~weaker
    return cuts[kept]


def _first_cuts(table: _Table, wanted: list[Want], room: float, always: np.ndarray) -> np.ndarray:
    """Cuts from the same game with counts hidden in part, which is quick to solve."""
    cuts, hidden, open_ = np.zeros((1, len(table.ids))), always.astype(float), wanted
    cuts[0] = always  # true of every choice: it gives the programme its first row
    while open_:
        _, open_, found = _play(table, open_, hidden, room)
        cuts = np.vstack([cuts, *found])
        hidden = _cheapest(table, always, cuts)
    return cuts


def _play(
    table: _Table, wanted: list[Want], hidden: np.ndarray, room: float
) -> tuple[list[np.ndarray], list[Want], list[np.ndarray]]:
    """The reader's guesses that meet their want; the wants of the others, and a cut for each of these.

    A cut taken where every count is open a little rules out more choices than one taken at the choice
    itself, of whose duals there are many (Magnanti and Wong 1981, "Accelerating Benders decomposition",
    Operations Research 29:464-484). It is taken where it rules out this choice too.
    """
    reader, inside = (
        _reader(table, np.where(table.shown, 0.0, np.maximum(hidden, open_)), room) for open_ in (0.0, INSIDE)
    )
    met, missed, cuts = [], [], []
    for want in wanted:
        guess, duals = reader(want.cell, want.sign)
        if want.met(guess):
            met.append(guess)
            continue
        cut = _cut(table, room, want, inside(want.cell, want.sign)[1])
        missed.append(want)
        cuts.append(cut if cut @ hidden < 1 - TOLERANCE else _cut(table, room, want, duals))
    return met, missed, cuts


def _guessed(guesses: np.ndarray, hidden: np.ndarray, want: Want) -> bool:
    """Whether a guess found before, all of whose moved counts are hidden now, meets the want."""
    good = guesses[want.met(guesses)]
    return bool(len(good)) and not (good[:, ~hidden] != 0).any(axis=1).all()


def _cut(table: _Table, room: float, want: Want, duals: np.ndarray) -> np.ndarray:
    """Coefficients of the counts of which at least 1 must be hidden to let the count move enough."""
    reduced = table.sums.T @ duals
    reduced[want.cell] += want.sign
    gain = np.where(
        reduced > 0,
        reduced * np.minimum(room, table.rises),
        -reduced * np.minimum(table.values - table.floors, room),
    )
    gain[table.shown] = 0.0
    return np.where(gain > TOLERANCE, np.minimum(gain / want.amount, 1.0), 0.0)


def _reader(table: _Table, hidden: np.ndarray, room: float) -> Reader:
    """A reader who guesses at a count: as far from it as can be, above (sign 1) or below (sign -1).

    A linear programme over deviations from the true counts: sums stay zero, shown counts do not
    move, hidden ones move by at most ``room``, never below their floor and never above their rise. A guess
    is the deviations of all counts, and the dual of each sum. Each starts where the one before has ended.
    """
    share = np.asarray(hidden, float)
    cells = np.flatnonzero(share > TOLERANCE)
    rows = np.flatnonzero(table.sums[:, cells].any(axis=1))
    below = np.minimum(table.values - table.floors, room)
    least, most = -below[cells] * share[cells], np.minimum(room, table.rises)[cells] * share[cells]
    solver = _programme(np.zeros(len(cells)), least, most, table.sums[np.ix_(rows, cells)], 0.0, 0.0)

    def guess(cell: int, sign: int) -> tuple[np.ndarray, np.ndarray]:
        place = int(np.searchsorted(cells, cell))
        solver.changeColCost(place, -float(sign))  # it minimises
        solver.run()
        solver.changeColCost(place, 0.0)
        found = solver.getSolution()
        guess, duals = np.zeros(len(table.ids)), np.zeros(len(table.sums))
        moved = np.array(found.col_value)
        guess[cells] = np.where(np.abs(moved) > TOLERANCE, moved, 0.0)
        duals[rows] = found.row_dual
        return guess, duals

    return guess


def _cheapest(table: _Table, always: np.ndarray, cuts: np.ndarray, gap: float | None = None) -> np.ndarray:
    """The least weight to hide that satisfies every cut so far, or nearly the least: within ``gap`` of it.

    1 is hidden, 0 shown; without a gap counts may be hidden in part.
    """
    whole = gap is not None
    least, most = always.astype(float), np.where(table.shown, 0.0, 1.0)
    solver = _programme(table.weights, least, most, cuts, 1 - TOLERANCE, highspy.kHighsInf, whole)
    solver.setOptionValue("mip_rel_gap", gap or 0.0)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise WresError("no choice of hidden counts protects the small ones: raise the policy's threshold")
    return np.array(solver.getSolution().col_value)


def _programme(costs: np.ndarray, least: np.ndarray, most: np.ndarray, matrix: np.ndarray,
               lowest: float, highest: float, whole: bool = False) -> highspy.Highs:  # fmt: skip
    """HiGHS with a programme to minimise, silent and on one thread: the same steps on any machine.

    ``least`` and ``most`` limit the variables, ``lowest`` and ``highest`` every row of ``matrix``.
    """
    sparse = csr_matrix(matrix)
    asked = highspy.HighsLp()
    asked.num_row_, asked.num_col_ = matrix.shape
    asked.col_cost_, asked.col_lower_, asked.col_upper_ = costs, least, most
    asked.row_lower_, asked.row_upper_ = (np.full(len(matrix), limit) for limit in (lowest, highest))
    asked.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    asked.a_matrix_.start_, asked.a_matrix_.index_ = sparse.indptr, sparse.indices
    asked.a_matrix_.value_ = sparse.data
    if whole:
        asked.integrality_ = [highspy.HighsVarType.kInteger] * len(costs)
    solver = highspy.Highs()
    for option, value in {"output_flag": False, "threads": 1}.items():
        solver.setOptionValue(option, value)
    solver.passModel(asked)
    return solver
