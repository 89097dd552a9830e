"""The sentences beside a headline: their numbers by hand, and what they say where there is none."""

import re
from collections.abc import Iterable
from dataclasses import replace
from math import nan
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from wres.figures.figure import Figure, Figures
from wres.figures.inline import without_ids
from wres.pages.content.board_gap import chance as chance_of_board_gap
from wres.pages.content.board_gap import in_turns
from wres.pages.content.relative_likelihood import unknowns
from wres.pages.content.share_by_band import progression
from wres.pages.fragments import Fragment
from wres.pages.indicator import context as context_of_indicator
from wres.pages.indicator import since_first
from wres.pages.workforce import context as context_of_workforce
from wres.pages.workforce import population_context
from wres.publication import Publication, publication
from wres.standard.indicators import BY_CODE

BOOKS = ["report", "first_year", "gap_report", "banded_report"]
HIDDEN = {"value": nan, "low": nan, "high": nan, "status": "suppressed", "evidence": ""}
CENSUS_BME = 278723 / 998757  # Asian, Black, Mixed and Other of all residents of the area


@pytest.fixture(scope="session")
def first_year(data: Path) -> Publication:
    """The publication of 2022, the first year held: its unknown appointed are hidden."""
    return publication("QHG", 2022, data)


def words(shown: Fragment) -> str:
    """The sentences of a fragment as a reader sees them, in one line."""
    paragraphs = BeautifulSoup(shown.html, "html.parser").find_all("p")
    return " ".join(" ".join(p.get_text().split()) for p in paragraphs)


def numbers(text: str) -> set[str]:
    """The numbers in a text, but for those that name something, such as band 8a."""
    return set(re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w])", text))


def with_figures(report: Publication, changes: dict[str, dict], new: Iterable[Figure] = ()) -> Publication:
    """The report with other figures: by id what is so of them, and some that it does not hold."""
    assert all(id in report.figures for id in changes)
    figures = [replace(f, **changes.get(f.id, {})) for f in report.figures]
    return replace(report, figures=Figures([*figures, *new]))


def without(report: Publication, *ids: str) -> Publication:
    assert all(id in report.figures for id in ids)
    return replace(report, figures=Figures([f for f in report.figures if f.id not in ids]))


def said_of_unknowns(report: Publication, number: str) -> str:
    return without_ids(unknowns(report, BY_CODE[number]))


def twice(low: float, high: float, form: str = ".2f") -> str:
    return f"{low:{form}} to {high:{form}}"


# Unknowns


def test_the_bounds_of_appointment_are_told_with_count_and_intervals(report: Publication) -> None:
    # 25 shortlisted are unknown. White: (61/184) / (25/178) = 2.36; BME: (49/159) / (37/203) = 1.69.
    text = said_of_unknowns(report, "2")
    assert "25 applicants" in text
    # Intervals by search (laud in tests/figures/test_intervals.py); the corners are
    # (49/172) / (37/190) = 1.46 and (61/171) / (25/191) = 2.73.
    told = ("White", "2.36", "1.57 to 3.65", "BME", "1.69", "1.17 to 2.47",
            "no lower than 1.46", "1.01 to 2.14", "no higher than 2.73", "1.82 to 4.21")  # fmt: skip
    order = [text.index(part) for part in told]
    assert order == sorted(order)
    assert text.endswith("a clear difference in every case, to the disadvantage of BME applicants.")
    assert text in words(context_of_indicator(report, "2"))


CORNERS = [
    f"i2.relative_likelihood_unknown_{end}.2023" for end in ("as_white", "as_bme", "lowest", "highest")
]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (["higher", "no clear difference", "no clear difference", "higher"],
         "who they are decides whether there is a clear difference, to the disadvantage of BME applicants."),
        (["higher", "higher", "lower", "higher"],
         "who they are decides to whose disadvantage there is a difference."),
        (["too few to say", "no clear difference", "too few to say", "no clear difference"],
         "no clear difference in any case."),
        (["lower"] * 4, "a clear difference in every case, to the advantage of BME applicants."),
    ],
)  # fmt: skip
def test_what_hangs_on_the_unknown_is_told_with_its_direction(
    report: Publication, found: list[str], said: str
) -> None:
    changed = {id: {"evidence": evidence} for id, evidence in zip(CORNERS, found, strict=True)}
    assert said_of_unknowns(with_figures(report, changed), "2").endswith(said)


def test_hidden_unknowns_are_told_as_hidden_without_a_number(first_year: Publication) -> None:
    text = said_of_unknowns(first_year, "2")
    assert "hidden to protect confidentiality" in text
    assert numbers(text) == set()


