"""The figures of the whole workforce: headcount, shares, and shares of staff of known ethnicity."""

from dataclasses import dataclass, replace

from wres.figures.arithmetic import rate
from wres.figures.counts import counts_by_group, known_staff, staff_counts
from wres.figures.figure import Figure
from wres.returns.reading import Return, above_headcount
from wres.standard.groups import GROUPS, KNOWN
from wres.standard.indicators import PAY_BANDS


@dataclass(frozen=True)
class Overall:
    """The shares of the whole workforce by group: of all staff, and of staff whose ethnicity is known."""

    share: dict[str, Figure]
    known_share: dict[str, Figure]


def overall(workforce: list[Figure]) -> Overall:
    """The shares among the figures of the workforce."""
    return Overall(
        *({f.group: f for f in workforce if f.measure == measure} for measure in ("share", "known_share"))
    )


def workforce_figures(given: Return) -> list[Figure]:
    clusters = given.tables["workforce"]["cluster"].unique()
    parts = [f"{PAY_BANDS}.headcount.{cluster}.all" for cluster in clusters]
    staff = counts_by_group("workforce", "headcount", "", given, staff_counts(given), parts)
    for group in above_headcount(given):  # no sum of its clusters, which count some staff twice
        staff[group] = replace(staff[group], parents=())
    shares = [rate("share", staff[g], staff["all"]) for g in GROUPS]
    known = known_staff(staff)
    of_known = [rate("known_share", staff[g], known) for g in KNOWN]
    return [*staff.values(), *shares, known, rate("declared", known, staff["all"]), *of_known]
