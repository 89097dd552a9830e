"""Share by band (indicator 1): counts, shares and differences, progression between bands, grade."""

from collections.abc import Iterator
from math import nan
from pathlib import Path

import pandas as pd

from wres.figures.arithmetic import against_workforce, rate, status_of
from wres.figures.counts import counts_by_group, known_staff, read_counts
from wres.figures.evidence import FEW_EVENTS, FEW_PEOPLE, evidence
from wres.figures.figure import Figure, Figures
from wres.figures.grades import GRADES, NOT_ASSESSED, Grade, grade_of_figure
from wres.figures.intervals import odds_ratio_interval
from wres.figures.provenance import merged
from wres.figures.share_base import share_base
from wres.figures.status import Status
from wres.figures.unit import Unit
from wres.figures.workforce import Overall
from wres.returns.reading import Return
from wres.standard.bands import BAND_GROUPINGS, CLUSTERS, TIERS
from wres.standard.groups import FOCUS, GROUPS, KNOWN
from wres.standard.indicator import Indicator, Protection
from wres.standard.lookups import lookup

protection: Protection = "bands"

STEPS = (("lower", "middle"), ("middle", "upper"))
WHOLE_STEP = ("lower", "senior")  # below band 8a, and band 8a and above


def derived(indicator: Indicator, figures: Figures, year: int, data: Path) -> Iterator[Figure]:
    """(White in upper ÷ White in lower) ÷ (BME in upper ÷ BME in lower) per cluster. Neutral 1.

    Above 1 a smaller share of BME staff stands on the upper side of the step. From lower (to band
    5) to middle (6 and 7) to upper (8a and above) where single bands are shown, and from all below
    band 8a to band 8a and above. An analogue of the race disparity ratio, whose official
    arithmetic was not found.
    """
    tier = lookup(data, "pay_bands").set_index("code")["disparity_group"].to_dict()
    for cluster in ("non-clinical", "clinical"):
        cells = figures.where(indicator=indicator.key, measure="headcount", year=year)
        own = [f for f in cells if f.breakdown.startswith(f"{cluster}.") and f.group in KNOWN]
        bands = {t: [f for f in own if tier.get(f.breakdown.split(".")[1]) == t] for t in TIERS}
        sides = {part: [f for f in own if f.breakdown == f"{cluster}.{part}"] for part in WHOLE_STEP}
        for low, high in STEPS:
            yield from _progression(indicator.key, cluster, low, high, bands[low], bands[high])
        yield from _progression(indicator.key, cluster, *WHOLE_STEP, sides["lower"], sides["senior"])


def _progression(
    key: str, cluster: str, low: str, high: str, below: list[Figure], above: list[Figure]
) -> Iterator[Figure]:
    cells = [*below, *above]
    if not (below and above) or not all(f.known for f in cells):
        return
    white_low, white_high, bme_low, bme_high = (
        sum(f.value for f in side if f.group == group) for group in KNOWN for side in (below, above)
    )
    under = white_low * bme_high
    value = white_high * bme_low / under if under else nan
    interval = odds_ratio_interval(white_high, white_low, bme_high, bme_low)
    few = min(white_low + white_high, bme_low + bme_high) < FEW_PEOPLE
    few = few or min(white_high + bme_high, white_low + bme_low) < FEW_EVENTS
    infinite = not under and white_high * bme_low > 0
    yield Figure(
        key,
        "progression_ratio",
        f"{cluster}.{low}-to-{high}",
        "",
        below[0].year,
        value,
        Unit.RATIO,
        Status.INFINITE if infinite else status_of(value),
        low=interval[0],
        high=interval[1],
        evidence=evidence(interval, 1.0, few),
        parents=tuple(f.id for f in cells),
        source=merged(f.source for f in cells),
    )


def counted(indicator: Indicator, given: Return, overall: Overall, data: Path) -> list[Figure]:
    """Share of each group in a band, and its difference from the workforce's.

    Both over all staff, which is the standard's base, and over staff of known ethnicity.
    """
    key, table = indicator.key, given.tables[indicator.table]
    bands = lookup(data, "pay_bands").set_index("code")
    rows = table.assign(grouping=table["band"].map(bands["grouping"]))
    cells: dict[str, pd.DataFrame] = {}
    for cluster, part in rows.groupby("cluster", sort=False):
        by_band = {str(band): lines for band, lines in part.groupby("band", sort=False)}
        cells |= {f"{cluster}.{band}": by_band[band] for band in bands.index if band in by_band}
        for grouping in BAND_GROUPINGS:
            lines = part[part["grouping"] == grouping]
            if len(lines):
                cells[f"{cluster}.{grouping}"] = lines
        cells[f"{cluster}.all"] = part
    found = []
    for breakdown, lines in cells.items():
        cluster, part = breakdown.split(".")
        addends = [] if part in set(lines["band"]) else _addends(part, lines)
        starts = [f"{key}.headcount.{cluster}.{band}" for band in addends]
        read = read_counts(indicator.table, lines, absent=0)
        staff = counts_by_group(key, "headcount", breakdown, given, read, starts)
        shares = [rate("share", staff[g], staff["all"]) for g in GROUPS]
        found += [*staff.values(), *shares]
        found += [against_workforce("difference", s, overall.share[s.group]) for s in shares]
        known = known_staff(staff)
        known_shares = [rate("known_share", staff[g], known) for g in KNOWN]
        found += [known, *known_shares]
        found += [
            against_workforce("known_difference", s, overall.known_share[s.group]) for s in known_shares
        ]
    return found


def _addends(part: str, lines: pd.DataFrame) -> list[str]:
    """The bands that a grouping, or the groupings and other bands that a cluster, is the sum of."""
    grouped = lines["grouping"].isin(BAND_GROUPINGS) if part == "all" else lines["grouping"] == ""
    names = lines["grouping"].where(grouped, lines["band"])
    return list(dict.fromkeys(names))


def grade(figures: Figures, indicator: Indicator, year: int) -> Grade:
    """The lower grade of the clusters that can be assessed."""
    found = []
    for cluster in CLUSTERS:
        id = f"{indicator.key}.{share_base(figures).difference}.{cluster}.senior.{FOCUS}.{year}"
        if cluster != "other" and id in figures:
            found.append((CLUSTERS[cluster], grade_of_figure(indicator, figures[id])))
    assessed = [(name, g) for name, g in found if g.grade != NOT_ASSESSED]
    if not assessed:
        return found[0][1] if found else Grade(NOT_ASSESSED, "not collected")
    name, lowest = max(assessed, key=lambda pair: GRADES.index(pair[1].grade))
    return Grade(lowest.grade, f"{name} staff in band 8a and above: {lowest.why}", lowest.figure)


def headline(indicator: Indicator) -> str:
    """The difference of a band from the workforce."""
    return f"{indicator.key}.difference"


def followed(indicator: Indicator) -> tuple[str, ...]:
    """The BME share of band 8a and above in every cluster, on either base."""
    shares = [
        f"{indicator.key}.{share}.{c}.senior.{FOCUS}" for c in CLUSTERS for share in ("share", "known_share")
    ]
    return tuple(shares)


def rests_on(indicator: Indicator) -> tuple[tuple[str, str], ...]:
    """The share of the workforce."""
    return (("workforce", ""),)
