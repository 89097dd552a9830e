"""Fresh processes: what a task finds in its own, what comes back, and what is left of it."""

import os
import signal
import sys
from pathlib import Path

import pytest

from wres.build.processes.workers import KERNELS, Workers, warm
from wres.errors import BuildFailed, InvalidInput, Problem, WresError

STATE: list[str] = []


# Tasks. A process is given them by name, so they stand here.


def pid() -> int:
    return os.getpid()


def remember(word: str) -> list[str]:
    STATE.append(word)
    return STATE


def environment(name: str) -> str | None:
    return os.environ.get(name)


def imported(*names: str) -> list[bool]:
    return [name in sys.modules for name in names]


def threads() -> int:
    return len(list(Path("/proc/self/task").iterdir()))


def refuse() -> None:
    raise InvalidInput([Problem("data/file.csv", "row 7", "found 'x'", "a number")], "Mend it.")


def stumble() -> None:
    raise ZeroDivisionError("division by zero")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def speak() -> None:
    sys.stdout.write("said on standard output\n")
    os.write(2, b"said on standard error\n")


@pytest.fixture(params=["warm", "cold"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both kinds of process, where there are both."""
    monkeypatch.setenv(KERNELS, request.param)
    if request.param == "warm" and not warm():
        pytest.skip("processes cannot be forked here")
    return str(request.param)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "logs" / "QHG-2023.log"


def test_every_task_has_a_process_of_its_own(kind: str, log: Path):
    with Workers(2) as workers:
        seen = [workers.submit(pid, log=log).result() for _ in range(3)]
    assert len({*seen, os.getpid()}) == 4


def test_nothing_leaks_from_one_task_to_the_next(kind: str, log: Path):
    STATE.append("the parent's")
    with Workers(1) as workers:
        assert workers.submit(remember, "first", log=log).result() == ["first"]
        assert workers.submit(remember, "second", log=log).result() == ["second"]


def test_a_task_has_the_environment_of_its_own_time(kind: str, log: Path, monkeypatch: pytest.MonkeyPatch):
    """A server that was started earlier has an older one."""
    with Workers(1) as workers:
        monkeypatch.setenv("WRES_TEST", "now")
        assert workers.submit(environment, "WRES_TEST", log=log).result() == "now"
        monkeypatch.delenv("WRES_TEST")
        assert workers.submit(environment, "WRES_TEST", log=log).result() is None


def test_the_environment_of_the_caller_is_as_it_was(kind: str, log: Path):
    before = dict(os.environ)
    with Workers(1) as workers:
        workers.submit(pid, log=log).result()
    assert dict(os.environ) == before


def test_a_warm_process_has_imported_what_pages_and_books_need(log: Path, monkeypatch: pytest.MonkeyPatch):
    needed = (
        "pandas",
        "seaborn",
        "scipy.stats",
        "wres.pages.indicator",
        "ipykernel.inprocess.ipkernel",
        "sphinx.application",
    )
    monkeypatch.setenv(KERNELS, "warm")
    if not warm():
        pytest.skip("processes cannot be forked here")
    with Workers(1) as workers:
        assert all(workers.submit(imported, *needed, log=log).result())
        assert workers.submit(threads, log=log).result() == 2  # its own, and the one that watches the parent
    monkeypatch.setenv(KERNELS, "cold")
    with Workers(1) as workers:
        assert not any(workers.submit(imported, *needed, log=log).result())


def test_what_the_user_can_mend_comes_back_whole(kind: str, log: Path):
    with Workers(1) as workers, pytest.raises(InvalidInput) as error:
        workers.submit(refuse, log=log).result()
    assert error.value.problems == (Problem("data/file.csv", "row 7", "found 'x'", "a number"),)
    assert error.value.advice == "Mend it."


def test_a_fault_of_the_programme_is_named_and_its_traceback_is_in_the_log(kind: str, log: Path):
    with (
        Workers(1) as workers,
        pytest.raises(BuildFailed, match="ZeroDivisionError: division by zero") as error,
    ):
        workers.submit(stumble, log=log).result()
    assert str(log) in str(error.value)
    assert "Traceback" not in str(error.value)
    assert "Traceback" in log.read_text()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_process_that_is_killed_is_told_and_stops_no_other(kind: str, log: Path):
    with Workers(2) as workers:
        killed, well = workers.submit(die, log=log), workers.submit(pid, log=log)
        with pytest.raises(BuildFailed, match="SIGKILL"):
            killed.result()
        assert well.result()


def test_what_a_task_says_goes_to_its_log(kind: str, log: Path, capfd: pytest.CaptureFixture[str]):
    with Workers(1) as workers:
        workers.submit(speak, log=log).result()
    said = log.read_text()
    assert "said on standard output" in said
    assert "said on standard error" in said
    assert capfd.readouterr() == ("", "")


def test_an_unknown_kind_of_kernel_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(KERNELS, "lukewarm")
    with pytest.raises(WresError, match="expected warm or cold"):
        warm()
