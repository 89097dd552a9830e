"""What must belong together in a text: years, bodies, populations, indicators, grades.

A question that a rule asks takes a phrase, and gives the facts of a finding or None where all is well.
"""

import re
from collections.abc import Iterable
from datetime import date

from wres.figures.figure import Figure
from wres.figures.grades import GRADES, grade_of_report
from wres.lint.patterns import ACROSS, BESIDE, OTHERS, PERCENTAGES, SOURCE, YEAR
from wres.lint.statements import Facts, Match, SentenceInContext, is_change
from wres.lint.typed_numbers import topic
from wres.standard.indicators import BY_CODE, BY_KEY
from wres.standard.lookups import BODIES

BODY = re.compile(rf"\b(?:{'|'.join([*BODIES, *BODIES.values()])})\b", re.IGNORECASE)
INDICATOR = re.compile(
    r"\bindicators?\s+(?P<numbers>[1-9]\b(?:(?:\s*,\s*|\s*,?\s+(?:to|and|or)\s+|\s*[-\u2013]\s*)[1-9]\b)*)",
    re.IGNORECASE,
)
BODY_OF = re.compile(
    rf"(?<!of the ){BODY.pattern}(?:['\u2019]s)?\s+(?:(?:board|staff|workforce|BME|ethnic|White|shares?|"
    r"percentages?|figures?|respondents|applicants|members)\b|(?:employ|appoint|shortlist|report|record)(?:ed|s)\b|"
    r"(?:had|has|have|held|holds|shows?|showed)\b)",
    re.IGNORECASE,
)
GRADE = re.compile(
    r"\b(?:grade[ds]?|rated|rating|RAG|assessed|status|(?i:is|was|are|were|as|remains?|stays?|still))\b"
    r"(?:\s+[a-z]+){0,2}?:?\s+[\"'*_\u201c\u2018]*(?P<grade>Achieving|Developing|Under-?[Dd]eveloped)\b"
    r"(?=[\"'*_\u201d\u2019]*\s*(?:[.,;:)]|$|\b(?:for|in|on|by|and|again|this|overall|at|last)\b))"
    r"|^\s*[-*\u2022]?\s*[*_]*(?P<alone>Achieving|Developing|Under-?[Dd]eveloped)[*_]*\s*[.]?\s*$"
)
TYPED_YEAR = re.compile(
    r"\b(?:in|for|from|since|to|until|during|by)\s+(?:\d{1,2}\s+[A-Z]\w+\s+)?"
    r"(?P<year>(?:19|20)\d\d)\b(?P<range>\s*[-\u2013/]\s*(?:20)?\d\d\b)?",
    re.IGNORECASE,
)
MEASURED = re.compile(rf"{PERCENTAGES.pattern}|\b(?:ratio|gap|number|headcount)s?\b", re.IGNORECASE)


def unheld_year(phrase: Match) -> Facts | None:
    """A year of which the book holds nothing that the text can speak of."""
    said, report = phrase.said, phrase.said.report
    typed = int(phrase.group("year"))
    spoken = said.figures or said.sentence.numbers or MEASURED.search(said.text)
    if not spoken or typed > report.year or SOURCE.search(said.text):
        return None
    about = {*said.passage.about, "workforce"}
    figures = [f for f in report.figures if f.known and topic(f) in about]
    held = {f.year for f in figures if f.indicator != "benchmark"}
    allowed = held | {f.year for f in figures if OTHERS.search(said.text)} | {f.year for f in said.figures}
    for given in report.settings.values():
        allowed |= {given.year, given.year - 1, given.survey_year or given.year, given.snapshot_date.year}
        allowed |= {each.until.year for each in given.predecessor}
    if typed in allowed or (phrase.group("range") and typed + 1 in allowed):
        return None
    return {"year": str(typed), "years": ", ".join(map(str, sorted(held)))}


def wrong_body(phrase: Match) -> Facts | None:
    """A body given figures of years in which the organisation was another body."""
    return _other_body(phrase, {f.year for f in _own(phrase.said.figures)})


def body_out_of_time(phrase: Match) -> Facts | None:
    """A body named beside figures, or a typed year, of a time when the organisation was another body."""
    own = {f.year for f in _own(phrase.said.figures)}
    if own:
        return None if BODY_OF.search(phrase.said.text) else _other_body(phrase, own)
    typed = [match for match in TYPED_YEAR.finditer(phrase.clause) if not match["range"]]
    return _other_body(phrase, {int(match["year"]) for match in typed})


def _other_body(phrase: Match, years: set[int]) -> Facts | None:
    """What the organisation was in these years, where a text names one other body and compares none."""
    text, named = phrase.said.text, _bodies(phrase.said.text)
    were = {year: _body(phrase.said, year) for year in sorted(years)}
    if (
        len(named) != 1
        or not were
        or BESIDE.search(text)
        or None in were.values()
        or named & set(were.values())
    ):
        return None
    told = ", ".join(f"{year}: {body}" for year, body in were.items())
    return {"were": told, "write": " or ".join(dict.fromkeys(map(str, were.values())))}


def _own(figures: Iterable[Figure]) -> list[Figure]:
    others = ("benchmark", "population")
    return [figure for figure in figures if figure.indicator not in others and not is_change(figure)]


