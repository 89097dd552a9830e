"""Where each figure comes from, as a page tells it: formula, counts, method, source and rows."""

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from wres.figures.figure import Figure
from wres.figures.inline import BEGIN, END, THEN
from wres.figures.measures import MEASURES, measure_of
from wres.figures.names import labels
from wres.figures.provenance import AS_PUBLISHED, PublishedWork, Source, cited
from wres.pages.origins import origin, origins
from wres.publication import Publication, publication
from wres.theme import origins as shown_on

# By hand from data/returns/QHG and the catalogue; intervals of percentages by statsmodels
# (proportion_confint), of ratios and gaps by search (laud in tests/figures/test_intervals.py). Rows as a
# spreadsheet numbers them.
NAMED = {
    "i2.appointed.white.2023": (
        "Indicator 2, applicants appointed, White, 2023",
        "49 people",
        "Source: recruitment.csv (2023), row 5",
    ),
    "i2.likelihood.white.2023": (
        "Indicator 2, likelihood, White, 2023",
        # 49 / 159 = 0.30818; Wilson: centre (0.30818 + 1.92073/159) / (1 + 3.84146/159) = 0.31270,
        # half width 1.95996 / 1.02416 × sqrt(0.30818 × 0.69182 / 159 + 3.84146 / (4 × 159²)) = 0.07106
        "30.8% (95% interval 24.2% to 38.4%; Wilson 1927)",
        "Appointed ÷ shortlisted: 49 ÷ 159",
        "Source: recruitment.csv (2023), rows 2 and 5",
    ),
    "i2.relative_likelihood.2023": (
        "Indicator 2, relative likelihood, 2023",
        "2.19 (95% interval 1.44 to 3.43; score with skewness correction, Laud 2017)",
        "Higher: the whole interval lies above 1",
        "(appointed White ÷ shortlisted White) ÷ (appointed BME ÷ shortlisted BME): "
        "30.8% (49 of 159) ÷ 14.0% (25 of 178)",
        "Source: recruitment.csv (2023), rows 2, 3, 5 and 6",
    ),
    "i2.relative_likelihood.2021": (
        "Indicator 2, relative likelihood, 2021",
        "2.66",
        "Known only as published, without counts",
        "Source: NHS BLMK ICB, Workforce Race Equality Standard (WRES) 2023, page for indicator 2; "
        "data/returns/QHG/2022/earlier_figures.csv, row 2",
    ),
    "i3.relative_likelihood.2023": (
        "Indicator 3, relative likelihood, 2023",
        "[z] cannot be calculated: there is nothing to compare with",
        "(entered BME ÷ staff BME) ÷ (entered White ÷ staff White): 0.0% (0 of 99) ÷ 0.0% (0 of 309)",
        "Source: disciplinary.csv (2023), rows 2 and 3; return.yml (2023), staff_in_post",
    ),
    "i1.headcount.clinical.1-7.bme.2023": (
        "Indicator 1, staff, clinical, bands 1 to 7, BME, 2023",
        "[c] hidden to protect confidentiality. What is hidden, and why",
        "Source: workforce.csv (2023), row 3",
    ),
    "i1.headcount.clinical.8a-vsm.all.2023": (
        "Indicator 1, staff, clinical, bands 8a to VSM, all, 2023",
        "85 people",
        "Sum: 50 + [c] + [c]",
        "Source: workforce.csv (2023), rows 5 to 7",
    ),
    "workforce.headcount.bme.2023": (
        "Workforce, staff, BME, 2023",
        "99 people",
        "Stated in the return as a total",
        "Source: return.yml (2023), staff_in_post",
    ),
    "workforce.share.bme.2023": (
        "Workforce, share of staff, BME, 2023",
        "23.5% (95% interval 19.7% to 27.8%; Wilson 1927)",
        "BME staff ÷ all staff: 99 ÷ 421",
        "Source: return.yml (2023), staff_in_post",
    ),
    "i7.percentage.bme.2023": (
        "Indicator 7, percentage, BME, 2023",
        "29.8% (95% interval 19.5% to 42.7%; Wilson 1927)",
        "Respondents of the group who said so ÷ respondents of the group: of 57",
        "Source: survey.csv (2023), row 9",
    ),
    "i7.gap.2023": (
        "Indicator 7, gap, 2023",
        # 17 of 57 less 153 of 248: 0.29825 - 0.61694 = -0.31869
        "−31.9 percentage points (95% interval −44.3 to −17.8; score with skewness correction, Laud 2017)",
        "Lower: the whole interval lies below 0",
        "BME less White: 29.8% (base 57) − 61.7% (base 248)",
        "Source: survey.csv (2023), rows 8 and 9",
    ),
    "i4.gap_change.2023": (
        "Indicator 4, change on the year before, gap, 2023",
        # (43/309 - 24/99) - (116/288 - 48/96) = -0.10327 + 0.09722 = -0.00604
        "−0.6 percentage points (95% interval −15.7 to +13.8; Zou and Donner 2008, from the intervals of "
        "both)",
        "No clear difference: the interval includes 0",
        "Later year less earlier year: −10.3 − (−9.7)",
        "Source: training.csv (2023), rows 2 and 3; return.yml (2023), staff_in_post; "
        "training.csv (2022), rows 2 and 3; return.yml (2022), staff_in_post",
    ),
    "i9.difference.board.bme.2023": (
        "Indicator 9, share less that of the workforce, whole board, BME, 2023",
        # 0 of 13 less 99 of 421; the upper end is that of 2 of 13 less 99 of 421
        "−23.5 percentage points (95% interval −31.9 to +22.9; score with skewness correction, Laud 2017, "
        "over all that members of unknown ethnicity may be)",
        "No clear difference: the interval includes 0",
        "(board members of the group ÷ all board members) − (headcount of the group ÷ all staff in the "
        "workforce): 0.0% (0 of 13) − 23.5% (99 of 421)",
        "Source: board.csv (2023), rows 2 to 4; return.yml (2023), staff_in_post",
    ),
    "i4.accessed.unknown.2023": (
        "Indicator 4, staff who accessed non-mandatory training or CPD, Unknown, 2023",
        "[x] not collected or not stated in the source",
        "Source: training.csv (2023), row 4",
    ),
    "population.share.e06000032.bme.2021": (
        "Population, share of residents, Luton, BME, 2021",
        # All of 225,261 but 101,798 White: 123,463, or 54.809%
        "54.8%",
        "BME residents ÷ all residents: 123,463 ÷ 225,261",
        "Source: Census 2021: Luton; data/benchmarks/population.csv, row 73",
    ),
}


