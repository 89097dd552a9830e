"""Both groups as people of every hundred: the chart, its words, and whether there is anybody to draw."""

from wres.figures.figure import Figure
from wres.pages.blocks import Chart, ChartText
from wres.pages.icon_array import HUNDRED, icon_array
from wres.pages.natural_frequencies import both_groups, people_of
from wres.pages.titles_and_alt_texts import chart_of, rate_bars
from wres.publication import Publication
from wres.standard.groups import GROUPS
from wres.standard.indicator import Indicator


def people_chart(
    report: Publication, indicator: Indicator, rates: tuple[Figure, Figure], who: str
) -> Chart | None:
    """A hundred people of each group; None where a rate is not known, or no hundred people tell it."""
    if not all(rate.known for rate in rates) or people_of(*rates) != HUNDRED:
        return None
    told = [(_words(rate), GROUPS[rate.group], rate) for rate in rates]
    return chart_of(
        report,
        icon_array(told),
        f"chart-{indicator.page}-people",
        ChartText(
            f"Of every {HUNDRED} in each group",
            f"Filled: those who {indicator.did}, {report.short_name}, {report.year}",
            f"{both_groups(*rates, who, indicator.did)} Values are in the tables of this page.",
            "Source: NHS Staff Survey." if who == "respondents" else "Source: the organisation's return.",
        ),
        rates,
    )


def _words(rate: Figure) -> str:
    """What stands above the people of a group: ``BME: 14 of every 100``."""
    return f"{GROUPS[rate.group]}: {rate.of_every(HUNDRED)} of every {HUNDRED}"


def nobody(report: Publication, indicator: Indicator, measure: str) -> bool:
    """Whether it is known that nobody was counted, in either group, in any year held."""
    rates = [bar.figure for bar in rate_bars(report, indicator, measure)]
    held = [rate for rate in rates if rate.measure]
    return bool(held) and all(rate.known and rate.value == 0 for rate in held)
