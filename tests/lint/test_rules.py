"""The commentary check: what it says of a real report's sentences, and what it leaves alone."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from math import nan
from pathlib import Path

import pytest

from wres.build import book
from wres.build.target import Target
from wres.cli.main import main
from wres.commentary.sentences import Passage
from wres.commentary.texts import about
from wres.errors import InvalidInput
from wres.figures.figure import Figure, Figures
from wres.files.locations import project_folder
from wres.lint.check import Finding, checked, findings, rule_list
from wres.lint.plan_rules import PLAN_RULES
from wres.lint.rules import RULES
from wres.publication import Publication, draft
from wres.returns.schemas import PARTS
from wres.returns.settings import GivenGrade

COMMENTARY = "data/returns/QHG/2023/commentary"


def f(id: str) -> str:
    """A figure looked up in a text."""
    return f'{{{{ figure("{id}") }}}}'


def on(report: Publication, page: str | int, part: str, text: str, first: int = 1) -> list[Finding]:
    """What the check says of one text of a page, or of an indicator's page, and of nothing else."""
    page = f"indicator-{page}" if isinstance(page, int) else page
    passage = Passage(text, f"{COMMENTARY}/{page}.md", "line", first, tuple(about(page)), part)
    return findings(replace(report, passages=(passage,), actions=report.actions.iloc[:0]))


def told(found: list[Finding]) -> list[tuple[str, str, bool]]:
    """Rule, words and whether it stops, of each remark."""
    return [(remark.rule, remark.words, remark.is_error) for remark in found]


# The sentences of the 2023 report, as it printed them, and what must be caught in each: E stops, A advises.
E, A = True, False
TYPED, NOWHERE, POINTS = "typed figure", "untraced number", "percent for percentage points"
PRINTED = [
    ("introduction", "White applicants were 2.19 times more likely to be appointed from shortlisting "
     "compared to BME applicants; this shows a consistent improvement from 2021-22 at 2.31 "
     "and 2020-21 which was at 2.66.",
     [(E, TYPED, "2.19"), (E, TYPED, "2.31"), (E, TYPED, "2.66"), (A, "improvement", "improvement"),
      (A, "consistent, or a trend", "consistent")]),
    ("introduction", "86% of the BLMK ICB workforce responded to the NHS staff survey.",
     [(A, NOWHERE, "86%")]),
    (1, "There has been an increase in the number of staff from 407 in 2022 to 421 this year.",
     [(A, NOWHERE, "407"), (E, TYPED, "421")]),
    (1, "The proportion of BME staff has dropped by 0.6%.",
     [(E, POINTS, "dropped by 0.6%")]),  # 96 of 398 is 24.1%, 99 of 421 is 23.5%
    (1, "Bands 1 to 7 - percentage of BME staff increased by 9% from 22% to 31%.",
     [(E, POINTS, "increased by 9%")]),  # 31 less 22 is 9
    (1, "The number of non-clinical leaders, 8a and above, has reduced by 52% from 24 to 14.",
     [(E, "sum that does not add up", "reduced by 52% from 24 to 14")]),  # 10 of 24 is 41.7%
    (1, "This represents a significant loss of 52% of the number BME staff at the higher bands.",
     [(A, "significant, without evidence", "significant"), (A, "loss", "significant loss")]),
    (1, "There has been a decrease in the percentage of clinical BME staff in bands 1-7 by 11.5%.",
     [(A, "percent of a change", "decrease in the percentage of clinical BME staff in bands 1-7 by 11.5%")]),
    (2, "Although this is a consistent improvement year on year, it is still significantly above "
     "the national average which was at 1.54 (National NHS WRES March 2022), and the desired ratio of 1:1.",
     [(E, TYPED, "1.54"), (A, "significant, without evidence", "significantly"),
      (A, "improvement", "improvement"), (A, "national average of whom", "national average")]),
    (3, "Achieving", [(E, "wrong grade", "Achieving")]),
    (4, "Achieving", [(E, "wrong grade", "Achieving")]),
    (4, "There has been an increase in the likelihood of BME staff accessing non-mandatory "
     "training and CPD from a likelihood of 0.81 in 2022 to 0.52.",
     [(E, TYPED, "0.81"), (A, NOWHERE, "0.52"),  # 43 of 309 over 24 of 99 is 0.57
      (E, "direction against the amounts", "increase in the likelihood of BME staff accessing")]),
    (5, "12.7% of BME staff experienced this type of abuse compared with 10.6% last year; this is "
     "above the national average at 8.3%.",
     [(E, TYPED, "12.7%"), (E, TYPED, "10.6%"), (E, TYPED, "8.3%"),
      (A, "national average of whom", "national average")]),
    (5, "The percentage of colleagues experiencing such incidents increased by 2.1% from last year "
     "10.6% to 12.7%.",
     [(E, POINTS, "increased by 2.1%")]),
    (5, "The outcomes show a higher rate of such incidents than the national average.",
     [(A, "national average of whom", "national average")]),
    (6, "A decrease of 0.9% since 2021.", [(A, "percent of a change", "decrease of 0.9%")]),
    (6, "It is slightly lower than last year which was at 19.1%", [(E, TYPED, "19.1%")]),
    (6, "The numbers of such incidents in BME staff compared to White staff is higher by 7.8%.",
     [(A, "percent of a change", "higher by 7.8%")]),
    (7, "This is significantly (31.9%) lower than their White colleagues at 61.7%.",
     [(E, POINTS, "(31.9%) lower"), (E, TYPED, "61.7%")]),
    (7, "29.8% of BME staff believe this, which is 3.5% lower than last year.",
     [(E, TYPED, "29.8%"), (E, POINTS, "3.5% lower")]),
    (8, "14.8% of BME staff compared to 4.4% of White staff; an increase of 4.4% since 2021-22.",
     [(E, TYPED, "14.8%"), (E, TYPED, "4.4%"), (E, POINTS, "increase of 4.4%")]),
    (8, "The situation has worsened since 2021.", [(A, "improvement", "worsened")]),
    (8, "In comparison with the National picture, this is 1.5% higher in BME colleagues.",
     [(A, "national average of whom", "National picture"), (A, "percent of a change", "1.5% higher")]),
    (9, "90.9% of the Board are White, 0% are BME and 9.1% have not disclosed their ethnicity.",
     [(A, NOWHERE, "90.9%"), (E, TYPED, "0%"), (A, NOWHERE, "9.1%")]),
    (9, "White 84.6% 73.4% +10.6%", [(A, "percent of a change", "+10.6%")]),
    ("workforce", "96.9 % of staff completed their ethnicity profile; a further improvement since last year.",
     [(E, TYPED, "96.9 %"), (A, "improvement", "improvement")]),
]  # fmt: skip


