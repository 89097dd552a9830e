"""Rounded counts: a word is given only where every set of counts that rounds so gives it."""

from itertools import product
from math import nan
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from laws import law

from wres.disclosure.rounding import round_counts
from wres.figures.arithmetic import against_workforce, count, gap, rate, relative_likelihood
from wres.figures.calculation import figures_of_year
from wres.figures.evidence import CLEAR
from wres.figures.figure import Figure, Figures, Slack
from wres.figures.grades import grade
from wres.figures.provenance import Source
from wres.figures.readings import KNOWN_READINGS, Reading, reading
from wres.returns.settings import DisclosurePolicy
from wres.returns.validate import usable_return

LAW = law(1 / 2)
BASE = 10
HALF = Slack(BASE / 2, BASE / 2)


def rounded(events: int, people: int, group: str, slack: Slack = HALF) -> Figure:
    """A likelihood of counts that have been rounded to a multiple of ten."""
    pair = (
        count("i2", m, "", group, 2023, n, Source(), slack=slack) for m, n in (("e", events), ("b", people))
    )
    return rate("likelihood", *pair)


def exactly(events: int, people: int, group: str) -> Figure:
    return rounded(events, people, group, Slack())


def behind(number: int) -> list[int]:
    """All counts that round to a multiple of ten, halves to even: 15 and 25 are both 20."""
    return [n for n in range(max(number - 5, 0), number + 6) if round(n / BASE) * BASE == number]


tens = st.integers(0, 6).map(lambda n: n * BASE)


@LAW
@given(tens, st.integers(2, 20), tens, st.integers(2, 20), st.data())
def test_a_word_or_reading_from_rounded_counts_holds_for_all_counts_behind_them(x1, n1, x2, n2, drawn):
    pairs = (min(x1, n1 * BASE), n1 * BASE), (min(x2, n2 * BASE), n2 * BASE)
    made = relative_likelihood(*(rounded(*pair, g) for pair, g in zip(pairs, ("white", "bme"), strict=True)))
    apart = gap("gap", *(rounded(*pair, g) for pair, g in zip(pairs, ("white", "bme"), strict=True)))
    read = reading(made, "above")
    for _ in range(5):
        true = [[drawn.draw(st.sampled_from(behind(n))) for n in pair] for pair in pairs]
        if any(events > people or not people for events, people in true):
            continue
        rates = [exactly(*pair, g) for pair, g in zip(true, ("white", "bme"), strict=True)]
        ratio, points = relative_likelihood(*rates), gap("gap", *rates)
        if made.evidence in CLEAR:
            assert ratio.evidence == made.evidence
        if apart.evidence in CLEAR:
            assert points.evidence == apart.evidence
        if read in KNOWN_READINGS and read != Reading.CLOSE:
            assert reading(ratio, "above") == read


@LAW
@given(tens, st.integers(2, 10), st.integers(0, 20), st.integers(10, 40))
def test_a_band_of_rounded_counts_is_clear_only_for_all_counts_behind_it(x, n, more, others):
    n, total = n * BASE, (n + others) * BASE
    x = min(x, n)
    bme = x + min(more, others) * BASE
    made = against_workforce("difference", rounded(x, n, "bme"), rounded(bme, total, "bme"))
    if made.evidence not in CLEAR:
        return
    corners = product(*((behind(k)[0], behind(k)[-1]) for k in (x, n, bme, total)))
    for a, b, c, d in corners:
        if a <= b and 0 <= c - a <= d - b:
            true = against_workforce("difference", exactly(a, b, "bme"), exactly(c, d, "bme"))
            assert true.evidence == made.evidence


def test_without_slack_the_interval_is_that_of_the_counts():
    ends = [(f.low, f.high) for f in (exactly(49, 159, "white"), rounded(49, 159, "white"))]
    assert ends[1][0] < ends[0][0] and ends[0][1] < ends[1][1]


def test_a_count_that_is_not_known_has_no_bounds():
    unknown = count("i2", "e", "", "bme", 2023, nan, Source(), slack=HALF)
    base = count("i2", "b", "", "bme", 2023, 50, Source(), slack=HALF)
    made = relative_likelihood(rounded(10, 100, "white"), rate("likelihood", unknown, base))
    assert made.low != made.low and made.evidence == ""


@pytest.mark.parametrize(
    ("indicator", "base", "white", "bme"),
    [  # found from outside: each was given a word, or a grade, that the true counts do not bear out
        ("3", 10, (16, 800), (4, 200)),  # 1.00, printed as 0.00, "a clear difference"
        ("3", 10, (14, 800), (5, 200)),  # 1.43, printed as 0.00
        ("2", 20, (12, 60), (9, 40)),  # 0.89, graded Under-developed
    ],
)
def test_rounded_counts_give_no_word_that_the_true_ones_do_not(
    own_data: Path, indicator: str, base: int, white: tuple[int, int], bme: tuple[int, int]
):
    folder = own_data / "returns/QHG/2025"
    folder.mkdir()
    staff = {"White": white[1], "BME": bme[1], "Unknown": 0}
    (folder / "return.yml").write_text(
        "organisation: QHG\nyear: 2025\nbody: A body\nsnapshot_date: 2025-03-31\nsources: Made for a test\n"
        f"staff_in_post: {{White: {white[1]}, BME: {bme[1]}, Unknown: 0}}\n"
        f"policies: {{disclosure: {{rounding: {base}, reason: Made for a test}}}}\n"
    )
    rows = "\n".join(f"clinical,5,{group},{n}" for group, n in staff.items())
    (folder / "workforce.csv").write_text(f"cluster,band,ethnicity,headcount\n{rows}\n")
    if indicator == "3":
        (folder / "disciplinary.csv").write_text(
            f"ethnicity,headcount\nWhite,{white[0]}\nBME,{bme[0]}\nUnknown,0\n"
        )
    else:
        stages = [("shortlisted", 1), ("appointed", 0)]
        lines = [f"{stage},{g},{n[k]}" for stage, k in stages for g, n in
                 (("White", white), ("BME", bme), ("Unknown", (0, 0)))]  # fmt: skip
        (folder / "recruitment.csv").write_text("\n".join(["stage,ethnicity,headcount", *lines, ""]))
    given = round_counts(usable_return(own_data, "QHG", 2025), DisclosurePolicy(rounding=base))
    figures = Figures(figures_of_year(own_data, given))
    ratio = figures[f"i{indicator}.relative_likelihood.2025"]
    assert ratio.evidence not in CLEAR
    assert grade(figures, indicator, 2025).reading == Reading.CLOSE
