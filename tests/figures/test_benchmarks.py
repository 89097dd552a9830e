"""Benchmarks keep population, year and publication; a value restated later stands beside the first."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from wres.figures.benchmarks import benchmark_figures, population_figures
from wres.figures.figure import Figure
from wres.pages import benchmarks
from wres.publication import Publication

TRUSTS_2022 = "i2.relative_likelihood.trusts-england"


@pytest.fixture(scope="module")
def held(data: Path) -> list[Figure]:
    """The benchmarks of the project."""
    return benchmark_figures(data)


def published_in_2022(figures: list[Figure]) -> list[Figure]:
    return [f for f in figures if f.measure == TRUSTS_2022 and f.year == 2022]


def test_the_value_first_published_and_the_restated_one_are_both_held(held: list[Figure]) -> None:
    # Indicator 2 of 2022 for trusts in England: 1.54, then 1.53 in the report of 2023.
    first, restated = published_in_2022(held)
    assert (first.value, restated.value) == (1.54, 1.53)
    assert "first published" in first.source.text and "restated in the 2023 report" in restated.source.text


def test_the_first_value_has_the_plain_id_and_the_restated_one_says_so(held: list[Figure]) -> None:
    first, restated = published_in_2022(held)
    assert first.id == f"benchmark.{TRUSTS_2022}.all.2022"
    assert restated.id != first.id and "restated" in restated.id


def test_every_benchmark_has_an_id_of_its_own(held: list[Figure], data: Path) -> None:
    rows = (data / "benchmarks/national.csv").read_text(encoding="utf-8").strip().splitlines()[1:]
    assert len({f.id for f in held}) == len(held) == len(rows)


def test_a_value_restated_twice_is_held_three_times(own_data: Path) -> None:
    file = own_data / "benchmarks/national.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    restated = next(line for line in lines if "restated in the 2023 report" in line)
    again = restated.replace("1.53", "1.52").replace("2023 report", "2024 report")
    file.write_text("".join([*lines, again]), encoding="utf-8")
    found = published_in_2022(benchmark_figures(own_data))
    assert [f.value for f in found] == [1.54, 1.53, 1.52]
    assert len({f.id for f in found}) == 3


def test_both_values_are_published_with_the_book(report: Publication) -> None:
    found = published_in_2022(report.figures.where(indicator="benchmark"))
    assert sorted(f.value for f in found) == [1.53, 1.54]


def compared(report: Publication, number: str) -> list[dict[str, str]]:
    """The rows of the table of other populations, by the name of the column."""
    page = BeautifulSoup(benchmarks.comparison(report, number).html, "html.parser")
    names = [name.get_text(" ", strip=True) for name in page.select("thead th")]
    cells = (
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in page.select("tbody tr")
    )
    return [dict(zip(names, row, strict=True)) for row in cells]


def test_the_table_shows_both_values_each_with_its_publication(report: Publication) -> None:
    trusts = [row for row in compared(report, "2") if row["Population"] == "NHS trusts in England"
              and "2022" in row["Year"] and "likelihood" in row["Measure"]]  # fmt: skip
    assert [(row["Figure"], row["Publication"]) for row in trusts] == [
        ("1.54", "As first published"),
        ("1.53", "Restated in the 2023 report"),
    ]
    assert "healthbusinessuk.net 19032024" in trusts[1]["Read in"]


@pytest.mark.parametrize("number", "123456789")
def test_every_compared_figure_says_whose_it_is_of_which_year_and_from_where(
    report: Publication, number: str
) -> None:
    for row in compared(report, number):
        assert row["Population"].startswith(("NHS trusts", "CCGs"))
        assert "national average" not in " ".join(row.values()).lower()
        assert row["Year"][:4].isdigit() and row["Publication"] and row["Read in"] and row["Figure"]


def test_no_region_but_the_organisations_own_and_no_later_year_is_compared(report: Publication) -> None:
    rows = compared(report, "2")
    regional = {row["Population"] for row in rows if row["Population"].startswith("NHS trusts, ")}
    assert regional == {"NHS trusts, East of England"}
    assert max(int(row["Year"][:4]) for row in rows) == 2023


def test_the_population_is_counted_from_the_census(data: Path) -> None:
    # Asian 152,801, Black 67,595, Mixed 38,930, Other 19,397: 278,723 of 998,757 is 27.9%.
    found = {f.id: f for f in population_figures(data, "QHG", [])}
    share = found["population.share.qhg.bme.2021"]
    assert (share.numerator, share.denominator) == (278_723, 998_757)
    assert share.text == "27.9%"
    assert set(share.parents) <= set(found)
