"""Checksums (SHA-256) of files."""

import hashlib
from pathlib import Path


def text_sum(path: Path) -> str:
    """sha256 with line ends as LF, so that a checkout on Windows gives the same."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def file_sums(folder: Path) -> dict[str, str]:
    """SHA-256 of every file below a folder, by its name with forward slashes."""
    files = sorted((p.relative_to(folder).as_posix(), p) for p in folder.rglob("*") if p.is_file())
    return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files}
