"""What an action of a plan needs: somebody who leads it, a day, a measure, and an aim that fits."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wres.lint.attribution import indicators_named
from wres.lint.statements import Facts
from wres.publication import Publication
from wres.returns.schemas import ENDED
from wres.standard.lookups import lookup

NAMED = re.compile(r"\bhigh[\s-]impact\s+actions?\s+(\d+)\b", re.IGNORECASE)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class PlanRule:
    """A row of the table: ``when`` answers with the facts that the texts tell, or None where all is well."""

    name: str
    stops: bool
    looks_for: str
    when: Callable[[Row, Publication], Facts | None]
    words: str
    why: str
    instead: str


def _blank(*columns: str) -> Callable[[Row, Publication], Facts | None]:
    """An action that goes on, with none of these columns filled in."""

    def found(row: Row, report: Publication) -> Facts | None:
        return None if row["status"] in ENDED or any(row[column] for column in columns) else {}

    return found


def _measured_by(report: Publication) -> dict[str, set[str]]:
    """The indicators by which each high impact action is measured, or nearly; none for some."""
    table = lookup(report.data, "high_impact_actions")
    return {str(row.number): set(filter(None, row.indicators.split(";"))) for row in table.itertuples()}


def unfit(row: Row, report: Publication) -> Facts | None:
    """A high impact action that the action's indicators do not measure, by the lookup's nearest match."""
    chosen, own = row["high_impact_action"], set(row["indicators"].split(";"))
    measured = _measured_by(report)
    if not chosen or own & measured[chosen]:
        return None
    by = f"indicators {_list(measured[chosen])}" if measured[chosen] else "no WRES indicator"
    nearer = [number for number, indicators in measured.items() if own & indicators]
    return {
        "number": chosen,
        "own": _list(own),
        "by": by,
        "nearer": f"the nearest by the lookup is {_list(nearer)}"
        if nearer
        else "the lookup names none for them",
    }


def misnamed(row: Row, report: Publication) -> Facts | None:
    """A text that names another high impact action than the action's own, or one that does not exist."""
    named = set(NAMED.findall(_texts(row)))
    wrong = named - {str(row["high_impact_action"] or "")}
    if not wrong or (row["high_impact_action"] in named and wrong <= set(_measured_by(report))):
        return None
    return {"named": _list(wrong), "own": str(row["high_impact_action"] or "none")}


def misplaced(row: Row, report: Publication) -> Facts | None:
    """A text that names indicators which are not the action's."""
    own = set(row["indicators"].split(";"))
    other = indicators_named(_texts(row)) - own
    return {"other": _list(other), "own": _list(own)} if other else None


def _texts(row: Row) -> str:
    return " ".join(str(row[column]) for column in ("action", "outcome", "measure", "progress"))


def _list(numbers: Iterable[str]) -> str:
    return ", ".join(sorted(numbers))


PLAN_RULES = (
    PlanRule(
        "action without lead",
        False,
        "an action that goes on, with no lead",
        _blank("lead"),
        "no lead",
        "nobody answers for the action",
        "the role that leads it, in column lead",
    ),
    PlanRule(
        "action without date",
        False,
        "an action that goes on, with neither due date nor review",
        _blank("due", "review"),
        "neither due date nor review",
        "nobody can say when it should be done",
        "a date in column due, or how often it is reviewed in column review",
    ),
    PlanRule(
        "action without measure",
        False,
        "an action that goes on, with no measure",
        _blank("measure"),
        "no measure",
        "nobody can say whether it worked",
        "how it will be known, in column measure, such as the id of a figure",
    ),
    PlanRule(
        "high impact action that does not fit",
        False,
        "a high impact action that the lookup does not match with any indicator of the action",
        unfit,
        "high impact action {number} for indicators {own}",
        "by data/lookups/high_impact_actions.csv it is measured by {by}",
        "the number that fits ({nearer}), other indicators, or the same if it is meant",
    ),
    PlanRule(
        "action for another indicator",
        False,
        "a text that names an indicator which is not among the action's",
        misplaced,
        "indicator {other}",
        "the action is for indicator {own}",
        "the indicator in column indicators, or another in the text",
    ),
    PlanRule(
        "wrong high impact action",
        True,
        "a text that names another high impact action than its row",
        misnamed,
        "high impact action {named}",
        "the row's own is {own}",
        "one number in both",
    ),
)
