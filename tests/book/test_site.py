"""The default book as published: every page, every link, every printed figure."""

import csv
import hashlib
import json
import re
import tempfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from bs4 import BeautifulSoup, Tag
from small_project import ROOT

from wres import __version__
from wres.figures.figure import printed
from wres.figures.status import STATUSES
from wres.pages import accessibility
from wres.standard.indicators import INDICATORS

TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [TOC["root"], *(chapter["file"] for part in TOC["parts"] for chapter in part["chapters"])]
NAME = "NHS Bedfordshire, Luton and Milton Keynes Integrated Care Board"
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
COMMENTARY = ["What the data tell us", "What we did last year", "What we plan"]
SEED = {
    # As the report of 2023 prints them; page, figure, text.
    "workforce": {
        "workforce.headcount.all.2023": "421",
        "workforce.headcount.bme.2023": "99",
        "workforce.headcount.white.2023": "309",
        "workforce.headcount.all.2022": "398",
        "workforce.headcount.bme.2022": "96",
        "workforce.share.bme.2023": "23.5%",
        "workforce.share.bme.2022": "24.1%",
        "workforce.share.white.2023": "73.4%",
        "workforce.share.white.2022": "72.4%",
    },
    "indicator-1": {
        "i1.headcount.non-clinical.8a-vsm.bme.2023": "14",
        "i1.headcount.non-clinical.8a-vsm.bme.2022": "24",
        "i1.headcount.non-clinical.1-7.bme.2023": "50",
        "i1.headcount.clinical.1-7.bme.2023": "[c]",  # printed as a dash: 5 or below
    },
    "indicator-2": {
        "i2.shortlisted.bme.2023": "178",
        "i2.appointed.white.2023": "49",
        "i2.likelihood.white.2023": "30.8%",
        "i2.likelihood.bme.2023": "14.0%",
        "i2.likelihood.white.2022": "23.2%",
        "i2.likelihood.bme.2022": "10.1%",
        "i2.relative_likelihood.2023": "2.19",
        "i2.relative_likelihood.2022": "2.31",
        "i2.relative_likelihood.2021": "2.66",
    },
    "indicator-3": {
        "i3.entered.white.2023": "0",
        "i3.entered.bme.2023": "0",
        "i3.relative_likelihood.2023": "[z]",  # (0 / 99) / (0 / 309): 0 / 0
    },
    "indicator-4": {
        # The report prints 0.81 for 2022: (116 / 288) / (48 / 96) = 0.8056. For 2023 it prints both 0.52
        # and 0.57; its counts give (43 / 309) / (24 / 99) = 0.5740.
        "i4.relative_likelihood.2022": "0.81",
        "i4.relative_likelihood.2023": "0.57",
    },
    "indicator-5": {
        "i5.percentage.bme.2023": "12.7%",
        "i5.percentage.bme.2022": "10.6%",
        "i5.percentage.white.2023": "8.0%",
    },
    "indicator-6": {
        "i6.percentage.bme.2023": "18.2%",
        "i6.percentage.bme.2022": "19.1%",
        "i6.percentage.white.2023": "10.4%",
    },
    "indicator-7": {
        "i7.percentage.bme.2023": "29.8%",
        "i7.percentage.bme.2022": "33.3%",
        "i7.percentage.white.2023": "61.7%",
    },
    "indicator-8": {
        "i8.percentage.bme.2023": "14.8%",
        "i8.percentage.bme.2022": "10.4%",
        "i8.percentage.white.2023": "4.4%",
    },
    "indicator-9": {
        "i9.share.board.white.2023": "84.6%",
        "i9.share.board.bme.2023": "0.0%",
        "i9.share.board.unknown.2023": "15.4%",
        "i9.difference.board.bme.2023": "−23.5",
    },
}


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, BeautifulSoup]:
    """Every page of the site, read once: those of the contents list, and the search."""
    return {
        path.stem: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in sorted(site.glob("*.html"))
    }


