"""What a book is made from, by content: every input file, and the packages. The key to building what changed.

A file's sum is taken again only where its size, times or number on the disk differ from when it was
last taken; a file changed in the last seconds before that is not trusted either.
"""

import json
import os
import platform
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from wres.build.target import Target
from wres.errors import WresError
from wres.files.checksums import checksum, file_sum
from wres.standard.organisations import register

Stamp = tuple[int, int, int, int]  # size, time of change, time of change of that, number on the disk
GRAIN = 2_000_000_000  # nanoseconds: no file system's clock is coarser
ABSENT = "absent"
OWN = ("returns", "published")  # folders of data/ with a folder for each organisation
CODE = ("wres", "notebooks")  # folders of the project; and the two files that make a book of it
SETTINGS = ("_config.yml", "_toc.yml")
LEFT_OUT = {"__pycache__", ".ipynb_checkpoints", ".DS_Store"}


@dataclass
class Fingerprints:
    """The sums of files, each taken once in a run.

    A class because it remembers: what earlier runs knew, and when they knew it.
    """

    known: dict[str, tuple[Stamp, str]] = field(default_factory=dict)
    _fresh: dict[Path, tuple[Stamp, str]] = field(default_factory=dict)
    _listed: dict[Path, list[Path]] = field(default_factory=dict)

    def of(self, path: Path) -> str:
        """The sha256 of a file; of a folder, of the names in it; or that it is absent."""
        return self.stamped(path)[1]

    def stamped(self, path: Path) -> tuple[Stamp, str]:
        """A file's stamp and sum."""
        if path not in self._fresh:
            self._fresh[path] = self._look(path)
        return self._fresh[path]

    def _look(self, path: Path) -> tuple[Stamp, str]:
        try:
            found = path.stat()
        except OSError:
            return (0, 0, 0, 0), ABSENT
        stamp = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino)
        if path.is_dir():
            names = "\n".join(sorted(entry.name for entry in path.iterdir() if entry.name not in LEFT_OUT))
            return stamp, checksum(names)
        before = self.known.get(str(path))
        if before and tuple(before[0]) == stamp:
            return stamp, before[1]
        return stamp, file_sum(path)

    def below(self, folder: Path) -> list[Path]:
        """The files below a folder, listed once in a run: many books share most of theirs."""
        if folder not in self._listed:
            self._listed[folder] = list(_below(folder))
        return self._listed[folder]

    def forget(self, folder: Path) -> None:
        """Look again at the files below a folder: they have been written anew.

        Other books take sums meanwhile, so what is held is not gone through.
        """
        for path in folder.rglob("*"):
            self._fresh.pop(path, None)

    def remember(self, paths: Iterable[Path], now: int) -> dict[str, list[Any]]:
        """What a later run may trust of these files, to be kept; not one that was changed just now."""
        found = {str(path): self.stamped(path) for path in paths}
        old = {path: known for path, known in found.items() if max(known[0][1:3]) < now - GRAIN}
        return {path: [list(stamp), taken] for path, (stamp, taken) in old.items()}


def input_files(target: Target, sums: Fingerprints) -> list[Path]:
    """Every file that a book can depend on, whoever reads it.

    Of the data: the returns of the organisation and its predecessors up to the year, what they have
    published, and all that is not any one organisation's.
    """
    found: list[Path] = []
    for top in sorted(target.data.iterdir()):
        if top.name not in OWN:
            found += sums.below(top)
            continue
        for own in (top / code for code in _with_predecessors(target)):
            for entry in sorted(own.iterdir()) if own.is_dir() else []:
                if not (entry.name.isdigit() and int(entry.name) > target.year):
                    found += _below(entry)
    for folder in CODE:
        found += sums.below(target.project / folder)
    return found + [target.project / name for name in SETTINGS]


def _with_predecessors(target: Target) -> list[str]:
    """The organisation and those before it, whose counts its first year may hold."""
    found = [target.organisation]
    try:
        for code in found:  # grows while it is gone through
            before = register(target.data).predecessors(code)
            found += [change.code for change in before if change.code and change.code not in found]
    except WresError:
        return found  # what is wrong with the register is told where it is needed
    return found


def _below(path: Path, above: tuple[Path, ...] = ()) -> Iterator[Path]:
    """The files below a folder, or the file itself; a link to a folder above leads nowhere."""
    if path.name in LEFT_OUT or path.name.startswith("~$"):
        return
    if path.is_dir():
        if (own := path.resolve()) not in above:
            for entry in sorted(path.iterdir()):
                yield from _below(entry, (*above, own))
    elif path.is_file():
        yield path


def shown(target: Target, path: Path) -> str:
    """A file's name for the reader, the same wherever the project and the data lie."""
    for folder, name in ((target.data, "data/"), (target.project, "")):
        if path.is_relative_to(folder):
            return name + path.relative_to(folder).as_posix()
    return str(path)


@cache
def versions() -> dict[str, str]:
    """Python, and every installed package with its version, read from the names of their folders."""
    found = {"python": platform.python_version()}
    for folder in sys.path:
        if folder and Path(folder).is_dir():
            for entry in os.scandir(folder):
                if entry.name.endswith(".dist-info"):
                    name, _, version = entry.name.removesuffix(".dist-info").partition("-")
                    found.setdefault(name, version)
    return found


def of_book(target: Target, sums: Fingerprints) -> dict[str, str]:
    """The content key of a book: the sum of every input by its name, and the versions."""
    return of_files(target, input_files(target, sums), sums) | {
        f"package {n}": v for n, v in versions().items()
    }


def of_files(target: Target, paths: Iterable[Path], sums: Fingerprints) -> dict[str, str]:
    """The sums of files and folders by their names for the reader."""
    return {shown(target, path): sums.of(path) for path in paths}


def differences(before: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """What differs between two keys, in words."""
    words = []
    for name in sorted(before.keys() | now.keys()):
        if name not in before:
            words.append(f"{name} is new")
        elif name not in now or now[name] == ABSENT:
            words.append(f"{name} is gone")
        elif before[name] != now[name]:
            words.append(f"{name} has changed")
    return words


def read_record(path: Path) -> dict[str, Any] | None:
    """A record as it was kept; None where there is none or it cannot be read."""
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found


def write_record(path: Path, record: Mapping[str, Any]) -> None:
    """Write a record, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(json.dumps(record, sort_keys=True), encoding="utf-8")
    fresh.replace(path)
