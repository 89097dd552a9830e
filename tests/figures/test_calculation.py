"""The figures of a return: those of the source report, and small returns made for one question each."""

import shutil
from fractions import Fraction
from math import floor, isnan
from pathlib import Path
from random import Random

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from laws import law
from small_project import retype
from statsmodels.stats.proportion import proportion_confint

from wres.figures.calculation import figures_of_year, figures_of_years
from wres.figures.evidence import evidence
from wres.figures.figure import Figure, Figures
from wres.figures.formulas.survey_percentage import counts_that_fit
from wres.figures.intervals import Pair, gap_interval
from wres.returns.reading import Return
from wres.returns.settings import ReturnFile
from wres.returns.validate import usable_return
from wres.standard.bands import CLUSTERS
from wres.standard.groups import GROUPS, SEATS

LAW = law(1 / 3)
HEADERS = {
    "workforce": "cluster,band,ethnicity,headcount",
    "recruitment": "stage,ethnicity,headcount",
    "disciplinary": "ethnicity,headcount",
    "training": "ethnicity,headcount",
    "survey": "indicator,ethnicity,respondents,percentage,yes",
    "board": "ethnicity,voting,executive,headcount",
    "earlier_figures": "year,indicator,measure,value,source",
}
STAFF = (60, 40, 10)
ALL_STAFF = """
non-clinical,5,White,60
non-clinical,5,BME,40
non-clinical,5,Unknown,10
"""


@pytest.fixture(scope="module")
def counted(data: Path) -> Figures:
    """The figures of the default book before anything is hidden."""
    return Figures(figures_of_years(data, [usable_return(data, "QHG", year) for year in (2022, 2023)]))


def folder_of(data: Path, year: int, staff: tuple[int, int, int] = STAFF, **files: str) -> Path:
    """A small return with these files; without a workforce, all staff are in one band."""
    folder = data / "returns" / "QHG" / str(year)
    folder.mkdir()
    content = {
        "organisation": "QHG",
        "year": year,
        "body": "A body",
        "snapshot_date": f"{year}-03-31",
        "staff_in_post": dict(zip(GROUPS.values(), staff, strict=True)),
        "survey_year": year - 1,
        "sources": "Made for a test",
    }
    (folder / "return.yml").write_text(yaml.safe_dump(content), encoding="utf-8")
    for name, rows in {"workforce": ALL_STAFF, **files}.items():
        text = f"{HEADERS[name]}\n{rows.strip()}\n"
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def figures_from(data: Path, staff: tuple[int, int, int] = STAFF, year: int = 2025, **files: str) -> Figures:
    """The figures of a small return."""
    folder_of(data, year, staff, **files)
    return Figures(figures_of_year(data, usable_return(data, "QHG", year)))


# The figures of the source report


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("headcount.white.2022", "288"),
        ("headcount.bme.2022", "96"),
        ("headcount.unknown.2022", "14"),
        ("headcount.all.2022", "398"),
        ("headcount.white.2023", "309"),
        ("headcount.bme.2023", "99"),
        ("headcount.unknown.2023", "13"),
        ("headcount.all.2023", "421"),
        ("share.white.2022", "72.4%"),
        ("share.bme.2022", "24.1%"),
        ("share.unknown.2022", "3.5%"),
        ("share.white.2023", "73.4%"),
        ("share.bme.2023", "23.5%"),
        ("share.unknown.2023", "3.1%"),
        ("declared.2022", "96.5%"),
        ("declared.2023", "96.9%"),
        ("headcount_change.all.2023", "+23"),  # 421 - 398
        ("share_change.bme.2023", "\u22120.6 percentage points"),
    ],
)
def test_the_workforce_is_as_reported(counted, id, expected):
    assert counted[f"workforce.{id}"].text == expected


