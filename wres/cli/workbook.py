"""The commands on the return workbook: template, and import workbook."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wres.cli.options import Data, Org, Year, data_folder, ods_code, report_year
from wres.cli.returns import check
from wres.errors import InvalidInput

if TYPE_CHECKING:
    from wres.imports.placing import Placed

Own = Annotated[str, typer.Option("--org", metavar="ORG", help="ODS code, such as QHG", callback=ods_code)]
OfYear = Annotated[int, typer.Option("--year", metavar="YEAR", help="WRES report year", callback=report_year)]
Replace = Annotated[
    bool, typer.Option("--replace", help="Take what the file says; the old folder is kept beside the new one")
]


def template(
    org: Org,
    year: Year,
    out: Annotated[
        Path | None,
        typer.Option(help="The file to write; default: WRES-return-ORG-YEAR.xlsx here", show_default=False),
    ] = None,
    data: Data = None,
) -> None:
    """Write a return as an Excel workbook to fill in; filled with what the return already holds."""
    from wres.imports.return_workbook.template import write_template

    path = out or Path(f"WRES-return-{org}-{year}.xlsx")
    made = write_template(data_folder(data), org, year, path)
    held = "filled with the return that is there" if made.is_filled else "ready to be filled in"
    typer.echo(f"Wrote {made.path}, {held}. It holds counts that the book hides: not for publication.")
    typer.echo(f"Next: wres import workbook {made.path} --org {org} --year {year}")


def workbook(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A workbook that wres template wrote")],
    org: Own,
    year: OfYear,
    replace: Replace = False,
    data: Data = None,
) -> None:
    """Turn a workbook that has been filled in into the return's folder, and check it."""
    from wres.imports.return_workbook.placing import place, with_sheets
    from wres.imports.return_workbook.reading import read_workbook

    folder = data_folder(data)
    given = read_workbook(folder, file, org, year)
    placed = place(folder, org, year, given, replace)
    tell(placed)
    try:
        check(org, year, folder)
    except InvalidInput as error:
        raise with_sheets(error, placed.folder, given, file.name) from None


def tell(placed: "Placed") -> None:
    """Say what was written into the folder of a return, and where what was there before is kept."""
    if placed.changed:
        typer.echo(f"Wrote {placed.folder}: {', '.join(placed.changed)}.")
    else:
        typer.echo(f"{placed.folder} says the same already: nothing was written.")
    if placed.kept:
        typer.echo(f"What was there before is kept in {placed.kept}.")
