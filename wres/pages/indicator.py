"""What an indicator's page shows, whichever its formula."""

from typing import Protocol

from wres.figures.figure import Figure
from wres.figures.grades import comparison_impossible, grade_of_report
from wres.figures.inline import inline
from wres.pages.action_plan import actions
from wres.pages.benchmarks import benchmark_of, comparison, whose
from wres.pages.blocks import (
    BulletList,
    Folded,
    GradeChip,
    Headline,
    Paragraphs,
    Part,
    Sentence,
    Tags,
    Text,
    stack,
)
from wres.pages.changes import changes_table, context_paragraphs, since_text
from wres.pages.commentary import commentary
from wres.pages.content import board_gap, relative_likelihood, share_by_band, survey_percentage
from wres.pages.fragments import Fragment
from wres.pages.phrases import first_sentence, nobody_known
from wres.pages.series_breaks import breaks
from wres.publication import Publication
from wres.returns.schemas import PARTS
from wres.standard.indicator import Formula, Indicator
from wres.standard.indicators import BY_CODE

__all__ = [
    "actions",
    "all_figures",
    "change_sentences",
    "changes",
    "charts",
    "commentary",
    "comparison",
    "context",
    "elsewhere",
    "finding",
    "headline",
    "meaning",
    "movement",
    "narrative",
    "questions",
    "tables",
    "tags",
]


class Room(Protocol):
    """What pages ask of a formula: a module of ``wres.pages.content`` answers."""

    def finding(self, report: Publication, indicator: Indicator, year: int, /) -> str:
        """What the indicator says in a year: one sentence, and the counts behind it."""

    def changes(self, report: Publication, indicator: Indicator, /) -> list[str]:
        """The change of each main figure on the year before, a sentence each; an empty one is left out."""

    def charts(self, report: Publication, indicator: Indicator, /) -> Fragment:
        """The chart or charts of the indicator's page."""

    def more_charts(self, report: Publication, indicator: Indicator, /) -> Fragment | None:
        """Charts that stand with the tables; None where the page shows them all."""

    def tables(self, report: Publication, indicator: Indicator, /) -> Fragment:
        """The tables of the indicator's page."""

    def change_rows(self, report: Publication, indicator: Indicator, /) -> dict[str, str]:
        """The rows of the table of changes: label, and start of the id of its figure."""

    def context(self, report: Publication, indicator: Indicator, /) -> list[str]:
        """The sentences beside the headline that belong to this formula alone."""

    def context_table(self, report: Publication, indicator: Indicator, /) -> Fragment | None:
        """A table of this formula alone; None where there is none."""

    def main_figure(self, report: Publication, indicator: Indicator, /) -> tuple[str, str]:
        """Start of the id, and group, of the figure that stands for the indicator on a tile."""

    def pair(self, report: Publication, indicator: Indicator, year: int, /) -> tuple[Figure, Figure]:
        """The percentage of BME people that the indicator is about, and the one it is compared with."""

    def in_people(self, report: Publication, indicator: Indicator, /) -> str:
        """What the indicator says in numbers of people; empty where it cannot be said so."""

    def change(self, report: Publication, indicator: Indicator, /) -> Figure:
        """The change of the comparison on the year before, in the cluster that the reading rests on."""

    def brief(self, report: Publication, indicator: Indicator, /) -> str:
        """What a tile says beside the change of its figure; empty where there is nothing."""

    def followed(self, report: Publication, indicator: Indicator, /) -> list[str]:
        """Starts of the ids of the figures that are compared with the first year held."""


FORMULAS: dict[Formula, Room] = {
    "share by band": share_by_band,
    "relative likelihood": relative_likelihood,
    "survey percentage": survey_percentage,
    "board gap": board_gap,
}


def changes(report: Publication, code: str) -> Fragment:
    """The table of changes of an indicator's page; a note where there is no year before."""
    chosen = BY_CODE[code]
    return changes_table(report, FORMULAS[chosen.formula].change_rows(report, chosen))


def charts(report: Publication, code: str) -> Fragment:
    """The chart or charts of an indicator's page."""
    return FORMULAS[BY_CODE[code].formula].charts(report, BY_CODE[code])


