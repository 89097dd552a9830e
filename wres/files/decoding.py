"""The text of a file in any encoding that a spreadsheet writes, and never text that is only half right."""

import re
from pathlib import Path

from wres.errors import Problem
from wres.files.untrusted import MOST_BYTES, read_regular

MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
WORKBOOK = b"PK\x03\x04"
UTF8 = re.compile(rb"[\xc2\xc3][\x80-\xbf]|\xe2\x80[\x93-\x9e\xa6]")  # accents and quotes in UTF-8
CONTROL = re.compile("[\0-\x08\x0e-\x1f]")
SAVED = "a file saved as 'CSV UTF-8'"


def decoded(path: Path, file: str, problems: list[Problem], most: int = MOST_BYTES) -> str | None:
    """The text of a file in UTF-8, in UTF-16 with its mark, or in the encoding of Windows, with lines of LF.

    None, and a problem added, where it is none of these, or two of them at once. ``file`` is its name in
    messages, ``most`` the bytes that it may have.
    """
    content = read_regular(path, file, most, problems)
    if content is None:
        return None
    text, told = _text(content)
    if told:
        problems.append(Problem(file, "", *told))
        return None
    return re.sub(r"\r\n?", "\n", text)


def _text(content: bytes) -> tuple[str, tuple[str, str] | None]:
    """The text; or what was found and what was expected."""
    if content.startswith(WORKBOOK):
        return "", ("an Excel workbook", f"{SAVED}; 'wres import' reads the project's own workbook")
    encoding = next((found for mark, found in MARKS.items() if content.startswith(mark)), "")
    try:
        text, windows = content.decode(encoding or "utf-8"), False
    except UnicodeDecodeError as error:
        if encoding:
            return "", (f"text that is not {encoding[:6].upper().rstrip('-')}, as its mark says", SAVED)
        if UTF8.search(content):
            row = content[: error.start].count(b"\n") + 1
            return "", (f"text in two encodings at once, UTF-8 and another from row {row}", SAVED)
        text, windows = content.decode("cp1252", errors="replace"), True
    if "\0" in text or (windows and ("\N{REPLACEMENT CHARACTER}" in text or CONTROL.search(text))):
        return "", ("binary content", SAVED)
    if not text.strip():
        return "", ("the file is empty", "a header row and data rows")
    return text, None
