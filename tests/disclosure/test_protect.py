"""What the door hides, what it costs, and what a reader can still work out."""

import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from itertools import product
from math import nan
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from laws import law

from wres.build.jupyter_book import add_downloads
from wres.disclosure import protect as door
from wres.disclosure.attack import Range, possible
from wres.disclosure.complementary_suppression import Need, complement
from wres.disclosure.hidden_numbers import as_printed
from wres.disclosure.leak_scan import scan
from wres.disclosure.protect import DisclosureRisk, protect, require_safe
from wres.errors import InvalidInput
from wres.figures.calculation import figures_of_years
from wres.figures.derived import derived
from wres.figures.figure import DECIMALS, Figure, Figures
from wres.figures.grades import grade
from wres.figures.provenance import cited
from wres.pages import indicator as sentences
from wres.pages.about import about
from wres.pages.methods import hidden_counts as hidden_counts_of_methods
from wres.pages.methods import policies
from wres.publication import Publication, counted_figures, publication, returns_up_to
from wres.returns.reading import Return
from wres.returns.settings import DisclosurePolicy

LAW = law(1 / 3)
FEW = law(1 / 8)
DEFAULT = DisclosurePolicy()
GROUPS = ("white", "bme", "unknown")

# What the source report prints as a dash: one BME count, eight Unknown counts, one of the appointed.
SEED_CELLS = [
    "i1.headcount.clinical.1-7.bme.2023",
    *(
        f"i1.headcount.{cluster}.{band}.unknown.{year}"
        for year in (2022, 2023)
        for cluster in ("clinical", "non-clinical")
        for band in ("1-7", "8a-vsm")
    ),
    "i2.appointed.unknown.2022",
]

# What stands or falls together, worked out by hand. Counts of 1 to 5 are marked (n); "known" is
# White and BME together, "all" everyone. Whoever knows the rule may know which counts are small: so each
# of these must be able to be 1 to 5 while the others are 1 to 5 too.
#
# 2023, clinical: BME 1-7 (5), Unknown 1-7 (2) and Unknown 8a-vsm (5) are small. The two Unknown add up to
# 7, of which neither could be 1: the cluster's Unknown goes, with it its total, and of the other cluster
# the same two, since the workforce's 13 and 421 are shown. BME and Unknown 1-7 add up to 7 too: the
# row's total goes. The cluster's BME is shown, so BME 8a-vsm goes, which Unknown 8a-vsm makes up for in its
# row: 1 to 5 for 5 to 1. With the BME counts go the two "known". Non-clinical: Unknown 3 and 3, each with the
# total of its row.
#
# 2022, other: White (1), BME (2), their sum (3, twice: known and all) are small, Unknown is a true
# zero. The workforce's totals are shown, so White and BME of another cluster must go: clinical, whose
# Unknown are small in any case. Its White and BME columns then each need one of two bands: 1-7, whose
# total goes with its three parts. Non-clinical: Unknown 4 and 4 add up to 8, of which neither could be 1:
# their sum goes, and so does the other cluster's; its total makes up for the other row's 3. All small
# Unknown go with the total of their row.
HIDDEN = {
    2022: {
        "clinical.1-7": "white bme unknown known all",
        "clinical.8a-vsm": "unknown all",
        "clinical.all": "white bme unknown known",
        "non-clinical.1-7": "unknown all",
        "non-clinical.8a-vsm": "unknown all",
        "non-clinical.all": "unknown all",
        "other.other": "white bme known all",
        "other.all": "white bme known all",
    },
    2023: {
        "clinical.1-7": "bme unknown known all",
        "clinical.8a-vsm": "bme unknown known",
        "clinical.all": "unknown all",
        "non-clinical.1-7": "unknown all",
        "non-clinical.8a-vsm": "unknown all",
        "non-clinical.all": "unknown all",
    },
}
SAME = {"1-7": "lower", "8a-vsm": "senior"}  # the groups of bands that the default return's rows are


@pytest.fixture(scope="module")
def returns(data: Path) -> list[Return]:
    """The two returns of the default book."""
    return returns_up_to(data, "QHG", 2023)


@pytest.fixture(scope="module")
def counted(data: Path, returns: list[Return]) -> Figures:
    """The figures of the default book before the door."""
    return Figures(counted_figures(data, returns))


@pytest.fixture(scope="module")
def shut(counted: Figures) -> Callable[..., Figures]:
    """The default book behind the door, under a policy."""

    @cache
    def behind(policy: DisclosurePolicy) -> Figures:
        return Figures(protect(list(counted), policy))

    return lambda **rules: behind(DisclosurePolicy(**rules))


@pytest.fixture(scope="module")
def possible_values(report: Publication) -> dict[str, Range]:
    """What a reader of the default book can narrow each hidden count down to."""
    return possible(report.figures)


def hidden_counts(figures: Iterable[Figure]) -> set[str]:
    return {f.id for f in figures if f.unit == "people" and f.status == "suppressed"}


# The default book


def test_the_ten_cells_that_the_source_report_hides_are_hidden(report: Publication) -> None:
    assert len(SEED_CELLS) == 10
    assert {report.figures[id].status for id in SEED_CELLS} == {"suppressed"}


@pytest.mark.parametrize("id", SEED_CELLS)
def test_each_of_the_ten_cells_has_five_possible_values_and_the_true_one_is_among_them(
    possible_values: dict[str, Range], counted: Figures, id: str
) -> None:
    found = possible_values[id]
    assert found.values >= 5
    assert found.low <= 1 and found.high >= 5
    assert found.low <= counted[id].value <= found.high


def test_what_is_hidden_with_the_ten_is_what_hand_reasoning_gives(report: Publication) -> None:
    expected = {"i2.appointed.unknown.2022", "i2.appointed.all.2022"}
    for year, rows in HIDDEN.items():
        for breakdown, groups in rows.items():
            cluster, band = breakdown.split(".")
            for name in {band, SAME.get(band, band)}:
                for group in groups.split():
                    part = (
                        f"headcount.{cluster}.{name}.{group}"
                        if group != "known"
                        else f"known.{cluster}.{name}"
                    )
                    expected.add(f"i1.{part}.{year}")
    assert hidden_counts(report.figures) == expected


def test_the_totals_of_the_workforce_and_the_shares_over_known_ethnicity_stay(report: Publication) -> None:
    # What a reader most wants: the workforce by group, and the BME share among senior non-clinical staff.
    for group, staff in (("white", "309"), ("bme", "99"), ("unknown", "13"), ("all", "421")):
        assert report.figures[f"workforce.headcount.{group}.2023"].text == staff
    # 14 of 14 + 120 are 10.4%.
    assert report.figures["i1.known_share.non-clinical.8a-vsm.bme.2023"].text == "10.4%"


