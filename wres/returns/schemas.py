"""The shape of every file an analyst writes. Validation and the data dictionary read the same rows.

A column's description, unit and example stand beside its type; ``wres dictionary`` prints them.
"""

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, StringConstraints
from pydantic_core import PydanticCustomError

from wres.files.csv_rows import OptionalDate, Row, blank_to_none, column
from wres.standard.bands import CLUSTERS

PARTS = {
    "data": "What the data tell us",
    "done": "What we did last year",
    "plan": "What we plan",
}
WHOLE = ("introduction", "workforce")

ENDED = ("done", "stopped")  # of an action, that nothing more is to be done

Rag = Literal["Achieving", "Developing", "Under-developed"]


def _whole(value: Any) -> Any:
    """A headcount as typed: '12', or '12.0' as a spreadsheet may write it. Nothing fractional."""
    if not isinstance(value, str) or not value:
        return value
    if not re.fullmatch(r"\s*[+-]?[0-9]+(?:\.[0-9]*)?\s*", value):
        raise PydanticCustomError("int_parsing", "a whole number")
    return value[:-2] if value.endswith(".0") else value


MOST = 10_000_000  # people: more than the NHS employs; a longer number is a slip
Count = Annotated[int | None, BeforeValidator(blank_to_none), BeforeValidator(_whole)]
Number = Annotated[float | None, BeforeValidator(blank_to_none)]
YesNo = Annotated[Literal["yes", "no"] | None, BeforeValidator(blank_to_none)]

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
OptionalRag = Annotated[Rag | None, BeforeValidator(blank_to_none)]


def _headcount(description: str, example: int) -> Any:
    return column(description + " Blank: not collected.", example, "people", ge=0, le=MOST)


def _ethnicity() -> Any:
    return column("White, BME or Unknown, or an ESR code from data/lookups/ethnic_categories.csv", "BME")


class Workforce(Row):
    """Staff on the snapshot date by cluster, pay band and ethnicity."""

    cluster: Literal["non-clinical", "clinical", "medical", "other"] = column(
        "; ".join(f"{code}: {label}" for code, label in CLUSTERS.items()), "clinical"
    )
    band: str = column("A code of data/lookups/pay_bands.csv, single bands or a group of bands", "8a")
    ethnicity: str = _ethnicity()
    headcount: Count = _headcount("Staff in post on the snapshot date.", 33)


class Recruitment(Row):
    """Applicants over the 12 months to the snapshot date, by stage and ethnicity."""

    stage: Literal["shortlisted", "appointed"] = column("Stage of recruitment", "shortlisted")
    ethnicity: str = _ethnicity()
    headcount: Count = _headcount("Applicants who reached the stage.", 159)


class Disciplinary(Row):
    """Staff who entered the formal disciplinary process, by ethnicity."""

    ethnicity: str = _ethnicity()
    headcount: Count = _headcount("Staff who entered the formal process in the window.", 0)


class Training(Row):
    """Staff who accessed non-mandatory training or CPD over 12 months, by ethnicity."""

    ethnicity: str = _ethnicity()
    headcount: Count = _headcount("Staff who accessed it at least once.", 43)


class Survey(Row):
    """Staff survey answers, by indicator and ethnicity."""

    indicator: Literal["5", "6", "7", "8"] = column("Indicator the question belongs to", "5")
    ethnicity: str = _ethnicity()
    respondents: Count = _headcount("Respondents who answered the question (the base).", 250)
    percentage: Number = column(
        "Percentage of respondents as published. Blank where yes is given.", 8.0, "%", ge=0, le=100
    )
    yes: Count = _headcount("Respondents counted, in place of the percentage.", 20)


class Board(Row):
    """Board members on the snapshot date, by ethnicity and kind of seat."""

    ethnicity: str = _ethnicity()
    voting: YesNo = column("yes, no, or blank where the source does not split the board", "yes")
    executive: YesNo = column("yes, no, or blank where the source does not split the board", "no")
    headcount: Count = _headcount("Board members.", 11)


class EarlierFigures(Row):
    """Figures of earlier years that are known only as an earlier report printed them."""

    year: int = column("WRES report year", 2021, "year", ge=2015, le=2100)
    indicator: Literal["2", "3", "4"] = column("Indicator", "2")
    measure: Literal["relative_likelihood"] = column("Measure", "relative_likelihood")
    value: float = column("The figure as printed", 2.66, "ratio", ge=0, le=1000)
    source: str = column("Where it was printed", "WRES report 2023")


class Action(Row):
    """The action plan: one row per action."""

    id: str = column("A letter and a number, stable from year to year", "A1", pattern=r"^A\d+$")
    indicators: str = column("Indicator numbers, separated by ;", "1;9", pattern=r"^[1-9](;[1-9])*$")
    high_impact_action: Annotated[
        Literal["1", "2", "3", "4", "5", "6"] | None, BeforeValidator(blank_to_none)
    ] = column("Number of the high impact action it serves; blank: none", "2")
    theme: str = column("Theme", "Health and wellbeing")
    action: str = column('What will be done. May use {{ figure("…") }}', "Review recruitment", min_length=1)
    outcome: str = column("What should come of it", "Fair recruitment")
    measure: str = column("How it will be known; blank: not stated", "i2.relative_likelihood")
    lead: str = column("Role that leads it; blank: not stated", "Chief People Officer")
    due: OptionalDate = column("Due date (YYYY-MM-DD); blank: not stated", "2024-03-31", "date")
    review: str = column("How often it is reviewed; blank: not stated", "Quarterly")
    agreed: int = column("WRES report year in which it was agreed", 2023, "year", ge=2015, le=2100)
    status: Annotated[
        Literal["not started", "in progress", "done", "stopped"] | None, BeforeValidator(blank_to_none)
    ] = column("Where it stands; blank: not stated", "in progress")
    progress: str = column("What became of it, for actions of earlier years", "")
    rag: OptionalRag = column("Grade given by its lead; blank: not stated", "Developing")


FILES: dict[str, type[Row]] = {
    "workforce": Workforce,
    "recruitment": Recruitment,
    "disciplinary": Disciplinary,
    "training": Training,
    "survey": Survey,
    "board": Board,
    "earlier_figures": EarlierFigures,
    "actions": Action,
}
REQUIRED = ("workforce",)
KEYS = {
    "workforce": ["cluster", "band", "ethnicity"],
    "recruitment": ["stage", "ethnicity"],
    "disciplinary": ["ethnicity"],
    "training": ["ethnicity"],
    "survey": ["indicator", "ethnicity"],
    "board": ["ethnicity", "voting", "executive"],
    "earlier_figures": ["year", "indicator", "measure"],
    "actions": ["id"],
}
