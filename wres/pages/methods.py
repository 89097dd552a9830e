"""What the report says of itself: definitions, formulas, rules, policies, sources, glossary."""

import yaml

from wres.figures.by_chance import found_by_simulation
from wres.figures.evidence import CLEAR, Evidence
from wres.figures.grades import BY_READING
from wres.figures.inline import inline
from wres.figures.readings import RULE
from wres.figures.share_base import bands
from wres.figures.status import STATUSES, Status
from wres.pages.blocks import Download, Line, Note, Paragraphs, stack
from wres.pages.fragments import Fragment
from wres.pages.table import table
from wres.publication import Publication
from wres.standard.bands import BAND_GROUPINGS, CLUSTERS
from wres.standard.constants import CONFIDENCE, EQUAL_TREATMENT
from wres.standard.groups import GROUP_LABELS, SEATS
from wres.standard.indicators import INDICATORS
from wres.standard.lookups import lookup, sources_text

MANY = 20  # beyond this the exact number of possible values is of no interest


COMPARED = {
    "share by band": "BME share of posts in band 8a and above ÷ BME share of the cluster's other posts; of "
    "consultants ÷ of other medical staff. All of known ethnicity; the lowest reading of the clusters counts",
    "relative likelihood": "The relative likelihood",
    "survey percentage": "Percentage of BME respondents ÷ percentage of White respondents",
    "board gap": "BME share of the board ÷ BME share of the workforce, both of known ethnicity",
}


def reading_rules(report: Publication) -> Fragment:
    """What the reading of each indicator rests on, the rule, and the grade that follows."""
    low, high = EQUAL_TREATMENT
    compared: dict[str, list[str]] = {}
    for indicator in INDICATORS:
        compared.setdefault(COMPARED[indicator.formula], []).append(indicator.code)
    ratios = [Line(_named(codes), [ratio]) for ratio, codes in compared.items()]
    first = table("The ratio that each reading rests on", ["Indicators", "Ratio of the two groups"], ratios)
    grades = report.given.show_grades
    lines = [
        Line(found.said, [rule, *([BY_READING[found]] if grades else [])]) for found, rule in RULE.items()
    ]
    header = ["Reading", "Rule", *(["Grade"] if grades else [])]
    note = f"The equal treatment range is {low:.2f} to {high:.2f}."
    return stack(first, table("How a reading is made", header, lines, note))


def smallest_ratios(report: Publication) -> Fragment:
    """How far from equal an indicator would have to be for these numbers to show it."""
    lines = []
    for indicator in INDICATORS:
        for figure in report.figures.where(
            indicator=indicator.key, measure="smallest_ratio", year=report.year
        ):
            cluster = CLUSTERS.get(figure.breakdown.partition(".")[0], "")
            name = f"{indicator.name}{f', {cluster.lower()} staff' if cluster else ''}"
            lines.append(Line(name, [figure if figure.known else SMALLEST[figure.status]]))
    return table(
        "The smallest ratio that would have been read as worse",
        ["Indicator", "Ratio of the two groups"],
        lines,
        note=(
            "With as many people in both groups, White staff as they are, and BME staff worse off. Nearer to "
            "1 than this a disadvantage could not have been told from chance."
        ),
    )


def by_chance() -> Fragment:
    """What the rule gives where nothing differs: false readings and grades that change, by simulation."""
    return table(
        "What the rule gives by chance alone",
        ["Where nothing differs", "An indicator is read as worse, at most", "Grades that change in a year"],
        [Line(each.organisation, [each.worse, each.changes]) for each in found_by_simulation()],
        note=(
            "Simulated reports in which both groups are treated alike and nothing changes. A grade changes "
            "where both years have one: that an indicator becomes too close to call, or is no longer, is no "
            "grade."
        ),
    )


SMALLEST = {Status.UNDEFINED: "No ratio: too few people", Status.INFINITE: "No limit: no BME event at all"}


def comparisons(report: Publication) -> Fragment:
    """How many comparisons the report makes, how many it calls clear, how many chance alone would."""
    made = [
        figure
        for figure in report.figures
        if figure.year == report.year
        and figure.evidence not in (Evidence.NONE, Evidence.NOT_COMPARABLE)
        and "_unknown_" not in figure.measure
    ]
    clear = sum(figure.evidence in CLEAR for figure in made)
    by_chance = round(len(made) * (1 - CONFIDENCE))
    return Paragraphs(
        [
            f"This report makes {len(made)} comparisons of {report.year}, between groups and with the year "
            f"before, and calls {clear} of them clear. If nothing differed but by chance, it would call "
            f"about {by_chance} of them clear all the same: one clear word by itself is a reason to look, no "
            "finding."
        ]
    )


def _named(codes: list[str]) -> str:
    """Indicators by their first and last code: ``Indicators 2 to 4``."""
    return f"Indicators {codes[0]} to {codes[-1]}" if codes[1:] else f"Indicator {codes[0]}"


def formulas() -> Fragment:
    """How each indicator is calculated, its neutral value and the side that is worse."""
    lines = [
        Line(i.name, [i.arithmetic, f"{i.neutral:g}", f"{i.worse.capitalize()} the neutral value"])
        for i in INDICATORS
    ]
    header = ["Indicator", "Formula", "Neutral value", "Worse for BME staff"]
    return table("How each indicator is calculated", header, lines)


