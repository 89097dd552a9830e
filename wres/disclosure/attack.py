"""The reader who tries to work out what is hidden, with everything that is printed and no more.

It knows the table of published figures, how totals are made up, that counts are whole numbers and
not negative, how percentages are rounded, and the policy as printed: where zeros are shown, a hidden
count is at least 1. A count that was not collected is an unknown of the same sums. It does not know the
returns, and it shares no code with the door that it tests.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from wres.figures.figure import DECIMALS, Figure
from wres.figures.status import Status
from wres.figures.unit import Unit

# A hidden count that may be this large is taken as without limit: the first that the figures leave room for.
CEILINGS = (1e4, 1e6, 1e8, 1e10)


@dataclass(frozen=True)
class Range:
    """The lowest and highest value that a hidden count can have, as far as a reader can tell."""

    low: int
    high: int

    @property
    def values(self) -> int:
        """How many whole numbers lie in the range."""
        return self.high - self.low + 1


def possible(
    figures: Iterable[Figure],
    decimals: Mapping[str, int] | None = None,
    least: int = 0,
    most: Mapping[str, int] | None = None,
) -> dict[str, Range]:
    """For each count that is hidden or not collected what a reader can narrow it down to.

    By integer programming, whatever the size of the counts. ``decimals`` are those of percentages that are
    not printed as this book prints them, by id; ``least`` is what a hidden count is at least: 1 where the
    reader is told that zeros are shown; ``most`` what a reader knows from elsewhere that a count is at most,
    by id. Raises ``ValueError`` where the figures contradict each other.
    """
    figures = list(figures)
    counts = [f for f in figures if f.unit == Unit.PEOPLE]
    found: dict[str, Range] = {}
    for cells, own in connected(len(counts), rows_of(figures, decimals)):
        found |= _ranges([counts[c] for c in cells], cells, own, least, most or {})
    return found


Row = tuple[dict[int, float], float, float]  # coefficients by place, lowest and highest sum


def rows_of(figures: list[Figure], decimals: Mapping[str, int] | None = None) -> list[Row]:
    """What a reader knows to hold between the counts, by their place among the counts of the figures."""
    counts = {f.id: f for f in figures if f.unit == Unit.PEOPLE}
    place = {id: i for i, id in enumerate(counts)}
    return [
        *_sums(counts, place),
        *_parts(figures, place),
        *_seats(counts, place),
        *_posts(counts, place),
        *_rates(figures, counts, place, decimals or {}),
    ]


def _sums(counts: dict[str, Figure], place: dict[str, int]) -> list[Row]:
    """A count is the sum of its parents, where all of them are in the table."""
    rows = []
    for id, figure in counts.items():
        parts = figure.parents
        if parts and all(part in place for part in parts):
            rows.append(({place[id]: 1.0, **{place[part]: -1.0 for part in parts}}, 0.0, 0.0))
    return rows


def _parts(figures: list[Figure], place: dict[str, int]) -> list[Row]:
    """Nobody is appointed who was not shortlisted: what a percentage counts is at most its base."""
    pairs = [f.parents for f in figures if f.unit == Unit.PERCENT]
    known = [pair for pair in pairs if len(pair) == 2 and all(id in place for id in pair)]
    return [({place[part]: 1.0, place[whole]: -1.0}, -np.inf, 0.0) for part, whole in known]


def _seats(counts: dict[str, Figure], place: dict[str, int]) -> list[Row]:
    """Members who vote, and executive members, are members of the board."""
    rows: list[Row] = []
    for id, figure in counts.items():
        board = id.replace(f".{figure.breakdown}.", ".board.", 1)
        if figure.measure == "members" and figure.breakdown != "board" and board in place:
            rows.append(({place[id]: 1.0, place[board]: -1.0}, -np.inf, 0.0))
    return rows


def _posts(counts: dict[str, Figure], place: dict[str, int]) -> list[Row]:
    """Where staff in several posts are counted in each, there are no fewer posts than staff."""
    rows: list[Row] = []
    for id, figure in counts.items():
        if figure.indicator == "workforce" and figure.measure == "headcount" and not figure.parents:
            own = (figure.year, figure.group, "headcount")
            posts = [
                other for other, f in counts.items()
                if (f.year, f.group, f.measure) == own and f.breakdown.endswith(".all")
            ]  # fmt: skip
            if posts:
                rows.append(({place[id]: 1.0, **{place[other]: -1.0 for other in posts}}, -np.inf, 0.0))
    return rows


def _rates(
    figures: list[Figure], counts: dict[str, Figure], place: dict[str, int], decimals: Mapping[str, int]
) -> list[Row]:
    """A printed percentage holds its count within half a unit of its last decimal, times its base."""
    rows = []
    for figure in figures:
        half = 0.5 * 10 ** -(decimals.get(figure.id, DECIMALS["percent"]) + 2)
        parents = figure.parents
        if figure.unit != Unit.PERCENT or not figure.known or len(parents) != 2:
            continue
        part, whole = parents
        if part in place and whole in place and not (counts[part].known and counts[whole].known):
            rows.append(({place[part]: 1.0, place[whole]: -(figure.value + half)}, -np.inf, 0.0))
            rows.append(({place[part]: 1.0, place[whole]: -(figure.value - half)}, 0.0, np.inf))
            rows += _published(figure, place[part], place[whole])
    return rows


def _published(figure: Figure, part: int, whole: int) -> list[Row]:
    """The counts printed beside a percentage, where they are."""
    pairs = ((part, figure.numerator), (whole, figure.denominator))
    return [({cell: 1.0}, value, value) for cell, value in pairs if value == value]


def connected(size: int, rows: list[Row]) -> list[tuple[list[int], list[Row]]]:
    """The counts split into parts that share no row, each with its rows."""
    links = [(cells[0], cell) for row in rows for cells in [list(row[0])] for cell in cells]
    first, second = zip(*links, strict=True) if links else ((), ())
    graph = csr_matrix((np.ones(len(links)), (first, second)), shape=(size, size))
    _, labels = connected_components(graph, directed=False)
    parts: dict[int, tuple[list[int], list[Row]]] = {}
    for cell in range(size):
        parts.setdefault(int(labels[cell]), ([], []))[0].append(cell)
    for row in rows:
        parts[int(labels[next(iter(row[0]))])][1].append(row)
    return list(parts.values())


def _ranges(
    figures: list[Figure], cells: list[int], rows: list[Row], least: int, most: Mapping[str, int]
) -> dict[str, Range]:
    for ceiling in CEILINGS:
        try:
            return _below(ceiling, figures, cells, rows, least, most)
        except ValueError:
            if ceiling == CEILINGS[-1]:
                raise
    return {}


def _below(
    ceiling: float,
    figures: list[Figure],
    cells: list[int],
    rows: list[Row],
    least: int,
    most: Mapping[str, int],
) -> dict[str, Range]:
    """The ranges of the unknown counts, none of them above a ceiling."""
    floors = {Status.SUPPRESSED: float(least), Status.NOT_COLLECTED: 0.0}
    hidden = [i for i, figure in enumerate(figures) if figure.status in floors]
    if not hidden:
        return {}
    local = {cell: i for i, cell in enumerate(cells)}
    low = np.array([floors.get(f.status, f.value) for f in figures])
    high = np.array([most.get(f.id, ceiling) if f.status in floors else f.value for f in figures])
    matrix = np.zeros((len(rows), len(cells)))
    for number, (coefficients, _, _) in enumerate(rows):
        for cell, coefficient in coefficients.items():
            matrix[number, local[cell]] += coefficient
    limits = [(lowest, highest) for _, lowest, highest in rows]
    rules = LinearConstraint(matrix, *zip(*limits, strict=True)) if rows else ()
    return {figures[i].id: Range(*(_extreme(i, sign, rules, low, high) for sign in (1, -1))) for i in hidden}


def _extreme(cell: int, sign: int, rules: LinearConstraint | tuple, low: np.ndarray, high: np.ndarray) -> int:
    """The lowest (sign 1) or highest (sign -1) value of a hidden count."""
    aim = np.zeros(len(low))
    aim[cell] = sign
    solved = milp(aim, constraints=rules, integrality=np.ones(len(low)), bounds=Bounds(low, high))
    if solved.x is None:
        raise ValueError("the published figures contradict each other")
    return round(float(solved.x[cell]))
