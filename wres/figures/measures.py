"""What each measure is called, how it is made, and by whose method its interval.

What differs between measures is a row here. Words that differ between indicators come from the catalogue.
"""

import re
from dataclasses import dataclass

from wres.figures.arithmetic import STOCKS
from wres.figures.figure import MINUS, Figure
from wres.standard.indicators import BOARD, PAY_BANDS

WILSON = "Wilson 1927"
SCORE = "score with skewness correction, Laud 2017"
NEWCOMBE = "Newcombe 1998, from the intervals of both"
MOVER = "Zou and Donner 2008, from the intervals of both"
MOVED = "Wilson 1927, less the share it is compared with"
PART = "Wilson 1927 with the finite-population factor, less the share it is a part of"
EXACT = "exact, from Fisher's noncentral hypergeometric distribution"


@dataclass(frozen=True)
class Measure:
    """What a measure is called, how it is made, and whose method gives its interval.

    ``formula`` may name the group, and what a row of the catalogue holds, such as ``{arithmetic}``.
    ``sign`` stands between the figures it is made from; without one they are listed by name.
    """

    name: str
    formula: str = ""
    sign: str = ""
    method: str = ""


MEASURES = {
    "headcount": Measure("staff"),
    "staff": Measure("staff"),
    "known": Measure("staff whose ethnicity is known"),
    "shortlisted": Measure("applicants shortlisted"),
    "appointed": Measure("applicants appointed"),
    "entered": Measure("staff who entered the formal disciplinary process"),
    "accessed": Measure("staff who accessed non-mandatory training or CPD"),
    "respondents": Measure("respondents"),
    "members": Measure("board members"),
    "people": Measure("residents"),
    "share": Measure("share of staff", "{group} staff ÷ all staff", "÷", WILSON),
    f"{PAY_BANDS}.share": Measure("share of staff", "{group} staff there ÷ all staff there", "÷", WILSON),
    f"{BOARD}.share": Measure("share of seats", "{group} members ÷ all members", "÷", WILSON),
    "population.share": Measure("share of residents", "{group} residents ÷ all residents", "÷"),
    "declared": Measure("share whose ethnicity is known", "staff whose ethnicity is known ÷ all staff", "÷",
                        WILSON),
    "known_share": Measure("share of staff whose ethnicity is known",
                           "{group} staff ÷ staff whose ethnicity is known", "÷", WILSON),
    "difference": Measure("share less that of the workforce", "{arithmetic}", MINUS, PART),
    f"{BOARD}.difference": Measure(
        "share less that of the workforce", "{arithmetic}", MINUS,
        f"{SCORE}, over all that members of unknown ethnicity may be"),
    "known_difference": Measure("share less that of the workforce, of staff whose ethnicity is known",
                                "share there less share in the workforce", MINUS, PART),
    f"{BOARD}.known": Measure("members whose ethnicity is known"),
    f"{BOARD}.known_share": Measure("share of members whose ethnicity is known",
                                    "{group} members ÷ members whose ethnicity is known", "÷", WILSON),
    f"{PAY_BANDS}.representation_ratio": Measure(
        "ratio of representation in senior posts",
        "BME share of senior posts ÷ BME share of the cluster's other posts, of known ethnicity",
        method=SCORE),
    "representation_ratio": Measure(
        "ratio of representation", "BME share of the board ÷ BME share of the workforce, of known ethnicity",
        "÷", SCORE),
    "representation_ratio_unknown_lowest": Measure(
        "lowest ratio of representation that unknowns allow",
        "members of unknown ethnicity taken as White, staff as BME", method=SCORE),
    "representation_ratio_unknown_highest": Measure(
        "highest ratio of representation that unknowns allow",
        "members of unknown ethnicity taken as BME, staff as White", method=SCORE),
    "likelihood": Measure("likelihood", "{event} ÷ {base}", "÷", WILSON),
    "relative_likelihood": Measure("relative likelihood", "{arithmetic}", "÷", SCORE),
    "relative_likelihood_unknown_as_white": Measure(
        "relative likelihood if all unknowns were White",
        "{arithmetic}, everyone of unknown ethnicity taken as White", method=SCORE),
    "relative_likelihood_unknown_as_bme": Measure(
        "relative likelihood if all unknowns were BME",
        "{arithmetic}, everyone of unknown ethnicity taken as BME", method=SCORE),
    "relative_likelihood_unknown_lowest": Measure(
        "lowest relative likelihood that unknowns allow",
        "{arithmetic}, unknowns to whom it happened taken as {below}, the others as {above}", method=SCORE),
    "relative_likelihood_unknown_highest": Measure(
        "highest relative likelihood that unknowns allow",
        "{arithmetic}, unknowns to whom it happened taken as {above}, the others as {below}", method=SCORE),
    "smallest_ratio": Measure(
        "smallest ratio that would be read as worse for BME staff",
        "as many people in both groups and White staff as they are, BME staff so much worse off"),
    "percentage_ratio": Measure("ratio of the percentages", "{above} ÷ {below}", "÷", SCORE),
    "percentage": Measure("percentage", "{arithmetic}", "of", WILSON),
    "gap": Measure("gap", "{above} less {below}", MINUS, SCORE),
    "progression_ratio": Measure(
        "progression ratio", "(White above the step ÷ White below it) ÷ (BME above ÷ BME below)",
        method=EXACT),
    "population_gap": Measure("gap to the population", "share of staff less share of residents", MINUS,
                              MOVED),
    "population_gap_in_people": Measure(
        "gap to the population in people",
        "(share of staff less share of residents) × staff whose ethnicity is known",
        method=f"{MOVED}, in people"),
    "chance": Measure(
        "chance of a board as unusual, above or below",
        "binomial of both tails, a BME member in each seat by the chance that the workforce gives, of known "
        "ethnicity"),
}  # fmt: skip
POOLED = re.compile(r"relative_likelihood_pooled_from_(\d{4})")
CHANGED = re.compile(r"(?P<of>\w+?)_change(?:_since_(?P<first>\d{4}))?")


def measure_of(figure: Figure) -> Measure:
    """The row of a figure's measure; changes and benchmarks have that of the measure they are of."""
    if figure.indicator == "benchmark":
        indicator, measure, _ = figure.measure.split(".")
        named = MEASURES.get(f"{indicator}.{measure}") or MEASURES.get(measure)
        words = measure.replace("_", " ").replace("vsm", "VSM").replace("white", "White")
        return Measure(named.name if named else words)
    if pooled := POOLED.fullmatch(figure.measure):
        return Measure(
            f"relative likelihood of the years since {pooled[1]} together",
            "each year compared within itself (Mantel and Haenszel 1959)",
            method=SCORE,
        )
    if changed := CHANGED.fullmatch(figure.measure):
        of = MEASURES.get(f"{figure.indicator}.{changed['of']}") or MEASURES[changed["of"]]
        year = int(figure.parents[1].rpartition(".")[2]) if len(figure.parents) > 1 else figure.year - 1
        on = "the year before" if year == figure.year - 1 else str(year)
        before = f"since {changed['first']}" if changed["first"] else f"on {on}"
        method = NEWCOMBE if of.method == WILSON else MOVER
        if changed["of"] in STOCKS:
            method = ""
        return Measure(f"change {before}, {of.name}", "later year less earlier year", MINUS, method)
    return MEASURES.get(f"{figure.indicator}.{figure.measure}") or MEASURES[figure.measure]
