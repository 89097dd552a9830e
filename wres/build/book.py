"""Build one book: its publication, its pages, Jupyter Book, and the finished site swapped in whole.

Each step is a task for a process of its own. Everything is written below the target's ``out``. The
working folder holds what is not for publication; only ``site`` is. A failed build leaves the last
good site as it was.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, as_completed
from pathlib import Path
from typing import Any, Protocol

from wres.build.jupyter_book import add_downloads, configuration, lay_out, run_jupyter_book
from wres.build.other_books import require_safe_beside
from wres.build.run_notebooks import page_names, run
from wres.build.target import Target
from wres.build.up_to_date import BookState
from wres.errors import BuildFailed, RunEnded
from wres.files.atomic import replace_folder
from wres.files.signed import read_signed, write_signed

Progress = Callable[[str], None]


class Runs(Protocol):
    """What runs tasks, so many at a time: ``processes.Workers``, or ``cluster.Cluster`` elsewhere."""

    at_once: int

    def stop(self) -> None:
        """End every task, and begin no other."""

    def submit(self, task: Callable[..., Any], *given: Any, log: Path, first: bool = False) -> Future[Any]:
        """Run the task; its result or what it raised is in the future. A run begins with the ``first``."""


def calculated(target: Target, workers: Runs, progress: Progress, state: BookState) -> dict[str, str]:
    """Begin a book with its publication; returns the sums of its parts.

    Raises ``InvalidInput`` for bad data.
    """
    target.log.parent.mkdir(parents=True, exist_ok=True)
    target.log.write_text("", encoding="utf-8")
    progress("reading and checking the returns")
    parts: dict[str, str] = workers.submit(calculate, target, state.code, log=target.log, first=True).result()
    return parts


def build(target: Target, workers: Runs, progress: Progress, state: BookState, parts: dict[str, str]) -> Path:
    """Build a book that is ``calculated``; returns the folder of its site. ``pages.preflight`` comes before.

    Only pages that are stale are run. Raises ``BuildFailed`` for a page or book that cannot be built, before
    the last good site is touched.
    """
    wanted = [target.only] if target.only else page_names(target.project)
    stale = [page for page in wanted if target.only or state.stale(page, parts)]
    for done, page in enumerate(run_pages(target, stale, workers), start=1):
        state.ran(page, parts)
        progress(f"page {done} of {len(stale)}: {page}")
    progress("compiling the book")
    html = workers.submit(compile_book, target, log=target.log).result()
    replace_folder(html, target.site)
    if not target.only:
        state.finished()
    return target.site


def calculate(target: Target, code: str) -> dict[str, str]:
    """Calculate the publication, once for all pages, into the working folder; returns its parts' sums.

    ``code`` is the sum of what calculates: what takes long is kept until it or the counts change.
    """
    from wres.build.incremental.cache import cache_in
    from wres.build.incremental.tracing import sums, traced
    from wres.lint.check import checked
    from wres.publication import counted

    remember = cache_in(target.work / "kept", code)
    report, advice = checked(target.organisation, target.year, target.data, remember)
    if not target.only:
        require_safe_beside(target, report)
    target.work.mkdir(parents=True, exist_ok=True)
    target.advice.write_text("".join(f"{each.advice}\n" for each in advice), encoding="utf-8")
    write_signed(target.publication, traced(report))
    _, figures, *_ = counted(target.organisation, target.year, target.data)
    write_signed(target.counted, figures)
    return sums(report)


def run_pages(target: Target, wanted: list[str], workers: Runs) -> Iterator[str]:
    """Run pages' notebooks; gives each as it is done. Raises ``BuildFailed`` with all that went wrong."""
    waiting = {workers.submit(run, target, page, log=target.log): page for page in wanted}
    failures = []
    for future in as_completed(waiting):
        page = waiting[future]
        try:
            future.result()
            yield page
        except RunEnded:
            raise
        except BuildFailed as error:
            said = str(error)
            failures.append(said if page in said else f"page {page} of {target} failed: {said}")
    if failures:
        raise BuildFailed("\n".join(sorted(failures)))


def compile_book(target: Target) -> Path:
    """Compile the pages, finish the site and look for leaks; returns the folder of HTML."""
    from wres.publication import Publication
    from wres.site.manifest import making_of

    report: Publication = read_signed(target.publication)
    made = making_of(report, target.project)
    lay_out(target, report)
    html = run_jupyter_book(target, configuration(target, report, made))
    add_downloads(report, html, made)
    require_no_leak(report, html, made, read_signed(target.counted))
    return html


def require_no_leak(report: Any, html: Path, made: Any, counted: Iterable[Any]) -> None:
    """Raises ``DisclosureRisk`` where a byte of the finished site holds what the door has hidden.

    ``counted`` are the figures before the door.
    """
    from wres.disclosure.leak_scan import scan
    from wres.disclosure.protect import DisclosureRisk as Disclosive
    from wres.figures.by_chance import texts_of_simulation
    from wres.pages.accessibility import texts_of_check

    no_figures = [*made.of_making, *texts_of_check(), *texts_of_simulation()]
    if found := scan(html, report.figures, counted, no_figures):
        said = "\n  ".join(found)
        raise Disclosive(f"{report.organisation} {report.year} was not published:\n  {said}")
