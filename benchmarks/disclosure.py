"""How long the door and the attack take on a large trust, beside two named references.

Run from the project's folder: ``python benchmarks/disclosure.py``. One core, fixed seed.
"""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import argparse
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd

from wres.disclosure.attack import possible
from wres.disclosure.protect import DisclosureRisk, _hidden_counts, _weight, protect, require_safe
from wres.figures.calculation import figures_of_years
from wres.figures.figure import Figure
from wres.returns.reading import Return
from wres.returns.settings import DisclosurePolicy, ReturnFile
from wres.standard.groups import GROUPS

BANDS = ["1", "2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9", "vsm"]
CLUSTERS = ["non-clinical", "clinical", "medical"]
YEARS = [2021, 2022, 2023]
DATA = Path(__file__).parent.parent / "data"
STAFF = 6000
SHARES = {"white": 0.74, "bme": 0.22, "unknown": 0.04}


def large_trust(seed: int, staff: int = STAFF) -> list[Return]:
    """Three years of a trust whose staff thin out towards the top of every cluster."""
    random = np.random.default_rng(seed)
    pyramid = np.array([1, 9, 11, 9, 16, 15, 10, 5, 2.5, 1.2, 0.6, 0.2, 0.15])
    sizes = np.outer([0.3, 0.55, 0.15], pyramid / pyramid.sum()) * staff
    return [_return(year, random, sizes) for year in YEARS]


def _return(year: int, random: np.random.Generator, sizes: np.ndarray) -> Return:
    rows = []
    for cluster, of_cluster in zip(CLUSTERS, sizes, strict=True):
        for place, (band, size) in enumerate(zip(BANDS, of_cluster, strict=True)):
            fall = np.array([1.0, 1.4 - 0.08 * place, 1.0]) * list(SHARES.values())
            counts = random.poisson(size * fall / fall.sum())
            rows += [(cluster, band, g, float(n)) for g, n in zip(SHARES, counts, strict=True)]
    workforce = pd.DataFrame(rows, columns=["cluster", "band", "group", "headcount"])
    staff = workforce.groupby("group")["headcount"].sum()
    tables = {
        "workforce": workforce,
        "recruitment": pd.concat(
            [
                _by_group(random, staff * 0.30).assign(stage="shortlisted"),
                _by_group(random, staff * 0.06).assign(stage="appointed"),
            ]
        ),
        "disciplinary": _by_group(random, staff * 0.005),
        "training": _by_group(random, staff * 0.3),
    }
    settings = ReturnFile(
        organisation="QHG",
        year=year,
        body="A large trust, invented",
        synthetic=True,
        snapshot_date=f"{year}-03-31",
        staff_in_post={label: int(staff[group]) for group, label in GROUPS.items()},
        sources="Random counts",
    )
    return Return(Path("benchmarks"), settings, tables)


def _by_group(random: np.random.Generator, expected: pd.Series) -> pd.DataFrame:
    counts = random.poisson(expected).astype(float)
    return pd.DataFrame({"group": list(expected.index), "headcount": counts})


# A reference: the rule of thumb of two per row and column


def greedy(figures: list[Figure], policy: DisclosurePolicy) -> set[str]:
    """Hide small counts; then, until every sum hides none or two, the lightest count of the sum."""
    counts = {f.id: f for f in figures if f.unit == "people" and f.known and f.indicator not in ("i9",)}
    sums = [[id, *f.parents] for id, f in counts.items() if f.parents]
    sums = [cells for cells in sums if all(cell in counts for cell in cells)]
    hidden = {id for id, f in counts.items() if 1 <= f.value <= policy.threshold}
    while alone := [cells for cells in sums if sum(cell in hidden for cell in cells) == 1]:
        free = [cell for cell in alone[0] if cell not in hidden]
        hidden.add(min(free, key=lambda cell: (_weight(counts[cell]), cell)))
    return hidden


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Seconds, and what the work gave."""
    start = perf_counter()
    try:
        result = work()
    except DisclosureRisk as error:
        result = error
    return perf_counter() - start, result


def main() -> None:
    """Time each step and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument("--staff", type=int, default=STAFF)
    given = parser.parse_args()
    returns = large_trust(given.seed, given.staff)
    policy = DisclosurePolicy()

    table, figures = timed(lambda: figures_of_years(DATA, returns))
    door, shown = timed(lambda: protect(figures, policy))
    attack, ranges = timed(lambda: require_safe(shown, policy))
    rule, by_rule = timed(lambda: greedy(figures, policy))
    chosen, by_programme = timed(lambda: _hidden_counts(figures, policy))

    counts = {f.id: f for f in figures if f.unit == "people"}
    print(f"{len(figures)} figures, {len(counts)} of them counts; seed {given.seed}, {given.staff} staff")
    for name, seconds in [
        ("figures table, without the door (reference)", table),
        ("greedy two per sum (reference, not safe)", rule),
        ("least-weight choice, once", chosen),
        ("door", door),
        ("attack", attack),
        ("door and attack", door + attack),
    ]:
        print(f"{name:46}{seconds:9.2f} s{seconds / table:9.2f} x the table")
    for name, hidden in [("greedy", by_rule), ("least weight", by_programme)]:
        weight = sum(_weight(counts[id]) for id in hidden)
        emptied = [_empty(f) if f.id in hidden else f for f in counts.values()]
        narrow = sum(r.values < policy.threshold for r in possible(emptied).values())
        print(f"{name}: {len(hidden)} counts hidden, weight {weight:.0f}, {narrow} of them given away")
    said = ranges if isinstance(ranges, DisclosureRisk) else f"{len(ranges)} hidden counts, none given away"
    print(f"the book: {said}")


def _empty(figure: Figure) -> Figure:
    nothing = float("nan")
    return Figure(figure.indicator, figure.measure, figure.breakdown, figure.group, figure.year, nothing,
                  "people", "suppressed", parents=figure.parents)  # fmt: skip


if __name__ == "__main__":
    main()
