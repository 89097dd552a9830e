"""A figure, how it prints, and the one table that all figures are looked up in."""

from dataclasses import replace
from fractions import Fraction
from math import floor, inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law

from wres.errors import WresError
from wres.figures.figure import Figure, Figures, printed
from wres.figures.status import STATUSES

LAW = law()
MINUS = "\u2212"


def figure(value: float = 1.0, unit: str = "people", status: str = "shown", **columns) -> Figure:
    row = {"indicator": "i2", "measure": "appointed", "breakdown": "", "group": "white", "year": 2023}
    return Figure(**{**row, **columns}, value=value, unit=unit, status=status)


# Printing


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (421, "people", "421"),
        (0, "people", "0"),
        (1234567, "people", "1,234,567"),
        (99 / 421, "percent", "23.5%"),  # 23.515...
        (0.0, "percent", "0.0%"),
        (1.0, "percent", "100.0%"),
        (0.0125, "percent", "1.3%"),  # 25 of 2,000 is 1.25%, half goes up
        (8722 / 3975, "ratio", "2.19"),  # 2.1942...
        (2.0, "ratio", "2.00"),
        (1.005, "ratio", "1.01"),  # stored as 1.00499999999999989
        (0.125, "ratio", "0.13"),
        (-0.2, "points", f"{MINUS}20.0"),
        (0.1, "points", "+10.0"),
        (0.5 - 0.45, "points", "+5.0"),  # 0.04999999999999999
        (3 / 40 - 5 / 80, "points", "+1.3"),  # exactly 1.25, stored as 0.012499999999999997
        (-0.0125, "points", f"{MINUS}1.3"),  # half goes away from zero
        (-24, "people_change", f"{MINUS}24"),
        (1200, "people_change", "+1,200"),
        (-0.1165, "ratio_change", f"{MINUS}0.12"),
        (0.115, "ratio_change", "+0.12"),
    ],
)
def test_a_value_prints_half_up_to_the_decimals_of_its_unit(value, unit, expected):
    assert printed(value, unit) == expected


@pytest.mark.parametrize("value", [0.0, -0.0, 0.0004, -0.0004])
def test_a_difference_that_prints_as_nought_has_no_sign(value):
    assert printed(value, "points") == "0.0"


def test_a_difference_has_a_true_minus_and_never_a_hyphen():
    assert printed(-0.133, "points") == "\N{MINUS SIGN}13.3"
    assert "-" not in printed(-0.133, "points")


@LAW
@given(st.integers(0, 500), st.integers(1, 500))
def test_every_share_prints_as_exact_arithmetic_rounds_half_up(part, whole):
    tenths = floor(Fraction(1000 * part, whole) + Fraction(1, 2))
    assert printed(part / whole, "percent") == f"{tenths // 10:,}.{tenths % 10}%"


@LAW
@given(*[st.integers(1, 300)] * 4)
def test_every_difference_prints_as_exact_arithmetic_rounds_half_up(a, b, c, d):
    exact = 1000 * (Fraction(a, a + b) - Fraction(c, c + d))
    tenths = floor(abs(exact) + Fraction(1, 2))
    sign = "" if tenths == 0 else "+" if exact > 0 else MINUS
    expected = f"{sign}{tenths // 10}.{tenths % 10}"
    assert printed(a / (a + b) - c / (c + d), "points") == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (1 / 3000, "percent", "less than 0.1%"),  # 0.033%
        (1 / 2000, "percent", "0.1%"),  # 0.05%, half goes up
        (1e-300, "percent", "less than 0.1%"),
        (2999 / 3000, "percent", "more than 99.9%"),
        (1999 / 2000, "percent", "more than 99.9%"),  # 99.95%, which would round up to all
        (0.004, "ratio", "less than 0.01"),
        (0.005, "ratio", "0.01"),
        (0.0004, "points", "0.0"),  # a difference may lie on either side
        (0.4, "people", "0"),
    ],
)
def test_what_rounds_to_nothing_or_to_all_is_told_from_it(value: float, unit: str, expected: str):
    found = figure(value, unit)
    assert found.number == found.text.removesuffix(" percentage points") == expected


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [(0.0, "percent", "0.0%"), (1.0, "percent", "100.0%"), (0.0, "ratio", "0.00"), (0.0, "points", "0.0")],
)
def test_nothing_and_all_are_told_as_they_are(value: float, unit: str, expected: str):
    assert figure(value, unit, "shown" if value else "zero").number == expected


