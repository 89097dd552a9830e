"""Sentences over many small returns: complete, without symbols, and no more than the figures allow."""

import random
import re
import shutil
from pathlib import Path

import pytest
from small_project import retype

from wres.figures import grades
from wres.figures.inline import BEGIN, END, THEN, without_ids
from wres.pages import all_readings, digest, indicator, methods, summary, workforce
from wres.pages.action_plan import actions
from wres.pages.improvement_plan import high_impact_actions
from wres.publication import Publication, publication

BANDS = [("1-7", "8a-vsm"), ("2", "5", "6", "8a", "8d", "vsm"), ("5", "8a", "medical-consultant")]


KEY_FINDINGS = (summary.headline, summary.families, summary.picture, summary.changed, summary.asked,
                summary.certainty)  # fmt: skip


def _return(folder: Path, draw: random.Random) -> None:
    """A return of a random size and shape in place of the one in the folder."""
    totals = dict.fromkeys(("White", "BME", "Unknown"), 0)
    rows = []
    size, bands = draw.choice([3, 10, 40, 200]), draw.choice(BANDS)
    for cluster in draw.sample(["clinical", "non-clinical", "medical"], draw.randint(1, 3)):
        for band in bands:
            for group, part in (("White", 1.0), ("BME", 0.3), ("Unknown", 0.05)):
                count = int(draw.expovariate(1) * size * part)
                totals[group] += count
                rows.append(f"{cluster},{band},{group},{count}")
    (folder / "workforce.csv").write_text("cluster,band,ethnicity,headcount\n" + "\n".join(rows) + "\n")
    text = (folder / "return.yml").read_text(encoding="utf-8")
    before, rest = text.split("staff_in_post:\n")
    after = rest[rest.index("survey_year") :]
    stated = "".join(f"  {group}: {count}\n" for group, count in totals.items())
    (folder / "return.yml").write_text(f"{before}staff_in_post:\n{stated}{after}", encoding="utf-8")
    stages = [(group, draw.randint(0, 60)) for group in totals]
    (folder / "recruitment.csv").write_text(
        "stage,ethnicity,headcount\n"
        + "".join(f"shortlisted,{g},{n}\nappointed,{g},{draw.randint(0, n)}\n" for g, n in stages)
    )
    for name in ("disciplinary", "training"):
        events = "".join(f"{g},{draw.randint(0, min(n, 8))}\n" for g, n in totals.items())
        (folder / f"{name}.csv").write_text("ethnicity,headcount\n" + events)
    for name in ("survey", "board", "earlier_figures"):
        if draw.random() < 0.3:
            (folder / f"{name}.csv").unlink(missing_ok=True)


@pytest.fixture(scope="module", params=[0, *(pytest.param(n, marks=pytest.mark.full) for n in range(1, 8))])
def any_report(
    request: pytest.FixtureRequest, data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Publication:
    """The publication of a random return of two years."""
    draw = random.Random(request.param)
    own = Path(shutil.copytree(data, tmp_path_factory.mktemp("any") / "data"))
    folder = own / "returns" / "QHG"
    shutil.rmtree(folder / "2023" / "commentary")
    (folder / "2023" / "actions.csv").unlink()
    for year in ("2022", "2023"):
        _return(folder / year, draw)
    return publication("QHG", 2023, own)


def _said(report: Publication) -> list[str]:
    of_indicators = [indicator.finding(report, n) for n in "123456789"]
    of_indicators += [each for n in "123456789" for each in indicator.change_sentences(report, n)]
    of_workforce = [workforce.finding(report), workforce.change(report)]
    return [without_ids(sentence) for sentence in (*of_indicators, *of_workforce)]


def test_no_sentence_holds_a_symbol_or_a_missing_number(any_report: Publication):
    for sentence in _said(any_report):
        assert "[" not in sentence and "nan" not in sentence and "None" not in sentence
        assert sentence == "" or sentence[0].isupper() or sentence[0].isdigit()
        assert sentence == "" or sentence.endswith(".")


def test_a_sentence_calls_clear_only_what_the_interval_leaves_clear(any_report: Publication):
    for number in "2345678":
        figure = any_report.figures.find(f"i{number}.{'relative_likelihood' if number < '5' else 'gap'}.2023")
        neutral = 1.0 if number < "5" else 0.0
        clear = figure.low > neutral or figure.high < neutral
        if "a clear difference" in indicator.finding(any_report, number):
            assert clear


def test_the_sentence_on_a_ratio_without_limit_says_what_its_grade_says(own_data: Path):
    """49 of 159 White applicants and none of 178 BME; the lower end, by search, is 19.26."""
    folder = own_data / "returns/QHG/2023"
    shutil.rmtree(folder / "commentary")
    (folder / "actions.csv").unlink()
    retype(folder / "recruitment.csv", {"appointed,BME,25": "appointed,BME,0"})
    report = publication("QHG", 2023, own_data)
    assert without_ids(indicator.finding(report, "2")) == (
        "No BME applicant was appointed from shortlisting in 2023, against 30.8% of White applicants "
        "(49 of 159): the relative likelihood has no upper limit (95% interval 19.26 or more), a clear "
        "difference, to the disadvantage of BME applicants, outside the equal treatment range of 0.80 "
        "to 1.25."
    )
    found = grades.grade_of_report(report, "2", 2023)
    assert found.grade == "Under-developed" and "no upper limit" in without_ids(found.why)


def test_what_cannot_be_judged_is_not_graded(any_report: Publication):
    for number in "23456789":
        given = grades.grade(any_report.figures, number, 2023)
        if given.figure is not None and given.figure.status not in ("shown", "zero", "infinite"):
            assert given.grade == "Not assessed"


def test_every_window_shows_any_return(any_report: Publication):
    shown = [f(any_report, n) for n in "123456789" for f in (indicator.charts, indicator.tables)]
    shown += [all_readings.tiles(any_report), all_readings.rag_matrix(any_report)]
    shown += [workforce.table_of_staff(any_report)]
    shown += [workforce.chart(any_report), workforce.population_chart(any_report), actions(any_report)]
    shown += [part(any_report) for part in KEY_FINDINGS]
    shown += [methods.hidden_counts(any_report), high_impact_actions(any_report)]
    assert all(part.html for part in shown)
    assert not [part for part in shown if ">nan<" in part.html]
    assert not [part for part in shown if {BEGIN, THEN, END} & set(part.html)]
    assert not [part for part in shown for alt in re.findall(r'alt="([^"]*)"', part.html) if "<" in alt]
    assert repr(digest.digest(any_report))
