"""The command line: ``wres build``, ``list``, ``check``, ``figures``, ``audit``, ``new``, ``dictionary``,
``clean``.

Exit codes: 0 done; 1 a return, commentary or lookup cannot be used; 2 wrong usage; 3 a page or
the book could not be built.
"""

import io
import shutil
import sys
import time
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from wres.problems import PageFailed, Unusable, WresError
from wres.returns import default_data, lookup, years

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
Org = Annotated[str, typer.Argument(metavar="ORG", help="ODS code of the organisation, such as QHG")]
Year = Annotated[int, typer.Argument(metavar="YEAR", help="WRES report year, such as 2023")]
Data = Annotated[Path | None, typer.Option(help="Data folder; default: the project's data/")]
Out = Annotated[Path, typer.Option(help="Folder for what is built")]
BUILD = Path("_build")


def _print_rules(wanted: bool) -> None:
    if wanted:
        from wres.remarks import rule_list

        typer.echo(rule_list())
        raise typer.Exit


Rules = Annotated[
    bool,
    typer.Option(
        "--rules", callback=_print_rules, is_eager=True, help="Print the rules for texts and plan only"
    ),
]


def _data(data: Path | None) -> Path:
    found = (data or default_data()).resolve()
    if not (found / "returns").is_dir():
        raise WresError(f"{found} is no data folder: it holds no folder 'returns'")
    return found


@app.command()
def build(org: Org, year: Year, data: Data = None, out: Out = BUILD) -> None:
    """Build the book of an organisation and year into OUT/site/ORG/YEAR."""
    from wres import book, remarks

    console, start = Console(stderr=True), time.monotonic()
    name = f"{org} {year}"
    with console.status(name) as status:

        def progress(stage: str) -> None:
            status.update(f"{name}: {stage}")
            if not console.is_terminal:
                typer.echo(f"{name}: {stage}", err=True)

        site = book.build(org, year, _data(data), out.resolve(), progress)
    typer.echo(f"{name}: built in {time.monotonic() - start:.0f} s.")
    if advice := remarks.checked(org, year, _data(data))[1]:
        typer.echo(f"Advice on texts and plan: {len(advice)}. To read it: wres check {org} {year}")
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
def check(org: Org, year: Year, data: Data = None, rules: Rules = False) -> None:
    """Check an organisation's returns, commentary and actions; build nothing."""
    from wres.remarks import checked, listed

    report, advice = checked(org, year, _data(data))
    hidden = sum(f.status == "suppressed" for f in report.figures)
    held = ", ".join(map(str, report.years))
    typer.echo(f"{org} {year}: can be built. Years: {held}. Figures hidden: {hidden}.")
    if advice:
        typer.echo(f"Advice on texts and plan: {len(advice)}. It stops no build.\n{listed(advice)}")


@app.command()
def figures(org: Org, year: Year, data: Data = None) -> None:
    """Print the table of published figures as CSV, also while texts still have problems."""
    from wres.publication import draft

    report, _ = draft(org, year, _data(data))
    report.figures.frame.to_csv(sys.stdout, index=False, lineterminator="\n")


@app.command()
def audit(org: Org, year: Year, data: Data = None) -> None:
    """Compare every figure of an earlier report with the counts; for the analyst, not to be published."""
    from wres.findings import in_full, listed
    from wres.publication import all_counted, returns_up_to
    from wres.returns import read_published

    folder = _data(data)
    returns = returns_up_to(folder, org, year)
    rows, problems = read_published(folder, org, year)
    if problems:
        raise Unusable(problems, f"Correct the file, then run: wres audit {org} {year}")
    if not rows:
        raise WresError(f"no earlier report is held: expected data/published/{org}/{year}.csv")
    found = in_full(rows, all_counted(folder, returns), returns[-1].settings.policies.disclosure)
    typer.echo("Not protected: this list holds figures that are hidden in the book. Not for publication.\n")
    typer.echo(f"{org} {year}: {listed(found)}")


@app.command()
def new(org: Org, year: Year, data: Data = None) -> None:
    """Start a return: empty, documented files, with last year's actions carried over."""
    from wres.scaffold import scaffold

    folder = scaffold(_data(data), org, year)
    typer.echo(f"Started {folder}. Read README.md there, fill in the files, then: wres check {org} {year}")


@app.command()
def dictionary() -> None:
    """Print the data dictionary (data/DICTIONARY.md) from the schemas that validate."""
    from wres.dictionary import dictionary as written

    typer.echo(written(), nl=False)


@app.command()
def clean(out: Out = BUILD) -> None:
    """Remove everything that was built: the folders work and site of OUT."""
    for name in ("work", "site"):
        shutil.rmtree(out / name, ignore_errors=True)
    typer.echo(f"Removed {out / 'work'} and {out / 'site'}.")


def main() -> None:
    """Run the command line; what the user can mend is told without a traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # on Windows else the console's own code page
        sys.stdout.reconfigure(encoding="utf-8")
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
