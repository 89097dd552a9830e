"""How pages show a relative likelihood (indicators 2 to 4): sentences, charts, tables, changes."""

from itertools import product

from wres.figures.evidence import CLEAR
from wres.figures.figure import Figure
from wres.figures.inline import inline
from wres.figures.readings import reading
from wres.figures.status import Status
from wres.pages.benchmarks import benchmark_of, whose
from wres.pages.blocks import ChartText, Interval, Line, Note, stack
from wres.pages.chart import COLOURS
from wres.pages.fragments import Fragment
from wres.pages.natural_frequencies import both_groups as as_people
from wres.pages.natural_frequencies import people_of
from wres.pages.people_chart import nobody, people_chart
from wres.pages.phrases import (
    CHANGES,
    WITHOUT,
    change_id,
    change_of,
    counts_of,
    either_way,
    figure_id,
    singular,
    verdict,
)
from wres.pages.plots import bars, ratios
from wres.pages.series_breaks import breaks
from wres.pages.table import recent_years, table, table_by_year
from wres.pages.titles_and_alt_texts import (
    alt_text,
    both_groups,
    break_text,
    break_years,
    chart_of,
    message,
    period,
    rate_bars,
    spoken_value,
)
from wres.publication import Publication
from wres.standard.constants import NATURAL
from wres.standard.groups import FOCUS, GROUPS, KNOWN, REFERENCE, UNKNOWN
from wres.standard.indicator import Indicator


def change_rows(report: Publication, indicator: Indicator) -> dict[str, str]:
    key, above, below = indicator.key, GROUPS[indicator.above], GROUPS[indicator.below]
    rows = {f"Likelihood, {GROUPS[g]} (%)": f"{key}.likelihood.{g}" for g in KNOWN}
    rows[f"Gap, {above} less {below} (percentage points)"] = f"{key}.gap"
    return rows | {f"Relative likelihood, {above} ÷ {below}": f"{key}.relative_likelihood"}


def charts(report: Publication, indicator: Indicator) -> Fragment:
    """People of every hundred, and the ratio by year; a note where nobody was counted in any year."""
    if nobody(report, indicator, "likelihood"):
        return Note(f"There is nothing to draw: nobody {indicator.past}, in either group, in any year held.")
    people = people_chart(report, indicator, pair(report, indicator, report.year), indicator.people)
    return stack(people or by_year(report, indicator), _ratio(report, indicator))


def more_charts(report: Publication, indicator: Indicator) -> Fragment | None:
    """The likelihoods by year, where the page has shown them as people."""
    drawn = people_of(*pair(report, indicator, report.year)) == NATURAL[0]
    return by_year(report, indicator) if drawn and not nobody(report, indicator, "likelihood") else None


def by_year(report: Publication, indicator: Indicator) -> Fragment:
    """The likelihood of each group by year."""
    drawn = rate_bars(report, indicator, "likelihood")
    found, of = breaks(report, indicator.code), f"for {{}} {indicator.people}"
    return chart_of(
        report,
        bars(drawn, COLOURS, broken=break_years(found)),
        f"chart-{indicator.page}",
        ChartText(
            message(report, indicator, "likelihood", both_groups(report, indicator, "likelihood", of)),
            f"Likelihood to {indicator.happening}, {report.short_name}, {period(report)}",
            alt_text(drawn, f"Bar chart of the likelihood to {indicator.happening}, by ethnicity and year.")
            + break_text(found),
            "Source: the organisation's return. Lines show 95% intervals.",
        ),
        (bar.figure for bar in drawn),
    )


def _ratio_title(report: Publication, indicator: Indicator) -> str:
    """The ratio of the report year and of the year before, as the message of their chart."""
    start, year = f"{indicator.key}.relative_likelihood", report.year
    now, before = (report.figures.find(f"{start}.{y}") for y in (year, report.last_year or year))
    if not now.known:
        return f"The relative likelihood for {year} {WITHOUT[now.status]}."
    change = report.figures.find(f"{indicator.key}.relative_likelihood_change.{year}")
    first = f"The relative likelihood was {inline(now)} in {year}"
    if report.last_year is None or not before.known:
        return f"{first}."
    verdict = CHANGES.get(change.evidence, "")
    return f"{first} and {inline(before)} in {before.year}{f': {verdict}' if verdict else ''}."


