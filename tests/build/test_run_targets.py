"""Many books at once: which are asked for, one that fails, Ctrl-C, a killed run, a full disk."""

import csv
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from small_project import DIED, HANG, Wres, ended, gone, notebook, tree, wait_for

from wres.build import run_notebooks, selection

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


# Which books are asked for


@pytest.mark.parametrize(
    ("words", "year", "expected"),
    [
        ("QHG 2023", None, ["QHG 2023"]),
        ("QHG 2022 2023", None, ["QHG 2022", "QHG 2023"]),
        ("QHG QE1 2023", None, ["QHG 2023", "QE1 2023"]),
        ("QHG 2023 QE1 2022", None, ["QHG 2023", "QE1 2022"]),
        ("QHG QE1", 2023, ["QHG 2023", "QE1 2023"]),
        ("QHG 2022 QE1", 2023, ["QHG 2022", "QE1 2023"]),
        ("QHG 2023 QHG 2023", None, ["QHG 2023"]),
    ],
)
def test_organisations_and_years_name_books(words: str, year: int | None, expected: list[str]):
    assert [f"{org} {of}" for org, of in selection.parse_targets(words.split(), year)] == expected


@pytest.mark.parametrize(("words", "said"), [("QHG", "no year for QHG"), ("2023 QHG", "before any")])
def test_words_that_name_no_book_are_refused(words: str, said: str):
    with pytest.raises(ValueError, match=said):
        selection.parse_targets(words.split(), None)


def test_all_means_every_organisation_in_its_latest_year_or_the_one_given(tmp_path: Path):
    for name in ("QHG/2022", "QHG/2023", "QE1/2022", "QMF/notes"):
        (tmp_path / "returns" / name).mkdir(parents=True)
    assert selection.latest_targets(tmp_path, None) == [("QE1", 2022), ("QHG", 2023)]
    assert selection.latest_targets(tmp_path, 2023) == [("QHG", 2023)]


# A run


def test_books_are_built_and_listed_and_then_there_is_nothing_to_do(wres: Wres, tmp_path: Path):
    code, out, err = ended(wres("--all", "--dry-run"))
    assert (code, out.splitlines()[-1]) == (0, "2 of 2 would be built.")
    assert not (tmp_path / "out").exists()
    code, out, err = ended(wres("--all"))
    assert code == 0, out + err
    assert "2 built" in out
    assert "QE1 2023: compiling the book" in err
    start = (tmp_path / "out" / "site" / "index.html").read_text()
    assert "QHG/2023/index.html" in start and "QE1/2023/index.html" in start
    code, out, err = ended(wres("--all", "--dry-run"))
    assert out.splitlines()[-1] == "0 of 2 would be built."
    code, out, err = ended(wres("--region", "North West"))  # QE1 is Lancashire and South Cumbria
    assert "QE1 2023: nothing has changed" in out
    assert (tmp_path / "out" / "logs" / "QE1-2023.log").exists()


@pytest.mark.full
def test_one_book_that_fails_stops_no_other_and_is_named_with_its_reason(
    wres: Wres, two_returns: Path, tmp_path: Path
):
    (two_returns / "returns" / "QE1" / "2023" / "training.csv").write_text(
        "ethnicity,headcount\nWhite,many\n"
    )
    code, out, err = ended(wres("QE1", "QHG", 2023))
    assert code == 1
    assert "1 built, 1 failed" in out
    assert "wres: QE1 2023 failed (exit code 1; log: " in err
    assert "data/returns/QE1/2023/training.csv" in err and "'many'" in err
    assert "Traceback" not in err
    assert (tmp_path / "out" / "site" / "QHG" / "2023" / "index.html").exists()
    assert not (tmp_path / "out" / "site" / "QE1").exists()


@pytest.mark.full
def test_the_worst_exit_code_counts(wres: Wres, two_returns: Path, project: Path):
    notebook(project, "second", "1 / (organisation != 'QHG')")
    (two_returns / "returns" / "QE1" / "2023" / "training.csv").write_text(
        "ethnicity,headcount\nWhite,many\n"
    )
    code, out, err = ended(wres("--all"))
    assert code == 3
    assert "2 failed" in out
    assert "page second of QHG 2023 failed in cell 5: ZeroDivisionError: division by zero" in err


@pytest.mark.full
def test_a_preview_shows_one_page_and_leaves_the_site(
    wres: Wres, project: Path, tmp_path: Path, last_good: Path
):
    before = tree(tmp_path / "out" / "site")
    notebook(project, "index", "1 / 0")
    notebook(project, "second", "Paragraphs(['A new line'])")
    code, out, err = ended(wres("QHG", 2023, "--only", "second"))
    assert code == 0, err
    preview = tmp_path / "out" / "preview" / "QHG" / "2023"
    assert "A new line" in (preview / "second.html").read_text()
    assert str(preview / "second.html") in out
    assert "not to be published" in out
    assert tree(tmp_path / "out" / "site") == before
    code, out, err = ended(wres("QHG", 2023, "--only", "third"))
    assert code == 2
    assert "third" in err