@pytest.fixture(params=[*PAGES, "search"])
def page(request: pytest.FixtureRequest, pages: dict[str, BeautifulSoup]) -> BeautifulSoup:
    """Each page in turn."""
    return pages[request.param]


@pytest.fixture(scope="module")
def figures(site: Path) -> dict[str, dict[str, str]]:
    """The published table of figures, by id, as its file holds it."""
    with (site / "figures.csv").open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row for row in csv.DictReader(lines)}


def shown(cell: Tag) -> tuple[str, str]:
    """What a cell prints, and what it says to those who listen, where that differs."""
    spoken = cell.find(class_="wres-spoken")
    seen = cell.find(attrs={"aria-hidden": "true"})
    return (seen.text, spoken.text) if spoken and seen else (cell.text, "")


def addresses(page: BeautifulSoup) -> list[str]:
    """Everything that the elements of a page point to."""
    keys = ("href", "src", "srcset", "action", "data", "poster")
    return [element[key] for key in keys for element in page.find_all(attrs={key: True})]


# What is published


def test_every_page_of_the_contents_is_there_and_no_other(pages: dict[str, BeautifulSoup]):
    assert set(pages) == {*PAGES, "search"}


def test_only_what_a_reader_needs_is_published(built: Path, site: Path):
    files = [path.relative_to(site) for path in site.rglob("*") if path.is_file()]
    kinds = {".html", ".css", ".js", ".svg", ".png", ".csv", ".json"}
    assert not [file for file in files if file.suffix not in kinds]
    beside = [file for file in files if file.parent != Path("charts")]
    assert not [file for file in beside if file.suffix == ".png"]
    tables = {file.as_posix() for file in beside if file.suffix in (".csv", ".json")}
    assert tables == {"figures.csv", "manifest.json"}
    assert {path.name for path in site.iterdir() if path.is_dir()} == {"_static", "charts"}
    beside = {path.name for path in (built / "site").iterdir()}
    assert beside == {"QHG", "index.html", "start.js", "style.css"}
    assert [path.name for path in (built / "site" / "QHG").iterdir()] == ["2023"]


def test_no_file_tells_of_the_machine_it_was_built_on(built: Path, site: Path, root: Path):
    places = {str(path) for path in (built, root, Path.home(), Path(tempfile.gettempdir()))} - {"/"}
    forms = [form.encode() for place in places for form in (place, place.replace("\\", "\\\\"))]
    names = re.compile(rb"(?<![\w.-])(?:" + b"|".join(map(re.escape, forms)) + rb")(?![\w-])")
    files = [path for path in (built / "site").rglob("*") if path.is_file()]
    found = {path.name: names.findall(path.read_bytes()) for path in files}
    assert not {name: places for name, places in found.items() if places}


def test_the_start_page_leads_to_the_book(built: Path):
    start = BeautifulSoup((built / "site" / "index.html").read_text(encoding="utf-8"), "html.parser")
    links = [link["href"] for link in start.select("main a")]
    assert links == ["QHG/2023/index.html"]
    assert (built / "site" / links[0]).is_file()
    assert NAME in start.text


# Every page


def test_code_prints_no_heading(page: BeautifulSoup):
    """Such a heading would be missing from the contents list."""
    assert not page.select(", ".join(f".cell_output {level}" for level in HEADINGS))


def test_the_title_names_page_organisation_and_year(page: BeautifulSoup):
    title, heading = page.title.text, page.h1.text
    assert title.startswith(heading.split()[0])  # the search is called Search
    assert heading in title or heading == "Search this report"
    assert NAME in title
    assert "2023" in title


def test_titles_differ(pages: dict[str, BeautifulSoup]):
    assert len({page.title.text for page in pages.values()}) == len(pages)


def test_the_language_is_stated(page: BeautifulSoup):
    assert page.html["lang"] == "en-GB"


def test_ids_are_unique_on_a_page(page: BeautifulSoup):
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    named = {name for element in page.find_all(True) for name in element.get("aria-labelledby", "").split()}
    assert named <= set(ids)