def test_every_figure_made_from_a_hidden_one_is_empty(report: Publication) -> None:
    hidden = {f.id for f in report.figures if f.status == "suppressed"}
    made = [f for f in report.figures if f.unit != "people" and set(f.parents) & hidden]
    assert len(made) > 50
    for figure in [*made, *(report.figures[id] for id in hidden)]:
        assert figure.status == "suppressed"
        numbers = (figure.value, figure.low, figure.high, figure.numerator, figure.denominator)
        assert all(number != number for number in numbers), figure.id
        assert figure.evidence == ""


def test_a_change_from_or_to_a_hidden_count_is_hidden(report: Publication) -> None:
    # BME clinical 1-7: hidden in both years. BME clinical 8a-vsm: hidden in 2023 only.
    for band in ("1-7", "8a-vsm"):
        assert report.figures[f"i1.headcount_change.clinical.{band}.bme.2023"].status == "suppressed"


def test_no_figure_is_lost_or_changed_by_the_door(report: Publication, counted: Figures) -> None:
    made_before_the_door = [f.id for f in report.figures if f.id in counted]
    assert made_before_the_door == [f.id for f in counted]
    for figure in (f for f in report.figures if f.id in counted):
        if figure.known:
            assert (figure.value, figure.status) == (counted[figure.id].value, counted[figure.id].status)


def test_a_zero_is_shown_as_zero(report: Publication) -> None:
    # Nobody entered the disciplinary process; no unbanded staff of unknown ethnicity in 2022.
    for id in ("i3.entered.white.2023", "i3.entered.bme.2023", "i1.headcount.other.other.unknown.2022"):
        assert report.figures[id].status == "zero"
        assert report.figures[id].text == "0"


def test_statuses_are_told_apart(report: Publication) -> None:
    expected = {
        "i1.headcount.clinical.1-7.bme.2023": ("suppressed", "[c]"),
        "i3.entered.bme.2023": ("zero", "0"),
        "i3.relative_likelihood.2023": ("undefined", "[z]"),
        "i4.accessed.unknown.2023": ("not_collected", "[x]"),
    }
    found = {id: (report.figures[id].status, report.figures[id].text) for id in expected}
    assert found == expected


def test_the_numbers_of_survey_respondents_behind_a_percentage_are_never_printed(report: Publication) -> None:
    rates = [f for f in report.figures if f.indicator in ("i5", "i6", "i7", "i8") and f.unit == "percent"]
    assert sum(f.known for f in rates) == 16  # 4 indicators, 2 groups, 2 years
    for figure in rates:
        assert figure.numerator != figure.numerator, figure.id


def test_the_methods_page_says_at_least_how_many_values_each_hidden_count_may_have(
    report: Publication, counted: Figures
) -> None:
    html = hidden_counts_of_methods(report).html
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)[1:]
    cells = [re.sub(r"<[^>]+>|\s+", " ", row).split() for row in rows]
    last = [re.search(r"(\d{4}) At least (\d+)$", " ".join(words)) for words in cells]
    assert all(last)
    # One row for each hidden headcount of the bands and clusters as given, and for the appointed.
    expected = sum(
        len(groups.split()) - ("known" in groups.split()) for y in HIDDEN.values() for groups in y.values()
    )
    assert len(rows) == expected + 2
    assert all(int(found.group(2)) >= 5 for found in last)
    # No number in a row but the bands, the year and the number of values.
    for words in cells:
        names = re.sub(r"1 ?(?:–|-|to) ?7|8a|\d{4} At least \d+", "", " ".join(words))
        assert not re.search(r"\d", names)


def test_the_proof_of_the_default_book_holds(report: Publication) -> None:
    assert set(require_safe(report.figures, DEFAULT)) == hidden_counts(report.figures)


# Policies


@pytest.mark.parametrize("threshold", [2, 3, 5, 7, 10])
def test_every_count_up_to_the_threshold_is_hidden_and_has_as_many_possible_values(
    counted: Figures, shut: Callable[..., Figures], threshold: int
) -> None:
    policy = {"threshold": threshold, "reason": "A test"}
    figures = shut(**policy)
    kept = [f for f in counted if f.unit == "people" and f.indicator in ("workforce", "i1", "i2", "i3", "i4")]
    small = {f.id for f in kept if 1 <= f.value <= threshold}
    assert small
    assert not [id for id in small if id in figures and figures[id].known]
    ranges = require_safe(figures, DisclosurePolicy(**policy))
    assert min(r.values for r in ranges.values()) >= threshold
    for id, found in ranges.items():
        assert found.low <= counted[id].value <= found.high


def test_a_threshold_of_nought_hides_no_count(shut: Callable[..., Figures]) -> None:
    assert not hidden_counts(shut(threshold=0, reason="A test"))


def test_zero_is_hidden_where_the_policy_says_so(shut: Callable[..., Figures]) -> None:
    figures = shut(hide_zero=True)
    for id in ("i3.entered.white.2023", "i1.headcount.other.other.unknown.2022"):
        assert figures[id].status == "suppressed"
    require_safe(figures, DisclosurePolicy(hide_zero=True))


def test_a_survey_percentage_on_too_few_answers_is_hidden_with_its_gap(shut: Callable[..., Figures]) -> None:
    # BME respondents in 2023: 55, 55, 57 and 54 for indicators 5 to 8. A base of 55 hides the last only.
    figures = shut(minimum_base=55)
    shown = [figures[f"i{n}.percentage.bme.2023"].known for n in (5, 6, 7, 8)]
    assert shown == [True, True, True, False]
    assert figures["i8.respondents.bme.2023"].status == "suppressed"
    assert figures["i8.gap.2023"].status == "suppressed"
    assert figures["i5.gap.2023"].known


def test_the_board_is_shown_by_default(report: Publication) -> None:
    # 11 White, 0 BME, 2 Unknown in 2023: publicly named.
    shown = [report.figures[f"i9.members.board.{group}.2023"].text for group in GROUPS]
    assert shown == ["11", "0", "2"]


def test_the_board_is_hidden_like_any_count_where_the_policy_says_so(shut: Callable[..., Figures]) -> None:
    figures = shut(board="hide")
    assert figures["i9.members.board.unknown.2023"].status == "suppressed"
    assert figures["i9.share.board.unknown.2023"].status == "suppressed"
    require_safe(figures, DisclosurePolicy(board="hide"))
    # 2 of 13 alone would follow from the rest: another count of the board is hidden too.
    assert (
        sum(id.startswith("i9.members.board") and id.endswith("2023") for id in hidden_counts(figures)) >= 2
    )


