"""Numbers typed into a text: what they count, and which figures of the book print the same.

A question that a rule asks takes a phrase, and gives the facts of a finding or None where all is well.
"""

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from wres.commentary.sentences import PEOPLE
from wres.figures.figure import MINUS, Figure, printed
from wres.figures.unit import Unit
from wres.lint.patterns import COUNTED, GROUP_NAMES, PERCENTAGES, POPULATION, SOURCE
from wres.lint.statements import DONE, TOLD, Facts, Match, SentenceInContext, is_change, reference
from wres.standard.constants import CONFIDENCE, EQUAL_TREATMENT
from wres.standard.indicators import BOARD, PAY_BANDS

STAFF = re.compile(
    rf"\s+(?:(?!(?:that|which|means?|is|are|was|were|than|to|in|and)\b)[\w-]+\s+){{0,2}}?"
    rf"(?:{PEOPLE}|candidates?|respondents?|posts)\b(?!\s+networks?)",
    re.IGNORECASE,
)
ALONE = re.compile(
    r"\s*(?:[.,;:)*_\u2013]|$)|\s+(?:to|in|from|and|were|was|had|have|has|who|did|are|is|compared|out|of|at|on|"
    r"this|last)\b",
    re.IGNORECASE,
)
TIMES = re.compile(r"\s+times\b", re.IGNORECASE)
LIMIT = re.compile(r"\s+or\s+(?:below|fewer|less|more|under|over|above)\b", re.IGNORECASE)
NAMED_BEFORE, NAMED_AFTER = re.compile(r"\d:$|24/$"), re.compile(r":\d|/7\b|(?:-\d){2}")  # 1:1, 24/7, 1-2-1
UNITS = {
    "percent": ("percent",),
    "points": ("points",),
    "decimal": ("ratio", "ratio_change", "percent", "points"),
    "people": ("people",),
}


def held(phrase: Match) -> Facts | None:
    """A typed number that a figure of the page prints, with nothing to say that it is another's."""
    return _equal(phrase, certain=True)


def perhaps_held(phrase: Match) -> Facts | None:
    """A typed number that a figure of the page prints too, though it may be another's."""
    return _equal(phrase, certain=False)


def untraced(phrase: Match) -> Facts | None:
    """A number, typed where an organisation says what its figures show, that no figure prints."""
    said = phrase.said
    if _no_figure(phrase) or not _counts(phrase) or said.passage.part not in TOLD or SOURCE.search(said.text):
        return None
    ends = len(said.figures) + len(said.sentence.numbers) > 2  # both ends of a change: a sum, no figure
    if _same(phrase) or any(ends or not of_count(said, match) for match in _changes_by(phrase)):
        return None
    near = [f"{figure.id} prints {figure.number}" for figure in _rounded(phrase)[:2]]
    return {"near": f" ({'; '.join(near)})" if near else ""}


def _equal(phrase: Match, certain: bool) -> Facts | None:
    if _no_figure(phrase) or _changes_by(phrase):
        return None
    found, said, part = _same(phrase), phrase.said, phrase.said.passage.part
    people = _counts(phrase) == "people"
    if people and part not in TOLD and not _group_after(phrase):
        return None  # people who came to a meeting are no figure of the book
    if part not in DONE and not people and phrase.number and "." not in phrase.number.digits:
        return None  # a round percentage in a plan is a target
    sure = part in (TOLD if people else DONE) and not SOURCE.search(said.text)
    return {"write": written(found)} if found and sure == certain else None


def _changes_by(phrase: Match) -> list[re.Match[str]]:
    """The changes whose size in percent a typed number is: they have rules of their own."""
    return [match for match in phrase.said.percent_changes if percent_at(match)[0] == phrase.start]


def of_count(said: SentenceInContext, change: re.Match[str]) -> bool:
    """Whether what changes in percent is a count of people and no percentage, by the nearest word."""
    begun = said.text.find(said.sentence.clause(*change.span()))
    before = said.text[begun : change.end()]
    counted = [match.start() for match in COUNTED.finditer(before)]
    in_percent = [match.start() for match in PERCENTAGES.finditer(before)]
    return bool(counted) and counted[-1] > max(in_percent, default=-1)


def percent_at(match: re.Match[str]) -> tuple[int, int]:
    """Where the number of a change in percent stands."""
    return match.span(match.lastgroup or 0)


