"""Which share of a pay band the pages show, once the door has hidden what it must.

The standard's share is of all staff in the band. Where a band's total has to be hidden to protect
a small Unknown, the share of staff whose ethnicity is known takes its place, for every band and
year of the book alike, and the pages say so.
"""

from dataclasses import dataclass

from wres.figures.figure import Figures
from wres.figures.status import Status
from wres.standard.bands import BAND_GROUPINGS
from wres.standard.indicators import PAY_BANDS


@dataclass(frozen=True)
class ShareBase:
    """The base of the shares of indicator 1: its measures, and how sentences and headers name it."""

    share: str
    difference: str
    staff: str

    @property
    def is_known(self) -> bool:
        """Whether shares are of staff whose ethnicity is known."""
        return self.share == "known_share"


ALL_STAFF = ShareBase("share", "difference", "staff")
KNOWN_STAFF = ShareBase("known_share", "known_difference", "staff whose ethnicity is known")


def share_base(figures: Figures) -> ShareBase:
    """Staff of known ethnicity where any band's total is hidden in any year, else all staff."""
    totals = figures.where(indicator=PAY_BANDS, measure="headcount", group="all")
    return KNOWN_STAFF if any(f.status == Status.SUPPRESSED for f in totals) else ALL_STAFF


def bands(figures: Figures, year: int) -> list[str]:
    """The breakdowns (cluster.band) to show: bands as given, or groups of them where that is all."""
    cells = figures.where(indicator=PAY_BANDS, measure="headcount", group="all", year=year)
    breakdowns = [f.breakdown for f in cells if not f.breakdown.endswith(".all")]
    shown = []
    for breakdown in breakdowns:
        cluster, band = breakdown.split(".")
        given = [
            b for b in breakdowns if b.startswith(f"{cluster}.") and b.split(".")[1] not in BAND_GROUPINGS
        ]
        if band not in BAND_GROUPINGS or not given:
            shown.append(breakdown)
    return shown


def left_out(figures: Figures, year: int) -> list[str]:
    """The clusters whose single bands are left out because most would be hidden."""
    return [b.split(".")[0] for b in bands(figures, year) if b.endswith(".senior")]
