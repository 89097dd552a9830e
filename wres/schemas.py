"""The shape of every file an analyst writes. Validation and the data dictionary read the same rows.

A column's description, unit and example stand beside its type; ``wres dictionary`` prints them.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from wres.terms import CLUSTERS

Rag = Literal["Achieving", "Developing", "Under-developed"]


def _blank(value: Any) -> Any:
    return None if isinstance(value, str) and value == "" else value


def column(description: str, example: Any, unit: str = "", **rules: Any) -> Any:
    """A pydantic field with what the dictionary needs: description, unit and example."""
    return Field(description=description, examples=[example], json_schema_extra={"unit": unit}, **rules)


def _whole(value: Any) -> Any:
    """A headcount as typed: '12', or '12.0' as a spreadsheet may write it. Nothing fractional."""
    if isinstance(value, str) and value.endswith(".0"):
        return value[:-2]
    return value


MOST = 10_000_000  # people: more than the NHS employs; a longer number is a slip
Count = Annotated[int | None, BeforeValidator(_blank), BeforeValidator(_whole)]
Number = Annotated[float | None, BeforeValidator(_blank)]
YesNo = Annotated[Literal["yes", "no"] | None, BeforeValidator(_blank)]
OptionalDate = Annotated[date | None, BeforeValidator(_blank)]
GroupLabel = Annotated[str, Field(pattern=r"^(White|BME|Unknown)$")]
Headcount = Annotated[int, Field(ge=0)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
OptionalRag = Annotated[Rag | None, BeforeValidator(_blank)]


def _headcount(description: str, example: int) -> Any:
    return column(description + " Blank: not collected.", example, "people", ge=0, le=MOST)


def _ethnicity() -> Any:
    return column("White, BME or Unknown, or an ESR code from data/lookups/ethnic_categories.csv", "BME")


class Row(BaseModel):
    """A row of a CSV file: no unknown columns, text as typed."""

    model_config = ConfigDict(extra="forbid")


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
    value: float = column("The figure as printed", 2.66, "ratio", ge=0)
    source: str = column("Where it was printed", "WRES report 2023")


class Action(Row):
    """The action plan: one row per action."""

    id: str = column("A letter and a number, stable from year to year", "A1", pattern=r"^A\d+$")
    indicators: str = column("Indicator numbers, separated by ;", "1;9", pattern=r"^[1-9](;[1-9])*$")
    high_impact_action: Annotated[Literal["1", "2", "3", "4", "5", "6"] | None, BeforeValidator(_blank)] = (
        column("Number of the high impact action it serves; blank: none", "2")
    )
    theme: str = column("Theme", "Health and wellbeing")
    action: str = column('What will be done. May use {{ figure("…") }}', "Review recruitment", min_length=1)
    outcome: str = column("What should come of it", "Fair recruitment")
    measure: str = column("How it will be known; blank: not stated", "i2.relative_likelihood")
    lead: str = column("Role that leads it; blank: not stated", "Chief People Officer")
    due: OptionalDate = column("Due date (YYYY-MM-DD); blank: not stated", "2024-03-31", "date")
    review: str = column("How often it is reviewed; blank: not stated", "Quarterly")
    agreed: int = column("WRES report year in which it was agreed", 2023, "year", ge=2015, le=2100)
    status: Annotated[
        Literal["not started", "in progress", "done", "stopped"] | None, BeforeValidator(_blank)
    ] = column("Where it stands; blank: not stated", "in progress")
    progress: str = column("What became of it, for actions of earlier years", "")
    rag: OptionalRag = column("Grade given by its lead; blank: not stated", "Developing")


class Settings(BaseModel):
    """A part of ``return.yml``: no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Person(Settings):
    """A person or team to turn to, as the organisation names them."""

    name: str | None = None
    role: str | None = None
    email: str | None = None


class Predecessor(Settings):
    """The body that came before, and when it ended."""

    name: str
    until: date