class Said(HTMLParser):
    """What a browser makes of an origin: its texts, one for each line, its id and its links."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.ids: list[str] = []
        self.links: dict[str, str] = {}
        self._link = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        self._link = (given["href"] or "") if tag == "a" else ""
        if tag in ("dt", "dd"):
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._link = ""

    def handle_data(self, data: str) -> None:
        self.texts[-1] += data
        if self._link:
            self.links[self._link] = data


@pytest.fixture(scope="module")
def told(report: Publication) -> dict[str, str]:
    """The HTML of each origin of the default book by its figure's id."""
    return origins(report)


@pytest.mark.parametrize("id", NAMED)
def test_an_origin_tells_value_method_formula_counts_and_source(told: dict[str, str], id: str):
    said = Said(told[id])
    assert tuple(said.texts) == NAMED[id]
    assert said.ids == [f"origin-{id}"]


def test_numbers_of_a_formula_lead_to_their_own_origins(told: dict[str, str]):
    assert Said(told["i2.relative_likelihood.2023"]).links == {
        "#origin-i2.likelihood.white.2023": "30.8%",
        "#origin-i2.likelihood.bme.2023": "14.0%",
    }
    assert Said(told["i1.headcount.clinical.8a-vsm.all.2023"]).links == {
        "#origin-i1.headcount.clinical.8a-vsm.white.2023": "50",
        "#origin-i1.headcount.clinical.8a-vsm.bme.2023": "[c]",
        "#origin-i1.headcount.clinical.8a-vsm.unknown.2023": "[c]",
    }


def test_a_figure_without_a_sign_between_its_parts_lists_them_by_name(told: dict[str, str]):
    # 14 of 134 and 50 of 156 known non-clinical staff: (120 / 106) / (14 / 50) = 4.0431
    name, value, _, formula, source = Said(
        told["i1.progression_ratio.non-clinical.lower-to-senior.2023"]
    ).texts
    assert name.endswith("non-clinical, below band 8a to band 8a and above, 2023")
    assert value.startswith("4.04 (95% interval ")
    for part in ("below band 8a, White = 106", "below band 8a, BME = 50", "band 8a and above, BME = 14"):
        assert part in formula
    assert source == "Source: workforce.csv (2023), rows 8, 9, 11 and 12"


def test_every_figure_has_an_origin_that_names_it_and_where_it_was_read(
    report: Publication, told: dict[str, str]
):
    assert set(told) == {figure.id for figure in report.figures}
    names = [Said(html).texts[0] for html in told.values()]
    assert len(set(names)) == len(names)  # two figures of one name could not be told apart
    for figure in report.figures:
        texts = Said(told[figure.id]).texts
        assert texts[1].startswith(figure.text)
        assert texts[-1] == f"Source: {figure.source.spoken(figure.year)}"
        assert "None" not in told[figure.id] and "nan" not in told[figure.id]
        assert not {BEGIN, THEN, END} & set(told[figure.id])


