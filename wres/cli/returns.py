"""The commands on returns: check, figures, audit, new, demo, dictionary."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from wres.cli.options import BUILD, Data, Org, Rules, Year, data_folder
from wres.errors import InvalidInput, WresError
from wres.figures.status import Status


def check(org: Org, year: Year, data: Data = None, rules: Rules = False) -> None:
    """Check an organisation's returns, commentary and actions; build nothing."""
    from wres.lint.check import checked, listed
    from wres.publication import remarks_on

    folder = data_folder(data)
    report, advice = checked(org, year, folder)
    hidden = sum(f.status == Status.SUPPRESSED for f in report.figures)
    held = ", ".join(map(str, report.years))
    typer.echo(f"{org} {year}: can be built. Years: {held}. Figures hidden: {hidden}.")
    if advice:
        typer.echo(f"Advice on texts and plan: {len(advice)}. It stops no build.\n{listed(advice)}")
    for each in remarks_on(folder, org, year):
        typer.echo(each)


def figures(org: Org, year: Year, data: Data = None) -> None:
    """Print the table of published figures as CSV, also while texts still have problems."""
    from wres.publication import draft

    report, _ = draft(org, year, data_folder(data))
    report.table.to_csv(sys.stdout, index=False, lineterminator="\n")


def audit(
    org: Org,
    year: Year,
    data: Data = None,
    html: Annotated[
        Path | None, typer.Option(help="Folder to write it to as a page; no part of a site")
    ] = None,
) -> None:
    """Compare every figure of an earlier report with the counts; for the analyst, not to be published."""
    from wres.audit.findings import in_full, listed
    from wres.publication import all_counted, returns_up_to
    from wres.returns.published_report import read_published

    folder = data_folder(data)
    returns = returns_up_to(folder, org, year)
    rows, problems = read_published(folder, org, year)
    if problems:
        raise InvalidInput(problems, f"Correct the file, then run: wres audit {org} {year}")
    if not rows:
        raise WresError(f"no earlier report is held: expected data/published/{org}/{year}.csv")
    found = in_full(rows, all_counted(folder, returns), returns[-1].settings.policies.disclosure)
    if html is not None:
        typer.echo(f"Wrote {_audit_page(org, year, folder, html.resolve())}. Not for publication.")
        return
    typer.echo("Not protected: this list holds figures that are hidden in the book. Not for publication.\n")
    typer.echo(f"{org} {year}: {listed(found)}")


def _audit_page(org: str, year: int, data: Path, folder: Path) -> Path:
    """The audit as a page, written into a folder that is no part of a site.

    Raises ``WresError`` where it is.
    """
    from wres.files.atomic import replace_file
    from wres.files.locations import project_folder
    from wres.pages.audit import document
    from wres.publication import draft
    from wres.site.publishable import is_in_site

    if is_in_site(folder) or folder.is_relative_to((BUILD / "site").resolve()):
        raise WresError(
            f"{folder} is part of a site, and an audit is not to be published: name another folder"
        )
    report, _ = draft(org, year, data)
    folder.mkdir(parents=True, exist_ok=True)
    style = project_folder() / "wres" / "theme" / "style.css"
    replace_file(folder / "style.css", style.read_bytes())
    page = folder / f"audit-{org}-{year}.html"
    replace_file(page, document(report).encode())
    return page


def new(org: Org, year: Year, data: Data = None) -> None:
    """Start a return: empty, documented files, with last year's actions carried over."""
    from wres.returns.scaffold import scaffold

    folder = scaffold(data_folder(data), org, year)
    typer.echo(f"Started {folder}. Read README.md there, fill in the files, then: wres check {org} {year}")


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
    from wres.demo.country import YEARS, write_demo

    made = write_demo(data_folder(data), out.resolve(), years or YEARS)
    org, year = made.first
    typer.echo(f"Wrote {made.returns} synthetic returns of {made.organisations} organisations to {out}.")
    typer.echo(f"Every figure in them is invented. {out / 'README.md'} names the edge cases.")
    typer.echo(f"Next: wres build {org} {year} --data {out} --out {out.parent}")


def dictionary() -> None:
    """Print the data dictionary (data/DICTIONARY.md) from the schemas that validate."""
    from wres.returns.dictionary import dictionary as written

    typer.echo(written(), nl=False)
