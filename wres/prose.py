"""Numbers that someone typed into a text, told from those that name something."""

import re
from collections.abc import Iterator

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# What a number may name without being a figure: a band, an indicator, a date, a year, a rule.
NAMES = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}"
    r"|https?://\S+"
    r"|\bbands?\s+(?:under\s+)?\d\w?(?:\s*(?:,|to|and|or|[-–])\s*(?:\d\w?|VSM)\b)*"
    r"|\b(?:indicators?|actions?|functions?|tiers?|levels?|phases?|sections?|pages?)\s+"
    r"\d+(?:\s*(?:,|to|and|or|[-–])\s*\d+)*"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{MONTHS})\b"
    r"|\b(?:19|20)\d\d(?:\s*[-–/]\s*(?:20)?\d\d)?\b"
    r"|\b\d+\s*(?:months?|years?|weeks?|days?|hours?|minutes?)\b"
    r"|^\s*\d+[.)]\s",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)
NUMBER = re.compile(r"(?<![\w.,])\d+(?:,\d{3})*(?:\.\d+)?(?![\w]|[.,]\d)")
NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
WORDS = {word: str(number) for number, word in enumerate(NUMBER_WORDS.split(), start=2)}
PEOPLE = r"(?:staff|people|colleagues?|members?|applicants?|employees?|persons?|BME|White|of)"
WORD = re.compile(rf"\b({'|'.join(WORDS)})\b(?=(?:\s+\w+){{0,2}}?\s+{PEOPLE}\b)", re.IGNORECASE)


def typed_numbers(text: str) -> Iterator[tuple[int, str]]:
    """Line (from 1) and digits of every number typed into a text as a figure.

    Left out are numbers that name something (bands 1 to 7, indicator 5, 1 July 2022, 2023-24),
    durations and what stands in ``{{ … }}``. Number words count where people follow: "five staff".
    """
    blanked = NAMES.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)
    for number, line in enumerate(blanked.splitlines(), start=1):
        for match in NUMBER.finditer(line):
            yield number, match.group().replace(",", "")
        for match in WORD.finditer(line):
            yield number, WORDS[match.group(1).lower()]
