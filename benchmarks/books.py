"""How long books take, beside the straightforward way and the floor. Run from the project's folder.

``python benchmarks/books.py``; README.md says what the rows are. All rows of a run use the same
notebooks and data, one after the other on the same machine.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import psutil

from wres import pages
from wres.orders import project

BIN = Path(sys.executable).parent
MEGABYTE = 2**20
FLOOR = """
from pathlib import Path
from time import perf_counter
import ast, json, sys
import wres.warm
from wres.publication import publication
start = perf_counter()
data = Path(sys.argv[1])
report = publication("QHG", 2023, data)
print("publication", perf_counter() - start)
start = perf_counter()
for path in sorted(Path("notebooks").glob("*.ipynb")):
    names = {"organisation": "QHG", "year": 2023}
    for cell in json.loads(path.read_text())["cells"]:
        if cell["cell_type"] == "code" and "parameters" not in cell["metadata"].get("tags", []):
            code = ast.parse("".join(cell["source"]).replace("(organisation, year)", "('QHG', 2023, data)"))
            names["data"] = data
            *lines, last = code.body
            exec(compile(ast.Module(lines, []), str(path), "exec"), names)
            if isinstance(last, ast.Expr):
                shown = eval(compile(ast.Expression(last.value), str(path), "eval"), names)
                getattr(shown, "_repr_html_", str)()
            else:
                exec(compile(ast.Module([last], []), str(path), "exec"), names)
print("drawing", perf_counter() - start)
start = perf_counter()
from jupyter_book.cli.main import main
toc = str(Path("_toc.yml").resolve())
main(["build", sys.argv[2] + "/source", "-q", "--config", sys.argv[2] + "/_config.yml", "--toc", toc,
      "--path-output", sys.argv[3]], standalone_mode=False)
print("sphinx", perf_counter() - start)
"""


def country(folder: Path, count: int) -> Path:
    """Data of so many organisations: the default return under other codes, marked as invented."""
    shutil.copytree(project() / "data", folder)
    table = (folder / "lookups" / "organisations.csv").read_text(encoding="utf-8").splitlines()
    codes = [line.split(",")[0] for line in table[1:]]
    for code in [f"{c}" for c in codes if c != "QHG"][: count - 1]:
        own = folder / "returns" / code
        shutil.copytree(folder / "returns" / "QHG", own)
        for path in (p for p in own.rglob("*") if p.suffix in (".md", ".yml", ".csv")):
            text = path.read_text(encoding="utf-8").replace("share.qhg.", f"share.{code.lower()}.")
            text = text.replace("organisation: QHG", f"organisation: {code}")
            path.write_text(text.replace("synthetic: false", "synthetic: true"), encoding="utf-8")
    return folder


def wres(*words: object, data: Path, out: Path) -> None:
    """The command line as a user starts it."""
    command = [
        sys.executable,
        "-m",
        "wres",
        "build",
        *map(str, words),
        "--data",
        str(data),
        "--out",
        str(out),
    ]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"{' '.join(command)}\n{run.stdout}{run.stderr}")


def straightforward(organisation: str, data: Path, work: Path, made: Path) -> None:
    """papermill once per notebook with a kernel of its own, then jupyter-book; settings as wres made them."""
    source = work / organisation / "source"
    source.mkdir(parents=True)
    settings = {**os.environ, "WRES_DATA": str(data)}
    for page in pages.names(project()):
        words = [
            f"notebooks/{page}.ipynb",
            source / f"{page}.ipynb",
            "--no-progress-bar",
            "--cwd",
            "notebooks",
        ]
        command = [BIN / "papermill", "-p", "organisation", organisation, "-p", "year", "2023", *words]
        subprocess.run(list(map(str, command)), env=settings, capture_output=True, check=True)
    words = ["--config", made / "_config.yml", "--toc", project() / "_toc.yml"]
    words += ["--path-output", work / organisation]
    command = [BIN / "jupyter-book", "build", source, "-q", *words]
    subprocess.run(list(map(str, command)), capture_output=True, check=True)


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
        while not done.wait(0.5):
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


def main() -> None:
    """Time each row and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=42, help="how many make a country")
    parser.add_argument("--straight", type=int, default=3, help="how many are built the straightforward way")
    parser.add_argument("--sizes", type=int, nargs="*", default=[1, 6], help="further sizes, for growth")
    given = parser.parse_args()
    place = Path(tempfile.mkdtemp(prefix="wres-benchmark-"))
    data, out = country(place / "data", max(given.organisations, *given.sizes)), place / "out"
    codes = sorted(path.name for path in (data / "returns").iterdir())
    codes = ["QHG", *[code for code in codes if code != "QHG"]]

    one = timed(lambda: wres("QHG", 2023, data=data, out=out))
    words = data / "returns" / "QHG" / "2023" / "commentary" / "indicator-3.md"
    words.write_text(words.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    comment = timed(lambda: wres("QHG", 2023, data=data, out=out))
    made = out / "work" / "QHG" / "2023"
    floor = subprocess.run(
        [sys.executable, "-c", FLOOR, str(data), str(made), str(place / "floor")],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for code in codes[1 : given.straight]:
        wres(code, 2023, data=data, out=out)
    straight = [
        timed(lambda code=code: straightforward(code, data, place / "straight", out / "work" / code / "2023"))
        for code in codes[: given.straight]
    ]
    each = sum(straight) / len(straight)
    print(f"straightforward, one book: {each:.1f} s (mean of {len(straight)}: "
          f"{', '.join(f'{s:.1f}' for s in straight)})", flush=True)  # fmt: skip
    print(f"one book, cold: {one:.1f} s, {each / one:.1f} times faster", flush=True)
    print(f"a changed comment: {comment:.1f} s, {each / comment:.1f} times faster", flush=True)
    parts = [line.split() for line in floor.splitlines() if len(line.split()) == 2]
    print("floor, in one process: " + ", ".join(f"{n} {float(s):.2f} s" for n, s in parts if s[0].isdigit()))
    for size in sorted({*given.sizes, given.organisations}):
        fresh = place / f"out-{size}"
        with memory() as most:
            taken = timed(
                lambda size=size, fresh=fresh: wres(*codes[:size], "--year", 2023, data=data, out=fresh)
            )
        faster = each * size / taken
        print(f"{size} books: {taken:.1f} s, {taken / size:.2f} s each, {faster:.1f} times faster; "
              f"at most {most[0]:.0f} MB", flush=True)  # fmt: skip
    whole = place / f"out-{given.organisations}"
    again = codes[: given.organisations]
    timed(lambda: wres(*again, "--year", 2023, data=data, out=whole))  # sums of the new sites are taken once
    nothing = timed(lambda: wres(*again, "--year", 2023, data=data, out=whole))
    print(f"nothing changed, {given.organisations} books: {nothing:.2f} s")
    shutil.rmtree(place)


if __name__ == "__main__":
    main()
