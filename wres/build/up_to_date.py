"""Whether what an earlier run built is still up to date: whole books, and pages of a book.

A book is up to date where neither its inputs nor its site have changed since it was built; a page
where neither its notebook, the code, nor anything it read has. Sums are taken before anything is
read, so that what changes meanwhile is seen the next time.
"""

import shutil
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wres.build.incremental.fingerprints import (
    ABSENT,
    OWN,
    Fingerprints,
    differences,
    input_files,
    of_book,
    of_files,
    read_record,
    write_record,
)
from wres.build.run_notebooks import NOTES, noted, page_folder, page_names
from wres.build.target import Target
from wres.files.checksums import file_sum, value_sum

Parts = Mapping[str, str]
LOOK = ("wres/theme", "wres/accessibility.json")  # no page is calculated with these; one page reads them


@dataclass
class BookState:
    """The state of one book: its key now, and what is kept of earlier runs.

    A class because the sums that it shares with other books are taken as they are asked for.
    """

    target: Target
    sums: Fingerprints
    key: dict[str, str] = field(init=False)
    read: dict[str, str] = field(init=False)  # what pages have read before, whatever it is

    def __post_init__(self) -> None:
        self.key = of_book(self.target, self.sums)
        self.read = of_files(self.target, self._read_before(), self.sums)

    def _read_before(self) -> list[Path]:
        """Files that pages of this book have read, whatever they are."""
        record = read_record(self.target.record) or {}
        return [Path(path) for path in record.get("read", [])]

    def reasons(self) -> list[str]:
        """Why the book is to be built; none where it is up to date."""
        record = read_record(self.target.record)
        if record is None:
            return ["it has not been built yet"]
        if not self.target.site.is_dir():
            return ["its site is gone"]
        found = differences(record["key"], self.read | self.key)
        if record["site"] != self._site():
            found.append("its site is not as it was built")
        return found

    def _site(self) -> dict[str, str]:
        site = self.target.site
        return {
            p.relative_to(site).as_posix(): self.sums.of(p) for p in sorted(site.rglob("*")) if p.is_file()
        }

    def finished(self) -> None:
        """Keep what the site was made from, once it is in place."""
        self.sums.forget(self.target.site)
        self.sums.forget(self.target.work)
        read = {path for page in page_names(self.target.project) for path in self._record(page)["files"]}
        now = of_files(self.target, map(Path, read), self.sums)
        key = {name: self.read.get(name, taken) for name, taken in now.items()} | self.key
        write_record(self.target.record, {"key": key, "site": self._site(), "read": sorted(read)})

    def files(self) -> list[Path]:
        """Every file whose sum this state rests on."""
        site = [path for path in self.target.site.rglob("*") if path.is_file()]
        kept = [path for path in (self.target.work / "pages").rglob("*") if path.is_file()]
        return [*input_files(self.target, self.sums), *self._read_before(), *site, *kept]

    @property
    def code(self) -> str:
        """The sum of the code and packages that pages are calculated with."""
        mine = {n: v for n, v in self.key.items() if n.startswith(("wres/", "package "))}
        return value_sum({n: v for n, v in mine.items() if not n.startswith(LOOK)})

    def _base(self, page: str) -> str:
        """The key of a page before it is known what it reads.

        The names of data files count, for a page may ask whether a file is there.
        """
        notebook = self.key.get(f"notebooks/{page}.ipynb", ABSENT)
        own = tuple(f"data/{folder}/" for folder in OWN)
        names = sorted(n for n in self.key if n.startswith("data/") and not n.startswith(own))
        return value_sum([str(self.target), self.code, notebook, names])

    def _record(self, page: str) -> dict[str, Any]:
        return read_record(page_folder(self.target, page) / "record.json") or {"files": {}}

    def stale(self, page: str, parts: Parts) -> bool:
        """Whether a page must be run again, the parts of the publication being as they are now."""
        record = self._record(page)
        if record.get("base") != self._base(page):
            return True
        folder = page_folder(self.target, page)
        return not (
            all(parts.get(part, ABSENT) == before for part, before in record["parts"].items())
            and all(self.sums.of(Path(path)) == before for path, before in record["files"].items())
            and all(self.sums.of(folder / name) == before for name, before in record["results"].items())
        )

    def ran(self, page: str, parts: Parts) -> None:
        """Keep what a page was run from, once it has been run."""
        folder = page_folder(self.target, page)
        taken, files = noted(folder / NOTES)
        results = {path.relative_to(folder).as_posix(): file_sum(path) for path in _files(folder)}
        record = {
            "base": self._base(page),
            "parts": {part: parts.get(part, ABSENT) for part in taken},
            "files": {str(path): self.sums.of(path) for path in files},
            "results": results,
        }
        write_record(folder / "record.json", record)


def _files(folder: Path) -> Iterable[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file()]


def forget(target: Target) -> None:
    """Build a book as if it had never been built; its site stays until the new one is there."""
    shutil.rmtree(target.work, ignore_errors=True)


def known(out: Path) -> Fingerprints:
    """The sums that an earlier run has taken."""
    found = read_record(out / "work" / "sums.json") or {}
    return Fingerprints({path: ((*stamp,), taken) for path, (stamp, taken) in found.items()})


def remember(out: Path, states: Iterable[BookState], begun: int) -> None:
    """Keep the sums for the next run; not those of files changed since just before this one began."""
    before = read_record(out / "work" / "sums.json") or {}
    found = dict(before)
    for state in states:
        found |= state.sums.remember(state.files(), begun)
    if found != before:
        write_record(out / "work" / "sums.json", found)


def now() -> int:
    """The time that file times are compared with, in nanoseconds."""
    return time.time_ns()
