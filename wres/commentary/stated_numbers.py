"""Numbers that a text states, in any script, spelling or word: what a page with hidden counts may not hold.

No list of forbidden spellings can be whole, so the question is not which number it is but whether there is
one. What only names something is none: a date, a year, a pay band, an indicator, a duration.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from urllib.parse import unquote

from anyascii import anyascii

from wres.commentary.sentences import NAMED, black_out, blank
from wres.english.dates import MONTHS

MOST = 60  # letters of the sentence that a message shows on either side of a number

CARDINALS = (
    "zero|nil|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    "seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|"
    "millions?|dozens?|couple|duo|trio|quartet|quintet"
)
PARTS = r"(?:half|halves|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)"
WORD = re.compile(
    rf"\b(?:{CARDINALS})\b|\b{PARTS}(?=\s+of\b)"
    r"|\b(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})\b",
    re.IGNORECASE,
)
NOBODY = re.compile(r"\b(?:none|nobody|no[ -]one|no single|not a single|no (?:BME|White))\b", re.IGNORECASE)
DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
ROMAN = re.compile(r"[ivx]+")
PEOPLE = r"(?:BME|White|ethnic|people|applicants|colleagues|members|employees|of)\b"

_ONE = r"(?:\d[a-d]?|VSM)"
NAMES = re.compile(
    rf"\bbands?\s+(?:under\s+)?{_ONE}\b(?:(?:\s*,\s*{_ONE})*\s*(?:to|and|or|-)\s*{_ONE}\b)?"
    r"|\b8[a-d]\b"
    rf"|\b(?:{NAMED}|parts?)\s+(?:\d{{1,3}}|[IVX]{{1,4}})\b(?:(?:\s*,\s*\d{{1,3}}\b)*\s*(?:to|and|or|-)\s*\d{{1,3}}\b)?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{MONTHS})\b"
    rf"|\b(?:{MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?\b"
    rf"|(?<![\d.,])(?:19|20)\d\d(?:\s*[-/]\s*(?:20)?\d\d)?(?![\d]|[.,]\d|\s*%)(?!\s+{PEOPLE})"
    rf"|\b(?:\d{{1,3}}|{CARDINALS})[\s-]*(?:(?:month|year|week|hour)(?:s|ly)?|days?|minutes?)\b"
    r"|\bno[ -]one\b|\bone another\b|\bone[ -]to[ -]ones?\b|\bone by one\b|\bzero[ -]tolerance\b"
    r"|\b(?:one|two|three)[ -](?:way|off|stop|sided)\b|\bnine indicators\b|\bcovid[ -]?19\b"
    r"|(?<![A-Za-z0-9])[A-Z]\d{1,3}\b(?![.,]\d)",
    re.IGNORECASE,
)
ITEM = re.compile(r"^[ ]{0,6}(\d{1,3})[.)][ ]", re.MULTILINE)


@dataclass(frozen=True)
class StatedNumber:
    """A number as a text states it: its line (from 1), its words, its sentence with numbers blacked out."""

    line: int
    words: str
    around: str


def stated_numbers(text: str, anyway: Iterable[str] = (), nobody: bool = False) -> Iterator[StatedNumber]:
    """The numbers that a text states, in the order in which they are read.

    Left out is what stands in one of the texts of ``anyway``. ``nobody``: words for no one count too,
    as they do where a count of zero is hidden.
    """
    lines = plain_text(text).split("\n")
    open_ = _blanked("\n".join(lines), anyway).split("\n")
    for number, (line, left) in enumerate(zip(lines, open_, strict=True), start=1):
        found = sorted(_found(left, nobody), key=re.Match.start)
        safe = line
        for match in found:
            safe = black_out(safe, *match.span())
        for match in found:
            start, end = match.span()
            around = " ".join(safe[max(start - MOST, 0) : end + MOST].split())
            yield StatedNumber(number, line[start:end], around)


def plain_text(text: str) -> str:
    """A text as a reader sees it, in plain letters and digits, line by line.

    Entities and addresses are decoded, what cannot be seen and the marks of Markdown are left out, and
    letters and digits of other scripts stand as those that they look or sound like.
    """
    seen = "".join(map(_plain, unquote(unescape(text))))
    return re.sub(r"[*_`~\\]", "", seen)


@cache
def _plain(letter: str) -> str:
    if letter.isascii():
        return letter if letter.isprintable() or letter == "\n" else " "
    if unicodedata.category(letter) in ("Cf", "Mn", "Me"):
        return ""
    number = unicodedata.numeric(letter, None)
    return anyascii(letter).replace("\n", " ") if number is None else f"{number:g}"


def _blanked(plain: str, anyway: Iterable[str]) -> str:
    """The text with what states no number blanked out, at the same length."""
    for said in anyway:
        words = r"\s+".join(map(re.escape, plain_text(said).split()))
        plain = re.sub(rf"(?<!\w){words}(?!\w)" if words else r"(?!)", blank, plain, flags=re.IGNORECASE)
    return _without_items(NAMES.sub(blank, plain))


def _without_items(plain: str) -> str:
    """The text without the numbers of a list that counts on from 1."""
    last = 0

    def unless_counted_on(item: re.Match[str]) -> str:
        nonlocal last
        if int(item[1]) not in (1, last + 1):
            return item.group()
        last = int(item[1])
        return blank(item)

    return ITEM.sub(unless_counted_on, plain)


def _found(text: str, nobody: bool) -> Iterator[re.Match[str]]:
    yield from DIGITS.finditer(text)
    for match in WORD.finditer(text):
        roman = ROMAN.fullmatch(match.group().lower())
        if match.group() and (not roman or match.group().isupper()):
            yield match
    if nobody:
        yield from NOBODY.finditer(text)