HOSTILE = (
    "NHS {{ 'ab'*3 }} {% raw %} <b>x</b> <!-- y --> **z** _w_ [v](http://e.org) ![u](a.png) {abbr}`t` "
    "`s` $r$ "
    "\\\\alpha &lt; &#51; # heading | cell | ~~q~~ (p)= ICB"
)


@pytest.mark.full
def test_the_name_of_an_organisation_is_printed_as_itself_whatever_it_holds(
    wres: Wres, project: Path, two_returns: Path, tmp_path: Path
):
    """MyST's substitutions ran it as Jinja without a sandbox; Markdown, roles and HTML are text too."""
    notebook(project, "second", text="**{{ organisation }}, {{ year }}**")
    lookup = two_returns / "lookups" / "organisations.csv"
    rows = list(csv.reader(lookup.read_text(encoding="utf-8").splitlines()))
    name = rows[0].index("name")
    for row in rows:
        row[name] = HOSTILE if row[0] == "QHG" else row[name]
    with lookup.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    code, out, err = ended(wres("QHG", 2023))
    assert code == 0, out + err
    page = BeautifulSoup(
        (tmp_path / "out/site/QHG/2023/second.html").read_text(encoding="utf-8"), "html.parser"
    )
    assert page.select_one("main strong").get_text() == f"{HOSTILE}, 2023"
    assert HOSTILE in page.title.get_text()
    start = BeautifulSoup((tmp_path / "out/site/index.html").read_text(encoding="utf-8"), "html.parser")
    assert HOSTILE in start.get_text()


# What ends a run


@pytest.mark.full
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_leaves_the_last_good_site_and_no_kernel(
    wres: Wres, project: Path, tmp_path: Path, last_good: Path, number: signal.Signals
):
    """Twice, as an impatient user or a time limit does it; and with pages that wait for their turn."""
    before = tree(tmp_path / "out" / "site")
    contents = (project / "_toc.yml").read_text()
    later = [f"page-{n}" for n in range(4)]
    for page in ["second", *later]:
        notebook(project, page, HANG.format(mark=str(tmp_path / "pid")))
    (project / "_toc.yml").write_text(contents + "".join(f"  - file: {page}\n" for page in later))
    run = wres("QHG", 2023, "--jobs", 1)
    kernel = int(wait_for(tmp_path / "pid"))
    for _ in range(2):
        os.killpg(run.pid, signal.SIGINT) if number == signal.SIGINT else run.send_signal(number)
    code, out, err = ended(run)
    assert code == 130
    assert "1 stopped" in out
    assert "Traceback" not in out + err
    assert gone(kernel)
    assert tree(tmp_path / "out" / "site") == before
    (project / "_toc.yml").write_text(contents)
    notebook(project, "second", "Paragraphs(['And on'])")
    assert ended(wres("QHG", 2023))[0] == 0
    assert "And on" in (tmp_path / "out" / "site" / "QHG" / "2023" / "second.html").read_text()


def test_a_killed_run_leaves_the_last_good_site_and_no_kernel_and_the_next_one_recovers(
    wres: Wres, project: Path, tmp_path: Path, last_good: Path
):
    before = tree(tmp_path / "out" / "site")
    notebook(project, "second", HANG.format(mark=str(tmp_path / "pid")))
    run = wres("QHG", 2023)
    kernel = int(wait_for(tmp_path / "pid"))
    run.kill()
    ended(run)
    assert gone(kernel)
    assert tree(tmp_path / "out" / "site") == before
    site = tmp_path / "out" / "site" / "QHG" / "2023"
    site.rename(site.with_name(".2023.old"))  # as if it had been killed between the two renames
    notebook(project, "second", "1 / 0")
    code, out, err = ended(wres("QHG", 2023))
    assert code == 3
    assert "the last good site was brought back" in err
    assert tree(tmp_path / "out" / "site") == before


