"""Pages as a browser lays them out: what axe finds, what it misses, what they tell and what they ask for.

``looks.js`` looks at a page as it stands; what it finds is judged here, and its pictures in pictures.py.
"""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import axe_playwright_python
from pictures import MARKS, WORDS, Picture, contrast, small, unclear

HERE = Path(__file__).parent
PAGE = (HERE / "looks.js").read_text(encoding="utf-8")
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN_AXE = """rules => axe.run({
    runOnly: rules, resultTypes: ["violations", "incomplete"], preload: false
}).then(({ violations, incomplete }) => {
    const short = ({ id, nodes }) => nodes.map(({ html }) => [id, html.slice(0, 160)]);
    const places = (found) => found.flatMap(short);
    return { broken: places(violations), undecided: places(incomplete), rules: axe.getRules(rules).length };
})"""
COLOURS = """() => {
    const looks = ["color", "backgroundColor", "borderTopColor", "borderLeftColor", "outlineColor", "fill",
        "colorScheme", "filter", "opacity", "display", "backgroundImage"];
    return [...document.querySelectorAll("*")].flatMap((node) => {
        const style = getComputedStyle(node);
        return looks.map((look) => style[look]);
    }).join();
}"""
STOP = """() => {
    const focused = document.activeElement, style = getComputedStyle(focused);
    const box = focused.getBoundingClientRect(), clear = style.outlineColor === "rgba(0, 0, 0, 0)";
    return {
        element: focused.cloneNode().outerHTML,
        page: focused === document.body,
        ring: style.boxShadow !== "none" || (style.outlineStyle !== "none" && !clear),
        seen: box.width > 0 && box.height > 0 && box.left >= 0 && box.bottom > 0 && box.top < innerHeight,
    };
}"""
UNFOLD = "document.querySelectorAll('.wres-folded').forEach((each) => { each.open = true; })"
# The checks beside axe, as the accessibility statement names them.
CHECKS = {
    "headings": "One first-level heading on each page, and no level left out",
    "alternatives": "Text alternatives that say more than the title of a picture or the name of a file",
    "tables": "Tables with a caption, and headers that say what they head",
    "sideways": "No page wider than the window, at 400% zoom too",
    "targets": "Buttons and links of at least 24 by 24 pixels, but for links among words",
    "focus": "Focus that can be seen and is not covered",
    "colours": "Text at least 4.5:1 against what is behind it, large text 3:1, scrolled away or not",
    "size": "Words in charts as large as the text of the page",
    "contrast": "Words in charts at least 4.5:1 against what is behind them, marks 3:1 against the page and "
    "each other",
    "dark": "The same colours where a reader asks for dark ones",
    "scripts": "The same text, charts, tables and links without scripts",
    "hosts": "Nothing asked of another host",
}
UNCHANGED = 304  # what a server answers of a file that the browser has already
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge", "chrome")


@dataclass(frozen=True)
class View:
    """How pages are read: from a folder or a server, in a window of a size, with scripts or without."""

    place: str
    width: int
    height: int
    scripts: bool = True


WIDE, PHONE = 1280, 320
DESK = View("file", WIDE, 800)
ZOOMED = View("http", PHONE, 256)  # a phone's width; what 1280 by 1024 are at 400 per cent (WCAG 1.4.10)
BARE = View("file", WIDE, 800, scripts=False)


@dataclass(frozen=True)
class Site:
    """A built site: what to call it, its folder, its pages by their path in it, the views to look at."""

    name: str
    folder: Path
    pages: tuple[str, ...]
    views: tuple[View, ...] = (DESK, ZOOMED, BARE)


@dataclass
class Visit:
    """What happened when a page was opened: what it said, asked for, and how it stands."""

    page: str
    view: View
    base: str = ""
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    skip: list[dict[str, Any]] = field(default_factory=list)
    axe: dict[str, Any] = field(default_factory=dict)
    found: dict[str, list[str]] = field(default_factory=dict)
    pictures: list[dict[str, Any]] = field(default_factory=list)
    told: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.page} ({self.view.place}, {self.view.width} px)"

    @property
    def foreign(self) -> list[str]:
        """What it asked of other hosts."""
        return [url for url in self.asked if not url.startswith((self.base, "data:"))]


# The browser


def find_browser() -> str | None:
    """An installed Chromium, Chrome or Edge."""
    windows = [
        Path(base) / tail
        for base in (os.environ.get("PROGRAMFILES", ""), os.environ.get("PROGRAMFILES(X86)", ""))
        for tail in (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")
        if base
    ]
    found = [shutil.which(name) for name in BROWSERS] + [str(p) for p in windows if p.exists()]
    return next((path for path in found if path), None)


@contextmanager
def launched() -> Iterator[Any]:
    """A headless browser. It serves the thread that launched it, and no other."""
    from playwright.sync_api import sync_playwright

    quiet = ["--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--no-first-run"]  # fmt: skip
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=find_browser(), args=[*quiet, *sandbox])
        yield running
        running.close()


