"""Counts that nobody counted: the numbers of the synthetic returns that ``wres demo`` writes.

Every person is drawn by a seeded generator of uniform numbers and whole-number weights, with
nothing that rounds differently elsewhere: the same counts on every machine. Each table of each
organisation and year has a seed of its own, so a further year changes no other.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, Literal

import numpy as np

from wres.standard.groups import GROUPS

Rows = list[list[Any]]
LABELS = tuple(GROUPS.values())
WHITE, BME, UNKNOWN = LABELS


@dataclass(frozen=True)
class Scenario:
    """What an organisation's returns look like. ``case`` says what is unusual about them."""

    case: str = ""
    staff: int | None = None
    bands: Literal["single", "grouped"] = "single"
    medical: bool = False
    ethnicity: Literal["groups", "codes", "unknown"] = "groups"
    disciplined: bool = True
    appointed_bme: bool = True
    split_board: bool = True
    survey: Literal["percentage", "yes", "not in the last year"] = "percentage"
    windows: tuple[int, int] = (1, 1)
    years: Literal["all", "gap", "last"] = "all"
    extras: bool = True
    words: bool = True
    earlier: bool = False
    policy: Mapping[str, Any] = field(default_factory=dict)


# The edge cases, by ODS code. All other organisations are ordinary.
CASES = {
    "QF7": Scenario("no commentary and no actions", words=False),
    "QGH": Scenario("a gap: no return for the year before the last", years="gap"),
    "QHM": Scenario("very large, single bands, medical staff", staff=6400, medical=True),
    "QJK": Scenario("only one return: no year to compare with", years="last"),
    "QJM": Scenario("a board without split into voting and executive seats", split_board=False),
    "QMF": Scenario("ESR codes in place of White, BME and Unknown", ethnicity="codes", bands="grouped"),
    "QNQ": Scenario("no BME applicant appointed: a ratio without upper limit", appointed_bme=False),
    "QOC": Scenario("no disciplinary cases in any year", disciplined=False, bands="grouped"),
    "QOX": Scenario("workforce.csv only: nothing else was collected", extras=False),
    "QPM": Scenario("no staff survey in the last year", survey="not in the last year"),
    "QR1": Scenario("single bands with tiny counts", staff=92),
    "QSL": Scenario("the disciplinary window changes from two years to one", windows=(2, 1)),
    "QT6": Scenario("ethnicity unknown for everybody", ethnicity="unknown"),
    "QUA": Scenario(
        "a stricter policy: counts up to 10, counts of zero and the board are hidden",
        bands="grouped",
        policy={"threshold": 10, "hide_zero": True, "minimum_base": 20, "board": "hide"},
    ),
    "QVV": Scenario("very small organisation", staff=34, bands="grouped"),
    "QWE": Scenario("survey answers as counts in place of percentages", survey="yes"),
    "QWU": Scenario(
        "rounding in place of hiding",
        policy={"rounding": 5, "reason": "Invented: to show a book with rounded counts."},
    ),
    "QXU": Scenario("ratios known only as an earlier report printed them", earlier=True),
}

# Staff per hundred or so, by kind of band and cluster.
BANDS = {
    ("single", "non-clinical"): {"2": 3, "3": 8, "4": 13, "5": 15, "6": 16, "7": 16, "8a": 12, "8b": 8,
                                 "8c": 5, "8d": 3, "9": 2, "vsm": 2},
    ("single", "clinical"): {"3": 2, "4": 4, "5": 8, "6": 18, "7": 26, "8a": 22, "8b": 10, "8c": 5,
                             "8d": 3, "9": 1, "vsm": 1},
    ("grouped", "non-clinical"): {"1-7": 71, "8a-vsm": 32},
    ("grouped", "clinical"): {"1-7": 58, "8a-vsm": 42},
}  # fmt: skip
GRADES = {"medical-consultant": 6, "medical-non-consultant": 3, "medical-trainee": 2}

# How many times the workforce's BME share a band has, in percent: lower higher up, as is often reported.
SLOPE = {"2": 130, "3": 130, "4": 125, "5": 120, "6": 110, "7": 100, "1-7": 112, "8a": 85, "8b": 70, "8c": 60,
         "8d": 50, "9": 45, "vsm": 40, "8a-vsm": 72}  # fmt: skip
CODES = {
    WHITE: {"A": 86, "B": 3, "C": 8, "C3": 3},
    BME: {
        "D": 6,
        "F": 4,
        "G": 4,
        "H": 22,
        "J": 16,
        "K": 5,
        "L": 9,
        "M": 10,
        "N": 14,
        "PA": 2,
        "R": 4,
        "S": 4,
    },
    UNKNOWN: {"Z": 1},
}
SEATS = {("yes", "yes"): 5, ("yes", "no"): 7, ("no", "yes"): 2, ("no", "no"): 2}

