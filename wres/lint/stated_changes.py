"""Changes that a sentence claims: their unit, their direction and their arithmetic.

A question that a rule asks takes a phrase, and gives the facts of a finding or None where all is well.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from wres.commentary.sentences import FIGURE
from wres.figures.figure import SIGNED, Figure
from wres.figures.unit import Unit
from wres.lint.patterns import ABOUT, DIRECTION, DOWNWARD, HIGHER, MOVES, UPWARD
from wres.lint.statements import Facts, Match, SentenceInContext, is_change, reference
from wres.lint.typed_numbers import as_printed, likeliest, of_count, percent_at, subject, written
from wres.standard.groups import GROUPS

HIGHER_LOWER = re.compile(HIGHER, re.IGNORECASE)
SIZE = re.compile(rf"\b(?:by|of)\s+{ABOUT}[(]?$", re.IGNORECASE)
EARLIER = re.compile(r"\b(?:earlier|before|last\s+year|previous(?:ly)?|then)\b", re.IGNORECASE)


def unit_behind(phrase: Match) -> Facts | None:
    """A unit typed behind a figure, which prints its own."""
    figure = phrase.said.figure_at(phrase.start)
    return {"text": figure.text, "write": reference(figure)} if figure else None


def percent_proven(phrase: Match) -> Facts | None:
    """A percent typed for a change that is in points: the sum of the sentence or a figure proves it."""
    facts = _points(phrase)
    return facts if facts and facts["proof"] else None


def percent_likely(phrase: Match) -> Facts | None:
    """A percent typed for a change that may be in points."""
    facts = _points(phrase)
    return facts if facts and not facts["proof"] else None


def _points(phrase: Match) -> Facts | None:
    """None for a change of a count in percent, which is what it says."""
    if phrase.match is None:
        return None
    start, end = percent_at(phrase.match)
    value = Decimal(phrase.said.text[start:end].replace(",", ""))
    words = [word.start() for word in DIRECTION.finditer(phrase.said.text) if word.start() < start]
    made = sum_from(phrase.said, words[-1]) if words else None
    if made and made.by and made.by.start == start:
        proven = made.in_percent and made.fits_points
        return {"proof": "its sum shows it", "write": f"{value} percentage points"} if proven else None
    between_years, groups = MOVES.search(phrase.match.group()), phrase.said.groups
    found = [
        f
        for f in subject(phrase.said, "points")
        if f.unit == Unit.POINTS
        and as_printed(f) == value
        and (is_change(f) or not between_years)
        and (f.group in groups or f.group not in GROUPS or not groups)
    ]
    counted = of_count(phrase.said, phrase.match)
    if not found and not counted:
        return {"proof": "", "write": "the id of the change, which prints percentage points"}
    if not found:
        return None
    best = likeliest(phrase, [f for f in found if is_change(f)] or found)
    return {"proof": "" if counted else f"{best[0].id} prints it", "write": written(best)}


def level_for_change(phrase: Match) -> Facts | None:
    """A figure of one year or group given as the size of a change or gap."""
    figure = _size(phrase)
    if figure is None or figure.unit in SIGNED or is_change(figure):
        return None
    near = [c for c in phrase.said.compared.get(figure.id, ()) if c.unit in SIGNED and c.known]
    near.sort(key=lambda c: not is_change(c))
    return {"text": figure.text, "write": written(near[:2]) or "the id of the change"}


def against_the_sign(phrase: Match) -> Facts | None:
    """A rise given with the figure of a fall, or the reverse; not "a year earlier it was higher by"."""
    figure = _size(phrase) or phrase.said.figure_at(phrase.start)
    word = phrase.group("verb") or phrase.group("noun") or phrase.group("than")
    up, down = UPWARD.match(word), DOWNWARD.match(word)
    before = phrase.said.text[: phrase.start]
    if figure is None or not is_change(figure) or not figure.value or not phrase.meant:
        return None
    if not (up or down) or (HIGHER_LOWER.match(word) and EARLIER.search(before)):
        return None
    return None if bool(up) == (figure.value > 0) else {"text": figure.text, "write": _word(not up)}


def _size(phrase: Match) -> Figure | None:
    """The figure that a sentence gives as the size of a change: rose by, an increase of."""
    places = [phrase.match.start(name) for name in ("by", "of") if phrase.match[name]] if phrase.match else []
    return phrase.said.figure_at(places[0]) if places else None


def _word(up: bool) -> str:
    return '"rise", "increase" or "higher"' if up else '"fall", "decrease" or "lower"'


@dataclass(frozen=True)
class Amount:
    """A number of a sentence, typed or looked up: its place, value, half of its last place, and unit."""

    start: int
    end: int
    value: float
    half: float
    unit: str


@dataclass(frozen=True)
class Sum:
    """What a sentence says of a move: up or down, from an amount to an amount, and by how much."""

    up: bool
    first: Amount
    second: Amount
    by: Amount | None

    @property
    def in_percent(self) -> bool:
        """Whether it moves from a percentage to a percentage."""
        return Unit.PERCENT in (self.first.unit, self.second.unit)

    @property
    def apart(self) -> float:
        """How far the ends lie apart."""
        return abs(self.second.value - self.first.value)

    @property
    def fits_points(self) -> bool:
        """Whether the ends differ by the stated size, as far as rounding allows."""
        slack = self.first.half + self.second.half + 1e-9
        return self.by is None or abs(self.apart - self.by.value) <= slack + self.by.half

    @property
    def fits_percent(self) -> bool:
        """Whether the stated size is the change in percent of the first end, as far as rounding allows."""
        if self.by is None or not self.first.value:
            return True
        slack = (self.first.half + self.second.half + 1e-9) * 100 / self.first.value
        return abs(100 * self.apart / self.first.value - self.by.value) <= slack + self.by.half

    @property
    def fits(self) -> bool:
        """Whether the stated size fits the ends in its own unit; percent of percentages in either."""
        if self.by is None or self.by.unit != Unit.PERCENT:
            return self.fits_points
        return self.fits_percent or (self.in_percent and self.fits_points)


def sum_from(said: SentenceInContext, start: int) -> Sum | None:
    """What a word of direction begins, where both ends are given: rose (by …) from … to …."""
    word = DIRECTION.match(said.text, start)
    if word is None:
        return None
    following = DIRECTION.search(said.text, word.end())
    stop = following.start() if following else len(said.text)
    own = [a for a in _amounts(said) if word.end() <= a.start and a.end <= stop]
    for first, second in zip(own, own[1:], strict=False):
        if _from_to(said.text, word.end(), first, second):
            sizes = [a for a in own if a.end <= first.start and _is_size(said.text, a)]
            return Sum(bool(word["up"]), first, second, sizes[0] if sizes else None)
    return None


def wrong_way(phrase: Match) -> Facts | None:
    """A rise from a larger amount to a smaller, or the reverse."""
    made = sum_from(phrase.said, phrase.start)
    if made is None or not made.apart or not phrase.meant:
        return None
    up = made.second.value > made.first.value
    return None if up == made.up else {"write": _word(up), "to": str(made.second.end)}


def wrong_sum(phrase: Match) -> Facts | None:
    """A move whose size is neither the difference of its ends nor that in percent of the first."""
    made = sum_from(phrase.said, phrase.start)
    if made is None or made.fits:
        return None
    unit = " percentage points" if made.in_percent else ""
    relative = f", or {100 * made.apart / made.first.value:.1f}%" if made.first.value else ""
    return {"apart": f"{made.apart:.4g}{unit}{relative}", "to": str(made.second.end)}


def _amounts(said: SentenceInContext) -> Iterator[Amount]:
    ends = {match.start(): match.end() for match in re.finditer(FIGURE, said.text)}
    looked_up = [(at, said.figure_at(at)) for at, _ in said.sentence.references if at in ends]
    found = [_amount(at, ends[at], as_printed(f), f.unit) for at, f in looked_up if f and f.known]
    found += [_amount(n.start, n.end, Decimal(n.digits), n.unit) for n in said.sentence.numbers]
    yield from sorted(found, key=lambda amount: amount.start)


def _amount(start: int, end: int, number: Decimal, unit: str) -> Amount:
    exponent = number.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    exact = not places and unit not in (Unit.PERCENT, Unit.POINTS)  # a whole number is a count
    return Amount(start, end, float(number), 0.0 if exact else 0.5 * 10.0**-places, unit)


def _from_to(text: str, after: int, first: Amount, second: Amount) -> bool:
    """Whether two amounts stand as "from (up to five words) … to (up to three words) …"."""
    opening = re.search(r"\bfrom\b((?:\s+[^\s.;]+){0,5})\s*[(]?$", text[after : first.start])
    between = re.fullmatch(r"[^.;]{0,60}?\bto(?:\s+[\w'\u2019]+){0,3}\s+[(]?", text[first.end : second.start])
    return bool(opening and between)


def _is_size(text: str, amount: Amount) -> bool:
    return bool(SIZE.search(text[max(0, amount.start - 60) : amount.start]))
