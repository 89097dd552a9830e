"""The book in a real browser, by keyboard alone: find, open, filter, search; and without scripts.

What must hold on every page of several books is in test_every_page.py.
"""

import csv
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from looks import PHONE, STOP, WIDE, broken_rules, opened, served
from small_project import ROOT
from test_start_page import COUNTRY, put

from wres.site.start_page import write_start_page

TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
CHAPTERS = [TOC["root"], *(chapter["file"] for part in TOC["parts"] for chapter in part["chapters"])]
BOOK = "QHG/2023/"


@pytest.fixture(scope="module")
def places(built: Path) -> Iterator[dict[str, str]]:
    """The two ways in which books are read: from a folder, and from a web server."""
    site = built / "site"
    with served(site) as address:
        yield {"file": f"{site.as_uri()}/", "http": address}


@pytest.fixture(scope="module")
def among_others(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The default book on a site of many, with a start page that leads to each."""
    folder = Path(shutil.copytree(built / "site", tmp_path_factory.mktemp("many") / "site"))
    for code, (name, region, figure) in COUNTRY.items():
        put(folder, code, name, region, [figure])
    write_start_page(folder)
    return folder


def reach(page, wanted: str) -> None:
    """Press Tab until the focus is on an element that fits a selector."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"the Tab key never reaches {wanted}")


def comes_true(page, condition: str) -> bool:
    """Whether a condition comes true within five seconds; looked at each time the page is drawn."""
    return page.evaluate(
        f"""() => new Promise(done => {{
            const end = performance.now() + 5000;
            const look = () => {{
                const held = {condition};
                if (held || performance.now() > end) done(held); else requestAnimationFrame(look);
            }};
            look();
        }})"""
    )


def unfold(page) -> None:
    """Open what an indicator's page folds away, as a click on each summary does."""
    for summary in page.locator("details.wres-folded > summary").all():
        summary.click()


# Without scripts


def test_without_scripts_the_search_says_that_it_needs_them(browser, places: dict[str, str]):
    address = f"{places['file']}{BOOK}search.html"
    with opened(browser, address, WIDE, java_script_enabled=False) as (page, _):
        assert "needs JavaScript" in page.inner_text("main")


def test_without_scripts_actions_and_contents_can_be_seen(browser, places: dict[str, str], data: Path):
    address = f"{places['file']}{BOOK}action-plan.html"
    with opened(browser, address, PHONE, java_script_enabled=False) as (page, _):
        rows = page.locator("table.wres-actions tbody tr")
        assert rows.count() == len(given_actions(data))
        assert all(row.is_visible() for row in rows.all())
        links = page.locator("nav.wres-contents li > a")
        assert links.count() >= len(CHAPTERS)
        assert all(link.is_visible() for link in links.all())
        assert not page.locator("button.wres-menu").is_visible()  # it could do nothing


# The keyboard


@pytest.mark.parametrize(
    ("place", "width"),
    [
        ("file", WIDE),
        ("http", PHONE),
        pytest.param("file", PHONE, marks=pytest.mark.full),
        pytest.param("http", WIDE, marks=pytest.mark.full),
    ],
)
def test_an_indicator_is_found_from_the_start_page_by_keyboard(
    browser, among_others: Path, place: str, width: int
):
    """Narrow the list of reports, open one, open its contents, open the indicator."""
    with served(among_others) as address:
        base = {"file": f"{among_others.as_uri()}/", "http": address}[place]
        with opened(browser, f"{base}index.html", width) as (page, visit):
            reach(page, "#wres-find-words")
            page.keyboard.type("luton")
            reach(page, ".wres-books a")
            assert "Luton" in page.evaluate("document.activeElement.innerText")
            page.keyboard.press("Enter")
            page.wait_for_url("**/QHG/2023/index.html")
            if width == PHONE:
                reach(page, "button.wres-menu")
                page.keyboard.press("Enter")
            reach(page, "nav.wres-contents a[href='indicator-7.html']")
            assert page.evaluate(STOP)["seen"]
            page.keyboard.press("Enter")
            page.wait_for_url("**/QHG/2023/indicator-7.html")
            assert page.inner_text("h1") == "Indicator 7: Do staff believe that careers here progress fairly?"
            assert not visit.said and not visit.failed


@pytest.mark.parametrize("name", ["action-plan", "indicator-2", "index"])
def test_every_stop_of_the_tab_key_can_be_seen(browser, places: dict[str, str], name: str):
    """Focus shows by an outline or a shadow, on something in view (WCAG 2.4.7, 2.4.11)."""
    with opened(browser, f"{places['file']}{BOOK}{name}.html", WIDE) as (page, _):
        stops: list[dict[str, Any]] = []
        while len(stops) < 200 and not (stops and stops[-1]["page"]):
            page.keyboard.press("Tab")
            stops.append(page.evaluate(STOP))
        assert 10 < len(stops) < 200  # round once, and no trap on the way
        assert not [stop["element"] for stop in stops[:-1] if not (stop["ring"] and stop["seen"])]


@pytest.mark.parametrize(
    ("place", "words", "expected"),
    [
        ("file", "autism", "indicator-9"),
        ("http", "indicator 2", "indicator-2"),
        pytest.param("http", "autism", "indicator-9", marks=pytest.mark.full),
        pytest.param("file", "indicator 2", "indicator-2", marks=pytest.mark.full),
    ],
)
def test_a_search_by_keyboard_finds_a_page(browser, places, place: str, words: str, expected: str):
    with opened(browser, f"{places[place]}{BOOK}glossary.html", WIDE) as (page, visit):
        reach(page, "#search")
        page.keyboard.type(words)
        page.keyboard.press("Enter")
        found = page.locator("#search-results li a")
        found.first.wait_for()
        page.wait_for_load_state("networkidle")
        assert re.search(rf"/{expected}\.html\b", found.first.evaluate("link => link.href"))
        assert not visit.said
        assert not visit.failed
        assert not broken_rules(page)


def given_actions(data: Path) -> dict[str, dict[str, str]]:
    """The actions of the return by the id of their row."""
    with (data / "returns" / "QHG" / "2023" / "actions.csv").open(encoding="utf-8", newline="") as lines:
        return {f"action-{row['id']}": row for row in csv.DictReader(lines)}


def rows_seen(page) -> list[str]:
    """The ids of the rows of the action plan that can be seen."""
    seen = "rows => rows.filter(row => row.checkVisibility()).map(row => row.id)"
    return page.eval_on_selector_all("table.wres-actions tbody tr", seen)


def test_the_filters_of_the_action_plan_work_by_keyboard(browser, places: dict[str, str], data: Path):
    given = given_actions(data)
    with opened(browser, f"{places['file']}{BOOK}action-plan.html", WIDE) as (page, _):
        assert rows_seen(page) == list(given)
        for field, column in (("indicators", "indicators"), ("highImpact", "high_impact_action")):
            reach(page, f"select[id*='{field}']")
            before = rows_seen(page)
            page.keyboard.press("ArrowDown")
            chosen = page.evaluate("document.activeElement.selectedOptions[0].text").split()[-1]
            expected = [id for id in before if chosen in given[id][column].split(";")]
            assert rows_seen(page) == expected
            assert 0 < len(expected) < len(given)
            assert f"{len(expected)} of {len(given)}" in page.inner_text(".wres-filters [role=status]")
        assert not broken_rules(page)
        reach(page, ".wres-filters button")
        page.keyboard.press("Enter")
        assert rows_seen(page) == list(given)


def test_a_link_to_an_action_finds_it_though_it_was_filtered_out(browser, places: dict[str, str]):
    with opened(browser, f"{places['file']}{BOOK}action-plan.html", WIDE) as (page, _):
        page.select_option("select[id*='indicators']", label="Indicator 3")
        assert "action-A1" not in rows_seen(page)
        page.evaluate("location.hash = '#action-A1'")
        assert comes_true(page, "document.querySelector('#action-A1').checkVisibility()")


def test_a_wide_table_is_reached_and_moved_by_keyboard(browser, places: dict[str, str]):
    with opened(browser, f"{places['file']}{BOOK}indicator-2.html", PHONE) as (page, _):
        unfold(page)
        reach(page, ".wres-folded .wres-table")
        page.keyboard.press("ArrowRight")
        assert comes_true(page, "document.activeElement.scrollLeft > 0")


def test_the_contents_open_and_close_by_keyboard_on_a_phone(browser, places: dict[str, str]):
    with opened(browser, f"{places['file']}{BOOK}indicator-2.html", PHONE) as (page, _):
        contents = page.locator("#wres-parts")
        assert not contents.is_visible()
        reach(page, "button.wres-menu")
        page.keyboard.press("Enter")
        assert contents.is_visible()
        assert page.locator("button.wres-menu").get_attribute("aria-expanded") == "true"
        assert not broken_rules(page)
        page.keyboard.press("Enter")
        assert not contents.is_visible()


# The origin of a figure

RATIO = "i2.relative_likelihood.2023"


def test_a_figure_leads_by_keyboard_to_its_origin_and_back(browser, places: dict[str, str]):
    with opened(browser, f"{places['file']}{BOOK}indicator-2.html", WIDE) as (page, visit):
        dialog = page.locator("dialog.wres-origin")
        reach(page, f"a[data-figure='{RATIO}']")
        page.evaluate("window.left = document.activeElement")
        page.keyboard.press("Enter")
        assert dialog.is_visible()
        assert page.evaluate("document.activeElement.textContent") == "Indicator 2, relative likelihood, 2023"
        said = dialog.inner_text()
        assert "2.19 (95% interval 1.44 to 3.43; score with skewness correction, Laud 2017)" in said
        assert "30.8% (49 of 159) ÷ 14.0% (25 of 178)" in said
        assert "recruitment.csv (2023), rows 2, 3, 5 and 6" in said
        page.keyboard.press("Escape")
        assert not dialog.is_visible()
        assert page.evaluate("document.activeElement === window.left")
        assert page.url.endswith("indicator-2.html")  # nothing has jumped
        assert not visit.said


def test_an_origin_leads_on_to_what_its_figure_is_made_from_and_back(browser, places: dict[str, str]):
    with opened(browser, f"{places['file']}{BOOK}indicator-2.html", WIDE) as (page, _):
        dialog, heading = page.locator("dialog.wres-origin"), page.locator("#wres-origin-name")
        unfold(page)
        reach(page, f"td > a[data-figure='{RATIO}']")
        page.keyboard.press("Enter")
        assert not dialog.get_by_role("button", name="Back").is_visible()
        for wanted in ("i2.likelihood.white.2023", "i2.appointed.white.2023"):
            reach(page, f"dialog a[href='#origin-{wanted}']")
            page.keyboard.press("Enter")
        assert heading.inner_text() == "Indicator 2, applicants appointed, White, 2023"
        assert "recruitment.csv (2023), row 5" in dialog.inner_text()
        for expected in ("Indicator 2, likelihood, White, 2023", "Indicator 2, relative likelihood, 2023"):
            page.keyboard.press("Tab")  # the names of the figures before have links of their own
            dialog.get_by_role("button", name="Back").press("Enter")
            assert heading.inner_text() == expected
        dialog.get_by_role("button", name="Close").press("Enter")
        assert not dialog.is_visible()
        assert page.evaluate("document.activeElement.dataset.figure") == RATIO


def test_a_hidden_figure_says_why_it_has_no_value(browser, places: dict[str, str]):
    with opened(browser, f"{places['file']}{BOOK}indicator-1.html", WIDE) as (page, _):
        unfold(page)
        page.locator("td > a[data-figure='i1.headcount.clinical.1-7.bme.2023']").click()
        said = page.locator("dialog.wres-origin").inner_text()
        assert "[c] hidden to protect confidentiality" in said
        assert "workforce.csv (2023), row 3" in said


@pytest.mark.parametrize(("width", "height"), [(WIDE, 800), (PHONE, 640), (PHONE, 256)])
def test_the_origin_of_a_figure_is_accessible_and_fits(
    browser, places: dict[str, str], width: int, height: int
):
    """1280 by 1024 pixels at 400 per cent are 320 by 256 (WCAG 1.4.10)."""
    with opened(browser, f"{places['file']}{BOOK}indicator-2.html", width) as (page, _):
        page.set_viewport_size({"width": width, "height": height})
        page.locator("a[data-figure='i2.relative_likelihood_unknown_as_white.2023']").first.click()
        dialog = page.locator("dialog.wres-origin")
        assert dialog.is_visible()
        assert dialog.evaluate("box => box.scrollWidth - box.clientWidth") <= 0
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        box = dialog.bounding_box()
        assert box["x"] >= 0 and box["y"] >= 0
        assert box["x"] + box["width"] <= width and box["y"] + box["height"] <= height
        seen: list[dict[str, Any]] = []
        for _ in range(9):  # six counts, the buttons, and the browser's own
            page.keyboard.press("Tab")
            stop = page.evaluate(STOP)
            seen += [] if stop["page"] or "wres-origin" in stop["element"] else [stop]
        assert len(seen) >= 6
        assert not [stop["element"] for stop in seen if not (stop["ring"] and stop["seen"])]
        # A link that has the focus is told by its ground and bar, which axe does not count.
        page.locator("#wres-origin-name").focus()
        assert not broken_rules(page)


def test_a_figure_is_told_from_text_by_more_than_colour(browser, places: dict[str, str]):
    with opened(browser, f"{places['file']}{BOOK}indicator-2.html", WIDE) as (page, _):
        line = "link => getComputedStyle(link).textDecorationLine"
        assert set(page.eval_on_selector_all("a.wres-figure", f"links => links.map({line})")) == {"underline"}
        page.emulate_media(media="print")
        assert set(page.eval_on_selector_all("a.wres-figure", f"links => links.map({line})")) == {"none"}
        assert not page.locator(".wres-origins").is_visible()  # the tables carry the figures


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_without_scripts_a_figure_leads_to_its_origin_at_the_foot(browser, places, width: int):
    address = f"{places['file']}{BOOK}indicator-2.html"
    with opened(browser, address, width, java_script_enabled=False) as (page, _):
        unfold(page)
        page.locator(f"td > a[data-figure='{RATIO}']").first.click()
        assert page.url.endswith(f"#origin-{RATIO}")
        origin = page.locator(f"[id='origin-{RATIO}']")
        assert "Source: recruitment.csv (2023), rows 2, 3, 5 and 6" in origin.inner_text()
        assert origin.evaluate("box => box.matches(':target')")
        box = origin.bounding_box()
        assert -1 <= box["y"] < 800  # in view


def test_an_address_that_names_an_origin_shows_it(browser, places: dict[str, str]):
    with opened(browser, f"{places['file']}{BOOK}indicator-2.html#origin-{RATIO}", WIDE) as (page, _):
        assert page.locator(f"[id='origin-{RATIO}']").is_visible()
    with opened(browser, f"{places['file']}{BOOK}indicator-2.html", WIDE) as (page, _):
        assert not page.locator(f"[id='origin-{RATIO}']").is_visible()  # folded until asked for
        page.evaluate(f"location.hash = '#origin-{RATIO}'")
        assert comes_true(page, f"document.getElementById('origin-{RATIO}').checkVisibility()")


def test_a_table_of_many_figures_can_be_skipped_by_keyboard(browser, places: dict[str, str]):
    with opened(browser, f"{places['file']}{BOOK}indicator-9.html", WIDE) as (page, _):
        unfold(page)
        reach(page, "a.wres-past")
        assert page.evaluate(STOP)["seen"]
        inside = page.evaluate("document.querySelector('.wres-past + .wres-table').id = 'skipped'")
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert not page.evaluate("document.activeElement.closest('#skipped') !== null"), inside


# A book with its organisation's own logo and accent


HEADER = """() => {
    const styled = (selector) => getComputedStyle(document.querySelector(selector));
    const logo = document.querySelector(".wres-logo img");
    return {
        header: styled(".wres-header").backgroundColor, text: styled(".wres-header .wres-name a").color,
        line: styled(".wres-book").borderBottomColor, drawn: logo.naturalWidth,
        logo: [logo.clientWidth, logo.clientHeight], name: styled(".wres-header .wres-name").display,
    };
}"""


@pytest.mark.full
@pytest.mark.parametrize("width", [WIDE, PHONE])
@pytest.mark.parametrize("name", ["index", "search", "indicator-9", "action-plan"])
def test_a_logo_and_an_accent_are_shown_and_break_no_rule(browser, house_site: Path, name: str, width: int):
    """#7c2855 is rgb(124, 40, 85); a drawing of 300 by 80 fits 56 high into 210."""
    with opened(browser, (house_site / f"{name}.html").as_uri(), width) as (page, visit):
        seen = page.evaluate(HEADER)
        assert seen == {
            "header": "rgb(124, 40, 85)", "text": "rgb(255, 255, 255)", "line": "rgb(124, 40, 85)",
            "drawn": 420, "logo": [210, 56], "name": "block",
        }  # fmt: skip
        assert page.get_by_role("img", name="Mark of").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert (visit.said, visit.failed) == ([], [])
        assert all(url.startswith((house_site.as_uri(), "data:")) for url in visit.asked)
        assert broken_rules(page) == []


def test_the_logo_heads_a_page_on_paper_and_the_search_does_not(browser, house_site: Path):
    with opened(browser, (house_site / "index.html").as_uri(), WIDE) as (page, _):
        page.emulate_media(media="print")
        assert page.locator(".wres-logo img").is_visible()
        assert not page.locator(".wres-header .wres-name").is_visible()
        assert not page.locator(".wres-header .wres-search").is_visible()
        assert page.evaluate(HEADER)["header"] == "rgba(0, 0, 0, 0)"


def test_a_book_without_a_logo_has_no_place_for_one(browser, places: dict[str, str]):
    with opened(browser, places["file"] + f"{BOOK}index.html", WIDE) as (page, _):
        assert page.locator(".wres-logo").count() == 0
        assert page.locator("link[rel=stylesheet]").count() == 1
        page.emulate_media(media="print")
        assert not page.locator(".wres-header").is_visible()
