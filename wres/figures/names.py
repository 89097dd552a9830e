"""Figures in words, and the labels of their breakdowns."""

import re
from pathlib import Path

from wres.figures.figure import Figure, Figures
from wres.figures.measures import measure_of
from wres.standard.bands import BAND_GROUPINGS, CLUSTERS, TIERS
from wres.standard.groups import GROUP_LABELS, SEATS
from wres.standard.indicators import BY_KEY
from wres.standard.lookups import lookup, short_name


def figure_in_words(figure: Figure) -> str:
    """A figure in words: ``Indicator 1, headcount, Clinical, bands 1-7, Unknown, 2022``."""
    indicator = re.sub(r"^i(?=\d)", "indicator ", figure.indicator)
    parts = [indicator.capitalize(), figure.measure.replace("_", " "), breakdown_in_words(figure)]
    group = GROUP_LABELS.get(figure.group, figure.group.capitalize())
    return ", ".join(part for part in [*parts, group, str(figure.year)] if part)


def breakdown_in_words(figure: Figure) -> str:
    """The breakdown of a figure in words: cluster and band, seats, or area."""
    if figure.indicator == "population":
        return area_name(figure)
    cluster, _, band = figure.breakdown.partition(".")
    whole = {"all": "all bands", **BAND_GROUPINGS}
    words = {**SEATS, **CLUSTERS}.get(cluster, cluster)
    bands = f"band{'s' if '-' in band else ''} {band}".replace("vsm", "VSM")
    return f"{words}, {whole.get(band, bands)}" if band else words


def area_name(figure: Figure) -> str:
    """The area of a Census figure, as the Census names it; empty for other figures."""
    return figure.source.work.title if figure.source.work else ""


def labels(data: Path, figures: Figures) -> dict[str, str]:
    """The parts of breakdowns in words: pay bands and steps between them, clusters, seats, areas."""
    bands = lookup(data, "pay_bands").set_index("code")["label"].to_dict()
    words = {**bands, **BAND_GROUPINGS, **CLUSTERS, **SEATS, "all": "all bands"}
    groups = {**TIERS, "below": BAND_GROUPINGS["lower"], "senior": BAND_GROUPINGS["senior"]}
    for step, low in (
        ("lower-to-middle", "lower"),
        ("middle-to-upper", "middle"),
        ("lower-to-senior", "below"),
    ):
        words[step] = f"{groups[low]} to {lower_first(groups[step.rpartition('-')[2]])}"
    areas = figures.where(indicator="population", measure="people", group="all")
    named = {f.breakdown: area_name(f) for f in areas}
    named = {code: short_name(name) for code, name in named.items()}
    return {code: lower_first(label) for code, label in words.items()} | named


def lower_first(label: str) -> str:
    """A label inside a sentence: without its capital, unless it is an abbreviation."""
    return label if label[1:2].isupper() else label[0].lower() + label[1:]


def figure_name(figure: Figure, words: dict[str, str]) -> str:
    """What a figure is, in the words of the standard: ``Indicator 2, likelihood, White, 2023``."""
    if figure.indicator != "benchmark":
        return f"{_subject(figure.indicator)}, {name_within_indicator(figure, words)}, {figure.year}"
    whose = figure.source.work.owner if figure.source.work else ""
    about = _subject(figure.measure.partition(".")[0])
    return f"{whose}, {lower_first(about)}, {name_within_indicator(figure, words)}"


def name_within_indicator(figure: Figure, words: dict[str, str]) -> str:
    """Measure, breakdown and group: ``staff, clinical, band 5, BME``."""
    places = [words.get(part, part) for part in figure.breakdown.split(".")]
    return ", ".join(filter(None, [measure_of(figure).name, *dict.fromkeys(places), group_name(figure)]))


def group_name(figure: Figure) -> str:
    if figure.group == "all":
        return "" if figure.indicator == "benchmark" else "all"
    return GROUP_LABELS.get(figure.group, figure.group.capitalize())


def _subject(indicator: str) -> str:
    return f"Indicator {BY_KEY[indicator].code}" if indicator in BY_KEY else indicator.capitalize()
