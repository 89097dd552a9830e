"""Books built on a Dask cluster: real schedulers and workers, started as README.md says."""

import asyncio
import json
import os
import platform
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import distributed
import psutil
import pytest
from dask import config as dask_settings
from small_project import DIED, HANG, ROOT, Wres, ended, gone, notebook, tree, wait_for

from wres.build.cluster import client as cluster
from wres.build.cluster import worker as station
from wres.build.incremental.fingerprints import Fingerprints
from wres.build.output_folder import MARK
from wres.build.target import Target

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

DASK = [sys.executable, "-m", "dask"]
SECONDS = re.compile(r" in \d+ s")
HANG_ONCE = "import pathlib\nif not pathlib.Path({mark!r}).exists():" + HANG.replace("\n", "\n    ")
STUBBORN = HANG.replace("time.sleep(3600)", f"os.kill(os.getpid(), {signal.SIGSTOP:d})")
WITHOUT = f"import sys; sys.path.remove({str(ROOT)!r}); from dask.__main__ import main; main()"


@dataclass
class Dask:
    """A scheduler on this machine and, through its client, its workers."""

    folder: Path
    client: distributed.Client
    processes: list[subprocess.Popen]

    @property
    def address(self) -> str:
        """What ``--scheduler`` is given."""
        return str(self.client.scheduler.address)

    def join(self, *words: object, command: list[str] = DASK, number: int = 1, **settings: str) -> list[int]:
        """Start ``dask worker`` and wait for so many workers; gives the processes of those there are."""
        before = len(self.client.nthreads())
        self.start(*command, "worker", self.address, "--nthreads", "1", *words, **settings)
        self.client.wait_for_workers(before + number, timeout=60)
        return self.pids()

    def start(self, *words: object, **settings: str) -> subprocess.Popen:
        """A command in a process group of its own, with its own log."""
        with (self.folder / f"{len(self.processes)}.log").open("w") as log:
            run = subprocess.Popen(
                [*map(str, words), "--no-dashboard"], env={**os.environ, **settings}, cwd=self.folder,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.processes.append(run)
        return run

    def pids(self) -> list[int]:
        """The processes of the workers."""
        return sorted(self.client.run(os.getpid).values())

    def at(self, kernel: int) -> tuple[str, int]:
        """The worker on which a kernel runs, its address and process."""
        above = {process.pid for process in psutil.Process(kernel).parents()}
        (found,) = [(name, pid) for name, pid in self.client.run(os.getpid).items() if pid in above]
        return found


@contextmanager
def scheduler(folder: Path, **settings: str) -> Iterator[Dask]:
    """A scheduler, ended afterwards with all that has joined it."""
    folder.mkdir(exist_ok=True)
    dask = Dask(folder, None, [])  # type: ignore[arg-type]
    words = ("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", folder / "scheduler.json")
    settings |= {"DASK_TEMPORARY_DIRECTORY": str(folder)}
    try:
        dask.start(*DASK, *words, **settings)
        address = json.loads(wait_for(folder / "scheduler.json"))["address"]
        with distributed.Client(address, set_as_default=False) as dask.client:
            yield dask
    finally:
        for run in dask.processes:
            with suppress(OSError):
                os.killpg(run.pid, signal.SIGKILL)
            run.wait()


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dask]:
    """A scheduler and two workers, each with a nanny, for tests that leave them alive."""
    with scheduler(tmp_path_factory.mktemp("dask")) as dask:
        dask.join("--nworkers", 2, number=2)
        yield dask


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Dask]:
    """A scheduler of a test's own, without workers."""
    with scheduler(tmp_path / "dask") as dask:
        yield dask


def last_good(tmp_path: Path, organisation: str = "QHG") -> dict[str, bytes]:
    """What stands for the site of an earlier run, to be left alone until there is a better one."""
    page = tmp_path / "out" / "site" / organisation / "2023" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("The last good site")
    (tmp_path / "out" / MARK).write_text("")
    return tree(page.parent.parent)