class DisclosurePolicy(Settings):
    """What may be shown. The defaults are the book's own; a weaker policy needs a reason."""

    threshold: int = Field(5, ge=0, description="Counts from 1 to this are hidden")
    hide_zero: bool = Field(False, description="Whether a count of zero is hidden too")
    minimum_base: int = Field(11, ge=1, description="Survey percentages need this many respondents")
    board: Literal["show", "hide", "share-only"] = Field(
        "show", description="Board members are publicly named: show, hide, or shares only"
    )
    rounding: int | None = Field(
        None, ge=5, le=100, description="In place of hiding: counts are rounded to a multiple of this"
    )
    reason: str | None = Field(None, description="Why a policy weaker than the default is right")


class Policies(Settings):
    """Choices of method that the standard leaves open."""

    disclosure: DisclosurePolicy = DisclosurePolicy()
    disciplinary_window_years: Literal[1, 2] = Field(
        1, description="Years over which disciplinary entries are counted"
    )


class Wording(Settings):
    """The word for BME in this book. The downloads keep the standard's codes."""

    bme: Literal["BME", "ethnic minority"] = Field(
        "BME", description="BME, the standard's word, or ethnic minority; printed throughout the book"
    )
    kept: list[Reason] = Field([], description="Names in which BME stays, such as BME Staff Network")


class Logo(Settings):
    """The organisation's own logo, in the header of every page."""

    file: str = Field(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*\.(svg|png)$", description="An SVG or PNG file beside return.yml"
    )
    alt: Reason = Field(description="What is read out in place of it, usually the organisation's name")


class SeriesBreak(Settings):
    """A break in a series: figures of this year are not made as those of the year before were."""

    indicators: list[Annotated[int, Field(ge=1, le=9)]] = Field(min_length=1)
    reason: Reason


class Correction(Settings):
    """A change of a report after it was first published."""

    day: date
    text: Reason


class GivenGrade(Settings):
    """A grade that the organisation gives in place of the rule's, with its reason; pages show both."""

    indicator: int = Field(ge=1, le=9)
    grade: Rag
    reason: Reason


class DataQuality(Settings):
    """The data-quality statement."""

    completeness: str | None = None
    comparability: str | None = None
    self_reporting: str | None = None
    steps: str | None = None


class AccessibilityStatement(Settings):
    """What only the organisation can say in the accessibility statement of its report."""

    contact: Person | None = Field(None, description="Whom to tell of a barrier; default: the contacts")
    form: str | None = Field(None, pattern=r"^https://\S+$", description="Address of a form to use instead")
    response_days: int | None = Field(None, ge=1, le=365, description="Working days until an answer")
    adopted: date | None = Field(
        None, description="The day on which the organisation made the statement its own; blank: a draft"
    )


class ReturnFile(Settings):
    """``return.yml``: what a return says of itself."""

    organisation: str = Field(description="ODS code of data/lookups/organisations.csv")
    year: int = Field(ge=2015, le=2100, description="WRES report year")
    body: str = Field(description="Name of the body on the snapshot date")
    synthetic: bool = Field(False, description="true: invented data; every page says so")
    predecessor: Predecessor | None = None
    snapshot_date: date = Field(description="Date of the headcounts, usually 31 March")
    staff_in_post: dict[GroupLabel, Headcount] = Field(
        description="Headcount of the whole workforce; the rows of workforce.csv must add up to it"
    )
    survey_year: int | None = Field(None, description="Year of the staff survey used (autumn)")
    survey_response_rate: float | None = Field(None, ge=0, le=100, description="In percent")
    local_areas: list[str] = Field([], description="Census codes of the local authorities served")
    executive_sponsor: Person | None = None
    contacts: list[Person] = []
    data_quality: DataQuality = DataQuality()
    policies: Policies = Policies()
    wording: Wording = Wording()
    logo: Logo | None = None
    accent: str | None = Field(
        None,
        description='Colour of header, buttons and lines, in quotes: "#7c2855"; dark enough for white text',
    )
    breaks: list[SeriesBreak] = Field(
        [], description="Changes of definition since the year before: indicators and reason, printed on pages"
    )
    grades: list[GivenGrade] = Field(
        [], description="Grades given in place of the rule's: indicator, grade and reason; pages show both"
    )
    corrections: list[Correction] = Field(
        [], description="Changes after the report was first published: day and text, printed with it"
    )
    accessibility: AccessibilityStatement = AccessibilityStatement()
    sources: str = Field(description="Where the counts of this return come from")


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