def statuses() -> Fragment:
    """The shorthand printed where a figure has no value."""
    lines = [Line(s.symbol, [s.key.capitalize()]) for s in STATUSES.values() if s.symbol]
    return table(
        "Shorthand used in place of a figure",
        ["Shorthand", "Meaning"],
        [*lines, Line("0", ["Counted, and there were none"])],
    )


def data_quality(report: Publication) -> Fragment:
    """The data-quality statement of the return, and the share of staff with known ethnicity."""
    given = report.given.data_quality
    declared = report.figures.find(f"workforce.declared.{report.year}")
    unstated = "Not stated in the return"
    lines = [
        Line("Completeness", [given.completeness or unstated]),
        Line("Comparability with last year", [given.comparability or unstated]),
        Line("Share of staff with known ethnicity", [inline(declared)]),
        Line("How ethnicity is reported", [given.self_reporting or unstated]),
        Line("Steps to improve", [given.steps or unstated]),
        Line("Source of the counts", [report.given.sources]),
    ]
    return table("Data-quality statement", ["Question", "Answer"], lines)


def policies(report: Publication) -> Fragment:
    """The choices of method and the disclosure policy in force for this organisation and year."""
    given = report.given.policies
    policy = given.disclosure
    board = {
        "show": "shown: board members are publicly named",
        "hide": "hidden like any other count",
        "share-only": "shown as shares only",
    }
    rounding = (
        "Not used: small counts are hidden"
        if policy.rounding is None
        else (
            f"In place of hiding, counts of staff, applicants and cases are rounded to a multiple of "
            f"{policy.rounding}; totals and percentages are made from the rounded counts, and 0 may "
            "stand for a few"
        )
    )
    window = "1 year" if given.disciplinary_window_years == 1 else "2 years"
    lines = [
        Line(
            "Small counts",
            [
                f"Counts of 1 to {policy.threshold} are hidden, and what is made from them"
                if policy.rounding is None
                else "Shown, rounded"
            ],
        ),
        Line("Rounding", [rounding]),
        Line("Counts of zero", ["Hidden" if policy.hide_zero else "Shown"]),
        Line("Survey percentages", [f"Hidden on fewer than {policy.minimum_base} respondents"]),
        Line("Board members", [board[policy.board].capitalize()]),
        Line(
            "Reason for a weaker policy",
            [policy.reason or "Not needed: no weaker than the default"],
        ),
        Line("Disciplinary entries counted over", [window]),
    ]
    return table("Policies in force", ["Subject", "Rule"], lines)


def said_anyway(report: Publication) -> Fragment:
    """The numbers that the organisation's own words state beside hidden figures, and why they may stand."""
    found = [each for year in report.years for each in report.settings[year].said_anyway]
    if not found:
        return Note("No text of the organisation states a number beside hidden figures.")
    return table("Numbers in the organisation's words", ["Words", "Why they give nothing away"],
                 [Line(each.text, [each.reason]) for each in dict.fromkeys(found)])  # fmt: skip


def hidden_counts(report: Publication) -> Fragment:
    """The hidden counts, and how many values each could have as far as a reader can tell."""
    labels = lookup(report.data, "pay_bands").set_index("code")["label"].to_dict()
    names = {**labels, **BAND_GROUPINGS, **SEATS, **CLUSTERS, "all": "all bands"}
    lines = []
    for id, found in report.ranges.items():
        figure = report.figures[id]
        grouped = figure.breakdown.endswith(tuple(BAND_GROUPINGS))
        printed = not grouped or figure.breakdown in bands(report.figures, figure.year)
        if figure.measure == "known" or not printed:
            continue
        where = dict.fromkeys(names.get(part, part) for part in figure.breakdown.split(".") if part)
        name = ", ".join([figure.measure.capitalize(), *where, GROUP_LABELS.get(figure.group, "")])
        lines.append(Line(name, [str(figure.year), f"At least {min(found.values, MANY)}"]))
    if not lines:
        return Note("No count is hidden.")
    return table(
        "Hidden counts, and what a reader can narrow each down to",
        ["Hidden count", "Year", "Values possible"],
        lines,
        note="For a reader who knows this report: its figures, how they add up, and the policies above. What "
        "somebody knows from elsewhere, or guesses from which counts are hidden, is not counted.",
    )


def download(report: Publication) -> Fragment:
    """A link to the table of published figures, with its kind and size."""
    mark = "-synthetic" if report.synthetic else ""
    name = f"WRES-{report.organisation}-{report.year}-figures{mark}.csv"
    return Download(name, len(report.figures.frame), report.synthetic)


def sources(report: Publication) -> Fragment:
    """Where each lookup and benchmark comes from, with its licence."""
    files = yaml.safe_load(sources_text(report.data))["files"]
    own = f"returns/{report.organisation}/"
    shown = {path: row for path, row in files.items() if not path.startswith("returns/")}
    shown |= {p: row for p, row in files.items() if p.startswith(own) and p.endswith("return.yml")}
    lines = [Line(path, [row["title"], row["publisher"], row["licence"]]) for path, row in shown.items()]
    return table("Sources", ["File", "Title", "Publisher", "Licence"], lines)