@pytest.mark.parametrize(
    ("band", "year", "white", "bme", "unknown", "total"),
    [  # Counts printed as a dash are the totals less what is printed.
        ("clinical.1-7", 2022, 33, 11, 2, 46),
        ("clinical.1-7", 2023, 33, 5, 2, 40),
        ("clinical.8a-vsm", 2022, 49, 31, 4, 84),
        ("clinical.8a-vsm", 2023, 50, 30, 5, 85),
        ("non-clinical.1-7", 2022, 98, 28, 4, 130),
        ("non-clinical.1-7", 2023, 106, 50, 3, 159),
        ("non-clinical.8a-vsm", 2022, 107, 24, 4, 135),
        ("non-clinical.8a-vsm", 2023, 120, 14, 3, 137),
    ],
)
def test_the_bands_are_as_reported(counted, band, year, white, bme, unknown, total):
    groups = {"white": white, "bme": bme, "unknown": unknown, "all": total}
    assert {g: counted[f"i1.headcount.{band}.{g}.{year}"].value for g in groups} == groups


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("share.clinical.1-7.white.2023", "82.5%"),
        ("share.clinical.1-7.bme.2023", "12.5%"),
        ("share.clinical.1-7.unknown.2023", "5.0%"),
        ("share.clinical.8a-vsm.white.2023", "58.8%"),
        ("share.clinical.8a-vsm.bme.2023", "35.3%"),
        ("share.clinical.8a-vsm.unknown.2023", "5.9%"),
        ("share.non-clinical.8a-vsm.bme.2023", "10.2%"),  # 14/137, reported as 10%
        ("share.clinical.8a-vsm.bme.2022", "36.9%"),  # 31/84, reported as 39%
        # 14/137 - 24/135 = 0.102190 - 0.177778
        ("share_change.non-clinical.8a-vsm.bme.2023", "\u22127.6 percentage points"),
        # 14/137 - 99/421 = 0.102190 - 0.235154
        ("difference.non-clinical.senior.bme.2023", "\u221213.3 percentage points"),
    ],
)
def test_the_shares_by_band_are_as_reported_or_as_the_counts_give_them(counted, id, expected):
    assert counted[f"i1.{id}"].text == expected


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("i2.likelihood.white.2023", "30.8%"),
        ("i2.likelihood.bme.2023", "14.0%"),
        ("i2.likelihood.unknown.2023", "48.0%"),
        ("i2.likelihood.white.2022", "23.2%"),
        ("i2.likelihood.bme.2022", "10.1%"),
        ("i2.likelihood.unknown.2022", "10.5%"),
        ("i2.relative_likelihood.2023", "2.19"),
        ("i2.relative_likelihood.2022", "2.31"),
        ("i2.relative_likelihood_change.2023", "\u22120.12"),
        ("i2.shortlisted.all.2023", "362"),  # 159 + 178 + 25
        ("i4.likelihood.white.2022", "40.3%"),
        ("i4.likelihood.bme.2022", "50.0%"),
        ("i4.likelihood.white.2023", "13.9%"),
        ("i4.likelihood.bme.2023", "24.2%"),  # 24/99, misprinted in the report as 26.97%
        ("i4.relative_likelihood.2022", "0.81"),
    ],
)
def test_the_likelihoods_are_as_reported(counted, id, expected):
    assert counted[id].text == expected


def test_the_training_ratio_of_2023_is_what_its_counts_give_and_not_the_misprint(counted):
    # (43/309) / (24/99) = 4257/7416 = 0.574; the report prints 0.52.
    assert counted["i4.relative_likelihood.2023"].text == "0.57"


def test_nobody_disciplined_gives_no_ratio_in_either_year(counted):
    for year in (2022, 2023):
        assert counted[f"i3.entered.all.{year}"].status == "zero"
        assert counted[f"i3.likelihood.bme.{year}"].status == "zero"
        assert counted[f"i3.relative_likelihood.{year}"].status == "undefined"
    assert counted["i3.relative_likelihood_change.2023"].status == "undefined"


SURVEY = [  # indicator, year, base and percentage of White, base and percentage of BME respondents
    (5, 2022, 201, "10.0%", 47, "10.6%"),
    (5, 2023, 250, "8.0%", 55, "12.7%"),
    (6, 2022, 202, "12.9%", 47, "19.1%"),
    (6, 2023, 250, "10.4%", 55, "18.2%"),
    (7, 2022, 207, "60.9%", 48, "33.3%"),
    (7, 2023, 248, "61.7%", 57, "29.8%"),
    (8, 2022, 210, "5.2%", 48, "10.4%"),
    (8, 2023, 248, "4.4%", 54, "14.8%"),
]


