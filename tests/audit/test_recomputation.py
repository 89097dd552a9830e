"""The audit of an earlier report: each kind of difference drawn by hand, and the report of 2023 in full."""

import math
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law

from wres.audit import expressions
from wres.audit.findings import Findings, in_full, protected
from wres.audit.kinds_of_finding import AUDIT_KINDS
from wres.audit.printed_figures import printed_figures
from wres.audit.recomputation import AuditRow, audited, distinct
from wres.audit.recoverable_cells import recoverable
from wres.cli.main import main
from wres.figures.arithmetic import change, count, rate, relative_likelihood
from wres.figures.figure import Figure, Figures
from wres.figures.provenance import PublishedWork, Source
from wres.pages import audit
from wres.publication import Publication, all_counted, publication, returns_up_to
from wres.returns import typed_calculation as typed
from wres.returns.published_report import PrintedRow, read_published
from wres.returns.settings import DisclosurePolicy

POINTS = "percent for percentage point"
ELSEWHERE = "contradiction with another page"


def row(
    printed: str, value: float | None, calculation: str, unit: str = "percent", page: str = "Page 1"
) -> PrintedRow:
    """A printed figure."""
    return PrintedRow(
        page=page,
        what=f"{calculation} {printed}",
        printed=printed,
        value=value,
        unit=unit,
        calculation=calculation,
    )


def staff(year: int, white: int, bme: int, unknown: int, breakdown: str = "") -> list[Figure]:
    """Headcounts of three groups and of all, staff of known ethnicity, and the share of each group."""
    indicator = "i1" if breakdown else "workforce"
    groups = [
        count(indicator, "headcount", breakdown, group, year, people, Source())
        for group, people in (("white", white), ("bme", bme), ("unknown", unknown))
    ]
    everyone = count(indicator, "headcount", breakdown, "all", year, white + bme + unknown, Source(), groups)
    known = count(indicator, "known", breakdown, "", year, white + bme, Source(), groups[:2])
    of_known = [rate("known_share", group, known) for group in groups[:2]]
    return [*groups, everyone, known, *(rate("share", group, everyone) for group in groups), *of_known]


def table(*figures: Figure) -> Figures:
    """A table of figures, with the change of each share from the first year to the second."""
    by_id = {figure.id: figure for figure in figures}
    shares = [f for f in figures if f.measure == "share"]
    changes = [
        change(f, by_id[before])
        for f in shares
        if (before := f.id.replace(str(f.year), str(f.year - 1))) in by_id
    ]
    return Figures([*figures, *changes])


# Two years of a workforce: 288, 96, 14 of 398, and 309, 99, 13 of 421.
WORKFORCE = table(*staff(2022, 288, 96, 14), *staff(2023, 309, 99, 13))
BME = "workforce.share.bme"
CHANGE = f"{BME}.2023 - {BME}.2022"  # 23.515% less 24.121% is -0.605


def one(
    printed: str, value: float | None, calculation: str, unit: str = "percent", *others: PrintedRow
) -> AuditRow:
    """The line of one printed figure of the two years, among others of the same report."""
    return audited([row(printed, value, calculation, unit), *others], WORKFORCE)[0]


# Calculations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 + 3 * 4", 14.0),
        ("( 2 + 3 ) * 4", 20.0),
        ("(2 + 3) * 4", 20.0),
        ("10 - 3 - 2", 5.0),
        ("12 / 3 / 2", 2.0),
        ("12 / ( 3 / 2 )", 8.0),
        ("i1.headcount.non-clinical.8a-vsm.bme.2023 - 1", 6.0),
    ],
)
def test_a_calculation_is_read_as_arithmetic_is(text: str, expected: float):
    assert typed.value(typed.parsed(text), lambda id: 7.0) == expected


NUMBERS = st.integers(1, 99).map(str)
FORMULAS = st.recursive(
    NUMBERS,
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"( {' '.join(t)} )"),
    max_leaves=8,
)


@law()
@given(st.lists(FORMULAS, min_size=1, max_size=4), st.sampled_from("+-*/"))
def test_a_calculation_gives_what_python_gives(parts: list[str], sign: str):
    text = f" {sign} ".join(parts)
    try:
        expected = eval(text)  # numbers, signs and brackets of our own making
    except ZeroDivisionError:
        expected = math.nan
    assert typed.value(typed.parsed(text), {}.__getitem__) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    "text",
    ["1 +", "( 1", "1 )", "+ 1", "1 2", "a", "-", "( )", "1e9", "1 +" * 200 + " 1", "a.b.2023 ** 2",
     "lambda : 1", "__import__('os').getcwd()"],
)  # fmt: skip
def test_what_is_no_calculation_is_refused(text: str):
    with pytest.raises(ValueError):
        typed.parsed(text)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        (f"{BME}.2023", "percent"),
        (CHANGE, "points"),
        ("workforce.share_change.bme.2023", "points"),
        (f"1 - {BME}.2023", "percent"),
        ("workforce.headcount.bme.2023 - workforce.headcount.bme.2022", "people"),
        ("workforce.headcount.bme.2023 / workforce.headcount.all.2023", "percent"),
        (
            "( workforce.headcount.bme.2023 - workforce.headcount.bme.2022 ) / workforce.headcount.bme.2022",
            "percent",
        ),
        (f"( {CHANGE} ) / {BME}.2022", "ratio"),
        (f"( {BME}.2023 + {BME}.2022 ) / 2", "percent"),
        (f"{BME}.2023 / {BME}.2022", "ratio"),
    ],
)
def test_the_unit_of_a_calculation_follows_from_its_figures(text: str, unit: str):
    assert expressions.unit_of(typed.parsed(text), WORKFORCE) == unit


# Agreement


@pytest.mark.parametrize(
    ("printed", "value"), [("23.5%", 23.5), ("24%", 24), ("23.52%", 23.52), ("23.515%", 23.515)]
)
def test_a_number_agrees_when_it_is_the_recomputed_one_rounded(printed: str, value: float):
    line = one(printed, value, f"{BME}.2023")  # 99 / 421 = 23.5154%
    assert (line.verdict, line.kinds, line.recomputed) == ("agrees", (), printed)


