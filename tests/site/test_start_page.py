"""The page in front of all books and the comparison behind it: from published files, unsure things apart."""

import csv
import json
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from laws import law
from looks import WIDE, opened

from wres.figures import grades
from wres.figures.figure import COLUMNS, Figure, to_frame
from wres.publication import Publication
from wres.site.comparison import Entry, comparisons
from wres.site.comparison_pages import comparison_files, year_to_compare
from wres.site.funnel import beyond, funnel
from wres.site.published_books import Book, books
from wres.site.start_page import SHORT, write_start_page
from wres.standard.indicators import BY_CODE, INDICATORS


def ratio(value: float, low: float, high: float, evidence: str = "higher", **more) -> Figure:
    """A relative likelihood of indicator 2 in 2023."""
    return Figure("i2", "relative_likelihood", "", "", 2023, value, "ratio", low=low, high=high,
                  evidence=evidence, **more)  # fmt: skip


NAN = float("nan")
COUNTRY = {
    # code: name, region, figure
    "QA1": ("Alder", "North", ratio(1.2, 0.8, 1.8, "no clear difference")),
    "QB2": ("Birch & <Co>", "North", ratio(2.0, 1.5, 2.6667)),
    "QC3": ("Cedar", "South", ratio(2.0, 1.1, 3.6364)),
    "QD4": ("Damson", "South", ratio(9.0, 0.9, 60.0, "too few to say")),
    "QE5": ("Elder", "South", ratio(NAN, NAN, NAN, "", status="suppressed")),
    "QF6": ("Fir", "", ratio(inf, 2.0, inf, "higher", status="infinite")),
    "QG7": ("Apple", "South", ratio(0.2, 0.1, 3.0, "too few to say")),
}


def put(
    site: Path, code: str, name: str, region: str, figures: list[Figure], year: int = 2023, **more
) -> None:
    """A published book: its manifest and its table of figures."""
    folder = site / code / str(year)
    folder.mkdir(parents=True)
    about = {"ods_code": code, "organisation": name, "region": region, "year": year, "synthetic": False,
             "built": "2023-11-22T08:00:00+00:00", **more}  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(about), encoding="utf-8")
    to_frame(figures).to_csv(folder / "figures.csv", index=False, lineterminator="\n")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of seven organisations."""
    for code, (name, region, figure) in COUNTRY.items():
        put(tmp_path, code, name, region, [figure])
    return tmp_path


@pytest.fixture
def written(site: Path) -> Path:
    """The same with its start page."""
    write_start_page(site)
    return site


def page(path: Path) -> BeautifulSoup:
    """A page as read."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def place(figure: Figure) -> Entry:
    """A place in a comparison that needs no book."""
    return Entry(Book(Path(), {}), figure, None)


# Reading


def test_grades_read_from_the_download_are_those_of_the_book(report: Publication, tmp_path: Path):
    put(tmp_path, "QHG", "Ours", "East", [])
    report.table.to_csv(tmp_path / "QHG/2023/figures.csv", index=False, lineterminator="\n")
    (book,) = books(tmp_path)
    for indicator, found in zip(INDICATORS, book.grades.values(), strict=True):
        expected = grades.grade(report.figures, indicator.code, 2023)
        assert (found.grade, found.why) == (expected.grade, expected.why)
    assert {found.reading for found in book.grades.values()} > {"too close to call", "worse for BME staff"}


def test_an_interval_of_another_level_keeps_its_name(tmp_path: Path):
    """Three staff groups are compared at 1 - 0.05 / 3; a table of before there was such a column says 95%."""
    senior = [
        Figure("i1", "representation_ratio", f"{place}", "bme", 2023, 0.5, "ratio", low=0.4, high=0.7,
               confidence=1 - 0.05 / 3)
        for place in ("non-clinical.senior", "clinical.senior", "medical.medical-consultant")
    ]  # fmt: skip
    put(tmp_path, "QHG", "Ours", "East", senior)
    assert books(tmp_path)[0].grades["1"].why.count("(98.3% interval 0.40 to 0.70)") == 3
    path = tmp_path / "QHG/2023/figures.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [{k: v for k, v in row.items() if k != "confidence"} for row in csv.DictReader(file)]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, rows[0])
        table.writeheader()
        table.writerows(rows)
    assert books(tmp_path)[0].grades["1"].why.count("(95% interval 0.40 to 0.70)") == 3