@pytest.mark.parametrize("rules", [{"board": "share-only", "reason": "x"}, {"threshold": 30}])
def test_a_reading_that_hiding_leaves_without_its_ratio_is_not_called_not_collected(
    shut: Callable[..., Figures], data: Path, rules: dict[str, object]
) -> None:
    """13 members were counted: their number is hidden, or, below 30, that of staff beside it."""
    shown = shut(**rules)
    said = grade(Figures([*shown, *derived(data, shown, "QHG", [2022, 2023])]), "9", 2023)
    assert said.reading == "not known"
    assert "hidden" in said.why


def test_the_board_is_shown_as_shares_without_counts_where_the_policy_says_so(
    shut: Callable[..., Figures],
) -> None:
    figures = shut(board="share-only")
    assert all(figures[f"i9.members.board.{g}.2023"].status == "suppressed" for g in (*GROUPS, "all"))
    share = figures["i9.share.board.white.2023"]
    assert share.text == "84.6%"  # 11 of 13
    assert share.numerator != share.numerator
    assert share.denominator != share.denominator


def test_figures_that_others_published_are_not_hidden(report: Publication) -> None:
    open_figures = [f for f in report.figures if f.indicator in ("population", "benchmark")]
    assert open_figures
    assert not [f.id for f in open_figures if f.status == "suppressed"]


def test_the_order_of_the_rows_of_a_return_does_not_matter(data: Path, returns: list[Return]) -> None:
    turned = [
        replace(r, tables={name: table.iloc[::-1].reset_index(drop=True) for name, table in r.tables.items()})
        for r in returns
    ]
    found = [
        {f.id: f.status for f in protect(figures_of_years(data, given), DEFAULT)}
        for given in (returns, turned)
    ]
    assert found[0] == found[1]


# Random returns


def count_of(cluster: str, band: str, group: str, people: float, parents: Iterable[str] = ()) -> Figure:
    """A headcount of a made-up year."""
    if cluster == "workforce":
        indicator, breakdown = "workforce", ""
    else:
        indicator, breakdown = "i1", f"{cluster}.{band}"
    measure, of = ("known", "") if group == "known" else ("headcount", group)
    status = "shown" if people else "zero"
    return Figure(indicator, measure, breakdown, of, 2030, people, "people", status, parents=tuple(parents))


def row_of(cluster: str, band: str, people: Iterable[float], addends: list[list[Figure]]) -> list[Figure]:
    """White, BME, Unknown, known and all of a row; each group is the sum over the addends."""
    cells = [
        count_of(cluster, band, group, n, [row[place].id for row in addends])
        for place, (group, n) in enumerate(zip(GROUPS, people, strict=True))
    ]
    white, bme, unknown = cells
    known = count_of(cluster, band, "known", white.value + bme.value, (white.id, bme.id))
    everyone = sum(cell.value for cell in cells)
    return [*cells, known, count_of(cluster, band, "all", everyone, (white.id, bme.id, unknown.id))]


Shape = dict[str, list[tuple[int, int, int]]]  # the counts of each band of each cluster


def table_of(shape: Shape) -> list[Figure]:
    """The counts of a workforce with all their totals."""
    clusters = []
    found: list[Figure] = []
    for cluster, bands in shape.items():
        rows = [row_of(cluster, str(number), cells, []) for number, cells in enumerate(bands, start=1)]
        total = row_of(cluster, "all", np.sum(bands, axis=0).astype(float), rows)
        clusters.append(total)
        found += [f for row in rows for f in row] + total
    sums = [sum(total[place].value for total in clusters) for place in range(3)]
    return found + row_of("workforce", "", sums, clusters)


CELL = st.one_of(st.integers(0, 6), st.integers(0, 60), st.just(0))
BAND = st.tuples(st.one_of(st.integers(0, 6), st.integers(0, 300)), CELL, CELL)


