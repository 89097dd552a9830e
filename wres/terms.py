"""The words of the standard: groups, statuses, units and the catalogue of the nine indicators.

What differs between indicators (title, question, which group stands above the line, neutral
value, which side is worse for BME staff) is a row here, never an ``if`` elsewhere.
Source: NHS Workforce Race Equality Standard, indicators 1 to 9 (2023 wording).
"""

from dataclasses import dataclass
from typing import Literal

GROUPS = {"white": "White", "bme": "BME", "unknown": "Unknown"}
GROUP_LABELS = {**GROUPS, "all": "All staff"}
CLUSTERS = {
    "non-clinical": "Non-clinical",
    "clinical": "Clinical",
    "medical": "Medical",
    "other": "Other or unbanded",
}
SEATS = {"board": "Whole board", "voting": "Voting members", "executive": "Executive members"}
BAND_GROUPINGS = {"lower": "Below band 8a", "senior": "Band 8a and above"}
TIERS = {"lower": "Up to band 5", "middle": "Bands 6 and 7", "upper": "Band 8a and above"}

SYNTHETIC = "Synthetic data: the figures are invented."
GRADES = ("Achieving", "Developing", "Under-developed")
NOT_ASSESSED = "Not assessed"
ENDED = ("done", "stopped")  # of an action, that nothing more is to be done
EQUAL_TREATMENT = (0.80, 1.25)  # four-fifths rule; "A fair experience for all" (2019)
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Status:
    """How a figure stands: what is printed in its place, the key under a table, the spoken words.

    Symbols follow the Government Analysis Function's shorthand; ``[i]`` is this book's own.
    """

    symbol: str
    key: str


STATUSES = {
    "shown": Status("", ""),
    "zero": Status("", ""),
    "suppressed": Status("[c]", "hidden to protect confidentiality"),
    "undefined": Status("[z]", "cannot be calculated: there is nothing to compare with"),
    "infinite": Status("[i]", "no upper limit: nothing was counted in the comparison group"),
    "not_collected": Status("[x]", "not collected or not stated in the source"),
}

AUDIT_KINDS = {
    # What the audit of an earlier report finds, the first that fits being the main one.
    "mislabelled": "The number is that of another figure than its label says.",
    "wrong base": "The number is a percentage of other people than its label says.",
    "rounding": "Off by less than one unit of the last decimal printed, or made from rounded figures.",
    "contradiction with another page": "Elsewhere the report prints another number for the same figure.",
    "arithmetic": "The counts give another number, and none of the above explains it.",
    "percent for percentage point": "The difference of two percentages is printed with a percent sign.",
    "discloses a hidden cell": "A count printed as a dash can be worked out from what else is printed.",
    "cannot be recomputed": "No number is printed, or there are no counts to recompute it from.",
}

Formula = Literal["share by band", "relative likelihood", "survey percentage", "board gap"]


@dataclass(frozen=True)
class Indicator:
    """One indicator of the standard.

    ``above`` and ``below`` are the groups above and below the line of the ratio (indicators 2
    to 4) or first and second in the difference; ``worse`` is the side of ``neutral`` that is
    worse for BME staff. ``base`` and ``event`` name the measures that are counted.
    """

    number: int
    title: str
    question: str
    definition: str
    formula: Formula
    neutral: float
    worse: Literal["above", "below"]
    above: str = ""
    below: str = ""
    base: str = ""
    event: str = ""
    people: str = "staff"
    happening: str = ""
    past: str = ""
    arithmetic: str = ""

    @property
    def key(self) -> str:
        """The first part of the ids of this indicator's figures, such as ``i2``."""
        return f"i{self.number}"

    @property
    def page(self) -> str:
        """The name of the indicator's notebook and page."""
        return f"indicator-{self.number}"

    @property
    def name(self) -> str:
        """Number and title, as printed in headings."""
        return f"Indicator {self.number}: {self.title}"

    @property
    def headline(self) -> str:
        """The start of the id of the figure that stands for the indicator as a whole."""
        return {
            "share by band": "i1.difference",
            "relative likelihood": f"{self.key}.relative_likelihood",
            "survey percentage": f"{self.key}.gap",
            "board gap": "i9.difference.board.bme",
        }[self.formula]


