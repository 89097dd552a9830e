"""The year before a new organisation's first: added up where that is right, and never telling more."""

import shutil
from itertools import count
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from laws import law
from small_project import ROOT

from wres.errors import InvalidInput
from wres.figures.status import Status
from wres.figures.unit import Unit
from wres.pages.about import about
from wres.pages.changes import changes_table
from wres.pages.series_breaks import breaks
from wres.pages.workforce import changes
from wres.publication import Publication, publication

NUMBERS = count()
GROUPS = ("White", "BME", "Unknown")
Counts = dict[str, tuple[int, int, int]]  # file or band: White, BME, Unknown

# Invented: bands, then events; by hand below.
ONE: Counts = {"5": (40, 30, 6), "8a": (20, 10, 6), "shortlisted": (100, 80, 20), "appointed": (30, 12, 8)}
TWO: Counts = {"5": (60, 20, 8), "8a": (30, 15, 7), "shortlisted": (200, 120, 30), "appointed": (50, 15, 3)}
THREE: Counts = {
    "5": (110, 60, 14),
    "8a": (60, 30, 13),
    "shortlisted": (300, 200, 50),
    "appointed": (80, 40, 9),
}


def write(data: Path, code: str, year: int, counts: Counts, more: str = "", **files: str) -> None:
    """Write an invented return: clinical bands and recruitment, and files as typed."""
    own = data / f"returns/{code}/{year}"
    own.mkdir(parents=True)
    bands = {band: row for band, row in counts.items() if band not in ("shortlisted", "appointed")}
    rows = [
        f"clinical,{band},{g},{n}" for band, row in bands.items() for g, n in zip(GROUPS, row, strict=True)
    ]
    files["workforce"] = "\n".join(["cluster,band,ethnicity,headcount", *rows])
    stages = [(s, counts[s]) for s in ("shortlisted", "appointed") if s in counts]
    if stages:
        rows = [f"{s},{g},{n}" for s, row in stages for g, n in zip(GROUPS, row, strict=True)]
        files["recruitment"] = "\n".join(["stage,ethnicity,headcount", *rows])
    for name, text in files.items():
        (own / f"{name}.csv").write_text(f"{text}\n", encoding="utf-8")
    staff = {g: sum(row[place] for row in bands.values()) for place, g in enumerate(GROUPS)}
    lines = [f"organisation: {code}", f"year: {year}", f"body: {BODY[code]}", f"snapshot_date: {year}-03-31",
             f"survey_year: {year - 1}", "sources: Invented", f"staff_in_post: {staff}", more]  # fmt: skip
    (own / "return.yml").write_text("\n".join(lines), encoding="utf-8")


BODY = {
    code: f"NHS {area} Integrated Care Board"
    for code, area in {
        "QMJ": "North Central London", "QRV": "North West London", "Z9B2Z": "West and North London",
        "QRL": "Hampshire and Isle of Wight", "S1Y5D": "Central East",
        "QNC": "Staffordshire and Stoke-on-Trent",
        "QE1": "Lancashire and South Cumbria",
    }.items()
}  # fmt: skip


