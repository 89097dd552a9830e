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
import yaml
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from laws import law
from markupsafe import escape
from small_project import ROOT

from wres.publication import Publication, publication
from wres.standard.lookup_schemas import Kind
from wres.standard.organisations import ICB

ICB_WORDS = re.compile(r"\bICBs?\b|integrated care boards?|commissions? care", re.IGNORECASE)
NUMBERS = count()
MODULES = ROOT / "wres/pages"


@cache
def cells() -> dict[str, list[str]]:
    """The expressions that the notebook of each page shows."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        code = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        found[path.stem] = [source for source in code if re.match(r"\w+\.\w+\(", source)]
    return found


def shown(report: Publication, *pages: str) -> dict[str, str]:
    """What pages say of a publication, all of them where none is named; titles of sources left out."""
    names = {path.stem: import_module(f"wres.pages.{path.stem}") for path in MODULES.glob("[a-z]*.py")}
    texts = {}
    for page in pages or cells():
        values = [eval(source, {**names, "report": report}) for source in cells()[page]]  # noqa: S307
        said = re.sub(r"<[^>]+>", " ", "".join(getattr(value, "html", repr(value)) for value in values))
        for title in titles():
            said = said.replace(title, "")
        texts[page] = said
    return texts


@cache
def titles() -> list[str]:
    """How sources are named: titles and publishers of files, and where benchmarks were read."""
    files = yaml.safe_load((ROOT / "data/sources.yml").read_text(encoding="utf-8"))["files"].values()
    named = {str(escape(text)) for row in files for text in (row["title"], row["publisher"])}
    return [*sorted(named, key=len, reverse=True), "NHS BLMK ICB"]


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
        f"organisation: '{code}'\nyear: 2023\nbody: {name}\nsnapshot_date: 2023-03-31\n"
        f"staff_in_post: {{White: 620, BME: 210, Unknown: 30}}\nlocal_areas: {areas}\nsources: Invented\n",
        encoding="utf-8",
    )
    return publication(code, 2023, data)


@settings(law(0.1), phases=[Phase.explicit, Phase.generate])
@given(
    kind=st.sampled_from([kind for kind in get_args(Kind) if kind != ICB]),
    code=st.from_regex(r"\A[A-Z0-9]{2,5}[A-Z]\Z"),
    gss=st.sampled_from(["", "W11000028", "E06000001", "S08000015"]),
    region=st.sampled_from(["", "London", "Wales"]),
    start=st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2023, 3, 31))),
    areas=st.sampled_from(["[]", "[E09000014]", "[E09000014, E06000001]"]),
    pages=st.lists(st.sampled_from(sorted(cells())), min_size=2, max_size=2),
)
def test_any_organisation_has_pages_that_speak_of_no_care_board(
    one: Path, kind: str, code: str, gss: str, region: str, start: date | None, areas: str, pages: list[str]
):
    report = body_of(
        one, f"{code},{gss},Public Body of Somewhere,{kind},{region},,{start or ''},,read,", areas
    )
    for page, said in shown(report, "workforce", "about", *pages).items():
        assert not ICB_WORDS.search(said), (page, ICB_WORDS.search(said))


@pytest.mark.parametrize("page", sorted(cells()))
def test_no_page_of_a_welsh_body_without_a_population_speaks_of_a_care_board(welsh: Publication, page: str):
    assert not ICB_WORDS.search(shown(welsh, page)[page])


@pytest.fixture(scope="module")
def welsh(one: Path) -> Publication:
    """The publication of a body of Wales, whose ODS code is a number and letters."""
    return body_of(one, "7A9,W11000099,A Health Board of Somewhere,local health board,,,,,read,")


def test_a_care_board_is_called_one(report: Publication):
    assert all(ICB_WORDS.search(said) for said in shown(report, "workforce", "glossary").values())


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
