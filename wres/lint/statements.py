"""What a sentence of the organisation says: its figures, comparisons, groups and years, and how firmly."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from wres.commentary.sentences import Passage, Sentence, Typed
from wres.figures.evidence import Evidence
from wres.figures.figure import Figure, Figures
from wres.lint.patterns import GROUP_NAMES, LAST_YEAR, MEASURES, NEGATED, PERCENT_CHANGE, UNREAL, YEAR
from wres.publication import Publication
from wres.standard.groups import GROUPS

TOLD = ("data", "text")  # where an organisation says what its figures show
DONE = (*TOLD, "done", "progress")
EVERYWHERE = (*DONE, "plan", "action", "outcome", "measure")
Facts = dict[str, str]


@dataclass(frozen=True)
class SentenceInContext:
    """A sentence among the others of its passage, with the figures that the book holds.

    ``compared`` gives, by the id of a figure, the comparisons that are calculated from it.
    """

    report: Publication
    passage: Passage
    sentence: Sentence
    compared: Mapping[str, tuple[Figure, ...]]

    @property
    def text(self) -> str:
        """The sentence; a figure looked up stands in it as ``prose.FIGURE`` matches it."""
        return self.sentence.text

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that the sentence looks up."""
        return self._held([self.sentence])

    @cached_property
    def around(self) -> tuple[Figure, ...]:
        """The figures that its paragraph looks up."""
        return self._held(s for s in self.passage.sentences if s.paragraph == self.sentence.paragraph)

    @cached_property
    def paragraph(self) -> str:
        """The paragraph or list item that holds the sentence."""
        own = [s for s in self.passage.sentences if s.paragraph == self.sentence.paragraph]
        return "".join(s.text for s in own)

    def _held(self, sentences: Iterable[Sentence]) -> tuple[Figure, ...]:
        ids = [id for sentence in sentences for _, id in sentence.references]
        return tuple(self.report.figures[id] for id in dict.fromkeys(ids) if id in self.report.figures)

    def figure_at(self, start: int) -> Figure | None:
        """The figure that is looked up at a place of the sentence."""
        id = dict(self.sentence.references).get(start, "")
        return next((figure for figure in self.figures if figure.id == id), None)

    @property
    def on_figures(self) -> bool:
        """Whether the sentence is about figures at all: it looks one up, or names a measure or a unit."""
        return bool(self.figures or MEASURES.search(self.text))

    @property
    def of_others(self) -> bool:
        """Whether the sentence looks up the figure of another population."""
        return any(figure.indicator == "benchmark" for figure in self.figures)

    @cached_property
    def percent_changes(self) -> tuple[re.Match[str], ...]:
        """The changes and gaps to which the sentence gives a size in percent."""
        return tuple(PERCENT_CHANGE.finditer(self.text))

    @cached_property
    def groups(self) -> set[str]:
        """The groups that the sentence names."""
        return {group for group, name in GROUP_NAMES.items() if name.search(self.text)}

    @cached_property
    def year(self) -> int:
        """The year that the sentence names, if the book holds it; else the report year."""
        typed = [int(y) for y in YEAR.findall(self.text) if int(y) in self.report.years]
        if typed:
            return typed[-1]
        return (self.report.last_year if LAST_YEAR.search(self.text) else None) or self.report.year

    @cached_property
    def comparisons(self) -> tuple[Figure, ...]:
        """The comparisons that the sentence rests on: looked up, or between figures looked up.

        A sentence that looks nothing up speaks of the figures of its paragraph. What it is compared
        with may stand anywhere in the passage.
        """
        passage = {figure.id for figure in self._held(self.passage.sentences)}
        found: dict[str, Figure] = {}
        for figure in self.figures or self.around:
            own = [figure] if figure.evidence else []
            derived = [c for c in self.compared.get(figure.id, ()) if passage.issuperset(c.parents)]
            found |= {c.id: c for c in [*own, *derived] if c.known}
        groups = self.groups
        return tuple(
            c for c in found.values() if not (groups and c.group in GROUPS and c.group not in groups)
        )

    def changes(self) -> list[Figure]:
        """The comparisons between years."""
        return [c for c in self.comparisons if is_change(c)]

    def differences(self) -> list[Figure]:
        """The comparisons within a year."""
        return [c for c in self.comparisons if not is_change(c)]


@dataclass(frozen=True)
class Match:
    """Words of a statement that a rule looks for, or a number typed into it."""

    said: SentenceInContext
    start: int
    end: int
    match: re.Match[str] | None = None
    number: Typed | None = None

    @property
    def clause(self) -> str:
        """The part of the sentence that holds the words."""
        return self.said.sentence.clause(self.start, self.end)

    @property
    def meant(self) -> bool:
        """Whether the words claim something: neither denied, nor asked, wished or supposed."""
        return not (NEGATED.search(self.clause) or UNREAL.search(self.clause))

    def group(self, name: str) -> str:
        """A named part of the words; empty where there is none."""
        return (self.match[name] or "") if self.match else ""


def is_change(figure: Figure) -> bool:
    """Whether a figure is the change of another between two years."""
    return "_change" in figure.measure


def clear(figure: Figure) -> bool:
    """Whether the evidence of a comparison allows to call it higher or lower."""
    return figure.evidence in (Evidence.HIGHER, Evidence.LOWER)


def comparisons(figures: Figures) -> dict[str, tuple[Figure, ...]]:
    """By the id of a figure, the comparisons that are calculated from it."""
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        for parent in figure.parents if figure.evidence else ():
            found.setdefault(parent, []).append(figure)
    return {id: tuple(made) for id, made in found.items()}


def reference(figure: Figure) -> str:
    """What to write in a text for a figure."""
    return f'{{{{ figure("{figure.id}") }}}}'
