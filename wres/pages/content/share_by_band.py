"""How pages show a share by band (indicator 1): sentences, charts, tables, changes."""

from wres.figures.evidence import CLEAR, Evidence
from wres.figures.figure import Figure
from wres.figures.grades import grade_of_report
from wres.figures.inline import inline
from wres.figures.readings import reading
from wres.figures.share_base import ShareBase, bands, left_out, share_base
from wres.pages.blocks import ChartText, Interval, Line, Note, Text, stack
from wres.pages.dumbbell_chart import Row, dumbbells
from wres.pages.fragments import Fragment
from wres.pages.phrases import COMPARED, WITHOUT, change_id, change_of, counts_of
from wres.pages.table import NOT_APPLICABLE, evidence_text, recent_years, table
from wres.pages.titles_and_alt_texts import chart_of, message, snapshots, spoken_value
from wres.publication import Publication
from wres.standard.bands import BAND_GROUPINGS, CLUSTERS, TIERS, band_labels
from wres.standard.groups import FOCUS, GROUP_LABELS
from wres.standard.indicator import Indicator


def change_rows(report: Publication, indicator: Indicator) -> dict[str, str]:
    labels = band_labels(report.data)
    of, rows = share_base(report.figures), {}
    for breakdown in bands(report.figures, report.year):
        cluster, band = breakdown.split(".")
        if cluster != "other":
            rows[f"{CLUSTERS[cluster]}, {labels[band]}: BME share (%)"] = (
                f"{indicator.key}.{of.share}.{breakdown}.{FOCUS}"
            )
    return rows


def charts(report: Publication, indicator: Indicator) -> Fragment:
    """A ladder of bands for each staff group: the BME share of each band beside that of all staff."""
    of = share_base(report.figures)
    overall = report.figures.find(f"workforce.{of.share}.{FOCUS}.{report.year}")
    rows = _ladder(report, indicator)
    drawn = [row for row in rows if isinstance(row, Row)]
    if not (drawn and overall.known):
        return Note("No share of a pay band can be drawn: the table below says why.")
    start, end = f"{indicator.key}.{of.share}", f"senior.{FOCUS}.{report.year}"
    senior = [(report.figures.find(f"{start}.{cluster}.{end}"), f"of {label.lower()} staff")
              for cluster, label in CLUSTERS.items() if cluster != "other"]  # fmt: skip
    spoken = [f"{row.name}: {spoken_value(row.focus)}" for row in drawn]
    return chart_of(
        report,
        dumbbells(rows, report.last_year),
        f"chart-{indicator.page}",
        ChartText(
            message(report, indicator, "BME share in band 8a and above", senior),
            f"BME share of {of.staff} by pay band, {report.short_name}, {report.year}",
            f"Chart of the BME share by pay band. All staff: {overall.number}. {'; '.join(spoken)}.",
            f"Source: Electronic Staff Record, {snapshots(report)}. Bands of which nothing can be shown are "
            "left out.",
        ),
        (figure for row in drawn for figure in row.figures),
        broad=True,
    )


def _ladder(report: Publication, indicator: Indicator) -> list[Row | str]:
    """A row for each band of which something is shown, under the name of its staff group; highest first."""
    labels, of = band_labels(report.data), share_base(report.figures)
    overall = report.figures.find(f"workforce.{of.share}.{FOCUS}.{report.year}")
    rows: list[Row | str] = []
    for cluster, name in CLUSTERS.items():
        own = [_band(report, indicator, labels, breakdown, overall)
               for breakdown in bands(report.figures, report.year)
               if breakdown.split(".")[0] == cluster != "other"]  # fmt: skip
        held = [row for row in reversed(own) if row.focus.known]
        rows += [name, *held] if held else []
    return rows


def _band(
    report: Publication, indicator: Indicator, labels: dict[str, str], breakdown: str, overall: Figure
) -> Row:
    of, year = share_base(report.figures), report.year
    find, key = report.figures.find, indicator.key
    before = find(f"{key}.{of.share}.{breakdown}.{FOCUS}.{report.last_year}") if report.last_year else None
    difference = find(f"{key}.{of.difference}.{breakdown}.{FOCUS}.{year}")
    said = BESIDE_ALL.get(difference.evidence, "")
    share = find(f"{key}.{of.share}.{breakdown}.{FOCUS}.{year}")
    return Row(labels[breakdown.split(".")[1]], share, overall, said, "", difference.evidence in CLEAR,
               of_workforce=True, before=before, one_number=True)  # fmt: skip


BESIDE_ALL = {
    Evidence.HIGHER: "Above all staff",
    Evidence.LOWER: "Below all staff",
    Evidence.UNCLEAR: "No clear difference",
    Evidence.TOO_FEW: "Too few people to say",
}


def more_charts(report: Publication, indicator: Indicator) -> Fragment | None:
    """None: the page shows them all."""
    return None


