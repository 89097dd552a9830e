"""What the report says of itself: definitions, formulas, rules, policies, sources, glossary."""

import yaml
from markupsafe import Markup

from wres import rag
from wres.markup import Shown, render, told
from wres.parlance import STANDARD
from wres.publication import Publication
from wres.representation import bands
from wres.returns import lookup
from wres.sentences import long_date
from wres.tables import Line, table
from wres.terms import (
    BAND_GROUPINGS,
    CLUSTERS,
    GLOSSARY,
    GROUP_LABELS,
    INDICATORS,
    SAID_OTHERWISE,
    SEATS,
    STATUSES,
)

TERM = Markup("<dfn>{}</dfn>").format(STANDARD)  # the term itself, in a book that says it otherwise
MANY = 20  # beyond this the exact number of possible values is of no interest


def rag_rules() -> Shown:
    """The rule of each grade, as printed on the methods page."""
    return table(
        "How each indicator is graded",
        ["Indicators", "Rule"],
        [Line(name, [rule]) for name, rule in rag.RULES.items()],
    )


def catalogue() -> Shown:
    """The nine indicators: what each asks and how it is defined."""
    lines = [
        Line(Markup('<a href="{}.html">{}</a>').format(i.page, i.name), [i.question, i.definition])
        for i in INDICATORS
    ]
    return table("The nine indicators", ["Indicator", "Question", "Definition"], lines)


def formulas() -> Shown:
    """How each indicator is calculated, its neutral value and the side that is worse."""
    lines = [
        Line(i.name, [i.arithmetic, f"{i.neutral:g}", f"{i.worse.capitalize()} the neutral value"])
        for i in INDICATORS
    ]
    header = ["Indicator", "Formula", "Neutral value", "Worse for BME staff"]
    return table("How each indicator is calculated", header, lines)


def statuses() -> Shown:
    """The shorthand printed where a figure has no value."""
    lines = [Line(s.symbol, [s.key.capitalize()]) for s in STATUSES.values() if s.symbol]
    return table(
        "Shorthand used in place of a figure",
        ["Shorthand", "Meaning"],
        [*lines, Line("0", ["Counted, and there were none"])],
    )


def data_quality(report: Publication) -> Shown:
    """The data-quality statement of the return, and the share of staff with known ethnicity."""
    given = report.given.data_quality
    declared = report.figures.find(f"workforce.declared.{report.year}")
    unstated = "Not stated in the return"
    lines = [
        Line("Completeness", [given.completeness or unstated]),
        Line("Comparability with last year", [given.comparability or unstated]),
        Line("Share of staff with known ethnicity", [told(declared)]),
        Line("How ethnicity is reported", [given.self_reporting or unstated]),
        Line("Steps to improve", [given.steps or unstated]),
        Line("Source of the counts", [report.given.sources]),
    ]
    return table("Data-quality statement", ["Question", "Answer"], lines)


def policies(report: Publication) -> Shown:
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


def hidden_counts(report: Publication) -> Shown:
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
        return render("note", text="No count is hidden.")
    return table(
        "Hidden counts, and what a reader can narrow each down to",
        ["Hidden count", "Year", "Values possible"],
        lines,
    )


def download(report: Publication) -> Shown:
    """A link to the table of published figures, with its kind and size."""
    mark = "-synthetic" if report.synthetic else ""
    name = f"WRES-{report.organisation}-{report.year}-figures{mark}.csv"
    return render("download", rows=len(report.figures.frame), name=name, synthetic=report.synthetic)


def sources(report: Publication) -> Shown:
    """Where each lookup and benchmark comes from, with its licence."""
    files = yaml.safe_load((report.data / "sources.yml").read_text(encoding="utf-8"))["files"]
    own = f"returns/{report.organisation}/"
    shown = {path: row for path, row in files.items() if not path.startswith("returns/")}
    shown |= {p: row for p, row in files.items() if p.startswith(own) and p.endswith("return.yml")}
    lines = [Line(path, [row["title"], row["publisher"], row["licence"]]) for path, row in shown.items()]
    return table("Sources", ["File", "Title", "Publisher", "Licence"], lines)


def term(report: Publication) -> Shown:
    """Which word the book has for BME, and why."""
    said = (
        "The term BME, black and minority ethnic, is the standard's own. It is used here so that figures can "
        "be compared; the {glossary} says what it covers."
    )
    if not report.parlance.is_standard:
        said = (
            "The standard's own term is {term}, black and minority ethnic. This report prints “{word}” for "
            "it and means the same people; the {glossary} says whom. The figures are the same, and the "
            "downloads keep the standard's code, so that they can be compared."
        )
    link = Markup('<a href="glossary.html">glossary</a>')
    return render(
        "paragraphs", lines=[Markup(said).format(term=TERM, word=report.parlance.word, glossary=link)]
    )


def glossary(report: Publication) -> Shown:
    """The terms of the standard and of this book."""
    terms, speech = dict(GLOSSARY), report.parlance
    if not speech.is_standard:
        del terms[STANDARD]
        terms[TERM] = SAID_OTHERWISE.format(word=speech.word)
        terms[speech.word.capitalize()] = Markup(
            "What this report prints for {}, the standard's term."
        ).format(TERM)
    return render(
        "glossary", terms=sorted(terms.items(), key=lambda item: Markup(item[0]).striptags().lower())
    )


def about(report: Publication) -> Shown:
    """Whose figures these are, of which day, and which body came before."""
    given = report.given
    lines = [
        f"This report gives the figures of {given.body} on {long_date(given.snapshot_date)}, "
        f"with earlier years where they are held ({', '.join(map(str, report.years))})."
    ]
    if given.predecessor:
        lines.append(
            f"Until {long_date(given.predecessor.until)} its predecessor was "
            f"{given.predecessor.name}. Comparisons across that date are comparisons of two bodies."
        )
    if rounding := given.policies.disclosure.rounding:
        lines.append(
            f"Counts of staff, applicants and cases are rounded to a multiple of {rounding}; "
            "totals and percentages are made from the rounded counts."
        )
    if given.survey_year:
        answered = (
            f" {given.survey_response_rate:g}% of staff answered it."
            if given.survey_response_rate is not None
            else ""
        )
        lines.append(f"Indicators 5 to 8 come from the staff survey of {given.survey_year}.{answered}")
    return render("paragraphs", lines=lines)


def corrections(report: Publication) -> Shown:
    """What has been changed since the report was first published, latest first."""
    found = sorted(report.given.corrections, key=lambda each: each.day, reverse=True)
    if not found:
        return render("note", text="The return names no change since this report was first published.")
    return render("list", lines=[f"{long_date(each.day)}: {each.text}" for each in found])


def citation(report: Publication) -> Shown:
    """How to name this report where it is quoted."""
    text = (
        f"{report.name}, Workforce Race Equality Standard (WRES) report {report.year}, with the line at the "
        "foot of the page: it says when the report was built and from which figures."
    )
    return render("note", text=f"Cite this report as: {text}")


def contacts(report: Publication) -> Shown:
    """The executive sponsor and those to turn to, as the return names them."""
    given = report.given
    sponsor = [given.executive_sponsor] if given.executive_sponsor else []
    return render("contacts", sponsor=sponsor, contacts=given.contacts,
                  subject=f"WRES report {report.year}, {report.organisation}")  # fmt: skip
