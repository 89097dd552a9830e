"""The reader who holds several books of one organisation, and solves over all that they print together.

Each book prints a year as its own policy has it, perhaps from counts that were amended in between. The
reader takes a count for the same in every book, and where the books then contradict each other supposes
that as few counts were amended as the figures allow. Shares no code with the choice of what to hide.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from wres.disclosure.shared_counts import PrintedBook, System, Union, is_rounded, printed
from wres.figures.figure import Figure
from wres.figures.formulas import protection
from wres.figures.names import figure_in_words
from wres.figures.status import Status
from wres.figures.unit import Unit

FEW = 6  # of many cells that two books open, how many are told


def opened_together(books: Sequence[PrintedBook]) -> list[str]:
    """What the books give away that none gives away alone, a sentence each, never with a value.

    The books are of one organisation: of several years, or editions of one. A count that a book hides,
    or rounds, has to keep as many possible values beside the others as the book's policy asks for, or as
    it has in the book alone, if these are fewer. A survey percentage that one hides none may show.
    """
    found = [line for year in _shared_years(books) for line in _opened_in(_of_year(books, year))]
    more = [f"and {len(found) - FEW} more"] if len(found) > FEW else []
    return [*found[:FEW], *more]


def what_to_do(organisation: str, years: Iterable[int]) -> str:
    """How the user ends it that books give each other's counts away."""
    own = sorted(set(years))
    return (
        f"Give the returns of {' and '.join(map(str, own))} the same policies.disclosure, then build them "
        f"together: wres build {' '.join(f'{organisation} {year}' for year in own)}; or move the folder of "
        "one of the books out of the site"
    )


def alike(one: PrintedBook, other: PrintedBook) -> bool:
    """Whether two books print the years that both have in the same way."""
    return all(
        printed(of[0]) == printed(of[1])
        for year in one.years & other.years
        for of in [_of_year((one, other), year)]
    ) and (one.policy.hide_zero, one.policy.rounding) == (other.policy.hide_zero, other.policy.rounding)


def _shared_years(books: Sequence[PrintedBook]) -> list[int]:
    years = [year for book in books for year in book.years]
    return sorted({year for year in years if years.count(year) > 1})


def _of_year(books: Sequence[PrintedBook], year: int) -> list[PrintedBook]:
    """The books that print a year, with that year alone."""
    own = [replace(b, figures=tuple(f for f in b.by_id.values() if f.year == year)) for b in books]
    return [book for book in own if book.figures]


def _opened_in(books: list[PrintedBook]) -> Iterator[str]:
    """What the books of one year give away together."""
    yield from _surveys(books)
    if all(alike(books[0], other) for other in books[1:]):
        return
    union, alone = Union(tuple(books)), [Union((book,)) for book in books]
    for cells, rows in union.components:
        system = System(union, cells, rows)
        for at, id in cells:
            asked = _asked(books[at], books[at].by_id.get(id))
            left = system.values((at, id), asked) if asked else 0
            if left < asked and left < _alone(alone[at], id, asked):
                yield _told(union, at, id, asked)


def _surveys(books: list[PrintedBook]) -> Iterator[str]:
    """Survey figures that one book hides and another shows."""
    for book in books:
        for id, figure in book.by_id.items():
            if protection(figure) != "respondents" or figure.status != Status.SUPPRESSED:
                continue
            if figure.measure == "percentage":
                showing = [b.name for b in books if id in b.by_id and b.by_id[id].known]
                for name in showing[:1]:
                    yield f"{id} ({figure_in_words(figure)}): hidden in the book {book.name}, shown in {name}"


def _asked(book: PrintedBook, figure: Figure | None) -> int:
    """How many values the book's policy asks for of a count; nought where it protects none."""
    if figure is None or figure.unit != Unit.PEOPLE or protection(figure) == "respondents":
        return 0
    threshold = max(book.policy.threshold, 1)
    if figure.status == Status.SUPPRESSED:
        return threshold
    return threshold if is_rounded(book, figure) and figure.value <= threshold else 0


def _alone(union: Union, id: str, asked: int) -> int:
    """How many values a book alone leaves to a count, up to those asked for."""
    for cells, rows in union.all_components:
        if (0, id) in cells:
            return System(union, cells, rows).values((0, id), asked)
    return asked


def _told(union: Union, at: int, id: str, asked: int) -> str:
    book = union.books[at]
    others = " and ".join(other.name for place, other in enumerate(union.books) if place != at)
    words = figure_in_words(book.by_id[id])
    return (
        f"{id} ({words}): the book {book.name} keeps it among {asked} possible values or more, "
        f"beside the book {others} fewer are left"
    )