@pytest.mark.parametrize(("page", "text", "expected"), PRINTED, ids=[text[:40] for _, text, _ in PRINTED])
def test_what_the_2023_report_said_is_caught(
    report: Publication, page: str | int, text: str, expected: list[tuple[bool, str, str]]
) -> None:
    part = "text" if page in ("introduction", "workforce") else "data"
    found = told(on(report, page, part, text))
    missed = [(stops, rule, words) for stops, rule, words in expected
              if not any(s == stops and r == rule and w.startswith(words) for r, w, s in found)]  # fmt: skip
    assert missed == []


@pytest.mark.parametrize("word", ["ethnic minority", "ethnic-minority"])
@pytest.mark.parametrize(
    ("page", "text"),
    [(page, text) for page, text, _ in PRINTED if "BME" in text],
    ids=lambda value: str(value)[:40],
)
def test_a_text_that_says_ethnic_minority_is_read_alike(
    report: Publication, page: str | int, text: str, word: str
) -> None:
    part = "text" if page in ("introduction", "workforce") else "data"
    standard, other = (on(report, page, part, said) for said in (text, text.replace("BME", word)))
    assert [(r.rule, r.instead) for r in other] == [(r.rule, r.instead) for r in standard]
    assert [r.words.replace("BME", word)[:40] for r in standard] == [r.words[:40] for r in other]