@pytest.mark.parametrize(("number", "year", "white", "white_said", "bme", "bme_said"), SURVEY)
def test_survey_percentages_and_their_bases_are_as_reported(
    counted, number, year, white, white_said, bme, bme_said
):
    for group, base, said in (("white", white, white_said), ("bme", bme, bme_said)):
        assert counted[f"i{number}.respondents.{group}.{year}"].value == base
        percentage = counted[f"i{number}.percentage.{group}.{year}"]
        assert (percentage.text, percentage.denominator) == (said, base)
    assert counted[f"i{number}.percentage.unknown.{year}"].status == "not_collected"


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("i5.gap.2023", "+4.7"),  # 7/55 - 20/250
        ("i6.gap.2023", "+7.8"),  # 10/55 - 26/250
        ("i7.gap.2023", "\u221231.9"),  # 17/57 - 153/248
        ("i8.gap.2023", "+10.4"),  # 8/54 - 11/248
        ("i5.percentage_change.bme.2023", "+2.1"),  # 7/55 - 5/47
        ("i6.percentage_change.bme.2023", "\u22121.0"),  # 10/55 - 9/47; the report took 18.2 - 19.1
        ("i7.percentage_change.bme.2023", "\u22123.5"),  # 17/57 - 16/48
        ("i8.percentage_change.bme.2023", "+4.4"),  # 8/54 - 5/48
    ],
)
def test_survey_gaps_and_changes_are_of_the_counts_and_not_of_rounded_percentages(counted, id, expected):
    assert counted[id].number == expected


@pytest.mark.parametrize(
    ("group", "share", "difference"),
    [
        ("white", "84.6%", "+11.2"),  # 11/13 - 309/421; misprinted in the report as 10.6
        ("bme", "0.0%", "\u221223.5"),
        ("unknown", "15.4%", "+12.3"),
    ],
)
def test_the_board_is_as_reported(counted, group, share, difference):
    assert counted[f"i9.share.board.{group}.2023"].text == share
    assert counted[f"i9.difference.board.{group}.2023"].number == difference


def test_a_board_without_bme_members_has_none_and_is_not_left_blank(counted):
    assert counted["i9.members.board.bme.2023"].status == "zero"
    assert counted["i9.share.board.bme.2023"].status == "zero"


def test_a_board_not_split_by_seat_has_no_voting_or_executive_figures(counted):
    for seat in ("voting", "executive"):
        for measure in ("members", "share", "difference"):
            assert counted[f"i9.{measure}.{seat}.bme.2023"].status == "not_collected"


def test_a_year_known_only_as_published_has_its_figure_and_its_source_but_no_interval(counted):
    published = counted["i2.relative_likelihood.2021"]
    assert (published.text, published.interval, published.evidence) == ("2.66", "", "")
    assert published.source.as_published
    assert "i2.likelihood.white.2021" not in counted


# Small returns: bands


def test_single_bands_are_added_into_those_below_8a_and_those_from_8a_on(own_data):
    figures = figures_from(
        own_data,
        (50, 30, 5),
        workforce="""
            clinical,under-1,White,1
            clinical,1,BME,2
            clinical,7,White,20
            clinical,7,BME,10
            clinical,8a,White,12
            clinical,8a,BME,6
            clinical,9,White,6
            clinical,vsm,White,11
            clinical,vsm,BME,12
            clinical,vsm,Unknown,5
        """.replace(" ", ""),
    )
    # below 8a: White 1 + 20, BME 2 + 10; from 8a on: White 12 + 6 + 11, BME 6 + 12, Unknown 5
    assert [figures[f"i1.headcount.clinical.lower.{g}.2025"].value for g in (*GROUPS, "all")] == [
        21,
        12,
        0,
        33,
    ]
    assert [figures[f"i1.headcount.clinical.senior.{g}.2025"].value for g in (*GROUPS, "all")] == [
        29,
        18,
        5,
        52,
    ]
    assert figures["i1.headcount.clinical.under-1.white.2025"].value == 1
    assert figures["i1.share.clinical.8a.bme.2025"].text == "33.3%"  # 6 of 18
    # 18/52 - 30/85 = 0.346154 - 0.352941
    assert figures["i1.difference.clinical.senior.bme.2025"].number == "\u22120.7"


def test_a_group_without_a_row_in_a_band_has_nobody_there(own_data):
    figures = figures_from(own_data, (60, 40, 0), workforce="clinical,8a,White,60\nclinical,5,BME,40")
    assert figures["i1.headcount.clinical.8a.bme.2025"].status == "zero"
    assert figures["i1.share.clinical.8a.bme.2025"].text == "0.0%"
    assert "i1.headcount.clinical.8b.bme.2025" not in figures


