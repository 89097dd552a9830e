"""An organisation's texts as read: their sentences, the figures looked up, the numbers typed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from wres.english.dates import MONTHS

NAMED = (
    "indicators?|actions?|functions?|tiers?|levels?|phases?|sections?|pages?|standards?|objectives?|"
    "goals?|appendi(?:x|ces)|questions?|tables?|figures?|charts?|grades?|AfC"
)

# What a number may name without being a figure: a band, an indicator, a date, a year, a duration.
NAMES = re.compile(
    r"\{\{[^{}]*\}\}|\{%[^{}%]*%\}|\{#[^{}#]*#\}"
    r"|https?://\S+"
    r"|\bbands?\s+(?:under\s+)?\d\w?\b(?:(?:\s*,\s*\d\w?\b)*\s*(?:to|and|or|[-–])\s*(?:\d\w?|VSM)\b)?"
    rf"|\b(?:{NAMED})\s+\d+\b(?:(?:\s*,\s*\d+\b)*\s*(?:to|and|or|[-–])\s*\d+\b)?"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{MONTHS})\b"
    rf"|\b(?:{MONTHS})\s+\d{{1,2}}(?:st|nd|rd|th)?\b"
    r"|\b(?:19|20)\d\d(?:\s*[-–/]\s*(?:20)?\d\d)?\b"
    r"|\b\d+\s*(?:months?|years?|weeks?|days?|hours?|minutes?)\b",
    re.IGNORECASE | re.DOTALL,
)
ITEM = re.compile(r"\s*\d+[.)]\s")
NUMBER = re.compile(r"(?<![\w.,])(?<!\w-)\d+(?:,\d{3})*(?:\.\d+)?(?![\w]|[.,]\d)")
NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
WORDS = {word: str(number) for number, word in enumerate(NUMBER_WORDS.split(), start=1)}
MORE = "|".join(word for word in WORDS if word != "one")  # "one" is more often a pronoun
PEOPLE = (
    r"staff|people|colleagues?|members?|applicants?|employees?|persons?|BME|ethnic[\s-]minorit(?:y|ies)|White"
)
WORD = re.compile(
    rf"\b({MORE})\b(?=(?:\s+\w+){{0,2}}?\s+(?:{PEOPLE}|of)\b)"
    rf"|\b(one)\b(?=\s+(?:{PEOPLE})\b)"
    rf"|\b(?:from|to|by|only)\s+({MORE})\b(?=\s*(?:[.,;:)]|$|to\b|in\b|from\b|and\b))",
    re.IGNORECASE,
)

UNIT = re.compile(
    r"[*_]*\s*(?:(?P<percent>%|per\s?cent\b)|(?P<points>(?:percentage[\s-]+)?points?\b|pp\b))",
    re.IGNORECASE,
)
REFERENCE = re.compile(r"\{\{-?\s*figure\(\s*(['\"])(?P<id>[^'\"]*)\1\s*\)\s*-?\}\}")
LOOK_UP = re.compile(r"\{\{[^{}]*\}\}")
NO_WORDS = re.compile(rf"{LOOK_UP.pattern}|\{{%[^{{}}%]*%\}}|\{{#[^{{}}#]*#\}}|https?://\S+")

# In a sentence a figure looked up is one private character and as many others as it is long, so that
# patterns meet no words of its id and every place stays where it was.
BEGUN, GOES_ON = "\ue010", "\ue011"
FIGURE = f"{BEGUN}{GOES_ON}*(?:\n{GOES_ON}+)*"
GONE = "\N{BLACK SQUARE}"
ITEM_OF_LIST = re.compile(r"\s*(?:[-*+\u2022]|\d+[.)])\s")
END = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\bno)(?<!\betc)(?<!\bcf)(?<!\bapprox)"
    rf"[.!?][\"')\]*_\u201d\u2019]*(?=\s+[\"'(\[*_\u201c\u2018]*[A-Z0-9{BEGUN}])"
)
CLAUSE = re.compile(r"[;:]|\bbut\b|\bhowever\b|\balthough\b|\bwhereas\b", re.IGNORECASE)


@dataclass(frozen=True)
class Typed:
    """A number typed into a text as a figure: its line (from 1), digits, place and unit as typed.

    It stands from ``start`` to ``end``, with its unit to ``until``.
    """

    line: int
    digits: str
    start: int
    end: int
    until: int
    unit: str = ""  # percent, points, or none

    def moved(self, by: int) -> "Typed":
        """The same number, its place counted from elsewhere."""
        return replace(self, start=self.start + by, end=self.end + by, until=self.until + by)


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage, what is looked up in it and what is typed. Places count from its start.

    ``paragraph`` numbers the paragraphs and list items of the passage.
    """

    text: str
    start: int
    paragraph: int
    references: tuple[tuple[int, str], ...]
    numbers: tuple[Typed, ...]

    def clause(self, start: int, end: int) -> str:
        """The part of the sentence, between ; : but, however, although, that holds a place."""
        before = [match.end() for match in CLAUSE.finditer(self.text, 0, start)]
        after = CLAUSE.search(self.text, end)
        return self.text[before[-1] if before else 0 : after.start() if after else None]


