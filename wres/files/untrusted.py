"""Reading what others have written: ordinary files of a bounded size, and nothing else.

A link could lead to any file of the machine, and a device has no end: neither is read.
"""

from pathlib import Path

from wres.errors import Problem

MOST_BYTES = 20_000_000  # of a table
MOST_TEXT = 200_000  # bytes of a text or of settings: a hundred pages


def read_regular(path: Path, file: str, most: int, problems: list[Problem]) -> bytes | None:
    """The bytes of an ordinary file; None, and a problem added, where it is none or too large.

    ``file`` is its name in messages.
    """
    if path.is_symlink():
        problems.append(Problem(file, "", "a link", "the file itself"))
    elif not path.is_file():
        problems.append(Problem(file, "", "no ordinary file", "a file, not a folder or a device"))
    elif (size := path.stat().st_size) > most:
        problems.append(Problem(file, "", f"{size:,} bytes", f"{most:,} at most"))
    else:
        return path.read_bytes()
    return None


def read_text(path: Path, file: str, problems: list[Problem]) -> str | None:
    """The text of an ordinary file in UTF-8; None, and a problem added, where it cannot be read."""
    content = read_regular(path, file, MOST_TEXT, problems)
    try:
        return None if content is None else content.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.append(Problem(file, "", "not UTF-8 text", "a file saved as UTF-8"))
        return None
