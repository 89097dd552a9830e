"""``import.yml`` of a return: which files its tables were made from, and how."""

from pathlib import Path
from typing import Any

from wres.errors import InvalidInput, Problem
from wres.files.untrusted import read_text
from wres.returns.plain_yaml import plain_settings
from wres.returns.reading import as_shown

RECORD = "import.yml"


def read_record(folder: Path) -> dict[str, Any]:
    """What ``import.yml`` of a return says, by kind of file; nothing where there is none.

    Raises ``InvalidInput`` where it cannot be read: it is not written over.
    """
    path = folder / RECORD
    if not path.exists():
        return {}
    problems: list[Problem] = []
    text = read_text(path, as_shown(path), problems)
    found, unreadable = plain_settings(text or "")
    if unreadable:
        problems.append(Problem(as_shown(path), *unreadable))
    elif not isinstance(found, dict):
        problems.append(Problem(as_shown(path), "", "no record", "the file as wres import wrote it"))
    if problems:
        raise InvalidInput(problems, f"Mend or remove {as_shown(path)} first. Nothing was written.")
    return dict(found)
