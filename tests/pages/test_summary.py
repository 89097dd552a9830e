"""The key findings: one sentence, three cards in people, one picture, what the board is asked."""

from dataclasses import replace
from math import nan

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from wres.figures.figure import Figure
from wres.figures.inline import without_ids
from wres.figures.readings import Reading
from wres.figures.status import Status
from wres.figures.unit import Unit
from wres.pages import summary
from wres.pages.blocks import Banner, Cards, Chart, NumberedList, Stack, words
from wres.pages.chart import BROAD, NARROW
from wres.pages.dumbbell_chart import Row, dumbbells
from wres.pages.natural_frequencies import both_groups, people_of
from wres.publication import Publication, publication
from wres.standard.indicators import BY_CODE, INDICATORS


def rate(group: str, numerator: int, denominator: int) -> Figure:
    """A rate as the table of figures holds it."""
    value = numerator / denominator
    status = Status.SHOWN if value else Status.ZERO
    return Figure("i2", "likelihood", "", group, 2023, value, Unit.PERCENT, status, numerator, denominator)


def every(bme: int, white: int, people: str) -> str:
    return f"{bme} of every {people} BME applicants were appointed, and {white} of every {people} White."


@pytest.fixture(scope="module")
def report() -> Publication:
    return publication("QHG", 2023)


@pytest.mark.parametrize(
    ("bme", "white", "said"),
    [
        # 25 of 178 is 14.04%, 49 of 159 is 30.82%
        ((25, 178), (49, 159), every(14, 31, "100")),
        # 4 of 1,000 would be nobody of a hundred
        ((4, 1000), (20, 1000), every(4, 20, "1,000")),
        ((997, 1000), (1, 2), every(997, 500, "1,000")),
        # 2 of 10,000 would be nobody of a thousand
        ((2, 10000), (1, 2), "less than 0.1% of BME applicants were appointed, and 50.0% of White."),
        ((0, 20), (1, 8), every(0, 13, "100")),
        ((0, 20), (0, 8), "Nobody, BME or White, were appointed."),
    ],
)  # fmt: skip
def test_two_rates_are_told_as_people(bme: tuple[int, int], white: tuple[int, int], said: str):
    told = both_groups(rate("bme", *bme), rate("white", *white), "applicants", "were appointed")
    assert without_ids(told) == said


def test_a_hidden_rate_is_not_told_as_people():
    hidden = replace(rate("bme", 3, 20), value=nan, status=Status.SUPPRESSED)
    assert both_groups(hidden, rate("white", 1, 2), "applicants", "were appointed") == ""


@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_people_of_a_hundred_never_turn_some_into_nobody_or_most_into_all(counts: tuple[int, int]):
    numerator, denominator = counts
    figure = rate("bme", numerator, denominator)
    people = people_of(figure)
    assert people is not None  # one in 500 is two of a thousand
    told = int(figure.of_every(people).replace(",", ""))
    assert (told == 0) == (numerator == 0)
    assert (told == people) == (numerator == denominator)
    assert abs(told - people * numerator / denominator) <= 0.5


def test_the_first_sentence_counts_the_readings(report: Publication):
    """By hand from the readings of the default book: 1, 2, 7 and 8 are worse, 4 better; in 2022 2 and 7."""
    shown = summary.headline(report)
    assert isinstance(shown, Banner)
    assert shown.text == (
        "On four of nine indicators BME staff fare worse than White staff. In 2022 it was two. "
        "On one, non-mandatory training, they fare better."
    )


def test_every_indicator_is_in_the_picture_or_named_below_it(report: Publication):
    shown = summary.picture(report)
    assert isinstance(shown, Stack)
    (chart,) = (part for part in shown.parts if isinstance(part, Chart))
    drawn = {figure.indicator for figure in chart.figures}
    below = " ".join(words(line) for part in shown.parts[1:] for line in part.lines)
    for indicator in INDICATORS:
        assert (indicator.key in drawn) != (indicator.brief in below)


def test_the_alternative_of_the_picture_gives_the_message_and_is_short(report: Publication):
    (chart,) = (part for part in summary.picture(report).parts if isinstance(part, Chart))
    assert "Worse for BME staff: 1, 2, 7, 8" in chart.words.alt
    assert "Better for BME staff: 4" in chart.words.alt
    assert len(chart.words.alt) < 250


