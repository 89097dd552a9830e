"""How long the exact interval of an odds ratio takes, as a ratio to scipy's for the same table."""

from collections.abc import Callable
from time import perf_counter

from scipy.stats.contingency import odds_ratio

from wres.figures.intervals import odds_ratio_interval

# Staff of two groups in a lower and an upper row of bands; the sum is the size of the organisation.
TABLES = (
    (60, 120, 70, 40),
    (3_000, 4_000, 1_800, 1_500),
    (6_000, 7_000, 4_500, 4_000),
    (20_000, 22_500, 20_000, 22_500),
)


def seconds(work: Callable[[], object], times: int) -> float:
    """The least of some runs, in seconds."""
    found = []
    for _ in range(times):
        start = perf_counter()
        work()
        found.append(perf_counter() - start)
    return min(found)


def scipys(table: tuple[int, int, int, int]) -> object:
    """Interval of scipy, which is the reference."""
    return odds_ratio([table[:2], table[2:]]).confidence_interval(0.95)


def main() -> None:
    """Print a line for each table: staff, seconds of both, how many times faster."""
    odds_ratio_interval(3, 1, 1, 3)  # imports are no part of the time
    print("| Staff | scipy, seconds | ours, seconds | times faster |\n|---|---|---|---|")
    for table in TABLES:
        reference = seconds(lambda table=table: scipys(table), 2)
        own = seconds(lambda table=table: odds_ratio_interval(*table), 5)
        print(f"| {sum(table):,} | {reference:.3f} | {own:.4f} | {reference / own:.0f} |")


if __name__ == "__main__":
    main()
