"""Run targets: many books at once, each on its own, and what came of them."""

import os
import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Literal, Protocol

from wres.build.book import Runs, build, calculated
from wres.build.output_folder import alone_in
from wres.build.processes.workers import Workers
from wres.build.run_notebooks import preflight
from wres.build.target import Target
from wres.build.up_to_date import BookState, forget, known, now, remember
from wres.errors import BuildFailed, WresError
from wres.files.atomic import recover_folder

Status = Literal["built", "unchanged", "failed", "stopped"]
Begun = tuple[float, dict[str, str]]  # when a book was begun, and the sums of its publication's parts
INTERRUPTED = 130  # what a shell calls a command that Ctrl-C has ended


@dataclass(frozen=True)
class Result:
    """What came of a target: how it ended, its exit code, how long it took, what there is to say."""

    target: Target
    status: Status
    code: int
    seconds: float
    said: str = ""


class Display(Protocol):
    """Who is told how the books are coming on."""

    def stage(self, target: Target, said: str) -> None:
        """A book has come to a stage."""

    def done(self, result: Result) -> None:
        """A book has ended."""


@dataclass(frozen=True)
class Run:
    """What came of a run: a result for each target that was begun, and whether it was cut short."""

    results: list[Result]
    interrupted: bool

    @property
    def code(self) -> int:
        """The exit code: the worst of all."""
        return INTERRUPTED if self.interrupted else max((r.code for r in self.results), default=0)


@dataclass(frozen=True)
class Plan:
    """What is to be done: for each target its state and why it is to be built; no reason, nothing to do."""

    out: Path
    states: list[tuple[BookState, list[str]]]
    begun: int


def plan(targets: list[Target], force: bool = False) -> Plan:
    """Look which books are to be built, and why. ``force`` has them built as if for the first time."""
    begun, out = now(), targets[0].out
    sums = known(out)
    states = []
    for target in targets:
        own = BookState(target, sums)
        if force:
            reasons = ["it is asked for by --force"]
        elif target.only:
            reasons = [f"a preview of {target.only} is asked for"]
        else:
            reasons = own.reasons()
        states.append((own, reasons))
    return Plan(out, states, begun)


def run_books(
    todo: Plan, jobs: int | None, display: Display, force: bool = False, scheduler: str | None = None
) -> Run:
    """Build the books, ``jobs`` at a time. One that fails does not stop the others.

    Tasks run on this machine, or on the Dask cluster of a ``scheduler``. Ctrl-C ends every process; books
    that are finished stay, and so does the last good site of the others.
    """
    results = [Result(own.target, "unchanged", 0, 0) for own, reasons in todo.states if not reasons]
    due = [own for own, reasons in todo.states if reasons]
    for result in results:
        display.done(result)
    interrupted = False
    if due:
        with alone_in(todo.out):
            built, interrupted = _build(due, jobs, display, force, scheduler)
        results += built
    if any(result.status in ("built", "unchanged") for result in results):
        with suppress(OSError):  # the next run takes the sums again
            remember(todo.out, [own for own, _ in todo.states], todo.begun)
    place = {own.target: number for number, (own, _) in enumerate(todo.states)}
    return Run(sorted(results, key=lambda result: place[result.target]), interrupted)


def _workers(
    due: list[BookState], jobs: int | None, display: Display, scheduler: str | None
) -> AbstractContextManager[Runs]:
    """What runs the tasks: processes of this machine, or a cluster."""
    if scheduler is None:
        return Workers(jobs or os.cpu_count() or 1)
    try:
        from wres.build.cluster.client import connected
    except ModuleNotFoundError as error:
        install = 'In the project\'s folder: python -m pip install --no-build-isolation -e ".[cluster]"'
        raise BuildFailed(f"--scheduler needs Dask, which is not installed ({error}). {install}") from None
    return connected(scheduler, due, display.stage)


