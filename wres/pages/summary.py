"""What the page of key findings shows: what was found, in one sentence, three cards and one picture."""

from collections.abc import Iterable

from wres.figures.evidence import CLEAR, Evidence
from wres.figures.figure import Figure
from wres.figures.grades import grade_of_report
from wres.figures.readings import KNOWN_READINGS, Reading
from wres.figures.status import Status
from wres.figures.unit import Unit
from wres.pages.action_plan import links_to_actions
from wres.pages.benchmarks import benchmark_of
from wres.pages.blocks import (
    Banner,
    BulletList,
    Card,
    Cards,
    ChartText,
    Link,
    NumberedList,
    Paragraphs,
    Sentence,
    Stack,
    Text,
)
from wres.pages.dumbbell_chart import Row, dumbbells
from wres.pages.fragments import Fragment
from wres.pages.indicator import FORMULAS, finding, movement
from wres.pages.phrases import first_sentence
from wres.pages.titles_and_alt_texts import chart_of
from wres.publication import Publication
from wres.returns.schemas import ENDED
from wres.standard.bands import CLUSTERS
from wres.standard.indicator import Indicator
from wres.standard.indicators import FAMILIES, INDICATORS

COUNTED = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TOLD = 2  # indicators that a card tells of
ASKED = 3  # questions put to the board
FIRST_TOLD = (Reading.WORSE, Reading.BETTER, Reading.CLOSE, Reading.EQUAL, Reading.NOTHING, Reading.NOT_KNOWN)


def headline(report: Publication) -> Fragment:
    """What was found, in words, as a count here is no figure; or what the organisation says it found."""
    found = readings(report, report.year)
    worse, better = named(found, Reading.WORSE), named(found, Reading.BETTER)
    said = [
        f"On {COUNTED[len(worse)]} of nine indicators BME staff fare worse than White staff."
        if worse
        else "On no indicator do BME staff clearly fare worse than White staff."
    ]
    if report.last_year is not None:
        before = len(named(readings(report, report.last_year), Reading.WORSE))
        said.append(f"In {report.last_year} it was {COUNTED[before] if before else 'none'}.")
    if better:
        said.append(f"On {COUNTED[len(better)]}, {_list(i.brief for i in better)}, they fare better.")
    return Banner(" ".join(said))


def readings(report: Publication, year: int) -> dict[str, Reading]:
    """The reading of each indicator in a year, by its code."""
    return {i.code: grade_of_report(report, i.code, year).reading for i in INDICATORS}


def named(found: dict[str, Reading], wanted: Reading) -> list[Indicator]:
    """The indicators of a reading."""
    return [indicator for indicator in INDICATORS if found[indicator.code] == wanted]


def _list(names: Iterable[str]) -> str:
    """Names within a sentence: ``fair careers, senior posts and the board``."""
    *first, last = (name[0].lower() + name[1:] for name in names)
    return f"{', '.join(first)} and {last}" if first else last


def families(report: Publication) -> Fragment:
    """A card for who is where, for opportunity and for experience: what is worst first, in people."""
    return Cards([_card(report, family) for family in FAMILIES])


def _card(report: Publication, family: str) -> Card:
    found = readings(report, report.year)
    own = [indicator for indicator in INDICATORS if indicator.family == family]
    own.sort(key=lambda indicator: FIRST_TOLD.index(found[indicator.code]))
    lines = [(_told(report, each), Link(each.brief, f"{each.page}.html")) for each in own[:TOLD]]
    return Card(family, lines)


def _told(report: Publication, indicator: Indicator) -> str:
    """What an indicator says, in people where that can be; else the first sentence of its finding."""
    said = FORMULAS[indicator.formula].in_people(report, indicator)
    return said or first_sentence(finding(report, indicator.code))


def picture(report: Publication) -> Fragment:
    """All indicators on one axis; those with nothing to draw are named below it."""
    rows = {indicator.code: _row(report, indicator) for indicator in INDICATORS}
    drawn = {code: row for code, row in rows.items() if _drawable(row)}
    left = [indicator for indicator in INDICATORS if indicator.code not in drawn]
    below = [Paragraphs([_left_out(report, left)])] if left else []
    if not drawn:
        return Stack(below)
    lines: list[Row | str] = []
    for family in FAMILIES:
        own = [drawn[i.code] for i in INDICATORS if i.family == family and i.code in drawn]
        lines += [family, *own] if own else []
    chart = chart_of(
        report,
        dumbbells(lines, report.last_year),
        "chart-key-findings",
        ChartText(
            _message(report),
            f"Percentages in {report.year}; a dotted line is too close to call",
            _alt(report),
            _source(report, drawn),
        ),
        (figure for row in drawn.values() for figure in row.figures),
        broad=True,
    )
    return Stack([chart, *below])


def _drawable(row: Row) -> bool:
    """Whether a row has two values and somebody in them."""
    return row.focus.known and row.other.known and bool(row.focus.value or row.other.value)


def _row(report: Publication, indicator: Indicator) -> Row:
    room, year = FORMULAS[indicator.formula], report.year
    focus, other = room.pair(report, indicator, year)
    before = room.pair(report, indicator, report.last_year)[0] if report.last_year else None
    now = grade_of_report(report, indicator.code, year).reading
    cluster = CLUSTERS.get(focus.breakdown.split(".")[0], "").lower()
    name = f"{indicator.code} {indicator.brief}{f', {cluster}' if cluster else ''}"
    return Row(name, focus, other, now.said, movement(report, indicator.code), now != Reading.CLOSE,
               other.indicator == "workforce", before, _elsewhere(report, indicator))  # fmt: skip


