"""The action plan, and how it answers the high impact actions and the people functions."""

from markupsafe import Markup

from wres import rag
from wres.markup import Shown, inline_markdown, render
from wres.publication import Publication
from wres.returns import lookup
from wres.sentences import long_date
from wres.tables import Cell, Line, grade_chip, table
from wres.terms import BY_NUMBER, ENDED, GRADES, INDICATORS, NOT_ASSESSED, Indicator


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
    whole = number is None
    header = ["Action", "What will be done", "Outcome sought", "Lead", "Due or review", "Status"]
    header[3:3] = ["Indicators", "High impact action", "Theme"] if whole else []
    lines = [_action(row, whole) for row in rows]
    caption = f"Action plan {report.year}" if whole else "Actions for this indicator"
    return table(caption, header, lines, kind="wres-actions" if whole else "")


def _action(row: dict, whole: bool) -> Line:
    """A row of the action plan; on an indicator's page shorter, and linked to the plan."""
    unstated = "Not stated"
    numbers, hia = row["indicators"].split(";"), row["high_impact_action"] or ""
    due = long_date(row["due"]) if row["due"] else row["review"]
    served: list[Cell] = [", ".join(numbers), hia or "None", row["theme"] or unstated]
    cells: list[Cell] = [
        Markup(inline_markdown(row["action"])),
        Markup(inline_markdown(row["outcome"])) or unstated,
        *(served if whole else []),
        row["lead"] or unstated,
        due or unstated,
        (row["status"] or unstated).capitalize(),
    ]
    if not whole:
        link = Markup('<a href="action-plan.html#action-{0}">{0}</a>').format(row["id"])
        return Line(link, cells)
    attributes = {
        "id": f"action-{row['id']}",
        "data-indicators": " ".join(numbers),
        "data-high-impact-action": hia,
        "data-theme": row["theme"],
        "data-status": row["status"] or "not stated",
    }
    return Line(row["id"], cells, attributes)


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


def high_impact_actions(report: Publication) -> Shown:
    """How the plan answers the six high impact actions: indicators that measure it, and actions."""
    rows = report.actions.to_dict("records")
    lines = []
    for row in lookup(report.data, "high_impact_actions").to_dict("records"):
        own = [r for r in rows if r["high_impact_action"] == str(row["number"])]
        numbers = sorted({int(n) for r in own for n in r["indicators"].split(";")})
        grades = Markup("<br>").join(_grade_of(report, n) for n in numbers) if numbers else "None"
        lines.append(
            Line(
                f"{row['number']}. {row['title']}",
                [_links(own) or "No action names it", grades],
            )
        )
    return table(
        "Actions and indicators by high impact action",
        ["High impact action", "Actions of this plan", "Indicators they name, with grade"],
        lines,
        note="Titles are short forms of this report's own; the improvement plan holds the full wording.",
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


def questions(report: Publication) -> Shown:
    """What a board may ask of this report: of each grade but Achieving, and of the plan itself."""
    rows = report.actions.to_dict("records")
    asked = [_question(report, indicator, rows) for indicator in INDICATORS]
    open_ = [r for r in rows if r["status"] not in ENDED]
    for missing, what in (("lead", "nobody who leads it"), ("due", "no date")):
        silent = [r for r in open_ if not r[missing] and not (missing == "due" and r["review"])]
        if silent:
            asked.append(Markup("Actions that name {}: {}. Who will see to it?").format(what, _links(silent)))
    return render("list", lines=[question for question in asked if question])


def _question(report: Publication, indicator: Indicator, rows: list[dict]) -> Markup | None:
    found = rag.given(report, indicator.number, report.year)
    link = Markup('<a href="{}.html">{}</a>').format(indicator.page, indicator.name)
    own = [r for r in rows if str(indicator.number) in r["indicators"].split(";")]
    if found.grade == GRADES[0]:
        return None
    if found.grade == NOT_ASSESSED:
        return Markup("{} is not assessed. What else does the organisation know of it?").format(link)
    if not own:
        return Markup("{} is graded {}, and no action names it. Why?").format(link, found.grade)
    text = "{} is graded {}. Which actions that name it ({}) are to change the figure, and by when?"
    return Markup(text).format(link, found.grade, _links(own))


def _links(rows: list[dict]) -> Markup:
    links = [Markup('<a href="action-plan.html#action-{0}">{0}</a>').format(row["id"]) for row in rows]
    return Markup(", ").join(links)


def _grade_of(report: Publication, number: int) -> Markup:
    given = rag.given(report, number, report.year)
    link = Markup('<a href="{}.html">Indicator {}</a>').format(BY_NUMBER[number].page, number)
    return link + " " + grade_chip(given)
