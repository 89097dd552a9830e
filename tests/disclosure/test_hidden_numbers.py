"""The numbers that no text and no page may hold: every spelling of a hidden figure, and no other."""

from dataclasses import replace
from math import nan

import pytest

from wres.disclosure.hidden_numbers import as_printed, as_typed
from wres.figures.figure import Figure, Figures


def count(value: float, group: str = "bme", status: str = "shown") -> Figure:
    """A count of indicator 3."""
    return Figure("i3", "entered", "", group, 2023, value, "people", status)


def hidden(figure: Figure) -> Figure:
    """The figure as it is published when it is hidden."""
    empty = dict.fromkeys(("value", "low", "high", "numerator", "denominator"), nan)
    return replace(figure, **empty, status="suppressed")


RATE = Figure("i3", "likelihood", "", "bme", 2023, 0.125, "percent", numerator=1250, denominator=10000,
              low=0.1186, high=0.1316)  # fmt: skip


@pytest.mark.parametrize("form", ["12.5%", "11.9%", "13.2%", "1,250", "10,000"])
def test_all_that_a_hidden_row_would_print_is_hidden(form: str):
    assert form in as_printed([RATE], Figures([hidden(RATE)]))


@pytest.mark.parametrize("digits", ["12.5", "11.9", "13.2", "1250", "10000"])
def test_a_hidden_row_is_hidden_as_it_would_be_typed(digits: str):
    assert digits in as_typed([RATE], Figures([hidden(RATE)]))["i3"]


def test_a_figure_that_is_missing_from_the_table_is_hidden_too():
    assert as_printed([count(23)], Figures([])) == {"23"}
    assert as_typed([count(23)], Figures([])) == {"i3": {"23"}}


def test_what_is_published_as_it_was_counted_is_not_hidden():
    assert as_printed([count(23)], Figures([count(23)])) == set()
    assert as_typed([count(23)], Figures([count(23)])) == {}


def test_a_number_that_another_figure_prints_may_be_printed_and_not_typed_for_this_one():
    """On a page the cell tells whose 23 it is; a typed 23 on the page of the hidden one tells too much."""
    shown = Figures([hidden(count(23)), count(23, "white")])
    assert as_printed([count(23), count(23, "white")], shown) == set()
    assert as_typed([count(23), count(23, "white")], shown) == {"i3": {"23"}}


def test_the_public_base_of_a_hidden_percentage_may_be_typed():
    shown = Figures([hidden(RATE), replace(count(10000, "all"), measure="staff")])
    assert "10000" not in as_typed([RATE], shown)["i3"]
    assert "1250" in as_typed([RATE], shown)["i3"]


def test_single_digits_are_hidden_where_they_are_asked_for():
    shown = Figures([hidden(count(4))])
    assert as_printed([count(4)], shown) == set()
    assert as_printed([count(4)], shown, single_digits=True) == {"4"}
    assert as_typed([count(4)], shown) == {"i3": {"4"}}


def test_a_rounded_figure_hides_the_one_that_was_counted():
    assert as_printed([count(23)], Figures([count(25)])) == {"23"}
