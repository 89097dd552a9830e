"""The printer: notebooks run by papermill, a book compiled by Jupyter Book, a site swapped in whole.

Everything is written below ``_build/``. The working folder holds what is not for publication;
only ``_build/site`` is. A failed build leaves the last good site as it was.
"""

import base64
import logging
import os
import pickle
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import yaml

from wres import leaks, manifest
from wres.disclosure import Disclosive
from wres.entrance import write_start_page
from wres.problems import PageFailed
from wres.publication import Publication, counted_figures, publication, returns_up_to

PARAMETERS = {"organisation", "year"}
PICTURE = re.compile(r'src="data:image/svg\+xml;base64,([^"]+)"([^>]*?) data-name="([a-z0-9-]+)"')
JUPYTER_BOOK = "from jupyter_book.cli.main import main; main()"  # it has no __main__
Progress = Callable[[str], None]


def project() -> Path:
    """The folder that holds ``_config.yml``, ``_toc.yml`` and ``notebooks/``."""
    return Path(__file__).parent.parent


def pages() -> list[str]:
    """The names of the pages, in the order of ``_toc.yml``."""
    toc = yaml.safe_load((project() / "_toc.yml").read_text(encoding="utf-8"))
    chapters = [c["file"] for part in toc["parts"] for c in part["chapters"]]
    return [toc["root"], *chapters]


def build(organisation: str, year: int, data: Path, out: Path, progress: Progress) -> Path:
    """Build the book of an organisation and year; returns the folder of its site.

    Raises ``Unusable`` for bad data and ``PageFailed`` for a page or book that cannot be built,
    in both cases before the last good site is touched.
    """
    progress("reading and checking the returns")
    report = publication(organisation, year, data)
    progress("checking the notebooks")
    preflight()
    work = out / "work" / organisation / str(year)
    shutil.rmtree(work, ignore_errors=True)
    source = work / "source"
    source.mkdir(parents=True)
    (work / "publication.pickle").write_bytes(pickle.dumps(report))
    run_notebooks(report, source, progress)
    progress("compiling the book")
    made = manifest.made(report, project())
    html = compile_book(report, source, work, made)
    finish(report, html, made)
    progress("looking for leaks")
    require_no_leak(report, html)
    site = out / "site" / organisation / str(year)
    swap(html, site)
    progress("writing the start page")
    write_start_page(out / "site")
    return site


def preflight() -> None:
    """Each notebook takes exactly the two parameters, else papermill would use its defaults."""
    import papermill

    logging.getLogger("papermill").setLevel(logging.ERROR)
    wrong = []
    for page in pages():
        path = project() / "notebooks" / f"{page}.ipynb"
        found = set(papermill.inspect_notebook(str(path))) if path.exists() else set()
        if found != PARAMETERS:
            named = ", ".join(sorted(found)) or "none"
            wrong.append(f"  notebooks/{page}.ipynb: found {named}; expected organisation, year")
    if wrong:
        advice = "Tag the cell that sets the two with 'parameters'."
        raise PageFailed("\n".join(["the parameters of a notebook are wrong.", *wrong, advice]))


# Running


def run_notebooks(report: Publication, source: Path, progress: Progress) -> None:
    """Run every page's notebook for the organisation and year, and make it fit to print."""
    names = pages()
    failures = []
    log = source.parent / "kernels.log"
    with ProcessPoolExecutor(os.cpu_count() or 1, initializer=_to_log, initargs=(log,)) as pool:
        waiting = {
            pool.submit(run_notebook, page, report.organisation, report.year, source): page for page in names
        }
        for done, future in enumerate(as_completed(waiting), start=1):
            page = waiting[future]
            try:
                future.result()
            except PageFailed as error:
                failures.append(str(error))
            progress(f"page {done} of {len(names)}: {page}")
    if failures:
        raise PageFailed("\n".join(sorted(failures)))


def _to_log(path: Path) -> None:
    """Send what kernels say on standard error to a file; it is of no use to the user."""
    with path.open("a") as log:
        os.dup2(log.fileno(), 2)


def run_notebook(page: str, organisation: str, year: int, source: Path) -> None:
    """Run one page's notebook into ``source``.

    Raises ``PageFailed`` naming page, cell, organisation and year.
    """
    import papermill

    logging.getLogger("papermill").setLevel(logging.ERROR)
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    target = source / f"{page}.ipynb"
    where = f"page {page} of {organisation} {year}"
    with _kernel_settings(source.parent, page):
        try:
            papermill.execute_notebook(
                str(project() / "notebooks" / f"{page}.ipynb"),
                str(target),
                parameters={"organisation": organisation, "year": year},
                kernel_name="python3",
                progress_bar=False,
                cwd=str(project() / "notebooks"),
            )
        except papermill.PapermillExecutionError as error:
            said = f"{error.ename}: {error.evalue}"
            cells = nbformat.read(target, as_version=4).cells
            number = _own_number(cells, error.cell_index)
            raise PageFailed(f"{where} failed in cell {number}: {said}") from None
        except Exception as error:  # a kernel that died or did not start
            raise PageFailed(f"{where} failed: {type(error).__name__}: {error}") from None
    fit_to_print(target, where)


def _own_number(cells: list[Any], place: int) -> int:
    """The number of a cell of a run in the notebook as it lies in notebooks/: papermill adds one.

    ``place`` counts from 0 and without the cells in which papermill tells of an error.
    """
    run = [c for c in cells if "papermill-error-cell-tag" not in c.metadata.get("tags", [])]
    added = sum("injected-parameters" in c.metadata.get("tags", []) for c in run[: place + 1])
    return place + 1 - added


