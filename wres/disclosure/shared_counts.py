"""The counts that several books of one organisation share, and what a reader of all of them can say of one.

A count is an unknown of its own in each book. It is the same in all of them, unless the books then
contradict each other: then as few counts were amended as the figures allow. Shares no code with the choice
of what to hide.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from math import nan

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from wres.disclosure.attack import Row, connected, rows_of
from wres.figures.figure import Figure
from wres.figures.formulas import protection
from wres.figures.status import Status
from wres.figures.unit import Unit
from wres.returns.settings import DisclosurePolicy

Cell = tuple[int, str]  # the place of a book among the books, and the id of a count
CellRow = tuple[dict[Cell, float], float, float]  # coefficients, lowest and highest sum


@dataclass(frozen=True)
class PrintedBook:
    """A book as a reader holds it: its name, its figures, and the policy that it prints."""

    name: str
    figures: tuple[Figure, ...]
    policy: DisclosurePolicy

    @cached_property
    def by_id(self) -> dict[str, Figure]:
        """The figures that the rule on small counts is for, by id; those that others published are not."""
        return {f.id: f for f in self.figures if protection(f) is not None}

    @property
    def years(self) -> set[int]:
        """The years of which the book prints a count."""
        return {f.year for f in self.by_id.values() if f.unit == Unit.PEOPLE}


def printed(book: PrintedBook) -> dict[str, tuple[object, ...]]:
    """What a reader sees of counts and of shares: statuses and values, by id."""
    kinds = (Unit.PEOPLE, Unit.PERCENT)
    return {f.id: (f.status, f.value if f.known else 0) for f in book.by_id.values() if f.unit in kinds}


def is_rounded(book: PrintedBook, figure: Figure) -> bool:
    """Whether the figure is a count that is rounded by itself; totals are sums of such ones."""
    own = protection(figure)
    exact = own == "respondents" or (own == "seats" and book.policy.board != "hide")
    return book.policy.rounding is not None and figure.unit == Unit.PEOPLE and figure.known and not exact


@dataclass(frozen=True)
class Union:
    """The counts of one year in several books, as unknowns of their own in each, and the rows on them."""

    books: tuple[PrintedBook, ...]

    @cached_property
    def counts(self) -> dict[str, Figure]:
        """Every count that a book prints or hides, with what it is the sum of."""
        found: dict[str, Figure] = {}
        for book in self.books:
            for id, f in book.by_id.items():
                if f.unit == Unit.PEOPLE and (id not in found or not found[id].parents):
                    found[id] = f
        return found

    def table(self, at: int) -> list[Figure]:
        """All figures as a book prints them; counts that it leaves out are not collected in it."""
        book = self.books[at]
        left_out = {"value": nan, "status": Status.NOT_COLLECTED}
        rows = []
        for id, f in self.counts.items():
            own = book.by_id.get(id)
            rows.append(
                replace(own, parents=f.parents) if own else replace(f, **left_out)  # type: ignore[arg-type]
            )
        rates = [f for f in book.by_id.values() if f.unit == Unit.PERCENT]
        if book.policy.rounding is not None:
            rates = [f if not f.known else replace(f, status=Status.SUPPRESSED, value=nan) for f in rates]
        return [*rows, *rates]

    def is_leaf(self, id: str) -> bool:
        """Whether a count is no sum of others in the table."""
        parents = self.counts[id].parents
        return not parents or not all(part in self.counts for part in parents)

    @property
    def size(self) -> int:
        """How many counts the year has."""
        return len(self.counts)

    def limits(self, at: int, id: str) -> tuple[float, float]:
        """Between what a count lies, by the book's print and policy alone."""
        book = self.books[at]
        figure = book.by_id.get(id)
        if figure is None or figure.status == Status.NOT_COLLECTED:
            return 0.0, np.inf
        if not figure.known:
            floor = 1.0 if self._shows_zeros(book, figure) else 0.0
            return floor, np.inf
        if not is_rounded(book, figure):
            return figure.value, figure.value
        half = (book.policy.rounding or 0) / 2
        if figure.indicator == "workforce" or not self.is_leaf(id):
            return 0.0, np.inf  # a sum of rounded counts may lie further off
        return max(figure.value - half, 0.0), figure.value + half

    def _shows_zeros(self, book: PrintedBook, figure: Figure) -> bool:
        seats = protection(figure) == "seats" and book.policy.board != "hide"
        return not book.policy.hide_zero and not seats

    @cached_property
    def all_components(self) -> list[tuple[list[Cell], list[CellRow]]]:
        """The counts of all books in parts that share no row, each with its rows."""
        ids = list(self.counts)
        rows: list[Row] = []
        for at in range(len(self.books)):
            for coefficients, low, high in rows_of(self.table(at)):
                rows.append(({at * self.size + c: k for c, k in coefficients.items()}, low, high))
        links: list[Row] = [
            ({(at - 1) * self.size + place: 1.0, at * self.size + place: -1.0}, 0.0, 0.0)
            for at in range(1, len(self.books))
            for place, id in enumerate(ids)
            if self.is_leaf(id)
        ]
        parts = connected(len(self.books) * self.size, [*rows, *links])
        cell = [(at, id) for at in range(len(self.books)) for id in ids]
        return [
            (
                [cell[c] for c in cells],
                [
                    ({cell[c]: k for c, k in of.items()}, low, high)
                    for of, low, high in own
                    if len({cell[c][0] for c in of}) == 1  # a link is none of the rows
                ],
            )
            for cells, own in parts
        ]

    @property
    def components(self) -> list[tuple[list[Cell], list[CellRow]]]:
        """The parts in which the books do not print alike."""
        prints = [printed(book) for book in self.books]
        unlike = {
            id for id in set().union(*prints) if any(p.get(id) != prints[0].get(id) for p in prints[1:])
        }
        rates = {part for book in self.books for id in unlike if id in book.by_id
                 for part in book.by_id[id].parents}  # fmt: skip
        policies = {(b.policy.hide_zero, b.policy.rounding) for b in self.books}
        told = unlike | rates if len(policies) == 1 else set(self.counts)
        return [part for part in self.all_components if any(id in told for _, id in part[0])]


