"""How pages show a board gap (indicator 9): sentences, charts, tables, changes."""

from wres.figures.figure import Figure
from wres.figures.inline import inline
from wres.figures.readings import reading
from wres.figures.status import Status
from wres.pages.blocks import ChartText, Interval, Line, Text, stack
from wres.pages.chart import COLOURS, Bar
from wres.pages.fragments import Fragment
from wres.pages.phrases import (
    COMPARED,
    WITHOUT,
    begin_sentence,
    change_id,
    change_of,
    counts_of,
    either_way,
)
from wres.pages.plots import bars
from wres.pages.series_breaks import breaks
from wres.pages.table import evidence_text, recent_years, table
from wres.pages.titles_and_alt_texts import alt_text, break_text, break_years, chart_of, message, period
from wres.publication import Publication
from wres.standard.groups import FOCUS, GROUPS, KNOWN, SEATS, UNKNOWN, WHOLE_BOARD
from wres.standard.indicator import Indicator


def change_rows(report: Publication, indicator: Indicator) -> dict[str, str]:
    return {
        f"{name}, {GROUPS[g]} (%)": f"{indicator.key}.share.{seat}.{g}"
        for seat, name in SEATS.items()
        for g in KNOWN
    }


def charts(report: Publication, indicator: Indicator) -> Fragment:
    drawn, found = [], breaks(report, indicator.code)
    for year in report.span:
        for group, label in GROUPS.items():
            workforce = report.figures.find(f"workforce.share.{group}.{year}")
            board = report.figures.find(f"{indicator.key}.share.board.{group}.{year}")
            drawn.append(Bar(f"Board {year}", label, board))
            drawn.append(Bar(f"Workforce {year}", label, workforce))
    of = {f"{indicator.key}.share.board": "of the board", "workforce.share": "of the workforce"}
    shares = [(report.figures.find(f"{start}.{FOCUS}.{report.year}"), words) for start, words in of.items()]
    return chart_of(
        report,
        bars(drawn, COLOURS, broken=break_years(found, "Workforce {}")),
        f"chart-{indicator.page}",
        ChartText(
            message(report, indicator, "BME share", shares),
            f"Share of the board and of the workforce by ethnicity, {report.short_name}, {period(report)}",
            alt_text(drawn, "Bar chart of the share of the board and of the workforce by ethnicity and year.")
            + break_text(found),
            "Source: the organisation's return. Lines show 95% intervals.",
        ),
        (bar.figure for bar in drawn),
    )


NO_MODEL = (
    "This says how unusual such a board would be. It is not a model of how members are appointed, and "
    "not a reason for what was found."
)


def chance(report: Publication, indicator: Indicator) -> str:
    """How often chance alone would give a board at least as unusual, above or below the workforce."""
    year, board = report.year, f"{WHOLE_BOARD}.{FOCUS}"
    figure = report.figures.find(f"{indicator.key}.chance.{board}.{year}")
    if not figure.known:
        return ""
    bme = report.figures[f"{indicator.key}.members.{board}.{year}"]
    known = report.figures[f"{indicator.key}.known.{WHOLE_BOARD}.{year}"]
    share = report.figures[f"workforce.known_share.{FOCUS}.{year}"]
    counted = f"{inline(bme)} BME member{'' if bme.value == 1 else 's'}" if bme.value else "no BME member"
    return (
        f"If the {inline(known)} seats of members whose ethnicity is known were filled by chance "
        f"from a workforce "
        f"of which {inline(share)} is BME, a board as unusual as one with {counted}, above or "
        f"below, would come "
        f"up with a chance of {inline(figure)}, {in_turns(figure.value)}. {NO_MODEL}"
    )


def representation(report: Publication, indicator: Indicator) -> str:
    """The ratio of representation of members and staff whose ethnicity is known, and its reading."""
    figure = report.figures.find(f"{indicator.key}.representation_ratio.{WHOLE_BOARD}.{FOCUS}.{report.year}")
    if figure.status == Status.UNDEFINED:
        return EMPTY if figure.measure else ""
    if not figure.known:
        return ""
    known = report.figures[f"{indicator.key}.known_share.{WHOLE_BOARD}.{FOCUS}.{report.year}"]
    workforce = report.figures[f"workforce.known_share.{FOCUS}.{report.year}"]
    return (
        f"Of members whose ethnicity is known {inline(known)} are BME, of staff "
        f"{inline(workforce)}: a ratio of "
        f"{inline(figure)} (95% interval {figure.interval}), {reading(figure, indicator.worse)}."
    )


EMPTY = (
    "Among members and staff whose ethnicity is known there are people of one group alone, so that there is "
    "nothing to compare and nothing to grade. That is no equal treatment: it says whom the "
    "organisation employs."
)


