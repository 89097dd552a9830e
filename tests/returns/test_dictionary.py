"""The data dictionary, the files kept with the project, and where each data file comes from."""

import csv
import hashlib
import re
from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel, ValidationError

from wres.returns.dictionary import dictionary
from wres.returns.published_report import PrintedRow
from wres.returns.schemas import FILES, KEYS
from wres.returns.settings import ReturnFile, Settings
from wres.standard.lookup_schemas import REFERENCE

TABLES: dict[str, type[BaseModel]] = {
    **{f"{name}.csv": schema for name, schema in FILES.items()},
    "data/published/<ODS code>/<WRES report year>.csv": PrintedRow,
    **{f"data/{name}.csv": schema for name, schema in REFERENCE.items()},
}
HEADINGS = ["column", "type", "unit", "allowed", "example", "meaning"]


def sections() -> dict[str, list[str]]:
    """The lines below each heading of the dictionary."""
    parts = re.split(r"^## (.+)$", dictionary(), flags=re.M)
    return dict(zip(parts[1::2], (part.strip().splitlines() for part in parts[2::2]), strict=True))


def table(name: str) -> list[dict[str, str]]:
    """The table of a section, row by row, split at the bars as a reader of Markdown would."""
    lines = [line for line in sections()[name] if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    assert cells[0] == HEADINGS
    assert all(len(row) == len(HEADINGS) for row in cells)
    return [dict(zip(HEADINGS, row, strict=True)) for row in cells[2:]]


# The dictionary


def test_the_dictionary_in_the_data_folder_is_the_one_that_is_printed(data: Path):
    # To write it again: wres dictionary > data/DICTIONARY.md
    assert (data / "DICTIONARY.md").read_text(encoding="utf-8") == dictionary()


def test_every_file_has_a_section_and_no_section_is_without_a_file():
    assert list(sections()) == ["return.yml", *TABLES]


@pytest.mark.parametrize("name", TABLES)
def test_every_column_is_explained_in_the_order_of_the_file(name: str):
    rows = table(name)
    assert [row["column"] for row in rows] == [f"`{column}`" for column in TABLES[name].model_fields]
    assert all(row["meaning"] and row["type"] for row in rows)


@pytest.mark.parametrize("name", TABLES)
def test_every_example_is_a_value_its_column_takes(name: str):
    examples = {row["column"].strip("`"): row["example"].strip("`") for row in table(name)}
    TABLES[name].model_validate(examples)


@pytest.mark.parametrize("name", TABLES)
def test_every_value_that_is_listed_is_taken_and_another_is_not(name: str):
    schema = TABLES[name]
    examples = {row["column"].strip("`"): row["example"].strip("`") for row in table(name)}
    for row in table(name):
        column, values = row["column"].strip("`"), row["allowed"].split(", ")
        if len(values) < 2:
            continue
        for value in values:
            schema.model_validate(examples | {column: "" if value == "blank" else value})
        with pytest.raises(ValidationError):
            schema.model_validate(examples | {column: "something else"})


@pytest.mark.parametrize("name", TABLES)
def test_every_limit_that_is_stated_is_kept(name: str):
    schema = TABLES[name]
    examples = {row["column"].strip("`"): row["example"].strip("`") for row in table(name)}
    for row in table(name):
        for limit, side in re.findall(r"(-?[\d.]+) or (more|less)", row["allowed"]):
            column, step = row["column"].strip("`"), 1 if side == "less" else -1
            schema.model_validate(examples | {column: limit.removesuffix(".0")})
            with pytest.raises(ValidationError):
                schema.model_validate(examples | {column: str(int(float(limit)) + step)})


@pytest.mark.parametrize("name", FILES)
def test_the_columns_that_tell_rows_apart_are_named(name: str):
    assert f"One row per {', '.join(KEYS[name])}." in sections()[f"{name}.csv"][0]


def settings_of(schema: type[BaseModel], depth: int = 0) -> list[str]:
    """Every setting of return.yml as the dictionary begins its line, those inside others indented."""
    nested = {model.__name__: model for model in Settings.__subclasses__()}
    found = []
    for name, field in schema.model_fields.items():
        found.append(f"{'  ' * depth}- `{name}`{' (required)' if field.is_required() else ''}")
        inside = [model for word, model in nested.items() if re.search(rf"\b{word}\b", str(field.annotation))]
        for model in inside:
            found += settings_of(model, depth + 1)
    return found


def test_every_setting_is_explained_with_those_inside_it():
    wanted = settings_of(ReturnFile)
    assert "    - `threshold`" in wanted  # a setting inside a setting inside a setting
    lines = sections()["return.yml"]
    assert len(lines) == len(wanted)
    for line, start in zip(lines, wanted, strict=True):
        assert line == start or line.startswith(f"{start}: ")


# Lookups and benchmarks


def test_every_lookup_and_benchmark_has_a_schema(data: Path):
    held = {
        path.relative_to(data).with_suffix("").as_posix()
        for folder in ("lookups", "benchmarks")
        for path in (data / folder).rglob("*.csv")
    }
    assert held == set(REFERENCE)


@pytest.mark.parametrize("name", REFERENCE)
def test_every_row_of_a_lookup_or_benchmark_fits_its_schema(data: Path, name: str):
    with (data / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == list(REFERENCE[name].model_fields)
    assert rows
    for row in rows:
        REFERENCE[name].model_validate(dict(zip(header, row, strict=True)))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("lookups/organisations", ["ods_code", "valid_from"]),
        ("lookups/successions", ["predecessor_ods", "predecessor", "successor_ods"]),
        ("lookups/ethnic_categories", ["code_system", "code"]),
        ("lookups/pay_bands", ["code"]),
        ("lookups/high_impact_actions", ["number"]),
        ("lookups/people_functions", ["number"]),
        ("benchmarks/population", ["area_code"]),
    ],
)
def test_no_row_of_a_lookup_is_there_twice(data: Path, name: str, key: list[str]):
    with (data / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        keys = [tuple(row[column] for column in key) for row in csv.DictReader(file)]
    assert len(keys) == len(set(keys))


def test_the_groups_of_a_population_add_up_to_its_total(data: Path):
    with (data / "benchmarks" / "population.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            groups = sum(int(row[group]) for group in ("asian", "black", "mixed", "other", "white"))
            assert groups == int(row["total"]), row["area_name"]


# Sources


@pytest.fixture(scope="module")
def sources(data: Path) -> dict[str, dict[str, str]]:
    """What data/sources.yml says of each file."""
    return yaml.safe_load((data / "sources.yml").read_text(encoding="utf-8"))["files"]


def test_every_data_file_has_its_source_and_no_source_is_without_a_file(data: Path, sources: dict):
    held = {
        path.relative_to(data).as_posix()
        for path in data.rglob("*")
        if path.is_file() and not path.name.startswith((".", "~$"))
    }
    assert held - {"DICTIONARY.md", "sources.yml"} == set(sources)


def test_every_sum_is_that_of_the_file_as_it_lies_there(data: Path, sources: dict):
    # Line ends as LF, so that a checkout on Windows gives the same sums.
    changed = [
        path
        for path, about in sources.items()
        if hashlib.sha256((data / path).read_bytes().replace(b"\r\n", b"\n")).hexdigest() != about["sha256"]
    ]
    assert changed == []


def test_every_source_names_its_publisher_licence_and_date(sources: dict):
    for path, about in sources.items():
        for key in ("title", "publisher", "licence", "as_at", "retrieved", "done"):
            assert str(about.get(key) or "").strip(), f"{path}: {key}"
