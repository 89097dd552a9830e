"""Files of a return that lead elsewhere, have no end, or lose a setting: told, and never read."""

import re
import shutil
import time
from pathlib import Path

import pytest

from wres.build.incremental.fingerprints import _below
from wres.errors import InvalidInput
from wres.figures.figure import Figure, to_frame
from wres.figures.provenance import cited
from wres.files.untrusted import MOST_TEXT
from wres.lint.check import checked
from wres.publication import draft, publication
from wres.returns.validate import usable_return
from wres.site.manifest import sums
from wres.standard.lookups import lookup, reference


@pytest.fixture
def folder(one_year: Path) -> Path:
    """The return of 2023, which a test may spoil."""
    return one_year / "returns/QHG/2023"


def told(folder: Path) -> str:
    """Why the return cannot be used, as the message tells it."""
    with pytest.raises(InvalidInput) as error:
        publication("QHG", 2023, folder.parents[2])
    return str(error.value)


@pytest.mark.parametrize("name", ["commentary/introduction.md", "workforce.csv", "return.yml", "actions.csv"])
def test_a_link_is_not_followed(folder: Path, tmp_path: Path, name: str):
    secret = tmp_path / "secret"
    secret.write_bytes((folder / name).read_bytes() if (folder / name).exists() else b"secret")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(secret)
    assert "a link; expected the file itself" in told(folder)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
def test_a_device_without_end_is_not_read(folder: Path):
    (folder / "commentary/introduction.md").unlink(missing_ok=True)
    (folder / "commentary/introduction.md").symlink_to("/dev/zero")
    assert "a link" in told(folder)


@pytest.mark.parametrize("name", ["commentary/introduction.md", "workforce.csv", "return.yml"])
def test_a_folder_in_place_of_a_file_is_told(folder: Path, name: str):
    (folder / name).unlink(missing_ok=True)
    (folder / name).mkdir()
    assert f"{Path(name).name} cannot be used" in told(folder)


def test_a_text_has_a_most(folder: Path):
    (folder / "commentary/introduction.md").write_text("word " * MOST_TEXT)
    assert f"{5 * MOST_TEXT:,} bytes; expected {MOST_TEXT:,} at most" in told(folder)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("policies: {}\npolicies: {disclosure: {threshold: 10}}", "'policies' stands twice; expected once"),
        ("wording: {bme: BME, bme: BME}", "'bme' stands twice; expected once"),
        ("sources: &a [x]\ncontacts: *a", "an alias (*); expected the value itself"),
        (f"survey_response_rate: {'9' * 400}", "survey_response_rate: found 9999"),
        ("survey_response_rate: .inf", "expected a number"),
        ("survey_response_rate: .nan", "expected a number"),
        (f"policies: {{disclosure: {{threshold: {'9' * 400}}}}}", "expected a number of 1000 or less"),
    ],
)
def test_settings_that_would_be_lost_or_have_no_end_are_told(folder: Path, line: str, said: str):
    path = folder / "return.yml"
    keys = {each.partition(":")[0] for each in line.splitlines()}
    kept, skip = [], False
    for each in path.read_text(encoding="utf-8").splitlines():
        skip = each.partition(":")[0] in keys or (skip and each.startswith((" ", "-")))
        kept += [] if skip else [each]
    path.write_text("\n".join([*kept, line, ""]), encoding="utf-8")
    message = told(folder)
    assert said in message and max(map(len, message.splitlines())) < 400


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_of_another_age_is_told(folder: Path, day: str):
    path = folder / "return.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("2023-03-31", day), encoding="utf-8")
    assert "snapshot_date" in told(folder)


@pytest.mark.parametrize("typed", ["1_2", "\uff11\uff12", "1e1", "0x1f", "inf", "nan"])
def test_a_number_is_typed_in_plain_digits(folder: Path, typed: str):
    path = folder / "training.csv"
    rows = path.read_text(encoding="utf-8").splitlines()
    path.write_text(
        "\n".join([rows[0], f"{rows[1].rpartition(',')[0]},{typed}", *rows[2:], ""]), encoding="utf-8"
    )
    assert "row 2, headcount" in told(folder) and "expected a whole number" in told(folder)


@pytest.mark.parametrize("value", ["inf", "-inf", "nan", "1e308", "1e20"])
def test_an_earlier_ratio_is_a_number_that_can_be_printed(folder: Path, value: str):
    header = "year,indicator,measure,value,source"
    (folder / "earlier_figures.csv").write_text(f"{header}\n2020,2,relative_likelihood,{value},A report\n")
    assert "row 2, value" in told(folder)


def test_brackets_without_end_are_told(folder: Path):
    text = "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}"
    (folder / "commentary/introduction.md").write_text(text, encoding="utf-8")
    assert "introduction.md" in told(folder)


def test_an_organisation_without_a_population_has_a_book(own_data: Path):
    """README: if yours is missing, add a row. A table without rows is a note."""
    from wres.pages import workforce

    lookup = own_data / "benchmarks/population.csv"
    lines = lookup.read_text(encoding="utf-8").splitlines(keepends=True)
    lookup.write_text("".join(line for line in lines if "QHG" not in line), encoding="utf-8")
    path = own_data / "returns/QHG/2023/return.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"^local_areas:\n(?:  - .*\n)*", "", text, flags=re.MULTILINE), encoding="utf-8")
    shutil.rmtree(path.parent / "commentary")
    report = publication("QHG", 2023, own_data)
    assert "nothing is held" in workforce.population_table(report).html
    assert usable_return(own_data, "QHG", 2023).settings.local_areas == []


