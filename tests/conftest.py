"""What tests share: the default data, its publication, built sites; and what a quick run leaves out.

What takes long is made once for all processes of a run (``shared``). ``--full`` runs what a quick run leaves
out; CONTRIBUTING.md lists it.
"""

import os
import pickle
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import looks
import pytest
from filelock import FileLock
from hypothesis import settings
from small_project import ROOT, Wres, build, ended, retype, small_project, two_small_returns

from wres.demo.country import write_demo
from wres.publication import Publication, publication

# A shell that starts the tests in the background has them ignore Ctrl-C, and whatever they start too.
signal.signal(signal.SIGINT, signal.default_int_handler)

# The synthetic books whose pages differ most (wres/demo/synthetic_counts.py): single bands, with medical
# staff; nobody's ethnicity is known; nothing but the workforce was collected. A quick run builds the first.
INVENTED = ("QHM", "QT6", "QOX")


# Always the same examples: a run that fails can be run again.
settings.register_profile("quick", deadline=None, derandomize=True, database=None, max_examples=40)
settings.register_profile("full", settings.get_profile("quick"), max_examples=200)

# What a test costs, by the fixtures it asks for.
COSTS = {
    "browser": {"browser"},
    "build": {"built", "site", "invented_site", "house", "house_site", "wres", "good", "elsewhere"},
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--full``: also what a quick run leaves out."""
    parser.addoption("--full", action="store_true", help="run what a quick run leaves out too")


def pytest_configure(config: pytest.Config) -> None:
    """More examples in a full run."""
    settings.load_profile("full" if config.getoption("--full") else "quick")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by cost, skip what only a full run needs, and begin with the files that take longest."""
    costly: dict[Path, int] = {}
    for item in items:
        wanted = set(getattr(item, "fixturenames", ()))
        for mark, fixtures in COSTS.items():
            if wanted & fixtures:
                item.add_marker(mark)
        if wanted & {"two", "own"} and "cluster" in item.path.parts:  # a Dask scheduler and workers
            item.add_marker("cluster")
            item.add_marker("full")
        if item.get_closest_marker("full") and not config.getoption("--full"):
            item.add_marker(pytest.mark.skip(reason="in the full run alone (--full)"))
        costs = sum(item.get_closest_marker(mark) is not None for mark in ("browser", "build", "cluster"))
        costly[item.path] = max(costs, costly.get(item.path, 0))
    items.sort(key=lambda item: -costly[item.path])


@pytest.fixture(scope="session")
def full(request: pytest.FixtureRequest) -> bool:
    """Whether this is the full run."""
    return bool(request.config.getoption("--full"))


Shared = Callable[[str, Callable[[Path], object]], Path]


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Shared:
    """Makes a folder once for all processes of the run: ``shared(name, make)`` calls ``make(folder)``."""
    own = tmp_path_factory.getbasetemp()
    base = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "shared"
    base.mkdir(exist_ok=True)

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder, done = base / name, base / f"{name}.done"
        with FileLock(base / f"{name}.lock"):
            if not done.exists():
                folder.mkdir()
                make(folder)
                done.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def data() -> Path:
    """The project's data folder."""
    return ROOT / "data"


@pytest.fixture(scope="session")
def report(data: Path) -> Publication:
    """The publication of the default book."""
    return publication("QHG", 2023, data)


@pytest.fixture
def own_data(data: Path, tmp_path: Path) -> Path:
    """A copy of the data folder that a test may change."""
    return Path(shutil.copytree(data, tmp_path / "data"))


@pytest.fixture
def one_year(own_data: Path) -> Path:
    """A copy of the data folder whose only return is that of 2023, with no earlier report to be audited.

    Its publication takes a third of the time of the whole one.
    """
    shutil.rmtree(own_data / "returns/QHG/2022")
    shutil.rmtree(own_data / "published")
    return own_data


@pytest.fixture(scope="session")
def gap_report(data: Path, shared: Shared) -> Publication:
    """The publication of three returns, of 2020, 2022 and 2023: none is held for 2021.

    That of 2020 is 2022's, but for 12 more White staff in non-clinical bands 1 to 7, other
    recruitment and training, one percentage of the survey, and no board.
    """
    return pickle.loads((shared("gap", lambda folder: with_a_gap(data, folder)) / "publication").read_bytes())


def with_a_gap(data: Path, folder: Path) -> None:
    """Keep the publication of ``gap_report`` in a folder, with its data."""
    own = Path(shutil.copytree(data, folder / "data"))
    first = Path(shutil.copytree(own / "returns/QHG/2022", own / "returns/QHG/2020"))
    for name in ("board", "earlier_figures"):
        (first / f"{name}.csv").unlink()
    changes = {
        "return.yml": {"year: 2022": "year: 2020", "2022-03-31": "2020-03-31", "White: 288": "White: 300",
                       "survey_year: 2021": "survey_year: 2019"},
        "workforce.csv": {"non-clinical,1-7,White,98": "non-clinical,1-7,White,110"},
        "recruitment.csv": {"shortlisted,White,185": "shortlisted,White,200",
                            "shortlisted,BME,169": "shortlisted,BME,150",
                            "appointed,White,43": "appointed,White,40",
                            "appointed,BME,17": "appointed,BME,15"},
        "training.csv": {"White,116": "White,150", "BME,48": "BME,24"},
        "survey.csv": {"5,BME,47,10.6": "5,BME,50,20"},
    }  # fmt: skip
    for name, texts in changes.items():
        retype(first / name, texts)
    (folder / "publication").write_bytes(pickle.dumps(publication("QHG", 2023, own)))


@pytest.fixture(scope="session")
def banded_report(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The publication of one return whose clinical staff are in single bands, and nobody is unknown."""
    own = Path(shutil.copytree(data, tmp_path_factory.mktemp("banded") / "data"))
    folder = own / "returns/QHG/2023"
    shutil.rmtree(own / "returns/QHG/2022")
    shutil.rmtree(folder / "commentary")
    (folder / "actions.csv").unlink()
    rows = {
        "clinical,5": (40, 40), "clinical,6": (20, 12), "clinical,7": (20, 8), "clinical,8a": (20, 6),
        "clinical,8b": (10, 6), "non-clinical,1-7": (30, 20), "non-clinical,8a-vsm": (12, 8),
        "medical,medical-consultant": (9, 9),
    }  # fmt: skip
    lines = [f"{row},White,{w}\n{row},BME,{b}\n{row},Unknown,0\n" for row, (w, b) in rows.items()]
    text = "cluster,band,ethnicity,headcount\n" + "".join(lines)
    (folder / "workforce.csv").write_text(text, encoding="utf-8")
    stated = {"White: 309": "White: 161", "BME: 99": "BME: 109", "Unknown: 13": "Unknown: 0"}
    retype(folder / "return.yml", stated)
    return publication("QHG", 2023, own)


@pytest.fixture(scope="session")
def built(shared: Shared, data: Path) -> Path:
    """The folder of one real build of the default book: ``site`` and ``work`` are inside."""
    return shared("default", lambda folder: build(data, folder, "QHG"))


@pytest.fixture(scope="session")
def country(data: Path, shared: Shared) -> Path:
    """The whole synthetic data folder, written once."""
    return shared("country", lambda folder: write_demo(data, folder / "data")) / "data"


@pytest.fixture(scope="session")
def invented_site(country: Path, shared: Shared, full: bool) -> Path:
    """The site of a real build of synthetic books: three with their comparison, one in a quick run."""
    books = INVENTED if full else INVENTED[:1]
    return shared("invented", lambda folder: build(country, folder, *books)) / "site"


@pytest.fixture(scope="session")
def site(built: Path) -> Path:
    """The default book as published."""
    return built / "site" / "QHG" / "2023"


HOUSE = """
wording:
  bme: ethnic minority
  kept: [BME Staff Network]
logo: {file: mark.svg, alt: 'Mark of "A & B" <script>alert()</script>'}
accent: "#7C2855"
"""
MARK = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 80"><title>A mark, 99 of 421</title>
<style>.a { fill: #7c2855 }</style><circle class="a" cx="40" cy="40" r="38"/><path d="M90 10h200z"/></svg>"""


@pytest.fixture(scope="session")
def house(shared: Shared, data: Path) -> Path:
    """The folder of one build of the same book with an organisation's own word, logo and accent.

    Its ``data`` is inside.
    """
    return shared("house", lambda folder: build_own_style(data, folder))


def build_own_style(data: Path, folder: Path) -> None:
    """Build the default book with an organisation's own word, logo and accent."""
    own = Path(shutil.copytree(data, folder / "data"))
    settings = own / "returns/QHG/2023/return.yml"
    (settings.parent / "mark.svg").write_text(MARK, encoding="utf-8")
    retype(settings, {"  - name: Equality, Diversity and Inclusion Team\n    role: null": (
        "  - name: Equality, Diversity and Inclusion Team\n    role: with the BME Staff Network"
    )})  # fmt: skip
    settings.write_text(settings.read_text(encoding="utf-8") + HOUSE, encoding="utf-8")
    build(own, folder, "QHG")


@pytest.fixture(scope="session")
def house_site(house: Path) -> Path:
    """The book of an organisation with settings of its own, as published."""
    return house / "site" / "QHG" / "2023"


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """A headless browser. Skipped where none is installed, failed where one is required."""
    if looks.find_browser() is None:
        said = "no Chromium, Chrome or Edge is installed: browser tests cannot run"
        if os.environ.get("WRES_BROWSER_REQUIRED"):
            pytest.fail(said)
        pytest.skip(said)
    with looks.launched() as running:
        yield running


# A project that is quick to build, run as users run it


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two pages, quick to build, that looks as this one does."""
    return small_project(tmp_path)


@pytest.fixture
def two_returns(own_data: Path) -> Path:
    """Two organisations with a small return each: one year, no commentary, nothing hidden."""
    return two_small_returns(own_data)


def started(folder: Path, *words: object, does: str = "build", **settings: object) -> subprocess.Popen[str]:
    """Start a command on a folder's small project, ``data`` and ``out``, in a process group of its own."""
    command = [sys.executable, str(folder / "driver.py"), does, *map(str, words),
               "--data", str(folder / "data"), "--out", str(folder / "out")]  # fmt: skip
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        start_new_session=True, **settings,  # type: ignore[call-overload]
    )  # fmt: skip


@pytest.fixture
def wres(project: Path, two_returns: Path, tmp_path: Path) -> Iterator[Wres]:
    """Starts ``wres build``, or what else is asked for, in a process group of its own."""
    runs = []

    def start(*words: object, **settings: object) -> subprocess.Popen[str]:
        runs.append(started(tmp_path, *words, **settings))
        return runs[-1]

    yield start
    for run in runs:
        with suppress(OSError):
            os.killpg(run.pid, signal.SIGKILL)
        run.communicate()


@pytest.fixture(scope="session")
def good(shared: Shared, data: Path) -> Path:
    """What one build of the small project for QHG has written: the last good site, and its working folder."""

    def make(folder: Path) -> None:
        shutil.copytree(data, folder / "data")
        small_project(folder)
        two_small_returns(folder / "data")
        code, out, err = ended(started(folder, "QHG", 2023))
        assert code == 0, out + err

    return shared("good", make) / "out"


@pytest.fixture
def last_good(good: Path, tmp_path: Path) -> Path:
    """The out folder of a test's own runs, in which a good site was built before."""
    return Path(shutil.copytree(good, tmp_path / "out", dirs_exist_ok=True))