def _build(
    due: list[BookState], jobs: int | None, display: Display, force: bool, scheduler: str | None
) -> tuple[list[Result], bool]:
    """Build the books that are due; also whether that was cut short."""
    results: list[Result] = []
    first, stop = due[0].target, threading.Event()
    waiting: set[Future[Result | None]] = set()
    with _terminated_as_interrupted(), _workers(due, jobs, display, scheduler) as workers:
        books = jobs or workers.at_once
        threads = ThreadPoolExecutor(min(books, len(due)), thread_name_prefix="book")
        try:
            log = first.out / "logs" / "run.log"
            fit = workers.submit(preflight, first.project, log=log)
            begun = [threads.submit(_begun, own, workers, display, force) for own in due[:books]]
            fit.result()
            waiting = {
                threads.submit(_one, own, workers, display, stop, force, early)
                for own, early in zip_longest(due, begun)
            }
            while waiting:
                done, waiting = wait(waiting, timeout=0.5, return_when="FIRST_COMPLETED")
                results += [result for future in done if (result := future.result())]
            if any(map(_on_site, results)):
                with Workers(1) as here:  # where sites are put in place, wherever their tasks ran
                    here.submit(start_page, first.out / "site", log=log).result()
        except KeyboardInterrupt:
            for number in (signal.SIGINT, signal.SIGTERM):  # once is enough
                signal.signal(number, signal.SIG_IGN)
            stop.set()
            workers.stop()
            results += [result for future in wait(waiting).done if (result := future.result())]
            if any(map(_on_site, results)):
                start_page(first.out / "site")
        finally:
            threads.shutdown()
    return results, stop.is_set()


def _on_site(result: Result) -> bool:
    """Whether a book has come or changed that the start page tells of."""
    return result.status == "built" and not result.target.only


def start_page(site: Path) -> None:
    """Write the page in front of all books. Raises ``BuildFailed`` where the disk refuses it."""
    from wres.site.start_page import write_start_page

    try:
        write_start_page(site)
    except OSError as error:
        raise BuildFailed(f"the start page could not be written: {error}") from None


def _begun(own: BookState, workers: Runs, display: Display, force: bool) -> Begun:
    """Have a book's publication calculated."""
    start = time.monotonic()
    if recover_folder(own.target.site):
        display.stage(own.target, "the last good site was brought back: an earlier run was ended")
    if force:
        forget(own.target)
    return start, calculated(own.target, workers, lambda said: display.stage(own.target, said), own)


def _one(own: BookState, workers: Runs, display: Display, stop: threading.Event, force: bool,
         early: Future[Begun] | None) -> Result | None:  # fmt: skip
    """Build one book, perhaps begun early, and say what came of it; None where it was not begun."""
    if stop.is_set():
        return None
    target, start = own.target, time.monotonic()

    def ended(status: Status, code: int, said: str = "") -> Result:
        result = Result(target, status, code, time.monotonic() - start, said)
        display.done(result)
        return result

    try:
        start, parts = early.result() if early else _begun(own, workers, display, force)
        build(target, workers, lambda said: display.stage(target, said), own, parts)
    except (WresError, OSError) as error:
        if stop.is_set():
            return ended("stopped", INTERRUPTED, "the last good site stays as it was")
        if isinstance(error, OSError):  # of the disk, mostly: full, or not to be written
            return ended("failed", 3, f"{target} could not be written: {error}")
        return ended("failed", 3 if isinstance(error, BuildFailed) else 1, str(error))
    except Exception as error:
        with suppress(OSError), target.log.open("a", encoding="utf-8") as log:
            traceback.print_exc(file=log)
        return ended("failed", 3, f"{type(error).__name__}: {error}. The log has more: {target.log}")
    advice = len(target.advice.read_text(encoding="utf-8").splitlines()) if target.advice.exists() else 0
    more = f"Advice on texts and plan: {advice}. To read it: wres check {target}" if advice else ""
    return ended("built", 0, more)


@contextmanager
def _terminated_as_interrupted() -> Iterator[None]:
    """Being told to end (SIGTERM) is Ctrl-C, while this lasts; Ctrl-C means again what it did afterwards."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: object) -> None:
        raise KeyboardInterrupt

    before: dict[int, Callable[..., object] | int | None] = {
        number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)
    }
    signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