def _elsewhere(report: Publication, indicator: Indicator) -> Figure | None:
    """The BME percentage of another population, where there is one on the same axis."""
    found = benchmark_of(report, indicator)
    return found if found is not None and found.unit == Unit.PERCENT else None


def _left_out(report: Publication, left: list[Indicator]) -> str:
    said = [f"{each.brief} ({each.code}): {_told(report, each)}" for each in left]
    return f"Not drawn. {' '.join(said)}"


def _message(report: Publication) -> str:
    """On how many indicators which reading stands: ``Worse for BME staff on four, better on one``."""
    found = readings(report, report.year)
    counted = {reading: len(named(found, reading)) for reading in KNOWN_READINGS}
    said = [f"{reading} on {COUNTED[many]}" for reading, many in counted.items() if many]
    text = ", ".join(said) or "No indicator can be read"
    return f"{text[0].upper()}{text[1:]}."


def _alt(report: Publication) -> str:
    """The message of the picture, and where its values stand."""
    found = readings(report, report.year)
    said = [
        f"{reading.said}: {', '.join(i.code for i in own)}"
        for reading in KNOWN_READINGS
        if (own := named(found, reading))
    ]
    return f"Chart of the indicators on one axis. {'. '.join(said)}. Values: page All readings."


def _source(report: Publication, drawn: dict[str, Row]) -> str:
    elsewhere = {
        row.beside.source.work.whose for row in drawn.values() if row.beside and row.beside.source.work
    }
    beside = f" Elsewhere: {'; '.join(sorted(elsewhere))}." if elsewhere else ""
    return f"Source: the organisation's return and the NHS Staff Survey.{beside}"


def changed(report: Publication) -> Fragment:
    """What got better and what got worse since the year before, or that nothing clearly did."""
    if report.last_year is None:
        return Paragraphs([f"No year before {report.year} is held."])
    better, worse = _moves(report)
    said: list[Text] = []
    if better:
        said.append(f"The gap has clearly narrowed: {_list(i.brief for i in better)}.")
    if worse:
        said.append(f"The gap has clearly widened: {_list(i.brief for i in worse)}.")
    if not said:
        said.append(f"No gap has clearly narrowed or widened since {report.last_year}.")
    moved = ((i, FORMULAS[i.formula].brief(report, i)) for i in INDICATORS)
    said += [f"{indicator.brief}. {text}" for indicator, text in moved if text]
    return BulletList(said)


def _moves(report: Publication) -> tuple[list[Indicator], list[Indicator]]:
    """The indicators whose gap has clearly narrowed, and clearly widened, for BME staff."""
    better: list[Indicator] = []
    worse: list[Indicator] = []
    for indicator in INDICATORS:
        change = FORMULAS[indicator.formula].change(report, indicator)
        if change.evidence in CLEAR:
            adverse = (change.evidence == Evidence.HIGHER) == (indicator.worse == "above")
            (worse if adverse else better).append(indicator)
    return better, worse


def asked(report: Publication) -> Fragment:
    """What the board is asked, at most three, by rule: gaps of the plan, then what has become worse."""
    return NumberedList(_asked(report)[:ASKED])


def _asked(report: Publication) -> list[Text]:
    open_ = [row for row in report.actions.to_dict("records") if row["status"] not in ENDED]
    worse = named(readings(report, report.year), Reading.WORSE)
    said: list[Text] = []
    without = [i for i in worse if not any(i.code in row["indicators"].split(";") for row in open_)]
    if without:
        said.append(f"Agree an action on {_list(i.brief for i in without)}: the plan has none.")
    said += _unled(open_)
    unmeasured = [i for i in worse if i not in without and not _measured(i, open_)]
    if unmeasured:
        on = _list(i.brief for i in unmeasured)
        said.append(f"Say how success will be measured on {on}: no action does.")
    said += _newly_worse(report, worse)
    if not said:
        said.append("Review progress on the action plan, and say when these figures are looked at again.")
    return said


def _unled(open_: list[dict]) -> list[Text]:
    """The gaps of a plan: nobody who leads, no date."""
    said: list[Text] = []
    unled = [row for row in open_ if not row["lead"]]
    undated = [row for row in open_ if not row["due"] and not row["review"]]
    if unled:
        said.append(
            "Name a lead for each action: none has one."
            if len(unled) == len(open_)
            else Sentence("Name a lead for {}.", (links_to_actions(unled),))
        )
    if undated:
        said.append(Sentence("Set a date for {}.", (links_to_actions(undated),)))
    return said


def _measured(indicator: Indicator, open_: list[dict]) -> bool:
    return any(row["measure"] for row in open_ if indicator.code in row["indicators"].split(";"))


def _newly_worse(report: Publication, worse: list[Indicator]) -> list[Text]:
    """The indicators that are read as worse and were not a year before."""
    if report.last_year is None:
        return []
    before = readings(report, report.last_year)
    new = [indicator for indicator in worse if before[indicator.code] != Reading.WORSE]
    if not new:
        return []
    return [f"Ask what lies behind {_list(i.brief for i in new)}: not read as worse in {report.last_year}."]


def certainty(report: Publication) -> Fragment:
    """How sure the readings are, and whether anything is hidden: a line each."""
    link = Link("Data and methods", "methods.html")
    hidden = any(figure.status == Status.SUPPRESSED for figure in report.figures)
    sure = (
        "Worse and better are said only where chance would not easily explain the difference; too close to "
        "call is neither good news nor bad."
    )
    kept = "Small counts are hidden." if hidden else "No count is hidden."
    return Paragraphs([Sentence(f"{sure} {kept} Rules: {{}}.", (link,))])
