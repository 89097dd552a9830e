"""The grade of an indicator: every branch of the rule that the book prints."""

from dataclasses import replace
from math import inf, nan
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from small_project import retype

from wres.errors import InvalidInput
from wres.figures.arithmetic import count, gap, rate, relative_likelihood
from wres.figures.calculation import figures_of_years
from wres.figures.figure import Figure, Figures
from wres.figures.grades import RULES, Grade
from wres.figures.grading import grade, grade_of_report
from wres.figures.inline import without_ids
from wres.figures.provenance import Source
from wres.figures.status import STATUSES
from wres.pages import summary
from wres.pages.blocks import GradeChip
from wres.pages.fragments import Fragment
from wres.pages.summary import rag_matrix
from wres.publication import Publication
from wres.returns.settings import GivenGrade
from wres.returns.validate import usable_return
from wres.standard.constants import EQUAL_TREATMENT
from wres.standard.indicators import INDICATORS

A, D, U, NOT = "Achieving", "Developing", "Under-developed", "Not assessed"
HIGHER, LOWER, UNCLEAR, FEW = "higher", "lower", "no clear difference", "too few to say"


def ratio(indicator: str, value: float, evidence: str = "", status: str = "shown", **ends: float) -> Figure:
    return Figure(
        indicator, "relative_likelihood", "", "", 2023, value, "ratio", status, evidence=evidence, **ends
    )


def difference(
    indicator: str, value: float, evidence: str = "", status: str = "shown", place: str = "board"
) -> Figure:
    measure, place, group = ("gap", "", "") if indicator in SURVEYS else ("difference", place, "bme")
    return Figure(indicator, measure, place, group, 2023, value, "points", status, evidence=evidence)


SURVEYS = ("i5", "i6", "i7", "i8")


def graded(number: str, *figures: Figure) -> str:
    return grade(Figures(list(figures)), number, 2023).grade


def events(number: int, base: int, group: str) -> Figure:
    return rate(
        "likelihood", *(count("i2", m, "", group, 2023, n, Source()) for m, n in (("e", number), ("b", base)))
    )


# Indicators 2 to 4


@pytest.mark.parametrize("number", "234")
@pytest.mark.parametrize(
    ("value", "evidence", "expected"),
    [
        (1.00, UNCLEAR, A),
        (0.80, UNCLEAR, A),
        (1.25, UNCLEAR, A),
        (1.20, HIGHER, A),  # clear, and inside the range
        (0.85, LOWER, A),
        (2.19, HIGHER, U),
        (1.26, HIGHER, U),
        (2.19, UNCLEAR, D),
        (0.57, LOWER, D),  # to the disadvantage of White staff
        (0.57, UNCLEAR, D),
        (2.66, "", NOT),  # known only as published: without an interval there is nothing to judge by
        (2.19, FEW, NOT),
        (1.00, FEW, NOT),
    ],
)
def test_a_relative_likelihood_is_graded_by_range_and_evidence(number, value, evidence, expected):
    assert graded(number, ratio(f"i{number}", value, evidence)) == expected


def test_a_ratio_of_zero_is_outside_the_range_and_not_without_a_figure():
    assert graded("3", ratio("i3", 0.0, LOWER, "zero")) == D


@pytest.mark.parametrize(
    ("above", "below"), [((16, 100), (20, 100)), ((47, 80), (47, 100)), ((20, 100), (20, 100))]
)
def test_a_ratio_exactly_on_the_edge_of_the_range_is_inside_it(above, below):
    # 0.16/0.20 = 0.80 and 0.5875/0.47 = 1.25
    figure = relative_likelihood(events(*above, "white"), events(*below, "bme"))
    assert graded("2", figure) == A


