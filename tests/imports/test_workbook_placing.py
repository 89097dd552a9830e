"""A workbook becomes the return's folder whole or not at all, and nothing that was there is lost."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from workbooks import rows_of, template, typed

from wres.errors import WresError
from wres.files import atomic
from wres.imports.return_workbook.placing import place
from wres.imports.return_workbook.reading import read_workbook
from wres.imports.return_workbook.text import ReturnText, return_text
from wres.returns.reading import years


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def folder(own_data: Path) -> Path:
    """The folder of the real return."""
    return own_data / "returns/QHG/2023"


@pytest.fixture
def given(own_data: Path, folder: Path) -> ReturnText:
    """What the real return says."""
    return return_text(own_data, folder)


def other_training(given: ReturnText) -> ReturnText:
    """The same with another count."""
    rows = [{"ethnicity": "White", "headcount": "44"}, *given.tables["training"][1:]]
    return replace(given, tables={**given.tables, "training": rows})


def test_a_workbook_that_says_the_same_writes_nothing(own_data: Path, folder: Path, given: ReturnText):
    before = files(own_data)
    placed = place(own_data, "QHG", 2023, given, False)
    assert (placed.changed, placed.kept) == ((), None)
    assert files(own_data) == before


def test_a_folder_that_would_change_is_left_alone_without_being_asked(own_data: Path, given: ReturnText):
    before = files(own_data)
    with pytest.raises(WresError, match=r"says something else in training\.csv.*add --replace"):
        place(own_data, "QHG", 2023, other_training(given), False)
    assert files(own_data) == before
    assert sorted(p.name for p in (own_data / "returns/QHG").iterdir()) == ["2022", "2023"]


def test_only_what_differs_is_written_and_the_old_folder_is_kept(
    own_data: Path, folder: Path, given: ReturnText
):
    before = files(folder)
    placed = place(own_data, "QHG", 2023, other_training(given), True)
    assert placed.changed == ("training.csv",)
    assert placed.kept == folder.with_name("2023.kept-1")
    assert files(placed.kept) == before
    after = files(folder)
    assert {name for name in before if after[name] != before[name]} == {"training.csv"}
    assert years(own_data, "QHG") == [2022, 2023]


def test_a_second_change_keeps_both_old_folders(own_data: Path, folder: Path, given: ReturnText):
    place(own_data, "QHG", 2023, other_training(given), True)
    placed = place(own_data, "QHG", 2023, given, True)
    assert placed.kept == folder.with_name("2023.kept-2")
    assert (folder.with_name("2023.kept-1") / "training.csv").is_file()


def test_files_that_no_workbook_holds_stay(own_data: Path, folder: Path, given: ReturnText):
    (folder / "README.md").write_text("mine", encoding="utf-8")
    (folder / "logo.svg").write_text("<svg/>", encoding="utf-8")
    place(own_data, "QHG", 2023, other_training(given), True)
    assert (folder / "README.md").read_text(encoding="utf-8") == "mine"
    assert (folder / "logo.svg").is_file()


def test_a_table_that_the_workbook_has_not_is_taken_out(own_data: Path, folder: Path, given: ReturnText):
    tables = {name: rows for name, rows in given.tables.items() if name != "training"}
    placed = place(own_data, "QHG", 2023, replace(given, tables=tables), True)
    assert placed.changed == ("training.csv (taken out)",)
    assert not (folder / "training.csv").exists()


def test_a_folder_that_cannot_be_read_is_replaced_only_on_demand(
    own_data: Path, folder: Path, given: ReturnText
):
    (folder / "training.csv").write_text("broken", encoding="utf-8")
    with pytest.raises(WresError, match="add --replace"):
        place(own_data, "QHG", 2023, given, False)
    placed = place(own_data, "QHG", 2023, given, True)
    assert return_text(own_data, folder) == given
    assert placed.kept is not None
    assert (placed.kept / "training.csv").read_text(encoding="utf-8") == "broken"


@pytest.mark.parametrize("step", ["copy", "rename"])
def test_a_disk_that_fails_leaves_the_folder_as_it_was(
    own_data: Path, given: ReturnText, monkeypatch: pytest.MonkeyPatch, step: str
):
    before = files(own_data)
    renamed = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name.startswith(".draft-"):
            raise OSError(28, "No space left on device")
        return renamed(self, target)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    if step == "copy":
        monkeypatch.setattr(shutil, "copytree", full)
    else:
        monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(WresError, match="could not be written: No space left on device. It is as it was"):
        place(own_data, "QHG", 2023, other_training(given), True)
    monkeypatch.undo()
    assert files(own_data) == before
    assert sorted(p.name for p in (own_data / "returns/QHG").iterdir()) == ["2022", "2023"]


def test_a_draft_is_put_in_place_of_nothing_too(tmp_path: Path):
    (tmp_path / "draft").mkdir()
    atomic.put_in_place(tmp_path / "draft", tmp_path / "folder", None)
    assert (tmp_path / "folder").is_dir()


def test_a_new_workbook_that_was_filled_in_becomes_a_new_return(own_data: Path, tmp_path: Path):
    book = template(own_data, tmp_path, "QHG", 2024)
    bands = [row[0] for row in rows_of(book, "Workforce")]
    cells = {f"{column}{row + 1}": 10 for row in range(4, len(bands)) if bands[row] for column in "CDE"}
    typed(book, "Workforce", cells)
    keys = [row[3] for row in rows_of(book, "Settings")]
    total = len(cells) // 3 * 10
    values = {f"B{keys.index(f'staff_in_post.{label}') + 1}": total for label in ("White", "BME", "Unknown")}
    typed(book, "Settings", {**values, f"B{keys.index('sources') + 1}": "Invented for a test."})
    placed = place(own_data, "QHG", 2024, read_workbook(own_data, book, "QHG", 2024), False)
    assert placed.kept is None
    names = set(files(placed.folder))
    assert {"return.yml", "README.md", "workforce.csv", "actions.csv"} <= names
    assert not {"recruitment.csv", "survey.csv", "training.csv", "board.csv"} & names
    assert (placed.folder.stat().st_mode & 0o777) == 0o755
