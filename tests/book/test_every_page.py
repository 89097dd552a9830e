"""Every page of four books, start page and comparisons: accessible, whole without scripts, self-contained.

``WRES_EVIDENCE`` names a file for what was found: ``make accessibility`` writes the evidence of the
accessibility statement in this way.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import looks
import pytest
from looks import BARE, CHECKS, DESK, PHONE, WIDE, ZOOMED, Site, Visit
from pictures import Picture, painted, small
from test_start_page import COUNTRY, put, ratio

from wres.pages import accessibility_evidence
from wres.site.published_books import books
from wres.site.start_page import write_start_page

VIEWS = {
    DESK: "a window of 1280 by 800 pixels, from a folder",
    ZOOMED: "a window of 320 by 256 pixels, from a web server: a phone, and 400% zoom of 1280 by 1024",
    BARE: "a window of 1280 by 800 pixels, without scripts",
}
# A page of each kind: words and tiles, charts and tables, a form.
ON_A_DESK = ("index", "indicator-2", "action-plan")


@pytest.fixture(scope="session")
def sites(
    built: Path, full: bool, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> list[Site]:
    """The default book; a start page and comparisons of many, with funnels; three synthetic books.

    A quick run leaves the synthetic books out. It looks at all other pages as on a phone, where they are
    under most strain, and at one of each kind in a window of a desk.
    """
    crowd = tmp_path_factory.mktemp("crowd")
    for code, (name, region, figure) in COUNTRY.items():
        put(crowd, code, name, region, [figure])
    put(crowd, "QZ9", "Invented", "North", [ratio(1.6, 0.9, 2.4, "no clear difference")], synthetic=True)
    write_start_page(crowd)

    def pages(folder: Path, *patterns: str) -> tuple[str, ...]:
        found = [path for pattern in patterns for path in sorted(folder.glob(pattern))]
        return tuple(path.relative_to(folder).as_posix() for path in found)

    site = built / "site"
    default, leading = pages(site, "*.html", "*/*/*.html"), pages(crowd, "*.html")
    if not full:
        return [
            Site("default", site, default, (ZOOMED,)),
            Site("crowd", crowd, leading, (ZOOMED,)),
            Site("default", site, tuple(f"QHG/2023/{name}.html" for name in ON_A_DESK), (DESK,)),
            Site("crowd", crowd, ("index.html", "compare-2.html"), (DESK,)),
        ]
    invented = request.getfixturevalue("invented_site")  # built for the full run alone
    return [
        Site("default", site, default),
        Site("crowd", crowd, leading),
        Site("synthetic", invented, pages(invented, "*.html", "*/*/*.html")),
    ]


class Painted(dict[str, Picture]):
    """Pictures as a browser paints them, by site and path: each when it is first asked for."""

    def __init__(self, page: Any, sites: list[Site]) -> None:
        self.page, self.folders = page, {site.name: site.folder for site in sites}

    def __missing__(self, name: str) -> Picture:
        site, _, path = name.partition("/")
        self[name] = painted(self.page, self.folders[site] / path)
        return self[name]


@pytest.fixture(scope="session")
def pictures(browser, sites: list[Site]) -> Iterator[dict[str, Picture]]:
    """The pictures of the sites as they are painted: those that a page has shown."""
    window = browser.new_context(viewport={"width": 1200, "height": 1600})
    yield Painted(window.new_page(), sites)
    window.close()


@pytest.fixture(scope="session")
def visits(browser, sites: list[Site], pictures: dict[str, Picture]) -> list[Visit]:
    """Every page in every view; what was found is written down where that is asked for."""
    found = looks.looked_at(sites)
    looks.judge_pictures(found, pictures)
    if path := os.environ.get("WRES_EVIDENCE"):
        text = json.dumps(evidence(found, sites, browser), indent=1, ensure_ascii=False)
        Path(path).write_text(text + "\n", encoding="utf-8", newline="\n")
    return found


def evidence(visits: list[Visit], sites: list[Site], browser) -> dict[str, Any]:
    """What was looked at, with what, and what was found: the evidence of the accessibility statement."""
    by_axe = [visit.axe for visit in visits if visit.axe]
    own = [
        f"{book.code} {book.year}{' (trial figures)' if book.about['synthetic'] else ''}"
        for site in sites
        if site.name != "crowd"
        for book in sorted(books(site.folder), key=lambda book: book.code)
    ]

    def places(kind: str) -> dict[str, int]:
        return dict(sorted(Counter(rule for each in by_axe for rule, _ in each[kind]).items()))

    return {
        "day": datetime.now(UTC).date().isoformat(),
        "axe": looks.AXE[:40].partition("axe v")[2].split()[0],
        "browser": f"{browser.browser_type.name.capitalize()} {browser.version}",
        "rules": min(each["rules"] for each in by_axe),
        "books": own,
        "pages": len({visit.page for visit in visits}),
        "views": [VIEWS[view] for view in dict.fromkeys(visit.view for visit in visits)],
        "broken": places("broken"),
        "undecided": places("undecided"),
        "checks": {said: sum(len(v.found.get(check, [])) for v in visits) for check, said in CHECKS.items()},
        **accessibility_evidence.sums(),
    }


@pytest.mark.full
def test_the_pages_are_those_of_four_books_and_what_leads_to_them(sites: list[Site]):
    default, crowd, synthetic = (site.pages for site in sites)
    held = {page.rpartition("/")[0] for page in (*default, *synthetic)} - {""}
    assert held == {"QHG/2023", "QHM/2023", "QOX/2023", "QT6/2023"}
    assert sum("/" in page for page in (*default, *synthetic)) == 4 * sum("/" in page for page in default)
    assert len(crowd) == 10  # the start page and nine comparisons


def test_no_page_breaks_a_rule_of_axe(visits: list[Visit]):
    """WCAG 2.0 to 2.2, A and AA, and best practice; no rule is off."""
    seen = [visit for visit in visits if visit.view in (DESK, ZOOMED)]
    assert min(visit.axe["rules"] for visit in seen) > 90
    assert not {str(visit): visit.axe["broken"] for visit in seen if visit.axe["broken"]}


def test_what_axe_leaves_undecided_is_decided_by_a_check_of_ours(visits: list[Visit]):
    """Colours of text that is scrolled away: the check "colours" looks at those too."""
    undecided = {rule for visit in visits if visit.axe for rule, _ in visit.axe["undecided"]}
    assert undecided <= {"color-contrast"}


@pytest.mark.parametrize("check", CHECKS)
def test_no_page_fails_a_check_that_axe_has_not(visits: list[Visit], check: str):
    held = [visit for visit in visits if check in visit.found]
    seen = [visit for visit in visits if visit.view is DESK or check not in ("dark", "scripts")]
    assert {visit.page for visit in held} == {visit.page for visit in seen}
    assert not {str(visit): visit.found[check] for visit in held if visit.found[check]}


def test_nothing_that_a_page_asks_for_is_missing(visits: list[Visit]):
    assert all(visit.asked for visit in visits)
    assert not {str(visit): visit.failed for visit in visits if visit.failed}


def test_no_page_complains(visits: list[Visit]):
    """Script errors, and what the content security policy refuses, are told on the console."""
    assert not {str(visit): visit.said for visit in visits if visit.said}


def test_the_skip_link_is_first_is_seen_and_leads_to_the_content(visits: list[Visit]):
    for visit in (each for each in visits if each.skip):
        first, then = visit.skip
        assert 'class="wres-skip"' in first["element"], str(visit)
        assert first["seen"], str(visit)
        assert 'id="main"' in then["element"], str(visit)


@pytest.mark.full
def test_there_is_something_to_miss_on_pages_without_scripts(visits: list[Visit]):
    told = [visit.told for visit in visits if visit.view == BARE]
    assert sum(page["charts"] for page in told) > 50
    assert sum(page["tables"] for page in told) > 200
    assert min(len(page["text"]) for page in told) > 50


def test_words_in_charts_are_as_large_as_the_text_at_every_width(browser, sites: list[Site], pictures):
    """Also between a phone and a desk: where the picture for phones gives way, and where the contents do."""
    window = browser.new_context()
    page, found = window.new_page(), {}
    for site, name in ((sites[0], "QHG/2023/workforce.html"), (sites[1], "compare-2.html")):
        for width in (PHONE, 480, 608, 609, 768, 1024, 1025, WIDE, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(f"{site.folder.as_uri()}/{name}")  # anew: a picture for another width comes when it can
            shown = page.evaluate(
                """() => [...document.querySelectorAll("img")].map((image) => ({
                    src: image.currentSrc, width: image.clientWidth,
                    body: parseFloat(getComputedStyle(document.body).fontSize),
                }))"""
            )
            assert shown
            for each in shown:
                path = each["src"].removeprefix(f"{site.folder.as_uri()}/")
                found[f"{path} at {width}"] = small(
                    pictures[f"{site.name}/{path}"], each["width"], each["body"]
                )
    window.close()
    assert not {name: said for name, said in found.items() if said}


def test_the_evidence_of_the_statement_is_of_these_templates_and_this_style():
    """After a change of either: make accessibility."""
    assert accessibility_evidence.sums()["theme"] == accessibility_evidence.evidence().theme