@contextmanager
def _kernel_settings(work: Path, page: str) -> Iterator[None]:
    """The publication for a kernel to read; its own IPython folder, so that kernels do not meet in one."""
    ipython = work / "ipython" / page
    ipython.mkdir(parents=True, exist_ok=True)
    settings = {"WRES_PUBLICATION": str(work / "publication.pickle"), "IPYTHONDIR": str(ipython)}
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})


def fit_to_print(path: Path, where: str) -> None:
    """Keep only what a page shows: HTML outputs, their pictures as files, no record of the run."""
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata.pop("papermill", None)
    kept = []
    for place, cell in enumerate(notebook.cells):
        for record in ("papermill", "execution"):
            cell.metadata.pop(record, None)
        if cell.cell_type == "code":
            if "remove-cell" in cell.metadata.get("tags", []):
                continue
            cell.execution_count = None
            here = f"{where}, cell {_own_number(notebook.cells, place)}"
            cell.outputs = [_html_only(output, here) for output in cell.outputs]
            _pictures_to_files(cell.outputs, path.parent.parent / "extra" / "charts")
            if not cell.outputs:
                continue
        kept.append(cell)
    notebook.cells = kept
    nbformat.write(notebook, path)


def _html_only(output: Any, where: str) -> Any:
    """An output as HTML alone; warnings and errors in a cell do not go to print."""
    html = output.get("data", {}).get("text/html")
    if html is None:
        said = output.get("text") or output.get("data", {}).get("text/plain", output.output_type)
        raise PageFailed(f"{where} printed something that is not part of a page: {said}".strip())
    return nbformat.v4.new_output("display_data", data={"text/html": html})


def _pictures_to_files(outputs: list[Any], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)

    def to_file(match: re.Match[str]) -> str:
        svg, between, name = match.groups()
        (folder / f"{name}.svg").write_bytes(base64.b64decode(svg))
        return f'src="charts/{name}.svg"{between}'

    for output in outputs:
        output.data["text/html"] = PICTURE.sub(to_file, output.data["text/html"])


# Compiling


def compile_book(report: Publication, source: Path, work: Path, made: manifest.Manifest) -> Path:
    """Compile the notebooks with Jupyter Book, warnings as errors; returns the folder of HTML.

    Raises ``PageFailed`` with Jupyter Book's own words.
    """
    config = yaml.safe_load((project() / "_config.yml").read_text(encoding="utf-8"))
    sphinx = config.setdefault("sphinx", {}).setdefault("config", {})
    config |= {"title": f"{report.name} WRES {report.year}", "author": report.name}
    sphinx["html_extra_path"] = [str(work / "extra")]
    sphinx["html_context"] = {
        "organisation": report.name,
        "year": report.year,
        "manifest_line": made.line,
        "synthetic": report.synthetic,
    }
    sphinx["myst_substitutions"] = {
        "organisation": report.name,
        "organisation_short": report.short_name,
        "year": str(report.year),
    }
    (work / "_config.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    command = [
        sys.executable, "-c", JUPYTER_BOOK, "build", str(source), "--quiet",
        "--config", str(work / "_config.yml"), "--toc", str(project() / "_toc.yml"),
        "--path-output", str(work), "--warningiserror", "--keep-going",
    ]  # fmt: skip
    run = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1"},
    )  # fmt: skip
    (work / "jupyter-book.log").write_text(run.stdout + run.stderr, encoding="utf-8")
    html = work / "_build" / "html"
    if run.returncode or not (html / "index.html").exists():
        said = [s for s in (run.stdout + run.stderr).splitlines() if re.search("WARNING|ERROR", s)]
        said = [s.replace(str(source) + os.sep, "") for s in said] or run.stderr.splitlines()[-5:]
        where = f"Jupyter Book could not compile {report.organisation} {report.year}:"
        raise PageFailed("\n  ".join([where, *said]))
    return html


def finish(report: Publication, html: Path, made: manifest.Manifest) -> None:
    """Put the published figures and the manifest beside the pages; drop Sphinx's own records."""
    for name in (".buildinfo", "objects.inv", ".nojekyll"):
        (html / name).unlink(missing_ok=True)
    shutil.rmtree(html / "_sources", ignore_errors=True)
    for icon in (html / "_static").glob("*.png"):  # of Sphinx's own theme; no page shows them
        icon.unlink()
    report.table.to_csv(html / "figures.csv", index=False, lineterminator="\n")
    (html / "manifest.json").write_text(made.listing(html).json, encoding="utf-8", newline="\n")


def require_no_leak(report: Publication, html: Path) -> None:
    """Raises ``Disclosive`` where a byte of the finished site holds what the door has hidden."""
    counted = counted_figures(report.data, returns_up_to(report.data, report.organisation, report.year))
    if found := leaks.scan(html, report.figures, counted):
        said = "\n  ".join(found)
        raise Disclosive(f"{report.organisation} {report.year} was not published:\n  {said}")


def swap(html: Path, site: Path) -> None:
    """Put the new site in place of the old in two renames; the old one stays until then."""
    site.parent.mkdir(parents=True, exist_ok=True)
    new, old = site.with_name(f".{site.name}.new"), site.with_name(f".{site.name}.old")
    for left in (new, old):
        shutil.rmtree(left, ignore_errors=True)
    shutil.copytree(html, new)
    if site.exists():
        site.rename(old)
    try:
        new.rename(site)
    except OSError:
        if old.exists():
            old.rename(site)
        raise
    shutil.rmtree(old, ignore_errors=True)
