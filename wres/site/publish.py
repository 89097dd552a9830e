"""Put the built site where readers find it, whole; put the edition before it back.

Only whole folders are renamed, which every file share can do; no link is needed. Beside DEST lie
``.NAME.new`` while files are copied, ``.NAME.previous`` with the edition before, and for the moment
between two renames ``.NAME.replaced``. In that moment, and in no other, DEST is not there. A run that
was broken off anywhere is mended by the next one.
"""

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from wres import __version__
from wres.site.publishable import (
    LIST,
    NotPublished,
    file_sums,
    not_ours,
    published_on,
    require_publishable,
    tree,
    written_list,
)

SAID = {
    errno.ENOSPC: "there is no space left",
    errno.EDQUOT: "the quota of disk space is used up",
    errno.EACCES: "permission denied, or a reader has a file open",
    errno.EPERM: "permission denied",
    errno.EROFS: "it can only be read",
    errno.EBUSY: "the folder is in use, or is the root of a share: name a folder inside it",
    errno.ENOENT: "a folder is gone",
}


@dataclass(frozen=True)
class _Places:
    """DEST and the folders beside it that only ``wres publish`` makes."""

    live: Path

    @property
    def new(self) -> Path:
        return self._beside("new")

    @property
    def replaced(self) -> Path:
        return self._beside("replaced")

    @property
    def previous(self) -> Path:
        return self._beside("previous")

    @property
    def old(self) -> Path:
        return self._beside("old")

    def _beside(self, what: str) -> Path:
        return self.live.with_name(f".{self.live.name}.{what}")


def publish_site(site: Path, destination: Path, project: Path) -> int:
    """Put a copy of the built site in place of what readers see; returns the number of its files.

    Raises ``NotPublished`` where the site may not be published, DEST holds what is not a published
    site, or the copy fails. Readers then still see the edition before.
    """
    places = _Places(destination.resolve())
    _require_outside(places.live, site.resolve(), project)
    files = require_publishable(site)
    with _told(places.live):
        _mend(places)
        _require_ours(places)
        _remove(places.new, partly=True)
        try:
            _copy(site, files, places.new)
            _swap(places, places.new)
        except BaseException:
            _remove_quietly(places.new)
            raise
        with suppress(OSError):  # readers see the new edition; what cannot be tidied now, the next run does
            _settle(places)
    return len(files)


def put_back(destination: Path) -> tuple[str, str]:
    """Exchange the published edition and the one before it; once more undoes it.

    Returns when the edition now shown, and the one now kept, were published. Raises
    ``NotPublished`` where none is kept.
    """
    places = _Places(destination.resolve())
    with _told(places.live):
        _mend(places)
        if not places.previous.is_dir():
            raise NotPublished(
                f"no edition before this one is kept beside {places.live}. Nothing was changed."
            )
        _require_ours(places)
        _swap(places, places.previous)
        _settle(places)
    return published_on(places.live), published_on(places.previous)


def _require_outside(live: Path, site: Path, project: Path) -> None:
    """DEST is neither inside the project or the folder of builds, nor around them."""
    for inside in (project.resolve(), site.parent):
        if live == inside or inside in live.parents or live in inside.parents:
            raise NotPublished(
                f"{live} lies in or around {inside}. Name a folder of its own, such as a share."
            )
    if not live.parent.is_dir():
        raise NotPublished(f"{live.parent} is not there. Make it first, or correct the name.")


@contextmanager
def _told(live: Path) -> Iterator[None]:
    """What the operating system refuses, in plain words."""
    try:
        yield
    except OSError as error:
        why = SAID.get(error.errno or 0, error.strerror or str(error))
        where = error.filename or live
        seen = "Readers see the edition before." if live.is_dir() else "Readers see nothing: run it again."
        raise NotPublished(f"could not publish to {live}: {why} ({where}). {seen}") from None


def _require_ours(places: _Places) -> None:
    """Nothing that others put there is renamed or removed."""
    strange = [(places.live, name) for name in _strange(places.live)]
    strange += [(places.previous, name) for name in _strange(places.previous)]
    if strange:
        lines = [f"  {folder / name}" for folder, name in strange[:12]]
        more = [f"  and {len(strange) - 12} more"] if len(strange) > 12 else []
        what = f"{places.live} holds files that 'wres publish' did not put there. Nothing was changed."
        raise NotPublished("\n".join([what, *lines, *more, "Move them away, or name another folder."]))


def _strange(folder: Path) -> list[str]:
    if folder.exists() and not folder.is_dir():
        return ["a file, not a folder"]
    return not_ours(folder) if folder.is_dir() else []


def _copy(site: Path, files: dict[str, str], new: Path) -> None:
    """Copy the files and read them back. The list goes first, so that half a copy is known as ours."""
    new.mkdir()
    now = datetime.now(UTC).isoformat(timespec="seconds")
    (new / LIST).write_text(written_list(files, __version__, now), encoding="utf-8", newline="\n")
    for name in files:
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(site / name, new / name)
    arrived = file_sums(new)
    if wrong := [name for name in files if arrived.get(name) != files[name]]:
        raise NotPublished(f"{wrong[0]} did not arrive as it is in {site}. Readers see the edition before.")


def _swap(places: _Places, fresh: Path) -> None:
    """Put a folder in the place of the published one: two renames, undone where the second fails."""
    if not places.live.exists():
        fresh.rename(places.live)
        return
    places.live.rename(places.replaced)
    try:
        fresh.rename(places.live)
    except BaseException:
        places.replaced.rename(places.live)
        raise


def _mend(places: _Places) -> None:
    """Finish or undo what a run that was broken off has left."""
    if places.replaced.is_dir() and not places.live.exists():
        places.replaced.rename(places.live)
    _settle(places)


def _settle(places: _Places) -> None:
    """The edition that was replaced becomes the one kept; the one kept before is removed."""
    _remove(places.old, partly=True)
    if not places.replaced.is_dir():
        return
    if not tree(places.replaced):  # DEST was an empty folder
        shutil.rmtree(places.replaced)
        return
    if places.previous.is_dir():
        places.previous.rename(places.old)
    places.replaced.rename(places.previous)
    _remove(places.old, partly=True)


def _remove(folder: Path, partly: bool = False) -> None:
    """Remove a folder of ours with nothing in it that is not."""
    if not folder.is_dir():
        return
    if strange := not_ours(folder, partly):
        raise NotPublished(f"{folder} holds files that are not ours: {strange[0]}. Nothing was removed.")
    for name in tree(folder):  # the list last, so that half of the work is still known as ours
        if name != LIST:
            (folder / name).unlink()
    shutil.rmtree(folder)


def _remove_quietly(folder: Path) -> None:
    try:
        _remove(folder, partly=True)
    except (OSError, NotPublished):
        return  # the next run removes it
