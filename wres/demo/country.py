"""A country to try the book on: ``wres demo`` writes a data folder of synthetic returns.

Lookups and benchmarks are copied as they are; every return is invented, says so, and is drawn by
``wres.demo.synthetic_counts``. The edge cases among them are the rows of ``CASES`` there.
"""

import csv
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from wres.demo.synthetic_counts import (
    BME,
    CASES,
    UNKNOWN,
    WHITE,
    Rows,
    SyntheticOrganisation,
    body,
    response_rate,
    shape_of,
    tables,
)
from wres.errors import WresError
from wres.figures.formulas import FORMULAS
from wres.files.checksums import file_sum
from wres.returns.dictionary import dictionary
from wres.returns.schemas import FILES, PARTS
from wres.returns.settings import DisclosurePolicy
from wres.standard.indicators import BY_CODE, INDICATORS
from wres.standard.lookups import reference
from wres.standard.organisations import ICB, Body, Register, listed, register

YEARS = (2021, 2022, 2023)
COPIED = ("lookups", "benchmarks")
SOURCES = "Synthetic: every count was invented by 'wres demo' and describes no real organisation."
INVENTED_AREA = (1_500_000, 225_000)  # people and BME people, where the Census has no row for a board
PREDECESSOR = "predecessor body (synthetic)"
INVENTED = "This commentary is invented, like the figures. It shows how a commentary looks."
QUALITY = "Invented, like the counts: nothing is known about real records."
README = """\
# Synthetic returns

Every return in this folder is invented: counts, commentary and actions were written by `wres demo`. They
describe no real organisation. Only the names, codes and regions of organisations, the population and the
national figures are real: `lookups/` and `benchmarks/` are copies, and `sources.yml` names their publishers
and licences.

Years: {years}. The same command writes the same files again, byte for byte.

What is unusual, and where:

| code | organisation | what is unusual |
|---|---|---|
| all | every organisation | before {start} the body is "{predecessor}", unless it is on record |
{cases}
The other organisations are ordinary: single bands in most, groups of bands in some, medical staff in some.
"""

# Indicators, high impact action, theme, action, outcome, lead and review of an invented plan.
ACTIONS = (
    ("1;9", "2", "Representation", "Set out how senior posts are filled, and publish it to staff.",
     "The senior bands move towards the make-up of the workforce.", "Chief People Officer", "Quarterly"),
    ("2", "2", "Recruitment", "Have every shortlist and its outcome read by a second panel.",
     "Applicants equally able are equally likely to be appointed.", "Head of Recruitment", "Quarterly"),
    ("3", "", "Fair process", "Ask for a second opinion before a case becomes formal.",
     "Cases become formal for the same reasons for everybody.", "Head of Human Resources", "Six-monthly"),
    ("4", "2", "Development", "Record who asks for training, and who is given it.",
     "Training goes to those who need it.", "Head of Learning", "Six-monthly"),
    ("5;6;8", "6", "Safety at work", "Answer every report of harassment within a stated time.",
     "Staff report what happens, and see something done.", "Freedom to Speak Up Guardian", "Quarterly"),
    ("7", "2", "Careers", "Give each member of staff a talk about their career every year.",
     "Staff believe that careers here progress fairly.", "Head of Learning", "Yearly"),
)  # fmt: skip
STATUSES = ("in progress", "not started", "done", "in progress", "", "stopped")


@dataclass(frozen=True)
class Written:
    """What ``wres demo`` has written, and an organisation and year to begin with."""

    folder: Path
    organisations: int
    returns: int
    first: tuple[str, int]


def write_demo(data: Path, folder: Path, wanted: Iterable[int] = YEARS) -> Written:
    """Write the synthetic data folder; all of it or nothing. ``data`` gives lookups and benchmarks.

    Raises ``WresError`` where the folder is already there or cannot be written, or a year is no WRES
    report year.
    """
    years = sorted(set(wanted))
    if wrong := [str(year) for year in years if not 2015 <= year <= 2100]:
        raise WresError(f"{', '.join(wrong)}: no WRES report year; expected 2015 to 2100")
    if folder.exists():
        raise WresError(
            f"{folder} is already there. Nothing was written. Remove it, or name another (--out)."
        )
    try:
        returns = _whole(data, folder, years)
    except OSError as error:
        why = error.strerror or error
        raise WresError(f"{folder} could not be written: {why}. Nothing was left there.") from None
    first = next(
        ((code, year) for code, year in returns if code not in CASES and year == years[-1]), returns[-1]
    )
    return Written(folder, len({code for code, _ in returns}), len(returns), first)


