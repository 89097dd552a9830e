"""The books that stand on a site, read from what was published alone: manifests and tables of figures."""

import csv
from dataclasses import dataclass
from functools import cached_property
from math import nan
from pathlib import Path
from typing import Any

from wres.english.preferred_term import STANDARD
from wres.figures.evidence import Evidence
from wres.figures.figure import Figure, Figures
from wres.figures.grades import Grade, grade
from wres.figures.share_base import ShareBase, share_base
from wres.figures.status import Status
from wres.figures.unit import Unit
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
    return Figure(year=int(row["year"]), confidence=confidence, **words, **numbers)  # type: ignore[arg-type]


def books(site: Path) -> list[Book]:
    """Every book of a site, by organisation's name and code, latest year first."""
    paths = site.glob("*/[0-9][0-9][0-9][0-9]/manifest.json")
    found = [Book(path.parent, read(path)) for path in paths]
    return sorted(found, key=lambda book: (book.name, book.code, -book.year))
