"""The last look before a site is published: does any of its bytes hold what the door has hidden?

The table of published figures is proved by the attack. This scan proves that the site is that table
and nothing more: only kinds of file that are meant to be published, every traced cell as the table
prints it, and no printed form of a hidden figure anywhere.
"""

import csv
import re
from calendar import month_name
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path

from wres.figures import Figure, Figures, printed
from wres.terms import EQUAL_TREATMENT

KINDS = {".html", ".css", ".js", ".svg", ".csv", ".json"}
TRACED = re.compile(r'data-figure="([^"]+)"[^>]*>(.*?)</td>', re.DOTALL)
TAG = re.compile(r"<[^>]*>")
QUOTED = re.compile(r'\b(?:alt|title|aria-label|content|value|placeholder|data-\w+)="([^"]*)"')
TOKEN = re.compile(r"(?<![\w.,])[+\N{MINUS SIGN}-]?\d[\d,]*(?:\.\d+)?%?(?!\w|[.,]\d)")
COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
METADATA = re.compile(r"<metadata>(.*?)</metadata>", re.DOTALL)
MONTHS = "|".join(month_name[1:])
SAID_ANYWAY = re.compile(  # numbers that stand in every book, whatever its counts
    "|".join(
        (
            rf"\b\d{{1,2}} (?:{MONTHS})\b",
            r"\b\d{4}-\d\d-\d\d(?:T[\d:]+(?:\+00:00)?)?",
            rf"\b{EQUAL_TREATMENT[0]:.2f} to {EQUAL_TREATMENT[1]:.2f}\b",
            r"\bhttp://www\.w3\.org/[^\s\"<>]+",  # names in every picture
            r"\b12 months\b",
            r"\b[Ff]ewer than \d+\b",  # the rule on evidence, the policy
            r"\bCounts of 1 to \d+\b",
            r"\bAt least \d+\b",  # how many values a hidden count could have
            r"\b[\d,]+ rows\b",  # the size of the download
            r"\b10\. Supporting system design\b",  # the tenth people function
        )
    )
)
WORKING = re.compile(r"nbformat|injected-parameters|papermill_|\"cell_type\"|PapermillExecution")


def scan(site: Path, figures: Figures, counted: Iterable[Figure]) -> list[str]:
    """Every leak found, as file and what is wrong; hidden values are never named.

    ``counted`` are the figures before the door.
    """
    forbidden = hidden_tokens(figures, counted)
    found = []
    for path in sorted(p for p in site.rglob("*") if p.is_file()):
        file = path.relative_to(site).as_posix()
        if path.suffix not in KINDS:
            found.append(f"{file}: a kind of file that is not meant to be published")
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if WORKING.search(text) and path.suffix != ".js":
            found.append(f"{file}: holds parts of a working notebook")
        found += [f"{file}: {said}" for said in _in_file(path, text, figures, forbidden)]
    return found


def hidden_tokens(figures: Figures, counted: Iterable[Figure]) -> set[str]:
    """How hidden figures would print, less what is printed anyway for another figure.

    Counts below 10 print like so much else (bands, indicators, notes) that their digits alone prove
    nothing; the traced cells and the table of figures answer for them.
    """
    hidden, shown = set(), set()
    for figure in counted:
        public = figures.find(figure.id)
        if public.value == figure.value:
            shown |= _tokens(figure)
            continue
        hidden |= _tokens(figure)
        shown |= _tokens(public)
    return {token for token in hidden - shown if not re.fullmatch(r"\d", token)}


def _tokens(figure: Figure) -> set[str]:
    numbers = [(figure.value, figure.unit), (figure.low, figure.unit), (figure.high, figure.unit)]
    numbers += [(figure.numerator, "people"), (figure.denominator, "people")]
    return {printed(value, unit) for value, unit in numbers if abs(value) < float("inf")}


def _in_file(path: Path, text: str, figures: Figures, forbidden: set[str]) -> Iterator[str]:
    if path.name == "figures.csv":
        yield from _in_table(text, figures)
    if path.suffix == ".html":
        yield from _in_traced_cells(text, figures)
        text = " ".join(map(unescape, [TAG.sub(" ", text), *QUOTED.findall(text), *COMMENT.findall(text)]))
    if path.suffix == ".svg":
        if re.search(r"<(?:text|desc|title|script|foreignObject)\b", text):
            yield "a picture that holds text"
        text = " ".join([*COMMENT.findall(text), *METADATA.findall(text)])
    text = SAID_ANYWAY.sub(" ", text)
    wanted = {token for token in forbidden if "%" in token} if path.suffix in (".css", ".js") else forbidden
    if path.name != "figures.csv" and (leaked := wanted & set(TOKEN.findall(text))):
        yield f"prints {len(leaked)} number(s) that belong to hidden figures alone"
    if path.name == "searchindex.js":
        decimals = {t.strip("%+\N{MINUS SIGN}") for t in forbidden if "." in t}
        if any(re.search(rf'"{re.escape(token)}%?"', text) for token in decimals):
            yield "the search index holds a number that belongs to a hidden figure alone"


def _in_table(text: str, figures: Figures) -> Iterator[str]:
    """The download is the published table: its ids, and nothing beside a hidden one."""
    for row in csv.DictReader(text.splitlines()):
        if row["id"] not in figures:
            yield f"{row['id']}: not a published figure"
        elif figures[row["id"]].status == "suppressed" and any(
            row[column] for column in ("value", "low", "high", "numerator", "denominator", "evidence")
        ):
            yield f"{row['id']}: hidden, but its row is not empty"


def _in_traced_cells(text: str, figures: Figures) -> Iterator[str]:
    """Each cell that names its figure prints that figure as the table does."""
    for id, cell in TRACED.findall(text):
        said = unescape(TAG.sub("", cell)).strip()
        if id not in figures:
            yield f"{id}: printed, but not a published figure"
        elif not said.startswith(figures[id].number):
            yield f"{id}: printed otherwise than published"
