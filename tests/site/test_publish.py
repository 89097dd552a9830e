"""Publishing: a reader sees one whole edition or the other, whatever breaks, and nothing strange goes out."""

import errno
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from small_project import ROOT

from wres.cli.main import main
from wres.site.publish import publish_site, put_back
from wres.site.publishable import LIST, NotPublished, require_publishable
from wres.site.start_page import write_start_page

ELSEWHERE = ROOT  # the project, outside of which DEST must lie
STEPS = ("copyfile", "rename", "mkdir", "unlink", "rmtree", "write_text")


def sums(folder: Path) -> dict[str, str]:
    """SHA-256 of each file below a folder, by name."""
    files = sorted(p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def make_book(site: Path, book: str, text: str) -> None:
    """A small book as a build leaves it, with its manifest."""
    folder = site / book
    (folder / "charts").mkdir(parents=True, exist_ok=True)
    for name in ("index.html", "figures.csv", "charts/a.svg"):
        (folder / name).write_text(f"{text} {book} {name}", encoding="utf-8")
    code, year = book.split("/")
    (folder / "manifest.json").unlink(missing_ok=True)
    said = {"ods_code": code, "year": int(year), "synthetic": False, "files_sha256": sums(folder),
            "disclosure": {},
            "organisation": code, "region": "", "built": "2026-01-31T12:00:00+00:00"}  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    write_start_page(site)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A built site of two books."""
    made = tmp_path / "_build" / "site"
    make_book(made, "QHG/2022", "first")
    make_book(made, "QHG/2023", "first")
    return made


@pytest.fixture
def dest(tmp_path: Path) -> Path:
    """A folder on a share, not there yet."""
    (tmp_path / "share").mkdir()
    return tmp_path / "share" / "wres"


def send(site: Path, dest: Path) -> int:
    """Publish from a project that lies elsewhere."""
    return publish_site(site, dest, ELSEWHERE)


def seen(dest: Path) -> dict[str, str]:
    """What a reader sees: every file but the list of the edition."""
    return {name: found for name, found in sums(dest).items() if name != LIST} if dest.is_dir() else {}


def beside(dest: Path) -> set[str]:
    """The folders beside DEST that publishing has made."""
    return {p.name for p in dest.parent.iterdir()} - {dest.name}


def refused(action: Callable[[], object]) -> str:
    """What is said as an action is refused."""
    with pytest.raises(NotPublished) as told:
        action()
    return str(told.value)


# What is published


def test_readers_see_exactly_the_files_of_the_site(site: Path, dest: Path):
    assert send(site, dest) == 11  # two books of four files, the start page, its style sheet and its script
    assert seen(dest) == sums(site)
    assert beside(dest) == set()


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("index.html", lambda text: text.replace("</main>", "<p>A promise.</p></main>")),
        ("style.css", lambda text: text + "a { display: none }"),
        ("start.js", lambda text: "alert(1);" + text),
        ("compare-2.html", lambda text: "<p>Planted.</p>"),
        ("funnel-2.svg", lambda text: "<svg/>"),
    ],
)
def test_a_changed_or_planted_file_beside_the_books_stops_it(site: Path, dest: Path, name: str, change):
    """The start page and the comparisons follow from the books: they are made again and compared."""
    path = site / name
    path.write_text(change(path.read_text(encoding="utf-8") if path.exists() else ""), encoding="utf-8")
    with pytest.raises(NotPublished, match=f"{name}: (changed since the build|not written by the build)"):
        send(site, dest)
    assert not dest.exists()


def test_a_second_edition_replaces_the_first_and_a_removed_book_is_gone(site: Path, dest: Path):
    send(site, dest)
    shutil.rmtree(site / "QHG" / "2022")
    make_book(site, "QHG/2023", "second")
    send(site, dest)
    assert seen(dest) == sums(site)
    assert not (dest / "QHG" / "2022").exists()


def test_the_edition_before_can_be_put_back_and_forth(site: Path, dest: Path):
    send(site, dest)
    first = seen(dest)
    make_book(site, "QHG/2023", "second")
    send(site, dest)
    second = seen(dest)
    put_back(dest)
    assert seen(dest) == first
    put_back(dest)
    assert seen(dest) == second
    assert beside(dest) == {".wres.previous"}


def test_only_one_edition_before_is_kept(site: Path, dest: Path):
    for text in ("first", "second", "third"):
        make_book(site, "QHG/2023", text)
        send(site, dest)
    put_back(dest)
    assert (dest / "QHG" / "2023" / "index.html").read_text(encoding="utf-8").startswith("second")


def test_an_empty_folder_may_be_published_into(site: Path, dest: Path):
    dest.mkdir()
    send(site, dest)
    assert seen(dest) == sums(site)
    assert beside(dest) == set()


def test_there_is_nothing_to_put_back_after_the_first_edition(site: Path, dest: Path):
    send(site, dest)
    assert "no edition before this one is kept" in refused(lambda: put_back(dest))
    assert seen(dest) == sums(site)


# What is not


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("notes.html", "not a file of the start page or of a book"),
        ("QHG/notes.html", "not a file of the start page or of a book"),
        ("work/QHG/publication.json", "not a file of the start page or of a book"),
        ("QHG/2023/notes.html", "not written by the build"),
        ("QHG/2023/page.ipynb", "a kind of file that is not meant to be published"),
        ("QHG/2023/publication.pickle", "a kind of file that is not meant to be published"),
        ("QHG/.2023.new/index.html", "a hidden or temporary file"),
        (".index.html.new", "a hidden or temporary file"),
        ("QHG/2023/~$figures.csv", "a hidden or temporary file"),
    ],
)
def test_a_file_that_no_build_wrote_stops_it(site: Path, dest: Path, file: str, why: str):
    (site / file).parent.mkdir(parents=True, exist_ok=True)
    (site / file).write_text("anything", encoding="utf-8")
    said = refused(lambda: send(site, dest))
    assert f"{file}: {why}" in said
    assert not dest.exists()


def test_an_empty_hidden_folder_stops_it(site: Path, dest: Path):
    (site / "QHG" / ".2023.new").mkdir()
    assert "QHG/.2023.new: a hidden or temporary folder" in refused(lambda: send(site, dest))


def test_parts_of_a_notebook_in_a_page_stop_it(site: Path, dest: Path):
    make_book(site, "QHG/2023", '"cell_type": "code"')
    assert "QHG/2023/index.html: holds parts of a working notebook" in refused(lambda: send(site, dest))


def test_a_link_stops_it(site: Path, dest: Path):
    (site / "QHG" / "2023" / "more.html").symlink_to(site / "index.html")
    assert "QHG/2023/more.html: a link" in refused(lambda: send(site, dest))


def test_a_changed_or_missing_file_of_a_book_stops_it(site: Path, dest: Path):
    (site / "QHG/2023/figures.csv").write_text("other", encoding="utf-8")
    (site / "QHG/2022/index.html").unlink()
    said = refused(lambda: send(site, dest))
    assert "QHG/2023/figures.csv: changed since the build" in said
    assert "QHG/2022/index.html: missing" in said


@pytest.mark.parametrize(
    ("manifest", "why"),
    [
        ("{", "does not list the book's files"),
        ('{"ods_code": "QHG", "year": 2023}', "does not list the book's files"),
        ('{"ods_code": "QMF", "year": 2023, "files_sha256": {}}', "is that of QMF 2023"),
    ],
)
def test_a_manifest_that_does_not_fit_stops_it(site: Path, dest: Path, manifest: str, why: str):
    (site / "QHG/2023/manifest.json").write_text(manifest, encoding="utf-8")
    assert f"QHG/2023/manifest.json: {why}" in refused(lambda: send(site, dest))


def test_a_book_without_manifest_stops_it(site: Path, dest: Path):
    (site / "QHG/2023/manifest.json").unlink()
    assert "QHG/2023: no manifest.json" in refused(lambda: send(site, dest))


def test_a_start_page_that_lists_other_books_stops_it(site: Path, dest: Path):
    shutil.rmtree(site / "QHG" / "2022")
    assert "index.html lists QHG/2022, which is not there" in refused(lambda: send(site, dest))
    (site / "index.html").write_text("no books", encoding="utf-8")
    assert "index.html does not list QHG/2023" in refused(lambda: send(site, dest))


def test_no_site_no_edition(tmp_path: Path, dest: Path):
    assert "holds no built site" in refused(lambda: send(tmp_path / "_build" / "site", dest))


def test_a_real_book_may_be_published(built: Path, dest: Path):
    files = require_publishable(built / "site")
    assert send(built / "site", dest) == len(files) > 40
    assert seen(dest) == sums(built / "site")


# Where it is not put


@pytest.mark.parametrize("where", [".", "QHG", "QHG/2023", "../..", "../work", "..", "../../"])
def test_a_destination_in_or_around_the_builds_is_refused(site: Path, where: str):
    before = sums(site)
    assert "lies in or around" in refused(lambda: send(site, site / where))
    assert sums(site) == before


def test_a_destination_in_the_project_is_refused(site: Path):
    assert "lies in or around" in refused(lambda: send(site, ELSEWHERE / "public"))


def test_a_destination_whose_folder_is_not_there_is_refused(site: Path, dest: Path):
    assert "is not there. Make it first" in refused(lambda: send(site, dest / "more" / "wres"))


def test_a_folder_with_files_of_others_is_refused_and_left_as_it_is(site: Path, dest: Path):
    (dest / "photos").mkdir(parents=True)
    (dest / "photos" / "a.jpg").write_bytes(b"photo")
    said = refused(lambda: send(site, dest))
    assert "photos/a.jpg: not of an edition published there" in said and "Nothing was changed" in said
    assert sums(dest) == {"photos/a.jpg": hashlib.sha256(b"photo").hexdigest()}
    assert beside(dest) == set()


def test_a_file_in_place_of_the_folder_is_refused(site: Path, dest: Path):
    dest.write_text("a file", encoding="utf-8")
    assert "a file, not a folder" in refused(lambda: send(site, dest))
    assert dest.read_text(encoding="utf-8") == "a file"


@pytest.mark.parametrize("place", ["wres", ".wres.previous"])
def test_what_others_added_to_or_changed_in_an_edition_is_not_swept_away(site: Path, dest: Path, place: str):
    for text in ("first", "second"):
        make_book(site, "QHG/2023", text)
        send(site, dest)
    folder = dest.with_name(place)
    (folder / "minutes.html").write_text("by hand", encoding="utf-8")
    (folder / "QHG/2023/index.html").write_text("by hand", encoding="utf-8")
    for action in (lambda: send(site, dest), lambda: put_back(dest)):
        said = refused(action)
        assert "minutes.html: not of an edition published there" in said
        assert "QHG/2023/index.html: changed since it was published" in said
    assert (folder / "minutes.html").read_text(encoding="utf-8") == "by hand"


def test_a_leftover_with_files_of_others_is_not_removed(site: Path, dest: Path):
    other = dest.with_name(".wres.new")
    other.mkdir()
    (other / "mine.txt").write_text("mine", encoding="utf-8")
    assert "holds files that are not ours" in refused(lambda: send(site, dest))
    assert (other / "mine.txt").exists()


# Interruptions


class Broken(BaseException):
    """The machine stops here."""


class Steps:
    """Counts each change that is made to the disk; at a given one something happens instead."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int, error: BaseException, after: bool) -> None:
        self.count, self.at, self.error, self.after = 0, at, error, after
        for name in STEPS:
            owner = shutil if name in ("copyfile", "rmtree") else Path
            monkeypatch.setattr(owner, name, self._counted(getattr(owner, name)))

    def _counted(self, real: Callable) -> Callable:
        def step(*args: object, **kwargs: object) -> object:
            self.count += 1
            if self.count == self.at or (self.after and self.count > self.at):
                raise self.error
            return real(*args, **kwargs)

        return step


def whole_run(folder: Path, run: Callable[[Path, Path], object]) -> int:
    """How many changes to the disk a run makes that nothing interrupts."""
    with pytest.MonkeyPatch.context() as patch:
        site, dest = places(folder)
        steps = Steps(patch, 0, Broken(), False)
        run(site, dest)
    return steps.count


def places(folder: Path) -> tuple[Path, Path]:
    """Where the site is built below a folder, and where the share is."""
    return folder / "_build" / "site", folder / "share" / "wres"


@pytest.fixture(scope="module")
def two_editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A share with an edition and the one before it, and a site with a third: to be copied."""
    folder = tmp_path_factory.mktemp("editions")
    site, dest = places(folder)
    dest.parent.mkdir(parents=True)
    for text in ("first", "second", "third"):
        make_book(site, "QHG/2022", text)
        make_book(site, "QHG/2023", text)
        if text != "third":
            send(site, dest)
    return folder


@pytest.mark.parametrize("kind", ["disk full", "Ctrl-C", "power cut"])
@pytest.mark.parametrize("what", ["publish", "back"])
def test_whatever_step_is_interrupted_readers_see_a_whole_edition_and_the_next_run_mends(
    two_editions: Path, tmp_path: Path, what: str, kind: str
):
    run = send if what == "publish" else lambda _, dest: put_back(dest)
    steps = whole_run(Path(shutil.copytree(two_editions, tmp_path / "whole")), run)
    assert steps > (20 if what == "publish" else 2)
    gone = 0
    for at in range(1, steps + 1):
        site, dest = places(Path(shutil.copytree(two_editions, tmp_path / str(at))))
        before, kept = seen(dest), seen(dest.with_name(".wres.previous"))
        wanted = sums(site) if what == "publish" else kept
        error = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) if kind == "disk full" else Broken()
        with pytest.MonkeyPatch.context() as patch:
            # After a power cut nothing more happens, not even the undoing.
            Steps(patch, at, error, after=kind == "power cut")
            try:
                run(site, dest)
            except (Broken, NotPublished) as told:
                assert kind != "disk full" or "there is no space left" in str(told)
        if kind == "power cut" and not dest.exists():
            gone += 1  # between the two renames
        else:
            assert seen(dest) in (before, wanted), f"step {at}"
        if what == "publish":
            send(site, dest)
            assert seen(dest) == wanted
            assert beside(dest) == {".wres.previous"}
            assert seen(dest.with_name(".wres.previous")) in (before, wanted)
        else:
            put_back(dest)
            assert {tuple(seen(dest).items()), tuple(seen(dest.with_name(".wres.previous")).items())} == {
                tuple(before.items()),
                tuple(kept.items()),
            }
    assert gone == (1 if kind == "power cut" else 0)  # the one window that two renames leave


def test_what_does_not_arrive_as_it_was_is_not_shown(site: Path, dest: Path, monkeypatch: pytest.MonkeyPatch):
    send(site, dest)
    before = seen(dest)
    make_book(site, "QHG/2023", "second")
    real = shutil.copyfile

    def cut(source: Path, target: Path) -> None:
        real(source, target)
        if target.name == "figures.csv":
            target.write_bytes(target.read_bytes()[:-1])

    monkeypatch.setattr(shutil, "copyfile", cut)
    assert "figures.csv did not arrive" in refused(lambda: send(site, dest))
    assert seen(dest) == before


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "there is no space left"),
        (errno.EACCES, "permission denied, or a reader has a file open"),
        (errno.EROFS, "it can only be read"),
        (errno.EBUSY, "the root of a share: name a folder inside it"),
    ],
)
def test_what_the_system_refuses_is_said_plainly(
    site: Path, dest: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
):
    send(site, dest)
    before = seen(dest)

    def refuse(self: Path, target: Path) -> None:
        raise OSError(number, os.strerror(number), str(self))

    monkeypatch.setattr(Path, "rename", refuse)
    said = refused(lambda: send(site, dest))
    assert words in said and "Readers see the edition before." in said
    assert "Errno" not in said
    assert seen(dest) == before


def test_a_folder_that_may_not_be_written_says_so(site: Path, dest: Path):
    if not hasattr(os, "geteuid") or os.geteuid() == 0:
        pytest.skip("the superuser may write everywhere")
    dest.parent.chmod(0o555)
    try:
        assert "permission denied" in refused(lambda: send(site, dest))
    finally:
        dest.parent.chmod(0o755)


# The command


def test_the_command_says_what_it_did_and_how_to_undo_it(
    site: Path, dest: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def wres(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["wres", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    out = str(site.parent)
    assert wres("publish", str(dest), "--back")[0] == 3
    code, said, _ = wres("publish", str(dest), "--out", out)
    assert code == 0 and "2 books, 11 files" in said and f"wres publish {dest} --back" in said
    make_book(site, "QHG/2023", "second")
    assert wres("publish", str(dest), "--out", out)[0] == 0
    code, said, _ = wres("publish", str(dest), "--back")
    assert code == 0 and "again" in said
    assert (dest / "QHG/2023/index.html").read_text(encoding="utf-8").startswith("first")
    (dest / "mine.txt").write_text("mine", encoding="utf-8")
    code, _, said = wres("publish", str(dest), "--out", out)
    assert code == 3 and said.startswith("wres: ") and "mine.txt" in said and "Traceback" not in said