@st.composite
def shapes(draw: st.DrawFn, most: int = 13) -> Shape:
    """1 to 3 clusters with up to 13 bands in all, and perhaps a row of staff in no band."""
    clusters = draw(st.integers(1, 3))
    shape = {
        f"c{number}": draw(st.lists(BAND, min_size=1, max_size=most // clusters))
        for number in range(clusters)
    }
    if draw(st.booleans()):
        shape["other"] = [draw(BAND)]
    return shape


THIRTEEN: Shape = {"c0": [(40, 9 - n % 5, n % 3) for n in range(13)]}


@given(shapes())
@example(THIRTEEN)
@LAW
def test_no_hidden_count_of_any_return_can_be_worked_out(shape: Shape) -> None:
    before = {f.id: f for f in table_of(shape)}
    shown = protect(list(before.values()), DEFAULT)
    for figure in shown:
        small = 1 <= before[figure.id].value <= 5
        assert not (small and figure.known), figure.id
    ranges = possible(shown)
    assert set(ranges) == hidden_counts(shown)
    for id, found in ranges.items():
        assert found.values >= 5, id
        assert found.low <= before[id].value <= found.high, id
        if 1 <= before[id].value <= 5:
            assert found.low <= 1 and found.high >= 5, id


Suppression = tuple[dict[str, float], list[tuple[str, list[str]]], dict[str, Need], dict[str, float]]


def problem_of(figures: list[Figure], threshold: int) -> Suppression:
    """Values, sums, needs and weights. Weights grow with the count, so that no two sets weigh the same."""
    values = {f.id: f.value for f in figures}
    sums = [(f.id, list(f.parents)) for f in figures if f.parents]
    needs = {id: Need(n - 1, threshold - n) for id, n in values.items() if 1 <= n <= threshold}
    weights = {f.id: 5.0 + f.value + (40 if f.group == "all" else 0) for f in figures}
    return values, sums, needs, weights


def with_hidden(figures: Iterable[Figure], hidden: set[str]) -> list[Figure]:
    return [replace(f, value=nan, status="suppressed") if f.id in hidden else f for f in figures]


def protects(figures: list[Figure], hidden: set[str], needs: dict[str, Need], threshold: int) -> bool:
    """Whether each small count could be 1 to the threshold, and each other have that many values.

    To a reader who is told which of the counts that are no sums are small.
    """
    told = {f.id: threshold for f in figures if f.id in needs and not f.parents}
    ranges = possible(with_hidden(figures, hidden), most=told)
    return all(
        (found.low <= 1 and found.high >= threshold) if id in needs else found.values >= threshold
        for id, found in ranges.items()
    )


@given(shapes(most=6), st.sampled_from([3, 5]))
@FEW
def test_nothing_is_hidden_that_could_be_shown(shape: Shape, threshold: int) -> None:
    figures = table_of(shape)
    values, sums, needs, weights = problem_of(figures, threshold)
    hidden = complement(values, sums, needs, weights, width=threshold - 1)
    assert set(needs) <= hidden
    assert protects(figures, hidden, needs, threshold)
    for id in hidden - set(needs):
        assert not protects(figures, hidden - {id}, needs, threshold), id


def two_by_two(cells: tuple[int, int, int, int]) -> list[Figure]:
    """Two bands, White and BME, with the totals of rows and columns and the grand total."""
    places = list(product(("1", "2"), ("white", "bme")))
    inner = {p: count_of("c", *p, float(n)) for p, n in zip(places, cells, strict=True)}

    def total(band: str, group: str, parts: list[Figure]) -> Figure:
        return count_of("c", band, group, sum(f.value for f in parts), [f.id for f in parts])

    rows = [total(band, "all", [inner[band, g] for g in ("white", "bme")]) for band in ("1", "2")]
    columns = [total("all", g, [inner[b, g] for b in ("1", "2")]) for g in ("white", "bme")]
    return [*inner.values(), *rows, *columns, total("all", "all", columns)]


def every_table(lows: Iterable[int], highs: Iterable[int]) -> np.ndarray:
    """All tables of two by two within limits: the four cells, rows, columns and the grand total."""
    axes = [np.arange(low, high + 1) for low, high in zip(lows, highs, strict=True)]
    a, b, c, d = (grid.ravel() for grid in np.meshgrid(*axes))
    return np.column_stack([a, b, c, d, a + b, c + d, a + c, b + d, a + b + c + d])


FOUR = st.tuples(*[st.integers(0, 9)] * 4)


@given(FOUR)
@example((2, 8, 7, 9))
@FEW
def test_the_least_weight_is_that_of_the_best_of_all_subsets(cells: tuple[int, int, int, int]) -> None:
    threshold = 3
    figures = two_by_two(cells)
    values, sums, needs, weights = problem_of(figures, threshold)
    assume(needs)
    ids = [f.id for f in figures]
    # A count moves by no more than the threshold where it is protected at all.
    tables = every_table([max(0, n - threshold) for n in cells], [n + threshold for n in cells])
    true = np.array([f.value for f in figures])
    same = tables == true
    small = np.array([id in needs for id in ids])
    # Who knows the rule knows which of the four are small.
    known = (tables[:, :4] <= threshold) | ~small[:4]
    tables, same = tables[known.all(axis=1)], same[known.all(axis=1)]
    best = np.inf
    for choice in product((False, True), repeat=len(ids)):
        hidden = np.array(choice)
        weight = sum(weights[id] for id, h in zip(ids, choice, strict=True) if h)
        if weight >= best or (small & ~hidden).any():
            continue
        fits = tables[same[:, ~hidden].all(axis=1)]
        low, high = fits.min(axis=0), fits.max(axis=0)
        wide = np.where(small, (low <= 1) & (high >= threshold), high - low >= threshold - 1)
        if wide[hidden].all():
            best = weight
    found = complement(values, sums, needs, weights, width=threshold - 1)
    assert sum(weights[id] for id in found) == pytest.approx(best)


@given(FOUR, st.sets(st.integers(0, 7)))
@LAW
def test_the_attack_finds_the_range_that_trying_every_table_finds(
    cells: tuple[int, int, int, int], places: set[int]
) -> None:
    # The grand total is shown, so no cell exceeds it and every table can be tried.
    figures = two_by_two(cells)
    total = sum(cells)
    assume(total <= 14)
    tables = every_table([0] * 4, [total] * 4)
    true = np.array([f.value for f in figures])
    shown = np.array([place not in places for place in range(9)])
    fits = tables[(tables == true)[:, shown].all(axis=1)]
    found = possible(with_hidden(figures, {figures[place].id for place in places}))
    expected = {figures[p].id: (fits[:, p].min(), fits[:, p].max()) for p in places}
    assert {id: (r.low, r.high) for id, r in found.items()} == expected


@given(shapes(most=4), st.randoms(use_true_random=False))
@FEW
def test_the_order_of_figures_does_not_matter(shape: Shape, random) -> None:
    figures = table_of(shape)
    turned = random.sample(figures, len(figures))
    assert hidden_counts(protect(figures, DEFAULT)) == hidden_counts(protect(turned, DEFAULT))


@given(shapes(most=4), st.integers(2, 9))
@FEW
def test_a_count_that_is_small_stays_hidden_at_any_higher_threshold(shape: Shape, threshold: int) -> None:
    figures = table_of(shape)
    small = {f.id for f in figures if 1 <= f.value <= threshold}
    for higher in (threshold, threshold + 3):
        policy = DisclosurePolicy(threshold=higher, reason="A test")
        assert not small & {f.id for f in protect(figures, policy) if f.known}


def test_single_bands_give_way_to_their_cluster_where_most_would_be_hidden() -> None:
    # BME counts of 2, 3 and 1 in three of four bands: the cluster's 26 stays, with no band beside it.
    shown = protect(table_of({"c": [(50, 2, 9), (60, 3, 9), (70, 20, 9), (80, 1, 9)]}), DEFAULT)
    assert {f.breakdown for f in shown} == {"c.all", ""}
    assert {f.value for f in shown if f.group == "bme"} == {26}


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    figures = table_of({"c": [(50, 20, 9), (60, 30, 0)]})
    assert protect(figures, DEFAULT) == figures


# What a reader knows besides sums


def test_a_printed_percentage_holds_a_hidden_count_within_its_rounding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # 25.0% of 10,000 is 2,495 to 2,505: 11 values. With one more decimal, 25.00%, it is 2,500 or a half
    # either side: one value.
    whole = count_of("c", "1", "all", 10_000)
    part = replace(count_of("c", "1", "bme", 2_500), value=nan, status="suppressed")
    rate = Figure("i1", "share", "c.1", "bme", 2030, 0.25, "percent", parents=(part.id, whole.id))
    found = possible([whole, part, rate])[part.id]
    assert (found.low, found.high, found.values) == (2_495, 2_505, 11)
    monkeypatch.setitem(DECIMALS, "percent", 2)
    assert possible([whole, part, rate])[part.id].values == 1


@pytest.mark.parametrize(("bases", "events"), [((6, 6), (5, 5)), ((7, 6), (6, 4))])
def test_a_reader_knows_that_no_more_are_appointed_than_are_shortlisted(
    bases: tuple[int, int], events: tuple[int, int]
) -> None:
    # 10 were appointed besides the 30 White; of 6 BME and 6 Unknown at most 6 each,
    # so 4 to 6: three values. Of 7 and 6: 4 to 7, four values.
    def stage(measure: str, people: dict[str, float]) -> list[Figure]:
        cells = [Figure("i2", measure, "", g, 2030, float(n), "people") for g, n in people.items()]
        ids = tuple(f.id for f in cells)
        total = Figure("i2", measure, "", "all", 2030, sum(people.values()), "people", parents=ids)
        return [*cells, total]

    shortlisted = stage("shortlisted", dict(zip(GROUPS, (90, *bases), strict=True)))
    appointed = stage("appointed", dict(zip(GROUPS, (30, *events), strict=True)))
    hidden = {"i2.appointed.bme.2030", "i2.appointed.unknown.2030"}
    given_away = [*shortlisted, *with_hidden(appointed, hidden)]
    rates = [
        Figure("i2", "likelihood", "", g, 2030, nan, "percent", "suppressed",
               parents=(f"i2.appointed.{g}.2030", f"i2.shortlisted.{g}.2030"))
        for g in ("bme", "unknown")
    ]  # fmt: skip
    with pytest.raises(DisclosureRisk):
        require_safe([*given_away, *rates], DEFAULT)


# The door broken on purpose


def test_without_complementary_hiding_the_proof_fails_and_names_the_count_but_not_its_value(
    monkeypatch: pytest.MonkeyPatch, counted: Figures
) -> None:
    monkeypatch.setattr(door, "complement", lambda values, sums, needs, *rest: set(needs))
    figures = protect(list(counted), DEFAULT)
    with pytest.raises(DisclosureRisk) as stopped:
        require_safe(figures, DEFAULT)
    said = str(stopped.value)
    assert "i1.headcount.clinical.1-7.bme.2023: fewer than 5 values are possible" in said
    # 40 less 33 and 2 is 5, and so is the group of bands, which is this one band.
    line = next(
        line for line in said.splitlines() if line.strip().startswith("i1.headcount.clinical.1-7.bme.2023:")
    )
    assert "given i1.headcount.clinical.1-7.all.2023, i1.headcount.clinical.1-7.white.2023" in line
    # Without the ids, no number is left but the rule's own.
    assert set(re.findall(r"\d+", re.sub(r"\b(?:i\d|workforce)\.\S+", "", said))) == {"5"}


@pytest.mark.parametrize(
    "id", ["i1.headcount.clinical.8a-vsm.bme.2023", "i1.headcount.non-clinical.8a-vsm.all.2023"]
)
def test_one_count_shown_that_should_be_hidden_stops_the_book(
    report: Publication, counted: Figures, id: str
) -> None:
    opened = [counted[id] if f.id == id else f for f in report.figures]
    with pytest.raises(DisclosureRisk):
        require_safe(opened, DEFAULT)


def test_a_rate_printed_of_a_hidden_count_stops_the_book_and_is_named(
    report: Publication, counted: Figures
) -> None:
    # 120 of 137: 87.6%, which no other whole number of staff near it gives.
    id = "i1.share.non-clinical.8a-vsm.white.2023"
    bare = replace(counted[id], numerator=nan, denominator=nan)
    opened = [bare if f.id == id else f for f in report.figures]
    assert possible(opened)["i1.headcount.non-clinical.8a-vsm.all.2023"].values == 1
    assert possible(opened)["i1.headcount.non-clinical.8a-vsm.unknown.2023"].values == 1
    with pytest.raises(
        DisclosureRisk, match=re.escape(f"{id}: printed, although it is made from the hidden")
    ):
        require_safe(opened, DEFAULT)


def test_a_change_printed_between_two_hidden_counts_stops_the_book(
    report: Publication, counted: Figures
) -> None:
    id = "i1.headcount_change.clinical.1-7.bme.2023"
    opened = [counted[id] if f.id == id else f for f in report.figures]
    with pytest.raises(DisclosureRisk, match=re.escape(id)):
        require_safe(opened, DEFAULT)


# The scan of a site's bytes


@pytest.fixture
def small_site(tmp_path: Path, report: Publication) -> Path:
    """A site of one page, one picture and the real table of published figures."""
    site = tmp_path / "site"
    (site / "charts").mkdir(parents=True)
    shown = report.figures["workforce.headcount.bme.2023"]
    page = f'<html><body><td data-figure="{shown.id}">{shown.number}</td><p>Nothing more.</p></body></html>'
    (site / "index.html").write_text(page, encoding="utf-8")
    (site / "charts" / "a.svg").write_text('<svg><path d="M 1 2"/></svg>', encoding="utf-8")
    report.figures.frame.to_csv(site / "figures.csv", index=False, lineterminator="\n")
    return site


def test_what_rounds_to_nothing_is_not_taken_for_a_hidden_percentage(tmp_path: Path):
    """1 of 1,000 is 0.1%, hidden; "less than 0.1%" is of another figure."""
    hidden = Figure("i3", "likelihood", "", "bme", 2023, 0.001, "percent", numerator=1, denominator=1000)
    shown = Figure("i3", "likelihood", "", "white", 2023, 0.0002, "percent", low=0.0, high=0.002)
    public = Figures([replace(hidden, value=nan, numerator=nan, denominator=nan, status="suppressed"), shown])
    page = tmp_path / "index.html"
    for text, found in ((shown.number, 0), (f"It is {shown.number}.", 0), ("It is 0.1%.", 1)):
        page.write_text(f"<html><body><p>{text}</p></body></html>", encoding="utf-8")
        assert len(scan(tmp_path, public, [hidden, shown])) == found, text
    page.write_text(f'<td data-figure="{shown.id}">Less than 0.1%</td>', encoding="utf-8")
    assert scan(tmp_path, public, [hidden, shown]) == []


@pytest.fixture
def secret(report: Publication, counted: Figures) -> str:
    """The percentage of a hidden count as it would print: no shown figure prints the same."""
    tokens = as_printed(counted, report.figures)
    # White share of clinical staff in bands 1 to 7 in 2022: 33 of 46 are 71.7%.
    assert "71.7%" in tokens
    return "71.7%"


def test_the_small_site_as_it_is_has_no_leak(small_site: Path, report: Publication, counted: Figures) -> None:
    assert scan(small_site, report.figures, counted) == []


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("index.html", "<p>The share was {}.</p>"),
        ("index.html", '<img alt="A chart: {}">'),
        ("index.html", '<td title="{}">[c]</td>'),
        ("index.html", "<!-- {} -->"),
        ("index.html", '<td data-value="{}">[c]</td>'),
        ("index.html", "<script>var share = '{}';</script>"),
        ("charts/a.svg", "<!-- {} -->"),
        ("charts/a.svg", "<text>{}</text>"),
        ("charts/a.svg", "<title>A chart</title>"),
        ("charts/a.svg", "<metadata>{}</metadata>"),
        ("manifest.json", '{{"share": "{}"}}'),
        ("page.js", "var share = '{}';"),
        ("page.css", "td::after {{ content: '{}'; }}"),
        ("searchindex.js", 'Search.setIndex({{terms: {{"{}": 3}}}})'),
        ("more.csv", "share\n{}\n"),
    ],
)
def test_a_hidden_number_in_any_file_is_found_and_not_repeated(
    small_site: Path, report: Publication, counted: Figures, secret: str, file: str, content: str
) -> None:
    path = small_site / file
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(before + content.format(secret), encoding="utf-8")
    found = scan(small_site, report.figures, counted)
    assert [f for f in found if f.startswith(f"{file}: ")]
    assert secret.strip("%") not in "\n".join(found)


