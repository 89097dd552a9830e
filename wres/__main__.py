"""The command line of the WRES report book.

Exit codes: 0 done; 1 a return, commentary or lookup cannot be used; 2 wrong usage; 3 a page or
the book could not be built, or the site not be published or shown.
"""

import contextlib
import io
import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wres.problems import PageFailed, WresError
from wres.returns import default_data, lookup, years

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
Org = Annotated[str, typer.Argument(metavar="ORG", help="ODS code of the organisation, such as QHG")]
Year = Annotated[int, typer.Argument(metavar="YEAR", help="WRES report year, such as 2023")]
Data = Annotated[Path | None, typer.Option(help="Data folder; default: the project's data/")]
Out = Annotated[Path, typer.Option(help="Folder for what is built")]
BUILD = Path("_build")


def _data(data: Path | None) -> Path:
    found = (data or default_data()).resolve()
    if not (found / "returns").is_dir():
        raise WresError(f"{found} is no data folder: it holds no folder 'returns'")
    return found


@app.command()
def build(org: Org, year: Year, data: Data = None, out: Out = BUILD) -> None:
    """Build the book of an organisation and year into OUT/site/ORG/YEAR."""
    from wres import book

    console, start = Console(stderr=True), time.monotonic()
    name = f"{org} {year}"
    with console.status(name) as status:

        def progress(stage: str) -> None:
            status.update(f"{name}: {stage}")
            if not console.is_terminal:
                typer.echo(f"{name}: {stage}", err=True)

        site = book.build(org, year, _data(data), out.resolve(), progress)
    typer.echo(f"{name}: built in {time.monotonic() - start:.0f} s.")
    typer.echo(f"Open: {site / 'index.html'}")
    typer.echo(f"All books: {out.resolve() / 'site' / 'index.html'}")
    typer.echo(f"Publish the folder {out / 'site'} and nothing else: other folders hold raw counts.")


@app.command("list")
def list_returns(data: Data = None) -> None:
    """List the organisations and years that can be built."""
    folder = _data(data)
    names = lookup(folder, "organisations").set_index("ods_code")["name"]
    for org in sorted(p.name for p in (folder / "returns").iterdir() if p.is_dir()):
        held = ", ".join(map(str, years(folder, org)))
        typer.echo(f"{org}  {held}  {names.get(org, 'unknown organisation')}")


@app.command()
def check(org: Org, year: Year, data: Data = None) -> None:
    """Check an organisation's returns, commentary and actions; build nothing."""
    from wres.publication import publication

    report = publication(org, year, _data(data))
    hidden = sum(f.status == "suppressed" for f in report.figures)
    held = ", ".join(map(str, report.years))
    typer.echo(f"{org} {year}: can be built. Years: {held}. Figures hidden: {hidden}.")


@app.command()
def figures(org: Org, year: Year, data: Data = None) -> None:
    """Print the table of published figures as CSV."""
    from wres.publication import publication

    report = publication(org, year, _data(data))
    report.table.to_csv(sys.stdout, index=False, lineterminator="\n")


@app.command()
def new(org: Org, year: Year, data: Data = None) -> None:
    """Start a return: empty, documented files, with last year's actions carried over."""
    from wres.scaffold import scaffold

    folder = scaffold(_data(data), org, year)
    typer.echo(f"Started {folder}. Read README.md there, fill in the files, then: wres check {org} {year}")


@app.command()
def demo(
    years: Annotated[
        list[int] | None,
        typer.Argument(
            metavar="[YEAR]...", help="WRES report years; default: 2021 2022 2023", show_default=False
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="Data folder to write")] = BUILD / "demo" / "data",
    data: Data = None,
) -> None:
    """Write a data folder of synthetic returns for every organisation, to try the book on."""
    from wres.demo import YEARS, write_demo

    made = write_demo(_data(data), out.resolve(), years or YEARS)
    org, year = made.first
    typer.echo(f"Wrote {made.returns} synthetic returns of {made.organisations} organisations to {out}.")
    typer.echo(f"Every figure in them is invented. {out / 'README.md'} names the edge cases.")
    typer.echo(f"Next: wres build {org} {year} --data {out} --out {out.parent}")


@app.command()
def dictionary() -> None:
    """Print the data dictionary (data/DICTIONARY.md) from the schemas that validate."""
    from wres.dictionary import dictionary as written

    typer.echo(written(), nl=False)


@app.command()
def publish(
    destination: Annotated[Path, typer.Argument(metavar="DEST", help="Folder that readers see")],
    out: Out = BUILD,
    back: Annotated[bool, typer.Option("--back", help="Put the edition before back")] = False,
) -> None:
    """Put the built site into the folder DEST, whole, in place of the edition before."""
    from wres import book, publishing

    if back:
        shown, kept = publishing.put_back(destination)
        typer.echo(f"{destination} shows the edition published {shown} again. Kept: that of {kept}.")
        return
    files = publishing.publish(out.resolve() / "site", destination, book.project())
    manifests = [json.loads(p.read_text(encoding="utf-8")) for p in destination.glob("*/*/manifest.json")]
    invented = sum(each["synthetic"] for each in manifests)
    typer.echo(f"Published to {destination}: {len(manifests)} books, {files} files.")
    if invented:
        typer.echo(f"{invented} of these books are synthetic, and say so.")
    typer.echo(f"To put the edition before back: wres publish {destination} --back")


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0: any that is free")] = 8000,
    out: Out = BUILD,
) -> None:
    """Show the built site in a browser on this machine, and on no other."""
    from wres.serving import server

    with server(out.resolve() / "site", port) as running:
        typer.echo(f"Open: http://127.0.0.1:{running.server_port}/  (Ctrl-C ends it)")
        with contextlib.suppress(KeyboardInterrupt):
            running.serve_forever()


@app.command()
def clean(out: Out = BUILD) -> None:
    """Remove everything that was built: the folders work and site of OUT."""
    for name in ("work", "site"):
        shutil.rmtree(out / name, ignore_errors=True)
    typer.echo(f"Removed {out / 'work'} and {out / 'site'}.")


def _own_output() -> None:
    """Print to an output of our own, in UTF-8 (on Windows else the console's own code page).

    The solver below scipy now and then prints a line of its own to the output of the process, in the
    middle of a table that is printed as CSV: that goes nowhere.
    """
    sys.stdout.flush()
    sys.stdout = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def main() -> None:
    """Run the command line; what the user can mend is told without a traceback."""
    if sys.stdout is sys.__stdout__ and isinstance(sys.stdout, io.TextIOWrapper):
        _own_output()
    try:
        app()
    except PageFailed as error:
        typer.echo(f"wres: {error}", err=True)
        raise SystemExit(3) from None
    except WresError as error:
        typer.echo(f"wres: {error}", err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
