"""``wres template`` and ``wres import workbook``: what they print, and how they end."""

import shutil
import sys
from pathlib import Path

import pytest
from workbooks import typed

from wres.cli.main import main


def run(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    """Run the command line in this process; returns the exit code."""
    monkeypatch.setattr(sys, "argv", ["wres", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code if isinstance(ended.value.code, int) else 0


def test_a_return_goes_to_excel_and_back(
    one_year: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    shutil.rmtree(one_year / "returns/QHG/2023/commentary")  # it tells of the year before
    book, own = tmp_path / "return.xlsx", ("--data", one_year)
    back = ("import", "workbook", book, "--org", "QHG", "--year", 2023, *own)
    assert run(monkeypatch, "template", "QHG", 2023, "--out", book, *own) == 0
    said = capsys.readouterr().out
    assert "filled with the return that is there" in said
    assert "not for publication" in said
    assert run(monkeypatch, *back) == 0
    said = capsys.readouterr().out
    assert "says the same already: nothing was written." in said
    assert "QHG 2023: can be built." in said
    typed(book, "Training", {"B2": 44})
    assert run(monkeypatch, *back) == 1
    assert "says something else in training.csv" in capsys.readouterr().err
    assert run(monkeypatch, *back, "--replace") == 0
    said = capsys.readouterr().out
    assert "2023: training.csv." in said
    assert "2023.kept-1" in said


def test_a_workbook_that_cannot_be_used_ends_with_1_and_no_traceback(
    one_year: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    book = tmp_path / "return.xlsx"
    book.write_bytes(b"no workbook")
    assert (
        run(monkeypatch, "import", "workbook", book, "--org", "QHG", "--year", 2023, "--data", one_year) == 1
    )
    said = capsys.readouterr().err
    assert said.startswith("wres: return.xlsx cannot be used (1 problem). Nothing was built.")
    assert "Traceback" not in said


def test_the_default_file_stands_where_the_command_is_run(
    one_year: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "template", "QHG", 2023, "--data", one_year) == 0
    assert (tmp_path / "WRES-return-QHG-2023.xlsx").is_file()


def test_what_the_check_finds_is_told_with_its_sheet_and_row(
    one_year: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    """Each cell is well formed; together they cannot be."""
    book, own = tmp_path / "return.xlsx", ("--data", one_year)
    run(monkeypatch, "template", "QHG", 2023, "--out", book, *own)
    typed(book, "Survey", {"C3": None})  # respondents without a percentage
    typed(book, "Workforce", {"C5": 34})  # one more than the staff in post
    assert (
        run(monkeypatch, "import", "workbook", book, "--org", "QHG", "--year", 2023, "--replace", *own) == 1
    )
    said = capsys.readouterr().err
    assert "row 5 (sheet Survey, row 3): respondents 250, percentage blank" in said
    assert "White (sheet Workforce): bands add up to 310, staff_in_post says 309" in said
    assert said.rstrip().endswith("wres import workbook return.xlsx --org QHG --year 2023 --replace")
