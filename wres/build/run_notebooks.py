"""Run the notebooks of a book with papermill, a page each, and keep what of a run goes to print."""

import base64
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from wres.build.processes.workers import forked
from wres.build.target import Target
from wres.english.preferred_term import PreferredTerm
from wres.errors import BuildFailed

PARAMETERS = {"organisation", "year"}
EMBEDDED = re.compile(
    r'(src|srcset|href)="data:[a-z]+/[a-z+]+;base64,([^"]+)"([^>]*?) data-name="([a-z0-9.-]+)"'
)
NOTES = "reads.txt"  # what a page's run took from the publication and the data
LONGEST_SOCKET = 100  # characters in the path of a socket; systems differ, none allows fewer


def page_names(project: Path) -> list[str]:
    """The names of the pages, in the order of ``_toc.yml``."""
    toc = yaml.safe_load((project / "_toc.yml").read_text(encoding="utf-8"))
    chapters = [c["file"] for part in toc["parts"] for c in part["chapters"]]
    return [toc["root"], *chapters]


def preflight(project: Path) -> None:
    """Each notebook takes exactly the two parameters, else papermill would use its defaults.

    Also clears away what a killed run has left. Raises ``BuildFailed`` naming every notebook that does not.
    """
    import papermill

    logging.getLogger("papermill").setLevel(logging.ERROR)
    clear_left()
    wrong = []
    for page in page_names(project):
        path = project / "notebooks" / f"{page}.ipynb"
        found = set(papermill.inspect_notebook(str(path))) if path.exists() else set()
        if found != PARAMETERS:
            named = ", ".join(sorted(found)) or "none"
            wrong.append(f"  notebooks/{page}.ipynb: found {named}; expected organisation, year")
    if wrong:
        advice = "Tag the cell that sets the two with 'parameters'."
        raise BuildFailed("\n".join(["the parameters of a notebook are wrong.", *wrong, advice]))


def page_folder(target: Target, page: str) -> Path:
    """Where a page's run is kept: the notebook as run, the same as it goes to print, its charts."""
    return target.work / "pages" / page


