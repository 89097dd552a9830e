"""The grade of an indicator: the reading of its ratio, the printed table, the organisation's own."""

from dataclasses import replace
from math import inf, nan
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from small_project import retype

from wres.errors import InvalidInput
from wres.figures.arithmetic import count, rate, relative_likelihood
from wres.figures.figure import Figure, Figures
from wres.figures.grades import BY_READING, Grade, grade, grade_of_report
from wres.figures.inline import without_ids
from wres.figures.provenance import Source
from wres.figures.readings import Reading
from wres.figures.status import STATUSES
from wres.pages import all_readings
from wres.pages.all_readings import rag_matrix
from wres.pages.blocks import GradeChip
from wres.pages.fragments import Fragment
from wres.publication import Publication, all_counted, returns_up_to
from wres.returns.settings import GivenGrade
from wres.returns.validate import usable_return
from wres.standard.indicators import BY_CODE

A, D, U, NOT = "Achieving", "Developing", "Under-developed", "Not assessed"
WORSE, EQUAL = "Worse for BME staff", "About equal"

RATIOS = {"share by band": ("representation_ratio", "clinical.senior", "bme"),
          "relative likelihood": ("relative_likelihood", "", ""),
          "survey percentage": ("percentage_ratio", "", ""),
          "board gap": ("representation_ratio", "board", "bme")}  # fmt: skip


def ratio(number: str, low: float, high: float, status: str = "shown", place: str = "") -> Figure:
    """The ratio that an indicator's reading rests on, with its interval."""
    row = BY_CODE[number]
    measure, breakdown, group = RATIOS[row.formula]
    value = nan if status in ("undefined", "suppressed", "not_collected", "infinite") else (low + high) / 2
    ends = {"low": low, "high": high}
    return Figure(row.key, measure, place or breakdown, group, 2023, value, "ratio", status, **ends)


def graded(number: str, *figures: Figure) -> str:
    return grade(Figures(list(figures)), number, 2023).grade


@pytest.mark.parametrize("number", "123456789")
@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (1.4, 3.4, {"above": U, "below": D}),
        (0.3, 0.7, {"above": D, "below": U}),
        (0.9, 1.1, A),
        (0.5, 2, NOT),
    ],
)
def test_one_rule_grades_all_nine_by_the_interval_of_their_ratio(number, low, high, expected):
    side = BY_CODE[number].worse
    assert graded(number, ratio(number, low, high)) == (
        expected if isinstance(expected, str) else expected[side]
    )


@pytest.mark.parametrize("status", ["suppressed", "undefined", "not_collected"])
@pytest.mark.parametrize("number", "123456789")
def test_a_ratio_that_is_not_there_is_not_assessed_and_never_achieving(number, status):
    assert graded(number, ratio(number, nan, nan, status)) == NOT


@pytest.mark.parametrize("number", "123456789")
def test_an_indicator_without_any_figure_is_not_assessed(number):
    assert graded(number) == NOT


def test_the_printed_table_gives_every_reading_its_grade():
    assert set(BY_READING) == set(Reading)
    assert {BY_READING[each] for each in (Reading.CLOSE, Reading.NOTHING, Reading.NOT_KNOWN)} == {NOT}


def test_the_reason_names_the_figure_its_interval_and_the_reading():
    found = grade(Figures([ratio("2", 1.4, 3.4)]), "2", 2023)
    assert without_ids(found.why) == "2.40 (95% interval 1.40 to 3.40), worse for BME staff"
    assert found.figure.id == "i2.relative_likelihood.2023"
    open_above = grade(Figures([ratio("2", 1.4, inf, "infinite")]), "2", 2023)
    assert without_ids(open_above.why) == "no upper limit (1.40 or more), worse for BME staff"
    hidden = grade(Figures([ratio("2", nan, nan, "suppressed")]), "2", 2023)
    assert without_ids(hidden.why) == STATUSES["suppressed"].key


def test_the_lowest_reading_of_the_clusters_counts_and_all_are_named():
    figures = [
        ratio("1", 0.9, 1.1, place="clinical.senior"),
        ratio("1", 0.2, 0.6, place="non-clinical.senior"),
        ratio("1", 0.5, 2.0, place="medical.medical-consultant"),
    ]
    found = grade(Figures(figures), "1", 2023)
    assert (found.grade, found.figure.breakdown) == (U, "non-clinical.senior")
    assert [part.partition(":")[0] for part in without_ids(found.why).split("; ")] == [
        "clinical staff", "non-clinical staff", "medical staff"
    ]  # fmt: skip
    assert graded("1", *reversed(figures)) == U
    assert graded("1", figures[0], figures[2]) == NOT  # about equal is said only where all are


