"""The page in front of all books, with a search, and the comparison of organisations behind it."""

from collections import Counter
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from wres.english.preferred_term import PreferredTerm
from wres.figures.readings import Reading
from wres.files.atomic import replace_file
from wres.site.comparison_pages import common_term, comparison_files, pages, year_to_compare
from wres.site.published_books import Book, books
from wres.standard.indicators import INDICATORS

THEME = Path(__file__).parents[1] / "theme"
LOOK = ("style.css", "start.js")


def names() -> set[str]:
    """Every file that may stand beside the start page."""
    return {"index.html", *LOOK, *comparison_files()}


def write_start_page(site: Path) -> None:
    """The page that lists every book built, and the pages that compare them, from what is published.

    Pages that no longer hold are removed. Each file is swapped in whole.
    """
    made = start_files(site)
    for name, content in made.items():
        replace_file(site / name, content)
    for name in set(comparison_files()) - set(made):
        (site / name).unlink(missing_ok=True)


def start_files(site: Path) -> dict[str, bytes]:
    """The start page, its look and the comparisons, as the books of a site give them: by file name."""
    found = books(site)
    jinja = Environment(loader=FileSystemLoader(THEME), autoescape=True)
    compared = pages(found, jinja)
    look = {name: (THEME / name).read_bytes() for name in LOOK}
    start = _start(found, jinja, bool(compared))
    return {**look, **{name: text.encode() for name, text in compared.items()}, "index.html": start.encode()}


def _start(found: list[Book], jinja: Any, compared: bool) -> str:
    speech = common_term(_compared(found))
    return jinja.get_template("site/start.html").render(
        regions=_regions(found), compared={book.code for book in _compared(found)} if compared else set(),
        synthetic=any(book.about["synthetic"] for book in found),
        readings=_readings, year=year_to_compare(found), indicators=INDICATORS,
        heat=_heat(found) if compared else [], worse=_worse(found),
        key=[(speech.text(each.value), each.slug, SHORT[each]) for each in Reading],
    )  # fmt: skip


def _regions(found: list[Book]) -> dict[str, list[list[Book]]]:
    """The books of each organisation, latest first, by the region and in the order of the latest one's name.

    What has changed its name or region between two years is one organisation: its code says so.
    """
    shelves: dict[str, list[Book]] = {}
    for book in sorted(found, key=lambda book: -book.year):
        shelves.setdefault(book.code, []).append(book)
    regions: dict[str, list[list[Book]]] = {}
    for shelf in sorted(shelves.values(), key=lambda shelf: (shelf[0].region, shelf[0].name, shelf[0].code)):
        regions.setdefault(shelf[0].region, []).append(shelf)
    return regions


SHORT = {
    Reading.WORSE: "Worse",
    Reading.CLOSE: "Close",
    Reading.BETTER: "Better",
    Reading.EQUAL: "Equal",
    Reading.NOTHING: "Nothing",
    Reading.NOT_KNOWN: "Unknown",
}


def _readings(book: Book) -> list[tuple[str, str, int]]:
    """How often each reading stands in a book: its words as the book says them, the part of its class name,
    how often.
    """
    if not (book.folder / "figures.csv").is_file():
        return []
    counted = Counter(given.reading for given in book.grades.values())
    speech = PreferredTerm(book.word)
    return [(speech.text(each.value), each.slug, counted[each]) for each in Reading if counted[each]]


def _compared(found: list[Book]) -> list[Book]:
    """The books of the year compared that have figures."""
    year = year_to_compare(found)
    return [book for book in found if book.year == year and _readings(book)]


def _heat(found: list[Book]) -> list[tuple[Book, list[tuple[str, str]]]]:
    """The organisations of the year compared, by name, each with its reading of every indicator."""
    held = sorted(_compared(found), key=lambda book: book.name)
    return [
        (book, [(book.grades[i.code].slug, SHORT[book.grades[i.code].reading]) for i in INDICATORS])
        for book in held
    ]


def _worse(found: list[Book]) -> list[int]:
    """How many organisations are read as worse on each indicator, in the year compared."""
    held = _compared(found)
    return [sum(book.grades[i.code].reading == Reading.WORSE for book in held) for i in INDICATORS]