def run(target: Target, page: str) -> None:
    """Run a page's notebook for the organisation and year, and make it fit to print.

    Raises ``BuildFailed`` naming page, cell, organisation and year.
    """
    import nbformat
    import papermill

    for noisy in ("papermill", "traitlets"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    kept = page_folder(target, page)
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    executed = kept / "executed.ipynb"
    where = f"page {page} of {target}"
    with _kernel_settings(target, kept) as settings:
        try:
            papermill.execute_notebook(
                str(target.project / "notebooks" / f"{page}.ipynb"),
                str(executed),
                parameters={"organisation": target.organisation, "year": target.year},
                kernel_name="python3",
                progress_bar=False,
                request_save_on_cell_execute=False,
                cwd=str(target.project / "notebooks"),
                **settings,
            )
        except papermill.PapermillExecutionError as error:
            said = f"{error.ename}: {error.evalue}"
            cells = nbformat.read(executed, as_version=4).cells
            number = _own_number(cells, error.cell_index)
            raise BuildFailed(f"{where} failed in cell {number}: {said}") from None
        except Exception as error:  # a kernel that died or did not start
            raise BuildFailed(f"{where} failed: {type(error).__name__}: {error}") from None
    fit_to_print(executed, kept / f"{page}.ipynb", kept / "charts", where)


def noted(path: Path) -> tuple[list[str], list[Path]]:
    """The parts of the publication and the files that a notebook took, from its notes."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    files = [Path(line.removeprefix("file ")) for line in lines if line.startswith("file ")]
    return [line for line in lines if not line.startswith("file ")], files


def clear_left() -> None:
    """Remove the folders for kernels that a killed run has left behind."""
    import psutil

    for left in Path(tempfile.gettempdir()).glob("wres-*-*"):
        pid = left.name.split("-")[1]
        if pid.isdecimal() and not psutil.pid_exists(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _kernel_settings(target: Target, kept: Path) -> Iterator[dict[str, Any]]:
    """The publication for a kernel, folders of its own so that kernels do not meet, and how it runs."""
    with tempfile.TemporaryDirectory(prefix=f"wres-{os.getpid()}-", ignore_cleanup_errors=True) as own:
        settings = {
            "WRES_PUBLICATION": str(target.publication),
            "WRES_READS": str(kept / NOTES),
            "IPYTHONDIR": own,
            "JUPYTER_RUNTIME_DIR": own,
        }
        before = {name: os.environ.get(name) for name in settings}
        os.environ.update(settings)
        try:
            yield _in_process() if forked() else _ordinary(own)
        finally:
            for name, value in before.items():
                os.environ.pop(name, None) if value is None else os.environ.update({name: value})


def _in_process() -> dict[str, Any]:
    """A kernel in this process, which was forked for the page."""
    from traitlets.config import Config

    from wres.build.processes.in_process_kernel import Manager

    client = {"kernel_manager_class": Manager}
    return {"config": Config(NotebookClient=client, HistoryManager={"hist_file": ":memory:"})}


def _ordinary(own: str) -> dict[str, Any]:
    """A kernel that Jupyter starts, and ends at once after the last cell, by when it has said all.

    It is spoken to by sockets of the file system where those are to be had: two kernels can pick one port.
    """
    from traitlets.config import Config

    manager = {"connection_file": f"{own}/kernel.json"}
    if os.name == "posix" and len(f"{own}/kernel-ipc-5") <= LONGEST_SOCKET:
        manager |= {"transport": "ipc", "ip": f"{own}/kernel-ipc"}
    return {"shutdown_kernel": "immediate", "config": Config(KernelManager=manager)}


def _own_number(cells: list[Any], place: int) -> int:
    """The number of a cell of a run in the notebook as it lies in notebooks/: papermill adds one.

    ``place`` counts from 0 and without the cells in which papermill tells of an error.
    """
    run = [c for c in cells if "papermill-error-cell-tag" not in c.metadata.get("tags", [])]
    added = sum("injected-parameters" in c.metadata.get("tags", []) for c in run[: place + 1])
    return place + 1 - added


def fit_to_print(executed: Path, printed: Path, charts: Path, where: str) -> None:
    """Keep only what a page shows: HTML outputs, their pictures as files, no record of the run."""
    import nbformat

    notebook = nbformat.read(executed, as_version=4)
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
            _to_files(cell.outputs, charts)
            if not cell.outputs:
                continue
        kept.append(cell)
    notebook.cells = kept
    nbformat.write(notebook, printed)


def _html_only(output: Any, where: str) -> Any:
    """An output as HTML alone; warnings and errors in a cell do not go to print."""
    from nbformat.v4 import new_output

    html = output.get("data", {}).get("text/html")
    if html is None:
        said = output.get("text") or output.get("data", {}).get("text/plain", output.output_type)
        raise BuildFailed(f"{where} printed something that is not part of a page: {said}".strip())
    return new_output("display_data", data={"text/html": html})


def _to_files(outputs: list[Any], charts: Path) -> None:
    """Pictures and downloads that a cell carries in itself become files beside the page."""

    def to_file(match: re.Match[str]) -> str:
        attribute, content, between, name = match.groups()
        charts.mkdir(parents=True, exist_ok=True)
        (charts / name).write_bytes(base64.b64decode(content))
        return f'{attribute}="charts/{name}"{between}'

    for output in outputs:
        output.data["text/html"] = EMBEDDED.sub(to_file, output.data["text/html"])


def reword(printed: Path, speech: PreferredTerm) -> None:
    """Have a page that goes to print say BME as the book does, where that is not the standard's word."""
    import nbformat

    if speech.is_standard:
        return
    notebook = nbformat.read(printed, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = speech.markdown(cell.source)
        for output in cell.get("outputs", []):
            output.data["text/html"] = speech.html(output.data["text/html"])
    nbformat.write(notebook, printed)


def unexecuted(target: Target, page: str, to: Path) -> None:
    """What a page says without being run: its headings and fixed text, so that links to it hold."""
    import nbformat

    notebook = nbformat.read(target.project / "notebooks" / f"{page}.ipynb", as_version=4)
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type == "markdown"]
    nbformat.write(notebook, to)