def runs(pid: int) -> bool:
    """Whether a process runs; one that has ended may be known for a while to the system."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def hang(project: Path, tmp_path: Path, source: str = HANG, page: str = "second") -> Callable[[], int]:
    """Have a page hang; the function waits until it does and gives the process of its kernel."""
    mark = tmp_path / "pid"
    mark.unlink(missing_ok=True)
    notebook(project, page, source.format(mark=str(mark)))
    return lambda: int(wait_for(mark))


# Built


def test_a_book_has_the_same_bytes_on_a_cluster_as_on_one_machine(wres: Wres, two: Dask, tmp_path: Path):
    """And the same is said. Done there: a preflight; for each book publication, two pages and compiling."""
    out, now = tmp_path / "out", {"env": {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}}
    code, printed, err = ended(wres("--all", **now))
    assert code == 0, printed + err
    out.rename(tmp_path / "alone")
    code, also_printed, also_err = ended(wres("--all", "--scheduler", two.address, **now))
    assert code == 0, also_printed + also_err
    assert tree(out / "site") == tree(tmp_path / "alone" / "site")
    assert "QE1/2023/second.html" in tree(out / "site")
    assert also_printed == printed
    assert sorted(SECONDS.sub("", also_err).splitlines()) == sorted(SECONDS.sub("", err).splitlines())
    assert {path.name for path in (out / "logs").iterdir()} == {
        "QE1-2023.log",
        "QHG-2023.log",
        "run.log",
        ".lock",
    }
    assert {path.name for path in (out / "work").iterdir()} == {"QE1", "QHG", "sums.json"}

    def done(dask_scheduler: distributed.Scheduler) -> int:
        prefixes = dask_scheduler.task_prefixes.items()
        return sum(tasks.state_counts["memory"] for name, tasks in prefixes if name.startswith("wres"))

    assert two.client.run_on_scheduler(done) == 1 + 2 * (1 + 2 + 1)


def test_one_book_that_fails_on_a_cluster_stops_no_other(
    wres: Wres, project: Path, two_returns: Path, two: Dask
):
    """One has data that cannot be used, one a page that kills its kernel, one is sound."""
    shutil.copytree(two_returns / "returns" / "QE1", two_returns / "returns" / "QF7")
    settings = two_returns / "returns" / "QF7" / "2023" / "return.yml"
    settings.write_text(settings.read_text().replace("organisation: QE1", "organisation: QF7"))
    (two_returns / "returns" / "QE1" / "2023" / "training.csv").write_text(
        "ethnicity,headcount\nWhite,many\n"
    )
    notebook(project, "second", "import os\nif organisation == 'QF7':\n    os.kill(os.getpid(), 9)")
    code, out, err = ended(wres("--all", "--scheduler", two.address))
    assert code == 3
    assert "1 built, 2 failed" in out
    assert "wres: QE1 2023 failed (exit code 1; log: " in err
    assert "data/returns/QE1/2023/training.csv" in err and "'many'" in err
    assert re.search(f"page second of QF7 2023 failed: {DIED}", err)
    assert "Traceback" not in err


# Ended


@pytest.mark.parametrize(("number", "expected"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_a_run_that_is_ended_leaves_the_last_good_site_and_workers_that_do_nothing(
    wres: Wres, project: Path, tmp_path: Path, two: Dask, number: int, expected: int
):
    """More pages hang than there are workers, and they are slow to end: after Ctrl-C wres waits for them."""
    far = ("QHG", 2023, "--scheduler", two.address)
    before, workers = last_good(tmp_path), two.pids()
    contents = (project / "_toc.yml").read_text()
    (project / "_toc.yml").write_text(contents + "  - file: third\n  - file: fourth\n")
    (kernel, *_) = [hang(project, tmp_path, STUBBORN, page) for page in ("second", "third", "fourth")]
    run = wres(*far)
    hung = kernel()
    os.killpg(run.pid, number)
    code, out, err = ended(run)
    assert code == expected
    assert "Traceback" not in out + err
    assert not runs(hung) or number == signal.SIGKILL
    assert gone(hung)

    async def idle(dask_worker: distributed.Worker) -> None:
        await asyncio.wait_for(station.wait_until_idle("", dask_worker), 30)

    two.client.run(idle)
    assert tree(tmp_path / "out" / "site" / "QHG") == before
    assert two.pids() == workers
    (project / "_toc.yml").write_text(contents)
    notebook(project, "second", "Paragraphs(['And on'])")
    assert ended(wres(*far))[0] == 0
    assert b"And on" in tree(tmp_path / "out" / "site")["QHG/2023/second.html"]
    assert {path.name for path in (tmp_path / "out" / "work").iterdir()} == {"QHG", "sums.json"}


# Workers that die


def test_what_a_worker_had_in_hand_is_done_by_another_or_by_the_one_that_comes_in_its_place(
    wres: Wres, project: Path, tmp_path: Path, two: Dask
):
    """A nanny starts a new worker in the place of one that was killed; the page hangs once only."""
    kernel = hang(project, tmp_path, HANG_ONCE)
    run = wres("QHG", 2023, "--scheduler", two.address)
    hung, before = kernel(), two.pids()
    address, worker = two.at(hung)
    os.kill(worker, signal.SIGKILL)
    code, out, err = ended(run)
    assert code == 0, out + err
    assert f"QHG 2023: worker {address} has gone with this book in hand" in err
    assert gone(hung)
    two.client.wait_for_workers(2, timeout=60)
    assert worker not in two.pids() and set(before) & set(two.pids())


@pytest.mark.full
def test_a_worker_that_dies_with_a_book_in_hand_is_told_and_the_next_run_recovers(
    wres: Wres, project: Path, tmp_path: Path
):
    """It has no nanny, and its scheduler gives no task to a second worker. Another builds the other book."""
    site, before = tmp_path / "out" / "site", last_good(tmp_path, "QE1")
    with scheduler(tmp_path / "dask", DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0") as own:
        own.join("--no-nanny")
        own.join("--no-nanny")
        far = ("--all", "--scheduler", own.address, "--jobs", 1)
        kernel = hang(project, tmp_path, "if organisation == 'QE1':" + HANG.replace("\n", "\n    "))
        run = wres(*far)
        address, worker = own.at(kernel())
        os.kill(worker, signal.SIGKILL)
        code, out, err = ended(run)
        assert code == 3
        assert "1 built, 1 failed" in out
        assert f"page second of QE1 2023 failed: the worker at {address} died with it in hand" in err
        assert "Traceback" not in err
        assert gone(kernel())
        assert tree(site / "QE1") == before
        assert (site / "QHG" / "2023" / "second.html").exists()
        notebook(project, "second", "Paragraphs(['And on'])")
        assert ended(wres(*far))[0] == 0
        assert b"And on" in tree(site)["QE1/2023/second.html"]


@pytest.mark.parametrize("which", ["the last worker", "the scheduler"])
def test_a_cluster_that_has_gone_is_told_and_leaves_the_last_good_site_and_no_kernel(
    wres: Wres, project: Path, tmp_path: Path, own: Dask, which: str
):
    """Every page of a book waits, and one thing is said. What is left of the cluster ends as well."""
    own.join("--no-nanny", "--nthreads", 2)
    far = ("QHG", 2023, "--scheduler", own.address)
    before = last_good(tmp_path)
    kernel = hang(project, tmp_path)
    run = wres(*far, env={**os.environ, "DASK_DISTRIBUTED__SCHEDULER__NO_WORKERS_TIMEOUT": "0.1s"})
    address, worker = own.at(kernel())
    os.kill(worker if which == "the last worker" else own.processes[0].pid, signal.SIGKILL)
    code, out, err = ended(run)
    assert code == 3
    if which == "the last worker":
        assert (
            f"wres: the cluster at {own.address} has no worker any more: the last, {address}, has gone" in err
        )
    else:
        assert (
            f"wres: the scheduler at {own.address} has gone, or" in err and "scheduler-connection-lost" in err
        )
    assert "Traceback" not in out + err
    assert gone(kernel())
    assert own.processes[1].wait(60) is not None
    assert tree(tmp_path / "out" / "site" / "QHG") == before
    notebook(project, "second", "Paragraphs(['And on'])")
    assert ended(wres("QHG", 2023))[0] == 0


# Refused


def test_everything_that_is_wrong_with_a_cluster_is_told_at_once(
    wres: Wres, own: Dask, tmp_path: Path, root: Path
):
    """No worker; then one that will do, one that has loaded another wres, and one that has none."""
    far = ("--all", "--scheduler", own.address)
    code, out, err = ended(wres(*far))
    assert code == 3
    assert f"wres: the cluster at {own.address} cannot be used (1 problem). Nothing was built." in err
    assert "it has no worker; expected one at least" in err
    shutil.copytree(root / "wres", tmp_path / "old" / "wres")
    with (tmp_path / "old" / "wres" / "build" / "book.py").open("a") as code_of_old:
        code_of_old.write("# another line\n")
    style = tmp_path / "old" / "wres" / "theme" / "style.css"
    style.write_text("")  # read when it is wanted, and not in memory
    own.join()
    own.join(PYTHONPATH=str(tmp_path / "old"))
    own.join("--no-nanny", command=[sys.executable, "-c", WITHOUT])
    code, out, err = ended(wres(*far))
    assert code == 3
    assert "cannot be used (2 problems). Nothing was built." in err
    assert len(re.findall(r"worker tcp://\S+: wres/build/book.py in memory: found other content", err)) == 1
    assert len(re.findall(r"worker tcp://\S+: it cannot take tasks \(.*No module named 'wres'", err)) == 1
    assert "Traceback" not in out + err
    assert not (tmp_path / "out" / "site").exists()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("tcp://127.0.0.1:1", "Timed out trying to connect"),
        ("127.0.0.1", "missing port number"),
        ("tls://127.0.0.1:1", "TLS expects a `ssl_context`"),
    ],
)
def test_an_address_at_which_no_scheduler_answers_is_refused(address: str, said: str):
    with (
        dask_settings.set({cluster.CONNECT: "0.1s"}),
        pytest.raises(cluster.ClusterUnfit, match=said) as error,
        cluster.connected(address, [], lambda target, said: None),
    ):
        pass
    assert f"the cluster at {address} cannot be used" in str(error.value)
    assert "expected a Dask scheduler, as tcp://HOST:PORT" in str(error.value)


def test_ctrl_c_ends_the_wait_for_a_scheduler_that_does_not_answer(wres: Wres, tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        settings = {**os.environ, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1h"}
        run = wres("--all", "--scheduler", address, env=settings)
        asked, _ = silent.accept()
        run.send_signal(signal.SIGINT)
        code, out, err = ended(run)
        asked.close()
    assert code == 130
    assert "Traceback" not in out + err
    assert not (tmp_path / "out" / "site").exists()


def test_the_address_of_a_worker_is_refused(two: Dask):
    worker, *_ = two.client.nthreads()
    with (
        pytest.raises(cluster.ClusterUnfit, match="Worker; expected a Dask scheduler"),
        cluster.connected(worker, [], lambda target, said: None),
    ):
        pass


def test_without_the_extra_it_is_said_how_to_install_it(two_returns: Path, tmp_path: Path):
    words = [
        "build",
        "--all",
        "--data",
        str(two_returns),
        "--out",
        str(tmp_path / "out"),
        "--scheduler",
        "tcp://x:1",
    ]
    command = "import sys; sys.modules['distributed'] = None; from wres.cli.main import main; main()"
    run = subprocess.run([sys.executable, "-c", command, *words], capture_output=True, text=True)
    assert run.returncode == 3
    assert 'python -m pip install --no-build-isolation -e ".[cluster]"' in run.stderr
    assert "Traceback" not in run.stderr


def test_a_build_on_this_machine_does_not_import_dask():
    modules = ("run_targets", "verify", "progress", "processes.preload")
    names = ", ".join(["wres.cli.main", *(f"wres.build.{module}" for module in modules)])
    command = f"import sys, {names}; print(sorted({{'dask', 'distributed'}} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True)
    assert run.stdout == "[]\n", run.stderr


# What a worker finds


@pytest.fixture
def note(two_returns: Path, tmp_path: Path, root: Path) -> Path:
    """What a worker must find to build a book from a data folder of the test's own."""
    targets = [Target("QHG", 2023, two_returns, tmp_path / "out", root)]
    (tmp_path / "out").mkdir()
    return station.written(tmp_path / "out" / "work" / "expected.json", targets, Fingerprints())


