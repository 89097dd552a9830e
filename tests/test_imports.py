"""Imports point one way: from the words of the standard, through the door, to the printer."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

LAYERS = [
    "__init__ theme terms problems svg logo accent orders statistics figures known sources measures markup "
    "schemas reference dictionary parlance prose calculation claims vocabulary",
    "returns",
    "validate",
    "formulas indicators benchmarks",
    "derived suppression attack disclosure leaks recoverable explanations siblings bases audit findings",
    "commentary scaffold memory invented demo",
    "publication",
    "representation rag origins breaks changes context sentences tables drawing charts plans methods digest "
    "earlier accessibility",
    "statements amounts moves wording belonging rules planned remarks",
    "reads",
    "placing shelf comparison entrance warm kernels manifest processes inputs edition publishing serving",
    "pages",
    "state station",
    "book cluster",
    "press verify",
    "display",
    "__main__",
]
PLACE = {module: place for place, layer in enumerate(LAYERS) for module in layer.split()}
WINDOWS = LAYERS[7].split()


def imports(path: Path) -> set[tuple[str, str]]:
    """What a file imports from wres, anywhere in it: the module, and the name taken from it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            named = [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}, line {node.lineno}: a relative import"
            named = [(node.module or "", alias.name) for alias in node.names]
        else:
            continue
        for module, name in named:
            if module == "wres":  # a submodule or a name of wres itself
                found.add((name if name in PLACE else "__init__", ""))
            elif module.startswith("wres."):
                found.add((module.split(".")[1], name))
    return found


@pytest.fixture(scope="module")
def taken(root: Path) -> dict[str, set[tuple[str, str]]]:
    """What each module of the package imports from it."""
    folder = root / "wres"
    files = {path.relative_to(folder).parts[0].removesuffix(".py"): path for path in folder.rglob("*.py")}
    return {module: imports(path) for module, path in files.items()}


def test_every_module_has_its_place(taken: dict[str, set[tuple[str, str]]]):
    assert set(taken) == set(PLACE)


def test_no_module_imports_from_a_later_place(taken: dict[str, set[tuple[str, str]]]):
    wrong = [f"{m} imports {n}" for m, all_ in taken.items() for n, _ in all_ if PLACE[n] > PLACE[m]]
    assert not wrong


def test_no_modules_import_each_other_in_a_ring(taken: dict[str, set[tuple[str, str]]]):
    TopologicalSorter({m: {n for n, _ in all_} for m, all_ in taken.items()}).prepare()  # raises on a ring


@pytest.mark.parametrize("window", WINDOWS)
def test_behind_the_door_nothing_reads_counts(window: str, taken: dict[str, set[tuple[str, str]]]):
    """Lookup tables and what may be published are all that is taken from where there are counts."""
    counts = set(" ".join(LAYERS[1:7]).split())
    found = {(module, name) for module, name in taken[window] if module in counts}
    assert found <= {("returns", "lookup"), ("publication", "Publication")}
