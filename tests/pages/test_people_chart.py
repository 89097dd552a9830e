"""The chart of people: a hundred icons of each group, filled as the figure is of every hundred."""

from dataclasses import replace

import pytest
from matplotlib.colors import to_hex

from wres.figures.figure import Figure
from wres.figures.status import Status
from wres.figures.unit import Unit
from wres.pages import indicator
from wres.pages.blocks import Chart, Folded, Note, Tags, words
from wres.pages.chart import COLOURS, NARROW, WIDE
from wres.pages.icon_array import icon_array
from wres.pages.people_chart import nobody, people_chart
from wres.publication import Publication
from wres.standard.indicators import BY_CODE


def percentage(value: float) -> Figure:
    status = Status.SHOWN if value else Status.ZERO
    return Figure("i7", "percentage", "", "bme", 2023, value, Unit.PERCENT, status)


@pytest.mark.parametrize("paper", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize(("value", "filled"), [(25 / 178, 14), (49 / 159, 31), (0, 0), (1, 100), (0.295, 30)])
def test_so_many_of_a_hundred_people_are_filled(value: float, filled: int, paper):
    axes = icon_array([("BME", "BME", percentage(value))])(paper).axes[0]
    drawn = {to_hex(own.get_facecolor()[0]): len(own.get_offsets()) for own in axes.collections
             if len(own.get_offsets())}  # fmt: skip
    assert drawn.get(COLOURS["BME"].lower(), 0) == filled
    assert sum(drawn.values()) == 100


def test_a_hidden_rate_has_no_people(report: Publication):
    hidden = replace(percentage(0.3), status=Status.SUPPRESSED)
    for pair in ((hidden, percentage(0.5)), (percentage(0.5), hidden)):
        assert people_chart(report, BY_CODE["7"], pair, "respondents") is None


def test_a_rate_that_no_hundred_tells_has_no_people(report: Publication):
    assert people_chart(report, BY_CODE["7"], (percentage(0.004), percentage(0.5)), "respondents") is None


def test_where_nobody_was_counted_nothing_is_drawn(report: Publication):
    """Nobody of 309 White and 99 BME staff entered the process in 2023, and nobody in 2022."""
    assert nobody(report, BY_CODE["3"], "likelihood")
    shown = indicator.charts(report, "3")
    assert isinstance(shown, Note) and "nobody" in shown.text


def test_a_hidden_rate_is_not_taken_for_nobody(report: Publication):
    id = "i3.likelihood.bme.2022"
    hidden = replace(report.figures[id], status=Status.SUPPRESSED)
    figures = type(report.figures)([hidden if f.id == id else f for f in report.figures])
    assert not nobody(replace(report, figures=figures), BY_CODE["3"], "likelihood")


def test_a_page_has_its_reading_its_movement_and_one_benchmark_of_the_same_year(report: Publication):
    shown = indicator.tags(report, "2")
    assert isinstance(shown, Tags)
    reading, movement, beside = map(words, shown.tags)
    assert reading.startswith("Worse for BME staff")
    assert movement == "as in 2022"
    assert beside == "NHS trusts in England, 2023, WRES report year: 1.59"


def test_a_benchmark_of_a_survey_is_that_of_the_same_autumn(report: Publication):
    """The report of 2023 rests on the survey of autumn 2022, of which the CCGs' 38.3% is held."""
    assert "38.3%" in words(indicator.tags(report, "7").tags[-1])


def test_no_benchmark_of_another_year_stands_beside_an_indicator(report: Publication):
    """Of indicator 4 the last national ratio held is that of 2019."""
    assert len(indicator.tags(report, "4").tags) == 2


def test_all_that_the_page_does_not_show_at_once_is_folded(report: Publication):
    for code in BY_CODE:
        parts = [
            fold(report, code) for fold in (indicator.all_figures, indicator.narrative, indicator.elsewhere)
        ]
        assert all(isinstance(part, Folded) for part in parts)
        titles = parts[1].html
        assert all(f">{title}</div>" in titles for title in ("What the data tell us", "What we plan"))


def test_the_charts_of_people_draw_published_figures_alone(report: Publication):
    for code in "245678":
        charts = [part for part in indicator.charts(report, code).blocks if isinstance(part, Chart)]
        assert charts[0].name == f"chart-indicator-{code}-people"
        assert all(figure == report.figures[figure.id] for figure in charts[0].figures)
