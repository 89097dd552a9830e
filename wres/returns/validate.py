"""Refuse what cannot be: checks between cells, rows and files of a return."""

import re
from pathlib import Path

from wres.english.dates import long_date
from wres.english.preferred_term import STANDARD
from wres.errors import InvalidInput, Problem
from wres.returns.branding.colour import colour_problems
from wres.returns.branding.logo import KINDS, read
from wres.returns.checks.staff import staff_problems
from wres.returns.checks.survey import survey_problems
from wres.returns.reading import Return, as_shown, by_group, read_return
from wres.standard.groups import GROUPS
from wres.standard.lookups import lookup, reference
from wres.standard.organisations import absence, register


def usable_return(data: Path, organisation: str, year: int) -> Return:
    """The return, read and checked.

    Raises ``InvalidInput`` with every problem of every file at once.
    """
    given, problems = read_return(data, organisation, year)
    if given is not None:
        problems = problems + check_return(data, given)
    if problems or given is None:
        raise InvalidInput(problems, f"Correct the return, then run: wres check {organisation} {year}")
    return given


def check_return(data: Path, given: Return) -> list[Problem]:
    """Every impossibility in a return whose rows are well formed, as a list of problems."""
    checks = (
        _dates, _bands, _blank, staff_problems, _recruitment, _events_within_staff, survey_problems,
        _snapshot, _earlier, _settings, _look,
    )  # fmt: skip
    return [problem for check in checks for problem in check(data, given)]


def _file(given: Return, name: str) -> str:
    return as_shown(given.folder / name)


def _dates(data: Path, given: Return) -> list[Problem]:
    """There was a body of this code on the snapshot date, or the return says that it is of another before it.

    Only of one that has no code of its own: else its return stands under that.
    """
    known, settings = register(data), given.settings
    code, day = settings.organisation, settings.snapshot_date
    if code not in known.bodies or not (why := absence(known, code, day)):
        return []
    file, before = _file(given, "return.yml"), known.origins(code, day)
    body = known.body(code, day)
    later = body.start is not None and day < body.start
    if later and not any(change.code for change in before):
        if settings.body.strip().casefold() != body.name.casefold():
            return []
        return [Problem(file, "body", f"found {settings.body!r} on {long_date(day)}: {why}",
                        "the name of the body that there was on the snapshot date")]  # fmt: skip
    return [
        Problem(file, "snapshot_date", f"found {day}: {why}", "a day on which the organisation was there")
    ]


def _bands(data: Path, given: Return) -> list[Problem]:
    """Bands are known, and a group of bands stands in no cluster beside a band inside it."""
    table = given.tables.get("workforce")
    if table is None:
        return []
    file = _file(given, "workforce.csv")
    bands = lookup(data, "pay_bands").set_index("code")
    known = table["band"].isin(bands.index)
    problems = [
        Problem(file, f"row {row}, band", f"found {band!r}", "a code of data/lookups/pay_bands.csv")
        for row, band in table.loc[~known, ["row", "band"]].itertuples(index=False)
    ]
    for cluster, rows in table[known].groupby("cluster"):
        groups = set(rows["band"]) & {"1-7", "8a-vsm"}
        singles = set(rows["band"]) - groups
        for group, grouping in (("1-7", "lower"), ("8a-vsm", "senior")):
            inside = sorted(band for band in singles if bands.loc[band, "grouping"] == grouping)
            if group in groups and inside:
                problems.append(
                    Problem(
                        file,
                        f"cluster {cluster}",
                        f"band {group} and inside it {', '.join(inside)}",
                        "either the group of bands or its single bands, else staff count twice",
                    )
                )
    return problems


def _blank(data: Path, given: Return) -> list[Problem]:
    """No file is blank throughout, as a template is, unless the return says what that means."""
    return [
        Problem(
            _file(given, f"{name}.csv"),
            "headcount",
            f"all {len(table)} are blank" if len(table) > 1 else "the only one is blank",
            f"numbers, or no such file; or in return.yml what a blank means: {blank_setting(name)}",
        )
        for name, table in given.tables.items()
        if "headcount" in table and len(table) and name not in given.settings.blank_means
        and table["headcount"].isna().all()
    ]  # fmt: skip


def blank_setting(name: str) -> str:
    """How ``return.yml`` says what a blank headcount of a file means."""
    return f"blank_means: {{{name}: zero}} or {{{name}: not_collected}}"