def found(note: Path) -> list[str]:
    """What this process, as a worker, finds wrong."""
    return [str(problem) for problem in station.problems_of_worker(note)]


def test_a_worker_that_sees_everything_as_it_should_be_is_fit(note: Path):
    assert found(note) == []


def test_a_worker_that_cannot_see_the_out_folder_says_so(tmp_path: Path):
    (said,) = found(tmp_path / "expected.json")
    assert said.startswith(
        f"cannot read {tmp_path / 'expected.json'}; expected the out folder under the same"
    )


def test_a_worker_that_cannot_see_the_data_folder_says_so(note: Path, two_returns: Path):
    two_returns.rename(two_returns.with_name("elsewhere"))
    assert found(note) == [
        f"cannot see the data folder {two_returns}; expected the same path as where wres runs"
    ]


def test_a_worker_that_sees_other_data_names_the_files(note: Path, two_returns: Path):
    """A drive that lags behind, or a copy."""
    own = two_returns / "returns" / "QHG" / "2023"
    (own / "training.csv").unlink()
    with (own / "workforce.csv").open("a") as file:
        file.write("\n")
    (own / "more.csv").write_text("", encoding="utf-8")
    assert found(note) == [
        "data/returns/QHG/2023/more.csv: found a file; expected absent",
        "data/returns/QHG/2023/training.csv: found absent; expected a file",
        "data/returns/QHG/2023/workforce.csv: found other content than where wres runs",
    ]


def test_a_worker_with_other_packages_or_another_python_says_which(note: Path):
    expected = json.loads(note.read_text())
    here = expected["loaded"]["package pandas"]
    expected["loaded"] |= {"package pandas": "0.0.1", "package python": "3.0.0"}
    del expected["loaded"]["package scipy"]
    note.write_text(json.dumps(expected))
    assert found(note) == [
        f"package pandas: found {here}; expected 0.0.1",
        f"package python: found {platform.python_version()}; expected 3.0.0",
        f"package scipy: found {version('scipy')}; expected absent",
    ]


def test_a_worker_that_cannot_write_into_the_out_folder_says_so(note: Path):
    """No file may have a byte."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        (said,) = found(note)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert said == f"cannot write into {note.parent} (File too large); expected an out folder to write into"
