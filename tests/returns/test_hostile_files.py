"""Files of a return that lead elsewhere, have no end, or lose a setting: told, and never read."""

import re
import shutil
from pathlib import Path

import pytest

from wres.errors import InvalidInput
from wres.files.regular import MOST_TEXT
from wres.publication import publication
from wres.returns.validate import usable_return


@pytest.fixture
def folder(own_data: Path) -> Path:
    """The return of 2023, which a test may spoil."""
    return own_data / "returns/QHG/2023"


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
