"""What the organisation is compared with: its population and published national figures."""

from pathlib import Path

from wres.figures import Figure
from wres.formulas import count
from wres.returns import reference


def population_figures(data: Path, organisation: str, local_areas: list[str]) -> list[Figure]:
    """Census population and shares of the ICB's area and of its local authorities.

    BME is everyone outside the White groups, "Other" included; areas together are weighted by
    their people because counts are added, never percentages.
    """
    table = reference(data, "benchmarks/population")
    own = table[(table["ods_code"] == organisation) | table["area_code"].isin(local_areas)]
    found = []
    for row in own.to_dict("records"):
        area = (row["ods_code"] or row["area_code"]).lower()
        groups = {name: float(row[name]) for name in ("white", "asian", "black", "mixed", "other")}
        groups["bme"] = sum(groups.values()) - groups["white"]
        source, year = f"Census {row['year']}: {row['area_name']}", int(row["year"])
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
        "percent",
        "shown",
        people.value,
        everyone.value,
        parents=f"{people.id} {everyone.id}",
        source=people.source,
    )


def benchmark_figures(data: Path) -> list[Figure]:
    """National and regional figures, as first published; each with population, year and source."""
    table = reference(data, "benchmarks/national")
    found: dict[str, Figure] = {}
    for row in table.to_dict("records"):
        indicator = row["indicator"] if row["indicator"] == "workforce" else f"i{row['indicator']}"
        breakdown = f"{indicator}.{row['measure']}.{row['population_slug']}"
        figure = Figure(
            "benchmark",
            breakdown,
            "",
            row["group"],
            int(row["year"]),
            float(row["value"]),
            row["unit"].replace("fraction", "percent"),
            source=f"{row['population']}, {row['year']}, {row['year_basis']}: {row['source']}",
        )
        found.setdefault(figure.id, figure)
    return list(found.values())
