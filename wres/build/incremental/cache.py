"""Results that are kept until what they were calculated from changes."""

import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd
from pydantic import BaseModel

from wres.files.checksums import checksum
from wres.files.signed import read_signed, write_signed

T = TypeVar("T")


def cache_in(folder: Path, code: str) -> Callable[..., Any]:
    """A function that calls another and keeps its result in a folder.

    ``code`` is the fingerprint of the code and packages that calculate.
    """
    return partial(_cached, folder, code)


def _cached(folder: Path, code: str, calculate: Callable[..., T], *given: Any) -> T:
    """``calculate(*given)``, or its result of last time where neither ``given`` nor the code has changed."""
    path = folder / f"{calculate.__module__}.{calculate.__name__}.pickle"
    key = fingerprint([code, given])
    try:
        before, result = read_signed(path)
        if before == key:
            return result
    except (OSError, ValueError, EOFError, AttributeError, ImportError, pickle.UnpicklingError):
        pass
    result = calculate(*given)
    write_signed(path, (key, result))
    return result


def fingerprint(value: Any) -> str:
    """The sha256 of a value: equal for equal content, whichever process has made it."""
    return checksum("\n".join(_lines(value)))


def _lines(value: Any) -> Iterator[str]:
    """A value as text that is the same wherever it was made: a pickle is not, by order of sets and memory."""
    if isinstance(value, BaseModel):
        value = {name: getattr(value, name) for name in type(value).model_fields}
    elif isinstance(value, pd.DataFrame):
        value = {name: value[name].tolist() for name in value.columns}
    elif is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        yield f"{len(value)} named"
        for name, item in value.items():
            yield repr(name)
            yield from _lines(item)
    elif isinstance(value, list | tuple):
        yield f"{len(value)} in order"
        for item in value:
            yield from _lines(item)
    elif isinstance(value, set | frozenset):
        yield f"{len(value)} in any order"
        yield from sorted("\n".join(_lines(item)) for item in value)
    elif isinstance(value, str | int | float | Path | date | None):
        yield repr(value)
    elif hasattr(value, "__dict__"):
        yield type(value).__name__
        yield from _lines(vars(value))
    else:  # nothing that a publication holds today; at worst it is taken for changed
        yield repr(pickle.dumps(value))
