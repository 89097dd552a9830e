"""The evidence of the accessibility statement, as the check in a browser has written it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from wres.files.checksums import checksum, text_sum

HERE = Path(__file__).parents[1]
EVIDENCE = HERE / "accessibility.json"
TEMPLATES = ("theme", "pages/templates")


@dataclass(frozen=True)
class Evidence:
    """What the last check by machine was, and what it found. Counts are of places on pages.

    ``theme`` and ``package`` are the sums of what was checked (see ``sums``); ``undecided`` are places that
    the tool left to a person; ``checks`` are checks beside it, each with its failures.
    """

    day: date
    axe: str
    browser: str
    rules: int
    books: list[str]
    pages: int
    views: list[str]
    broken: Mapping[str, int]
    undecided: Mapping[str, int]
    checks: Mapping[str, int]
    theme: str
    package: str

    @property
    def failures(self) -> list[str]:
        """Rules broken and checks failed, each with the number of places."""
        rules = [f"rule “{rule}” of axe-core: {places_text(n)}" for rule, n in self.broken.items()]
        return rules + [f"check “{check}”: {places_text(n)}" for check, n in self.checks.items() if n]


def places_text(number: int) -> str:
    return "None" if number == 0 else "1 place" if number == 1 else f"{number:,} places"


def evidence() -> Evidence:
    """The last check by machine, as ``make accessibility`` has written it."""
    kept: dict[str, Any] = json.loads(EVIDENCE.read_text(encoding="utf-8"))
    return Evidence(**kept | {"day": date.fromisoformat(kept["day"])})


def sums() -> dict[str, str]:
    """The sums of what makes the pages: ``theme``, their templates and style; ``package``, the code."""
    theme = (path for folder in TEMPLATES for path in (HERE / folder).rglob("*") if path.suffix != ".pyc")
    return {"theme": _sum(theme), "package": _sum(HERE.rglob("*.py"))}


def _sum(paths: Iterable[Path]) -> str:
    """sha256 of files and their names, with line ends as LF: a checkout on Windows gives the same."""
    found = sorted((p.relative_to(HERE).as_posix(), p) for p in paths if p.is_file())
    return checksum("".join(f"{name} {text_sum(path)}\n" for name, path in found))