@pytest.mark.parametrize("value", [12, 13])
def test_a_half_may_be_rounded_either_way(value: int):
    figures = table(*staff(2023, 33, 5, 2))  # 5 / 40 = 12.5%
    assert audited([row(f"{value}%", value, f"{BME}.2023")], figures)[0].verdict == "agrees"


def test_counts_agree_exactly_or_not_at_all():
    assert one("421", 421, "workforce.headcount.all.2023", "people").verdict == "agrees"
    line = one("420", 420, "workforce.headcount.all.2023", "people")
    assert (line.verdict, line.kinds) == ("differs", ("arithmetic",))


@law()
@given(st.lists(st.integers(0, 300), min_size=6, max_size=6), st.integers(0, 2))
def test_no_figure_is_flagged_that_is_printed_rightly_rounded(people: list[int], decimals: int):
    figures = table(*staff(2022, *people[:3]), *staff(2023, *people[3:]))
    rows = []
    for f in figures:
        if f.known and f.unit in ("people", "percent"):
            number = round(f.value * 100, decimals) if f.unit == "percent" else f.value
            text = f"{number:.{decimals}f}%" if f.unit == "percent" else f"{number:.0f}"
            rows.append(row(text, float(text.rstrip("%")), f.id, f.unit))
    assert {line.verdict for line in audited(rows, figures)} <= {"agrees"}


# Each kind of difference


def test_cut_off_instead_of_rounded_is_rounding():
    line = one("3%", 3, "workforce.share.unknown.2022")  # 14 / 398 = 3.52%
    assert (line.kinds, line.recomputed) == (("rounding",), "4%")
    assert "3.52% before rounding" in line.explanation


def test_made_from_rounded_figures_is_rounding_however_far_off():
    """20.4% less 11.5% is 8.9; the report prints 20% and 12%, and 8 (two roundings in one direction)."""
    figures = table(*staff(2022, 796, 204, 0), *staff(2023, 885, 115, 0))
    rows = [
        row("-8%", -8, CHANGE, "points"),
        row("12%", 12, f"{BME}.2023"),
        row("20%", 20, f"{BME}.2022"),
    ]
    line = audited(rows, figures)[0]
    assert (line.kinds, line.recomputed) == (("rounding",), "−9 percentage points")
    assert "12% − 20%, as printed" in line.explanation


def test_what_follows_from_another_wrong_number_says_so_and_is_arithmetic():
    others = (row("32%", 32, f"{BME}.2022"), row("24%", 24, f"{BME}.2023"))  # 24.1% and 23.5%
    line = one("-8%", -8, CHANGE, "points", *others)
    assert line.kinds == ("arithmetic",)
    assert "24% − 32%, as printed, where 32% differs too" in line.explanation


def test_a_number_that_nothing_explains_is_arithmetic_with_the_right_working():
    line = one(
        "52%",
        52,
        "( workforce.headcount.bme.2022 - workforce.headcount.unknown.2022 ) / workforce.headcount.bme.2022",
    )
    assert (line.kinds, line.recomputed) == (("arithmetic",), "85%")  # 82 / 96 = 85.4%
    assert "(96 − 14) ÷ 96" in line.explanation


def test_a_digit_mistaken_in_the_base_is_named():
    line = one("26.19%", 26.19, f"{BME}.2022")  # 96 of 398; 26.19% is 96 / 366.6: no whole number
    assert "base" not in line.explanation
    line = one("32.21%", 32.21, f"{BME}.2022")  # 96 / 298
    assert line.kinds == ("arithmetic",)
    assert "96 ÷ 298; the base is 398" in line.explanation


def test_two_digits_in_each_others_place_are_named():
    assert "Two digits" in one("25.3%", 25.3, f"{BME}.2023").explanation  # 23.5


def test_two_pages_that_contradict_each_other_are_told_page_and_number():
    other = row("398", 398, "workforce.headcount.all.2022", "people", page="Profile")
    line = one("407", 407, "workforce.headcount.all.2022", "people", other)
    assert line.kinds == (ELSEWHERE,)
    assert "398 (Profile)" in line.explanation


def test_the_same_number_at_other_decimals_contradicts_nothing():
    rows = [row("85%", 85, f"{BME}.2023"), row("84.6%", 84.6, f"{BME}.2023")]
    assert not any(ELSEWHERE in line.kinds for line in audited(rows, WORKFORCE))


def test_a_change_and_the_difference_it_is_made_of_are_one_figure():
    rows = [
        row("-0.6", -0.6, "workforce.share_change.bme.2023", "points"),
        row("-0.9", -0.9, CHANGE, "points"),
    ]
    assert ELSEWHERE in audited(rows, WORKFORCE)[1].kinds


def test_the_page_that_is_right_is_not_flagged_for_the_one_that_is_wrong():
    rows = [row("398", 398, "workforce.headcount.all.2022", "people"),
            row("407", 407, "workforce.headcount.all.2022", "people")]  # fmt: skip
    assert [line.verdict for line in audited(rows, WORKFORCE)] == ["agrees", "differs"]


def test_figures_that_cannot_be_recomputed_may_still_contradict_each_other():
    rows = [row("86%", 86, "i2.likelihood.all.2020"), row("68%", 68, "i2.likelihood.all.2020", page="Page 2")]
    first = audited(rows, WORKFORCE)[0]
    assert (first.verdict, first.kinds) == ("differs", (ELSEWHERE, "cannot be recomputed"))


@pytest.mark.parametrize(
    ("printed", "value", "calculation", "words"),
    [
        ("24.1%", 24.1, f"{BME}.2023", "the figure of 2022"),
        ("73.4%", 73.4, f"{BME}.2023", "the figure for White"),
        ("76.5%", 76.5, f"{BME}.2023", "100% less the figure"),  # 100 - 23.5154 = 76.4846
        ("309", 309, "workforce.headcount.bme.2023", "the figure for White"),
    ],
)
def test_another_figure_than_the_label_says_is_mislabelled(
    printed: str, value: float, calculation: str, words: str
):
    unit = "percent" if "%" in printed else "people"
    line = one(printed, value, calculation, unit)
    assert line.kinds == ("mislabelled",)
    assert words in line.explanation


