"""Phrases that sentences, tiles and charts share: verdicts, changes, counts."""

from collections.abc import Iterable

from wres.figures.arithmetic import stock
from wres.figures.evidence import CLEAR, FEW_EVENTS, Evidence
from wres.figures.figure import Figure
from wres.figures.inline import inline
from wres.figures.status import Status
from wres.figures.unit import Unit
from wres.figures.unknown_ethnicity import ethnicity_unknown
from wres.pages.blocks import Headline
from wres.pages.fragments import Fragment
from wres.publication import Publication
from wres.standard.constants import EQUAL_TREATMENT
from wres.standard.indicator import Indicator

VERDICTS = {
    Evidence.HIGHER: "a clear difference",
    Evidence.LOWER: "a clear difference",
    Evidence.UNCLEAR: "no clear difference",
    Evidence.TOO_FEW: "too few people to say whether there is a difference",
    Evidence.NONE: "no interval can be given",
}
COMPARED = {
    Evidence.HIGHER: "clearly above",
    Evidence.LOWER: "clearly below",
    Evidence.UNCLEAR: "not clearly different from",
    Evidence.TOO_FEW: "resting on too few people to compare with",
    Evidence.NONE: "beside",
}
CHANGES = {
    Evidence.HIGHER: "a clear rise",
    Evidence.LOWER: "a clear fall",
    Evidence.UNCLEAR: "no clear change",
    Evidence.TOO_FEW: "too few people to say whether it changed",
    Evidence.NOT_COMPARABLE: "not comparable",
}
STOCK = (
    "Everybody was counted, so that this is what happened; whether it is more than chance takes "
    "the numbers of "
    "those who joined and left."
)
WITHOUT = {
    Status.SUPPRESSED: "is hidden to protect confidentiality",
    Status.UNDEFINED: "cannot be calculated",
    Status.INFINITE: "has no upper limit",
    Status.NOT_COLLECTED: "was not collected or is not stated in the source",
}
NOT_KNOWN = "Not known"
LARGE = {
    Status.SUPPRESSED: "Hidden",
    Status.UNDEFINED: "No figure",
    Status.INFINITE: "No limit",
    Status.NOT_COLLECTED: "Not collected",
}


def headline_paragraph(first: str, rest: str, changes: list[str]) -> Fragment:
    """The headline, what belongs to it, and the changes: one runs on, several stand in a list."""
    several = len(changes) > 1
    text = rest if several else " ".join([rest, *changes])
    return Headline(first, text.strip(), changes if several else ())


def first_sentence(text: str) -> str:
    """The first sentence of a finding: what a tile or a chart's title says."""
    return text.partition(". ")[0].rstrip(".") + "."


def nobody_known(report: Publication, indicator: Indicator) -> str:
    """What is said where nobody's ethnicity is known among staff or on the board: no share, no comparison."""
    if ethnicity_unknown(report.figures, "workforce", "", report.year):
        whose, compared = "member of staff", "be compared"
    else:
        whose, compared = "member of the board", "be compared with the workforce"
    what = "the board" if indicator.formula == "board gap" else "pay bands"
    return f"The ethnicity of no {whose} is known in {report.year}, so {what} cannot {compared}."


def verdict(indicator: Indicator, figure: Figure, *rates: Figure) -> str:
    """What may be said of a comparison: how clear, to whose disadvantage, in the range or not.

    ``rates`` are what is compared, where their counts are shown: a clear difference may rest on few events.
    """
    said = f"{VERDICTS[figure.evidence]}{to_whom(indicator, figure)}"
    if figure.evidence in CLEAR and sum(rate.numerator for rate in rates) < FEW_EVENTS and rates:
        said += ", though it rests on few people"
    return f"{said}, {range_text(figure)}" if figure.unit == Unit.RATIO else said


def to_whom(indicator: Indicator, figure: Figure) -> str:
    """To whose disadvantage a difference is; empty where it is not clear."""
    if figure.evidence not in CLEAR:
        return ""
    people = "respondents" if indicator.formula == "survey percentage" else indicator.people
    adverse = (figure.evidence == Evidence.HIGHER) == (indicator.worse == "above")
    return f", to the {'disadvantage' if adverse else 'advantage'} of BME {people}"