def test_links_and_anchors_resolve(page: BeautifulSoup, pages: dict[str, BeautifulSoup], site: Path):
    own = next(name for name, other in pages.items() if other is page)

    def leads_somewhere(target: str) -> bool:
        url = urlsplit(target)
        name, anchor = unquote(url.path) or f"{own}.html", unquote(url.fragment)
        if url.scheme in ("mailto", "data") or target == accessibility.ADVICE:
            return True
        if not (site / name).is_file():
            return False
        if name == "../../index.html":  # the page in front of all books
            start = BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser")
            return not anchor or bool(start.find(id=anchor))
        return not anchor or bool(pages[Path(name).stem].find(id=anchor))

    assert not [target for target in addresses(page) if not leads_somewhere(target)]


def test_a_page_asks_no_other_host_for_anything(page: BeautifulSoup):
    """Nor does it link to one, but where the law asks an accessibility statement to say where to complain.

    Empty data stand for the icon; addresses of e-mail load nothing.
    """
    advice = [link["href"] for link in page.select("main a") if link["href"] == accessibility.ADVICE]
    assert len(advice) == (page.h1.text == "Accessibility statement")
    foreign = [a for a in addresses(page) if re.match(r"(?!mailto:|data:,$)([a-z]+:|//)", a)]
    assert foreign == advice


def test_style_sheets_and_charts_ask_no_other_host_for_anything(site: Path):
    asking = re.compile(r"@import|url\(\s*['\"]?(?:https?:)?//|(?:href|src)=\"(?!#)", re.IGNORECASE)
    files = [path for kind in ("css", "svg") for path in site.rglob(f"*.{kind}")]
    assert files
    assert not {path.name for path in files if asking.search(path.read_text(encoding="utf-8"))}


def test_a_page_holds_no_script_or_style_of_its_own(page: BeautifulSoup):
    assert not [script for script in page.find_all("script") if script.text.strip() or not script.get("src")]
    assert not page.find_all("style")
    assert not page.find_all(style=True)
    handlers = [key for element in page.find_all(True) for key in element.attrs if key.startswith("on")]
    assert not handlers
    assert not [link["href"] for link in page.find_all(href=re.compile(r"^\s*javascript:", re.IGNORECASE))]


def test_a_page_prints_nothing_that_only_a_programmer_understands(page: BeautifulSoup):
    """None may stand alone in a cell, as the answer to which actions there are."""
    words = re.compile(
        r"Traceback|\w*Error\b|\bnan\b|\bNaN\b|\binf\b|\bNone\b|\bTrue\b|\bFalse\b|\{\{|\}\}|not_collected"
        r"|<shown|object at 0x"
    )
    texts = [text for text in page.body.find_all(string=True) if text.strip() != "None"]
    assert not [text for text in texts if words.search(text)]


def test_a_page_shows_no_code(page: BeautifulSoup):
    assert not page.select(".cell_input, .input, pre")
    assert "import publication" not in page.text


def test_no_page_says_that_the_data_are_invented(page: BeautifulSoup):
    assert not page.select(".wres-synthetic")
    assert "synthetic" not in page.text.lower()


def test_the_footer_names_the_version_and_the_figures(page: BeautifulSoup, site: Path):
    line = page.select_one("footer .wres-manifest").text
    figures = hashlib.sha256((site / "figures.csv").read_bytes()).hexdigest()
    assert f"wres {__version__}" in line
    assert re.search(rf"\b{figures[:12]}\b", line)


def test_every_page_leads_from_its_foot_to_the_accessibility_statement(page: BeautifulSoup):
    (link,) = page.find("footer").find_all("a", string="Accessibility statement")
    assert link["href"] in ("accessibility.html", "#")  # from itself, as Sphinx writes it


def test_the_pages_follow_each_other_in_the_order_of_the_contents(pages: dict[str, BeautifulSoup]):
    walked = [PAGES[0]]
    while follow := pages[walked[-1]].find("a", rel="next"):
        walked.append(follow["href"].removesuffix(".html"))
        assert len(walked) <= len(PAGES)
    assert walked == PAGES


