"""Putting a finished book, or a file, in its place among the others: whole, or not at all."""

import shutil
from pathlib import Path


def replace_folder(html: Path, site: Path) -> None:
    """Put the new site in place of the old in two renames; the old one stays until then."""
    site.parent.mkdir(parents=True, exist_ok=True)
    recover_folder(site)
    new, old = _beside(site)
    try:
        shutil.copytree(html, new)
    except OSError:
        shutil.rmtree(new, ignore_errors=True)
        raise
    if site.exists():
        site.rename(old)
    try:
        new.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise
    shutil.rmtree(old, ignore_errors=True)


def put_in_place(draft: Path, folder: Path, kept: Path | None) -> None:
    """Rename a draft to the folder that it is to be; what was there before is renamed to ``kept``.

    Where the draft cannot be put there, the old folder is back in its place.
    """
    if kept:
        folder.rename(kept)
    try:
        draft.rename(folder)
    except OSError:
        if kept:
            kept.rename(folder)
        raise


def replace_file(path: Path, content: bytes, mode: int | None = None) -> None:
    """Put new content in place of a file's, whole; the old stays where that fails. ``mode``: chmod's."""
    fresh = path.with_name(f".{path.name}.new")
    try:
        fresh.unlink(missing_ok=True)
        fresh.touch(mode=0o666 if mode is None else mode)
        fresh.write_bytes(content)
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def recover_folder(site: Path) -> bool:
    """Clear away what a run left that was killed while it put a site in place.

    Killed between the two renames it leaves the last good site under another name: it comes back,
    and True is returned.
    """
    new, old = _beside(site)
    lost = old.exists() and not site.exists()
    if lost:
        old.rename(site)
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    return lost


def _beside(site: Path) -> tuple[Path, Path]:
    return site.with_name(f".{site.name}.new"), site.with_name(f".{site.name}.old")
