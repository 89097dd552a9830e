"""Numbers in running text: none is missed in any script, spelling or word; names are none."""

import unicodedata
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from laws import law

from wres.commentary.stated_numbers import plain_text, stated_numbers
from wres.errors import InvalidInput
from wres.pages.methods import said_anyway
from wres.publication import publication

FIXED = law()
HIDDEN = {"i3": {"3"}}

# As a person may write three, and as only somebody who means to pass by the check writes it.
THREE = [
    "three were disciplined", "Three formal cases", "The count is three.", "three (BME)", "03 BME staff",
    "3.0", "3rd", "III BME staff", "③ BME", "３ BME", "٣ BME", "³", "&#51; BME", "&#x33; BME", "&sup3;",
    "th\u200bree", "thr\u0435e", "th**re**e", "1**2**", "one plus two", "1.43%", "1 in 33",
    "seventeen in all", "one of them", "a third of BME staff", "a couple",
    "[x](https://example.org/3-BME-staff)", "[x](https://example.org/%33)", "<!-- 3 -->", "三", "BME-3",
    "BME3", "½", "3\ufe0f\u20e3", "a dozen", "thirty-three", "2019 BME applicants",
    "3. BME staff were disciplined", "three\u2011quarters", "t\xadhree", "𝟑 cases", "𝐭𝐡𝐫𝐞𝐞", "Ⅲ",
    "Three\nmore",
]  # fmt: skip
NONE = [
    "Bands 1 to 7 and 8a to VSM, not one by one", "by 31 March 2023 and in 2022-23", "the plan for 2023/24",
    "no one was left out", "indicators 5 to 8", "over 12 months", "six-monthly", "one-to-ones", "COVID-19",
    "action 12, A12", "1. first\n2. second\n3. third", "zero tolerance", "I am", "someone else",
    "band 8a and above", "In the autumn of 2022 we asked everyone.", "the nine indicators", "1 July 2022",
    "the 2023 staff survey", "",
]  # fmt: skip


@pytest.mark.parametrize("text", THREE)
def test_a_number_is_seen_however_it_is_written(text: str):
    assert list(stated_numbers(text)), text


@pytest.mark.parametrize("text", NONE)
def test_what_names_a_day_a_band_an_indicator_or_a_span_of_time_is_no_number(text: str):
    assert [each.words for each in stated_numbers(text)] == []


@FIXED
@given(
    st.characters(categories=["Nd", "Nl", "No"]), st.sampled_from(["{} BME staff", "we counted {}", "({})"])
)
@example("৩", "{} BME staff")
def test_every_digit_of_every_script_is_a_number(digit: str, sentence: str):
    assert unicodedata.numeric(digit, None) is not None
    assert list(stated_numbers(sentence.format(digit))), f"U+{ord(digit):04X}"


@FIXED
@given(st.integers(0, 10**7), st.sampled_from(["{:,}", "{}", "{}%", "*{}*", "({})", "x {}"]))
def test_every_whole_number_is_one(number: int, form: str):
    text = form.format(number)
    named = form in ("{}", "*{}*", "({})", "x {}") and 1900 <= number <= 2099  # a year by itself
    assert bool(list(stated_numbers(text))) != named


def test_words_for_nobody_count_where_a_zero_is_hidden():
    assert not list(stated_numbers("None were disciplined."))
    assert list(stated_numbers("None were disciplined.", nobody=True))


def test_what_is_said_anyway_is_left_out_and_nothing_beside_it():
    text = "Call 0300 123 4567.\nThree of them did."
    (left,) = stated_numbers(text, ["0300  123 4567"])
    assert (left.line, left.words) == (2, "Three")
    assert len(list(stated_numbers("23 and 3", ["3"]))) == 1  # not a part of another number


def test_a_number_is_told_with_its_line_and_what_stands_around_it():
    (found,) = stated_numbers("First line.\nThree formal cases were opened.")
    assert (found.line, found.words, found.around) == (2, "Three", "■■■■■ formal cases were opened.")


def test_a_plain_text_keeps_its_lines():
    assert plain_text("&#51;\n③\u200b\n𝐭𝐡𝐫𝐞𝐞").split("\n") == ["3", "3", "three"]


# In a return


@pytest.fixture
def hiding(one_year: Path) -> Path:
    """The return of 2023 alone, three BME staff disciplined: hidden. Its texts are written by each test."""
    folder = one_year / "returns/QHG/2023"
    for path in (folder / "commentary").glob("*.md"):
        path.unlink()
    (folder / "actions.csv").unlink()
    (folder / "disciplinary.csv").write_text("ethnicity,headcount\nWhite,20\nBME,3\nUnknown,0\n")
    return one_year


def write(data: Path, words: str) -> None:
    after = "".join(f"\n\n## {title}\n\nText." for title in ("What we did last year", "What we plan"))
    text = f"## What the data tell us\n\n{words}{after}\n"
    (data / "returns/QHG/2023/commentary/indicator-3.md").write_text(text, encoding="utf-8")


