"""What the rule of the readings gives by chance alone, and what it finds: simulated books of nine indicators.

    python benchmarks/readings.py [--books 20000] [--seed 1] [--write]

Every book has two years in which nothing differs between the groups and nothing changes but by chance, of
organisations of four sizes; then indicators 2 and 3 with a true ratio. Printed are Markdown tables: how often
an indicator is read as worse, how many grades differ from the year before, how often a true ratio is found,
each beside the rule that stood before and the usual tests. ``--write`` keeps what the methods page prints.
"""

import argparse
import json
from dataclasses import dataclass
from time import perf_counter

import numpy as np
from scipy.stats import hypergeom, norm

from wres.figures.by_chance import FOUND
from wres.figures.grades import BY_READING, NOT_ASSESSED
from wres.figures.intervals import FEW_EXPECTED
from wres.figures.readings import Reading
from wres.standard.constants import EQUAL_TREATMENT

Z = norm.ppf(0.975)
LEAST, MOST = EQUAL_TREATMENT
CLUSTERS = ((0.6, 0.33), (0.3, 0.3), (0.1, 0.5))  # share of all staff, and of senior posts in it
CODES = {reading: n for n, reading in enumerate(Reading)}
Array = np.ndarray
Pair = tuple[Array, Array, Array, Array]


@dataclass(frozen=True)
class Size:
    """An organisation: its staff, applicants, seats, and how often things happen there."""

    staff: int
    bme: float
    shortlisted: int
    appointed: float
    disciplined: float
    trained: float
    answered: float
    survey: tuple[float, float, float, float]
    seats: int


SIZES = (
    Size(420, 0.24, 340, 0.22, 0.03, 0.25, 0.72, (0.09, 0.12, 0.55, 0.06), 13),
    Size(1_000, 0.20, 800, 0.20, 0.012, 0.40, 0.70, (0.09, 0.12, 0.55, 0.06), 15),
    Size(6_000, 0.25, 5_000, 0.20, 0.01, 0.60, 0.45, (0.27, 0.22, 0.55, 0.11), 15),
    Size(20_000, 0.25, 15_000, 0.20, 0.01, 0.60, 0.45, (0.27, 0.22, 0.55, 0.11), 15),
)


# The rule, for many tables at once; ``agrees`` holds it against the product's own


def scores(log_ratio: float, pair: Pair) -> Array:
    """Laud's score of a ratio, with half a count taken off where few are expected."""
    x1, n1, x2, n2 = (np.asarray(part, float) for part in pair)
    r, total = np.exp(log_ratio), n1 + n2
    with np.errstate(all="ignore"):
        a, b = r * (n1 + x2), x1 + n2
        p2 = 2 * (x1 + x2) / (a + b + np.sqrt((a - b) ** 2 + 4 * r * (n1 - x1) * (n2 - x2)))
        p1 = r * p2
        v1, v2 = p1 * (1 - p1) / n1, r * r * p2 * (1 - p2) / n2
        variance = (v1 + v2) * total / (total - 1)
        difference = x1 / n1 - r * x2 / n2
        share = (x1 + x2) / total
        sparse = np.minimum(n1, n2) * np.minimum(share, 1 - share) < FEW_EXPECTED
        size = np.maximum(np.abs(difference) - sparse * (1 / n1 + r / n2) / 2, 0)
        plain = np.sign(difference) * size / np.sqrt(variance)
        q = (v1 * (1 - 2 * p1) / n1 - r * v2 * (1 - 2 * p2) / n2) / (6 * variance**1.5)
        bent = (np.sqrt(np.maximum(0, 1 + 4 * q * (plain + q))) - 1) / (2 * q)
        found = np.where(np.abs(q) < 1e-12, plain, bent)
        return np.where(variance > 0, found, np.where(difference == 0, 0, np.copysign(np.inf, difference)))


def read(pair: Pair, z: float = Z) -> Array:
    """The readings of ratios above 1 where BME staff are worse off: numbers of ``CODES``."""
    x1, n1, x2, n2 = pair
    at = {edge: scores(np.log(edge), pair) for edge in (LEAST, 1.0, MOST)}
    inside = (at[MOST] <= -z) & (at[LEAST] >= z) & (x1 > 0) & (x2 > 0)
    found = np.where(at[1.0] > z, CODES[Reading.WORSE],
                     np.where(at[1.0] < -z, CODES[Reading.BETTER], CODES[Reading.CLOSE]))  # fmt: skip
    found = np.where(inside, CODES[Reading.EQUAL], found)
    return np.where((x1 + x2 == 0) | (n1 == 0) | (n2 == 0), CODES[Reading.NOTHING], found)


