"""The arguments and options that commands share."""

from pathlib import Path
from typing import Annotated

import typer

from wres.errors import WresError
from wres.files.locations import default_data_folder

Org = Annotated[str, typer.Argument(metavar="ORG", help="ODS code of the organisation, such as QHG")]
Year = Annotated[int, typer.Argument(metavar="YEAR", help="WRES report year, such as 2023")]
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
    found = (data or default_data_folder()).resolve()
    if not (found / "returns").is_dir():
        raise WresError(f"{found} is no data folder: it holds no folder 'returns'")
    return found
