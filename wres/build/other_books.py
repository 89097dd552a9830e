"""The other books of an organisation that readers hold beside the one that is built."""

from contextlib import suppress

from wres.build.target import Target
from wres.disclosure.books_together import opened_together, what_to_do
from wres.disclosure.protect import DisclosureRisk
from wres.disclosure.shared_counts import PrintedBook
from wres.errors import WresError
from wres.publication import Publication, behind_the_door
from wres.site.published_books import Book, books_of


def require_safe_beside(target: Target, report: Publication) -> None:
    """Prove that a book gives nothing away beside any other book of the organisation.

    The others are those that the same run builds, as their returns have them, and those that stand on the
    site. Raises ``DisclosureRisk`` naming both books, each count that they open, and what to do.
    """
    policy = report.given.policies.disclosure
    own = PrintedBook(str(target), tuple(report.figures), policy)
    for year, other in _others(target).items():
        if opened := opened_together([own, other]):
            raise DisclosureRisk(
                f"hidden counts of {target} could be worked out beside the book {other.name}. Nothing was "
                "built.\n  " + "\n  ".join([*opened, what_to_do(target.organisation, (target.year, year))])
            )


def _others(target: Target) -> dict[int, PrintedBook]:
    """The organisation's other books by year; one that cannot be built now is the one that stands."""
    found: dict[int, PrintedBook] = {}
    for year in target.beside:
        with suppress(WresError):  # told where that book is built
            if year != target.year:
                shown, policy = behind_the_door(target.organisation, year, target.data)
                found[year] = PrintedBook(f"{target.organisation} {year}", tuple(shown), policy)
    standing = books_of(target.out / "site", target.organisation)
    return found | {book.year: book.printed for book in standing if _is_other(book, target, found)}


def _is_other(book: Book, target: Target, found: dict[int, PrintedBook]) -> bool:
    return book.year != target.year and book.year not in found
