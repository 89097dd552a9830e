"""The action plan, and how it answers the high impact actions and the people functions."""

from dataclasses import replace

from wres.english.dates import MONTHS, long_date
from wres.figures.grades import grade_of_report
from wres.pages.blocks import HOLE, BulletList, GradeChip, Line, Link, Markdown, Note, Sentence, Text
from wres.pages.fragments import Fragment
from wres.pages.table import table
from wres.publication import Publication
from wres.returns.schemas import ENDED
from wres.standard.indicators import INDICATORS

NO_LEAD, NO_DATE, NO_STATUS = "No lead", "No date", "Not stated"


def actions(report: Publication, code: str | None = None) -> Fragment:
    """The action plan, whole or the actions of one indicator."""
    rows = [
        row
        for row in report.actions.to_dict("records")
        if code is None or code in row["indicators"].split(";")
    ]
    if not rows:
        text = f"The return for {report.year} holds no action"
        return Note(text + (" for this indicator." if code else " plan."))
    whole = code is None
    header = ["Action", "What will be done", "Lead", "Due or review", "Status"]
    header[2:2] = ["Indicators", "High impact action, theme"] if whole else []
    lines = [_action(row, whole) for row in rows]
    caption = f"Action plan {report.year}" if whole else "Actions for this indicator"
    return table(caption, header, lines, kind="wres-stacked wres-actions" if whole else "wres-stacked")


def _action(row: dict, whole: bool) -> Line:
    """A row of the action plan; on an indicator's page shorter, and linked to the plan."""
    numbers, hia = row["indicators"].split(";"), row["high_impact_action"] or ""
    due = long_date(row["due"]) if row["due"] else row["review"]
    named = ": ".join(filter(None, (hia and f"Action {hia}", row["theme"])))
    served: list[Text] = [", ".join(numbers), named]
    cells: list[Text] = [
        Markdown(row["action"]),
        *(served if whole else []),
        row["lead"] or NO_LEAD,
        due or NO_DATE,
        (row["status"] or NO_STATUS).capitalize(),
    ]
    if not whole:
        return Line(_link(row["id"]), cells)
    attributes = {
        "id": f"action-{row['id']}",
        "data-indicators": " ".join(numbers),
        "data-high-impact-action": hia,
        "data-theme": row["theme"],
        "data-status": row["status"] or "not stated",
    }
    return Line(row["id"], cells, attributes)


def gaps(report: Publication) -> Fragment:
    """What the plan leaves open, a line each: no lead, no date, no status."""
    rows = [row for row in report.actions.to_dict("records") if row["status"] not in ENDED]
    if not rows:
        return Note(f"The return for {report.year} holds no open action.")
    lacking = {
        "has a lead": [row for row in rows if not row["lead"]],
        "has a date or a day of review": [row for row in rows if not row["due"] and not row["review"]],
        "has a status": [row for row in rows if not row["status"]],
    }
    said: list[Text] = []
    for what, found in lacking.items():
        if len(found) == len(rows):
            said.append(f"No open action {what}.")
        elif found:
            said.append(Sentence(f"Not every action {what}: {{}}.", (links_to_actions(found),)))
    return BulletList(said or ["Every open action has a lead, a date and a status."])


def outcomes(report: Publication) -> Fragment:
    """Each outcome sought, once, with the actions that are to bring it about."""
    found: dict[str, list[dict]] = {}
    for row in report.actions.to_dict("records"):
        found.setdefault(row["outcome"] or "", []).append(row)
    said = [
        Sentence("{} {}", (Markdown(outcome or "No outcome is stated."), links_to_actions(rows)))
        for outcome, rows in found.items()
    ]
    return BulletList(said) if said else Note(f"The return for {report.year} holds no action plan.")


def by_indicator(report: Publication) -> Fragment:
    """Each indicator with its reading and the actions that name it; one without an action shows."""
    rows = report.actions.to_dict("records")
    lines = []
    for indicator in INDICATORS:
        own = [row for row in rows if indicator.code in row["indicators"].split(";")]
        given = replace(grade_of_report(report, indicator.code, report.year), shown=False)
        named: Text = links_to_actions(own) if own else "No action"
        lines.append(Line(Link(indicator.name, f"{indicator.page}.html"), [GradeChip(given), named]))
    header = ["Indicator", f"Reading {report.year}", "Actions"]
    return table("Actions by indicator", header, lines, kind="wres-stacked")


def by_quarter(report: Publication) -> Fragment:
    """When actions are due, by quarter; then those that are reviewed, and those without a date."""
    dated: dict[tuple[int, int], list[dict]] = {}
    others: dict[str, list[dict]] = {}
    for row in report.actions.to_dict("records"):
        if row["due"]:
            dated.setdefault((row["due"].year, (row["due"].month - 1) // 3), []).append(row)
        else:
            others.setdefault(f"Reviewed: {row['review']}" if row["review"] else NO_DATE, []).append(row)
    lines = [Line(_quarter(*when), [links_to_actions(rows)]) for when, rows in sorted(dated.items())]
    lines += [Line(when, [links_to_actions(rows)]) for when, rows in others.items()]
    return table("When actions are due", ["When", "Actions"], lines, kind="wres-stacked")


def _quarter(year: int, quarter: int) -> str:
    first, last = MONTHS.split("|")[3 * quarter], MONTHS.split("|")[3 * quarter + 2]
    return f"{first} to {last} {year}"


def earlier_actions(report: Publication) -> Fragment:
    """What became of the actions agreed in earlier years."""
    rows = [r for r in report.actions.to_dict("records") if r["agreed"] < report.year]
    if not rows:
        return Note(
            f"The return for {report.year} carries over no action agreed in an earlier year. "
            "What was done is told on the page of each indicator."
        )
    lines = [
        Line(r["id"], [str(r["agreed"]), r["action"], r["status"] or "Not stated", r["progress"]])
        for r in rows
    ]
    header = ["Action", "Agreed", "What was to be done", "Status", "What became of it"]
    return table("Actions agreed in earlier years", header, lines)


def links_to_actions(rows: list[dict]) -> Sentence:
    """The actions by their ids, each a link to the plan."""
    return Sentence(", ".join([HOLE] * len(rows)), tuple(_link(row["id"]) for row in rows))


def _link(id: str) -> Link:
    return Link(id, f"action-plan.html#action-{id}")
