"""The change of each figure on the year before, with its interval and what may be said of it."""

from wres.figures import Figure
from wres.markup import Shown, render
from wres.publication import Publication
from wres.representation import bands, base
from wres.tables import Cell, Line, band_labels, interval, said, table
from wres.terms import BY_NUMBER, CLUSTERS, GROUPS, SEATS, Indicator

HEADER = ["95% interval of the change", "What may be said"]
KNOWN = ("white", "bme")


def indicator(report: Publication, number: int) -> Shown:
    """The table of changes of an indicator's page; a note where there is no year before."""
    chosen = BY_NUMBER[number]
    by_formula = {
        "share by band": _bands,
        "relative likelihood": _likelihoods,
        "survey percentage": _survey,
        "board gap": _board,
    }
    return _table(report, by_formula[chosen.formula](report, chosen))


def workforce(report: Publication) -> Shown:
    """The change of the share of each group in the workforce."""
    return _table(
        report, {f"{label} share of staff (%)": f"workforce.share.{group}" for group, label in GROUPS.items()}
    )


def _bands(report: Publication, indicator: Indicator) -> dict[str, str]:
    labels = band_labels(report.data)
    of, rows = base(report.figures), {}
    for breakdown in bands(report.figures, report.year):
        cluster, band = breakdown.split(".")
        if cluster != "other":
            rows[f"{CLUSTERS[cluster]}, {labels[band]}: BME share (%)"] = f"i1.{of.share}.{breakdown}.bme"
    return rows


def _likelihoods(report: Publication, indicator: Indicator) -> dict[str, str]:
    key, above, below = indicator.key, GROUPS[indicator.above], GROUPS[indicator.below]
    rows = {f"Likelihood, {GROUPS[g]} (%)": f"{key}.likelihood.{g}" for g in KNOWN}
    rows[f"Gap, {above} less {below} (percentage points)"] = f"{key}.gap"
    return rows | {f"Relative likelihood, {above} ÷ {below}": f"{key}.relative_likelihood"}


def _survey(report: Publication, indicator: Indicator) -> dict[str, str]:
    rows = {f"{GROUPS[g]} respondents (%)": f"{indicator.key}.percentage.{g}" for g in KNOWN}
    return rows | {"Gap, BME less White (percentage points)": f"{indicator.key}.gap"}


def _board(report: Publication, indicator: Indicator) -> dict[str, str]:
    return {f"{name}, {GROUPS[g]} (%)": f"i9.share.{seat}.{g}" for seat, name in SEATS.items() for g in KNOWN}


def _table(report: Publication, rows: dict[str, str]) -> Shown:
    if report.last_year is None:
        return render("note", text=f"No year before {report.year} is held, so no change can be shown.")
    lines = [Line(name, _cells(report, start)) for name, start in rows.items()]
    held = [
        line
        for line in lines
        if any(isinstance(c, Figure) and c.status != "not_collected" for c in line.cells)
    ]
    if not held:
        return render("note", text=f"No figure of this page is held for {report.last_year} or {report.year}.")
    header = [
        "Figure",
        str(report.last_year),
        str(report.year),
        "Change (percentage points, or of the ratio)",
        *HEADER,
    ]
    return table(f"Change from {report.last_year} to {report.year}", header, held)


def _cells(report: Publication, start: str) -> list[Cell]:
    indicator, measure, *rest = start.split(".")
    change = report.figures.find(".".join([indicator, f"{measure}_change", *rest, str(report.year)]))
    return [
        report.figures.find(f"{start}.{report.last_year}"),
        report.figures.find(f"{start}.{report.year}"),
        change,
        interval(change),
        said(change),
    ]
