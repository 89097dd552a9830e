"""The folder that builds write into: whether it is one, whose it is, and who is at work in it.

Nothing is removed from a folder that does not bear the mark of a build.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wres.errors import BuildFailed, WresError

BUILT = ("work", "logs", "preview", "site")
MARK = ".wres"
TEXT = f"Written by wres build. wres clean removes the folders {', '.join(BUILT)} beside this file.\n"


def require_place(out: Path, data: Path) -> None:
    """Refuse a folder in which nothing may be built, before anything is written.

    Raises ``WresError`` where it is a file, lies in the data folder, or holds folders that no build made.
    """
    if out.exists() and not out.is_dir():
        raise WresError(f"{out} is a file; expected a folder for what is built: name another with --out")
    if out == data or data in out.parents:
        raise WresError(f"{out} lies in the data folder {data}; expected another place: name one with --out")
    if strange := _strange(out):
        raise WresError(
            f"{out} holds {strange}, and no mark that a build made it. Nothing was built: name another "
            "folder with --out"
        )


@contextmanager
def alone_in(out: Path, what: str = "built") -> Iterator[None]:
    """Mark the folder, and keep other runs out of it meanwhile; one that was killed holds nothing up.

    Raises ``BuildFailed`` where another run is at work, or the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    try:
        for name in ("logs", "work"):  # they hold raw counts: for their owner alone
            (out / name).mkdir(parents=True, exist_ok=True)
            (out / name).chmod(0o700)
        (out / MARK).write_text(TEXT, encoding="utf-8")
        lock = FileLock(out / "logs" / ".lock", blocking=False)
        lock.acquire()
    except Timeout:
        raise BuildFailed(
            f"{out} is in use: another run builds into it. Nothing was {what}. "
            "Wait until it is done, or name another folder with --out."
        ) from None
    except OSError as error:
        raise BuildFailed(f"{out} cannot be written: {error}. Nothing was {what}.") from None
    try:
        yield
    finally:
        lock.release()


def clean(out: Path) -> list[str]:
    """Remove what builds have written; gives the names of the folders that were there.

    Raises ``WresError`` where no build has written them, ``BuildFailed`` where they cannot be removed.
    """
    there = [name for name in BUILT if (out / name).exists()]
    if not there:
        return []
    if strange := _strange(out):
        raise WresError(f"{out} holds {strange}, and no mark that a build made it. Nothing was removed.")
    with alone_in(out, "removed"):
        pass
    try:
        for name in [*there, "logs"]:
            if (out / name).exists():
                shutil.rmtree(out / name)
        (out / MARK).unlink(missing_ok=True)
    except OSError as error:
        raise BuildFailed(f"{out} could not be emptied: {error}") from None
    return there


def _strange(out: Path) -> str:
    """Folders with the names of ours in a folder without our mark."""
    if (out / MARK).is_file() or (out / "logs" / ".lock").is_file():
        return ""
    return ", ".join(f"'{name}'" for name in BUILT if (out / name).exists() or (out / name).is_symlink())
