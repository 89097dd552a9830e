"""The register of organisations: who was there on a day, what it followed, what followed it."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law

from wres.errors import InvalidInput
from wres.standard.organisations import ICB, TRUSTS, Body, Change, Register, absence, listed, register

BEFORE, AFTER = date(2026, 3, 31), date(2027, 3, 31)


def there(data: Path, kinds: tuple[str, ...], day: date) -> set[str]:
    """The codes of these types on a day."""
    known = register(data)
    return {code for code in known.bodies if known.stood(code, day) and known.body(code, day).kind in kinds}


def add(data: Path, name: str, line: str) -> None:
    """One more row of a lookup."""
    path = data / "lookups" / f"{name}.csv"
    path.write_text(f"{path.read_text(encoding='utf-8')}{line}\n", encoding="utf-8")


def test_there_are_42_boards_until_march_2026_and_36_from_april(data: Path):
    before, after = there(data, (ICB,), BEFORE), there(data, (ICB,), AFTER)
    assert (len(before), len(after)) == (42, 36)
    assert len(before - after) == 12 and len(after - before) == 6
    assert there(data, (ICB,), date(2022, 6, 30)) == set()


def test_there_are_218_trusts_of_which_six_had_ended_by_2022(data: Path):
    known = register(data)
    trusts = {code for code, held in known.bodies.items() if held[-1].kind in TRUSTS}
    assert len(trusts) == 218
    assert len(trusts - there(data, TRUSTS, date(2022, 3, 31))) == 6
    assert Counter(known.bodies[code][-1].region for code in trusts)[""] == 3  # Welsh ones


def test_every_board_that_ended_has_a_successor_and_every_new_one_a_predecessor(data: Path):
    known = register(data)
    for code in there(data, (ICB,), BEFORE) - there(data, (ICB,), AFTER):
        assert {change.day for change in known.successors(code)} == {date(2026, 4, 1)}
    for code in there(data, (ICB,), AFTER) - there(data, (ICB,), BEFORE):
        assert known.origins(code, AFTER)


def test_a_board_of_which_parts_went_to_several_was_split(data: Path):
    split = {change.code for change in register(data).changes if change.part}
    assert split == {"QM7", "QJG", "QNQ"}


def test_an_enlarged_board_has_another_area_and_the_same_name(data: Path):
    before, after = (register(data).body("QRL", day) for day in (BEFORE, AFTER))
    assert (before.area_code, after.area_code) == ("E54000042", "E54000067")
    assert before.name == after.name


@pytest.mark.parametrize(
    ("code", "day", "said"),
    [
        ("QHG", AFTER, "ended on 31 March 2026; its successor is S1Y5D (NHS Central East"),
        ("QM7", AFTER, "its successors are S1Y5D (NHS Central East Integrated Care Board) and D7T5G"),
        ("S1Y5D", BEFORE, "began on 1 April 2026; before it there were QHG"),
        ("S1Y5D", BEFORE, "and a part of QM7 (NHS Hertfordshire"),
        ("QE1", date(2022, 3, 31), "what came before it is not recorded"),
        ("QRL", date(2022, 3, 31), "what came before it is not recorded"),  # Frimley's part came in 2026
        ("RD3", date(2022, 3, 31), "what followed it is not recorded"),
        ("QHG", date(2022, 3, 31), "before it there was NHS Bedfordshire, Luton and Milton Keynes Clinical"),
    ],
)
def test_an_absence_names_those_that_were_there_instead(data: Path, code: str, day: date, said: str):
    assert said in absence(register(data), code, day)


@pytest.mark.parametrize(("code", "day"), [("QHG", BEFORE), ("QHG", date(2022, 7, 1)), ("QRL", AFTER)])
def test_first_and_last_days_are_days_of_the_body(data: Path, code: str, day: date):
    assert absence(register(data), code, day) == ""


@pytest.mark.parametrize(
    ("name", "line", "said"),
    [
        ("organisations", "X1A,,A body,other,,,2020-01-01,2019-01-01,read,", "2020-01-01 or later"),
        ("organisations", "QE1,,A body,other,,,2024-01-01,,read,", "stands twice at the same time"),
        ("organisations", "X1A,,A body,icb,,,,,read,", "integrated care board"),
        ("organisations", "X1A,12345678,A body,other,,,,,read,", "gss_code"),
        ("organisations", "X1A,,  ,other,,,,,read,", "name"),
        ("successions", "QHG,A,XXX,2026-04-01,merger,read,", "found 'XXX'"),
        ("successions", "XXX,A,QHG,2026-04-01,merger,read,", "found 'XXX'"),
    ],
)
def test_a_row_that_cannot_be_is_named(own_data: Path, name: str, line: str, said: str):
    add(own_data, name, line)
    with pytest.raises(InvalidInput, match=said):
        register(own_data)


def test_a_new_name_is_a_further_row(own_data: Path):
    path = own_data / "lookups/organisations.csv"
    row = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("RDR,"))
    text = path.read_text(encoding="utf-8").replace(
        row, row.replace(",1992-04-01,,", ",1992-04-01,2024-12-31,")
    )
    path.write_text(text, encoding="utf-8")
    new = row.replace("Sussex Community", "South Downs").replace("1992-04-01", "2025-01-01")
    add(own_data, "organisations", new)
    known = register(own_data)
    assert known.body("RDR", date(2024, 12, 31)).name == "Sussex Community NHS Foundation Trust"
    assert known.body("RDR", date(2025, 1, 1)).name == "South Downs NHS Foundation Trust"


days = st.dates(date(2015, 1, 1), date(2030, 1, 1))


@law()
@given(st.lists(days, min_size=2, max_size=6, unique=True), days)
def test_a_code_names_one_body_or_says_why_not(edges: list[date], day: date):
    edges = sorted(edges)[: len(edges) // 2 * 2]
    held = tuple(Body("AAA", f"Body {n}", "other", start=a, end=b)
                 for n, (a, b) in enumerate(zip(edges[::2], edges[1::2], strict=True)))  # fmt: skip
    known = Register({"AAA": held}, (Change("", "Old body", "AAA", edges[0], False),))
    standing = [body for body in held if body.start <= day <= body.end]
    assert bool(absence(known, "AAA", day)) == (not standing)
    assert known.body("AAA", day) in (standing or held)


def test_names_are_listed_as_a_sentence_lists_them():
    assert [listed(names) for names in ([], ["A"], ["A", "B"], ["A", "B", "C"], ["A", "A"])] == [
        "", "A", "A and B", "A, B and C", "A",
    ]  # fmt: skip
