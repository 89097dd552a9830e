"""What the organisation is compared with: its population and published national figures."""

from dataclasses import replace
from pathlib import Path

from wres.figures.arithmetic import count
from wres.figures.figure import Figure
from wres.figures.provenance import PublishedWork, published
from wres.figures.status import Status
from wres.figures.unit import Unit
from wres.standard.groups import FOCUS, REFERENCE
from wres.standard.indicators import BY_CODE
from wres.standard.lookups import reference


def population_figures(
    data: Path, organisation: str, local_areas: list[str], area_code: str = ""
) -> list[Figure]:
    """Census population and shares of the organisation's own area and of local authorities; none held, none.

    Its own is the row of its ODS code, where ``area_code``, the ONS code of its area, does not say that the
    area was another one.

    BME is everyone outside the White groups, "Other" included; areas together are weighted by
    their people because counts are added, never percentages.
    """
    table = reference(data, "benchmarks/population")
    own = table["ods_code"] == organisation
    if area_code:
        own &= table["area_code"] == area_code
    found = []
    for row in table[own | table["area_code"].isin(local_areas)].to_dict("records"):
        area = (row["ods_code"] or row["area_code"]).lower()
        groups = {name: float(row[name]) for name in ("white", "asian", "black", "mixed", "other")}
        groups[FOCUS] = sum(groups.values()) - groups[REFERENCE]
        work, year = PublishedWork(f"Census {row['year']}", row["area_name"]), int(row["year"])
        source = published("data/benchmarks/population.csv", row["row"], work)
        everyone = count("population", "people", area, "all", year, float(row["total"]), source)
        people = [count("population", "people", area, g, year, n, source) for g, n in groups.items()]
        found += [everyone, *people, *(_census_share(p, everyone) for p in people)]
    return found


def _census_share(people: Figure, everyone: Figure) -> Figure:
    """A share of a whole population: counted, not sampled, so without an interval."""
    return Figure(
        "population",
        "share",
        people.breakdown,
        people.group,
        people.year,
        people.value / everyone.value,
        Unit.PERCENT,
        Status.SHOWN,
        people.value,
        everyone.value,
        parents=(people.id, everyone.id),
        source=people.source,
    )


def benchmark_figures(data: Path) -> list[Figure]:
    """National and regional figures, each with population, year, publication and source.

    The value first published has the plain id; values restated later keep their publication and
    are told apart in the id: ``restated``, ``restated-2``.
    """
    table = reference(data, "benchmarks/national")
    found: dict[str, Figure] = {}
    for row in table.to_dict("records"):
        figure = _benchmark(row)
        restated = 0
        while figure.id in found:
            restated += 1
            again = "restated" if restated == 1 else f"restated-{restated}"
            figure = replace(figure, breakdown=again)
        found[figure.id] = figure
    return list(found.values())


def _benchmark(row: dict) -> Figure:
    indicator = BY_CODE[row["indicator"]].key if row["indicator"] in BY_CODE else row["indicator"]
    period = f"{row['year']}, {row['year_basis']}"
    work = PublishedWork(row["population"], row["publication"], period, row["source"])
    return Figure(
        "benchmark",
        f"{indicator}.{row['measure']}.{row['population_slug']}",
        "",
        row["group"],
        int(row["year"]),
        float(row["value"]),
        Unit(row["unit"].replace("fraction", "percent")),
        source=published("data/benchmarks/national.csv", row["row"], work),
    )
