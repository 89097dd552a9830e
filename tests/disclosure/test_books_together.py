"""Books of one organisation, read beside each other, give away no count that each of them hides.

The attacker of these tests tries every table there is; it shares no code with ``wres.disclosure``.
"""

import json
from dataclasses import replace
from itertools import product
from math import nan
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law

from wres.build.other_books import require_safe_beside
from wres.build.target import Target
from wres.disclosure.books_together import opened_together
from wres.disclosure.protect import DisclosureRisk, protect
from wres.disclosure.shared_counts import PrintedBook
from wres.figures.figure import Figure
from wres.figures.status import Status
from wres.publication import Publication
from wres.returns.settings import DisclosurePolicy
from wres.site.published_books import given_away_together

GROUPS = ("white", "bme", "unknown")
MOST = 13  # of a count, in tables that are all tried


def count(group: str, value: float | None, breakdown: str = "", parents: tuple[str, ...] = ()) -> Figure:
    """A count of 2022, hidden where it has no value."""
    indicator, measure = ("i1", "headcount") if breakdown else ("i3", "disciplined")
    status = Status.SUPPRESSED if value is None else Status.SHOWN if value else Status.ZERO
    number = nan if value is None else float(value)
    return Figure(indicator, measure, breakdown, group, 2022, number, "people", status, parents=parents)


def row(values: tuple[float | None, ...], breakdown: str = "") -> list[Figure]:
    """White, BME and Unknown, and all of them."""
    own = [count(g, v, breakdown) for g, v in zip(GROUPS, values[:3], strict=True)]
    return [*own, count("all", values[3], breakdown, tuple(f.id for f in own))]


def book(name: str, figures: list[Figure], **policy: object) -> PrintedBook:
    return PrintedBook(name, tuple(figures), DisclosurePolicy(reason="A test", **policy))  # type: ignore[arg-type]


def test_what_one_edition_hides_and_another_shows_is_found_and_not_said() -> None:
    """Editions hide another pair each: 23 - 9 - 7 = 7, of which the first keeps 5 values and more."""
    one = book("first", row((9, None, None, 23)))
    other = book("second", row((9, 7, None, None)), threshold=10)
    assert opened_together([one]) == [] and opened_together([other]) == []
    said = opened_together([one, other])
    assert {line.split(" ")[0] for line in said} == {
        f"i3.disciplined.{g}.2022" for g in ("bme", "unknown", "all")
    }
    assert all("first" in line and "second" in line for line in said)
    assert not [line for line in said if "7" in line.replace("2022", "")]


def test_single_bands_in_one_book_and_their_sum_in_another_open_a_band() -> None:
    """91 - 55 = 36, 61 - 36 = 25, 29 - 25 = 4: four BME staff in band 8b."""
    lower = [row((36, 25, 0, 61), "clinical.8a"), row((55, None, None, 61), "clinical.8b")]
    lower[0][0] = count("white", None, "clinical.8a")
    lower[0][1] = count("bme", None, "clinical.8a")
    addends = {g: tuple(r[i].id for r in lower) for i, g in enumerate((*GROUPS, "all"))}

    def senior(white: float | None) -> list[Figure]:
        values = (white, 29, None, None)
        return [count(g, v, "clinical.8a-vsm", addends[g]) for g, v in zip(addends, values, strict=True)]

    with_bands = book("QHG 2022", [*lower[0], *lower[1], *senior(None)])
    without = book("QHG 2023", senior(91))
    assert opened_together([with_bands]) == []
    assert any("clinical.8b.bme" in line for line in opened_together([with_bands, without]))


def test_books_that_print_a_year_alike_are_let_through() -> None:
    one, other = (book(name, row((40, None, None, 50))) for name in ("2022", "2023"))
    assert opened_together([one, other, replace(other, name="2024")]) == []


def test_a_shown_count_that_was_amended_opens_nothing_by_itself() -> None:
    one, other = book("2022", row((40, None, None, 60))), book("2023", row((41, None, None, 61)))
    assert opened_together([one, other]) == []


def test_a_survey_percentage_that_one_book_hides_no_other_may_show() -> None:
    shown = Figure("i5", "percentage", "", "bme", 2022, 0.5, "percent", denominator=8)
    hidden = replace(shown, value=nan, denominator=nan, status=Status.SUPPRESSED)
    one, other = book("2022", [*row((40, 20, 9, 69)), hidden]), book("2023", [*row((40, 20, 9, 69)), shown])
    assert [line.split(" ")[0] for line in opened_together([one, other])] == [shown.id]


# --- an attacker who tries every table


def tables(printed: PrintedBook) -> np.ndarray:
    """Every White, BME and Unknown that fits what a book prints of its row."""
    step = printed.policy.rounding
    floor = 0 if printed.policy.hide_zero or step else 1
    limits = []
    for figure in printed.figures[:3]:
        if figure.status == Status.SUPPRESSED:
            limits.append(range(floor, MOST + 1))
        elif step:
            limits.append([n for n in range(MOST + 8) if abs(n - figure.value) <= step / 2])  # type: ignore[arg-type]
        else:
            limits.append([int(figure.value)])  # type: ignore[arg-type]
    total = printed.figures[3]
    fits = [t for t in product(*limits) if step or not total.known or sum(t) == total.value]
    return np.array(fits).reshape(-1, 3)