def test_medical_grades_are_a_cluster_of_their_own_neither_below_nor_above_8a(own_data):
    figures = figures_from(
        own_data,
        (30, 25, 0),
        workforce="""
medical,medical-consultant,White,20
medical,medical-consultant,BME,5
medical,medical-trainee,BME,15
medical,medical-non-consultant,White,10
medical,medical-non-consultant,BME,5
""",
    )
    assert figures["i1.share.medical.medical-consultant.bme.2025"].text == "20.0%"  # 5 of 25
    assert figures["i1.headcount.medical.all.bme.2025"].value == 25
    assert not [f.id for f in figures if f.breakdown in ("medical.senior", "medical.lower")]


def test_staff_in_no_band_have_a_row_and_count_in_the_workforce(own_data):
    figures = figures_from(
        own_data,
        (62, 43, 10),
        workforce=ALL_STAFF + "other,other,White,2\nother,other,BME,3",
    )
    assert figures["i1.headcount.other.other.all.2025"].value == 5
    assert figures["i1.share.other.other.bme.2025"].text == "60.0%"
    assert figures["workforce.headcount.all.2025"].value == 115  # 110 + 5
    assert "i1.headcount.other.senior.bme.2025" not in figures


def test_the_unbanded_staff_of_2022_are_the_three_that_its_bands_miss(counted):
    # 398 - (46 + 84 + 130 + 135)
    assert counted["i1.headcount.other.other.all.2022"].value == 3


def test_ethnic_codes_are_added_into_the_three_groups(own_data):
    figures = figures_from(
        own_data,
        (9, 12, 3),
        workforce="clinical,5,A,4\nclinical,5,C3,5\nclinical,5,D,7\nclinical,5,PA,5\nclinical,5,Z,3",
    )
    assert [figures[f"i1.headcount.clinical.5.{g}.2025"].value for g in GROUPS] == [9, 12, 3]


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("i1.known.non-clinical.senior.2023", "134"),  # 137 - 3
        ("i1.known_share.non-clinical.senior.bme.2023", "10.4%"),  # 14/134
        ("i1.known_share.non-clinical.senior.white.2023", "89.6%"),  # 120/134
        ("workforce.known.2023", "408"),  # 421 - 13
        ("workforce.known_share.bme.2023", "24.3%"),  # 99/408
        # 14/134 - 99/408 = 0.104478 - 0.242647
        ("i1.known_difference.non-clinical.senior.bme.2023", "\u221213.8 percentage points"),
    ],
)
def test_shares_of_staff_of_known_ethnicity_leave_the_unknown_out_of_both_bases(counted, id, expected):
    assert counted[id].text == expected


@pytest.mark.parametrize("year", [2022, 2023])
def test_the_bands_reconcile_with_the_workforce(counted, year):
    for group in (*GROUPS, "all"):
        clusters = [counted.find(f"i1.headcount.{c}.all.{group}.{year}") for c in CLUSTERS]
        total = sum(f.value for f in clusters if f.status != "not_collected")
        assert total == counted[f"workforce.headcount.{group}.{year}"].value


# Small returns: likelihoods


def test_each_ratio_is_the_right_way_round(own_data):
    figures = figures_from(
        own_data,
        recruitment="shortlisted,White,100\nshortlisted,BME,50\nshortlisted,Unknown,10\n"
        "appointed,White,30\nappointed,BME,5\nappointed,Unknown,1",
        disciplinary="White,3\nBME,8\nUnknown,0",
        training="White,30\nBME,10\nUnknown,1",
    )
    assert figures["i2.relative_likelihood.2025"].text == "3.00"  # White / BME: (30/100) / (5/50)
    assert figures["i3.relative_likelihood.2025"].text == "4.00"  # BME / White: (8/40) / (3/60)
    assert figures["i4.relative_likelihood.2025"].text == "2.00"  # White / BME: (30/60) / (10/40)
    assert figures["i2.gap.2025"].number == "+20.0"  # 30% - 10%
    assert figures["i3.gap.2025"].number == "+15.0"  # 20% - 5%


def test_nobody_of_the_other_group_gives_a_ratio_without_limit(own_data):
    figures = figures_from(own_data, disciplinary="White,0\nBME,12\nUnknown,0")
    assert figures["i3.relative_likelihood.2025"].status == "infinite"