@pytest.mark.parametrize(
    ("unit", "evidence", "low", "high", "expected"),
    [
        ("points", "higher", 0.0002, 0.068, "+0.02 to +6.8"),
        ("points", "higher", 0.00048, 0.068, "+0.05 to +6.8"),
        ("points", "higher", 0.000002, 0.068, "+0.0002 to +6.8"),
        ("points", "lower", -0.068, -0.0004, f"{MINUS}6.8 to {MINUS}0.04"),
        ("ratio", "higher", 1.004, 3.0, "1.004 to 3.00"),
        ("ratio", "higher", 1.000000002, 3.0, "1.000000002 to 3.00"),  # just beyond the tolerance of the rule
        ("ratio", "lower", 0.3, 0.997, "0.30 to 0.997"),
        ("ratio", "higher", 1.004, inf, "1.004 or more"),
        ("points", "higher", 0.0006, 0.068, "+0.1 to +6.8"),  # enough as it is
        ("points", "no clear difference", -0.0002, 0.068, "0.0 to +6.8"),  # nought lies in it
        ("points", "too few to say", 0.0002, 0.068, "0.0 to +6.8"),
    ],
)
def test_an_end_beside_a_word_stands_on_the_side_that_the_word_says(
    unit: str, evidence: str, low: float, high: float, expected: str
):
    found = figure((low + min(high, 9)) / 2, unit, low=low, high=high, evidence=evidence)
    assert found.interval == found.ends == expected


def test_prose_says_percentage_points_and_a_table_cell_does_not():
    gap = figure(-0.133, "points")
    assert gap.text == f"{MINUS}13.3 percentage points"
    assert gap.number == f"{MINUS}13.3"
    assert gap.size == "13.3 percentage points"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.01, "+1.0 percentage point"),
        (-0.01, f"{MINUS}1.0 percentage point"),
        (0.0104, "+1.0 percentage point"),
        (0.011, "+1.1 percentage points"),
        (0.11, "+11.0 percentage points"),
        (0.0, "0.0 percentage points"),
    ],
)
def test_only_a_difference_printed_as_one_point_is_singular(value, expected):
    assert figure(value, "points").text == expected


def test_a_ratio_and_a_share_print_the_same_in_prose_and_table():
    for one, expected in ((figure(2.194, "ratio"), "2.19"), (figure(0.235, "percent"), "23.5%")):
        assert one.text == one.number == one.size == expected


def test_an_interval_prints_both_ends_in_the_unit_of_the_figure():
    assert figure(2.19, "ratio", low=1.434, high=3.383).interval == "1.43 to 3.38"
    assert figure(0.1, "percent", low=0.05, high=0.15).interval == "5.0% to 15.0%"
    assert figure(0.0, "points", low=-0.011, high=0.034).interval == f"{MINUS}1.1 to +3.4"


def test_an_interval_without_an_upper_end_says_or_more():
    assert figure(2.0, "ratio", low=0.25, high=inf).interval == "0.25 or more"


def test_a_figure_without_an_interval_prints_none():
    assert figure(2.66, "ratio").interval == ""


def test_a_figure_that_may_not_be_shown_prints_no_interval():
    assert figure(2.19, "ratio", "suppressed", low=1.4, high=3.4).interval == ""


# Statuses


def test_the_statuses_of_the_standard_are_these_six():
    assert set(STATUSES) == {"shown", "zero", "suppressed", "undefined", "infinite", "not_collected"}


@pytest.mark.parametrize("unit", ["people", "percent", "ratio", "points"])
def test_no_two_statuses_print_alike(unit):
    values = {"shown": 0.5, "zero": 0.0}
    texts = [figure(values.get(status, nan), unit, status).text for status in STATUSES]
    assert len(set(texts)) == len(STATUSES)
    assert all(texts)


def test_a_zero_is_a_number_and_not_a_symbol():
    assert [figure(0.0, unit, "zero").number for unit in ("people", "percent", "ratio")] == [
        "0",
        "0.0%",
        "0.00",
    ]
    assert figure(0.0, status="zero").known


@pytest.mark.parametrize(
    ("status", "symbol"),
    [("suppressed", "[c]"), ("undefined", "[z]"), ("infinite", "[i]"), ("not_collected", "[x]")],
)
def test_a_figure_without_a_value_prints_the_symbol_of_its_status(status, symbol):
    one = figure(nan, "points", status)
    assert (one.text, one.number, one.symbol, one.known) == (symbol, symbol, symbol, False)


