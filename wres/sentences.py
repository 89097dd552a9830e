"""Figures in, sentences out. The words follow the evidence, one rule for all of them."""

from dataclasses import dataclass
from datetime import date

from wres import rag
from wres.figures import Figure
from wres.known import nobody_compared, nobody_in
from wres.markup import Shown, from_markdown, render, told
from wres.publication import Publication
from wres.representation import base
from wres.terms import BY_NUMBER, CLUSTERS, EQUAL_TREATMENT, GROUPS, INDICATORS, Indicator

VERDICTS = {
    "higher": "a clear difference",
    "lower": "a clear difference",
    "no clear difference": "no clear difference",
    "too few to say": "too few people to say whether there is a difference",
    "": "no interval can be given",
}
COMPARED = {
    "higher": "clearly above",
    "lower": "clearly below",
    "no clear difference": "not clearly different from",
    "too few to say": "resting on too few people to compare with",
    "": "beside",
}
CHANGES = {
    "higher": "a clear rise",
    "lower": "a clear fall",
    "no clear difference": "no clear change",
    "too few to say": "too few people to say whether it changed",
}
WITHOUT = {
    "suppressed": "is hidden to protect confidentiality",
    "undefined": "cannot be calculated",
    "infinite": "has no upper limit",
    "not_collected": "was not collected or is not stated in the source",
}
NOT_KNOWN = "Not known"
LARGE = {
    "suppressed": "Hidden",
    "undefined": "No figure",
    "infinite": "No limit",
    "not_collected": "Not collected",
}


@dataclass(frozen=True)
class Tile:
    """A key finding: a number, one sentence, and the change on the year before."""

    label: str
    page: str
    value: str
    text: str
    change: str
    grade: rag.Grade | None = None

    @property
    def tone(self) -> str:
        """The grade as part of a class name: adverse, unclear, favourable or none."""
        return TONES[self.grade.grade] if self.grade else "none"


TONES = {
    "Achieving": "favourable",
    "Developing": "unclear",
    "Under-developed": "adverse",
    "Not assessed": "none",
}


def headline(report: Publication, number: int) -> Shown:
    """The indicator's headline sentence and the sentence on its change, for its page."""
    text = finding(report, number)
    first = first_sentence(text)
    return _paragraph(first, text[len(first) :], _change_sentences(report, number))


def workforce_headline(report: Publication) -> Shown:
    """The headline of the workforce page."""
    return _paragraph(workforce_finding(report), workforce_change(report), [])


def _paragraph(first: str, rest: str, changes: list[str]) -> Shown:
    """The headline, what belongs to it, and the changes: one runs on, several stand in a list."""
    several = len(changes) > 1
    text = rest if several else " ".join([rest, *changes])
    return render("headline", first=first, rest=text.strip(), changes=changes if several else [])


def first_sentence(text: str) -> str:
    """The first sentence of a finding: what a tile or a chart's title says."""
    return text.partition(". ")[0].rstrip(".") + "."


def workforce_finding(report: Publication) -> str:
    """BME share of the workforce, with its counts and the day they were taken."""
    share = report.figures[f"workforce.share.bme.{report.year}"]
    if not share.known:
        return f"The BME share of staff {WITHOUT[share.status]}."
    if nobody_in(report.figures, "workforce", "", report.year):
        return f"The ethnicity of no member of staff was known on {long_date(report.given.snapshot_date)}."
    return (
        f"{_begun(share)} of staff ({_of(share)}) were recorded as BME on "
        f"{long_date(report.given.snapshot_date)}."
    )


def workforce_change(report: Publication) -> str:
    """The change of the BME share on the year before."""
    if nobody_in(report.figures, "workforce", "", report.year):
        return ""
    return _change(report, "workforce.share", "bme", report.year)


def finding(report: Publication, number: int) -> str:
    """What the indicator says in the report year: one sentence, no more than the rule allows."""
    indicator = BY_NUMBER[number]
    if nobody_compared(report.figures, indicator, report.year):
        return _nobody_known(report, indicator)
    by_formula = {
        "share by band": _band_finding,
        "relative likelihood": _likelihood_finding,
        "survey percentage": _survey_finding,
        "board gap": _board_finding,
    }
    return by_formula[indicator.formula](report, indicator, report.year)


def change_sentence(report: Publication, number: int) -> str:
    """How the indicator's main figure changed on the year before; empty for a first year."""
    return " ".join(_change_sentences(report, number))


