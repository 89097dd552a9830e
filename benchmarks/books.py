"""How long books take, beside the straightforward way, R's bookdown and the floor.

``python benchmarks/books.py``, from the project's folder; README.md says what the rows are. All rows of
a run use the same notebooks and data, one after the other on the same machine.
"""

import argparse
import csv
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import psutil

from wres.build import run_notebooks
from wres.files.locations import project_folder

BIN = Path(sys.executable).parent
MEGABYTE = 2**20
TASKS = {"calculate": "calculating", "run": "pages", "compile_book": "Jupyter Book"}
BOOKDOWN = Path(__file__).with_name("bookdown.R")
FLOOR = """
from pathlib import Path
from time import process_time
import ast, json, sys
import wres.build.processes.preload
from wres.publication import publication
start = process_time()
data = Path(sys.argv[1])
report = publication("QHG", 2023, data)
print("publication", process_time() - start)
start = process_time()
for path in sorted(Path("notebooks").glob("*.ipynb")):
    names = {"organisation": "QHG", "year": 2023}
    for cell in json.loads(path.read_text())["cells"]:
        if cell["cell_type"] == "code" and "parameters" not in cell["metadata"].get("tags", []):
            code = ast.parse("".join(cell["source"]).replace("publication(organisation, year)", "report"))
            names["report"] = report
            *lines, last = code.body
            exec(compile(ast.Module(lines, []), str(path), "exec"), names)
            if isinstance(last, ast.Expr):
                shown = eval(compile(ast.Expression(last.value), str(path), "eval"), names)
                getattr(shown, "_repr_html_", str)()
            else:
                exec(compile(ast.Module([last], []), str(path), "exec"), names)
print("drawing", process_time() - start)
start = process_time()
from jupyter_book.cli.main import main
toc = str(Path("_toc.yml").resolve())
main(["build", sys.argv[2] + "/source", "-q", "--config", sys.argv[2] + "/_config.yml", "--toc", toc,
      "--path-output", sys.argv[3]], standalone_mode=False)
print("sphinx", process_time() - start)
"""


@dataclass(frozen=True)
class Country:
    """Invented organisations, the default return under other codes, in a folder of their own."""

    place: Path
    codes: list[str]

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.place / "data"

    def build(self, *words: object, out: Path) -> float:
        """Seconds that ``wres build`` takes, as a user starts it."""
        line = ["build", *map(str, words), "--data", str(self.data), "--out", str(out)]
        return timed(lambda: run([sys.executable, "-m", "wres", *line]))


def country(place: Path, count: int) -> Country:
    """Data of so many organisations, marked as invented but for the first: the default return itself."""
    data = place / "data"
    shutil.copytree(project_folder() / "data", data)
    table = data / "lookups" / "organisations.csv"
    rows = {line.split(",")[0]: line for line in table.read_text(encoding="utf-8").splitlines()[1:]}
    new = [f"Z{number:03d}" for number in range(max(0, count - len(rows)))]
    _add(table, rows["QHG"].split(",", 1)[1], new)
    population = data / "benchmarks" / "population.csv"
    lines = population.read_text(encoding="utf-8").splitlines()
    before, after = next(line for line in lines if ",QHG," in line).split("QHG", 1)
    with population.open("a", encoding="utf-8") as file:
        file.writelines(f"{before}{code}{after}\n" for code in new)
    codes = ["QHG", *(code for code in [*rows, *new] if code != "QHG")][:count]
    for code in codes[1:]:
        _copy(data / "returns" / "QHG", data / "returns" / code, code)
    return Country(place, codes)


def _add(table: Path, row: str, codes: list[str]) -> None:
    """Rows of invented organisations, in all else like the one given."""
    with table.open("a", encoding="utf-8") as file:
        file.writelines(f"{code},{row.replace('NHS ', f'Invented {code}, ', 1)}\n" for code in codes)


def _copy(source: Path, own: Path, code: str) -> None:
    shutil.copytree(source, own)
    for path in (p for p in own.rglob("*") if p.suffix in (".md", ".yml", ".csv")):
        text = path.read_text(encoding="utf-8").replace("share.qhg.", f"share.{code.lower()}.")
        text = text.replace("organisation: QHG", f"organisation: {code}")
        path.write_text(text.replace("synthetic: false", "synthetic: true"), encoding="utf-8")