def test_files_that_are_absent_were_not_collected_and_are_never_zero(own_data):
    figures = figures_from(own_data)
    for id in (
        "i2.shortlisted.white.2025",
        "i2.appointed.bme.2025",
        "i2.relative_likelihood.2025",
        "i3.entered.bme.2025",
        "i3.relative_likelihood.2025",
        "i4.accessed.white.2025",
        "i4.gap.2025",
        "i5.respondents.bme.2025",
        "i7.percentage.white.2025",
        "i8.gap.2025",
        "i9.members.board.bme.2025",
        "i9.share.voting.white.2025",
        "i9.difference.board.bme.2025",
    ):
        assert figures[id].status == "not_collected", id
    assert figures["i3.staff.bme.2025"].value == 40


@pytest.mark.parametrize("rows", ["White,3\nBME,\nUnknown,0", "White,3\nUnknown,0"])
def test_a_blank_count_or_a_missing_group_was_not_collected_and_is_never_zero(own_data, rows):
    figures = figures_from(own_data, disciplinary=rows)
    assert figures["i3.entered.bme.2025"].status == "not_collected"
    assert figures["i3.entered.all.2025"].status == "not_collected"
    assert figures["i3.relative_likelihood.2025"].status == "not_collected"
    assert figures["i3.likelihood.white.2025"].text == "5.0%"  # 3 of 60


# Small returns: survey


def test_a_survey_may_give_counts_in_place_of_percentages(own_data):
    figures = figures_from(own_data, survey="5,White,200,,31\n5,BME,40,,9\n5,Unknown,,,")
    bme = figures["i5.percentage.bme.2025"]
    assert (bme.text, bme.numerator, bme.denominator) == ("22.5%", 9, 40)
    assert figures["i5.gap.2025"].number == "+7.0"  # 22.5% - 15.5%
    assert figures["i6.percentage.bme.2025"].status == "not_collected"


def test_none_of_the_respondents_is_zero_percent(own_data):
    figures = figures_from(own_data, survey="5,White,200,,31\n5,BME,40,0,\n6,BME,40,,0")
    for number in (5, 6):
        percentage = figures[f"i{number}.percentage.bme.2025"]
        assert (percentage.status, percentage.text) == ("zero", "0.0%")


def test_a_percentage_that_no_count_gives_stands_as_published_without_an_interval(own_data):
    # Of 10 people some tenth answered: 12.7% is nobody's count.
    figures = figures_from(own_data, survey="5,White,200,,31\n5,BME,10,12.7,")
    bme = figures["i5.percentage.bme.2025"]
    assert (bme.text, bme.interval) == ("12.7%", "")
    assert isnan(bme.numerator)
    assert figures["i5.gap.2025"].number == "\u22122.8"  # 12.7% - 15.5%
    assert figures["i5.gap.2025"].interval == ""


@pytest.mark.parametrize("answer", ["0,", ",0"])
def test_a_percentage_of_no_respondents_is_undefined_and_not_zero(own_data, answer):
    figures = figures_from(own_data, survey=f"5,White,200,,31\n5,BME,0,{answer}")
    assert figures["i5.percentage.bme.2025"].status == "undefined"
    assert figures["i5.gap.2025"].status == "undefined"


def test_survey_rows_by_ethnic_code_are_added_and_none_is_dropped(own_data):
    figures = figures_from(own_data, survey="5,A,100,,10\n5,B,50,,8\n5,D,30,,3\n5,M,10,,3")
    white, bme = (figures[f"i5.percentage.{group}.2025"] for group in ("white", "bme"))
    assert (white.numerator, white.denominator) == (18, 150)
    assert (bme.numerator, bme.denominator) == (6, 40)


@pytest.mark.parametrize(
    ("percentage", "base", "count"),
    [(12.7, 55, 7), (8, 250, 20), (61.7, 248, 153), (0, 55, 0), (100, 55, 55)],
)
def test_a_percentage_and_its_base_give_back_the_count(percentage, base, count):
    assert counts_that_fit(percentage, base) == (count, count)


def as_printed(count: int, base: int, decimals: int) -> Fraction:
    shift = 10**decimals
    return Fraction(floor(Fraction(100 * shift * count, base) + Fraction(1, 2)), shift)


