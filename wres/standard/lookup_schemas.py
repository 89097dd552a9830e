"""The shape of the lookups and benchmarks: kept with the project, the same for everyone."""

from datetime import date
from typing import Literal

from wres.files.csv_rows import OptionalDate, Row, column

CODES = r"^([1-9](;[1-9])*)?$"


Kind = Literal[
    "integrated care board",
    "clinical commissioning group",
    "NHS trust",
    "NHS foundation trust",
    "local health board",
    "national body",
    "local authority",
    "other",
]


class Organisation(Row):
    """Organisations, each under its name and in its area from one day to another.

    A new name, or a larger area, is a further row with the same code. Without region, ONS code or days a
    cell is blank.
    """

    ods_code: str = column("ODS code", "QHG", pattern=r"^[A-Z0-9]{3,6}$")
    gss_code: str = column("ONS (GSS) code of its area; blank: none", "E54000024", pattern=r"^([A-Z]\d{8})?$")
    name: str = column(
        "Name", "NHS Bedfordshire, Luton and Milton Keynes Integrated Care Board", pattern=r"\S"
    )
    type: Kind = column("Type of organisation", "integrated care board")
    region: str = column("NHS England region; blank: none", "East of England")
    region_ods_code: str = column("ODS code of the region; blank: none", "Y61")
    valid_from: OptionalDate = column("First day; blank: not recorded", "2022-07-01", "date")
    valid_to: OptionalDate = column(
        "Last day; blank: still there when the list was made", "2026-03-31", "date"
    )
    certainty: str = column("read: seen in a public source; single source: in one alone", "read")
    note: str = column("Note", "")


class Succession(Row):
    """Which organisation followed which. One that was split has a row for each that received a part."""

    predecessor_ods: str = column(
        "ODS code of the one that ended; blank: not in organisations.csv",
        "QHG",
        pattern=r"^([A-Z0-9]{3,6})?$",
    )
    predecessor: str = column("Its name", "NHS Frimley Integrated Care Board", pattern=r"\S")
    successor_ods: str = column("ODS code of the one that followed", "S1Y5D", pattern=r"^[A-Z0-9]{3,6}$")
    day: date = column("First day of the change", "2026-04-01", "date")
    kind: Literal["merger", "split", "replacement"] = column(
        "merger: it went there as a whole; split: a part of it; replacement: as a whole, and nothing else",
        "merger",
    )
    certainty: str = column("read: seen in a public source; single source: in one alone", "read")
    note: str = column("Note", "")


class EthnicCategory(Row):
    """Ethnic categories of each code system and the WRES group they belong to."""

    code_system: str = column("Code system", "ESR 2001")
    code: str = column("Code in that system", "A")
    label: str = column("Label", "White: British")
    wres_group: Literal["White", "BME", "Unknown"] = column("WRES group", "White")
    certainty: str = column("read: seen in a public source; unsettled: from memory", "read")
    note: str = column("Note", "")


class PayBand(Row):
    """Pay bands, medical grades and groups of bands."""

    code: str = column("Code used in workforce.csv", "8a")
    label: str = column("Label", "Band 8a")
    grouping: Literal["lower", "senior", "medical", "other"] = column(
        "lower: below band 8a; senior: band 8a and above; medical; other", "senior"
    )
    disparity_group: Literal["lower", "middle", "upper", ""] = column(
        "Tier of the disparity ratio; blank: none or several", "upper"
    )
    order: int = column("Order in tables", 10)
    note: str = column("Note", "")


class HighImpactAction(Row):
    """The six high impact actions of the NHS EDI improvement plan (June 2023)."""

    number: int = column("Number", 2, ge=1, le=6)
    title: str = column("Title, in this project's words", "Fair, inclusive recruitment")
    metrics: str = column("Metrics", "Likelihood of appointment from shortlisting")
    indicators: str = column("Indicators that measure it, separated by ;", "1;2;4;7", pattern=CODES)
    certainty: str = column("read: seen in a public source; unsettled: from memory", "read")
    note: str = column("Note", "")


class PeopleFunction(Row):
    """The ten people functions of integrated care systems."""

    number: int = column("Number", 3, ge=1, le=10)
    title: str = column("Title", "Supporting inclusion and belonging for all")
    outcome: str = column("Outcome sought, in this project's words", "Everyone can thrive")
    indicators: str = column("Indicators mapped to it, separated by ;", "1;2", pattern=CODES)
    note: str = column("Note", "Proposed mapping.")


class National(Row):
    """Published figures of other populations. A blank is never a zero: no row means not found."""

    population: str = column("Whose figure it is", "NHS trusts in England")
    population_slug: str = column("The same, as part of an id", "trusts-england", pattern=r"^[a-z0-9-]+$")
    indicator: str = column("workforce, or 1 to 9", "2", pattern=r"^(workforce|[1-9])$")
    measure: str = column("Measure", "relative_likelihood", pattern=r"^[a-z0-9_]+$")
    group: str = column("Group; blank: a ratio of two", "")
    year: int = column("Year", 2022, "year")
    year_basis: str = column("What the year is", "WRES report year")
    value: float = column("Value; percentages as fractions", 1.54, "see unit")
    unit: Literal["fraction", "ratio"] = column("Unit", "ratio")
    publication: str = column("First published or restated, and where", "as first published")
    source: str = column("Where it was read", "hsjjobs.com")
    note: str = column("Note", "")


class Population(Row):
    """Census 2021 usual residents by ethnic group."""

    area_code: str = column("ONS (GSS) code", "E54000024")
    area_name: str = column("Name", "Luton")
    area_type: str = column("ICB or local authority", "ICB")
    ods_code: str = column("ODS code; blank for local authorities", "QHG")
    year: int = column("Year of the Census", 2021, "year")
    asian: int = column("Asian, Asian British or Asian Welsh", 83325, "people", ge=0)
    black: int = column("Black, Black British, Black Welsh, Caribbean or African", 22735, "people", ge=0)
    mixed: int = column("Mixed or Multiple ethnic groups", 9620, "people", ge=0)
    other: int = column("Other ethnic group", 7783, "people", ge=0)
    white: int = column("White groups, Gypsy or Irish Traveller and Roma included", 101798, "people", ge=0)
    total: int = column("All usual residents", 225261, "people", ge=1)


KEYS: dict[str, list[str]] = {  # no two rows of a lookup have the same
    "lookups/organisations": ["ods_code", "valid_from"],
    "lookups/successions": ["predecessor_ods", "predecessor", "successor_ods"],
    "lookups/ethnic_categories": ["code_system", "code"],
    "lookups/pay_bands": ["code"],
    "lookups/high_impact_actions": ["number"],
    "lookups/people_functions": ["number"],
    "benchmarks/population": ["area_code"],
}
REFERENCE: dict[str, type[Row]] = {
    "lookups/organisations": Organisation,
    "lookups/successions": Succession,
    "lookups/ethnic_categories": EthnicCategory,
    "lookups/pay_bands": PayBand,
    "lookups/high_impact_actions": HighImpactAction,
    "lookups/people_functions": PeopleFunction,
    "benchmarks/national": National,
    "benchmarks/population": Population,
}