def agrees(draw: np.random.Generator, tables: int = 300) -> bool:
    """Whether the product reads random tables as this file does."""
    from wres.figures.arithmetic import count, rate, relative_likelihood
    from wres.figures.provenance import Source
    from wres.figures.readings import reading

    n1, n2 = draw.integers(5, 400, (2, tables))
    pair = (draw.binomial(n1, 0.2), n1, draw.binomial(n2, draw.uniform(0.05, 0.4, tables)), n2)
    for code, *counts in zip(read(pair), *pair, strict=True):
        rates = [
            rate(
                "likelihood",
                *(count("i2", m, "", g, 2023, float(n), Source()) for m, n in (("e", x), ("b", base))),
            )
            for g, (x, base) in (("white", counts[:2]), ("bme", counts[2:]))
        ]
        if CODES[reading(relative_likelihood(*rates), "above")] != code:
            return False
    return True


# Books in which nothing differs


def years_of(size: Size, books: int, draw: np.random.Generator) -> list[dict[str, list[Pair]]]:
    """Two years of the tables that each indicator compares, so put that above 1 is worse for BME staff."""
    found, bme = [], draw.binomial(size.staff, size.bme, books)
    for year in range(2):
        if year:  # six in seven stay
            stay, others = draw.binomial(bme, 0.85), draw.binomial(size.staff - bme, 0.85)
            bme = stay + draw.binomial(size.staff - stay - others, size.bme)
        white = size.staff - bme
        applied = draw.binomial(size.shortlisted, 0.5, books)
        asked = draw.binomial(bme, size.answered), draw.binomial(white, size.answered)
        survey = [tuple(draw.binomial(n, p) for n in asked) for p in size.survey]
        known = np.full(books, size.seats)
        found.append({
            "1": bands(size, bme, draw),
            "2": [events(draw, size.appointed, size.shortlisted - applied, applied)],
            "3": [events(draw, size.disciplined, bme, white)],
            "4": [events(draw, size.trained, white, bme)],
            **{code: [(survey[k][0], asked[0], survey[k][1], asked[1])]
               for code, k in (("5", 0), ("6", 1), ("8", 3))},
            "7": [(survey[2][1], asked[1], survey[2][0], asked[0])],
            "9": [(bme, np.full(books, size.staff), draw.binomial(size.seats, size.bme, books), known)],
        })  # fmt: skip
    return found


def events(draw: np.random.Generator, chance: float, first: Array, second: Array, ratio: float = 1.0) -> Pair:
    return draw.binomial(first, chance * ratio), first, draw.binomial(second, chance), second


def bands(size: Size, bme: Array, draw: np.random.Generator) -> list[Pair]:
    """Each cluster's other posts beside its senior ones, BME staff fallen among all posts by chance."""
    found, left, people = [], bme, size.staff
    for share, senior in CLUSTERS:
        own = round(size.staff * share) if share != CLUSTERS[-1][0] else people
        here = draw.hypergeometric(left, people - left, own)
        top = round(own * senior)
        above = draw.hypergeometric(here, own - here, top)
        found.append((here - above, np.full_like(bme, own - top), above, np.full_like(bme, top)))
        left, people = left - here, people - own
    return found


def reading_of(pairs: list[Pair]) -> Array:
    """The reading of an indicator: the lowest of its comparisons, each so much surer."""
    z = norm.ppf(1 - 0.025 / len(pairs))
    return np.min([read(pair, z) for pair in pairs], axis=0)


def grades(readings: Array) -> Array:
    return np.array([BY_READING[reading] for reading in Reading])[readings]


# The rule that stood before: the sign of a difference, and whether it was clear


def wilson(x: Array, n: Array) -> tuple[Array, Array]:
    p, square = x / n, Z * Z / n
    centre, half = (
        (p + square / 2) / (1 + square),
        np.sqrt(p * (1 - p) * square + square**2 / 4) / (1 + square),
    )
    return centre - half, centre + half


def graded_before(code: str, pairs: list[Pair], size: Size) -> Array:
    """The grade by the rule before: 0 Achieving, 1 Developing, 2 Under-developed, 3 not assessed."""
    lowest = np.zeros(len(pairs[0][0]), int)
    for x1, n1, x2, n2 in pairs[:2] if code == "1" else pairs:
        with np.errstate(all="ignore"):
            if code in "234":
                value = x1 * n2 / (n1 * x2)
                clear = plain_score((x1, n1, x2, n2)) > Z
                fine = (value >= LEAST) & (value <= MOST)
                none = x1 + x2 < 10
            elif code in "19":
                everyone = (x1 + x2) / (n1 + n2) if code == "1" else x1 / n1
                fine, clear = x2 / n2 >= everyone, wilson(x2, n2)[1] < everyone
                none = np.zeros(len(x1), bool)
            else:
                a, b = wilson(x1, n1), wilson(x2, n2)
                low = x1 / n1 - x2 / n2 - np.hypot(x1 / n1 - a[0], b[1] - x2 / n2)
                fine, clear = x1 / n1 <= x2 / n2, low > 0
                none = np.minimum(x1 + x2, n1 + n2 - x1 - x2) < 10
        lowest = np.maximum(lowest, np.where(none, 3, np.where(fine, 0, np.where(clear, 2, 1))))
    return lowest