def test_the_origin_of_a_hidden_figure_holds_no_number_of_its_own(report: Publication, told: dict[str, str]):
    hidden = [figure for figure in report.figures if figure.status == "suppressed"]
    assert len(hidden) > 50
    for figure in hidden:
        _, value, *between, _ = re.findall(r"<d[td]>(.*?)</d[td]>", told[figure.id])
        formula = re.sub(r"<a [^>]*>[^<]*</a>(?: \((?:base |[\d,]+ of )[\d,]+\))?", "", " ".join(between))
        assert not re.search(r"\d", re.sub(r"<[^>]*>", "", value + formula)), figure.id


def test_counts_behind_a_percentage_are_told_as_far_as_the_table_tells_them(
    report: Publication, told: dict[str, str]
):
    survey = Said(told["i5.gap.2023"]).texts
    assert "12.7% (base 55) − 8.0% (base 250)" in survey[3]
    assert "7 of 55" not in "".join(survey)  # 7 respondents said yes: the table does not hold it


def test_an_interval_is_never_told_without_whose_method_gave_it(report: Publication):
    for figure in report.figures:
        if figure.interval:
            assert measure_of(figure).method, figure.id


def test_a_measure_without_a_row_is_an_error_and_not_an_empty_origin():
    with pytest.raises(KeyError, match="unheard_of"):
        measure_of(Figure("i2", "unheard_of", "", "", 2023, 1.0, "ratio"))


def test_every_row_of_the_measures_is_of_a_figure(report: Publication):
    used = {f"{f.indicator}.{f.measure}" for f in report.figures} | {f.measure for f in report.figures}
    assert set(MEASURES) <= used


def test_rounded_counts_say_that_they_are(own_data: Path):
    folder = own_data / "returns" / "QHG"
    for year in ("2022", "2023"):
        text = (folder / year / "return.yml").read_text(encoding="utf-8")
        text = text.replace("reason: null", "reason: The board agreed it.\n    rounding: 5")
        (folder / year / "return.yml").write_text(text, encoding="utf-8")
    shutil.rmtree(folder / "2023" / "commentary")
    (folder / "2023" / "actions.csv").unlink()
    report = publication("QHG", 2023, own_data)
    words = labels(report.data, report.figures)

    def lines(id: str) -> list[str]:
        return Said(origin(report, report.figures[id], words).html).texts[1:]

    # 25 rounds to 25, 178 to 180: 13.9%; board and survey stand as they are.
    assert lines("i2.shortlisted.bme.2023")[0] == "180 people, rounded to a multiple of 5"
    assert "25 ÷ 180" in lines("i2.likelihood.bme.2023")[1]
    assert lines("i9.members.board.white.2023")[0] == "11 people"
    # 5 + 30 + 50 + 15: the stated 99 is not what is printed.
    assert lines("workforce.headcount.bme.2023")[:2] == [
        "100 people, rounded to a multiple of 5",
        "Sum: 35 + 65",
    ]


def test_parts_that_are_left_out_are_said_to_be(report: Publication):
    parents = ("i1.headcount.clinical.8a.bme.2023", "i1.headcount.clinical.8b.bme.2023")
    figure = Figure("i1", "headcount", "clinical.senior", "bme", 2023, 30, "people", parents=parents,
                    source=cited("workforce.csv", [2, 3]))  # fmt: skip
    words = labels(report.data, report.figures)
    assert Said(origin(report, figure, words).html).texts[2] == "Sum of figures that are left out"


def test_what_a_source_says_is_escaped(report: Publication):
    figure = Figure(
        "i2",
        "relative_likelihood",
        "",
        "",
        2019,
        1.5,
        "ratio",
        source=Source((PublishedWork(AS_PUBLISHED, "<b>R&D</b>"),)),
    )
    words = labels(report.data, report.figures)
    assert "Source: &lt;b&gt;R&amp;D&lt;/b&gt;" in origin(report, figure, words).html


# The origins of a page


def test_a_page_shows_the_origins_of_its_figures_and_of_those_they_are_made_from(told: dict[str, str]):
    page = '<td><a class="wres-figure" data-figure="i2.relative_likelihood.2023" href="#x">2.19</a></td>'
    found = [Said(html).ids[0] for html in shown_on(page, told)]
    assert found == [
        f"origin-i2.{figure}.2023"
        for figure in ("relative_likelihood", "likelihood.white", "likelihood.bme", "appointed.white",
                       "shortlisted.white", "appointed.bme", "shortlisted.bme")
    ]  # fmt: skip


def test_a_page_without_figures_and_a_theme_without_origins_show_none(told: dict[str, str]):
    assert shown_on("<p>No figure.</p>", told) == []
    assert shown_on('<a data-figure="i2.relative_likelihood.2023">2.19</a>', {}) == []


def test_figures_made_from_each_other_end_the_walk():
    ring = {"a": '<a href="#origin-b">1</a>', "b": '<a href="#origin-a">2</a>'}
    assert shown_on('<a data-figure="a">', ring) == [ring["a"], ring["b"]]
