"""Forked kernels: fresh each time, the same to a notebook as an ordinary one, and gone afterwards."""

import os
from ast import literal_eval
from html import unescape
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from small_project import gone

from wres.build import run_notebooks
from wres.build.processes.workers import KERNELS, Workers, warm
from wres.build.target import Target
from wres.errors import BuildFailed

SET = 'organisation = "QHG"\nyear = 2023'
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
SHOW = "from wres.pages.blocks import Paragraphs\nParagraphs([str({})])"


def write(project: Path, page: str, *cells: str) -> None:
    """A notebook that shows the value of each of these expressions, after the parameters."""
    path = project / "notebooks" / f"{page}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    code = [new_code_cell(SET, metadata={"tags": ["parameters"]}), *map(new_code_cell, cells)]
    nbformat.write(new_notebook(cells=code, metadata=KERNEL), path)


def shown(target: Target, page: str) -> list[str]:
    """What the cells of a page have shown."""
    notebook = nbformat.read(run_notebooks.page_folder(target, page) / f"{page}.ipynb", as_version=4)
    html = [output.data["text/html"] for cell in notebook.cells for output in cell.get("outputs", [])]
    return [unescape(each).removeprefix("<p>").removesuffix("</p>") for each in html]


@pytest.fixture
def target(tmp_path: Path) -> Target:
    return Target("QHG", 2023, tmp_path / "data", tmp_path / "out", tmp_path / "project")


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KERNELS, "warm")
    if not warm():
        pytest.skip("processes cannot be forked here")


def run(target: Target, *names: str) -> None:
    """Run pages one after another."""
    with Workers(1) as workers:
        for name in names:
            workers.submit(run_notebooks.run, target, name, log=target.log).result()


PARENT = "open('/proc/' + str(__import__('os').getppid()) + '/cmdline').read()"


def test_a_kernel_is_forked_from_one_that_has_imported_everything(target: Target, forked: None):
    """Its parent is the page's process; and pandas is there before the notebook asks for it."""
    write(target.project, "page", SHOW.format("'pandas' in __import__('sys').modules"), SHOW.format(PARENT))
    run(target, "page")
    there, parent = shown(target, "page")
    assert there == "True"
    assert "forkserver" in parent


def test_nothing_leaks_from_one_notebook_to_the_next(target: Target, forked: None):
    spoil = (
        "import os, sys, random, matplotlib, pandas, warnings\n"
        "matplotlib.rcParams['font.size'] = 99\npandas.spoilt = True\nos.environ['SPOILT'] = '1'\n"
        "sys.path.append('/spoilt')\nspoilt = 1\nos.chdir('/')\nrandom.seed(7)"
    )
    look = (
        "(__import__('matplotlib').rcParams['font.size'], hasattr(__import__('pandas'), 'spoilt'), "
        "__import__('os').environ.get('SPOILT'), '/spoilt' in __import__('sys').path, "
        "'spoilt' in globals(), __import__('os').getcwd())"
    )
    write(target.project, "spoils", spoil)
    write(target.project, "looks", SHOW.format(look))
    run(target, "spoils", "looks")
    (found,) = shown(target, "looks")
    here = str(target.project / "notebooks")
    assert found == f"(10.0, False, None, False, False, '{here}')"


def test_a_forked_kernel_is_to_a_notebook_as_an_ordinary_one(
    target: Target, forked: None, monkeypatch: pytest.MonkeyPatch
):
    """What could differ: arguments, path, folder, backend of matplotlib, settings, history, signals, name."""
    cells = [
        SHOW.format("__import__('sys').path"),
        SHOW.format("__import__('sys').argv[0].rsplit('/')[-1].removesuffix('.py')"),
        SHOW.format("__import__('os').getcwd()"),
        SHOW.format("__import__('matplotlib').get_backend()"),
        SHOW.format("sorted(__import__('matplotlib').rcParams.items(), key=str)"),
        SHOW.format("get_ipython().history_manager.hist_file"),
        SHOW.format("(__name__, __import__('sys').modules['__main__'].__name__)"),
        SHOW.format("__import__('os').getsid(0) == __import__('os').getpid()"),
        SHOW.format("__import__('signal').getsignal(__import__('signal').SIGTERM)"),
        "from wres.pages import digest, indicator, methods, summary, workforce",
        SHOW.format("sorted({str(of) for of in __import__('warnings').filters})"),
        SHOW.format("__import__('locale').getlocale()"),
        SHOW.format("sorted(__import__('os').environ)"),
    ]
    write(target.project, "page", *cells)
    run(target, "page")
    forked_one = shown(target, "page")
    monkeypatch.setenv(KERNELS, "cold")
    run(target, "page")
    assert len(forked_one) == len(cells) - 1
    *ordinary, variables = shown(target, "page")
    assert forked_one[:-1] == ordinary
    assert set(literal_eval(forked_one[-1])) ^ set(literal_eval(variables)) == set()


def test_random_numbers_are_not_the_same_in_every_notebook(target: Target, forked: None):
    numbers = "(__import__('random').random(), __import__('numpy').random.random())"
    for page in ("one", "two"):
        write(target.project, page, SHOW.format(numbers))
    run(target, "one", "two")
    assert shown(target, "one") != shown(target, "two")


def test_a_kernel_that_dies_is_told_and_leaves_nothing_running(target: Target, forked: None, tmp_path: Path):
    mark = tmp_path / "pid"
    die = f"import os\nopen({str(mark)!r}, 'w').write(str(os.getpid()))\nos.kill(os.getpid(), 9)"
    write(target.project, "page", die)
    with pytest.raises(BuildFailed, match="was ended by SIGKILL before it was done"):
        run(target, "page")
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)


def test_a_kernel_is_gone_once_its_page_is_done(target: Target, forked: None):
    write(target.project, "page", SHOW.format("__import__('os').getpid()"))
    run(target, "page")
    (number,) = shown(target, "page")
    with pytest.raises(ProcessLookupError):
        os.kill(int(number), 0)


def test_what_a_notebook_has_started_ends_with_its_page(target: Target, forked: None):
    start = "__import__('subprocess').Popen(['sleep', '600']).pid"
    write(target.project, "page", SHOW.format(start))
    run(target, "page")
    (number,) = shown(target, "page")
    assert gone(int(number))