def test_a_ratio_the_other_way_round_is_mislabelled():
    likelihoods = []
    for group, appointed, shortlisted in (("white", 49, 159), ("bme", 25, 178)):
        base = count("i2", "shortlisted", "", group, 2023, shortlisted, Source())
        events = count("i2", "appointed", "", group, 2023, appointed, Source())
        likelihoods += [base, events, rate("likelihood", events, base)]
    ratio = relative_likelihood(likelihoods[2], likelihoods[5])  # 2.194; the other way 0.456
    figures = Figures([*likelihoods, ratio])
    line = audited([row("0.46", 0.46, ratio.id, "ratio")], figures)[0]
    assert line.kinds == ("mislabelled",)
    assert "the other way round" in line.explanation


def test_a_change_of_share_called_a_change_of_number_is_mislabelled():
    relative = (
        "( workforce.headcount.bme.2023 - workforce.headcount.bme.2022 ) / workforce.headcount.bme.2022"
    )
    there = row("-2.7%", -2.7, CHANGE, page="Key findings")
    line = one("-2.7%", -2.7, relative, "percent", there)  # 3 / 96 = 3.1%
    assert line.kinds == ("mislabelled",)
    assert "Key findings" in line.explanation


def test_a_match_of_two_digits_is_taken_as_chance():
    assert one("73%", 73, f"{BME}.2023").kinds == ("arithmetic",)  # White is 73.4%


def population(**groups: int) -> Figures:
    """A population of 10,000 with its shares."""
    whole = count("population", "people", "area", "all", 2021, 10_000, Source())
    own = [count("population", "people", "area", g, 2021, n, Source()) for g, n in groups.items()]
    return Figures([whole, *own, *(rate("share", each, whole) for each in own)])


def test_a_match_with_two_siblings_names_neither():
    """Asian is 10.50% and Black 10.54%: which of them the number for White is, nobody can say."""
    rows = [row("10.5%", 10.5, "population.share.area.white.2021")]
    assert audited(rows, population(white=7900, asian=1050, black=900))[0].kinds == ("mislabelled",)
    assert audited(rows, population(white=7900, asian=1050, black=1054))[0].kinds == ("arithmetic",)


def test_two_headings_in_each_others_place_explain_each_other_even_with_few_digits():
    rows = [row("73%", 73, f"{BME}.2023"), row("24%", 24, "workforce.share.white.2023")]  # 73.4% and 23.5%
    assert [line.kinds for line in audited(rows, WORKFORCE)] == [("mislabelled",), ("mislabelled",)]


def test_a_difference_of_percentages_printed_in_percent_differs_even_where_the_number_agrees():
    line = one("0.6%", -0.6, CHANGE)
    assert (line.verdict, line.kinds, line.recomputed) == ("differs", (POINTS,), "−0.6 percentage points")
    assert not line.other_number
    assert one("0.6 points", -0.6, CHANGE, "points").verdict == "agrees"


def test_a_wrong_number_in_the_wrong_unit_is_of_both_kinds():
    line = one("0.7%", -0.7, CHANGE)  # -0.605
    assert line.kinds == ("rounding", POINTS)
    assert line.other_number


def test_a_change_of_a_count_in_percent_is_no_difference_of_percentages():
    relative = (
        "( workforce.headcount.bme.2023 - workforce.headcount.bme.2022 ) / workforce.headcount.bme.2022"
    )
    assert one("3.1%", 3.1, relative).verdict == "agrees"  # 3 / 96


def test_another_measure_of_the_same_indicator_is_mislabelled():
    base = count("i2", "shortlisted", "", "bme", 2023, 178, Source())
    figures = Figures([base, count("i2", "appointed", "", "bme", 2023, 125, Source())])
    line = audited([row("178", 178, "i2.appointed.bme.2023", "people")], figures)[0]
    assert line.kinds == ("mislabelled",)
    assert "the figure of shortlisted" in line.explanation


@pytest.mark.parametrize(
    ("printed", "value", "words"),
    [
        ("24.3%", 24.3, "known"),  # 99 / 408, staff of known ethnicity
        ("24.9%", 24.9, "2022"),  # 99 / 398, the total of the year before
    ],
)
def test_the_same_count_over_another_base_is_named(printed: str, value: float, words: str):
    line = one(printed, value, f"{BME}.2023")
    assert line.kinds == ("wrong base",)
    assert words in line.explanation


def areas() -> Figures:
    """Two areas and both together: 20 Asian, 10 Other of 100; 30 Asian, 15 Black, 60 Other of 900."""
    parts = [*area("a", 20, 0, 10, 100), *area("b", 30, 15, 60, 900)]
    return Figures([*parts, *area("whole", 50, 15, 70, 1000)])


def area(name: str, asian: int, black: int, other: int, everyone: int) -> list[Figure]:
    """The population of an area and its shares."""
    census = Source((PublishedWork("Census", name),))
    whole = count("population", "people", name, "all", 2021, everyone, census)
    groups = {"asian": asian, "black": black, "other": other, "bme": asian + black + other}
    own = [count("population", "people", name, g, 2021, n, census) for g, n in groups.items()]
    return [whole, *own, *(rate("share", each, whole) for each in own)]


def test_a_mean_of_areas_that_is_not_weighted_by_their_people_is_a_wrong_base():
    # 20 / 100 and 30 / 900: the mean of 20% and 3.33% is 11.67%; together 50 / 1000 are 5%
    line = audited([row("11.7%", 11.7, "population.share.whole.asian.2021")], areas())[0]
    assert line.kinds == ("wrong base",)
    assert "mean of 2 percentages, not weighted" in line.explanation


def test_a_mean_of_areas_as_the_report_printed_them_is_found_too():
    # Printed 19.4% and 4.2% for the areas: mean 11.8%. By the counts 20% and 3.33%: 11.67%, so 11.7%.
    share = "population.share.{}.asian.2021".format
    rows = [
        row("11.8%", 11.8, share("whole")),
        row("19.4%", 19.4, share("a")),
        row("4.2%", 4.2, share("b")),
    ]
    line = audited(rows, areas())[0]
    assert line.kinds == ("wrong base",)
    assert "(19.4% + 4.2%) ÷ 2" in line.explanation


