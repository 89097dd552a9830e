"""A return goes to Excel and back without loss."""

import shutil
import string
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from laws import law
from workbooks import template

from wres.demo.country import write_demo
from wres.errors import InvalidInput
from wres.imports.return_workbook.layout import (
    DATA_SETS,
    NO_ROW,
    PAGES,
    SECTIONS,
    page_text,
    sections,
    tidied,
    widened,
)
from wres.imports.return_workbook.placing import place
from wres.imports.return_workbook.reading import read_workbook
from wres.imports.return_workbook.text import ReturnText, csv_text, return_text, same_rows, stated
from wres.imports.return_workbook.writing import pieces
from wres.returns.schemas import WHOLE
from wres.returns.settings import ReturnFile
from wres.returns.validate import usable_return

# Synthetic returns that differ most: single bands with medical staff, ESR codes, nobody's ethnicity known,
# nothing but the workforce collected.
INVENTED = ("QHM", "QMF", "QT6", "QOX", "QF7", "QGH", "QJM", "QPM")


def there_and_back(data: Path, folder: Path, organisation: str, year: int) -> ReturnText:
    """What a return says after a journey through its workbook."""
    path = template(data, folder, organisation, year)
    found = read_workbook(data, path, organisation, year)
    path.unlink()
    return found


def assert_same(data: Path, before: ReturnText, after: ReturnText) -> None:
    """The same tables, settings and texts."""
    assert after.tables.keys() == before.tables.keys()
    for name, rows in before.tables.items():
        assert same_rows(name, rows, after.tables[name]), name
    assert stated(after.settings) == stated(before.settings)
    more = {page: text for page, text in after.commentary.items() if page not in before.commentary}
    assert not any(text for page, words in more.items() for _, text in sections(page, words))
    said = {page: text.strip() for page, text in after.commentary.items() if page in before.commentary}
    assert said == {page: text.strip() for page, text in before.commentary.items()}


@pytest.mark.parametrize("year", [2022, 2023])
def test_the_real_return_says_the_same_after_a_journey_through_excel(data: Path, tmp_path: Path, year: int):
    before = return_text(data, data / "returns/QHG" / str(year))
    assert_same(data, before, there_and_back(data, tmp_path, "QHG", year))


