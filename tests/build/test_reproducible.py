"""Same inputs, same bytes: wherever, whenever, however a book is built."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from small_project import Wres, ended

ELSEWHERE = {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONHASHSEED": "7", "WRES_KERNELS": "cold"}


def files(site: Path) -> dict[str, bytes]:
    """Every file of a site with its bytes but for the time of its making."""
    made = json.loads((site / "manifest.json").read_text(encoding="utf-8"))
    day = re.compile(rb"Built on \d+ \w+ \d{4} with")
    found = {}
    for path in sorted(p for p in site.rglob("*") if p.is_file()):
        text = path.read_bytes().replace(made["built"].encode(), b"TIME")
        if path.name == "manifest.json":  # it sums the pages, and they tell the day
            text = json.dumps({**json.loads(text), "files_sha256": sorted(made["files_sha256"])}).encode()
        found[path.relative_to(site).as_posix()] = day.sub(b"Built on DAY with", text)
    return found


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Path:
    """The default book with cold kernels, a book at a time, in other folders, at another time."""
    folder = tmp_path_factory.mktemp("another place")
    shutil.copytree(data, folder / "data")
    command = [sys.executable, "-m", "wres", "build", "QHG", "2023", "--jobs", "1", "--data", "data"]
    settings = {**os.environ, **ELSEWHERE, "SOURCE_DATE_EPOCH": "1700000000"}
    run = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 0, run.stdout + run.stderr
    return folder / "_build" / "site" / "QHG" / "2023"


@pytest.mark.parametrize("kernels", ["warm", pytest.param("cold", marks=pytest.mark.full)])
def test_a_small_book_has_the_same_bytes_warm_or_cold_wherever_and_whenever_it_is_built(
    good: Path, wres: Wres, tmp_path: Path, kernels: str
):
    settings = {
        **os.environ, **ELSEWHERE, "WRES_KERNELS": kernels, "SOURCE_DATE_EPOCH": "1700000000"
    }  # fmt: skip
    code, out, err = ended(wres("QHG", 2023, "--jobs", 1, env=settings))
    assert code == 0, out + err
    here, there = (files(place / "site" / "QHG" / "2023") for place in (good, tmp_path / "out"))
    assert set(here) == set(there)
    assert [name for name in here if here[name] != there[name]] == []
    assert "second.html" in here and "searchindex.js" in here


@pytest.mark.full
def test_a_book_has_the_same_bytes_warm_or_cold_wherever_and_whenever_it_is_built(
    site: Path, elsewhere: Path
):
    here, there = files(site), files(elsewhere)
    assert set(here) == set(there)
    assert [name for name in here if here[name] != there[name]] == []
    assert "charts/chart-indicator-2.svg" in here and "searchindex.js" in here


@pytest.mark.full
def test_the_time_of_making_stands_in_the_manifest_and_at_the_foot_of_pages_alone(elsewhere: Path):
    """1700000000 seconds after the beginning of 1970 is 14 November 2023, 22:13:20."""
    assert json.loads((elsewhere / "manifest.json").read_text())["built"] == "2023-11-14T22:13:20+00:00"
    holding = {p.name for p in elsewhere.rglob("*") if p.is_file() and b"14 November 2023" in p.read_bytes()}
    assert holding == {p.name for p in elsewhere.glob("*.html")}
    assert [p for p in elsewhere.rglob("*") if p.is_file() and b"22:13" in p.read_bytes()] == [
        elsewhere / "manifest.json"
    ]


@pytest.mark.full
def test_no_path_of_the_machine_is_in_a_site(elsewhere: Path, root: Path):
    for place in ("another place", str(root), str(Path.home())):
        assert not [p for p in elsewhere.rglob("*") if p.is_file() and place.encode() in p.read_bytes()]