def progression(report: Publication, indicator: Indicator) -> Fragment:
    """Progression ratios by cluster, step and year; a note where no counts for them are shown."""
    years = sorted(report.years, reverse=True)[:3]
    steps = dict.fromkeys(
        f.breakdown for f in report.figures.where(indicator=indicator.key, measure="progression_ratio")
    )
    lines = []
    for breakdown in steps:
        cluster, step = breakdown.split(".")
        names = BAND_GROUPINGS if step.endswith("senior") else TIERS
        low, high = (names[part] for part in step.split("-to-"))
        cells: list[Text] = []
        for year in years:
            figure = report.figures.find(f"{indicator.key}.progression_ratio.{breakdown}.{year}")
            shown: list[Text] = [figure, Interval(figure)] if figure.measure else ["Not shown"] * 2
            cells += [*shown, evidence_text(figure)]
        lines.append(Line(f"{CLUSTERS[cluster]}: {low} to {high[0].lower()}{high[1:]}", cells))
    if not lines:
        text = "No progression ratio can be shown: counts that it needs are hidden or held in other groups."
        return Note(text)
    header = ["Step"]
    for year in years:
        header += [f"Progression ratio {year}", f"95% interval {year}", f"What may be said {year}"]
    note = (
        "(White staff above the step ÷ White staff below it) ÷ the same for BME staff. Above 1, a smaller "
        "share of BME staff stands above the step. An analogue of the race disparity ratio, whose official "
        "arithmetic was not found; it counts who stands where on one day, not who was promoted. Steps whose "
        "counts are hidden are left out."
    )
    return table("Progression between groups of pay bands", header, lines, note)


def finding(report: Publication, indicator: Indicator, year: int) -> str:
    of = share_base(report.figures)
    overall = report.figures.find(f"workforce.{of.share}.{FOCUS}.{year}")
    said, unsaid = [], []
    for cluster in senior_clusters(report, indicator, year):
        share = report.figures[f"{indicator.key}.{of.share}.{cluster}.senior.{FOCUS}.{year}"]
        difference = report.figures[f"{indicator.key}.{of.difference}.{cluster}.senior.{FOCUS}.{year}"]
        if share.known:
            words = f", {COMPARED[difference.evidence]} the workforce" if difference.known else ""
            said.append(f"{inline(share)} of {staff_of(cluster)} ({counts_of(share)}){words}")
        else:
            unsaid.append(f"for {staff_of(cluster)} the share {WITHOUT[share.status]}")
    if not (said or unsaid):
        return "No staff are recorded in band 8a and above."
    first = [f"BME staff make up {'; '.join(said)}"] if said else []
    whole = (
        f"In the whole workforce they make up {inline(overall)} of {of.staff}."
        if overall.known
        else f"The BME share of the whole workforce {WITHOUT[overall.status]}."
    )
    return f"In band 8a and above {'; '.join([*first, *unsaid])}. {whole}"


def senior_clusters(report: Publication, indicator: Indicator, year: int) -> list[str]:
    return [c for c in CLUSTERS if f"{indicator.key}.share.{c}.senior.{FOCUS}.{year}" in report.figures]


def staff_of(cluster: str) -> str:
    return f"{CLUSTERS[cluster].lower()} staff"


def tables(report: Publication, indicator: Indicator) -> Fragment:
    labels = band_labels(report.data)
    of = share_base(report.figures)
    header = [
        "Cluster and band", *GROUP_LABELS.values(), f"BME share of {of.staff} (%)",
        "Less the workforce's share (percentage points)", "95% interval of the difference",
        "What may be said",
    ]  # fmt: skip
    tables = []
    for year in recent_years(report):
        caption = f"Staff by cluster, pay band and ethnicity, {year}"
        tables.append(
            table(
                caption,
                header,
                _band_lines(report, indicator, of, labels, year),
                _band_note(report, of, year),
            )
        )
    return stack(*tables)


def _band_lines(
    report: Publication, indicator: Indicator, of: ShareBase, labels: dict[str, str], year: int
) -> list[Line]:
    lines = []
    for cluster, name in CLUSTERS.items():
        own = [b for b in bands(report.figures, year) if b.startswith(f"{cluster}.")]
        for breakdown in own:
            label = labels[breakdown.split(".")[1]]
            label = label if cluster == "other" else f"{name}: {label}"
            lines.append(Line(label, _band_cells(report, of, indicator.key, breakdown, year)))
        if own and cluster != "other":
            whole = _band_cells(report, of, indicator.key, f"{cluster}.all", year)
            lines.append(Line(f"All {name.lower()}", whole))
    return [
        *lines,
        Line(
            "Whole workforce", [*_band_cells(report, of, "workforce", "", year)[:-3], *[NOT_APPLICABLE] * 3]
        ),
    ]


def _band_cells(report: Publication, of: ShareBase, key: str, breakdown: str, year: int) -> list[Text]:
    middle = f"{breakdown}." if breakdown else ""
    find = report.figures.find
    difference = find(f"{key}.{of.difference}.{middle}{FOCUS}.{year}")
    return [
        *(find(f"{key}.headcount.{middle}{g}.{year}") for g in GROUP_LABELS),
        find(f"{key}.{of.share}.{middle}{FOCUS}.{year}"),
        difference,
        Interval(difference),
        evidence_text(difference),
    ]


