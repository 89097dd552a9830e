"""Years put together where events are rare."""

from math import sqrt

import pytest
from scipy.stats import norm
from statsmodels.stats.contingency_tables import StratifiedTable

from wres.figures.arithmetic import count, rate, relative_likelihood
from wres.figures.figure import Figure, Figures
from wres.figures.pooled_years import pooled_ratio
from wres.figures.provenance import cited
from wres.standard.indicators import BY_CODE

YEARS = {2021: ((3, 100), (4, 310)), 2022: ((4, 98), (3, 305)), 2023: ((4, 102), (5, 320))}  # BME, White


def year_of(year: int, bme: tuple[int, int], white: tuple[int, int]) -> list[Figure]:
    rates = [
        rate("likelihood", *(count("i3", m, "", g, year, n, cited("disciplinary.csv"))
                             for m, n in (("entered", pair[0]), ("staff", pair[1]))))
        for g, pair in (("bme", bme), ("white", white))
    ]  # fmt: skip
    return [*rates, relative_likelihood(*rates)]


def pooled(years: dict, windows: dict[int, int] | None = None, *breaks: tuple[str, int]) -> list[Figure]:
    figures = [figure for year, pairs in years.items() for figure in year_of(year, *pairs)]
    held = windows or dict.fromkeys(years, 1)
    return list(pooled_ratio(BY_CODE["3"], Figures(figures), max(years), held, breaks))


def test_three_years_together_are_one_ratio_of_mantel_and_haenszel():
    (ratio,) = pooled(YEARS)
    tables = [[[x, n - x], [y, m - y]] for (x, n), (y, m) in YEARS.values()]
    above = sum(x * m / (n + m) for (x, n), (y, m) in YEARS.values())
    below = sum(y * n / (n + m) for (x, n), (y, m) in YEARS.values())
    assert ratio.id == "i3.relative_likelihood_pooled_from_2021.2023"
    assert ratio.value == pytest.approx(above / below)
    # Cochran, Mantel and Haenszel test the same margins: no year is clear, the three together are.
    p = StratifiedTable(tables).test_null_odds(correction=False).pvalue
    assert p < 0.05 and ratio.evidence == "higher"
    assert all(relative.evidence != "higher" for relative in (
        year_of(year, *pairs)[2] for year, pairs in YEARS.items()))  # fmt: skip


def test_the_interval_is_near_greenland_and_robins():
    (ratio,) = pooled(YEARS)
    sums = [0.0, 0.0, 0.0]
    for (x, n), (y, m) in YEARS.values():
        total = n + m
        sums[0] += ((x + y) * n * m - x * y * total) / total**2
        sums[1] += x * m / total
        sums[2] += y * n / total
    error = sqrt(sums[0] / (sums[1] * sums[2]))
    z = norm.ppf(0.975)
    assert ratio.low == pytest.approx(ratio.value * 2.718281828 ** (-z * error), rel=0.15)
    assert ratio.high == pytest.approx(ratio.value * 2.718281828 ** (z * error), rel=0.25)


def test_years_whose_windows_overlap_are_not_put_together():
    # Entries of two years each: those of 2023 are of 2022 and 2023, those of 2021 of 2020 and 2021.
    (ratio,) = pooled(YEARS, dict.fromkeys(YEARS, 2))
    assert {id.rpartition(".")[2] for id in ratio.parents} == {"2021", "2023"}
    assert pooled({year: YEARS[year] for year in (2022, 2023)}, {2022: 2, 2023: 2}) == []


def test_no_more_than_three_years_are_put_together():
    (ratio,) = pooled({2019: YEARS[2021], 2020: YEARS[2022], **YEARS})
    assert ratio.measure.endswith("_2021")


def test_one_year_alone_or_a_hidden_count_has_no_ratio_over_years():
    assert pooled({2023: YEARS[2023]}) == []
    assert pooled({**YEARS, 2022: ((float("nan"), 98), (3, 305))}) == []


def test_years_across_a_break_are_not_put_together():
    (ratio,) = pooled(YEARS, None, ("i3", 2022))
    assert ratio.measure.endswith("_2022")