@pytest.mark.parametrize(("above", "below"), [((15, 100), (20, 100)), ((48, 80), (47, 100))])
def test_a_ratio_just_beyond_the_edge_is_outside_it(above, below):
    # 0.15/0.20 = 0.75 and 0.60/0.47 = 1.277
    figure = relative_likelihood(events(*above, "white"), events(*below, "bme"))
    assert graded("2", figure) == D


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [(HIGHER, U), (UNCLEAR, D), (FEW, NOT)],
)
def test_a_ratio_without_limit_is_outside_the_range_and_graded_by_its_evidence(evidence, expected):
    # 30 of 200 against 0 of 100 is the worst there can be, not something that cannot be judged.
    figure = ratio("i2", nan, evidence, "infinite", low=1.5 if evidence == HIGHER else 0.5, high=inf)
    assert graded("2", figure) == expected


@pytest.mark.parametrize(
    ("appointed", "expected", "low"),
    [
        # Both ends of Miettinen and Nurminen's interval are open above; the lower ones by statsmodels 0.15.0,
        # confint_proportions_2indep(x, n, 0, m, compare="ratio", method="score").
        ((30, 200, 100), U, "4.03"),
        ((10, 100, 20), D, "0.59"),
    ],
)
def test_the_reason_of_a_ratio_without_limit_names_where_its_interval_begins(
    appointed: tuple[int, int, int], expected: str, low: str
):
    x, n, m = appointed
    figure = relative_likelihood(events(x, n, "white"), events(0, m, "bme"))
    found = grade(Figures([figure]), "2", 2023)
    assert found.grade == expected
    clear = "and clearly so" if expected == U else "but not clearly"
    assert (
        without_ids(found.why)
        == f"no upper limit ({low} or more): outside the range of 0.80 to 1.25, {clear}"
    )


@pytest.mark.parametrize("status", ["suppressed", "undefined", "not_collected"])
@pytest.mark.parametrize("number", "234")
def test_a_ratio_that_is_not_there_is_not_assessed_and_never_achieving(number, status):
    assert graded(number, ratio(f"i{number}", nan, "", status)) == NOT


def test_nothing_against_nothing_is_no_good_news():
    figure = relative_likelihood(events(0, 309, "white"), events(0, 99, "bme"))
    assert graded("2", figure) == NOT


@pytest.mark.parametrize("number", "123456789")
def test_an_indicator_without_any_figure_is_not_assessed(number):
    assert graded(number) == NOT


# Indicators 5 to 8


@pytest.mark.parametrize("number", "568")
@pytest.mark.parametrize(
    ("value", "evidence", "expected"),
    [
        (0.05, HIGHER, U),
        (0.05, UNCLEAR, D),
        (0.05, "", NOT),
        (-0.05, "", NOT),
        (-0.05, LOWER, A),
        (-0.05, UNCLEAR, A),
        (0.05, FEW, NOT),
        (-0.05, FEW, NOT),
    ],
)
def test_more_harm_to_bme_respondents_is_worse(number, value, evidence, expected):
    assert graded(number, difference(f"i{number}", value, evidence)) == expected


@pytest.mark.parametrize(
    ("value", "evidence", "expected"),
    [
        (-0.32, LOWER, U),
        (-0.05, UNCLEAR, D),
        (-0.05, "", NOT),
        (0.05, HIGHER, A),
        (0.05, UNCLEAR, A),
        (-0.05, FEW, NOT),
    ],
)
def test_fewer_bme_respondents_who_see_equal_opportunities_is_worse(value, evidence, expected):
    assert graded("7", difference("i7", value, evidence)) == expected


@pytest.mark.parametrize("number", "5678")
def test_the_same_percentage_in_both_groups_is_achieving(number):
    figure = difference(f"i{number}", 0.0, UNCLEAR, "zero")
    assert graded(number, figure) == A


@pytest.mark.parametrize("status", ["suppressed", "undefined", "not_collected"])
@pytest.mark.parametrize("number", "56789")
def test_a_difference_that_is_not_there_is_not_assessed(number, status):
    assert graded(number, difference(f"i{number}", nan, "", status)) == NOT