# Texts that are wrong in ways that only the figures looked up can show.
RATIO, BEFORE = f("i2.relative_likelihood.2023"), f("i2.relative_likelihood.2022")
BME5, WHITE5 = f("i5.percentage.bme.2023"), f("i5.percentage.white.2023")  # 7 of 55, 20 of 250: no clear gap
STAFF, STAFF_BEFORE = f("workforce.headcount.all.2023"), f("workforce.headcount.all.2022")
BME6, BME6_BEFORE = f("i6.percentage.bme.2023"), f("i6.percentage.bme.2022")  # 10 of 55 is less than 9 of 47
BOARD, BOARD_BEFORE = f("i9.share.board.bme.2023"), f("i9.share.board.bme.2022")  # 0 of 13, 6 of 19: 31.6%
CCGS = f("benchmark.i5.percentage.ccgs.bme.2022")
TRUSTS = f("benchmark.i2.relative_likelihood.trusts-england.all.2023")
ROSE = f"It rose to {BME5} (it was {f('i5.percentage.bme.2022')})."
WRONG = [
    ("unit behind a figure", 2, "data", f"It is {f('i2.likelihood.bme.2023')}% of them."),
    ("unit behind a figure", 5, "data", f"The gap is {f('i5.gap.2023')} percentage points."),
    ("unit behind a figure", 2, "data", f"It is {RATIO} per cent."),
    ("level for a change", 5, "data", f"There was an increase of {BME5}."),
    ("level for a change", 5, "data", f"It rose by {BME5}."),
    ("direction against the figure", 6, "data", f"A rise of {f('i6.percentage_change.bme.2023')}."),
    ("direction against the figure", 6, "data",
     f"It is {f('i6.percentage_change.bme.2023')} higher than a year earlier."),
    ("direction against the figure", 5, "data",
     f"It fell by {f('i5.percentage_change.bme.2023')}."),  # from 10.6% to 12.7%
    ("direction against the amounts", 6, "data", f"It rose from {BME6_BEFORE} to {BME6}."),
    ("sum that does not add up", 9, "data", f"It fell by 10% from {BOARD_BEFORE} to {BOARD}."),
    ("significant, but not clear", 2, "data", f"It fell significantly, from {BEFORE} to {RATIO}."),
    ("significant, but not clear", 5, "data", f"A significant gap of {f('i5.gap.2023')}."),
    ("significant, but not clear", 5, "data", f"BME ({BME5}) is significantly above White ({WHITE5})."),
    ("improvement", 2, "data", f"The figure improved, from {BEFORE} to {RATIO}."),
    ("consistent, or a trend", 2, "data",
     f"{f('i2.relative_likelihood.2021')}, {BEFORE}, {RATIO}: a downward trend."),
    ("consistent, or a trend", 2, "data", f"Each year's figure, such as {RATIO}, is lower, three in a row."),
    ("direction not clear", 5, "data", f"{BME5} of BME respondents is higher than {WHITE5} of White."),
    ("direction not clear", 5, "data", ROSE),
    ("direction not clear", 5, "data",
     f"- In 2022 {BME5} said so.\n- A year earlier {f('i5.percentage.bme.2022')}. It is higher than then."),
    ("loss", 1, "action", "Understand the loss of BME staff at bands 8a to VSM."),
    ("loss", 1, "data", "The figures show that 3 BME staff left."),
    ("cause", 4, "data", f"Access fell to {f('i4.likelihood.bme.2023')} because managers changed."),
    ("cause", 4, "done", "As a result of the campaign, the share who took part increased."),
    ("year that is not held", 5, "data", "In 2019 the ratio was worse."),
    ("body of another year", "workforce", "text", f"The CCG employed {STAFF} people."),
    ("body of another year", "workforce", "text", f"A year earlier the ICB employed {STAFF_BEFORE} people."),
    ("body out of its time", "workforce", "text", "In 2023 the CCG employed more people."),
    ("national average of others", 5, "data", f"The national average was {CCGS}."),
    ("wrong indicator", 4, "data", f"For indicator 3 it was {f('i4.relative_likelihood.2023')}."),
    ("figure of another indicator", 6, "data", f"It is {BME5} of BME respondents."),
    ("figure of another indicator", 6, "data", f"{BME6} of BME and {WHITE5} of White respondents."),
    ("figure from elsewhere", 9, "data",
     f"In bands 8a to VSM it is {f('i1.known_share.non-clinical.8a-vsm.bme.2023')}."),
    ("wrong grade", 4, "data", "The ICB is graded Achieving."),
    ("wrong grade", "introduction", "text", "Indicators 2, 7 and 8 are Developing."),  # all are worse
    ("number like a figure", 2, "data", "According to an agency it is 2.19."),
    ("number like a figure", 1, "outcome", "The 14 BME staff at bands 8a to VSM are heard."),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "page", "part", "text"), WRONG, ids=[f"{w[0]}: {w[3][:30]}" for w in WRONG])
def test_a_text_that_the_figures_do_not_bear_out_is_caught(
    report: Publication, rule: str, page: str | int, part: str, text: str
) -> None:
    assert rule in [remark.rule for remark in on(report, page, part, text)]


def test_every_rule_for_texts_is_shown_to_catch_something() -> None:
    shown = {each[0] for each in WRONG} | {rule for _, _, expected in PRINTED for _, rule, _ in expected}
    assert shown == {rule.name for rule in RULES}


