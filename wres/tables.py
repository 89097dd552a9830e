"""Figures in, tables out: caption, scopes, units in the header, shorthand with its key."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import yaml
from markupsafe import Markup, escape

from wres import rag
from wres.figures import Figure
from wres.markup import Shown, inline_markdown, render
from wres.publication import Publication
from wres.returns import lookup
from wres.terms import (
    BY_NUMBER,
    CLUSTERS,
    GLOSSARY,
    GROUP_LABELS,
    GROUPS,
    INDICATORS,
    SEATS,
    STATUSES,
    Indicator,
)

Cell = Figure | str | Markup


@dataclass(frozen=True)
class Line:
    """A row of a table: its name, its cells, and attributes of the row's element."""

    name: str | Markup
    cells: Sequence[Cell]
    attributes: dict[str, str] = field(default_factory=dict)


def table(
    caption: str, header: Sequence[str], lines: Iterable[Line], note: str = "", kind: str = ""
) -> Shown:
    """A table; cells that are figures are printed by their status and explained under the table."""
    lines = list(lines)
    used = [c.status for line in lines for c in line.cells if isinstance(c, Figure)]
    keys = [f"{s.symbol} {s.key}" for name, s in STATUSES.items() if s.symbol and name in used]
    rows = [
        {"name": line.name, "cells": [_cell(c) for c in line.cells], "attributes": line.attributes}
        for line in lines
    ]
    return render(
        "table",
        id="table-" + re.sub(r"[^a-z0-9]+", "-", caption.lower()).strip("-"),
        caption=caption,
        header=header,
        rows=rows,
        key="; ".join(keys) + "." if keys else "",
        note=note,
        kind=kind,
    )


def _cell(cell: Cell) -> Markup:
    if not isinstance(cell, Figure):
        return Markup("<td>{}</td>").format(cell)
    origin = Markup(' data-figure="{}"').format(cell.id) if cell.indicator else Markup("")
    return Markup('<td class="num"{}>{}</td>').format(origin, number(cell))


def number(figure: Figure) -> Markup:
    """A figure as a cell prints it, or the shorthand of its status with its spoken words."""
    if figure.known:
        return escape(figure.number)
    status = STATUSES[figure.status]
    return Markup(
        '<span class="wres-status"><span aria-hidden="true">{}</span>'
        '<span class="wres-spoken">{}</span></span>'
    ).format(status.symbol, status.key)


def together(*parts: Shown) -> Shown:
    """Several fragments, one under the other."""
    return Shown("\n".join(part.html for part in parts))


def grade_chip(given: rag.Grade) -> Markup:
    """A grade as a chip: the word itself, told apart by shape as well as colour."""
    return Markup('<span class="wres-rag wres-rag-{}">{}</span>').format(given.slug, given.grade)


# Summary


def rag_matrix(report: Publication) -> Shown:
    """Nine indicators by year: grade and the figure it rests on."""
    lines = []
    for indicator in INDICATORS:
        cells = [_graded(report, indicator, year) for year in report.years]
        link = Markup('<a href="{}.html">{}</a>').format(indicator.page, indicator.name)
        lines.append(Line(link, cells))
    header = ["Indicator", *(str(year) for year in report.years)]
    return table("Grade of each indicator by year", header, lines, kind="wres-matrix")


def _graded(report: Publication, indicator: Indicator, year: int) -> Markup:
    given = rag.grade(report.figures, indicator.number, year)
    return Markup('{} <span class="wres-why">{}</span>').format(grade_chip(given), given.why)


def rag_rules() -> Shown:
    """The rule of each grade, as printed on the methods page."""
    return table(
        "How each indicator is graded",
        ["Indicators", "Rule"],
        [Line(name, [rule]) for name, rule in rag.RULES.items()],
    )


# The organisation


def workforce(report: Publication) -> Shown:
    """Headcount and share by ethnicity and year, and the change on the year before."""
    find = report.figures.find
    header = ["Ethnicity"]
    for year in report.years:
        header += [f"Staff {year}", f"Share {year} (%)"]
    changed = report.last_year is not None
    if changed:
        header.append("Change in share (percentage points)")
    lines = []
    for group, label in GROUP_LABELS.items():
        cells: list[Cell] = []
        for year in report.years:
            cells.append(find(f"workforce.headcount.{group}.{year}"))
            cells.append("100%" if group == "all" else find(f"workforce.share.{group}.{year}"))
        if changed:
            change = f"workforce.share_change.{group}.{report.year}"
            cells.append("" if group == "all" else find(change))
        lines.append(Line(label, cells))
    return table("Staff by ethnicity and year", header, lines)


