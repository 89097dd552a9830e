"""The press: many books at once, each on its own, and what came of them."""

import signal
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, Protocol

from wres import book, pages, shelf
from wres.orders import Order
from wres.problems import PageFailed, WresError
from wres.processes import Workers

PROCESSES_PER_JOB = 2  # half of a notebook's time is waiting for messages
Status = Literal["built", "unchanged", "failed", "stopped"]
INTERRUPTED = 130  # what a shell calls a command that Ctrl-C has ended


@dataclass(frozen=True)
class Result:
    """What came of an order: how it ended, its exit code, how long it took, what there is to say."""

    order: Order
    status: Status
    code: int
    seconds: float
    said: str = ""


class Display(Protocol):
    """Who is told how the books are coming on."""

    def stage(self, order: Order, said: str) -> None:
        """A book has come to a stage."""

    def done(self, result: Result) -> None:
        """A book has ended."""


@dataclass(frozen=True)
class Run:
    """What came of a run: a result for each order that was begun, and whether it was cut short."""

    results: list[Result]
    interrupted: bool

    @property
    def code(self) -> int:
        """The exit code: the worst of all."""
        return INTERRUPTED if self.interrupted else max((r.code for r in self.results), default=0)


def run(orders: list[Order], jobs: int, display: Display) -> Run:
    """Build the books, ``jobs`` at a time. One that fails does not stop the others.

    Ctrl-C ends every process; books that are finished stay, and so does the last good site of the
    others.
    """
    results: list[Result] = []
    interrupted = False
    with _terminated_as_interrupted(), Workers(PROCESSES_PER_JOB * jobs) as workers:
        threads = ThreadPoolExecutor(min(jobs, len(orders)), thread_name_prefix="book")
        stop = threading.Event()
        waiting: set[Future[Result | None]] = set()
        try:
            log = orders[0].out / "logs" / "run.log"
            workers.submit(pages.preflight, orders[0].project, log=log).result()
            waiting = {threads.submit(_one, order, workers, display, stop) for order in orders}
            while waiting:
                done, waiting = wait(waiting, timeout=0.5, return_when="FIRST_COMPLETED")
                results += [result for future in done if (result := future.result())]
        except KeyboardInterrupt:
            interrupted = True
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            stop.set()
            workers.stop()
            results += [result for future in wait(waiting).done if (result := future.result())]
        finally:
            threads.shutdown()
        if any(result.status == "built" for result in results):
            shelf.write_start_page(orders[0].out / "site")
    place = {order: number for number, order in enumerate(orders)}
    return Run(sorted(results, key=lambda result: place[result.order]), interrupted)


def _one(order: Order, workers: Workers, display: Display, stop: threading.Event) -> Result | None:
    """Build one book and say what came of it; None where it was not begun."""
    if stop.is_set():
        return None
    start = time.monotonic()

    def ended(status: Status, code: int, said: str = "") -> Result:
        result = Result(order, status, code, time.monotonic() - start, said)
        display.done(result)
        return result

    try:
        if shelf.recover(order.site):
            display.stage(order, "the last good site was brought back: an earlier run was ended")
        book.build(order, workers, lambda said: display.stage(order, said))
    except (WresError, OSError) as error:
        if stop.is_set():
            return ended("stopped", INTERRUPTED, "stopped; the last good site stays as it was")
        if isinstance(error, OSError):  # of the disk, mostly: full, or not to be written
            return ended("failed", 3, f"{order} could not be written: {error}")
        return ended("failed", 3 if isinstance(error, PageFailed) else 1, str(error))
    except Exception as error:
        with order.log.open("a", encoding="utf-8") as log:
            traceback.print_exc(file=log)
        return ended("failed", 3, f"{type(error).__name__}: {error}. The log has more: {order.log}")
    return ended("built", 0)


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
