"""A workbook is opened safely: what is no workbook, or too large, is told in one line and never read."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st
from laws import law
from workbooks import changed, packed, parts, template

from wres.errors import Problem
from wres.imports.spreadsheets import opening
from wres.imports.spreadsheets.opening import open_workbook
from wres.imports.spreadsheets.scanning import cell_name, column_number

A_BYTE = st.integers(0, 255)


@pytest.fixture(scope="module")
def written(data: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The workbook of the real return."""
    return template(data, tmp_path_factory.mktemp("written")).read_bytes()


def refused(path: Path) -> str:
    """What is said of a file that is not read."""
    problems: list[Problem] = []
    assert open_workbook(path, problems) is None
    assert len(problems) == 1
    return str(problems[0])


def saved(tmp_path: Path, content: bytes) -> Path:
    """A file of some bytes."""
    path = tmp_path / "return.xlsx"
    path.write_bytes(content)
    return path


def test_a_workbook_that_was_written_is_opened(written: bytes, tmp_path: Path):
    sheets = open_workbook(saved(tmp_path, written), [])
    assert sheets is not None
    assert [sheet.name for sheet in sheets][:3] == ["Guidance", "Settings", "Workforce"]
    assert not any(sheet.faults for sheet in sheets)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no workbook, or a damaged one"),
        (b"cluster,band\n", "no workbook, or a damaged one"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "an old workbook (.xls), or one with a password"),
        (packed({"content.xml": b"<office/>", "mimetype": b"ods"}), "no Excel workbook (.xlsx)"),
        (packed({"xl/workbook.bin": b"\1"}), "no Excel workbook (.xlsx)"),
        (packed({"xl/workbook.xml": b"<workbook>"}), "a workbook with damaged XML"),
        (packed({"xl/workbook.xml": b"<workbook/>"}), "a workbook that cannot be read"),
    ],
)
def test_what_is_no_workbook_says_what_it_is(tmp_path: Path, content: bytes, said: str):
    told = refused(saved(tmp_path, content))
    assert told == f"{said}; expected an Excel workbook (.xlsx), saved without a password"


def test_a_file_that_unpacks_to_more_than_the_limit_is_not_unpacked(
    written: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(opening, "MOST_UNPACKED", 1_000_000)
    found = parts(written)
    bomb = saved(tmp_path, packed({**found, "xl/sharedStrings.xml": b" " * 2_000_000}))
    assert bomb.stat().st_size < 100_000
    assert "unpacks to more than 1 MB" in refused(bomb)


def test_parts_that_hold_no_cells_are_never_unpacked(
    written: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(opening, "MOST_UNPACKED", 1_000_000)
    macros = {"xl/vbaProject.bin": b"\0" * 2_000_000, "xl/media/a.png": b"\0" * 2_000_000,
              "xl/externalLinks/externalLink1.xml": b"<x>" * 700_000}  # fmt: skip
    assert open_workbook(saved(tmp_path, packed({**parts(written), **macros})), [])


def test_a_size_that_the_file_claims_is_not_believed(written: bytes, tmp_path: Path):
    """A part of 2 MB that says it has ten bytes is damaged, whoever reads it."""
    content = packed({**parts(written), "xl/sharedStrings.xml": b" " * 2_000_000})
    lied = content.replace((2_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lied != content
    assert "damaged" in refused(saved(tmp_path, lied))


def test_a_file_of_too_many_parts_is_refused(written: bytes, tmp_path: Path):
    many = {f"xl/empty{number}.xml": b"" for number in range(2_001)}
    assert "parts; expected 2,000 at most" in refused(saved(tmp_path, packed({**parts(written), **many})))


def test_a_cell_in_the_last_corner_fills_no_memory(tmp_path: Path):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    book.add_worksheet().write_string(1_048_575, 16_383, "far")
    book.close()
    assert "sheets of 17,179,869,184 cells" in refused(saved(tmp_path, file.getvalue()))


def test_a_long_text_in_many_cells_fills_no_memory(tmp_path: Path):
    """It is packed once, and would be unpacked into each."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for row in range(700):
        sheet.write_string(row, 0, "x" * 32_000)
    book.close()
    assert len(file.getvalue()) < 50_000
    assert "sheets of 22,400,000 letters" in refused(saved(tmp_path, file.getvalue()))


def test_many_sheets_of_one_part_are_counted_each(
    written: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(opening, "MOST_CELLS", 50_000)
    path = saved(tmp_path, written)
    many = "".join(f'<sheet name="s{n}" sheetId="{n + 99}" r:id="rId1"/>' for n in range(1_000))
    changed(path, "xl/workbook.xml", lambda xml: xml.replace("</sheets>", f"{many}</sheets>"))
    assert "sheets of 5" in refused(path)


def test_a_document_type_is_refused_before_its_entities_are_read(written: bytes, tmp_path: Path):
    path = saved(tmp_path, written)
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    changed(path, "xl/workbook.xml", lambda xml: xml.replace("<workbook", f"{laughs}<workbook", 1))
    assert "a document type in its XML" in refused(path)


def test_a_link_is_not_followed(written: bytes, tmp_path: Path):
    link = tmp_path / "link.xlsx"
    link.symlink_to(saved(tmp_path, written))
    assert "a link; expected the file itself" in refused(link)


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    assert refused(tmp_path / "nothing.xlsx").startswith("no such file; expected the file to import")
    assert refused(tmp_path).startswith("no ordinary file")


def test_a_file_that_another_program_holds_is_told(
    written: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def locked(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = saved(tmp_path, written)
    monkeypatch.setattr(Path, "read_bytes", locked)
    assert "it cannot be read: Permission denied; expected a file that you may read" in refused(path)


@given(st.binary(max_size=400), st.booleans())
@example(b"PK\x03\x04", True)
@law(1)
def test_any_bytes_are_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, zipped: bool
):
    path = tmp_path_factory.mktemp("fuzz") / "return.xlsx"
    path.write_bytes(packed({"xl/workbook.xml": content}) if zipped else content)
    assert refused(path)


@given(st.data())
@law(1)
def test_a_damaged_workbook_is_opened_or_refused_and_nothing_else(
    written: bytes, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
):
    """Bytes of a part are changed, or the file is cut off: no traceback, and no panic of the reader."""
    path = tmp_path_factory.mktemp("fuzz") / "return.xlsx"
    if data.draw(st.booleans()):
        path.write_bytes(written[: data.draw(st.integers(0, len(written) - 1))])
    else:
        found = parts(written)
        name = data.draw(st.sampled_from([part for part in found if part.startswith("xl/")]))
        content = bytearray(found[name])
        for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=5)):
            content[place] = data.draw(A_BYTE)
        path.write_bytes(packed({**found, name: bytes(content)}))
    problems: list[Problem] = []
    assert (open_workbook(path, problems) is None) == bool(problems)


@given(st.integers(0, 16_383), st.integers(0, 1_048_575))
@law(1)
def test_the_name_of_a_cell_and_its_column_agree(column: int, row: int):
    name = cell_name(row, column)
    letters = name.rstrip("0123456789")
    assert column_number(letters) == column
    assert name == f"{letters}{row + 1}"


def test_what_reads_cells_gets_no_macro_and_no_outside_link(written: bytes):
    extra = {
        "xl/vbaProject.bin": b"x",
        "xl/externalLinks/externalLink1.xml": b"<x/>",
        "xl/media/a.xml": b"<x/>",
    }
    kept = opening._parts(packed({**parts(written), **extra}))
    assert not set(extra) & set(kept)
    assert zipfile.is_zipfile(io.BytesIO(written))
