"""A worker of a Dask cluster: whether it is fit to build books, and a process of its own for each task.

Everything here is run by the worker, but for ``written`` and ``LOADED``, which say what is expected of it.
"""

import asyncio
import multiprocessing
import os
import platform
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import distributed

from wres.build.incremental.fingerprints import (
    ABSENT,
    Fingerprints,
    input_files,
    of_files,
    read_record,
    versions,
    write_record,
)
from wres.build.processes.workers import SETTINGS, Workers
from wres.build.target import Target
from wres.errors import BuildFailed, Problem, WresError

NAME = "wres"  # of the plugin, and how the name of each task begins
SUM = 64  # characters in a sum
Given = Mapping[str, str | None]


def _loaded() -> dict[str, str]:
    """The code that this process has loaded, its packages, and the kind of machine."""
    sums, home = Fingerprints(), Path(__file__).parents[2]
    templates = home / "pages" / "templates"
    files = [path for path in sums.below(home) if path.suffix == ".py" or path.parent == templates]
    code = {f"wres/{path.relative_to(home).as_posix()} in memory": sums.of(path) for path in files}
    packages = {f"package {name}": version for name, version in versions().items()}
    return {**code, **packages, "machine": f"{platform.system()} {platform.machine()}"}


LOADED = _loaded()  # taken once: a worker that was started before a change of the code still has the old one


def _files(targets: Iterable[Target], sums: Fingerprints) -> dict[str, str]:
    """Every file that the books are made from, with its sum, as it is now."""
    found: dict[str, str] = {}
    for target in targets:
        found |= of_files(target, input_files(target, sums), sums)
    return found


def written(path: Path, targets: list[Target], sums: Fingerprints) -> Path:
    """Write down what a worker must find to build these books."""
    first = targets[0]
    folders = {"data": first.data, "out": first.out, "project": first.project}
    expected = {
        "folders": {name: str(folder) for name, folder in folders.items()},
        "books": [[target.organisation, target.year] for target in targets],
        "files": _files(targets, sums),
        "loaded": LOADED,
    }
    write_record(path, expected)
    return path


@cache
def problems_of_worker(note: Path) -> list[Problem]:
    """What keeps this worker from building the books of a note; found out once for a run."""
    expected = read_record(note)
    if expected is None:
        return [
            Problem("", "", f"cannot read {note}", "the out folder under the same path as where wres runs")
        ]
    return [*mismatches(expected["loaded"]), *_unwritable(note.parent), *_unseen(expected)]


def mismatches(expected: Mapping[str, str]) -> list[Problem]:
    """How this process is not what wres has where it runs; also asked of the scheduler."""
    return list(_differences(LOADED, expected))


def _unwritable(folder: Path) -> Iterator[Problem]:
    try:
        with TemporaryFile(dir=folder) as file:
            file.write(b"a word")
    except OSError as error:
        yield Problem("", "", f"cannot write into {folder} ({error.strerror})", "an out folder to write into")


def _unseen(expected: Mapping[str, Any]) -> Iterator[Problem]:
    """Folders that cannot be seen, or files that are not the same."""
    folders = {name: Path(folder) for name, folder in expected["folders"].items()}
    hidden = [f"the {name} folder {folder}" for name, folder in folders.items() if not folder.is_dir()]
    if hidden:
        yield Problem("", "", f"cannot see {' and '.join(hidden)}", "the same path as where wres runs")
        return
    data, out, project = folders["data"], folders["out"], folders["project"]
    targets = [Target(organisation, year, data, out, project) for organisation, year in expected["books"]]
    yield from _differences(_files(targets, Fingerprints()), expected["files"])


def _differences(found: Mapping[str, str], expected: Mapping[str, str]) -> Iterator[Problem]:
    for name in sorted(found.keys() | expected.keys()):
        here, there = found.get(name, ABSENT), expected.get(name, ABSENT)
        if len(here) == len(there) == SUM and here != there:
            yield Problem("", name, "found other content than where wres runs")
        elif here != there:
            yield Problem("", name, f"found {_word(here)}", _word(there))


def _word(known: str) -> str:
    return "a file" if len(known) == SUM else known


class TaskCleaner(distributed.WorkerPlugin):
    """What a worker does beside Dask's own: it ends the process of a task that nobody waits for any more.

    Dask itself forgets such a task, and lets it run on. The plugin stays with the cluster for later runs.
    """

    name = NAME
    idempotent = True

    def setup(self, worker: distributed.Worker) -> None:
        """Be ready to start processes."""
        self.going: dict[str, Workers] = {}
        os.environ.update(SETTINGS)
        # Dask's nanny has its worker start none, lest they outlive it: a task's process ends with its parent.
        multiprocessing.current_process().daemon = False

    def transition(self, key: Any, start: str, finish: str, **more: Any) -> None:
        """A task is about to begin, or is let go while it goes on."""
        if finish == "executing" and str(key).startswith(NAME):
            self.going.setdefault(key, Workers(1))
        elif finish == "released" and key in self.going:
            threading.Thread(target=self.going[key].stop).start()  # it waits, and the worker must not

    def teardown(self, worker: distributed.Worker) -> None:
        """The worker ends, be it because the scheduler has gone."""
        for workers in list(self.going.values()):
            workers.stop()


def _station(worker: distributed.Worker) -> TaskCleaner:
    found = worker.plugins[NAME]
    assert isinstance(found, TaskCleaner)
    return found


def run_task(
    note: Path,
    key: str,
    settings: Given,
    task: Callable[..., Any],
    given: tuple[Any, ...],
    log: Path,
) -> Any:
    """Do a task in a process of its own; gives what it returned, or the error that the user can mend."""
    worker = distributed.get_worker()
    going = _station(worker).going
    workers = going[key]
    try:
        if found := problems_of_worker(note):  # it has joined since the others were asked
            raise BuildFailed(f"worker {worker.address} cannot be used: {found[0]}")
        return workers.submit(_with, settings, task, given, log=log).result()
    except WresError as error:
        return error  # Dask shortens what is raised
    finally:
        workers.stop()
        del going[key]


def _with(settings: Given, task: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    """The task, with these settings of the environment as they are where wres runs."""
    for name, value in settings.items():
        os.environ.pop(name, None) if value is None else os.environ.update({name: value})
    return task(*given)


async def wait_until_idle(run: str, dask_worker: distributed.Worker) -> None:
    """Wait until nothing of a run goes on any more."""
    while any(run in key for key in _station(dask_worker).going):
        await asyncio.sleep(0.05)