def _ratio(report: Publication, indicator: Indicator) -> Fragment:
    """The relative likelihood by year, with its interval, equality and the equal treatment range."""
    start = f"{indicator.key}.relative_likelihood"
    known = report.figures.where(indicator=indicator.key, measure="relative_likelihood")
    held = range(max(f.year for f in known), min(f.year for f in known) - 1, -1)
    drawn = [report.figures.find(f"{start}.{year}") for year in held]
    found = breaks(report, indicator.code)
    above, below = GROUPS[indicator.above], GROUPS[indicator.below]
    spoken = [
        f"{f.year}: {spoken_value(f)}{f' (95% interval {f.interval})' if f.interval else ''}" for f in drawn
    ]
    beside = benchmark_of(report, indicator)
    elsewhere = f" A hollow diamond: {whose(beside)}." if beside is not None else ""
    words = ChartText(
        _ratio_title(report, indicator),
        f"Relative likelihood, {above} ÷ {below}, by year; 1 is equal treatment",
        f"Chart of the relative likelihood by year, {above} compared with {below}. {'; '.join(spoken)}."
        + break_text(found),
        "Source: the organisation's return. Lines show 95% intervals; a hollow point is known only "
        f"as published, without counts.{elsewhere}",
    )
    draw = ratios(drawn, list(dict.fromkeys(each.after for each in found)), beside)
    shown = [*drawn, beside] if beside is not None else drawn
    return chart_of(report, draw, f"chart-{start.replace('.', '-').replace('_', '-')}", words, shown)


def unknowns(report: Publication, indicator: Indicator) -> str:
    """The relative likelihood if everyone of unknown ethnicity were White, and if all were BME."""
    key, year = indicator.key, report.year
    base = report.figures.find(f"{key}.{indicator.base}.{UNKNOWN}.{year}")
    events = report.figures.find(f"{key}.{indicator.event}.{UNKNOWN}.{year}")
    white, bme = (report.figures.find(f"{key}.relative_likelihood_unknown_as_{g}.{year}")
                  for g in KNOWN)  # fmt: skip
    lowest, highest = (
        report.figures.find(f"{key}.relative_likelihood_unknown_{end}.{year}")
        for end in ("lowest", "highest")
    )
    corners = (white, bme, lowest, highest)
    if all(told_of(corner) for corner in corners):
        return (
            f"The ethnicity of {inline(base)} {indicator.people} in the comparison's base is unknown. If all "
            f"of them were White, the relative likelihood would {told_of(white)}; if all were BME, it would "
            f"{told_of(bme)}. Whoever they are, it is no lower than "
            f"{inline(lowest, lowest.number)} (95% interval "
            f"{lowest.ends}) and {no_higher_than(highest)}: {either_way(indicator, corners)}."
        )
    if base.known and base.value and events.status == Status.NOT_COLLECTED:
        return (
            f"The ethnicity of {inline(base)} {indicator.people} is unknown, and how many of them "
            f"{indicator.past.removeprefix('was ')} was not collected: what they could change cannot be said."
        )
    if Status.SUPPRESSED in (base.status, events.status):
        return (
            f"Counts of {indicator.people} of unknown ethnicity are hidden to protect confidentiality, so "
            "what they could change is not shown."
        )
    return ""


def no_higher_than(ratio: Figure) -> str:
    """The upper end of what unknowns could make of a ratio, in words."""
    if ratio.status == Status.INFINITE:
        return f"has {inline(ratio, 'no upper limit')}"
    return f"no higher than {inline(ratio)} (95% interval {ratio.interval})"


def told_of(ratio: Figure) -> str:
    """What a ratio would be, or that it would have no upper limit; empty where neither can be said."""
    if ratio.status == Status.INFINITE:
        return f"have {inline(ratio, 'no upper limit')}"
    return f"be {inline(ratio)} (95% interval {ratio.interval})" if ratio.known else ""


