"""The shape of ``return.yml``: what a return says of itself, and the organisation's choices."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from wres.returns.schemas import MOST, Rag, Reason

IndicatorCode = Annotated[
    Literal["1", "2", "3", "4", "5", "6", "7", "8", "9"],
    BeforeValidator(lambda typed: str(typed) if type(typed) is int else typed),
]
GroupLabel = Annotated[str, Field(pattern=r"^(White|BME|Unknown)$")]
Headcount = Annotated[int, Field(ge=0, le=100 * MOST)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]


ZERO = "zero"
CountedFile = Literal["workforce", "recruitment", "disciplinary", "training", "board"]
BlankMeaning = Annotated[
    Literal["zero", "not_collected"],
    BeforeValidator(lambda typed: typed.strip().replace(" ", "_") if isinstance(typed, str) else typed),
]


class Settings(BaseModel):
    """A part of ``return.yml``: no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def several(typed: Any) -> Any:
    """One setting, several of them in a list, or none, as a list."""
    return [] if typed is None else typed if isinstance(typed, list | tuple) else [typed]


class Person(Settings):
    """A person or team to turn to, as the organisation names them."""

    name: str | None = None
    role: str | None = None
    email: str | None = Field(None, pattern=r"^[^@\s?&<>\"':;,%]+@[A-Za-z0-9.-]+$")


class Predecessor(Settings):
    """The body that came before, and when it ended."""

    name: Reason
    until: Day


Predecessors = Annotated[tuple[Predecessor, ...], BeforeValidator(several)]


class DisclosurePolicy(Settings):
    """What may be shown. The defaults are the book's own; a weaker policy needs a reason."""

    threshold: int = Field(5, ge=0, le=1000, description="Counts from 1 to this are hidden")
    hide_zero: bool = Field(False, description="Whether a count of zero is hidden too")
    minimum_base: int = Field(11, ge=1, le=1000, description="Survey percentages need this many respondents")
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

    indicators: list[IndicatorCode] = Field(min_length=1)
    reason: Reason


class Correction(Settings):
    """A change of a report after it was first published."""

    day: date
    text: Reason


class GivenGrade(Settings):
    """A grade that the organisation gives in place of the rule's, with its reason; pages show both."""

    indicator: IndicatorCode
    grade: Rag
    reason: Reason


class SaidAnyway(Settings):
    """Words with a number that may stand beside hidden figures, and why they give none away."""

    text: Reason = Field(description="The words as they are typed, such as a telephone number")
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
    predecessor: Predecessors = Field(
        (), description="The body that came before and when it ended; a list where there were several"
    )
    snapshot_date: Day = Field(description="Date of the headcounts, usually 31 March")
    staff_in_post: dict[GroupLabel, Headcount] = Field(
        description="Headcount of the whole workforce; the rows of workforce.csv must add up to it"
    )
    bands_above_headcount: Reason | None = Field(
        None,
        description="Why the rows of workforce.csv add up to more than staff_in_post, such as staff in "
        "several posts; printed with the workforce. Blank: they may not",
    )
    blank_means: dict[CountedFile, BlankMeaning] = Field(
        {},
        description="What a blank headcount of a file means, zero or not_collected: {workforce: zero}. "
        "Not said: not collected, and wres check asks",
    )
    survey_year: int | None = Field(
        None, ge=2000, le=2100, description="Year of the staff survey used (autumn)"
    )
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
    show_grades: bool = Field(
        True, description="false: the report prints readings and leaves the three grades out"
    )
    corrections: list[Correction] = Field(
        [], description="Changes after the report was first published: day and text, printed with it"
    )
    said_anyway: list[SaidAnyway] = Field(
        [], description="Words with a number beside hidden figures: text and reason; the book prints both"
    )
    accessibility: AccessibilityStatement = AccessibilityStatement()
    sources: str = Field(description="Where the counts of this return come from")
