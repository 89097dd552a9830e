"""What the report says of itself: definitions, formulas, rules, policies, sources, glossary."""

import yaml

from wres.figures.grades import RULES
from wres.figures.inline import inline
from wres.figures.share_base import bands
from wres.figures.status import STATUSES
from wres.pages.blocks import Download, Line, Note
from wres.pages.fragments import Fragment
from wres.pages.table import table
from wres.publication import Publication
from wres.standard.bands import BAND_GROUPINGS, CLUSTERS
from wres.standard.groups import GROUP_LABELS, SEATS
from wres.standard.indicators import INDICATORS
from wres.standard.lookups import lookup, sources_text

MANY = 20  # beyond this the exact number of possible values is of no interest


def rag_rules() -> Fragment:
    """The rule of each grade, as printed on the methods page."""
    return table(
        "How each indicator is graded",
        ["Indicators", "Rule"],
        [Line(name, [rule]) for name, rule in RULES.items()],
    )


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