def test_a_group_left_out_of_the_count_is_a_wrong_base():
    # BME in area b: 105 of 900, 11.7%; without the 60 of Other 45 of 900, 5.0%
    line = audited([row("5.0%", 5, "population.share.b.bme.2021")], areas())[0]
    assert line.kinds == ("wrong base",)
    assert "without the group Other" in line.explanation


# Nothing to compare


@pytest.mark.parametrize(
    ("calculation", "unit", "said"),
    [
        ("", "percent", "No calculation"),
        ("workforce.share.bmi.2023", "percent", "nearest: workforce.share.bme.2023"),
        ("workforce.share", "percent", "not in the table"),
        (f"{BME}.2023 / ( {BME}.2023 - {BME}.2023 )", "percent", "divides by zero"),
        (f"{BME}.2023", "people", "gives percent"),
        ("workforce.headcount.bme.2023", "percent", "gives people"),
    ],
)
def test_what_cannot_be_recomputed_says_why(calculation: str, unit: str, said: str):
    line = one("24", 24, calculation, unit)
    assert (line.verdict, line.kinds) == ("cannot be recomputed", ("cannot be recomputed",))
    assert said in line.explanation


def test_a_figure_that_was_not_collected_cannot_be_recomputed():
    figures = Figures([count("i4", "accessed", "", "unknown", 2023, math.nan, Source())])
    line = audited([row("3", 3, "i4.accessed.unknown.2023", "people")], figures)[0]
    assert line.verdict == "cannot be recomputed"
    assert "not collected" in line.explanation


def test_words_in_place_of_a_number_stand_beside_what_the_counts_give():
    line = one("N/A", None, f"{BME}.2023", "text")
    assert line.verdict == "cannot be recomputed"
    assert "23.5%" in line.explanation


def test_a_figure_printed_in_several_places_counts_once():
    rows = [row("407", 407, "workforce.headcount.all.2022", "people", page=page) for page in ("A", "A ", "B")]
    (found,) = distinct(audited(rows, WORKFORCE)).items()
    assert found[1] == ["A", "A", "B"]


# Cells printed as a dash


def dashed(
    *shown: PrintedRow, figures: Figures = WORKFORCE, cells: str = "unknown"
) -> dict[str, tuple[int, int]]:
    """What a reader can narrow the dashed cells of 2023 down to, given what is printed."""
    rows = [*(row("–", None, f"workforce.headcount.{c}.2023", "people") for c in cells.split()), *shown]
    found = recoverable(printed_figures(rows, figures), figures).ranges
    return {id: (r.low, r.high) for id, r in found.items()}


def people(**groups: int) -> list[PrintedRow]:
    """Printed headcounts of 2023."""
    return [row(str(n), n, f"workforce.headcount.{g}.2023", "people") for g, n in groups.items()]


UNKNOWN = "workforce.headcount.unknown.2023"


def test_a_dash_beside_its_total_is_the_rest():
    assert dashed(*people(white=309, bme=99, all=421)) == {UNKNOWN: (13, 13)}


def test_a_dash_beside_its_percentage_is_a_few_numbers_at_the_most():
    share = row("3.1%", 3.1, "workforce.share.unknown.2023")
    assert dashed(*people(all=421), share)[UNKNOWN] == (13, 13)  # 3.05 to 3.15% of 421: 12.84 to 13.26
    share = row("3%", 3, "workforce.share.unknown.2023")
    assert dashed(*people(all=421), share)[UNKNOWN] == (11, 14)  # 2.5 to 3.5%: 10.5 to 14.7


def test_a_dash_that_is_printed_on_another_page_is_no_secret():
    assert dashed(*people(unknown=13)) == {UNKNOWN: (13, 13)}


def test_a_count_printed_in_several_ways_is_taken_as_most_often_printed():
    totals = [row(n, float(n), "workforce.headcount.all.2023", "people") for n in ("407", "421", "421")]
    assert dashed(*people(white=309, bme=99), *totals) == {UNKNOWN: (13, 13)}


def test_two_dashes_in_a_sum_protect_each_other():
    found = dashed(*people(white=309, all=421), cells="bme unknown")
    assert found == {"workforce.headcount.bme.2023": (0, 112), UNKNOWN: (0, 112)}


def test_a_cell_with_fewer_values_than_the_threshold_is_given_away():
    rows = [
        row("–", None, UNKNOWN, "people"),
        row("421", 421, "workforce.headcount.all.2023", "people"),
        row("3%", 3, "workforce.share.unknown.2023"),
    ]
    assert audited(rows, WORKFORCE, threshold=4)[0].kinds == ()  # 11, 12, 13, 14
    line = audited(rows, WORKFORCE, threshold=5)[0]
    assert (line.verdict, line.kinds) == ("hidden", ("discloses a hidden cell",))
    assert "only 4 values are possible" in line.explanation


def test_a_percentage_that_contradicts_the_counts_is_left_out():
    rows = [row("–", None, UNKNOWN, "people"), *people(white=309, bme=99, all=421),
            row("1%", 1, "workforce.share.unknown.2023")]  # fmt: skip
    found = recoverable(printed_figures(rows, WORKFORCE), WORKFORCE)
    assert found.ranges[UNKNOWN].low == found.ranges[UNKNOWN].high == 13
    assert found.left_out == ("workforce.share.unknown.2023",)


def test_sums_that_do_not_close_are_left_out():
    rows = [row("–", None, UNKNOWN, "people"), *people(white=309, bme=199, all=421),
            row("3.1%", 3.1, "workforce.share.unknown.2023")]  # fmt: skip
    found = recoverable(printed_figures(rows, WORKFORCE), WORKFORCE)
    assert (found.ranges[UNKNOWN].low, found.ranges[UNKNOWN].high) == (13, 13)
    assert found.left_out == ("workforce.headcount.all.2023",)