@pytest.mark.parametrize(("white", "bme", "expected"), [(0, 0, NOT), (1, 0, U), (0, 1, U)])
def test_a_board_of_whom_nothing_is_known_is_not_assessed(white, bme, expected):
    members = [
        count("i9", "members", "board", g, 2023, n, Source()) for g, n in (("white", white), ("bme", bme))
    ]
    assert graded("9", ratio("9", 0.1, 0.5), *members) == expected


@pytest.mark.parametrize(("known", "expected"), [(0, NOT), (400, U)])
def test_a_workforce_of_which_nothing_is_known_is_not_assessed(known, expected):
    staff = count("workforce", "known", "", "", 2023, known, Source())
    assert graded("9", ratio("9", 0.1, 0.5), staff) == expected
    assert graded("1", ratio("1", 0.1, 0.5), staff) == expected


def test_only_the_year_asked_for_is_graded():
    assert grade(Figures([ratio("2", 0.9, 1.1)]), "2", 2022).grade == NOT


@pytest.fixture(scope="module")
def counted(data: Path) -> Figures:
    """The figures of the default book before anything is hidden."""
    return all_counted(data, returns_up_to(data, "QHG", 2023))


@pytest.mark.parametrize(
    ("number", "year", "expected"),
    [  # Fisher's exact test of the same counts, both sides, by scipy 1.17
        ("1", 2023, U),  # non-clinical 14 of 134 beside 50 of 156: p = 0.00001
        ("1", 2022, NOT),  # 24 of 131 beside 28 of 126: p = 0.44; clinical 31 of 80 beside 11 of 44: p = 0.17
        ("2", 2023, U),  # 2.19: p = 0.0003
        ("2", 2022, U),  # p = 0.001
        ("3", 2023, NOT),  # 0 against 0
        ("4", 2023, D),  # 0.57, better for BME staff: p = 0.02
        ("4", 2022, NOT),  # 0.81: p = 0.10
        ("5", 2023, NOT),  # 7 of 55 beside 20 of 250: p = 0.29
        ("6", 2023, NOT),  # 10 of 55 beside 26 of 250: p = 0.11
        ("7", 2023, U),  # 17 of 57 beside 153 of 248: p = 0.00002
        ("8", 2023, U),  # 8 of 54 beside 11 of 248: p = 0.01
        ("8", 2022, NOT),  # 5 of 48 beside 11 of 210: p = 0.19
        ("9", 2023, NOT),  # 0 of 11 beside 99 of 408: p = 0.08
        ("9", 2022, NOT),  # 6 of 18 beside 96 of 384: p = 0.42
    ],
)
def test_the_grades_of_the_source_report_follow_from_its_counts(counted, number, year, expected):
    assert grade(counted, number, year).grade == expected


def test_clear_and_achieving_never_stand_together():
    # White 1,440 of 6,000, BME 1,200 of 6,000: 1.20 (1.12 to 1.28), clear, and not wholly inside the range.
    white, bme = (
        rate("likelihood", *(count("i2", m, "", g, 2023, n, Source()) for m, n in (("e", x), ("b", 6000))))
        for g, x in (("white", 1440), ("bme", 1200))
    )
    figure = relative_likelihood(white, bme)
    assert figure.interval == "1.12 to 1.28" and graded("2", figure) == U


def test_the_mix_of_clusters_is_no_under_development(data: Path, own_data: Path):
    # Non-clinical staff 12% BME in band 5 and 8a alike, clinical staff 30% in both: each cluster is equal.
    rows = [
        "cluster,band,ethnicity,headcount",
        *(f"{cluster},{band},{group},{n}" for cluster, band, white, bme in (
            ("non-clinical", "5", 880, 120), ("non-clinical", "8a", 440, 60),
            ("clinical", "5", 1400, 600), ("clinical", "8a", 350, 150),
        ) for group, n in (("White", white), ("BME", bme), ("Unknown", 0))),
    ]  # fmt: skip
    folder = own_data / "returns/QHG/2023"
    (folder / "workforce.csv").write_text("\n".join([*rows, ""]), encoding="utf-8")
    staff = {"White: 309": "White: 3070", "BME: 99": "BME: 930", "Unknown: 13": "Unknown: 0"}
    retype(folder / "return.yml", staff)
    for name in ("training", "disciplinary"):
        (folder / f"{name}.csv").unlink()
    figures = all_counted(own_data, [usable_return(own_data, "QHG", 2023)])
    difference = figures["i1.difference.non-clinical.senior.bme.2023"]
    assert difference.evidence == "lower"  # beside the whole workforce, as the standard has it
    assert {f.value for f in figures.where(measure="representation_ratio", indicator="i1")} == {1.0}
    assert grade(figures, "1", 2023).reading != Reading.WORSE


