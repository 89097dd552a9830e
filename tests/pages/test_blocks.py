"""What pages show as data: read without tags, shown as HTML with every text escaped."""

from math import nan

import pytest
from bs4 import BeautifulSoup

from wres.figures.figure import Figure
from wres.figures.grades import Grade
from wres.figures.inline import inline
from wres.figures.readings import Reading
from wres.pages import action_plan, all_readings, indicator, methods
from wres.pages.blocks import (
    GradeChip,
    Interval,
    Line,
    Lines,
    Link,
    Markdown,
    Paragraphs,
    Sentence,
    Stack,
    Table,
    Term,
    Text,
    stack,
    words,
)
from wres.publication import Publication

SHARE = Figure("i2", "likelihood", "", "bme", 2023, 0.235, "percent", low=0.2, high=0.3)
HIDDEN = Figure("i2", "appointed", "", "bme", 2023, nan, "people", "suppressed")


@pytest.mark.parametrize(
    ("piece", "expected"),
    [
        ("A < B", "A < B"),
        (f"{inline(SHARE)} of staff", "23.5% of staff"),
        (SHARE, "23.5%"),
        (HIDDEN, "[c]"),
        (Interval(SHARE), "20.0% to 30.0%"),
        (Interval(HIDDEN), "[c]"),
        (Link("Indicator 2", "indicator-2.html"), "Indicator 2"),
        (Term("BME"), "BME"),
        (Sentence("{} and {}.", (Link("this", "a"), SHARE)), "this and 23.5%."),
        (Lines(("one", Term("two"))), "one\ntwo"),
        (GradeChip(Grade(Reading.EQUAL, "")), "About equal Grade: Achieving"),
        (GradeChip(Grade(Reading.EQUAL, "", shown=False)), "About equal"),
        (
            GradeChip(Grade(Reading.BETTER, "", None, "Achieving"), "a gap"),
            "Better for BME staff Grade: Achieving (by the rule: Developing) a gap",
        ),
    ],
)
def test_a_piece_of_text_is_read_without_its_tags(piece: Text, expected: str):
    assert words(piece) == expected


@pytest.mark.parametrize(
    "made", [Link, Term, Markdown, lambda text, *_: Sentence("{}", (text,)), lambda text, *_: Lines((text,))]
)
def test_text_inside_a_piece_stays_text(made):
    hostile = '<b onclick="x">{{ 1 }}</b>'
    shown = made(hostile, "a") if made is Link else made(hostile)
    assert BeautifulSoup(shown.html, "html.parser").get_text() == hostile
    assert "<b" not in shown.html


def test_a_sentence_refuses_another_number_of_pieces_than_it_has_holes():
    with pytest.raises(ValueError, match="has 1 holes for 2 pieces"):
        _ = Sentence("{}", ("a", "b")).pieces


def test_a_stack_of_stacks_is_read_block_by_block():
    one, two, three = (Paragraphs([n]) for n in ("1", "2", "3"))
    shown = stack(one, stack(two, Stack(), three))
    assert shown.blocks == [one, two, three]
    assert BeautifulSoup(shown.html, "html.parser").get_text(strip=True) == "123"


def test_the_cells_of_a_table_say_in_data_what_its_html_says(report: Publication):
    tables = [all_readings.rag_matrix(report), methods.policies(report), action_plan.actions(report)]
    tables += [block for n in "123456789" for block in indicator.tables(report, n).blocks]
    assert len(tables) > 12
    for shown in tables:
        assert isinstance(shown, Table)
        page = BeautifulSoup(shown.html, "html.parser")
        assert words(shown.caption) == page.caption.get_text()
        for line, row in zip(shown.lines, page.tbody.find_all("tr"), strict=True):
            printed = [_read(cell) for cell in row.find_all(["th", "td"])]
            assert [" ".join(words(piece).split()) for piece in (line.name, *line.cells)] == printed


def _read(cell) -> str:
    """A cell as it is printed: a symbol without the words that a screen reader says in its place."""
    for spoken in cell.select(".wres-spoken"):
        spoken.decompose()
    return " ".join(cell.get_text().split())


def test_a_row_keeps_the_attributes_that_the_filters_of_the_plan_read(report: Publication):
    first = action_plan.actions(report).lines[0]
    assert isinstance(first, Line) and first.attributes["id"].startswith("action-")
