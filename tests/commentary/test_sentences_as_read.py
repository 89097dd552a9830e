"""Numbers typed into a text: which are figures, which are names, and what stops the build."""

import re
import shutil
from itertools import takewhile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law

from wres.commentary.sentences import FIGURE, Passage, Sentence, blacked_out, typed
from wres.errors import InvalidInput
from wres.publication import publication

LAW = law()


def numbers(text: str) -> list[str]:
    return [number.digits for number in typed(text)]


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
        ("The number halved from eleven to five.", ["11", "5"]),
        ("There is only one BME member of staff.", ["1"]),
        ("In band 7, 5 BME staff left.", ["5"]),
        ("As indicator 1 shows, 5 staff left.", ["5"]),
        ("Under indicator 1, 5 staff left.", ["5"]),
        ("The number of BME staff fell to\n5. We regret it.", ["5"]),
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
        "objective 3",
        "page 5",
        "Appendix 2",
        "question 15",
        "tables 2 and 3",
        "Grades 5 and 6",
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
    assert [(number.line, number.digits) for number in typed(text)] == [(4, "5"), (5, "11")]


@given(st.integers(0, 10_000_000))
@LAW
def test_any_whole_number_is_found_with_or_without_commas(number: int) -> None:
    found = [str(number)] if not 1900 <= number <= 2099 else []  # a year by itself is a name
    assert numbers(f"There were {number} of them.") == found
    if number > 2099:
        assert numbers(f"There were {number:,} of them.") == found


@pytest.mark.parametrize(
    ("text", "unit", "with_unit"),
    [
        ("It rose to 12.7% of them.", "percent", "12.7%"),
        ("It rose to 96.9 % of them.", "percent", "96.9 %"),
        ("It is 30.8 per cent.", "percent", "30.8 per cent"),
        ("It fell by 3.5 percentage points.", "points", "3.5 percentage points"),
        ("It was 2.19 times as likely.", "", "2.19"),
        ("eleven BME staff", "", "eleven"),
    ],
)
def test_a_typed_number_knows_its_unit_and_where_both_end(text: str, unit: str, with_unit: str) -> None:
    (number,) = typed(text)
    assert (number.unit, text[number.start : number.until]) == (unit, with_unit)
    assert with_unit.startswith(text[number.start : number.end])


def test_only_the_named_numbers_are_blacked_out_and_no_place_moves() -> None:
    text = "From eleven to 5, and 15 in band 5."
    assert blacked_out(text, {"5", "11"}) == "From ■■■■■■ to ■, and 15 in band 5."
    assert blacked_out(text, set()) == text


# Sentences


def sentences(text: str) -> list[Sentence]:
    return list(Passage(text, "a.md", "line", 1, ("i2",), "data").sentences)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One here. Two there! Three?", ["One here.", "Two there!", "Three?"]),
        (
            "It is 2.19 now, e.g. Here, i.e. There, vs. Those.",
            ["It is 2.19 now, e.g. Here, i.e. There, vs. Those."],
        ),
        ("First line\ngoes on. Then\nmore.", ["First line\ngoes on.", "Then\nmore."]),
        (
            "- One item\n- Two items. **Bold** too.\n\nNew",
            ["- One item", "- Two items.", "**Bold** too.", "New"],
        ),
        (
            'It is {{ figure("i2.gap.2023") }}. {{ figure("i2.gap.2022") }} before.',
            ["It is figure.", "figure before."],
        ),
        ("Nothing", ["Nothing"]),
        ("", []),
    ],
)
def test_a_text_is_taken_sentence_by_sentence(text: str, expected: list[str]) -> None:
    assert [re.sub(FIGURE, "figure", each.text).strip() for each in sentences(text)] == expected


def test_items_and_paragraphs_are_told_apart_and_a_sentence_belongs_to_one() -> None:
    found = sentences("A. B.\n- C\n- D\n  goes on. E.\n\nF")
    assert [each.paragraph for each in found] == [0, 0, 1, 2, 2, 3]


def test_a_sentence_knows_the_figures_and_numbers_in_it_and_their_places() -> None:
    text = "Before 5. It is {{figure('i2.gap.2023')}}, not 7%. See https://example.org/9 {# 8 #}."
    first, second, *_ = sentences(text)
    assert [number.digits for number in first.numbers] == ["5"]
    ((place, id),) = second.references
    assert id == "i2.gap.2023"
    assert re.match(FIGURE, second.text[place:])
    (number,) = second.numbers
    assert second.text[number.start : number.until] == "7%"
    assert text[second.start :].startswith(second.text[:5])


def test_no_word_of_an_id_or_an_address_is_read_as_a_word_of_the_text() -> None:
    text = (
        'See {{ figure("i1.share.clinical.lower.bme.2023") }} at https://example.org/better {% set a = 1 %}.'
    )
    (sentence,) = sentences(text)
    assert re.findall(r"[A-Za-z]+", sentence.text) == ["See", "at"]
    assert len(sentence.text) == len(text)