def _bodies(text: str) -> set[str]:
    long = {name.lower(): letters for name, letters in BODIES.items()}
    return {long.get(found.lower(), found.upper()) for found in BODY.findall(text)}


def _body(said: SentenceInContext, year: int) -> str | None:
    """What kind of body the organisation was on 31 March of a year; None where nothing says so."""
    settings = said.report.settings
    if year in settings:
        name = settings[year].body
    else:
        came = [each for given in settings.values() for each in given.predecessor]
        before = [each.name for each in came if date(year, 3, 31) < each.until]
        name = before[0] if before else said.report.given.body
    return next((letters for long, letters in BODIES.items() if long in name), None)


def national_of_others(phrase: Match) -> Facts | None:
    """A national average whose figure is that of another population, which the sentence does not name."""
    others = [f for f in phrase.said.figures if f.indicator == "benchmark"]
    if not phrase.meant or not others or _population_named(phrase):
        return None
    work = others[0].source.work
    return {"whose": work.whose if work else "", "id": others[0].id}


def national_of_whom(phrase: Match) -> Facts | None:
    """A national average of nobody in particular."""
    said = phrase.said
    if said.of_others or not phrase.meant or not said.on_figures or _population_named(phrase):
        return None
    return {}


def _population_named(phrase: Match) -> bool:
    return bool(re.search(r"\b(?:trusts?|CCGs?|ICBs|commissioning groups|care boards)\b", phrase.said.text))


def indicators_named(text: str) -> set[str]:
    """The indicators that a text names: "indicators 5, 6 and 8", "indicators 5 to 8"."""
    codes, found = list(BY_CODE), set[str]()
    for match in INDICATOR.finditer(text):
        last = ""
        parts = re.findall(r"[1-9]|\bto\b|[-\u2013]", match["numbers"])
        for before, part in zip(["", *parts], parts, strict=False):
            if part.isdigit() and before.isdigit() or part.isdigit() and not before:
                found.add(part)
            elif part.isdigit():
                found |= set(codes[codes.index(last) : codes.index(part) + 1])
            last = part if part.isdigit() else last
    return found


def wrong_indicator(phrase: Match) -> Facts | None:
    """Another indicator named, in the same clause, with figures of this page's alone."""
    said = phrase.said
    named, own = indicators_named(phrase.clause), _codes(said.passage.about)
    begun = said.text.find(phrase.clause)
    beside = [f for at, _ in said.sentence.references
              if begun <= at < begun + len(phrase.clause) and (f := said.figure_at(at))]  # fmt: skip
    spoken = _codes(map(topic, beside))
    if len(own) != 1 or not spoken or named & own or not spoken <= own:
        return None
    return (
        None
        if ACROSS.search(phrase.clause) or not phrase.meant
        else {"named": _list(named), "own": _list(own)}
    )


def strange_figure(phrase: Match) -> Facts | None:
    """A figure of another indicator in the place of this page's own, which the paragraph looks up nowhere."""
    return _strange(phrase, in_its_place=True)


def other_figure(phrase: Match) -> Facts | None:
    """A figure of another indicator, which the paragraph does not name."""
    return _strange(phrase, in_its_place=False)


def _strange(phrase: Match, in_its_place: bool) -> Facts | None:
    said = phrase.said
    figure, own = said.figure_at(phrase.start), _codes(said.passage.about)
    other = _codes([topic(figure)]) if figure else set()
    if figure is None or not other or not own or other <= own or other & indicators_named(said.paragraph):
        return None
    looked_up = {f.id for f in said.around}
    ids = [figure.id.replace(topic(figure), BY_CODE[code].key, 1) for code in own]
    place = [id for id in ids if id in said.report.figures and id not in looked_up]
    if bool(place) != in_its_place:
        return None
    return {
        "other": _list(other),
        "own": _list(own),
        "write": f'{{{{ figure("{min(place, default="")}") }}}}',
    }


def _codes(topics: Iterable[str]) -> set[str]:
    return {BY_KEY[each].code for each in topics if each in BY_KEY}


def _list(codes: Iterable[str]) -> str:
    return ", ".join(sorted(codes))


def wrong_grade(phrase: Match) -> Facts | None:
    """A grade that is not the one which the book gives the indicator in the year spoken of."""
    said = phrase.said
    grades = {_graded(match) for match in GRADE.finditer(said.text)}
    numbers = indicators_named(said.text) or _codes(said.passage.about)
    years = {int(year) for year in YEAR.findall(said.text)}
    unclear = len(grades) != 1 or len(years) > 1 or not years <= set(said.report.years)
    if unclear or not phrase.meant or (len(numbers) > 1 and not indicators_named(said.text)):
        return None
    typed = grades.pop()
    given = {n: grade_of_report(said.report, n, said.year).grade for n in sorted(numbers)}
    wrong = {n: grade for n, grade in given.items() if grade != typed}
    told = ", ".join(f"indicator {n} in {said.year}: {grade}" for n, grade in wrong.items())
    return {"told": told, "write": " or ".join(dict.fromkeys(wrong.values()))} if wrong else None


def _graded(match: re.Match[str]) -> str:
    """The grade named, as the book writes it."""
    typed = (match["grade"] or match["alone"]).lower().replace("-", "")
    return next(grade for grade in GRADES if grade.lower().replace("-", "") == typed)
