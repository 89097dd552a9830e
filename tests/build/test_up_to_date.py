"""Only what changed: which books and pages a change of each kind of input has built again, and no others."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
import small_project

from wres import publication
from wres.build import book, run_notebooks, up_to_date
from wres.build import run_targets as press
from wres.build.incremental import cache, fingerprints, tracing
from wres.build.incremental.fingerprints import Fingerprints
from wres.build.run_targets import Result
from wres.build.target import Target
from wres.build.up_to_date import BookState
from wres.publication import Publication, call

NAMES = ["index", "words", "lookup", "figures", "statement"]
# What the pages of this small book take, as a real run would note it.
TAKES = {
    "index": ["organisation", "year"],
    "words": ["organisation", "year", "commentary/words"],
    "lookup": ["organisation", "data", "file {data}/lookups/bands.csv"],
    "figures": ["figures", "commentary"],
    "statement": [
        "settings",
        "file {project}/wres/accessibility.json",
        "file {project}/wres/theme/style.css",
    ],
}


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    for name in NAMES:
        write(folder / "notebooks" / f"{name}.ipynb", name)
    chapters = "".join(f"  - file: {name}\n" for name in NAMES[1:])
    write(folder / "_toc.yml", f"root: index\nparts:\n- caption: Part\n  chapters:\n{chapters}")
    write(folder / "_config.yml", "title: Report")
    write(folder / "wres" / "tables.py", "code")
    write(folder / "wres" / "pages" / "templates" / "table.html", "fragment")
    write(folder / "wres" / "theme" / "style.css", "look")
    write(folder / "wres" / "accessibility.json", "evidence")
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    for name in ("lookups/bands.csv", "benchmarks/national.csv", "sources.yml", "published/QHG/2023.csv"):
        write(data / name, name)
    for org in ("QHG", "QE1"):
        for year in (2022, 2023, 2024):
            write(data / "returns" / org / str(year) / "workforce.csv", f"{org} {year}")
        write(data / "returns" / org / "2023" / "commentary" / "words.md", "words")
        write(data / "returns" / org / "2023" / "actions.csv", "actions")
    return data


class Pretend:
    """Runs no task, but leaves what the tasks leave, and keeps what it was asked for."""

    def __init__(self, at_once: int = 1) -> None:
        pass

    def __enter__(self) -> "Pretend":
        return self

    def __exit__(self, *how: object) -> None:
        pass

    def submit(self, task: Callable[..., Any], *given: Any, log: Path, first: bool = False) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(self.does(task, *given))
        return future

    def does(self, task: Callable[..., Any], *given: Any) -> Any:
        target = given[0]
        if task is book.calculate:  # the parts rest on the return as the real ones do
            own = target.data / "returns" / target.organisation
            counts = "".join((own / str(y) / "workforce.csv").read_text() for y in (2022, target.year))
            words = (own / str(target.year) / "commentary" / "words.md").read_text()
            return {"organisation": target.organisation, "year": str(target.year), "figures": counts,
                    "commentary": words, "commentary/words": words, "data": str(target.data)}  # fmt: skip
        if task is run_notebooks.run:
            ran.append(f"{target} {given[1]}")
            folder = run_notebooks.page_folder(target, given[1])
            shutil.rmtree(folder, ignore_errors=True)
            write(folder / f"{given[1]}.ipynb", "run")
            write(
                folder / run_notebooks.NOTES,
                "\n".join(TAKES[given[1]]).format(data=target.data, project=target.project) + "\n",
            )
        if task is book.compile_book:
            ran.append(f"{target} compiled")
            write(target.work / "html" / "index.html", "page")
            org = target.organisation
            content = {"ods_code": org, "organisation": org, "region": "", "year": target.year,
                       "built": "2023-10-09T08:00:00+00:00", "synthetic": True}  # fmt: skip
            write(target.work / "html" / "manifest.json", json.dumps(content))
            return target.work / "html"
        return None


ran: list[str] = []


class Silent:
    """Who is told, and says nothing."""

    def stage(self, target: Target, said: str) -> None:
        pass

    def done(self, result: Result) -> None:
        pass


@pytest.fixture
def build(
    project: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., list[str]]:
    """Builds two books and says what was run for it."""
    monkeypatch.setattr(press, "Workers", Pretend)
    monkeypatch.setattr(
        fingerprints, "GRAIN", 0
    )  # tests do not wait until a file is old enough to be trusted

    def run(force: bool = False) -> list[str]:
        ran.clear()
        targets = [Target(org, 2023, folder, tmp_path / "out", project) for org in ("QHG", "QE1")]
        done = press.run_books(press.plan(targets, force), 1, Silent(), force)
        assert done.code == 0
        return sorted(ran)

    return run


def of(*names: str, orgs: tuple[str, ...] = ("QE1", "QHG")) -> list[str]:
    """What is run where these pages and the book are built again."""
    return sorted(f"{org} 2023 {name}" for org in orgs for name in [*names, "compiled"])


def test_a_first_build_runs_everything_and_a_second_nothing(build):
    assert build() == of(*NAMES)
    assert build() == []


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("data/returns/QHG/2023/commentary/words.md", of("words", "figures", orgs=("QHG",))),
        ("data/returns/QHG/2023/workforce.csv", of("figures", orgs=("QHG",))),
        ("data/returns/QHG/2022/workforce.csv", of("figures", orgs=("QHG",))),
        ("data/returns/QHG/2023/actions.csv", of(orgs=("QHG",))),  # no page here takes the actions
        ("data/returns/QHG/2024/workforce.csv", []),  # a later year
        ("data/published/QHG/2023.csv", of(orgs=("QHG",))),
        ("data/lookups/bands.csv", of("lookup")),
        ("data/benchmarks/national.csv", of()),
        ("data/sources.yml", of()),
        ("project/notebooks/words.ipynb", of("words")),
        ("project/wres/tables.py", of(*NAMES)),
        ("project/wres/pages/templates/table.html", of(*NAMES)),
        ("project/wres/theme/style.css", of("statement")),  # which says whether the look is as it was checked
        ("project/wres/accessibility.json", of("statement")),
        ("project/_config.yml", of()),
        ("project/_toc.yml", of()),
    ],
)
def test_a_change_has_those_pages_built_again_that_read_it(
    build, tmp_path: Path, name: str, expected: list[str]
):
    build()
    path = tmp_path / name
    path.write_text(path.read_text() + "\n", encoding="utf-8")
    assert build() == expected
    assert build() == []


def test_a_new_file_beside_the_lookups_has_all_pages_run_again(build, folder: Path):
    """A page may ask whether a file is there; that leaves no trace."""
    build()
    write(folder / "lookups" / "new.csv", "new")
    assert build() == of(*NAMES)
    (folder / "lookups" / "new.csv").unlink()
    assert build() == of(*NAMES)


def test_a_new_version_of_a_package_has_everything_built_again(build, monkeypatch: pytest.MonkeyPatch):
    build()
    versions = fingerprints.versions()
    assert {"python", "pandas", "seaborn", "sphinx"} <= {name.lower() for name in versions}
    monkeypatch.setattr(fingerprints, "versions", lambda: {**versions, "pandas": "0.0.1"})
    assert build() == of(*NAMES)


def test_a_change_that_keeps_size_and_time_of_a_file_is_seen(build, folder: Path):
    build()
    path = folder / "returns" / "QHG" / "2023" / "workforce.csv"
    before = path.stat()
    path.write_text("QHG 2032", encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert build() == of("figures", orgs=("QHG",))


def test_a_touched_file_builds_nothing(build, folder: Path):
    build()
    os.utime(folder / "lookups" / "bands.csv", (1, 1))
    assert build() == []


def test_a_site_that_was_changed_or_removed_is_built_again(build, tmp_path: Path):
    build()
    site = tmp_path / "out" / "site"
    (site / "QHG" / "2023" / "index.html").write_text("edited by hand")
    shutil.rmtree(site / "QE1")
    assert build() == of()


def test_a_kept_page_that_was_changed_or_removed_is_run_again(build, tmp_path: Path, project: Path):
    build()
    target = Target("QHG", 2023, tmp_path / "data", tmp_path / "out", project)
    (run_notebooks.page_folder(target, "words") / "words.ipynb").write_text("spoilt")
    (run_notebooks.page_folder(target, "index") / "index.ipynb").unlink()
    target.record.unlink()
    assert build() == of("words", "index", orgs=("QHG",))


def test_force_builds_everything(build):
    build()
    assert build(force=True) == of(*NAMES)


def test_a_file_changed_just_before_its_sum_was_taken_is_not_trusted(tmp_path: Path):
    """Its clock may be too coarse to show a second change."""
    path = write(tmp_path / "file.csv", "text")
    changed = max(path.stat().st_mtime_ns, path.stat().st_ctime_ns)
    assert Fingerprints().remember([path], changed + fingerprints.GRAIN) == {}
    assert set(Fingerprints().remember([path], changed + fingerprints.GRAIN + 1)) == {str(path)}


def test_the_reasons_name_what_has_changed(build, project: Path, folder: Path, tmp_path: Path):
    target = Target("QHG", 2023, folder, tmp_path / "out", project)
    assert BookState(target, Fingerprints()).reasons() == ["it has not been built yet"]
    build()
    write(folder / "returns" / "QHG" / "2023" / "board.csv", "board")
    (folder / "returns" / "QHG" / "2023" / "actions.csv").unlink()
    (project / "_config.yml").write_text("title: Other")
    assert BookState(target, Fingerprints()).reasons() == [
        "_config.yml has changed",
        "data/returns/QHG/2023/actions.csv is gone",
        "data/returns/QHG/2023/board.csv is new",
    ]


def test_a_record_that_cannot_be_read_has_the_book_built_again(build, tmp_path: Path):
    build()
    (tmp_path / "out" / "work" / "QHG" / "2023" / "record.json").write_text('{"key": {')
    (tmp_path / "out" / "work" / "sums.json").write_text("")
    assert build() == of(orgs=("QHG",))


# What a page reads


def test_what_is_taken_from_a_publication_is_noted(
    report: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(tracing.NOTES, str(tmp_path / "notes"))
    monkeypatch.setattr(tracing, "_noted", set())
    watched = tracing.traced(report)
    (tmp_path / "notes").unlink(missing_ok=True)
    tracing._noted.clear()
    assert watched.figures.find("workforce.headcount.all.2023").value == 421
    assert watched.given.year == 2023
    assert watched.commentary.get("indicator-2", {}) == report.commentary["indicator-2"]
    assert watched.commentary.get("no such page", {}) == {}
    taken, files = run_notebooks.noted(tmp_path / "notes")
    assert set(taken) == {"figures", "settings", "year", "commentary/indicator-2", "commentary/no such page"}
    assert files == []
    assert list(watched.commentary) == list(report.commentary)
    assert "commentary" in run_notebooks.noted(tmp_path / "notes")[0]


def test_equal_publications_have_equal_sums_and_a_change_shows_in_its_part_alone(report: Publication):
    import dataclasses
    import pickle

    sums = tracing.sums(report)
    assert tracing.sums(pickle.loads(pickle.dumps(report))) == sums
    other = {**report.commentary, "introduction": {"text": "other words"}}
    changed = tracing.sums(dataclasses.replace(report, commentary=other))
    assert {part for part in sums if sums[part] != changed[part]} == {
        "commentary", "commentary/introduction", tracing.WHOLE,
    }  # fmt: skip
    fewer = dataclasses.replace(report, actions=report.actions.iloc[1:])
    assert {part for part, taken in tracing.sums(fewer).items() if sums[part] != taken} == {
        "actions",
        tracing.WHOLE,
    }


def test_times_are_compared_in_nanoseconds(tmp_path: Path):
    write(tmp_path / "file", "text")
    assert abs(up_to_date.now() - (tmp_path / "file").stat().st_mtime_ns) < 60 * 10**9


def test_a_book_can_look_again_while_others_take_sums(tmp_path: Path):
    """Books are built in threads that share the sums: of 250 books six failed over it."""
    sums, done = Fingerprints(), threading.Event()
    write(tmp_path / "site" / "index.html", "page")
    before = sums.of(tmp_path / "site" / "index.html")

    def others() -> None:
        for number in range(20_000):
            sums.of(tmp_path / str(number))
        done.set()

    other = threading.Thread(target=others)
    other.start()
    while not done.is_set():
        sums.forget(tmp_path / "site")
    other.join()
    write(tmp_path / "site" / "index.html", "another")
    sums.forget(tmp_path / "site")
    assert sums.of(tmp_path / "site" / "index.html") != before


# A result that is kept


CALLS: list[int] = []


def double(number: int) -> int:
    CALLS.append(number)
    return 2 * number


def test_a_result_is_kept_until_what_it_rests_on_changes(tmp_path: Path):
    CALLS.clear()
    assert [call(double, 2), call(double, 2)] == [4, 4]
    assert CALLS == [2, 2]  # nobody has asked to keep it
    remember = cache.cache_in(tmp_path / "work", "one")
    assert [remember(double, n) for n in (3, 3, 4, 3)] == [6, 6, 8, 6]
    assert CALLS == [2, 2, 3, 4, 3]
    remember = cache.cache_in(tmp_path / "work", "other")
    assert remember(double, 3) == 6
    assert CALLS == [2, 2, 3, 4, 3, 3]
    (tmp_path / "work" / f"{__name__}.double.pickle").write_bytes(b"spoilt")
    assert remember(double, 3) == 6
    assert len(CALLS) == 7


def test_what_the_door_has_hidden_is_found_again_in_another_process(one_year: Path, tmp_path: Path):
    """The order of sets differs from process to process; a sum must not."""
    publication.draft("QHG", 2023, one_year, cache.cache_in(tmp_path / "work", "code"))
    again = (
        "import sys\nfrom pathlib import Path\n"
        "from wres import publication\nfrom wres.build.incremental import cache\n"
        "publication.protect.__globals__['_hidden_counts'] = None\n"
        "remember = cache.cache_in(Path(sys.argv[2]), 'code')\n"
        "publication.draft('QHG', 2023, Path(sys.argv[1]), remember)\n"
    )
    command = [sys.executable, "-c", again, str(one_year), str(tmp_path / "work")]
    subprocess.run(command, env={**os.environ, "PYTHONHASHSEED": "2"}, check=True)


def test_pages_of_the_real_book_note_what_they_read(built: Path, data: Path):
    """Of the commentary their own, and of the data what they open: the sources stand on one page."""
    kept = built / "work" / "QHG" / "2023" / "pages"
    records = {path.parent.name: json.loads(path.read_text()) for path in kept.glob("*/record.json")}
    assert set(records) == set(run_notebooks.page_names(data.parent))
    words = {
        page: {p for p in record["parts"] if p.startswith("commentary")} for page, record in records.items()
    }
    assert words["indicator-2"] == {"commentary/indicator-2"}
    assert words["about"] == {"commentary/introduction"}
    assert words["glossary"] == words["index"] == set()
    assert "actions" in records["action-plan"]["parts"] and "actions" not in records["glossary"]["parts"]
    sources = str(data / "sources.yml")
    assert [page for page, record in records.items() if sources in record["files"]] == ["methods"]
    bands = str(data / "lookups" / "pay_bands.csv")
    assert bands in records["indicator-1"]["files"] and bands not in records["glossary"]["files"]


@pytest.mark.full
def test_the_real_book_is_up_to_date_once_built_and_a_changed_comment_runs_its_page_alone(
    data: Path, tmp_path: Path
):
    """And of the site only that page is another, with what is made from all of them."""
    own = Path(shutil.copytree(data, tmp_path / "data"))
    site = small_project.build(own, tmp_path / "out", "QHG") / "site" / "QHG" / "2023"
    before = small_project.tree(site)
    again = Target("QHG", 2023, own, tmp_path / "out", data.parent)
    assert press.plan([again]).states[0][1] == []  # nothing has changed
    text = own / "returns" / "QHG" / "2023" / "commentary" / "indicator-3.md"
    text.write_text(text.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    small_project.build(own, tmp_path / "out", "QHG")
    log = (tmp_path / "out" / "logs" / "QHG-2023.log").read_text(encoding="utf-8")
    assert re.findall(r"^(\w+) took ", log, re.MULTILINE) == ["calculate", "run", "compile_book"]
    after = small_project.tree(site)
    assert after.keys() == before.keys()
    changed = {
        name
        for name in after
        if name.endswith(".html") and _less_times(after[name]) != _less_times(before[name])
    }
    assert changed == {"indicator-3.html"}
    assert b"One more sentence." in after["indicator-3.html"]


def _less_times(page: bytes) -> bytes:
    """A page without when it was built, and from which inputs."""
    return re.sub(rb"<footer.*?</footer>", b"", page, flags=re.DOTALL)
