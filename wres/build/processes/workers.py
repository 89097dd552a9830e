"""A fresh process for every task: nothing leaks from one page or organisation to the next.

A warm process is forked from a server with one thread that has imported all it may need (``preload``); a
cold one is a new Python. Both do the same, so a run's first task starts cold while the server still imports.
A process ends with its parent.
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

from wres.errors import BuildFailed, WresError

KERNELS = "WRES_KERNELS"
SELDOM = 100_000  # objects made before a new Python looks for garbage: it mostly imports, and keeps them all

# One thread of arithmetic in each process: no more of them than cores, and the same sums on any number.
# UTF-8 on Windows too, and no colours in logs.
SETTINGS = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONUTF8": "1",
    "NO_COLOR": "1",
}


def warm() -> bool:
    """Whether processes and kernels are forked from one that has everything imported.

    ``WRES_KERNELS`` says ``warm`` or ``cold``; where it says nothing, Linux is warm. On macOS a
    fork without a new start is unsafe in Apple's own libraries, and Windows has none.
    """
    said = os.environ.get(KERNELS, "warm" if sys.platform == "linux" else "cold")
    if said not in ("warm", "cold"):
        raise WresError(f"{KERNELS} is {said!r}; expected warm or cold")
    return said == "warm" and "forkserver" in multiprocessing.get_all_start_methods()


_ASKING = threading.Lock()
_UP = threading.Event()  # the server has answered, or cannot
_FORKED = threading.Event()  # this process is a warm one, for one task


def forked() -> bool:
    """Whether this process was forked for one task."""
    return _FORKED.is_set()


def _server() -> Any:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["wres.build.processes.preload"])
    return context


def _ask_server() -> None:
    """Start the server, once in a process, and note when it has answered."""
    with _ASKING, suppress(EOFError, OSError):  # who needs it then is told
        if not _UP.is_set():
            process = _server().Process(target=int)
            process.start()
            process.join()
    _UP.set()


def _context(first: bool) -> Any:
    """How to start a process: not by the server where it must not be waited for."""
    if not warm() or (first and not _UP.is_set()):
        return multiprocessing.get_context("spawn")
    _ask_server()
    return _server()


@dataclass
class Workers:
    """Runs tasks, so many at a time, each in a process of its own.

    A class for what must be ended together: leaving its ``with`` block, be it by Ctrl-C, ends every
    process that still runs.
    """

    at_once: int
    _threads: ThreadPoolExecutor = field(init=False)
    _living: set[Any] = field(default_factory=set, init=False)
    _stopped: threading.Event = field(default_factory=threading.Event, init=False)
    _starting: threading.Lock = field(default_factory=threading.Lock, init=False)
    _before: dict[str, str | None] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._threads = ThreadPoolExecutor(self.at_once, thread_name_prefix="worker")

    def __enter__(self) -> "Workers":
        self._before = {name: os.environ.get(name) for name in SETTINGS}
        os.environ.update(SETTINGS)
        if warm() and not _UP.is_set():  # it imports while this process reads what is to be done
            threading.Thread(target=_ask_server, daemon=True).start()
        return self

    def __exit__(self, *how: object) -> None:
        self.stop()
        for name, value in self._before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})

    def submit(self, task: Callable[..., Any], *given: Any, log: Path, first: bool = False) -> Future[Any]:
        """Run ``task(*given)`` in a process of its own; what it says goes to the end of ``log``.

        ``first`` says that a run begins with it: it does not wait until there is a warm process.
        Raises what the task raised where the user can mend it, else ``BuildFailed``.
        """
        return self._threads.submit(self._run, task, given, log, first)

    def stop(self) -> None:
        """End every process, and start no other: tasks that still wait fail at once.

        They are not cancelled: who waits for one of several tasks is never told of a cancelled one.
        """
        with self._starting:
            self._stopped.set()
        for process in list(self._living):
            process.terminate()
        for process in list(self._living):
            process.join(5)
            if process.exitcode is None:
                process.kill()
        self._threads.shutdown(wait=True)

    def _run(self, task: Callable[..., Any], given: tuple[Any, ...], log: Path, first: bool) -> Any:
        context = _context(first)
        ours, theirs = context.Pipe(duplex=False)
        is_forked = context.get_start_method() == "forkserver"
        arguments = (task, given, theirs, log, dict(os.environ), is_forked)
        process = context.Process(target=_in_process, args=arguments, name=task.__name__)
        with self._starting:
            if self._stopped.is_set():
                raise BuildFailed("stopped before it began")
            process.start()
            self._living.add(process)
        theirs.close()
        try:
            wait([ours, process.sentinel])
            raised, result = ours.recv() if ours.poll() else (True, None)
        except EOFError:
            raised, result = True, None
        finally:
            process.join()
            _end_group(process.pid)
            self._living.discard(process)
            ours.close()
        if not raised:
            return result
        raise result or BuildFailed(_ended(process.exitcode, log))


def _ended(code: int | None, log: Path) -> str:
    """How a process ended that gave no answer."""
    how = f"ended with exit code {code}"
    if code is not None and code < 0:
        with suppress(ValueError):
            how = f"was ended by {signal.Signals(-code).name}"
    return f"its process {how} before it was done. What it said is in {log}"


def _in_process(
    task: Callable[..., Any],
    given: tuple[Any, ...],
    answer: Connection,
    log: Path,
    environment: dict[str, str],
    is_forked: bool,
) -> None:
    """What a task's process does."""
    if is_forked:
        _FORKED.set()
    else:
        gc.set_threshold(SELDOM)
    if hasattr(os, "setsid"):  # a group of its own: what it starts is ended with it
        os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the parent, which ends this process
    os.environ.clear()
    os.environ.update(environment)
    time.tzset() if hasattr(time, "tzset") else None
    _to_log(log)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        answer.send((False, task(*given)))
    except WresError as error:
        answer.send((True, error))
    except BaseException as error:
        with suppress(OSError):  # a full disk, perhaps
            traceback.print_exc()
        answer.send((True, BuildFailed(f"{type(error).__name__}: {error}. The log has more: {log}")))
    finally:
        answer.close()
        with suppress(OSError):
            spent = os.times()
            sys.stdout.write(f"{task.__name__} took {sum(spent[:4]):.2f} s of processor time\n")
            sys.stdout.flush()
            sys.stderr.flush()


def _to_log(path: Path) -> None:
    """Send what this process and its kernel say to a file; it is of no use to the user."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)


def _end_group(number: int) -> None:
    """End what a task's process has started and left behind; there is mostly nothing."""
    with suppress(AttributeError, OSError):  # Windows has no groups
        os.killpg(number, signal.SIGKILL)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        _end_group(os.getpid())
        os._exit(128 + signal.SIGTERM)