def test_unknowns_whose_events_were_not_collected_are_told_with_their_count(report: Publication) -> None:
    # Of 421 staff 13 are unknown; who of them accessed training is not held.
    text = said_of_unknowns(report, "4")
    assert "13 staff" in text and "not collected" in text and "accessed" in text
    assert numbers(text) == {"13"}


def test_nothing_is_told_of_unknowns_where_both_cases_are_undefined(report: Publication) -> None:
    # Nobody entered the process: 0/0 whoever the 13 unknown are.
    assert said_of_unknowns(report, "3") == ""


def test_nothing_is_told_of_unknowns_where_there_are_none(banded_report: Publication) -> None:
    assert said_of_unknowns(banded_report, "3") == ""


def test_a_case_without_upper_limit_is_told_beside_the_other(report: Publication) -> None:
    # Had no BME applicant been appointed: White (61/184) / (0/178); BME (49/159) / (12/203) = 5.21.
    infinite = {"value": nan, "status": "infinite", "evidence": "higher"}
    text = said_of_unknowns(
        with_figures(
            report,
            {"i2.relative_likelihood_unknown_as_white.2023": infinite,
             "i2.relative_likelihood_unknown_as_bme.2023": {"value": 49 / 159 / (12 / 203)}},
        ),
        "2",
    )  # fmt: skip
    assert "25 applicants" in text and "5.21" in text
    assert "limit" in text


# The board's chance


def test_the_chance_of_the_board_is_told_in_plain_words(report: Publication) -> None:
    # Of 11 known members, a quarter of staff BME: none, or six or more, 7.7%.
    text = without_ids(chance_of_board_gap(report, BY_CODE["9"]))
    assert "11 seats" in text and "24.3%" in text and "7.7%" in text
    assert "no BME member" in text and "about 8 times in a hundred" in text
    assert "not a model" in text
    assert numbers(text) == {"11", "24.3", "7.7", "8"}
    assert text in words(context_of_indicator(report, "9"))


def test_the_chance_of_a_board_above_the_workforce_counts_boards_below_it_too(
    first_year: Publication,
) -> None:
    # 6 of 18 known members beside a quarter of staff: P(X >= 6) = 28.3% and P(X <= 2) = 13.5%.
    text = without_ids(chance_of_board_gap(first_year, BY_CODE["9"]))
    assert "18 seats" in text and "25.0%" in text and "41.8%" in text
    assert "one with 6 BME members, above or below" in text and "about 4 times in ten" in text


@pytest.mark.parametrize(("bme", "board"), [(1, "1 BME member,"), (2, "2 BME members,")])
def test_the_chance_names_the_board_it_is_of(report: Publication, bme: int, board: str) -> None:
    changed = with_figures(report, {"i9.members.board.bme.2023": {"value": bme, "status": "shown"}})
    assert f"one with {board} above or below" in without_ids(chance_of_board_gap(changed, BY_CODE["9"]))


def test_the_board_is_read_by_members_and_staff_of_known_ethnicity(report: Publication) -> None:
    # 0 of 11 beside 99 of 408; interval by search 0 to 1.254.
    text = words(context_of_indicator(report, "9"))
    assert "Of members whose ethnicity is known 0.0% are BME, of staff 24.3%: a ratio of 0.00" in text
    assert "(95% interval 0.00 to 1.254), too close to call." in text
    # 0 of 13 over 112 of 421, and 2 of 13 over 99 of 421 = 0.65.
    assert "The ethnicity of 2 members and 13 staff is unknown." in text
    assert "between 0.00 (95% interval 0.00 to 0.99) and 0.65 (95% interval 0.06 to 2.01)" in text


def test_people_of_one_group_alone_are_told_as_no_equal_treatment(report: Publication) -> None:
    gone = {"value": nan, "low": nan, "high": nan, "status": "undefined"}
    ids = ("i9.representation_ratio.board.bme.2023", "i1.representation_ratio.non-clinical.senior.bme.2023")
    changed = with_figures(report, dict.fromkeys(ids, gone))
    for number in ("1", "9"):
        assert "nothing to compare and nothing to grade. That is no equal treatment" in words(
            context_of_indicator(changed, number)
        )


def test_without_its_counts_nothing_is_told_of_the_board(report: Publication) -> None:
    assert chance_of_board_gap(without(report, "i9.chance.board.bme.2023"), BY_CODE["9"]) == ""


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.0, "less than once in a hundred"),
        (0.0001, "less than once in a hundred"),
        (0.004, "less than once in a hundred"),
        (0.0102, "about once in a hundred"),
        (0.0151, "about 2 times in a hundred"),
        (0.0307, "about 3 times in a hundred"),
        (0.0951, "about once in ten"),
        (0.2994, "about 3 times in ten"),
        (0.5, "about 5 times in ten"),
        (0.944, "about 9 times in ten"),
        (0.9851, "nearly every time"),
        (0.996, "nearly every time"),
        (1.0, "nearly every time"),
    ],
)
def test_a_chance_is_told_in_a_hundred_or_in_ten(chance: float, said: str) -> None:
    assert in_turns(chance) == said


