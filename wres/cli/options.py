"""The arguments and options that commands share."""

import re
from pathlib import Path
from typing import Annotated

import typer

from wres.errors import WresError
from wres.files.locations import default_data_folder

YEARS = range(2015, 2101)


def ods_code(typed: str) -> str:
    """An ODS code as typed, before a path is made of it. Raises ``typer.BadParameter``."""
    if not re.fullmatch(r"[A-Z0-9]{3,6}", typed):
        raise typer.BadParameter(f"found {typed[:40]!r}; expected an ODS code, such as QHG")
    return typed


def report_year(typed: int) -> int:
    """A WRES report year as typed. Raises ``typer.BadParameter``."""
    if typed not in YEARS:
        raise typer.BadParameter(f"found {typed}; expected a WRES report year, {YEARS[0]} to {YEARS[-1]}")
    return typed


Org = Annotated[
    str, typer.Argument(metavar="ORG", help="ODS code of the organisation, such as QHG", callback=ods_code)
]
Year = Annotated[
    int, typer.Argument(metavar="YEAR", help="WRES report year, such as 2023", callback=report_year)
]
Data = Annotated[Path | None, typer.Option(help="Data folder; default: the project's data/")]
Out = Annotated[Path, typer.Option(help="Folder for what is built")]
BUILD = Path("_build")


def _print_rules(wanted: bool) -> None:
    if wanted:
        from wres.lint.check import rule_list

        typer.echo(rule_list())
        raise typer.Exit


Rules = Annotated[
    bool,
    typer.Option(
        "--rules", callback=_print_rules, is_eager=True, help="Print the rules for texts and plan only"
    ),
]


def data_folder(data: Path | None) -> Path:
    """The data folder that is asked for, or the project's. Raises ``WresError`` where it is none."""
    found = (data or default_data_folder()).resolve()
    if not (found / "returns").is_dir():
        raise WresError(f"{found} is no data folder: it holds no folder 'returns'")
    return found
