"""What a site says of its making: organisation, year, versions, inputs and time.

The sum of a file that holds small counts is not published: who knows the rest of the file could
find a hidden count by trying. Such inputs are named, and their sums stay with the return.
"""

import json
import platform
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from wres import __version__
from wres.english.dates import long_date
from wres.errors import BuildFailed
from wres.files.build_time import build_time
from wres.files.checksums import checksum, file_sums, text_sum
from wres.publication import Publication
from wres.returns.branding.logo import KINDS
from wres.returns.schemas import FILES, WHOLE
from wres.standard.indicators import INDICATORS

PACKAGES = ("jupyter-book", "papermill", "pandas", "seaborn", "scipy", "sphinx")
WITHHELD = "withheld: a small count could be found from it by trial"


@dataclass(frozen=True)
class Manifest:
    """The manifest of a site: its content, and the line printed in the footer of every page."""

    content: dict[str, Any]

    @property
    def json(self) -> str:
        """The manifest as the site's ``manifest.json``."""
        return json.dumps(self.content, indent=2, ensure_ascii=False) + "\n"

    def listing(self, folder: Path) -> "Manifest":
        """The same manifest with the sum of every file of the finished book."""
        return Manifest({**self.content, "files_sha256": file_sums(folder)})

    @property
    def line(self) -> str:
        """The manifest in one line."""
        built = datetime.fromisoformat(self.content["built"])
        return (
            f"Built on {long_date(built)} with wres {__version__}. "
            f"Published figures: {self.content['figures_sha256'][:12]}."
        )

    @property
    def of_making(self) -> tuple[str, str]:
        """The texts in a site that say when and with what it was made."""
        return self.line, self.content["built"]


def making_of(report: Publication, project: Path) -> Manifest:
    """The manifest of a book about to be compiled. ``SOURCE_DATE_EPOCH`` sets its time."""
    now = build_time()
    figures = report.table.to_csv(index=False, lineterminator="\n")
    return Manifest(
        {
            "ods_code": report.organisation,
            "organisation": report.name,
            "region": report.region,
            "year": report.year,
            "synthetic": report.synthetic,
            "disclosure": report.given.policies.disclosure.model_dump(exclude={"reason"}),
            "word_for_bme": report.parlance.word,
            "built": now.isoformat(timespec="seconds"),
            "wres": __version__,
            "python": platform.python_version(),
            "packages": _packages(),
            "figures_sha256": checksum(figures),
            "inputs_sha256": sums(report.data, project, report.organisation, report.years, report.added_from),
        }
    )


def _packages() -> dict[str, str]:
    return {name: version(name) for name in PACKAGES}


def package_versions() -> dict[str, str]:
    """The versions that a manifest names, as they are here and now."""
    return {**_packages(), "python": platform.python_version(), "wres": __version__}


def sums(
    data: Path, project: Path, organisation: str, years: Sequence[int], added_from: Sequence[str] = ()
) -> dict[str, str]:
    """Sum of every input file by its path; withheld for files with counts of people.

    The first year is that of the organisations of ``added_from``, if there are any.
    """
    sums = {}
    for folder in ("lookups", "benchmarks"):
        for path in sorted((data / folder).glob("*.csv")):
            sums[f"data/{folder}/{path.name}"] = text_sum(path)
    for code in added_from:
        for path in sorted(_counts_of(data / "returns" / code / str(years[0]))):
            sums[f"data/{path.relative_to(data).as_posix()}"] = WITHHELD
    for year in years[1:] if added_from else years:
        own = data / "returns" / organisation / str(year)
        for path in sorted(_read_of(own)):
            open_text = path.suffix in (".md", *KINDS) or path.name == "actions.csv"
            name = f"data/{path.relative_to(data).as_posix()}"
            sums[name] = text_sum(path) if open_text else WITHHELD
    earlier = data / "published" / organisation / f"{max(years)}.csv"
    if earlier.exists():
        sums[f"data/{earlier.relative_to(data).as_posix()}"] = WITHHELD
    for pattern in (
        "notebooks/*.ipynb",
        "wres/**/*.py",
        "wres/accessibility.json",
        "_config.yml",
        "_toc.yml",
    ):
        for path in sorted(project.glob(pattern)):
            sums[path.relative_to(project).as_posix()] = text_sum(path)
    return sums


def _read_of(own: Path) -> Iterator[Path]:
    """The files of a return that a book reads: settings, tables, commentary, a logo; no others."""
    named = [own / "return.yml", *(own / f"{name}.csv" for name in FILES)]
    named += [own / "commentary" / f"{page}.md" for page in (*WHOLE, *(each.page for each in INDICATORS))]
    named += [path for path in own.iterdir() if path.suffix in KINDS and not path.name.startswith((".", "~"))]
    return (path for path in named if path.is_file())


def _counts_of(own: Path) -> Iterator[Path]:
    """The files of a predecessor's return from which its counts are added: settings and tables."""
    named = [own / "return.yml", *(own / f"{name}.csv" for name in FILES if name != "actions")]
    return (path for path in named if path.is_file())


def read(path: Path) -> dict[str, Any]:
    """A manifest as a site holds it, with its time as a day in words under ``built``."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return {**content, "built": long_date(datetime.fromisoformat(content["built"]))}
    except (ValueError, KeyError, TypeError) as error:
        raise BuildFailed(
            f"{path} cannot be read ({error}); expected the manifest of a book as wres build writes it. "
            "Build the book again, or move its folder away"
        ) from None
