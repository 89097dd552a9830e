"""Figures in, tables out: caption, scopes, units in the header, shorthand with its key."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from markupsafe import Markup, escape

from wres import rag
from wres.figures import Figure
from wres.markup import Shown, link, plain, render
from wres.publication import Publication
from wres.representation import Base, bands, base, left_out
from wres.returns import lookup
from wres.sources import published_work
from wres.terms import (
    BAND_GROUPINGS,
    BY_NUMBER,
    CLUSTERS,
    GROUP_LABELS,
    GROUPS,
    INDICATORS,
    SEATS,
    STATUSES,
    Indicator,
)

Cell = Figure | str | Markup
NOT_APPLICABLE = "Not applicable"
MANY = 20  # a table with more figures than this can be skipped by keyboard


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
    columns = zip(*(line.cells for line in lines), strict=True)
    numeric = [False, *(any(isinstance(c, Figure) for c in column) for column in columns)]
    rows = [
        {"name": line.name, "cells": list(map(_cell, line.cells, numeric[1:])), "attributes": line.attributes}
        for line in lines
    ]
    return render(
        "table",
        id="table-" + re.sub(r"[^a-z0-9]+", "-", plain(caption).lower()).strip("-"),
        caption=caption,
        header=list(zip(header, numeric, strict=True)),
        rows=rows,
        key="; ".join(keys) + "." if keys else "",
        note=note,
        kind=kind,
        many=len(used) > MANY,
    )


def _cell(cell: Cell, numeric: bool) -> Markup:
    if not isinstance(cell, Figure):
        return Markup('<td class="num">{}</td>' if numeric else "<td>{}</td>").format(cell)
    return Markup('<td class="num">{}</td>').format(link(cell, number(cell)))


def number(figure: Figure) -> Markup:
    """A figure as a cell prints it, or the shorthand of its status with its spoken words."""
    if figure.known:
        return escape(figure.number)
    status = STATUSES[figure.status]
    return Markup(
        '<span class="wres-status"><span aria-hidden="true">{}</span>'
        '<span class="wres-spoken">{}</span></span>'
    ).format(status.symbol, status.key)


def interval(figure: Figure) -> Markup:
    """The 95% interval of a figure as a cell prints it, or why there is none."""
    if figure.status == "infinite" and figure.low == figure.low:
        return escape(figure.ends)
    if not figure.known:
        return number(figure)
    return escape(figure.interval or "No interval")


def together(*parts: Shown) -> Shown:
    """Several fragments, one under the other."""
    return Shown("\n".join(part.html for part in parts))


def grade_chip(given: rag.Grade) -> Markup:
    """A grade as a chip: the word itself, told apart by shape as well as colour."""
    chip = Markup('<span class="wres-rag wres-rag-{}">{}</span>').format(given.slug, given.grade)
    by_rule = Markup(' <span class="wres-why">(by the rule: {})</span>').format(given.rule)
    return chip + by_rule if given.rule else chip


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
    given = rag.given(report, indicator.number, year)
    return Markup('{} <span class="wres-why">{}</span>').format(grade_chip(given), given.why)


# The organisation


def workforce(report: Publication) -> Shown:
    """Headcount and share by ethnicity and year."""
    find = report.figures.find
    header = ["Ethnicity"]
    for year in report.years:
        header += [f"Staff {year}", f"Share {year} (%)"]
    lines = []
    for group, label in GROUP_LABELS.items():
        cells: list[Cell] = []
        for year in report.years:
            cells.append(find(f"workforce.headcount.{group}.{year}"))
            cells.append("100%" if group == "all" else find(f"workforce.share.{group}.{year}"))
        lines.append(Line(label, cells))
    return table("Staff by ethnicity and year", header, lines)


def population(report: Publication) -> Shown:
    """Census population of the ICB's area and of its local authorities."""
    groups = {"bme": "BME", "asian": "Asian", "black": "Black", "mixed": "Mixed", "other": "Other"}
    areas = {f.breakdown: f for f in report.figures.where(indicator="population", group="all")}
    lines = []
    for area, people in areas.items():
        shares = [report.figures[f"population.share.{area}.{g}.{people.year}"] for g in groups]
        lines.append(Line(published_work(people.source).split(": ", 1)[1], [people, *shares]))
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


