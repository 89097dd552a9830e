"""The command line of the WRES report book.

Exit codes: 0 done; 1 a return, commentary or lookup cannot be used; 2 wrong usage; 3 a page or
the book could not be built or verified, or the site not be published or shown; 130 ended by Ctrl-C.
Of several books the worst counts.
"""

import contextlib
import io
import json
import os
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from wres import orders
from wres.orders import Order
from wres.problems import PageFailed, Unusable, WresError

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
Org = Annotated[str, typer.Argument(metavar="ORG", help="ODS code of the organisation, such as QHG")]
Year = Annotated[int, typer.Argument(metavar="YEAR", help="WRES report year, such as 2023")]
Data = Annotated[Path | None, typer.Option(help="Data folder; default: the project's data/")]
Out = Annotated[Path, typer.Option(help="Folder for what is built")]
BUILD = Path("_build")
BUILT = ("work", "logs", "preview", "site")


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
    found = (data or orders.default_data()).resolve()
    if not (found / "returns").is_dir():
        raise WresError(f"{found} is no data folder: it holds no folder 'returns'")
    return found


@app.command()
def build(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ORG... YEAR...]...", help="organisations and the years of their reports"),
    ] = None,
    year: Annotated[
        int | None, typer.Option(help="the year, where none is named with an organisation")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="every organisation with a return: its latest year, or --year")
    ] = False,
    region: Annotated[str | None, typer.Option(help="as --all, the organisations of one region")] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1, help="how many books at a time; default: as many as cores, or as a cluster can take"
        ),
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="run the tasks on a Dask cluster: tcp://HOST:PORT")
    ] = None,
    only: Annotated[
        str | None, typer.Option(metavar="PAGE", help="a preview of one page, into OUT/preview")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would be built, and why")] = False,
    force: Annotated[bool, typer.Option("--force", help="build even where nothing has changed")] = False,
    data: Data = None,
    out: Out = BUILD,
) -> None:
    """Build the books of organisations and years into OUT/site/ORG/YEAR: those that have changed."""
    from rich.console import Console

    from wres import pages, press
    from wres.display import display, planned, summary

    wanted = _ordered(words or [], year, every, region, _data(data), out.resolve(), only)
    todo = press.plan(wanted, force)
    if dry_run:
        for line in planned(todo):
            typer.echo(line)
        return
    with display(Console(stderr=True), todo, len(pages.names(wanted[0].project))) as shown:
        run = press.run(todo, jobs, shown, force, scheduler)
    for line in summary(run, len(wanted)):
        typer.echo(line, err=line.startswith("wres: "))
    raise SystemExit(run.code)


def _ordered(
    words: list[str],
    year: int | None,
    every: bool,
    region: str | None,
    data: Path,
    out: Path,
    only: str | None,
) -> list[Order]:
    """The books that the command line asks for; raises where it asks for none."""
    if words and (every or region):
        raise typer.BadParameter("name organisations, or ask for --all or a --region, not both")
    if words:
        try:
            wanted = orders.named(words, year)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None
    elif every or region:
        wanted = orders.of_all(data, year)
        if region:
            inside = _of_region(data, region)
            wanted = [(org, of) for org, of in wanted if org in inside]
    else:
        raise typer.BadParameter("name an organisation and a year, such as QHG 2023, or ask for --all")
    if not wanted:
        raise WresError(f"no return in {data / 'returns'} is asked for by these options; see: wres list")
    project = orders.project()
    if only is not None:
        from wres import pages

        if only not in pages.names(project):
            raise typer.BadParameter(f"no page {only!r}; expected one of {', '.join(pages.names(project))}")
    return [Order(org, of, data, out, project, only) for org, of in wanted]


@app.command()
def verify(
    org: Org,
    year: Year,
    jobs: Annotated[int | None, typer.Option(min=1, help="processes; default: as many as cores")] = None,
    data: Data = None,
    out: Out = BUILD,
) -> None:
    """Prove that a published book follows from its inputs: run and build it again, and compare."""
    from wres.verify import verify as proved

    order = Order(org, year, _data(data), out.resolve(), orders.project())
    proof = proved(order, jobs or os.cpu_count() or 1, lambda said: typer.echo(f"{order}: {said}", err=True))
    for line in proof.looked:
        typer.echo(f"{order}: {line}")
    if proof.differences:
        said = "\n  ".join(proof.differences)
        raise PageFailed(f"{order} does not follow from its inputs as they are here:\n  {said}")
    typer.echo(f"{order}: verified. The published book follows from its inputs.")


def _of_region(data: Path, region: str) -> set[str]:
    """The organisations of a region; raises ``WresError`` where there is no such region."""
    from wres.returns import lookup

    bodies = lookup(data, "organisations")
    if region not in set(bodies["region"]):
        known = ", ".join(sorted(set(bodies["region"])))
        raise WresError(f"unknown region {region!r}; expected one of: {known}")
    return set(bodies.loc[bodies["region"] == region, "ods_code"])


@app.command("list")
def list_returns(data: Data = None) -> None:
    """List the organisations and years that can be built."""
    from wres.returns import lookup

    folder = _data(data)
    names = lookup(folder, "organisations").set_index("ods_code")["name"]
    for org, years in orders.held(folder).items():
        held = ", ".join(map(str, years))
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
    report.table.to_csv(sys.stdout, index=False, lineterminator="\n")


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
    from wres import publishing

    if back:
        shown, kept = publishing.put_back(destination)
        typer.echo(f"{destination} shows the edition published {shown} again. Kept: that of {kept}.")
        return
    files = publishing.publish(out.resolve() / "site", destination, orders.project())
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
    for name in BUILT:
        shutil.rmtree(out / name, ignore_errors=True)
    typer.echo(f"Removed {', '.join(BUILT)} of {out}.")


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
