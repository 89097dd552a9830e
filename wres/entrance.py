"""The page in front of all books, with a search, and the comparison of organisations behind it."""

from collections import Counter
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from wres import comparison
from wres.placing import replace
from wres.shelf import Book, books
from wres.terms import GRADES, INDICATORS, NOT_ASSESSED

THEME = Path(__file__).parent / "theme"
LOOK = ("style.css", "shelf.js")


def names() -> set[str]:
    """Every file that may stand beside the start page."""
    return {"index.html", *LOOK, *comparison.names()}


def write_start_page(site: Path) -> None:
    """The page that lists every book built, and the pages that compare them, from what is published.

    Pages that no longer hold are removed. Each file is swapped in whole.
    """
    found = books(site)
    jinja = Environment(loader=FileSystemLoader(THEME), autoescape=True)
    made = comparison.pages(found, jinja)
    for name in LOOK:
        replace(site / name, (THEME / name).read_bytes())
    for name, text in made.items():
        replace(site / name, text.encode())
    replace(site / "index.html", _start(found, jinja, bool(made)).encode())
    for name in set(comparison.names()) - set(made):
        (site / name).unlink(missing_ok=True)


def _start(found: list[Book], jinja: Any, compared: bool) -> str:
    regions: dict[str, dict[str, list[Book]]] = {}
    for book in sorted(found, key=lambda book: book.region):
        regions.setdefault(book.region, {}).setdefault(f"{book.name}\n{book.code}", []).append(book)
    return jinja.get_template("templates/shelf.html").render(
        regions={region: list(shelf.values()) for region, shelf in regions.items()},
        synthetic=any(book.about["synthetic"] for book in found),
        grades=_grades, year=comparison.year_to_compare(found), overview=_overview(found) if compared else [],
        grade_names=(*GRADES, NOT_ASSESSED),
    )  # fmt: skip


def _grades(book: Book) -> list[tuple[str, str, int]]:
    """How often each grade stands in a book: its word, the part of its class name, how often."""
    if not (book.folder / "figures.csv").is_file():
        return []
    counted = Counter((given.grade, given.slug) for given in book.grades)
    order = (*GRADES, NOT_ASSESSED)
    return [
        (word, slug, n) for (word, slug), n in sorted(counted.items(), key=lambda g: order.index(g[0][0]))
    ]


def _overview(found: list[Book]) -> list[tuple[Any, list[int]]]:
    """Each indicator with how many organisations have each grade, in the year compared."""
    year = comparison.year_to_compare(found)
    held = [book for book in found if book.year == year and _grades(book)]
    order = (*GRADES, NOT_ASSESSED)
    return [
        (i, [sum(book.grades[i.number - 1].grade == word for book in held) for word in order])
        for i in INDICATORS
    ]
