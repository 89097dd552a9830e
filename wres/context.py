"""What a reader needs beside a headline: breaks, unknowns, progression, population, chance, years back.

Figures in, sentences out, by the same rule of evidence as the headlines.
"""

from wres.breaks import breaks
from wres.figures import Figure
from wres.markup import Shown, linked, render, told
from wres.publication import Publication
from wres.representation import base
from wres.sentences import CHANGES, COMPARED, VERDICTS
from wres.tables import Cell, Line, interval, said, table, together
from wres.terms import BAND_GROUPINGS, BY_NUMBER, CLUSTERS, TIERS, Indicator

NO_MODEL = (
    "This says how unusual such a board would be. It is not a model of how members are appointed, and "
    "not a reason for what was found."
)


def indicator(report: Publication, number: int) -> Shown:
    """The sentences that belong beside an indicator's headline; nothing where there are none."""
    chosen = BY_NUMBER[number]
    by_formula = {
        "share by band": [],
        "relative likelihood": [unknowns],
        "survey percentage": [],
        "board gap": [chance],
    }
    said = [told_by(report, chosen) for told_by in (*by_formula[chosen.formula], since_first)]
    said += [each.text for each in breaks(report, number)]
    shown = _paragraphs(said)
    return together(shown, progression(report)) if chosen.formula == "share by band" else shown


def workforce(report: Publication) -> Shown:
    """The BME share of staff since the first year held, and the breaks between the years."""
    return _paragraphs([_since(report, "workforce.share.bme"), *(each.text for each in breaks(report))])


def population(report: Publication) -> Shown:
    """The workforce beside the population of the ICB's area, in points and in people."""
    return _paragraphs([_population(report)])


def _paragraphs(said: list[str]) -> Shown:
    lines = [linked(text) for text in said if text]
    return render("paragraphs", lines=lines) if lines else Shown("")


def unknowns(report: Publication, indicator: Indicator) -> str:
    """The relative likelihood if everyone of unknown ethnicity were White, and if all were BME."""
    key, year = indicator.key, report.year
    base = report.figures.find(f"{key}.{indicator.base}.unknown.{year}")
    events = report.figures.find(f"{key}.{indicator.event}.unknown.{year}")
    white, bme = (report.figures.find(f"{key}.relative_likelihood_unknown_as_{g}.{year}")
                  for g in ("white", "bme"))  # fmt: skip
    if told_of(white) and told_of(bme):
        one = {f.evidence for f in (white, bme)}
        verdict = f"either way {VERDICTS[white.evidence]}" if len(one) == 1 else (
            f"{VERDICTS[white.evidence]} in the first case, {VERDICTS[bme.evidence]} in the second"
        )  # fmt: skip
        return (
            f"The ethnicity of {told(base)} {indicator.people} in the comparison's base is unknown. If all "
            f"of them were White, the relative likelihood would {told_of(white)}; if all were BME, it would "
            f"{told_of(bme)}: {verdict}."
        )
    if base.known and base.value and events.status == "not_collected":
        return (
            f"The ethnicity of {told(base)} {indicator.people} is unknown, and how many of them "
            f"{indicator.past.removeprefix('was ')} was not collected: what they could change cannot be said."
        )
    if "suppressed" in (base.status, events.status):
        return (
            f"Counts of {indicator.people} of unknown ethnicity are hidden to protect confidentiality, so "
            "what they could change is not shown."
        )
    return ""


def told_of(ratio: Figure) -> str:
    """What a ratio would be, or that it would have no upper limit; empty where neither can be said."""
    if ratio.status == "infinite":
        return f"have {told(ratio, 'no upper limit')}"
    return f"be {told(ratio)} (95% interval {ratio.interval})" if ratio.known else ""


def chance(report: Publication, indicator: Indicator) -> str:
    """How often chance alone would give a board at least as far from the workforce."""
    year = report.year
    figure = report.figures.find(f"i9.chance.board.bme.{year}")
    if not figure.known:
        return ""
    members = report.figures[f"i9.members.board.all.{year}"]
    bme = report.figures[f"i9.members.board.bme.{year}"]
    share = report.figures[f"workforce.share.bme.{year}"]
    fewer = bme.value <= share.value * members.value
    counted = f"{told(bme)} BME member{'' if bme.value == 1 else 's'}"
    board = f"{counted} or {'fewer' if fewer else 'more'}" if bme.value else "no BME member"
    return (
        f"If its {told(members)} seats were filled by chance from a workforce of which {told(share)} is "
        f"recorded as BME, a board with {board} would come up with a chance of {told(figure)}, "
        f"{in_turns(figure.value)}. "
        f"{NO_MODEL}"
    )


