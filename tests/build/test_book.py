"""The printer: what it refuses, what it keeps of a run, how a site is replaced, what a manifest says."""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from wres import __version__
from wres.build import book, jupyter_book, run_notebooks
from wres.build.incremental.fingerprints import Fingerprints
from wres.build.target import Target
from wres.build.up_to_date import BookState
from wres.disclosure.hidden_numbers import as_printed
from wres.disclosure.protect import DisclosureRisk
from wres.errors import BuildFailed
from wres.files import atomic
from wres.files.locations import project_folder
from wres.files.signed import write_signed
from wres.pages.blocks import Chart, ChartText
from wres.publication import Publication, counted_figures, publication, returns_up_to
from wres.site import manifest
from wres.site.start_page import write_start_page

SET = 'organisation = "QHG"\nyear = 2023'
KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}


def write_notebook(path: Path, *cells: nbformat.NotebookNode) -> Path:
    """A notebook of these cells under a title."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=[new_markdown_cell("# Title"), *cells], metadata=KERNEL), path)
    return path


def code(source: str, *tags: str, outputs: tuple = ()) -> nbformat.NotebookNode:
    """A code cell with tags and outputs."""
    return new_code_cell(source, metadata={"tags": list(tags)} if tags else {}, outputs=list(outputs))


def html(text: str) -> nbformat.NotebookNode:
    """What a cell that shows HTML leaves: the HTML, and its plain form."""
    return new_output("execute_result", data={"text/html": text, "text/plain": "<shown as HTML>"})


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


class Here:
    """Runs tasks in this process, so that a test can put something in place of a part of them."""

    def submit(self, task: Callable[..., Any], *given: Any, log: Path, first: bool = False) -> Future[Any]:
        """Run the task; its result or what it raised is in the future."""
        future: Future[Any] = Future()
        try:
            future.set_result(task(*given))
        except Exception as error:
            future.set_exception(error)
        return future


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A project of two pages, in place of this one."""
    folder = tmp_path / "project"
    for page in ("index", "second"):
        write_notebook(folder / "notebooks" / f"{page}.ipynb", code(SET, "parameters"))
    toc = "root: index\nparts:\n- caption: Part\n  chapters:\n  - file: second\n"
    (folder / "_toc.yml").write_text(toc, encoding="utf-8")
    return folder


def target(tmp_path: Path, project: Path, organisation: str = "QHG", year: int = 2023) -> Target:
    """A book of a project, built into the test's own folder."""
    return Target(organisation, year, tmp_path / "data", tmp_path / "out", project)


def build(data: Path, out: Path) -> Path:
    """Build the default book, or what a test has put in place of a part of it."""
    target = Target("QHG", 2023, data, out, project_folder())
    here, state = Here(), BookState(target, Fingerprints())
    parts = book.calculated(target, here, print, state)
    return book.build(target, here, print, state, parts)


# Before anything runs


def test_pages_come_in_the_order_of_the_contents(small: Path):
    assert run_notebooks.page_names(small) == ["index", "second"]


def test_notebooks_with_the_two_parameters_may_run(small: Path):
    run_notebooks.preflight(small)


@pytest.mark.parametrize(
    "cell",
    [
        code(SET, "parameter"),
        code(SET),
        code('organization = "QHG"\nyear = 2023', "parameters"),
        code('organisation = "QHG"', "parameters"),
        code(SET + "\nthreshold = 5", "parameters"),
    ],
    ids=["tag misspelt", "no tag", "other name", "one missing", "one more"],
)
def test_a_notebook_that_papermill_would_run_with_its_own_defaults_is_refused(small: Path, cell):
    write_notebook(small / "notebooks" / "second.ipynb", cell)
    with pytest.raises(BuildFailed, match="notebooks/second.ipynb") as error:
        run_notebooks.preflight(small)
    assert "index.ipynb" not in str(error.value)
    assert "expected organisation, year" in str(error.value)


def test_a_page_without_a_notebook_is_refused(small: Path):
    (small / "notebooks" / "second.ipynb").unlink()
    with pytest.raises(BuildFailed, match="notebooks/second.ipynb"):
        run_notebooks.preflight(small)


