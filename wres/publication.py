"""The corridor: from an organisation's returns to what may be published, read aloud in one go."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pandas as pd

from wres.audit.findings import Findings, protected
from wres.commentary.other_texts import other_texts
from wres.commentary.sentences import Passage
from wres.commentary.texts import CommentaryRenderer, commentary
from wres.disclosure.attack import Range
from wres.disclosure.hidden_numbers import as_typed
from wres.disclosure.other_reports import PredecessorsFigures, hidden_in
from wres.disclosure.protect import protect, require_safe
from wres.disclosure.rounding import round_counts
from wres.english.preferred_term import STANDARD, PreferredTerm
from wres.errors import InvalidInput, Problem, WresError
from wres.figures.benchmarks import benchmark_figures, population_figures
from wres.figures.calculation import breaks_of, figures_of_years
from wres.figures.derived import derived
from wres.figures.figure import Figure, Figures
from wres.figures.formulas import protection
from wres.figures.unknown_ethnicity import without_evidence
from wres.figures.year_before import YearBefore, without, year_before
from wres.files.locations import default_data_folder
from wres.files.signed import read_signed
from wres.returns.published_report import read_published
from wres.returns.reading import Return, years
from wres.returns.remarks import remarks
from wres.returns.settings import DisclosurePolicy, ReturnFile
from wres.returns.validate import usable_return
from wres.standard.indicators import keys_of
from wres.standard.lookups import short_name, sources_text
from wres.standard.organisations import ICB, Body, kind_of, register

T = TypeVar("T")


@dataclass(frozen=True)
class Publication:
    """All that a book may show of an organisation and year. It holds no raw count.

    ``figures`` is the table behind the door; ``ranges`` what a reader could narrow each hidden
    count down to; ``settings`` are those of each year's return;
    ``commentary`` is page → part → Markdown; ``actions`` the action plan, its texts printed;
    ``audit`` what became of the figures that an earlier report of the year printed;
    ``added_from`` are the codes of the predecessors whose counts the first year is made of, and
    ``no_year_before`` says why there is no such year;
    ``passages`` are the texts as they stand in their files, less any number that is hidden.
    """

    data: Path
    organisation: str
    name: str
    region: str
    kind: str
    year: int
    years: tuple[int, ...]
    figures: Figures
    ranges: dict[str, Range]
    settings: dict[int, ReturnFile]
    commentary: dict[str, dict[str, str]]
    actions: pd.DataFrame
    audit: Findings | None = None
    added_from: tuple[str, ...] = ()
    no_year_before: str = ""
    passages: tuple[Passage, ...] = ()

    @property
    def given(self) -> ReturnFile:
        """The settings of the report year."""
        return self.settings[self.year]

    @property
    def short_name(self) -> str:
        """The organisation's name with ICB for Integrated Care Board."""
        return short_name(self.name)

    @property
    def is_icb(self) -> bool:
        """Whether the organisation is an integrated care board."""
        return self.kind == ICB

    @property
    def span(self) -> list[int]:
        """Every year from the first held to the report year, latest first; a year between may be missing."""
        return list(range(self.years[-1], self.years[0] - 1, -1))

    @property
    def synthetic(self) -> bool:
        """Whether any return that the book shows is invented."""
        return any(settings.synthetic for settings in self.settings.values())

    @property
    def table(self) -> pd.DataFrame:
        """The table of figures as published: one row per figure.

        In a synthetic book a first column ``synthetic`` says of each row whether it is invented;
        the population and the national figures are not.
        """
        table = self.figures.frame
        if self.synthetic:
            invented = [protection(figure) is not None for figure in self.figures]
            table.insert(0, "synthetic", ["invented" if each else "no" for each in invented])
        return table

    @property
    def parlance(self) -> PreferredTerm:
        """How the book says BME; names that the return keeps, and titles of sources, stay as they are."""
        given = self.given.wording
        if given.bme == STANDARD:
            return PreferredTerm()
        works = [figure.source.work for figure in self.figures if figure.source.work]
        named = {words for work in works for words in (work.title, work.read_in)}
        return PreferredTerm(given.bme, (*given.kept, *sorted(words for words in named if STANDARD in words)))

    @property
    def last_year(self) -> int | None:
        """The year of the return before this one; None where there is none."""
        return self.years[-2] if len(self.years) > 1 else None