def test_a_synthetic_download_is_read_too(tmp_path: Path):
    put(tmp_path, "QHG", "Ours", "East", [ratio(2, 1.5, 3)])
    path = tmp_path / "QHG/2023/figures.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text(f"synthetic,{lines[0]}\ninvented,{lines[1]}\n", encoding="utf-8")
    assert books(tmp_path)[0].grades["2"].grade == "Under-developed"


def test_columns_of_the_download_are_those_that_are_read(tmp_path: Path):
    put(tmp_path, "QHG", "Ours", "East", [])
    with (tmp_path / "QHG/2023/figures.csv").open(encoding="utf-8") as file:
        assert next(csv.reader(file)) == COLUMNS


# Comparing


def test_few_hidden_and_limitless_figures_never_stand_in_the_order(site: Path):
    (found,) = comparisons(books(site), BY_CODE["2"])
    assert [p.book.name for p in found.ordered] == ["Birch & <Co>", "Cedar", "Alder"]
    assert [(p.book.name, p.said) for p in found.apart] == [
        ("Apple", "too few people to say"),
        ("Damson", "too few people to say"),
        ("Elder", "hidden to protect confidentiality"),
        ("Fir", "no upper limit: nothing was counted in the comparison group"),
    ]


def test_a_difference_without_interval_is_not_ordered(tmp_path: Path):
    gap = Figure("i5", "gap", "", "", 2023, 0.05, "points")
    put(tmp_path, "QA1", "Alder", "North", [gap])
    (found,) = comparisons(books(tmp_path), BY_CODE["5"])
    assert not found.ordered
    assert found.apart[0].said == "no interval can be given"


def test_pay_bands_are_compared_by_cluster_on_the_base_that_the_book_shows(tmp_path: Path):
    def cell(measure: str, status: str = "shown") -> list[Figure]:
        total = Figure("i1", "headcount", "clinical.8a", "all", 2022, NAN, "people", status)
        return [total, Figure("i1", measure, "clinical.senior", "bme", 2023, -0.1, "points", low=-0.2,
                              high=-0.05, evidence="lower")]  # fmt: skip

    put(tmp_path, "QA1", "Alder", "North", cell("difference"))
    put(tmp_path, "QB2", "Birch", "North", cell("known_difference", "suppressed"))
    staff, clinical = comparisons(books(tmp_path), BY_CODE["1"])
    assert [p.book.name for p in clinical.ordered] == ["Alder", "Birch"]
    assert not staff.ordered and len(staff.apart) == 2


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        # ln(1.8/0.8) = 0.81093; standard error 0.81093 / 3.91993 = 0.20687; ln 1.2 is 0.88 of them
        (ratio(1.2, 0.8, 1.8, "no clear difference"), "Within"),
        # ln(3.6364/1.1) = 1.19571; standard error 0.30503; ln 2 = 0.69315 is 2.27 of them: over 1.96
        (ratio(2.0, 1.1, 3.6364), "Beyond 95%"),
        # ln(2.6667/1.5) = 0.57537; standard error 0.14678; ln 2 is 4.72 of them: over 3.09
        (ratio(2.0, 1.5, 2.6667), "Beyond 99.8%"),
        # the same below 1: ln 0.5 = -0.69315
        (ratio(0.5, 0.375, 0.6667, "lower"), "Beyond 99.8%"),
        (ratio(9.0, 0.9, 60.0, "too few to say"), "Not drawn"),
        (ratio(0.0, 0.0, 1.5, "no clear difference"), "Not drawn"),
    ],
)
def test_limits_of_the_funnel_follow_from_the_published_interval(figure: Figure, said: str):
    assert beyond(place(figure)) == said


def test_a_funnel_needs_three_ratios_and_is_for_ratios_only(site: Path):
    (found,) = comparisons(books(site), BY_CODE["2"])
    plot = funnel(found)
    assert plot is not None
    assert {p["code"]: p["beyond"] for p in plot["points"]} == {
        "QA1": "Within", "QB2": "Beyond 99.8%", "QC3": "Beyond 95%",
    }  # fmt: skip
    few = [b for b in books(site) if b.code != "QA1"]
    assert funnel(comparisons(few, BY_CODE["2"])[0]) is None
    assert funnel(comparisons(books(site), BY_CODE["5"])[0]) is None


