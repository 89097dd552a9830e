"""Numbers that someone typed into a text, told from those that name something."""

import re
from collections.abc import Iterator

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
NAMED = (
    "indicators?|actions?|functions?|tiers?|levels?|phases?|sections?|pages?|standards?|objectives?|"
    "goals?|appendi(?:x|ces)|questions?|tables?|figures?|charts?|grades?|AfC"
)
# What a number may name without being a figure: a band, an indicator, a date, a year, a duration.
NAMES = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}"
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
PEOPLE = "staff|people|colleagues?|members?|applicants?|employees?|persons?|BME|White"
WORD = re.compile(
    rf"\b({MORE})\b(?=(?:\s+\w+){{0,2}}?\s+(?:{PEOPLE}|of)\b)"
    rf"|\b(one)\b(?=\s+(?:{PEOPLE})\b)"
    rf"|\b(?:from|to|by|only)\s+({MORE})\b(?=\s*(?:[.,;:)]|$|to\b|in\b|from\b|and\b))",
    re.IGNORECASE,
)


def typed_numbers(text: str) -> Iterator[tuple[int, str]]:
    """Line (from 1) and digits of every number typed into a text as a figure.

    Left out are numbers that name something (bands 1 to 7, indicator 5, 1 July 2022, 2023-24),
    durations, the numbers of a list and what stands in ``{{ … }}``. Number words count where people
    follow ("five staff") or where something moves ("from eleven to five").
    """
    blanked = NAMES.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    listed = True  # a list may begin the text or a paragraph, and goes on from line to line
    for number, line in enumerate(blanked.splitlines(), start=1):
        item = ITEM.match(line) if listed else None
        listed = bool(item) or not line.strip() or (listed and line.startswith(" "))
        for match in NUMBER.finditer(line, item.end() if item else 0):
            yield number, match.group().replace(",", "")
        for match in WORD.finditer(line):
            yield number, WORDS[next(filter(None, match.groups())).lower()]