def _recruitment(data: Path, given: Return) -> list[Problem]:
    table = given.tables.get("recruitment")
    if table is None:
        return []
    stages = {stage: by_group(rows) for stage, rows in table.groupby("stage")}
    file = _file(given, "recruitment.csv")
    missing = [s for s in ("shortlisted", "appointed") if s not in stages]
    if missing:
        return [Problem(file, "stage", f"no row for {', '.join(missing)}", "both stages")]
    return _no_more_than(file, stages["appointed"], "appointed", stages["shortlisted"], "shortlisted")


def _events_within_staff(data: Path, given: Return) -> list[Problem]:
    staff = {g: float(given.settings.staff_in_post.get(label, 0)) for g, label in GROUPS.items()}
    problems = []
    for name, event in (("disciplinary", "disciplined"), ("training", "accessing training")):
        if (table := given.tables.get(name)) is not None:
            file = _file(given, f"{name}.csv")
            problems += _no_more_than(file, by_group(table), event, staff, "staff")
    return problems


def _no_more_than(
    file: str, part: dict[str, float], name: str, whole: dict[str, float], of: str
) -> list[Problem]:
    return [
        Problem(file, GROUPS[g], f"{part[g]:.0f} {name}", f"no more than the {whole[g]:.0f} {of}")
        for g in GROUPS
        if part[g] > whole[g]
    ]


def _snapshot(data: Path, given: Return) -> list[Problem]:
    """Staff were counted in the year of the return or the one before."""
    day, misnamed = given.settings.snapshot_date, given.folder.name != str(given.year)  # told already
    if misnamed or day.year in (given.year, given.year - 1):
        return []
    expected = f"a day of {given.year}, the return's year"
    return [Problem(_file(given, "return.yml"), "snapshot_date", f"found {day}", expected)]


def _earlier(data: Path, given: Return) -> list[Problem]:
    """Figures known only as printed are of years before the return's: those of its own are calculated."""
    table = given.tables.get("earlier_figures")
    if table is None:
        return []
    file, expected = (
        _file(given, "earlier_figures.csv"),
        f"a year before {given.year}, the year of the return",
    )
    return [
        Problem(file, f"row {row.row}, year", f"found {row.year}", expected)
        for row in table.itertuples()
        if row.year >= given.year
    ]


def _settings(data: Path, given: Return) -> list[Problem]:
    """Local areas are known, and a disclosure policy weaker than the default gives its reason."""
    file, settings = _file(given, "return.yml"), given.settings
    known = set(reference(data, "benchmarks/population")["area_code"])
    problems = [
        Problem(file, "local_areas", f"found {code!r}", "a code of data/benchmarks/population.csv")
        for code in settings.local_areas
        if code not in known
    ]
    graded = [given.indicator for given in settings.grades]
    problems += [
        Problem(file, "grades", f"indicator {code} twice", "one grade with one reason")
        for code in sorted({code for code in graded if graded.count(code) > 1})
    ]
    problems += [
        Problem(file, "wording.kept", f"found {name!r}", f"a name with {STANDARD} in it: BME Staff Network")
        for name in settings.wording.kept
        if name.strip() == STANDARD or not re.search(rf"\b{STANDARD}\b", name)
    ]
    policy = settings.policies.disclosure
    weaker = policy.threshold < 5 or policy.minimum_base < 11 or policy.rounding is not None
    if policy.threshold == 1:
        found, expected = "threshold 1", "0, or 2 or more: a lone 1 to 1 is told by being hidden"
        problems.append(Problem(file, "policies.disclosure", found, expected))
    if weaker and not (policy.reason or "").strip():
        problems.append(
            Problem(
                file,
                "policies.disclosure",
                "a policy weaker than the default (threshold 5, minimum base 11, no rounding)",
                "a reason, which the methods page prints",
            )
        )
    return problems


def _look(data: Path, given: Return) -> list[Problem]:
    """The logo may be published, is no file name read aloud, and the accent can be read on and seen."""
    file, settings = _file(given, "return.yml"), given.settings
    problems: list[Problem] = []
    if settings.logo:
        problems += read(given.folder / settings.logo.file, _file(given, settings.logo.file))[1]
        if settings.logo.alt.lower().endswith(KINDS):
            found, expected = f"found {settings.logo.alt!r}", "what the logo says, in words"
            problems.append(Problem(file, "logo.alt", found, expected))
    if "accent" in settings.model_fields_set:
        problems += [Problem(file, "accent", *each) for each in colour_problems(settings.accent)]
    return problems
