"""What tests share: the default data, its publication, and one built site."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import looks
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from wres.demo import write_demo
from wres.publication import Publication, publication

# A shell that starts the tests in the background has them ignore Ctrl-C, and whatever they start too.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parent.parent
# The synthetic books whose pages differ most (wres/invented.py): nobody's ethnicity is known; nothing but the
# workforce was collected; single bands, with medical staff.
INVENTED = ("QT6", "QOX", "QHM")


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


@pytest.fixture(scope="session")
def gap_report(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """The publication of three returns, of 2020, 2022 and 2023: none is held for 2021.

    That of 2020 is 2022's, but for 12 more White staff in non-clinical bands 1 to 7, other
    recruitment and training, one percentage of the survey, and no board.
    """
    own = Path(shutil.copytree(data, tmp_path_factory.mktemp("gap") / "data"))
    folder = Path(shutil.copytree(own / "returns/QHG/2022", own / "returns/QHG/2020"))
    for name in ("board", "earlier_figures"):
        (folder / f"{name}.csv").unlink()
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
        retype(folder / name, texts)
    return publication("QHG", 2023, own)


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


def retype(file: Path, texts: dict[str, str]) -> None:
    """Texts of a file by others; each stands in it once."""
    content = file.read_text(encoding="utf-8")
    for old, new in texts.items():
        assert content.count(old) == 1, f"{old!r} stands {content.count(old)} times in {file.name}"
        content = content.replace(old, new)
    file.write_text(content, encoding="utf-8")


def build(data: Path, out: Path, *books: str) -> Path:
    """Build books of 2023 as a user does; returns the folder of what was built."""
    command = [sys.executable, "-m", "wres", "build", *books, "2023", "--data", str(data), "--out", str(out)]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert run.returncode == 0, run.stdout + run.stderr
    return out


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Path:
    """The folder of one real build of the default book: ``site`` and ``work`` are inside."""
    return build(data, tmp_path_factory.mktemp("build"), "QHG")


@pytest.fixture(scope="session")
def country(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole synthetic data folder, written once."""
    return write_demo(data, tmp_path_factory.mktemp("demo") / "data").folder