def test_the_gap_of_two_surveyed_groups_is_graded_from_its_counts():
    # 8/54 against 11/248: Newcombe's interval is 2.5 to 22.3 points, wholly above nought.
    bme, white = events(8, 54, "bme"), events(11, 248, "white")
    figure = gap("gap", bme, white)
    assert (
        graded("8", Figure("i8", "gap", "", "", 2023, figure.value, "points", evidence=figure.evidence)) == U
    )


# Indicator 9


@pytest.mark.parametrize(
    ("value", "evidence", "expected"),
    [
        (-0.235, LOWER, U),
        (-0.10, UNCLEAR, D),
        (0.10, UNCLEAR, A),
        (0.10, HIGHER, A),
        (0.0, UNCLEAR, A),
        (-0.235, FEW, NOT),
    ],
)
def test_a_board_is_graded_against_the_workforce(value, evidence, expected):
    figure = difference("i9", value, evidence, "shown" if value else "zero")
    assert graded("9", figure) == expected


def test_the_grade_of_the_board_rests_on_the_whole_board():
    whole = difference("i9", 0.1, UNCLEAR)
    voting, executive = (difference("i9", -0.3, LOWER, place=seat) for seat in ("voting", "executive"))
    assert graded("9", voting, whole, executive) == A
    assert graded("9", voting, executive) == NOT


@pytest.mark.parametrize(("white", "bme", "expected"), [(0, 0, NOT), (1, 0, U), (0, 1, U)])
def test_a_board_of_whom_nothing_is_known_is_not_assessed(white, bme, expected):
    # Members of unknown ethnicity alone would have the board called wholly not BME.
    members = [
        count("i9", "members", "board", g, 2023, n, Source()) for g, n in (("white", white), ("bme", bme))
    ]
    assert graded("9", difference("i9", -0.3, LOWER), *members) == expected


@pytest.mark.parametrize(("known", "expected"), [(0, NOT), (400, U)])
def test_a_workforce_of_which_nothing_is_known_is_not_assessed(known, expected):
    staff = count("workforce", "known", "", "", 2023, known, Source())
    assert graded("9", difference("i9", -0.3, LOWER), staff) == expected
    assert graded("1", senior("clinical", -0.13, LOWER), staff) == expected


# Indicator 1


def senior(cluster: str, value: float, evidence: str = "", status: str = "shown") -> Figure:
    return difference("i1", value, evidence, status, f"{cluster}.senior")


GOOD = ("shown", 0.1, HIGHER)
FAIR = ("shown", -0.05, UNCLEAR)
POOR = ("shown", -0.13, LOWER)
LITTLE = ("shown", -0.13, FEW)
HIDDEN = ("suppressed", nan, Source())


@pytest.mark.parametrize(
    ("clinical", "non_clinical", "expected"),
    [
        (GOOD, GOOD, A),
        (GOOD, FAIR, D),
        (FAIR, GOOD, D),
        (GOOD, POOR, U),
        (POOR, GOOD, U),
        (FAIR, POOR, U),
        (GOOD, LITTLE, A),  # what cannot be assessed leaves the other
        (LITTLE, POOR, U),
        (HIDDEN, FAIR, D),
        (HIDDEN, LITTLE, NOT),
        (HIDDEN, HIDDEN, NOT),
    ],
)
def test_the_lower_grade_of_clinical_and_non_clinical_staff_counts(clinical, non_clinical, expected):
    figures = [
        senior(cluster, value, evidence, status)
        for cluster, (status, value, evidence) in (("clinical", clinical), ("non-clinical", non_clinical))
    ]
    assert graded("1", *figures) == graded("1", *reversed(figures)) == expected


def test_an_equal_share_in_senior_bands_is_achieving():
    assert graded("1", senior("clinical", 0.0, UNCLEAR, "zero")) == A


def test_one_cluster_alone_is_graded_alone():
    assert graded("1", senior("clinical", -0.05, UNCLEAR)) == D


