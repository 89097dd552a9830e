"""What the page of key findings shows: tiles, grades, questions for the board."""

from wres.figures.grades import GRADES, NOT_ASSESSED
from wres.figures.grading import comparison_impossible, grade_of_report
from wres.figures.inline import inline
from wres.figures.unknown_ethnicity import ethnicity_unknown
from wres.pages.action_plan import links_to_actions
from wres.pages.blocks import BulletList, GradeChip, Line, Link, Sentence, Text, Tile, Tiles
from wres.pages.fragments import Fragment
from wres.pages.indicator import FORMULAS
from wres.pages.indicator import finding as finding_of_indicator
from wres.pages.phrases import CHANGES, LARGE, NOT_KNOWN, change_id, figure_id, first_sentence, large_text
from wres.pages.table import table
from wres.pages.workforce import finding
from wres.publication import Publication
from wres.returns.schemas import ENDED
from wres.standard.groups import FOCUS
from wres.standard.indicator import Indicator
from wres.standard.indicators import INDICATORS


def questions(report: Publication) -> Fragment:
    """What a board may ask of this report: of each grade but Achieving, and of the plan itself."""
    rows = report.actions.to_dict("records")
    asked: list[Text | None] = [_question(report, indicator, rows) for indicator in INDICATORS]
    open_ = [r for r in rows if r["status"] not in ENDED]
    for missing, what in (("lead", "nobody who leads it"), ("due", "no date")):
        silent = [r for r in open_ if not r[missing] and not (missing == "due" and r["review"])]
        if silent:
            asked.append(
                Sentence("Actions that name {}: {}. Who will see to it?", (what, links_to_actions(silent)))
            )
    return BulletList([question for question in asked if question])


def _question(report: Publication, indicator: Indicator, rows: list[dict]) -> Text | None:
    found = grade_of_report(report, indicator.code, report.year)
    link = Link(indicator.name, f"{indicator.page}.html")
    own = [r for r in rows if indicator.code in r["indicators"].split(";")]
    if found.grade == GRADES[0]:
        return None
    if found.grade == NOT_ASSESSED:
        return Sentence("{} is not assessed. What else does the organisation know of it?", (link,))
    if not own:
        return Sentence("{} is graded {}, and no action names it. Why?", (link, found.grade))
    text = "{} is graded {}. Which actions that name it ({}) are to change the figure, and by when?"
    return Sentence(text, (link, found.grade, links_to_actions(own)))


TONES = {
    "Achieving": "favourable",
    "Developing": "unclear",
    "Under-developed": "adverse",
    "Not assessed": "none",
}


def tiles(report: Publication) -> Fragment:
    """The key findings: the workforce and nine indicators, a tile each."""
    share = report.figures[f"workforce.share.{FOCUS}.{report.year}"]
    nobody = ethnicity_unknown(report.figures, "workforce", "", report.year)
    first = Tile("Workforce", "workforce", NOT_KNOWN if nobody else large_text(share), finding(report),
                 _brief(report, "workforce.share", FOCUS), "none")  # fmt: skip
    return Tiles([first, *(_tile(report, i) for i in INDICATORS)])


def _tile(report: Publication, indicator: Indicator) -> Tile:
    """The first sentence of the finding under the figure that it speaks of."""
    given = grade_of_report(report, indicator.code, report.year)
    room = FORMULAS[indicator.formula]
    start, group = room.main_figure(report, indicator)
    figure = report.figures.find(figure_id(start, group, report.year))
    text = first_sentence(finding_of_indicator(report, indicator.code))
    changes = [_brief(report, start, group), room.brief(report, indicator)]
    large = NOT_KNOWN if comparison_impossible(report.figures, indicator, report.year) else large_text(figure)
    return Tile(indicator.name, indicator.page, large, text, " ".join(changes).strip(), TONES[given.grade],
                given)  # fmt: skip


def _brief(report: Publication, start: str, group: str) -> str:
    """The year before and the verdict on the change, as short as a tile needs."""
    if report.last_year is None:
        return ""
    before = report.figures.find(figure_id(start, group, report.last_year))
    if not before.known:
        return f"{report.last_year}: {LARGE[before.status].lower()}."
    change = report.figures.find(change_id(start, group, report.year))
    verdict = CHANGES.get(change.evidence, "")
    return f"{report.last_year}: {inline(before, before.number)}{f', {verdict}' if verdict else ''}."


def rag_matrix(report: Publication) -> Fragment:
    """Nine indicators by year: grade and the figure it rests on."""
    lines = []
    for indicator in INDICATORS:
        cells = [_grade_cell(report, indicator, year) for year in report.years]
        link = Link(indicator.name, f"{indicator.page}.html")
        lines.append(Line(link, cells))
    header = ["Indicator", *(str(year) for year in report.years)]
    return table("Grade of each indicator by year", header, lines, kind="wres-matrix")


def _grade_cell(report: Publication, indicator: Indicator, year: int) -> Text:
    given = grade_of_report(report, indicator.code, year)
    return GradeChip(given, given.why)
