"""The questions that a board may ask, by hand from the default return; changes and citation of a report."""

from dataclasses import replace
from datetime import date

import pytest
from bs4 import BeautifulSoup

from wres.figures import grades
from wres.figures.readings import Reading
from wres.pages import about as methods
from wres.pages import action_plan, all_readings
from wres.pages.blocks import words
from wres.publication import Publication
from wres.returns.settings import Correction
from wres.standard.indicators import INDICATORS


def asked(report: Publication) -> list[str]:
    soup = BeautifulSoup(all_readings.questions(report).html, "html.parser")
    return [" ".join(item.get_text().split()) for item in soup.find_all("li")]


def about(report: Publication, number: int) -> list[str]:
    return [question for question in asked(report) if question.startswith(f"Indicator {number}:")]


def test_every_reading_is_asked_about_but_equal_and_better(report: Publication):
    for indicator in INDICATORS:
        read = grades.grade_of_report(report, indicator.code, report.year).reading
        assert bool(about(report, indicator.code)) == (read not in (Reading.EQUAL, Reading.BETTER))


def test_an_indicator_that_nobody_could_assess_is_asked_what_else_is_known(report: Publication):
    # Nobody entered the formal disciplinary process, so that indicator 3 has no ratio.
    assert grades.grade_of_report(report, "3", 2023).reading == Reading.NOTHING
    assert about(report, 3) == [
        "Indicator 3: Formal disciplinary process: nothing to compare. "
        "What else does the organisation know of it?"
    ]


def test_the_actions_that_name_an_indicator_are_named_and_linked(report: Publication):
    rows = report.actions
    own = rows[rows["indicators"].str.split(";").map(lambda named: "2" in named)]["id"].tolist()
    (question,) = about(report, 2)
    assert f"({', '.join(own)})" in question
    soup = BeautifulSoup(all_readings.questions(report).html, "html.parser")
    assert {f"action-plan.html#action-{id}" for id in own} <= {link["href"] for link in soup.find_all("a")}


def test_an_indicator_that_no_action_names_is_asked_why(report: Publication):
    left = report.actions[~report.actions["indicators"].str.split(";").map(lambda named: "2" in named)]
    assert about(replace(report, actions=left), 2)[0].endswith("and no action names it. Why?")


@pytest.mark.parametrize(("column", "words"), [("lead", "nobody who leads it"), ("due", "no date")])
def test_open_actions_without_lead_or_date_are_named(report: Publication, column: str, words: str):
    whole = report.actions.assign(lead="Director", due="2024-03-31", status="in progress")
    assert not [q for q in asked(replace(report, actions=whole)) if words in q]
    silent = whole.copy()
    silent.loc[silent["id"] == "A3", [column, "review"] if column == "due" else [column]] = ""
    (question,) = [q for q in asked(replace(report, actions=silent)) if words in q]
    assert question == f"Actions that name {words}: A3. Who will see to it?"
    ended = silent.assign(status="done")
    assert not [q for q in asked(replace(report, actions=ended)) if words in q]


def test_changes_of_a_report_are_told_latest_first_and_as_text(report: Publication):
    assert "names no change" in methods.corrections(report).html
    changes = [
        Correction(day=date(2024, 1, 5), text="A lead was added."),
        Correction(day=date(2024, 2, 1), text="<b>Indicator 8</b> was put right."),
    ]
    settings = {**report.settings, report.year: report.given.model_copy(update={"corrections": changes})}
    html = methods.corrections(replace(report, settings=settings)).html
    assert html.index("1 February 2024") < html.index("5 January 2024")
    assert "<b>" not in html and "&lt;b&gt;" in html


def test_a_report_says_how_to_cite_it(report: Publication):
    text = methods.citation(report).html
    assert f"{report.name}, Workforce Race Equality Standard (WRES) report 2023" in text


# The plan's own page


def test_a_plan_says_once_what_it_leaves_open(report: Publication):
    """By hand from actions.csv: no lead and no status in any row; A3 to A5 have neither date nor review."""
    assert [words(line) for line in action_plan.gaps(report).lines] == [
        "No open action has a lead.",
        "Not every action has a date or a day of review: A3, A4, A5.",
        "No open action has a status.",
    ]
    whole = report.actions.assign(lead="Director", due=date(2024, 3, 31), status="in progress")
    said = action_plan.gaps(replace(report, actions=whole)).lines
    assert [words(line) for line in said] == ["Every open action has a lead, a date and a status."]


def test_an_outcome_is_told_once_with_all_its_actions(report: Publication):
    said = [words(line) for line in action_plan.outcomes(report).lines]
    assert len(said) == 6  # six different texts in the column of outcomes
    assert said[3].startswith("All staff have equal access") and said[3].endswith("A7, A8, A9")


def test_an_indicator_that_no_action_names_shows_in_the_plan(report: Publication):
    left = report.actions[~report.actions["indicators"].str.split(";").map(lambda named: "2" in named)]
    lines = action_plan.by_indicator(replace(report, actions=left)).lines
    assert {words(line.name)[10]: words(line.cells[1]) for line in lines}["2"] == "No action"
    assert words(lines[0].cells[1]) == "A1, A2"


@pytest.mark.parametrize(
    ("due", "quarter"),
    [
        (date(2024, 1, 1), "January to March 2024"),
        (date(2024, 3, 31), "January to March 2024"),
        (date(2024, 4, 1), "April to June 2024"),
        (date(2024, 12, 31), "October to December 2024"),
    ],
)
def test_an_action_stands_in_the_quarter_in_which_it_is_due(report: Publication, due: date, quarter: str):
    dated = report.actions.assign(due=due, review="")
    (line,) = action_plan.by_quarter(replace(report, actions=dated)).lines
    assert words(line.name) == quarter


def test_quarters_follow_each_other_and_what_has_no_date_comes_last(report: Publication):
    dated = report.actions.head(3).assign(due=[date(2025, 2, 1), date(2024, 11, 1), ""], review="")
    lines = action_plan.by_quarter(replace(report, actions=dated)).lines
    assert [words(line.name) for line in lines] == [
        "October to December 2024", "January to March 2025", "No date",
    ]  # fmt: skip
