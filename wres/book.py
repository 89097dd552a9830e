"""The printer of one book: its publication, its pages, Jupyter Book, and the finished site swapped in whole.

Each step is a task for a process of its own. Everything is written below the order's ``out``. The
working folder holds what is not for publication; only ``site`` is. A failed build leaves the last
good site as it was.
"""

import json
import os
import pickle
import re
import shutil
import traceback
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, as_completed
from pathlib import Path
from typing import Any, Protocol

import yaml

from wres import accent, logo, pages, placing
from wres.orders import Order
from wres.parlance import Parlance
from wres.problems import PageFailed, RunEnded, Unusable
from wres.state import State

Progress = Callable[[str], None]


class Runs(Protocol):
    """What runs tasks, so many at a time: ``processes.Workers``, or ``cluster.Cluster`` elsewhere."""

    at_once: int

    def stop(self) -> None:
        """End every task, and begin no other."""

    def submit(self, task: Callable[..., Any], *given: Any, log: Path, first: bool = False) -> Future[Any]:
        """Run the task; its result or what it raised is in the future. A run begins with the ``first``."""


def calculated(order: Order, workers: Runs, progress: Progress, state: State) -> dict[str, str]:
    """Begin a book with its publication; returns the sums of its parts. Raises ``Unusable`` for bad data."""
    order.log.parent.mkdir(parents=True, exist_ok=True)
    order.log.write_text("", encoding="utf-8")
    progress("reading and checking the returns")
    parts: dict[str, str] = workers.submit(calculate, order, state.code, log=order.log, first=True).result()
    return parts


def build(order: Order, workers: Runs, progress: Progress, state: State, parts: dict[str, str]) -> Path:
    """Build a book that is ``calculated``; returns the folder of its site. ``pages.preflight`` comes before.

    Only pages that are stale are run. Raises ``PageFailed`` for a page or book that cannot be built, before
    the last good site is touched.
    """
    wanted = [order.only] if order.only else pages.names(order.project)
    stale = [page for page in wanted if order.only or state.stale(page, parts)]
    for done, page in enumerate(run_pages(order, stale, workers), start=1):
        state.ran(page, parts)
        progress(f"page {done} of {len(stale)}: {page}")
    progress("compiling the book")
    html = workers.submit(compile_book, order, log=order.log).result()
    placing.swap(html, order.site)
    if not order.only:
        state.finished()
    return order.site


def calculate(order: Order, code: str) -> dict[str, str]:
    """Calculate the publication, once for all pages, into the working folder; returns its parts' sums.

    ``code`` is the sum of what calculates: what takes long is kept until it or the counts change.
    """
    from wres import memory, reads
    from wres.publication import counted
    from wres.remarks import checked

    remember = memory.remembering(order.work / "kept", code)
    report, advice = checked(order.organisation, order.year, order.data, remember)
    order.work.mkdir(parents=True, exist_ok=True)
    order.advice.write_text("".join(f"{each.advice}\n" for each in advice), encoding="utf-8")
    order.publication.write_bytes(pickle.dumps(reads.watched(report)))
    _, figures = counted(order.organisation, order.year, order.data)
    order.counted.write_bytes(pickle.dumps(figures))
    return reads.sums(report)


def run_pages(order: Order, wanted: list[str], workers: Runs) -> Iterator[str]:
    """Run pages' notebooks; gives each as it is done. Raises ``PageFailed`` with all that went wrong."""
    waiting = {workers.submit(pages.run, order, page, log=order.log): page for page in wanted}
    failures = []
    for future in as_completed(waiting):
        page = waiting[future]
        try:
            future.result()
            yield page
        except RunEnded:
            raise
        except PageFailed as error:
            said = str(error)
            failures.append(said if page in said else f"page {page} of {order} failed: {said}")
    if failures:
        raise PageFailed("\n".join(sorted(failures)))


def compile_book(order: Order) -> Path:
    """Compile the pages, finish the site and look for leaks; returns the folder of HTML."""
    from wres import manifest
    from wres.publication import Publication

    report: Publication = pickle.loads(order.publication.read_bytes())
    made = manifest.made(report, order.project)
    gather(order, report.parlance)
    html = run_jupyter_book(order, _config(order, report, made))
    finish(report, html, made)
    require_no_leak(report, html, made, pickle.loads(order.counted.read_bytes()))
    return html


def gather(order: Order, speech: Parlance) -> None:
    """Lay out the pages and charts for Jupyter Book, in folders that hold nothing else.

    Here the pages come to say what the return has chosen for BME; their charts already do.
    """
    for folder in ("source", "extra", "_build"):
        shutil.rmtree(order.work / folder, ignore_errors=True)
    charts = order.work / "extra" / "charts"
    charts.mkdir(parents=True)
    (order.work / "source").mkdir()
    for page in pages.names(order.project):
        target = order.work / "source" / f"{page}.ipynb"
        if order.only and order.only != page:
            pages.unexecuted(order, page, target)
            pages.reword(target, speech)
            continue
        kept = pages.folder(order, page)
        shutil.copyfile(kept / f"{page}.ipynb", target)
        pages.reword(target, speech)
        for chart in sorted(kept.glob("charts/*")):
            if (charts / chart.name).exists():
                raise PageFailed(
                    f"page {page} of {order} draws a chart that another page draws: {chart.name}"
                )
            shutil.copyfile(chart, charts / chart.name)