@pytest.mark.parametrize(
    ("value", "unit", "anyway", "leak"),
    [
        (31, "people", "On 31 March 2023 and 2025-05-31.", "31 staff, as in March"),
        (22, "people", "<!-- http://www.w3.org/1999/02/22-rdf-syntax-ns# -->", "22 staff"),
        (12, "people", "In the last 12 months.", "12 of 40 staff"),
        (17, "people", "At least 17", "It was 17."),
        (
            10,
            "people",
            "fewer than 10 events; Counts of 1 to 10; 10. Supporting system design",
            "It was 10. The",
        ),
        (42, "people", "2026-11-22T06:42:11+00:00", "06 42"),
        (1280, "people", "Download (CSV, 1,280 rows).", "1,280 staff"),
        (0.8, "ratio", "The range of 0.80 to 1.25.", "It was 0.80."),
        (0.983, "percent", "(98.3% interval 0.18 to 0.55)", "98.3% of staff"),
        (0.143, "percent", "(95% interval)", "a 14.3% interval"),
        (38, "people", "This report makes 38 comparisons of 2023.", "38 of 40 comparisons"),
        (13, "people", "It calls 13 of them clear, and would call about 13 of\nthem clear.", "13 of them"),
    ],
)
def test_a_date_or_a_fixed_range_is_no_leak_of_a_hidden_figure_of_its_digits(
    small_site: Path, value: float, unit: str, anyway: str, leak: str
) -> None:
    hidden = [Figure("i1", "headcount", "clinical.5", "bme", 2023, value, unit)]
    for other in [path for path in small_site.rglob("*") if path.is_file()]:
        other.unlink()
    page = small_site / "index.html"
    page.write_text(f"<p>{anyway}</p>", encoding="utf-8")
    assert scan(small_site, Figures([]), hidden) == []
    page.write_text(f"<p>{leak}</p>", encoding="utf-8")
    assert scan(small_site, Figures([]), hidden) == [
        "index.html: prints 1 number(s) that belong to hidden figures alone"
    ]


