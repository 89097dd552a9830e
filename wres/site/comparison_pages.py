"""The pages that compare organisations: which there are, and what they show."""

from typing import Any

from wres.english.preferred_term import PreferredTerm
from wres.site.comparison import WIDE, bars, comparisons
from wres.site.funnel import SHEETS, beyond, expected_beyond, funnel
from wres.site.published_books import Book
from wres.standard.indicators import INDICATORS


def comparison_files() -> list[str]:
    """Every file that the comparison may write beside the start page."""
    numbers = [i.code for i in INDICATORS]
    funnels = [i.code for i in INDICATORS if i.formula == "relative likelihood"]
    pictures = [f"funnel-{n}{size}.svg" for n in funnels for size in SHEETS]
    return [*(f"compare-{n}.html" for n in numbers), *pictures]


def year_to_compare(books: list[Book]) -> int | None:
    """The latest year of which two organisations or more have a book with figures."""
    held: dict[int, set[str]] = {}
    for book in books:
        if (book.folder / "figures.csv").is_file():
            held.setdefault(book.year, set()).add(book.code)
    return max((year for year, codes in held.items() if len(codes) > 1), default=None)


def common_term(books: list[Book]) -> PreferredTerm:
    """The word for BME that all of these books print; BME where they differ."""
    words = {book.word for book in books}
    return PreferredTerm(words.pop()) if len(words) == 1 else PreferredTerm()


def pages(books: list[Book], jinja: Any) -> dict[str, str]:
    """The text of every comparison page and picture, by file name; none without a year to compare.

    Pages say BME unless every book compared prints the same other word for it.
    """
    year = year_to_compare(books)
    if year is None:
        return {}
    held = [b for b in books if b.year == year and (b.folder / "figures.csv").is_file()]
    speech = common_term(held)
    latest = {b.code: b for b in sorted(books, key=lambda b: b.year)}
    without = sorted(latest[code].name for code in latest.keys() - {b.code for b in held})
    made = {}
    for indicator in INDICATORS:
        found = comparisons(held, indicator)
        plot = funnel(found[0])
        shown = [{"comparison": c, "bars": bars(c)} for c in found]
        page = jinja.get_template("site/compare.html").render(
            indicator=indicator, indicators=INDICATORS, year=year, shown=shown, without=without, plot=plot,
            beyond=beyond, chance=expected_beyond(len(plot["points"])) if plot else "", wide=WIDE,
            synthetic=any(b.about["synthetic"] for b in held),
        )  # fmt: skip
        made[f"compare-{indicator.code}.html"] = speech.html(page)
        for size, sheet in SHEETS.items() if plot else ():
            made[f"funnel-{indicator.code}{size}.svg"] = jinja.get_template("site/funnel.svg").render(
                plot=funnel(found[0], sheet), synthetic=any(b.about["synthetic"] for b in held)
            )
    return made