def population(report: Publication) -> Shown:
    """Census population of the ICB's area and of its local authorities."""
    groups = {"bme": "BME", "asian": "Asian", "black": "Black", "mixed": "Mixed", "other": "Other"}
    areas = {f.breakdown: f for f in report.figures.where(indicator="population", group="all")}
    lines = []
    for area, people in areas.items():
        shares = [report.figures[f"population.share.{area}.{g}.{people.year}"] for g in groups]
        lines.append(Line(people.source.split(": ", 1)[1], [people, *shares]))
    return table(
        "Population by ethnic group, Census 2021",
        ["Area", "People", *(f"{label} (%)" for label in groups.values())],
        lines,
        note="Source: Office for National Statistics licensed under the Open Government Licence v3.0.",
    )


# The nine indicators


def indicator(report: Publication, number: int) -> Shown:
    """The tables of an indicator's page."""
    by_formula = {
        "share by band": _bands,
        "relative likelihood": _likelihoods,
        "survey percentage": _survey,
        "board gap": _board,
    }
    return by_formula[BY_NUMBER[number].formula](report, BY_NUMBER[number])


def _recent(report: Publication) -> list[int]:
    return sorted(report.years, reverse=True)


def _bands(report: Publication, indicator: Indicator) -> Shown:
    labels = lookup(report.data, "pay_bands").set_index("code")["label"].to_dict()
    header = [
        "Cluster and band", *GROUP_LABELS.values(), *(f"{g} (%)" for g in GROUPS.values()),
        "BME share less workforce share (percentage points)",
    ]  # fmt: skip
    return together(
        *(
            table(
                f"Staff by cluster, pay band and ethnicity, {y}",
                header,
                _band_lines(report, labels, y),
            )
            for y in _recent(report)
        )
    )


def _band_lines(report: Publication, labels: dict[str, str], year: int) -> list[Line]:
    figures, lines = report.figures, []
    cells = figures.where(indicator="i1", measure="headcount", group="all", year=year)
    for whole in cells:
        cluster, band = whole.breakdown.split(".")
        if band in ("lower", "senior") or (cluster, band) == ("other", "all"):
            continue
        name = f"All {CLUSTERS[cluster].lower()}" if band == "all" else labels[band]
        name = name if band == "all" or cluster == "other" else f"{CLUSTERS[cluster]}: {name}"
        lines.append(Line(name, _band_cells(report, "i1", whole.breakdown, year)))
    return [*lines, Line("Whole workforce", [*_band_cells(report, "workforce", "", year)[:-1], ""])]


def _band_cells(report: Publication, indicator: str, breakdown: str, year: int) -> list[Cell]:
    middle = f"{breakdown}." if breakdown else ""
    find = report.figures.find
    return [
        *(find(f"{indicator}.headcount.{middle}{g}.{year}") for g in GROUP_LABELS),
        *(find(f"{indicator}.share.{middle}{g}.{year}") for g in GROUPS),
        find(f"{indicator}.difference.{middle}bme.{year}"),
    ]


def _likelihoods(report: Publication, indicator: Indicator) -> Shown:
    find, key = report.figures.find, indicator.key
    header = ["Ethnicity"]
    for year in _recent(report):
        header += [
            f"{indicator.base.capitalize()} {year}",
            f"{indicator.event.capitalize()} {year}",
            f"Likelihood {year} (%)",
        ]
    measures = (indicator.base, indicator.event, "likelihood")
    lines = [
        Line(label, [find(f"{key}.{m}.{g}.{y}") for y in _recent(report) for m in measures])
        for g, label in GROUPS.items()
    ]
    counts = table(f"{indicator.title} by ethnicity and year", header, lines)
    above, below = GROUPS[indicator.above], GROUPS[indicator.below]
    compared = _by_year(
        report,
        f"Relative likelihood of {above} compared with {below} {indicator.people}, by year",
        f"{key}.relative_likelihood",
        "Relative likelihood",
        f"{key}.gap",
        f"{above} less {below} (percentage points)",
    )
    return together(counts, compared)