# The population


def test_the_population_is_told_in_points_and_in_people(report: Publication) -> None:
    # 99 of 408 is 24.3%, 278,723 of 998,757 is 27.9%: 3.6 points; 27.907% of 408 is 113.9, 15 more than 99.
    text = words(population_context(report))
    assert all(
        part in text for part in ("24.3%", "27.9%", "3.6 percentage points", "15 more BME staff", "99")
    )
    low, high = (end - CENSUS_BME for end in proportion_confint(99, 408, method="wilson"))
    # Above nought and below it: a minus, then a plus.
    assert f"\N{MINUS SIGN}{-100 * low:.1f} to +{100 * high:.1f}" in text
    assert f"\N{MINUS SIGN}{-408 * low:.0f} to +{408 * high:.0f}" in text
    assert "not clearly different from" in text
    assert "whose ethnicity is known" in text


def test_a_workforce_above_its_population_is_told_the_other_way_round(banded_report: Publication) -> None:
    # 109 of 270 is 40.4%; 27.907% of 270 is 75.3: 34 fewer than 109.
    text = words(population_context(banded_report))
    assert "34 fewer BME staff" in text and "109" in text and "40.4%" in text
    assert "clearly above" in text


def test_without_a_gap_nothing_is_told_of_the_population(report: Publication) -> None:
    gone = without(report, "workforce.population_gap.qhg.bme.2023")
    assert population_context(gone).html == ""


# The first year held


def since(report: Publication, number: str) -> str:
    return without_ids(since_first(report, number))


def test_the_change_since_the_first_year_is_told_with_start_and_interval(gap_report: Publication) -> None:
    # Indicator 2: 2.19 less (40/200) / (15/150) = 2.00 is 0.19.
    text = since(gap_report, "2")
    assert "Since 2020" in text and "2.00" in text and "+0.19" in text and "no clear change" in text
    # Indicator 4: (150/300) / (24/96) = 2.00, then (43/309) / (24/99) = 0.574: 1.43 less.
    text = since(gap_report, "4")
    assert "2.00" in text and "\N{MINUS SIGN}1.43" in text and "a clear fall" in text
    # Indicator 5: 10 of 50 is 20.0%, 7 of 55 is 7.3 points less; Newcombe's interval.
    text = since(gap_report, "5")
    assert "20.0%" in text and "\N{MINUS SIGN}7.3 percentage points" in text
    low, high = confint_proportions_2indep(7, 55, 10, 50, method="newcomb", compare="diff")
    assert f"\N{MINUS SIGN}{-100 * low:.1f} to +{100 * high:.1f}" in text
    assert text in words(context_of_indicator(gap_report, "5"))


def test_the_change_of_the_workforce_since_the_first_year_is_told(gap_report: Publication) -> None:
    # 96 of 410 is 23.4%, 99 of 421 is 23.5%: 0.1 points.
    text = words(context_of_workforce(gap_report))
    assert "Since 2020" in text and "23.4%" in text and "+0.1 percentage points" in text
    assert "clear" not in text.partition("Break in the series")[0]  # a stock: a fact, and no sample


def test_the_change_in_senior_bands_names_the_staff_it_is_of(gap_report: Publication) -> None:
    # Non-clinical 8a to VSM, of known ethnicity: 24 of 131 is 18.3%, 14 of 134 is 7.9 points less.
    text = since(gap_report, "1")
    assert "non-clinical staff" in text and "18.3%" in text and "\N{MINUS SIGN}7.9 percentage points" in text


@pytest.mark.parametrize("number", "39")
def test_nothing_is_told_since_a_first_year_that_has_no_figure(gap_report: Publication, number: str) -> None:
    assert since(gap_report, number) == ""


@pytest.mark.parametrize("number", "123456789")
def test_two_years_have_no_first_year_beside_the_year_before(report: Publication, number: str) -> None:
    assert since(report, number) == ""


def test_a_year_is_not_called_the_first_held_where_an_earlier_one_is_hidden(gap_report: Publication) -> None:
    earlier = replace(gap_report, years=(2019, *gap_report.years),
                      settings={**gap_report.settings, 2019: gap_report.settings[2020]})  # fmt: skip
    hidden = replace(gap_report.figures["workforce.share.bme.2020"], year=2019, **HIDDEN)
    text = words(context_of_workforce(with_figures(earlier, {}, [hidden])))
    assert "Since 2020" in text
    assert "the first year held" not in text


