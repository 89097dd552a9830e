"""Share by band (indicator 1): counts, shares and differences, progression between bands, grade."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import inf, nan
from pathlib import Path

import pandas as pd

from wres.figures.arithmetic import against_workforce, rate, representation_ratio, status_of
from wres.figures.counts import counts_by_group, known_staff, read_counts, together
from wres.figures.evidence import FEW_EVENTS, FEW_PEOPLE, evidence
from wres.figures.figure import Figure, Figures
from wres.figures.intervals import Interval, odds_ratio_interval
from wres.figures.provenance import merged
from wres.figures.status import Status
from wres.figures.unit import Unit
from wres.figures.workforce import Overall
from wres.returns.reading import Return
from wres.standard.bands import BAND_GROUPINGS, CLUSTERS, SENIOR_POSTS, TIERS
from wres.standard.constants import CONFIDENCE
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
    yield from _representation(indicator.key, figures, year)


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
    room = max(cell.slack.more for cell in cells) * max(len(below), len(above)) / 2
    interval = _odds_ratio_interval((white_high, white_low, bme_high, bme_low), room)
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


def _odds_ratio_interval(counts: tuple[float, float, float, float], room: float) -> Interval:
    """The exact interval; of counts that may each be so much lower or higher, both ends over all of them."""
    if not room:
        return odds_ratio_interval(*counts)
    first, second, third, fourth = counts
    low = odds_ratio_interval(max(first - room, 0), second + room, third + room, max(fourth - room, 0))[0]
    high = odds_ratio_interval(first + room, max(second - room, 0), max(third - room, 0), fourth + room)[1]
    return 0.0 if low != low else low, inf if high != high else high


def _representation(key: str, figures: Figures, year: int) -> Iterator[Figure]:
    """The BME share of the senior posts of a cluster over that of its other posts. Neutral value 1.

    Of staff whose ethnicity is known. The intervals are so much wider, where several clusters are compared,
    that all of them together are as seldom wrong as one would be (Bonferroni).
    """
    pairs = {}
    for cluster, part in SENIOR_POSTS.items():
        cells = [
            figures.find(f"{key}.headcount.{cluster}.{p}.{g}.{year}") for p in (part, "all") for g in KNOWN
        ]
        if all(cell.known for cell in cells):
            shares = _bme_share(cells[:2]), _bme_share(cells[2:], cells[:2])
            if min(share.denominator for share in shares) > 0:
                pairs[f"{cluster}.{part}"] = (shares, cells)
    confidence = 1 - (1 - CONFIDENCE) / max(len(pairs), 1)
    for breakdown, ((senior, others), cells) in pairs.items():
        ratio = representation_ratio(senior, others, breakdown, confidence)
        parents, source = tuple(cell.id for cell in cells), merged(cell.source for cell in cells)
        yield replace(ratio, parents=parents, source=source)


def _bme_share(known: list[Figure], less: Sequence[Figure] = ()) -> Figure:
    """The BME share of the White and BME staff counted, less those of a part of them."""
    taken = [cell.value for cell in less] or [0.0, 0.0]
    white, bme = (
        replace(cell, value=cell.value - part, slack=together([cell, *less]))
        for cell, part in zip(known, taken, strict=True)
    )
    bme = replace(bme, status=Status.SHOWN if bme.value else Status.ZERO)
    return rate("share", bme, replace(bme, value=white.value + bme.value, slack=together((white, bme))))


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


def compared(indicator: Indicator, figures: Figures, year: int) -> list[tuple[str, Figure]]:
    """By cluster, the BME share above band 8a, or of consultants, over that of the rest of the cluster."""
    found = figures.where(indicator=indicator.key, measure="representation_ratio", year=year)
    return [(CLUSTERS[figure.breakdown.partition(".")[0]], figure) for figure in found]