@pytest.mark.full
def test_a_disk_that_is_full_is_told_and_leaves_the_last_good_site(
    wres: Wres, project: Path, tmp_path: Path, last_good: Path
):
    """No file may grow beyond 40 kB: the publication does."""
    before = tree(tmp_path / "out" / "site")
    notebook(project, "second", "Paragraphs(['Once there is room'])")

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    code, out, err = ended(wres("QHG", 2023, preexec_fn=little_room))
    assert code == 3
    assert "File too large" in err
    assert tree(tmp_path / "out" / "site") == before
    assert ended(wres("QHG", 2023))[0] == 0
    assert "Once there is room" in (tmp_path / "out" / "site" / "QHG" / "2023" / "second.html").read_text()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB where books are built."""
    out = tmp_path / "out"
    out.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(out)], capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only the superuser may mount a small disk")
    yield out
    subprocess.run(["umount", "--lazy", out], check=True)


@pytest.mark.full
def test_a_small_disk_that_fills_up_anywhere_leaves_the_last_good_site(
    wres: Wres, project: Path, small_disk: Path, last_good: Path
):
    """With no room at all, and with so much that a later step runs out of it."""
    before = tree(small_disk / "site")
    notebook(project, "second", "Paragraphs(['Once there is room'])")
    size = sum(map(len, before.values()))
    for room in (0, size // 4, size // 2):
        free = shutil.disk_usage(small_disk).free
        (small_disk / "filling").write_bytes(bytes(free - room))
        code, out, err = ended(wres("QHG", 2023))
        assert code == 3
        assert "No space left on device" in err
        assert "Traceback" not in out + err
        assert tree(small_disk / "site") == before
        (small_disk / "filling").unlink()
    assert ended(wres("QHG", 2023))[0] == 0
    assert "Once there is room" in (small_disk / "site" / "QHG" / "2023" / "second.html").read_text()


@pytest.mark.full
def test_a_second_run_into_the_same_folder_is_refused_until_the_first_is_done(
    wres: Wres, project: Path, tmp_path: Path
):
    notebook(project, "second", HANG.format(mark=str(tmp_path / "pid")))
    first = wres("QHG", 2023)
    wait_for(tmp_path / "pid")
    code, out, err = ended(wres("QE1", 2023))
    assert code == 3
    assert f"{tmp_path / 'out'} is in use: another run builds into it" in err
    first.kill()
    ended(first)
    notebook(project, "second")
    assert ended(wres("QE1", 2023))[0] == 0


def test_what_a_killed_run_has_left_for_its_kernels_is_cleared(
    tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(run_notebooks.tempfile, "tempdir", str(tmp_path))
    ran = subprocess.Popen([sys.executable, "-c", "pass"])
    ran.wait()
    left, living, another = (tmp_path / f"wres-{name}-abc" for name in (ran.pid, os.getpid(), "benchmark"))
    for folder in (left, living, another):
        folder.mkdir()
    run_notebooks.preflight(project)
    assert not left.exists()
    assert living.exists() and another.exists()


@pytest.mark.full
def test_a_kernel_that_is_killed_is_told_with_its_page(wres: Wres, project: Path, tmp_path: Path):
    notebook(project, "second", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    code, out, err = ended(wres("QHG", 2023))
    assert code == 3
    assert re.search(f"page second of QHG 2023 failed: {DIED}", err)
    assert not (tmp_path / "out" / "site").exists()


# Proof


@pytest.mark.full
def test_a_published_book_is_proved_from_its_inputs(wres: Wres):
    assert ended(wres("QHG", 2023))[0] == 0
    code, out, err = ended(wres("QHG", 2023, does="verify"))
    assert code == 0, out + err
    assert "QHG 2023: verified." in out
    assert "2 notebooks rerun by nbval against their kept results" in out
    assert "inputs with small counts compared with the builder's record" in out


@pytest.mark.full
def test_a_book_that_does_not_follow_from_its_inputs_is_told_by_what_differs(
    wres: Wres, project: Path, two_returns: Path, tmp_path: Path
):
    """A count that has changed, a page edited by hand, and a kept result that no notebook gives."""
    assert ended(wres("QHG", 2023))[0] == 0
    counts = two_returns / "returns" / "QHG" / "2023" / "training.csv"
    counts.write_text(counts.read_text() + "\n")
    page = tmp_path / "out" / "site" / "QHG" / "2023" / "second.html"
    page.write_text(page.read_text().replace("Text.", "Other text."))
    kept = tmp_path / "out" / "work" / "QHG" / "2023" / "pages" / "index" / "executed.ipynb"
    kept.write_text(kept.read_text().replace("2023</p>", "2022</p>"))
    code, out, err = ended(wres("QHG", 2023, does="verify"))
    assert code == 3
    assert "data/returns/QHG/2023/training.csv has changed" in err
    assert "in the published site, second.html has changed" in err
    assert "page index: nbval found other results" in err
    assert "index.html" not in err and "page second" not in err
    assert "verified" not in out


def test_a_book_that_was_never_built_cannot_be_proved(wres: Wres):
    code, out, err = ended(wres("QHG", 2023, does="verify"))
    assert code == 1
    assert "no published book" in err and "wres build QHG 2023" in err
