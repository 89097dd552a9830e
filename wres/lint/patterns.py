"""The words that the commentary check knows: of change, time, doubt and source. Patterns only."""

import re

from wres.commentary.sentences import FIGURE


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)


RISES = (
    r"increas(?:e|es|ed|ing)\b|ris(?:e|es|en|ing)\b|rose\b|gr(?:ew|own|owth)\b|doubled\b|"
    r"up(?=\s+(?:from|by|to)\b)"
)
FALLS = (
    r"decreas(?:e|es|ed|ing)\b|fall(?:s|en|ing)?\b|fell\b|drop(?:s|ped|ping)?\b(?!-)|"
    r"reduc(?:ed|es|tions?)\b|declin(?:e|es|ed|ing)\b|shrank\b|shrunk\b|halved\b|down(?=\s+(?:from|by|to)\b)"
)
HIGHER = (
    r"(?:higher|lower)\b(?!\W+(?:[\w-]+\W+){0,2}?(?:bands?|grades?|levels?|paid|pay|posts?|roles?|tiers?)\b)"
)
IMPROVES = (
    r"improv(?:ed|es|ing)\b|improvements?\b(?!\s+(?:plans?|programmes?|measures?|works?|targets?|goals?))|"
    r"worsen(?:ed|s|ing)?\b|deteriorat(?:ed|es|ing|ion)\b|(?:better|worse)\s+than\b|"
    r"(?:is|are|was|were|became|become|slightly|much|now|got)\s+(?:better|worse)\b"
)
CHANGES = rf"{RISES}|{FALLS}|{IMPROVES}|chang(?:e|es|ed)\b|widen(?:ed|s)?\b|narrow(?:ed|s)\b"
GAPS = r"gaps?\b|differences?\b|differs?\b|shortfall\b|more\b|less\b|fewer\b|above\b|below\b"
STEADY = (
    r"(?:consistent(?:ly)?|stead(?:y|ily)|continu(?:es|ed|ing) to|year[- ]on[- ]year|every year)\b"
    rf"(?=[^.;]{{0,40}}?\b(?:{CHANGES}|above\b|below\b|better\b|worse\b|{HIGHER}))|"
    r"(?:upward|downward|clear|rising|falling|positive|negative|improving)\s+trends?\b|"
    rf"trends?\b(?=[^.;]{{0,30}}\b(?:of|in|towards?|is|shows?|continues)\b)|"
    r"(?:each|all)\s+of\s+the\s+(?:last|past)\b|consecutive\b|in\s+a\s+row\b|year\s+after\s+year\b|"
    rf"(?:{CHANGES})(?=\s+(?:consistently|steadily|year[- ]on[- ]year|every year)\b)"
)
LOSSES = (
    r"loss(?:es)?\s+of\b|significant\s+loss\b|lost\b|leavers?\b|departures?\b|"
    r"(?:staff|colleagues|people|members|who|have|has)\s+left\b(?!\s+(?:blank|out|open|unchanged))"
)
CAUSES = (
    r"because\b(?!\s+of\s+(?:rounding|small|the\s+small))|as\s+a\s+(?:direct\s+)?result\b|"
    r"due\s+to\b(?!\s+(?:rounding|small|the\s+small|(?:\w+ly\s+)?(?:start|begin|be|take|finish|report|end|open|"
    r"launch|run|go|join|close|complete|continue|come|return|leave|retire|publish|meet)\b))|"
    r"caused\s+by\b|caused\b|led\s+to\b|leading\s+to\b|resulted\s+in\b|thanks\s+to\b|owing\s+to\b"
)
NATIONAL = (
    r"(?:national|nationwide|England|English)\s+(?:[\w-]+\s+)?(?:averages?|means?|figures?|picture|rates?|"
    r"percentages?|benchmarks?)\b|average\s+(?:for|in|across|of)\s+England\b"
)

MOVES = _words(CHANGES)
TIME = _words(r"(?:years?|then|now|since|last|earlier|previous(?:ly)?|before|again|(?:19|20)\d\d)\b")
LAST_YEAR = _words(r"(?:last|previous|prior)\s+year\b|year\s+(?:before|earlier)\b")
YEAR = re.compile(r"\b((?:19|20)\d\d)\b")

# Denied, or said to be unknown: but "have not disclosed" denies nothing of what is claimed.
NEGATED = _words(
    r"(?:no|not|cannot|can't|never|neither|nor|without|none|nothing|hardly|too\s+(?:few|small))\b"
    r"(?!\s+(?:yet\s+)?(?:disclos|declar|stat(?:e|ed)\b|known|recorded|only|just))"
)
UNREAL = re.compile(
    r"\b(?:if|whether|would|could|may(?!\s+\d)|might|should|will|must|aims?|hopes?|wants?|seeks?|"
    r"expect(?:s|ed)?|ensure|needs?|targets?|goals?|room\s+for|in\s+order\s+to)\b|\?",
    re.IGNORECASE,
)
HEDGED = _words(
    r"not\s+(?:a\s+)?clear|no\s+clear|unclear|uncertain|too\s+(?:few|small)|chance\b|small\s+beside"
)
MEASURES = re.compile(
    r"\b(?:shares?|percentages?|proportions?|rates?|likelihoods?|ratios?|gaps?|numbers?\s+of|headcounts?|"
    r"representation|figures?|results?|disparit(?:y|ies)|situation|scores?|likely)\b|%",
    re.IGNORECASE,
)
PERCENTAGES = re.compile(
    r"\b(?:shares?|percentages?|proportions?|rates?|likelihoods?|representation)\b|%(?=\s+(?:of\s+)?[A-Za-z])",
    re.IGNORECASE,
)
COUNTED = _words(r"(?:numbers?|headcounts?|totals?|how\s+many)\b")
SOURCE = _words(
    r"(?:NHS\s+England|NHS\s+Digital|NHS\s+Employers|ONS|Office\s+for\s+National\s+Statistics|census|"
    r"published\s+(?:by|in)|reported\s+by|according\s+to\s+(?!(?:the\s+)?(?:ESR|electronic|return))|"
    r"sources?|targets?|goals?|ambitions?|aims?|at\s+least|estimate[sd]?)\b"
)
POPULATION = _words(r"(?:population|census|local|community|communities|residents?)\b")

