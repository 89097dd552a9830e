"""Survey percentages that no count gives, proportions in their place, and answers beyond belief."""

import shutil
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from wres.errors import InvalidInput
from wres.publication import remarks_on
from wres.returns.checks.survey_answers import as_percentage, nearest, possible, proportion, proportions
from wres.returns.validate import usable_return


@pytest.fixture
def own(data: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(data, tmp_path / "data"))


def put(own: Path, name: str, text: str) -> None:
    (own / "returns/QHG/2023" / name).write_text(text, encoding="utf-8")


def change(own: Path, name: str, old: str, new: str) -> None:
    path = own / "returns/QHG/2023" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@given(
    st.integers(1, 3000).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base))),
    st.integers(0, 2),
)
def test_what_a_count_gives_is_always_possible(counts: tuple[int, int], decimals: int):
    count, base = counts
    assert possible(round(100 * count / base, decimals), base)


@pytest.mark.parametrize(
    ("percentage", "base", "fits"),
    [(12.7, 55, True), (12.6, 55, False), (13, 55, True), (0.1, 55, False), (0.127, 55, False), (0, 55, True),
     (100, 55, True), (50.5, 55, False), (5, 0, False)],
)  # fmt: skip
def test_a_percentage_is_possible_where_some_count_prints_as_it(percentage: float, base: int, fits: bool):
    """7 of 55 is 12.73%, 27 is 49.1% and 28 is 50.9%."""
    assert possible(percentage, base) == fits


def test_the_nearest_percentages_are_those_of_the_counts_on_either_side():
    assert nearest(12.6, 55) == ["10.9% (6 of 55)", "12.7% (7 of 55)"]


COUNTS = st.integers(11, 400).flatmap(lambda n: st.tuples(st.integers(1, n - 1), st.just(n)))


@given(st.lists(COUNTS, min_size=1), st.integers(1, 3))
def test_percentages_of_counts_are_never_taken_for_proportions(counts: list[tuple[int, int]], decimals: int):
    """Unless all of them are 1% or less: of such a survey the counts are asked for."""
    percentages = [round(100 * count / base, decimals) for count, base in counts]
    assume(max(percentages) > 1)
    assert not proportions(percentages)
    assert not any(proportion(p, base) for p, (_, base) in zip(percentages, counts, strict=True))


@given(st.lists(COUNTS, min_size=1), st.integers(2, 4))
def test_a_survey_of_proportions_is_always_told_from_percentages(
    counts: list[tuple[int, int]], decimals: int
):
    assume(any(round(count / base, decimals) for count, base in counts))
    assert proportions([round(count / base, decimals) for count, base in counts] + [float("nan")])


@given(COUNTS)
def test_one_proportion_among_percentages_is_told(counts: tuple[int, int]):
    """To three decimals nearly every proportion of a base up to 400 is a percentage that no count gives."""
    count, base = counts
    value = round(count / base, 3)
    assert proportion(value, base) == (0 < value < 1 and not possible(value, base))
    if base < 90:
        assert proportion(value, base) == (0 < value < 1)


@pytest.mark.parametrize(("value", "said"), [(0.127, "12.7"), (0.08, "8"), (1.0, "100"), (0.2985, "29.85")])
def test_the_percentage_that_a_proportion_stands_for_is_offered(value: float, said: str):
    assert as_percentage(value) == said


def test_one_proportion_in_a_survey_is_refused_in_its_row(own: Path):
    change(own, "survey.csv", "5,BME,55,12.7,", "5,BME,55,0.127,")
    with pytest.raises(
        InvalidInput, match=r"row 3, percentage: found 0.127, which no number of 55 resp.*12.7 for"
    ):
        usable_return(own, "QHG", 2023)


def test_a_true_percentage_below_one_is_read(own: Path):
    """1 of 250 is 0.4%."""
    change(own, "survey.csv", "5,White,250,8,", "5,White,250,0.4,")
    assert usable_return(own, "QHG", 2023).tables["survey"]["percentage"][0] == 0.4


def test_a_survey_of_proportions_is_refused_with_what_is_meant(own: Path):
    put(
        own,
        "survey.csv",
        "indicator,ethnicity,respondents,percentage,yes\n5,White,250,0.08,\n5,BME,55,0.127,\n",
    )
    with pytest.raises(
        InvalidInput, match=r"the highest is 0.127; expected percentages: 12.7 for 0.127; where it is no"
    ):
        usable_return(own, "QHG", 2023)


def test_a_survey_still_to_come_and_a_snapshot_of_another_year_are_refused(own: Path):
    change(own, "return.yml", "survey_year: 2022", "survey_year: 2032")
    change(own, "return.yml", "snapshot_date: 2023-03-31", "snapshot_date: 2021-03-31")
    with pytest.raises(InvalidInput) as refused:
        usable_return(own, "QHG", 2023)
    assert "survey_year: found 2032" in str(refused.value)
    assert "snapshot_date: found 2021-03-31; expected a day of 2023" in str(refused.value)


def test_more_respondents_than_staff_and_impossible_percentages_are_remarked_on(own: Path):
    change(own, "survey.csv", "5,BME,55,12.7,", "5,BME,400,12.6,")
    change(own, "survey.csv", "6,BME,55,18.2,", "6,BME,55,18.1,")
    said = "\n".join(remarks_on(own, "QHG", 2023))
    assert "400 BME respondents, and 99 BME staff in staff_in_post: more answered than there are" in said
    assert "no count of 55 is 18.1%; nearest: 16.4% (9 of 55) or 18.2% (10 of 55)" in said
    assert "no count of 400 is 12.6%; nearest: 12.5% (50 of 400) or 12.8% (51 of 400)" in said