def unknowns(report: Publication, indicator: Indicator) -> str:
    """What members and staff of unknown ethnicity could make of the ratio; empty where there are none."""
    key, end = f"{indicator.key}.representation_ratio_unknown", f"{WHOLE_BOARD}.{FOCUS}.{report.year}"
    lowest, highest = (report.figures.find(f"{key}_{name}.{end}") for name in ("lowest", "highest"))
    ratio = report.figures.find(f"{indicator.key}.representation_ratio.{end}")
    if not (lowest.known and highest.known and ratio.known):
        return ""
    members = report.figures[f"{indicator.key}.members.{WHOLE_BOARD}.{UNKNOWN}.{report.year}"]
    staff = report.figures[f"workforce.headcount.{UNKNOWN}.{report.year}"]
    return (
        f"The ethnicity of {inline(members)} member{'' if members.value == 1 else 's'} and "
        f"{inline(staff)} staff is "
        f"unknown. Whoever they are, the ratio lies between {inline(lowest)} (95% interval "
        f"{lowest.interval}) and "
        f"{inline(highest)} (95% interval {highest.interval}): "
        f"{either_way(indicator, (ratio, lowest, highest))}."
    )


def in_turns(chance: float) -> str:
    """A chance in plain words: ``about 3 times in a hundred``, or in ten where it is no small one.

    Numbers of one digit alone: a larger one could be taken for a count that is hidden elsewhere.
    """
    for turns, words in ((100, "a hundred"), (10, "ten")):
        times = round(chance * turns)
        if times < 1:
            return f"less than once in {words}"
        if times < 10:
            return f"about {'once' if times == 1 else f'{times} times'} in {words}"
    return "nearly every time"


def finding(report: Publication, indicator: Indicator, year: int) -> str:
    share = report.figures[f"{indicator.key}.share.board.{FOCUS}.{year}"]
    overall = report.figures[f"workforce.share.{FOCUS}.{year}"]
    difference = report.figures[f"{indicator.key}.difference.board.{FOCUS}.{year}"]
    if not share.known:
        return f"The BME share of the board {WITHOUT[share.status]}."
    counts = f"{counts_of(share)} members" if share.numerator == share.numerator else "shares only"
    board = f"{begin_sentence(share)} of the board ({counts}) are recorded as BME"
    if not difference.known:
        return f"{board}. The comparison with the workforce {WITHOUT[difference.status]}."
    return (
        f"{board}, {COMPARED[difference.evidence]} the {inline(overall)} of the workforce: "
        f"a difference of {inline(difference)}."
    )


def tables(report: Publication, indicator: Indicator) -> Fragment:
    header = [
        "Seats and ethnicity", "Members", "Share of seats (%)", "Share of workforce (%)",
        "Difference (percentage points)", "95% interval", "What may be said",
    ]  # fmt: skip
    find = report.figures.find
    tables = []
    for year in recent_years(report):
        lines = []
        for seat, name in SEATS.items():
            for group, label in GROUPS.items():
                gap = find(f"{indicator.key}.difference.{seat}.{group}.{year}")
                cells: list[Text] = [
                    find(f"{indicator.key}.members.{seat}.{group}.{year}"),
                    find(f"{indicator.key}.share.{seat}.{group}.{year}"),
                    find(f"workforce.share.{group}.{year}"),
                    gap,
                    Interval(gap),
                    evidence_text(gap),
                ]
                lines.append(Line(f"{name}: {label}", cells))
        tables.append(table(f"Board members and workforce by ethnicity, {year}", header, lines))
    return stack(*tables)


def changes(report: Publication, indicator: Indicator) -> list[str]:
    """How the BME share of the board changed."""
    return [change_of(report, f"{indicator.key}.share.board", FOCUS, report.year)]


def context(report: Publication, indicator: Indicator) -> list[str]:
    """The ratio of known ethnicity, what unknowns could make of it, the chance of a board like this one."""
    return [representation(report, indicator), unknowns(report, indicator), chance(report, indicator)]


def context_table(report: Publication, indicator: Indicator) -> Fragment | None:
    """None."""
    return None


def main_figure(report: Publication, indicator: Indicator) -> tuple[str, str]:
    """The BME share of the whole board."""
    return f"{indicator.key}.share.board", FOCUS


def change(report: Publication, indicator: Indicator) -> Figure:
    """The change of the BME share of the whole board."""
    return report.figures.find(change_id(*main_figure(report, indicator), report.year))


def brief(report: Publication, indicator: Indicator) -> str:
    """Nothing."""
    return ""


def followed(report: Publication, indicator: Indicator) -> list[str]:
    """The BME share of the whole board."""
    return [f"{indicator.key}.share.board.{FOCUS}"]


def pair(report: Publication, indicator: Indicator, year: int) -> tuple[Figure, Figure]:
    """The BME share of the board, and of the whole workforce."""
    share = report.figures.find(f"{indicator.key}.share.board.{FOCUS}.{year}")
    return share, report.figures.find(f"workforce.share.{FOCUS}.{year}")


def in_people(report: Publication, indicator: Indicator) -> str:
    """How many of the board are recorded as BME, and were a year before; empty where that is hidden."""
    now, _ = pair(report, indicator, report.year)
    if not now.known or now.numerator != now.numerator:
        return ""
    before = pair(report, indicator, report.last_year)[0] if report.last_year else now
    held = before is not now and before.known and before.numerator == before.numerator
    was = f", and {counts_of(before)} in {before.year}" if held else ""
    who = "No member" if now.value == 0 else inline(now)
    return f"{who} of the board is recorded as BME ({counts_of(now)}{was})."


def more_charts(report: Publication, indicator: Indicator) -> Fragment | None:
    """None: the page shows them all."""
    return None
