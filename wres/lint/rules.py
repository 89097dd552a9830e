"""The rules of the commentary check, as a table: what to look for, where, what makes it a finding.

A rule that stops is certain: a figure, a sum or the book's own settings prove the text wrong. Any
other gives advice. ``wres check --rules`` prints the table.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from wres.lint.attribution import (
    BODY,
    BODY_OF,
    GRADE,
    INDICATOR,
    TYPED_YEAR,
    body_out_of_time,
    national_of_others,
    national_of_whom,
    other_figure,
    strange_figure,
    unheld_year,
    wrong_body,
    wrong_grade,
    wrong_indicator,
)
from wres.lint.evidence_words import (
    cause,
    direction,
    improvement,
    loss,
    significant_bare,
    significant_denied,
    steady,
)
from wres.lint.patterns import (
    CAUSES,
    DIRECTION,
    FALLS,
    FIGURE,
    FIGURE_CHANGE,
    HIGHER,
    IMPROVES,
    LOSSES,
    NATIONAL,
    PERCENT_CHANGE,
    RISES,
    STEADY,
    UNIT_AFTER,
)
from wres.lint.stated_changes import (
    against_the_sign,
    level_for_change,
    percent_likely,
    percent_proven,
    unit_behind,
    wrong_sum,
    wrong_way,
)
from wres.lint.statements import DONE, EVERYWHERE, TOLD, Facts, Match
from wres.lint.typed_numbers import held, perhaps_held, untraced

SIGNIFICANT = (
    r"(?:statistically\s+)?significant(?:ly)?\b"
    r"(?!\s+(?:progress|steps?|work|efforts?|programmes?|investments?|contributions?|challenges?)\b)"
)
COMPARATIVE = rf"{RISES}|{FALLS}|{HIGHER}"


@dataclass(frozen=True)
class Rule:
    """A row of the table.

    ``words`` is the pattern looked for; without one, each typed number. ``when`` answers with the
    facts that ``why`` and ``instead`` tell, or None where all is well. ``parts`` are the parts of
    a text where the rule holds.
    """

    name: str
    stops: bool
    looks_for: str
    when: Callable[[Match], Facts | None]
    why: str
    instead: str
    words: re.Pattern[str] | None = None
    parts: tuple[str, ...] = EVERYWHERE
    each: bool = False  # every occurrence in a sentence is told, not only the first


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)


NUMBERS = (
    Rule(
        "typed figure",
        True,
        "a typed number that a figure of the page prints",
        held,
        "the book holds this figure (if it is another number, say according to whom)",
        "{write}",
        each=True,
    ),
    Rule(
        "number like a figure",
        False,
        "a typed number that a figure prints too, where a source or target is named, or in a plan",
        perhaps_held,
        "a figure of the book prints the same number",
        "{write}, if that is meant",
        each=True,
    ),
    Rule(
        "untraced number",
        False,
        "a typed number that no figure of the page prints",
        untraced,
        "the number cannot be traced{near}",
        "the figure's id from 'wres figures' if the table holds it; else say whose figure it is",
        each=True,
    ),
)
UNITS_AND_CHANGES = (
    Rule(
        "unit behind a figure",
        True,
        '"%" or "percentage points" right after a figure',
        unit_behind,
        'a figure prints its own unit, this one as "{text}"',
        "{write}, with no unit behind it",
        UNIT_AFTER,
        each=True,
    ),
    Rule(
        "percent for percentage points",
        True,
        '"%" for the change or gap of percentages, proven by the sums of the sentence or by a figure',
        percent_proven,
        "a change between two percentages is in percentage points ({proof})",
        "{write}",
        PERCENT_CHANGE,
        each=True,
    ),
    Rule(
        "percent of a change",
        False,
        '"%" for a change or gap, where the text does not say of what',
        percent_likely,
        "a change between two percentages is in percentage points; in percent, of what is not said",
        "{write}; or of what it is a percentage",
        PERCENT_CHANGE,
        each=True,
    ),
    Rule(
        "level for a change",
        True,
        '"an increase of", "fell by" with the figure of one year or group',
        level_for_change,
        'the figure is no change or gap: "{text}"',
        "{write}",
        FIGURE_CHANGE,
    ),
    Rule(
        "direction against the figure",
        True,
        "a rise with the figure of a fall, or the reverse",
        against_the_sign,
        "the figure goes the other way: {text}",
        "{write}",
        FIGURE_CHANGE,
    ),
    Rule(
        "direction against the amounts",
        True,
        '"an increase from" a larger amount "to" a smaller, or the reverse',
        wrong_way,
        "the amounts go the other way",
        "{write}, of the figure that it is",
        DIRECTION,
        each=True,
    ),
    Rule(
        "sum that does not add up",
        True,
        '"by … from … to …" where the first is neither the difference nor the change in percent',
        wrong_sum,
        "the two amounts lie {apart} apart",
        "the id of the change, or no size",
        DIRECTION,
        each=True,
    ),
)
EVIDENCE = (
    Rule(
        "significant, but not clear",
        True,
        '"significant" beside figures whose evidence is not clear',
        significant_denied,
        "the evidence does not say so ({evidence})",
        '"no clear difference", or no judgement',
        _words(SIGNIFICANT),
    ),
    Rule(
        "significant, without evidence",
        False,
        '"significant" with no comparison looked up beside it',
        significant_bare,
        "no interval or evidence stands beside it",
        "the figure of the change or gap beside it, or no judgement",
        _words(SIGNIFICANT),
    ),
    Rule(
        "improvement",
        False,
        '"improved", "improvement", "better", "worsened" without a clear change of a figure',
        improvement,
        "no clear change bears it out ({evidence})",
        '"no clear change", or the figures of both years without a judgement',
        _words(IMPROVES),
        TOLD,
    ),
    Rule(
        "consistent, or a trend",
        False,
        '"consistent", "steady", "year on year" or "trend" without three years that clearly point one way',
        steady,
        "it needs three years that point the same way, each change clear",
        "the figures of the years, without the judgement",
        _words(STEADY),
        TOLD,
    ),
    Rule(
        "direction not clear",
        False,
        '"higher", "lower", "rise", "fall" beside figures whose evidence is not clear',
        direction,
        "the evidence does not say so ({evidence})",
        '"no clear difference", or "not clearly" beside the word',
        _words(COMPARATIVE),
        DONE,
    ),
    Rule(
        "loss",
        False,
        '"loss", "lost", "leavers" of staff',
        loss,
        "counts of two days do not show who joined, left or moved",
        '"fewer", with both counts',
        _words(LOSSES),
    ),
    Rule(
        "cause",
        False,
        '"because", "due to", "as a result", "led to" beside figures or a change',
        cause,
        "no cause can be read from these data",
        '"at the same time", "may have", or how the cause is known',
        _words(CAUSES),
        DONE,
    ),
)
BELONGING = (
    Rule(
        "year that is not held",
        False,
        '"in 2019" where the book holds no such year',
        unheld_year,
        "the book holds no figure of {year} for this text (years held: {years})",
        "a year that is held, or whose figure it is",
        TYPED_YEAR,
        TOLD,
    ),
    Rule(
        "body of another year",
        True,
        '"the CCG employed" with figures of years in which the organisation was another body',
        wrong_body,
        "these figures are of another body ({were})",
        "{write}",
        BODY_OF,
    ),
    Rule(
        "body out of its time",
        False,
        "a body named beside figures, or a typed year, of a time when the organisation was another",
        body_out_of_time,
        "the organisation was another body then ({were})",
        "{write}",
        BODY,
        TOLD,
    ),
    Rule(
        "national average of others",
        True,
        '"national average" beside the figure of another population, which the sentence does not name',
        national_of_others,
        "{id} is the figure of another population",
        '"the figure for {whose}"',
        _words(NATIONAL),
    ),
    Rule(
        "national average of whom",
        False,
        '"national average", "national picture" without a population',
        national_of_whom,
        "whose average it is, and of which year, is not said",
        "the population (NHS trusts, CCGs) and the year, with its figure",
        _words(NATIONAL),
        DONE,
    ),
    Rule(
        "wrong indicator",
        True,
        "another indicator named with the figures of this page's",
        wrong_indicator,
        "the figures beside it are of indicator {own}, not {named}",
        '"indicator {own}", or figures of indicator {named}',
        INDICATOR,
    ),
    Rule(
        "figure of another indicator",
        True,
        "a figure of another indicator, unnamed, in the place of the page's own",
        strange_figure,
        "the figure is of indicator {other}; the text is about indicator {own}",
        '{write}, or "indicator {other}" beside it',
        re.compile(FIGURE),
        each=True,
    ),
    Rule(
        "figure from elsewhere",
        False,
        "a figure of another indicator that the paragraph does not name",
        other_figure,
        "the figure is of indicator {other}; the text is about indicator {own}",
        '"indicator {other}" beside it',
        re.compile(FIGURE),
        each=True,
    ),
    Rule(
        "wrong grade",
        True,
        "a grade that is not the book's for the indicator and year",
        wrong_grade,
        "the book says otherwise ({told})",
        "{write}; or the grade with a reason in return.yml, under grades",
        GRADE,
        ("data", "text", "done", "plan"),
    ),
)
RULES = (*NUMBERS, *UNITS_AND_CHANGES, *EVIDENCE, *BELONGING)
