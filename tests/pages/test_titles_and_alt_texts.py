"""What charts and tables show of a year that is missing and of a series that breaks."""

import base64
import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from wres.figures.figure import Figure
from wres.pages import indicator, titles_and_alt_texts
from wres.pages.blocks import Chart, ChartText
from wres.pages.chart import COLOURS, WIDE, Bar
from wres.pages.content.relative_likelihood import by_year as by_year_of
from wres.pages.fragments import Fragment
from wres.pages.indicator import FORMULAS
from wres.pages.indicator import charts as charts_of_indicator
from wres.pages.plots import bars, ratios
from wres.pages.workforce import chart
from wres.publication import Publication
from wres.returns.settings import SeriesBreak
from wres.standard.indicators import BY_CODE

BY_YEAR = "23456789"  # the indicators whose charts have a row for each year
NOT_COLLECTED = "not collected or not stated in the source"


def images(shown: Fragment) -> list[str]:
    """The text alternatives of the charts of a fragment."""
    return [image["alt"] for image in BeautifulSoup(shown.html, "html.parser").find_all("img")]


def drawn_by_year(report: Publication, number: str) -> list[str]:
    """The text alternatives of an indicator's charts that go through the years, folded ones too."""
    found = BY_CODE[number]
    folded = FORMULAS[found.formula].more_charts(report, found)
    every = images(charts_of_indicator(report, number)) + (images(folded) if folded else [])
    return [alt for alt in every if "by year" in alt or "and year" in alt]


def values(alt: str) -> dict[str, str]:
    """The values that a text alternative names, by what they are of."""
    listed = alt.split(". ", 1)[1]
    listed = re.sub(r"\.(?: The series breaks .*)?$", "", listed)
    return dict(each.split(": ", 1) for each in listed.split("; "))


def years(alt: str) -> list[int]:
    """The years that a text alternative goes through, each once, in their order."""
    found = (re.search(r"\b20\d\d\b", name) for name in values(alt))
    return list(dict.fromkeys(int(match[0]) for match in found if match))


def pictures(shown: Fragment) -> list[str]:
    """The pictures of a fragment for wide screens, as SVG."""
    sources = (image["src"] for image in BeautifulSoup(shown.html, "html.parser").find_all("img"))
    return [base64.b64decode(source.partition("base64,")[2]).decode() for source in sources]


def one_body(report: Publication, **update: object) -> Publication:
    """The book as if one body had stood in every year; ``update``: settings of the report year."""
    settings = {
        year: each.model_copy(update={"body": report.given.body, "predecessor": ()})
        for year, each in report.settings.items()
    }
    settings[report.year] = settings[report.year].model_copy(update=update)
    return replace(report, settings=settings)


def without_picture(draw: object, name: str, words: ChartText, *more: object, **other: object) -> Chart:
    """A chart without its pictures, in place of ``chart.drawn_chart``."""
    return Chart(name, words, (), b"", b"", b"", b"")


@pytest.fixture(scope="module")
def alts(report: Publication, gap_report: Publication) -> dict[str, dict[str, list[str]]]:
    """By book and indicator, the text alternatives of the charts; their pictures are not drawn for it."""
    books = {"report": report, "gap_report": gap_report}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(titles_and_alt_texts, "drawn_chart", without_picture)
        return {
            name: {number: drawn_by_year(book, number) for number in BY_YEAR} for name, book in books.items()
        }


# A year that is missing


def test_the_span_of_a_book_leaves_no_year_out(gap_report: Publication, report: Publication) -> None:
    assert gap_report.years == (2020, 2022, 2023)
    assert gap_report.span == [2023, 2022, 2021, 2020]
    assert report.span == [2023, 2022]


@pytest.mark.parametrize("number", BY_YEAR)
def test_every_chart_by_year_keeps_the_place_of_a_missing_year(
    alts: dict[str, dict[str, list[str]]], number: str
) -> None:
    for alt in alts["gap_report"][number]:
        assert years(alt) == [2023, 2022, 2021, 2020]