# What must be left alone.
INNOCENT = [
    (9, "data", "We held 13 meetings of the network."),  # the board has 13 members
    (9, "done", "11 members attended the workshop."),
    (2, "done", "We trained 45 managers in 3 workshops, and 60% of them replied."),
    ("introduction", "text", "The programme is due to start in autumn 2023."),
    ("introduction", "text", "The standard has been in place since 2015, the Equality Act since 2010."),
    ("introduction", "text", "The ICB took the place of the CCG on 1 July 2022."),
    (9, "done", "A fair, transparent and consistent approach was taken."),
    (2, "plan", "Continue to monitor recruitment, to identify trends and increase diversity."),
    (2, "data", "Monitor recruitment to identify trends in the rate of appointment."),
    (2, "data", "The improvement plan names six high impact actions."),
    (2, "data", "The difference is small, so no trend is claimed."),
    (2, "data", f"The change from {BEFORE} to {RATIO} is not significant."),
    (2, "data", f"Is {RATIO} an improvement on {BEFORE}?"),
    (2, "data", f"White applicants were significantly more likely to be appointed: {RATIO}."),
    (2, "data", f"In both years White applicants were significantly ahead: {BEFORE}, {RATIO}."),
    (2, "data", "From 0.80 to 1.25 is the range of equal treatment; 1, or 1:1, is equal."),
    (2, "data", "The interval is a 95% interval, and shares add up to 100%."),
    (2, "done", "As a result of the review, one single policy is now in place."),
    (2, "data", "According to NHS England, 7.7% of posts were vacant."),
    (2, "data", f"The national average for NHS trusts was {TRUSTS}."),
    (1, "data", "Counts of two days do not show who left, so they do not explain a loss of staff."),
    (1, "data", "Due to small numbers some figures are not shown: counts of 5 or below."),
    (1, "data", f"It is {f('i1.known_share.non-clinical.1-7.bme.2023')} in the lower bands."),
    (1, "data", "See https://example.org/2019/consistent-improvement-of-12.5-percent."),
    (1, "action", "Develop training that will prevent the loss of BME staff."),
    (1, "outcome", "The BME share at band 8a and above is 25% by March 2026."),  # 25.0% is a figure too
    ("introduction", "text", "The number of BME leaders matters, and we have made significant progress."),
    (3, "data", "The ratio is not calculated because nobody entered the process."),
    (4, "data", "Staff tend not to record training because they are unaware that they can."),
    (4, "data", "Help is there 24/7, in 1-2-1s too, and 8 weeks long."),
    (4, "data",  # 48 of 96, then 24 of 99
     f"Access fell significantly, from {f('i4.likelihood.bme.2022')} to {f('i4.likelihood.bme.2023')}."),
    (5, "data", f"The increase of {f('i5.percentage_change.bme.2023')} is no clear change."),
    (5, "data", f"The average for CCGs was {CCGS}."),
    (5, "data", "In the survey of autumn 2021 the CCG took part for the first time."),
    (6, "data",
     f"A year earlier it was higher by {f('i6.percentage_change.white.2023')} (not clearly)."),
    (6, "data", f"Indicator 5: {BME5}. Indicator 6: {BME6}."),
    (7, "plan", "Raise the response rate to 90% by 2025, and see an improvement."),
    (7, "data", f"The gap of {f('i7.gap.2023')} is a significant one."),  # 17 of 57, 153 of 248
    (7, "data", "Developing leaders is the aim of the new programme, named Achieving Together."),
    (7, "done", "The toolkit is rated as good and is Developing Leaders' own."),
    (7, "data", "The ICB is graded Under-developed. A year earlier it was graded Under-developed."),
    (8, "plan", "Review every aspect of recruitment, as set out under indicator 7."),
    (9, "data", f"A year earlier the CCG's board had {f('i9.members.board.all.2022')} members."),
    (9, "data", f"The share is {BOARD}; that of the former CCG was above it."),
    (9, "data", f"After the CCG closed its staff moved; the share is now {BOARD}."),
    ("workforce", "text", f"The number rose by 5.8%, from {STAFF_BEFORE} to {STAFF}."),  # 23 of 398
    ("workforce", "text", f"The share fell and the number rose from {STAFF_BEFORE} to {STAFF}."),
    (2, "data", "The plan runs to 2030, by when the gap is to be closed."),
    (4, "data", f"Unlike indicator 3 it can be calculated, and is {f('i4.relative_likelihood.2023')}."),
    ("workforce", "text", "In the 2021 Census the ICB's area had many communities."),
    ("workforce", "text", "The number of staff whose ethnicity is not known has not changed since then."),
]  # fmt: skip


