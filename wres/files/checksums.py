"""Checksums (SHA-256) of files, texts and values."""

import hashlib
import json
from pathlib import Path
from typing import Any


def checksum(content: bytes | str) -> str:
    """The SHA-256 of bytes, or of a text as UTF-8, in hexadecimal digits."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def file_sum(path: Path) -> str:
    """The checksum of a file, byte by byte."""
    return checksum(path.read_bytes())


def text_sum(path: Path) -> str:
    """The checksum of a file with line ends as LF, so that a checkout on Windows gives the same."""
    return checksum(path.read_bytes().replace(b"\r\n", b"\n"))


def value_sum(value: Any) -> str:
    """The checksum of a value as JSON, whatever the order of its keys."""
    return checksum(json.dumps(value, sort_keys=True))


def file_sums(folder: Path) -> dict[str, str]:
    """The checksum of every file below a folder, by its name with forward slashes."""
    files = sorted((p.relative_to(folder).as_posix(), p) for p in folder.rglob("*") if p.is_file())
    return {name: file_sum(path) for name, path in files}
