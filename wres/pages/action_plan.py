"""The action plan, and how it answers the high impact actions and the people functions."""

from wres.english.dates import long_date
from wres.pages.blocks import HOLE, Line, Link, Markdown, Note, Sentence, Text
from wres.pages.fragments import Fragment
from wres.pages.table import table
from wres.publication import Publication


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
    header[2:2] = ["Outcome sought", "Indicators", "High impact action", "Theme"] if whole else []
    lines = [_action(row, whole) for row in rows]
    caption = f"Action plan {report.year}" if whole else "Actions for this indicator"
    return table(caption, header, lines, kind="wres-actions" if whole else "")


def _action(row: dict, whole: bool) -> Line:
    """A row of the action plan; on an indicator's page shorter, and linked to the plan."""
    unstated = "Not stated"
    numbers, hia = row["indicators"].split(";"), row["high_impact_action"] or ""
    due = long_date(row["due"]) if row["due"] else row["review"]
    outcome: Text = Markdown(row["outcome"]) if row["outcome"] else unstated
    served: list[Text] = [outcome, ", ".join(numbers), hia or "None", row["theme"] or unstated]
    cells: list[Text] = [
        Markdown(row["action"]),
        *(served if whole else []),
        row["lead"] or unstated,
        due or unstated,
        (row["status"] or unstated).capitalize(),
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