def test_the_chart_of_the_workforce_keeps_the_place_of_a_missing_year(gap_report: Publication) -> None:
    (alt,) = images(chart(gap_report))
    found = values(alt)
    assert years(alt) == [2023, 2022, 2021, 2020]
    # 96 BME of 410 in 2020.
    assert found["2020, BME"] == "23.4%"
    assert found["2021, BME"] == found["2021, White"] == found["2021, Unknown"] == NOT_COLLECTED


@pytest.mark.parametrize("number", BY_YEAR)
def test_a_missing_year_is_told_as_its_symbol_and_never_as_a_number(
    alts: dict[str, dict[str, list[str]]], number: str
) -> None:
    for alt in alts["gap_report"][number]:
        missing = [said for name, said in values(alt).items() if "2021" in name]
        published = ["2.66"] if "relative likelihood" in alt and number == "2" else None
        assert missing == (published or [NOT_COLLECTED] * len(missing))


def test_a_missing_year_with_a_published_ratio_shows_that_ratio_without_an_interval(
    alts: dict[str, dict[str, list[str]]],
) -> None:
    relative, likelihoods = map(values, alts["gap_report"]["2"])
    assert relative["2021"] == "2.66"
    assert "interval" in relative["2020"]
    assert likelihoods["2021, White"] == NOT_COLLECTED
    # (40/200) / (15/150) in 2020.
    assert relative["2020"].startswith("2.00")


def test_a_missing_year_is_drawn_as_its_symbol_at_no_height() -> None:
    held = Figure("i4", "likelihood", "", "bme", 2022, 0.5, "percent", low=0.4, high=0.6)
    missing = Figure("i4", "likelihood", "", "bme", 2021, float("nan"), "percent", "not_collected")
    canvas = bars([Bar("2022", "BME", held), Bar("2021", "BME", missing)], COLOURS)(WIDE)
    (axes,) = canvas.axes
    assert [patch.get_width() for patch in axes.patches if patch.get_width() > 0] == pytest.approx([50])
    assert [label.get_text() for label in axes.get_yticklabels()] == ["2022", "2021"]
    said = {round(text.get_position()[1]): text.get_text() for text in axes.texts}
    assert said[0] == "50.0%" and said[1].startswith("[x]")


def test_a_missing_ratio_is_drawn_as_its_symbol_and_not_as_a_point() -> None:
    held = Figure("i4", "relative_likelihood", "", "", 2022, 2.0, "ratio", low=1.5, high=2.5)
    missing = replace(held, year=2021, value=float("nan"), low=float("nan"), high=float("nan"),
                      status="not_collected")  # fmt: skip
    axes = ratios([held, missing])(WIDE).axes[0]
    points = [line for line in axes.lines if line.get_marker() == "o"]
    assert [float(line.get_ydata()[0]) for line in points] == [0]
    assert any(text.get_text().startswith("[x]") for text in axes.texts)


# A series that breaks


@pytest.mark.parametrize("number", BY_YEAR)
@pytest.mark.parametrize("book", ["report", "gap_report"])
def test_a_chart_names_the_break_between_two_bodies(
    alts: dict[str, dict[str, list[str]]], book: str, number: str
) -> None:
    assert alts[book][number] or number == "3"  # nobody entered it in any year: there is nothing to draw
    for alt in alts[book][number]:
        assert alt.count("The series breaks between") == 1
        assert "between 2022 and 2023" in alt


def test_the_chart_of_the_workforce_names_the_break(report: Publication) -> None:
    (alt,) = images(chart(report))
    assert "The series breaks between 2022 and 2023" in alt


@pytest.mark.parametrize("number", "1259")
def test_a_chart_of_one_body_names_no_break(report: Publication, number: str) -> None:
    for alt in images(charts_of_indicator(one_body(report), number)):
        assert "break" not in alt