def band_labels(data: Path) -> dict[str, str]:
    """How tables name the pay bands and the groups of them."""
    labels: dict[str, str] = lookup(data, "pay_bands").set_index("code")["label"].to_dict()
    return labels | {code: label.replace("Band", "Bands", 1) for code, label in BAND_GROUPINGS.items()}


def _bands(report: Publication, indicator: Indicator) -> Shown:
    labels = band_labels(report.data)
    of = base(report.figures)
    header = [
        "Cluster and band", *GROUP_LABELS.values(), f"BME share of {of.staff} (%)",
        "Less the workforce's share (percentage points)", "95% interval of the difference",
        "What may be said",
    ]  # fmt: skip
    tables = []
    for year in _recent(report):
        caption = f"Staff by cluster, pay band and ethnicity, {year}"
        tables.append(
            table(caption, header, _band_lines(report, of, labels, year), _band_note(report, of, year))
        )
    return together(*tables)


def _band_lines(report: Publication, of: Base, labels: dict[str, str], year: int) -> list[Line]:
    lines = []
    for cluster, name in CLUSTERS.items():
        own = [b for b in bands(report.figures, year) if b.startswith(f"{cluster}.")]
        for breakdown in own:
            label = labels[breakdown.split(".")[1]]
            label = label if cluster == "other" else f"{name}: {label}"
            lines.append(Line(label, _band_cells(report, of, "i1", breakdown, year)))
        if own and cluster != "other":
            whole = _band_cells(report, of, "i1", f"{cluster}.all", year)
            lines.append(Line(f"All {name.lower()}", whole))
    return [
        *lines,
        Line(
            "Whole workforce", [*_band_cells(report, of, "workforce", "", year)[:-3], *[NOT_APPLICABLE] * 3]
        ),
    ]


def _band_cells(report: Publication, of: Base, indicator: str, breakdown: str, year: int) -> list[Cell]:
    middle = f"{breakdown}." if breakdown else ""
    find = report.figures.find
    difference = find(f"{indicator}.{of.difference}.{middle}bme.{year}")
    return [
        *(find(f"{indicator}.headcount.{middle}{g}.{year}") for g in GROUP_LABELS),
        find(f"{indicator}.{of.share}.{middle}bme.{year}"),
        difference,
        interval(difference),
        said(difference),
    ]


def said(figure: Figure) -> str:
    """What may be said of a comparison, as a cell prints it."""
    if not (figure.known or figure.status == "infinite"):
        return "Nothing can be said"
    if not figure.evidence and not figure.value:
        return "No difference"
    return (figure.evidence or "nothing without an interval").capitalize()


def _band_note(report: Publication, of: Base, year: int) -> str:
    """What disclosure control changed in the table: its base, and bands left out."""
    said = []
    if of.is_known:
        said.append(
            "Shares are of staff whose ethnicity is known: totals of some bands are hidden to protect "
            "small numbers of staff of unknown ethnicity, so shares of all staff cannot be shown."
        )
    for cluster in left_out(report.figures, year):
        said.append(
            f"{CLUSTERS[cluster]} staff are shown in groups of bands: most single bands would be hidden."
        )
    return " ".join(said)


def _likelihoods(report: Publication, indicator: Indicator) -> Shown:
    find, key = report.figures.find, indicator.key
    header = [
        "Year and ethnicity", indicator.base.capitalize(), indicator.event.capitalize(), "Likelihood (%)",
        "95% interval",
    ]  # fmt: skip
    lines = []
    for year, group in product(_recent(report), GROUPS):
        rate = find(f"{key}.likelihood.{group}.{year}")
        counts_of = (find(f"{key}.{m}.{group}.{year}") for m in (indicator.base, indicator.event))
        lines.append(Line(f"{year}, {GROUPS[group]}", [*counts_of, rate, interval(rate)]))
    note = _window_note(report) if indicator.number == 3 else ""
    counts = table(f"{indicator.title} by ethnicity and year", header, lines, note)
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