def _change_sentences(report: Publication, number: int) -> list[str]:
    """The changes that an indicator's page tells of, a sentence each; none for a first year."""
    indicator = BY_NUMBER[number]
    if nobody_compared(report.figures, indicator, report.year):
        return []
    if indicator.formula == "share by band":
        clusters, of = _senior_clusters(report, report.year), base(report.figures)
        said = [
            _change(report, f"i1.{of.share}.{c}.senior", "bme", report.year, f"Among {_staff(c)}: ")
            for c in clusters
        ]
    elif indicator.formula == "relative likelihood":
        start = f"{indicator.key}.relative_likelihood"
        ratio = _change(report, start, "", report.year, "The relative likelihood: ")
        said = [ratio, _gap_change(report, indicator), *_clear_changes(report, indicator)]
    elif indicator.formula == "survey percentage":
        said = [_change(report, f"{indicator.key}.percentage", "bme", report.year, "BME respondents: ")]
    else:
        said = [_change(report, "i9.share.board", "bme", report.year)]
    return [sentence for sentence in said if sentence]


def _nobody_known(report: Publication, indicator: Indicator) -> str:
    """What is said where nobody's ethnicity is known among staff or on the board: no share, no comparison."""
    if nobody_in(report.figures, "workforce", "", report.year):
        whose, compared = "member of staff", "be compared"
    else:
        whose, compared = "member of the board", "be compared with the workforce"
    what = "the board" if indicator.formula == "board gap" else "pay bands"
    return f"The ethnicity of no {whose} is known in {report.year}, so {what} cannot {compared}."


def _band_finding(report: Publication, indicator: Indicator, year: int) -> str:
    of = base(report.figures)
    overall = report.figures.find(f"workforce.{of.share}.bme.{year}")
    said, unsaid = [], []
    for cluster in _senior_clusters(report, year):
        share = report.figures[f"i1.{of.share}.{cluster}.senior.bme.{year}"]
        difference = report.figures[f"i1.{of.difference}.{cluster}.senior.bme.{year}"]
        if share.known:
            words = f", {COMPARED[difference.evidence]} the workforce" if difference.known else ""
            said.append(f"{told(share)} of {_staff(cluster)} ({_of(share)}){words}")
        else:
            unsaid.append(f"for {_staff(cluster)} the share {WITHOUT[share.status]}")
    if not (said or unsaid):
        return "No staff are recorded in band 8a and above."
    first = [f"BME staff make up {'; '.join(said)}"] if said else []
    whole = (
        f"In the whole workforce they make up {told(overall)} of {of.staff}."
        if overall.known
        else f"The BME share of the whole workforce {WITHOUT[overall.status]}."
    )
    return f"In band 8a and above {'; '.join([*first, *unsaid])}. {whole}"


def _likelihood_finding(report: Publication, indicator: Indicator, year: int) -> str:
    ratio = report.figures[f"{indicator.key}.relative_likelihood.{year}"]
    rates = {g: report.figures[f"{indicator.key}.likelihood.{g}.{year}"] for g in GROUPS}
    above, below = GROUPS[indicator.above], GROUPS[indicator.below]
    people = indicator.people
    first, second = rates[indicator.above], rates[indicator.below]
    if ratio.known:
        return (
            f"{above} {people} were {told(ratio)} times as likely as {below} {people} to "
            f"{indicator.happening} in {year} (95% interval {ratio.interval}): "
            f"{_verdict(indicator, ratio)}. The likelihoods were {told(first)} ({_of(first)}) and "
            f"{told(second)} ({_of(second)}), {_gap(report, indicator, year)}."
        )
    if report.given.policies.disclosure.rounding and ratio.status in ("undefined", "infinite"):
        return (
            f"A count rounds to zero in {year}, so no relative likelihood can be calculated. "
            "This is neither good nor bad news: there is too little to compare."
        )
    if ratio.status == "undefined" and {first.status, second.status} == {"zero"}:
        return (
            f"No White or BME {_one(people)} {indicator.past} in {year}, "
            "so no relative likelihood can be calculated. "
            "This is neither good nor bad news: there is nothing to compare."
        )
    if ratio.status == "infinite":
        return (
            f"No {below} {_one(people)} {indicator.past} in {year}, against {told(first)} of "
            f"{above} {people} ({_of(first)}): the relative likelihood has no upper limit (95% interval "
            f"{ratio.ends}), {_verdict(indicator, ratio)}."
        )
    return f"The relative likelihood for {year} {WITHOUT[ratio.status]}."


def _verdict(indicator: Indicator, figure: Figure) -> str:
    """What may be said of a comparison: how clear, to whose disadvantage, in the range or not."""
    said = VERDICTS[figure.evidence]
    people = "respondents" if indicator.formula == "survey percentage" else indicator.people
    if figure.evidence in ("higher", "lower"):
        adverse = (figure.evidence == "higher") == (indicator.worse == "above")
        said += f", to the {'disadvantage' if adverse else 'advantage'} of BME {people}"
    if figure.unit != "ratio":
        return said
    low, high = EQUAL_TREATMENT
    where = "inside" if low <= figure.value <= high else "outside"
    return f"{said}, {where} the equal treatment range of {low:.2f} to {high:.2f}"