def test_percentages_that_contradict_each_other_do_not_stop_the_search():
    """Two unknowns of one total: 60% and 60% of 40 cannot both be true."""
    rows = [
        *(row("–", None, f"workforce.headcount.{g}.2023", "people") for g in ("bme", "unknown")),
        *people(white=0, all=40),
        row("60%", 60, f"{BME}.2023"),
        row("60%", 60, "workforce.share.unknown.2023"),
    ]
    found = recoverable(printed_figures(rows, WORKFORCE), WORKFORCE)
    assert (found.ranges["workforce.headcount.bme.2023"].low, found.left_out) == (
        24,
        ("workforce.share.unknown.2023",),
    )


@law(2 / 3)
@given(st.tuples(*[st.integers(0, 9)] * 3), st.sets(st.sampled_from(["white", "bme", "unknown"]), min_size=1),
       st.integers(0, 1))  # fmt: skip
def test_the_possible_values_are_those_that_counting_through_finds(
    truth: tuple[int, int, int], hidden: set[str], decimals: int
):
    groups, total = ("white", "bme", "unknown"), sum(truth)
    if not total:
        return
    rows = [row(str(total), total, "workforce.headcount.all.2023", "people")]
    shares = {}
    for group, n in zip(groups, truth, strict=True):
        id = f"workforce.headcount.{group}.2023"
        rows.append(row("–", None, id, "people") if group in hidden else row(str(n), n, id, "people"))
        shares[group] = round(100 * n / total, decimals)
        text = f"{shares[group]:.{decimals}f}"
        rows.append(row(f"{text}%", float(text), f"workforce.share.{group}.2023"))
    half = 0.5 * 10**-decimals + 1e-9
    fitting = [
        guess
        for guess in product(range(total + 1), repeat=3)
        if sum(guess) == total
        and all(g == n for g, n, name in zip(guess, truth, groups, strict=True) if name not in hidden)
        and all(
            abs(100 * g / total - shares[name]) <= half
            for g, name in zip(guess, groups, strict=True)
            if name in hidden
        )
    ]
    figures = table(*staff(2023, 1, 1, 1))
    found = recoverable(printed_figures(rows, figures), figures).ranges
    for place, group in enumerate(groups):
        if group in hidden:
            values = [guess[place] for guess in fitting]
            own = found[f"workforce.headcount.{group}.2023"]
            assert (own.low, own.high) == (min(values), max(values))


# The report of 2023, by hand


class Wrong(NamedTuple):
    """A printed number that its label's counts do not give: what they give, worked by hand, and the kinds."""

    calculation: str
    printed: float
    right: float
    kinds: tuple[str, ...]


def relative(start: str) -> str:
    """The change of a count in percent."""
    return f"( {start}.2023 - {start}.2022 ) / {start}.2022"


def changed(start: str) -> str:
    """The change of a percentage."""
    return f"{start}.2023 - {start}.2022"


def beside_the_workforce(group: str, year: int) -> str:
    """The board's share less the workforce's."""
    return f"i9.share.board.{group}.{year} - workforce.share.{group}.{year}"