# Breaks and the page as a whole


@pytest.mark.parametrize("number", "123456789")
def test_every_indicator_reminds_in_few_words_that_there_are_two_bodies(
    report: Publication, number: str
) -> None:
    text = words(context_of_indicator(report, number))
    assert text.count("2022 and 2023 are of two bodies") == 1
    assert "took the place of" not in text  # the page on the workforce explains it


def test_the_workforce_explains_the_break_between_two_bodies(report: Publication) -> None:
    text = words(context_of_workforce(report))
    assert "between 2022 and 2023" in text and "took the place of" in text and "1 July 2022" in text


@pytest.mark.parametrize("number", "345678")
def test_a_page_with_nothing_to_say_shows_nothing(banded_report: Publication, number: str) -> None:
    assert context_of_indicator(banded_report, number).html == ""
    assert context_of_workforce(banded_report).html == ""


@pytest.mark.parametrize("book", BOOKS)
def test_no_sentence_claims_a_cause_or_more_than_the_rule(book: str, request: pytest.FixtureRequest) -> None:
    report: Publication = request.getfixturevalue(book)
    shown = [context_of_indicator(report, number) for number in "123456789"]
    parts = map(words, [*shown, context_of_workforce(report), population_context(report)])
    text = " ".join(part for part in parts if part).lower()
    assert text
    for claim in (
        "improve",
        "because",
        "significan",
        "due to",
        "caused",
        "loss",
        "consistent",
        "progress made",
    ):
        assert claim not in text
    for broken in ("nan", "none ", "[c]", "[z]", "[i]", "  "):
        assert broken not in text


@pytest.mark.parametrize("book", BOOKS)
def test_a_change_is_called_clear_only_where_its_interval_is(
    book: str, request: pytest.FixtureRequest
) -> None:
    report: Publication = request.getfixturevalue(book)
    for number in "123456789":
        made = [f for f in report.figures.where(indicator=f"i{number}") if "_since_" in f.measure]
        rise, fall = (f"a clear {way}" in since(report, number) for way in ("rise", "fall"))
        assert not rise or any(f.low > 0 for f in made)
        assert not fall or any(f.high < 0 for f in made)


# Progression


def steps(report: Publication) -> dict[str, list[str]]:
    """The cells of each row of the progression table, by the row's name."""
    page = BeautifulSoup(progression(report, BY_CODE["1"]).html, "html.parser")
    return {
        row.th.get_text(" ", strip=True): [cell.get_text(" ", strip=True) for cell in row.find_all("td")]
        for row in page.select("tbody tr")
    }


def test_the_steps_of_progression_are_named_by_the_bands_they_lie_between(banded_report: Publication) -> None:
    # 2, 1.25 and 1.875 by hand; see the tests of derived figures.
    found = {name.lower(): cells[0] for name, cells in steps(banded_report).items()}
    assert found == {
        "non-clinical: below band 8a to band 8a and above": "1.00",
        "clinical: up to band 5 to bands 6 and 7": "2.00",
        "clinical: bands 6 and 7 to band 8a and above": "1.25",
        "clinical: below band 8a to band 8a and above": "1.88",
    }


def test_a_progression_ratio_stands_with_interval_and_what_may_be_said(report: Publication) -> None:
    # 2023: (120/106) / (14/50) = 4.04; 2022: (107/98) / (24/28) = 1.27; the report year first.
    (cells,) = steps(report).values()
    assert (cells[0], cells[2].lower()) == ("4.04", "higher")
    assert (cells[3], cells[5].lower()) == ("1.27", "no clear difference")
    assert re.fullmatch(r"2\.\d\d to 8\.\d\d", cells[1])


def test_the_progression_table_says_what_it_is_and_is_not(report: Publication) -> None:
    text = words(progression(report, BY_CODE["1"])).lower()
    assert "analogue" in text and "disparity ratio" in text
    assert "not who was promoted" in text


def test_a_year_whose_counts_are_hidden_is_not_called_not_collected(report: Publication) -> None:
    id = "i1.progression_ratio.non-clinical.lower-to-senior.2022"
    counts = dict.fromkeys(report.figures[id].parents, HIDDEN)
    (cells,) = steps(with_figures(without(report, id), counts)).values()
    assert cells[0] == "4.04"
    assert not any("not collected" in cell for cell in cells)
    assert re.search("hidden|not shown", " ".join(cells).lower())


def test_without_a_shown_step_a_note_says_why(report: Publication) -> None:
    ids = [f.id for f in report.figures if f.measure == "progression_ratio"]
    text = words(progression(without(report, *ids), BY_CODE["1"]))
    assert "hidden" in text and numbers(text) == set()