@pytest.mark.parametrize(
    ("html", "leaks"),
    [
        ('<a data-figure="{}" href="#origin-{}">27</a> more BME staff', 0),
        ('<td data-figure="{}">−27</td>', 0),
        ('<td data-figure="{}" data-share="27">−27</td>', 1),
        ("27 more BME staff", 1),
        ('<a data-figure="{}" href="#origin-{}">27 more, 27 in all</a>', 1),
        ('<a data-figure="{}" href="#origin-{}">28</a> more BME staff', 1),
    ],
)
def test_a_number_that_leads_to_its_figure_is_no_leak_of_a_hidden_one_of_its_digits(
    small_site: Path, html: str, leaks: int
) -> None:
    """As in "27 more BME staff" where the hidden count is 27: the link is held against its own figure."""
    for other in [path for path in small_site.rglob("*") if path.is_file()]:
        other.unlink()
    gap = Figure("workforce", "population_gap_in_people", "", "bme", 2023, -27, "people_change")
    (small_site / "index.html").write_text(f"<p>{html.format(gap.id, gap.id)}</p>", encoding="utf-8")
    hidden = [Figure("i1", "headcount", "clinical.5", "bme", 2023, 27, "people")]
    assert len(scan(small_site, Figures([gap]), hidden)) == leaks


@pytest.mark.parametrize(
    "file",
    [
        "_sources/index.ipynb",
        "index.ipynb",
        "table.xlsx",
        "report.pdf",
        "chart.png",
        "objects.inv",
        "log.txt",
    ],
)
def test_a_file_of_a_kind_that_is_not_published_is_found(
    small_site: Path, report: Publication, counted: Figures, file: str
) -> None:
    path = small_site / file
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"anything")
    found = scan(small_site, report.figures, counted)
    assert found == [f"{file}: a kind of file that is not meant to be published"]


def test_a_notebook_under_another_name_is_found(
    small_site: Path, report: Publication, counted: Figures
) -> None:
    (small_site / "index.json").write_text('{"nbformat": 4, "cells": []}', encoding="utf-8")
    assert scan(small_site, report.figures, counted) == ["index.json: holds parts of a working notebook"]


@pytest.mark.parametrize("column", ["value", "low", "high", "numerator", "denominator", "evidence"])
def test_a_hidden_row_of_the_download_that_is_not_empty_is_found(
    small_site: Path, report: Publication, counted: Figures, column: str
) -> None:
    id = "i1.headcount.clinical.1-7.bme.2023"
    frame = report.figures.frame.astype(object)
    frame.loc[frame["id"] == id, column] = 5
    frame.to_csv(small_site / "figures.csv", index=False, lineterminator="\n")
    assert scan(small_site, report.figures, counted) == [
        f"figures.csv: {id}: hidden, but its row is not empty"
    ]


def test_a_row_of_the_download_that_the_table_does_not_hold_is_found(
    small_site: Path, report: Publication, counted: Figures
) -> None:
    frame = report.figures.frame.astype(object)
    frame.loc[0, "id"] = "i1.headcount.clinical.8a.bme.2023"
    frame.to_csv(small_site / "figures.csv", index=False, lineterminator="\n")
    found = scan(small_site, report.figures, counted)
    assert found == ["figures.csv: i1.headcount.clinical.8a.bme.2023: not a published figure"]


def test_a_hidden_cell_that_prints_its_count_is_found(
    small_site: Path, report: Publication, counted: Figures
) -> None:
    # A single digit proves nothing by itself; the cell that names its figure does.
    id = "i1.headcount.clinical.1-7.bme.2023"
    for printed in (
        f'<td data-figure="{id}">5</td>',
        f'<td><a class="wres-figure" data-figure="{id}" href="#origin-{id}">5</a></td>',
        f'<p>Sum: <a href="#origin-{id}">5</a></p>',
    ):
        (small_site / "page.html").write_text(printed, encoding="utf-8")
        found = scan(small_site, report.figures, counted)
        assert found == [f"page.html: {id}: printed otherwise than published"]


