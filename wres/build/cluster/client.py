"""The same tasks on other machines: a Dask cluster, whose scheduler is named with ``--scheduler``.

Dask hands out the tasks, gives those of a worker that has died to another, and reports what failed.
``wres.build.cluster.worker`` runs them. Records, and putting a finished site in its place, stay here.
"""

import asyncio
import logging
import os
import shutil
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import dask
import distributed
from dask.utils import parse_timedelta
from distributed.scheduler import KilledWorker
from distributed.utils import LoopRunner
from distributed.versions import VersionMismatchWarning

from wres.build.cluster.worker import (
    LOADED,
    NAME,
    TaskCleaner,
    mismatches,
    problems_of_worker,
    run_task,
    wait_until_idle,
    written,
)
from wres.build.incremental.fingerprints import Fingerprints
from wres.build.target import Target
from wres.build.up_to_date import BookState
from wres.errors import BuildFailed, InvalidInput, Problem, RunEnded, WresError
from wres.files.signed import KEY, key_in_digits

CONNECT = "distributed.comm.timeouts.connect"  # settings of Dask's own
NO_WORKERS = "distributed.scheduler.no-workers-timeout"
A_MINUTE = "60s"  # where that is not set
TIDYING = 10  # seconds that workers have to end what goes on
SENT = ("SOURCE_DATE_EPOCH",)  # of the environment here, what changes the bytes of a book
SHOWN = 3  # differences of a worker; of more than that, the first is told
START = "Start scheduler and workers, as README.md says, then run the same command again."
ADVICE = (
    "Scheduler and workers need the packages that are installed here; workers need the project, data and out "
    "folder under the same paths. Put it right, start again what was wrong, then run the same command."
)


class ClusterUnfit(BuildFailed, InvalidInput):
    """A cluster on which books cannot be built, with every problem of every worker at once."""


@dataclass(frozen=True)
class PendingTask:
    """A task that the cluster was asked to do, and who waits for it."""

    future: distributed.Future
    answer: Future[Any]
    target: Target | None
    log: Path


