"""The last look before a site is published: does any of its bytes hold what the door has hidden?

The table of published figures is proved by the attack. This scan proves that the site is that table
and nothing more: only kinds of file that are meant to be published, every traced cell as the table
prints it, and no printed form of a hidden figure anywhere.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path

from wres.disclosure.hidden_numbers import TOKEN, as_printed
from wres.english.dates import MONTHS
from wres.figures.figure import MINUS, Figure, Figures
from wres.figures.status import Status
from wres.figures.unit import Unit
from wres.files.png import SEEN, SIGNATURE, chunks
from wres.standard.constants import EQUAL_TREATMENT, NATURAL

KINDS = {".html", ".css", ".js", ".svg", ".png", ".csv", ".json"}
TRACED = re.compile(r'<(td|a)\b[^>]*(?:data-figure="|href="#origin-)([^"]+)"[^>]*>(.*?)</\1>', re.DOTALL)
ORIGIN = re.compile(r'<div id="origin-([^"]+)"><dt>.*?</dt><dd>(.*?)</dd>(.*?)</div>', re.DOTALL)
SOURCE = re.compile(r"<dd>Source: (.*?)</dd>", re.DOTALL)
LINKED = re.compile(r"<a [^>]*>[^<]*</a>(?: \((?:base |[\d,]+ of )[\d,]+\))?")  # a figure, its counts
SIGNS = f"+{MINUS}"
TAG = re.compile(r"<[^>]*>")
DRAWN = SEEN | {b"pHYs"}  # of a PNG: its picture, and how large a point is
QUOTED = re.compile(r'\b(?:alt|title|aria-label|content|value|placeholder|data-\w+)="([^"]*)"')

COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
METADATA = re.compile(r"<metadata>(.*?)</metadata>", re.DOTALL)
SAID_ANYWAY = re.compile(  # numbers that stand in every book, whatever its counts
    "|".join(
        (
            rf"\b\d{{1,2}} (?:{MONTHS})\b",
            r"\b\d{4}-\d\d-\d\d(?:T[\d:]+(?:\+00:00)?)?",
            rf"\b{EQUAL_TREATMENT[0]:.2f} to {EQUAL_TREATMENT[1]:.2f}\b",
            r"\bhttp://www\.w3\.org/[^\s\"<>]+",  # names in every picture
            r"\b12 months\b",
            r"\bmakes \d+ comparisons\b",  # how many there are in the report
            r"\bcalls? (?:about )?\d+ of\s+them clear\b",
            r"\b9[5-9](?:\.\d)?% interval\b",  # how sure an interval is
            r"\bwithin \d+ working days?\b",  # of the accessibility statement
            r"\b[Ff]ewer than \d+\b",  # the rule on evidence, the policy
            r"\bCounts of 1 to \d+\b",
            r"\b(?:[Ll]ess than 0\.(?:1%|01)|[Mm]ore than 99\.9%)(?![\d%])",  # rounds to nothing or to all
            r"\bAt least \d+\b",  # how many values a hidden count could have
            r"\b[\d,]+ rows\b",  # the size of the download
            r"\b10\. Supporting system design\b",  # the tenth people function
        )
    )
)
AS_PEOPLE = re.compile(rf"(?:\b([\d,]+) )?\b[Oo]f every ({'|'.join(f'{people:,}' for people in NATURAL)})\b")
WORKING = re.compile(r"nbformat|injected-parameters|papermill_|\"cell_type\"|PapermillExecution")


def scan(
    site: Path,
    figures: Figures,
    counted: Iterable[Figure],
    of_making: Iterable[str] = (),
) -> list[str]:
    """Every leak found, as file and what is wrong; hidden values are never named.

    ``counted`` are the figures before the door; ``of_making`` texts that say when and with what the
    site was made and checked: a day of the month or a number of pages is no count of people.
    """
    forbidden = as_printed(counted, figures)
    rates = {
        (f.of_every(people), f"{people:,}")
        for f in figures
        if f.known and f.unit == Unit.PERCENT
        for people in NATURAL
    }
    found = []
    for path in sorted(p for p in site.rglob("*") if p.is_file()):
        file = path.relative_to(site).as_posix()
        drawn = path.suffix != ".png" or file == "logo.png" or path.with_suffix(".svg").exists()
        if path.suffix not in KINDS or not drawn:
            found.append(f"{file}: a kind of file that is not meant to be published")
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for said in of_making:
            text = text.replace(said, " ")
        if WORKING.search(text) and path.suffix != ".js":
            found.append(f"{file}: holds parts of a working notebook")
        found += [f"{file}: {said}" for said in _in_file(path, text, figures, forbidden, rates)]
    return found


def _in_file(
    path: Path, text: str, figures: Figures, forbidden: set[str], rates: set[tuple[str, str]]
) -> Iterator[str]:
    if path.suffix == ".png":
        if more := _beside(path.read_bytes()):
            yield f"a picture that holds more than what is drawn: {', '.join(sorted(more))}"
        return
    if path.suffix == ".csv":
        yield from _in_table(text, figures)
        return
    if path.suffix == ".html":
        yield from _traced(text, figures)
        yield from _in_origins(text, figures)
        text = TRACED.sub(_untraced, text)
        text = ORIGIN.sub(lambda origin: SOURCE.sub("", origin[0]), text)  # rows are numbers of their own
        text = " ".join(map(unescape, [TAG.sub(" ", text), *QUOTED.findall(text), *COMMENT.findall(text)]))
    if path.suffix == ".svg":
        if re.search(r"<(?:text|desc|title|script|foreignObject)\b", text):
            yield "a picture that holds text"
        text = " ".join([*COMMENT.findall(text), *METADATA.findall(text)])
    text = AS_PEOPLE.sub(lambda told: told[0] if told[1] and told.groups() not in rates else " ", text)
    text = SAID_ANYWAY.sub(" ", text)
    wanted = {token for token in forbidden if "%" in token} if path.suffix in (".css", ".js") else forbidden
    if leaked := wanted & set(TOKEN.findall(text)):
        yield f"prints {len(leaked)} number(s) that belong to hidden figures alone"
    if path.name == "searchindex.js":
        decimals = {t.strip("%+\N{MINUS SIGN}") for t in forbidden if "." in t}
        if any(re.search(rf'"{re.escape(token)}%?"', text) for token in decimals):
            yield "the search index holds a number that belongs to a hidden figure alone"


def _beside(png: bytes) -> set[str]:
    """What a PNG holds beside its drawing: other chunks by name, more after its end, or that it is no PNG."""
    try:
        found = [(kind, whole) for kind, _, whole in chunks(png)]
    except ValueError as error:
        return {str(error)}
    more = {kind.decode("ascii", "replace") for kind, _ in found if kind not in DRAWN}
    size = len(SIGNATURE) + sum(len(whole) for _, whole in found)
    return more if size == len(png) else more | {"something after its end"}


def _in_table(text: str, figures: Figures) -> Iterator[str]:
    """A download holds published figures: their ids, and nothing beside a hidden one."""
    table = csv.DictReader(text.splitlines())
    if "id" not in (table.fieldnames or ()):
        yield "a table that is not of published figures"
        return
    for row in table:
        if row["id"] not in figures:
            yield f"{row['id']}: not a published figure"
        elif figures[row["id"]].status == Status.SUPPRESSED and any(
            row.get(column) for column in ("value", "low", "high", "numerator", "denominator", "evidence")
        ):
            yield f"{row['id']}: hidden, but its row is not empty"


def _traced(text: str, figures: Figures) -> Iterator[str]:
    """Each cell and link that names its figure prints that figure as the table does."""
    for _, id, shown in TRACED.findall(text):
        if id not in figures:
            yield f"{id}: printed, but not a published figure"
        elif not _prints(shown, figures[id]):
            yield f"{id}: printed otherwise than published"


def _untraced(found: re.Match[str]) -> str:
    """A cell or link less the number that it traces, which is that of a published figure."""
    before, after = found.start(3) - found.start(), found.end(3) - found.start()
    return found[0][:before] + TOKEN.sub(" ", found[3], count=1) + found[0][after:]


def _prints(html: str, figure: Figure) -> bool:
    """Whether a fragment begins with the figure's number, with or without its sign.

    A figure without a value has its symbol or words without a digit; a percentage may be told as people of
    a hundred or a thousand.
    """
    said = unescape(TAG.sub("", html)).strip()
    if not figure.known:
        return not re.search(r"\d", said)
    forms = [figure.number, figure.number.lstrip(SIGNS)]
    if figure.unit == Unit.PERCENT:
        forms += [figure.of_every(people) for people in NATURAL]
    return bool(re.match(rf"(?i:{'|'.join(map(re.escape, forms))})(?![\d%]|[.,]\d)", said))


def _in_origins(text: str, figures: Figures) -> Iterator[str]:
    """Each origin begins with its figure as published, and names the source that the table names."""
    for id, value, rest in ORIGIN.findall(text):
        if id not in figures:
            yield f"{id}: has an origin, but is not a published figure"
            continue
        sources = {unescape(source) for source in SOURCE.findall(rest)}
        named = figures[id].source.spoken(figures[id].year)
        if not _prints(value, figures[id]) or sources != {named}:
            yield f"{id}: its origin is told otherwise than published"
        own = TAG.sub(" ", LINKED.sub("", SOURCE.sub("", rest)))
        if figures[id].status == Status.SUPPRESSED and re.search(r"\d", own):
            yield f"{id}: hidden, but its origin holds a number"
