"""An order: the book of one organisation and year, from which data, and where it goes."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from wres.problems import WresError


def project() -> Path:
    """The folder that holds ``_config.yml``, ``_toc.yml`` and ``notebooks/``."""
    return Path(__file__).parent.parent


def default_data() -> Path:
    """The data folder: ``WRES_DATA`` if set, else ``data/`` here or in the nearest folder above.

    Raises ``WresError`` where there is none.
    """
    if named := os.environ.get("WRES_DATA"):
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents, Path(__file__).parent.parent):
        if (folder / "data" / "returns").is_dir():
            return folder / "data"
    raise WresError(
        f"no data folder: looked for data/returns in {here} and above. "
        "Run from the project's folder, or name one with --data."
    )


@dataclass(frozen=True)
class Order:
    """The book of an organisation and year: read from ``data``, written below ``out``.

    ``only`` asks for a preview of one page, which goes to a folder of its own.
    """

    organisation: str
    year: int
    data: Path
    out: Path
    project: Path
    only: str | None = None

    def __str__(self) -> str:
        return f"{self.organisation} {self.year}"

    @property
    def work(self) -> Path:
        """What the builder works with; never to be published."""
        return self.out / "work" / self.organisation / str(self.year)

    @property
    def publication(self) -> Path:
        """The publication, calculated once for all pages."""
        return self.work / "publication.pickle"

    @property
    def counted(self) -> Path:
        """Every figure before the door, to look for in the finished site."""
        return self.work / "counted.pickle"

    @property
    def advice(self) -> Path:
        """What the check of texts and plan advises, a line each."""
        return self.work / "advice.txt"

    @property
    def log(self) -> Path:
        """What was said while the book was built."""
        return self.out / "logs" / f"{self.organisation}-{self.year}.log"

    @property
    def site(self) -> Path:
        """The finished book; of a preview, where no reader looks for one."""
        return self.out / ("preview" if self.only else "site") / self.organisation / str(self.year)

    @property
    def record(self) -> Path:
        """What the site was made from."""
        return self.work / "record.json"


def held(data: Path) -> dict[str, list[int]]:
    """The organisations that have returns, in order of their code, and their years, earliest first."""
    found = {}
    for folder in sorted(path for path in (data / "returns").iterdir() if path.is_dir()):
        years = sorted(int(path.name) for path in folder.iterdir() if re.fullmatch(r"\d{4}", path.name))
        found[folder.name] = years
    return found


def named(words: list[str], year: int | None) -> list[tuple[str, int]]:
    """The books that words name: ``ORG YEAR``, ``ORG YEAR YEAR``, ``ORG ORG YEAR``, or ``ORG ORG``.

    Years belong to the organisations just before them; ``year`` is for those without one.
    Raises ``ValueError`` with what is missing.
    """
    wanted: list[tuple[str, int]] = []
    group: list[str] = []
    years_seen = False
    for word in words:
        if re.fullmatch(r"\d{4}", word):
            if not group:
                raise ValueError(f"the year {word} stands before any organisation; expected ORG YEAR")
            wanted += [(organisation, int(word)) for organisation in group]
            years_seen = True
        else:
            group = [word] if years_seen else [*group, word]
            years_seen = False
    if group and not years_seen:
        if year is None:
            raise ValueError(f"no year for {', '.join(group)}; expected ORG YEAR, or --year YEAR")
        wanted += [(organisation, year) for organisation in group]
    return list(dict.fromkeys(wanted))


def of_all(data: Path, year: int | None) -> list[tuple[str, int]]:
    """Every organisation with a return: its latest year, or the year given where it has that one."""
    return [
        (organisation, year or years[-1])
        for organisation, years in held(data).items()
        if (years if year is None else year in years)
    ]