def test_bands_below_8a_and_staff_in_no_band_do_not_decide():
    others = [
        difference("i1", -0.5, LOWER, place=place)
        for place in ("clinical.lower", "clinical.all", "other.senior", "non-clinical.1-7")
    ]
    assert graded("1", senior("clinical", 0.1, HIGHER), *others) == A


def test_the_grade_of_indicator_1_says_on_which_staff_it_rests():
    grade_of_report = grade(
        Figures([senior("clinical", 0.1, HIGHER), senior("non-clinical", -0.13, LOWER)]), "1", 2023
    )
    assert grade_of_report.figure.breakdown == "non-clinical.senior"
    assert grade_of_report.why.startswith("Non-clinical staff")


def test_where_the_total_of_a_band_is_hidden_staff_of_known_ethnicity_are_graded():
    hidden = Figure("i1", "headcount", "clinical.8a-vsm", "all", 2023, nan, "people", "suppressed")
    all_staff = senior("clinical", 0.1, HIGHER)
    known = Figure("i1", "known_difference", "clinical.senior", "bme", 2023, -0.1, "points", evidence=LOWER)
    grade_of_report = grade(Figures([hidden, all_staff, known]), "1", 2023)
    assert (grade_of_report.grade, grade_of_report.figure.measure) == (U, "known_difference")
    assert graded("1", all_staff, known) == A


# What a grade says


def test_a_grade_gives_the_figure_it_rests_on_and_says_it():
    grade_of_report = grade(Figures([ratio("i2", 2.194, HIGHER)]), "2", 2023)
    assert grade_of_report.figure.id == "i2.relative_likelihood.2023"
    assert "2.19" in grade_of_report.why
    assert "0.80 to 1.25" in grade_of_report.why


def test_a_clear_and_an_unclear_disadvantage_are_explained_apart():
    clear, unclear, turned = (
        grade(Figures([ratio("i2", value, words)]), "2", 2023).why
        for value, words in ((2.2, HIGHER), (2.2, UNCLEAR), (0.5, LOWER))
    )
    assert len({clear, unclear, turned}) == 3
    assert "in favour of BME" in turned


def test_a_hidden_figure_is_not_told_by_its_grade():
    grade_of_report = grade(Figures([ratio("i2", 2.194, HIGHER, "suppressed")]), "2", 2023)
    assert grade_of_report.grade == NOT
    assert "2.19" not in grade_of_report.why
    assert "confidential" in grade_of_report.why


@pytest.mark.parametrize(
    ("name", "slug"),
    [(A, "achieving"), (D, "developing"), (U, "under-developed"), (NOT, "not-assessed")],
)
def test_a_grade_has_the_name_that_the_style_sheet_uses(name, slug):
    assert Grade(name, "").slug == slug


def test_only_the_year_asked_for_is_graded():
    assert grade(Figures([ratio("i2", 1.0, UNCLEAR)]), "2", 2022).grade == NOT


def test_the_printed_rules_cover_every_indicator_and_state_the_range():
    covered = set()
    for name in RULES:
        numbers = [int(word) for word in name.split() if word.isdigit()]
        covered |= set(map(str, range(numbers[0], numbers[-1] + 1))) if numbers else set()
    assert covered == {indicator.code for indicator in INDICATORS}
    low, high = EQUAL_TREATMENT
    assert f"{low:.2f} to {high:.2f}" in RULES["Indicators 2 to 4"]
    assert NOT in RULES