# Counts as the report prints them (Census 2021 for the population), divided by hand.
WRONG = [
    Wrong(CHANGE, -0.5, 100 * (99 / 421 - 96 / 398), ("rounding", ELSEWHERE, POINTS)),
    Wrong(changed("i1.share.clinical.8a-vsm.bme"), -3.7, 100 * (30 / 85 - 31 / 84), ("arithmetic", POINTS)),
    Wrong(relative("i1.headcount.clinical.8a-vsm.bme"), -3.7, 100 * (30 - 31) / 31, ("mislabelled",)),
    Wrong(changed("i1.share.clinical.1-7.bme"), -11.5, 100 * (5 / 40 - 11 / 46), ("rounding", POINTS)),
    Wrong(changed("i1.share.non-clinical.8a-vsm.bme"), -7, 100 * (14 / 137 - 24 / 135), ("rounding", POINTS)),
    Wrong(changed("i1.share.non-clinical.1-7.bme"), 9, 100 * (50 / 159 - 28 / 130), ("rounding", POINTS)),
    Wrong("i4.likelihood.bme.2023", 26.97, 100 * 24 / 99, ("arithmetic",)),
    Wrong("i4.relative_likelihood.2023", 0.52, (43 / 309) / (24 / 99), ("arithmetic",)),
    Wrong(changed("i6.percentage.bme"), -0.9, 100 * (10 / 55 - 9 / 47), ("rounding", POINTS)),
    Wrong("i2.relative_likelihood.2023", 2.31, (49 / 159) / (25 / 178), ("mislabelled", ELSEWHERE)),
    Wrong("i2.relative_likelihood.2022", 2.66, (43 / 185) / (17 / 169), ("mislabelled", ELSEWHERE)),
    Wrong("benchmark.i6.percentage.ccgs.bme.2022", 20.6, 20, (ELSEWHERE,)),
    Wrong("i9.share.board.white.2023", 90.9, 100 * 11 / 13, (ELSEWHERE,)),
    Wrong("i9.share.board.white.2023", 86.4, 100 * 11 / 13, (ELSEWHERE,)),
    Wrong("i9.share.board.unknown.2023", 9.1, 100 * 2 / 13, (ELSEWHERE,)),
    Wrong("population.share.qhg.bme.2021", 27.3, 100 * 278_723 / 998_757, ("wrong base",)),
    Wrong("population.share.qhg.asian.2021", 16.4, 100 * 152_801 / 998_757, ("wrong base",)),
    Wrong("population.share.qhg.black.2021", 6.9, 100 * 67_595 / 998_757, ("wrong base",)),
    Wrong("population.share.e06000055.bme.2021", 22.5, 100 * 45_050 / 185_224, ("wrong base",)),
    Wrong("population.share.e06000056.bme.2021", 8.9, 100 * 28_706 / 294_251, ("wrong base",)),
    Wrong("population.share.e06000032.bme.2021", 51.4, 100 * 123_463 / 225_261, ("wrong base",)),
    Wrong("population.share.e06000042.bme.2021", 26.2, 100 * 80_946 / 287_060, ("wrong base",)),
    Wrong("i1.share.clinical.8a-vsm.white.2022", 57, 100 * 49 / 84, ("arithmetic",)),
    Wrong("i1.share.clinical.8a-vsm.bme.2022", 39, 100 * 31 / 84, ("arithmetic",)),
    Wrong("i1.share.clinical.8a-vsm.unknown.2022", 4, 100 * (84 - 49 - 31) / 84, ("rounding",)),
    Wrong(relative("i1.headcount.non-clinical.8a-vsm.bme"), -52, 100 * (14 - 24) / 24, ("arithmetic",)),
    Wrong("i1.share.non-clinical.8a-vsm.bme.2022", 17, 100 * 24 / 135, ("rounding",)),
    Wrong("workforce.headcount.all.2022", 407, 288 + 96 + 14, (ELSEWHERE,)),
    Wrong("workforce.share.white.2022", 83, 100 * 288 / 398, (ELSEWHERE,)),
    Wrong("workforce.share.unknown.2022", 3, 100 * 14 / 398, ("rounding",)),
    Wrong(beside_the_workforce("white", 2022), -20, 100 * (12 / 19 - 288 / 398), ("arithmetic", POINTS)),
    Wrong(beside_the_workforce("white", 2023), 10.6, 100 * (11 / 13 - 309 / 421), ("arithmetic", POINTS)),
    Wrong(beside_the_workforce("bme", 2022), 8, 100 * (6 / 19 - 96 / 398), ("rounding", POINTS)),
]
# The number is right, to the decimals printed; a difference of percentages is printed as %.
UNIT_ALONE = {
    (CHANGE, -0.6),  # 23.515 - 24.121
    (changed("i8.percentage.bme"), 4.4),  # 8 / 54 - 5 / 48: 14.815 - 10.417
    (changed("i5.percentage.bme"), 2.1),  # 7 / 55 - 5 / 47: 12.727 - 10.638
    (changed("i7.percentage.bme"), -3.5),  # 17 / 57 - 16 / 48: 29.825 - 33.333
    ("i7.percentage.bme.2023 - benchmark.i7.percentage.ccgs.bme.2022", -8.5),  # 29.825 - 38.3
    ("i6.percentage.bme.2023 - i6.percentage.white.2023", 7.8),  # 18.182 - 10.4
    ("i7.percentage.bme.2023 - i7.percentage.white.2023", -31.9),  # 29.825 - 61.694
    ("i8.percentage.bme.2023 - benchmark.i8.percentage.ccgs.bme.2022", 1.5),  # 14.815 - 13.3
    (beside_the_workforce("unknown", 2022), 2),  # 1 / 19 - 14 / 398: 5.263 - 3.518
    (beside_the_workforce("bme", 2023), -23.5),  # 0 - 23.515
    (beside_the_workforce("unknown", 2023), 12.3),  # 2 / 13 - 13 / 421: 15.385 - 3.088
}
# Count, and the printed numbers that give it away.
CELLS = {
    "i1.headcount.clinical.1-7.bme.2023": 5,  # "from 11 to 5", and 12.5% of 40
    "i1.headcount.clinical.1-7.unknown.2022": 46 - 33 - 11,
    "i1.headcount.clinical.1-7.unknown.2023": 40 - 33 - 5,
    "i1.headcount.clinical.8a-vsm.unknown.2022": 84 - 49 - 31,
    "i1.headcount.clinical.8a-vsm.unknown.2023": 85 - 50 - 30,
    "i1.headcount.non-clinical.1-7.unknown.2022": 130 - 98 - 28,
    "i1.headcount.non-clinical.1-7.unknown.2023": 159 - 106 - 50,
    "i1.headcount.non-clinical.8a-vsm.unknown.2022": 135 - 107 - 24,
    "i1.headcount.non-clinical.8a-vsm.unknown.2023": 137 - 120 - 14,
    "i2.appointed.unknown.2022": 2,  # 10.5% of 19: 1 is 5.3%, 3 are 15.8%
}


@pytest.fixture(scope="module")
def printed_rows(data: Path) -> list[PrintedRow]:
    """What the report of 2023 printed."""
    rows, problems = read_published(data, "QHG", 2023)
    assert not problems
    return rows


@pytest.fixture(scope="module")
def counted(data: Path) -> Figures:
    """The default figures before the door."""
    return all_counted(data, returns_up_to(data, "QHG", 2023))


@pytest.fixture(scope="module")
def lines(printed_rows: list[PrintedRow], counted: Figures) -> list[AuditRow]:
    """The audit of the report of 2023, in full."""
    return audited(printed_rows, counted, 5)


def test_the_audit_of_2023_finds_the_wrong_numbers_found_by_hand_and_no_other(lines: list[AuditRow]):
    found = {(line.calculation, line.value): line for line in lines if line.other_number}
    for number, (line, pages) in enumerate(distinct(line for line in lines if line.other_number).items(), 1):
        text = f"{number}. {line.what}: printed {line.printed}, recomputed {line.recomputed} "
        print(f"{text}({', '.join(line.kinds)}). {line.explanation} {len(pages)}x")  # noqa: T201
    assert len(WRONG) == 33
    assert set(found) == {(wrong.calculation, wrong.printed) for wrong in WRONG}


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: f"{wrong.printed:g} {wrong.calculation}")
def test_each_wrong_number_stands_beside_the_right_one(wrong: Wrong, lines: list[AuditRow]):
    own = [x for x in lines if (x.calculation, x.value) == (wrong.calculation, wrong.printed)]
    text = own[0].printed.strip("xX%+-")
    decimals = len(text.partition(".")[2])
    assert abs(wrong.right - wrong.printed) > 0.5 * 10**-decimals  # wrong by hand too
    sign = "\N{MINUS SIGN}" if wrong.right < 0 else "+" if POINTS in wrong.kinds else ""
    unit = " percentage point" if POINTS in wrong.kinds else "%" if "%" in own[0].printed else ""
    for line in own:
        assert line.recomputed.rstrip("s") == f"{sign}{abs(wrong.right):.{decimals}f}{unit}"
        assert line.kinds == wrong.kinds
        assert line.explanation


