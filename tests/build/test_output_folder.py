"""The folder that builds write into: nothing of others is removed, no path is made of a bad name."""

import subprocess
import sys
from pathlib import Path

import pytest

from wres.build.output_folder import BUILT, MARK, alone_in, clean, require_place
from wres.cli.main import main
from wres.errors import BuildFailed, WresError


@pytest.mark.parametrize("name", BUILT)
def test_a_folder_of_ours_in_a_place_without_our_mark_is_left_alone(tmp_path: Path, name: str):
    (tmp_path / name).mkdir()
    (tmp_path / name / "theirs.txt").write_text("theirs")
    with pytest.raises(WresError, match=f"holds '{name}', and no mark"):
        require_place(tmp_path, tmp_path / "data")
    with pytest.raises(WresError, match="Nothing was removed"):
        clean(tmp_path)
    assert (tmp_path / name / "theirs.txt").read_text() == "theirs"


def test_a_place_that_a_build_has_marked_is_emptied_of_what_builds_write(tmp_path: Path):
    with alone_in(tmp_path):
        (tmp_path / "site" / "QHG").mkdir(parents=True)
    (tmp_path / "theirs.txt").write_text("theirs")
    require_place(tmp_path, tmp_path / "data")
    assert clean(tmp_path) == ["work", "logs", "site"]
    assert [path.name for path in tmp_path.iterdir()] == ["theirs.txt"]
    assert clean(tmp_path) == []


def test_a_place_in_which_a_run_is_at_work_is_not_emptied(tmp_path: Path):
    (tmp_path / "site").mkdir()
    (tmp_path / MARK).write_text("")
    with alone_in(tmp_path):
        script = "import sys; from wres.build import output_folder as o; o.clean(o.Path(sys.argv[1]))"
        run = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True)
    assert "is in use" in run.stderr and (tmp_path / "site").is_dir()


def test_a_file_and_a_place_in_the_data_are_refused(tmp_path: Path):
    data = tmp_path / "data"
    (data / "returns").mkdir(parents=True)
    for place in (data, data / "returns" / "QHG"):
        with pytest.raises(WresError, match="lies in the data folder"):
            require_place(place, data)
    (tmp_path / "file").write_text("text")
    with pytest.raises(WresError, match="is a file"):
        require_place(tmp_path / "file", data)
    require_place(tmp_path, data)  # beside its own data: wres demo writes there


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path):
    (tmp_path / "file").write_text("text")
    with pytest.raises(BuildFailed, match="cannot be written"), alone_in(tmp_path / "file" / "out"):
        pass


@pytest.mark.parametrize("command", ["build", "check", "figures", "audit", "new", "verify"])
@pytest.mark.parametrize(
    "words", [("../site/QE1", "2023"), ("/abs/folder", "2023"), ("QE1", "999"), ("qe1", "2023")]
)
def test_a_code_or_a_year_that_is_none_is_refused_before_a_path_is_made_of_it(
    command: str, words: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(sys, "argv", ["wres", command, *words, "--data", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:  # what main() does not catch fails the test
        main()
    assert ended.value.code in (1, 2)
    assert list(tmp_path.iterdir()) == []