@contextmanager
def connected(address: str, due: list[BookState], told: Callable[[Target, str], None]) -> Iterator["Cluster"]:
    """A cluster on which these books can be built; what becomes of it is told. Raises ``ClusterUnfit``."""
    for name in ("distributed", "distributed.client", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters of it is said in our words
    warnings.simplefilter("ignore", VersionMismatchWarning)
    targets = [own.target for own in due]
    with _client(address) as client, _note(targets, due[0].sums) as note:
        try:
            _require_fit(client, address, note)
            client.register_plugin(TaskCleaner())
            cluster = Cluster(client, address, note, told)
        except OSError as error:
            raise BuildFailed(f"the scheduler at {address} answers no more: {error}") from None
        try:
            yield cluster
        finally:
            cluster.stop()


def _client(address: str) -> distributed.Client:
    """Dask's client, once the address has answered: Dask would retry for minutes.

    Raises ``ClusterUnfit``.
    """
    seconds = parse_timedelta(dask.config.get(CONNECT))

    async def kind() -> str:
        secured = distributed.Security().get_connection_args("client")
        async with distributed.rpc(address, connection_args=secured) as asked:
            said = await asyncio.wait_for(asked.identity(), 2 * seconds)  # to connect, and to answer
            return str(said["type"])

    try:
        found = LoopRunner().run_sync(kind)  # in a thread of its own, and ended by Ctrl-C
        if found == "Scheduler":
            return distributed.Client(address, set_as_default=False)
    except Exception as error:  # of many kinds: the address, the network, TLS
        found = str(error) or "nothing is said there that Dask understands"
    problem = Problem(f"the cluster at {address}", "", found, "a Dask scheduler, as tcp://HOST:PORT")
    raise ClusterUnfit([problem], START)


@contextmanager
def _note(targets: list[Target], sums: Fingerprints) -> Iterator[Path]:
    """A file in the out folder, for this run alone: what every worker must find."""
    work = targets[0].out / "work"
    for left in work.glob("cluster-*"):  # by a run that was killed: there is one at a time in a folder
        shutil.rmtree(left, ignore_errors=True)
    folder = work / f"cluster-{uuid4().hex}"
    try:
        note = written(folder / "expected.json", targets, sums)
    except OSError as error:
        raise BuildFailed(f"{folder} could not be written: {error}") from None
    try:
        yield note
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _require_fit(client: distributed.Client, address: str, note: Path) -> None:
    """Ask the scheduler and every worker what keeps them from building the books. Raises ``ClusterUnfit``."""
    where = f"the cluster at {address}"
    answers = client.run(problems_of_worker, note, on_error="return")
    asked = {"the scheduler": _scheduler(client)} | {f"worker {name}": answers[name] for name in answers}
    problems = [Problem(where, who, *said) for who, found in asked.items() for said in _said(found)]
    if not answers:
        problems.append(Problem(where, "", "it has no worker", "one at least"))
    if problems:
        raise ClusterUnfit(problems, ADVICE if answers else START)


def _scheduler(client: distributed.Client) -> Any:
    try:
        return client.run_on_scheduler(mismatches, LOADED)
    except Exception as error:  # it could not so much as find the question
        return error


def _said(found: Any) -> Iterator[tuple[str, str]]:
    """What was answered, or that nothing could be, as what was found and what was expected."""
    if isinstance(found, Exception):
        yield f"it cannot take tasks ({found})", "wres, installed as here"
        return
    more = f"{len(found)} differences, the first: " if len(found) > SHOWN else ""
    for problem in found[:1] if more else found:
        yield f"{more}{problem.place}: {problem.found}" if problem.place else problem.found, problem.expected


@dataclass
class Cluster:
    """Runs tasks on a cluster, as ``processes.Workers`` does on this machine.

    A class for what must be ended together: by Ctrl-C, or because the cluster has gone.
    """

    client: distributed.Client
    address: str
    note: Path
    told: Callable[[Target, str], None]
    at_once: int = field(default=0, init=False)
    _waiting: dict[Any, PendingTask] = field(default_factory=dict, init=False)
    _workers: set[str] = field(default_factory=set, init=False)
    _since: float = field(default=0, init=False)  # when the last worker went
    _patience: float = field(default=0, init=False)
    _over: str = field(default="", init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False)

    def __post_init__(self) -> None:
        self._patience = parse_timedelta(dask.config.get(NO_WORKERS) or A_MINUTE)
        self.client.subscribe_topic("all", self._heard)
        threads = self.client.nthreads()
        self._workers.update(threads)
        self.at_once = sum(threads.values())

    def submit(self, task: Callable[..., Any], *given: Any, log: Path, first: bool = False) -> Future[Any]:
        """Run ``task(*given)`` on a worker; as ``processes.Workers.submit`` does here."""
        target = next((each for each in given if isinstance(each, Target)), None)
        key = f"{NAME}-{task.__name__}-{self.note.parent.name}-{log.stem}-{uuid4().hex}"
        settings = {name: os.environ.get(name) for name in SENT} | {KEY: key_in_digits()}
        asked = (self.note, key, settings, task, given, log)
        answer: Future[Any] = Future()
        with self._lock:
            if self._over:
                answer.set_exception(RunEnded(self._over))
                return answer
            future = self.client.submit(run_task, *asked, key=key, pure=False)
            self._waiting[key] = PendingTask(future, answer, target, log)
        future.add_done_callback(self._done)
        return answer

    def stop(self) -> None:
        """End every task, and start no other: tasks that still wait fail at once. Workers live on."""
        if futures := self._end("stopped before it was done"):
            tidying = threading.Thread(target=self._tidy, args=(futures,), daemon=True)
            tidying.start()
            tidying.join(TIDYING)

    def _tidy(self, futures: list[distributed.Future]) -> None:
        with suppress(Exception):  # what has gone has nothing to end
            self.client.cancel(futures)
            self.client.run(wait_until_idle, self.note.parent.name, on_error="ignore")

    def _end(self, why: str) -> list[distributed.Future]:
        """Fail every task that is waited for; gives what Dask knows of them."""
        with self._lock:
            self._over = self._over or why
            waiting, self._waiting = self._waiting, {}
        for errand in waiting.values():
            errand.answer.set_exception(RunEnded(self._over))
        return [errand.future for errand in waiting.values()]

    def _done(self, future: distributed.Future) -> None:
        """Dask has an answer, or knows that there will be none."""
        if (errand := self._waiting.get(future.key)) is None:
            return
        answer = _answer(future, errand.log)
        if isinstance(answer, distributed.CancelledError):  # not by us: nobody would wait for it
            why = getattr(answer, "reason", answer)
            self._end(f"the scheduler at {self.address} has gone, or has let its tasks go ({why})")
            return
        with self._lock:
            if self._waiting.pop(future.key, None) is None:
                return
        if isinstance(answer, WresError):
            errand.answer.set_exception(answer)
        else:
            errand.answer.set_result(answer)

    def _heard(self, event: tuple[float, dict[str, Any]]) -> None:
        """A worker has come or gone, perhaps."""
        what = event[1]
        if what.get("action") == "add-worker":
            self._workers.add(what["worker"])
        elif what.get("action") == "remove-worker":
            self._workers.discard(what["worker"])
            errands = filter(None, map(self._waiting.get, what["processing-tasks"]))
            for target in {errand.target for errand in errands if errand.target}:
                self.told(target, f"worker {what['worker']} has gone with this book in hand")
            if not self._workers:
                self._since = time.monotonic()
                asyncio.get_running_loop().call_later(self._patience, self._look, what["worker"])

    def _look(self, last: str) -> None:
        """End the run where no worker has come since the last one went."""
        if not self._workers and time.monotonic() - self._since >= self._patience:
            said = f"the last, {last}, has gone, and none has come for {self._patience:.0f} s"
            self._end(f"the cluster at {self.address} has no worker any more: {said}")


def _answer(future: distributed.Future, log: Path) -> Any:
    """What a task has returned, the error to raise, or that it was cancelled."""
    try:
        return future.result()
    except distributed.CancelledError as error:
        return error
    except KilledWorker as error:
        last, times = error.last_worker.address, error.allowed_failures + 1
        died = f"{times} workers died, the last at {last}," if times > 1 else f"the worker at {last} died"
        return BuildFailed(f"{died} with it in hand. The log may say more: {log}")
    except Exception as error:
        return BuildFailed(f"{type(error).__name__}: {error}. The log may say more: {log}")