@cache
def publication(organisation: str, year: int, data: Path | None = None) -> Publication:
    """What may be published of an organisation and year.

    Where ``wres build`` has calculated it already (``WRES_PUBLICATION`` names the file), it is read.
    Raises ``InvalidInput`` with everything that is wrong in its returns, commentary and actions.
    """
    if (kept := os.environ.get("WRES_PUBLICATION")) and data is None:
        calculated: Publication = read_signed(Path(kept))
        if (calculated.organisation, calculated.year) == (organisation, year):
            return calculated
    report, problems = draft(organisation, year, data or default_data_folder())
    if problems:
        raise InvalidInput(problems, f"To see every id: wres figures {organisation} {year}")
    return report


@cache
def counted(
    organisation: str, year: int, data: Path
) -> tuple[list[Return], list[Figure], YearBefore, tuple[str, ...]]:
    """The returns of an organisation up to a year, and every figure before the door.

    Where predecessors' returns are added up, they are the first; with them the counts of which these hide
    a part in their own reports. Raises ``InvalidInput`` with everything that is wrong in the returns.
    """
    returns = returns_up_to(data, organisation, year)
    before, there = _year_before(data, returns[0])
    if before.added is None:
        return returns, counted_figures(data, returns), before, ()
    together = [before.added, *returns]
    figures = counted_figures(data, together)
    hidden = hidden_in(there, figures, before.added.year)
    try:
        policy = returns[-1].settings.policies.disclosure
        require_safe(protect(figures, policy, hidden), policy)
    except WresError:
        return returns, counted_figures(data, returns), without(before.added.year), ()
    return together, figures, before, hidden


def _year_before(data: Path, first: Return) -> tuple[YearBefore, list[PredecessorsFigures]]:
    """The year before the first return held, and the figures of those whose counts it adds up.

    Single bands that one of them leaves out of its own report are added into groups of bands.
    """

    def read(code: str, year: int) -> Return:
        return usable_return(data, code, year)

    before = year_before(data, first, read)
    there = [_figures_of(data, given) for given in before.of]
    if crowded := {cluster for each in there for cluster in each.left_out}:
        before = year_before(data, first, read, crowded)
    return before, there


def _figures_of(data: Path, given: Return) -> PredecessorsFigures:
    """A predecessor's figures as counted and as its own report of the year shows them."""
    returns, held, _, elsewhere = counted(given.settings.organisation, given.year, data)
    shown = protect(held, returns[-1].settings.policies.disclosure, elsewhere)
    return PredecessorsFigures(Figures(held), Figures(shown))


def call(calculate: Callable[..., T], *given: Any) -> T:
    """``calculate(*given)``: nothing is kept for another run."""
    return calculate(*given)


@cache
def draft(
    organisation: str, year: int, data: Path, remember: Callable[..., Any] = call
) -> tuple[Publication, tuple[Problem, ...]]:
    """The publication of an organisation and year, and the problems of its texts, which print as empty.

    ``remember(calculate, *given)`` may keep what takes long until it or the counts change.
    Raises ``InvalidInput`` with everything that is wrong in the returns themselves.
    """
    returns, before, preceding, _ = counted(organisation, year, data)
    given = returns[-1]
    shown, policy = behind_the_door(organisation, year, data, remember)
    # the proof is made anew each time
    ranges = require_safe(shown, policy)
    figures = Figures(without_evidence([*shown, *derived(data, shown, organisation, *series(returns))]))
    anyway = [each.text for r in returns for each in r.settings.said_anyway]
    texts = CommentaryRenderer(figures, as_typed(before, figures), anyway, nobody=policy.hide_zero)
    words = commentary(given.folder / "commentary", texts)
    actions = _actions(given, texts)
    for other in (text for each in returns for text in other_texts(each, earlier=each is not given)):
        texts.check_numbers(other.text, other.file, other.about, other.row, other.place)
    earlier, problems = read_published(data, organisation, year)
    texts.problems += problems
    sources_text(data)  # the methods page prints it: that it is missing is told before a page runs
    body = _body(data, given)
    report = Publication(
        data=data,
        organisation=organisation,
        name=body.name,
        region=body.region,
        kind=body.kind,
        year=year,
        years=tuple(r.year for r in returns),
        figures=figures,
        ranges=ranges,
        settings={r.year: r.settings.model_copy(update={"staff_in_post": {}}) for r in returns},
        commentary=words,
        actions=actions,
        added_from=tuple(each.settings.organisation for each in preceding.of),
        no_year_before=preceding.why,
        audit=remember(protected, [] if problems else earlier, before, figures, policy),
        passages=tuple(texts.passages),
    )
    return report, tuple(texts.problems)


