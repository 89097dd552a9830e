"""Values between runs: read back as written, and never loaded where somebody else has written them."""

import os
import pickle
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law

from wres.build.incremental.cache import cache_in
from wres.files import signed
from wres.files.signed import KEY, LENGTH, NotSigned, read_signed, write_signed

FIXED = law()


class Planted:
    """What runs a command as it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A user without a key."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv(KEY, raising=False)
    signed._own_key.cache_clear()
    yield
    os.environ.pop(KEY, None)
    signed._own_key.cache_clear()


def test_a_value_is_read_back_as_it_was_written_and_by_its_owner_alone(tmp_path: Path):
    path = tmp_path / "new" / "value"
    write_signed(path, {"a": [1, 2]})
    assert read_signed(path) == {"a": [1, 2]}
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0
        (key,) = [each for each in tmp_path.rglob("key") if each.is_file()]
        assert key.stat().st_mode & 0o077 == 0


def test_a_planted_pickle_is_not_loaded(tmp_path: Path):
    path, ran = tmp_path / "value", tmp_path / "ran"
    planted = pickle.dumps(Planted(ran))
    for content in (planted, bytes(LENGTH) + planted, b""):
        path.write_bytes(content)
        with pytest.raises(NotSigned):
            read_signed(path)
    assert not ran.exists()


@given(st.data())
@FIXED
def test_no_byte_can_be_changed(data: st.DataObject):
    content = signed._signature(b"value") + b"value"
    place = data.draw(st.integers(0, len(content) - 1))
    changed = bytearray(content)
    changed[place] ^= data.draw(st.integers(1, 255))
    assert signed._signature(bytes(changed[LENGTH:])) != bytes(changed[:LENGTH])


def test_another_users_key_does_not_open_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    write_signed(tmp_path / "value", 1)
    monkeypatch.setenv(KEY, "00" * LENGTH)
    with pytest.raises(NotSigned):
        read_signed(tmp_path / "value")


@pytest.mark.skipif(os.name != "posix", reason="where settings are kept cannot be moved here")
def test_where_no_key_can_be_kept_the_run_and_its_processes_share_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))
    write_signed(tmp_path / "value", 1)
    assert len(os.environ[KEY]) == 2 * LENGTH
    assert read_signed(tmp_path / "value") == 1


def test_what_is_kept_is_calculated_anew_where_somebody_has_planted_a_result(tmp_path: Path):
    remember, ran = cache_in(tmp_path / "kept", "code"), tmp_path / "ran"
    assert remember(len, [1, 2]) == 2
    (kept,) = (tmp_path / "kept").iterdir()
    kept.write_bytes(pickle.dumps(Planted(ran)))
    assert remember(len, [1, 2]) == 2
    assert not ran.exists()
    assert read_signed(kept)[1] == 2
