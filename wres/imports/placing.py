"""Put a changed return in its folder: whole, or not at all; nothing old is lost."""

import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from wres.errors import WresError
from wres.files.atomic import put_in_place
from wres.returns.reading import as_shown
from wres.returns.scaffold import fill_new, require_fitting


@dataclass(frozen=True)
class Placed:
    """The folder of a return, the files that were written or taken out, and where the old ones are kept."""

    folder: Path
    changed: tuple[str, ...]
    kept: Path | None = None


def placed(
    data: Path, organisation: str, year: int, fill: Callable[[Path], Iterable[str]], keep: bool
) -> Placed:
    """Let ``fill`` change a draft of the return's folder, then put the draft in its place.

    The draft is a copy of the folder, or a new return where there is none. ``fill`` names each file that it
    has changed; where it raises, the folder stays as it is. ``keep``: the old folder is kept beside the new
    one. Raises ``WresError`` where the folder cannot be written.
    """
    require_fitting(data, organisation, year)
    folder = data / "returns" / organisation / str(year)
    is_there = folder.exists()
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=folder.parent))
    try:
        if is_there:
            shutil.copytree(folder, draft, symlinks=True, dirs_exist_ok=True)
        else:
            fill_new(data, organisation, year, draft)
        changed = tuple(fill(draft))
        draft.chmod(0o755)
        if is_there and not changed:
            return Placed(folder, ())
        kept = _free(folder) if is_there else None
        put_in_place(draft, folder, kept)
        if kept and not keep:
            shutil.rmtree(kept, ignore_errors=True)  # the new folder holds all that it held
        return Placed(folder, changed, kept if keep else None)
    except OSError as error:
        raise WresError(
            f"{as_shown(folder)} could not be written: {error.strerror}. It is as it was."
        ) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _free(folder: Path) -> Path:
    """A name beside the folder that is not taken: ``2023.kept-1``."""
    number = 1
    while (kept := folder.with_name(f"{folder.name}.kept-{number}")).exists():
        number += 1
    return kept
