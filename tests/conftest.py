"""What tests share: the default data, its publication, and one built site."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from wres.publication import Publication, publication

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
def built(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Path:
    """The folder of one real build of the default book: ``site`` and ``work`` are inside."""
    out = tmp_path_factory.mktemp("build")
    command = [sys.executable, "-m", "wres", "build", "QHG", "2023", "--data", str(data), "--out", str(out)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 0, run.stdout + run.stderr
    return out


@pytest.fixture(scope="session")
def site(built: Path) -> Path:
    """The default book as published."""
    return built / "site" / "QHG" / "2023"


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