@pytest.mark.parametrize(
    ("said", "right"),
    [("99", True), ("99 people", True), ("9", False), ("990", False), ("99.5", False), ("99%", False)],
)
def test_a_link_prints_the_number_of_its_figure_and_no_longer_one(
    small_site: Path, report: Publication, counted: Figures, said: str, right: bool
) -> None:
    link = f'<a class="wres-figure" data-figure="workforce.headcount.bme.2023" href="#x">{said}</a>'
    (small_site / "page.html").write_text(link, encoding="utf-8")
    assert (scan(small_site, report.figures, counted) == []) == right


def origin_of(id: str, *lines: str) -> str:
    """The origin of a figure as a page holds it."""
    return f'<div id="origin-{id}"><dt>A name, 2023</dt>{"".join(f"<dd>{line}</dd>" for line in lines)}</div>'


HIDDEN_VALUE, ITS_ROW = "[c] hidden", "Source: workforce.csv (2023), row 3"


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ((HIDDEN_VALUE, ITS_ROW), ""),
        ((HIDDEN_VALUE, "Sum: [c] + [c]", ITS_ROW), ""),
        (("5 people", ITS_ROW), "its origin is told otherwise than published"),
        ((HIDDEN_VALUE, ITS_ROW.replace("row 3", "row 5")), "its origin is told otherwise than published"),
        ((HIDDEN_VALUE,), "its origin is told otherwise than published"),
        ((HIDDEN_VALUE, "Sum: 5", ITS_ROW), "hidden, but its origin holds a number"),
    ],
)
def test_the_origin_of_a_hidden_count_tells_its_row_and_no_number(
    small_site: Path, report: Publication, counted: Figures, lines: tuple[str, ...], found: str
) -> None:
    id = "i1.headcount.clinical.1-7.bme.2023"  # the second data row of its file: row 3
    (small_site / "page.html").write_text(origin_of(id, *lines), encoding="utf-8")
    assert scan(small_site, report.figures, counted) == ([f"page.html: {id}: {found}"] if found else [])


def test_row_numbers_of_a_source_are_not_taken_for_hidden_counts(
    small_site: Path, report: Publication, counted: Figures
) -> None:
    # 30 BME staff in clinical bands 8a to VSM of 2023 are hidden, and no shown figure is 30.
    assert "30" in as_printed(counted, report.figures)
    id = "workforce.headcount.bme.2023"
    longer = [replace(f, source=cited("workforce.csv", [30])) if f.id == id else f for f in report.figures]
    page = small_site / "page.html"
    page.write_text(origin_of(id, "99 people", "Source: workforce.csv (2023), row 30"), encoding="utf-8")
    assert scan(small_site, Figures(longer), counted) == []
    page.write_text("<dd>Source: workforce.csv (2023), row 30</dd>", encoding="utf-8")
    assert len(scan(small_site, Figures(longer), counted)) == 1  # nobody's origin


def test_the_day_and_time_of_a_build_are_not_taken_for_hidden_counts(
    small_site: Path, report: Publication, counted: Figures
) -> None:
    # 30, 38, 42 and 44 are hidden counts: a build at 6:42:44 on the 30th leaks none of them.
    assert {"30", "42", "44"} <= as_printed(counted, report.figures)
    (small_site / "page.html").write_text("<p>Built on 30 November 2026.</p>", encoding="utf-8")
    (small_site / "manifest.json").write_text('{"built": "2026-11-30T06:42:44+00:00"}', encoding="utf-8")
    assert scan(small_site, report.figures, counted) == []


def test_what_a_finished_book_drops_leaves_nothing_to_find(
    small_site: Path, report: Publication, counted: Figures
) -> None:
    class Made:
        json = "{}"

        def listing(self, html: Path) -> "Made":
            return self

    (small_site / "_sources").mkdir()
    (small_site / "_sources" / "index.ipynb").write_text('{"nbformat": 4}', encoding="utf-8")
    (small_site / "objects.inv").write_bytes(b"")
    add_downloads(report, small_site, Made())  # type: ignore[arg-type]
    assert scan(small_site, report.figures, counted) == []


# Rows of a file


def sources_after(one_year: Path, name: str, old: str, new: str, policy: str = "") -> dict[str, str]:
    """The sources of the figures of 2023, once a file of its return has other rows."""
    folder = one_year / "returns" / "QHG" / "2023"
    shutil.rmtree(folder / "commentary")
    (folder / "actions.csv").unlink()
    text = (folder / name).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (folder / name).write_text(text.replace(old, new), encoding="utf-8")
    settings = (folder / "return.yml").read_text(encoding="utf-8")
    (folder / "return.yml").write_text(settings.replace("reason: null", f"reason: Agreed.{policy}"))
    return {f.id: f.source.text for f in publication("QHG", 2023, one_year).figures if f.year == 2023}


BANDS = "i1.headcount.clinical.1-7.{}.2023"


def test_a_file_with_one_row_for_each_count_names_them(report: Publication) -> None:
    # Row 3 is there, and is one row, whichever number from 1 to 5 the hidden count is.
    assert report.figures[BANDS.format("bme")].source.text == "workforce.csv, row 3"


def test_rows_by_ethnic_code_are_not_named_since_their_number_tells(one_year: Path) -> None:
    # Five codes with somebody in each: where only such codes are listed, the hidden count is five.
    codes = "".join(f"\nclinical,1-7,{code},1" for code in "DFHJM")
    found = sources_after(one_year, "workforce.csv", "\nclinical,1-7,BME,5", codes)
    # Not of the hidden count, nor of its neighbours, between which the rows would be missed.
    assert {found[BANDS.format(g)] for g in (*GROUPS, "all")} == {"workforce.csv"}
    assert not [source for source in found.values() if "workforce.csv, row" in source]
    assert found["i2.appointed.white.2023"] == "recruitment.csv, row 5"


def test_rows_are_not_named_where_a_group_without_anybody_has_none(one_year: Path) -> None:
    # Beside hidden counts a reader must not learn which of them is a zero.
    rows = "\nclinical,8a-vsm,White,42\nmedical,medical-trainee,White,8"
    found = sources_after(one_year, "workforce.csv", "\nclinical,8a-vsm,White,50", rows)
    assert found["i1.headcount.medical.medical-trainee.bme.2023"] == "workforce.csv"
    assert found[BANDS.format("white")] == "workforce.csv"


def test_survey_rows_by_code_are_not_named(one_year: Path) -> None:
    found = sources_after(one_year, "survey.csv", "5,White,250,8,", "5,A,100,8,\n5,B,150,8,")
    assert found["i5.respondents.bme.2023"] == found["i7.gap.2023"] == "survey.csv"


