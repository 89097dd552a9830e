"""What README, CONTRIBUTING and docs say is there, is there: commands, paths, links, wings."""

import re
from pathlib import Path

import pytest

from wres.cli.main import COMMANDS, GROUPS

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")])
# A path of the project in backquotes: a file or a folder that Git holds, without a place to fill in.
PATH = re.compile(
    r"`((?:wres|tests|docs|data|notebooks|benchmarks|\.ci)/[\w./-]*|[A-Za-z_.-]+\.(?:md|toml|lock|in|yml))`"
)
# Of a return, not of the project.
WRITTEN_LATER = {
    "return.yml",
    "introduction.md",
    "workforce.md",
    "data/returns/QE1/2024",
    "data/returns/QMJ/2026",
}
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[\w-]*)?\)")
COMMAND = re.compile(r"(?<![\w/])wres ([a-z]+)\b(?=[ `\n])")
TARGET = re.compile(r"`make ([a-z-]+)`")
TREE = re.compile(r"^(?P<indent> *)(?P<name>[\w.<>-]+(?:/|\.py))(?= |$)", re.MULTILINE)

page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)


@page
def test_every_path_is_there(path: Path):
    named = set(PATH.findall(path.read_text(encoding="utf-8"))) - WRITTEN_LATER
    assert [each for each in sorted(named) if not (ROOT / each).exists()] == []


@page
def test_every_link_leads_somewhere(path: Path):
    links = [each for each in LINK.findall(path.read_text(encoding="utf-8")) if "://" not in each]
    assert [each for each in links if not (path.parent / each).exists()] == []


@page
def test_every_command_is_one(path: Path):
    text = path.read_text(encoding="utf-8")
    assert set(COMMAND.findall(text)) <= {*COMMANDS, *GROUPS}
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(TARGET.findall(text)) <= set(targets)


def test_every_command_is_told():
    told = set(COMMAND.findall((ROOT / "docs" / "commands.md").read_text(encoding="utf-8")))
    assert told == {*COMMANDS, *GROUPS}


def test_every_wing_has_its_line_in_the_tree_and_every_line_its_wing():
    tree = (ROOT / "README.md").read_text(encoding="utf-8").partition("\nwres/  ")[2].partition("\ntests/")[0]
    named = {match["name"].rstrip("/") for match in TREE.finditer(tree) if match["indent"] == "  "}
    there = {
        path.name
        for path in (ROOT / "wres").iterdir()
        if not path.name.startswith("__") and (path.is_dir() or path.suffix == ".py")
    }
    assert named == there


def test_the_readme_is_a_first_page():
    assert len((ROOT / "README.md").read_bytes()) <= 10_000