def _counts(phrase: Match) -> str:
    """What a typed number is: percent, points, decimal (a ratio most often), people; empty: a count of
    something else, such as meetings."""
    number = phrase.number
    if number is None:
        return ""
    after = phrase.said.text[number.end :]
    if number.unit or "." in number.digits or TIMES.match(after):
        return number.unit or "decimal"
    return "people" if STAFF.match(after) or ALONE.match(after) else ""


def _no_figure(phrase: Match) -> bool:
    """Equal treatment, its range, a limit, 95% and 100% are no figures of an organisation."""
    number, text = phrase.number, phrase.said.text
    if number is None:
        return True
    before, after, value = text[: number.start], text[number.end :], Decimal(number.digits)
    if NAMED_BEFORE.search(before) or NAMED_AFTER.match(after):
        return True
    if number.unit == Unit.PERCENT:
        return value in (100, Decimal(str(100 * CONFIDENCE)))
    if value in (0, 1) and not STAFF.match(after):
        return True
    return bool(value in [Decimal(str(end)) for end in EQUAL_TREATMENT] or LIMIT.match(after))


def _same(phrase: Match) -> list[Figure]:
    """The figures of the page that print as the typed number does, the likeliest of them."""
    number, kind = phrase.number, _counts(phrase)
    if number is None or not kind:
        return []
    value, group = Decimal(number.digits), _group_after(phrase)
    found = [f for f in subject(phrase.said, kind) if f.unit in UNITS[kind] and as_printed(f) == value]
    if kind == "people" and group:
        found = [figure for figure in found if figure.group == group]
    return likeliest(phrase, found, group)


def _rounded(phrase: Match) -> list[Figure]:
    """The figures of the page that would print as the typed percentage if printed as roughly."""
    number = phrase.number
    if number is None or number.unit != Unit.PERCENT:
        return []
    value = Decimal(number.digits)
    found = [f for f in subject(phrase.said, "percent")
             if f.unit == Unit.PERCENT and as_printed(f).quantize(value, ROUND_HALF_UP) == value]  # fmt: skip
    return likeliest(phrase, found, _group_after(phrase))


def subject(said: SentenceInContext, kind: str) -> Iterator[Figure]:
    """The figures that a passage may be taken to speak of.

    On pages about the whole report: its main figures, and of headcounts only the workforce's and
    the board's, since any small number is a count of something.
    """
    about = said.passage.about
    whole = "workforce" in about
    counts = ("workforce", "population", BOARD) if whole and kind == "people" else None
    of_population = bool(POPULATION.search(said.paragraph))
    for figure in said.report.figures:
        key = topic(figure)
        if not figure.known or (counts and key not in counts):
            continue
        if key == "population":
            wanted = of_population
        elif whole:
            wanted = key != PAY_BANDS and (key == "workforce" or figure.indicator != "benchmark")
        else:
            wanted = key in about or figure.indicator == "workforce"
        if wanted:
            yield figure


def topic(figure: Figure) -> str:
    """The first part of the id, of a benchmark that of what it measures: i2, workforce, population."""
    return figure.measure.split(".")[0] if figure.indicator == "benchmark" else figure.indicator


def _group_after(phrase: Match) -> str:
    """The group named within four words of a number; empty where none is."""
    near = " ".join(phrase.said.text[phrase.end :].split()[:4])
    found = sorted(
        (name.start(), group) for group, each in GROUP_NAMES.items() if (name := each.search(near))
    )
    return found[0][1] if found else ""


def likeliest(phrase: Match, figures: list[Figure], group: str = "") -> list[Figure]:
    """Of some figures those that best fit the year, the group and the page."""
    groups = {group} if group else phrase.said.groups

    def unlike(figure: Figure) -> tuple[bool, ...]:
        return (
            figure.year != phrase.said.year,
            bool(groups) and figure.group not in groups,
            figure.indicator not in phrase.said.passage.about,
            figure.indicator == "benchmark",
            is_change(figure),
            ".lower." in figure.id or ".senior." in figure.id,
        )

    least = min(map(unlike, figures), default=())
    return [figure for figure in figures if unlike(figure) == least]


def as_printed(figure: Figure) -> Decimal:
    """A figure's number as printed, without sign or unit."""
    return Decimal(printed(figure.value, figure.unit).strip("%+" + MINUS).replace(",", ""))


def written(figures: list[Figure]) -> str:
    """What to write for any of up to three figures; empty for none."""
    return " or ".join(reference(figure) for figure in figures[:3])
