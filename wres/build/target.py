"""A target: the book of one organisation and year, from which data, and where it goes."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Target:
    """The book of an organisation and year: read from ``data``, written below ``out``.

    ``only`` asks for a preview of one page, which goes to a folder of its own. ``beside`` are the years of
    other books of the organisation that the same run builds.
    """

    organisation: str
    year: int
    data: Path
    out: Path
    project: Path
    only: str | None = None
    beside: tuple[int, ...] = ()

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