def finding(report: Publication, indicator: Indicator, year: int) -> str:
    ratio = report.figures[f"{indicator.key}.relative_likelihood.{year}"]
    rates = {g: report.figures[f"{indicator.key}.likelihood.{g}.{year}"] for g in GROUPS}
    above, below = GROUPS[indicator.above], GROUPS[indicator.below]
    people = indicator.people
    first, second = rates[indicator.above], rates[indicator.below]
    if ratio.known:
        return (
            f"{above} {people} were {inline(ratio)} times as likely as {below} {people} to "
            f"{indicator.happening} in {year} (95% interval {ratio.interval}): "
            f"{verdict(indicator, ratio, first, second)}. The likelihoods were {inline(first)} "
            f"({counts_of(first)}) and "
            f"{inline(second)} ({counts_of(second)}), {_gap(report, indicator, year)}."
        )
    if report.given.policies.disclosure.rounding and ratio.status in (Status.UNDEFINED, Status.INFINITE):
        return (
            f"A count rounds to zero in {year}, so no relative likelihood can be calculated. "
            "This is neither good nor bad news: there is too little to compare."
        )
    if ratio.status == Status.UNDEFINED and {first.status, second.status} == {Status.ZERO}:
        return (
            f"No White or BME {singular(people)} {indicator.past} in {year}, "
            "so no relative likelihood can be calculated. "
            "This is neither good nor bad news: there is nothing to compare."
        )
    if ratio.status == Status.INFINITE:
        return (
            f"No {below} {singular(people)} {indicator.past} in {year}, against {inline(first)} of "
            f"{above} {people} ({counts_of(first)}): the relative likelihood has no upper limit "
            f"(95% interval {ratio.ends}), {verdict(indicator, ratio, first, second)}."
        )
    return f"The relative likelihood for {year} {WITHOUT[ratio.status]}."


def _gap(report: Publication, indicator: Indicator, year: int) -> str:
    difference = report.figures[f"{indicator.key}.gap.{year}"]
    return f"{inline(difference, difference.size)} apart" if difference.known else "their gap cannot be given"


def gap_change(report: Publication, indicator: Indicator) -> str:
    """How the gap in points changed: it may widen while the ratio falls."""
    now = report.figures.find(f"{indicator.key}.gap.{report.year}")
    before = report.figures.find(f"{indicator.key}.gap.{report.last_year or report.year}")
    change = report.figures.find(f"{indicator.key}.gap_change.{report.year}")
    if not (now.known and before.known and change.known and change.evidence):
        return ""
    interval = f" (95% interval of the change {change.interval})" if change.interval else ""
    return (
        f"The gap in points ({GROUPS[indicator.above]} less {GROUPS[indicator.below]}) was {inline(before)} "
        f"in {before.year} and is {inline(now)} in {now.year}: {CHANGES[change.evidence]}{interval}."
    )


def clear_changes(report: Publication, indicator: Indicator) -> list[str]:
    """The likelihoods that clearly changed: a ratio can stand still while both of its sides move."""
    if report.last_year is None:
        return []
    said = []
    for group in (indicator.below, indicator.above):
        start = f"{indicator.key}.likelihood"
        change = report.figures.find(change_id(start, group, report.year))
        if change.evidence in CLEAR:
            before, now = (
                report.figures[figure_id(start, group, y)] for y in (report.last_year, report.year)
            )
            said.append(
                f"For {GROUPS[group]} {indicator.people} the likelihood was {inline(before)} in "
                f"{before.year} and {inline(now)} in {now.year}: {CHANGES[change.evidence]} (difference "
                f"{inline(change)}, 95% interval {change.interval})."
            )
    return said


def change(report: Publication, indicator: Indicator) -> Figure:
    """The change of the relative likelihood."""
    return report.figures.find(f"{indicator.key}.relative_likelihood_change.{report.year}")


def brief(report: Publication, indicator: Indicator) -> str:
    """Where a likelihood clearly changed, both in a few words: a ratio may stand still while both move."""
    start, year = f"{indicator.key}.likelihood", report.year
    moves = {group: report.figures.find(change_id(start, group, year)) for group in (FOCUS, REFERENCE)}
    if report.last_year is None or not any(change.evidence in CLEAR for change in moves.values()):
        return ""
    said = []
    for group, change in moves.items():
        before, now = (report.figures.find(figure_id(start, group, y)) for y in (report.last_year, year))
        verdict = CHANGES.get(change.evidence, "the change cannot be given")
        said.append(
            f"{GROUPS[group]} {inline(before, before.number)} to {inline(now, now.number)}, {verdict}"
        )
    return f"Likelihood: {'; '.join(said)}."


