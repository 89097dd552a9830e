"""Every text of a return that a book prints, but commentary and the texts of actions: settings and tables."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from wres.commentary.texts import WHOLE_REPORT
from wres.returns.reading import Return, as_shown
from wres.returns.settings import SaidAnyway
from wres.standard.indicators import keys_of

# Settings whose values are codes: everything else that is text is walked through.
CODES = {"organisation", "accent", "local_areas", "indicators", "indicator", "grade", "board", "file"}
FROM_EARLIER = (
    "body",
    "breaks",
    "grades",
    "bands_above_headcount",
)  # settings of earlier years that a later book prints
COLUMNS = {"actions": ("theme", "lead", "review"), "earlier_figures": ("source",)}


@dataclass(frozen=True)
class OtherText:
    """A text: its file, its place there, and the first parts of the ids of the figures it stands beside.

    ``row`` is the row of a table; 0 in a settings file, whose ``place`` is the name of the setting.
    """

    text: str
    file: str
    place: str
    row: int
    about: tuple[str, ...]


def other_texts(given: Return, earlier: bool = False) -> Iterator[OtherText]:
    """The texts of a return's settings and tables; of an earlier year's, those that a later book prints."""
    settings = given.settings
    names = FROM_EARLIER if earlier else type(settings).model_fields
    file = as_shown(given.folder / "return.yml")
    for name in names:
        if name not in CODES:
            for place, text in _walked(getattr(settings, name), name):
                yield OtherText(text, file, place, 0, WHOLE_REPORT)
    for table, columns in COLUMNS.items():
        if table in given.tables and not (earlier and table == "actions"):
            yield from _cells(given, table, columns)


def _walked(value: object, place: str) -> Iterator[tuple[str, str]]:
    """The texts in a setting, with their places: ``contacts.0.role``."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, SaidAnyway):  # its text is what it allows
        yield f"{place}.reason", value.reason
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            if name not in CODES:
                yield from _walked(getattr(value, name), f"{place}.{name}")
    elif isinstance(value, list | tuple):
        for number, each in enumerate(value):
            yield from _walked(each, f"{place}.{number}")


def _cells(given: Return, table: str, columns: tuple[str, ...]) -> Iterator[OtherText]:
    file = as_shown(given.folder / f"{table}.csv")
    codes = "indicators" if table == "actions" else "indicator"
    for row in given.tables[table].to_dict("records"):
        about = keys_of(str(row[codes]))
        for column in columns:
            yield OtherText(str(row[column] or ""), file, "row", int(row["row"]), about)
