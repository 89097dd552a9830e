"""The commands on books: build, verify, list, clean."""

import os
from pathlib import Path
from typing import Annotated

import typer

from wres.build.output_folder import require_place
from wres.build.selection import latest_targets, organisations_with_returns, parse_targets
from wres.build.target import Target
from wres.cli.options import BUILD, Data, Org, Out, Year, data_folder, ods_code, report_year
from wres.errors import BuildFailed, WresError
from wres.files.locations import project_folder


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

    from wres.build.progress import display, planned, summary
    from wres.build.run_notebooks import page_names
    from wres.build.run_targets import plan, run_books

    wanted = _ordered(words or [], year, every, region, data_folder(data), out.resolve(), only)
    todo = plan(wanted, force)
    if dry_run:
        for line in planned(todo):
            typer.echo(line)
        return
    with display(Console(stderr=True), todo, len(page_names(wanted[0].project))) as shown:
        run = run_books(todo, jobs, shown, force, scheduler)
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
) -> list[Target]:
    """The books that the command line asks for; raises where it asks for none."""
    if words and (every or region):
        raise typer.BadParameter("name organisations, or ask for --all or a --region, not both")
    if words:
        try:
            wanted = parse_targets(words, year)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None
    elif every or region:
        wanted = latest_targets(data, year)
        if region:
            inside = _of_region(data, region)
            wanted = [(org, of) for org, of in wanted if org in inside]
    else:
        raise typer.BadParameter("name an organisation and a year, such as QHG 2023, or ask for --all")
    for org, of in wanted:
        ods_code(org)
        report_year(of)
    if not wanted:
        raise WresError(f"no return in {data / 'returns'} is asked for by these options; see: wres list")
    require_place(out, data)
    project = project_folder()
    if only is not None:
        from wres.build.run_notebooks import page_names

        if only not in page_names(project):
            raise typer.BadParameter(f"no page {only!r}; expected one of {', '.join(page_names(project))}")
    years = {org: tuple(of for code, of in wanted if code == org) for org, _ in wanted}
    return [Target(org, of, data, out, project, only, years[org]) for org, of in wanted]


def _of_region(data: Path, region: str) -> set[str]:
    """The organisations of a region; raises ``WresError`` where there is no such region."""
    from wres.standard.lookups import lookup

    bodies = lookup(data, "organisations")
    if region not in set(bodies["region"]):
        known = ", ".join(sorted(set(bodies["region"]) - {""}))
        raise WresError(f"unknown region {region!r}; expected one of: {known}")
    return set(bodies.loc[bodies["region"] == region, "ods_code"])


def verify(
    org: Org,
    year: Year,
    jobs: Annotated[int | None, typer.Option(min=1, help="processes; default: as many as cores")] = None,
    data: Data = None,
    out: Out = BUILD,
) -> None:
    """Prove that a published book follows from its inputs: run and build it again, and compare."""
    from wres.build.verify import verify as proved

    target = Target(org, year, data_folder(data), out.resolve(), project_folder())
    proof = proved(
        target, jobs or os.cpu_count() or 1, lambda said: typer.echo(f"{target}: {said}", err=True)
    )
    for line in proof.looked:
        typer.echo(f"{target}: {line}")
    if proof.differences:
        said = "\n  ".join(proof.differences)
        raise BuildFailed(f"{target} does not follow from its inputs as they are here:\n  {said}")
    typer.echo(f"{target}: verified. The published book follows from its inputs.")


def list_returns(data: Data = None) -> None:
    """List the organisations and years that can be built."""
    from wres.standard.organisations import register

    folder = data_folder(data)
    bodies = register(folder).bodies
    for org, years in organisations_with_returns(folder).items():
        held = ", ".join(map(str, years))
        name = bodies[org][-1].name if org in bodies else "unknown organisation"
        typer.echo(f"{org}  {held}  {name}")


def clean(out: Out = BUILD) -> None:
    """Remove everything that builds have written into OUT; nothing that they have not."""
    from wres.build.output_folder import clean as removed

    names = removed(out.resolve())
    typer.echo(f"Removed {', '.join(names)} of {out}." if names else f"Nothing was built in {out}.")
