"""Checks between cells, rows and files: what cannot be is refused, everything of it at once."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from wres.errors import InvalidInput
from wres.publication import publication
from wres.returns.validate import usable_return

FOLDER = "data/returns/QHG/2023"
Typed = Callable[..., None]


@pytest.fixture
def typed(own_data: Path) -> Typed:
    """Puts a text in place of another in a file of a return, of 2023 unless another year is named."""

    def replace(name: str, old: str, new: str, year: int = 2023) -> None:
        path = own_data / "returns" / "QHG" / str(year) / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} is not there once"
        path.write_text(text.replace(old, new), encoding="utf-8", newline="")

    return replace


def told(data: Path, year: int = 2023) -> list[str]:
    """Every problem of a return, each as its file and the line of the message; none where usable."""
    try:
        usable_return(data, "QHG", year)
    except InvalidInput as refused:
        assert all(f"\n  {problem}\n" in str(refused) for problem in refused.problems)
        return [f"{problem.file} {problem}" for problem in refused.problems]
    return []


def assert_one(problems: list[str], file: str, *facts: str, year: int = 2023) -> None:
    """There is one problem; it names the file in full and tells all the facts."""
    assert len(problems) == 1, problems
    assert problems[0].startswith(f"data/returns/QHG/{year}/{file} ")
    for fact in facts:
        assert fact in problems[0]


@pytest.mark.parametrize("year", [2022, 2023])
def test_the_returns_of_the_project_are_usable(own_data: Path, year: int):
    assert told(own_data, year) == []


# No more of a part than of its whole


@pytest.mark.parametrize(
    ("file", "old", "new", "facts"),
    [
        # Shortlisted: 178 BME. Staff in post: 309 White, 99 BME, 13 Unknown.
        (
            "recruitment.csv",
            "appointed,BME,25",
            "appointed,BME,179",
            ("BME", "179 appointed", "178 shortlisted"),
        ),
        ("training.csv", "White,43", "White,310", ("White", "310", "309 staff")),
        ("training.csv", "BME,24", "BME,100", ("BME", "100", "99 staff")),
        ("disciplinary.csv", "Unknown,0", "Unknown,14", ("Unknown", "14 disciplined", "13 staff")),
    ],
)
def test_a_part_greater_than_its_whole_is_refused(
    own_data: Path, typed: Typed, file: str, old: str, new: str, facts: tuple[str, ...]
):
    typed(file, old, new)
    assert_one(told(own_data), file, *facts, "no more than")


def test_a_part_may_be_the_whole(own_data: Path, typed: Typed):
    typed("recruitment.csv", "appointed,BME,25", "appointed,BME,178")
    typed("training.csv", "White,43", "White,309")
    typed("disciplinary.csv", "Unknown,0", "Unknown,13")
    assert told(own_data) == []


def test_parts_are_compared_with_the_sum_of_their_group(own_data: Path, typed: Typed):
    # 100 + 59 White applicants shortlisted and 100 + 60 appointed: 160 of 159.
    typed("recruitment.csv", "shortlisted,White,159", "shortlisted,A,100\nshortlisted,B,59")
    typed("recruitment.csv", "appointed,White,49", "appointed,C,100\nappointed,A,60")
    assert_one(told(own_data), "recruitment.csv", "White", "160 appointed", "159 shortlisted")


def test_recruitment_needs_both_stages(own_data: Path):
    path = own_data / "returns" / "QHG" / "2023" / "recruitment.csv"
    path.write_text("stage,ethnicity,headcount\nshortlisted,White,159\n")
    assert_one(told(own_data), "recruitment.csv", "appointed", "both stages")


# Bands and staff in post


def test_bands_that_miss_staff_are_refused_with_both_totals(own_data: Path, typed: Typed):
    # 2022: the bands hold 287 of 288 White and 94 of 96 BME staff; Unknown staff are all in bands.
    typed("workforce.csv", "other,other,White,1\nother,other,BME,2\nother,other,Unknown,0\n", "", year=2022)
    white, bme = told(own_data, 2022)
    assert_one([white], "workforce.csv", "White", "287", "288", "'other'", year=2022)
    assert_one([bme], "workforce.csv", "BME", "94", "96", "'other'", year=2022)


def test_bands_and_a_row_of_unbanded_staff_add_up(own_data: Path, typed: Typed):
    # One of the 106 is taken out of the band and put into the row for staff in no band.
    typed("workforce.csv", "non-clinical,1-7,White,106", "non-clinical,1-7,White,105")
    assert_one(told(own_data), "workforce.csv", "White", "308", "309")
    typed("workforce.csv", "\nnon-clinical,8a-vsm,White", "\nother,other,White,1\nnon-clinical,8a-vsm,White")
    assert told(own_data) == []


def test_bands_that_hold_more_than_the_staff_are_refused(own_data: Path, typed: Typed):
    typed("workforce.csv", "non-clinical,1-7,White,106", "non-clinical,1-7,White,107")
    assert_one(told(own_data), "workforce.csv", "White", "310", "309")


def test_staff_in_post_names_every_group(own_data: Path, typed: Typed):
    typed("return.yml", "  Unknown: 13\n", "")
    assert_one(told(own_data), "return.yml", "staff_in_post.Unknown", "missing", "headcount")


@pytest.mark.parametrize(
    ("rows", "facts"),
    [
        ("clinical,8a-vsm,BME,29\nclinical,8b,BME,1", ("clinical", "8a-vsm", "8b")),
        ("clinical,8a-vsm,BME,29\nclinical,9,White,0\nclinical,vsm,BME,1", ("clinical", "8a-vsm", "9, vsm")),
        ("clinical,8a-vsm,BME,29\nclinical,5,BME,1", ("clinical", "1-7", "5")),
    ],
)
def test_a_group_of_bands_beside_a_band_inside_it_is_refused(
    own_data: Path, typed: Typed, rows: str, facts: tuple[str, ...]
):
    typed("workforce.csv", "\nclinical,8a-vsm,BME,30", f"\n{rows}")
    assert_one(told(own_data), "workforce.csv", *facts, "count twice")


def test_a_group_of_bands_may_stand_beside_bands_outside_it(own_data: Path, typed: Typed):
    # Clinical: 8a-vsm becomes 8a, 8b and vsm (20 + 9 + 1 = 30 BME, 50 White, 5 Unknown); 1-7 stays.
    typed("workforce.csv", "\nclinical,8a-vsm,White,50", "\nclinical,8a,White,50")
    typed(
        "workforce.csv",
        "\nclinical,8a-vsm,BME,30",
        "\nclinical,8a,BME,20\nclinical,8b,BME,9\nclinical,vsm,BME,1",
    )
    typed("workforce.csv", "\nclinical,8a-vsm,Unknown,5", "\nclinical,8a,Unknown,5")
    assert told(own_data) == []


@pytest.mark.parametrize("band", ["8e", "10", "Band 8e", "6 or 7", ""])
def test_an_unknown_band_is_refused_with_its_row(own_data: Path, typed: Typed, band: str):
    typed("workforce.csv", "non-clinical,1-7,BME,50", f"non-clinical,{band},BME,50")
    assert_one(told(own_data), "workforce.csv", "row 9, band", repr(band), "data/lookups/pay_bands.csv")


# Survey


@pytest.mark.parametrize(
    ("row", "facts"),
    [
        ("5,BME,55,12.7,7", ("55", "12.7", "7", "either percentage or yes")),
        ("5,BME,55,,56", ("56", "at most", "55")),
        ("5,BME,,12.7,", ("12.7", "respondents with")),
        ("5,BME,,,7", ("7", "respondents with")),
        ("5,BME,55,,", ("55", "percentage or yes")),
    ],
)
def test_survey_answers_that_do_not_fit_their_base_are_refused(
    own_data: Path, typed: Typed, row: str, facts: tuple[str, ...]
):
    typed("survey.csv", "5,BME,55,12.7,", row)
    assert_one(told(own_data), "survey.csv", "row 3", *facts)


@pytest.mark.parametrize("row", ["5,BME,55,12.7,7", "5,BME,55,,56", "5,BME,,12.7,", "5,BME,55,,"])
def test_survey_numbers_are_told_as_they_were_typed(own_data: Path, typed: Typed, row: str):
    typed("survey.csv", "5,BME,55,12.7,", row)
    (problem,) = told(own_data)
    assert "nan" not in problem
    assert "55.0" not in problem and "56.0" not in problem and "7.0" not in problem


@pytest.mark.parametrize(
    "row", ["5,BME,55,0,", "5,BME,55,100,", "5,BME,55,,0", "5,BME,55,,55", "5,BME,,,", "5,BME,55,12.7,"]
)
def test_the_ends_of_the_scale_and_answers_not_collected_are_accepted(own_data: Path, typed: Typed, row: str):
    typed("survey.csv", "5,BME,55,12.7,", row)
    assert told(own_data) == []


def test_a_survey_needs_its_year(own_data: Path, typed: Typed):
    typed("return.yml", "survey_year: 2022", "survey_year: null")
    assert_one(told(own_data), "return.yml", "survey_year", "missing")


# Settings


@pytest.mark.parametrize("year", [2023, 2024])
def test_a_printed_figure_of_the_returns_own_year_or_a_later_one_is_refused(own_data: Path, year: int):
    """The book would tell the change of the printed ratio beside the ratio that it has calculated."""
    header = "year,indicator,measure,value,source"
    rows = [f"{each},2,relative_likelihood,9.99,A report" for each in (2022, year)]
    path = own_data / "returns/QHG/2023/earlier_figures.csv"
    path.write_text("\n".join([header, *rows, ""]), encoding="utf-8")
    facts = (f"row 3, year: found {year}", "a year before 2023")
    assert_one(told(own_data), "earlier_figures.csv", *facts)


def test_an_unknown_local_area_is_refused_with_the_list_that_knows_them(own_data: Path, typed: Typed):
    typed("return.yml", "E06000032", "E06000099")
    assert_one(told(own_data), "return.yml", "local_areas", "'E06000099'", "data/benchmarks/population.csv")


@pytest.mark.parametrize(
    "weaker", [("threshold: 5", "threshold: 4"), ("minimum_base: 11", "minimum_base: 10")]
)
@pytest.mark.parametrize("reason", ["null", '""', '"  "'])
def test_a_weaker_disclosure_policy_needs_a_reason(
    own_data: Path, typed: Typed, weaker: tuple[str, str], reason: str
):
    typed("return.yml", *weaker)
    typed("return.yml", "reason: null", f"reason: {reason}")
    assert_one(
        told(own_data), "return.yml", "policies.disclosure", "weaker", "threshold 5", "base 11", "a reason"
    )


@pytest.mark.parametrize(
    "weaker", [("threshold: 5", "threshold: 4"), ("minimum_base: 11", "minimum_base: 10")]
)
def test_a_weaker_disclosure_policy_with_a_reason_is_accepted(
    own_data: Path, typed: Typed, weaker: tuple[str, str]
):
    typed("return.yml", *weaker)
    typed("return.yml", "reason: null", "reason: The board agreed it.")
    assert told(own_data) == []


@pytest.mark.parametrize(
    "stronger",
    [
        ("threshold: 5", "threshold: 7"),
        ("minimum_base: 11", "minimum_base: 20"),
        ("hide_zero: false", "hide_zero: true"),
        ("board: show", "board: hide"),
    ],
)
def test_a_stronger_disclosure_policy_needs_no_reason(
    own_data: Path, typed: Typed, stronger: tuple[str, str]
):
    typed("return.yml", *stronger)
    assert told(own_data) == []


@pytest.mark.parametrize("bme", ["Ethnic minority", "BAME", "null", "global majority"])
def test_a_word_for_bme_that_the_book_cannot_say_is_refused(own_data: Path, typed: Typed, bme: str):
    typed("return.yml", "sources: >-", f"wording: {{bme: {bme}}}\nsources: >-")
    assert_one(told(own_data), "return.yml", "wording.bme", "BME or ethnic minority")


@pytest.mark.parametrize("name", ["BME", "Staff Network", "NBMEX Forum"])
def test_a_name_that_is_kept_has_the_word_in_it_and_is_more_than_the_word(
    own_data: Path, typed: Typed, name: str
):
    typed("return.yml", "sources: >-", f"wording: {{kept: [BME Staff Network, {name}]}}\nsources: >-")
    assert_one(told(own_data), "return.yml", "wording.kept", repr(name), "BME Staff Network")


def test_problems_name_the_folder_even_where_the_settings_name_another(own_data: Path, typed: Typed):
    typed("return.yml", "organisation: QHG", "organisation: QE1")
    typed("return.yml", "year: 2023\n", "year: 2021\n")
    typed("recruitment.csv", "appointed,BME,25", "appointed,BME,179")
    problems = told(own_data)
    assert len(problems) == 3
    assert all(problem.startswith(f"{FOLDER}/") for problem in problems), problems


# Everything at once


def test_every_problem_of_every_file_and_year_is_told_at_once(own_data: Path, typed: Typed):
    typed("workforce.csv", "non-clinical,1-7,BME,50", "non-clinical,1-7,Asian ,50")
    typed("workforce.csv", "non-clinical,8a-vsm,BME,14", "non-clinical,8a-vsm,BME,1.4")
    typed("recruitment.csv", "appointed,BME,25", "appointed,BME,179")
    typed("survey.csv", "5,BME,55,12.7,", "5,BME,55,127,")
    typed("training.csv", "ethnicity,headcount", "ethnicity|headcount")
    typed("board.csv", "BME,,,0", "BME,,,0\nBME,,,0")
    typed("actions.csv", "A2,1;9", "A2,one")
    typed("return.yml", "E06000032", "E06000099")
    typed("return.yml", "threshold: 5", "threshold: 2")
    typed("disciplinary.csv", "White,0", "White,289", year=2022)
    typed("recruitment.csv", "appointed,BME,17", "appointed,BME,-17", year=2022)

    with pytest.raises(InvalidInput) as refused:
        publication("QHG", 2023, own_data)
    message = str(refused.value)
    headings = re.findall(r"^(\S+) cannot be used \((\d+) problems?\)\. Nothing was built\.$", message, re.M)
    assert dict(headings) == {
        "data/returns/QHG/2022/disciplinary.csv": "1",
        "data/returns/QHG/2022/recruitment.csv": "1",
        f"{FOLDER}/actions.csv": "1",
        f"{FOLDER}/board.csv": "1",
        f"{FOLDER}/recruitment.csv": "1",
        f"{FOLDER}/return.yml": "2",
        f"{FOLDER}/survey.csv": "1",
        f"{FOLDER}/training.csv": "1",
        f"{FOLDER}/workforce.csv": "2",
    }
    assert len(headings) == 9  # each file once
    assert len(re.findall(r"^  \S", message, re.M)) == 11
    for fact in ("'Asian'", "'1.4'", "179 appointed", "'127'", "ethnicity|headcount", "rows 3 and 4",
                 "'one'", "'E06000099'", "weaker", "289 disciplined", "'-17'"):  # fmt: skip
        assert message.count(fact) >= 1, fact
    assert re.search(r"then run: wres (check|build) QHG 2023$", message)


def test_broken_settings_hide_no_problem_of_a_table(own_data: Path, typed: Typed):
    typed("return.yml", "local_areas:", "local_area:")
    typed("survey.csv", "5,BME,55,12.7,", "5,BME,55,127,")
    typed("training.csv", "BME,24", "BME,2.4")
    problems = told(own_data)
    assert len(problems) == 3
    for fact in ("local_area: unknown", "'127'", "'2.4'"):
        assert any(fact in problem for problem in problems), fact


# Dates and predecessors


def of_the_body(own_data: Path) -> list[str]:
    """The problems of a return but for that its snapshot is of another year."""
    return [problem for problem in told(own_data) if "the return's year" not in problem]


def test_a_body_that_had_ended_on_the_snapshot_date_is_refused_and_its_successor_named(
    own_data: Path, typed: Typed
):
    typed("return.yml", "snapshot_date: 2023-03-31", "snapshot_date: 2026-04-01")
    assert_one(of_the_body(own_data), "return.yml", "snapshot_date: found 2026-04-01",
               "ended on 31 March 2026; its successor is S1Y5D (NHS Central East")  # fmt: skip


def test_a_body_may_be_reported_on_its_last_day(own_data: Path, typed: Typed):
    typed("return.yml", "snapshot_date: 2023-03-31", "snapshot_date: 2026-03-31")
    assert of_the_body(own_data) == []


def test_a_return_from_before_the_body_names_the_body_of_its_day(own_data: Path, typed: Typed):
    assert told(own_data, 2022) == []  # it says that it is of the commissioning group
    typed("return.yml", "Clinical Commissioning Group", "Integrated Care Board", 2022)
    problem = "found 'NHS Bedfordshire, Luton and Milton Keynes Integrated Care Board' on 31 March 2022"
    assert_one(told(own_data, 2022), "return.yml", problem, "before it there was NHS Bedfordshire", year=2022)


@pytest.mark.parametrize(
    "body", ["NHS Central East Integrated Care Board", "NHS Frimley Integrated Care Board"]
)
def test_a_return_of_a_predecessor_with_a_code_stands_under_that_code(own_data: Path, body: str):
    old, new = own_data / "returns/QHG/2023", own_data / "returns/S1Y5D/2026"
    new.parent.mkdir()
    text = (old.rename(new) / "return.yml").read_text(encoding="utf-8")
    for before, after in (("organisation: QHG", "organisation: S1Y5D"), ("year: 2023", "year: 2026"),
                          ("snapshot_date: 2023", "snapshot_date: 2026")):  # fmt: skip
        text = text.replace(before, after)
    text = re.sub(r"^body: .*$", f"body: {body}", text, flags=re.MULTILINE)
    (new / "return.yml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput, match="before it there were QHG .* and a part of QM7"):
        usable_return(own_data, "S1Y5D", 2026)


SIX = [f"NHS Number {n} CCG" for n in ("one", "two", "three", "four", "five", "six")]


def predecessors(data: Path, text: str) -> None:
    """Put other predecessors into the return of 2023."""
    path = data / "returns/QHG/2023/return.yml"
    old = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^predecessor:\n(?: .*\n)+", text, old, flags=re.MULTILINE), encoding="utf-8")


def test_several_predecessors_are_a_list(own_data: Path):
    lines = "".join(f"- name: {name}\n  until: '2022-07-01'\n" for name in SIX)
    predecessors(own_data, f"predecessor:\n{lines}")
    found = usable_return(own_data, "QHG", 2023).settings.predecessor
    assert [each.name for each in found] == SIX


def test_predecessors_that_the_return_does_not_name_are_those_of_the_register(own_data: Path):
    predecessors(own_data, "predecessor: null\n")
    (found,) = usable_return(own_data, "QHG", 2023).settings.predecessor
    assert (found.name, str(found.until)) == (
        "NHS Bedfordshire, Luton and Milton Keynes Clinical Commissioning Group", "2022-07-01",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "predecessor: [1, [2, 3]]\n",
        "predecessor: [{name: A}]\n",
        "predecessor: [[{name: A, until: 2022-07-01}]]\n",
        "predecessor: {name: [A, B], until: {a: [1]}}\n",
        "predecessor: {}\n",
        "predecessor: {name: '  ', until: 2022-07-01}\n",
        "contacts: {a: 1}\n",
        "staff_in_post: [1, 2]\n",
        "local_areas: {a: [1, 2]}\n",
        "breaks: [[1]]\n",
    ],
)
def test_no_error_speaks_the_language_of_a_programme(own_data: Path, text: str):
    path = own_data / "returns/QHG/2023/return.yml"
    key = text.partition(":")[0]
    kept = re.sub(rf"^{key}:.*\n(?:[ -].*\n)*", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    path.write_text(kept + text, encoding="utf-8")
    problems = told(own_data)
    assert problems and not any(
        re.search(r"[\[\]{}]|Input should|dictionary\b(?!\))|None", p) for p in problems
    )