@pytest.fixture(scope="module")
def counted(data: Path) -> Figures:
    """The figures of the default book before anything is hidden."""
    return Figures(figures_of_years(data, [usable_return(data, "QHG", year) for year in (2022, 2023)]))


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1", U),  # non-clinical 14/137: Wilson 6.2% to 16.4%, wholly below 23.5%
        ("2", U),  # 2.19, 1.43 to 3.38
        ("3", NOT),  # 0 against 0
        ("4", D),  # 0.57: outside the range, in favour of BME staff
        ("5", D),  # +4.7 points; 7/55 is 6.3% to 24.0% and 20/250 is 5.2% to 12.0%
        ("6", D),  # +7.8 points; 10/55 is 10.2% to 30.3% and 26/250 is 7.2% to 14.8%
        ("7", U),  # -31.9 points; 17/57 is 19.5% to 42.7% and 153/248 is 55.5% to 67.5%
        ("8", U),  # +10.4 points; 8/54 is 7.7% to 26.6% and 11/248 is 2.5% to 7.8%
        ("9", U),  # 0 of 13 is at most 22.8%, below 23.5%
    ],
)
def test_the_grades_of_the_source_report_follow_from_its_counts(counted, number, expected):
    assert grade(counted, number, 2023).grade == expected


# The organisation's own grade, beside the rule's


def own_grade(report: Publication, number: str, grade: str, reason: str, year: int = 2023) -> Publication:
    """The report with a grade that the return of a year gives in place of the rule's."""
    grades = [GivenGrade(indicator=number, grade=grade, reason=reason)]
    settings = {**report.settings, year: report.settings[year].model_copy(update={"grades": grades})}
    return replace(report, settings=settings)


def shown_as(shown: Fragment) -> BeautifulSoup:
    return BeautifulSoup(shown.html, "html.parser")


def tile_of(report: Publication, number: str) -> Tag:
    """The tile of an indicator; that of the workforce stands first."""
    return shown_as(summary.tiles(report)).select("li.wres-tile")[int(number)]


def cell_of(report: Publication, number: str, year: int) -> Tag:
    """A cell of the matrix of grades, years earliest first."""
    row = shown_as(rag_matrix(report)).select("tbody tr")[int(number) - 1]
    return row.find_all("td")[report.years.index(year)]


@pytest.mark.parametrize("year", [2022, 2023])
@pytest.mark.parametrize("number", "123456789")
def test_without_a_grade_of_its_own_the_grade_is_the_rules(report, number, year):
    assert grade_of_report(report, number, year) == grade(report.figures, number, year)
    assert grade_of_report(report, number, year).rule == ""


def test_an_own_grade_stands_with_its_reason_beside_the_rules_grade_and_why(report):
    by_rule = grade(report.figures, "4", 2023)
    assert by_rule.grade == D  # 0.57: outside the range, in favour of BME staff
    own = grade_of_report(own_grade(report, "4", A, "A programme for BME staff ran in the year."), "4", 2023)
    assert (own.grade, own.rule, own.slug) == (A, D, "achieving")
    assert own.figure == by_rule.figure
    text = without_ids(own.why)
    order = [
        text.index(part)
        for part in ("A programme for BME staff ran in the year", D, without_ids(by_rule.why))
    ]
    assert order == sorted(order)
    assert ".." not in text


@pytest.mark.parametrize(("number", "year"), [("4", 2022), ("3", 2023), ("5", 2023)])
def test_an_own_grade_is_that_of_its_indicator_and_year_alone(report, number, year):
    changed = own_grade(report, "4", A, "A reason.")
    assert grade_of_report(changed, number, year) == grade_of_report(report, number, year)
    assert tile_of(changed, "5").get_text() == tile_of(report, "5").get_text()


def test_an_own_grade_of_an_indicator_that_cannot_be_judged_keeps_not_assessed_as_the_rules(report):
    own = grade_of_report(own_grade(report, "3", A, "Nobody entered the process."), "3", 2023)
    assert (own.grade, own.rule) == (A, NOT)
    assert NOT in own.why and STATUSES["undefined"].key in own.why


@pytest.mark.parametrize(
    ("number", "own", "by_rule", "tone"),
    [("4", A, D, "favourable"), ("2", D, U, "unclear"), ("5", U, D, "adverse"), ("3", D, NOT, "unclear")],
)
def test_a_tile_shows_both_grades_in_the_tone_of_the_organisations(report, number, own, by_rule, tone):
    tile = tile_of(own_grade(report, number, own, "A reason."), number)
    assert f"wres-tile-{tone}" in tile["class"]
    shown = tile.select_one(".wres-tile-grade")
    assert shown.select_one(".wres-rag").get_text() == own
    assert "by the rule" in shown.get_text() and by_rule in shown.get_text()