def either_way(indicator: Indicator, corners: Iterable[Figure]) -> str:
    """What may be said of a comparison whoever the people of unknown ethnicity are; the direction named."""
    found = {corner.evidence: corner for corner in corners}
    clear = [figure for evidence, figure in found.items() if evidence in CLEAR]
    if len(clear) == 2:
        return "who they are decides to whose disadvantage there is a difference"
    if not clear:
        return "no clear difference in any case"
    if len(found) == 1:
        return f"{VERDICTS[clear[0].evidence]} in every case{to_whom(indicator, clear[0])}"
    return f"who they are decides whether there is a clear difference{to_whom(indicator, clear[0])}"


def range_text(ratio: Figure) -> str:
    """Where a ratio and its interval lie, of the equal treatment range."""
    low, high = EQUAL_TREATMENT
    whole = f"the equal treatment range of {low:.2f} to {high:.2f}"
    if low <= ratio.low and ratio.high <= high:
        return f"with the whole interval inside {whole}"
    inside = ratio.known and low <= ratio.value <= high
    if inside:
        return f"inside {whole}, beyond which the interval reaches"
    return f"outside {whole}" + (", into which the interval reaches" if _overlaps(ratio) else "")


def _overlaps(ratio: Figure) -> bool:
    low, high = EQUAL_TREATMENT
    return ratio.low <= high and ratio.high >= low


def interval_text(figure: Figure) -> str:
    """The interval in brackets; empty where there is none."""
    return f" (95% interval {figure.interval})" if figure.interval else ""


def change_of(report: Publication, start: str, group: str, year: int, opening: str = "") -> str:
    """The year before, and what may be said of the change; empty where there is no year before."""
    if report.last_year is None:
        return ""
    before = report.figures.find(figure_id(start, group, report.last_year))
    change = report.figures.find(change_id(start, group, year))
    if not before.known:
        return (
            f"{opening}{'the' if opening else 'The'} figure for {report.last_year} {WITHOUT[before.status]}."
        )
    was = f"{opening}{'in' if opening else 'In'} {report.last_year} it was {inline(before)}"
    if change.evidence == Evidence.NOT_COMPARABLE:
        return f"{was}, which is not comparable."
    if stock(before) and before.numerator == before.numerator:
        was += f" ({counts_of(before)})"
    if not change.known or change.status == Status.ZERO:
        said = "the same" if change.status == Status.ZERO else "the change cannot be given"
        return f"{was}: {said}."
    if stock(before):
        return (
            f"{was}: {inline(change, change.size)} {'lower' if change.value < 0 else 'higher'} now. {STOCK}"
        )
    verdict = CHANGES.get(change.evidence, "the change cannot be judged")
    interval = f", 95% interval {change.interval}" if change.interval else ""
    return f"{was}: {verdict} (difference {inline(change)}{interval})."


def begin_sentence(figure: Figure) -> str:
    """A figure at the start of a sentence."""
    return inline(figure, figure.text[0].upper() + figure.text[1:])


def large_text(figure: Figure) -> str:
    """A tile's figure, or in words why there is none."""
    number = figure.number[0].upper() + figure.number[1:]
    return inline(figure, number if figure.known else LARGE[figure.status])


def figure_id(start: str, group: str, year: int) -> str:
    return f"{start}.{group}.{year}" if group else f"{start}.{year}"


def change_id(start: str, group: str, year: int) -> str:
    indicator, measure, *rest = start.split(".")
    return figure_id(".".join([indicator, f"{measure}_change", *rest]), group, year)


def singular(people: str) -> str:
    return "member of staff" if people == "staff" else people.removesuffix("s")


def counts_of(rate: Figure) -> str:
    """The counts beside a percentage: ``49 of 159``."""
    return f"{rate.numerator:,.0f} of {rate.denominator:,.0f}"


def base_of(rate: Figure) -> str:
    return f"{rate.denominator:,.0f}"
