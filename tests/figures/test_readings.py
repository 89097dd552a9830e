"""The reading of a ratio: every branch of the printed rule, and the smallest ratio that it can tell."""

from dataclasses import replace
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law

from wres.figures.arithmetic import count, rate, relative_likelihood
from wres.figures.detectable import smallest_ratios
from wres.figures.figure import Figure, Figures
from wres.figures.provenance import Source
from wres.figures.readings import RULE, Reading, reading, together
from wres.standard.constants import EQUAL_TREATMENT
from wres.standard.indicators import BY_CODE

LAW = law()
WORSE, CLOSE, BETTER, EQUAL = Reading.WORSE, Reading.CLOSE, Reading.BETTER, Reading.EQUAL
TURNED = {WORSE: BETTER, BETTER: WORSE, CLOSE: CLOSE, EQUAL: EQUAL}


def ratio(low: float, high: float, status: str = "shown") -> Figure:
    return Figure("i2", "relative_likelihood", "", "", 2023, 1.0, "ratio", status, low=low, high=high)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (1.43, 3.38, WORSE),
        (1.12, 1.28, WORSE),  # clear, and not wholly inside the range
        (1.01, 1.2499, EQUAL),  # clear, and so small that the whole interval is inside
        (0.80, 1.25, EQUAL),
        (0.81, 0.99, EQUAL),
        (0.79, 0.99, BETTER),
        (0.2, 0.5, BETTER),
        (0.0, 0.9, BETTER),
        (0.79, 1.25, CLOSE),
        (0.80, 1.26, CLOSE),
        (0.5, 2.0, CLOSE),
        (1.0, 2.0, CLOSE),  # equal treatment is in the interval
        (0.5, 1.0, CLOSE),
        (1.3, inf, WORSE),
        (0.6, inf, CLOSE),
    ],
)
def test_a_reading_is_where_the_interval_lies_of_one_and_of_the_range(low, high, expected):
    status = "infinite" if high == inf else "shown"
    assert reading(ratio(low, high, status), "above") == expected
    assert reading(ratio(low, high, status), "below") == TURNED[expected]


@pytest.mark.parametrize(
    ("status", "expected"),
    [("undefined", Reading.NOTHING), ("suppressed", Reading.NOT_KNOWN), ("not_collected", Reading.NOT_KNOWN)],
)
def test_what_is_not_there_has_no_reading(status, expected):
    assert reading(ratio(nan, nan, status), "above") == expected


def test_a_ratio_known_only_as_published_has_no_reading():
    assert reading(replace(ratio(nan, nan), value=2.66), "above") == Reading.NOT_KNOWN


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([EQUAL, EQUAL], EQUAL),
        ([EQUAL, BETTER], BETTER),
        ([EQUAL, CLOSE], CLOSE),
        ([BETTER, CLOSE], CLOSE),
        ([BETTER, WORSE], WORSE),
        ([CLOSE, Reading.NOT_KNOWN], CLOSE),  # what is hidden leaves the other
        ([EQUAL, Reading.NOTHING], EQUAL),
        ([Reading.NOTHING], Reading.NOTHING),
        ([], Reading.NOT_KNOWN),
    ],
)
def test_several_comparisons_are_about_equal_only_where_all_are(found, expected):
    assert together(found) == expected
    assert together(list(reversed(found))) == expected


def test_every_reading_has_its_rule_and_its_words():
    assert set(RULE) == set(Reading)
    assert {each.slug for each in Reading} == {"worse", "close", "better", "equal", "nothing", "not-known"}
    assert WORSE.said == "Worse for BME staff"


def likelihood(events: int, base: int, group: str) -> Figure:
    return rate("likelihood", *(count("i2", m, "", group, 2023, n, Source())
                                for m, n in (("appointed", events), ("shortlisted", base))))  # fmt: skip


groups = st.integers(1, 400).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))


@LAW
@given(groups, groups)
def test_a_reading_never_says_more_than_the_words_beside_it(first, second):
    figure = relative_likelihood(likelihood(*first, "white"), likelihood(*second, "bme"))
    read = reading(figure, "above")
    if read == WORSE:
        assert figure.evidence == "higher"
    if read == BETTER:
        assert figure.evidence == "lower"
    if read == CLOSE:
        assert figure.evidence in ("no clear difference", "too few to say")
    if read == EQUAL:
        assert EQUAL_TREATMENT[0] <= figure.low and figure.high <= EQUAL_TREATMENT[1]


@LAW
@given(groups, groups)
def test_turning_the_groups_round_turns_the_reading_round(first, second):
    one, other = likelihood(*first, "white"), likelihood(*second, "bme")
    read = reading(relative_likelihood(one, other), "above")
    turned = reading(relative_likelihood(other, one), "above")
    assert turned == TURNED.get(read, read)


# The smallest ratio that could be told


def smallest(number: str, white: tuple[int, int], bme: tuple[int, int]) -> list[Figure]:
    """Of indicator 2 or 3, with these events and bases."""
    row = BY_CODE[number]
    pairs = {"white": white, "bme": bme}
    rates = {
        group: rate("likelihood", *(count(row.key, m, "", group, 2023, n, Source())
                                    for m, n in zip((row.event, row.base), pair, strict=True)))
        for group, pair in pairs.items()
    }  # fmt: skip
    made = relative_likelihood(rates[row.above], rates[row.below])
    return list(smallest_ratios(row, Figures([*rates.values(), made]), 2023))


@LAW
@given(st.integers(20, 200), st.integers(20, 200), st.sampled_from("23"), st.data())
def test_the_smallest_ratio_is_read_as_worse_and_the_count_before_it_is_not(white, bme, number, drawn):
    events = drawn.draw(st.integers(1, white - 1))
    found = smallest(number, (events, white), (max(1, bme * events // white), bme))
    assert len(found) == 1

    def read(bme_events: int) -> Reading:
        one, other = likelihood(events, white, "white"), likelihood(bme_events, bme, "bme")
        return reading(relative_likelihood(*((one, other) if number == "2" else (other, one))), "above")

    equal = bme * events / white
    tried = range(int(equal), -1, -1) if number == "2" else range(-int(-equal // 1), bme + 1)
    first = next((n for n in tried if read(n) == WORSE), None)
    (figure,) = found
    if first is None:
        assert figure.status == "undefined"
    elif number == "2" and first == 0:
        assert figure.status == "infinite"
    else:
        expected = events / white / (first / bme)
        assert figure.value == pytest.approx(expected if number == "2" else 1 / expected)


def test_of_few_people_no_ratio_could_be_told():
    # Of one BME member of staff in ten nothing can be said, whatever happens to that one.
    assert [f.status for f in smallest("3", (5, 200), (0, 1))] == ["undefined"]


def test_a_hidden_group_has_no_smallest_ratio():
    row = BY_CODE["2"]
    shown, other = likelihood(49, 159, "white"), likelihood(25, 178, "bme")
    made = relative_likelihood(shown, other)
    hidden = replace(other, value=nan, numerator=nan, denominator=nan, status="suppressed")
    emptied = replace(made, value=nan, low=nan, high=nan, status="suppressed")
    assert list(smallest_ratios(row, Figures([shown, hidden, emptied]), 2023)) == []
