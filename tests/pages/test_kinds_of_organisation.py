"""Any organisation has a book: whatever its type, with or without ONS code, population, region or days."""

import re
import shutil
from datetime import date
from functools import cache
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import get_args

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law
from small_project import ROOT

from wres.publication import Publication, publication
from wres.standard.lookup_schemas import Kind
from wres.standard.organisations import ICB

ICB_WORDS = re.compile(r"\bICBs?\b|integrated care boards?|commissions? care", re.IGNORECASE)
NUMBERS = count()


@cache
def cells() -> list[tuple[str, str]]:
    """The code cells of every notebook, but its parameters and its fetch."""
    found = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            fetches = "publication(" in cell.source or "parameters" in cell.metadata.get("tags", ())
            if cell.cell_type == "code":
                found.append(
                    (
                        path.stem,
                        re.sub(r".*publication\(.*|.*import.*", "", cell.source) if fetches else cell.source,
                    )
                )
    return found


def shown(report: Publication) -> dict[str, str]:
    """What the cells of every page show of a publication."""
    names = {
        path.stem: import_module(f"wres.pages.{path.stem}")
        for path in (ROOT / "wres/pages").glob("[a-z]*.py")
    }
    texts: dict[str, str] = {}
    for page, source in cells():
        for line in source.split("\n\n"):
            if line.strip() and not line.startswith(("organisation", "year", "from ", "import ")):
                value = eval(line, {**names, "report": report})  # noqa: S307
                texts[page] = texts.get(page, "") + getattr(value, "html", repr(value))
    return texts


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder without returns."""
    folder = tmp_path_factory.mktemp("kinds") / "data"
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("returns", "published"))
    return folder


def body_of(folder: Path, row: str, areas: str = "[]") -> Publication:
    """The publication of an organisation that one row adds; its counts are invented."""
    data = Path(shutil.copytree(folder, folder.with_name(f"data-{next(NUMBERS)}")))
    path = data / "lookups/organisations.csv"
    path.write_text(path.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    code, _, name = row.split(",")[:3]
    own = data / "returns" / code / "2023"
    own.mkdir(parents=True)
    (own / "workforce.csv").write_text(
        "cluster,band,ethnicity,headcount\nother,other,White,620\nother,other,BME,210\nother,other,Unknown,30\n",
        encoding="utf-8",
    )
    (own / "return.yml").write_text(
        f"organisation: {code}\nyear: 2023\nbody: {name}\nsnapshot_date: 2023-03-31\n"
        f"staff_in_post: {{White: 620, BME: 210, Unknown: 30}}\nlocal_areas: {areas}\nsources: Invented\n",
        encoding="utf-8",
    )
    return publication(code, 2023, data)


@law(0.1)
@given(
    kind=st.sampled_from([kind for kind in get_args(Kind) if kind != ICB]),
    code=st.from_regex(r"\AX[A-Z0-9]{2,5}\Z"),
    gss=st.sampled_from(["", "W11000028", "E06000001", "S08000015"]),
    region=st.sampled_from(["", "London", "Wales"]),
    start=st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2023, 3, 31))),
    areas=st.sampled_from(["[]", "[E06000032]", "[E06000032, E06000001]"]),
)
def test_any_organisation_has_pages_that_speak_of_no_care_board(
    one: Path, kind: str, code: str, gss: str, region: str, start: date | None, areas: str
):
    report = body_of(
        one, f"{code},{gss},Public Body of Somewhere,{kind},{region},,{start or ''},,read,", areas
    )
    for page, html in shown(report).items():
        said = re.sub(r"<[^>]+>", " ", html)
        assert not ICB_WORDS.search(said), (page, ICB_WORDS.search(said))
        assert "nan" not in said.split()


def test_a_care_board_is_called_one(report: Publication):
    assert ICB_WORDS.search(shown(report)["workforce"]) and ICB_WORDS.search(shown(report)["glossary"])


def test_the_figures_beside_a_trust_are_of_its_own_kind_too(one: Path, report: Publication):
    from wres.pages.benchmarks import comparison

    trust = body_of(one, "XTR,,A Trust,NHS trust,London,Y56,,,read,")
    assert "Organisations of the same kind together, and others" in comparison(trust, "2").html
    assert "Other kinds of organisation" not in comparison(trust, "2").html
    assert "Other kinds of organisation or other areas" in comparison(report, "2").html


def test_the_area_of_another_day_is_not_its_own(one: Path):
    data = Path(shutil.copytree(one, one.with_name(f"data-{next(NUMBERS)}")))
    for year in (2026, 2027):  # the board had another, larger area from 1 April 2026
        own = data / f"returns/QRL/{year}"
        own.mkdir(parents=True)
        (own / "workforce.csv").write_text(
            "cluster,band,ethnicity,headcount\nother,other,White,62\nother,other,BME,21\nother,other,Unknown,30\n",
            encoding="utf-8",
        )
        (own / "return.yml").write_text(
            f"organisation: QRL\nyear: {year}\nbody: NHS Hampshire and Isle of Wight Integrated Care Board\n"
            f"snapshot_date: {year}-03-31\nstaff_in_post: {{White: 62, BME: 21, Unknown: 30}}\n"
            "sources: Invented\n",
            encoding="utf-8",
        )
    assert "population.share.qrl.bme.2021" in publication("QRL", 2026, data).figures
    assert "population.share.qrl.bme.2021" not in publication("QRL", 2027, data).figures
