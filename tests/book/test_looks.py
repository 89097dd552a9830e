"""The checks that axe has not: each finds a page or picture that is broken, and leaves a good one alone."""

from pathlib import Path
from typing import Any

import looks
import pictures
import pytest
from looks import View, Visit
from pictures import Picture

CHART = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='40' height='40'/>"
GOOD = f"""
<title>Page</title>
<style>
  body {{ font: 16px Arial; margin: 0 }} nav a {{ display: block; min-height: 24px }}
  a:focus-visible {{ outline: 3px solid black }}
  @media (prefers-color-scheme: dark) {{ .dark {{ color: #222 }} }}
</style>
<main>
<h1>Page</h1>
<h2>Part</h2>
<figure><figcaption><p>Share of staff by year</p></figcaption>
<img src="{CHART}" alt="Bar chart. 2023: 24.1%; 2022: 23.5%."></figure>
<table><caption>Staff by year</caption>
<thead><tr><th scope="col">Year</th><th scope="col">Staff</th></tr></thead>
<tbody><tr><th scope="row">2023</th><td>421</td></tr></tbody></table>
<p>A sentence with <a href="#x">a link</a> in it.</p>
<nav><a href="#y">A place of its own</a></nav>
</main>
"""
PLACE = '<nav><a href="#y">A place of its own</a></nav>'
BROKEN = {
    "headings": [
        ("<h1>Page</h1>", "<h1>Page</h1><h1>Page</h1>"),
        ("<h1>Page</h1>", ""),
        ("<h2>Part</h2>", "<h3>Part</h3>"),
    ],
    "alternatives": [
        ("Bar chart. 2023: 24.1%; 2022: 23.5%.", "charts/chart-indicator-2-wide.svg"),
        ("Bar chart. 2023: 24.1%; 2022: 23.5%.", "Share of staff by year."),
        ("Bar chart. 2023: 24.1%; 2022: 23.5%.", "Chart"),
        ('alt="Bar chart. 2023: 24.1%; 2022: 23.5%."', ""),
        ("<h2>Part</h2>", '<h2>Part</h2><svg width="9" height="9"></svg>'),
    ],
    "tables": [
        ("<caption>Staff by year</caption>", ""),
        ("<caption>Staff by year</caption>", "<caption> </caption>"),
        ('<th scope="col">Year</th>', "<th>Year</th>"),
        ('<th scope="col">Year</th>', '<th scope="col"></th>'),
        ('<th scope="row">2023</th>', "<td>2023</td>"),
        ('<th scope="row">2023</th>', "<th>2023</th>"),
    ],
    "sideways": [("<h2>Part</h2>", '<h2>Part</h2><div style="width: 400px">Wide</div>')],
    "targets": [
        ("min-height: 24px", "height: 20px"),
        (PLACE, f"{PLACE}<button style='width: 20px; height: 30px; padding: 0'>x</button>"),
    ],
    "focus": [
        ("outline: 3px solid black", "outline: none"),
        ("outline: 3px solid black", "outline: 3px solid transparent"),
        (PLACE, f'{PLACE}<div style="position: fixed; inset: 0; background: white">Over it</div>'),
    ],
    "colours": [
        ("<h2>Part</h2>", '<h2 style="color: #999">Part</h2>'),
        ("421", '<span style="background: #666; color: #222">421</span>'),
        (
            "421",
            '<style>::placeholder { color: #ccc }</style><input placeholder="Words" style="height: 30px">',
        ),
    ],
}
SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" font-size="16" font-family="Arial">
<rect width="100" height="100" fill="#ffffff"/>
<g id="axes"><rect x="10" y="10" width="50" height="20" fill="#003087"/>
<rect x="10" y="30" width="30" height="20" fill="#00a499"/></g>
<g id="legend_1"><rect x="10" y="60" width="9" height="9" fill="#003087"/>
<rect x="50" y="60" width="9" height="9" fill="#00a499"/></g>
<text x="64" y="26" fill="#212b32">24%</text>
</svg>"""
WORD = '<text x="64" y="26" fill="#212b32">24%</text>'
LINE = '<line x1="0" x2="100" y1="22" y2="22" stroke="#212b32"/>'


@pytest.fixture(scope="module")
def page(browser) -> Any:
    """A window as narrow as a phone."""
    window = browser.new_context(viewport={"width": 320, "height": 700})
    yield window.new_page()
    window.close()


def found(page, content: str) -> dict[str, list[str]]:
    """What the checks find on a page."""
    page.set_content(f'<!DOCTYPE html><html lang="en-GB">{content}</html>')
    page.keyboard.press("Tab")
    seen = page.evaluate(looks.PAGE)
    return {**seen["found"], "colours": looks.faint(seen["colours"])}


def picture(page, tmp_path: Path, *change: str) -> Picture:
    """The picture of above with one text changed for another."""
    path = tmp_path / "picture.svg"
    path.write_text(SVG.replace(*change) if change else SVG, encoding="utf-8")
    return pictures.painted(page, path)


def test_a_good_page_passes_every_check(page):
    assert found(page, GOOD) == {check: [] for check in BROKEN}


@pytest.mark.parametrize(("check", "old", "new"), [(c, *each) for c, all_ in BROKEN.items() for each in all_])
def test_a_broken_page_is_found_by_the_check_of_its_fault_alone(page, check: str, old: str, new: str):
    assert GOOD.count(old) == 1
    failed = {name for name, places in found(page, GOOD.replace(old, new)).items() if places}
    assert check in failed
    assert failed <= {check, "targets", "focus"} if "fixed" in new or "<button" in new else failed == {check}


def test_colours_that_follow_a_reader_who_asks_for_dark_ones_are_found(page):
    page.set_content(GOOD)
    assert looks.dark(page) == []
    page.set_content(GOOD.replace("<h2>", '<h2 class="dark">'))
    assert looks.dark(page) == ["other colours"]


def test_what_scripts_add_to_a_page_is_found(tmp_path: Path, browser):
    script = "<script>document.querySelector('main').append('More')</script>"
    (tmp_path / "page.html").write_text(f"<!DOCTYPE html>{GOOD}{script}", encoding="utf-8")
    site = looks.Site("own", tmp_path, ("page.html",), (looks.DESK, looks.BARE))
    (with_, *_) = looks.looked_at([site])
    assert with_.found["scripts"] == ["text"]


def test_what_a_page_asks_of_another_host_is_found():
    visit = Visit("page", View("http", 320, 256), "http://127.0.0.1:1/")
    visit.asked = [
        "http://127.0.0.1:1/style.css",
        "data:,",
        "http://127.0.0.1:2/x.js",
        "https://example.org/",
    ]
    assert visit.foreign == ["http://127.0.0.1:2/x.js", "https://example.org/"]


# Pictures


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        # From the definition in WCAG 2.2: black and white; the grey that just passes; NHS colours by hand.
        ("rgb(0, 0, 0)", "rgb(255, 255, 255)", 21.0),
        ("rgb(118, 118, 118)", "rgb(255, 255, 255)", 4.54),
        ("rgb(0, 164, 153)", "rgb(255, 255, 255)", 3.10),
        ("rgb(0, 48, 135)", "rgb(0, 164, 153)", 3.82),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float):
    assert pictures.contrast(one, other) == pictures.contrast(other, one) == pytest.approx(ratio, abs=0.005)


def test_a_good_picture_passes(page, tmp_path: Path):
    found = picture(page, tmp_path)
    assert pictures.unclear(found) == []
    assert pictures.small(found, width=100, body=16) == []


def test_words_that_are_smaller_than_the_text_of_the_page_are_found(page, tmp_path: Path):
    """A picture of 100 units shown 90 pixels wide: 16 units are 14.4 pixels."""
    assert pictures.small(picture(page, tmp_path), width=90, body=16) == ["'24%': 14.4 beside 16.0 pixels"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('fill="#212b32">24%', 'fill="#8a8a8a">24%', "'24%': rgb(138, 138, 138) on rgb(255, 255, 255)"),
        (WORD, WORD.replace('x="64"', 'x="20"'), "'24%': rgb(33, 43, 50) on rgb(0, 48, 135)"),
        (WORD, LINE + WORD, "'24%': rgb(33, 43, 50) on rgb(33, 43, 50)"),
        (WORD, WORD + WORD, "'24%' runs into other words"),
        (WORD, WORD.replace('x="64"', 'x="80"'), "'24%' runs out of the picture"),
        (
            'height="20" fill="#00a499"',
            'height="20" fill="#41b6e6"',
            "axes: rgb(65, 182, 230) on rgb(255, 255, 255)",
        ),
        ('height="9" fill="#00a499"', 'height="9" fill="#212b32"', "rgb(0, 48, 135) beside rgb(33, 43, 50)"),
    ],
)
def test_words_and_marks_that_cannot_be_told_are_found(page, tmp_path: Path, old: str, new: str, said: str):
    assert SVG.count(old) == 1
    assert said in pictures.unclear(picture(page, tmp_path, old, new))


def test_words_with_a_ground_of_their_own_may_stand_on_anything(page, tmp_path: Path):
    ground = '<rect x="60" y="10" width="36" height="20" fill="#ffffff"/>'
    assert pictures.unclear(picture(page, tmp_path, WORD, LINE + ground + WORD)) == []


def test_an_outline_tells_a_pale_mark_from_the_page(page, tmp_path: Path):
    pale = 'fill="#00a499"/></g>\n<g id="legend_1">'
    assert SVG.count(pale) == 1
    bare, edged = 'fill="#d8dde0"', 'fill="#d8dde0" stroke="#212b32"'
    for mark, many in ((bare, 1), (edged, 0)):
        changed = pale.replace('fill="#00a499"', mark)
        assert len(pictures.unclear(picture(page, tmp_path, pale, changed))) == many