@dataclass(frozen=True)
class Passage:
    """A text of an organisation as it stands in its file, before its figures are printed.

    ``about`` are the first parts of the ids of the figures it is about; ``part`` names the heading
    it stands under (data, done, plan, text) or, in a plan, its column. Numbers that equal a hidden
    figure are blacked out.
    """

    text: str
    file: str
    place: str
    first: int
    about: tuple[str, ...]
    part: str

    def where(self, offset: int) -> str:
        """The place in the file as a message gives it: ``line 5``; of a table, ``row 5``."""
        lines = 0 if self.place == "row" else self.text.count("\n", 0, offset)
        return f"{self.place} {self.first + lines}"

    def words(self, start: int, end: int) -> str:
        """What stands between two places, as typed, on one line."""
        return " ".join(self.text[start:end].split())

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of the passage, in order."""
        return tuple(_sentences(self.text))


def _sentences(text: str) -> Iterator[Sentence]:
    looked_up = [(match.start(), match["id"]) for match in REFERENCE.finditer(text)]
    numbers = list(typed(text))
    masked = REFERENCE.sub(lambda match: _fill(match.group(), BEGUN, GOES_ON), text)
    masked = NO_WORDS.sub(lambda match: _fill(match.group(), " ", " "), masked)
    for paragraph, (first, last) in enumerate(_paragraphs(masked)):
        ends = [match.end() for match in END.finditer(masked, first, last)]
        for start, end in zip([first, *ends], [*ends, last], strict=True):
            yield Sentence(
                masked[start:end],
                start,
                paragraph,
                tuple((at - start, id) for at, id in looked_up if start <= at < end),
                tuple(number.moved(-start) for number in numbers if start <= number.start < end),
            )


def _fill(text: str, first: str, rest: str) -> str:
    return first + re.sub(r"[^\n]", rest, text[1:])


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Where each paragraph and each item of a list begins and ends."""
    begun = at = 0
    for line in text.splitlines(keepends=True):
        if not line.strip() or ITEM_OF_LIST.match(line):
            if text[begun:at].strip():
                yield begun, at
            begun = at
        at += len(line)
    if text[begun:].strip():
        yield begun, len(text)


def blacked_out(text: str, numbers: set[str]) -> str:
    """The text with every typed number that is one of these blacked out, at the same length."""
    for number in typed(text):
        if number.digits in numbers:
            text = black_out(text, number.start, number.end)
    return text


def black_out(text: str, start: int, end: int) -> str:
    """The text with what stands between two places blacked out, at the same length."""
    return text[:start] + GONE * (end - start) + text[end:]


def blank(match: re.Match[str]) -> str:
    """Blanks in place of what a pattern has found, at the same length and in the same lines."""
    return re.sub(r"[^\n]", " ", match.group())


def typed(text: str) -> Iterator[Typed]:
    """Every number typed into a text as a figure.

    Left out are numbers that name something (bands 1 to 7, indicator 5, 1 July 2022, 2023-24),
    durations, the numbers of a list and what stands in ``{{ … }}``. Number words count where people
    follow ("five staff") or where something moves ("from eleven to five").
    """
    blanked = NAMES.sub(blank, text)
    listed = True  # a list may begin the text or a paragraph, and goes on from line to line
    begun = 0
    for line, words in enumerate(blanked.splitlines(keepends=True), start=1):
        item = ITEM.match(words) if listed else None
        listed = bool(item) or not words.strip() or (listed and words.startswith(" "))
        found = [(match.span(), match.group().replace(",", "")) for match in
                 NUMBER.finditer(words, item.end() if item else 0)]  # fmt: skip
        for match in WORD.finditer(words):
            found.append((match.span(match.lastindex or 0), WORDS[match[match.lastindex or 0].lower()]))
        for (start, end), digits in found:
            unit = UNIT.match(text, begun + end)
            until, kind = (unit.end(), unit.lastgroup or "") if unit else (begun + end, "")
            yield Typed(line, digits, begun + start, begun + end, until, kind)
        begun += len(words)