@pytest.mark.parametrize(("page", "part", "text"), INNOCENT, ids=[text[:40] for _, _, text in INNOCENT])
def test_an_innocent_sentence_is_left_alone(
    report: Publication, page: str | int, part: str, text: str
) -> None:
    assert told(on(report, page, part, text)) == []


def test_every_figure_that_is_typed_is_caught_with_the_id_of_one_that_prints_the_same(
    report: Publication,
) -> None:
    missed = []
    for figure in report.figures:
        typed = figure.text.lstrip("+\N{MINUS SIGN}")
        own = figure.known and figure.indicator.startswith("i") and figure.unit in ("percent", "ratio")
        # 0.80, 1.25 and 100% are named as ends of ranges too; nought is no amount
        if own and typed not in ("0.80", "1.25", "100.0%", "0.00"):
            found = on(report, int(figure.indicator[1:]), "data", f"It is {typed}.")
            named = [r.instead for r in found if r.rule == "typed figure" and r.is_error]
            same = [
                g for g in report.figures if g.known and g.text == figure.text and named and g.id in named[0]
            ]
            missed += [] if same else [figure.id]
    assert missed == []


def test_a_figure_that_is_looked_up_on_its_own_page_is_never_remarked_on(report: Publication) -> None:
    own = [x for x in report.figures if x.known and x.indicator.startswith("i")]
    assert len(own) > 300
    found = [told(on(report, int(x.indicator[1:]), "data", f"It is {f(x.id)}.")) for x in own]
    assert [each for each in found if each] == []


# What a remark tells


def test_a_remark_tells_file_line_words_why_and_what_to_write(report: Publication) -> None:
    (remark,) = on(report, 2, "data", "Few.\n\n- Nothing here.\n- It was 2.19 then.", first=3)
    assert (remark.file, remark.place, remark.words) == (f"{COMMENTARY}/indicator-2.md", "line 6", "2.19")
    assert remark.instead == '{{ figure("i2.relative_likelihood.2023") }}'
    assert "holds this figure" in str(remark.problem)
    assert str(remark.problem).endswith('expected {{ figure("i2.relative_likelihood.2023") }}')


@pytest.mark.parametrize(
    ("page", "text", "id"),
    [
        (5, "It was 8% of White staff.", "i5.percentage.white.2023"),  # printed 8.0%
        (2, "There were 178 BME applicants.", "i2.shortlisted.bme.2023"),
        (9, "The board has thirteen members.", "i9.members.board.all.2023"),
        (5, "Before, 10.6 per cent of BME staff said so.", "i5.percentage.bme.2022"),
        (3, "This year 0 BME staff entered it.", "i3.entered.bme.2023"),
        (3, "A year earlier 0 BME staff entered it.", "i3.entered.bme.2022"),
        (7, "They are 31.9 percentage points apart.", "i7.gap.2023"),
        ("workforce", "The ICB employs 421 people.", "workforce.headcount.all.2023"),
        (2, "The CCG's figure was 2.31.", "i2.relative_likelihood.2022"),
    ],
)
def test_the_id_to_write_fits_unit_group_and_year(
    report: Publication, page: str | int, text: str, id: str
) -> None:
    part = "text" if page == "workforce" else "data"
    instead = [r.instead for r in on(report, page, part, text) if r.rule == "typed figure"]
    assert instead == [f(id)]


def test_a_count_of_one_group_is_not_taken_for_that_of_another(report: Publication) -> None:
    found = on(report, 9, "data", "There are 13 White members.")  # 13 members in all, 11 White
    assert [remark.rule for remark in found] == ["untraced number"]


def test_the_size_of_a_gap_proves_nothing_of_a_change(report: Publication) -> None:
    found = on(report, 7, "data", "It decreased by 31.9%.")  # the gap is 31.9 points, the change 3.5
    assert [remark.rule for remark in found] == ["percent of a change"]


def test_a_figure_alone_is_compared_with_nothing(report: Publication) -> None:
    found = on(report, 5, "data", f"A significant {BME5} of BME respondents said so.")
    assert [remark.rule for remark in found] == ["significant, without evidence"]


def test_higher_by_may_be_said_of_the_year_before(report: Publication) -> None:
    by = f"higher by {f('i6.percentage_change.white.2023')}"  # 12.9% to 10.4%
    before, now = (
        [remark.rule for remark in on(report, 6, "data", text)]
        for text in (f"Then it was {by}.", f"It is {by}.")
    )
    assert "direction against the figure" not in before
    assert "direction against the figure" in now