def test_only_a_year_of_two_organisations_is_compared(tmp_path: Path):
    put(tmp_path, "QA1", "Alder", "North", [])
    put(tmp_path, "QA1", "Alder", "North", [], year=2024)
    assert year_to_compare(books(tmp_path)) is None
    put(tmp_path, "QB2", "Birch", "North", [])
    assert year_to_compare(books(tmp_path)) == 2023
    write_start_page(tmp_path)
    assert "No report for 2023" not in (tmp_path / "compare-2.html").read_text(encoding="utf-8")


# The pages


def test_the_start_page_gives_the_readings_and_leads_to_the_comparison(written: Path):
    start = page(written / "index.html")
    rows = {r.th.text: [td.text for td in r.find_all("td")] for r in start.select(".wres-heat tbody tr")}
    # indicator 2: Birch, Cedar and, without upper limit, Fir wholly above 1; the intervals of Alder, Apple
    # and Damson include 1; Elder is hidden
    assert {name: cells[1] for name, cells in rows.items()} == {
        "Birch & <Co>": "Worse", "Cedar": "Worse", "Fir": "Worse", "Alder": "Close", "Apple": "Close",
        "Damson": "Close", "Elder": "Unknown",
    }  # fmt: skip
    assert [cell.text for cell in start.select(".wres-heat tfoot td")] == ["0", "3", *["0"] * 7]
    assert {a["href"] for a in start.select(".wres-heat a")} == {f"compare-{n}.html" for n in "123456789"}
    own = {r.a.text: [chip.text for chip in r.select(".wres-rag")] for r in start.select(".wres-books > li")}
    assert own["Cedar"] == ["1 worse for BME staff", "8 not known"]
    assert own["Birch & <Co>"] == own["Cedar"]
    assert [h.text for h in start.select(".wres-region h2")] == ["Region not stated", "North", "South"]


def test_the_page_of_an_indicator_has_the_order_the_reasons_and_the_funnel(written: Path):
    compared = page(written / "compare-2.html")
    ordered, apart = compared.select("table")
    assert [r.th.text for r in ordered.select("tbody tr")] == ["Birch & <Co>", "Cedar", "Alder"]
    assert [c.text for c in ordered.select_one("tbody tr").find_all("td") if c.text] == [
        "2.00", "1.50 to 2.67", "Higher", "Beyond 99.8%", "Worse for BME staff", "North",
    ]  # fmt: skip
    assert [r.td.text for r in apart.select("tbody tr")] == ["0.20", "9.00", "[c]", "[i]"]
    for table in (ordered, apart):
        assert table.caption.text
        assert all(th["scope"] in ("col", "row") for th in table.find_all("th"))
    assert "QB2, QC3" in compared.img["alt"]
    assert (written / compared.img["src"]).is_file()
    for link in compared.select("main a"):
        if not link["href"].startswith("Q"):
            assert (written / link["href"]).is_file()


def test_the_comparison_says_ethnic_minority_only_where_every_book_does(tmp_path: Path):
    """A book built before there was a choice says BME; one without figures is not compared."""
    for code in ("QA1", "QB2"):
        name, region, figure = COUNTRY[code]
        put(tmp_path, code, name, region, [figure], word_for_bme="ethnic minority")
    write_start_page(tmp_path)
    start = page(tmp_path / "index.html").get_text()
    assert (
        start.count("worse for ethnic minority staff") > start.count("1 worse for ethnic minority staff") > 0
    )
    assert "BME" not in start
    said = page(tmp_path / "compare-2.html").get_text()
    assert (
        "White applicants being appointed from shortlisting across all posts compared with ethnic minority"
        in said
    )
    assert "worse for ethnic minority staff" in said and "BME" not in said
    name, region, figure = COUNTRY["QC3"]
    put(tmp_path, "QC3", name, region, [figure])
    write_start_page(tmp_path)
    said = page(tmp_path / "compare-2.html").get_text()
    assert "compared with BME applicants" in said and "ethnic minority" not in said
    start = page(tmp_path / "index.html")
    assert "worse for BME staff" in start.select_one("#compare + p").text
    own = {r.a.text: [chip.text for chip in r.select(".wres-rag")] for r in start.select(".wres-books > li")}
    assert own["Alder"][0] == "1 too close to call" and own["Cedar"][0] == "1 worse for BME staff"
    assert own["Birch & <Co>"][0] == "1 worse for ethnic minority staff"  # as its own report says


