"""Where each figure comes from: value, evidence, formula in words and numbers, counts, method, source.

Made from the published table alone, so an origin tells no more than that table does. The theme puts
the origins of the figures that a page names at its foot; book.js shows them one by one.
"""

from dataclasses import dataclass

from markupsafe import Markup, escape

from wres.figures.evidence import FEW_EVENTS, FEW_PEOPLE, Evidence
from wres.figures.figure import MINUS, Figure
from wres.figures.formulas import protection
from wres.figures.measures import measure_of
from wres.figures.names import figure_name, group_name, labels, name_within_indicator
from wres.figures.status import STATUSES, Status
from wres.figures.unit import Unit
from wres.publication import Publication
from wres.standard.groups import GROUPS
from wres.standard.indicators import BY_KEY

FEW = (
    f"fewer than {FEW_EVENTS} events, fewer than {FEW_PEOPLE} people in a group, or nobody of known ethnicity"
)
EVIDENCE = {
    Evidence.HIGHER: "Higher: the whole interval lies above {neutral}",
    Evidence.LOWER: "Lower: the whole interval lies below {neutral}",
    Evidence.UNCLEAR: "No clear difference: the interval includes {neutral}",
    Evidence.TOO_FEW: f"Too few to say: the interval includes {{neutral}} and rests on {FEW}",
    Evidence.NOT_COMPARABLE: "Not comparable: there is a break in the series",
}


@dataclass(frozen=True)
class Origin:
    """Where a figure comes from: its id, its name, and in lines of HTML all that may be told."""

    id: str
    name: str
    lines: tuple[Markup, ...]

    @property
    def html(self) -> str:
        """The origin as a group of a description list."""
        lines = Markup("").join(Markup("<dd>{}</dd>").format(line) for line in self.lines)
        return Markup('<div id="origin-{}"><dt>{}</dt>{}</div>').format(self.id, self.name, lines)


def origins(report: Publication) -> dict[str, str]:
    """The HTML of every published figure's origin by its id; its links lead to those of other figures."""
    words = labels(report.data, report.figures)
    return {figure.id: origin(report, figure, words).html for figure in report.figures}


def origin(report: Publication, figure: Figure, words: dict[str, str]) -> Origin:
    """Where a figure comes from; ``words`` are those of ``labels``."""
    made, source = _made(report, figure, words), f"Source: {figure.source.spoken(figure.year)}"
    lines = (_value(report, figure), _evidence(figure), made, source)
    return Origin(figure.id, figure_name(figure, words), tuple(escape(line) for line in lines if line))


def _value(report: Publication, figure: Figure) -> str | Markup:
    """The value with its unit and interval, or why there is none."""
    if not figure.known:
        said = f"{figure.symbol} {STATUSES[figure.status].key}"
        rule = Markup('{}. <a href="methods.html">What is hidden, and why</a>')
        return rule.format(said) if figure.status == Status.SUPPRESSED else said
    return _with_unit(report, figure) + (
        f" ({figure.interval_name} {figure.interval}; {measure_of(figure).method})" if figure.interval else ""
    )


def _with_unit(report: Publication, figure: Figure) -> str:
    if not figure.unit.startswith("people"):
        return figure.text
    said = f"{figure.text} {'person' if abs(figure.value) == 1 else 'people'}"
    base = report.given.policies.disclosure.rounding
    counted = figure.unit == Unit.PEOPLE and protection(figure) in ("people", "bands")
    return f"{said}, rounded to a multiple of {base}" if base and counted else said


def _evidence(figure: Figure) -> str:
    neutral = 1 if figure.unit == Unit.RATIO else 0
    return EVIDENCE[figure.evidence].format(neutral=neutral) if figure.evidence else ""


def _made(report: Publication, figure: Figure, words: dict[str, str]) -> str | Markup:
    """The formula in words and in numbers; a count that is a sum has its parts."""
    if figure.source.as_published:
        return "Known only as published, without counts"
    if not figure.parents:
        return ""
    held = [report.figures[id] for id in figure.parents if id in report.figures]
    if figure.unit == Unit.PEOPLE:
        if any(rows.entry for rows in figure.source.rows) and figure.group in GROUPS:
            return "Stated in the return as a total"
        return _with_numbers("Sum", "+", held, words)
    measure = measure_of(figure)
    formula = measure.formula.format_map(_catalogue(figure))
    return _with_numbers(formula[0].upper() + formula[1:], measure.sign, held, words)


def _catalogue(figure: Figure) -> dict[str, str]:
    """What formulas in words may name: the group, and what the catalogue of indicators holds."""
    named = {"group": group_name(figure)}
    if figure.indicator not in BY_KEY:
        return named
    row = BY_KEY[figure.indicator]
    groups = {"above": GROUPS.get(row.above, ""), "below": GROUPS.get(row.below, "")}
    return {"arithmetic": row.arithmetic, "event": row.event, "base": row.base, **named, **groups}


def _with_numbers(formula: str, sign: str, held: list[Figure], words: dict[str, str]) -> str | Markup:
    """A formula and the figures that it is made from, each a link to its own origin."""
    if not held:
        return f"{formula} of figures that are left out"
    shown = [_linked(figure, signed=place > 0 and sign == MINUS) for place, figure in enumerate(held)]
    if not sign:
        shown = [
            Markup("{} = {}").format(name_within_indicator(f, words), link)
            for f, link in zip(held, shown, strict=True)
        ]
    if sign == "of":
        return Markup("{}: of {}").format(formula, shown[0])
    return Markup("{}: {}").format(formula, Markup(f" {sign} " if sign else "; ").join(shown))


def _linked(figure: Figure, signed: bool) -> Markup:
    """A figure as a formula prints it, with the counts behind a percentage."""
    shown = Markup('<a href="#origin-{}">{}</a>').format(figure.id, figure.number.lstrip("+"))
    if figure.unit == Unit.PERCENT and figure.denominator == figure.denominator:
        counts = f"{figure.numerator:,.0f} of " if figure.numerator == figure.numerator else "base "
        return Markup("{} ({}{:,.0f})").format(shown, counts, figure.denominator)
    return Markup("({})").format(shown) if signed and figure.number.startswith(MINUS) else shown