@law()
@given(
    st.integers(1, 3000).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))),
    st.booleans(),
)
def test_the_counts_that_fit_are_all_that_print_as_the_percentage(counts, whole):
    count, base = counts
    percentage = as_printed(count, base, 0 if whole else 1)
    # On the half, some round up and some to even: both ends are possible.
    half = Fraction(1, 2) if whole else Fraction(1, 20)
    fits = [n for n in range(base + 1) if abs(Fraction(100 * n, base) - percentage) <= half]
    assert counts_that_fit(float(percentage), base, whole) == (fits[0], fits[-1])


@pytest.mark.parametrize(("count", "base"), [(1, 1333), (0, 1997), (999, 1998)])
def test_a_count_of_a_large_base_is_given_back_when_its_neighbours_print_otherwise(count, base):
    # Neighbours are just over 0.05 away: 0 of 1,997 prints as 0.0% and 1 of 1,997 as 0.1%.
    assert counts_that_fit(float(as_printed(count, base, 1)), base) == (count, count)


@pytest.mark.parametrize(
    ("percentage", "base", "expected"),
    [
        (12.7, 20_000, (2530, 2550)),  # 12.65% to 12.75%
        (13.0, 55, (7, 7)),  # printed without decimals: 12.7% is nobody's 13.0%
        (12.7, 10, None),
        (float("nan"), 55, None),
        (12.7, 0, None),
    ],
)
def test_several_counts_may_fit_or_none(percentage, base, expected):
    assert counts_that_fit(percentage, base) == expected


def test_a_survey_printed_in_whole_percentages_keeps_its_intervals_and_words(own_data):
    # -32 points on 57 and 248 respondents, as a board paper prints them: 30% is 17 (29.8%), 62% 153 to 155.
    figures = figures_from(own_data, survey="7,White,248,62,\n7,BME,57,30,")
    white, bme = (figures[f"i7.percentage.{group}.2025"] for group in ("white", "bme"))
    assert (bme.numerator, bme.text) == (17, "29.8%")
    assert white.text == "62.0%"
    assert white.low == pytest.approx(proportion_confint(153, 248, method="wilson")[0])
    assert white.high == pytest.approx(proportion_confint(155, 248, method="wilson")[1])
    gap, ratio = figures["i7.gap.2025"], figures["i7.percentage_ratio.2025"]
    assert (gap.low, gap.high) == (
        gap_interval(Pair(17, 57, 155, 248))[0], gap_interval(Pair(17, 57, 153, 248))[1]
    )  # fmt: skip
    assert (gap.evidence, ratio.evidence) == ("lower", "lower")


def test_a_word_from_whole_percentages_holds_for_every_count_that_fits(own_data):
    # 9% of 1,000 is 85 to 94 and 6% is 55 to 64: from 85 against 64 (not clear) to 94 against 55 (clear).
    figures = figures_from(own_data, survey="8,White,1000,6,\n8,BME,1000,9,")
    assert evidence(gap_interval(Pair(94, 1000, 55, 1000)), 0.0, few=False) == "higher"
    assert evidence(gap_interval(Pair(85, 1000, 64, 1000)), 0.0, few=False) == "no clear difference"
    assert figures["i8.gap.2025"].evidence == "no clear difference"


# Small returns: the board


def test_voting_and_executive_members_are_counted_apart_where_the_split_is_given(own_data):
    figures = figures_from(
        own_data,
        board="White,yes,yes,4\nWhite,yes,no,5\nWhite,no,no,2\nBME,yes,no,1\nBME,no,yes,2\nUnknown,no,no,1",
    )
    members = {s: [figures[f"i9.members.{s}.{g}.2025"].value for g in (*GROUPS, "all")] for s in SEATS}
    assert members == {"board": [11, 3, 1, 15], "voting": [9, 1, 0, 10], "executive": [4, 2, 0, 6]}
    # 1/10 - 40/110 and 2/6 - 40/110
    assert figures["i9.difference.voting.bme.2025"].number == "\u221226.4"
    assert figures["i9.difference.executive.bme.2025"].number == "\u22123.0"


@pytest.mark.parametrize(
    ("rows", "evidence"),
    [
        ("White,,,28\nBME,,,2\nUnknown,,,0", "lower"),
        ("White,,,22\nBME,,,2\nUnknown,,,6", "no clear difference"),
    ],
)
def test_a_board_is_below_its_workforce_only_whoever_its_unknown_members_are(own_data, rows, evidence):
    # 2 of 30 beside 40 of 110 staff is clearly below; were the six unknown members BME, 8 of 30 would not be.
    figures = figures_from(own_data, board=rows)
    difference = figures["i9.difference.board.bme.2025"]
    assert (difference.number, difference.evidence) == ("\u221229.7", evidence)


