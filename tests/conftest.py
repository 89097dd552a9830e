"""What tests share: the default data, its publication, and one built site."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from wres.publication import Publication, publication

# A shell that starts the tests in the background has them ignore Ctrl-C, and whatever they start too.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge", "chrome")


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def data() -> Path:
    """The project's data folder."""
    return ROOT / "data"


@pytest.fixture(scope="session")
def report(data: Path) -> Publication:
    """The publication of the default book."""
    return publication("QHG", 2023, data)


@pytest.fixture
def own_data(data: Path, tmp_path: Path) -> Path:
    """A copy of the data folder that a test may change."""
    return Path(shutil.copytree(data, tmp_path / "data"))


@pytest.fixture(scope="session")
def gap_report(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The publication of three returns, of 2020, 2022 and 2023: none is held for 2021.

    That of 2020 is 2022's, but for 12 more White staff in non-clinical bands 1 to 7, other
    recruitment and training, one percentage of the survey, and no board.
    """
    own = Path(shutil.copytree(data, tmp_path_factory.mktemp("gap") / "data"))
    folder = Path(shutil.copytree(own / "returns/QHG/2022", own / "returns/QHG/2020"))
    for name in ("board", "earlier_figures"):
        (folder / f"{name}.csv").unlink()
    changes = {
        "return.yml": {"year: 2022": "year: 2020", "2022-03-31": "2020-03-31", "White: 288": "White: 300",
                       "survey_year: 2021": "survey_year: 2019"},
        "workforce.csv": {"non-clinical,1-7,White,98": "non-clinical,1-7,White,110"},
        "recruitment.csv": {"shortlisted,White,185": "shortlisted,White,200",
                            "shortlisted,BME,169": "shortlisted,BME,150",
                            "appointed,White,43": "appointed,White,40",
                            "appointed,BME,17": "appointed,BME,15"},
        "training.csv": {"White,116": "White,150", "BME,48": "BME,24"},
        "survey.csv": {"5,BME,47,10.6": "5,BME,50,20"},
    }  # fmt: skip
    for name, texts in changes.items():
        retype(folder / name, texts)
    return publication("QHG", 2023, own)


@pytest.fixture(scope="session")
def banded_report(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The publication of one return whose clinical staff are in single bands, and nobody is unknown."""
    own = Path(shutil.copytree(data, tmp_path_factory.mktemp("banded") / "data"))
    folder = own / "returns/QHG/2023"
    shutil.rmtree(own / "returns/QHG/2022")
    shutil.rmtree(folder / "commentary")
    (folder / "actions.csv").unlink()
    rows = {
        "clinical,5": (40, 40), "clinical,6": (20, 12), "clinical,7": (20, 8), "clinical,8a": (20, 6),
        "clinical,8b": (10, 6), "non-clinical,1-7": (30, 20), "non-clinical,8a-vsm": (12, 8),
        "medical,medical-consultant": (9, 9),
    }  # fmt: skip
    lines = [f"{row},White,{w}\n{row},BME,{b}\n{row},Unknown,0\n" for row, (w, b) in rows.items()]
    text = "cluster,band,ethnicity,headcount\n" + "".join(lines)
    (folder / "workforce.csv").write_text(text, encoding="utf-8")
    stated = {"White: 309": "White: 161", "BME: 99": "BME: 109", "Unknown: 13": "Unknown: 0"}
    retype(folder / "return.yml", stated)
    return publication("QHG", 2023, own)


def retype(file: Path, texts: dict[str, str]) -> None:
    """Texts of a file by others; each stands in it once."""
    content = file.read_text(encoding="utf-8")
    for old, new in texts.items():
        assert content.count(old) == 1, f"{old!r} stands {content.count(old)} times in {file.name}"
        content = content.replace(old, new)
    file.write_text(content, encoding="utf-8")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Path:
    """The folder of one real build of the default book: ``site`` and ``work`` are inside."""
    return build_default(data, tmp_path_factory.mktemp("build"))


def build_default(data: Path, out: Path) -> Path:
    """Build QHG 2023 from some data, as a user would."""
    command = [sys.executable, "-m", "wres", "build", "QHG", "2023", "--data", str(data), "--out", str(out)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 0, run.stdout + run.stderr
    return out


@pytest.fixture(scope="session")
def site(built: Path) -> Path:
    """The default book as published."""
    return built / "site" / "QHG" / "2023"


HOUSE = """
wording:
  bme: ethnic minority
  kept: [BME Staff Network]
logo: {file: mark.svg, alt: 'Mark of "A & B" <script>alert(1)</script>'}
accent: "#7C2855"
"""
MARK = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 80"><title>A mark, 99 of 421</title>
<style>.a { fill: #7c2855 }</style><circle class="a" cx="40" cy="40" r="38"/><path d="M90 10h200z"/></svg>"""


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Path:
    """The folder of one build of the same book with an organisation's own word, logo and accent.

    Its ``data`` is inside.
    """
    folder = tmp_path_factory.mktemp("house")
    own = Path(shutil.copytree(data, folder / "data"))
    settings = own / "returns/QHG/2023/return.yml"
    (settings.parent / "mark.svg").write_text(MARK, encoding="utf-8")
    retype(settings, {"  - name: Equality, Diversity and Inclusion Team\n    role: null": (
        "  - name: Equality, Diversity and Inclusion Team\n    role: with the BME Staff Network"
    )})  # fmt: skip
    settings.write_text(settings.read_text(encoding="utf-8") + HOUSE, encoding="utf-8")
    return build_default(own, folder)


@pytest.fixture(scope="session")
def house_site(house: Path) -> Path:
    """The book of an organisation with settings of its own, as published."""
    return house / "site" / "QHG" / "2023"


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


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """A headless browser. Skipped where none is installed, failed where one is required."""
    path = find_browser()
    if path is None:
        said = "no Chromium, Chrome or Edge is installed: browser tests cannot run"
        if os.environ.get("WRES_BROWSER_REQUIRED"):
            pytest.fail(said)
        pytest.skip(said)
    from playwright.sync_api import sync_playwright

    quiet = ["--disable-gpu", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--no-first-run"]  # fmt: skip
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=path, args=[*quiet, *sandbox])
        yield running
        running.close()
