"""Settings as a list of labels and values, one row each, and back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from re import fullmatch
from typing import Any, get_args, get_origin

import yaml

from wres.imports.return_workbook.layout import as_date, as_number, bare, choices, title
from wres.returns.plain_yaml import plain_settings
from wres.returns.settings import GroupLabel, ReturnFile, Settings
from wres.standard.groups import GROUPS

SPARE = 3  # entries of a list, free to be filled in


@dataclass(frozen=True)
class Setting:
    """One setting: its key, such as ``contacts.1.email``, its type, what it means, and its value."""

    key: str
    kind: Any
    meaning: str
    value: Any = None

    @property
    def label(self) -> str:
        """The key in words: ``Contacts, 1, email``."""
        first, *rest = self.key.split(".")
        return ", ".join([title(first), *(part.replace("_", " ") for part in rest)])

    @property
    def choices(self) -> tuple[str, ...]:
        """Its closed vocabulary, if it has one."""
        return choices(self.kind)


def listed(settings: dict[str, Any]) -> list[Setting]:
    """Every setting that ``return.yml`` may hold, with its value where it is given; unknown ones too."""
    return list(_of_model(ReturnFile, settings, ""))


def _of_model(model: type[Settings], given: Any, start: str) -> Iterator[Setting]:
    values = given if isinstance(given, dict) else {}
    for name, field in model.model_fields.items():
        needed = "Required. " if field.is_required() and model is ReturnFile else ""
        meaning = f"{needed}{field.description or ''}"
        yield from _of(field.annotation, values.get(name), f"{start}{name}", meaning)
    for name in values:
        if name not in model.model_fields:
            yield Setting(f"{start}{name}", None, "Not a setting of this project", values[name])


def _of(annotation: Any, given: Any, key: str, meaning: str) -> Iterator[Setting]:
    kind = bare(annotation)
    if isinstance(kind, type) and issubclass(kind, Settings):
        yield from _within(kind, given, key, meaning)
    elif get_origin(kind) is list:
        entries = given if isinstance(given, list) else []
        for number, entry in enumerate([*entries, *[None] * SPARE], start=1):
            yield from _of(get_args(kind)[0], entry, f"{key}.{number}", meaning)
    elif get_origin(kind) is dict:
        values = given if isinstance(given, dict) else {}
        for name in dict.fromkeys([*_names(get_args(kind)[0]), *map(str, values)]):
            yield from _of(get_args(kind)[1], values.get(name), f"{key}.{name}", meaning)
    else:
        yield Setting(key, annotation, meaning, given)


def _within(kind: type[Settings], given: Any, key: str, meaning: str) -> Iterator[Setting]:
    """The settings inside a setting; what it means stands beside each that says nothing of its own."""
    for each in _of_model(kind, given, f"{key}."):
        yield Setting(each.key, each.kind, each.meaning or meaning or kind.__doc__ or "", each.value)


def _names(annotation: Any) -> tuple[str, ...]:
    """The names that a mapping takes: those of a closed vocabulary, or the labels of the groups."""
    return choices(annotation) or (tuple(GROUPS.values()) if annotation == GroupLabel else ())


def cell_of(each: Setting) -> Any:
    """The value as a cell holds it: text, number or day; None where it is blank."""
    value, kind = each.value, bare(each.kind)
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if choices(kind):
        return str(value)
    if isinstance(value, int | float):
        return value if as_number(str(value)) is not None else str(value)
    if isinstance(value, str):
        return (as_date(value) if kind is date else None) or (value if is_plain(kind) else _flow(value))
    return str(value) if isinstance(value, date) else _flow(value)


def is_plain(annotation: Any) -> bool:
    """Whether a setting is one value of a known type; any other is written as YAML in one line."""
    kind = bare(annotation)
    return kind in (str, int, float, bool, date) or bool(choices(kind))


def _flow(value: Any) -> str:
    text: str = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=float("inf"))
    return text.strip().removesuffix("\n...")


def value_of(kind: Any, typed: str) -> Any:
    """The value that a cell's text stands for, by the setting's type; text that does not fit, as it is."""
    inner, folded = bare(kind), typed.strip().casefold()
    if inner is bool:
        return {"true": True, "yes": True, "false": False, "no": False}.get(folded, typed)
    if inner in (int, float) or (fullmatch(r"\d+", folded) and _takes_numbers(kind)):
        number = as_number(typed)
        return typed if number is None else number
    if inner is date:
        return as_date(typed.strip()) or typed
    if choices(kind):
        return {code.casefold(): code for code in choices(kind)}.get(folded, typed)
    return typed if is_plain(inner) else _from_flow(typed)


def _takes_numbers(kind: Any) -> bool:
    return any(isinstance(value, int) and not isinstance(value, bool) for value in get_args(bare(kind)))


def _from_flow(typed: str) -> Any:
    plain, unreadable = plain_settings(typed)
    return typed if unreadable else plain


def nested(values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Settings from values by key, and by the key that each has now the one that it was given.

    Entries of lists move up into the place of blank ones before them: ``contacts.3`` may be the second.
    """
    settings: dict[str, Any] = {}
    for key, value in values.items():
        *path, last = key.split(".")
        place = settings
        for part in path:
            place = place.setdefault(part, {})
        place[last] = value
    moved: dict[str, str] = {}
    return _lists(settings, "", "", moved), moved


def _lists(value: Any, now: str, given: str, moved: dict[str, str]) -> Any:
    """Mappings of numbers as lists; ``moved`` learns the key that was given to each."""
    moved[now] = given
    if not isinstance(value, dict):
        return value
    names = sorted(value, key=int) if all(map(str.isdecimal, value)) else list(value)
    numbered = bool(names) and all(map(str.isdecimal, names))
    inner = [
        _lists(value[name], _dotted(now, str(place) if numbered else name), _dotted(given, name), moved)
        for place, name in enumerate(names)
    ]
    return inner if numbered else dict(zip(names, inner, strict=True))


def _dotted(start: str, name: str) -> str:
    return f"{start}.{name}" if start else name