# Running


def test_a_failing_notebook_is_named_with_page_cell_organisation_and_year(small: Path, tmp_path: Path):
    """The cell is counted as the project's notebook shows it: title, parameters, then the third."""
    write_notebook(small / "notebooks" / "second.ipynb", code(SET, "parameters"), code("1 / 0"))
    before = dict(os.environ)
    with pytest.raises(BuildFailed) as error:
        run_notebooks.run(target(tmp_path, small), "second")
    said = str(error.value)
    assert "page second of QHG 2023" in said
    assert "ZeroDivisionError: division by zero" in said
    assert re.findall(r"cell (\d+)", said) == ["3"]
    assert "Traceback" not in said
    assert dict(os.environ) == before


def test_a_notebook_runs_for_the_organisation_and_year_that_were_asked_for(small: Path, tmp_path: Path):
    show = "from wres.pages.blocks import Paragraphs\nParagraphs([f'{organisation} {year}'])"
    write_notebook(small / "notebooks" / "second.ipynb", code(SET, "parameters"), code(show))
    asked = target(tmp_path, small, "QMF", 2031)
    run_notebooks.run(asked, "second")
    printed = nbformat.read(run_notebooks.page_folder(asked, "second") / "second.ipynb", as_version=4)
    (output,) = [output for cell in printed.cells for output in cell.get("outputs", [])]
    assert dict(output.data) == {"text/html": "<p>QMF 2031</p>"}


