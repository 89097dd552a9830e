"""What may leave the house: the built site, checked file by file, and the list that goes with it.

A site may be published when every file below it is one that a build wrote, as the build wrote it.
Each book's manifest lists its files with their sums; the start page's own files have known names.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wres.disclosure.leak_scan import KINDS, WORKING
from wres.errors import BuildFailed
from wres.files.checksums import file_sums
from wres.site.published_books import given_away_together
from wres.site.start_page import names, start_files

LIST = "edition.json"  # beside the start page of a published site: the files that belong to it
BOOK = re.compile(r"[A-Z0-9]{3,6}/\d{4}")
LINK = re.compile(r'href="([A-Z0-9]{3,6}/\d{4})/index\.html"')
FEW = 12  # of many problems, how many are told


class NotPublished(BuildFailed):
    """A site that may not be published, or could not be put in its place."""


def require_publishable(site: Path) -> dict[str, str]:
    """The files of a built site with their sums, all of them fit to be published.

    Raises ``NotPublished`` naming every file that no build wrote, every book whose manifest does
    not fit it, and a start page that lists other books than there are.
    """
    if not (site / "index.html").is_file():
        raise NotPublished(f"{site} holds no built site. Build one first: wres build ORG YEAR")
    found = tree(site)
    books = sorted({"/".join(name.split("/")[:2]) for name in found if BOOK.match(name)})
    sums = file_sums(site)
    problems = [*_strays(site, found, books), *(p for book in books for p in _in_book(site, sums, book))]
    if not problems:
        problems += _beside_books(site, found)
    if not problems:
        problems += _beside_each_other(site)
    if not books:
        problems.append("no book: build one first")
    listed = set(LINK.findall((site / "index.html").read_text(encoding="utf-8", errors="replace")))
    problems += [f"index.html does not list {book}" for book in books if book not in listed]
    problems += [f"index.html lists {book}, which is not there" for book in sorted(listed - set(books))]
    if problems:
        advice = "Remove what does not belong there, or build the book again."
        raise NotPublished("\n".join([f"{site} may not be published.", *_few(problems), advice]))
    return sums


def is_in_site(folder: Path) -> bool:
    """Whether a folder is a built or published site, or lies in one."""
    return any((each / "start.js").exists() or (each / LIST).exists() for each in (folder, *folder.parents))


def tree(folder: Path) -> list[str]:
    """Every file below a folder, and every link, as names with forward slashes."""
    files = (p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir())
    return sorted(p.relative_to(folder).as_posix() for p in files)


def _strays(site: Path, found: list[str], books: list[str]) -> Iterator[str]:
    """Files that are neither the start page's nor in a book; hidden, temporary and working files."""
    for name in found:
        parts, path = name.split("/"), site / name
        hidden = [part for part in parts if part.startswith((".", "~")) or part.endswith((".tmp", ".new"))]
        if hidden:
            yield f"{name}: a hidden or temporary file"
        elif path.is_symlink():
            yield f"{name}: a link"
        elif path.suffix not in KINDS:
            yield f"{name}: a kind of file that is not meant to be published"
        elif "/".join(parts[:2]) not in books and name not in names():
            yield f"{name}: not a file of the start page or of a book"
        elif path.suffix != ".js" and WORKING.search(path.read_text(encoding="utf-8", errors="replace")):
            yield f"{name}: holds parts of a working notebook"
    for folder in sorted(p for p in site.rglob(".*") if p.is_dir() and not any(p.iterdir())):
        yield f"{folder.relative_to(site).as_posix()}: a hidden or temporary folder"


def _beside_books(site: Path, found: list[str]) -> Iterator[str]:
    """What does not fit between the start page with its comparisons and the books that they are made from."""
    try:
        made = start_files(site)
    except (ValueError, KeyError, TypeError, BuildFailed):
        yield "a manifest.json that says too little of its book: build the books again"
        return
    held = {name: (site / name).read_bytes() for name in found if "/" not in name}
    for name in sorted(held.keys() | made.keys()):
        if name not in made:
            yield f"{name}: not written by the build"
        elif name not in held:
            yield f"{name}: missing: build again"
        elif held[name] != made[name]:
            yield f"{name}: changed since the build, or built by another version: build again"


def _beside_each_other(site: Path) -> list[str]:
    """What books of one organisation give away together: readers hold them all."""
    try:
        return given_away_together(site)
    except BuildFailed as error:
        return [str(error)]
    except (ValueError, KeyError) as error:
        return [f"figures.csv of a book cannot be read ({error}): build the books again"]


def _in_book(site: Path, sums: dict[str, str], book: str) -> Iterator[str]:
    """What does not fit between a book's files and its manifest."""
    code, year = book.split("/")
    try:
        said: Any = json.loads((site / book / "manifest.json").read_text(encoding="utf-8"))
        listed: dict[str, str] = dict(said["files_sha256"])
        place = (said["ods_code"], str(said["year"]))
    except FileNotFoundError:
        yield f"{book}: no manifest.json"
        return
    except (ValueError, KeyError, TypeError):
        yield f"{book}/manifest.json: does not list the book's files: build the book again"
        return
    if place != (code, year):
        yield f"{book}/manifest.json: is that of {place[0]} {place[1]}"
    start = f"{book}/"
    held = {n.removeprefix(start): found for n, found in sums.items() if n.startswith(start)}
    del held["manifest.json"]
    for name in sorted(held.keys() | listed.keys()):
        if name not in listed:
            yield f"{start}{name}: not written by the build"
        elif name not in held:
            yield f"{start}{name}: missing"
        elif held[name] != listed[name]:
            yield f"{start}{name}: changed since the build"


def _few(problems: list[str]) -> list[str]:
    more = [f"  and {len(problems) - FEW} more"] if len(problems) > FEW else []
    return [*(f"  {problem}" for problem in problems[:FEW]), *more]


def not_ours(folder: Path, partly: bool = False) -> list[str]:
    """What lies in a published folder that ``wres publish`` did not put there as it is now.

    ``partly``: the folder may be half copied or half deleted, so only names are compared.
    """
    listed: dict[str, str]
    try:
        listed = json.loads((folder / LIST).read_text(encoding="utf-8"))["files_sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        listed = {}
    found = [name for name in tree(folder) if name != LIST]
    strange = [f"{name}: not of an edition published there" for name in found if name not in listed]
    if not partly:
        sums = file_sums(folder)
        strange += [
            f"{n}: changed since it was published" for n in found if n in listed and sums.get(n) != listed[n]
        ]
    return strange


def written_list(files: dict[str, str], version: str, published: str) -> str:
    """The list of an edition, as the text of its file."""
    content = {"made_by": "wres publish", "wres": version, "published": published, "files_sha256": files}
    return json.dumps(content, indent=1) + "\n"


def published_on(folder: Path) -> str:
    """The day and time at which an edition was published, or that it is not known."""
    try:
        return str(json.loads((folder / LIST).read_text(encoding="utf-8"))["published"])
    except (OSError, ValueError, KeyError, TypeError):
        return "an unknown day"