def plain_score(pair: Pair) -> Array:
    """The score of equal likelihoods: the square root of the usual chi-square."""
    x1, n1, x2, n2 = (np.asarray(part, float) for part in pair)
    share, total = (x1 + x2) / (n1 + n2), n1 + n2
    with np.errstate(all="ignore"):
        return (x1 / n1 - x2 / n2) / np.sqrt(share * (1 - share) * (1 / n1 + 1 / n2) * total / (total - 1))


def usual_test(pair: Pair) -> Array:
    """Whether the usual two-sided test finds the first group worse off: Fisher's where few are expected."""
    x1, n1, x2, n2 = pair
    share = (x1 + x2) / (n1 + n2)
    sparse = np.minimum(n1, n2) * np.minimum(share, 1 - share) < FEW_EXPECTED
    tail = hypergeom.sf(x1 - 1, n1 + n2, x1 + x2, n1)
    return np.where(sparse, tail <= 0.025, np.nan_to_num(plain_score(pair)) > Z)


# What is printed


def by_chance(size: Size, books: int, draw: np.random.Generator) -> dict[str, float]:
    """Of books in which nothing differs: false readings, and grades that differ from last year's."""
    years = years_of(size, books, draw)
    before, now = ({code: reading_of(pairs) for code, pairs in year.items()} for year in years)
    worse = {code: float(np.mean(found == CODES[Reading.WORSE])) for code, found in now.items()}
    held = {code: (grades(before[code]), grades(now[code])) for code in now}
    both = {code: (a != NOT_ASSESSED) & (b != NOT_ASSESSED) & (a != b) for code, (a, b) in held.items()}
    old = {code: [graded_before(code, year[code], size) for year in years] for code in now}
    return {
        "staff": size.staff,
        "worse_at_most": max(worse.values()),
        "worse_mean": sum(worse.values()) / len(worse),
        "grade_changes": float(sum(found.mean() for found in both.values())),
        "with_not_assessed": float(sum((a != b).mean() for a, b in held.values())),
        "grade_changes_before": float(sum(((a != b) & (a < 3) & (b < 3)).mean() for a, b in old.values())),
    }


def power(books: int, draw: np.random.Generator) -> list[tuple[str, float, float, float]]:
    """Where there is a true ratio: how often it is read as worse, and found by the usual test."""
    found = []
    settings: list[tuple[str, int, int, float]] = [
        ("indicator 2, 160 and 180 shortlisted, 14%", 160, 180, 0.14),
        ("indicator 2, 60 and 60 shortlisted, 15%", 60, 60, 0.15),
        ("indicator 3, 100 and 310 staff, 1%", 100, 310, 0.01),
        ("indicator 3, 1,400 and 4,300 staff, 0.6%", 1_400, 4_300, 0.006),
    ]
    for name, first, second, chance in settings:
        for ratio in (1.25, 1.5, 2.0, 3.0):
            n1, n2 = np.full(books, first), np.full(books, second)
            pair = events(draw, chance, n1, n2, ratio)
            own = np.mean(read(pair) == CODES[Reading.WORSE])
            found.append((name, ratio, float(own), float(np.mean(usual_test(pair)))))
    return found


def main() -> None:
    """Print the tables; keep what the methods page prints where that is asked for."""
    ask = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    ask.add_argument("--books", type=int, default=20_000)
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--write", action="store_true")
    asked = ask.parse_args()
    draw, begun = np.random.default_rng(asked.seed), perf_counter()
    if not agrees(draw):
        raise SystemExit("the rule of this file is not the product's")
    found = [by_chance(size, asked.books, draw) for size in SIZES]
    heads = ("Staff", "worse, an indicator at most", "mean", "grades that changed, a book and year",
             "with moves to and from not assessed", "by the rule before")  # fmt: skip
    print(f"| {' | '.join(heads)} |\n{'|---' * len(heads)}|")
    for row in found:
        print(f"| {row['staff']:,} | {row['worse_at_most']:.3f} | {row['worse_mean']:.3f} | "
              f"{row['grade_changes']:.2f} | {row['with_not_assessed']:.2f} | "
              f"{row['grade_changes_before']:.2f} |")  # fmt: skip
    print("\n| Table | true ratio | read as worse | usual test |\n|---|---|---|---|")
    for name, ratio, own, usual in power(asked.books, draw):
        print(f"| {name} | {ratio:g} | {own:.2f} | {usual:.2f} |")
    print(f"\n{asked.books:,} books of each size, seed {asked.seed}, {perf_counter() - begun:.0f} s")
    if asked.write:
        kept = {"books": asked.books, "seed": asked.seed, "sizes": found}
        FOUND.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
