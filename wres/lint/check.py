"""The commentary check: what an organisation's texts and plan say that the figures do not bear out.

What is looked for stands in ``rules.RULES`` and ``planned.PLAN_RULES``; here the texts are gone through.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from wres.errors import InvalidInput, Problem
from wres.lint.plan_rules import PLAN_RULES, PlanRule
from wres.lint.rules import RULES, Rule
from wres.lint.statements import Match, SentenceInContext, comparisons
from wres.publication import Publication, call, draft

LONGEST = 80  # characters of a text that a remark repeats


@dataclass(frozen=True)
class Finding:
    """What a rule found: file, place in it, the words, why they do not hold, what to write instead."""

    file: str
    place: str
    words: str
    why: str
    instead: str
    is_error: bool
    rule: str

    @property
    def problem(self) -> Problem:
        """The remark as a problem, which stops a build."""
        return Problem(self.file, self.place, f'"{self.words}": {self.why}', self.instead)

    @property
    def advice(self) -> str:
        """The remark as a line of advice."""
        return f'{self.place}: "{self.words}": {self.why}; instead: {self.instead}'


def checked(
    organisation: str, year: int, data: Path, remember: Callable[..., Any] = call
) -> tuple[Publication, tuple[Finding, ...]]:
    """The publication of an organisation and year, and the advice on its texts.

    Raises ``InvalidInput`` with everything that is wrong in its returns, commentary and actions, the
    errors of this check among it.
    """
    report, problems = draft(organisation, year, data, remember)
    found = findings(report)
    errors = [remark.problem for remark in found if remark.is_error]
    if problems or errors:
        raise InvalidInput([*problems, *errors], f"To see every id: wres figures {organisation} {year}")
    return report, tuple(remark for remark in found if not remark.is_error)


def findings(report: Publication) -> list[Finding]:
    """What the rules find in the texts and the plan of a publication: by file, in the order of the text."""
    found = [remark for statement in statements(report) for remark in _in_sentence(statement)]
    found += _in_plan(report)
    return sorted(_together(found), key=lambda remark: remark.file)


def statements(report: Publication) -> Iterator[SentenceInContext]:
    """Every sentence of an organisation's texts, with the figures it speaks of."""
    compared = comparisons(report.figures)
    for passage in report.passages:
        for sentence in passage.sentences:
            yield SentenceInContext(report, passage, sentence, compared)


def _in_sentence(said: SentenceInContext) -> Iterator[Finding]:
    for rule in RULES:
        if said.passage.part not in rule.parts:
            continue
        answers = ((phrase, rule.when(phrase)) for phrase in _phrases(rule, said))
        found = [_told(rule, phrase, facts) for phrase, facts in answers if facts is not None]
        if rule.each or len(found) < 2:
            yield from found
        else:
            words = dict.fromkeys(remark.words for remark in found)
            yield replace(found[0], words='", "'.join(words))


def _phrases(rule: Rule, said: SentenceInContext) -> Iterator[Match]:
    if rule.words is None:
        for number in said.sentence.numbers:
            yield Match(said, number.start, number.until, number=number)
    else:
        for match in rule.words.finditer(said.text):
            yield Match(said, match.start(), match.end(), match)


def _told(rule: Rule, phrase: Match, facts: dict[str, str]) -> Finding:
    """``facts`` may say to where the words that are told go on."""
    passage, begun = phrase.said.passage, phrase.said.sentence.start
    start, end = begun + phrase.start, begun + int(facts.get("to", phrase.end))
    words = passage.words(start, end)
    return Finding(
        passage.file,
        passage.where(start),
        words if len(words) <= LONGEST else f"{words[:LONGEST]}…",
        rule.why.format_map(facts),
        rule.instead.format_map(facts),
        rule.stops,
        rule.name,
    )


def _in_plan(report: Publication) -> Iterator[Finding]:
    file = f"data/returns/{report.organisation}/{report.year}/actions.csv"
    for rule in PLAN_RULES:
        for row in report.actions.to_dict("records"):
            if (facts := rule.when(row, report)) is not None:
                words, why, instead = (t.format_map(facts) for t in (rule.words, rule.why, rule.instead))
                yield Finding(file, f"row {row['row']}", words, why, instead, rule.stops, rule.name)


def _together(found: Iterable[Finding]) -> list[Finding]:
    """The same remark in several rows of a table as one."""
    alike: dict[Finding, list[str]] = {}
    for remark in found:
        in_row = remark.place.startswith("row ")
        key = replace(remark, place="rows") if in_row else remark
        alike.setdefault(key, []).append(remark.place.removeprefix("row "))
    return [
        replace(key, place=f"row{'s' if len(rows) > 1 else ''} {_rows(rows)}") if key.place == "rows" else key
        for key, rows in alike.items()
    ]


def _rows(rows: list[str]) -> str:
    """Numbers of rows in short: 2 to 9, 12."""
    numbers = sorted({int(row) for row in rows})
    runs = [[n for _, n in run] for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0])]
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)


def listed(found: Iterable[Finding]) -> str:
    """Advice as lines, grouped by file, with the number in each."""
    lines = []
    for file, group in groupby(found, lambda remark: remark.file):
        own = [remark.advice for remark in group]
        lines += [f"{file} ({len(own)})", *(f"  {line}" for line in own)]
    return "\n".join(lines)


def rule_list() -> str:
    """The rules as text: those that stop a build, then those that give advice."""
    rows: list[Rule | PlanRule] = [*RULES, *PLAN_RULES]
    lines: list[str] = []
    for stops, heading in ((True, "Errors, which stop a build"), (False, "Advice, which does not")):
        lines += ["", heading] if lines else [heading]
        for rule in rows:
            if rule.stops == stops:
                lines += ["", f"{rule.name}: {rule.looks_for}"]
                lines += [f"  why: {_at_large(rule.why)}", f"  write: {_at_large(rule.instead)}"]
    return "\n".join(lines)


def _at_large(text: str) -> str:
    """What a rule tells, without the facts of a case."""
    text = re.sub(r"\s*\([^()]*\{\w+\}[^()]*\)|\{near\}", "", text)
    return re.sub(
        r"\{\w+\}",
        "\N{HORIZONTAL ELLIPSIS}",
        text.replace("{write}", "the id or word that the message gives"),
    )