def _window_note(report: Publication) -> str:
    """Over how many years disciplinary entries were counted; the guidance has changed on this."""
    windows = {year: report.settings[year].policies.disciplinary_window_years for year in report.years}
    said = [f"{year}: over {'1 year' if n == 1 else f'{n} years'}" for year, n in windows.items()]
    return f"Entries are counted as each return states. {'; '.join(said)}."


def _survey(report: Publication, indicator: Indicator) -> Shown:
    find, key = report.figures.find, indicator.key
    header = ["Year and ethnicity", "Respondents", "Percentage (%)", "95% interval"]
    lines = []
    for year, group in product(_recent(report), GROUPS):
        percentage = find(f"{key}.percentage.{group}.{year}")
        cells: list[Cell] = [find(f"{key}.respondents.{group}.{year}"), percentage, interval(percentage)]
        lines.append(Line(f"{year}, {GROUPS[group]}", cells))
    held = {y: report.settings[y].survey_year for y in report.years}
    surveys = ", ".join(f"{y}: {f'survey of {of}' if of else 'no survey'}" for y, of in held.items())
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
    years = range(max(known), min(known) - 1, -1) if known else ()
    header = ["Year", title, "95% interval", *second[1:], "What may be said", "Basis"]
    lines = []
    for year in years:
        figure = report.figures.find(f"{start}.{year}")
        other = [report.figures.find(f"{second[0]}.{year}")] if second else []
        basis = published_work(figure.source) if figure.source.startswith("as published") else "counts"
        basis = basis if figure.measure else "no return is held"
        lines.append(Line(str(year), [figure, interval(figure), *other, said(figure), basis]))
    return table(caption, header, lines)


def _board(report: Publication, indicator: Indicator) -> Shown:
    header = [
        "Seats and ethnicity", "Members", "Share of seats (%)", "Share of workforce (%)",
        "Difference (percentage points)", "95% interval", "What may be said",
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
                    interval(gap),
                    said(gap),
                ]
                lines.append(Line(f"{name}: {label}", cells))
        tables.append(table(f"Board members and workforce by ethnicity, {year}", header, lines))
    return together(*tables)


def comparison(report: Publication, number: int) -> Shown:
    """Published figures of other populations for the indicator; each says whose it is.

    Of the regions only the organisation's own; of each series the latest two years up to the
    report year, values restated later beside those first published.
    """
    start = f"{BY_NUMBER[number].key}."
    region = f"NHS trusts, {report.region}"
    series: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in report.figures.where(indicator="benchmark"):
        population = _population(figure)
        regional = population.startswith("NHS trusts, ")
        if figure.measure.startswith(start) and (not regional or population == region):
            measure = figure.measure.split(".")[1].replace("_", " ").capitalize()
            measure = measure.replace("Vsm", "VSM").replace("white", "White")
            series.setdefault((population, measure, figure.group), []).append(figure)
    lines = []
    for (population, measure, group), figures in series.items():
        latest = sorted({f.year for f in figures if f.year <= report.year}, reverse=True)[:2]
        held = sorted((f for f in figures if f.year in latest), key=lambda f: (-f.year, f.breakdown))
        label = GROUP_LABELS.get(group, group.capitalize()) if group not in ("", "all") else ""
        named = f"{measure}, {label}" if label else measure
        lines += [Line(population, [_year(f), named, f, *_publication(f)]) for f in held]
    if not lines:
        text = "No published figure of another population is held for this indicator."
        return render("note", text=text)
    return table(
        "Published figures of other populations",
        ["Population", "Year", "Measure", "Figure", "Publication", "Read in"],
        lines,
        note="Other kinds of organisation or other areas: they give context, not a target.",
    )


def _population(figure: Figure) -> str:
    """Whose figure a benchmark is."""
    return figure.source.split(": ", 1)[0].rsplit(", ", 2)[0]


def _year(figure: Figure) -> str:
    """The year of a benchmark and what kind of year it is."""
    return ", ".join(figure.source.split(": ", 1)[0].rsplit(", ", 2)[1:])


def _publication(figure: Figure) -> tuple[str, str]:
    """In which publication a benchmark stands, first or restated, and where that was read."""
    stands, _, read = published_work(figure.source).split(": ", 1)[1].partition("; read in ")
    return stands[0].upper() + stands[1:], read
