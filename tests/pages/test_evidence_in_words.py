"""No sentence claims more than the rule allows: all words of random books, and of the default book.

The rule (decision notes 2 and 26) is applied here a second time, from the counts of the returns; the
intervals that it rests on are held against independent ones in ``tests/figures``. A claim is any word on how
clear a comparison is, on whose side it lies, and how it is read.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from math import isfinite, isnan, nan, sqrt
from pathlib import Path
from random import Random

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from scipy.stats import hypergeom
from statsmodels.stats import proportion

from wres.disclosure.protect import _closed, _emptied, _is_single_band, protect
from wres.figures import calculation, grades
from wres.figures.benchmarks import population_figures
from wres.figures.calculation import figures_of_years
from wres.figures.derived import derived
from wres.figures.figure import Figure, Figures
from wres.figures.inline import BEGIN, END, THEN, TOLD, without_ids
from wres.figures.intervals import Pair as Groups
from wres.figures.intervals import gap_interval, part_interval, ratio_interval
from wres.figures.readings import Reading
from wres.pages import indicator, summary, titles_and_alt_texts, workforce
from wres.pages.all_readings import rag_matrix, tiles
from wres.pages.blocks import Chart, ChartText, Stack
from wres.pages.content import board_gap
from wres.pages.content.relative_likelihood import unknowns
from wres.pages.fragments import Fragment
from wres.pages.series_breaks import breaks
from wres.publication import Publication, returns_up_to, series
from wres.returns.reading import Return
from wres.returns.settings import DisclosurePolicy, Policies, ReturnFile
from wres.returns.validate import check_return
from wres.standard.indicators import BY_CODE
from wres.standard.lookups import reference

pytestmark = pytest.mark.filterwarnings("ignore:divide by zero")  # statsmodels, where nothing was counted

EXAMPLES = 90
YEARS = (
    [2023],
    [2022, 2023],
    [2021, 2022, 2023],
    [2021, 2022, 2023],
    [2020, 2022, 2023],
    [2019, 2021, 2022, 2023],
)
GROUPS = {"White": "white", "BME": "bme", "Unknown": "unknown"}
FILES = {"i2": "recruitment", "i3": "disciplinary", "i4": "training"}
COUNTED = {"i2": ("shortlisted", "appointed"), "i3": ("staff", "entered"), "i4": ("staff", "accessed")}
# The group above the line, and the side that is worse for BME staff: from the standard's definitions.
ABOVE = {"i2": ("white", "bme"), "i3": ("bme", "white"), "i4": ("white", "bme")}
WORSE = {"i1": "lower", "i2": "higher", "i3": "higher", "i4": "higher", "i5": "higher", "i6": "higher",
         "i7": "lower", "i8": "higher", "i9": "lower"}  # fmt: skip
SHAPES = (("1-7", "8a-vsm"), ("5", "6", "8a", "vsm"), ("3", "7"), ("5", "7", "8a"), ("medical-consultant",))
TIERS = {"3": "lower", "5": "lower", "6": "middle", "7": "middle", "8a": "upper", "vsm": "upper"}
SENIOR = ("8a", "vsm", "8a-vsm")
Counts = dict[str, float]  # by id; NaN: not collected, or hidden


# Random returns


def some(choice: Random, most: int) -> int:
    """A number of people: nobody, hardly anybody, some, many."""
    return choice.choice([0, choice.randint(1, 14), choice.randint(0, most // 8), choice.randint(0, most)])


def of(choice: Random, base: int) -> int:
    """How many of them: none, all, a few, any number."""
    likely = [choice.randint(0, base) for _ in range(3)]
    return choice.choice([0, base, choice.randint(0, min(base, 12)), *likely])


def staff_rows(choice: Random, step: int) -> list[tuple]:
    """Staff by cluster, band and group."""
    clusters = choice.sample(["non-clinical", "clinical", "medical"], choice.choice([1, 1, 2]))
    places = [(cluster, band) for cluster in clusters for band in choice.choice(SHAPES)]
    places += choice.choice([[("other", "other")], [], []])
    most = {"White": 150, "BME": 120, "Unknown": 15}
    return [(*place, group, step * some(choice, most[group])) for place in places for group in GROUPS]


def happened(choice: Random, step: int, bases: dict[str, int]) -> list[tuple]:
    """Of each group's people, to how many it happened; now and then not collected."""
    numbers: dict[str, float] = {group: step * of(choice, n // step) for group, n in bases.items()}
    if choice.random() < 0.4:  # about as likely in every group
        likely = choice.uniform(0, 0.8)
        numbers = {g: step * round(n / step * likely * choice.uniform(0.75, 1.25)) for g, n in bases.items()}
    if choice.random() < 0.25:
        numbers[choice.choice(["Unknown", "Unknown", "BME"])] = nan
    return list(numbers.items())


def survey(choice: Random) -> Iterator[tuple]:
    """Answers by indicator and group: as counts, as percentages to one decimal, or not collected."""
    rare = choice.random() < 0.4  # it happened to a few of some people
    for number, group in [(n, g) for n in "5678" for g in ("White", "BME")]:
        base = choice.randint(12, 60) if rare else some(choice, 900)
        yes = choice.randint(0, 5) if rare else of(choice, base)
        kind = choice.choice([*["yes"] * 6, "percentage", "odd", "blank"]) if base else "yes"
        if kind == "yes":
            yield number, group, base, nan, yes
        elif kind == "blank":
            yield number, group, nan, nan, nan
        else:
            percentage = round(
                100 * yes / base if kind == "percentage" else choice.uniform(2, 100), 1
            )  # less is told as a proportion
            if percentage == round(percentage):  # of several counts that may fit others tell
                yield number, group, base, nan, yes
            else:
                yield number, group, base, percentage, nan


def board(choice: Random) -> list[tuple]:
    """Members by group, their seats split or not."""
    seats = choice.choice([[(None, None)], [("yes", "yes"), ("yes", "no"), ("no", "no")]])
    nobody = choice.random() < 0.2  # nobody's ethnicity is known
    sizes = {group: [0] if nobody else [0, 0, 1, 2, 5, 11, 30] for group in GROUPS}
    sizes["Unknown"] = [11, 30] if nobody else sizes["White"]
    return [(group, *seat, choice.choice(sizes[group])) for seat in seats for group in GROUPS]


def a_return(report: Publication, year: int, seed: int, step: int) -> tuple[Return, Counts]:
    """A return of a year with some of its files, and what they count: multiples of ``step``."""
    choice = Random(f"{year} {seed} {step}")
    rows = {"workforce": staff_rows(choice, step)}
    staff = {group: sum(row[3] for row in rows["workforce"] if row[2] == group) for group in GROUPS}
    listed = {group: step * some(choice, 1500) for group in GROUPS}
    rows["recruitment"] = [("shortlisted", *pair) for pair in listed.items()]
    rows["recruitment"] += [("appointed", *pair) for pair in happened(choice, step, listed)]
    rows |= {name: happened(choice, step, staff) for name in ("disciplinary", "training")}
    rows |= {"survey": list(survey(choice)), "board": board(choice)}
    for gone in choice.sample(sorted(set(rows) - {"workforce"}), choice.choice([0, 0, 0, 1, 2])):
        del rows[gone]
    if year > 2021 and choice.random() < 0.5:
        printed = [0.5, 1.0, 2.66]
        rows["earlier_figures"] = [
            (2021, n, "relative_likelihood", choice.choice(printed), "A") for n in "23"
        ]
    body = choice.choice([report.given.body, CCG])
    changed = {
        "year": year, "snapshot_date": date(year, 3, 31), "survey_year": year - 1, "predecessor": (),
        "body": body if year > 2022 else CCG,
        "staff_in_post": staff, "policies": Policies(disciplinary_window_years=choice.choice([1, 2])),
    }  # fmt: skip
    made = Return(
        report.data / f"returns/QHG/{year}",
        report.given.model_copy(update=changed),
        {name: table(name, lines) for name, lines in rows.items()},
    )
    assert not check_return(report.data, made), "a return that the package would refuse"
    return made, counts_of(made)


CCG = "NHS Somewhere Clinical Commissioning Group"  # there was no board before July 2022
COLUMNS = {
    "workforce": "cluster band ethnicity headcount", "recruitment": "stage ethnicity headcount",
    "disciplinary": "ethnicity headcount", "training": "ethnicity headcount",
    "survey": "indicator ethnicity respondents percentage yes",
    "board": "ethnicity voting executive headcount",
    "earlier_figures": "year indicator measure value source",
}  # fmt: skip


def table(name: str, rows: list[tuple]) -> pd.DataFrame:
    """The rows of a file as the package reads them: numbered from 2, each ethnicity with its group."""
    made = pd.DataFrame([(n, *row) for n, row in enumerate(rows, 2)], columns=["row", *COLUMNS[name].split()])
    return made.assign(group=made["ethnicity"].map(GROUPS)) if "ethnicity" in made else made


# What a return counts


def counts_of(made: Return) -> Counts:
    """Every count of a return by its id, those of groups of bands and of all added up here."""
    rows = {name: own.to_dict("records") for name, own in made.tables.items()}
    year, counts = made.year, Counts()
    staff = made.settings.staff_in_post
    for start in ("workforce.headcount", "i3.staff", "i4.staff"):
        put(counts, start, year, staff)
    counts[f"workforce.known.{year}"] = staff["White"] + staff["BME"]
    for cluster in dict.fromkeys(row["cluster"] for row in rows["workforce"]):
        own = [row for row in rows["workforce"] if row["cluster"] == cluster]
        parts = {row["band"]: [row["band"]] for row in own} | {"all": [row["band"] for row in own]}
        parts["senior"] = [band for band in parts if band in SENIOR]
        parts["lower"] = [band for band in parts if band == "1-7" or (band in TIERS and band not in SENIOR)]
        for part, bands in parts.items():
            if bands:
                inside = by_group([row for row in own if row["band"] in bands])
                put(counts, f"i1.headcount.{cluster}.{part}", year, inside)
                counts[f"i1.known.{cluster}.{part}.{year}"] = inside["White"] + inside["BME"]
    for key, name in FILES.items():
        for measure in COUNTED[key] if key == "i2" else COUNTED[key][1:]:
            own = [row for row in rows.get(name, []) if row.get("stage", measure) == measure]
            put(counts, f"{key}.{measure}", year, by_group(own) if own else dict.fromkeys(GROUPS, nan))
    for row in rows.get("survey", []):
        key = f"i{row['indicator']}.{{}}.{GROUPS[row['ethnicity']]}.{year}"
        counts[key.format("respondents")] = row["respondents"]
        counts[key.format("printed")] = row["percentage"] / 100
        counts[key.format("yes")] = row["yes"] if row["yes"] == row["yes"] else behind(row)
    seats = rows.get("board", [])
    for seat in ("board", "voting", "executive"):
        if seats and (seat == "board" or all(isinstance(row[seat], str) for row in seats)):
            own = [row for row in seats if seat == "board" or row[seat] == "yes"]
            inside = by_group(own)
            put(counts, f"i9.members.{seat}", year, inside)
            counts[f"i9.known.{seat}.{year}"] = inside["White"] + inside["BME"]
    return counts


def by_group(rows: list[dict]) -> dict[str, float]:
    return {g: sum(row["headcount"] for row in rows if row["ethnicity"] == g) for g in GROUPS}


def put(counts: Counts, start: str, year: int, numbers: dict[str, float]) -> None:
    counts |= {f"{start}.{group}.{year}": numbers[label] for label, group in GROUPS.items()}
    counts[f"{start}.all.{year}"] = sum(numbers[label] for label in GROUPS)


def behind(row: dict) -> float:
    """The only number of respondents that prints as a percentage of one decimal; NaN if none or many."""
    base, percentage = row["respondents"], row["percentage"]
    if not base > 0:
        return nan
    fits = [n for n in range(int(base) + 1) if abs(100 * n / base - percentage) <= 0.05 + 1e-9]
    return fits[0] if len(fits) == 1 else nan


# The rule, a second time

HIGHER, LOWER, UNCLEAR, FEW = "higher", "lower", "no clear difference", "too few to say"
BROKEN_SERIES = "not comparable"
NEAR = "so near that nothing is asked of the words"  # an end of the interval within 1e-6 of equal treatment
Pair = tuple[float, float]  # to how many it happened, and of how many
Ends = tuple[float, float, float]  # a value and its interval
SENIOR_POSTS = {"non-clinical": "senior", "clinical": "senior", "medical": "medical-consultant"}
STOCKS = ("share", "known_share", "declared")


@dataclass(frozen=True)
class Rule:
    """What may be said of each comparison, from the counts that are not hidden."""

    counts: Counts
    years: list[int]
    population: float  # BME share of the Census population of the area
    broken: frozenset[tuple[str, int]] = frozenset()  # indicators and the years that begin after a break
    board: str = "show"  # how the counts of the board are shown
    before: Counts = field(default_factory=dict)  # the counts before any was hidden
    kept: dict[str, str | None] = field(default_factory=dict)

    def says(self, id: str) -> str | None:
        """What may be said of a comparison; None where there is no interval to say it from."""
        if id not in self.kept:
            self.kept[id] = self._says(id)
        return self.kept[id]

    def _says(self, id: str) -> str | None:
        measure = id.split(".")[1]
        if "_change" in measure:
            return self._of_change(id)
        if measure == "progression_ratio":
            return self._of_progression(*id.split(".")[2:])
        if measure == "gap":
            both = self.sides(id)
            return points(*both) if both else None
        if "ratio" in measure or "relative_likelihood" in measure:
            ends = self.ends(id)
            return said_of(ends[0] - 1, ends[1] - 1, self._few(id)) if ends else None
        return self._of_difference(id)

    def _of_difference(self, id: str) -> str | None:
        indicator, measure, *_, group, year = id.split(".")
        if measure.startswith("population_gap"):
            own = self.pair(f"workforce.known_share.bme.{year}")
            return beside(own, self.population) if own else None
        own, _ = self._against(id)
        share = "known_share" if measure.startswith("known") else "share"
        whole = self.pair(f"workforce.{share}.{group}.{year}")
        if not own or not whole:
            return None
        if indicator == "i1":
            low, high = part_interval(*own, *whole)
            return said_of(low, high, own[1] < 11) if low == low else None
        unknown = self.before.get(f"i9.members.{id.split('.')[2]}.unknown.{year}", 0)
        members = unknown if group != "unknown" and unknown > 0 else 0
        low = gap_interval(Groups(*own, *whole))[0]
        high = gap_interval(Groups(own[0] + members, own[1], *whole))[1]
        events, everyone = own[0] + whole[0], own[1] + whole[1]
        few = min(events, everyone - events) < 10 or min(own[1], whole[1]) < 11
        return said_of(low, high, few)

    def ends(self, id: str) -> tuple[float, float] | None:
        """The interval of a ratio of two groups; None where there is none."""
        confidence = 0.95
        if id.startswith("i1."):
            held = [c for c in SENIOR_POSTS if self._posts(c, id[-4:])]
            confidence = 1 - 0.05 / max(len(held), 1)
        if not (both := self.sides(id)):
            return None
        (x1, n1), (x2, n2) = both
        if "representation" in id and x1 + x2 in (0, n1 + n2):
            return None  # people of one group alone
        low, high = ratio_interval(Groups(*both[0], *both[1]), confidence=confidence)
        return (low, high) if low == low else None

    def _few(self, id: str) -> bool:
        (x1, n1), (x2, n2) = self.sides(id)
        return x1 + x2 < 10 or min(n1, n2) < 11

    def reads(self, id: str) -> str:
        """The reading of a ratio of two groups, by the printed rule."""
        both = self.sides(id)
        ends = self.ends(id)
        if ends is None:
            empty = both is not None or self._known(id)
            return "nothing to compare" if empty else "not known"
        low, high = ends
        if min(abs(edge - mark) for edge in ends for mark in (0.8, 1, 1.25)) < 1e-6:
            return NEAR
        if low >= 0.8 and high <= 1.25:
            return "about equal"
        worse = WORSE[id.split(".")[0]]
        if low > 1 or high < 1:
            return f"{'worse' if (low > 1) == (worse == HIGHER) else 'better'} for BME staff"
        return "too close to call"

    def _known(self, id: str) -> bool:
        """Whether every count that a ratio takes is known, though it may be of nobody."""
        indicator, measure, *middle, year = id.split(".")
        if indicator in ("i1", "i9"):
            return True  # such a ratio stands only where its counts do
        counts = [tuple(map(self._number, self._behind(rate))) for rate in self._rates(id)]
        return all(map(isfinite, sum(counts, ()))) or any(base == 0 for _, base in counts)

    def value(self, id: str) -> float:
        """A difference in points, NaN where it cannot be known."""
        if ".gap." in id:
            first, second = map(self.share, self._rates(id))
            return first - second
        own, share = self._against(id)
        return own[0] / own[1] - share if own else nan

    def share(self, id: str) -> float:
        """A percentage as a fraction, also where it is known as printed only."""
        pair = self.pair(id)
        return pair[0] / pair[1] if pair else self._number(id.replace(".percentage.", ".printed."))

    def pair(self, id: str) -> Pair | None:
        """The counts behind a percentage; None where one is not known, or of nobody."""
        x, n = map(self._number, self._behind(id))
        return (x, n) if isfinite(x) and n > 0 else None

    def sides(self, id: str) -> tuple[Pair, Pair] | None:
        """The counts on both sides of a ratio or a gap; unknowns with one of them, if the ratio says so."""
        indicator, measure, *middle, year = id.split(".")
        if measure.startswith("representation_ratio"):
            return (
                self._posts(middle[0], year) if indicator == "i1" else self._board(middle[0], measure, year)
            )
        both = [list(map(self._number, self._behind(rate))) for rate in self._rates(id)]
        if "unknown" in measure:
            events, people = map(self._number, self._behind(f"{indicator}.likelihood.unknown.{year}"))
            happened, did_not = {
                "as_white": ("white", "white"), "as_bme": ("bme", "bme"),
                "lowest": ABOVE[indicator][::-1], "highest": ABOVE[indicator],
            }[measure.partition("unknown_")[2]]  # fmt: skip
            both[ABOVE[indicator].index(happened)][0] += events
            both[ABOVE[indicator].index(happened)][1] += events
            both[ABOVE[indicator].index(did_not)][1] += people - events
        (x1, n1), (x2, n2) = both
        return ((x1, n1), (x2, n2)) if all(isfinite(x) and n > 0 for x, n in both) else None

    def _posts(self, cluster: str, year: str) -> tuple[Pair, Pair] | None:
        """BME staff in the senior posts of a cluster and in its others, of those whose ethnicity is known."""
        start = f"i1.headcount.{cluster}"
        part = SENIOR_POSTS[cluster]
        white, bme, all_white, all_bme = (
            self._number(f"{start}.{where}.{group}.{year}")
            for where in (part, "all")
            for group in ("white", "bme")
        )
        senior, others = (bme, white + bme), (all_bme - bme, all_white + all_bme - white - bme)
        return (senior, others) if senior[1] > 0 and others[1] > 0 else None

    def _board(self, seat: str, measure: str, year: str) -> tuple[Pair, Pair] | None:
        """BME members and staff, of those whose ethnicity is known; with the unknown, if it says so."""
        if self.board == "share-only":
            return None
        found = []
        for counts, known, highest in (
            (f"i9.members.{seat}", f"i9.known.{seat}.{year}", True),
            ("workforce.headcount", f"workforce.known.{year}", False),
        ):
            bme, unknown = (self._number(f"{counts}.{group}.{year}") for group in ("bme", "unknown"))
            taken = unknown if "unknown" in measure else 0
            as_bme = taken if measure.endswith("highest") == highest else 0
            found.append((bme + as_bme, self._number(known) + taken))
        (x1, n1), (x2, n2) = found
        return ((x1, n1), (x2, n2)) if isfinite(x1 + n1 + x2 + n2) and min(n1, n2) > 0 else None

    def _number(self, id: str) -> float:
        return float(self.counts.get(id, nan))

    def _rates(self, id: str) -> list[str]:
        indicator, *_, year = id.split(".")
        if indicator in COUNTED:
            return [f"{indicator}.likelihood.{group}.{year}" for group in ABOVE[indicator]]
        return [f"{indicator}.percentage.{group}.{year}" for group in ("bme", "white")]

    def _behind(self, id: str) -> tuple[str, str]:
        indicator, measure, *middle, year = id.split(".")
        *where, group = middle or [""]
        if measure == "likelihood":
            base, event = COUNTED[indicator]
            return f"{indicator}.{event}.{group}.{year}", f"{indicator}.{base}.{group}.{year}"
        if measure == "percentage":
            return f"{indicator}.yes.{group}.{year}", f"{indicator}.respondents.{group}.{year}"
        own = ".".join([indicator, "members" if indicator == "i9" else "headcount", *where])
        known = ".".join([indicator, "known", *where, year])
        if measure == "declared":
            return known, f"{own}.all.{year}"
        return f"{own}.{group}.{year}", known if measure == "known_share" else f"{own}.all.{year}"

    def _against(self, id: str) -> tuple[Pair | None, float]:
        """A share, and the one that it is compared with."""
        indicator, measure, *middle, year = id.split(".")
        if measure.startswith("population_gap"):
            return self.pair(f"workforce.known_share.bme.{year}"), self.population
        share = "known_share" if measure.startswith("known") else "share"
        own = self.pair(".".join([indicator, share, *middle, year]))
        return own, self.share(f"workforce.{share}.{middle[-1]}.{year}")

    def _of_change(self, id: str) -> str | None:
        indicator, measure, *middle, year = id.split(".")
        name, _, since = measure.partition("_change")
        if name in STOCKS:
            return None  # people counted whole: a fact, and no sample
        if not since and (indicator, int(year)) in self.broken:
            return BROKEN_SERIES if self._of_two_years(indicator, name, middle, year, since) else None
        return self._of_two_years(indicator, name, middle, year, since)

    def _of_two_years(
        self, indicator: str, name: str, middle: list[str], year: str, since: str
    ) -> str | None:
        before = since.removeprefix("_since_") or str(max(y for y in self.years if y < int(year)))
        now, then = (".".join([indicator, name, *middle, y]) for y in (year, before))
        if name in ("likelihood", "percentage"):
            one, other = self.pair(now), self.pair(then)
            return newcombe(one, other) if one and other else None
        if not (one := self.sides(now)) or not (other := self.sides(then)):
            return None
        if name == "gap":
            return moved(gap_ends(*one), gap_ends(*other), FEW in (points(*one), points(*other)))
        if one[1][0] == 0 or other[1][0] == 0:
            return None  # 0 ÷ 0, or without an upper end: there is no difference to give
        return moved(ratio_ends(*one), ratio_ends(*other), FEW in (self.says(now), self.says(then)))

    def _of_progression(self, cluster: str, step: str, year: str) -> str | None:
        """Exact: the one-sided Fisher tests whose inversion is the conditional interval."""
        low, high = step.split("-to-")
        cells = []
        for side, group in [(side, group) for side in (high, low) for group in ("white", "bme")]:
            bands = [side] if high == "senior" else [band for band in TIERS if TIERS[band] == side]
            ids = [f"i1.headcount.{cluster}.{band}.{group}.{year}" for band in bands]
            cells.append(sum(self.counts[id] for id in ids if id in self.counts))
        above, bme_above, below, bme_below = cells
        white, both_above, everyone = above + below, above + bme_above, sum(cells)
        if not isfinite(everyone) or 0 in (white, both_above, everyone - white, everyone - both_above):
            return None
        few = min(white, everyone - white) < 11 or min(both_above, everyone - both_above) < 10
        drawn = hypergeom(everyone, both_above, white)
        more, fewer = drawn.sf(above - 1), drawn.cdf(above)
        if min(abs(more - 0.025), abs(fewer - 0.025)) < 1e-6:
            return NEAR
        return HIGHER if more < 0.025 else LOWER if fewer < 0.025 else FEW if few else UNCLEAR


def said_of(low: float, high: float, few: bool) -> str:
    """The rule, for an interval of a difference: few only where it includes equal treatment."""
    if min(abs(low), abs(high)) < 1e-6:
        return NEAR
    return HIGHER if low > 0 else LOWER if high < 0 else FEW if few else UNCLEAR


def ratio_ends(first: Pair, second: Pair) -> Ends:
    """A ratio of two likelihoods and its interval."""
    (x1, n1), (x2, n2) = first, second
    return x1 * n2 / (n1 * x2), *ratio_interval(Groups(x1, n1, x2, n2))


def points(first: Pair, second: Pair) -> str:
    """A difference of two groups of people in percentage points."""
    return said_of(*gap_ends(first, second)[1:], few_of(first, second))


def few_of(first: Pair, second: Pair) -> bool:
    events, everyone = first[0] + second[0], first[1] + second[1]
    return min(events, everyone - events) < 10 or min(first[1], second[1]) < 11


def gap_ends(first: Pair, second: Pair) -> Ends:
    """A difference of two percentages and its interval."""
    return first[0] / first[1] - second[0] / second[1], *gap_interval(Groups(*first, *second))


def newcombe(now: Pair, before: Pair) -> str:
    """A percentage of two years: Newcombe's hybrid score interval, by statsmodels."""
    ends = proportion.confint_proportions_2indep(*now, *before, compare="diff", method="newcomb")
    return said_of(*ends, few_of(now, before))


def moved(now: Ends, before: Ends, few: bool) -> str:
    """A difference of two figures from the intervals of both: Zou and Donner (2008)."""
    (a, low_a, high_a), (b, low_b, high_b) = now, before
    low = a - b - sqrt((a - low_a) ** 2 + (high_b - b) ** 2)
    high = a - b + sqrt((high_a - a) ** 2 + (b - low_b) ** 2)
    return NEAR if isnan(low) else said_of(low, high, few)


def beside(own: Pair, share: float) -> str:
    """A share beside one that is taken as known: Wilson's interval, by statsmodels."""
    low, high = proportion.proportion_confint(*own, method="wilson")
    return said_of(low - share, high - share, own[1] < 11)


# What a book says


@dataclass(frozen=True)
class Said:
    """A passage of a book; figures in it carry their ids between the marks of ``wres.figures.inline``."""

    where: str
    text: str
    whole: bool = True  # whether it is a sentence or more

    def __str__(self) -> str:
        return f"{self.where}: {without_ids(self.text)}"


@dataclass(frozen=True)
class Row:
    """A row of a table: its caption, the names of its columns and its cells, ids as in ``Said``."""

    where: str
    caption: str
    header: list[str]
    cells: list[str]

    def __str__(self) -> str:
        return f"{self.where}, {self.caption}: {' | '.join(map(without_ids, self.cells))}"


@dataclass(frozen=True)
class Book:
    """A publication with all that it says, and the rule over its counts."""

    report: Publication
    rule: Rule
    said: list[Said]
    rows: list[Row]


def a_book(report: Publication, counts: Counts, windows: bool, before: Counts | None = None) -> Book:
    """A publication with its sentences; with all that its windows show, tables too, if so asked."""
    people = reference(report.data, "benchmarks/population").set_index("ods_code").loc["QHG"]
    outside = 1 - people["white"] / people[["white", "asian", "black", "mixed", "other"]].sum()
    said, rows = sentences_of(report), []
    for where, shown in windows_of(report).items() if windows else ():
        passages, lines = read(where, shown)
        said, rows = said + passages, rows + lines
    board = report.given.policies.disclosure.board
    rule = Rule(counts, list(report.years), outside, broken_in(report), board, before or dict(counts))
    return Book(report, rule, [s for s in said if s.text], rows)


def broken_in(report: Publication) -> frozenset[tuple[str, int]]:
    """Where indicator 3 counts over another number of years than before; no return states a break."""
    windows = {year: report.settings[year].policies.disciplinary_window_years for year in report.years}
    years = zip(report.years, report.years[1:], strict=False)
    return frozenset(("i3", after) for before, after in years if windows[before] != windows[after])


def sentences_of(report: Publication) -> list[Said]:
    """Every sentence on the figures of a publication, and the reason of every grade."""
    said = [Said("finding workforce", workforce.finding(report)),
            Said("change workforce", workforce.change(report))]  # fmt: skip
    for n, row in BY_CODE.items():
        said.append(Said(f"finding {n}", indicator.finding(report, n)))
        said.append(Said(f"change {n}", " ".join(indicator.change_sentences(report, n))))
        said.append(Said(f"since {n}", indicator.since_first(report, n)))
        said += [Said(f"unknowns {n}", unknowns(report, row))] if f"i{n}" in COUNTED else []
        said += [Said(f"unknowns {n}", board_gap.unknowns(report, row))] if n == "9" else []
        said += [Said(f"break {n}", each.text) for each in breaks(report, n)]
        said += [
            Said(f"grade {n} {y}", grades.grade_of_report(report, n, y).why, whole=False)
            for y in report.years
        ]
    said += read("beside workforce", workforce.context(report))[0]
    said += read("beside population", workforce.population_context(report))[0]
    return said


def windows_of(report: Publication) -> dict[str, Fragment]:
    """All that the pages show of the figures of a publication."""
    windows = {
        "tiles": tiles(report), "grades": rag_matrix(report), "cards": summary.families(report),
        "picture": summary.picture(report), "changed": summary.changed(report),
        "headline workforce": workforce.headline(report),
        "changes workforce": workforce.changes(report), "table workforce": workforce.table_of_staff(report),
        "chart workforce": workforce.chart(report), "chart population": workforce.population_chart(report),
    }  # fmt: skip
    for n in BY_CODE:
        windows[f"people {n}"] = indicator.headline(report, n)
        windows[f"headline {n}"] = indicator.meaning(report, n)
        windows[f"beside {n}"] = indicator.context(report, n)
        windows[f"folded {n}"] = indicator.all_figures(report, n)
        windows[f"table {n}"] = indicator.tables(report, n)
        windows[f"changes {n}"] = indicator.changes(report, n)
        windows[f"chart {n}"] = indicator.charts(report, n)
    return windows


def read(where: str, shown: Fragment) -> tuple[list[Said], list[Row]]:
    """The passages and the rows of tables of a window."""
    assert not PRIVATE.search(shown.html), f"{where}: a figure's mark is left in the page"
    soup = BeautifulSoup(shown.html, "html.parser")
    for figure in soup.find_all("figure"):
        figure.decompose()  # a chart's words are read from the chart itself, below
    for link in soup.select("a[data-figure]"):
        link.replace_with(f"{BEGIN}{link['data-figure']}{THEN}{link.get_text()}{END}")
    rows = []
    for found in soup.find_all("table"):
        header, caption = [name.get_text() for name in found.thead.find_all("th")], found.caption.get_text()
        for line in found.tbody.find_all("tr"):
            cells = [cell.get_text() for cell in line.find_all(["th", "td"])]
            rows.append(Row(where, caption, header, cells))
    said = []
    for found in soup.find_all("p"):
        kind = " ".join(found.get("class", []))
        whole = kind not in ("wres-tile-label", "wres-tile-value", "wres-tile-grade", HEADING)
        said.append(Said(f"{where} {kind}".strip(), found.get_text(), whole))
    return [*said, *words_of_charts(where, shown)], rows


def words_of_charts(where: str, shown: Fragment) -> list[Said]:
    """The words round the charts of a window; the subtitle, and a title that is no sentence, are headings."""
    said = []
    for block in shown.blocks if isinstance(shown, Stack) else [shown]:
        if isinstance(block, Chart):
            heading = "" if block.words.title.endswith(".") else HEADING
            texts = ((heading, block.words.title), (HEADING, block.words.subtitle), ("", block.words.alt))
            said += [Said(f"{where} {kind}".strip(), text, kind != HEADING) for kind, text in texts]
    return said


PRIVATE = re.compile("[\ue000-\uf8ff]")
HEADING = "heading"


def without_picture(draw: object, name: str, words: ChartText, *more: object, **other: object) -> Chart:
    """A chart without its pictures, in place of ``chart.drawn_chart``."""
    return Chart(name, words, (), b"", b"", b"", b"")


# The books


@pytest.fixture(scope="module")
def books(report: Publication) -> list[Book]:
    """Random books, always the same ones, the last the default book; the windows of every fourth."""
    found: list[Book] = []
    returns = cache(partial(a_return, report))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(titles_and_alt_texts, "drawn_chart", without_picture)
        patch.setattr(calculation, "figures_of_year", once(calculation.figures_of_year))
        for number in range(EXAMPLES):  # not drawn by hypothesis: what it draws depends on what is imported
            found.append(a_random_book(Random(f"book {number}"), report, returns, windows=number % 4 == 0))
        counts = {id: n for each in returns_up_to(report.data, "QHG", 2023)
                  for id, n in counts_of(each).items()}  # fmt: skip
        before, hidden = dict(counts), {f.id for f in report.figures if f.status == "suppressed"}
        counts |= dict.fromkeys(hidden & counts.keys(), nan)
        found.append(a_book(report, counts, windows=True, before=before))
    return found


@pytest.fixture(scope="module")
def default(books: list[Book]) -> Book:
    """The default book."""
    return books[-1]


def once(figures_of_year: Callable[[Path, Return], list[Figure]]) -> Callable[[Path, Return], list[Figure]]:
    """The figures of each return, calculated once: the books share their returns."""
    held: dict[int, list[Figure]] = {}

    def kept(data: Path, given: Return) -> list[Figure]:
        if id(given) not in held:
            held[id(given)] = figures_of_year(data, given)
        return held[id(given)]

    return kept


def a_random_book(choice: Random, report: Publication, returns: Callable, windows: bool) -> Book:
    """A publication of one to four random returns, some of their counts hidden."""
    years = choice.choice(YEARS)
    policy = DisclosurePolicy(
        threshold=0, minimum_base=choice.choice([1, 11]), reason="Nothing is hidden by its size",
        board=choice.choice(["show", "show", "share-only"]),
        rounding=choice.choice([None, None, None, None, 5]),
    )  # fmt: skip
    seeds = [choice.randint(0, 15 if year == 2023 else 5) for year in years]
    made = [returns(year, seed, policy.rounding or 1) for year, seed in zip(years, seeds, strict=True)]
    counts = {id: n for _, own in made for id, n in own.items()}
    before = dict(counts)
    population = population_figures(report.data, "QHG", [])
    shown = protect([*figures_of_years(report.data, [each for each, _ in made]), *population], policy)
    hide(counts, {id for id, n in counts.items() if ".respondents." in id and 0 < n < policy.minimum_base})
    shown = behind_a_door(choice, shown, counts)
    own = {each.year: with_policy(each.settings, policy) for each, _ in made}
    figures = Figures(
        [*shown, *derived(report.data, Figures(shown), "QHG", *series([each for each, _ in made]))]
    )
    return a_book(replace(report, figures=figures, years=tuple(years), settings=own), counts, windows, before)


def with_policy(given: ReturnFile, policy: DisclosurePolicy) -> ReturnFile:
    policies = given.policies.model_copy(update={"disclosure": policy})
    return given.model_copy(update={"policies": policies})


def behind_a_door(choice: Random, shown: list[Figure], counts: Counts) -> list[Figure]:
    """The figures with random counts hidden, and what is made from them; the counts gone with them."""
    if choice.random() < 0.2:  # single bands of a cluster left out, as where most would be hidden
        for figure in [f for f in shown if _is_single_band(f) and f.breakdown.startswith("clinical.")]:
            shown.remove(figure)
            counts.pop(figure.id, None)
    own = [f.id for f in shown if f.unit == "people" and f.id in counts and f.group and f.indicator != "i9"]
    chosen = choice.sample(own, min(len(own), choice.choice([0, 0, 1, 3, 12])))
    staff = ("workforce.headcount", "i3.staff", "i4.staff")  # one count under three names
    tails = [id.removeprefix(start) for id in chosen for start in staff if id.startswith(start)]
    hidden = _closed(shown, {*chosen, *(start + tail for start in staff for tail in tails)})
    hide(counts, hidden & counts.keys())
    return [_emptied(f) if f.id in hidden else f for f in shown]


def hide(counts: Counts, ids: set[str]) -> None:
    """Counts that no rule may use any more; with respondents their percentage."""
    counts |= {
        id.replace(".respondents.", f".{name}."): nan for id in ids for name in ("respondents", "printed")
    }


# What a passage claims

# Whoever the people of unknown ethnicity are: a claim on several comparisons at once, with a test of its own.
EITHER_WAY = re.compile(
    r"Whoever they are, .*?: (a clear difference in every case, to the (?P<side>\w+) of BME [a-z ]+"
    r"|no clear difference in any case"
    r"|who they are decides whether there is a clear difference, to the (?P<some>\w+) of BME [a-z ]+"
    r"|who they are decides to whose disadvantage there is a difference)\.", re.DOTALL)  # fmt: skip
READING = "|".join(Reading)
CLAIM = re.compile(
    r"(?P<clear>a clear difference)(?:, to the (?P<side>\w+) of BME \w+)?"
    r"(?P<rests>, though it rests on few people)?"
    r"|clearly (?P<at>above|below)|a clear (?P<move>rise|fall)|(?P<cut>not comparable)"
    r"|no clear (?P<unclear>difference|change)|(?P<not>not clearly)(?: different)?"
    r"|(?P<few>too few (?:people )?to (?:say|compare with))(?P<changed> whether it changed)?"
    r"(?: whether there is a difference)?"
    r"|(?P<none>no interval can be given|nothing without an interval)|(?P<gone>the change cannot be \w+)",
    re.IGNORECASE,
)
# Whatever else speaks of evidence or direction: a new way to say it needs a place in CLAIM.
UNREAD = re.compile(
    r"\b(?:un)?clear(?:ly|er)?\b|\b(?:high|low)er\b|\b(?:rises?|rose|risen|falls?|fell|fallen)\b|favour"
    r"|advantage|\bfew\b|\b(?:in|de)creas|\b(?:grew|grown|shrank|widen|narrow|doubl|halv)",
    re.IGNORECASE,
)
COMPARISON = re.compile(r"\.(?:relative_likelihood(?:_unknown_\w+)?|gap|(?:known_)?difference|"
                        r"percentage_ratio|representation_ratio(?:_unknown_\w+)?|"
                        r"progression_ratio|population_gap(?:_in_people)?)\.|"
                        r"(?:relative_likelihood|gap|share|likelihood|percentage|declared)"
                        r"_change")  # fmt: skip
POINTS = re.compile(r"\.(?:gap|(?:known_)?difference|population_gap|"
                    r"(?:gap|share|known_share|likelihood|percentage|declared)_change\w*)\.")  # fmt: skip


@dataclass(frozen=True)
class Claim:
    """Words on how clear a comparison is, and the comparisons that they speak of."""

    match: re.Match[str]
    ids: list[str]

    def allows(self, id: str) -> set[str | None]:
        """What the rule may say of a comparison for the words to be true of it."""
        named, worse = self.match.groupdict(), WORSE.get(id.split(".")[0], "")
        better = {HIGHER: LOWER, LOWER: HIGHER}.get(worse)
        if named["side"]:
            return {worse if named["side"] == "disadvantage" else better}
        if named["clear"]:
            return {HIGHER, LOWER}
        if named["at"] or named["move"]:
            return {HIGHER if "above" in self.match[0] or "rise" in self.match[0] else LOWER}
        if named["cut"]:
            return {BROKEN_SERIES}
        return {UNCLEAR} if named["unclear"] or named["not"] else {FEW} if named["few"] else {None}


def claims(text: str, rule: Rule) -> Iterator[Claim]:
    """The claims of a passage: each speaks of the figures since the claim before it in its sentence."""
    for sentence in re.split(r"(?<=\.)\s+", MOVED_READING.sub("", EITHER_WAY.sub("", text))):
        start = 0
        for match in CLAIM.finditer(sentence):
            change = (
                match["move"]
                or match["unclear"] == "change"
                or match["changed"]
                or match["gone"]
                or match["cut"]
            )
            ids = [
                compared(id, bool(change), rule) for id, _ in TOLD.findall(sentence[start : match.start()])
            ]
            ids = list(dict.fromkeys(filter(None, ids)))
            yield Claim(match, ids)
            start = match.end()


def compared(id: str, change: bool, rule: Rule) -> str:
    """The comparison that words beside a figure speak of: of years, or of groups; empty for a count."""
    indicator, measure, *middle, year = id.split(".")
    if "_change" in measure or COUNT.search(id):
        return id if change and "_change" in measure else ""
    if change:
        since = "" if int(year) in (2023, *rule.years[-2:-1]) else f"_since_{year}"
        return ".".join([indicator, f"{measure}_change{since}", *middle, "2023"])
    if COMPARISON.search(id):
        return id
    if indicator == "workforce":
        return f"workforce.population_gap.qhg.bme.{year}" if measure == "known_share" else ""
    if measure == "percentage":
        return f"{indicator}.gap.{year}"
    return id.replace("share.", "difference.", 1) if indicator in ("i1", "i9") else ""


COUNT = re.compile(
    r"^population|\.(?:headcount|staff|known|members|respondents|chance|shortlisted|appointed)\."
)


def untrue(where: object, text: str, rule: Rule) -> Iterator[str]:
    """The claims of a text that the rule does not allow, each with what it says instead."""
    for claim in claims(text, rule):
        if not claim.ids:
            yield f"{where}\n   {claim.match[0]!r}: of which comparison?"
        for id in claim.ids:
            says = rule.says(id)
            if says != NEAR and says not in claim.allows(id):
                yield f"{where}\n   {claim.match[0]!r}: of {id} the rule says {says!r}"


# That a reading is another than the year before, and whether the figure has changed; with its own test.
MOVED_READING = re.compile(
    rf"Reading in (?P<year>\d{{4}}): (?P<then>{READING})\."
    r"(?: (?:The gap is now clear|The gap is no longer clear|That the gap is small is now clear)"
    r"; a change since \d{4} is not clear\.)?"
)

CELLS = {"Higher": {HIGHER}, "Lower": {LOWER}, "No clear difference": {UNCLEAR}, "Too few to say": {FEW},
         "Nothing without an interval": {None}, "Nothing can be said": {None},
         "Not comparable": {BROKEN_SERIES}, "A complete count in both years": {None}}  # fmt: skip
NO_VERDICT = ("Not applicable", "No difference")


def columns_said(row: Row) -> Iterator[tuple[str, str]]:
    """Each "What may be said" of a row, with the comparison that stands before it in the row."""
    change, start = row.caption.startswith("Change from"), 0
    for place, name in enumerate(row.header):
        if name.startswith("What may be said"):
            ids = [id for cell in row.cells[start:place] for id, _ in TOLD.findall(cell)]
            ids = [id for id in ids if COMPARISON.search(id) and ("_change" in id) == change]
            yield row.cells[place], ids[0] if ids else ""
            start = place + 1


def listed(wrong: list[str]) -> str:
    different = list(dict.fromkeys(wrong))
    return "\n".join([f"{len(different)} in all, such as", *different[:12]])


# The laws

READ_ELSEWHERE = re.compile(
    r"Whoever they are, [^:]*: .*?\.(?=\s|$)"
    r"|The gap is (?:now|no longer) clear; a change since \d{4} is not clear"
    r"|That the gap is small is now clear; a change since \d{4} is not clear"
    r"|\d\.?\d* percentage points? (?:low|high)er now|(?:no )?(?:low|high)er than [\d.]+"
    r"|has no upper limit",
    re.DOTALL,
)


def test_no_passage_claims_what_the_counts_do_not_allow(books: list[Book]) -> None:
    wrong = [w for b in books for s in b.said for w in untrue(s, s.text, b.rule)]
    wrong += [w for b in books for r in b.rows for cell in r.cells if cell.capitalize() not in CELLS
              for w in untrue(r, cell, b.rule)]  # fmt: skip
    assert not wrong, listed(wrong)


def test_no_column_of_a_table_says_what_the_counts_do_not_allow(books: list[Book]) -> None:
    wrong = []
    for book, row, cell, id in [(b, r, *each) for b in books for r in b.rows for each in columns_said(r)]:
        says = book.rule.says(id) if id else None
        if cell not in NO_VERDICT and says != NEAR and says not in CELLS[cell]:
            wrong.append(f"{row}\n   {cell!r}: of {id} the rule says {says!r}")
    assert not wrong, listed(wrong)


def test_the_evidence_that_is_downloaded_is_what_the_counts_allow(books: list[Book]) -> None:
    wrong = []
    for book in books:
        for figure in [f for f in book.report.figures if COMPARISON.search(f.id)]:
            says = book.rule.says(figure.id)
            if says != NEAR and figure.evidence != (says or ""):
                wrong.append(f"{figure.id}: {figure.evidence!r}, the rule says {says!r}")
    assert not wrong, listed(wrong)


def test_words_on_evidence_and_direction_are_all_read_by_these_tests(books: list[Book]) -> None:
    texts = [(s, s.text) for b in books for s in b.said]
    texts += [(r, cell) for b in books for r in b.rows for cell in r.cells if cell not in CELLS]
    unread = [(where, READ_ELSEWHERE.sub("", CLAIM.sub("", without_ids(text)))) for where, text in texts]
    left = [f"{where}\n   {found[0]!r}" for where, text in unread if (found := UNREAD.search(text))]
    assert not left, listed(left)


def test_the_random_books_bring_out_every_verdict_in_every_kind_of_window(books: list[Book]) -> None:
    seen = Counter(
        (s.where.split()[0], b.rule.says(id))
        for b in books for s in b.said for claim in claims(s.text, b.rule) for id in claim.ids
    )  # fmt: skip
    seen += Counter(
        ("cell", b.rule.says(id)) for b in books for r in b.rows for _, id in columns_said(r) if id
    )
    kinds = ("finding", "change", "tiles", "headline", "chart", "beside", "since", "cell")
    verdicts = (HIGHER, LOWER, UNCLEAR, FEW)
    assert {(kind, verdict) for kind in kinds for verdict in verdicts} <= seen.keys()
    assert sum(n for (_, says), n in seen.items() if says == NEAR) < sum(seen.values()) / 50
    statuses = {f.status for b in books for f in b.report.figures if f.measure == "relative_likelihood"}
    assert statuses == {"shown", "zero", "suppressed", "undefined", "infinite", "not_collected"}


def test_a_ratio_is_inside_or_outside_the_range_of_equal_treatment_as_it_is_said_to_be(
    books: list[Book],
) -> None:
    found = list(beside_figures(books, r"\b(inside|outside) the [a-z ]*range of 0\.80 to 1\.25"))
    assert len(found) == len(list(beside_figures(books, r"(side) the [a-z ]*range")))
    wrong = []
    for book, said, word, id in found:
        (x1, n1), (x2, n2) = book.rule.sides(id) or ((nan, nan), (nan, nan))
        inside = 4 * n1 * x2 <= 5 * x1 * n2 and 4 * x1 * n2 <= 5 * n1 * x2  # 4/5 to 5/4
        wrong += (
            [] if word == ("inside" if inside else "outside") else [f"{said}\n   {id}: {x1 / n1} ÷ {x2 / n2}"]
        )
    assert not wrong, listed(wrong)
    assert {word for _, _, word, _ in found} == {"inside", "outside"}


def beside_figures(books: list[Book], words: str) -> Iterator[tuple[Book, Said, str, str]]:
    """Passages with certain words; the words, and the figure told last before them."""
    for book, said in [(b, s) for b in books for s in b.said]:
        for match in re.finditer(words, said.text):
            *_, (id, _) = TOLD.findall(said.text[: match.start()])
            yield book, said, match[1], id


def test_more_or_fewer_people_are_missing_to_the_population_as_it_is_said(books: list[Book]) -> None:
    found = list(beside_figures(books, r" (more|fewer) BME staff than"))
    wrong = [str(s) for b, s, word, id in found if word != ("fewer" if b.rule.value(id) > 0 else "more")]
    assert not wrong, listed(wrong)
    assert {word for _, _, word, _ in found} == {"more", "fewer"}


def test_a_figure_is_called_the_same_where_it_is_the_same(books: list[Book]) -> None:
    wrong, found = [], list(beside_figures(books, r": (the same)\."))
    for book, said, _, before in found:
        now = f"{before[:-4]}{book.report.year}"
        if "relative_likelihood" in before:
            (x1, n1), (x2, n2), (y1, m1), (y2, m2) = *book.rule.sides(now), *book.rule.sides(before)
            same = x1 * n2 * m1 * y2 == y1 * m2 * n1 * x2
        else:
            same = book.rule.share(now) == book.rule.share(before)
        wrong += [] if same else [str(said)]
    assert found and not wrong, listed(wrong)


# Grades


GRADE_OF = {"about equal": "Achieving", "better for BME staff": "Developing",
            "worse for BME staff": "Under-developed"}  # fmt: skip
LOWEST_FIRST = ["worse for BME staff", "too close to call", "better for BME staff", "about equal"]


def expected(rule: Rule, number: str, year: int) -> str:
    """The reading by the printed rule (decision note 26), from the counts."""
    nobody = number in ("1", "9") and not rule.counts[f"workforce.known.{year}"]
    on_board = [rule.counts.get(f"i9.members.board.{group}.{year}", nan) for group in ("white", "bme")]
    if nobody or (number == "9" and not any(on_board)):
        return "nothing to compare"  # a share would call everyone not BME of whom nothing is known
    if number == "1":
        held = [c for c in SENIOR_POSTS if rule._posts(c, str(year))]
        found = [rule.reads(f"i1.representation_ratio.{c}.{SENIOR_POSTS[c]}.bme.{year}") for c in held]
        if NEAR in found:
            return NEAR
        return next((each for each in LOWEST_FIRST if each in found), found[0] if found else "not known")
    if number == "9":
        id = f"i9.representation_ratio.board.bme.{year}"
        return rule.reads(id) if rule.sides(id) else "not known"
    measure = "relative_likelihood" if f"i{number}" in COUNTED else "percentage_ratio"
    return rule.reads(f"i{number}.{measure}.{year}")


def test_every_reading_and_grade_is_what_the_printed_rule_gives(books: list[Book]) -> None:
    wrong, seen = [], Counter()
    for book, n, year in [(b, n, year) for b in books for n in BY_CODE for year in b.report.years]:
        given, right = grades.grade_of_report(book.report, n, year), expected(book.rule, n, year)
        published = given.figure is not None and given.figure.source.as_published
        seen[right] += 1
        grade = GRADE_OF.get(given.reading, "Not assessed")
        gone = given.figure is not None and given.figure.status in ("suppressed", "not_collected")
        same = given.reading == right or (
            given.reading == "not known" and (published or (gone and right == "nothing to compare"))
        )
        if (right != NEAR and not same) or given.grade != grade:
            wrong.append(
                f"indicator {n}, {year}: {given.reading}, {given.grade} ({without_ids(given.why)}), "
                f"by the rule {right}"
            )
    assert not wrong, listed(wrong)
    assert min(seen[reading] for reading in (*LOWEST_FIRST[:3], "nothing to compare", "not known")) > 20
    assert seen["about equal"] > 3


def test_nothing_is_achieving_that_is_hidden_undefined_uncollected_or_too_few(books: list[Book]) -> None:
    for book, n, year in [(b, n, year) for b in books for n in BY_CODE for year in b.report.years]:
        given = grades.grade_of_report(book.report, n, year)
        if given.grade == "Achieving":
            assert given.figure is not None and given.figure.status in ("shown", "zero")
            assert given.figure.low >= 0.8 and given.figure.high <= 1.25


def test_tiles_and_the_table_of_readings_show_the_reading_and_the_grade_of_the_rule(
    books: list[Book],
) -> None:
    for book in [b for b in books if b.rows]:
        chips = [s.text for s in book.said if s.where == "tiles wres-tile-grade"]
        by_year = [r.cells for r in book.rows if r.where == "grades"]
        for n in BY_CODE:
            given = grades.grade_of_report(book.report, n, 2023)
            assert chips[int(n)] == f"{given.said} Grade: {given.grade}"
            assert by_year[int(n) - 1][-1].startswith(f"{given.said} Grade: {given.grade}")


def test_a_reading_beside_a_ratio_is_that_of_the_ratio(books: list[Book]) -> None:
    figure = rf"{BEGIN}([^{THEN}]*){THEN}[^{END}]*{END}"
    told = re.compile(rf"{figure} \([^()]*\)[,:] ({READING})\b"
                      rf"|{figure} times that of [a-z ]+ \([^()]*\): ({READING})\b")  # fmt: skip
    wrong, found = [], Counter()
    for book, said in [(b, s) for b in books for s in b.said]:
        for match in told.finditer(said.text):
            id, word = match[1] or match[3], match[2] or match[4]
            if "pooled" in id:
                continue
            found[word] += 1
            if book.rule.reads(id) not in (word, NEAR):
                wrong.append(f"{said}\n   of {id} the rule reads {book.rule.reads(id)!r}")
    assert not wrong, listed(wrong)
    assert min(found[word] for word in LOWEST_FIRST[:3]) > 10, found


def test_what_is_said_whoever_the_unknown_are_holds_for_every_corner(books: list[Book]) -> None:
    wrong, found = [], Counter()
    for book, said in [(b, s) for b in books for s in b.said if s.where.startswith("unknowns")]:
        match = EITHER_WAY.search(said.text)
        if not match:
            continue
        ids = [id for id, _ in TOLD.findall(said.text) if "unknown_" in id]
        assert len(ids) in (2, 4), str(said)
        if ids[0].startswith("i9"):
            ids.append(re.sub("_unknown_[a-z]+", "", ids[0]))
        says = {book.rule.says(id) for id in ids}
        if NEAR in says:
            continue
        clear, worse = says & {HIGHER, LOWER}, WORSE[ids[0].split(".")[0]]
        found[match[1].split(",")[0]] += 1
        right = (
            len(clear) == 2 if "to whose" in match[1]
            else not clear if "any case" in match[1]
            else len(clear) == 1 and (says == clear) == ("every case" in match[1])
        )  # fmt: skip
        side = match["side"] or match["some"]
        if not right or (
            side and clear != {worse if side == "disadvantage" else {HIGHER: LOWER, LOWER: HIGHER}[worse]}
        ):
            wrong.append(f"{said}\n   {says}")
    assert not wrong, listed(wrong)
    assert len(found) == 4 and min(found.values()) > 0, found


def test_a_reading_that_has_moved_is_no_change_of_the_figure_unless_that_is_clear(books: list[Book]) -> None:
    wrong, found = [], 0
    for book in [b for b in books if b.rows and len(b.report.years) > 1]:
        before = book.report.years[-2]
        for n in BY_CODE:
            text = tile(book, n)["change"]
            now, then = (grades.grade_of_report(book.report, n, y) for y in (2023, before))
            match = MOVED_READING.search(text)
            if match:
                found += 1
                if (
                    int(match["year"]) != before
                    or match["then"] != then.reading
                    or then.reading == now.reading
                ):
                    wrong.append(f"{n}: {text}")
            elif {now.reading, then.reading} <= set(LOWEST_FIRST) and now.reading != then.reading:
                wrong.append(f"{n}: {then.reading} became {now.reading}, and the tile is silent")
    assert found > 5 and not wrong, listed(wrong)


def test_a_clear_difference_on_few_people_says_so(books: list[Book]) -> None:
    wrong, found = [], Counter()
    for book, said, *_ in [(b, s) for b in books for s in b.said if s.where.startswith("finding")]:
        for claim in claims(said.text, book.rule):
            if not claim.match["clear"] or "relative_likelihood" not in claim.ids[0]:
                continue
            (x1, _), (x2, _) = book.rule.sides(claim.ids[0])
            found[bool(claim.match["rests"])] += 1
            wrong += [] if bool(claim.match["rests"]) == (x1 + x2 < 10) else [str(said)]
    assert not wrong, listed(wrong)
    assert min(found.values()) > 1 and len(found) == 2


def test_no_reason_says_that_nothing_was_counted_where_something_was(books: list[Book]) -> None:
    wrong = []
    for book, key, year in [(b, k, y) for b in books for k in COUNTED for y in b.report.years]:
        why = grades.grade_of_report(book.report, key[1], year).why
        events = [book.rule.counts[f"{key}.{COUNTED[key][1]}.{g}.{year}"] for g in ("white", "bme")]
        if "nothing was counted" in why and any(events):
            wrong.append(f"indicator {key[1]}, {year}: {why}; {COUNTED[key][1]}: {events}")
    assert not wrong, listed(wrong)


# How it is said


def passages(books: list[Book]) -> Iterator[tuple[object, str]]:
    yield from ((s, without_ids(s.text)) for b in books for s in b.said)
    yield from ((r, without_ids(cell)) for b in books for r in b.rows for cell in r.cells)


BROKEN = re.compile(
    r"\b(?:nan|NaN|inf|None|True|False)\b|  |\s[.,;:)]|\(\s|\(\)|\.\.|[,:;]\s*[.,;:)]"  # a value is missing
    r"|(?!1\.00|0\.99|0\.00|0\.79|0\.80|1\.24|1\.25)\d\.\d{3}|\de[-+]?\d"  # not formatted
    r"|(?<![\d,.])(?!20\d\d\b)\d{4}"
    r"|\([\d,]+\.\d+ of |base [\d,]+\."
    r"|[+\u2212-]\d[\d.,]*%"  # a change between percentages in percent
)
UNFOUNDED = re.compile(r"significan|improv|worsen|because|consisten|\btrend|\bdue to\b|\bcaus", re.IGNORECASE)


def test_nothing_is_broken_or_unformatted_in_what_is_said(books: list[Book]) -> None:
    wrong = [f"{where}\n   {found[0]!r}" for where, text in passages(books) if (found := BROKEN.search(text))]
    assert not wrong, listed(wrong)


RATIO_ENDS = re.compile(r"\(95% interval ([\d.]+) (?:to ([\d.]+)|or more)\): a clear difference(?! in the)")
GAP_ENDS = re.compile(
    r"a clear difference, to the \w+ of BME respondents\. The difference is [^(]*"
    r"\(95% interval ([+\u2212\d.]+) to ([+\u2212\d.]+)\)"
)


def test_the_interval_beside_a_clear_difference_leaves_equal_treatment_out_as_printed(
    books: list[Book],
) -> None:
    wrong, found = [], 0
    for pattern, neutral in ((RATIO_ENDS, 1), (GAP_ENDS, 0)):
        for where, text in passages(books):
            for low, high in pattern.findall(text):
                found += 1
                down, up = (float((end or "inf").replace("\u2212", "-")) for end in (low, high))
                wrong += [] if down > neutral or up < neutral else [f"{where}\n   {text}"]
    assert found > 50 and not wrong, listed(wrong)


def test_no_passage_is_left_with_a_mark_of_a_figure(books: list[Book]) -> None:
    assert not [str(s) for b in books for s in b.said if PRIVATE.search(TOLD.sub("", s.text))]


def test_every_sentence_begins_with_a_capital_or_number_and_ends_with_a_full_stop(books: list[Book]) -> None:
    texts = [without_ids(s.text) for b in books for s in b.said if s.whole]
    wrong = [text for text in texts if not re.fullmatch(r"[A-Z\d\[(](?:.|\n)*[^\s.]\.", text)]
    assert len(texts) > 1000 and not wrong, listed(wrong)


def test_no_sentence_calls_anything_significant_better_or_caused(books: list[Book]) -> None:
    wrong = [
        f"{where}\n   {found[0]!r}" for where, text in passages(books) if (found := UNFOUNDED.search(text))
    ]
    assert not wrong, listed(wrong)


def test_a_difference_of_percentages_is_in_percentage_points(books: list[Book]) -> None:
    told = [
        (s, words) for b in books for s in b.said for id, words in TOLD.findall(s.text) if POINTS.search(id)
    ]
    wrong = [str(s) for s, words in told if not re.search(r"\d percentage points?$", words)]
    cells = [(r, name, id, words) for b in books for r in b.rows
             for name, cell in zip(r.header, r.cells, strict=True) for id, words in TOLD.findall(cell)
             if POINTS.search(id) and not words.startswith("[")]  # fmt: skip
    for row, name, id, words in cells:
        if "%" in words or "percentage point" not in name + row.cells[0] + words:
            wrong.append(f"{row}\n   {name}: {id}: {words}")
    assert min(len(told), len(cells)) > 300 and not wrong, listed(wrong)


# The default book


def said_in(book: Book, where: str) -> str:
    """The text of a place; figures in it carry their ids."""
    (text,) = [s.text for s in book.said if s.where == where]
    return text


def tile(book: Book, number: str) -> dict[str, str]:
    """What the tile of an indicator says: label, value, grade, text and change."""
    parts = ("label", "value", "grade", "text", "change")
    return {
        part: [s.text for s in book.said if s.where == f"tiles wres-tile-{part}"][int(number)]
        for part in parts
    }


def row(book: Book, where: str, *beginning: str) -> dict[str, str]:
    """The row of a window that begins with these cells: its cells by the names of their columns."""
    own = [
        r
        for r in book.rows
        if r.where == where and [without_ids(c) for c in r.cells[: len(beginning)]] == [*beginning]
    ]
    return {name: without_ids(cell) for name, cell in zip(own[0].header, own[0].cells, strict=True)}


def reason(book: Book, number: str) -> str:
    """The cell of an indicator in the table of grades: the grade and why."""
    (cells,) = [
        r.cells for r in book.rows if r.where == "grades" and r.cells[0].startswith(f"Indicator {number}:")
    ]
    return cells[-1]


def compared_by_year(book: Book, number: str) -> dict[str, str]:
    beginning = ["Whole board: BME", "0"] if number == "9" else ["2023"]
    return row(book, f"table {number}", *beginning)


# Counts of the 2023 report: appointed 49 of 159 White and 25 of 178 BME; trained 43 of 309 and 24 of 99;
# respondents 20 of 250 and 7 of 55, 26 of 250 and 10 of 55, 153 of 248 and 17 of 57, 11 of 248 and 8 of 54;
# board 0 of 13 with 2 unknown, workforce 99 of 421.
@pytest.mark.parametrize(
    ("number", "verdict", "reading"),
    [
        ("2", HIGHER, "worse for BME staff"),
        ("4", LOWER, "better for BME staff"),
        ("5", UNCLEAR, "too close to call"),
        ("6", UNCLEAR, "too close to call"),
        ("7", LOWER, "worse for BME staff"),
        ("8", HIGHER, "worse for BME staff"),
        ("9", UNCLEAR, "too close to call"),
    ],
)
def test_sentence_tile_table_and_reading_of_the_default_book_say_the_same(
    default: Book, number: str, verdict: str, reading: str
) -> None:
    for text in (said_in(default, f"finding {number}"), tile(default, number)["text"]):
        (claim,) = claims(text, default.rule)
        (id,) = claim.ids
        assert claim.allows(id) in ({verdict}, {HIGHER, LOWER} if verdict != UNCLEAR else ()), without_ids(
            text
        )
        assert default.rule.says(id) == verdict
    assert CELLS[compared_by_year(default, number)["What may be said"]] == {verdict}
    assert expected(default.rule, number, 2023) == reading
    chip = f"{reading.capitalize()} Grade: {GRADE_OF.get(reading, 'Not assessed')}".replace("bme", "BME")
    assert tile(default, number)["grade"] == chip
    assert reason(default, number).startswith(chip)


@pytest.mark.parametrize(
    ("number", "side"),
    [("2", "disadvantage"), ("4", "advantage"), ("7", "disadvantage"), ("8", "disadvantage")],
)
def test_a_clear_difference_of_the_default_book_names_its_side(default: Book, number: str, side: str) -> None:
    for text in (said_in(default, f"finding {number}"), tile(default, number)["text"]):
        assert re.search(
            rf"a clear difference, to the {side} of BME (?:applicants|staff|respondents)\b", text
        )


@pytest.mark.parametrize("number", "56")
def test_no_clear_difference_of_the_default_book_has_no_side(default: Book, number: str) -> None:
    for text in (said_in(default, f"finding {number}"), tile(default, number)["text"]):
        assert "no clear difference" in text and "advantage" not in text and "a clear" not in text
    assert "too close to call" in reason(default, number)


def test_indicator_2_is_adverse_and_its_change_is_not_clear(default: Book) -> None:
    assert without_ids(tile(default, "2")["value"]) == "2.19"  # (49/159) / (25/178)
    assert "outside the equal treatment range" in said_in(default, "finding 2")
    changed = [said_in(default, "change 2"), tile(default, "2")["change"]]
    changed += [s.text for s in default.said if s.where == "chart 2" and "relative likelihood was" in s.text]
    assert len(changed) == 3
    for text in changed:
        assert {claim.match["unclear"] for claim in claims(text, default.rule)} == {"change"}
    name = "Relative likelihood, White ÷ BME"
    assert row(default, "changes 2", name)["What may be said"] == "No clear difference"


def test_a_gap_that_is_now_clear_is_no_change_that_is(default: Book) -> None:
    for number in ("1", "4", "8"):
        assert without_ids(tile(default, number)["change"]).endswith(
            "Reading in 2022: too close to call. The gap is now clear; a change since 2022 is not clear."
        )


def test_the_board_is_told_as_a_fact_first(default: Book) -> None:
    # 6 of 19 members in 2022, none of 13 in 2023.
    said = without_ids(said_in(default, "change 9"))
    assert said.startswith(
        "In 2022 it was 31.6% (6 of 19): 31.6 percentage points lower now. Everybody was counted"
    )


def test_indicator_3_cannot_be_assessed(default: Book) -> None:
    assert "no relative likelihood can be calculated" in said_in(default, "finding 3")
    assert "neither good nor bad news" in said_in(default, "finding 3")
    assert (
        without_ids(tile(default, "3")["value"]) == "No figure"
        and tile(default, "3")["grade"] == "Nothing to compare Grade: Not assessed"
    )
    assert "no relative likelihood can be calculated" in tile(default, "3")["text"]
    assert reason(default, "3").startswith("Nothing to compare") and "cannot be calculated" in reason(
        default, "3"
    )
    assert compared_by_year(default, "3")["What may be said"] == "Nothing can be said"
    assert not [
        *claims(said_in(default, "finding 3"), default.rule),
        *claims(reason(default, "3"), default.rule),
    ]


def test_indicator_4_is_outside_the_range_and_the_access_of_bme_staff_has_fallen(default: Book) -> None:
    assert without_ids(tile(default, "4")["value"]) == "0.57"  # (43/309) / (24/99)
    for text in (said_in(default, "finding 4"), tile(default, "4")["text"]):
        assert "outside the" in text
    for text in (said_in(default, "change 4"), tile(default, "4")["change"]):
        # 48 of 96, then 24 of 99
        assert re.search(r"BME.*likelihood.* 50\.0%.* 24\.2%[^.]*: a clear fall|"
                         r"BME 50\.0% to 24\.2%, a clear fall; White 40\.3% to 13\.9%, a clear fall",
                         without_ids(text))  # fmt: skip
    changed = row(default, "changes 4", "Likelihood, BME (%)")
    assert (changed["2022"], changed["2023"], changed["What may be said"]) == ("50.0%", "24.2%", "Lower")


def test_the_board_of_the_default_book_has_no_bme_member_of_13(default: Book) -> None:
    for text in (said_in(default, "finding 9"), tile(default, "9")["text"]):
        assert "0 of 13 members" in text and "not clearly different" in text and "23.5%" in text
    assert without_ids(tile(default, "9")["value"]) == "0.0%"
    shown = compared_by_year(default, "9")
    assert (shown["Members"], shown["Difference (percentage points)"]) == ("0", "\u221223.5")
    assert without_ids(reason(default, "9")).endswith("too close to call")
    assert any("no BME member" in s.text for s in default.said if s.where == "beside 9")
