"""Start a return: a folder with empty, documented files, and last year's actions carried over."""

import csv
import json
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import yaml
from pydantic import BaseModel

from wres.errors import Problem, WresError, by_kind
from wres.returns.dictionary import dictionary
from wres.returns.forms.accepted_forms import return_lines
from wres.returns.reading import as_shown, years
from wres.returns.schemas import ENDED, FILES, PARTS, WHOLE
from wres.returns.settings import Logo, Wording
from wres.standard.groups import GROUPS
from wres.standard.indicators import INDICATORS
from wres.standard.organisations import REGISTER, SUCCESSIONS, Register, absence, followed, listed, register

NUMBERS = ("headcount", "respondents", "percentage", "yes")
ROWS: dict[str, list[tuple[str, ...]]] = {
    "workforce": [
        (cluster, band) for cluster in ("non-clinical", "clinical")
        for band in ("2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9", "vsm")
    ],
    "recruitment": [("shortlisted",), ("appointed",)],
    "disciplinary": [()],
    "training": [()],
    "survey": [("5",), ("6",), ("7",), ("8",)],
}  # fmt: skip
SETTINGS = """\
# What this return says of itself. data/DICTIONARY.md explains every setting.
organisation: {code}
year: {year}
body: {name}
synthetic: false
{predecessor}
snapshot_date: {year}-03-31
# Headcount of the whole workforce by ethnicity: the rows of workforce.csv must add up to it.
staff_in_post:
  White:
  BME:
  Unknown:
# What a blank headcount of a file means, zero or not_collected: {{workforce: zero}}; else wres check asks.
blank_means: {{}}
survey_year: {survey_year}
survey_response_rate: null
# Census codes of the local authorities served: see data/benchmarks/population.csv
local_areas: {local_areas}
executive_sponsor: {{name: null, role: null, email: null}}
contacts: []
data_quality: {{completeness: null, comparability: null, self_reporting: null, steps: null}}
policies:
  disclosure: {{threshold: 5, hide_zero: false, minimum_base: 11, board: show, reason: null}}
  disciplinary_window_years: {window}
accessibility: {{contact: null, form: null, response_days: null, adopted: null}}
# Words with a number beside hidden figures: {{text: "0300 123 4567", reason: the team's telephone}}
said_anyway: []
# The word that the book prints for BME: BME or ethnic minority; and names in which BME stays.
wording: {wording}
# The organisation's own logo, a file beside this one, and its colour. Without them the book has its own look.
{look}
sources: ""
"""
EXAMPLE_LOGO = '{file: logo.svg, alt: "the organisation\'s name"}'
README = """\
# Return of {org} for {year}

1. Fill in the headcounts in the CSV files. In Excel, format the column of bands as Text first, else 1-7
   becomes 01-Jul. Leave a cell blank where a number was not collected; write 0 where the count is zero,
   or say in `return.yml` (`blank_means`) that a blank is zero. Delete a file that you have not.
2. Fill in `return.yml`: first `staff_in_post` and `sources`.
3. Write the commentary. `{{{{ figure("i2.relative_likelihood.{year}") }}}}` prints a figure;
   `wres figures {org} {year}` lists every id. Never type a number that has an id.
4. Run `wres check {org} {year}`, then `wres build {org} {year}`.

"""


