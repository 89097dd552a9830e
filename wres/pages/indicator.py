"""What an indicator's page shows, whichever its formula."""

from typing import Protocol

from wres.figures.figure import Figure
from wres.figures.grades import comparison_impossible
from wres.pages.action_plan import actions
from wres.pages.benchmarks import comparison
from wres.pages.blocks import stack
from wres.pages.changes import changes_table, context_paragraphs, since_text
from wres.pages.commentary import commentary
from wres.pages.content import board_gap, relative_likelihood, share_by_band, survey_percentage
from wres.pages.fragments import Fragment
from wres.pages.phrases import first_sentence, headline_paragraph, nobody_known
from wres.pages.series_breaks import breaks
from wres.publication import Publication
from wres.standard.indicator import Formula, Indicator
from wres.standard.indicators import BY_CODE

__all__ = [
    "actions",
    "change_sentences",
    "changes",
    "charts",
    "commentary",
    "comparison",
    "context",
    "finding",
    "headline",
    "tables",
]


class Room(Protocol):
    """What pages ask of a formula: a module of ``wres.pages.content`` answers."""

    def finding(self, report: Publication, indicator: Indicator, year: int, /) -> str:
        """What the indicator says in a year: one sentence, and the counts behind it."""

    def changes(self, report: Publication, indicator: Indicator, /) -> list[str]:
        """The change of each main figure on the year before, a sentence each; an empty one is left out."""

    def charts(self, report: Publication, indicator: Indicator, /) -> Fragment:
        """The chart or charts of the indicator's page."""

    def tables(self, report: Publication, indicator: Indicator, /) -> Fragment:
        """The tables of the indicator's page."""

    def change_rows(self, report: Publication, indicator: Indicator, /) -> dict[str, str]:
        """The rows of the table of changes: label, and start of the id of its figure."""

    def context(self, report: Publication, indicator: Indicator, /) -> list[str]:
        """The sentences beside the headline that belong to this formula alone."""

    def context_table(self, report: Publication, indicator: Indicator, /) -> Fragment | None:
        """What stands below these sentences; None where there is nothing."""

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
    said += [each.text for each in breaks(report, code)]
    shown = context_paragraphs(said)
    beside = FORMULAS[chosen.formula].context_table(report, chosen)
    return stack(shown, beside) if beside else shown


def since_first(report: Publication, code: str) -> str:
    """The change of the indicator's main figures from the first year held, where there are three."""
    chosen = BY_CODE[code]
    starts = FORMULAS[chosen.formula].followed(report, chosen)
    return " ".join(filter(None, (since_text(report, start) for start in starts)))


def headline(report: Publication, code: str) -> Fragment:
    """The indicator's headline sentence and the sentence on its change, for its page."""
    text = finding(report, code)
    first = first_sentence(text)
    return headline_paragraph(first, text[len(first) :], change_sentences(report, code))


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