def _interval(figure: Figure) -> str:
    """The interval in brackets; empty where there is none."""
    return f" (95% interval {figure.interval})" if figure.interval else ""


def _gap(report: Publication, indicator: Indicator, year: int) -> str:
    difference = report.figures[f"{indicator.key}.gap.{year}"]
    return f"{told(difference, difference.size)} apart" if difference.known else "their gap cannot be given"


def _survey_finding(report: Publication, indicator: Indicator, year: int) -> str:
    rates = {g: report.figures[f"{indicator.key}.percentage.{g}.{year}"] for g in ("white", "bme")}
    difference = report.figures[f"{indicator.key}.gap.{year}"]
    bme, white = rates["bme"], rates["white"]
    if not (bme.known and white.known):
        status = bme.status if not bme.known else white.status
        return f"The comparison for {year} {WITHOUT[status]}."
    return (
        f"{_begun(bme)} of BME respondents (base {_base(bme)}) {indicator.happening}, compared with "
        f"{told(white)} of White respondents (base {_base(white)}): {_verdict(indicator, difference)}. "
        f"The difference is {told(difference)}{_interval(difference)}."
    )


def _board_finding(report: Publication, indicator: Indicator, year: int) -> str:
    share = report.figures[f"i9.share.board.bme.{year}"]
    overall = report.figures[f"workforce.share.bme.{year}"]
    difference = report.figures[f"i9.difference.board.bme.{year}"]
    if not share.known:
        return f"The BME share of the board {WITHOUT[share.status]}."
    counts = f"{_of(share)} members" if share.numerator == share.numerator else "shares only"
    board = f"{_begun(share)} of the board ({counts}) are recorded as BME"
    if not difference.known:
        return f"{board}. The comparison with the workforce {WITHOUT[difference.status]}."
    return (
        f"{board}, {COMPARED[difference.evidence]} the {told(overall)} of the workforce: "
        f"a difference of {told(difference)}."
    )


def _change(report: Publication, start: str, group: str, year: int, opening: str = "") -> str:
    """The year before, and what may be said of the change; empty where there is no year before."""
    if report.last_year is None:
        return ""
    before = report.figures.find(_id(start, group, report.last_year))
    change = report.figures.find(_change_id(start, group, year))
    if not before.known:
        return (
            f"{opening}{'the' if opening else 'The'} figure for {report.last_year} {WITHOUT[before.status]}."
        )
    when = "in" if opening else "In"
    if not change.known or change.status == "zero":
        said = "the same" if change.status == "zero" else "the change cannot be given"
        return f"{opening}{when} {report.last_year} it was {told(before)}: {said}."
    verdict = CHANGES.get(change.evidence, "the change cannot be judged")
    interval = f", 95% interval {change.interval}" if change.interval else ""
    return (
        f"{opening}{when} {report.last_year} it was {told(before)}: {verdict} "
        f"(difference {told(change)}{interval})."
    )


def _gap_change(report: Publication, indicator: Indicator) -> str:
    """How the gap in points changed: it may widen while the ratio falls."""
    now = report.figures.find(f"{indicator.key}.gap.{report.year}")
    before = report.figures.find(f"{indicator.key}.gap.{report.last_year or report.year}")
    change = report.figures.find(f"{indicator.key}.gap_change.{report.year}")
    if not (now.known and before.known and change.known and change.evidence):
        return ""
    return (
        f"The gap in points ({GROUPS[indicator.above]} less {GROUPS[indicator.below]}) was {told(before)} "
        f"in {before.year} and is {told(now)} in {now.year}: {CHANGES[change.evidence]} (95% interval of the "
        f"change {change.interval})."
    )


def _clear_changes(report: Publication, indicator: Indicator) -> list[str]:
    """The likelihoods that clearly changed: a ratio can stand still while both of its sides move."""
    if report.last_year is None:
        return []
    said = []
    for group in (indicator.below, indicator.above):
        start = f"{indicator.key}.likelihood"
        change = report.figures.find(_change_id(start, group, report.year))
        if change.evidence in ("higher", "lower"):
            before, now = (report.figures[_id(start, group, y)] for y in (report.last_year, report.year))
            said.append(
                f"For {GROUPS[group]} {indicator.people} the likelihood was {told(before)} in "
                f"{before.year} and {told(now)} in {now.year}: {CHANGES[change.evidence]} (difference "
                f"{told(change)}, 95% interval {change.interval})."
            )
    return said