def _survey(report: Publication, indicator: Indicator) -> Shown:
    find, key = report.figures.find, indicator.key
    header = ["Ethnicity"]
    for year in _recent(report):
        header += [f"Respondents {year}", f"Percentage {year}", f"95% interval {year}"]
    lines = []
    for group, label in GROUPS.items():
        cells: list[Cell] = []
        for year in _recent(report):
            percentage = find(f"{key}.percentage.{group}.{year}")
            cells += [find(f"{key}.respondents.{group}.{year}"), percentage, percentage.interval]
        lines.append(Line(label, cells))
    surveys = ", ".join(f"{y}: survey of {report.settings[y].survey_year}" for y in report.years)
    counts = table(f"{indicator.title} by ethnicity and year", header, lines, note=f"Survey used: {surveys}.")
    compared = _by_year(
        report,
        "Gap between BME and White respondents, by year",
        f"{key}.gap",
        "BME less White (percentage points)",
    )
    return together(counts, compared)


def _by_year(report: Publication, caption: str, start: str, title: str, *second: str) -> Shown:
    """A comparison by year with its interval and what may be said of it, latest first."""
    known = {f.year for f in report.figures if f.id.startswith(f"{start}.") and f.id.count(".") == 2}
    header = ["Year", title, "95% interval", *second[1:], "What may be said", "Basis"]
    lines = []
    for year in sorted(known, reverse=True):
        figure = report.figures[f"{start}.{year}"]
        other = [report.figures.find(f"{second[0]}.{year}")] if second else []
        basis = figure.source if figure.source.startswith("as published") else "counts"
        said = figure.evidence or ("no interval" if figure.known else "")
        lines.append(Line(str(year), [figure, figure.interval, *other, said, basis]))
    return table(caption, header, lines)


def _board(report: Publication, indicator: Indicator) -> Shown:
    header = [
        "Seats and ethnicity", "Members", "Share of seats (%)", "Share of workforce (%)",
        "Difference (percentage points)", "95% interval",
    ]  # fmt: skip
    find = report.figures.find
    tables = []
    for year in _recent(report):
        lines = []
        for seat, name in SEATS.items():
            for group, label in GROUPS.items():
                gap = find(f"i9.difference.{seat}.{group}.{year}")
                cells: list[Cell] = [
                    find(f"i9.members.{seat}.{group}.{year}"),
                    find(f"i9.share.{seat}.{group}.{year}"),
                    find(f"workforce.share.{group}.{year}"),
                    gap,
                    gap.interval,
                ]
                lines.append(Line(f"{name}: {label}", cells))
        tables.append(table(f"Board members and workforce by ethnicity, {year}", header, lines))
    return together(*tables)


def comparison(report: Publication, number: int) -> Shown:
    """Published figures of other populations for the indicator; each says whose it is."""
    key = BY_NUMBER[number].key
    found = [f for f in report.figures.where(indicator="benchmark") if f.measure.startswith(f"{key}.")]
    years = sorted({f.year for f in found if f.year <= report.year})[-3:]
    rows = [f for f in found if f.year in years]
    if not rows:
        return render("note", text="No published figure of another population is held for this indicator.")
    lines = []
    for figure in rows:
        population, source = figure.source.split(": ", 1)
        measure = figure.measure.split(".")[1].replace("_", " ")
        group = GROUP_LABELS.get(figure.group, figure.group.capitalize() or "All staff")
        lines.append(Line(population, [measure.capitalize(), group, figure, source]))
    return table(
        "Published figures of other populations",
        ["Population and year", "Measure", "Group", "Figure", "Source"],
        lines,
        note=(
            "These are other kinds of organisation or other areas: they give context, not a target. "
            "A blank means that no published figure was found."
        ),
    )


# Actions and plans


def actions(report: Publication, number: int | None = None) -> Shown:
    """The action plan, whole or the actions of one indicator."""
    rows = [
        row
        for row in report.actions.to_dict("records")
        if number is None or str(number) in row["indicators"].split(";")
    ]
    if not rows:
        text = f"The return for {report.year} holds no action"
        return render("note", text=text + (" for this indicator." if number else " plan."))
    header = ["Action", "What will be done", "Outcome sought", "Indicators", "High impact action",
              "Theme", "Lead", "Due or review", "Status"]  # fmt: skip
    titles = _titles(report, "high_impact_actions")
    lines = [_action(row, titles, full=number is None) for row in rows]
    caption = f"Action plan {report.year}" if number is None else "Actions for this indicator"
    return table(caption, header, lines, kind="wres-actions" if number is None else "")