def test_a_value_left_behind_by_mistake_is_not_printed():
    assert "7" not in figure(7, status="suppressed").text


# Ids


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"measure": "relative_likelihood", "group": ""}, "i2.relative_likelihood.2023"),
        ({"measure": "likelihood", "group": "bme"}, "i2.likelihood.bme.2023"),
        (
            {"indicator": "i1", "measure": "share", "breakdown": "non-clinical.8a-vsm", "group": "bme"},
            "i1.share.non-clinical.8a-vsm.bme.2023",
        ),
        (
            {"indicator": "i9", "measure": "difference", "breakdown": "board", "group": "unknown"},
            "i9.difference.board.unknown.2023",
        ),
        ({"indicator": "workforce", "measure": "declared", "group": ""}, "workforce.declared.2023"),
    ],
)
def test_an_id_is_indicator_measure_breakdown_group_and_year(columns, expected):
    assert figure(**columns).id == expected


@pytest.mark.parametrize(
    "column", [{"indicator": "i3"}, {"measure": "gap"}, {"breakdown": "a"}, {"group": "bme"}, {"year": 2022}]
)
def test_figures_that_differ_in_any_key_have_different_ids(column):
    assert figure().id != figure(**column).id


def test_value_and_status_are_no_part_of_an_id():
    assert figure(1).id == figure(nan, "ratio", "suppressed").id


def test_a_table_refuses_two_figures_with_one_id():
    with pytest.raises(ValueError, match="same id"):
        Figures([figure(1), figure(2)])


# Lookup

TABLE = Figures(
    [
        figure(49, group="white"),
        figure(25, group="bme"),
        figure(2.19, "ratio", measure="relative_likelihood", group=""),
        figure(0.235, "percent", indicator="workforce", measure="share", group="bme"),
    ]
)


def test_a_figure_is_found_by_its_id():
    assert TABLE["i2.appointed.bme.2023"].value == 25
    assert "i2.appointed.bme.2023" in TABLE
    assert "i2.appointed.bme.2022" not in TABLE


def test_an_unknown_id_is_an_error_that_names_the_nearest_ids():
    with pytest.raises(WresError) as error:
        TABLE["i2.relative_likelyhood.2023"]
    said = str(error.value)
    assert "'i2.relative_likelyhood.2023'" in said
    assert "nearest: i2.relative_likelihood.2023" in said


def test_an_id_like_no_other_has_no_nearest():
    with pytest.raises(WresError) as error:
        TABLE["zzz"]
    assert "nearest" not in str(error.value)
    assert TABLE.nearest("zzz") == ""


def test_at_most_three_nearest_ids_are_named():
    many = Figures([figure(year, year=year) for year in range(2015, 2024)])
    assert many.nearest("i2.appointed.white.2014").count("i2.appointed") == 3


def test_finding_a_figure_that_is_not_there_says_not_collected():
    missing = TABLE.find("i9.share.voting.bme.2021")
    assert (missing.id, missing.status, missing.year) == (
        "i9.share.voting.bme.2021",
        "not_collected",
        2021,
    )
    assert missing.value != missing.value
    assert TABLE.find("i2.appointed.white.2023").value == 49


def test_figures_are_picked_by_their_columns_in_table_order():
    assert [f.group for f in TABLE.where(indicator="i2", measure="appointed")] == ["white", "bme"]
    assert TABLE.where(indicator="i2", year=1999) == []


def test_the_frame_has_a_row_per_figure_with_its_id_first():
    frame = TABLE.frame
    assert list(frame["id"]) == [f.id for f in TABLE]
    assert frame.columns[0] == "id"
    assert {"numerator", "denominator", "value", "low", "high", "unit", "status"} <= set(frame.columns)


def test_the_frame_of_a_hidden_figure_holds_what_the_figure_holds_and_no_text_for_its_value():
    hidden = replace(figure(nan, status="suppressed"), numerator=nan)
    row = Figures([hidden]).frame.iloc[0]
    assert row["status"] == "suppressed"
    assert row[["value", "low", "high", "numerator", "denominator"]].isna().all()


def test_an_empty_table_has_all_columns():
    assert list(Figures([]).frame.columns) == list(TABLE.frame.columns)