# Charts and tables


def test_a_chart_is_a_file_that_says_in_words_what_it_shows(page: BeautifulSoup, site: Path):
    for picture in page.find_all("img"):
        assert (site / picture["src"]).suffix == ".svg"
        assert re.search(r"\d", picture["alt"])


def test_numbers_in_the_words_of_a_chart_are_published_figures(page: BeautifulSoup, figures):
    """Percentages and ratios, interval ends too; 95% is the level of the intervals."""
    published = {
        printed(float(row[column]), row["unit"]).lstrip("+−")
        for row in figures.values()
        for column in ("value", "low", "high")
        if row[column] not in ("", "inf") and row["status"] in ("shown", "zero", "infinite")
    }
    for picture in page.find_all("img"):
        said = set(re.findall(r"\d[\d,]*\.\d+%?", picture["alt"].replace("95% interval", "")))
        assert said <= published


def test_no_two_charts_share_a_file(pages: dict[str, BeautifulSoup], site: Path):
    used = []
    for page in pages.values():
        used += [picture["src"] for picture in page.find_all("img")]
        used += [narrow["srcset"] for narrow in page.find_all("source")]
        used += [link["href"] for link in page.select(".wres-downloads a")]
    assert len(used) == len(set(used))
    assert {site / src for src in used} == set((site / "charts").iterdir())


def test_a_table_moves_inside_a_region_and_has_a_cell_for_every_column(page: BeautifulSoup):
    for table in page.find_all("table"):
        region = table.parent
        assert (region["class"], region["role"], region["tabindex"]) == (["wres-table"], "region", "0")
        columns = table.select("thead th")
        assert {len(row.find_all(["th", "td"])) for row in table.select("tbody tr")} == {len(columns)}


def test_no_cell_of_a_table_is_blank(page: BeautifulSoup):
    """A blank says nothing: not whether a figure is zero, hidden, undefined or not collected."""
    blank = [
        (table.caption.text, row.th.text)
        for table in page.find_all("table")
        for row in table.select("tbody tr")
        if not all(cell.text.strip() for cell in row.find_all("td"))
    ]
    assert not blank


def test_a_shorthand_is_explained_under_its_table(page: BeautifulSoup):
    keys = {status.symbol: status.key for status in STATUSES.values() if status.symbol}
    for region in page.select("div.wres-table"):
        used = {seen.text for seen in region.select(".wres-status [aria-hidden]")}
        assert used <= set(keys)
        below = region.find_next_sibling()
        if used:
            assert below.get("class") == ["wres-key"]
            assert all(f"{symbol} {keys[symbol]}" in below.text for symbol in used)


# Figures


def test_a_printed_figure_is_that_of_the_published_table(page: BeautifulSoup, figures):
    def as_published(id: str) -> tuple[str, str] | None:
        if id not in figures:
            return None
        status = STATUSES[figures[id]["status"]]
        text = status.symbol or printed(float(figures[id]["value"]), figures[id]["unit"])
        return text, status.key

    printed_here = {link["data-figure"]: shown(link) for link in page.select("td > a[data-figure]")}
    assert printed_here == {id: as_published(id) for id in printed_here}


def test_a_figure_in_a_sentence_is_that_of_the_published_table(page: BeautifulSoup, figures):
    """Its number, with its unit or without its sign where words say it; words alone where there is none.

    A percentage may be told as people of every hundred.
    """
    for link in page.select(":not(td) > a[data-figure]"):
        row = figures[link["data-figure"]]
        if row["status"] not in ("shown", "zero"):
            assert not re.search(r"\d", link.text)
            continue
        number = printed(float(row["value"]), row["unit"])
        if people := re.match(r" of every ([\d,]+) ", str(link.next_sibling)):
            told = float(row["value"]) * float(people[1].replace(",", ""))
            assert abs(told - float(link.text.replace(",", ""))) <= 0.5 + 1e-9
            continue
        assert link.text.removesuffix("s").removesuffix(" percentage point") in {number, number.lstrip("+−")}


