"""The accessibility statement: no more than the evidence bears, and nothing that nobody has said."""

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from looks import CHECKS

from wres.disclosure.hidden_numbers import TOKEN
from wres.disclosure.leak_scan import SAID_ANYWAY
from wres.pages import accessibility, accessibility_evidence
from wres.pages.fragments import Fragment
from wres.publication import Publication
from wres.returns.settings import AccessibilityStatement, Person

FOUND = {
    "day": "2026-03-05", "axe": "4.12.1", "browser": "Chromium 150.0", "rules": 98, "books": ["QHG 2023"],
    "pages": 41, "views": ["a window of 640 by 480 pixels"], "broken": {}, "undecided": {},
    "checks": {"Headings in order": 0, "Targets of 24 pixels": 0}, "theme": "t", "package": "p",
}  # fmt: skip


def text(*shown: Fragment) -> str:
    """What a reader sees of fragments."""
    return " ".join(BeautifulSoup(each.html, "html.parser").get_text(" ", strip=True) for each in shown)


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts another check in place of the kept one: what of it differs from ``FOUND``."""

    def put(**other: Any) -> None:
        path = tmp_path / "accessibility.json"
        path.write_text(json.dumps(FOUND | other), encoding="utf-8")
        monkeypatch.setattr(accessibility_evidence, "EVIDENCE", path)

    return put


def saying(report: Publication, contacts: list[Person] | None = None, **said: Any) -> Publication:
    """The book with other settings for its statement, and other contacts."""
    given = report.given.model_copy(update={"accessibility": AccessibilityStatement(**said)})
    if contacts is not None:
        given = given.model_copy(update={"contacts": contacts})
    return replace(report, settings={**report.settings, report.year: given})


# What the evidence bears


def test_a_check_without_failures_is_not_called_full_compliance_as_nobody_tested_by_hand(found):
    found()
    said = text(accessibility.status())
    assert (
        "is partially compliant with the Web Content Accessibility Guidelines version 2.2 AA standard" in said
    )
    assert "nobody has tested these pages by hand" in said
    assert "No failure is known." in text(accessibility.limits())


def test_failures_are_told_with_their_places_and_decide_the_status(found):
    found(broken={"color-contrast": 12}, checks={"Headings in order": 1, "Targets of 24 pixels": 0})
    assert text(accessibility.status()).endswith("due to the non-compliances listed below.")
    said = text(accessibility.limits())
    assert "rule “color-contrast” of axe-core: 12 places" in said
    assert "check “Headings in order”: 1 place" in said
    assert "Targets of 24 pixels" not in said
    assert "No failure is known" not in said
    rows = {
        row.th.text: row.td.text
        for row in BeautifulSoup(accessibility.checked().html, "html.parser").select("tbody tr")
    }
    assert (rows["Rules broken"], rows["Headings in order"]) == ("color-contrast: 12 places", "1 place")


def test_the_facts_are_those_of_the_evidence(found):
    found()
    said = text(accessibility.checked())
    for fact in ("5 March 2026", "axe-core 4.12.1, in Chromium 150.0", "98 rules, none left out", "41 pages",
                 "QHG 2023", "a window of 640 by 480 pixels"):  # fmt: skip
        assert fact in said
    assert "5 March 2026" in text(accessibility.prepared(saying_nothing()))


def saying_nothing() -> Any:
    """As much of a book as the date of preparation needs."""

    class Book:
        name = "A body"
        given = type("Given", (), {"accessibility": AccessibilityStatement()})

    return Book


@pytest.mark.parametrize(
    ("theme", "package", "said"),
    [
        ("t", "p", "The templates, the style and the program are those that were checked."),
        ("t", "x", "other parts of the program have changed since that day."),
        (
            "x",
            "x",
            "The templates or the style of the pages have changed since that day. The check does not speak",
        ),
        ("x", "p", "The check does not speak for the pages as they are now."),
    ],
)
def test_the_page_says_whether_what_was_checked_is_what_is_there(
    found, monkeypatch: pytest.MonkeyPatch, theme: str, package: str, said: str
):
    found()
    monkeypatch.setattr(accessibility, "sums", lambda: {"theme": theme, "package": package})
    assert said in text(accessibility.checked())


@pytest.mark.parametrize("undecided", [{}, {"color-contrast": 7}, {"color-contrast": 7, "other-rule": 1}])
def test_what_the_tool_left_undecided_is_told_and_excused_only_where_a_check_decides_it(found, undecided):
    found(undecided=undecided)
    said = text(accessibility.checked())
    assert ("color-contrast: 7 places" in said) == bool(undecided)
    assert ("The checks below look at the colours of all text." in said) == (
        list(undecided) == ["color-contrast"]
    )


def test_the_kept_evidence_is_of_the_checks_that_there_are():
    kept = accessibility_evidence.evidence()
    assert list(kept.checks) == list(CHECKS.values())
    assert kept.books == [
        "QHG 2023",
        "QHM 2023 (trial figures)",
        "QOX 2023 (trial figures)",
        "QT6 2023 (trial figures)",
    ]


# The sums of what was checked


def test_a_change_of_style_fragment_or_code_changes_its_sum_and_line_ends_change_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    own = Path(
        shutil.copytree(
            accessibility_evidence.HERE, tmp_path / "wres", ignore=shutil.ignore_patterns("*.pyc")
        )
    )
    before = accessibility_evidence.sums()
    monkeypatch.setattr(accessibility_evidence, "HERE", own)
    assert accessibility_evidence.sums() == before
    changed = {"theme/style.css": "theme", "pages/templates/table.html": "theme", "pages/table.py": "package"}
    for name, part in changed.items():
        content = (own / name).read_bytes()
        (own / name).write_bytes(content.replace(b"\n", b"\r\n"))
        assert accessibility_evidence.sums() == before
        (own / name).write_bytes(content + b" ")
        assert {key for key, taken in accessibility_evidence.sums().items() if taken != before[key]} == {part}
        (own / name).write_bytes(content)
    (own / "theme" / "new.css").write_text("", encoding="utf-8")
    assert accessibility_evidence.sums()["theme"] != before["theme"]


def test_the_page_is_built_again_when_style_or_evidence_change(built: Path):
    """What the page reads is noted as it runs; tests/test_state.py has what follows."""
    record = json.loads((built / "work/QHG/2023/pages/accessibility/record.json").read_text(encoding="utf-8"))
    read = {Path(path).relative_to(accessibility_evidence.HERE).as_posix() for path in record["files"]}
    assert {"accessibility.json", "theme", "theme/style.css", "theme/templates/layout.html"} <= read


# What only the organisation can say


def test_without_adoption_the_statement_is_a_draft_and_commits_nobody(report: Publication):
    said = text(accessibility.scope(report), accessibility.prepared(report))
    assert "This is a draft." in said and "has not yet adopted it" in said
    assert "is committed" not in said


def test_an_adopted_statement_speaks_for_the_organisation(report: Publication):
    adopted = saying(report, adopted=date(2026, 4, 1))
    said = text(accessibility.scope(adopted), accessibility.prepared(adopted))
    assert (
        f"{report.name} is committed to making its website accessible, in accordance with the Public Sector"
        in said
    )
    assert f"{report.name} adopted it on 1 April 2026." in said
    assert "draft" not in said and "not yet" not in said


def test_the_contact_is_the_one_of_the_return_that_has_an_address(report: Publication):
    said = BeautifulSoup(accessibility.contact(report).html, "html.parser")
    (link,) = said.select("a")
    assert link["href"].startswith("mailto:agcsu.equality@nhs.net?subject=Accessibility%20of%20the%20WRES")
    own = saying(report, contact=Person(role="Web team", email="web@example.org"))
    assert "Web team: web@example.org" in text(accessibility.contact(own))
    assert "agcsu" not in text(accessibility.contact(own))


def test_where_nothing_is_given_the_statement_says_so_and_invents_nothing(report: Publication):
    said = text(accessibility.contact(saying(report, contacts=[Person(name="A person")])))
    assert (
        said == "The return gives no address to write to. The return does not say how soon an answer comes."
    )


@pytest.mark.parametrize(("days", "said"), [(1, "within 1 working day."), (10, "within 10 working days.")])
def test_an_answer_is_promised_only_as_the_return_promises_it(report: Publication, days: int, said: str):
    assert text(accessibility.contact(saying(report, response_days=days))).endswith(f"answers {said}")


def test_a_form_is_a_link_and_nothing_else_than_https(report: Publication):
    said = BeautifulSoup(
        accessibility.contact(saying(report, form="https://example.org/a")).html, "html.parser"
    )
    assert "https://example.org/a" in [link["href"] for link in said.select("a")]
    for wrong in ("http://example.org", "javascript:alert(1)", "https://a b"):
        with pytest.raises(ValueError):
            AccessibilityStatement(form=wrong)


def test_enforcement_is_told_in_the_words_that_are_fixed(report: Publication):
    """As the model statement of the Government Digital Service has them, for England, Scotland and Wales."""
    said = BeautifulSoup(accessibility.enforcement().html, "html.parser")
    assert said.get_text().startswith(
        "The Equality and Human Rights Commission (EHRC) is responsible for enforcing the Public Sector "
        "Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018 (the "
        "‘accessibility regulations’). If you’re not happy with how we respond to your complaint, contact "
        "the Equality Advisory and Support Service (EASS)"
    )
    assert [link["href"] for link in said.select("a")] == ["https://www.equalityadvisoryservice.com/"]


def test_no_number_of_the_page_can_be_taken_for_a_hidden_figure(report: Publication, found):
    """The scan for leaks leaves out what the page says of the check; other numbers might stop a build."""
    found(broken={"one": 12}, undecided={"color-contrast": 5994}, checks={"Targets of 24 pixels": 17})
    own = saying(report, response_days=10, adopted=date(2026, 4, 1))
    parts = [accessibility.scope(own), accessibility.contact(own), accessibility.prepared(own)]
    parts += [accessibility.status(), accessibility.limits(), accessibility.checked()]
    parts += [accessibility.by_hand(), accessibility.enforcement()]
    html = " ".join(part.html for part in parts)
    for said in accessibility.texts_of_check():
        html = html.replace(said, " ")
    left = SAID_ANYWAY.sub(" ", unescape(re.sub(r"<[^>]*>", " ", html)))
    assert {token for token in TOKEN.findall(left) if len(token) > 1} <= {"2023", "2026"}  # years