def test_a_typed_number_on_a_page_with_hidden_figures_stops_the_build_and_names_the_sentence(hiding: Path):
    write(hiding, "Of our BME colleagues, three.")
    with pytest.raises(InvalidInput) as refused:
        publication("QHG", 2023, hiding)
    (problem,) = refused.value.problems
    assert (problem.file, problem.place) == ("data/returns/QHG/2023/commentary/indicator-3.md", "line 3")
    assert "a typed number beside hidden figures, in: Of our BME colleagues, ■■■■■." in problem.found
    assert "said_anyway" in problem.expected


def test_the_id_is_offered_where_a_shown_figure_prints_the_number(hiding: Path):
    write(hiding, "There are 99 BME staff.")
    with pytest.raises(InvalidInput) as refused:
        publication("QHG", 2023, hiding)
    assert '{{ figure("i3.staff.bme.2023") }}' in refused.value.problems[0].expected


def test_a_figure_looked_up_is_no_typed_number(hiding: Path):
    write(hiding, 'There are {{ figure("i3.staff.bme.2023") }} BME staff.')
    assert "99" in publication("QHG", 2023, hiding).commentary["indicator-3"]["data"]


def test_a_number_with_a_reason_stands_and_the_book_prints_both(hiding: Path):
    write(hiding, "Call 0300 123 4567.")
    path = hiding / "returns/QHG/2023/return.yml"
    stated = "said_anyway:\n  - text: 0300 123 4567\n    reason: The telephone number of the team.\n"
    path.write_text(path.read_text(encoding="utf-8").replace("said_anyway:\n", stated), encoding="utf-8")
    report = publication("QHG", 2023, hiding)
    assert "0300" in report.commentary["indicator-3"]["data"]
    assert "0300 123 4567" in said_anyway(report).html and "number of the team" in said_anyway(report).html


SETTINGS = {
    "body": "body: NHS Three\n",
    "corrections.0.text": "corrections:\n  - {day: 2023-12-01, text: ZQ 3 BME}\n",
    "grades.0.reason": "grades:\n  - {indicator: 4, grade: Achieving, reason: ZQ three BME}\n",
    "breaks.0.reason": "breaks:\n  - {indicators: [5], reason: ZQ three BME}\n",
    "said_anyway.0.reason": "said_anyway:\n  - {text: Equal chances, reason: ZQ three BME}\n",
    "accessibility.contact.role": "accessibility: {contact: {role: ZQ 3 BME}}\n",
    "contacts.0.role": "contacts:\n  - {name: A team, role: ZQ 3 BME}\n",
    "executive_sponsor.name": "executive_sponsor: {name: ZQ three BME}\n",
    "predecessor.0.name": "predecessor: {name: ZQ three BME, until: 2022-07-01}\n",
    "data_quality.steps": "data_quality: {steps: ZQ 3 BME}\n", "sources": "sources: ZQ 3 BME\n",
    "policies.disclosure.reason": "policies: {disclosure: {board: hide, reason: ZQ 3 BME}}\n",
}  # fmt: skip


@pytest.mark.parametrize("place", SETTINGS)
def test_every_text_of_the_settings_is_looked_at(hiding: Path, place: str):
    path = hiding / "returns/QHG/2023/return.yml"
    given = yaml.safe_load(path.read_text(encoding="utf-8")) | yaml.safe_load(SETTINGS[place])
    path.write_text(yaml.safe_dump(given), encoding="utf-8")
    with pytest.raises(InvalidInput) as refused:
        publication("QHG", 2023, hiding)
    assert [(each.file.rpartition("/")[2], each.place) for each in refused.value.problems] == [
        ("return.yml", place)
    ]


@pytest.mark.parametrize("column", ["theme", "action", "outcome", "measure", "lead", "review", "progress"])
def test_every_text_of_the_plan_is_looked_at(hiding: Path, column: str):
    names = "id,indicators,high_impact_action,theme,action,outcome,measure,lead,due,review,agreed,status,progress,rag"  # noqa: E501
    row = {"id": "A1", "indicators": "3", "action": "Review.", "agreed": "2023"} | {column: "ZQ three BME"}
    line = ",".join(row.get(name, "") for name in names.split(","))
    (hiding / "returns/QHG/2023/actions.csv").write_text(f"{names}\n{line}\n", encoding="utf-8")
    with pytest.raises(InvalidInput) as refused:
        publication("QHG", 2023, hiding)
    assert [each.place for each in refused.value.problems] == ["row 2"]


def test_where_nothing_is_hidden_numbers_may_be_typed(hiding: Path):
    (hiding / "returns/QHG/2023/disciplinary.csv").write_text(
        "ethnicity,headcount\nWhite,20\nBME,13\nUnknown,0\n"
    )
    write(hiding, "Thirteen BME staff entered the process.")
    assert "Thirteen" in publication("QHG", 2023, hiding).commentary["indicator-3"]["data"]