def test_every_figure_that_a_page_names_has_its_origin_there(page: BeautifulSoup):
    named = {link["data-figure"] for link in page.find_all(attrs={"data-figure": True})}
    held = [origin["id"].removeprefix("origin-") for origin in page.select(".wres-origins dl > div")]
    assert named <= set(held)
    assert len(held) == len(set(held))
    led_to = {link["href"].removeprefix("#origin-") for link in page.select("a[href^='#origin-']")}
    assert set(held) == named | led_to  # and none that nothing leads to
    assert bool(page.select(".wres-origins")) == bool(named)


def test_the_link_of_a_figure_names_it_twice_alike_and_stands_in_no_other_link(page: BeautifulSoup):
    for link in page.find_all("a", attrs={"data-figure": True}):
        assert link["href"] == f"#origin-{link['data-figure']}"
        assert link["class"] == ["wres-figure"]
        assert link.find_parent("a") is None


def test_origins_stand_after_the_content_and_before_the_way_on(page: BeautifulSoup):
    section = page.select_one("main > .wres-origins")
    if section is not None:
        assert section.find_next_sibling()["class"] == ["wres-turn"]
        assert not section.find_next(attrs={"data-figure": True})
        assert section.find("details").has_attr("open")  # without scripts everything can be read


def test_an_origin_tells_file_and_row(pages: dict[str, BeautifulSoup]):
    origin = pages["indicator-2"].find(id="origin-i2.appointed.bme.2023")
    assert [part.text for part in origin] == [
        "Indicator 2, applicants appointed, BME, 2023", "25 people", "Source: recruitment.csv (2023), row 6",
    ]  # fmt: skip


def test_no_character_that_only_the_builder_reads_is_published(site: Path):
    marks = re.compile("[\ue000-\uf8ff]|%EE%80%8[0-2]|\\\\ue00[0-2]", re.IGNORECASE)
    files = [path for path in site.rglob("*") if path.suffix in (".html", ".js", ".csv", ".json", ".svg")]
    own = site / "_static"  # Sphinx's scripts speak of such characters
    found = [p.name for p in files if own not in p.parents and marks.search(p.read_text(encoding="utf-8"))]
    assert len(files) > 30
    assert not found


def test_hidden_figures_are_empty_in_the_download(figures):
    emptied = ("value", "numerator", "denominator", "low", "high", "evidence")
    hidden = [row for row in figures.values() if row["status"] == "suppressed"]
    assert hidden
    assert not [row["id"] for row in hidden if any(row[column] for column in emptied)]


def test_small_counts_of_staff_are_hidden(figures):
    """The counts that the report of 2023 prints as a dash, 5 or below, are not in the download."""
    dashes = [
        "i1.headcount.clinical.1-7.bme.2023",
        *(f"i1.headcount.{c}.{b}.unknown.{y}"
          for c in ("clinical", "non-clinical") for b in ("1-7", "8a-vsm") for y in (2022, 2023)),
        "i2.appointed.unknown.2022",
    ]  # fmt: skip
    assert {figures[id]["status"] for id in dashes} == {"suppressed"}


@pytest.mark.parametrize("name", SEED)
def test_the_book_prints_the_figures_of_the_report_it_was_made_from(name: str, pages):
    found = {link["data-figure"]: shown(link)[0] for link in pages[name].select("td > a[data-figure]")}
    assert {id: found.get(id) for id in SEED[name]} == SEED[name]


def test_the_key_findings_give_the_figures_that_the_report_led_with(pages):
    """A tile each for the workforce and the nine indicators."""
    values = {
        tile.select_one(".wres-tile-label a")["href"]: tile.select_one(".wres-tile-value").text
        for tile in pages["all-readings"].select("ul.wres-tiles > li")
    }
    assert list(values) == ["workforce.html", *(f"indicator-{n}.html" for n in range(1, 10))]
    expected = {"workforce.html": "23.5%", "indicator-2.html": "2.19", "indicator-4.html": "0.57",
                "indicator-5.html": "12.7%", "indicator-6.html": "18.2%", "indicator-7.html": "29.8%",
                "indicator-8.html": "14.8%", "indicator-9.html": "0.0%"}  # fmt: skip
    assert expected.items() <= values.items()


