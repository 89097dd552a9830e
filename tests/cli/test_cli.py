"""The command line: what each command prints, its exit code, and errors without a traceback."""

import contextlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import nbformat
import pandas as pd
import pytest

from wres.build.output_folder import MARK
from wres.cli import books
from wres.cli.main import main
from wres.publication import Publication
from wres.returns.dictionary import dictionary

COMMANDS = (
    "build", "verify", "list", "check", "figures", "audit", "new", "template", "import", "demo", "publish",
    "serve", "dictionary", "clean",
)  # fmt: skip
VALUES = ["value", "low", "high", "numerator", "denominator", "evidence"]


class Said(NamedTuple):
    """What a command said and how it ended."""

    code: int
    out: str
    err: str


Wres = Callable[..., Said]


@pytest.fixture
def wres(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Wres:
    """Runs the command line in this process. What main() does not catch fails the test."""

    def run(*words: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["wres", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        code = ended.value.code
        return Said(code if isinstance(code, int) else 0, out, err)

    return run


def in_a_process(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command line as a user starts it."""
    command = [sys.executable, "-m", "wres", *words]
    return subprocess.run(command, capture_output=True, env={**os.environ, **environment})


def change(data: Path, name: str, old: str, new: str) -> None:
    """Put a text in place of another in a file of the return of 2023."""
    path = data / "returns" / "QHG" / "2023" / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8", newline="")


def small(data: Path) -> Path:
    """Make the default data quick to publish: one year, no commentary, no earlier report, nothing hidden."""
    shutil.rmtree(data / "published")
    shutil.rmtree(data / "returns" / "QHG" / "2022")
    shutil.rmtree(data / "returns" / "QHG" / "2023" / "commentary")
    change(data, "return.yml", "threshold: 5", "threshold: 0")
    change(data, "return.yml", "reason: null", "reason: tests")
    return data


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every file and folder below a folder, the files with their bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else b"folder"
        for path in folder.rglob("*")
    }


# list, check


def test_list_names_every_organisation_with_its_years(wres: Wres, own_data: Path):
    shutil.copytree(own_data / "returns" / "QHG" / "2023", own_data / "returns" / "QE1" / "2021")
    (own_data / "returns" / "notes.txt").write_text("not an organisation")
    said = wres("list", "--data", own_data)
    assert said.code == 0
    assert said.out.splitlines() == [
        "QE1  2021  NHS Lancashire and South Cumbria Integrated Care Board",
        "QHG  2022, 2023  NHS Bedfordshire, Luton and Milton Keynes Integrated Care Board",
    ]


def test_check_of_a_sound_return_says_so_and_how_much_is_hidden(wres: Wres, data: Path, report: Publication):
    said = wres("check", "QHG", 2023, "--data", data)
    hidden = sum(figure.status == "suppressed" for figure in report.figures)
    assert said.code == 0
    assert said.err == ""
    assert "QHG 2023: can be built" in said.out
    assert "2022, 2023" in said.out
    assert f"hidden: {hidden}" in said.out


def test_check_looks_at_every_year_of_the_book(wres: Wres, own_data: Path):
    (own_data / "returns" / "QHG" / "2022" / "training.csv").write_text("ethnicity,headcount\nWhite,many\n")
    said = wres("check", "QHG", 2023, "--data", own_data)
    assert said.code == 1
    assert "data/returns/QHG/2022/training.csv" in said.err
    assert "'many'" in said.err


# figures


@pytest.fixture(scope="module")
def printed(data: Path) -> pd.DataFrame:
    """The table that `wres figures` prints, as pandas reads it."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stdout(out):
        patch.setattr(sys, "argv", ["wres", "figures", "QHG", "2023", "--data", str(data)])
        with pytest.raises(SystemExit) as ended:
            main()
    assert not ended.value.code
    out.seek(0)
    return pd.read_csv(out, keep_default_na=False, na_values=dict.fromkeys(VALUES[:-1], ""))


def test_figures_are_a_table_with_an_id_for_each(printed: pd.DataFrame):
    assert printed.columns[0] == "id"
    assert printed["id"].is_unique
    figures = printed.set_index("id")
    # 49 of 159 White and 25 of 178 BME applicants; 99 of 421 staff; 11 of 13 board members
    assert figures.loc["i2.relative_likelihood.2023", "value"] == pytest.approx((49 / 159) / (25 / 178))
    assert figures.loc["workforce.share.bme.2023", "value"] == pytest.approx(99 / 421)
    assert figures.loc["i9.share.board.white.2023", "value"] == pytest.approx(11 / 13)


def test_a_hidden_figure_is_printed_without_any_value(printed: pd.DataFrame):
    hidden = printed[printed["status"] == "suppressed"]
    # Clinical staff in bands 1 to 7: 5 BME and 2 Unknown, both 5 or fewer.
    for group in ("bme", "unknown"):
        assert f"i1.headcount.clinical.1-7.{group}.2023" in set(hidden["id"])
    assert hidden[VALUES[:-1]].isna().all(axis=None)
    assert (hidden["evidence"] == "").all()


def test_no_small_count_of_staff_or_applicants_is_printed(printed: pd.DataFrame):
    own = printed[printed["indicator"].isin(["workforce", "i1", "i2", "i3", "i4"])]
    people = own[own["unit"] == "people"]
    assert len(people) > 50
    assert not people["value"].between(1, 5).any()
    for side in ("numerator", "denominator"):
        assert not own[side].between(1, 5).any()


def test_a_survey_percentage_is_printed_without_the_count_it_stands_for(printed: pd.DataFrame):
    # 12.7% of 55 is 7 respondents and nothing else: the base is printed, the count is not.
    survey = printed[printed["id"].str.match(r"i[5-8]\.percentage\.(white|bme)\.2023")]
    assert len(survey) == 8
    assert survey["denominator"].notna().all()
    assert survey["numerator"].isna().all()


def test_a_figure_without_a_value_says_why(printed: pd.DataFrame):
    assert set(printed["status"]) >= {"shown", "zero", "suppressed", "undefined", "not_collected"}
    known = printed["status"].isin(["shown", "zero"])
    assert (printed["value"].notna() | ~known).all()
    assert (printed.loc[printed["status"] == "zero", "value"] == 0).all()


# dictionary, new, clean


def test_dictionary_prints_the_dictionary_and_nothing_else(wres: Wres):
    said = wres("dictionary")
    assert (said.code, said.out, said.err) == (0, dictionary(), "")


def test_new_starts_a_return_and_says_what_comes_next(wres: Wres, own_data: Path):
    said = wres("new", "QE1", 2024, "--data", own_data)
    assert said.code == 0
    assert (own_data / "returns" / "QE1" / "2024" / "return.yml").exists()
    assert "README.md" in said.out
    assert "wres check QE1 2024" in said.out


def test_clean_removes_nothing_that_no_build_has_written(wres: Wres, tmp_path: Path):
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "file.txt").write_text("text")
    before = snapshot(tmp_path)
    said = wres("clean", "--out", tmp_path)
    assert said.code == 1
    assert "holds 'site', and no mark that a build made it. Nothing was removed." in said.err
    assert snapshot(tmp_path) == before


def test_clean_removes_what_was_built_and_nothing_else(wres: Wres, tmp_path: Path):
    (tmp_path / MARK).write_text("")
    for name in ("work/QHG", "site/QHG", "notes"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "file.txt").write_text("text")
    assert wres("clean", "--out", tmp_path).code == 0
    assert snapshot(tmp_path) == {"notes": b"folder", "notes/file.txt": b"text"}
    assert wres("clean", "--out", tmp_path).code == 0  # nothing there is no problem


# Where the data are


def test_the_data_folder_can_be_named_once_for_all_commands(
    wres: Wres, own_data: Path, monkeypatch: pytest.MonkeyPatch
):
    (own_data / "returns" / "QHG").rename(own_data / "returns" / "QE1")
    monkeypatch.setenv("WRES_DATA", str(own_data))
    assert wres("list").out.startswith("QE1  2022, 2023")


def test_the_data_folder_is_found_from_a_folder_below(
    wres: Wres, own_data: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delenv("WRES_DATA", raising=False)
    (own_data / "returns" / "QHG").rename(own_data / "returns" / "QE1")
    monkeypatch.chdir(own_data / "lookups")
    assert wres("list").out.startswith("QE1  2022, 2023")


def test_a_folder_without_returns_is_no_data_folder(wres: Wres, tmp_path: Path):
    said = wres("list", "--data", tmp_path)
    assert said.code == 1
    assert str(tmp_path) in said.err
    assert "returns" in said.err


# Exit code 2: wrong usage


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        (["bild", "QHG", "2023"], "bild"),
        (["check"], "ORG"),
        (["check", "QHG"], "YEAR"),
        (["check", "QHG", "this"], "YEAR"),
        (["check", "QHG", "2023", "2024"], "2024"),
        (["check", "QHG", "2023", "--strict"], "--strict"),
    ],
)
def test_wrong_usage_is_told_with_the_way_to_help(wres: Wres, words: list[str], fact: str):
    said = wres(*words)
    assert said.code == 2
    assert said.out == ""
    assert fact in said.err
    assert "--help" in said.err


def test_no_command_at_all_lists_the_commands(wres: Wres):
    said = wres()
    assert said.code == 2
    assert all(f" {command} " in said.out + said.err for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(wres: Wres, command: str):
    said = wres(command, "--help")
    assert said.code == 0
    assert "Usage" in said.out


# Exit code 3: an environment that no build can use


@pytest.mark.parametrize("command", [("list",), ("build", "QHG", 2023), ("verify", "QHG", 2023)])
@pytest.mark.parametrize("time", ["abc", "", "1e400", "-5", "9" * 400, "²"])
def test_a_time_of_making_that_is_none_is_told_before_a_library_reads_it(
    wres: Wres, command: tuple[object, ...], time: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", time)
    said = wres(*command)
    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("wres: environment: SOURCE_DATE_EPOCH is '")
    assert "expected seconds since the beginning of 1970" in said.err
    assert said.err.count("\n") == 1


# Exit code 1: data that cannot be used


@pytest.mark.parametrize("command", ["build", "check", "figures"])
@pytest.mark.parametrize(
    ("words", "fact"),
    [(("QXX", 2023), "unknown organisation 'QXX'"), (("QHG", 2030), "years present: 2022, 2023")],
)
def test_a_return_that_is_not_there_is_told(
    wres: Wres, data: Path, command: str, words: tuple[str, int], fact: str
):
    said = wres(command, *words, "--data", data)
    assert (said.code, said.out) == (1, "")
    assert fact in said.err


@pytest.mark.parametrize("command", ["build", "check", "figures"])
def test_what_is_wrong_goes_to_standard_error_with_what_to_do(
    wres: Wres, own_data: Path, tmp_path: Path, command: str
):
    change(own_data, "workforce.csv", "non-clinical,1-7,BME,50", "non-clinical,1-7,Asian ,50")
    change(own_data, "recruitment.csv", "appointed,BME,25", "appointed,BME,179")
    out = ("--out", tmp_path / "built") if command == "build" else ()
    said = wres(command, "QHG", 2023, "--data", own_data, *out)
    assert (said.code, said.out) == (1, "")
    assert "wres: data/returns/QHG/2023/" in said.err
    assert "row 9, ethnicity: found 'Asian'" in said.err
    assert "179 appointed" in said.err
    assert "then run: wres" in said.err


def test_new_over_a_return_is_refused(wres: Wres, own_data: Path):
    before = snapshot(own_data)
    said = wres("new", "QHG", 2023, "--data", own_data)
    assert (said.code, said.out) == (1, "")
    assert "already there" in said.err
    assert snapshot(own_data) == before


RETURN = "returns/QHG/2023/"
BROKEN = {
    "a byte order mark alone": (RETURN + "training.csv", b"\xef\xbb\xbf"),
    "bytes of a workbook": (RETURN + "workforce.csv", b"PK\x03\x04\x14\x00\x08"),
    "a quote never closed": (RETURN + "training.csv", b'ethnicity,headcount\nWhite,"' + b"4" * 140_000),
    "a day there is not": (RETURN + "return.yml", b"snapshot_date: 2023-02-31\n"),
    "a control character": (RETURN + "return.yml", b"year: \x07\n"),
    "settings that are a number": (RETURN + "return.yml", b"2023\n"),
    "settings in UTF-16": (RETURN + "return.yml", "year: 2023\n".encode("utf-16")),
    "commentary that repeats without end": (
        RETURN + "commentary/introduction.md",
        b"{% for x in 'a' * 99999999999999 %}{% endfor %}",
    ),
    "commentary that asks for nothing": (
        RETURN + "commentary/introduction.md",
        b"{% if figure('nothing') %}{% endif %}",
    ),
    "a lookup without its column": ("lookups/pay_bands.csv", b"band,label\n8a,Band 8a\n"),
    "a lookup that is no text": ("lookups/ethnic_categories.csv", b"code_system\0code"),
    "a lookup with an unknown group": (
        "lookups/ethnic_categories.csv",
        b"code_system,code,label,wres_group,certainty,note\nESR 2001,A,White - British,Whit,read,\n",
    ),
    "an empty lookup": ("lookups/organisations.csv", b""),
}


@pytest.mark.parametrize(("name", "content"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_told_by_name_without_a_traceback(
    wres: Wres, own_data: Path, name: str, content: bytes
):
    (small(own_data) / name).parent.mkdir(exist_ok=True)
    (own_data / name).write_bytes(content)
    said = wres("check", "QHG", 2023, "--data", own_data)
    assert (said.code, said.out) == (1, "")
    assert f"data/{name}" in said.err
    assert "Traceback" not in said.err


def test_text_in_a_number_of_a_benchmark_is_told_by_name(wres: Wres, own_data: Path):
    path = small(own_data) / "benchmarks" / "population.csv"
    text = path.read_text(encoding="utf-8")
    area = next(line for line in text.splitlines() if line.startswith("E06000032"))  # Luton
    cells = area.split(",")
    path.write_text(text.replace(area, ",".join([*cells[:-1], "many"])), encoding="utf-8")
    said = wres("check", "QHG", 2023, "--data", own_data)
    assert (said.code, said.out) == (1, "")
    assert "data/benchmarks/population.csv" in said.err
    assert "'many'" in said.err


def test_an_absent_lookup_is_told_by_name(wres: Wres, own_data: Path):
    (small(own_data) / "lookups" / "pay_bands.csv").unlink()
    said = wres("check", "QHG", 2023, "--data", own_data)
    assert (said.code, said.out) == (1, "")
    assert "data/lookups/pay_bands.csv" in said.err


def test_a_user_sees_no_traceback(own_data: Path):
    change(own_data, "workforce.csv", "non-clinical,1-7,BME,50", "non-clinical,1-7,Asian ,50")
    run = in_a_process("check", "QHG", "2023", "--data", str(own_data))
    said = run.stderr.decode()
    assert run.returncode == 1
    assert said.startswith("wres: data/returns/QHG/2023/workforce.csv cannot be used")
    assert "Traceback" not in said and ".py" not in said


# build: a failure leaves the last good site


def test_bad_data_write_nothing(wres: Wres, own_data: Path, tmp_path: Path):
    change(own_data, "workforce.csv", "non-clinical,1-7,BME,50", "non-clinical,1-7,BME,51")
    before = snapshot(own_data)
    out = tmp_path / "built"
    said = wres("build", "QHG", 2023, "--data", own_data, "--out", out)
    assert said.code == 1
    assert "Nothing was built" in said.err
    assert {path.name for path in out.iterdir()} == {"logs", "work", MARK}
    assert snapshot(own_data) == before


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """The folder of an earlier build."""
    out = tmp_path / "built"
    for name in ("site/index.html", "site/QHG/2023/index.html", "site/QHG/2023/figures.csv"):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_text("the last good one")
    (out / MARK).write_text("")
    return out


@pytest.mark.parametrize("name", ["workforce.csv", "return.yml", "commentary/introduction.md", "actions.csv"])
def test_bad_data_leave_the_last_good_site_as_it_was(wres: Wres, own_data: Path, good: Path, name: str):
    change(own_data, "return.yml", "threshold: 5", "threshold: 0")
    change(own_data, "return.yml", "reason: null", "reason: tests")
    path = own_data / "returns" / "QHG" / "2023" / name
    path.write_bytes(path.read_bytes() + b"\n{{ figure('nothing') }}\n")
    before = snapshot(good / "site")
    said = wres("build", "QHG", 2023, "--data", own_data, "--out", good)
    assert said.code == 1
    assert f"data/returns/QHG/2023/{name}" in said.err
    assert snapshot(good / "site") == before


# Exit code 3: a page that cannot be built


@pytest.fixture
def one_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one notebook, whose parameters are tagged with a slip of the pen."""
    project = tmp_path / "project"
    (project / "notebooks").mkdir(parents=True)
    (project / "_toc.yml").write_text("format: jb-book\nroot: index\nparts: []\n")
    cell = nbformat.v4.new_code_cell('organisation = "QHG"\nyear = 2023')
    cell.metadata["tags"] = ["parameter"]  # the tag that papermill knows is "parameters"
    notebook = nbformat.v4.new_notebook(cells=[cell])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, project / "notebooks" / "index.ipynb")
    monkeypatch.setattr(books, "project_folder", lambda: project)
    return project


def test_a_page_that_cannot_be_built_ends_with_3_and_leaves_the_last_good_site(
    wres: Wres, own_data: Path, good: Path, one_page: Path
):
    before = snapshot(good / "site")
    said = wres("build", "QHG", 2023, "--data", small(own_data), "--out", good)
    assert said.code == 3
    assert "notebooks/index.ipynb" in said.err
    assert "'parameters'" in said.err
    assert "Traceback" not in said.err
    assert snapshot(good / "site") == before


# Standard output


# Redirected output on Windows is Windows-1252 unless the program says otherwise.
WINDOWS = {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}


# HiGHS, the solver below scipy, at times prints a line of its own to the output of the process.
NOISY = """
import os, sys
from wres import publication as corridor
from wres.cli import main as command
real = corridor.publication
corridor.publication = lambda *given: (os.write(1, b"HighsMipSolverData\\n"), real(*given))[1]
sys.argv = ["wres", *sys.argv[1:]]
command.main()
"""


@pytest.fixture(scope="module")
def redirected(data: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a process of its own prints as figures, on a Windows that knows little, with a noisy solver."""
    own = small(Path(shutil.copytree(data, tmp_path_factory.mktemp("redirected") / "data")))
    (own / "returns" / "QHG" / "2023" / "earlier_figures.csv").write_text(
        "year,indicator,measure,value,source\n2021,2,relative_likelihood,2.66,Ŵales report → page 3\n",
        encoding="utf-8",
    )
    command = [sys.executable, "-c", NOISY, "figures", "QHG", "2023", "--data", str(own)]
    run = subprocess.run(command, capture_output=True, env={**os.environ, **WINDOWS})
    assert run.returncode == 0, run.stderr.decode()
    return run.stdout.decode("utf-8")


def test_figures_are_utf8_wherever_they_are_printed(redirected: str):
    assert "Ŵales report → page 3" in redirected


def test_what_the_solver_prints_by_itself_is_no_part_of_the_table(redirected: str):
    assert redirected.startswith("id,indicator,")
    assert "Highs" not in redirected


def test_the_dictionary_is_utf8_wherever_it_is_printed():
    run = in_a_process("dictionary", **WINDOWS)
    assert run.returncode == 0
    assert run.stdout.decode("utf-8") == dictionary()


def test_an_audit_is_written_as_a_page_outside_any_site(wres: Wres, tmp_path: Path):
    said = wres("audit", "QHG", 2023, "--html", tmp_path / "audit")
    page = (tmp_path / "audit" / "audit-QHG-2023.html").read_text(encoding="utf-8")
    assert said.code == 0 and "Not for publication" in said.out
    assert "Not for publication" in page and "Printed figures that differ" in page
    assert "<a " not in page  # there is no book beside it


@pytest.mark.parametrize("inside", [".", "QHG", "QHG/2023"])
def test_an_audit_is_never_written_into_a_site(wres: Wres, tmp_path: Path, inside: str):
    (tmp_path / "start.js").write_text("", encoding="utf-8")
    said = wres("audit", "QHG", 2023, "--html", tmp_path / inside)
    assert said.code != 0 and "not to be published" in said.err
    assert [path.name for path in tmp_path.rglob("*")] == ["start.js"]


def test_no_book_holds_the_audit_or_says_that_dashes_were_worked_out():
    pages = Path(__file__).parents[2] / "_toc.yml"
    assert "audit" not in pages.read_text(encoding="utf-8")
    sources = (pages.parent / "data" / "sources.yml").read_text(encoding="utf-8")
    told = [line for line in sources.splitlines() if not line.lstrip().startswith("#")]
    assert not [line for line in told if "recovered" in line or "dash" in line]
