"""What a page reads: the parts of the publication and the files that its notebook asked for.

A kernel is given a publication that notes what is taken from it. So a page's key holds what the page
rests on, found by running it rather than from a list that someone must keep right.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from wres.build.incremental.cache import fingerprint
from wres.publication import Publication

NOTES = "WRES_READS"  # names the file for the notes; where it is not set, nothing is noted
EVENTS = {"open", "os.listdir", "os.scandir"}
LOOK = tuple(Path(__file__).parents[2] / name for name in ("theme", "accessibility.json"))
PARTS = frozenset(part.name for part in fields(Publication))
WHOLE = "everything"

_noted: set[str] = set()


def _note(what: str) -> None:
    path = os.environ.get(NOTES)
    if path and what not in _noted:
        _noted.add(what)
        notes = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(notes, f"{what}\n".encode())
        os.close(notes)


class TracedMapping(Mapping[str, Any]):
    """A part of the publication that pages take piece by piece, such as the commentary."""

    def __init__(self, part: str, pieces: Mapping[str, Any]) -> None:
        self.part, self.pieces = part, pieces

    def __getitem__(self, name: str) -> Any:
        _note(f"{self.part}/{name}")
        return self.pieces[name]

    def __iter__(self) -> Iterator[str]:
        _note(self.part)
        return iter(self.pieces)

    def __len__(self) -> int:
        _note(self.part)
        return len(self.pieces)


class TracedPublication(Publication):
    """A publication that notes which of its parts are taken, and which files of data and look are opened."""

    def __getattribute__(self, name: str) -> Any:
        value = super().__getattribute__(name)
        if name in PARTS:
            if isinstance(value, dict) and all(isinstance(key, str) for key in value):
                return TracedMapping(name, value)
            _note(name)
        elif name == "__dict__":
            _note(WHOLE)
        return value

    def __setstate__(self, state: dict[str, Any]) -> None:
        own: dict[str, Any] = object.__getattribute__(self, "__dict__")
        own.update(state)
        if os.environ.get(NOTES):
            sys.addaudithook(_files_below(own["data"], *LOOK))

    def __reduce__(self) -> tuple[Any, ...]:
        _note(WHOLE)
        return _empty, (), object.__getattribute__(self, "__dict__")


def _empty() -> TracedPublication:
    return object.__new__(TracedPublication)


def _files_below(*places: Path) -> Any:
    inside = tuple(str(place).rstrip(os.sep) + os.sep for place in places)

    def hook(event: str, given: tuple[Any, ...]) -> None:
        if event in EVENTS and given and isinstance(given[0], str | os.PathLike):
            path = os.path.abspath(os.fsdecode(given[0]))  # noqa: PTH100  # a hook is called often
            if (path + os.sep).startswith(inside):
                _note(f"file {path}")

    return hook


def traced(report: Publication) -> TracedPublication:
    """The same publication, watched."""
    return TracedPublication(**{name: getattr(report, name) for name in PARTS})


def sums(report: Publication) -> dict[str, str]:
    """The sum of every part of a publication, and of every piece of those that are taken piece by piece."""
    found = {}
    for name in sorted(PARTS):
        value = getattr(report, name)
        found[name] = fingerprint(value)
        if isinstance(value, dict):
            found |= {f"{name}/{key}": fingerprint(piece) for key, piece in value.items()}
    return found | {WHOLE: fingerprint(found)}