@pytest.fixture(scope="module")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder without returns."""
    folder = tmp_path_factory.mktemp("before") / "data"
    return Path(shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("returns", "published")))


def fresh(nobody: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(nobody, nobody.with_name(f"data-{next(NUMBERS)}")))


def london(nobody: Path, one: Counts = ONE, two: Counts = TWO, more: str = "", **files: str) -> Path:
    """Two boards that were merged into a third, each with a return."""
    data = fresh(nobody)
    write(data, "QMJ", 2026, one, more, **files)
    write(data, "QRV", 2026, two, **files)
    write(data, "Z9B2Z", 2027, THREE)
    return data


def merged(data: Path) -> Publication:
    """The first report of the third."""
    return publication("Z9B2Z", 2027, data)


def told(report: Publication) -> str:
    """The lines of the page about the report."""
    return about(report).html


# Where it is right


def test_counts_of_boards_that_were_merged_are_added_up(nobody: Path):
    report = merged(london(nobody))
    assert report.years == (2026, 2027) and report.added_from == ("QMJ", "QRV")
    figures = report.figures
    assert figures["workforce.headcount.white.2026"].value == 40 + 20 + 60 + 30
    assert figures["workforce.share.bme.2026"].value == pytest.approx(75 / 252)  # 30+10+20+15 of 76+36+88+52
    assert figures["i1.headcount.clinical.8a.bme.2026"].value == 10 + 15
    # White (80 of 300) over BME (27 of 200)
    assert figures["i2.relative_likelihood.2026"].value == pytest.approx((80 / 300) / (27 / 200))
    # and of 2027 80 of 300 and 40 of 200
    change = (80 / 300) / (40 / 200) - (80 / 300) / (27 / 200)
    assert figures["i2.relative_likelihood_change.2027"].value == pytest.approx(change)


def test_the_sources_of_sums_are_the_returns_of_the_bodies_before(nobody: Path):
    source = merged(london(nobody)).figures["i2.shortlisted.white.2026"].source.text
    assert source == "data/returns/QMJ/2026/recruitment.csv; data/returns/QRV/2026/recruitment.csv"


def test_pages_say_whose_year_it_is(nobody: Path):
    report = merged(london(nobody))
    assert f"its predecessors were {BODY['QMJ']} and {BODY['QRV']}" in told(report)
    (found,) = breaks(report, "2")
    assert (
        "took the place of NHS North Central London ICB and NHS North West London ICB on 1 April 2026"
        in found.why
    )
    assert "their counts added up" in found.why
    assert "Change from 2026 to 2027" in changes(report).html


def test_groups_of_bands_take_single_ones_in(nobody: Path):
    two = {"1-7": TWO["5"], "8a-vsm": TWO["8a"]}
    figures = merged(london(nobody, two=two)).figures
    assert figures["i1.headcount.clinical.lower.white.2026"].value == 40 + 60
    assert "i1.headcount.clinical.5.white.2026" not in figures


def test_boards_are_not_added_up_and_answers_are_where_their_number_is_known(nobody: Path):
    survey = "indicator,ethnicity,respondents,percentage,yes\n"
    survey += "5,White,50,20,\n5,BME,40,,10\n6,White,5000,20,\n6,BME,40,25,"
    board = "ethnicity,voting,executive,headcount\nWhite,,,8\nBME,,,2\nUnknown,,,0"
    figures = merged(london(nobody, survey=survey, board=board)).figures
    assert figures["i5.percentage.white.2026"].value == pytest.approx(20 / 100)  # 10 of 50, twice
    assert figures["i5.percentage.bme.2026"].value == pytest.approx(20 / 80)
    assert figures["i6.percentage.white.2026"].status == Status.NOT_COLLECTED  # 20.0% of 5,000: 998 to 1,002
    assert figures["i9.members.board.bme.2026"].status == Status.NOT_COLLECTED


def test_a_file_that_one_of_them_has_not_is_not_collected(nobody: Path):
    two = {"5": TWO["5"], "8a": TWO["8a"]}
    assert merged(london(nobody, two=two)).figures["i2.shortlisted.white.2026"].status == Status.NOT_COLLECTED


# Where it is not


def why_not(data: Path, code: str = "Z9B2Z") -> str:
    """Why a first report has no year before, as both its page and its tables say it."""
    report = publication(code, 2027, data)
    assert report.years == (2027,) and not report.added_from
    assert not [
        f for f in report.figures if f.year == 2026 and f.indicator not in ("benchmark", "population")
    ]
    assert report.no_year_before in told(report) and report.no_year_before in changes_table(report, {}).html
    return report.no_year_before


def test_a_missing_return_is_named(nobody: Path):
    data = london(nobody)
    shutil.rmtree(data / "returns/QRV")
    assert why_not(data) == f"No figures of 2026 are shown. No return of {BODY['QRV']} is held for that year."


def test_a_body_that_was_split_is_named(nobody: Path):
    data = fresh(nobody)
    write(data, "S1Y5D", 2027, THREE)
    said = why_not(data, "S1Y5D")
    assert "NHS Hertfordshire and West Essex Integrated Care Board was split" in said
    assert (
        "No return of NHS Bedfordshire, Luton and Milton Keynes Integrated Care Board and NHS Cambridge"
        in said
    )


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("policies: {disciplinary_window_years: 2}", "different numbers of years"),
        ("policies: {disclosure: {rounding: 5, reason: A}}", "rounded"),
        ("policies: {disclosure: {hide_zero: true}}", "a count of zero"),
    ],
)
def test_returns_that_were_made_otherwise_are_not_added_up(nobody: Path, more: str, said: str):
    assert said in why_not(london(nobody, more=more))


def test_another_day_is_another_count(nobody: Path):
    data = london(nobody)
    path = data / "returns/QMJ/2026/return.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("2026-03-31", "2025-09-30"), encoding="utf-8")
    assert "different days" in why_not(data)


def test_predecessors_without_a_code_are_named_and_not_added_up(nobody: Path):
    data = fresh(nobody)
    names = "".join(f"\n- {{name: NHS {n} CCG, until: 2022-07-01}}" for n in ("Stafford", "Stoke"))
    write(data, "QNC", 2023, THREE, f"predecessor:{names}")
    report = publication("QNC", 2023, data)
    assert "No return of NHS Stafford CCG and NHS Stoke CCG is held" in report.no_year_before
    assert "its predecessors were NHS Stafford CCG and NHS Stoke CCG" in told(report)


def test_a_body_that_others_joined_has_a_break_in_every_series(nobody: Path):
    data = fresh(nobody)
    for year in (2026, 2027):
        write(data, "QRL", year, THREE)
    report = publication("QRL", 2027, data)
    assert not report.added_from and not report.given.predecessor
    (found,) = breaks(report, "2")
    assert found.why == "On 1 April 2026 a part of NHS Frimley Integrated Care Board joined the organisation."
    assert report.figures["i2.relative_likelihood_change.2027"].evidence == "not comparable"


def test_an_organisation_that_followed_nobody_says_nothing(nobody: Path):
    data = fresh(nobody)
    write(data, "QE1", 2024, THREE)
    report = publication("QE1", 2024, data)
    assert report.no_year_before == "" and report.years == (2024,)


def test_what_is_wrong_in_a_return_that_would_be_added_is_told(nobody: Path):
    data = london(nobody)
    (data / "returns/QRV/2026/workforce.csv").write_text("cluster\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="data/returns/QRV/2026/workforce.csv"):
        merged(data)


# The door


def test_a_count_that_a_predecessor_hides_is_in_no_sum(nobody: Path):
    """Appointed, Unknown: 8 and 3. The second is hidden there, so that 11 less 8 would give it away."""
    data = london(nobody)
    assert publication("QRV", 2026, data).figures["i2.appointed.unknown.2026"].status == Status.SUPPRESSED
    assert publication("QMJ", 2026, data).figures["i2.appointed.unknown.2026"].value == 8
    figures = merged(data).figures
    assert figures["i2.appointed.unknown.2026"].status == Status.SUPPRESSED
    assert not figures["i2.appointed.all.2026"].known
    assert figures["i2.appointed.bme.2026"].value == 27


cells = st.one_of(st.integers(0, 12), st.integers(20, 90))
rows = st.tuples(cells, cells, cells)


@settings(law(0.3), phases=[Phase.explicit, Phase.generate])
@given(
    st.lists(rows, min_size=6, max_size=6),
    st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=2, max_size=2),
)
def test_sums_are_of_what_the_reports_before_print(nobody: Path, bands: list, appointed: list):
    """Whatever is printed of the year is a sum of printed counts, so that it tells nothing they do not."""
    parts = []
    for place in (0, 1):
        made: Counts = dict(zip(("5", "7", "8a"), bands[place::2], strict=True))
        happened = appointed[place]
        made["shortlisted"], made["appointed"] = tuple(n + 40 for n in happened), happened
        parts.append(made)
    data = london(nobody, *parts)
    report = merged(data)
    own = [publication(code, 2026, data).figures for code in ("QMJ", "QRV")]
    assert report.added_from
    for figure in report.figures:
        if figure.year == 2026 and figure.unit == Unit.PEOPLE and figure.known:
            wide = figure.id.replace(".1-7.", ".lower.").replace(".8a-vsm.", ".senior.")
            there = [each.find(figure.id if figure.id in each else wide) for each in own]
            assert all(each.known for each in there), figure.id
            assert figure.value == sum(each.value for each in there), figure.id


def test_single_bands_that_a_report_leaves_out_are_added_into_groups(nobody: Path):
    """Where most single bands are hidden they are left out, and so is who has nobody: band 7 of both."""
    few: Counts = {"5": (30, 1, 9), "6": (30, 2, 9), "7": (30, 0, 9)}
    many: Counts = dict.fromkeys(("2", "3", "4", "8a", "8b", "8c"), (50, 40, 30)) | {"7": (50, 0, 30)}
    data = london(nobody, few, many)
    assert "i1.headcount.clinical.7.bme.2026" not in publication("QMJ", 2026, data).figures
    figures = merged(data).figures
    assert "i1.headcount.clinical.7.bme.2026" not in figures
    assert figures["i1.headcount.clinical.senior.bme.2026"].value == 3 * 40