def run(command: list[str], **settings: str) -> str:
    """What a command said; ends the benchmark where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **settings})
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def straightforward(code: str, country: Country, made: Path) -> None:
    """papermill once per notebook with a kernel of its own, then jupyter-book; settings as wres made them."""
    work = country.place / "straight" / code
    (work / "source").mkdir(parents=True)
    for page in run_notebooks.page_names(project_folder()):
        target = str(work / "source" / f"{page}.ipynb")
        words = ["-p", "organisation", code, "-p", "year", "2023", "--no-progress-bar", "--cwd", "notebooks"]
        run([str(BIN / "papermill"), f"notebooks/{page}.ipynb", target, *words], WRES_DATA=str(country.data))
    words = ["--config", str(made / "_config.yml"), "--toc", str(project_folder() / "_toc.yml")]
    run([str(BIN / "jupyter-book"), "build", str(work / "source"), "-q", *words, "--path-output", str(work)])


def bookdown(site: Path, place: Path, pictures: bool) -> float:
    """Seconds for the same pages, charts and tables with R's bookdown.

    ``pictures`` has it draw each chart as often as ours: for wide and narrow screens, and to download.
    """
    listing = place / "pages.csv"
    with listing.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["page", "title", "charts", "tables"])
        for page in run_notebooks.page_names(project_folder()):
            html = (site / f"{page}.html").read_text(encoding="utf-8")
            title = re.search("<h1[^>]*>([^<]*)", html)
            charts = html.count("<picture") * (3 if pictures else 1)
            rows.writerow([page, title[1] if title else page, charts, html.count("<table")])
    words = [str(site / "figures.csv"), str(listing), str(place / f"bookdown-{pictures}")]
    return timed(lambda: run(["Rscript", str(BOOKDOWN), *words]))


def processor(log: Path) -> dict[str, float]:
    """Seconds of processor time of a book's tasks, pages as one, as its log has them."""
    spent: dict[str, float] = {}
    said = re.compile(r"^(\w+) took ([\d.]+) s of processor time$", re.MULTILINE)
    for task, seconds in said.findall(log.read_text(encoding="utf-8")):
        spent[TASKS[task]] = spent.get(TASKS[task], 0) + float(seconds)
    return spent


def timed(work: Callable[[], object]) -> float:
    """Seconds."""
    start = perf_counter()
    work()
    return perf_counter() - start


@contextmanager
def memory() -> Iterator[list[float]]:
    """The most memory of this process's children meanwhile, shared pages counted once, in megabytes."""
    most, done = [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(2):
            total = 0
            for process in psutil.Process().children(recursive=True):
                try:
                    total += process.memory_full_info().pss
                except (psutil.Error, AttributeError):
                    continue
            most[0] = max(most[0], total / MEGABYTE)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        done.set()
        watcher.join()


def say(words: str) -> None:
    """Print at once: some rows take minutes."""
    print(words, flush=True)


def one_book(country: Country, straight: int) -> float:
    """The rows of one book; returns the seconds of the straightforward way."""
    out = country.place / "out"
    one = country.build("QHG", 2023, out=out)
    spent = processor(out / "logs" / "QHG-2023.log")
    words = country.data / "returns" / "QHG" / "2023" / "commentary" / "indicator-3.md"
    words.write_text(words.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    comment = country.build("QHG", 2023, out=out)
    for code in country.codes[1:straight]:
        country.build(code, 2023, out=out)
    each = [
        timed(lambda code=code: straightforward(code, country, out / "work" / code / "2023"))
        for code in country.codes[:straight]
    ]
    mean = sum(each) / len(each)
    say(f"straightforward, one book: {mean:.1f} s ({', '.join(f'{s:.1f}' for s in each)})")
    say(f"one book, cold: {one:.1f} s, {mean / one:.1f} times faster")
    say(f"a changed comment: {comment:.1f} s, {mean / comment:.1f} times faster")
    say("processor time of the book: " + ", ".join(f"{task} {s:.1f} s" for task, s in spent.items()))
    made = str(out / "work" / "QHG" / "2023")
    said = run([sys.executable, "-c", FLOOR, str(country.data), made, str(country.place / "floor")])
    floor = {name: float(s) for name, s in re.findall(r"^(publication|drawing|sphinx) ([\d.]+)$", said, re.M)}
    parts = ", ".join(f"{name} {s:.2f} s" for name, s in floor.items())
    ratio = sum(spent.values()) / sum(floor.values())
    say(f"floor, processor time: {parts}; the book takes {ratio:.1f} times as much")
    if not shutil.which("Rscript"):
        say("R's bookdown: not measured, R is missing")
    for pictures in (False, True) if shutil.which("Rscript") else ():
        taken = bookdown(out / "site" / "QHG" / "2023", country.place, pictures)
        say(f"R's bookdown, as many {'pictures' if pictures else 'charts'}: {taken:.1f} s")
    return mean


def many_books(country: Country, size: int, each: float) -> Path:
    """The row of so many books; returns where they were built."""
    out = country.place / f"out-{size}"
    with memory() as most:
        taken = country.build(*country.codes[:size], "--year", 2023, out=out)
    faster = f"{taken / size:.2f} s each, {each * size / taken:.1f} times faster"
    say(f"{size} books: {taken:.1f} s, {faster}; at most {most[0]:.0f} MB")
    return out


def main() -> None:
    """Time each row and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=42, help="how many make a country")
    parser.add_argument("--straight", type=int, default=3, help="how many are built the straightforward way")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1, 6], help="further sizes, for growth")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wres-benchmark-") as place:
        all_of_them = country(Path(place), max(given.organisations, *given.sizes, given.straight))
        each = one_book(all_of_them, given.straight)
        for size in sorted({*given.sizes, given.organisations}):
            out = many_books(all_of_them, size, each)
            if size == given.organisations:
                again = [*all_of_them.codes[:size], "--year", 2023]
                say(f"nothing changed, {size} books: {all_of_them.build(*again, out=out):.2f} s")
            shutil.rmtree(out)


if __name__ == "__main__":
    main()
