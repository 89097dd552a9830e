"""The word for BME that a book prints: the standard's own, or "ethnic minority" throughout.

All else in the project says BME. A book that speaks otherwise is reworded as its pages and pictures
go to print, with the grammar that the longer words need: capitals, articles, predicates. Ids,
addresses, names of files and the codes of downloads stay as they are, and so do names that are kept.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Literal

from markupsafe import escape

STANDARD, OTHER = "BME", "ethnic minority"
SAYS = re.compile(
    r"(?P<long>\b[Bb]lack,?(?: Asian,?)? and minority ethnic \(BME\))"  # no abbreviation is needed then
    r"|(?:\b(?P<article>[Aa])\s+)?\b(?P<word>BMEs?)\b"
)
QUOTE = "&(?:#34|#39|quot);"
BEGINS = re.compile(  # at the start of a text or of a sentence
    r"(?:^|(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bcf)(?<!\betc)"
    rf"[.!?](?:[\"')\]*_\u201d\u2019]|{QUOTE})*\s)(?:[\s\"'(\[*_\u201c\u2018]|{QUOTE})*$"
)
LABEL = re.compile(r"[,:]\s$"), re.compile(r"(?:, \d{4})?\s*(?:$|[:=]|\(%\))")  # beside White and Unknown
ONE = re.compile(r"\b(?:is|was|be|been|being)(?:\s+(?:not|also|mostly|mainly))?\s$")
MANY = re.compile(r"\b(?:are|were)(?:\s+(?:not|also|all|both|mostly|mainly))?\s$")
RECORDED = re.compile(r"\b(?:recorded|taken|known|identif\w+|describ\w+)(?:\s\w+)?\sas\s$")
ENDS = re.compile(
    r"\s*(?:$|[.,;:!?)])|\s(?:on|by|in|at|to|for|from|among|when|while|than|but|as|before|after)\b"
)
HTML = re.compile(r"(<dfn\b[^>]*>.*?</dfn>|<[^>]*>)", re.DOTALL)
INLINE = re.compile(r"</?(?:a|abbr|b|cite|code|dfn|em|i|span|strong|sub|sup)\b")
SPOKEN = re.compile(r'( (?:alt|title|aria-label|data-theme)=")([^"]*)')
MARKDOWN = re.compile(
    r"((?m:^ *(?:#{1,6}|[-*+]|\d+\.) +)|\n\s*\n|`[^`]*`|\]\([^)]*\)|<[^>]*>|\{\{[^{}]*\}\})"
)
Kind = Literal["text", "mark", "block"]  # what is said, what is not seen in it, what parts it
Edit = tuple[int, int, str]  # from where to where in a text, and what comes there


@dataclass(frozen=True)
class PreferredTerm:
    """How a book says BME: by which word, and in which names and titles BME is kept."""

    word: str = STANDARD
    kept: tuple[str, ...] = ()

    @property
    def is_standard(self) -> bool:
        """Whether the book speaks as the standard does, so that nothing is to be done."""
        return self.word == STANDARD

    def text(self, text: str) -> str:
        """A label, a sentence or a few, as this book says them."""
        return text if self.is_standard else self._reworded([(text, "text")])

    def html(self, html: str) -> str:
        """The text and the spoken attributes of HTML; what stands in ``<dfn>`` is the term itself."""
        if self.is_standard:
            return html
        pieces: list[tuple[str, Kind]] = []
        for place, piece in enumerate(HTML.split(html)):
            if not place % 2:
                pieces.append((piece, "text"))
                continue
            tag = SPOKEN.sub(lambda found: found[1] + self.text(found[2]), piece)
            pieces.append((tag, "mark" if INLINE.match(piece) else "block"))
        return self._reworded(pieces)

    def markdown(self, text: str) -> str:
        """The text of Markdown, but for code and addresses."""
        if self.is_standard:
            return text
        kinds: dict[bool, Kind] = {True: "mark", False: "block"}
        pieces = MARKDOWN.split(text)
        return self._reworded(
            (piece, kinds[piece.startswith(("`", "](", "<", "{{"))] if place % 2 else "text")
            for place, piece in enumerate(pieces)
        )

    def _reworded(self, pieces: Iterable[tuple[str, Kind]]) -> str:
        """Pieces joined again, each block of them reworded as one text: a tag parts no sentence."""
        done: list[str] = []
        for parts, block in groupby(pieces, lambda piece: piece[1] == "block"):
            found = list(block)
            said = "" if parts else "".join(text for text, kind in found if kind == "text")
            done += _applied(found, list(self._edits(said)))
        return "".join(done)

    def _edits(self, said: str) -> Iterator[Edit]:
        if STANDARD not in said:
            return
        names = [name.span() for name in _names(self.kept).finditer(said)] if self.kept else []
        for found in SAYS.finditer(said):
            start, end = found.span("word") if found["word"] else found.span()
            if any(first <= start and end <= last for first, last in names):
                continue
            if found["article"]:
                yield *found.span("article"), f"{found['article']}n"
            yield start, end, _phrase(found["word"] == "BMEs", said[:start], said[end:], found["article"])


@cache
def _names(kept: tuple[str, ...]) -> re.Pattern[str]:
    """Names that keep the standard's word, as plain text and as HTML writes them, wherever they wrap."""
    forms = dict.fromkeys(form for name in kept for form in (name, str(escape(name))))
    return re.compile("|".join(r"\s+".join(map(re.escape, form.split())) for form in forms), re.IGNORECASE)


def _phrase(many: bool, before: str, after: str, article: str | None) -> str:
    """What is said for BME between two texts."""
    if article:
        return OTHER
    if many:
        return "Ethnic minorities" if BEGINS.search(before) else "ethnic minorities"
    if BEGINS.search(before) or (LABEL[0].search(before) and LABEL[1].match(after)):
        return OTHER.capitalize()
    if ENDS.match(after):
        if RECORDED.search(before):
            return f"being from an {OTHER}"
        if ONE.search(before):
            return f"from an {OTHER}"
        if MANY.search(before):
            return "from ethnic minorities"
    return OTHER


def _applied(pieces: list[tuple[str, Kind]], edits: list[Edit]) -> Iterator[str]:
    """Pieces with the edits made in their common text, the marks between them left where they are."""
    at = 0
    for text, kind in pieces:
        if kind != "text":
            yield text
            continue
        length = len(text)
        for start, end, new in reversed(edits):
            first, last = max(start - at, 0), min(end - at, length)
            if first < last:
                text = text[:first] + (new if start >= at else "") + text[last:]
        at += length
        yield text
