"""What is remarked on in a return that can be used."""

from dataclasses import replace
from pathlib import Path

import pytest

from wres.returns.reading import Return
from wres.returns.remarks import answered, other_name, remarks
from wres.returns.validate import usable_return


@pytest.fixture(scope="module")
def given(data: Path) -> Return:
    """The default return: 421 staff, a stated response rate of 86%."""
    return usable_return(data, "QHG", 2023)


def with_rate(given: Return, rate: float | None) -> Return:
    return replace(given, settings=given.settings.model_copy(update={"survey_response_rate": rate}))


def test_a_response_rate_that_the_bases_do_not_bear_out_is_remarked_on(data: Path, given: Return):
    # 86% of 421 is 362; the largest bases are 57 BME and 248 White: 305, 72%.
    (said,) = answered(given)
    assert "305, 72% of 421 staff" in said and "86%, which is 362" in said
    assert said in remarks(data, given)


@pytest.mark.parametrize("rate", [72, 68, 77, None])
def test_a_response_rate_near_the_bases_or_none_is_not(given: Return, rate: float | None):
    assert answered(with_rate(given, rate)) == []


@pytest.mark.parametrize("rate", [66, 79])
def test_a_response_rate_more_than_five_points_away_is(given: Return, rate: float):
    assert len(answered(with_rate(given, rate))) == 1


def test_without_a_survey_there_is_nothing_to_remark_on(given: Return):
    without = {name: table for name, table in given.tables.items() if name != "survey"}
    assert answered(replace(given, tables=without)) == []


def test_another_name_than_the_registers_is_remarked_on(data: Path, given: Return):
    assert other_name(data, given) == []
    typed = replace(given, settings=given.settings.model_copy(update={"body": "NHS BLMK"}))
    (said,) = other_name(data, typed)
    assert (
        "body is NHS BLMK" in said
        and "NHS Bedfordshire, Luton and Milton Keynes Integrated Care Board" in said
    )


def test_the_name_of_a_body_before_the_organisation_is_not(data: Path):
    assert other_name(data, usable_return(data, "QHG", 2022)) == []