def test_what_a_build_has_calculated_stands_for_its_own_organisation_and_year_alone(
    report: Publication, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Else a notebook with wrong parameters would print another book's figures under its own title."""
    kept = tmp_path / "publication.pickle"
    write_signed(kept, report)
    monkeypatch.setenv("WRES_PUBLICATION", str(kept))
    monkeypatch.setenv("WRES_DATA", str(data))
    read = publication.__wrapped__  # what it does when called for the first time
    assert read("QHG", 2023).year == 2023
    assert read("QHG", 2022).year == 2022


# Fit to print


def fit(folder: Path, *cells: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """The cells of an executed notebook after all that is not for print has been taken out."""
    executed = write_notebook(folder / "executed.ipynb", *cells)
    run_notebooks.fit_to_print(executed, folder / "page.ipynb", folder / "charts", "page of QHG 2023")
    return nbformat.read(folder / "page.ipynb", as_version=4)


def test_only_html_goes_to_print(tmp_path: Path):
    printed = fit(tmp_path, code("show()", outputs=(html("<p>49 of 159</p>"),)))
    assert [cell.cell_type for cell in printed.cells] == ["markdown", "code"]
    (output,) = printed.cells[1].outputs
    assert dict(output.data) == {"text/html": "<p>49 of 159</p>"}
    assert not output.metadata


def test_cells_without_output_and_cells_to_remove_do_not_go_to_print(tmp_path: Path):
    digest = new_output("execute_result", data={"text/plain": "raw = 5"})
    checked = code("digest()", "remove-cell", outputs=(digest,))
    printed = fit(tmp_path, code(SET, "injected-parameters"), checked)
    assert [cell.source for cell in printed.cells] == ["# Title"]


def test_no_record_of_the_run_goes_to_print(tmp_path: Path):
    cell = code("show()", outputs=(html("<p>1</p>"),))
    cell.execution_count = 7
    cell.metadata |= {"papermill": {"duration": 1.5}, "execution": {"iopub.status.busy": "2023"}}
    run = write_notebook(tmp_path / "run.ipynb", cell)
    notebook = nbformat.read(run, as_version=4)
    notebook.metadata["papermill"] = {"input_path": "/home/someone/page.ipynb"}
    nbformat.write(notebook, run)
    path = tmp_path / "page.ipynb"
    run_notebooks.fit_to_print(run, path, tmp_path / "charts", "page of QHG 2023")
    printed = nbformat.read(path, as_version=4)
    assert "papermill" not in printed.metadata
    assert not printed.cells[1].metadata
    assert printed.cells[1].execution_count is None
    assert "/home/" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "output",
    [
        new_output("stream", name="stderr", text="FutureWarning: soon"),
        new_output("stream", name="stdout", text="FutureWarning: soon"),
        new_output("execute_result", data={"text/plain": "FutureWarning: soon"}),
        new_output("display_data", data={"image/png": "aWk=", "text/plain": "FutureWarning: soon"}),
    ],
    ids=["stderr", "stdout", "plain", "picture"],
)
def test_anything_but_html_stops_the_print_and_is_quoted(tmp_path: Path, output):
    """With its place: title, parameters, a good cell, this one; papermill's own cell has no number."""
    good = code("show()", outputs=(html("<p>1</p>"),))
    noisy = code("noisy()", outputs=(html("<p>2</p>"), output))
    with pytest.raises(BuildFailed, match="FutureWarning: soon") as error:
        fit(tmp_path, code(SET, "parameters"), code(SET, "injected-parameters"), good, noisy)
    assert "page of QHG 2023, cell 4 " in str(error.value)


def test_pictures_and_downloads_become_files_beside_the_pages(tmp_path: Path):
    parts = {"wide": b"<svg/>", "narrow": b"<svg width='1'/>", "png": b"\x89PNG", "csv": b"id,value\n"}
    words = ChartText("T", "S", '2023: 49 > 25, a "clear" difference', "Source: W")
    charts = [Chart(f"chart-{n}", words, (), **parts).html for n in ("one", "two")]
    printed = fit(tmp_path, code("chart()", outputs=(html("\n".join(charts)),)))
    text = printed.cells[1].outputs[0].data["text/html"]
    page = BeautifulSoup(text, "html.parser")
    assert [each["src"] for each in page.find_all("img")] == ["charts/chart-one.svg", "charts/chart-two.svg"]
    assert {each["alt"] for each in page.find_all("img")} == {'2023: 49 > 25, a "clear" difference'}
    assert [each["srcset"] for each in page.find_all("source")] == [
        "charts/chart-one-narrow.svg", "charts/chart-two-narrow.svg",
    ]  # fmt: skip
    assert [each["href"] for each in page.find_all("a")][:2] == [
        "charts/chart-one.png",
        "charts/chart-one.csv",
    ]
    assert "data:" not in text
    names = {"wide": ".svg", "narrow": "-narrow.svg", "png": ".png", "csv": ".csv"}
    assert tree(tmp_path / "charts") == {
        f"chart-{n}{names[kind]}": content for n in ("one", "two") for kind, content in parts.items()
    }


# Replacing a site


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Path, Path]:
    """A freshly compiled book, and the site of an earlier one."""
    fresh, site = tmp_path / "html", tmp_path / "site" / "QHG" / "2023"
    for folder, files in ((fresh, ("index", "new")), (site, ("index", "gone"))):
        (folder / "charts").mkdir(parents=True)
        for name in files:
            (folder / "charts" / f"{name}.html").write_text(f"{folder.name} {name}", encoding="utf-8")
    return fresh, site


def test_a_new_site_replaces_the_old_whole(sites: tuple[Path, Path]):
    fresh, site = sites
    atomic.replace_folder(fresh, site)
    assert tree(site) == tree(fresh)
    assert list(site.parent.iterdir()) == [site]


def test_a_first_site_needs_no_old_one(sites: tuple[Path, Path]):
    fresh, site = sites
    shutil.rmtree(site.parent)
    atomic.replace_folder(fresh, site)
    assert tree(site) == tree(fresh)


def test_a_copy_that_fails_leaves_the_old_site(sites: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch):
    fresh, site = sites
    before = tree(site)

    def full(source: Path, target: Path) -> None:
        target.mkdir()
        (target / "half.html").touch()
        raise OSError("No space left on device")

    monkeypatch.setattr(shutil, "copytree", full)
    with pytest.raises(OSError, match="No space"):
        atomic.replace_folder(fresh, site)
    assert tree(site) == before
    monkeypatch.undo()
    atomic.replace_folder(fresh, site)  # what was left half done is in nobody's way
    assert tree(site) == tree(fresh)
    assert list(site.parent.iterdir()) == [site]