def _whole(data: Path, folder: Path, years: list[int]) -> list[tuple[str, int]]:
    """Write beside the folder and rename at the end: all of it or nothing."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        returns = _write_all(data, draft, years)
        draft.chmod(0o755)
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return returns


def held(code: str, years: list[int]) -> list[int]:
    """The years of which the demo holds a return of an organisation."""
    kept = {"all": years, "last": years[-1:], "gap": [*years[:-2], *years[-1:]] if years[2:] else years}
    return kept[shape_of(code).years]


def _write_all(data: Path, folder: Path, years: list[int]) -> list[tuple[str, int]]:
    for name in COPIED:
        (folder / name).mkdir()
        for path in sorted((data / name).glob("*.csv")):
            shutil.copyfile(path, folder / name / path.name)
    known, written = register(data), []
    areas = set(reference(data, "benchmarks/population")["area_code"])
    boards = {code: own for code in known.bodies if (own := _years_of(known, code, years))}
    for code, own in boards.items():
        people, bme = _population(data, code)
        for year in own:
            given = body(code, year, people, bme)
            own_area = known.body(code, date(year, 3, 31)).area_code in areas
            place = folder / "returns" / code / str(year)
            _write_return(place, given, known, year == own[-1], year == own[0], own_area)
            written.append((code, year))
    _write_about(data, folder, {code: known.bodies[code] for code in boards}, years)
    return written


def _years_of(known: Register, code: str, years: list[int]) -> list[int]:
    """The years of an integrated care board in which it, or a predecessor without a code, was there."""
    first, last = known.bodies[code][0], known.bodies[code][-1]
    if last.kind != ICB:
        return []
    coded = any(change.code for change in known.origins(code, first.start or date.max))
    start = first.start if coded else None
    return [year for year in held(code, years)
            if (start or date.min) <= date(year, 3, 31) <= (last.end or date.max)]  # fmt: skip


def _population(data: Path, code: str) -> tuple[int, int]:
    """People and BME people of a board's area by the Census, or of an invented one."""
    table = reference(data, "benchmarks/population").set_index("ods_code")
    if code not in table.index:
        return INVENTED_AREA
    area = table.loc[code]
    return int(area["total"]), int(area["total"] - area["white"])


def _write_return(
    folder: Path, given: SyntheticOrganisation, known: Register, last: bool, first: bool, has_area: bool
) -> None:
    (folder / "commentary").mkdir(parents=True)
    found, staff = tables(given, last)
    if given.shape.earlier and first:
        ratio = given.trait("earlier", 90, 240)
        found["earlier_figures"] = [[given.year - 1, "2", "relative_likelihood", f"{ratio / 100:.2f}",
                                     "An earlier report (invented)"]]  # fmt: skip
    if given.shape.words and given.shape.extras:
        found["actions"] = _actions(given, first)
        for page, text in _commentary(given, found, has_area).items():
            _text(folder / "commentary" / f"{page}.md", text)
    for name, rows in found.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([list(FILES[name].model_fields), *rows])
    settings = _settings(given, known, staff, last, "survey" in found)
    _text(folder / "return.yml", yaml.safe_dump(settings, sort_keys=False, allow_unicode=True, width=110))


def _settings(
    given: SyntheticOrganisation, known: Register, staff: dict[str, int], last: bool, survey: bool
) -> dict:
    before, now = given.shape.windows
    name, came = _bodies(known, given.code, date(given.year, 3, 31))
    return {
        "organisation": given.code,
        "year": given.year,
        "body": name,
        "synthetic": True,
        "predecessor": came or None,
        "snapshot_date": f"{given.year}-03-31",
        "staff_in_post": staff,
        "survey_year": given.year - 1 if survey else None,
        "survey_response_rate": response_rate(given) if survey else None,
        "executive_sponsor": {"role": "Executive sponsor (invented)"},
        "contacts": [{"role": "Equality team (invented)"}],
        "data_quality": {"completeness": QUALITY, "comparability": QUALITY, "self_reporting": QUALITY},
        "policies": {
            "disclosure": dict(given.shape.policy),
            "disciplinary_window_years": now if last else before,
        },
        "sources": SOURCES,
    }


def _bodies(known: Register, code: str, day: date) -> tuple[str, list[dict[str, str]]]:
    """The name of the body of a day, and those that came before it; of one before the board, none."""
    own, before = known.body(code, day), known.origins(code, day)
    if not known.stood(code, day):
        return listed(change.name for change in before) or PREDECESSOR, []
    if not before:
        return own.name, [{"name": PREDECESSOR, "until": str(own.start)}] if own.start else []
    return own.name, [{"name": each.name, "until": str(each.day)} for each in before if each.day <= day]