@pytest.mark.parametrize("number", "123456789")
def test_a_tile_without_an_own_grade_speaks_of_no_rule(report, number):
    assert "by the rule" not in tile_of(report, number).get_text()
    assert "by the rule" not in cell_of(report, number, 2023).get_text().lower()


def test_a_chip_shows_both_grades():
    both = BeautifulSoup(GradeChip(Grade(A, "", None, D)).html, "html.parser")
    assert both.select_one(".wres-rag.wres-rag-achieving").get_text() == A
    assert D in both.get_text() and "by the rule" in both.get_text()
    assert D not in both.select_one(".wres-rag").get_text()
    alone = BeautifulSoup(GradeChip(Grade(A, "")).html, "html.parser")
    assert alone.get_text().strip() == A


def test_the_matrix_shows_both_grades_and_the_reason_as_text(report):
    reason = 'Fewer than <b>ten</b> & "few" places'
    changed = own_grade(report, "4", A, reason)
    cell = cell_of(changed, "4", 2023)
    assert cell.select_one(".wres-rag").get_text() == A
    assert reason in cell.get_text()
    assert cell.find("b") is None
    assert f"by the rule: {D}".lower() in cell.get_text().lower()
    assert "(0.57: outside the range" in cell.get_text()
    assert cell_of(changed, "4", 2022).get_text() == cell_of(report, "4", 2022).get_text()


def test_an_own_grade_of_an_earlier_year_stands_in_that_years_cell(report):
    changed = own_grade(report, "4", U, "A reason.", 2022)
    assert cell_of(changed, "4", 2022).select_one(".wres-rag").get_text() == U
    assert tile_of(changed, "4").get_text() == tile_of(report, "4").get_text()


@pytest.fixture
def typed_grades(own_data: Path):
    """The problems of the return of 2023 with these lines as its grades."""

    def problems(*lines: str) -> list:
        text = "".join(f"  - {line}\n" for line in lines)
        retype(own_data / "returns/QHG/2023/return.yml", {"sources: >-": f"grades:\n{text}sources: >-"})
        try:
            graded = usable_return(own_data, "QHG", 2023).settings.grades
        except InvalidInput as error:
            assert {p.file for p in error.problems} == {"data/returns/QHG/2023/return.yml"}
            return list(error.problems)
        assert len(graded) == len(lines)
        return []

    return problems


FINE = "{indicator: 4, grade: Achieving, reason: A programme for BME staff ran.}"


def test_own_grades_are_read_from_the_return(typed_grades):
    assert typed_grades(FINE, "{indicator: 5, grade: Under-developed, reason: Two years running.}") == []


def test_two_own_grades_of_one_indicator_are_refused(typed_grades):
    (problem,) = typed_grades(
        FINE, "{indicator: 4, grade: Developing, reason: Another.}", FINE.replace("4", "5")
    )
    assert problem.place == "grades"
    assert "indicator 4 twice" in problem.found
    assert "one grade" in problem.expected


@pytest.mark.parametrize(
    ("line", "place"),
    [
        (FINE.replace("Achieving", "Not assessed"), "grades.0.grade"),
        (FINE.replace("Achieving", "Green"), "grades.0.grade"),
        (FINE.replace("4", "0"), "grades.0.indicator"),
        (FINE.replace("4", "10"), "grades.0.indicator"),
        ("{indicator: 4, grade: Achieving, reason: '  '}", "grades.0.reason"),
        ("{indicator: 4, grade: Achieving}", "grades.0.reason"),
    ],
)
def test_an_own_grade_without_a_reason_or_of_an_unknown_kind_is_refused(typed_grades, line, place):
    (problem,) = typed_grades(line)
    assert problem.place == place