class Quiet(SimpleHTTPRequestHandler):
    """A web server that keeps no log."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on a web server of this machine's own."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def watched(page: Any, now: Callable[[], Visit]) -> Any:
    """A page whose visit keeps what it says and asks for."""
    page.on("console", lambda message: now().said.append(message.text))
    page.on("pageerror", lambda error: now().said.append(str(error)))
    page.on("request", lambda request: now().asked.append(request.url))
    page.on("requestfailed", lambda request: now().failed.append(request.url))
    page.on("response", lambda a: a.ok or a.status == UNCHANGED or now().failed.append(a.url))
    return page


@contextmanager
def opened(browser: Any, address: str, width: int, **context: Any) -> Iterator[tuple[Any, Visit]]:
    """A page in a window of a width, with a record of what it says and asks for; of no other host, ever."""
    window = browser.new_context(viewport={"width": width, "height": 800}, **context)
    visit = Visit(address, DESK)
    page = watched(window.new_page(), lambda: visit)
    try:
        page.goto(address)
        yield page, visit
        own = ("file:", "data:", address[: address.find("/", len("http://")) + 1])
        assert not [url for url in visit.asked if not url.startswith(own)]
    finally:
        window.close()


def broken_rules(page: Any) -> list[str]:
    """The accessibility rules that a page breaks, by axe-core, best practice included."""
    page.evaluate(AXE)
    return [f"{rule}: {place}" for rule, place in page.evaluate(RUN_AXE, RULES)["broken"]]


# Every page of several sites


def walk(sites: Sequence[Site], view: View) -> list[Visit]:
    """Visit every page, one after the other, in one window."""
    visits: list[Visit] = []
    if not any(view in site.views for site in sites):
        return visits
    with launched() as browser, ExitStack() as servers:
        window = browser.new_context(
            viewport={"width": view.width, "height": view.height}, java_script_enabled=view.scripts
        )
        page = watched(window.new_page(), lambda: visits[-1])
        for site in (each for each in sites if view in each.views):
            base = f"{site.folder.as_uri()}/"
            if view.place == "http":
                base = servers.enter_context(served(site.folder))
            for name in site.pages:
                visits.append(Visit(f"{site.name}/{name}", view, base))
                page.goto(base + name)
                page.evaluate(
                    "document.querySelectorAll('.wres-folded').forEach((each) => { each.open = true; })"
                )
                _look(page, visits[-1])
    return visits


def _look(page: Any, visit: Visit) -> None:
    if visit.view.scripts:
        for key in ("Tab", "Enter"):
            page.keyboard.press(key)
            visit.skip.append(page.evaluate(STOP))
        page.evaluate("scrollTo(0, 0)")
        said = list(visit.said)
        page.evaluate(AXE)
        visit.axe = page.evaluate(RUN_AXE, RULES)
        visit.said = said  # without what the checker itself may say
        if visit.view is DESK:
            visit.found["dark"] = dark(page)
    seen = page.evaluate(PAGE)
    visit.told, visit.pictures = seen["told"], seen["pictures"]
    visit.found["hosts"] = visit.foreign
    if visit.view.scripts:
        visit.found |= {**seen["found"], "colours": faint(seen["colours"])}


def faint(colours: list[dict[str, Any]]) -> list[str]:
    """Text that cannot be told from what is behind it: 4.5:1, or 3:1 for large text."""
    return [
        f"{pair['place']}: {pair['text']} on {pair['behind']}"
        for pair in colours
        if contrast(pair["text"], pair["behind"]) < (MARKS if pair["large"] else WORDS)
    ]


def dark(page: Any) -> list[str]:
    """What changes where a reader asks for dark colours: the book has one set of colours."""
    light = page.evaluate(COLOURS)
    page.emulate_media(color_scheme="dark")
    asked = page.evaluate(COLOURS)
    page.emulate_media(color_scheme="light")
    return [] if asked == light else ["other colours"]


def looked_at(sites: Sequence[Site]) -> list[Visit]:
    """Every page of the sites in the views of each, two views at a time."""
    with ThreadPoolExecutor(2) as threads:
        walks = [threads.submit(walk, sites, view) for view in (DESK, ZOOMED, BARE)]
        desk, zoomed, bare = (each.result() for each in walks)
    without = {visit.page: visit.told for visit in bare}
    for one in desk:
        told = without.get(one.page, one.told)  # a quick run looks with scripts alone
        one.found["scripts"] = [part for part in one.told if one.told[part] != told[part]]
    return [*desk, *zoomed, *bare]


# Pictures


def judge_pictures(visits: Iterable[Visit], pictures: dict[str, Picture]) -> None:
    """Add to each visit what is wrong with the pictures that it has shown; they come by site and path."""
    for visit in (each for each in visits if each.view.scripts):
        visit.found |= {"size": [], "contrast": []}
        for shown in visit.pictures:
            picture = pictures[file_of(visit, shown["src"])]
            name = shown["src"].rpartition("/")[2]
            sized = small(picture, shown["width"], shown["body"])
            visit.found["size"] += [f"{name}: {said}" for said in sized]
            visit.found["contrast"] += [f"{name}: {said}" for said in unclear(picture)]


def file_of(visit: Visit, address: str) -> str:
    """The site and path of a file that a page has shown."""
    return visit.page.partition("/")[0] + "/" + address.removeprefix(visit.base)
