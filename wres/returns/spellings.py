"""Forms that mean the same: how analysts' files spell what the schemas name, a table for each column.

Each function gives the spelling of the schemas, or the text as typed where its meaning is not certain: then
the schema refuses it, with what it expects.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

HEADERS = {
    "ethnicity": ("ethnicity", "ethnic group", "ethnic origin", "ethnic category", "group"),
    "headcount": ("headcount", "head count", "count", "number", "number of staff", "staff", "hc"),
    "band": ("band", "pay band", "afc band", "grade"),
    "cluster": ("cluster", "staff group", "clinical or non clinical"),
    "respondents": ("respondents", "base", "number of respondents", "n"),
    "percentage": ("percentage", "percent", "%"),
    "indicator": ("indicator", "wres indicator", "indicator number"),
    "due": ("due", "due date"),
    "lead": ("lead", "lead officer"),
    "rag": ("rag", "rag rating"),
}
ETHNICITIES = {
    "White": ("white",),
    "BME": ("bme", "bame", "ethnic minority", "ethnic minorities", "black and minority ethnic",
            "black asian and minority ethnic", "black asian minority ethnic"),
    "Unknown": ("unknown", "not stated", "not known", "not stated not known", "unknown not stated",
                "ethnicity unknown", "ethnicity not stated", "undisclosed", "not disclosed",
                "prefer not to say", "null", "null unknown", "unknown null"),
}  # fmt: skip
TOTALS = ("total", "totals", "grand total", "all", "all staff", "overall", "overall total", "sum")
CLUSTERS = {
    "non-clinical": ("non clinical", "nonclinical"),
    "clinical": ("clinical",),
    "medical": ("medical", "medical and dental", "medical dental"),
    "other": ("other",),
}
STATUSES = {
    "not started": ("not started", "not yet started"),
    "in progress": ("in progress", "ongoing", "on going", "underway", "under way"),
    "done": ("done", "completed", "complete"),
    "stopped": ("stopped",),
}
YES_NO = {"yes": ("yes", "y", "true"), "no": ("no", "n", "false")}
RAG = {"Achieving": ("achieving",), "Developing": ("developing",),
       "Under-developed": ("under developed", "underdeveloped")}  # fmt: skip
STAGES = {"shortlisted": ("shortlisted", "short listed"), "appointed": ("appointed",)}
VERY_SENIOR = ("vsm", "very senior manager", "very senior managers", "very senior manager vsm")
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DATE_OF_EXCEL = re.compile(
    rf"\d{{1,2}}[-/ ]({MONTHS})[a-z]*([-/ ]\d{{2,4}})?|({MONTHS})[a-z]*[-/ ]\d{{1,4}}|\d{{4}}-\d\d-\d\d.*"
    r"|\d{1,2}/\d{1,2}/\d{2,4}|[34]\d{4}",
    re.IGNORECASE,
)
ERROR_OF_EXCEL = re.compile(
    r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|#+)|\d(\.\d+)?E\+\d+", re.IGNORECASE
)


def plain(text: str) -> str:
    """Small letters and digits with single blanks between words: ``not stated not known``."""
    return " ".join(re.sub(r"[^a-z0-9%]+", " ", text.lower()).split())


def trimmed(text: str) -> str:
    """Text without blanks at its ends; the hard blanks of spreadsheets are blanks."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").strip()


def one_of(table: Mapping[str, tuple[str, ...]]) -> Callable[[str], str]:
    """Looks a text up in a table of spellings."""
    found = {spelling: name for name, spellings in table.items() for spelling in spellings}
    return lambda text: found.get(plain(text), text)


def count(text: str) -> str:
    """A whole number: ``1,120`` and ``1 120`` are 1120, ``33.00`` is 33."""
    text = re.sub(r"(?<=\d)[, ](?=\d{3}(?:\D|$))", "", text) if re.fullmatch(GROUPED, text) else text
    return re.sub(r"\.0+$", "", text)


GROUPED = r"\d{1,3}(?:,\d{3})+(?:\.0+)?|\d{1,3}(?: \d{3})+(?:\.0+)?"


def percentage(text: str) -> str:
    """A number that may carry its sign: ``8.0 %`` is 8.0."""
    return re.sub(r"\s*%$", "", text)


def band(text: str) -> str:
    """A code of a pay band: ``8A``, ``Band 8a`` and ``AfC band 8 a`` are 8a; ``Bands 1 to 7`` is 1-7."""
    said = re.sub(r"^(?:afc |agenda for change )?(?:pay )?bands? ", "", plain(text))
    if said in VERY_SENIOR:
        return "vsm"
    said = re.sub(r"^(.+?) (?:to )?(?:very senior managers?|vsm)$", r"\1 vsm", said)
    said = re.sub(r"\b(8|9) ([a-d])\b", r"\1\2", said)
    if re.fullmatch(r"\d[a-d]?", said):
        return said
    if parts := re.fullmatch(r"(\d[a-d]?) (?:to )?(\d[a-d]?|vsm)", said):
        return f"{parts[1]}-{parts[2]}"
    return said.replace(" ", "-") if said.startswith(("medical", "under 1", "other")) else text


def codes(text: str) -> str:
    """Numbers of indicators: ``2, 7``, ``2 & 7`` and ``2 and 7`` are 2;7."""
    parts = [part for part in re.split(r"[;,&/\s]+|\band\b", text) if part]
    return ";".join(parts) if parts and all(re.fullmatch(r"[1-9]", part) for part in parts) else text


def number_of_indicator(text: str) -> str:
    """``Indicator 5`` and ``5.0`` are 5."""
    return re.sub(r"^(?:wres )?indicator ", "", re.sub(r"\.0$", "", text), flags=re.IGNORECASE)


def action_id(text: str) -> str:
    """``a1``, ``A 1`` and ``1`` are A1."""
    found = re.fullmatch(r"[aA]?\s*(\d+)", text)
    return f"A{found[1]}" if found else text


DAYS = ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y",
        "%Y-%m-%d %H:%M:%S", "%Y/%m/%d")  # fmt: skip


def day(text: str) -> str:
    """A date, the day before the month as in Britain: ``31/03/2024`` and ``31 March 2024`` are 2024-03-31."""
    for form in DAYS:
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    return text


COLUMNS: dict[str, Callable[[str], str]] = {
    "ethnicity": one_of(ETHNICITIES),
    "cluster": one_of(CLUSTERS),
    "stage": one_of(STAGES),
    "voting": one_of(YES_NO),
    "executive": one_of(YES_NO),
    "status": one_of(STATUSES),
    "rag": one_of(RAG),
    "band": band,
    "headcount": count,
    "respondents": count,
    "yes": count,
    "percentage": percentage,
    "indicators": codes,
    "indicator": number_of_indicator,
    "high_impact_action": number_of_indicator,
    "id": action_id,
    "due": day,
    "agreed": count,
    "year": count,
}


def column_name(text: str, columns: list[str]) -> str:
    """The column that a header names, in any capitals, with blanks for underscores; else as typed."""
    said = plain(text)
    for name in columns:
        if said == plain(name):
            return name
    return next((name for name in columns if said in HEADERS.get(name, ())), trimmed(text))


def total(text: str) -> bool:
    """Whether a cell names a total in place of a category."""
    return plain(text) in TOTALS