def test_differences_in_the_unit_alone_are_those_found_by_hand(lines: list[AuditRow]):
    found = {(x.calculation, x.value) for x in lines if x.verdict == "differs" and not x.other_number}
    assert found == UNIT_ALONE


def test_every_other_number_of_2023_agrees(lines: list[AuditRow]):
    """399 rows: 10 dashes, 4 of words, 6 without a calculation; 56 wrong in number, 15 in unit alone."""
    by_verdict: dict[str, int] = {}
    for line in lines:
        by_verdict[line.verdict] = by_verdict.get(line.verdict, 0) + 1
    assert sum(line.other_number for line in lines) == 56
    assert by_verdict == {"hidden": 10, "cannot be recomputed": 10, "differs": 71, "agrees": 308}
    assert all(line.kinds == () for line in lines if line.verdict == "agrees")


def test_every_difference_is_of_a_kind_that_is_explained(lines: list[AuditRow]):
    assert {kind for line in lines for kind in line.kinds} == set(AUDIT_KINDS)


def test_the_ten_dashed_cells_of_2023_can_be_worked_out(printed_rows: list[PrintedRow], counted: Figures):
    found = recoverable(printed_figures(printed_rows, counted), counted)
    assert {id: (r.low, r.high) for id, r in found.ranges.items()} == {id: (n, n) for id, n in CELLS.items()}
    assert found.left_out == ("i1.share.clinical.8a-vsm.unknown.2022",)  # 4% of 84 is 3, not 4
    assert set(found.given_away(5)) == set(CELLS)


def test_the_cells_are_found_without_the_counts(printed_rows: list[PrintedRow], counted: Figures):
    """A reader has the report alone: whatever values the table holds, the cells are the same."""
    blind = Figures([replace(f, value=1.0) if f.known else f for f in counted])
    found = recoverable(printed_figures(printed_rows, blind), blind).ranges
    assert {id: r.low for id, r in found.items()} == CELLS


# What a book shows of it


@pytest.fixture(scope="module")
def shown(report: Publication) -> Findings:
    """The audit as the default book holds it."""
    assert report.audit is not None
    return report.audit


def test_a_book_holds_no_line_that_touches_a_hidden_figure(report: Publication, shown: Findings):
    hidden = {f.id for f in report.figures if f.status == "suppressed"}
    assert hidden
    for line in shown.lines:
        ids = set(typed.ids_in(typed.parsed(line.calculation))) if line.calculation else set()
        assert not ids & hidden
        assert ids <= {f.id for f in report.figures}


def test_what_is_left_out_of_a_book_is_counted(shown: Findings, printed_rows: list[PrintedRow]):
    assert shown.withheld > 0
    assert len(shown.lines) + shown.withheld == len(printed_rows)


def test_a_book_names_the_ten_cells_and_nothing_more(shown: Findings):
    assert set(shown.recoverable) == {
        "Indicator 1, headcount, Clinical, bands 1-7, BME, 2023",
        *(
            f"Indicator 1, headcount, {cluster}, bands {band}, Unknown, {year}"
            for cluster in ("Clinical", "Non-clinical")
            for band in ("1-7", "8a-VSM")
            for year in (2022, 2023)
        ),
        "Indicator 2, appointed, Unknown, 2022",
    }


# Wrong numbers of shown figures that are also the end of a hidden figure's interval: they are left out.
AS_A_HIDDEN_ROW = {
    ("workforce.share.bme.2023 - workforce.share.bme.2022", -0.5),
    ("population.share.qhg.asian.2021", 16.4),
    ("population.share.qhg.bme.2021", 27.3),
}


def test_the_wrong_numbers_of_shown_figures_are_in_the_book(report: Publication, shown: Findings):
    known = {f.id for f in report.figures if f.known}
    wanted = {
        (wrong.calculation, wrong.printed)
        for wrong in WRONG
        if set(typed.ids_in(typed.parsed(wrong.calculation))) <= known
    }
    found = {(line.calculation, line.value) for line in shown.lines if line.other_number}
    assert len(found) > 20
    assert wanted - found == AS_A_HIDDEN_ROW and found <= wanted


def test_a_number_without_a_calculation_is_named_and_not_printed(shown: Findings):
    without = [line for line in shown.lines if not line.calculation]
    assert {line.printed for line in without} == {""}
    assert {line.what for line in without} >= {
        "Desired ratio",
        "Workforce that responded to the staff survey",
    }


def behind(rows: list[PrintedRow], figures: Figures, hidden: str, **policy: object) -> Findings:
    """The audit behind a door that hides some figures, by the starts of their ids."""
    empty = {"value": math.nan, "numerator": math.nan, "denominator": math.nan, "status": "suppressed"}
    shown = Figures([replace(f, **empty) if f.id.startswith(tuple(hidden.split())) else f for f in figures])  # type: ignore
    found = protected(rows, list(figures), shown, DisclosurePolicy(**policy))  # type: ignore[arg-type]
    assert found is not None
    return found


def test_a_hidden_figure_printed_under_the_label_of_a_shown_one_is_left_out():
    """24.1% is the hidden share of 2022: to print it beside 2023 would give it away."""
    rows = [row("24.1%", 24.1, f"{BME}.2023"), row("23.5%", 23.5, f"{BME}.2023")]
    open_ = behind(rows, WORKFORCE, "nothing")
    assert [line.kinds for line in open_.lines] == [("mislabelled", ELSEWHERE), ()]
    shut = behind(rows, WORKFORCE, f"{BME}.2022 workforce.share_change.bme")
    assert [line.printed for line in shut.lines] == ["23.5%"]
    assert "24.1" not in repr(shut)
    assert shut.withheld == 1


def test_a_formula_over_a_hidden_figure_is_left_out():
    rows = [row("0.6%", -0.6, CHANGE)]
    shut = behind(rows, WORKFORCE, f"{BME}.2022 workforce.share_change.bme")
    assert (shut.lines, shut.withheld) == ((), 1)


def test_a_count_without_a_calculation_is_left_out():
    shut = behind([row("5", 5, "", "people")], WORKFORCE, "nothing")
    assert (shut.lines, shut.withheld) == ((), 1)


