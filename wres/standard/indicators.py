"""The nine indicators of the WRES (2023 wording), a row each."""

from typing import Any, Literal

from wres.standard.groups import GROUPS
from wres.standard.indicator import Family, Formula, Indicator

FAMILIES: tuple[Family, ...] = ("Who is where", "Opportunity", "Experience")


def _likelihood(code: str, title: str, **row: Any) -> Indicator:
    above, below = (row["above"], row["below"])
    return Indicator(
        code,
        title,
        formula="relative likelihood",
        neutral=1.0,
        worse="above",
        arithmetic=(
            f"({row['event']} {GROUPS[above]} ÷ {row['base']} {GROUPS[above]}) ÷ "
            f"({row['event']} {GROUPS[below]} ÷ {row['base']} {GROUPS[below]})"
        ),
        **row,
    )


def _survey(code: str, title: str, worse: Literal["above", "below"], **row: Any) -> Indicator:
    return Indicator(
        code,
        title,
        formula="survey percentage",
        neutral=0.0,
        worse=worse,
        above="bme",
        below="white",
        base="respondents",
        event="percentage",
        table="survey",
        arithmetic="respondents of the group who said so ÷ respondents of the group",
        **row,
    )


INDICATORS = (
    Indicator(
        "1",
        "Pay bands",
        family="Who is where",
        brief="Senior posts",
        asks=(
            "At which band does the BME share begin to fall?",
            "How are senior posts filled: by open recruitment, acting up or restructuring?",
        ),
        question="Is the workforce equally diverse at every level of pay?",
        definition=(
            "Percentage of staff in each of the Agenda for Change (AfC) bands 1 to 9, medical and "
            "dental subgroups and very senior managers (VSM), including executive board members, "
            "compared with the percentage of staff in the overall workforce; clinical and "
            "non-clinical staff apart."
        ),
        formula="share by band",
        table="workforce",
        neutral=0.0,
        worse="below",
        above="bme",
        base="headcount",
        event="headcount",
        arithmetic=(
            "(headcount of the group in the band ÷ all staff in the band) − "
            "(headcount of the group ÷ all staff in the workforce)"
        ),
    ),
    _likelihood(
        "2",
        "Appointment from shortlisting",
        family="Opportunity",
        brief="Appointment once shortlisted",
        asks=(
            "At which stage, and for which bands and panels, does the gap open?",
            "Who sits on the panels, and how are their decisions reviewed?",
        ),
        did="were appointed",
        question="Once shortlisted, are applicants equally likely to be appointed?",
        definition=(
            "Relative likelihood of White applicants being appointed from shortlisting across all "
            "posts compared with BME applicants."
        ),
        above="white",
        below="bme",
        base="shortlisted",
        event="appointed",
        people="applicants",
        happening="be appointed from shortlisting",
        past="was appointed from shortlisting",
        table="recruitment",
        stages=("shortlisted", "appointed"),
    ),
    _likelihood(
        "3",
        "Formal disciplinary process",
        family="Experience",
        brief="Formal disciplinary process",
        asks=(
            "How are concerns dealt with before a formal process begins, and for whom?",
            "Who decides that a case becomes formal?",
        ),
        did="entered the formal disciplinary process",
        question="Are staff equally likely to enter the formal disciplinary process?",
        definition=(
            "Relative likelihood of BME staff entering the formal disciplinary process, as "
            "measured by entry into a formal disciplinary investigation, compared with White staff."
        ),
        above="bme",
        below="white",
        base="staff",
        event="entered",
        happening="enter the formal disciplinary process",
        past="entered the formal disciplinary process",
        window="disciplinary_window_years",
        table="disciplinary",
    ),
    _likelihood(
        "4",
        "Non-mandatory training and CPD",
        family="Opportunity",
        brief="Non-mandatory training",
        asks=(
            "Who learns of training and who approves it?",
            "Does the record of training hold all of it?",
        ),
        did="took non-mandatory training or CPD",
        question="Do staff have equal access to non-mandatory training and development?",
        definition=(
            "Relative likelihood of White staff accessing non-mandatory training and continuing "
            "professional development (CPD) compared with BME staff."
        ),
        above="white",
        below="bme",
        base="staff",
        event="accessed",
        happening="access non-mandatory training and CPD",
        past="accessed non-mandatory training or CPD",
        table="training",
    ),
    _survey(
        "5",
        "Harassment, bullying or abuse from the public",
        family="Experience",
        brief="Harassment by the public",
        asks=(
            "Where and from whom do staff meet it?",
            "What happens when somebody reports it?",
        ),
        did="met harassment, bullying or abuse from the public",
        worse="above",
        question="Are staff equally safe from harassment by patients and the public?",
        definition=(
            "Percentage of staff experiencing harassment, bullying or abuse from patients, "
            "relatives or the public in the last 12 months."
        ),
        happening="experienced harassment, bullying or abuse from patients, relatives or the public",
    ),
    _survey(
        "6",
        "Harassment, bullying or abuse from staff",
        family="Experience",
        brief="Harassment by staff",
        asks=(
            "In which teams do staff meet it, and what happens when they say so?",
            "Do staff trust the ways of speaking up?",
        ),
        did="met harassment, bullying or abuse from staff",
        worse="above",
        question="Are staff equally safe from harassment by colleagues?",
        definition=(
            "Percentage of staff experiencing harassment, bullying or abuse from staff in the last 12 months."
        ),
        happening="experienced harassment, bullying or abuse from staff",
    ),
    _survey(
        "7",
        "Equal opportunities for career progression",
        family="Opportunity",
        brief="Fair careers",
        asks=(
            "Who is offered acting up, stretch work and sponsorship?",
            "What do staff say, in their own words, stands in their way?",
        ),
        did="believed that careers progress fairly",
        worse="below",
        question="Do staff believe that careers here progress fairly?",
        definition=(
            "Percentage of staff believing that the organisation provides equal opportunities "
            "for career progression or promotion."
        ),
        happening=(
            "believed that the organisation provides equal opportunities for career progression or promotion"
        ),
    ),
    _survey(
        "8",
        "Discrimination at work",
        family="Experience",
        brief="Discrimination at work",
        asks=(
            "Which decisions do staff mean: work, leave, promotion, conduct?",
            "What happens when somebody reports it?",
        ),
        did="met discrimination at work",
        worse="above",
        question="Do staff experience discrimination from the people they work with?",
        definition=(
            "Percentage of staff who personally experienced discrimination at work from a "
            "manager, team leader or other colleagues in the last 12 months."
        ),
        happening="experienced discrimination at work from a manager, team leader or colleagues",
    ),
    Indicator(
        "9",
        "Board representation",
        family="Who is where",
        brief="The board",
        asks=(
            "Which seats fall vacant in the next two years, and how will they be filled?",
            "Is the ethnicity of every member recorded?",
        ),
        question="Does the board reflect the workforce it leads?",
        definition=(
            "Percentage difference between (i) the organisation's board voting membership and its "
            "overall workforce and (ii) the organisation's board executive membership and its "
            "overall workforce."
        ),
        formula="board gap",
        table="board",
        neutral=0.0,
        worse="below",
        above="bme",
        base="members",
        event="members",
        people="board members",
        arithmetic=(
            "(board members of the group ÷ all board members) − "
            "(headcount of the group ÷ all staff in the workforce)"
        ),
    ),
)


def _first(formula: Formula) -> str:
    return next(indicator.key for indicator in INDICATORS if indicator.formula == formula)


# Keys of the indicators whose counts are those of the workforce by pay band, and of the board by seats.
PAY_BANDS = _first("share by band")
BOARD = _first("board gap")
BY_KEY = {indicator.key: indicator for indicator in INDICATORS}
BY_CODE = {indicator.code: indicator for indicator in INDICATORS}


def keys_of(codes: str) -> tuple[str, ...]:
    """The keys of the indicators that a cell of a data file lists: ``i1`` and ``i9`` for ``1;9``."""
    return tuple(BY_CODE[code].key for code in codes.split(";"))