def test_a_board_split_by_voting_alone_has_no_executive_figures(own_data):
    figures = figures_from(own_data, board="White,yes,,8\nBME,no,,2\nUnknown,no,,0")
    assert figures["i9.share.voting.white.2025"].text == "100.0%"
    assert figures["i9.share.executive.white.2025"].status == "not_collected"


def test_a_blank_number_of_board_members_was_not_collected_and_is_never_zero(own_data):
    figures = figures_from(own_data, board="White,,,11\nBME,,,\nUnknown,,,2")
    assert figures["i9.members.board.bme.2025"].status == "not_collected"
    assert figures["i9.members.board.all.2025"].status == "not_collected"
    assert figures["i9.share.board.white.2025"].status == "not_collected"


@pytest.mark.parametrize("year", [2022, 2023])
def test_the_differences_of_the_board_add_up_to_nothing(counted, year):
    total = sum(counted[f"i9.difference.board.{g}.{year}"].value for g in GROUPS)
    assert total == pytest.approx(0, abs=1e-12)


# Years together


def test_the_first_year_has_no_change_on_the_year_before(counted):
    assert not [f.id for f in counted if "_change" in f.measure and f.year == 2022]


def test_years_may_come_in_any_order(data, counted):
    returns = [usable_return(data, "QHG", year) for year in (2023, 2022)]
    assert keyed(figures_of_years(data, returns)) == keyed(counted)


def test_a_calculated_figure_stands_before_the_same_one_as_published(own_data):
    folder_of(own_data, 2025, disciplinary="White,3\nBME,8\nUnknown,0")
    folder_of(own_data, 2026, earlier_figures="2025,3,relative_likelihood,9.99,A report")
    figures = Figures(figures_of_years(own_data, [usable_return(own_data, "QHG", y) for y in (2025, 2026)]))
    assert figures["i3.relative_likelihood.2025"].text == "4.00"  # (8/40) / (3/60)


def test_a_published_figure_stands_where_the_calculated_one_was_not_collected(own_data):
    folder_of(own_data, 2025)
    folder_of(own_data, 2026, earlier_figures="2025,2,relative_likelihood,2.66,A report")
    figures = Figures(figures_of_years(own_data, [usable_return(own_data, "QHG", y) for y in (2025, 2026)]))
    assert (figures["i2.relative_likelihood.2025"].text, figures["i2.likelihood.bme.2025"].status) == (
        "2.66", "not_collected"
    )  # fmt: skip


# Breaks in a series


def test_across_a_declared_break_a_change_is_not_comparable(own_data):
    folder_of(
        own_data, 2025, disciplinary="White,3\nBME,8\nUnknown,0", survey="7,White,200,,150\n7,BME,80,,70"
    )
    folder_of(
        own_data, 2026, disciplinary="White,3\nBME,8\nUnknown,0", survey="7,White,200,,50\n7,BME,80,,20"
    )
    breaks = "breaks:\n  - {indicators: [7], reason: Another question.}\nsources:"
    retype(own_data / "returns/QHG/2026/return.yml", {"sources:": breaks})
    figures = Figures(figures_of_years(own_data, [usable_return(own_data, "QHG", y) for y in (2025, 2026)]))
    for id in ("i7.percentage_change.bme.2026", "i7.gap_change.2026", "i7.percentage_ratio_change.2026"):
        assert figures[id].evidence == "not comparable" and figures[id].interval == ""
    assert figures["i3.relative_likelihood_change.2026"].evidence == "no clear difference"


def test_events_over_another_number_of_years_are_not_comparable(own_data):
    for year, window in ((2025, 2), (2026, 1)):
        folder_of(own_data, year, disciplinary="White,3\nBME,8\nUnknown,0")
        policy = f"policies: {{disciplinary_window_years: {window}}}\nsources:"
        retype(own_data / f"returns/QHG/{year}/return.yml", {"sources:": policy})
    figures = Figures(figures_of_years(own_data, [usable_return(own_data, "QHG", y) for y in (2025, 2026)]))
    assert figures["i3.likelihood_change.bme.2026"].evidence == "not comparable"
    assert figures["workforce.share_change.bme.2026"].evidence == ""


# Laws