def test_a_rounded_percentage_is_told_which_figures_it_may_be(report: Publication) -> None:
    (remark,) = on(report, "workforce", "text", "A year earlier 24% of staff were BME.")
    assert remark.rule == "untraced number"
    assert "workforce.share.bme.2022 prints 24.1%" in remark.why  # 96 of 398


def test_the_change_in_points_is_named_in_place_of_a_percent(report: Publication) -> None:
    (remark,) = on(report, 5, "data", "An increase of 2.1% since 2021.")
    assert remark.instead == f("i5.percentage_change.bme.2023")


def test_several_words_of_a_sentence_are_told_once(report: Publication) -> None:
    text = (
        f"It fell to {f('i5.percentage.white.2023')} from {f('i5.percentage.white.2022')}, and is now lower."
    )
    (remark,) = on(report, 5, "data", text)
    assert (remark.rule, remark.words) == ("direction not clear", 'fell", "lower')


def test_the_words_of_a_long_text_are_cut(report: Publication) -> None:
    text = f"It rose, {'and rose, ' * 20}from {f('i6.percentage.bme.2022')} to {f('i6.percentage.bme.2023')}."
    assert all(len(remark.words) < 100 for remark in on(report, 6, "data", text))


# Evidence, bodies and grades


FIRST = "i2.relative_likelihood.2021"


def series(*changes: str) -> Figures:
    """A ratio of years from 2021 on, and its changes with this evidence."""
    made = [
        Figure("i2", "relative_likelihood", "", "", 2021 + n, 2.6 - n / 2, "ratio")
        for n in range(len(changes) + 1)
    ]
    for year, evidence in enumerate(changes, start=2022):
        parents = (f"i2.relative_likelihood.{year}", f"i2.relative_likelihood.{year - 1}")
        made.append(
            Figure(
                "i2",
                "relative_likelihood_change",
                "",
                "",
                year,
                -0.5,
                "ratio_change",
                low=-0.9,
                high=-0.1,
                evidence=evidence,
                parents=parents,
            )  # fmt: skip
        )
    return Figures(made)


@pytest.mark.parametrize(
    ("changes", "left_alone"),
    [
        (("lower", "lower"), True),
        (("lower",), False),  # two years are no trend
        (("lower", "no clear difference"), False),
        (("lower", "higher"), False),
    ],
)
def test_consistent_needs_three_years_that_clearly_point_the_same_way(
    report: Publication, changes: tuple[str, ...], left_alone: bool
) -> None:
    text = f"It fell to {f('i2.relative_likelihood.2022')}: a consistent fall."
    found = on(replace(report, figures=series(*changes)), 2, "data", text)
    assert ("consistent, or a trend" not in [remark.rule for remark in found]) == left_alone


def test_a_clear_change_may_be_called_a_significant_improvement(report: Publication) -> None:
    text = f"It improved significantly, to {f('i2.relative_likelihood.2022')}; before, it was {f(FIRST)}."
    assert on(replace(report, figures=series("lower")), 2, "data", text) == []
    unclear = on(replace(report, figures=series("too few to say")), 2, "data", text)
    assert ("significant, but not clear", "significantly", True) in told(unclear)


def test_a_figure_without_interval_bears_no_significance_out(report: Publication) -> None:
    text = f"A significant change of {f('workforce.headcount_change.bme.2023')} people."
    assert [remark.rule for remark in on(report, "workforce", "text", text)] == [
        "significant, without evidence"
    ]


def test_a_grade_given_with_a_reason_is_the_book_s(report: Publication) -> None:
    text = "The ICB is graded Achieving."
    assert [remark.rule for remark in on(report, 4, "data", text)] == ["wrong grade"]
    own = GivenGrade(indicator=4, grade="Achieving", reason="A reason.")
    settings = {**report.settings, 2023: report.given.model_copy(update={"grades": [own]})}
    assert on(replace(report, settings=settings), 4, "data", text) == []


def test_a_body_that_never_changed_may_be_named_in_every_year(report: Publication) -> None:
    text = f"A year earlier the ICB employed {f('workforce.headcount.all.2022')} people."
    body = report.given.model_copy(update={"predecessor": ()})
    same = replace(report, settings={2022: body.model_copy(update={"year": 2022}), 2023: body})
    assert on(same, "workforce", "text", text) == []


def test_a_figure_that_is_not_there_or_has_no_value_is_left_to_others(report: Publication) -> None:
    hidden = replace(report.figures["i2.appointed.bme.2023"], value=nan, status="suppressed")
    figures = Figures([x for x in report.figures if x.id != hidden.id] + [hidden])
    text = f"It rose by {f('i2.nothing.2023')} from {f(hidden.id)} to {f('i2.appointed.bme.2022')}."
    assert "sum that does not add up" not in [
        r.rule for r in on(replace(report, figures=figures), 2, "data", text)
    ]