# Percentage of White and of BME respondents who say so, to draw around.
ANSWERS = {"5": (7, 10), "6": (12, 17), "7": (61, 46), "8": (5, 13)}


@dataclass(frozen=True)
class SyntheticOrganisation:
    """An invented organisation in a year: how many staff, and their mix per 10,000."""

    code: str
    year: int
    staff: int
    bme: int
    unknown: int
    shape: Scenario

    def random(self, about: str) -> np.random.Generator:
        """The generator of one table of this organisation and year."""
        return generator(f"{self.code} {self.year} {about}")

    def trait(self, about: str, low: int, high: int) -> int:
        """A whole number from low to high that stays the same from year to year."""
        return between(generator(f"{self.code} {about}"), low, high)


def generator(seed: str) -> np.random.Generator:
    """The generator of a seed in words."""
    return np.random.Generator(np.random.PCG64(list(seed.encode())))


def between(random: np.random.Generator, low: int, high: int) -> int:
    """A whole number from low to high."""
    return low + int(random.random() * (high - low + 1))


def shape_of(code: str) -> Scenario:
    """The edge case that an organisation stands for, or an ordinary shape drawn for it."""
    random = generator(f"{code} shape")
    bands: Literal["single", "grouped"] = "grouped" if random.random() < 0.35 else "single"
    return CASES.get(code) or Scenario(bands=bands, medical=bool(random.random() < 0.4))


