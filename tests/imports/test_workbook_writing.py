"""What a written workbook is: no macro, no formula from data, drop-downs, totals that light up."""

import re
import shutil
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from laws import law
from workbooks import MAIN, part_of, parts, rows_of, template

from wres.errors import InvalidInput, WresError
from wres.imports.return_workbook.layout import DATA_SETS, choices
from wres.imports.return_workbook.settings import listed
from wres.imports.return_workbook.template import write_template
from wres.returns.settings import ReturnFile
from wres.standard.indicators import BY_CODE

NAMES = ["Guidance", "Settings", "Workforce", "Recruitment", "Disciplinary", "Training", "Survey", "Board",
         "Earlier figures", "Actions", "Commentary", "Lists"]  # fmt: skip


VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.dates()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["name", "White", "1", "disclosure", "threshold", "text"]), inner, max_size=3
        ),
    ),
    max_leaves=6,
)
ANYTHING = st.dictionaries(st.sampled_from([*ReturnFile.model_fields, "other"]), VALUES, max_size=5)


@pytest.fixture(scope="module")
def path(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of the real return."""
    return template(data, tmp_path_factory.mktemp("written"))


def xml(path: Path, sheet: str) -> ElementTree.Element:
    """The XML of a sheet."""
    content = path.read_bytes()
    return ElementTree.fromstring(parts(content)[part_of(content, sheet)])


def validations(path: Path, sheet: str) -> dict[str, str]:
    """The source or rule of each cell range that has one."""
    found = xml(path, sheet).iter(f"{{{MAIN}}}dataValidation")
    return {each.get("sqref", ""): each.findtext(f"{{{MAIN}}}formula1", "") for each in found}


def test_there_is_a_sheet_for_each_data_set_and_no_macro(path: Path):
    found = parts(path.read_bytes())
    assert re.findall(r'<sheet name="([^"]+)"', found["xl/workbook.xml"].decode()) == NAMES
    assert not [name for name in found if "vba" in name or "external" in name or "drawing" in name]


@pytest.mark.parametrize("name", NAMES)
def test_each_sheet_holds_one_table_with_a_frozen_head_row_and_no_merged_cells(path: Path, name: str):
    sheet = xml(path, name)
    assert len(list(sheet.iter(f"{{{MAIN}}}tablePart"))) == 1
    panes = list(sheet.iter(f"{{{MAIN}}}pane"))
    assert [pane.get("state") for pane in panes] == ["frozen"]
    assert int(float(panes[0].get("ySplit", "0"))) >= 1
    assert not list(sheet.iter(f"{{{MAIN}}}mergeCell"))
    heads = rows_of(path, name)[0]
    assert all(heads) and len(set(heads)) == len(heads)
    widths = [float(col.get("width", "0")) for col in sheet.iter(f"{{{MAIN}}}col")]
    assert len(widths) >= 1 and min(widths) >= 10


def test_wide_sheets_show_the_groups_side_by_side_and_last_year_beside_them(path: Path):
    head, *_, first, _, _, _ = [row for row in rows_of(path, "Workforce") if row[0]]
    assert head == [
        "Cluster",
        "Band",
        "White",
        "BME",
        "Unknown",
        "All",
        "White, 2022",
        "BME, 2022",
        "Unknown, 2022",
    ]
    assert first == ["clinical", "1-7", 33, 5, 2, 40, 33, 11, 2]


def test_bands_are_formatted_as_text_in_every_row(path: Path):
    content = parts(path.read_bytes())
    styles = content["xl/styles.xml"].decode()
    formats = re.findall(r"<xf [^>]*>", styles[styles.index("<cellXfs") :])
    columns = list(xml(path, "Workforce").iter(f"{{{MAIN}}}col"))
    band = next(col for col in columns if int(col.get("min", 0)) <= 2 <= int(col.get("max", 0)))
    assert 'numFmtId="49"' in formats[int(band.get("style", "0"))]  # 49 is Text, @
    cells = [c for c in xml(path, "Workforce").iter(f"{{{MAIN}}}c") if c.get("r", "") in ("B5", "B6", "B30")]
    assert all('numFmtId="49"' in formats[int(cell.get("s", "0"))] for cell in cells)


def test_each_closed_vocabulary_has_a_drop_down(data: Path, path: Path):
    lists = rows_of(path, "Lists")
    columns = {
        str(head): [row[number] for row in lists[1:] if row[number]] for number, head in enumerate(lists[0])
    }
    assert columns["Workforce: Cluster"] == list(choices(DATA_SETS["workforce"].kind("cluster")))
    assert {"1-7", "8a", "vsm", "other"} <= set(map(str, columns["Workforce: Band"]))
    for sheet, name, area in (
        ("Workforce", "Workforce: Cluster", "A5:A501"),
        ("Workforce", "Workforce: Band", "B5:B501"),
        ("Actions", "Actions: Status", "L2:L501"),
        ("Board", "Board: Voting", "A2:A501"),
    ):
        letter = chr(ord("A") + lists[0].index(name))
        last = len(columns[name]) + 1
        assert validations(path, sheet)[area] == f"Lists!${letter}$2:${letter}${last}", (sheet, name)


def test_every_closed_vocabulary_of_the_schemas_has_its_list(path: Path):
    known = [set(map(str, column)) for column in zip(*rows_of(path, "Lists")[1:], strict=True)]
    wanted = [
        choices(field.annotation)
        for each in DATA_SETS.values()
        for field in each.schema.model_fields.values()
    ]
    wanted += [each.choices for each in listed({})]
    for codes in filter(None, wanted):
        assert any(set(codes) <= column for column in known), codes


def test_an_indicator_is_told_by_its_title_too(data: Path, path: Path):
    head, *rows = rows_of(path, "Lists")
    code, label = head.index("Survey: Indicator"), head.index("Survey: Indicator: meaning")
    assert [row[code] for row in rows[:4]] == ["5", "6", "7", "8"]
    assert [row[label] for row in rows[:4]] == [BY_CODE[number].title for number in "5678"]


def test_every_setting_that_a_return_needs_says_so(path: Path):
    needed = {row[3] for row in rows_of(path, "Settings") if str(row[2]).startswith("Required. ")}
    assert needed == {"organisation", "year", "body", "snapshot_date", "sources",
                      *(f"staff_in_post.{label}" for label in ("White", "BME", "Unknown"))}  # fmt: skip


def test_every_setting_of_the_schema_has_a_row(path: Path):
    keys = {str(row[3]).split(".")[0] for row in rows_of(path, "Settings")[1:]}
    assert keys == set(ReturnFile.model_fields)


def test_numbers_take_whole_numbers_or_no_row(path: Path):
    rule = validations(path, "Workforce")["C5:C501"]
    assert rule == 'OR(C5="no row",IF(ISNUMBER(C5),AND(C5>=0,C5<=10000000,C5=INT(C5)),FALSE))'
    assert validations(path, "Survey")["C2:C501"].startswith(
        'OR(C2="no row",IF(ISNUMBER(C2),AND(C2>=0,C2<=100)'
    )


def test_totals_say_whether_they_reconcile_with_staff_in_post(path: Path):
    rows = rows_of(path, "Workforce")
    assert rows[1][:5] == ["Total of the column", "", 309, 99, 13]
    assert rows[2][:5] == ["Staff in post (sheet Settings)", "", 309, 99, 13]
    assert rows[3][:5] == ["Difference", "", "reconciles", "reconciles", "reconciles"]
    lights = [each.get("sqref") for each in xml(path, "Workforce").iter(f"{{{MAIN}}}conditionalFormatting")]
    assert lights == ["C4", "D4", "E4"]


def test_totals_that_do_not_reconcile_say_by_how_much(own_data: Path, tmp_path: Path):
    settings = own_data / "returns/QHG/2023/return.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("White: 309", "White: 311"), encoding="utf-8"
    )
    rows = rows_of(template(own_data, tmp_path), "Workforce")
    assert rows[3][2] == "-2 does not reconcile"


def test_a_column_of_counts_above_the_staff_lights_up(path: Path):
    lights = [each.get("sqref") for each in xml(path, "Training").iter(f"{{{MAIN}}}conditionalFormatting")]
    assert lights == ["B2", "C2", "D2"]


def test_text_of_the_return_never_becomes_a_formula_or_a_link(own_data: Path, tmp_path: Path):
    actions = own_data / "returns/QHG/2023/actions.csv"
    nasty = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "{=1}",
        "https://example.org/",
        "mailto:a@b.c",
        '=HYPERLINK("x")',
    ]
    head, first, *rest = actions.read_text(encoding="utf-8").splitlines()
    for number, text in enumerate(nasty):
        quoted = '"' + text.replace('"', '""') + '"'
        rest.append(f"A{50 + number},1,,,{quoted},{quoted},,,,,2023,,,")
    actions.write_text("\n".join([head, first, *rest]) + "\n", encoding="utf-8")
    path = template(own_data, tmp_path)
    sheet = xml(path, "Actions")
    assert not list(sheet.iter(f"{{{MAIN}}}f"))
    assert not list(sheet.iter(f"{{{MAIN}}}hyperlink"))
    assert [row[4] for row in rows_of(path, "Actions") if row[4] in nasty] == nasty


def test_the_only_formulas_are_totals(path: Path):
    formulas = {
        name: [cell.findtext(f"{{{MAIN}}}f") for cell in xml(path, name).iter(f"{{{MAIN}}}c")]
        for name in NAMES
    }
    found = {formula for each in formulas.values() for formula in each if formula}
    assert all(
        re.match(r'(SUM\(|IF\(COUNT\(|IF\(ISNUMBER\(Settings|IF\([A-Z]3="")', formula) for formula in found
    )


def test_a_new_workbook_has_last_years_rows_without_its_numbers(data: Path, tmp_path: Path):
    path = template(data, tmp_path, "QHG", 2024)
    rows = rows_of(path, "Workforce")
    assert rows[4] == ["clinical", "1-7", "", "", "", "", 33, 5, 2]
    assert rows[3][2:5] == ["staff in post missing"] * 3
    assert all(row[3] == "" for row in rows_of(path, "Guidance")[1:] if row[0] == "Workforce")


def test_the_first_workbook_of_an_organisation_offers_the_bands(data: Path, tmp_path: Path):
    rows = rows_of(template(data, tmp_path, "QE1", 2024), "Workforce")
    assert rows[0] == ["Cluster", "Band", "White", "BME", "Unknown", "All"]
    assert [row[:2] for row in rows[4:6]] == [["non-clinical", "2"], ["non-clinical", "3"]]
    assert len(rows) == 4 + 24


def test_the_same_return_gives_the_same_bytes(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    first = template(data, tmp_path).read_bytes()
    shutil.move(tmp_path / "QHG-2023.xlsx", tmp_path / "old.xlsx")
    assert template(data, tmp_path).read_bytes() == first


# What cannot be written is told


def test_a_file_that_is_there_is_not_overwritten(data: Path, tmp_path: Path):
    path = template(data, tmp_path)
    before = path.read_bytes()
    with pytest.raises(WresError, match="is already there. Nothing was written"):
        write_template(data, "QHG", 2023, path)
    assert path.read_bytes() == before


def test_another_kind_of_file_is_not_written(data: Path, tmp_path: Path):
    with pytest.raises(WresError, match=r"found the file name 'return.csv'; expected one that ends in .xlsx"):
        write_template(data, "QHG", 2023, tmp_path / "return.csv")


def test_an_unknown_organisation_is_told(data: Path, tmp_path: Path):
    with pytest.raises(WresError, match="unknown organisation 'XXX'"):
        write_template(data, "XXX", 2023, tmp_path / "return.xlsx")


def test_a_text_longer_than_a_cell_is_told_and_nothing_is_written(own_data: Path, tmp_path: Path):
    actions = own_data / "returns/QHG/2023/actions.csv"
    actions.write_text(
        actions.read_text(encoding="utf-8") + f"A99,1,,,{'x' * 33_000},,,,,,2023,,,\n", encoding="utf-8"
    )
    with pytest.raises(WresError, match=r"sheet Actions, cell E21: found a text of 33,000 letters"):
        template(own_data, tmp_path)
    assert not list(tmp_path.glob("*.xlsx"))


def test_a_return_that_cannot_be_read_is_mended_first(own_data: Path, tmp_path: Path):
    (own_data / "returns/QHG/2023/training.csv").write_text(
        "ethnicity,headcount\nGreen,1\n", encoding="utf-8"
    )
    with pytest.raises(InvalidInput, match="row 2, ethnicity: found 'Green'"):
        template(own_data, tmp_path)


def test_a_row_that_stands_twice_is_mended_first(own_data: Path, tmp_path: Path):
    """Side by side there is one cell for the two numbers."""
    (own_data / "returns/QHG/2023/training.csv").write_text(
        "ethnicity,headcount\nBME,1\nBME,2\n", encoding="utf-8"
    )
    with pytest.raises(InvalidInput, match="rows 2 and 3: the same ethnicity twice"):
        template(own_data, tmp_path)


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("staff_in_post: [309, 99, 13]", "staff_in_post"),
        ("contacts: {name: A, role: B}", "contacts"),
        ("policies: strict", "policies"),
        ("local_areas: E06000055", "local_areas"),
        ("body: {a.b: 1}", "body"),
        ("wording: {kept: [[BME]]}", "wording"),
    ],
)
def test_a_setting_of_another_shape_is_told_and_not_lost(own_data: Path, tmp_path: Path, line: str, key: str):
    settings = own_data / "returns/QHG/2023/return.yml"
    other = [each for each in yaml.safe_load(settings.read_text(encoding="utf-8")).items() if each[0] != key]
    settings.write_text(f"{yaml.safe_dump(dict(other))}{line}\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match=f"{key}: another shape; expected the shape of"):
        template(own_data, tmp_path)


@given(ANYTHING)
@law(1)
def test_any_settings_are_written_or_told(
    data: Path, tmp_path_factory: pytest.TempPathFactory, settings: dict[str, object]
):
    own = tmp_path_factory.mktemp("any") / "data"
    own.mkdir()
    for name in ("lookups", "benchmarks"):
        (own / name).symlink_to(data / name)
    folder = own / "returns/QHG/2023"
    folder.mkdir(parents=True)
    (folder / "return.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")
    with suppress(WresError):
        assert rows_of(template(own, own.parent), "Settings")
