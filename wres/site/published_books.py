"""The books that stand on a site, read from what was published alone: manifests and tables of figures."""

import csv
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from math import nan
from pathlib import Path
from typing import Any

from wres.disclosure.books_together import opened_together, what_to_do
from wres.disclosure.shared_counts import PrintedBook
from wres.english.preferred_term import STANDARD
from wres.errors import BuildFailed
from wres.figures.evidence import Evidence
from wres.figures.figure import Figure, Figures
from wres.figures.grades import Grade, grade
from wres.figures.share_base import ShareBase, share_base
from wres.figures.status import Status
from wres.figures.unit import Unit
from wres.returns.settings import DisclosurePolicy
from wres.site.manifest import read
from wres.standard.constants import CONFIDENCE
from wres.standard.indicators import INDICATORS

NUMBERS = ("value", "numerator", "denominator", "low", "high")
WORDS = ("indicator", "measure", "breakdown", "group")
KINDS = {"unit": Unit, "status": Status, "evidence": Evidence}
HEADLINES = {indicator.key for indicator in INDICATORS}


@dataclass(frozen=True)
class Book:
    """A published book: its manifest, and the figures of its year that stand for each indicator."""

    folder: Path
    about: dict[str, Any]

    @property
    def code(self) -> str:
        """ODS code of the organisation."""
        return str(self.about["ods_code"])

    @property
    def name(self) -> str:
        """Name of the organisation."""
        return str(self.about["organisation"])

    @property
    def region(self) -> str:
        """NHS region; empty where the manifest names none."""
        return str(self.about["region"] or "")

    @property
    def year(self) -> int:
        """WRES report year."""
        return int(self.about["year"])

    @property
    def word(self) -> str:
        """The word for BME that the book prints: the standard's, where the manifest names none."""
        return str(self.about.get("word_for_bme", STANDARD))

    @property
    def href(self) -> str:
        """Address of the book from the start page."""
        return f"{self.code}/{self.folder.name}/index.html"

    @cached_property
    def figures(self) -> Figures:
        """Published figures of the book's year; the totals of bands of every year, for ``base``."""
        path = self.folder / "figures.csv"
        if not path.is_file():
            return Figures([])
        with path.open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if self._wanted(row)]
        return Figures([_figure(row) for row in rows])

    @property
    def printed(self) -> PrintedBook:
        """All figures of the book with the policy that it states, as a reader holds them.

        Raises ``BuildFailed`` where the book states no policy, since an earlier version has built it.
        """
        if "disclosure" not in self.about:
            raise BuildFailed(
                f"{self.folder} does not state its disclosure policy, since an earlier version has built it; "
                f"expected a policy to hold other books against. Build it again: wres build {self.code} "
                f"{self.year}, or move its folder out of the site"
            )
        with (self.folder / "figures.csv").open(encoding="utf-8", newline="") as file:
            rows = tuple(_figure(row) for row in csv.DictReader(file))
        policy = DisclosurePolicy.model_validate(self.about["disclosure"])
        return PrintedBook(f"{self.code} {self.year}", rows, policy)

    def _wanted(self, row: dict[str, str]) -> bool:
        total = row["measure"] == "headcount" and row["group"] == "all"
        return row["indicator"] in HEADLINES and (row["year"] == str(self.year) or total)

    @property
    def base(self) -> ShareBase:
        """The base of the book's shares of pay bands."""
        return share_base(self.figures)

    @cached_property
    def grades(self) -> dict[str, Grade]:
        """The grade of each indicator, by its code, as the book prints it."""
        return {i.code: grade(self.figures, i.code, self.year) for i in INDICATORS}


def _figure(row: dict[str, str]) -> Figure:
    numbers = {name: float(row[name]) if row[name] else nan for name in NUMBERS}
    words = {name: row[name] for name in WORDS} | {name: kind(row[name]) for name, kind in KINDS.items()}
    confidence = float(row.get("confidence") or CONFIDENCE)  # books built before it varied do not say
    parents = tuple(row["parents"].split())
    return Figure(year=int(row["year"]), confidence=confidence, parents=parents, **words, **numbers)  # type: ignore[arg-type]


def books(site: Path) -> list[Book]:
    """Every book of a site, by organisation's name and code, latest year first."""
    paths = site.glob("*/[0-9][0-9][0-9][0-9]/manifest.json")
    found = [Book(path.parent, read(path)) for path in paths]
    return sorted(found, key=lambda book: (book.name, book.code, -book.year))


def books_of(site: Path, code: str) -> list[Book]:
    """The books of one organisation that stand on a site, earliest year first."""
    paths = sorted((site / code).glob("[0-9][0-9][0-9][0-9]/manifest.json"))
    return [Book(path.parent, read(path)) for path in paths]


def given_away_together(site: Path) -> list[str]:
    """What books of the same organisation give away together, a line for each organisation.

    Raises ``BuildFailed`` where a book beside others does not state its policy.
    """
    found = []
    ordered = sorted(books(site), key=lambda book: (book.code, book.year))
    for code, group in groupby(ordered, lambda book: book.code):
        own = list(group)
        if len(own) > 1 and (opened := opened_together([book.printed for book in own])):
            found.append("; ".join([*opened, what_to_do(code, (book.year for book in own))]))
    return found
