"""Where nobody's ethnicity is known: shares are zeros that say nothing, and no comparison rests on them.

Judged from published figures alone, so that it tells no more than they do.
"""

from dataclasses import replace
from functools import cache

from wres.figures.evidence import Evidence
from wres.figures.figure import Figure, Figures
from wres.figures.status import Status
from wres.standard.groups import KNOWN
from wres.standard.indicators import BOARD, PAY_BANDS

COUNTS = {BOARD: "members", PAY_BANDS: "headcount", "workforce": "headcount"}
FEW = Evidence.TOO_FEW


def ethnicity_unknown(figures: Figures, indicator: str, breakdown: str, year: int) -> bool:
    """Whether there are published to be no White and no BME people, by counts or by shares."""
    if indicator == "workforce" and figures.find(f"workforce.known.{year}").status == Status.ZERO:
        return True
    middle = f"{breakdown}." if breakdown else ""
    return all(
        any(
            figures.find(f"{indicator}.{measure}.{middle}{group}.{year}").status == Status.ZERO
            for measure in (COUNTS[indicator], "share")
        )
        for group in KNOWN
    )


def without_evidence(found: list[Figure]) -> list[Figure]:
    """The figures, those that rest on a share of which nobody's ethnicity is known with too few to say."""
    figures = Figures(found)

    @cache
    def empty(indicator: str, breakdown: str, year: int) -> bool:
        return ethnicity_unknown(figures, indicator, breakdown, year)

    def rests_on_nothing(figure: Figure) -> bool:
        shares = [figures.find(id) for id in figure.parents]
        return any(s.measure == "share" and s.indicator in COUNTS and empty(s.indicator, s.breakdown, s.year)
                   for s in shares)  # fmt: skip

    return [replace(f, evidence=FEW) if f.evidence not in ("", FEW) and rests_on_nothing(f) else f
            for f in found]  # fmt: skip
