"""Settings as a list of labels and values: those of today, and shapes that a later schema may bring."""

from typing import Any, Literal

import pytest

from wres.imports.return_workbook import settings as module
from wres.imports.return_workbook.settings import cell_of, listed, nested, value_of
from wres.returns.settings import Person, Predecessor, ReturnFile, Settings


class Later(Settings):
    """Settings of shapes that ``return.yml`` does not have today."""

    blank_means: dict[Literal["survey", "board"], Literal["zero", "not_collected"]] = {}
    predecessors: Predecessor | list[Predecessor] | None = None
    thresholds: dict[str, int] = {}
    nested: list[list[str]] = []
    people: list[Person] = []


LATER: list[dict[str, Any]] = [
    {"blank_means": {"survey": "zero"}},
    {"predecessors": {"name": "A", "until": "2022-07-01"}},
    {"predecessors": [{"name": "A: b", "until": "2022-07-01"}, {"name": "=1", "until": "2023-07-01"}]},
    {"thresholds": {"a": 1, "b": 2}},
    {"nested": [["a", "b"], ["c"]]},
    {"people": [{"name": "A"}, {"role": "B"}]},
]


def back(settings: dict[str, Any]) -> dict[str, Any]:
    """Settings after a journey through the cells of a sheet."""
    cells = {each.key: (each.kind, cell_of(each)) for each in listed(settings)}
    return nested(
        {key: value_of(kind, str(cell)) for key, (kind, cell) in cells.items() if cell is not None}
    )[0]


@pytest.mark.parametrize("given", LATER, ids=lambda given: next(iter(given)))
def test_a_setting_of_a_later_schema_has_its_place(monkeypatch: pytest.MonkeyPatch, given: dict[str, Any]):
    monkeypatch.setattr(module, "ReturnFile", Later)
    assert back(given) == given


def test_entries_of_a_list_close_up_and_know_where_they_stood():
    settings, moved = nested({"contacts.2.name": "A", "contacts.5.email": "b@example.org"})
    assert settings == {"contacts": [{"name": "A"}, {"email": "b@example.org"}]}
    assert moved["contacts.1.email"] == "contacts.5.email"


def test_entries_of_a_list_stand_by_their_number_and_not_in_the_order_of_rows():
    settings, _ = nested({"local_areas.10": "c", "local_areas.2": "b", "local_areas.1": "a"})
    assert settings == {"local_areas": ["a", "b", "c"]}


def test_a_key_in_words_is_what_a_reader_sees():
    labels = {each.key: each.label for each in listed({})}
    assert labels["staff_in_post.BME"] == "Staff in post, BME"
    assert labels["policies.disclosure.hide_zero"] == "Policies, disclosure, hide zero"
    assert labels["contacts.2.email"] == "Contacts, 2, email"


def test_each_setting_says_what_it_means_where_the_schema_does():
    meanings = {each.key: each.meaning for each in listed({})}
    assert meanings["sources"] == f"Required. {ReturnFile.model_fields['sources'].description}"
    assert meanings["accent"] == ReturnFile.model_fields["accent"].description
