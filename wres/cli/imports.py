"""The commands that turn files which others keep into parts of a return."""

from pathlib import Path
from typing import Annotated

import typer

from wres.cli.options import Data, data_folder
from wres.cli.workbook import OfYear, Own, Replace, tell


def survey(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The survey's benchmark workbook (.xlsx)")],
    org: Own,
    year: OfYear,
    survey_year: Annotated[
        int | None,
        typer.Option(help="Year of the survey; default: the year before the report year", show_default=False),
    ] = None,
    row: Annotated[
        str | None,
        typer.Option(help="org_id of the row; default: the organisation's code", show_default=False),
    ] = None,
    replace: Replace = False,
    data: Data = None,
) -> None:
    """Fill indicators 5 to 8 from the benchmark workbook of the NHS Staff Survey."""
    from wres.imports.adding import add
    from wres.imports.benchmark_workbook import survey_addition

    found = survey_addition(file, org, survey_year or year - 1, row)
    placed = add(data_folder(data), org, year, found, replace)
    for name, count in found.counts.items():
        typer.echo(f"{count:,} {name}; sheet {found.sheet}, row of {found.policies['row']}.")
    for note in found.notes:
        typer.echo(f"  {note}")
    tell(placed)
    typer.echo(f"Next: wres check {org} {year}")