def fewest_values(one: PrintedBook, other: PrintedBook) -> int:
    """Of the counts that either book hides, the fewest values that one can have beside the other book."""
    mine, theirs = tables(one), tables(other)
    differ = (mine[:, None, :] != theirs[None, :, :]).sum(axis=2)
    pairs = np.argwhere(differ == differ.min())
    found = [MOST]
    for printed, held, column in ((one, mine, 0), (other, theirs, 1)):
        chosen = held[np.unique(pairs[:, column])]
        for place, figure in enumerate(printed.figures):
            if figure.status == Status.SUPPRESSED:
                values = chosen.sum(axis=1) if place == 3 else chosen[:, place]
                found.append(len(np.unique(values)) - printed.policy.threshold + 5)
    return min(found)  # 5 is as many as the book's own policy asks for


@st.composite
def pairs(draw: st.DrawFn) -> tuple[PrintedBook, PrintedBook]:
    """A row of events printed twice: under policies of their own, perhaps with one count amended."""
    values = draw(st.tuples(*[st.integers(0, 8)] * 3))
    again = list(values)
    if draw(st.booleans()):
        again[draw(st.integers(0, 2))] = draw(st.integers(0, 8))
    books = []
    for name, own in (("first", values), ("second", tuple(again))):
        threshold, zero = draw(st.sampled_from([5, 5, 4, 3, 6])), draw(st.booleans())
        policy = DisclosurePolicy(threshold=threshold, hide_zero=zero, reason="A test")
        figures = row((*own, sum(own)))
        books.append(PrintedBook(name, tuple(protect(figures, policy)), policy))
    return books[0], books[1]


@law()
@given(pairs())
def test_no_pair_of_books_that_is_let_through_opens_a_count(pair: tuple[PrintedBook, PrintedBook]) -> None:
    if not opened_together(pair):
        assert fewest_values(*pair) >= 5


@law()
@given(st.tuples(*[st.integers(0, 8)] * 3), st.sampled_from([3, 4, 5, 6]), st.booleans())
def test_a_pair_of_one_policy_is_let_through(values: tuple[int, ...], threshold: int, zero: bool) -> None:
    policy = DisclosurePolicy(threshold=threshold, hide_zero=zero, reason="A test")
    shown = tuple(protect(row((*values, sum(values))), policy))
    assert opened_together([PrintedBook("first", shown, policy), PrintedBook("second", shown, policy)]) == []


def test_a_rounded_year_beside_the_same_year_hidden_is_found() -> None:
    exact = book("2022", row((40, 7, 0, 47)))
    rounded = book("2023", row((40, 5, 0, 45)), rounding=5)
    assert any("i3.disciplined.bme" in line for line in opened_together([exact, rounded]))


# --- the build and the site


def stand(site: Path, report: Publication, year: int, **policy: object) -> None:
    """A book on a site, as far as other books look at it."""
    folder = site / report.organisation / str(year)
    folder.mkdir(parents=True)
    said = DisclosurePolicy(**policy).model_dump(exclude={"reason"})  # type: ignore[arg-type]
    about = {"ods_code": report.organisation, "organisation": report.name, "region": "", "year": year,
             "built": "2024-01-01T00:00:00+00:00", "disclosure": said}  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(about), encoding="utf-8")
    report.table.to_csv(folder / "figures.csv", index=False)


@pytest.fixture
def opened(report: Publication) -> Publication:
    """The default book with one of its hidden counts shown."""
    hidden = [f for f in report.figures if f.status == Status.SUPPRESSED and f.unit == "people"]
    chosen = next(f for f in hidden if f.breakdown == "clinical.5" or f.year == report.year)
    others = [f for f in report.figures if f.id != chosen.id]
    shown = replace(chosen, value=3.0, status=Status.SHOWN)
    return replace(report, figures=type(report.figures)([*others, shown]))


def test_a_book_that_opens_another_on_the_site_is_not_built(
    report: Publication, opened: Publication, tmp_path: Path, data: Path
) -> None:
    target = Target(report.organisation, report.year, data, tmp_path, tmp_path)
    stand(tmp_path / "site", report, report.year + 1)
    require_safe_beside(target, report)
    stand(tmp_path / "site", opened, report.year + 2)
    with pytest.raises(
        DisclosureRisk, match=rf"(?s)QHG {report.year}.*QHG {report.year + 2}.*wres build QHG"
    ):
        require_safe_beside(target, report)


def test_books_of_a_site_that_open_each_other_are_not_published(
    report: Publication, opened: Publication, tmp_path: Path
) -> None:
    stand(tmp_path, report, 2023)
    stand(tmp_path, report, 2024)
    assert given_away_together(tmp_path) == []
    stand(tmp_path, opened, 2025)
    (said,) = given_away_together(tmp_path)
    assert "policies.disclosure" in said and "QHG 2025" in said


def test_a_book_of_an_earlier_version_is_named(report: Publication, tmp_path: Path, data: Path) -> None:
    stand(tmp_path / "site", report, 2024)
    path = tmp_path / "site/QHG/2024/manifest.json"
    path.write_text(json.dumps({k: v for k, v in json.loads(path.read_text()).items() if k != "disclosure"}))
    with pytest.raises(Exception, match="wres build QHG 2024"):
        require_safe_beside(Target("QHG", 2023, data, tmp_path, tmp_path), report)