def test_pictures_and_pages_say_synthetic_where_a_book_is(site: Path):
    write_start_page(site)
    assert "ynthetic" not in (site / "compare-2.html").read_text(encoding="utf-8")
    put(site, "QZ9", "Invented", "North", [ratio(1.1, 0.9, 1.4, "no clear difference")], synthetic=True)
    write_start_page(site)
    compared = page(site / "compare-2.html")
    assert compared.title.text.startswith("Synthetic data: ")
    assert compared.select_one(".wres-synthetic")
    assert {r.th.text for r in compared.select("tr") if "(synthetic)" in r.text} == {"Invented (synthetic)"}
    assert compared.img["alt"].startswith("Synthetic data.")
    assert "Synthetic data: the figures are invented." in (site / "funnel-2.svg").read_text(encoding="utf-8")


def test_pages_that_no_longer_hold_are_removed(written: Path):
    assert (written / "compare-2.html").exists() and (written / "funnel-2.svg").exists()
    for code in list(COUNTRY)[1:]:
        (written / code / "2023" / "manifest.json").unlink()
    write_start_page(written)
    assert not [name for name in comparison_files() if (written / name).exists()]
    assert "Compare" not in (written / "index.html").read_text(encoding="utf-8")
    assert not list(written.glob(".*"))


def test_the_finder_and_the_reports_come_before_the_comparison(written: Path):
    text = (written / "index.html").read_text(encoding="utf-8")
    assert text.index('id="wres-find"') < text.index('class="wres-books"') < text.index('class="wres-heat"')


def test_a_card_leads_to_the_latest_report_by_the_name_and_to_earlier_ones_by_their_year(site: Path):
    put(site, "QB2", "Birch & <Co>", "North", [], year=2022)
    write_start_page(site)
    card = page(site / "index.html").select_one("li#QB2")
    assert [(a["href"], a.text) for a in card.select("p a")] == [
        ("QB2/2023/index.html", "Birch & <Co>"),
        ("QB2/2022/index.html", "Birch & <Co> WRES report 2022"),
    ]


NAMES = ("Alder", "Ash & <Co>", "Beech")
REGIONS = ("North", "South", "")


@given(
    held=st.dictionaries(
        st.tuples(st.sampled_from(["QA1", "QB2", "QC3", "QD4"]), st.integers(2019, 2023)),
        st.tuples(st.sampled_from(NAMES), st.sampled_from(REGIONS)),
        min_size=1,
    )
)
@law(0.5)
def test_an_organisation_is_one_card_whatever_it_was_called_and_wherever_it_lay(
    held: dict[tuple[str, int], tuple[str, str]],
):
    """Its years stand in its card, latest first, under the latest one's name and region."""
    with TemporaryDirectory() as folder:
        for (code, year), (name, region) in held.items():
            put(Path(folder), code, name, region, [ratio(1.2, 0.8, 1.8, "no clear difference")], year)
        write_start_page(Path(folder))
        start = page(Path(folder) / "index.html")
        pages = {path.name for path in Path(folder).iterdir()}
    cards = start.select(".wres-books > li")
    years = {code: sorted((y for c, y in held if c == code), reverse=True) for code, _ in held}
    assert sorted(card["id"] for card in cards) == sorted(years)
    for card in cards:
        own = years[card["id"]]
        addresses = [a["href"] for a in card.find_all("a") if "compare-" not in a["href"]]
        assert addresses == [f"{card['id']}/{year}/index.html" for year in own]
        name, region = held[card["id"], own[0]]
        assert card.a.text == name
        assert card.find_parent("section").h2.text == (region or "Region not stated")
        assert {a["href"].partition("#")[0] for a in card.select("details a")} <= pages
    assert len({each["id"] for each in start.select("[id]")}) == len(start.select("[id]"))