def _action(row: dict, titles: dict[str, str], full: bool) -> Line:
    unstated = "Not stated"
    numbers = row["indicators"].split(";")
    hia = row["high_impact_action"] or ""
    due = f"{row['due']:%-d %B %Y}" if row["due"] else row["review"]
    attributes = {
        "id": f"action-{row['id']}",
        "data-indicators": " ".join(numbers),
        "data-high-impact-action": hia,
        "data-theme": row["theme"],
        "data-status": row["status"] or "not stated",
    }
    named = ", ".join(numbers)
    cells: list[Cell] = [
        Markup(inline_markdown(row["action"])),
        Markup(inline_markdown(row["outcome"])) or unstated,
        named,
        hia or "None",
        row["theme"] or unstated,
        row["lead"] or unstated,
        due or unstated,
        (row["status"] or unstated).capitalize(),
    ]
    name = row["id"] if full else Markup('<a href="action-plan.html#action-{0}">{0}</a>').format(row["id"])
    return Line(name, cells, attributes if full else {})


def earlier_actions(report: Publication) -> Shown:
    """What became of the actions agreed in earlier years."""
    rows = [r for r in report.actions.to_dict("records") if r["agreed"] < report.year]
    if not rows:
        return render(
            "note",
            text=(
                f"The return for {report.year} carries over no action agreed in an earlier year. "
                "What was done is told on the page of each indicator."
            ),
        )
    lines = [
        Line(r["id"], [str(r["agreed"]), r["action"], r["status"] or "Not stated", r["progress"]])
        for r in rows
    ]
    header = ["Action", "Agreed", "What was to be done", "Status", "What became of it"]
    return table("Actions agreed in earlier years", header, lines)


def _titles(report: Publication, name: str) -> dict[str, str]:
    return lookup(report.data, name).set_index("number")["title"].to_dict()


def high_impact_actions(report: Publication) -> Shown:
    """How the plan answers the six high impact actions: indicators that measure it, and actions."""
    rows = report.actions.to_dict("records")
    lines = []
    for row in lookup(report.data, "high_impact_actions").to_dict("records"):
        own = [r for r in rows if r["high_impact_action"] == row["number"]]
        links = [Markup('<a href="action-plan.html#action-{0}">{0}</a>').format(r["id"]) for r in own]
        numbers = sorted({int(n) for r in own for n in r["indicators"].split(";")})
        grades = Markup("<br>").join(_grade_of(report, n) for n in numbers) if numbers else "None"
        lines.append(
            Line(
                f"{row['number']}. {row['title']}",
                [Markup(", ").join(links) or "No action names it", grades],
            )
        )
    return table(
        "Actions and indicators by high impact action",
        ["High impact action", "Actions of this plan", "Indicators they name, with grade"],
        lines,
    )


def people_functions(report: Publication) -> Shown:
    """Indicators under each of the ten ICS people functions."""
    lines = []
    for row in lookup(report.data, "people_functions").to_dict("records"):
        numbers = [int(n) for n in row["indicators"].split(";") if n]
        if not numbers:
            grades: Cell = "None"
        elif len(numbers) == len(INDICATORS):
            grades = "All nine indicators"
        else:
            grades = Markup("<br>").join(_grade_of(report, n) for n in numbers)
        lines.append(Line(f"{row['number']}. {row['title']}", [row["outcome"], grades]))
    return table(
        "Indicators by people function",
        ["People function", "Outcome sought", "Indicators, with grade"],
        lines,
        note="The mapping of indicators to people functions is this book's proposal.",
    )


def _grade_of(report: Publication, number: int) -> Markup:
    given = rag.grade(report.figures, number, report.year)
    link = Markup('<a href="{}.html">Indicator {}</a>').format(BY_NUMBER[number].page, number)
    return link + " " + grade_chip(given)


# About the report itself


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
        Line("Share of staff with known ethnicity", [declared.text]),
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
    window = "1 year" if given.disciplinary_window_years == 1 else "2 years"
    lines = [
        Line(
            "Small counts",
            [f"Counts of 1 to {policy.threshold} are hidden, and what is made from them"],
        ),
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


def sources(report: Publication) -> Shown:
    """Where each lookup and benchmark comes from, with its licence."""
    files = yaml.safe_load((report.data / "sources.yml").read_text(encoding="utf-8"))["files"]
    own = f"returns/{report.organisation}/"
    shown = {path: row for path, row in files.items() if not path.startswith("returns/")}
    shown |= {p: row for p, row in files.items() if p.startswith(own) and p.endswith("return.yml")}
    lines = [Line(path, [row["title"], row["publisher"], row["licence"]]) for path, row in shown.items()]
    return table("Sources", ["File", "Title", "Publisher", "Licence"], lines)


def glossary() -> Shown:
    """The terms of the standard and of this book."""
    return render("glossary", terms=sorted(GLOSSARY.items(), key=lambda item: item[0].lower()))
