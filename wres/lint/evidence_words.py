"""Words that need evidence: significant, improvement, higher, consistent, loss, because.

A question that a rule asks takes a phrase, and gives the facts of a finding or None where all is well.
"""

import re
from collections.abc import Iterable

from wres.commentary.sentences import PEOPLE
from wres.figures.figure import Figure
from wres.lint.patterns import AVOIDED, BETWEEN_GROUPS, HEDGED, LOOKED_FOR, MOVES, TIME
from wres.lint.statements import TOLD, Facts, Match, SentenceInContext, clear
from wres.lint.typed_numbers import of_count

PEOPLE_AND_BANDS = re.compile(rf"\b(?:{PEOPLE}|bands?|levels?)\b", re.IGNORECASE)
FEWEST_YEARS = 3  # a trend, or anything consistent, needs as many


def significant_denied(phrase: Match) -> Facts | None:
    """A difference called significant, although no figure that the sentence rests on is clear.

    Where words of change stand beside it, only changes between years bear it out.
    """
    found = phrase.said.changes() if MOVES.search(phrase.clause) else list(phrase.said.comparisons)
    if not phrase.meant or not found or phrase.said.of_others or any(map(clear, found)):
        return None
    return {"evidence": _evidence(found)}


def significant_bare(phrase: Match) -> Facts | None:
    """A difference called significant with no comparison beside it, or one with another population."""
    found = phrase.said.changes() if MOVES.search(phrase.clause) else phrase.said.comparisons
    if (found and not phrase.said.of_others) or not phrase.meant or not _on_what_is_shown(phrase):
        return None
    return {}


def improvement(phrase: Match) -> Facts | None:
    """An improvement or worsening that no clear change of a figure bears out."""
    found = phrase.said.changes()
    if not phrase.meant or not _on_what_is_shown(phrase) or any(map(clear, found)):
        return None
    return {"evidence": _evidence(found) or "no change of a figure stands beside it"}


def direction(phrase: Match) -> Facts | None:
    """Higher, lower, a rise or a fall, where the evidence of every figure it rests on is not clear."""
    said = phrase.said
    if said.of_others or (phrase.match and of_count(said, phrase.match)):
        return None  # neither a count nor another population has an interval
    found = _spoken_of(phrase)
    if not phrase.meant or HEDGED.search(said.paragraph) or not found or any(map(clear, found)):
        return None
    return {"evidence": _evidence(found)}


def steady(phrase: Match) -> Facts | None:
    """Consistency or a trend, unless three years or more point the same way, each change clear."""
    looked_for = LOOKED_FOR.search(phrase.said.text[: phrase.start])
    if not phrase.meant or looked_for or not _on_what_is_shown(phrase):
        return None
    held = [_steps(phrase.said, figure) for figure in phrase.said.figures or phrase.said.around]
    if any(len(steps) >= FEWEST_YEARS - 1 and len(set(steps)) == 1 and steps[0] for steps in held):
        return None
    return {}


def _steps(said: SentenceInContext, figure: Figure) -> list[str]:
    """Of the series of a figure, the evidence of each change on the year before; empty where not clear."""
    measure = re.sub(r"_change(_since_\d+)?$", "", figure.measure)
    same = {"indicator": figure.indicator, "breakdown": figure.breakdown, "group": figure.group}
    series = sorted((f for f in said.report.figures.where(**same, measure=measure) if f.known), key=_year)
    changes = {f.year: f for f in said.report.figures.where(**same, measure=f"{measure}_change")}
    found = [changes.get(f.year) for f in series[1:]]
    return [f.evidence if f is not None and clear(f) else "" for f in found]


def _year(figure: Figure) -> int:
    return figure.year


def _spoken_of(phrase: Match) -> list[Figure]:
    """The comparisons that words speak of: of years, of groups, or of either where nothing tells."""
    changes, differences = phrase.said.changes(), phrase.said.differences()
    if MOVES.search(phrase.clause):
        return changes
    if TIME.search(phrase.clause) and not BETWEEN_GROUPS.search(phrase.clause):
        return changes or differences
    return differences or changes


def _evidence(figures: Iterable[Figure]) -> str:
    return "; ".join(f"{figure.id}: {figure.evidence or 'no interval'}" for figure in list(figures)[:3])


def _on_what_is_shown(phrase: Match) -> bool:
    """Whether the words stand where an organisation says what its figures show, or beside a figure."""
    return bool(phrase.said.figures) or (phrase.said.passage.part in TOLD and phrase.said.on_figures)


def loss(phrase: Match) -> Facts | None:
    """People lost, and leavers where figures are told: counts of two days do not show who left."""
    word = phrase.said.text[phrase.start : phrase.end].lower()
    people = PEOPLE_AND_BANDS.search(phrase.said.text)
    told = phrase.said.passage.part in TOLD or "loss" in word or "lost" in word
    return {} if people and told and phrase.meant and not AVOIDED.search(phrase.clause) else None


def cause(phrase: Match) -> Facts | None:
    """A cause given for what figures show."""
    said = phrase.said
    shown = said.figures or MOVES.search(said.text)
    return {} if shown and said.on_figures and phrase.meant else None