def tables(report: Publication, code: str) -> Fragment:
    """The tables of an indicator's page."""
    return FORMULAS[BY_CODE[code].formula].tables(report, BY_CODE[code])


def context(report: Publication, code: str) -> Fragment:
    """The sentences that belong beside an indicator's headline; nothing where there are none."""
    chosen = BY_CODE[code]
    said = [*FORMULAS[chosen.formula].context(report, chosen), since_first(report, code)]
    said += [each.reminder for each in breaks(report, code)]
    return context_paragraphs(said)


def since_first(report: Publication, code: str) -> str:
    """The change of the indicator's main figures from the first year held, where there are three."""
    chosen = BY_CODE[code]
    starts = FORMULAS[chosen.formula].followed(report, chosen)
    return " ".join(filter(None, (since_text(report, start) for start in starts)))


def tags(report: Publication, code: str) -> Fragment:
    """The reading, how it stands to that of the year before, and one benchmark of the same year."""
    indicator = BY_CODE[code]
    given = grade_of_report(report, code, report.year)
    beside = benchmark_of(report, indicator)
    shown: list[Text] = [GradeChip(given)]
    if report.last_year is not None:
        shown.append(movement(report, code))
    if beside is not None:
        shown.append(Sentence(f"{whose(beside)}: {{}}", (inline(beside),)))
    return Tags(shown)


def movement(report: Publication, code: str) -> str:
    """How the reading stands to that of the year before: ``as in 2022``, ``in 2022: too close to call``."""
    if report.last_year is None:
        return ""
    now, before = (grade_of_report(report, code, year).reading for year in (report.year, report.last_year))
    return f"as in {report.last_year}" if now == before else f"in {report.last_year}: {before}"


def headline(report: Publication, code: str) -> Fragment:
    """What the indicator says, in people where that can be; else the first sentence of its finding."""
    indicator = BY_CODE[code]
    said = FORMULAS[indicator.formula].in_people(report, indicator)
    return Headline(said or first_sentence(finding(report, code)), "")


def meaning(report: Publication, code: str) -> Fragment:
    """The finding in full, the changes, and what unknowns, other years and breaks add."""
    said = [finding(report, code), *change_sentences(report, code)]
    return stack(Paragraphs([text for text in said if text]), context(report, code))


def questions(report: Publication, code: str) -> Fragment:
    """What a board may ask about this indicator."""
    return BulletList(BY_CODE[code].asks)


def all_figures(report: Publication, code: str) -> Fragment:
    """All figures of the page with counts and intervals, folded."""
    indicator = BY_CODE[code]
    more = FORMULAS[indicator.formula].more_charts(report, indicator)
    beside = FORMULAS[indicator.formula].context_table(report, indicator)
    parts = (tables(report, code), changes(report, code), beside, more)
    shown = [part for part in parts if part is not None]
    return Folded("All figures, with counts and intervals", stack(*shown))


def elsewhere(report: Publication, code: str) -> Fragment:
    """Figures of other populations, folded."""
    return Folded("Figures of other organisations", comparison(report, code))


def narrative(report: Publication, code: str) -> Fragment:
    """What the organisation itself says of the indicator, folded: data, last year, plans."""
    page = BY_CODE[code].page
    parts = [Part(title, commentary(report, page, part)) for part, title in PARTS.items()]
    return Folded("What the organisation says: the data, last year and the plan", stack(*parts))


def finding(report: Publication, code: str) -> str:
    """What the indicator says in the report year: one sentence, no more than the rule allows."""
    indicator = BY_CODE[code]
    if comparison_impossible(report.figures, indicator, report.year):
        return nobody_known(report, indicator)
    return FORMULAS[indicator.formula].finding(report, indicator, report.year)


def change_sentences(report: Publication, code: str) -> list[str]:
    """The changes that an indicator's page tells of, a sentence each; none for a first year."""
    indicator = BY_CODE[code]
    if comparison_impossible(report.figures, indicator, report.year):
        return []
    said = FORMULAS[indicator.formula].changes(report, indicator)
    return [sentence for sentence in said if sentence]