# Sizes

AFTER = "\n\n## What we did last year\n\nText.\n\n## What we plan\n\nText.\n"


def written(folder: Path, words: str) -> None:
    """The commentary of indicator 5, of which nothing is hidden."""
    text = f"## What the data tell us\n\n{words}{AFTER}"
    (folder / "commentary/indicator-5.md").write_text(text, encoding="utf-8")


@pytest.mark.parametrize("letter", [" ", ",", "(", "[", "{", "<", "1", "#", "*", "\t", "&", "-"])
def test_a_run_of_one_letter_is_refused_before_it_is_looked_through(folder: Path, letter: str):
    written(folder, f"A{letter * 5000}b.")
    assert "in a row; expected words" in told(folder)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("word " * 400, "a sentence of 2,"),
        ("Some words. " * 500, "a paragraph of 6,"),
        ("Some words.\n\n" * 5000, "letters; expected 40,000 at most"),
    ],
)
def test_a_sentence_a_paragraph_and_a_part_have_a_most(folder: Path, words: str, said: str):
    written(folder, words)
    assert said in told(folder)


KINDS_OF_TEXT = ["higher than ", "fell by ", "indicator 5, ", "between 1 and 2 ", "the increase in staff by "]


def longest_paragraph(words: str) -> str:
    """The longest paragraph allowed, of the longest sentences allowed."""
    sentence = words * (900 // len(words)) + ". "
    return sentence * (4_900 // len(sentence)) + "\n\n"


def time_of_check(folder: Path) -> float:
    """The seconds of work that the check of a return takes."""
    began = time.process_time()
    checked("QHG", 2023, folder.parents[2])
    return time.process_time() - began


def test_the_longest_paragraph_allowed_is_checked_in_a_moment(own_data: Path):
    """Work grows with the square of a sentence: without a most for it this took minutes."""
    folder = own_data / "returns/QHG/2023"
    written(folder, longest_paragraph(KINDS_OF_TEXT[0]))
    assert time_of_check(folder) < 20


@pytest.mark.full
@pytest.mark.parametrize("words", KINDS_OF_TEXT)
def test_the_longest_text_allowed_is_checked_in_a_moment(own_data: Path, words: str):
    folder = own_data / "returns/QHG/2023"
    paragraph = longest_paragraph(words)
    written(folder, paragraph * (39_000 // len(paragraph)))
    assert time_of_check(folder) < 60


def test_a_mistake_in_every_row_is_listed_a_hundred_times_and_then_counted(folder: Path):
    rows = "".join(f"clinical,5,White,x{n}\n" for n in range(5000))
    (folder / "workforce.csv").write_text(f"cluster,band,ethnicity,headcount\n{rows}")
    said = told(folder)
    assert len(said.splitlines()) < 200 and "more" in said


# Lookups


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("benchmarks/population.csv", "\nE06000032,", "\nE06000055,", "the same area_code twice (E06000055)"),
        ("lookups/high_impact_actions.csv", ",1;2;4;7,", ",a,", "indicators"),
        ("benchmarks/national.csv", ",trusts-england,", ",trusts.england,", "population_slug"),
        ("sources.yml", "files:", "file:", "no list of files"),
    ],
)
def test_a_lookup_that_is_wrong_in_meaning_is_told(own_data: Path, name: str, old: str, new: str, said: str):
    path = own_data / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    reference.cache_clear()
    with pytest.raises(InvalidInput) as error:
        draft.__wrapped__("QHG", 2023, own_data)
        lookup(own_data, "high_impact_actions")
    assert said in str(error.value) and name in str(error.value)


def test_data_without_sources_are_told(own_data: Path):
    (own_data / "sources.yml").unlink()
    with pytest.raises(InvalidInput, match=r"sources\.yml cannot be used"):
        publication("QHG", 2023, own_data)


# What spreadsheets and letters would run


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+1", "-1", "\tx"])
def test_no_cell_of_the_download_begins_a_formula(text: str):
    figure = Figure("i2", "relative_likelihood", "", "", 2021, 1.5, "ratio", source=cited(text))
    assert to_frame([figure])["source"][0] == f"'{text}"


@pytest.mark.parametrize("address", ["a@b.uk?cc=c@d.uk", "a@b.uk&body=x", "a b@c.uk", "a@b@c.uk", "<a@b.uk>"])
def test_an_address_is_an_address_and_nothing_more(folder: Path, address: str):
    path = folder / "return.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("agcsu.equality@nhs.net", f"'{address}'"), encoding="utf-8")
    assert "contacts.1.email" in told(folder)


# What is published of the files themselves


def test_the_manifest_names_the_files_that_were_read_and_no_others(folder: Path, root: Path):
    for name in (".hidden.md", "~$workforce.csv", "notes.md", "drafts/indicator-2.md", "drafts/actions.csv"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("not read")
    names = {name for name in sums(folder.parents[2], root, "QHG", [2023]) if "returns" in name}
    assert names >= {
        f"data/returns/QHG/2023/{name}" for name in ("return.yml", "workforce.csv", "actions.csv")
    }
    assert not [name for name in names if re.search(r"hidden|~|notes|drafts", name)]


def test_links_that_lead_round_end(tmp_path: Path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "file").write_text("x")
    for name in ("one", "two"):
        (tmp_path / "a" / name).symlink_to(tmp_path / "a")
    assert [path.name for path in _below(tmp_path)] == ["file"]