@pytest.mark.parametrize("code", ["1", "9"])
def test_an_all_white_workforce_and_board_have_nothing_to_grade(own_data: Path, code: str):
    folder = own_data / "returns/QHG/2023"
    rows = [f"{c},{b},{g},{n}" for c, b, n in (("non-clinical", "5", 200), ("non-clinical", "8a", 109))
            for g, n in (("White", n), ("BME", 0), ("Unknown", 0))]  # fmt: skip
    (folder / "workforce.csv").write_text("\n".join(["cluster,band,ethnicity,headcount", *rows, ""]))
    board = "ethnicity,voting,executive,headcount\nWhite,,,11\nBME,,,0\nUnknown,,,0\n"
    (folder / "board.csv").write_text(board)
    retype(folder / "return.yml", {"BME: 99": "BME: 0", "Unknown: 13": "Unknown: 0"})
    for name in ("training", "disciplinary"):
        (folder / f"{name}.csv").unlink()
    found = grade(all_counted(own_data, [usable_return(own_data, "QHG", 2023)]), code, 2023)
    assert (found.reading, found.grade) == (Reading.NOTHING, NOT)


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
    return shown_as(all_readings.tiles(report)).select("li.wres-tile")[int(number)]


def cell_of(report: Publication, number: str, year: int) -> Tag:
    """A cell of the matrix of readings, years earliest first."""
    row = shown_as(rag_matrix(report)).select("tbody tr")[int(number) - 1]
    return row.find_all("td")[report.years.index(year)]


@pytest.mark.parametrize("year", [2022, 2023])
@pytest.mark.parametrize("number", "123456789")
def test_without_a_grade_of_its_own_the_grade_is_the_rules(report, number, year):
    assert grade_of_report(report, number, year) == grade(report.figures, number, year)
    assert grade_of_report(report, number, year).rule == ""


def test_an_own_grade_stands_with_its_reason_beside_the_rules_grade_and_why(report):
    by_rule = grade(report.figures, "4", 2023)
    assert by_rule.grade == D  # 0.57, better for BME staff
    own = grade_of_report(own_grade(report, "4", A, "A programme for BME staff ran in the year."), "4", 2023)
    assert (own.grade, own.rule, own.slug) == (A, D, "better")
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
    ("number", "own", "by_rule", "said"),
    [("4", A, D, "Better for BME staff"), ("2", D, U, WORSE), ("5", U, NOT, "Too close to call")],
)
def test_a_tile_shows_the_reading_and_both_grades(report, number, own, by_rule, said):
    tile = tile_of(own_grade(report, number, own, "A reason."), number)
    assert tile["class"] == tile_of(report, number)["class"]  # the tone is that of the reading
    shown = tile.select_one(".wres-tile-grade")
    assert shown.select_one(".wres-rag").get_text() == said
    assert shown.select_one(".wres-grade").get_text() == f"Grade: {own} (by the rule: {by_rule})"


@pytest.mark.parametrize("number", "123456789")
def test_a_tile_without_an_own_grade_speaks_of_no_rule(report, number):
    assert "by the rule" not in tile_of(report, number).get_text()
    assert "by the rule" not in cell_of(report, number, 2023).get_text().lower()


def test_a_chip_shows_the_reading_and_both_grades():
    both = BeautifulSoup(GradeChip(Grade(Reading.BETTER, "", None, A)).html, "html.parser")
    assert both.select_one(".wres-rag.wres-rag-better").get_text() == "Better for BME staff"
    assert both.select_one(".wres-grade").get_text() == f"Grade: {A} (by the rule: {D})"
    alone = BeautifulSoup(GradeChip(Grade(Reading.EQUAL, "")).html, "html.parser")
    assert " ".join(alone.get_text().split()) == f"{EQUAL} Grade: {A}"


def test_a_report_without_grades_shows_the_reading_alone(report):
    given = {y: s.model_copy(update={"show_grades": False}) for y, s in report.settings.items()}
    without = own_grade(replace(report, settings=given), "4", A, "A reason.")
    for shown in (tile_of(without, "4"), cell_of(without, "4", 2023), tile_of(without, "2")):
        assert not any(word in shown.get_text() for word in (A, D, U, NOT, "Grade", "by the rule"))
    assert tile_of(without, "4").select_one(".wres-rag").get_text() == "Better for BME staff"


def test_the_matrix_shows_both_grades_and_the_reason_as_text(report):
    reason = 'Fewer than <b>ten</b> & "few" places'
    changed = own_grade(report, "4", A, reason)
    cell = cell_of(changed, "4", 2023)
    assert cell.select_one(".wres-grade").get_text() == f"Grade: {A} (by the rule: {D})"
    assert reason in cell.get_text()
    assert cell.find("b") is None
    assert "(0.57 (95% interval" in cell.get_text()
    assert cell_of(changed, "4", 2022).get_text() == cell_of(report, "4", 2022).get_text()


def test_an_own_grade_of_an_earlier_year_stands_in_that_years_cell(report):
    changed = own_grade(report, "4", U, "A reason.", 2022)
    assert f"Grade: {U}" in cell_of(changed, "4", 2022).get_text()
    assert f"Grade: {U}" not in tile_of(changed, "4").get_text()


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