def tables(report: Publication, indicator: Indicator) -> Fragment:
    find, key = report.figures.find, indicator.key
    header = [
        "Year and ethnicity", indicator.base.capitalize(), indicator.event.capitalize(), "Likelihood (%)",
        "95% interval",
    ]  # fmt: skip
    lines = []
    for year, group in product(recent_years(report), GROUPS):
        rate = find(f"{key}.likelihood.{group}.{year}")
        counts_of = (find(f"{key}.{m}.{group}.{year}") for m in (indicator.base, indicator.event))
        lines.append(Line(f"{year}, {GROUPS[group]}", [*counts_of, rate, Interval(rate)]))
    note = _window_note(report, indicator.window) if indicator.window else ""
    counts = table(f"{indicator.title} by ethnicity and year", header, lines, note)
    above, below = GROUPS[indicator.above], GROUPS[indicator.below]
    compared = table_by_year(
        report,
        f"Relative likelihood of {above} compared with {below} {indicator.people}, by year",
        f"{key}.relative_likelihood",
        "Relative likelihood",
        f"{key}.gap",
        f"{above} less {below} (percentage points)",
    )
    return stack(counts, compared)


def _window_note(report: Publication, window: str) -> str:
    """Over how many years events were counted; the guidance has changed on this."""
    windows = {year: getattr(report.settings[year].policies, window) for year in report.years}
    said = [f"{year}: over {'1 year' if n == 1 else f'{n} years'}" for year, n in windows.items()]
    return f"Entries are counted as each return states. {'; '.join(said)}."


def changes(report: Publication, indicator: Indicator) -> list[str]:
    """How the ratio, the gap in points and each likelihood changed."""
    start = f"{indicator.key}.relative_likelihood"
    ratio = change_of(report, start, "", report.year, "The relative likelihood: ")
    return [ratio, gap_change(report, indicator), *clear_changes(report, indicator)]


def context(report: Publication, indicator: Indicator) -> list[str]:
    """What people of unknown ethnicity could change, and what several years say together."""
    return [unknowns(report, indicator), pooled(report, indicator)]


def pooled(report: Publication, indicator: Indicator) -> str:
    """The ratio over several years together; empty where there is none."""
    start = "relative_likelihood_pooled_from_"
    found = [
        figure
        for figure in report.figures.where(indicator=indicator.key, year=report.year)
        if figure.measure.startswith(start) and figure.interval
    ]
    if not found:
        return ""
    (ratio,) = found
    years = sorted({int(id.rpartition(".")[2]) for id in ratio.parents})
    return (
        f"Years put together say more where cases are rare. Over {', '.join(map(str, years[:-1]))} and "
        f"{years[-1]}, each compared within itself, the relative likelihood is {inline(ratio)} (95% interval "
        f"{ratio.interval}): {reading(ratio, indicator.worse)}."
    )


def context_table(report: Publication, indicator: Indicator) -> Fragment | None:
    """None."""
    return None


def main_figure(report: Publication, indicator: Indicator) -> tuple[str, str]:
    """The relative likelihood."""
    return f"{indicator.key}.relative_likelihood", ""


def followed(report: Publication, indicator: Indicator) -> list[str]:
    """The relative likelihood."""
    return [f"{indicator.key}.relative_likelihood"]


def pair(report: Publication, indicator: Indicator, year: int) -> tuple[Figure, Figure]:
    """The likelihood of BME people, and of White people."""
    start = f"{indicator.key}.likelihood"
    return report.figures.find(f"{start}.{FOCUS}.{year}"), report.figures.find(f"{start}.{REFERENCE}.{year}")


def in_people(report: Publication, indicator: Indicator) -> str:
    """Both likelihoods as people of every hundred; empty where one is not known."""
    return as_people(*pair(report, indicator, report.year), indicator.people, indicator.did)
