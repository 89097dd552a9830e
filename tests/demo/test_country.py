"""The synthetic country: every return can be used, says that it is invented, and is the same every time."""

import csv
import hashlib
import shutil
import sys
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from wres.cli.main import main
from wres.demo.country import PREDECESSOR, write_demo
from wres.demo.synthetic_counts import CASES, LABELS, SEATS, between, drawn, generator, happened
from wres.errors import WresError
from wres.publication import Publication, publication
from wres.returns.reading import by_group, years
from wres.returns.validate import usable_return
from wres.standard.lookups import lookup

ORDINARY = ("QHG", "QK1", "QJ2")

# Every organisation whose report is published here; a quick run publishes two that differ most.
QUICK = ("QT6", "QF7")
PUBLISHED = [
    pytest.param(org, marks=() if org in QUICK else pytest.mark.full, id=org) for org in (*CASES, *ORDINARY)
]
SAID = "synthetic"


def settings(country: Path, org: str, year: int) -> dict:
    """A return's settings as they lie in the folder."""
    return yaml.safe_load((country / "returns" / org / str(year) / "return.yml").read_text(encoding="utf-8"))


def rows(country: Path, org: str, year: int, name: str) -> list[dict[str, str]]:
    """A table of a return as it lies in the folder."""
    with (country / "returns" / org / str(year) / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def last(country: Path, org: str) -> Publication:
    """What may be published of an organisation in its last year."""
    return publication(org, 2023, country)


# The folder


def test_every_organisation_of_the_list_has_returns_and_all_of_them_can_be_used(data: Path, country: Path):
    boards = lookup(data, "organisations").query("type == 'integrated care board'")
    known = {row.ods_code for row in boards.itertuples() if str(row.valid_from) < "2023-03-31"}
    held = {folder.name: years(country, folder.name) for folder in (country / "returns").iterdir()}
    assert set(held) == known and len(known) == 42
    # 42 x 3 = 126, less the gap of one organisation and the two earlier years of another
    assert sum(map(len, held.values())) == 123
    assert held["QGH"] == [2021, 2023] and held["QJK"] == [2023]
    for org, own in held.items():
        for year in own:
            given = usable_return(country, org, year)  # raises with every problem
            assert given.settings.synthetic
            assert "invented" in given.settings.sources


def test_lookups_and_benchmarks_are_copies_and_every_file_has_its_source(data: Path, country: Path):
    for folder in ("lookups", "benchmarks"):
        for path in (data / folder).glob("*.csv"):
            assert (country / folder / path.name).read_bytes() == path.read_bytes()
    about = yaml.safe_load((country / "sources.yml").read_text(encoding="utf-8"))["files"]
    held = {p.relative_to(country).as_posix() for p in country.rglob("*") if p.is_file()}
    assert held - {"README.md", "DICTIONARY.md", "sources.yml"} == set(about)
    for path, row in about.items():
        assert hashlib.sha256((country / path).read_bytes()).hexdigest() == row["sha256"]


def test_the_same_bytes_come_twice(data: Path, country: Path, tmp_path: Path):
    again = write_demo(data, tmp_path / "again", [2023, 2021, 2022]).folder
    files = sorted(p.relative_to(country) for p in country.rglob("*") if p.is_file())
    assert files == sorted(p.relative_to(again) for p in again.rglob("*") if p.is_file())
    assert all((country / name).read_bytes() == (again / name).read_bytes() for name in files)


@pytest.mark.full
def test_a_further_year_changes_no_other(data: Path, country: Path, tmp_path: Path):
    more = write_demo(data, tmp_path / "more", [2022, 2023, 2024]).folder
    for name in ("workforce.csv", "recruitment.csv", "survey.csv"):
        path = Path("returns", "QHG", "2023", name)
        assert (country / path).read_bytes() == (more / path).read_bytes()


def test_the_draws_are_those_of_the_bit_generator_whatever_the_machine():
    # PCG64 with this seed sequence gives these 53-bit numbers: NumPy's own promise is about the bit
    # generator's stream, so the uniforms are rebuilt here from the raw 64-bit words.
    random, raw = generator("QHG 2023 bands"), generator("QHG 2023 bands").bit_generator
    assert random.random(5).tolist() == [(int(word) >> 11) * 2.0**-53 for word in raw.random_raw(5)]


def test_everybody_drawn_has_one_key_and_none_has_a_key_of_weight_zero():
    counts = drawn(generator("x"), 5000, {"a": 0, "b": 3, "c": 1, "d": 0})
    assert counts.total() == 5000
    assert set(counts) == {"b", "c"}
    assert abs(counts["b"] - 3750) < 5 * (5000 * 0.75 * 0.25) ** 0.5  # five standard errors
    assert happened(generator("x"), 100, 0) == 0
    assert happened(generator("x"), 100, 10_000) == 100
    assert {between(generator(str(n)), 2, 4) for n in range(60)} == {2, 3, 4}


def test_sizes_run_from_small_to_large_and_the_workforce_is_stated(country: Path):
    sizes = {o: sum(settings(country, o, 2023)["staff_in_post"].values()) for o in ORDINARY}
    sizes |= {org: sum(settings(country, org, 2023)["staff_in_post"].values()) for org in CASES}
    assert sizes["QVV"] < 50 < 100 < sizes["QHG"] < 2000 < 5000 < sizes["QHM"]


def test_nothing_is_written_where_something_lies_or_a_year_is_wrong(data: Path, tmp_path: Path):
    (tmp_path / "there").mkdir()
    with pytest.raises(WresError, match="already there. Nothing was written"):
        write_demo(data, tmp_path / "there")
    with pytest.raises(WresError, match="1999: no WRES report year; expected 2015 to 2100"):
        write_demo(data, tmp_path / "new", [1999, 2023])
    assert [p.name for p in tmp_path.iterdir()] == ["there"]


def test_an_interrupted_demo_leaves_nothing_behind(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("wres.demo.country.dictionary", full)  # written after all the returns
    with pytest.raises(WresError, match="could not be written: No space left"):
        write_demo(data, tmp_path / "demo", [2023])
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_it_wrote_and_what_to_type_next(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    out = tmp_path / "demo"
    argv = ["wres", "demo", "2022", "2023", "--out", str(out), "--data", str(data)]
    monkeypatch.setattr(sys, "argv", argv)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert "Wrote 83 synthetic returns of 42 organisations" in said  # 42 x 2, less one earlier year of QJK
    org, year = said.split("wres build ")[1].split()[:2]
    assert (out / "returns" / org / year / "return.yml").exists()


# The edge cases


def test_the_folder_names_every_edge_case(country: Path):
    readme = (country / "README.md").read_text(encoding="utf-8")
    for code, shape in CASES.items():
        assert f"| {code} | NHS " in readme
        assert f"| {shape.case} |" in readme


def test_each_edge_case_is_what_it_says(country: Path):
    def total(org: str, name: str, **cells: str) -> int:
        found = [r for r in rows(country, org, 2023, name) if cells.items() <= r.items()]
        return sum(int(r["headcount"]) for r in found)

    def held(org: str) -> set[str]:
        return {p.stem for p in (country / "returns" / org / "2023").glob("*.csv")}

    assert {org: total(org, "disciplinary") for org in ("QOC", "QHM")}["QOC"] == 0
    assert total("QHM", "disciplinary") > 0
    assert settings(country, "QT6", 2023)["staff_in_post"]["Unknown"] == total("QT6", "workforce") > 0
    assert {r["band"] for r in rows(country, "QR1", 2023, "workforce")} >= {"2", "5", "8a", "8c"}
    assert all(int(r["headcount"]) < 15 for r in rows(country, "QR1", 2023, "workforce"))
    assert "survey" not in held("QPM") and (country / "returns" / "QPM" / "2022" / "survey.csv").exists()
    assert held("QOX") == {"workforce"}
    assert {(r["voting"], r["executive"]) for r in rows(country, "QJM", 2023, "board")} == {("", "")}
    assert {r["ethnicity"] for r in rows(country, "QMF", 2023, "workforce")}.isdisjoint(LABELS)
    windows = [settings(country, "QSL", y)["policies"]["disciplinary_window_years"] for y in (2022, 2023)]
    assert windows == [2, 1]
    assert total("QNQ", "recruitment", stage="appointed", ethnicity="BME") == 0
    assert total("QNQ", "recruitment", stage="shortlisted", ethnicity="BME") > 0
    assert {r["percentage"] for r in rows(country, "QWE", 2023, "survey")} == {""}
    assert not list((country / "returns" / "QF7" / "2023" / "commentary").iterdir())
    assert "actions" not in held("QF7")
    assert {r["year"] for r in rows(country, "QXU", 2021, "earlier_figures")} == {"2020"}
    assert total("QHG", "board") == sum(SEATS.values())


def test_before_the_boards_the_body_is_named_only_where_the_list_names_it(data: Path, country: Path):
    on_record = lookup(data, "successions").set_index("successor_ods")["predecessor"]
    for org in ("QHG", "QVV", "QHM"):
        expected = on_record.get(org, PREDECESSOR)
        assert settings(country, org, 2022)["body"] == expected
        now = settings(country, org, 2023)
        assert now["body"] == lookup(data, "organisations").set_index("ods_code")["name"][org]
        assert now["predecessor"] == [{"name": expected, "until": "2022-07-01"}]
    assert "QHG" in on_record and "QVV" not in on_record


def test_a_country_of_other_years_has_the_boards_of_its_days(data: Path, tmp_path: Path):
    write_demo(data, tmp_path / "data", [2026, 2027])
    held = {
        folder.name: years(tmp_path / "data", folder.name) for folder in (tmp_path / "data/returns").iterdir()
    }
    assert (
        sum(2026 in own for own in held.values()) == 41
    )  # the 42 until 31 March 2026, less that year of QJK
    assert sum(2027 in own for own in held.values()) == 42 - 12 + 6
    assert held["QHG"] == [2026] and held["S1Y5D"] == [2027] and held["QRL"] == [2026, 2027]
    for org in ("QHG", "S1Y5D", "QRL"):
        usable_return(tmp_path / "data", org, held[org][-1])


def test_codes_add_up_to_the_groups_that_the_settings_state(country: Path):
    given = usable_return(country, "QMF", 2023)
    stated = given.settings.staff_in_post
    assert [by_group(given.tables["workforce"])[g] for g in ("white", "bme", "unknown")] == [
        stated[label] for label in LABELS
    ]


@pytest.mark.parametrize("org", PUBLISHED)
def test_edge_cases_and_ordinary_organisations_can_be_published(org: str, country: Path):
    report = last(country, org)  # raises where a return, a text or the door refuses
    assert report.synthetic
    assert len(report.figures.frame) > 100


@pytest.mark.parametrize("org", [p for p in PUBLISHED if p.values[0] not in ("QF7", "QOX")])
def test_commentary_says_that_it_is_invented_and_prints_figures(org: str, country: Path):
    pages = last(country, org).commentary
    assert len(pages) == 11
    for page in pages.values():
        assert "This commentary is invented" in " ".join(page.values())
    folder = country / "returns" / org / "2023" / "commentary"
    assert any("{{ figure(" in path.read_text(encoding="utf-8") for path in folder.glob("*.md"))
    actions = last(country, org).actions
    assert len(actions) == 6 and all("(Invented.)" in text for text in actions["action"])


def test_no_return_names_a_person(country: Path):
    for path in (country / "returns").rglob("return.yml"):
        text = path.read_text(encoding="utf-8")
        assert "@" not in text
        given = yaml.safe_load(text)
        assert not given["executive_sponsor"].get("name")
        assert not any(contact.get("name") for contact in given["contacts"])


# What is made from them


def test_a_book_is_synthetic_when_one_of_its_years_is(own_data: Path):
    shutil.rmtree(own_data / "published")  # no audit of it is needed here
    path = own_data / "returns" / "QHG" / "2022" / "return.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("synthetic: false", "synthetic: true"), encoding="utf-8")
    assert publication("QHG", 2023, own_data).synthetic


def test_the_table_of_an_ordinary_book_has_no_mark(report: Publication):
    assert list(report.table.columns) == list(report.figures.frame.columns)
    assert not report.synthetic


def test_every_page_says_synthetic_in_its_title_its_banner_and_its_footer(invented_site: Path):
    pages = sorted((invented_site / "QHM" / "2023").glob("*.html"))
    assert len(pages) > 15
    for path in pages:
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        assert page.title.text.startswith("Synthetic data: ")
        assert "The figures in this report are invented" in page.select_one(".wres-synthetic").text
        assert "(synthetic data)" in page.footer.text
    start = (invented_site / "index.html").read_text(encoding="utf-8")
    assert "hold invented figures" in start and "(synthetic)" in start


def test_every_chart_says_synthetic_in_the_picture_its_words_and_its_source(invented_site: Path):
    book = invented_site / "QHM" / "2023"
    pages = [BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in book.glob("*.html")]
    charts = [chart for page in pages for chart in page.select(".wres-chart")]
    assert len(charts) >= 10
    for chart in charts:
        assert chart.img["alt"].startswith("Synthetic data: the figures are invented.")
        assert chart.select_one(".wres-source").text.startswith("Synthetic data")
        picture = (book / chart.img["src"]).read_text(encoding="utf-8")
        assert "<!-- Synthetic data: the figures are invented. -->" in picture  # drawn as outlines below it


def test_the_download_says_first_which_rows_are_invented(invented_site: Path):
    book = invented_site / "QHM" / "2023"
    with (book / "figures.csv").open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file))
    assert list(table[0])[0] == "synthetic"
    for row in table:
        real = row["indicator"] in ("population", "benchmark")
        assert row["synthetic"] == ("no" if real else "invented")
    assert {row["synthetic"] for row in table} == {"no", "invented"}
    methods = (book / "methods.html").read_text(encoding="utf-8")
    assert 'download="WRES-QHM-2023-figures-synthetic.csv"' in methods
    assert '"synthetic": true' in (book / "manifest.json").read_text(encoding="utf-8")
