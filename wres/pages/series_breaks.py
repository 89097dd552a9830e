"""Breaks in a series: where the figures of one year are not made as those of the year before were."""

from dataclasses import dataclass
from datetime import date

from wres.english.dates import long_date
from wres.figures.figure import Figures
from wres.figures.share_base import bands
from wres.publication import Publication
from wres.returns.settings import ReturnFile
from wres.standard.bands import CLUSTERS
from wres.standard.indicators import BY_CODE
from wres.standard.lookups import short_name

GROUPED = {"lower": "lower", "senior": "senior", "1-7": "lower", "8a-vsm": "senior"}  # groups of bands


@dataclass(frozen=True)
class BreakInSeries:
    """A break between two years held, and in one sentence why; ``brief`` where the whole book tells of it."""

    before: int
    after: int
    why: str
    brief: str = ""

    @property
    def text(self) -> str:
        """The break as a page explains it."""
        return f"Break in the series between {self.before} and {self.after}. {self.why}"

    @property
    def reminder(self) -> str:
        """The break in few words, where a page before has explained it; else the explanation."""
        return self.brief or self.text


def breaks(report: Publication, code: str | None = None) -> list[BreakInSeries]:
    """The breaks in an indicator's series, earliest first; of the workforce's without a code."""
    found = []
    for before, after in zip(report.years, report.years[1:], strict=False):
        reasons = _stated(report, code, after)
        if code is not None:
            by_formula = {"share by band": _bands, "relative likelihood": _window}
            reasons += [why(report, code, before, after)
                        for formula, why in by_formula.items()
                        if BY_CODE[code].formula == formula]  # fmt: skip
        found += _body(report, before, after)
        found += [BreakInSeries(before, after, why) for why in reasons if why]
    return found


def _body(report: Publication, before: int, after: int) -> list[BreakInSeries]:
    """That one body took the place of another; nothing where it is the same."""
    old, new = report.settings[before], report.settings[after]
    if old.body == new.body:
        return []
    days = list(predecessors(new))
    when = f" on {long_date(days[-1])}" if days else ""
    if report.added_from and before == report.years[0]:
        return [_of_bodies_before(before, after, old.body, new.body, when)]
    why = (
        f"{short_name(new.body)} took the place of {short_name(old.body)}{when}: the two years are of two "
        "bodies, and what came or went with the change is part of every difference."
    )
    brief = f"{before} and {after} are of two bodies: {short_name(old.body)} and {short_name(new.body)}."
    return [BreakInSeries(before, after, why, brief)]


def _of_bodies_before(before: int, after: int, old: str, new: str, when: str) -> BreakInSeries:
    """That a year is the counts of the bodies before, added up."""
    why = (
        f"{short_name(new)} took the place of {short_name(old)}{when}: figures of {before} are their counts "
        "added up, and what came or went with the change is part of every difference. Their boards, and "
        "answers of the survey whose number is not known exactly, are not added up."
    )
    return BreakInSeries(before, after, why, f"{before} is {short_name(old)} together.")


def predecessors(given: ReturnFile) -> dict[date, list[str]]:
    """The names of the bodies that came before, by the day on which they ended, earliest first."""
    found: dict[date, list[str]] = {}
    for each in sorted(given.predecessor, key=lambda each: each.until):
        found.setdefault(each.until, []).append(each.name)
    return found


def _stated(report: Publication, code: str | None, after: int) -> list[str]:
    """Changes of definition that the return names."""
    return [each.reason for each in report.settings[after].breaks if code in each.indicators]


def _window(report: Publication, code: str, before: int, after: int) -> str:
    """Disciplinary entries are counted over another number of years."""
    old, new = (report.settings[year].policies.disciplinary_window_years for year in (before, after))
    if BY_CODE[code].event != "entered" or old == new:
        return ""
    return f"Entries are counted over {_years(old)} in {before} and over {_years(new)} in {after}."


def _years(count: int) -> str:
    return "1 year" if count == 1 else f"{count} years"


def _bands(report: Publication, code: str, before: int, after: int) -> str:
    """Single bands in one year, groups of bands in the other."""
    old, new = (_grouped(report.figures, year) for year in (before, after))
    changed = [name.lower() for code, name in CLUSTERS.items() if old.get(code) != new.get(code)
               and code in old and code in new]  # fmt: skip
    if not changed:
        return ""
    return f"Pay bands of {' and '.join(changed)} staff are not held in the same groups in the two years."


def _grouped(figures: Figures, year: int) -> dict[str, set[str]]:
    """By cluster, the groups of bands that are shown in place of single ones."""
    parts = [breakdown.split(".") for breakdown in bands(figures, year)]
    return {cluster: {GROUPED[band] for c, band in parts if c == cluster and band in GROUPED}
            for cluster, _ in parts}  # fmt: skip