def test_a_rename_that_fails_leaves_the_old_site(sites: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch):
    """The second of the two renames: the old site is out of the way and the new one not yet in place."""
    fresh, site = sites
    before, rename = tree(site), Path.rename

    def busy(path: Path, target: Path) -> Path:
        if path.name.endswith(".new"):
            raise PermissionError("The file is open in another program")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", busy)
    with pytest.raises(PermissionError):
        atomic.replace_folder(fresh, site)
    assert site.exists()
    assert tree(site) == before


# Compiling


@pytest.fixture
def last_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The out folder with a site of an earlier build, and pages that need not run."""
    monkeypatch.setattr(book, "run_pages", lambda target, wanted, workers: [])
    monkeypatch.setattr(book, "lay_out", lambda target, speech: None)
    site = tmp_path / "out" / "site" / "QHG" / "2023"
    site.mkdir(parents=True)
    (site / "index.html").write_text("the last good site", encoding="utf-8")
    return tmp_path / "out"


@pytest.mark.parametrize(
    ("done", "said", "expected"),
    [
        (False, "index.ipynb:20: WARNING: 'myst' cross-reference target not found: 'aboat'", "aboat"),
        (False, "RuntimeError: no theme", "no theme"),
        (True, "", "could not compile"),
    ],
    ids=["warning", "crash", "no page written"],
)
def test_a_book_that_cannot_be_compiled_leaves_the_last_good_site(
    last_good: Path, data: Path, monkeypatch: pytest.MonkeyPatch, done: bool, said: str, expected: str
):
    """Byte for byte, start page and all; and Jupyter Book's own words are passed on.

    It goes on after a warning and writes the pages, and says so by its exit code alone.
    """

    def failing(*arguments: str) -> bool:
        if not done:
            html = Path(arguments[arguments.index("--path-output") + 1]) / "_build" / "html"
            html.mkdir(parents=True)
            (html / "index.html").write_text("a page with a broken link", encoding="utf-8")
        log = last_good / "logs" / "QHG-2023.log"
        log.write_text(log.read_text(encoding="utf-8") + said, encoding="utf-8")
        return done

    before = tree(last_good / "site")
    monkeypatch.setattr(jupyter_book, "jupyter_book", failing)
    with pytest.raises(BuildFailed, match="QHG 2023") as error:
        build(data, last_good)
    assert expected in str(error.value)
    assert tree(last_good / "site") == before


def test_a_page_that_fails_leaves_the_last_good_site(
    last_good: Path, data: Path, monkeypatch: pytest.MonkeyPatch
):
    def failing(*args: object) -> None:
        raise BuildFailed("page index of QHG 2023 failed in cell 6")

    before = tree(last_good / "site")
    monkeypatch.setattr(book, "run_pages", failing)
    with pytest.raises(BuildFailed, match="cell 6"):
        build(data, last_good)
    assert tree(last_good / "site") == before


def test_pages_of_an_earlier_build_do_not_reach_the_new_site(
    last_good: Path, data: Path, monkeypatch: pytest.MonkeyPatch
):
    """What a stopped build left in the working folder is not taken for the new book."""
    stale = last_good / "work" / "QHG" / "2023" / "_build" / "html" / "index.html"
    stale.parent.mkdir(parents=True)
    stale.write_text("an earlier build", encoding="utf-8")
    monkeypatch.undo()  # what is laid out for Jupyter Book is laid out afresh
    monkeypatch.setattr(book, "run_pages", lambda target, wanted, workers: [])
    monkeypatch.setattr(jupyter_book, "page_names", lambda project: [])
    monkeypatch.setattr(jupyter_book, "jupyter_book", lambda *arguments: True)
    with pytest.raises(BuildFailed):
        build(data, last_good)


# The last look


def compiled(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """A Jupyter Book that writes one page with this text."""

    def write(target: Target, config: dict[str, Any]) -> Path:
        html = target.work / "html"
        html.mkdir(exist_ok=True)
        (html / "index.html").write_text(text, encoding="utf-8")
        return html

    monkeypatch.setattr(book, "run_jupyter_book", write)


def test_a_site_is_published_with_its_figures_and_manifest(
    last_good: Path, data: Path, monkeypatch: pytest.MonkeyPatch
):
    compiled(monkeypatch, '<td class="num" data-figure="i2.relative_likelihood.2023">2.19</td>')
    site = build(data, last_good)
    assert site == last_good / "site" / "QHG" / "2023"
    assert set(tree(site)) == {"index.html", "figures.csv", "manifest.json"}
    assert "2.19" in (site / "index.html").read_text(encoding="utf-8")


def test_a_site_that_holds_a_hidden_count_is_not_published(
    last_good: Path, data: Path, monkeypatch: pytest.MonkeyPatch
):
    """Of the clinical staff in bands 1 to 7 five were BME in 2023: too few to print."""
    before = tree(last_good / "site")
    compiled(monkeypatch, '<td class="num" data-figure="i1.headcount.clinical.1-7.bme.2023">5</td>')
    with pytest.raises(DisclosureRisk, match="i1.headcount.clinical.1-7.bme.2023"):
        build(data, last_good)
    assert tree(last_good / "site") == before


def test_the_time_of_a_build_is_not_taken_for_a_hidden_count(
    last_good: Path, data: Path, report: Publication, root: Path, monkeypatch: pytest.MonkeyPatch
):
    """A number that a hidden count alone would print, as minute and second."""
    counted = counted_figures(data, returns_up_to(data, "QHG", 2023))
    hidden = {t for t in as_printed(counted, report.figures) if re.fullmatch("[1-5][0-9]", t)}
    assert hidden
    number = int(min(hidden))
    built = datetime(2023, 10, 9, 8, number, number, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(built.timestamp())))
    compiled(monkeypatch, f"<footer>{manifest.making_of(report, root).line}</footer>")
    build(data, last_good)
    compiled(monkeypatch, f"<p>{number}</p>")
    with pytest.raises(DisclosureRisk, match="index.html"):
        build(data, last_good)


# The start page


def publish(site: Path, code: str, name: str, year: int, built: str = "2023-10-09T08:00:00+00:00", **more):
    """The manifest of a book, as its site holds it."""
    content = {
        "ods_code": code, "organisation": name, "region": "East", "year": year, "built": built,
        "synthetic": False, **more,
    }  # fmt: skip
    folder = site / code / str(year)
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps(content), encoding="utf-8")


def start_page(site: Path) -> BeautifulSoup:
    """The start page of a site, written and read."""
    site.mkdir(exist_ok=True)
    write_start_page(site)
    return BeautifulSoup((site / "index.html").read_text(encoding="utf-8"), "html.parser")


def test_the_start_page_lists_every_book_latest_year_first(tmp_path: Path):
    publish(tmp_path, "QHG", "Ours", 2022)
    publish(tmp_path, "QHG", "Ours", 2023)
    publish(tmp_path, "QMF", "Theirs", 2023, region="London")
    page = start_page(tmp_path)
    links = [link["href"] for link in page.select("main a")]
    assert links == ["QHG/2023/index.html", "QHG/2022/index.html", "QMF/2023/index.html"]
    assert [heading.text for heading in page.find_all("h2")] == ["East", "London"]
    assert [name.text for name in page.select(".wres-books .wres-card-title")] == ["Ours", "Theirs"]
    assert (tmp_path / page.find("link", rel="stylesheet")["href"]).is_file()


def test_the_start_page_says_that_nothing_has_been_built(tmp_path: Path):
    page = start_page(tmp_path / "site")
    assert not page.find("table")
    assert "No report has been built yet." in page.text


def test_the_start_page_marks_invented_figures(tmp_path: Path):
    publish(tmp_path, "QHG", "Ours", 2023)
    assert "synthetic" not in start_page(tmp_path).text
    publish(tmp_path, "QMF", "Invented", 2023, synthetic=True)
    rows = {card.a.text: card.text for card in start_page(tmp_path).select(".wres-books > li")}
    assert "synthetic" in rows["Invented"]
    assert "synthetic" not in rows["Ours"]


def test_the_start_page_prints_names_as_text(tmp_path: Path):
    publish(tmp_path, "QHG", "Care & <b>Support</b>", 2023)
    assert start_page(tmp_path).select_one(".wres-card-title").text == "Care & <b>Support</b>"


def test_the_start_page_leaves_out_what_an_interrupted_build_left(tmp_path: Path):
    """A swap that was cut off leaves a folder .2023.old beside the site; it is no book."""
    publish(tmp_path, "QHG", "Ours", 2023)
    shutil.copytree(tmp_path / "QHG" / "2023", tmp_path / "QHG" / ".2023.old")
    links = [link["href"] for link in start_page(tmp_path).select("main a")]
    assert links == ["QHG/2023/index.html"]


# The manifest


@pytest.fixture
def made(report: Publication, root: Path, monkeypatch: pytest.MonkeyPatch) -> manifest.Manifest:
    """The manifest of the default book, built at a known time: 1700000000 seconds after 1970."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    return manifest.making_of(report, root)