def behind_the_door(
    organisation: str, year: int, data: Path, remember: Callable[..., Any] = call
) -> tuple[Figures, DisclosurePolicy]:
    """The figures of an organisation and year as they may be shown, and the policy by which they are.

    Raises ``InvalidInput`` with everything that is wrong in the returns.
    """
    returns, figures, _, elsewhere = counted(organisation, year, data)
    policy = returns[-1].settings.policies.disclosure
    if policy.rounding is not None:
        figures = counted_figures(data, [round_counts(each, policy) for each in returns])
    return Figures(remember(protect, figures, policy, elsewhere)), policy


def _body(data: Path, given: Return) -> Body:
    """The body of the snapshot date: as the register has it, else by the name that the return states."""
    known, settings = register(data), given.settings
    body = known.body(settings.organisation, settings.snapshot_date)
    if known.stood(settings.organisation, settings.snapshot_date):
        return body
    return replace(body, name=settings.body, kind=kind_of(settings.body) or body.kind)


def counted_figures(data: Path, returns: list[Return]) -> list[Figure]:
    """Every figure before the door: of the returns, the population and the benchmarks."""
    settings = returns[-1].settings
    return [
        *figures_of_years(data, returns),
        *population_figures(data, settings.organisation, settings.local_areas, _area_code(data, settings)),
        *benchmark_figures(data),
    ]


def _area_code(data: Path, settings: ReturnFile) -> str:
    """ONS code of the area that the organisation had on the snapshot date; empty without one."""
    return register(data).body(settings.organisation, settings.snapshot_date).area_code


def all_counted(data: Path, returns: list[Return]) -> Figures:
    """The table of figures before the door, with those that follow from it: for the analyst alone."""
    counted = Figures(counted_figures(data, returns))
    organisation = returns[-1].settings.organisation
    return Figures([*counted, *derived(data, counted, organisation, *series(returns))])


def series(returns: list[Return]) -> tuple[list[int], dict[int, int], set[tuple[str, int]]]:
    """The years of the returns, over how many years each counts disciplinary entries, and the breaks."""
    windows = {each.year: int(each.settings.policies.disciplinary_window_years) for each in returns}
    return list(windows), windows, breaks_of(returns)


def remarks_on(data: Path, organisation: str, year: int) -> list[str]:
    """What is remarkable in a year's return, a sentence each; for the analyst alone."""
    return remarks(data, usable_return(data, organisation, year))


def returns_up_to(data: Path, organisation: str, year: int) -> list[Return]:
    """The return of the year and of every earlier year; the problems of all at once."""
    wanted = [y for y in years(data, organisation) if y < year] + [year]
    found: list[Return] = []
    problems: list[Problem] = []
    advice = ""
    for each in wanted:
        try:
            found.append(usable_return(data, organisation, each))
        except InvalidInput as error:
            problems += error.problems
            advice = f"Correct the files, then run: wres build {organisation} {year}"
    if problems:
        raise InvalidInput(problems, advice)
    return found


def _actions(given: Return, texts: CommentaryRenderer) -> pd.DataFrame:
    """The action plan with the figures in its texts told; no rows where there is no plan."""
    from wres.returns.schemas import Action

    table = given.tables.get("actions", pd.DataFrame(columns=["row", *Action.model_fields]))
    file = f"data/returns/{given.settings.organisation}/{given.year}/actions.csv"
    printed = {
        column: [
            texts.printed(text, file, keys_of(codes), row, "row", column)
            for row, codes, text in zip(table["row"], table["indicators"], table[column], strict=True)
        ]
        for column in ("action", "outcome", "measure", "progress")
    }
    return table.assign(**printed)
