"""The words of the standard: nine indicators whose rows agree with each other and with the glossary."""

import re
from dataclasses import fields

import pytest

from wres.figures.formulas import FORMULAS
from wres.figures.grades import GRADES, NOT_ASSESSED
from wres.figures.readings import RULE
from wres.figures.status import STATUSES
from wres.standard.constants import CONFIDENCE, EQUAL_TREATMENT
from wres.standard.glossary import GLOSSARY
from wres.standard.groups import GROUPS
from wres.standard.indicator import Indicator
from wres.standard.indicators import BY_CODE, INDICATORS

ABBREVIATION = re.compile(r"\b[A-Za-z]*[A-Z][a-z]*[A-Z][A-Za-z]*\b")
each = pytest.mark.parametrize("indicator", INDICATORS, ids=lambda i: i.key)
ratios = pytest.mark.parametrize("number", "234")


def texts(indicator: Indicator) -> str:
    """Every word of an indicator's row that a page may print."""
    return " ".join(v for f in fields(indicator) if isinstance(v := getattr(indicator, f.name), str))


def test_there_are_nine_indicators_in_order():
    assert [indicator.code for indicator in INDICATORS] == list("123456789")
    assert {n: i.code for n, i in BY_CODE.items()} == {n: n for n in "123456789"}


@pytest.mark.parametrize(
    ("numbers", "formula"),
    [
        (["1"], "share by band"),
        (["2", "3", "4"], "relative likelihood"),
        (["5", "6", "7", "8"], "survey percentage"),
        (["9"], "board gap"),
    ],
)
def test_each_indicator_has_the_formula_of_the_standard(numbers, formula):
    assert [i.code for i in INDICATORS if i.formula == formula] == numbers


@pytest.mark.parametrize(
    ("number", "above", "below"),
    [("2", "white", "bme"), ("3", "bme", "white"), ("4", "white", "bme")],
)
def test_2_and_4_are_white_over_bme_and_3_is_bme_over_white(number, above, below):
    indicator = BY_CODE[number]
    assert (indicator.above, indicator.below) == (above, below)


@ratios
def test_the_words_of_a_ratio_go_the_same_way_as_its_arithmetic(number):
    indicator = BY_CODE[number]
    above, below = GROUPS[indicator.above], GROUPS[indicator.below]
    first, second = indicator.definition.split("compared with")
    assert above in first
    assert below not in first
    assert below in second
    top, bottom = indicator.arithmetic.split(") ÷ (")
    assert (top.count(above), top.count(below)) == (2, 0)
    assert (bottom.count(above), bottom.count(below)) == (0, 2)


@ratios
def test_the_arithmetic_of_a_ratio_is_events_over_base(number):
    indicator = BY_CODE[number]
    for part in indicator.arithmetic.split(") ÷ ("):
        event, base = part.split(" ÷ ")
        assert indicator.event in event
        assert indicator.base in base


@pytest.mark.parametrize(("number", "base", "event"), [
    ("2", "shortlisted", "appointed"), ("3", "staff", "entered"), ("4", "staff", "accessed")
])  # fmt: skip
def test_a_ratio_counts_what_the_standard_counts(number, base, event):
    assert (BY_CODE[number].base, BY_CODE[number].event) == (base, event)


@pytest.mark.parametrize("number", "5678")
def test_survey_gaps_are_bme_less_white(number):
    assert (BY_CODE[number].above, BY_CODE[number].below) == ("bme", "white")


@each
def test_equal_treatment_is_a_ratio_of_one_or_a_difference_of_nought(indicator):
    assert indicator.neutral == (1 if indicator.formula == "relative likelihood" else 0)


@each
def test_the_worse_side_for_bme_staff_is_that_of_the_standard(indicator):
    assert indicator.worse == ("below" if indicator.code in ("1", "7", "9") else "above")


@each
def test_every_row_says_what_it_measures(indicator):
    assert indicator.question.endswith("?")
    assert indicator.definition.endswith(".")
    assert indicator.title
    assert indicator.arithmetic
    assert indicator.base
    assert indicator.event
    assert {indicator.above, indicator.below} <= {*GROUPS, ""}
    if indicator.formula in ("relative likelihood", "survey percentage"):
        assert indicator.happening


@each
def test_the_past_of_a_ratio_is_told_where_nobody_may_have_been_counted(indicator):
    assert bool(indicator.past) is (indicator.formula == "relative likelihood")


@pytest.mark.parametrize("part", ["title", "question", "definition", "key", "page", "name"])
def test_no_two_indicators_share_a_name(part):
    assert len({getattr(indicator, part) for indicator in INDICATORS}) == 9


def test_no_two_indicators_share_a_headline_figure():
    assert len({FORMULAS[each.formula].headline(each) for each in INDICATORS}) == 9


@each
def test_every_indicator_has_a_notebook(indicator, root):
    assert (root / "notebooks" / f"{indicator.page}.ipynb").exists()


@each
def test_the_headline_and_the_measures_of_an_indicator_are_figures(indicator, report):
    ids = [f.id for f in report.figures if f.year == report.year and f.indicator == indicator.key]
    assert any(id.startswith(FORMULAS[indicator.formula].headline(indicator)) for id in ids)
    for measure in (indicator.base, indicator.event):
        assert any(id.startswith(f"{indicator.key}.{measure}.") for id in ids)


@each
def test_every_abbreviation_of_an_indicator_is_in_the_glossary(indicator):
    assert set(ABBREVIATION.findall(texts(indicator))) <= set(GLOSSARY)


def test_the_abbreviations_of_the_standard_are_found():
    found = {word for indicator in INDICATORS for word in ABBREVIATION.findall(texts(indicator))}
    assert {"AfC", "VSM", "BME", "CPD"} <= found


def test_every_abbreviation_of_groups_rules_and_statuses_is_in_the_glossary():
    printed = " ".join([*GROUPS.values(), *RULE, *RULE.values(), *(s.key for s in STATUSES.values())])
    found = set(ABBREVIATION.findall(printed))
    assert "BME" in found
    assert found <= set(GLOSSARY)


@pytest.mark.parametrize(
    "term", ["Relative likelihood", "Percentage point", "Interval", "Base", "RAG", "Unknown", "WRES", "ESR"]
)
def test_the_glossary_has_the_terms_that_readers_meet(term):
    assert GLOSSARY[term].endswith(".")


def test_the_glossary_states_the_equal_treatment_range_and_the_level_of_the_interval():
    low, high = EQUAL_TREATMENT
    assert f"{low:.2f} to {high:.2f}" in GLOSSARY["Equal treatment range"]
    assert f"{CONFIDENCE:.0%}" in GLOSSARY["Interval"]


def test_the_equal_treatment_range_is_four_fifths_and_its_inverse():
    low, high = EQUAL_TREATMENT
    assert low == 4 / 5
    assert low * high == 1


def test_what_has_no_value_has_a_symbol_of_its_own_and_a_key_and_what_has_one_has_neither():
    symbols = [s.symbol for name, s in STATUSES.items() if name not in ("shown", "zero")]
    assert len(set(symbols)) == len(symbols) == 4
    assert all(re.fullmatch(r"\[[a-z]\]", symbol) for symbol in symbols)
    assert all(bool(s.symbol) is bool(s.key) for s in STATUSES.values())
    assert len({s.key for s in STATUSES.values() if s.key}) == 4


def test_the_grades_are_best_first_and_not_assessed_is_none_of_them():
    assert GRADES == ("Achieving", "Developing", "Under-developed")
    assert NOT_ASSESSED not in GRADES
