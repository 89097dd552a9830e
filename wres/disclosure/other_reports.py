"""What the reports of predecessors hide, so that a sum with their counts tells no more than they do.

A count is printed only where each of its parts is printed in the report it comes from. So every sum can be
made from what is printed already, and nothing more can be told from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from wres.figures.figure import Figure, Figures
from wres.figures.unit import Unit


@dataclass(frozen=True)
class PredecessorsFigures:
    """A predecessor's figures as counted, and as its own report shows them."""

    held: Figures
    shown: Figures

    @property
    def left_out(self) -> set[str]:
        """The clusters of which single bands are left out of the report."""
        gone = [figure for figure in self.held if figure.unit == Unit.PEOPLE and figure.id not in self.shown]
        return {figure.breakdown.partition(".")[0] for figure in gone}

    def hides(self, id: str) -> bool:
        """Whether the report hides its part of a count that is known to it."""
        there = self._as_here(id)
        return self.held.find(there).known and not self.shown.find(there).known

    def _as_here(self, id: str) -> str:
        """The id of a count in this report: of a group of bands, where it has single ones."""
        return id if id in self.held else id.replace(".1-7.", ".lower.").replace(".8a-vsm.", ".senior.")


def hidden_in(
    reports: Iterable[PredecessorsFigures], figures: Iterable[Figure], year: int
) -> tuple[str, ...]:
    """The ids of the counts of a year of which one of the reports hides its part."""
    there = list(reports)
    counts = [f.id for f in figures if f.year == year and f.unit == Unit.PEOPLE and f.known]
    return tuple(sorted(id for id in counts if any(report.hides(id) for report in there)))
