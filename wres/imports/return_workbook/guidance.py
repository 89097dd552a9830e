"""The first sheet of the workbook: what to fill in, who usually knows it, and what a blank means."""

from wres.imports.return_workbook.layout import COMMENTARY, DATA_SETS, LISTS, NO_ROW, NOT_STATED, SETTINGS
from wres.returns.schemas import REQUIRED

WHO = {
    "workforce": "Whoever holds the staff records",
    "recruitment": "Recruitment",
    "disciplinary": "Whoever holds the records of formal cases",
    "training": "Whoever holds the records of training",
    "survey": "Whoever receives the results of the staff survey",
    "board": "Whoever supports the board",
    "earlier_figures": "Whoever has the earlier reports",
    "actions": "Whoever leads the action plan",
}
TOPICS = (
    ("Handle with care", "This workbook holds counts that the book hides. Do not publish it or pass it on."),
    ("A blank number", "Not collected. It is never a zero."),
    ("0", "The count is zero."),
    ("A row too many", "Delete the row of a band, stage or seat that does not exist here."),
    (
        NO_ROW,
        "Typed in place of a number: the return has nothing on this ethnicity in this row. "
        f"{NOT_STATED} in a column before the numbers: the source does not say.",
    ),
    (
        "Another ethnicity",
        "A further column with an ESR code as its head row, to the right of Unknown, is added to its group.",
    ),
    ("Grey cells", "Calculated, or of the year before, or explained. They are not read back."),
    ("Drop-downs", f"Cells with an arrow take a value of the list alone; the sheet {LISTS} has all of them."),
    (
        "Bands",
        "Cells for bands are formatted as Text, so that Excel does not turn 1-7 into a day. "
        "Paste values alone.",
    ),
    (
        "Red cells",
        "On the sheet Workforce: the column does not add up to the staff in post, which stands on the sheet "
        "Settings. On Disciplinary and Training: more people than there are staff.",
    ),
    ("In this return", "yes: the data set is part of the return even where every cell is blank."),
    (
        "When it is filled in",
        "Save it as an Excel workbook (.xlsx), without a password, then run: "
        "wres import workbook FILE --org ORG --year YEAR",
    ),
)


def guidance() -> list[tuple[str, str, str]]:
    """The rows of the first sheet: topic or sheet, what to do, and who usually knows."""
    topics = [(topic, text, "") for topic, text in TOPICS]
    settings = (SETTINGS, "What the return says of itself. Begin with the staff in post and the sources.", "")
    sets = [(each.sheet, _about(name), WHO.get(name, "")) for name, each in DATA_SETS.items()]
    texts = (
        COMMENTARY,
        "A row for each section of each page. A text longer than a cell goes on in the next row with "
        'the same file and section. {{ figure("…") }} prints a figure; wres figures lists their ids.',
        "Whoever writes the report",
    )
    return [*topics, settings, *sets, texts]


def _about(name: str) -> str:
    needed = "Required." if name in REQUIRED else "Optional."
    return f"{DATA_SETS[name].schema.__doc__} {needed}"
