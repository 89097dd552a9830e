"""Numbers typed into a text: which are figures, which are names, and what stops the build."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wres.problems import Unusable
from wres.prose import typed_numbers
from wres.publication import publication

LAW = settings(deadline=None, derandomize=True, max_examples=50)


def numbers(text: str) -> list[str]:
    return [number for _, number in typed_numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The number halved from 11 to 5.", ["11", "5"]),
        ("There were 1,234 applicants.", ["1234"]),
        ("It rose to 12.7% of respondents.", ["12.7"]),
        ("It rose to 12%.", ["12"]),
        ("(5)", ["5"]),
        ("We have five BME staff.", ["5"]),
        ("Eleven people were appointed.", ["11"]),
        ("Five of them left.", ["5"]),
        ("two new BME colleagues", ["2"]),
        ("Only **5** remain.", ["5"]),
        ("In 2023 there were 5 of them.", ["5"]),
        ("In band 7 there are 5 of them.", ["5"]),
        ("- 5 staff in bands 1 to 7", ["5"]),
    ],
)
def test_a_number_typed_as_a_figure_is_found(text: str, expected: list[str]) -> None:
    assert sorted(numbers(text)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        "Staff in bands 1 to 7 and band 8a.",
        "Band 8a",
        "Bands 8a to VSM",
        "Bands 8a, 8b and 8c",
        "the plan for 2023-24",
        "the plan for 2023/24",
        "on 1 July 2022",
        "the 1st of July is near: 1st July",
        "see indicator 5",
        "Indicators 5 to 8",
        "High impact action 2",
        "in three months",
        "over 12 months",
        "within 5 years",
        "In 2023",
        '{{ figure("i1.headcount.clinical.1-7.bme.2023") }}',
        "https://example.org/5/11.html",
        "1. First we listen.\n2. Then we act.",
        "one of the four places",
    ],
)
def test_a_number_that_names_something_is_no_figure(text: str) -> None:
    assert numbers(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Standard 5 of the framework",
        "objective 3",
        "Objectives 2 and 5",
        "goal 4",
        "page 5",
        "Appendix 2",
        "question 15",
        "tables 2 and 3",
        "figure 5",
        "Grades 5 and 6",
        "AfC 5",
        "5 April",
        "April 5",
        "at 5pm",
        "the 5th cohort",
        "WRES5",
        "Covid-19",
    ],
)
def test_other_names_with_numbers_are_no_figures_either(text: str) -> None:
    assert numbers(text) == []


def test_the_line_of_a_number_counts_from_one_also_after_something_blanked() -> None:
    text = 'First.\n{{ figure("a\nb") }}\nThen 5 left,\nand 11 stayed.'
    assert list(typed_numbers(text)) == [(4, "5"), (5, "11")]


@given(st.integers(0, 10_000_000))
@LAW
def test_any_whole_number_is_found_with_or_without_commas(number: int) -> None:
    found = [str(number)] if not 1900 <= number <= 2099 else []  # a year by itself is a name
    assert numbers(f"There were {number} of them.") == found
    if number > 2099:
        assert numbers(f"There were {number:,} of them.") == found


# A commentary that types a hidden figure


def refused(own_data: Path, page: str, text: str, organisation: str = "QHG") -> str:
    """What the build says of a commentary with this as the first text under its first heading."""
    path = own_data / "returns" / organisation / "2023" / "commentary" / f"{page}.md"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], "", text, *lines[1:]]), encoding="utf-8")
    with pytest.raises(Unusable) as stopped:
        publication(organisation, 2023, own_data)
    return str(stopped.value)


def test_a_typed_number_that_equals_a_hidden_one_stops_the_build_with_file_and_line(own_data: Path) -> None:
    # BME clinical staff in bands 1 to 7: 11 in 2022, 5 in 2023; both hidden.
    said = refused(own_data, "indicator-1", "The number of BME clinical staff halved from 11 to 5.")
    assert "data/returns/QHG/2023/commentary/indicator-1.md" in said
    assert said.count("line 3") == 2
    assert "hidden" in said
    assert "expected" in said
    without_names = re.sub(r"indicator-1|QHG.2023|line \d+|QHG/2023/|\(\d problems?\)", "", said)
    assert not re.search(r"\b(11|5|eleven|five)\b", without_names)


def test_a_number_word_that_equals_a_hidden_count_stops_the_build(own_data: Path) -> None:
    said = refused(own_data, "indicator-1", "Only five BME staff are left in clinical bands 1 to 7.")
    assert "line 3" in said
    assert "five" not in said


def test_a_hidden_percentage_typed_stops_the_build(own_data: Path) -> None:
    # 5 of 40 clinical staff in bands 1 to 7 are BME: 12.5%.
    said = refused(own_data, "indicator-1", "BME staff are 12.5% of clinical staff in bands 1 to 7.")
    assert "line 3" in said
    assert "12.5" not in said


def test_a_reference_to_a_hidden_figure_stops_the_build_with_its_id(own_data: Path) -> None:
    id = "i1.headcount.clinical.1-7.bme.2023"
    said = refused(own_data, "indicator-1", f'There are {{{{ figure("{id}") }}}} of them.')
    assert "line 3" in said
    assert f"the figure '{id}' is hidden to protect confidentiality" in said


def test_a_page_that_speaks_of_the_whole_report_may_not_type_a_hidden_count_of_any_indicator(
    own_data: Path,
) -> None:
    said = refused(own_data, "introduction", "Only 5 BME staff are left in clinical bands 1 to 7.")
    assert "introduction.md" in said


def test_a_number_that_is_hidden_on_another_page_only_may_be_typed(own_data: Path) -> None:
    # 11 is hidden for indicator 1; nothing of indicator 5 in 2023 is.
    path = own_data / "returns" / "QHG" / "2023" / "commentary" / "indicator-5.md"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], "", "We held 11 meetings.", *lines[1:]]), encoding="utf-8")
    assert "We held 11 meetings." in publication("QHG", 2023, own_data).commentary["indicator-5"]["data"]


def test_an_action_that_types_a_hidden_count_stops_the_build_with_its_row(own_data: Path) -> None:
    path = own_data / "returns" / "QHG" / "2023" / "actions.csv"
    text = path.read_text(encoding="utf-8")
    text = text.replace("Carry out a full review of", "Replace the 5 BME staff lost, and review", 1)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Unusable) as stopped:
        publication("QHG", 2023, own_data)
    said = str(stopped.value)
    assert "actions.csv" in said
    assert "row 2" in said
    assert "5 BME" not in said