def test_rounding_names_rows_by_the_same_rule_and_totals_by_the_rows_added_up(one_year: Path) -> None:
    found = sources_after(one_year, "board.csv", "White,,,11", "White,,,11", "\n    rounding: 5")
    assert found[BANDS.format("bme")] == "workforce.csv, row 3"
    # The stated total is not what is printed: the rounded rows of the group are, four bands of BME staff.
    assert found["workforce.headcount.bme.2023"] == "workforce.csv, rows 3, 6, 9 and 12"
    assert found["i4.staff.bme.2023"] == "workforce.csv, rows 3, 6, 9 and 12"


# Rounding in place of hiding


@pytest.fixture(scope="module")
def rounded_report(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The default book with counts rounded to fives in both years, its own commentary left out."""
    own = Path(shutil.copytree(data, tmp_path_factory.mktemp("rounded") / "data"))
    for year in (2022, 2023):
        file = own / "returns" / "QHG" / str(year) / "return.yml"
        text = file.read_text(encoding="utf-8")
        text = text.replace("reason: null", "reason: The board agreed it.\n    rounding: 5")
        file.write_text(text, encoding="utf-8", newline="\n")
    shutil.rmtree(own / "returns" / "QHG" / "2023" / "commentary")
    return publication("QHG", 2023, own)


def test_rounded_counts_are_multiples_and_totals_are_their_sums(rounded_report: Publication) -> None:
    figures = rounded_report.figures
    counts = [
        f for f in figures if f.unit == "people" and f.known and f.indicator in ("workforce", "i1", "i2")
    ]
    assert counts
    assert all(f.value % 5 == 0 for f in counts)
    # 33 + 5 + 2 rounds to 35 + 5 + 0; all clinical BME staff, 5 and 30, to 35.
    cells = [figures[f"i1.headcount.clinical.1-7.{g}.2023"].value for g in ("white", "bme", "unknown", "all")]
    assert cells == [35, 5, 0, 40]
    # 49 and 159, 25 and 178 round to 50 and 160, 25 and 180: (50/160) / (25/180) = 2.25
    assert figures["i2.relative_likelihood.2023"].text == "2.25"


def test_nothing_is_hidden_where_counts_are_rounded_and_the_pages_say_so(rounded_report: Publication) -> None:
    assert not [f.id for f in rounded_report.figures if f.status == "suppressed"]
    assert "multiple of 5" in policies(rounded_report).html
    assert "multiple of 5" in about(rounded_report).html


def test_a_count_that_rounds_to_zero_is_not_called_none(rounded_report: Publication) -> None:
    said = sentences.finding(rounded_report, "3")
    assert "rounds to zero" in said
    assert "No White or BME" not in said


def test_survey_and_board_stand_as_they_are_where_counts_are_rounded(rounded_report: Publication) -> None:
    assert rounded_report.figures["i9.members.board.white.2023"].value == 11
    assert rounded_report.figures["i5.percentage.bme.2023"].text == "12.7%"


def test_rounding_needs_a_reason(one_year: Path) -> None:
    file = one_year / "returns" / "QHG" / "2023" / "return.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("reason: null", "rounding: 5"), encoding="utf-8")
    with pytest.raises(InvalidInput, match="weaker than the default"):
        publication("QHG", 2023, one_year)


def test_events_round_to_no_more_than_the_staff_they_are_of(one_year: Path) -> None:
    # 13 bands of 7 White staff round to 13 x 5 = 65; 90 of the 91 were trained, which alone rounds to 90.
    folder = one_year / "returns" / "QHG" / "2023"
    shutil.rmtree(folder / "commentary")
    for name in ("actions", "disciplinary", "recruitment", "survey", "board"):
        (folder / f"{name}.csv").unlink()
    bands = ("1", "2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9", "vsm")
    rows = "".join(f"clinical,{band},White,7\n" for band in bands)
    (folder / "workforce.csv").write_text("cluster,band,ethnicity,headcount\n" + rows)
    (folder / "training.csv").write_text("ethnicity,headcount\nWhite,90\n")
    text = (folder / "return.yml").read_text(encoding="utf-8")
    text = re.sub(r"White: \d+\n  BME: \d+\n  Unknown: \d+", "White: 91\n  BME: 0\n  Unknown: 0", text)
    text = text.replace("reason: null", "reason: The board agreed it.\n    rounding: 5")
    (folder / "return.yml").write_text(text, encoding="utf-8")
    figures = publication("QHG", 2023, one_year).figures
    assert [figures[f"i4.{m}.white.2023"].value for m in ("accessed", "staff")] == [65, 65]


def test_a_threshold_of_one_is_refused_since_hiding_would_tell_it(one_year: Path) -> None:
    file = one_year / "returns" / "QHG" / "2023" / "return.yml"
    text = file.read_text(encoding="utf-8").replace("threshold: 5", "threshold: 1")
    file.write_text(text.replace("reason: null", "reason: The board agreed it."), encoding="utf-8")
    with pytest.raises(InvalidInput, match="threshold 1"):
        publication("QHG", 2023, one_year)


# A percentage told as people

HIDDEN_COUNT = Figure("i9", "members", "board", "white", 2023, 30, "people")
HIDDEN_HUNDRED = Figure("i9", "members", "board", "bme", 2023, 100, "people")
RATE = Figure("i7", "percentage", "", "bme", 2023, 17 / 57, "percent", numerator=17, denominator=57)  # 29.8%


@pytest.mark.parametrize(
    ("html", "leaks"),
    [
        ("<p>30 of every 100 BME respondents</p>", 0),  # the published 29.8%
        ('<p>2023 <a href="#origin-{id}">30</a> of every 100 BME respondents</p>', 0),
        ("<p>Of every 100 in each group</p>", 0),
        ('<img alt="30 of every 100 BME respondents">', 0),
        ("<p>30 members</p>", 1),
        ("<p>100 members</p>", 1),
        ("<p>30 of every 10 respondents</p>", 1),
        ("<p>30 of every 1,000 BME respondents</p>", 1),  # no published percentage is 3.0%
        ('<p><a href="#origin-{id}">31</a> of every 100 BME respondents</p>', 1),  # told otherwise
    ],
)
def test_people_of_a_hundred_are_no_leak_where_a_published_percentage_gives_them(
    tmp_path: Path, html: str, leaks: int
) -> None:
    hidden = [replace(each, value=nan, status="suppressed") for each in (HIDDEN_COUNT, HIDDEN_HUNDRED)]
    (tmp_path / "page.html").write_text(html.format(id=RATE.id), encoding="utf-8")
    found = scan(tmp_path, Figures([*hidden, RATE]), [HIDDEN_COUNT, HIDDEN_HUNDRED, RATE])
    assert len(found) == leaks, found