# Two bodies side by side: a sentence that compares them, or tells how one followed the other, may name
# one and give the figure of the other.
BESIDE = _words(
    r"(?:than|compar\w+|against|bec[ao]me|took|takes?\s+over|succeed\w*|predecessor|former|previous|before\s+it|"
    r"area|preparing|transition|transfer\w*|moved|join\w+|merg\w+|after|following|until|since|clos(?:ed|ure)|"
    r"replac\w+|dissol\w+|abolish\w+|ended|inherit\w+|carried)\b"
)

# How texts name the groups of the standard, whichever word the book prints for BME.
GROUP_NAMES = {
    group: re.compile(rf"\b{words}\b")
    for group, words in {
        "white": "White", "bme": r"(?:BME|[Ee]thnic[\s-]minorit(?:y|ies))", "unknown": "Unknown",
    }.items()
}  # fmt: skip
COMPARED = rf"{GROUP_NAMES['white'].pattern}|{GROUP_NAMES['bme'].pattern}"
BETWEEN_GROUPS = _words(
    rf"(?:than|compared\s+(?:with|to))\s+(?:(?:for|of|that|their|the|among)\s+)*(?:{COMPARED})|between\b"
)
OTHERS = _words(r"(?:trusts?|CCGs|ICBs|national\w*|England|region\w*)\b")
LOOKED_FOR = _words(r"(?:identif\w+|monitor\w*|look\w*\s+for|watch\w*|understand\w*|follow\w*|analys\w+)\b")
AVOIDED = _words(r"(?:avoid\w*|prevent\w*|stop\w*|risks?|minimis\w+)\b")
ACROSS = _words(r"(?:see|under|also|as|like|unlike|than|compar\w+|both|beside|together|with)\b")

# Amounts of change: "rose by 9%", "an increase of 2.1%", "3.5% lower", "+10.6%", and the same with a
# figure looked up, as commentary.passages.FIGURE.
ABOUT = r"(?:(?:about|around|nearly|almost|just|over|only|some|a\s+further)\s+)*"
_CHANGED = rf"\b(?:{CHANGES}|{HIGHER}|{GAPS})"
_CHANGE = rf"\b(?:{CHANGES}|gaps?\b|differences?\b|shortfall\b)"
_NOUNS = (
    r"(?:above|below|gaps?|differences?|shortfall|increase|decrease|rise|fall|drop|reduction|decline|growth|"
    r"improvement|deterioration)\b"
)
_WORD = r"(?:\s+(?!(?:is|are|was|were|been|driven|caused|made|followed)\b)[\w'\u2019/-]+)"


def _percent(name: str) -> str:
    return rf"(?P<{name}>\d[\d,]*(?:\.\d+)?)[*_]*\s*(?:%|per\s?cent\b)"


PERCENT_CHANGE = re.compile(
    rf"{_CHANGED}{_WORD}{{0,12}}?\s+by\s+{ABOUT}[(+\u2212-]?{_percent('by')}"
    rf"|{_CHANGE}\s+of\s+{ABOUT}[(+\u2212-]?{_percent('of')}"
    rf"|\(?{_percent('first')}\)?\s+(?:{HIGHER}|{_NOUNS})"
    rf"|(?<![\w.,)])(?:[+\u2212]|(?<=[\s(])-)\s?{_percent('signed')}",
    re.IGNORECASE,
)
FIGURE_CHANGE = re.compile(
    rf"(?P<verb>{_CHANGED}){_WORD}{{0,5}}?\s+by\s+{ABOUT}(?P<by>{FIGURE})"
    rf"|(?P<noun>{_CHANGE})\s+of\s+{ABOUT}(?P<of>{FIGURE})"
    rf"|(?P<ahead>{FIGURE})\s+(?P<than>{HIGHER})\s+than\b",
    re.IGNORECASE,
)
UNIT_AFTER = re.compile(
    rf"{FIGURE}[*_]*\s*(?:%|per\s?cent\b|(?:percentage\s+)?points?\b(?!\s+(?:out|to)\b))", re.IGNORECASE
)
UPWARD = re.compile(rf"\b(?:{RISES}|higher\b)", re.IGNORECASE)
DOWNWARD = re.compile(rf"\b(?:{FALLS}|lower\b)", re.IGNORECASE)
DIRECTION = re.compile(rf"\b(?:(?P<up>{RISES})|(?P<down>{FALLS}))", re.IGNORECASE)