def _commentary(given: SyntheticOrganisation, found: Mapping[str, Rows], has_area: bool) -> dict[str, str]:
    area = _figure(f"population.share.{given.code.lower()}.bme.2021")
    pages = {
        "introduction": f"{INVENTED}\n\nIn the Census, {area} of the people here were BME.\n",
        "workforce": f"{INVENTED}\n\nThe population that the board serves is {area} BME.\n",
    }
    if not has_area:
        pages = dict.fromkeys(pages, f"{INVENTED}\n")
    for indicator in INDICATORS:
        told = _told(given, indicator.code, found) or "The return says no more about these figures."
        bodies = {
            "data": f"{INVENTED}\n\n{told}",
            "done": "- Talked the figures over with the staff network (invented).",
            "plan": "- See the action plan (invented).",
        }
        pages[indicator.page] = "".join(f"## {title}\n\n{bodies[part]}\n\n" for part, title in PARTS.items())
    return {name: text.rstrip("\n") + "\n" for name, text in pages.items()}


def _figure(id: str) -> str:
    return f'{{{{ figure("{id}") }}}}'


def _told(given: SyntheticOrganisation, code: str, found: Mapping[str, Rows]) -> str:
    """A sentence on an indicator, where none of its counts can have been hidden; else nothing."""
    policy = DisclosurePolicy(**given.shape.policy)
    year, indicator = given.year, BY_CODE[code]
    key = indicator.key
    if indicator.stages and (rows := found.get("recruitment")):
        counts = _by_group(rows, 0, "appointed")
        if min(counts.values()) > policy.threshold and counts[BME]:
            return (
                f"White applicants were {_figure(f'{key}.relative_likelihood.{year}')} times as likely as "
                "BME applicants to be appointed from shortlisting."
            )
    if indicator.formula == "survey percentage" and (rows := found.get("survey")):
        bases = [int(str(r[2])) for r in rows if r[0] == code and r[1] != UNKNOWN and r[2] != ""]
        if len(bases) == 2 and min(bases) >= policy.minimum_base:
            bme, white = (_figure(f"{key}.percentage.{group}.{year}") for group in ("bme", "white"))
            return f"Of BME respondents {bme} said so, of White respondents {white}."
    if indicator.formula == "board gap" and found.get("board") and policy.board == "show":
        return f"Of the members of the board {_figure(f'{key}.share.board.bme.{year}')} are BME."
    return ""


def _by_group(rows: Rows, column: int, value: str) -> dict[str, int]:
    """Counts by group of the rows with a value; no group where they are in codes."""
    counts = dict.fromkeys((WHITE, BME, UNKNOWN), 0)
    for row in rows:
        if row[column] == value and row[-2] in counts:
            counts[str(row[-2])] += int(str(row[-1]))
    return counts


def _actions(given: SyntheticOrganisation, first: bool) -> Rows:
    rows: Rows = []
    for number, (indicators, high, theme, action, outcome, lead, review) in enumerate(ACTIONS, start=1):
        status = "" if first else STATUSES[(number + given.trait("actions", 0, 5)) % len(STATUSES)]
        agreed = given.year if first else given.year - 1
        indicator = BY_CODE[indicators[-1]]
        measure = FORMULAS[indicator.formula].headline(indicator)
        progress = "Invented: told here what became of it." if status else ""
        rows.append([f"A{number}", indicators, high, theme, f"{action} (Invented.)", outcome, measure, lead,
                     f"{given.year + 1}-03-31", review, agreed, status, progress, ""])  # fmt: skip
    return rows


def _write_about(
    data: Path, folder: Path, organisations: Mapping[str, tuple[Body, ...]], years: list[int]
) -> None:
    names = {code: held[-1].name for code, held in organisations.items()}
    cases = "".join(f"| {code} | {names[code]} | {CASES[code].case} |\n" for code in CASES if code in names)
    starts = sorted({str(held[0].start) for held in organisations.values() if held[0].start})
    readme = README.format(
        years=", ".join(map(str, years)), start=" or ".join(starts), predecessor=PREDECESSOR, cases=cases
    )
    _text(folder / "README.md", readme)
    _text(folder / "DICTIONARY.md", dictionary())
    about = yaml.safe_load((data / "sources.yml").read_text(encoding="utf-8"))["files"]
    files = {path: row for path, row in about.items() if path.split("/")[0] in COPIED}
    for path in sorted(p for p in (folder / "returns").rglob("*") if p.is_file()):
        files[path.relative_to(folder).as_posix()] = {
            "title": "Synthetic return", "publisher": "Nobody: written by 'wres demo'",
            "licence": "Invented data", "as_at": "no day: invented", "retrieved": "not applicable",
            "done": SOURCES,
            "sha256": file_sum(path),
        }  # fmt: skip
    _text(folder / "sources.yml", yaml.safe_dump({"files": files}, sort_keys=False, allow_unicode=True))


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