def _config(order: Order, report: Any, made: Any) -> dict[str, Any]:
    """The project's ``_config.yml`` with what differs from book to book."""
    from wres.origins import origins

    config: dict[str, Any] = yaml.safe_load((order.project / "_config.yml").read_text(encoding="utf-8"))
    sphinx = config.setdefault("sphinx", {}).setdefault("config", {})
    config |= {"title": f"{report.name} WRES {report.year}", "author": report.name}
    sphinx["html_extra_path"] = [str(order.work / "extra")]
    sphinx["wres_origins"] = str(order.work / "origins.json")
    speech = report.parlance
    told = {id: speech.html(html) for id, html in origins(report).items()}
    own = json.dumps(told, ensure_ascii=False)
    (order.work / "origins.json").write_text(own, encoding="utf-8")
    sphinx["html_context"] = {
        "organisation": report.name,
        "year": report.year,
        "manifest_line": made.line,
        "synthetic": report.synthetic,
        **house_style(order, report.given),
    }
    sphinx["myst_substitutions"] = {
        "organisation": report.name,
        "organisation_short": report.short_name,
        "year": str(report.year),
    }
    return config


def house_style(order: Order, given: Any) -> dict[str, Any]:
    """Put the organisation's own logo and accent beside the pages; returns what templates need of them."""
    extra = order.work / "extra"
    known: dict[str, Any] = {}
    if given.accent:
        (extra / accent.FILE).write_text(accent.style(given.accent), encoding="utf-8", newline="\n")
        known["own_accent"] = accent.FILE
    if given.logo:
        path = order.data / "returns" / order.organisation / str(order.year) / given.logo.file
        picture, problems = logo.read(path, given.logo.file)
        if picture is None:
            raise Unusable(problems)
        (extra / picture.name).write_bytes(picture.content)
        width, height = picture.fitted
        known["own_logo"] = {"file": picture.name, "alt": given.logo.alt, "width": width, "height": height}
    return known


def run_jupyter_book(order: Order, config: dict[str, Any]) -> Path:
    """Compile the notebooks, warnings as errors; returns the folder of HTML.

    Raises ``PageFailed`` with Jupyter Book's own words.
    """
    settings = order.work / "_config.yml"
    settings.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    source, html = order.work / "source", order.work / "_build" / "html"
    start = order.log.stat().st_size if order.log.exists() else 0
    done = jupyter_book(
        "build", str(source), "--quiet", "--config", str(settings), "--toc", str(order.project / "_toc.yml"),
        "--path-output", str(order.work), "--warningiserror", "--keep-going",
    )  # fmt: skip
    if not done or not (html / "index.html").exists():
        with order.log.open(encoding="utf-8", errors="replace") as log:
            log.seek(start)
            lines = log.read().splitlines()
        said = [s for s in lines if re.search("WARNING|ERROR", s)] or lines[-5:]
        said = [s.replace(str(source) + os.sep, "") for s in said]
        raise PageFailed("\n  ".join([f"Jupyter Book could not compile {order}:", *said]))
    return html


def jupyter_book(*arguments: str) -> bool:
    """Jupyter Book's own command line, in this process; False where it ended with an error."""
    from jupyter_book.cli.main import main

    try:
        main(list(arguments), standalone_mode=False)
    except SystemExit as ended:
        return not ended.code
    except Exception:
        traceback.print_exc()
        return False
    return True


def finish(report: Any, html: Path, made: Any) -> None:
    """Put the published figures and the manifest beside the pages; drop Sphinx's own records."""
    for name in (".buildinfo", "objects.inv", ".nojekyll"):
        (html / name).unlink(missing_ok=True)
    shutil.rmtree(html / "_sources", ignore_errors=True)
    for icon in (html / "_static").glob("*.png"):  # of Sphinx's own theme; no page shows them
        icon.unlink()
    report.table.to_csv(html / "figures.csv", index=False, lineterminator="\n")
    (html / "manifest.json").write_text(made.listing(html).json, encoding="utf-8", newline="\n")


def require_no_leak(report: Any, html: Path, made: Any, counted: Iterable[Any]) -> None:
    """Raises ``Disclosive`` where a byte of the finished site holds what the door has hidden.

    ``counted`` are the figures before the door.
    """
    from wres import accessibility, leaks
    from wres.disclosure import Disclosive

    quoted = {"audit.html": report.audit.numbers} if report.audit else {}
    no_figures = [*made.of_making, *accessibility.said()]
    if found := leaks.scan(html, report.figures, counted, no_figures, quoted):
        said = "\n  ".join(found)
        raise Disclosive(f"{report.organisation} {report.year} was not published:\n  {said}")
