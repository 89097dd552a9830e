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
    "other": ("other", "other or unbanded"),
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
BANDS = {  # those without a number; the others are read by their form
    "vsm": ("vsm", "very senior manager", "very senior managers", "very senior manager vsm"),
    "under-1": ("under 1", "under band 1"),
    "medical-consultant": ("medical consultant", "medical consultants", "medical and dental consultants"),
    "medical-non-consultant": ("medical non consultant", "medical and dental non consultant career grades"),
    "medical-trainee": ("medical trainee", "medical trainees", "medical and dental trainees"),
    "other": ("other", "other or unbanded", "unbanded"),
}
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
ERROR_OF_EXCEL = re.compile(
    r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|#+)|\d+([.,]\d+)?E[+-]\d+", re.IGNORECASE
)
SERIAL_OF_EXCEL = re.compile(r"[2-7]\d{4}(\.0+)?")  # a day of 1954 to 2119, as Excel counts days
NUMBERS = ("headcount", "respondents", "percentage", "yes")
DASHES = "-\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}"
HIDDEN = ("c", "x", "z", "n a", "na", "suppressed", "redacted", "hidden", "withheld", "not shown",
          "not available", "not applicable")  # fmt: skip
HIDDEN_MARK = re.compile(r"[*~.:†‡#]+|[<>≤≥]\s?=?\s?\d+|\d+ or (?:fewer|less)|(?:fewer|less) than \d+", re.I)


def plain(text: str) -> str:
    """Small letters and digits with single blanks between words: ``not stated not known``."""
    return " ".join(re.sub(r"[^a-z0-9%]+", " ", text.lower()).split())


def trimmed(text: str) -> str:
    """Text without blanks at its ends; the hard blanks of spreadsheets are blanks."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").strip()


def hidden_mark(text: str) -> str:
    """``dash`` of a dash, ``mark`` of another sign or word in place of a number; nothing of anything else."""
    if text and not text.strip(DASHES):
        return "dash"
    return "mark" if plain(text) in HIDDEN or HIDDEN_MARK.fullmatch(text) else ""


def one_of(table: Mapping[str, tuple[str, ...]]) -> Callable[[str], str]:
    """Looks a text up in a table of spellings."""
    found = {spelling: name for name, spellings in table.items() for spelling in spellings}
    return lambda text: found.get(plain(text), text)


GROUPED = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3})+|(?: \d{3})+)(?:\.0{1,2})?")


def count(text: str) -> str:
    """A whole number: ``1,120`` and ``1 120`` are 1120, ``33.00`` is 33.

    ``1.000`` stays as typed: elsewhere in Europe it is a thousand.
    """
    said = re.sub("[, ]", "", text) if GROUPED.fullmatch(text) else text
    return re.sub(r"(?<=\d)\.0{1,2}$", "", said)


def percentage(text: str) -> str:
    """A number that may carry its sign: ``8.0 %`` is 8.0."""
    return re.sub(r"\s*%$", "", text)


def band(text: str) -> str:
    """A code of a pay band: ``8A``, ``Band 8a`` and ``AfC band 8 a`` are 8a; ``Bands 1 to 7`` is 1-7."""
    if (named := one_of(BANDS)(text)) in BANDS:
        return named
    said = re.sub(rf"\s*(?:[{DASHES}]|\bto\b)\s*", "-", trimmed(text).lower())
    said = re.sub(r"^(?:afc |agenda for change )?(?:pay )?(?:bands? )?", "", " ".join(said.split()))
    said = re.sub(r"(?:very senior managers?|vsm)(?: \(vsm\))?$", "vsm", said)
    said = re.sub(r"\.0$", "", re.sub(r"(?<=8) ([a-d])\b", r"\1", said))
    return said if re.fullmatch(r"\d[a-d]?(?:-(?:\d[a-d]?|vsm))?", said) else text


def codes(text: str) -> str:
    """Numbers of indicators: ``2, 7``, ``2 & 7`` and ``2 and 7`` are 2;7."""
    parts = [part for part in re.split(r"[;,&/\s]+|\band\b", text) if part]
    return ";".join(parts) if parts and all(re.fullmatch(r"[1-9]", part) for part in parts) else text


def number_of_indicator(text: str) -> str:
    """``Indicator 5``, ``HIA 5`` and ``5.0`` are 5."""
    named = r"^(?:(?:wres )?indicator|hia|high impact action) "
    return re.sub(named, "", re.sub(r"\.0$", "", text), flags=re.IGNORECASE)


def action_id(text: str) -> str:
    """``a1``, ``A 1`` and ``1`` are A1."""
    found = re.fullmatch(r"[aA]?\s*([0-9]+)(?:\.0)?", text)
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