def test_where_counts_are_rounded_no_number_of_the_report_is_shown():
    rows = [*people(white=309, bme=99, all=421), row("86%", 86, "")]
    shut = behind(rows, WORKFORCE, "nothing", rounding=5, reason="tests")
    assert (shut.lines, shut.withheld) == ((), 4)


def test_without_an_earlier_report_there_is_no_audit():
    assert protected([], list(WORKFORCE), WORKFORCE, DisclosurePolicy()) is None


# The page


def without_report(report: Publication) -> Publication:
    """The default book, had the organisation published no report before."""
    return replace(report, audit=None)


def test_a_book_without_an_earlier_report_says_so_in_one_sentence(report: Publication):
    none = without_report(report)
    parts = (audit.kinds, audit.differences, audit.recoverable, audit.unrecomputed, audit.agreeing)
    assert [part(none).html for part in parts] == [""] * 5
    said = audit.summary(none).html
    assert said.count("<p") == 1
    assert "No earlier report" in said


def test_the_page_says_how_many_figures_were_recomputed_agree_and_differ(
    report: Publication, shown: Findings
):
    said = audit.summary(report).html
    agree = sum(line.verdict == "agrees" for line in shown.lines)
    differ = sum(line.verdict == "differs" for line in shown.lines)
    assert f"{agree + differ} printed figures were recomputed: {agree} agree and {differ} differ." in said
    assert f"{shown.withheld} printed figures are not shown here" in said


def test_the_page_shows_every_difference_with_its_pages(report: Publication):
    said = audit.differences(report).html
    assert "x0.52" in said
    assert (
        "Key findings (2 places); Summary of indicators; Indicator 4, data; Indicator 4, commentary" in said
    )
    assert "Mislabelled, contradiction with another page" in said


def test_figures_that_agree_are_folded_away_without_a_script(report: Publication):
    said = audit.agreeing(report).html
    assert said.startswith("<details")
    assert "<summary>" in said
    assert "<script" not in said


def test_the_table_of_kinds_has_all_of_them(report: Publication):
    said = audit.kinds(report).html
    assert all(meaning in said.replace("&#39;", "'") for meaning in AUDIT_KINDS.values())


# The file


@pytest.fixture
def published(own_data: Path) -> Callable[..., list[str]]:
    """What is wrong with the file of an earlier report that holds these lines."""

    def problems(*typed: str, header: str = "page,what,printed,value,unit,calculation") -> list[str]:
        path = own_data / "published" / "QHG" / "2023.csv"
        path.write_text("\n".join([header, *typed]) + "\n", encoding="utf-8")
        return [f"{p.file}: {p}" for p in read_published(own_data, "QHG", 2023)[1]]

    return problems


def test_every_problem_of_the_file_is_told_with_its_row(published: Callable[..., list[str]]):
    found = published(
        "P,one,23.5%,23.5,percent,workforce.share.bme.2023",
        "P,two,23.5%,25.3,percent,",
        ",three,5,5,people,",
        "P,four,5,,people,",
        "P,five,5,5,heads,",
        "P,six,5,5,people,1 + + 2",
        "P,one,5,five,people,",
        "P,one,5,5,people,",
    )
    assert all(said.startswith("data/published/QHG/2023.csv: row") for said in found)
    for row_number, column, fact in (
        (3, "value", "the number that is printed"),
        (4, "page", "some text"),
        (5, "unit", "the number that is printed"),
        (6, "unit", "people, percent"),
        (7, "calculation", "'+' is neither an id nor a number"),
        (8, "value", "a number"),
    ):
        assert any(f"row {row_number}, {column}: found" in said and fact in said for said in found), column
    assert any("rows 2 and 9: the same page, what twice" in said for said in found)
    assert len(found) == 7


@pytest.mark.parametrize(
    ("typed", "header", "said"),
    [
        ((), "page,what,printed,value,unit,calculation", "no rows"),
        (("a,b",), "page,what", "missing: printed"),
    ],
)
def test_a_file_without_rows_or_columns_is_refused(typed, header, said, published: Callable[..., list[str]]):
    (found,) = published(*typed, header=header)
    assert said in found


def test_no_file_is_no_problem(own_data: Path):
    assert read_published(own_data, "QHG", 2022) == ([], [])


def test_a_bad_file_stops_the_book_with_its_rows(own_data: Path, published: Callable[..., list[str]]):
    published("P,one,23.5%,25.3,percent,workforce.share.bme.2023")
    with pytest.raises(Exception, match=r"row 2, value: found '25\.3'"):
        publication("QHG", 2023, own_data)


# The command


@pytest.fixture
def wres(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs the command line in this process: exit code, and what it said."""

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["wres", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run


def test_the_command_lists_every_figure_and_warns_that_they_are_not_protected(
    wres, data: Path, lines: list[AuditRow]
):
    code, out, err = wres("audit", "QHG", 2023, "--data", data)
    assert (code, err) == (0, "")
    assert out.startswith("Not protected")
    assert "379 printed figures were recomputed: 308 agree and 71 differ." in out
    assert "44 differ, 33 of them in the number and 11 in the unit alone" in out
    assert all(line.what in out for line in distinct(line for line in lines if line.verdict != "hidden"))
    assert "Indicator 2, appointed, Unknown, 2022" in out


def test_the_command_ends_with_1_where_there_is_no_file_or_a_bad_one(wres, own_data: Path, published):
    code, out, err = wres("audit", "QHG", 2022, "--data", own_data)
    assert (code, out) == (1, "")
    assert "data/published/QHG/2022.csv" in err
    published("P,one,23.5%,25.3,percent,")
    code, out, err = wres("audit", "QHG", 2023, "--data", own_data)
    assert (code, out) == (1, "")
    assert "row 2, value: found '25.3'" in err
    assert "Traceback" not in err


def test_in_full_and_in_a_book_the_same_lines_agree(
    data: Path, printed_rows: list[PrintedRow], counted: Figures, shown: Findings
):
    full = in_full(printed_rows, counted, DisclosurePolicy())
    verdicts = {(line.page, line.what): line.verdict for line in full.lines}
    assert all(verdicts[line.page, line.what] == line.verdict for line in shown.lines)
