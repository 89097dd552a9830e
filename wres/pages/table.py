"""Figures in, tables out: caption, scopes, units in the header, shorthand with its key."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from wres.figures.figure import Figure
from wres.figures.grades import Grade
from wres.figures.inline import without_ids
from wres.figures.status import STATUSES
from wres.pages.fragments import Fragment, link, render
from wres.publication import Publication

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
) -> Fragment:
    """A table; cells that are figures are printed by their status and explained under the table."""
    lines = list(lines)
    if not lines:
        return render("note", text=f"{without_ids(caption)}: nothing is held.")
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
        id="table-" + re.sub(r"[^a-z0-9]+", "-", without_ids(caption).lower()).strip("-"),
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


def stack(*parts: Fragment) -> Fragment:
    """Several fragments, one under the other."""
    return Fragment("\n".join(part.html for part in parts))


def grade_chip(given: Grade) -> Markup:
    """A grade as a chip: the word itself, told apart by shape as well as colour."""
    chip = Markup('<span class="wres-rag wres-rag-{}">{}</span>').format(given.slug, given.grade)
    by_rule = Markup(' <span class="wres-why">(by the rule: {})</span>').format(given.rule)
    return chip + by_rule if given.rule else chip


def recent_years(report: Publication) -> list[int]:
    return sorted(report.years, reverse=True)


def evidence_text(figure: Figure) -> str:
    """What may be said of a comparison, as a cell prints it."""
    if not (figure.known or figure.status == "infinite"):
        return "Nothing can be said"
    if not figure.evidence and not figure.value:
        return "No difference"
    return (figure.evidence or "nothing without an interval").capitalize()


def table_by_year(report: Publication, caption: str, start: str, title: str, *second: str) -> Fragment:
    """A comparison by year with its interval and what may be said of it, latest first."""
    known = {f.year for f in report.figures if f.id.startswith(f"{start}.") and f.id.count(".") == 2}
    years = range(max(known), min(known) - 1, -1) if known else ()
    header = ["Year", title, "95% interval", *second[1:], "What may be said", "Basis"]
    lines = []
    for year in years:
        figure = report.figures.find(f"{start}.{year}")
        other = [report.figures.find(f"{second[0]}.{year}")] if second else []
        basis = figure.source.work.text if figure.source.as_published and figure.source.work else "counts"
        basis = basis if figure.measure else "no return is held"
        lines.append(Line(str(year), [figure, interval(figure), *other, evidence_text(figure), basis]))
    return table(caption, header, lines)