def scaffold(data: Path, organisation: str, year: int) -> Path:
    """Write ``data/returns/<organisation>/<year>/``; all of it or nothing.

    Raises ``WresError`` where the organisation is unknown or the folder is already there.
    """
    require_fitting(data, organisation, year)
    folder = data / "returns" / organisation / str(year)
    if folder.exists():
        raise WresError(f"{folder} is already there. Nothing was written.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
    try:
        fill_new(data, organisation, year, draft)
        draft.chmod(0o755)
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return folder


def require_fitting(data: Path, organisation: str, year: int) -> None:
    """Raise ``WresError`` where the organisation is unknown or was not there, or the year is no WRES year."""
    if organisation not in register(data).bodies:
        raise WresError(f"unknown organisation '{organisation}'; expected an ODS code of {REGISTER}")
    if not 2015 <= year <= 2100:
        raise WresError(f"{year} is no WRES report year; expected 2015 to 2100")
    _body(data, organisation, date(year, 3, 31))


def year_before(data: Path, organisation: str, year: int) -> int | None:
    """The latest year before with a return; None where there is none."""
    return max((y for y in years(data, organisation) if y < year), default=None)


def fill_new(data: Path, organisation: str, year: int, folder: Path) -> None:
    """Write the files of a new return into an empty folder, with what last year leaves to it."""
    name = _body(data, organisation, date(year, 3, 31))
    earlier = year_before(data, organisation, year)
    before = data / "returns" / organisation / str(earlier) if earlier else None
    _write(data, folder, organisation, year, name, before)


def _body(data: Path, organisation: str, day: date) -> str:
    """The name of the body on a day: the organisation's, or that of predecessors without a code of their own.

    Raises ``WresError`` naming successors or predecessors where there was none.
    """
    known = register(data)
    why = absence(known, organisation, day)
    before = known.origins(organisation, day)
    if not why:
        return known.body(organisation, day).name
    if before and all(change.day > day and not change.code for change in before):
        return listed(change.name for change in before)
    raise WresError(f"{why}. Nothing was written. {_others(known, organisation, day)}")


def _others(known: Register, organisation: str, day: date) -> str:
    """The commands that start the returns of the bodies that there were instead."""
    codes = [c.code for c in known.origins(organisation, day) if c.code and c.day > day]
    codes += [c.successor for c in known.successors(organisation) if c.day <= day]
    if not codes:
        return f"If that is wrong, correct {REGISTER} and {SUCCESSIONS}."
    return "Start instead: " + "; ".join(f"wres new {code} {day.year}" for code in codes)


def _predecessors(data: Path, organisation: str, year: int) -> str:
    """The setting that names the bodies which the organisation followed in the year to the snapshot."""
    found = followed(register(data), organisation, date(year, 3, 31))
    named = [{"name": change.name, "until": str(change.day)} for change in found]
    text = yaml.safe_dump({"predecessor": named or None}, sort_keys=False, allow_unicode=True, width=110)
    return text.strip()


def _write(data: Path, folder: Path, organisation: str, year: int, name: str, before: Path | None) -> None:
    for file, rows in ROWS.items():
        lines = _emptied(before / f"{file}.csv") if before else None
        _csv(folder, file, lines or [[*row, label] for row in rows for label in GROUPS.values()])
    _csv(folder, "board", [[label, v, e] for label in GROUPS.values()
                           for v, e in (("yes", "yes"), ("yes", "no"), ("no", "no"))])  # fmt: skip
    _csv(folder, "actions", _carried_over(before / "actions.csv") if before else [])
    (folder / "commentary").mkdir()
    for page in WHOLE:
        _text(folder / "commentary" / f"{page}.md", "")
    for indicator in INDICATORS:
        text = "\n\n".join(f"## {title}" for title in PARTS.values()) + "\n"
        _text(folder / "commentary" / f"{indicator.page}.md", text)
    kept = _taken_over(before)
    kept["predecessor"] = _predecessors(data, organisation, year)
    settings = SETTINGS.format(
        code=_as_text(organisation), year=year, name=_as_text(name), survey_year=year - 1, **kept
    )
    _text(folder / "return.yml", settings)
    logo = yaml.safe_load(settings).get("logo", {}).get("file")
    if before and logo and (before / logo).is_file():
        shutil.copyfile(before / logo, folder / logo)
    readme = README.format(org=organisation, year=year)
    _text(
        folder / "README.md",
        readme + dictionary().split("## data/")[0].replace("# Data", "## Data", 1),
    )


def _as_text(text: str) -> str:
    """A text as YAML reads it again, quoted where it must be: a code such as 501, a name with a colon."""
    return yaml.safe_dump(text, allow_unicode=True, width=1000).removesuffix("...\n").strip()


def _taken_over(before: Path | None) -> dict[str, Any]:
    """What of last year's settings holds on, so that years stay comparable and books look alike."""
    path = before / "return.yml" if before else None
    try:
        last = yaml.safe_load(path.read_text(encoding="utf-8")) if path and path.exists() else {}
        areas, window = last.get("local_areas", []), last.get("policies", {})
        return {
            "local_areas": [str(area) for area in areas],
            "window": int(window.get("disciplinary_window_years", 1)),
            "wording": _in_line(Wording.model_validate(last.get("wording") or {})),
            "look": _look(last),
        }
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError, TypeError, ValueError):
        return {"local_areas": [], "window": 1, "wording": _in_line(Wording()), "look": _look({})}


def _look(last: dict[str, Any]) -> str:
    """Last year's logo and accent; how to set them where there were none."""
    logo, accent = last.get("logo"), last.get("accent")
    lines = (
        f"logo: {_in_line(Logo.model_validate(logo))}" if logo else f"# logo: {EXAMPLE_LOGO}",
        f"accent: {json.dumps(str(accent))}" if accent else '# accent: "#7c2855"',
    )
    return "\n".join(lines)


def _in_line(settings: BaseModel) -> str:
    """Settings as one line of YAML."""
    written: str = yaml.safe_dump(settings.model_dump(), default_flow_style=True, sort_keys=False, width=1000)
    return written.strip()


def _emptied(path: Path) -> list[list[str]] | None:
    """Last year's rows without their numbers."""
    if not path.exists():
        return None
    table = _last_year(path)
    kept = [column for column in table if column not in NUMBERS]
    return table[kept].drop_duplicates().values.tolist()


def _last_year(path: Path) -> pd.DataFrame:
    """A table of last year's return in the spelling of its schema, whatever form it was typed in.

    Raises ``WresError`` naming the file where it cannot be taken over.
    """
    data, file, problems = path.parents[3], as_shown(path), list[Problem]()
    cells = [line.cells for line in return_lines(data, path, file, problems)]
    if problems:
        told = "; ".join(str(problem) for problem in by_kind(problems))
        raise WresError(
            f"{file} cannot be taken over: {told}. Nothing was written. Mend or remove the file first."
        )
    return pd.DataFrame(cells, columns=list(FILES[path.stem].model_fields))


def _carried_over(path: Path) -> list[list[str]]:
    """Last year's actions that are neither done nor stopped, to be told on or struck out."""
    if not path.exists():
        return []
    table = _last_year(path)
    return table[~table["status"].isin(ENDED)].values.tolist()


def _csv(folder: Path, name: str, rows: list[list[str]]) -> None:
    columns = list(FILES[name].model_fields)
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([*row, *[""] * (len(columns) - len(row))] for row in rows)


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