def _likelihood(number: int, title: str, **row: str) -> Indicator:
    above, below = (row["above"], row["below"])
    return Indicator(
        number,
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


def _survey(number: int, title: str, worse: Literal["above", "below"], **row: str) -> Indicator:
    return Indicator(
        number,
        title,
        formula="survey percentage",
        neutral=0.0,
        worse=worse,
        above="bme",
        below="white",
        base="respondents",
        event="percentage",
        arithmetic="respondents of the group who said so ÷ respondents of the group",
        **row,
    )


INDICATORS = (
    Indicator(
        1,
        "Pay bands",
        question="Is the workforce equally diverse at every level of pay?",
        definition=(
            "Percentage of staff in each of the Agenda for Change (AfC) bands 1 to 9, medical and "
            "dental subgroups and very senior managers (VSM), including executive board members, "
            "compared with the percentage of staff in the overall workforce; clinical and "
            "non-clinical staff apart."
        ),
        formula="share by band",
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
        2,
        "Appointment from shortlisting",
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
    ),
    _likelihood(
        3,
        "Formal disciplinary process",
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
    ),
    _likelihood(
        4,
        "Non-mandatory training and CPD",
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
    ),
    _survey(
        5,
        "Harassment, bullying or abuse from the public",
        worse="above",
        question="Are staff equally safe from harassment by patients and the public?",
        definition=(
            "Percentage of staff experiencing harassment, bullying or abuse from patients, "
            "relatives or the public in the last 12 months."
        ),
        happening="experienced harassment, bullying or abuse from patients, relatives or the public",
    ),
    _survey(
        6,
        "Harassment, bullying or abuse from staff",
        worse="above",
        question="Are staff equally safe from harassment by colleagues?",
        definition=(
            "Percentage of staff experiencing harassment, bullying or abuse from staff in the last 12 months."
        ),
        happening="experienced harassment, bullying or abuse from staff",
    ),
    _survey(
        7,
        "Equal opportunities for career progression",
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
        8,
        "Discrimination at work",
        worse="above",
        question="Do staff experience discrimination from the people they work with?",
        definition=(
            "Percentage of staff who personally experienced discrimination at work from a "
            "manager, team leader or other colleagues in the last 12 months."
        ),
        happening="experienced discrimination at work from a manager, team leader or colleagues",
    ),
    Indicator(
        9,
        "Board representation",
        question="Does the board reflect the workforce it leads?",
        definition=(
            "Percentage difference between (i) the organisation's board voting membership and its "
            "overall workforce and (ii) the organisation's board executive membership and its "
            "overall workforce."
        ),
        formula="board gap",
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
BY_NUMBER = {indicator.number: indicator for indicator in INDICATORS}

GLOSSARY = {
    "AfC": "Agenda for Change, the NHS system of pay bands 1 to 9 for most staff.",
    "Base": "The number of people on which a percentage rests.",
    "BME": (
        "Black and minority ethnic: everyone outside the White groups. The standard's own term, "
        "kept here so that figures can be compared; the people it covers are many communities "
        "with different experiences."
    ),
    "CCG": "Clinical commissioning group, the body that an integrated care board replaced in 2022.",
    "Clinical and non-clinical": (
        "Staff whose role needs a clinical registration or delivers care, and all others."
    ),
    "CPD": "Continuing professional development.",
    "ESR": "Electronic Staff Record, the NHS payroll and staff record system.",
    "Equal treatment range": (
        "Relative likelihoods from 0.80 to 1.25. The four-fifths rule: inside it a difference is "
        "not taken as adverse; both sides outside it are."
    ),
    "ICB": "Integrated care board, the NHS body that plans and pays for health services in an area.",
    "ICS": "Integrated care system, the partnership of organisations around an ICB.",
    "Interval": (
        "A 95% confidence interval: the range of values that fit the data. A wide interval "
        "means that the figure rests on few people."
    ),
    "Likelihood": "The share of a group to whom something happened, such as being appointed.",
    "No clear difference": (
        "The interval includes equal treatment, so chance alone could explain the difference."
    ),
    "Percentage point": (
        "The unit of the difference between two percentages: from 10% to 12% is 2 percentage points."
    ),
    "RAG": "Red, amber, green: a grade. This book prints its grade as a word and its rule in full.",
    "Relative likelihood": (
        "The likelihood of one group divided by that of another. 1 means equal treatment."
    ),
    "Shortlisting": "Choosing, from all who applied, the applicants to be interviewed.",
    "Unknown": "Staff who have not stated their ethnicity, or whose record is blank.",
    "VSM": "Very senior manager: chief executives, executive directors and similar posts.",
    "WRES": "Workforce Race Equality Standard.",
}
SAID_OTHERWISE = (  # of BME, in a book that prints another word for it
    "Black and minority ethnic: everyone outside the White groups. The standard's own term, for which this "
    "report prints “{word}”. The people it covers are many communities with different experiences. Its code "
    "in the downloads is “bme”, so that figures can be compared with those of other reports."
)