# The plan


def planned(report: Publication, **cells: object) -> list[Finding]:
    """What the check says of a plan of one sound action, but for these cells."""
    sound = {
        "lead": "Chief People Officer", "due": None, "review": "Quarterly", "measure": "Staff asked",
        "row": 2, "indicators": "2", "high_impact_action": "2", "action": "Review.", "outcome": "",
        "progress": "", "status": None,
    }  # fmt: skip
    row = report.actions.iloc[:1].assign(**{name: [cell] for name, cell in {**sound, **cells}.items()})
    return findings(replace(report, passages=(), actions=row))


def test_a_sound_action_is_left_alone(report: Publication) -> None:
    assert planned(report) == []


@pytest.mark.parametrize(
    ("rule", "cells"),
    [
        ("action without lead", {"lead": ""}),
        ("action without date", {"review": ""}),
        ("action without measure", {"measure": ""}),
        ("high impact action that does not fit", {"high_impact_action": "6"}),  # measured by 6 and 8
        ("high impact action that does not fit", {"high_impact_action": "3"}),  # measured by none
        ("action for another indicator", {"action": "Do better at indicator 4."}),
        ("wrong high impact action", {"action": "As high impact action 6 asks."}),
        ("wrong high impact action", {"outcome": "High impact action 9 is met."}),
    ],
)
def test_an_action_that_lacks_something_is_told(
    report: Publication, rule: str, cells: dict[str, object]
) -> None:
    (remark,) = planned(report, **cells)
    assert (remark.rule, remark.place, remark.file) == (rule, "row 2", "data/returns/QHG/2023/actions.csv")
    assert remark.is_error == (rule == "wrong high impact action")


def test_every_rule_for_plans_is_shown_to_catch_something() -> None:
    shown = test_an_action_that_lacks_something_is_told.pytestmark[0].args[1]
    assert {rule for rule, _ in shown} == {rule.name for rule in PLAN_RULES}


@pytest.mark.parametrize("status", ["done", "stopped"])
def test_an_action_that_has_ended_needs_neither_lead_nor_date(report: Publication, status: str) -> None:
    assert planned(report, lead="", review="", measure="", status=status) == []


def test_an_action_with_a_due_date_needs_no_review(report: Publication) -> None:
    assert planned(report, review="", due=report.given.snapshot_date) == []


# The default book


def test_the_default_texts_hold_no_error(report: Publication) -> None:
    assert [remark for remark in findings(report) if remark.is_error] == []


def test_the_advice_on_the_default_texts_is_true(report: Publication) -> None:
    """Each checked by hand: the plan names no lead and no measure; A3 to A5 have no date; the lookup has no
    indicator 3, none for actions 3 and 4.
    """
    found = [(remark.file.rsplit("/")[-1], remark.place, remark.rule) for remark in findings(report)]
    assert found == [
        ("actions.csv", "rows 2 to 20", "action without lead"),
        ("actions.csv", "rows 4 to 6", "action without date"),
        ("actions.csv", "rows 2 to 20", "action without measure"),
        ("actions.csv", "row 7", "high impact action that does not fit"),
        ("actions.csv", "rows 8 to 10", "high impact action that does not fit"),
        ("actions.csv", "rows 18 to 20", "high impact action that does not fit"),
    ]


def test_each_text_is_kept_with_the_heading_or_column_it_stands_under(report: Publication) -> None:
    parts: dict[str, set[str]] = {}
    for passage in report.passages:
        parts.setdefault(passage.file.rsplit("/")[-1], set()).add(passage.part)
    assert parts["actions.csv"] == {"action", "outcome", "measure", "progress"}
    assert parts["workforce.md"] == {"text"}
    assert parts["indicator-2.md"] == {"data", "done", "plan"}


# Stopping a build, and the command line


@pytest.fixture
def quick(own_data: Path) -> Path:
    """The data with one year, no earlier report and no commentary but that of three indicators."""
    shutil.rmtree(own_data / "returns" / "QHG" / "2022")
    shutil.rmtree(own_data / "published")
    for page in (own_data / "returns" / "QHG" / "2023" / "commentary").iterdir():
        if page.stem not in ("indicator-1", "indicator-5", "indicator-6"):
            page.unlink()
        else:
            page.write_text("".join(f"## {title}\n\n" for title in PARTS.values()), encoding="utf-8")
    return own_data