def test_the_picture_draws_no_figure_that_is_not_published(report: Publication):
    (chart,) = (part for part in summary.picture(report).parts if isinstance(part, Chart))
    assert all(figure == report.figures[figure.id] and figure.known for figure in chart.figures)


def _row(focus: Figure) -> Row:
    return Row("2 Appointment", focus, rate("white", 49, 159), "Worse for BME staff", "as in 2022", True)


@pytest.mark.parametrize("paper", [BROAD, NARROW], ids=["broad", "narrow"])
def test_a_hidden_figure_has_no_place_in_the_picture(paper):
    """Two rows whose hidden figures differ in all they hold are drawn alike, and without a mark."""
    hidden = replace(rate("bme", 3, 20), status=Status.SUPPRESSED)
    other = replace(rate("bme", 17, 20), status=Status.SUPPRESSED)
    drawn = [dumbbells([_row(each)], 2022)(paper) for each in (hidden, other)]
    lines = [
        [tuple(map(tuple, line.get_xydata())) for line in canvas.axes[0].get_lines()] for canvas in drawn
    ]
    assert lines[0] == lines[1] == []


def test_each_mark_stands_at_its_figure():
    row = replace(_row(rate("bme", 25, 178)), before=rate("bme", 17, 169), beside=rate("bme", 1, 5))
    axes = dumbbells(["Opportunity", row], 2022)(BROAD).axes[0]
    places = {float(line.get_xdata()[0]) for line in axes.get_lines()}
    assert {25 / 178, 49 / 159, 17 / 169, 1 / 5} <= places


def test_a_card_tells_first_what_is_worse(report: Publication):
    shown = summary.families(report)
    assert isinstance(shown, Cards)
    first = {card.title: card.lines[0][1].address for card in shown.cards}
    assert first == {
        "Who is where": "indicator-1.html",
        "Opportunity": "indicator-2.html",
        "Experience": "indicator-8.html",
    }
    said = {card.title: [without_ids(text) for text, _ in card.lines] for card in shown.cards}
    assert said["Opportunity"][0] == (every(14, 31, "100"))
    assert "0 of 13, and 6 of 19 in 2022" in said["Who is where"][1]


def test_the_board_is_asked_at_most_three_things(report: Publication):
    shown = summary.asked(report)
    assert isinstance(shown, NumberedList)
    said = [words(line) for line in shown.lines]
    assert said[0] == "Name a lead for each action: none has one."  # no row of actions.csv has a lead
    assert said[1] == "Set a date for A3, A4, A5."
    assert len(said) == 3


def test_an_indicator_that_is_worse_and_has_no_action_is_asked_for_first(report: Publication):
    kept = report.actions[~report.actions["indicators"].str.split(";").map(lambda codes: "8" in codes)]
    said = [words(line) for line in summary.asked(replace(report, actions=kept)).lines]
    assert said[0] == "Agree an action on discrimination at work: the plan has none."


def test_a_move_is_towards_better_only_where_the_gap_of_bme_staff_has_narrowed(report: Publication):
    """The change of indicator 7, lower is worse: a clear rise of the gap (BME less White) is better."""
    id = "i7.gap_change.2023"
    for evidence, wanted in (("Higher", "narrowed"), ("Lower", "widened")):
        moved = replace(report.figures[id], evidence=type(report.figures[id].evidence)(evidence.lower()))
        figures = type(report.figures)([moved if f.id == id else f for f in report.figures])
        said = " ".join(map(words, summary.changed(replace(report, figures=figures)).lines))
        assert f"The gap has clearly {wanted}: fair careers." in said


def test_the_key_findings_are_three_hundred_and_fifty_words_or_fewer(report: Publication):
    parts = (summary.headline, summary.families, summary.picture, summary.changed, summary.asked,
             summary.certainty)  # fmt: skip
    shown = " ".join(BeautifulSoup(part(report).html, "html.parser").get_text(" ") for part in parts)
    assert len(shown.split()) <= 350


def test_a_reading_that_is_not_worse_is_never_counted_as_worse(report: Publication):
    found = summary.readings(report, 2023)
    assert {i.code for i in summary.named(found, Reading.WORSE)} == {"1", "2", "7", "8"}
    assert BY_CODE["9"] not in summary.named(found, Reading.WORSE)