@pytest.fixture(scope="module")
def country(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synthetic country of one year."""
    return write_demo(data, tmp_path_factory.mktemp("demo") / "data", [2022, 2023]).folder


def test_synthetic_returns_say_the_same_after_a_journey_through_excel(country: Path, tmp_path: Path):
    coded = 0
    for organisation in INVENTED:
        folder = country / "returns" / organisation / "2023"
        before = return_text(country, folder)
        assert_same(country, before, there_and_back(country, tmp_path, organisation, 2023))
        coded += any(len(widened(DATA_SETS["workforce"], before.tables["workforce"]).labels) > 3 for _ in "1")
    assert coded, "none of them has ESR codes"


def test_a_return_that_came_from_a_workbook_comes_back_byte_for_byte(own_data: Path, tmp_path: Path):
    folder = own_data / "returns/QHG/2023"
    given = there_and_back(own_data, tmp_path, "QHG", 2023)
    shutil.rmtree(folder)
    place(own_data, "QHG", 2023, given, False)
    first = {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    given = there_and_back(own_data, tmp_path, "QHG", 2023)
    shutil.rmtree(folder)
    place(own_data, "QHG", 2023, given, False)
    assert first == {p.relative_to(folder): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_tables_and_texts_of_the_real_return_are_written_as_they_are_in_the_repository(
    data: Path, tmp_path: Path
):
    """They are in the form that a workbook writes; ``return.yml`` has comments, which no workbook holds."""
    given = there_and_back(data, tmp_path, "QHG", 2023)
    folder = data / "returns/QHG/2023"
    for name, rows in given.tables.items():
        assert csv_text(name, rows) == (folder / f"{name}.csv").read_text(encoding="utf-8"), name
    for page in PAGES:
        assert given.commentary[page] == (folder / f"commentary/{page}.md").read_text(encoding="utf-8"), page


def test_a_return_from_a_workbook_is_read_as_the_one_it_came_from(own_data: Path, tmp_path: Path):
    before = usable_return(own_data, "QHG", 2023)
    given = there_and_back(own_data, tmp_path, "QHG", 2023)
    shutil.rmtree(own_data / "returns/QHG/2023")
    place(own_data, "QHG", 2023, given, False)
    after = usable_return(own_data, "QHG", 2023)
    assert after.settings.model_dump() == before.settings.model_dump()
    for name, table in before.tables.items():
        assert after.tables[name].equals(table), name


# Laws

ETHNICITIES = ["White", "BME", "Unknown"]
CODES = ["A", "C3", "PA", "Z", "White"]
NUMBERS = st.integers(0, 9999).map(str)
PERCENT = st.decimals(0, 100, places=1).map(lambda d: f"{d.normalize():f}")
# Any text but what XML cannot hold, line ends of other systems, which Excel does not keep, and blanks alone.
LETTERS = st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\0\r\ufeff\ufffe\uffff")
TEXT = st.text(LETTERS, max_size=40).filter(lambda text: not text or text.strip())
WORDS = st.text(LETTERS, min_size=1, max_size=40).filter(str.strip)
NASTY = st.sampled_from(["=1+1", "+44 20", "-5", "@x", "_x0041_", "a\nb", "007", "1-7", "TRUE",
                         "  in  ", "#N/A", "2024-03-31", "https://example.org", "{=SUM(A1)}",
                         "no row", "\tt", "1e5"])  # fmt: skip
COUNT = st.one_of(NUMBERS, st.just(""))


@st.composite
def tidy(draw: st.DrawFn, name: str, ethnicities: list[str]) -> list[dict[str, str]]:
    """Rows of a wide data set: some missing, some blank."""
    each = DATA_SETS[name]
    own = {
        "cluster": ["non-clinical", "clinical", "medical", "other"],
        "band": ["1-7", "8a", "2", "vsm", "other"],
        "stage": ["shortlisted", "appointed"], "indicator": ["5", "6", "7", "8"],
        "voting": ["yes", "no", ""], "executive": ["yes", "no", ""],
    }  # fmt: skip
    keys = draw(
        st.lists(st.tuples(*(st.sampled_from(own[key]) for key in each.keys)), unique=True, max_size=6)
    )
    rows = []
    for key in keys:
        for label in draw(st.lists(st.sampled_from(ethnicities), unique=True, min_size=1)):
            numbers = {n: draw(PERCENT if n == "percentage" else COUNT) for n in each.numbers}
            cells = {**dict(zip(each.keys, key, strict=True)), "ethnicity": label, **numbers}
            rows.append({column: cells[column] for column in each.schema.model_fields})
    return rows


@st.composite
def actions(draw: st.DrawFn) -> list[dict[str, str]]:
    """Rows of a plan with texts of all kinds."""
    ids = draw(st.lists(st.integers(1, 99), unique=True, max_size=4))
    text, words = st.one_of(TEXT, NASTY), st.one_of(WORDS, NASTY)
    return [
        {
            "id": f"A{number}", "indicators": draw(st.sampled_from(["1", "1;9", "2;3;4"])),
            "high_impact_action": draw(st.sampled_from(["", "1", "6"])),
            "theme": draw(text), "action": draw(words), "outcome": draw(text), "measure": draw(text),
            "lead": draw(text), "due": draw(st.sampled_from(["", "2024-03-31", "1900-01-31", "2100-12-31"])),
            "review": draw(text), "agreed": "2023",
            "status": draw(st.sampled_from(["", "done", "not started"])),
            "progress": draw(text), "rag": draw(st.sampled_from(["", "Achieving", "Under-developed"])),
        }
        for number in ids
    ]  # fmt: skip


@st.composite
def settings_of(draw: st.DrawFn) -> dict:
    """Settings of a return, with texts of all kinds."""
    words = st.one_of(WORDS, NASTY)
    person = st.fixed_dictionaries({"name": words}, optional={"role": words})
    reasons = st.lists(st.fixed_dictionaries({"text": words, "reason": words}), max_size=5)
    return {
        "organisation": "QHG", "year": 2023, "body": draw(words), "synthetic": draw(st.booleans()),
        "snapshot_date": "2023-03-31",
        "staff_in_post": {label: draw(st.integers(0, 999)) for label in ETHNICITIES},
        "survey_response_rate": draw(st.sampled_from([None, 0, 86, 12.5])),
        "local_areas": draw(st.lists(st.sampled_from(["E06000055", "007", "1e5"]), max_size=5)),
        "contacts": draw(st.lists(person, max_size=5)), "said_anyway": draw(reasons),
        "breaks": draw(st.lists(st.fixed_dictionaries({
            "indicators": st.lists(st.sampled_from(["1", "9"]), min_size=1, unique=True), "reason": words}),
            max_size=2)),
        "corrections": draw(st.lists(st.fixed_dictionaries({"day": st.just("2024-01-31"), "text": words}),
            max_size=2)),
        "policies": {"disciplinary_window_years": draw(st.sampled_from([1, 2])),
                     "disclosure": {"threshold": draw(st.integers(2, 9)), "hide_zero": draw(st.booleans())}},
        "sources": draw(words),
    }  # fmt: skip


@st.composite
def any_return(draw: st.DrawFn) -> ReturnText:
    """A return of any tables, texts and settings."""
    ethnicities = draw(st.sampled_from([ETHNICITIES, CODES]))
    tables = {"workforce": draw(tidy("workforce", ethnicities).filter(bool))}
    for name, each in DATA_SETS.items():
        if each.wide and name != "workforce" and draw(st.booleans()):
            rows = draw(tidy(name, ethnicities)) if each.keys else draw(tidy(name, ethnicities).filter(bool))
            tables[name] = rows
    if draw(st.booleans()):
        tables["actions"] = draw(actions())
    line = st.one_of(TEXT, NASTY).filter(lambda text: not text.startswith("#"))
    texts = {}
    for page in draw(st.lists(st.sampled_from(PAGES), unique=True, max_size=4)):
        heads = [""] if page in WHOLE else SECTIONS
        texts[page] = page_text(page, {head: "\n\n".join(draw(st.lists(line, max_size=3))) for head in heads})
    return ReturnText(draw(settings_of()), tables, texts)


def write_files(folder: Path, text: ReturnText) -> None:
    """The files of a return."""
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "commentary").mkdir(parents=True)
    for name, rows in text.tables.items():
        (folder / f"{name}.csv").write_text(csv_text(name, rows), encoding="utf-8", newline="")
    for page, words in text.commentary.items():
        (folder / "commentary" / f"{page}.md").write_text(words, encoding="utf-8", newline="")
    settings = yaml.safe_dump(text.settings, allow_unicode=True, sort_keys=False)
    (folder / "return.yml").write_text(settings, encoding="utf-8", newline="")


@given(any_return())
@law(1)
def test_any_return_says_the_same_after_a_journey_through_excel(
    data: Path, tmp_path_factory: pytest.TempPathFactory, text: ReturnText
):
    own = tmp_path_factory.mktemp("law") / "data"
    own.mkdir()
    for name in ("lookups", "benchmarks"):
        (own / name).symlink_to(data / name)
    folder = own / "returns/QHG/2023"
    write_files(folder, text)
    ReturnFile.model_validate(text.settings)
    before = return_text(own, folder)
    given = there_and_back(own, own.parent, "QHG", 2023)
    assert_same(own, before, given)
    shutil.rmtree(folder)
    place(own, "QHG", 2023, given, False)
    assert_same(own, before, return_text(own, folder))
    assert not place(own, "QHG", 2023, given, False).changed
    shutil.rmtree(own.parent)


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[dict[str, str]]]:
    """A data set that has rows of its own beside ethnicities, and a table of it."""
    name = draw(st.sampled_from(["workforce", "recruitment", "survey", "board"]))
    return name, draw(tidy(name, draw(st.sampled_from([ETHNICITIES, CODES]))))


@given(tables())
@law(1)
def test_what_is_made_wide_is_made_tidy_again(case: tuple[str, list[dict[str, str]]]):
    name, rows = case
    back = [cells for _, _, cells in tidied(DATA_SETS[name], widened(DATA_SETS[name], rows))]
    assert same_rows(name, rows, back)


@given(st.lists(st.integers(1, 20_000), min_size=1, max_size=8))
@law(0.3)
def test_a_long_text_is_cut_into_cells_and_joined_again(lengths: list[int]):
    text = "\n\n".join(string.ascii_letters[n % 52] * n for n in lengths)
    found = pieces(text)
    assert "\n\n".join(found) == text
    assert all(len(piece) <= 32_000 for piece in found)


def test_a_text_of_forty_thousand_letters_survives(own_data: Path, tmp_path: Path):
    path = own_data / "returns/QHG/2023/commentary/introduction.md"
    path.write_text("\n\n".join(["Words of a long text, " * 180] * 10) + "\n", encoding="utf-8")
    given = there_and_back(own_data, tmp_path, "QHG", 2023)
    assert given.commentary["introduction"] == path.read_text(encoding="utf-8")


def test_a_row_that_is_not_there_is_not_made_a_blank(own_data: Path, tmp_path: Path):
    path = own_data / "returns/QHG/2023/training.csv"
    path.write_text("ethnicity,headcount\nWhite,43\nBME,\n", encoding="utf-8")
    given = there_and_back(own_data, tmp_path, "QHG", 2023)
    assert given.tables["training"] == [
        {"ethnicity": "White", "headcount": "43"},
        {"ethnicity": "BME", "headcount": ""},
    ]
    assert NO_ROW not in csv_text("training", given.tables["training"])


@pytest.mark.parametrize(
    "typed", ["12.345678901234567", "33.000000000000001", "0.1", "1e2", "fifty", "1,033"]
)
def test_a_number_that_a_spreadsheet_cannot_hold_stays_as_it_is_typed(
    own_data: Path, tmp_path: Path, typed: str
):
    """What the schema then says of it is told with its cell; nothing is rounded on the way."""
    path = own_data / "returns/QHG/2023/survey.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    lines[1] = f'5,White,250,"{typed}",'
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    try:
        given = there_and_back(own_data, tmp_path, "QHG", 2023)
    except InvalidInput as refused:
        assert f"cell C2 (White: Percentage): found {typed!r}" in str(refused)
    else:
        assert given.tables["survey"][0]["percentage"] == typed


def test_a_board_that_is_split_comes_back_in_the_order_of_its_key(own_data: Path, tmp_path: Path):
    rows = [[label, *seats, "2"] for label in ETHNICITIES
            for seats in (("yes", "yes"), ("yes", "no"), ("no", "no"))]  # fmt: skip
    text = (
        "\n".join(",".join(row) for row in [["ethnicity", "voting", "executive", "headcount"], *rows]) + "\n"
    )
    (own_data / "returns/QHG/2023/board.csv").write_text(text, encoding="utf-8")
    assert csv_text("board", there_and_back(own_data, tmp_path, "QHG", 2023).tables["board"]) == text
