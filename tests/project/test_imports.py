"""The order of the wings: import-linter holds it (``make lint``); here it is shown to see what breaks it."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

BROKEN = {
    "Imports point one way": ("files/png.py", "from wres.figures.figure import Figure"),
    "No modules import each other in a ring": (
        "pages/phrases.py",
        "from wres.pages.indicator import finding",
    ),
    "Behind the door there are no counts": (
        "pages/glossary.py",
        "from wres.returns.reading import read_return",
    ),
    "The attack shares no code": (
        "disclosure/attack.py",
        "from wres.disclosure.complementary_suppression import complement",
    ),
    "What chooses the hidden counts": (
        "disclosure/complementary_suppression.py",
        "import wres.disclosure.attack",
    ),
}


def linted(project: Path) -> subprocess.CompletedProcess[str]:
    """What import-linter says of a project."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.parametrize("contract", BROKEN)
def test_an_import_against_the_order_is_found(contract: str, root: Path, tmp_path: Path):
    """Also one inside a function, where a ring would show at run time alone."""
    shutil.copytree(root / "wres", tmp_path / "wres", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(root / "pyproject.toml", tmp_path / "pyproject.toml")
    file, line = BROKEN[contract]
    with (tmp_path / "wres" / file).open("a", encoding="utf-8") as module:
        module.write(f"\n\ndef wrong() -> None:\n    {line}\n")
    run = linted(tmp_path)
    assert run.returncode == 1
    assert f"{contract}" in run.stdout
    assert any(contract in said and "BROKEN" in said for said in run.stdout.splitlines())


def test_what_is_derived_from_published_figures_takes_no_return(root: Path):
    """Functions behind the door that stand beside those before it: their parameters say which they are."""
    for path in (root / "wres" / "figures" / "formulas").glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("derived"):
                assert "Return" not in {ast.unparse(each.annotation) for each in node.args.args}


def test_no_import_is_relative(root: Path):
    found = [
        f"{path.name}, line {node.lineno}"
        for path in (root / "wres").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert found == []