def body(code: str, year: int, people: int, bme: int) -> SyntheticOrganisation:
    """An organisation that serves ``people``, ``bme`` of them BME, in a year."""
    shape, random = shape_of(code), generator(f"{code} body")
    staff = shape.staff or people // between(random, 1300, 3200)
    share = 10_000 * bme * between(random, 60, 120) // (100 * people) + 80 * (year - 2021)
    unknown = between(random, 150, 900)
    growth = between(generator(f"{code} {year} growth"), 94, 110)
    return SyntheticOrganisation(
        code, year, max(12, staff * growth // 100), min(6500, max(200, share)), unknown, shape
    )


def drawn(random: np.random.Generator, people: int, weights: Mapping[Any, int]) -> Counter:
    """So many people, each given one of the keys by whole-number weights."""
    keys, sums = list(weights), list(accumulate(weights.values()))
    return Counter(keys[bisect_right(sums, int(u * sums[-1]))] for u in random.random(people).tolist())


def happened(random: np.random.Generator, people: int, chance: int) -> int:
    """To how many of the people it happened, at a chance per 10,000."""
    return int((random.random(people) * 10_000 < chance).sum())


def mix(given: SyntheticOrganisation, bme_percent: int = 100) -> dict[str, int]:
    """Weights of the groups, with so many percent of the workforce's own BME share."""
    if given.shape.ethnicity == "unknown":
        return {WHITE: 0, BME: 0, UNKNOWN: 10_000}
    bme = min(8000, given.bme * bme_percent // 100)
    return {WHITE: 10_000 - given.unknown - bme, BME: bme, UNKNOWN: given.unknown}


def tables(given: SyntheticOrganisation, last: bool) -> tuple[dict[str, Rows], dict[str, int]]:
    """Every table of counts of a return, and its staff by group. ``last``: it is the latest year."""
    workforce = _workforce(given)
    staff = {label: sum(n for *_, g, n in workforce if g == label) for label in LABELS}
    found = {"workforce": workforce}
    if given.shape.extras:
        found |= {
            "recruitment": _recruitment(given),
            "disciplinary": _events(given, "disciplinary", staff),
            "training": _events(given, "training", staff),
            "board": _board(given),
        }
        if not (last and given.shape.survey == "not in the last year"):
            found["survey"] = _survey(given, staff)
    if given.shape.ethnicity == "codes":  # the survey has a list of its own and stays in groups
        found = {n: rows if n == "survey" else _coded(given, n, rows) for n, rows in found.items()}
    return found, staff


def _workforce(given: SyntheticOrganisation) -> Rows:
    """Headcount by cluster, band and group, in the order of the bands; a few staff in no band."""
    clinical = given.trait("clinical", 25, 55)
    cells: dict[tuple[str, str], int] = {}
    for cluster, percent in (("non-clinical", 100 - clinical), ("clinical", clinical)):
        bands = BANDS[given.shape.bands, cluster]
        cells |= {(cluster, band): 100 * n * percent // sum(bands.values()) for band, n in bands.items()}
    if given.shape.medical:
        cells |= {("medical", grade): 30 * n for grade, n in GRADES.items()}
    cells["other", "other"] = 60
    people = drawn(given.random("bands"), given.staff, cells)
    rows: Rows = []
    for cluster, band in (cell for cell in cells if people[cell]):
        random = given.random(f"{cluster} {band}")
        groups = drawn(random, people[cluster, band], mix(given, SLOPE.get(band, 100)))
        rows += [[cluster, band, label, groups[label]] for label in LABELS]
    return rows


def _recruitment(given: SyntheticOrganisation) -> Rows:
    random = given.random("recruitment")
    shortlisted = drawn(random, given.staff * given.trait("applicants", 70, 130) // 100, mix(given, 150))
    chance, less = given.trait("appointed", 1400, 2800), given.trait("appointed bme", 50, 105)
    chances = {WHITE: chance, BME: chance * less // 100 * given.shape.appointed_bme, UNKNOWN: chance}
    appointed = {label: happened(random, shortlisted[label], chances[label]) for label in LABELS}
    stages = {"shortlisted": shortlisted, "appointed": appointed}
    return [[stage, label, counts[label]] for stage, counts in stages.items() for label in LABELS]


def _events(given: SyntheticOrganisation, name: str, staff: Mapping[str, int]) -> Rows:
    """Staff disciplined, or accessing training: as many as the chance of each group gives."""
    random = given.random(name)
    if name == "training":
        chance, times = given.trait(name, 1500, 6000), given.trait("training bme", 75, 115)
    else:
        chance = given.trait(name, 30, 140) * given.shape.disciplined
        times = given.trait("disciplinary bme", 80, 260)
    chances = {WHITE: chance, BME: chance * times // 100, UNKNOWN: chance}
    return [[label, happened(random, staff[label], chances[label])] for label in LABELS]


def _survey(given: SyntheticOrganisation, staff: Mapping[str, int]) -> Rows:
    """Answers of White and of BME respondents; of Unknown where nobody's ethnicity is known."""
    random, rate = given.random("survey"), response_rate(given)
    asked = {label: staff[label] * rate // 100 for label in LABELS}
    rows: Rows = []
    for indicator, chances in ANSWERS.items():
        for label, chance in zip(LABELS, (*chances, chances[0]), strict=True):
            base = max(0, asked[label] - between(random, 0, 2))
            yes = happened(random, base, 100 * chance + 40 * given.trait(f"survey {indicator}", -5, 5))
            collected = base and (label != UNKNOWN or given.shape.ethnicity == "unknown")
            rows.append([indicator, label, *_answer(given, base, yes)] if collected
                        else [indicator, label, "", "", ""])  # fmt: skip
    return rows


def _answer(given: SyntheticOrganisation, base: int, yes: int) -> tuple[object, str, object]:
    """Respondents, percentage and yes: the percentage with one decimal, half up, or the count."""
    if given.shape.survey == "yes":
        return base, "", yes
    tenths = (2000 * yes + base) // (2 * base)
    return base, f"{tenths // 10}.{tenths % 10}", ""


def response_rate(given: SyntheticOrganisation) -> int:
    """Staff who answered the survey, in percent."""
    return between(given.random("response rate"), 52, 86)


def _board(given: SyntheticOrganisation) -> Rows:
    rows: Rows = []
    for (voting, executive), most in SEATS.items():
        seats = ("", "") if not given.shape.split_board else (voting, executive)
        groups = drawn(given.random(f"board {voting} {executive}"), most, mix(given, 60))
        rows += [[label, *seats, groups[label]] for label in LABELS]
    return rows if given.shape.split_board else _added(rows)


def _coded(given: SyntheticOrganisation, name: str, rows: Rows) -> Rows:
    """The rows with the people of each group spread over its ESR codes."""
    found: Rows = []
    for number, row in enumerate(rows):
        place = next(place for place, cell in enumerate(row) if cell in LABELS)
        weights = CODES[str(row[place])]
        codes = drawn(given.random(f"{name} codes {number}"), int(str(row[-1])), weights)
        found += [[*row[:place], code, *row[place + 1 : -1], codes[code]] for code in weights]
    return found


def _added(rows: Rows) -> Rows:
    """One row for each beginning, with the counts of its rows added."""
    sums: Counter = Counter()
    for *start, n in rows:
        sums[tuple(start)] += n
    return [[*start, n] for start, n in sums.items()]