class System:
    """The programme of one part: its unknowns, its rows, and how many counts were amended at the least."""

    def __init__(self, union: Union, cells: list[Cell], rows: list[CellRow]) -> None:
        self.place = {cell: i for i, cell in enumerate(cells)}
        last = len(union.books) - 1
        self.links = [(at, id) for at, id in cells if at < last and union.is_leaf(id)]
        limits = [union.limits(*cell) for cell in cells]
        shown = [high for _, high in limits if high < np.inf]
        self.most = 2 * max([*shown, 50.0]) + 100
        self.low = np.array([low for low, _ in limits] + [0.0] * len(self.links))
        self.high = np.array([min(h, self.most) for _, h in limits] + [0.0] * len(self.links))
        self.rules = self._rules(rows)
        self.amended = self._least_amended()

    def _rules(self, rows: list[CellRow]) -> list[tuple[np.ndarray, float, float]]:
        found = []
        for coefficients, low, high in rows:
            line = np.zeros(len(self.low))
            for cell, k in coefficients.items():
                line[self.place[cell]] += k
            found.append((line, low, high))
        for number, (at, id) in enumerate(self.links):
            for sign in (1.0, -1.0):
                line = np.zeros(len(self.low))
                line[self.place[at, id]], line[self.place[at + 1, id]] = sign, -sign
                line[len(self.place) + number] = -self.most
                found.append((line, -np.inf, 0.0))
        return found

    def _least_amended(self) -> int:
        """How many counts differ between books at the least; their sum is a rule from here on."""
        aim = np.concatenate([np.zeros(len(self.place)), np.ones(len(self.links))])
        if self._solved(np.zeros(len(aim))) is not None:
            return 0
        self.high[len(self.place) :] = 1.0
        found = self._solved(aim)
        if found is None:
            raise ValueError("the figures of one of the books contradict each other")
        least = round(float(aim @ found))
        self.rules.append((aim, -np.inf, float(least)))
        return least

    def _solved(self, aim: np.ndarray, low: np.ndarray | None = None) -> np.ndarray | None:
        lines, lows, highs = zip(*self.rules, strict=True) if self.rules else ((), (), ())
        rules = LinearConstraint(np.array(lines), lows, highs) if self.rules else ()
        whole, bounds = np.ones(len(aim)), Bounds(self.low if low is None else low, self.high)
        found: np.ndarray | None = milp(aim, constraints=rules, integrality=whole, bounds=bounds).x
        return found

    def values(self, cell: Cell, enough: int) -> int:
        """How many values a count can have, up to those that are enough.

        Without amendments they have no gap between them; else each is found after the one before.
        """
        place, aim = self.place[cell], np.zeros(len(self.low))
        aim[place] = 1.0
        if not self.amended:
            ends = [self._solved(sign * aim) for sign in (1, -1)]
            low, high = (round(float(end[place])) for end in ends if end is not None)
            return min(high - low + 1, enough)
        low_bounds, found = self.low.copy(), 0
        while found < enough and low_bounds[place] <= self.high[place]:
            solved = self._solved(aim, low_bounds)
            if solved is None:
                break
            found += 1
            low_bounds[place] = round(float(solved[place])) + 1
        return found
