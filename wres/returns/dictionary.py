"""The data dictionary, written from the schemas that validate."""

from collections.abc import Mapping
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from wres.returns.forms.spellings import BANDS, CLUSTERS, ETHNICITIES, RAG, STAGES, STATUSES, TOTALS, YES_NO
from wres.returns.published_report import PrintedRow
from wres.returns.schemas import FILES, KEYS, REQUIRED
from wres.returns.settings import ReturnFile, Settings
from wres.standard.lookup_schemas import REFERENCE

HEAD = """# Data dictionary

Written by `wres dictionary` from the schemas that validate; do not edit by hand.
All files are text with a header row. A return is a folder
`data/returns/<ODS code>/<WRES report year>/`. A file that is absent, or a number that is blank,
means *not collected*, unless `blank_means` says zero; write `0` where the count is zero.

The files of a return are read in any form that means the same:

- Cells parted by commas, semicolons or tabs; UTF-8, UTF-16 with its mark, or the encoding of Windows.
- Columns in any order and capitals; blank rows and columns, and blanks around a cell, are passed over.
- `1,120`, `1 120` and `1120.0` are 1120. `1.000` is refused: elsewhere it is a thousand. `12.7%` is 12.7.
- Dates have the day first, as in Britain: `03/04/2024` is 3 April, `31 March 2024` is read too.
- Columns White, BME and Unknown in place of `ethnicity` and `headcount`; of the survey, `White respondents`,
  `White percentage` and so on.
- Rows and columns of totals are held against what they add up, and left out: {totals}.
- `Band 8a`, `AfC 8A` and `8 a` are 8a; `Bands 1 to 7` is 1-7; the label of an ESR code (`White - British`) is
  the code.
- `2, 7` and `2 and 7` are 2;7; an action `1` is A1.

Words are read in these spellings, whatever their capitals and signs; any other is refused with its row:

{spellings}

What Excel has damaged (`01-Jul` for 1-7, `#REF!`, `########`, `1.2E+05`) and marks in place of a number
(`*`, `<5`, `[c]`) are refused with what to do. Format a column of bands as Text before typing into it.
"""
SPELT: dict[str, Mapping[str, tuple[str, ...]]] = {
    "ethnicity": ETHNICITIES,
    "cluster": CLUSTERS,
    "band": BANDS,
    "stage": STAGES,
    "voting, executive": YES_NO,
    "status": STATUSES,
    "rag": RAG,
}
PUBLISHED = "data/published/<ODS code>/<WRES report year>.csv"


def dictionary() -> str:
    """The whole dictionary as Markdown: columns, type, unit, allowed values, example."""
    parts = [_head(), "## return.yml\n", _settings(ReturnFile)]
    for name, schema in FILES.items():
        needed = "Required." if name in REQUIRED else "Optional."
        key = ", ".join(KEYS[name])
        parts += [
            f"## {name}.csv\n",
            f"{schema.__doc__} {needed} One row per {key}.\n",
            _columns(schema),
        ]
    about = f"{PrintedRow.__doc__} Optional. One row per page, what.\n"
    parts += [f"## {PUBLISHED}\n", about, _columns(PrintedRow)]
    for name, schema in REFERENCE.items():
        parts += [f"## data/{name}.csv\n", f"{schema.__doc__}\n", _columns(schema)]
    return "\n".join(parts)


def _head() -> str:
    """What holds for every file, and the spellings that are read."""
    lines = []
    for column, table in SPELT.items():
        words = "; ".join(f"`{name}`{_spellings(name, spelt)}" for name, spelt in table.items())
        lines.append(f"- `{column}`: {words}.")
    return HEAD.format(totals=", ".join(TOTALS), spellings="\n".join(lines))


def _spellings(name: str, spelt: tuple[str, ...]) -> str:
    """The spellings besides the name itself."""
    others = [each for each in spelt if each != name.lower()]
    return f" ({', '.join(others)})" if others else ""


def columns(schema: type[BaseModel]) -> list[dict[str, str]]:
    """Name, type, unit, allowed values, example and description of each column."""
    return [_column(name, field) for name, field in schema.model_fields.items()]


def _columns(schema: type[BaseModel]) -> str:
    head = "| column | type | unit | allowed | example | meaning |\n|---|---|---|---|---|---|\n"
    rows = (
        "| {name} | {type} | {unit} | {allowed} | {example} | {description} |\n".format(**row)
        for row in columns(schema)
    )
    return head + "".join(rows)


def _column(name: str, field: FieldInfo) -> dict[str, str]:
    extra: Any = field.json_schema_extra or {}
    example = (field.examples or [""])[0]
    kind, values = _type(field.annotation)
    return {
        "name": f"`{name}`",
        "type": kind,
        "unit": extra.get("unit", ""),
        "allowed": _escaped(values or _limits(field)),
        "example": f"`{example}`" if example != "" else "",
        "description": _escaped(field.description or ""),
    }


def _type(annotation: Any) -> tuple[str, str]:
    """The type in plain words, and the allowed values where they are a list."""
    optional = type(None) in get_args(annotation)
    inner = [a for a in get_args(annotation) if a is not type(None)] if optional else [annotation]
    blank = ", or blank" if optional else ""
    if get_origin(inner[0]) is Literal:
        return "text" + blank, ", ".join(str(value) or "blank" for value in get_args(inner[0]))
    names = {int: "whole number", float: "number", str: "text", bool: "true or false"}
    return names.get(inner[0], getattr(inner[0], "__name__", str(inner[0]))) + blank, ""


def _limits(field: FieldInfo) -> str:
    """Lowest, highest or pattern, from the field's own rules."""
    words = {"ge": "{} or more", "le": "{} or less", "pattern": "form `{}`"}
    found = [
        text.format(getattr(rule, name))
        for rule in field.metadata
        for name, text in words.items()
        if getattr(rule, name, None) is not None
    ]
    return "; ".join(found)


def _settings(schema: type[BaseModel], depth: int = 0) -> str:
    lines = []
    for name, field in schema.model_fields.items():
        nested = _nested(field.annotation)
        needed = " (required)" if field.is_required() else ""
        about = field.description or (nested.__doc__ if nested else "") or ""
        lines.append(f"{'  ' * depth}- `{name}`{needed}{': ' + about if about else ''}")
        if nested:
            lines.append(_settings(nested, depth + 1).rstrip("\n"))
    return "\n".join(lines) + "\n"


def _nested(annotation: Any) -> type[Settings] | None:
    """The settings inside a setting, if it has any of its own."""
    for candidate in (annotation, *get_args(annotation)):
        if isinstance(candidate, type) and issubclass(candidate, Settings):
            return candidate
    return None


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")
