"""What tests of builds share: a project of two pages, and runs of the command line."""

import copy
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).parent.parent
Wres = Callable[..., subprocess.Popen[str]]

# A page: parameters, fetch, show
SET = new_code_cell('organisation = "QHG"\nyear = 2023', metadata={"tags": ["parameters"]})
FETCH = new_code_cell("from wres.publication import publication\n\nreport = publication(organisation, year)")
SHOW = new_code_cell("from wres.pages.blocks import Paragraphs\n\nParagraphs([f'{report.name} {year}'])")
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
LINKS = "See [the second page](second)."
# The command line, with another project in place of this one.
DRIVER = """
import sys
from pathlib import Path
from wres.cli import books, site
from wres.cli.main import main
if __name__ == "__main__":
    books.project_folder = site.project_folder = lambda: Path({project!r})
    main()
"""
DIED = (
    "(DeadKernelError|its process was ended by SIGKILL)"  # an ordinary kernel, and one in its page's process
)
HANG = """
import os, time
from pathlib import Path
Path({mark!r}).write_text(str(os.getpid()))
time.sleep(3600)
"""


def retype(file: Path, texts: dict[str, str]) -> None:
    """Texts of a file by others; each stands in it once."""
    content = file.read_text(encoding="utf-8")
    for old, new in texts.items():
        assert content.count(old) == 1, f"{old!r} stands {content.count(old)} times in {file.name}"
        content = content.replace(old, new)
    file.write_text(content, encoding="utf-8")


def build(data: Path, out: Path, *books: str) -> Path:
    """Build books of 2023 as a user does; returns the folder of what was built."""
    command = [sys.executable, "-m", "wres", "build", *books, "2023", "--data", str(data), "--out", str(out)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 0, run.stdout + run.stderr
    return out


def notebook(project: Path, name: str, *cells: str, text: str = "Text.") -> None:
    """A page of the small project: parameters, fetch, show, and these cells."""
    code = [SET, FETCH, SHOW, *(new_code_cell(cell) for cell in cells)]
    path = project / "notebooks" / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    title = new_markdown_cell(f"# The {name} page\n\n{text}")
    cells_of = [copy.deepcopy(cell) for cell in (title, *code)]
    for number, cell in enumerate(cells_of):
        cell["id"] = f"cell-{number}"  # else it is drawn by lot, and no two projects are the same
    nbformat.write(new_notebook(cells=cells_of, metadata=KERNEL), path)


def ended(run: subprocess.Popen[str]) -> tuple[int, str, str]:
    """How a run ended: its exit code, and what it said."""
    out, err = run.communicate(timeout=300)
    return run.returncode, out, err


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def gone(pid: int) -> bool:
    """Whether a process is gone, at once or in a few moments: it looks for its parent now and then."""
    for _ in range(300):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def wait_for(path: Path) -> str:
    """What is in a file, as soon as there is something in it."""
    for _ in range(3000):
        if path.exists() and (text := path.read_text()):
            return text
        time.sleep(0.1)
    raise AssertionError(f"{path.name} was never written")


def small_project(folder: Path) -> Path:
    """A project of two pages below a folder; ``driver.py`` beside it runs the command line for it."""
    project = folder / "project"
    notebook(project, "index", text=LINKS)
    notebook(project, "second")
    toc = "format: jb-book\nroot: index\nparts:\n- caption: Part\n  chapters:\n  - file: second\n"
    (project / "_toc.yml").write_text(toc, encoding="utf-8")
    shutil.copyfile(ROOT / "_config.yml", project / "_config.yml")
    (folder / "driver.py").write_text(DRIVER.format(project=str(project)), encoding="utf-8")
    return project


def two_small_returns(data: Path) -> Path:
    """Leave two organisations with a small return each: one year, no commentary, no earlier report to be
    audited, nothing hidden.
    """
    returns = data / "returns"
    shutil.rmtree(data / "published")
    shutil.rmtree(returns / "QHG" / "2022")
    shutil.rmtree(returns / "QHG" / "2023" / "commentary")
    settings = returns / "QHG" / "2023" / "return.yml"
    text = settings.read_text(encoding="utf-8").replace("threshold: 5", "threshold: 0")
    settings.write_text(text.replace("reason: null", "reason: tests"), encoding="utf-8")
    shutil.copytree(returns / "QHG", returns / "QE1")
    own = returns / "QE1" / "2023" / "return.yml"
    text = own.read_text(encoding="utf-8").replace("organisation: QHG", "organisation: QE1")
    own.write_text(text.replace("synthetic: false", "synthetic: true"), encoding="utf-8")
    return data