def begun_with(data: Path, page: str, *texts: str) -> Path:
    """The data, with texts below the first heading of a page's commentary, from line 3."""
    path = data / "returns" / "QHG" / "2023" / "commentary" / f"{page}.md"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], "", *texts, *lines[1:]]), encoding="utf-8")
    return data


def test_errors_stop_with_all_other_problems_at_once(quick: Path) -> None:
    begun_with(quick, "indicator-5", "It is 12.7%, not 8%.", "", f"Or {f('i5.nothing.2023')}.")
    begun_with(quick, "indicator-6", "It is improving.")
    with pytest.raises(InvalidInput) as stopped:
        checked("QHG", 2023, quick)
    (file,) = {problem.file for problem in stopped.value.problems}
    assert file == f"{COMMENTARY}/indicator-5.md"
    assert [problem.place for problem in stopped.value.problems] == ["line 5", "line 3", "line 3"]


def test_a_build_stops_before_a_publication_is_written(quick: Path, tmp_path: Path) -> None:
    order = Target("QHG", 2023, quick, tmp_path / "out", project_folder())
    begun_with(quick, "indicator-5", "It is 12.7%.")
    with pytest.raises(InvalidInput, match=r"figure\(\"i5.percentage.bme.2023\"\)"):
        book.calculate(order, "code")
    assert not order.publication.exists()


def test_a_hidden_number_is_neither_kept_nor_repeated(quick: Path) -> None:
    # BME clinical staff in bands 1 to 7: 5 of 40, hidden
    begun_with(quick, "indicator-1", "BME staff fell to 5, five BME staff, 12.5%.")
    report, problems = draft("QHG", 2023, quick)
    (problem,) = problems
    assert "in: BME staff fell to ■, ■■■■ BME staff, ■■■■%." in problem.found
    (passage,) = [p for p in report.passages if p.part == "data" and p.file.endswith("indicator-1.md")]
    assert passage.text.strip() == "BME staff fell to ■, ■■■■ BME staff, ■■■■%."
    assert not [remark for remark in findings(report) if remark.rule in ("typed figure", "untraced number")]


@pytest.fixture
def wres(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs the command line in this process."""

    def run(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["wres", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run


Wres = Callable[..., tuple[int, str, str]]


def test_check_lists_advice_by_file_with_counts_and_ends_with_0(wres: Wres, quick: Path) -> None:
    data = begun_with(quick, "indicator-5", f"A significant {f('i5.respondents.bme.2023')} said so.")
    code, out, err = wres("check", "QHG", 2023, "--data", data)
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert "can be built" in lines[0]
    assert ": 7." in lines[1]
    assert lines[2] == "data/returns/QHG/2023/actions.csv (6)"
    assert lines[9] == f"{COMMENTARY}/indicator-5.md (1)"
    assert lines[10].startswith('  line 3: "significant": no interval or evidence')
    blank, survey = lines[11:]
    assert blank == (
        "training.csv: 1 headcount is blank, which says: not collected. Is nobody there, or was it not "
        "collected? Type 0, or say it once in return.yml: blank_means: {training: zero} or "
        "{training: not_collected}."
    )
    assert survey.startswith("survey.csv: the largest bases add up to 305, 72% of 421 staff")


def test_check_tells_an_error_with_what_to_write_and_ends_with_1(wres: Wres, quick: Path) -> None:
    code, out, err = wres("check", "QHG", 2023, "--data", begun_with(quick, "indicator-5", "It is 12.7%."))
    assert (code, out) == (1, "")
    assert f"{COMMENTARY}/indicator-5.md cannot be used (1 problem)" in err
    assert 'line 3: "12.7%"' in err
    assert f("i5.percentage.bme.2023") in err


def test_the_ids_can_be_listed_while_a_text_still_has_problems(wres: Wres, quick: Path) -> None:
    begun_with(quick, "indicator-5", f"It is {f('i5.nothing.2023')}, or 12.7%.")
    code, out, _ = wres("figures", "QHG", 2023, "--data", quick)
    assert code == 0
    assert "\ni5.percentage.bme.2023," in out


def test_check_prints_its_rules_without_a_return(wres: Wres) -> None:
    code, out, _ = wres("check", "--rules")
    assert code == 0
    assert out.strip() == rule_list()
    for rule in (*RULES, *PLAN_RULES):
        assert f"\n{rule.name}: {rule.looks_for}\n" in out
    assert "{" not in out
    assert out.index("typed figure") < out.index("Advice") < out.index("untraced number")