@pytest.fixture(scope="session")
def invented_site(country: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of one real build of three synthetic books, with their comparison."""
    return build(country, tmp_path_factory.mktemp("invented"), *INVENTED) / "site"


@pytest.fixture(scope="session")
def site(built: Path) -> Path:
    """The default book as published."""
    return built / "site" / "QHG" / "2023"


HOUSE = """
wording:
  bme: ethnic minority
  kept: [BME Staff Network]
logo: {file: mark.svg, alt: 'Mark of "A & B" <script>alert(1)</script>'}
accent: "#7C2855"
"""
MARK = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 80"><title>A mark, 99 of 421</title>
<style>.a { fill: #7c2855 }</style><circle class="a" cx="40" cy="40" r="38"/><path d="M90 10h200z"/></svg>"""


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Path:
    """The folder of one build of the same book with an organisation's own word, logo and accent.

    Its ``data`` is inside.
    """
    folder = tmp_path_factory.mktemp("house")
    own = Path(shutil.copytree(data, folder / "data"))
    settings = own / "returns/QHG/2023/return.yml"
    (settings.parent / "mark.svg").write_text(MARK, encoding="utf-8")
    retype(settings, {"  - name: Equality, Diversity and Inclusion Team\n    role: null": (
        "  - name: Equality, Diversity and Inclusion Team\n    role: with the BME Staff Network"
    )})  # fmt: skip
    settings.write_text(settings.read_text(encoding="utf-8") + HOUSE, encoding="utf-8")
    return build(own, folder, "QHG")


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

SET = new_code_cell('organisation = "QHG"\nyear = 2023', metadata={"tags": ["parameters"]})
FETCH = new_code_cell("from wres.publication import publication\n\nreport = publication(organisation, year)")
SHOW = new_code_cell("from wres.markup import Shown\n\nShown(f'<p>{report.name} {year}</p>')")
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
LINKS = "See [the second page](second)."
# The command line, with another project in place of this one.
DRIVER = """
import sys
from pathlib import Path
from wres import orders
from wres.__main__ import main
if __name__ == "__main__":
    orders.project = lambda: Path({project!r})
    main()
"""


def notebook(project: Path, name: str, *cells: str, text: str = "Text.") -> None:
    """A page of the small project: parameters, fetch, show, and these cells."""
    code = [SET, FETCH, SHOW, *(new_code_cell(cell) for cell in cells)]
    path = project / "notebooks" / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    title = new_markdown_cell(f"# The {name} page\n\n{text}")
    nbformat.write(new_notebook(cells=[title, *code], metadata=KERNEL), path)


@pytest.fixture
def project(tmp_path: Path, root: Path) -> Path:
    """A project of two pages, quick to build, that looks as this one does."""
    folder = tmp_path / "project"
    notebook(folder, "index", text=LINKS)
    notebook(folder, "second")
    toc = "format: jb-book\nroot: index\nparts:\n- caption: Part\n  chapters:\n  - file: second\n"
    (folder / "_toc.yml").write_text(toc, encoding="utf-8")
    shutil.copyfile(root / "_config.yml", folder / "_config.yml")
    (tmp_path / "driver.py").write_text(DRIVER.format(project=str(folder)), encoding="utf-8")
    return folder


@pytest.fixture
def two_returns(own_data: Path) -> Path:
    """Two organisations with a small return each: one year, no commentary, nothing hidden."""
    returns = own_data / "returns"
    shutil.rmtree(returns / "QHG" / "2022")
    shutil.rmtree(returns / "QHG" / "2023" / "commentary")
    settings = returns / "QHG" / "2023" / "return.yml"
    text = settings.read_text(encoding="utf-8").replace("threshold: 5", "threshold: 0")
    settings.write_text(text.replace("reason: null", "reason: tests"), encoding="utf-8")
    shutil.copytree(returns / "QHG", returns / "QE1")
    own = returns / "QE1" / "2023" / "return.yml"
    text = own.read_text(encoding="utf-8").replace("organisation: QHG", "organisation: QE1")
    own.write_text(text.replace("synthetic: false", "synthetic: true"), encoding="utf-8")
    return own_data


Wres = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def wres(project: Path, two_returns: Path, tmp_path: Path) -> Iterator[Wres]:
    """Starts ``wres build``, or what else is asked for, in a process group of its own."""
    started = []

    def start(*words: object, does: str = "build", **settings: object) -> subprocess.Popen[str]:
        command = [sys.executable, str(tmp_path / "driver.py"), does, *map(str, words),
                   "--data", str(two_returns), "--out", str(tmp_path / "out")]  # fmt: skip
        run = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
            start_new_session=True, **settings,  # type: ignore[call-overload]
        )  # fmt: skip
        started.append(run)
        return run

    yield start
    for run in started:
        with suppress(OSError):
            os.killpg(run.pid, signal.SIGKILL)
        run.communicate()


def ended(run: subprocess.Popen[str]) -> tuple[int, str, str]:
    """How a run ended: its exit code, and what it said."""
    out, err = run.communicate(timeout=300)
    return run.returncode, out, err


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def gone(pid: int) -> bool:
    """Whether a process is gone, at once or in a few moments: it looks for its parent now and then."""
    for _ in range(300):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


def wait_for(path: Path) -> str:
    """What is in a file, as soon as there is something in it."""
    for _ in range(3000):
        if path.exists() and (text := path.read_text()):
            return text
        time.sleep(0.1)
    raise AssertionError(f"{path.name} was never written")


DIED = (
    "(DeadKernelError|its process was ended by SIGKILL)"  # an ordinary kernel, and one in its page's process
)
HANG = """
import os, time
from pathlib import Path
Path({mark!r}).write_text(str(os.getpid()))
time.sleep(3600)
"""
