"""What the page of all readings shows: a tile for each indicator, readings by year, questions."""

from wres.figures.evidence import CLEAR
from wres.figures.grades import Grade, comparison_impossible, grade_of_report
from wres.figures.inline import inline
from wres.figures.readings import KNOWN_READINGS, Reading
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
    """What a board may ask of this report: of each reading but about equal, and of the plan itself."""
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
    if found.reading in (Reading.EQUAL, Reading.BETTER):
        return None
    if found.reading != Reading.WORSE:
        return Sentence(f"{{}}: {found.reading}. What else does the organisation know of it?", (link,))
    if not own:
        return Sentence(f"{{}} is {found.reading}, and no action names it. Why?", (link,))
    text = (
        f"{{}} is {found.reading}. Which actions that name it ({{}}) are to change the figure, and by when?"
    )
    return Sentence(text, (link, links_to_actions(own)))


TONES = {
    Reading.EQUAL: "favourable",
    Reading.BETTER: "favourable",
    Reading.CLOSE: "unclear",
    Reading.WORSE: "adverse",
}


def tiles(report: Publication) -> Fragment:
    """The workforce and nine indicators, a tile each."""
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
    changes = [_brief(report, start, group), room.brief(report, indicator), _moved(report, indicator, given)]
    large = NOT_KNOWN if comparison_impossible(report.figures, indicator, report.year) else large_text(figure)
    return Tile(indicator.name, indicator.page, large, text, " ".join(filter(None, changes)),
                TONES.get(given.reading, "none"), given)  # fmt: skip


def _moved(report: Publication, indicator: Indicator, now: Grade) -> str:
    """That the reading is another than the year before, and whether the figure has clearly changed."""
    if report.last_year is None or now.figure is None:
        return ""
    before = grade_of_report(report, indicator.code, report.last_year)
    if before.reading == now.reading or {before.reading, now.reading} - set(KNOWN_READINGS):
        return ""
    change = FORMULAS[indicator.formula].change(report, indicator)
    if change.evidence in CLEAR:
        return f"Reading in {report.last_year}: {before.reading}."
    gap = GAP_IS[now.reading]
    since = f"a change since {report.last_year} is not clear"
    return f"Reading in {report.last_year}: {before.reading}. {gap}; {since}."


GAP_IS = {
    Reading.WORSE: "The gap is now clear",
    Reading.BETTER: "The gap is now clear",
    Reading.CLOSE: "The gap is no longer clear",
    Reading.EQUAL: "That the gap is small is now clear",
}


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
    """Nine indicators by year: reading, grade and the figure they rest on."""
    lines = []
    for indicator in INDICATORS:
        cells = [_grade_cell(report, indicator, year) for year in report.years]
        link = Link(indicator.name, f"{indicator.page}.html")
        lines.append(Line(link, cells))
    header = ["Indicator", *(str(year) for year in report.years)]
    return table("Reading of each indicator by year", header, lines, kind="wres-matrix")


def _grade_cell(report: Publication, indicator: Indicator, year: int) -> Text:
    given = grade_of_report(report, indicator.code, year)
    return GradeChip(given, given.why)