def test_a_stated_break_is_named_in_the_charts_of_its_indicators_alone(report: Publication) -> None:
    stated = one_body(report, breaks=[SeriesBreak(indicators=[5], reason="Other words.")])
    named = {n: "breaks" in " ".join(images(charts_of_indicator(stated, n))) for n in "56"}
    assert named == {"5": True, "6": False}


def test_two_reasons_for_one_break_are_one_break_of_the_chart(report: Publication) -> None:
    stated = [SeriesBreak(indicators=[5], reason="Other words.")]
    given = report.given.model_copy(update={"breaks": stated})
    twice = replace(report, settings={**report.settings, 2023: given})
    assert [alt.count("The series breaks") for alt in drawn_by_year(twice, "5")] == [1]


def test_a_chart_that_breaks_has_one_dotted_line_more_than_one_that_does_not(report: Publication) -> None:
    broken, whole = (pictures(by_year_of(each, BY_CODE["4"])) for each in (report, one_body(report)))
    assert [picture.count("stroke-dasharray") for picture in broken] == [
        picture.count("stroke-dasharray") + 1 for picture in whole
    ]


def dotted(axes) -> list[float]:
    """The heights of the dotted lines across a chart."""
    return [float(line.get_ydata()[0]) for line in axes.lines if line.get_linestyle() == ":"]


@pytest.mark.parametrize(("broken", "place"), [("2023", 0.5), ("2022", 1.5), ("2021", 2.5)])
def test_a_break_is_drawn_under_the_first_year_that_is_made_otherwise(broken: str, place: float) -> None:
    own = [Bar(str(year), "BME", Figure("i5", "percentage", "", "bme", year, 0.1, "percent"))
           for year in (2023, 2022, 2021, 2020)]  # fmt: skip
    (axes,) = bars(own, COLOURS, broken=[broken])(WIDE).axes
    assert dotted(axes) == [place]
    assert "break" in [text.get_text() for text in axes.texts]
    points = [Figure("i2", "relative_likelihood", "", "", y, 2.0, "ratio") for y in (2023, 2022, 2021, 2020)]
    assert dotted(ratios(points, broken=[int(broken)])(WIDE).axes[0]) == [place]


# The tables of comparisons by year


def by_year(report: Publication, number: str) -> dict[str, dict[str, str]]:
    """The last table of an indicator's page: the comparison by year, by year and name of the column."""
    page = BeautifulSoup(indicator.tables(report, number).html, "html.parser").find_all("table")[-1]
    names = [name.get_text(" ", strip=True) for name in page.select("thead th")]
    rows = [
        [cell.get_text(" ", strip=True) for cell in row.find_all(["th", "td"])]
        for row in page.select("tbody tr")
    ]
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


@pytest.mark.parametrize("number", "2345678")
def test_the_comparison_by_year_has_a_row_for_a_missing_year(gap_report: Publication, number: str) -> None:
    rows = by_year(gap_report, number)
    assert list(rows) == ["2023", "2022", "2021", "2020"]
    assert rows["2020"]["Basis"] == rows["2023"]["Basis"] == "counts"


@pytest.mark.parametrize("number", "345678")
def test_the_row_of_a_missing_year_says_that_no_return_is_held(gap_report: Publication, number: str) -> None:
    row = dict(by_year(gap_report, number)["2021"])
    assert "no return" in row.pop("Basis").lower()
    assert row.pop("Year") == "2021"
    assert "nothing" in row.pop("What may be said").lower()
    assert all("[x]" in cell for cell in row.values())


def test_the_row_of_a_year_known_as_published_says_where(gap_report: Publication) -> None:
    row = by_year(gap_report, "2")["2021"]
    assert row["Relative likelihood"] == "2.66"
    assert "as published" in row["Basis"] and "2023" in row["Basis"]
    assert "nothing" in row["What may be said"].lower()


def test_an_indicator_without_a_missing_year_has_no_row_for_one(report: Publication) -> None:
    assert list(by_year(report, "5")) == ["2023", "2022"]
    assert list(by_year(report, "2")) == ["2023", "2022", "2021"]