def keyed(figures) -> dict[str, tuple]:
    """Everything that a figure says but its rows, by id; the order of its parents means nothing."""
    return {
        f.id: (f.text, f.interval, f.status, f.evidence,
               f.source.without_rows(rows.file for rows in f.source.rows),
               repr(f.value), repr(f.numerator), repr(f.denominator), repr(f.low), repr(f.high),
               frozenset(f.parents))
        for f in figures
    }  # fmt: skip


@pytest.fixture(scope="module")
def shuffled_data(data, tmp_path_factory) -> Path:
    return Path(shutil.copytree(data, tmp_path_factory.mktemp("shuffled") / "data"))


@law(1 / 6)
@given(st.integers(0, 10_000))
def test_the_order_of_rows_changes_no_figure(data, shuffled_data, counted, seed):
    for year in (2022, 2023):
        for path in (data / "returns" / "QHG" / str(year)).glob("*.csv"):
            header, *rows = path.read_text(encoding="utf-8").splitlines()
            Random(seed).shuffle(rows)
            own = shuffled_data / path.relative_to(data)
            own.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    returns = [usable_return(shuffled_data, "QHG", year) for year in (2022, 2023)]
    assert keyed(figures_of_years(shuffled_data, returns)) == keyed(counted)


BANDS = {
    "clinical": ["under-1", "1", "7", "8a", "vsm"],
    "non-clinical": ["1-7", "8a-vsm"],
    "medical": ["medical-consultant", "medical-trainee"],
    "other": ["other"],
}


@st.composite
def returns(draw) -> Return:
    """Returns with any headcounts in any bands, and any board."""
    cells = [(c, b, g) for c, bands in BANDS.items() for b in bands for g in GROUPS]
    chosen = draw(st.lists(st.sampled_from(cells), min_size=1, unique=True))
    rows = [(n, *cell, draw(st.integers(0, 40))) for n, cell in enumerate(chosen, start=2)]
    workforce = pd.DataFrame(rows, columns=["row", "cluster", "band", "group", "headcount"])
    seats = st.sampled_from(["yes", "no"])
    members = [
        (n, g, draw(seats), draw(seats), draw(st.integers(0, 9))) for n, g in enumerate(GROUPS, start=2)
    ]
    board = pd.DataFrame(members, columns=["row", "group", "voting", "executive", "headcount"])
    staff = workforce.groupby("group")["headcount"].sum()
    file = ReturnFile.model_validate(
        {
            "organisation": "QHG",
            "year": 2023,
            "body": "A body",
            "snapshot_date": "2023-03-31",
            "staff_in_post": {label: int(staff.get(g, 0)) for g, label in GROUPS.items()},
            "sources": "Made for a test",
        }
    )
    return Return(Path(), file, {"workforce": workforce, "board": board})


def groups_of(figures: list[Figure], measure: str) -> dict[tuple[str, str], dict[str, Figure]]:
    """Figures of a measure: indicator and breakdown → group → figure."""
    found: dict[tuple[str, str], dict[str, Figure]] = {}
    for one in figures:
        if one.measure == measure:
            found.setdefault((one.indicator, one.breakdown), {})[one.group] = one
    return found


@LAW
@given(given_return=returns())
def test_whatever_the_return_ids_are_unique_and_its_parts_add_up(data, given_return):
    figures = figures_of_year(data, given_return)
    ids = [f.id for f in figures]
    assert len(set(ids)) == len(ids)
    assert all(id == id.lower() and " " not in id for id in ids)
    known = set(ids)
    assert all(parent in known for f in figures for parent in f.parents)
    for shares in groups_of(figures, "share").values():
        values = [shares[g].value for g in GROUPS]
        assert all(isnan(v) for v in values) or sum(values) == pytest.approx(1)
    for differences in groups_of(figures, "difference").values():
        values = [differences[g].value for g in GROUPS]
        assert all(isnan(v) for v in values) or sum(values) == pytest.approx(0, abs=1e-9)
    for known in groups_of(figures, "known_share").values():
        values = [f.value for f in known.values()]
        assert all(isnan(v) for v in values) or sum(values) == pytest.approx(1)
    staff = groups_of(figures, "headcount")
    for group in (*GROUPS, "all"):
        clusters = [f[group].value for (i, b), f in staff.items() if i == "i1" and b.endswith(".all")]
        assert sum(clusters) == staff["workforce", ""][group].value