def test_commentary_prints_its_figures(pages):
    """96.9% declared their ethnicity; 70.7% White British is no figure of this book."""
    text = pages["workforce"].select_one(".wres-commentary").text
    assert "employed 421 people" in text
    assert "96.9% of staff" in text
    assert "{{" not in text


# The pages of the indicators


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda indicator: indicator.page)
def test_an_indicator_page_has_all_its_parts(indicator, pages):
    page = pages[indicator.page]
    assert page.h1.text == f"Indicator {indicator.code}: {indicator.question}"
    assert page.select_one("main strong").text == indicator.name
    assert indicator.definition in page.main.text
    assert page.select_one("main .wres-headline").text.strip()
    assert page.select_one("main .wres-tags .wres-rag")
    # Nobody entered the disciplinary process in either year: there is nothing to draw.
    assert bool(page.select("figure.wres-chart img")) != (indicator.code == "3")
    assert page.find(attrs={"data-figure": re.compile(rf"^{indicator.key}\.")})
    parts = [part.text for part in page.select("details .wres-part-title")]
    assert parts == COMMENTARY
    assert len([each for each in page.select("details .wres-commentary") if each.text.strip()]) == 3
    sections = {section.h2.text: section for section in page.select("main section section")}
    actions = [link["href"] for link in sections["What is done about it"].select("tbody th a")]
    assert actions
    assert all(re.fullmatch(r"action-plan\.html#action-A\d+", action) for action in actions)


def test_the_action_plan_holds_every_action_of_the_return(pages, data: Path):
    with (data / "returns" / "QHG" / "2023" / "actions.csv").open(encoding="utf-8", newline="") as lines:
        given = {row["id"]: row for row in csv.DictReader(lines)}
    rows = pages["action-plan"].select("table.wres-actions tbody tr")
    assert [row.th.text for row in rows] == list(given)
    for row in rows:
        action = given[row.th.text]
        assert row["id"] == f"action-{action['id']}"
        assert row["data-indicators"].split() == action["indicators"].split(";")
        assert row["data-high-impact-action"] == action["high_impact_action"]
        assert row["data-theme"] == action["theme"]
        assert action["action"] in row.text


# The manifest and the search


def test_the_manifest_tells_what_was_built_from_what(site: Path):
    content = json.loads((site / "manifest.json").read_text(encoding="utf-8"))
    assert (content["ods_code"], content["organisation"], content["year"]) == ("QHG", NAME, 2023)
    assert content["synthetic"] is False
    assert content["figures_sha256"] == hashlib.sha256((site / "figures.csv").read_bytes()).hexdigest()
    assert {"jupyter-book", "papermill", "pandas"} <= set(content["packages"])
    assert "data/returns/QHG/2023/workforce.csv" in content["inputs_sha256"]
    assert "data/returns/QHG/2022/workforce.csv" in content["inputs_sha256"]  # the year before is printed too


def test_the_search_finds_words_of_headings_commentary_and_tables(site: Path):
    script = (site / "searchindex.js").read_text(encoding="utf-8")
    index = json.loads(re.fullmatch(r"Search\.setIndex\((.*)\)", script, re.DOTALL)[1])
    names = [Path(name).stem for name in index["docnames"]]
    assert sorted(names) == sorted(PAGES)

    def pages_with(word: str) -> set[str]:
        held = index["terms"].get(word, [])
        return {names[place] for place in ([held] if isinstance(held, int) else held)}

    assert pages_with("autism") == {"indicator-9"}  # commentary
    assert pages_with("unison") == {"indicator-1"}
    assert "workforce" in pages_with("luton")  # a table
    assert not pages_with("papermill")
    # Origins are no words of a page: whose method an interval is follows from the methods page alone.
    assert pages_with("nurminen") <= {"methods"}
    assert not pages_with("staff_in_post")
