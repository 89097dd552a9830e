"""The register of organisations: which body a code named on a day, which it followed, which followed it.

From ``organisations.csv`` and ``successions.csv`` of the lookups. A body that a single other one followed as
a whole was merged into it; one of which a part went somewhere was split, and its counts cannot be shared out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from wres.english.dates import long_date
from wres.errors import InvalidInput, Problem
from wres.standard.lookups import lookup

ICB = "integrated care board"
CCG = "clinical commissioning group"
TRUSTS = ("NHS trust", "NHS foundation trust")
SUCCESSIONS = "data/lookups/successions.csv"
REGISTER = "data/lookups/organisations.csv"


@dataclass(frozen=True)
class Body:
    """An organisation under one name and in one area, from ``start`` to ``end``; None where not recorded."""

    code: str
    name: str
    kind: str
    area_code: str = ""
    region: str = ""
    start: date | None = None
    end: date | None = None
    row: int = 0

    @property
    def named(self) -> str:
        """Code and name: ``S1Y5D (NHS Central East Integrated Care Board)``."""
        return f"{self.code} ({self.name})"

    def stood(self, day: date) -> bool:
        """Whether it was there on a day."""
        return (self.start or day) <= day <= (self.end or day)


@dataclass(frozen=True)
class Change:
    """That one body followed another on a day; ``part`` where only a part of it went there."""

    code: str
    name: str
    successor: str
    day: date
    part: bool

    @property
    def named(self) -> str:
        """Code and name, or the name alone where the register does not hold the body."""
        return f"{self.code} ({self.name})" if self.code else self.name


@dataclass(frozen=True)
class Register:
    """The bodies of each code, earliest first, and the changes between bodies."""

    bodies: dict[str, tuple[Body, ...]]
    changes: tuple[Change, ...]

    def body(self, code: str, day: date) -> Body:
        """The body of a code on a day; where there was none, the first after it, else the last before."""
        held = self.bodies[code]
        after = [body for body in held if body.stood(day) or (body.start and day < body.start)]
        return after[0] if after else held[-1]

    def stood(self, code: str, day: date) -> bool:
        """Whether a body of this code was there on a day."""
        return any(body.stood(day) for body in self.bodies[code])

    def predecessors(self, code: str) -> list[Change]:
        """What the body of a code followed."""
        return [change for change in self.changes if change.successor == code]

    def origins(self, code: str, day: date) -> list[Change]:
        """What the body that a code had on a day followed when it began."""
        start = self.body(code, day).start
        before = [change for change in self.predecessors(code) if start is None or change.day <= start]
        return [change for change in before if not _was_there(self, change)]

    def successors(self, code: str) -> list[Change]:
        """What followed the body of a code."""
        return [change for change in self.changes if change.code == code]


@cache
def register(data: Path) -> Register:
    """The register of a data folder.

    Raises ``InvalidInput`` where a body ends before it begins, is there twice on a day, or a change names a
    code that no row holds.
    """
    bodies: dict[str, tuple[Body, ...]] = {}
    for row in lookup(data, "organisations").to_dict("records"):
        body = Body(row["ods_code"], row["name"], row["type"], row["gss_code"], row["region"],
                    row["valid_from"], row["valid_to"], row["row"])  # fmt: skip
        bodies[body.code] = (*bodies.get(body.code, ()), body)
    bodies = {code: tuple(sorted(held, key=lambda b: b.start or date.min)) for code, held in bodies.items()}
    rows = lookup(data, "successions").to_dict("records")
    if problems := [*_periods(bodies), *_codes(rows, bodies)]:
        raise InvalidInput(problems)
    return Register(bodies, tuple(_change(row, rows) for row in rows))


def _change(row: dict, rows: list[dict]) -> Change:
    """A change; a part where it is called a split, or where several bodies followed."""
    same = [other for other in rows if (other["predecessor_ods"], other["predecessor"])
            == (row["predecessor_ods"], row["predecessor"])]  # fmt: skip
    part = row["kind"] == "split" or len(same) > 1
    return Change(row["predecessor_ods"], row["predecessor"], row["successor_ods"], row["day"], part)


def _periods(bodies: dict[str, tuple[Body, ...]]) -> Iterable[Problem]:
    for held in bodies.values():
        for body in held:
            if body.start and body.end and body.end < body.start:
                yield Problem(REGISTER, f"row {body.row}, valid_to", f"found {body.end}",
                              f"{body.start} or later, as valid_from says")  # fmt: skip
        for one, other in zip(held, held[1:], strict=False):
            if not (one.end and other.start and one.end < other.start):
                yield Problem(REGISTER, f"rows {one.row} and {other.row}",
                              f"{one.code} stands twice at the same time",
                              "a last day in one row, and a first day after it in the other")  # fmt: skip


def _codes(rows: list[dict], bodies: dict[str, tuple[Body, ...]]) -> Iterable[Problem]:
    for row in rows:
        for column in ("predecessor_ods", "successor_ods"):
            if row[column] and row[column] not in bodies:
                yield Problem(SUCCESSIONS, f"row {row['row']}, {column}", f"found {row[column]!r}",
                              f"an ODS code of {REGISTER}")  # fmt: skip


def kind_of(name: str) -> str:
    """The type that the name of a body ends with; empty where it ends with none."""
    endings = {"integrated care board": ICB, "clinical commissioning group": CCG}
    return next((kind for end, kind in endings.items() if name.lower().endswith(end)), "")


def listed(names: Iterable[str]) -> str:
    """Names as a sentence lists them: ``A, B and C``."""
    *first, last = [*dict.fromkeys(names)] or [""]
    return f"{', '.join(first)} and {last}" if first else last


def absence(known: Register, code: str, day: date) -> str:
    """Why there was no body of a code on a day, and which others there were; empty where there was one."""
    if known.stood(code, day):
        return ""
    body = known.body(code, day)
    if body.end and body.end < day:
        return _ended(known, body)
    began = f"{body.named} began on {long_date(body.start or day)}"
    before = [f"{'a part of ' if change.part else ''}{change.named}"
              for change in known.origins(code, day)]  # fmt: skip
    if not before:
        return f"{began}; what came before it is not recorded in {SUCCESSIONS}"
    return f"{began}; before it there {'was' if len(before) == 1 else 'were'} {listed(before)}"


def followed(known: Register, code: str, day: date) -> list[Change]:
    """What the body of a code took the place of in the year to a day, that day included."""
    return [change for change in _in_the_year(known, code, day) if not _was_there(known, change)]


def joined(known: Register, code: str, day: date) -> list[Change]:
    """What came to the body of a code, which was there before, in the year to a day."""
    return [change for change in _in_the_year(known, code, day) if _was_there(known, change)]


def _in_the_year(known: Register, code: str, day: date) -> list[Change]:
    return [change for change in known.predecessors(code) if _year_before(day) < change.day <= day]


def _was_there(known: Register, change: Change) -> bool:
    return known.stood(change.successor, change.day - timedelta(days=1))


def _year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _ended(known: Register, body: Body) -> str:
    after = [known.body(change.successor, change.day).named for change in known.successors(body.code)]
    ended = f"{body.named} ended on {long_date(body.end or date.max)}"
    if not after:
        return f"{ended}; what followed it is not recorded in {SUCCESSIONS}"
    return f"{ended}; {'its successor is' if len(after) == 1 else 'its successors are'} {listed(after)}"