def test_a_clause_ends_at_a_colon_a_semicolon_and_a_but() -> None:
    (sentence,) = sentences("It is not clear, but it fell: a fall; no trend.")
    start = sentence.text.index("it fell")
    assert sentence.clause(start, start + 7).strip() == "it fell"


@pytest.mark.parametrize(("place", "expected"), [("line", "line 9"), ("row", "row 7")])
def test_a_place_is_counted_in_lines_and_in_a_table_by_its_row(place: str, expected: str) -> None:
    passage = Passage("One.\n\nTwo.", "a", place, 7, ("i2",), "data")
    assert passage.where(passage.text.index("Two")) == expected


@given(
    st.lists(
        st.sampled_from(["It fell. ", "- 5 staff\n", '{{ figure("i2.gap.2023") }} ', "\n\n", "e.g. A ", "?"])
    )
)
@LAW
def test_sentences_together_are_the_whole_text_and_no_place_moves(parts: list[str]) -> None:
    text = "".join(parts)
    found = sentences(text)
    for each in found:
        assert text[each.start : each.start + len(each.text)].count("\n") == each.text.count("\n")
    whole = re.sub(r"\{\{.*?\}\}", lambda match: "x" * len(match.group()), text)
    kept = "".join(re.sub(FIGURE, lambda match: "x" * len(match.group()), each.text) for each in found)
    assert "".join(kept.split()) == "".join(whole.split())


# A commentary that types a hidden figure

TYPED = [  # indicator-1.md, from line 3: BME clinical staff in bands 1 to 7 are 11 in 2022, 5 of 40 in 2023
    "The number of BME clinical staff halved from 11 to 5.",
    "Only five BME staff are left in clinical bands 1 to 7.",
    "BME staff are 12.5% of clinical staff in bands 1 to 7.",
    'There are {{ figure("i1.headcount.clinical.1-7.bme.2023") }} of them.',
    "In bands 1 to 7 the number fell on 1 July 2022, as indicator 5 and the plan for 2023-24 say.",
]


def begun_with(data: Path, page: str, texts: list[str]) -> None:
    """Put texts below the first heading of a page's commentary, from line 3."""
    path = data / "returns" / "QHG" / "2023" / "commentary" / f"{page}.md"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], "", *texts, *lines[1:]]), encoding="utf-8")


@pytest.fixture(scope="module")
def said(data: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the build says of a return whose texts type hidden figures."""
    own = Path(shutil.copytree(data, tmp_path_factory.mktemp("typed") / "data"))
    begun_with(own, "indicator-1", TYPED)
    begun_with(own, "introduction", ["Only 5 BME staff are left in clinical bands 1 to 7."])
    actions = own / "returns" / "QHG" / "2023" / "actions.csv"
    text = actions.read_text(encoding="utf-8")
    text = text.replace("Carry out a full review of", "Replace the 5 BME staff lost and review", 1)
    actions.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as stopped:
        publication("QHG", 2023, own)
    return str(stopped.value)


def of_file(said: str, file: str) -> list[str]:
    """The problems told of one file, in order."""
    after = said.split(f"data/returns/QHG/2023/{file} cannot be used", 1)[1].splitlines()[1:]
    return list(takewhile(lambda line: line.startswith("  "), after))


@pytest.mark.parametrize(
    ("line", "times"),
    [(3, 1), (4, 1), (5, 1), (6, 1), (7, 0)],
    ids=["from-to", "word", "percent", "id", "names"],
)
def test_a_typed_or_named_hidden_figure_stops_the_build_with_file_and_line(
    said: str, line: int, times: int
) -> None:
    found = [p for p in of_file(said, "commentary/indicator-1.md") if p.strip().startswith(f"line {line}:")]
    assert len(found) == times
    assert all("hidden" in problem and "expected" in problem for problem in found)


def test_the_message_does_not_repeat_the_number(said: str) -> None:
    told = "\n".join(of_file(said, "commentary/indicator-1.md"))
    bare = re.sub(r"line \d+|\bi\d\.[\w.-]+|bands \d to \d|figure\([^)]*\)", "", told)
    assert not re.search(r"\d|eleven|five", bare)


def test_a_reference_to_a_hidden_figure_is_told_by_its_id(said: str) -> None:
    assert "the figure 'i1.headcount.clinical.1-7.bme.2023' is hidden to protect confidentiality" in said


def test_a_text_on_the_whole_report_may_not_type_a_hidden_count_of_any_indicator(said: str) -> None:
    assert of_file(said, "commentary/introduction.md")


def test_an_action_that_types_a_hidden_count_stops_the_build_with_its_row(said: str) -> None:
    (problem,) = of_file(said, "actions.csv")
    assert "row 2" in problem
    assert not re.search(r"\b5\b", problem)


def test_a_number_that_is_hidden_on_another_page_only_may_be_typed(own_data: Path) -> None:
    # 11 is hidden for indicator 1; nothing of indicator 5 is.
    begun_with(own_data, "indicator-5", ["We held 11 meetings."])
    assert "We held 11 meetings." in publication("QHG", 2023, own_data).commentary["indicator-5"]["data"]