def _band_note(report: Publication, of: ShareBase, year: int) -> str:
    """What disclosure control changed in the table: its base, and bands left out."""
    said = []
    if of.is_known:
        said.append(
            "Shares are of staff whose ethnicity is known: totals of some bands are hidden to protect "
            "small numbers of staff of unknown ethnicity, so shares of all staff cannot be shown."
        )
    for cluster in left_out(report.figures, year):
        said.append(
            f"{CLUSTERS[cluster]} staff are shown in groups of bands: most single bands would be hidden."
        )
    return " ".join(said)


def changes(report: Publication, indicator: Indicator) -> list[str]:
    """How the BME share in band 8a and above changed, a sentence for each cluster."""
    start = f"{indicator.key}.{share_base(report.figures).share}"
    return [
        change_of(report, f"{start}.{cluster}.senior", FOCUS, report.year, f"Among {staff_of(cluster)}: ")
        for cluster in senior_clusters(report, indicator, report.year)
    ]


def context(report: Publication, indicator: Indicator) -> list[str]:
    """The ratio of representation in the senior posts of each cluster, with its reading."""
    found = report.figures.where(indicator=indicator.key, measure="representation_ratio", year=report.year)
    said = [_represented(figure, indicator) for figure in found]
    if len([figure for figure in found if figure.known]) > 1:
        said.append(
            "The intervals of these ratios are so much wider than 95% that all of them together "
            "are as seldom "
            "wrong as one would be."
        )
    return said


def _represented(figure: Figure, indicator: Indicator) -> str:
    """A cluster's senior posts beside its others, of staff whose ethnicity is known."""
    cluster, part = figure.breakdown.split(".")
    posts = "consultants" if cluster == "medical" else "posts in band 8a and above"
    others = "other medical staff" if cluster == "medical" else "the posts below"
    if not figure.known:
        return (
            f"Among {staff_of(cluster)} whose ethnicity is known there are people of one group "
            f"alone, so that "
            "there is nothing to compare and nothing to grade. That is no equal treatment: it says whom the "
            "organisation employs."
        )
    return (
        f"Among {staff_of(cluster)} the BME share of {posts} is {inline(figure)} times that of {others} "
        f"({figure.interval_name} {figure.interval}): {reading(figure, indicator.worse)}."
    )


def context_table(report: Publication, indicator: Indicator) -> Fragment | None:
    """Progression between pay bands."""
    return progression(report, indicator)


def main_figure(report: Publication, indicator: Indicator) -> tuple[str, str]:
    """The BME share of band 8a and above in the cluster that the grade rests on."""
    graded = grade_of_report(report, indicator.code, report.year).figure
    clusters = senior_clusters(report, indicator, report.year) or ["non-clinical"]
    breakdown = graded.breakdown if graded else f"{clusters[0]}.senior"
    return f"{indicator.key}.{share_base(report.figures).share}.{breakdown}", FOCUS


def change(report: Publication, indicator: Indicator) -> Figure:
    """The change of the BME share in the posts that the reading rests on."""
    return report.figures.find(change_id(*main_figure(report, indicator), report.year))


def brief(report: Publication, indicator: Indicator) -> str:
    """Nothing."""
    return ""


def followed(report: Publication, indicator: Indicator) -> list[str]:
    """The BME share of band 8a and above in every cluster."""
    return [
        f"{indicator.key}.{share_base(report.figures).share}.{cluster}.senior.{FOCUS}" for cluster in CLUSTERS
    ]


def pair(report: Publication, indicator: Indicator, year: int) -> tuple[Figure, Figure]:
    """The BME share of the senior posts that the reading rests on, and of the whole workforce."""
    start, group = main_figure(report, indicator)
    workforce = report.figures.find(f"workforce.{share_base(report.figures).share}.{group}.{year}")
    return report.figures.find(f"{start}.{group}.{year}"), workforce


def in_people(report: Publication, indicator: Indicator) -> str:
    """How many of the senior posts BME staff hold, and held a year before; empty where that is hidden."""
    now, overall = pair(report, indicator, report.year)
    if not now.known or now.numerator != now.numerator:
        return ""
    of = POSTS.get(now.breakdown.split(".")[0], "senior posts")
    before = pair(report, indicator, report.last_year)[0] if report.last_year else now
    held = before is not now and before.known and before.numerator == before.numerator
    was = f" In {before.year} it was {counts_of(before)}." if held else ""
    whole = f", and are {inline(overall)} of {share_base(report.figures).staff}" if overall.known else ""
    return f"BME staff hold {inline(now)} of {of} ({counts_of(now)}){whole}.{was}"


POSTS = {
    "clinical": "clinical posts in band 8a and above",
    "non-clinical": "non-clinical posts in band 8a and above",
    "medical": "the posts of consultants",
}