def tiles(report: Publication) -> Shown:
    """The key findings: the workforce and nine indicators, a tile each."""
    share = report.figures[f"workforce.share.bme.{report.year}"]
    nobody = nobody_in(report.figures, "workforce", "", report.year)
    first = Tile("Workforce", "workforce", NOT_KNOWN if nobody else _large(share), workforce_finding(report),
                 _brief(report, "workforce.share", "bme"))  # fmt: skip
    return render("tiles", tiles=[first, *(_tile(report, i) for i in INDICATORS)])


def _tile(report: Publication, indicator: Indicator) -> Tile:
    """The first sentence of the finding under the figure that it speaks of."""
    given = rag.given(report, indicator.number, report.year)
    start, group = main_figure(report, indicator)
    figure = report.figures.find(_id(start, group, report.year))
    text = first_sentence(finding(report, indicator.number))
    changes = [_brief(report, start, group)]
    if indicator.formula == "relative likelihood":
        changes.append(_brief_likelihood(report, indicator))
    large = NOT_KNOWN if nobody_compared(report.figures, indicator, report.year) else _large(figure)
    return Tile(indicator.name, indicator.page, large, text, " ".join(changes).strip(), given)


def _begun(figure: Figure) -> str:
    """A figure at the start of a sentence."""
    return told(figure, figure.text[0].upper() + figure.text[1:])


def _large(figure: Figure) -> str:
    """A tile's figure, or in words why there is none."""
    number = figure.number[0].upper() + figure.number[1:]
    return told(figure, number if figure.known else LARGE[figure.status])


def main_figure(report: Publication, indicator: Indicator) -> tuple[str, str]:
    """Start of the id, and group, of the figure a tile shows for an indicator."""
    if indicator.formula == "relative likelihood":
        return f"{indicator.key}.relative_likelihood", ""
    if indicator.formula == "survey percentage":
        return f"{indicator.key}.percentage", "bme"
    if indicator.formula == "board gap":
        return "i9.share.board", "bme"
    graded = rag.given(report, indicator.number, report.year).figure
    clusters = _senior_clusters(report, report.year) or ["non-clinical"]
    breakdown = graded.breakdown if graded else f"{clusters[0]}.senior"
    return f"i1.{base(report.figures).share}.{breakdown}", "bme"


def _brief(report: Publication, start: str, group: str) -> str:
    """The year before and the verdict on the change, as short as a tile needs."""
    if report.last_year is None:
        return ""
    before = report.figures.find(_id(start, group, report.last_year))
    if not before.known:
        return f"{report.last_year}: {LARGE[before.status].lower()}."
    change = report.figures.find(_change_id(start, group, report.year))
    verdict = CHANGES.get(change.evidence, "")
    return f"{report.last_year}: {told(before, before.number)}{f', {verdict}' if verdict else ''}."


def _brief_likelihood(report: Publication, indicator: Indicator) -> str:
    """Where the likelihood of BME staff clearly changed, that in a few words."""
    start, year = f"{indicator.key}.likelihood", report.year
    change = report.figures.find(_change_id(start, "bme", year))
    if report.last_year is None or change.evidence not in ("higher", "lower"):
        return ""
    before, now = (report.figures[_id(start, "bme", y)] for y in (report.last_year, year))
    was, is_now = told(before, before.number), told(now, now.number)
    return f"BME likelihood {was} to {is_now}, {CHANGES[change.evidence]}."


def _id(start: str, group: str, year: int) -> str:
    return f"{start}.{group}.{year}" if group else f"{start}.{year}"


def _change_id(start: str, group: str, year: int) -> str:
    indicator, measure, *rest = start.split(".")
    return _id(".".join([indicator, f"{measure}_change", *rest]), group, year)


def _senior_clusters(report: Publication, year: int) -> list[str]:
    return [c for c in CLUSTERS if f"i1.share.{c}.senior.bme.{year}" in report.figures]


def _staff(cluster: str) -> str:
    return f"{CLUSTERS[cluster].lower()} staff"


def _one(people: str) -> str:
    return "member of staff" if people == "staff" else people.removesuffix("s")


def _of(rate: Figure) -> str:
    """The counts beside a percentage: ``49 of 159``."""
    return f"{rate.numerator:,.0f} of {rate.denominator:,.0f}"


def _base(rate: Figure) -> str:
    return f"{rate.denominator:,.0f}"


def long_date(day: date) -> str:
    """A date as prose prints it: 31 March 2023."""
    return f"{day.day} {day:%B %Y}"


def commentary(report: Publication, page: str, part: str = "text") -> Shown:
    """A part of the organisation's own commentary, or a note that there is none."""
    text = report.commentary.get(page, {}).get(part, "")
    if not text:
        return render("note", text=f"The return for {report.year} does not say.")
    return Shown(f'<div class="wres-commentary">\n{from_markdown(text)}\n</div>')