def test_the_time_of_a_build_can_be_set(made: manifest.Manifest):
    assert made.content["built"] == "2023-11-14T22:13:20+00:00"
    assert made.line.startswith(f"Built on 14 November 2023 with wres {__version__}. ")


def test_the_same_time_makes_the_same_manifest(made: manifest.Manifest, report: Publication, root: Path):
    assert manifest.making_of(report, root).json == made.json


def test_the_manifest_withholds_the_sums_of_files_with_counts(made: manifest.Manifest, data: Path):
    """Who knows the rest of such a file could find a hidden count by trying."""
    sums = made.content["inputs_sha256"]
    counts = {
        f"data/{path.relative_to(data).as_posix()}"
        for path in (data / "returns" / "QHG").rglob("*.*")
        if path.suffix in (".csv", ".yml") and path.name != "actions.csv"
    }
    assert counts
    assert counts <= set(sums)
    assert not [name for name in counts if re.search(r"[0-9a-f]{8}", sums[name])]
    content = json.dumps(made.content)
    raw = [(data.parent / name).read_bytes() for name in counts]
    assert not [True for text in raw if hashlib.sha256(text).hexdigest() in content]


def test_the_manifest_sums_what_holds_no_counts(made: manifest.Manifest, root: Path):
    sums = made.content["inputs_sha256"]
    for name in (
        "data/returns/QHG/2023/commentary/indicator-2.md",
        "data/returns/QHG/2023/actions.csv",
        "data/lookups/organisations.csv",
        "data/benchmarks/national.csv",
        "notebooks/index.ipynb",
        "wres/disclosure/protect.py",
        "_toc.yml",
    ):
        assert sums[name] == hashlib.sha256((root / name).read_bytes()).hexdigest()


def test_line_ends_do_not_change_a_sum(tmp_path: Path, report: Publication):
    """A checkout on Windows holds the same inputs."""
    names = ("unix", "windows")
    for name, end in zip(names, (b"\n", b"\r\n"), strict=True):
        (tmp_path / name).mkdir()
        (tmp_path / name / "_toc.yml").write_bytes(end.join([b"root: index", b""]))
    sums = [
        manifest.making_of(report, tmp_path / name).content["inputs_sha256"]["_toc.yml"] for name in names
    ]
    assert sums[0] == sums[1] == hashlib.sha256(b"root: index\n").hexdigest()


def test_a_manifest_is_read_as_it_was_written(made: manifest.Manifest, tmp_path: Path):
    path = tmp_path / "manifest.json"
    path.write_text(made.json, encoding="utf-8")
    read = manifest.read(path)
    assert (read["ods_code"], read["year"], read["synthetic"]) == ("QHG", 2023, False)
    assert read["organisation"] == "NHS Bedfordshire, Luton and Milton Keynes Integrated Care Board"