def test_an_earlier_name_stands_at_its_year(site: Path):
    put(site, "QB2", "Birch of old", "South", [], year=2022)
    write_start_page(site)
    (card,) = [each for each in page(site / "index.html").select("li") if each.get("id") == "QB2"]
    assert "Birch of old WRES report 2022 as Birch of old" in " ".join(card.get_text().split())
    assert "Birch of old" not in page(site / "compare-2.html").get_text()  # it has a report for 2023


def test_each_organisation_has_a_place_on_the_page_of_an_indicator(written: Path):
    """A card leads to the organisation's own row, in the order or apart."""
    start = page(written / "index.html")
    for code in COUNTRY:
        links = start.select_one(f"li#{code}").select("details a")
        assert [a["href"] for a in links] == [f"compare-{n}.html#{code}" for n in "123456789"]
        for link in links:
            file, _, place_of = link["href"].partition("#")
            (row,) = page(written / file).select(f"#{place_of}")
            assert row.th.a["href"] == f"{code}/2023/index.html"


def test_letters_tell_the_readings_apart():
    assert len({short[0] for short in SHORT.values()}) == len(SHORT)


# In a browser


@pytest.fixture
def crowd(site: Path) -> Path:
    """A site whose books can be opened."""
    for path in site.glob("*/2023"):
        (path / "index.html").write_text("<h1>Book</h1>", encoding="utf-8")
    write_start_page(site)
    return site


def test_the_search_narrows_the_list_by_name_code_and_region(browser, crowd: Path):
    with opened(browser, f"{crowd.as_uri()}/index.html", WIDE) as (view, visit):
        box = view.get_by_label("Find an organisation by name, code or region")

        def found(words: str) -> list[str]:
            box.fill(words)
            return view.locator(".wres-books .wres-card-title:visible").all_inner_texts()

        assert len(found("")) == 7
        assert found("ced") == ["Cedar"]
        assert found("qf6") == ["Fir"]
        assert found("south e") == ["Apple", "Cedar", "Damson", "Elder"]
        assert view.get_by_role("status").inner_text() == "Showing 4 of 7 organisations"
        assert found("north birch") == ["Birch & <Co>"]
        assert view.locator(".wres-region:visible").count() == 1
        assert found("nobody") == []
        assert not visit.said


def test_without_scripts_the_whole_list_stands_there_and_no_search(browser, crowd: Path):
    with opened(browser, f"{crowd.as_uri()}/index.html", WIDE, java_script_enabled=False) as (view, _):
        assert view.locator(".wres-books .wres-card-title:visible").count() == 7
        assert view.locator("#wres-find").is_hidden()


HIT = """() => [...document.querySelectorAll("main a, main summary, main button")].map((link) => {
  link.scrollIntoView({ block: "center", inline: "center" });
  const box = link.getClientRects()[0];
  if (!box || !box.width) return "";
  const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return link.contains(at) || (at && at.contains(link) && at.tagName === "A") ? "" : link.textContent.trim();
}).filter(Boolean)"""


@pytest.mark.parametrize("width", [320, 360, 600, 768, 1280])
def test_nothing_covers_a_link_of_the_start_page_or_of_a_comparison(browser, crowd: Path, width: int):
    """A badge once lay over the only link into a report, and no rule of accessibility saw it."""
    for name in ("index.html", "compare-2.html"):
        with opened(browser, f"{crowd.as_uri()}/{name}", width) as (view, _):
            view.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
            assert view.evaluate(HIT) == []


@pytest.mark.parametrize("width", [320, 360])
def test_no_heading_runs_a_letter_a_line_on_a_phone(browser, crowd: Path, width: int):
    tall = """() => [...document.querySelectorAll("main :is(h1, h2, th, caption, p, a)")].filter((each) => {
      const words = each.textContent.trim(); const line = parseFloat(getComputedStyle(each).lineHeight);
      return words.length > 3 && each.getBoundingClientRect().height / line > Math.max(3, words.length / 4);
    }).map((each) => each.textContent.trim())"""
    for name in ("index.html", "compare-2.html"):
        with opened(browser, f"{crowd.as_uri()}/{name}", width) as (view, _):
            assert view.evaluate(tall) == []