def in_turns(chance: float) -> str:
    """A chance in plain words: ``about 3 times in a hundred``, or in ten where it is no small one.

    Numbers of one digit alone: a larger one could be taken for a count that is hidden elsewhere.
    """
    for turns, words in ((100, "a hundred"), (10, "ten")):
        times = round(chance * turns)
        if times < 1:
            return f"less than once in {words}"
        if times < 10:
            return f"about {'once' if times == 1 else f'{times} times'} in {words}"
    return "nearly every time"


def _population(report: Publication) -> str:
    area, year = report.organisation.lower(), report.year
    gap = report.figures.find(f"workforce.population_gap.{area}.bme.{year}")
    people = report.figures.find(f"workforce.population_gap_in_people.{area}.bme.{year}")
    if not (gap.known and people.known):
        return ""
    share = report.figures[f"workforce.known_share.bme.{year}"]
    whole = next(f for f in report.figures.where(indicator="population", measure="share", group="bme")
                 if f.breakdown == area)  # fmt: skip
    more = "fewer" if people.value > 0 else "more"
    size = told(people, people.number.lstrip("+\N{MINUS SIGN}"))
    return (
        f"Of staff whose ethnicity is known, {told(share)} are BME, {COMPARED[gap.evidence]} the "
        f"{told(whole)} of the population of the ICB's area: a difference of {told(gap)} (95% interval "
        f"{gap.interval}). In people: at the population's share there would be {size} {more} BME staff "
        f"than the {told(report.figures[f'workforce.headcount.bme.{year}'])} there are (95% interval of the "
        f"difference {people.interval})."
    )


def since_first(report: Publication, indicator: Indicator) -> str:
    """The change of the indicator's main figures from the first year held, where there are three."""
    key = indicator.key
    if indicator.formula == "share by band":
        share = base(report.figures).share
        starts = [f"i1.{share}.{cluster}.senior.bme" for cluster in CLUSTERS]
    else:
        main = {
            "relative likelihood": f"{key}.relative_likelihood",
            "survey percentage": f"{key}.percentage.bme",
            "board gap": "i9.share.board.bme",
        }
        starts = [main[indicator.formula]]
    return " ".join(filter(None, (_since(report, start) for start in starts)))


def _since(report: Publication, start: str) -> str:
    indicator, measure, *rest = start.split(".")
    breakdown, group = ".".join(rest[:-1]), (rest or [""])[-1]
    own = report.figures.where(indicator=indicator, breakdown=breakdown, group=group, year=report.year)
    found = [f for f in own if f.measure.startswith(f"{measure}_change_since_")]
    if not found or not (found[0].known and found[0].evidence):
        return ""
    change, first = found[0], int(found[0].measure.rpartition("_")[2])
    before = report.figures[f"{start}.{first}"]
    cluster = CLUSTERS.get(breakdown.split(".")[0], "").lower()
    whose = f" among {cluster} staff in band 8a and above" if cluster else ""
    return (
        f"Since {first}{whose}, when it was {told(before)}: {CHANGES[change.evidence]} "
        f"(difference {told(change)}, 95% interval {change.interval})."
    )


def progression(report: Publication) -> Shown:
    """Progression ratios by cluster, step and year; a note where no counts for them are shown."""
    years = sorted(report.years, reverse=True)[:3]
    steps = dict.fromkeys(
        f.breakdown for f in report.figures.where(indicator="i1", measure="progression_ratio")
    )
    lines = []
    for breakdown in steps:
        cluster, step = breakdown.split(".")
        names = BAND_GROUPINGS if step.endswith("senior") else TIERS
        low, high = (names[part] for part in step.split("-to-"))
        cells: list[Cell] = []
        for year in years:
            figure = report.figures.find(f"i1.progression_ratio.{breakdown}.{year}")
            shown = [figure, interval(figure)] if figure.measure else ["Not shown"] * 2
            cells += [*shown, said(figure)]
        lines.append(Line(f"{CLUSTERS[cluster]}: {low} to {high[0].lower()}{high[1:]}", cells))
    if not lines:
        text = "No progression ratio can be shown: counts that it needs are hidden or held in other groups."
        return render("note", text=text)
    header = ["Step"]
    for year in years:
        header += [f"Progression ratio {year}", f"95% interval {year}", f"What may be said {year}"]
    note = (
        "(White staff above the step ÷ White staff below it) ÷ the same for BME staff. Above 1, a smaller "
        "share of BME staff stands above the step. An analogue of the race disparity ratio, whose official "
        "arithmetic was not found; it counts who stands where on one day, not who was promoted. Steps whose "
        "counts are hidden are left out."
    )
    return table("Progression between groups of pay bands", header, lines, note)
