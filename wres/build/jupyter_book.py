"""Jupyter Book: laying out the pages, configuration, compiling, downloads."""

import json
import os
import re
import shutil
import traceback
from pathlib import Path
from typing import Any

import yaml

from wres.build.run_notebooks import page_folder, page_names, reword, unexecuted
from wres.build.target import Target
from wres.errors import BuildFailed, InvalidInput
from wres.returns.branding.colour import FILE, style
from wres.returns.branding.logo import NAME, read

PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")  # of ASCII: what Markdown may read as a sign, and escapes


def lay_out(target: Target, report: Any) -> None:
    """Lay out the pages and charts for Jupyter Book, in folders that hold nothing else.

    Here the pages come to say what the return has chosen for BME; their charts already do.
    """
    for folder in ("source", "extra", "_build"):
        shutil.rmtree(target.work / folder, ignore_errors=True)
    charts = target.work / "extra" / "charts"
    charts.mkdir(parents=True)
    (target.work / "source").mkdir()
    for page in page_names(target.project):
        notebook = target.work / "source" / f"{page}.ipynb"
        if target.only and target.only != page:
            unexecuted(target, page, notebook)
            reword(notebook, report.parlance)
            name_organisation(notebook, report)
            continue
        kept = page_folder(target, page)
        shutil.copyfile(kept / f"{page}.ipynb", notebook)
        reword(notebook, report.parlance)
        name_organisation(notebook, report)
        for chart in sorted(kept.glob("charts/*")):
            if (charts / chart.name).exists():
                raise BuildFailed(
                    f"page {page} of {target} draws a chart that another page draws: {chart.name}"
                )
            shutil.copyfile(chart, charts / chart.name)


def configuration(target: Target, report: Any, made: Any) -> dict[str, Any]:
    """The project's ``_config.yml`` with what differs from book to book."""
    from wres.pages.origins import origins

    config: dict[str, Any] = yaml.safe_load((target.project / "_config.yml").read_text(encoding="utf-8"))
    sphinx = config.setdefault("sphinx", {}).setdefault("config", {})
    config |= {"title": f"{report.name} WRES {report.year}", "author": report.name}
    sphinx["html_extra_path"] = [str(target.work / "extra")]
    sphinx["wres_origins"] = str(target.work / "origins.json")
    speech = report.parlance
    told = {id: speech.html(html) for id, html in origins(report).items()}
    own = json.dumps(told, ensure_ascii=False)
    (target.work / "origins.json").write_text(own, encoding="utf-8")
    sphinx["html_context"] = {
        "organisation": report.name,
        "code": report.organisation,
        "year": report.year,
        "manifest_line": made.line,
        "synthetic": report.synthetic,
        **write_branding(target, report.given),
    }
    return config


def name_organisation(page: Path, report: Any) -> None:
    """Put organisation and year where the headings of a page ask for them, as text that is text alone."""
    import nbformat

    named = {"{{ organisation }}": report.name, "{{ year }}": str(report.year)}
    notebook = nbformat.read(page, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for asked, text in named.items():
                cell.source = cell.source.replace(asked, in_markdown(text))
    nbformat.write(notebook, page)


def in_markdown(text: str) -> str:
    """A text as Markdown that prints it: every mark of punctuation is escaped, white space is one blank."""
    return PUNCTUATION.sub(r"\\\g<0>", " ".join(text.split()))


def write_branding(target: Target, given: Any) -> dict[str, Any]:
    """Put the organisation's own logo and accent beside the pages; returns what templates need of them."""
    extra = target.work / "extra"
    known: dict[str, Any] = {}
    if given.accent:
        (extra / FILE).write_text(style(given.accent), encoding="utf-8", newline="\n")
        known["own_accent"] = FILE
    if given.logo:
        path = target.data / "returns" / target.organisation / str(target.year) / given.logo.file
        picture, problems = read(path, given.logo.file)
        if picture is None:
            raise InvalidInput(problems)
        (extra / NAME).write_bytes(picture.content)
        width, height = picture.fitted
        known["own_logo"] = {"file": NAME, "alt": given.logo.alt, "width": width, "height": height}
    return known


def run_jupyter_book(target: Target, config: dict[str, Any]) -> Path:
    """Compile the notebooks, warnings as errors; returns the folder of HTML.

    Raises ``BuildFailed`` with Jupyter Book's own words.
    """
    settings = target.work / "_config.yml"
    settings.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    source, html = target.work / "source", target.work / "_build" / "html"
    start = target.log.stat().st_size if target.log.exists() else 0
    done = jupyter_book(
        "build", str(source), "--quiet", "--config", str(settings), "--toc", str(target.project / "_toc.yml"),
        "--path-output", str(target.work), "--warningiserror", "--keep-going",
    )  # fmt: skip
    if not done or not (html / "index.html").exists():
        with target.log.open(encoding="utf-8", errors="replace") as log:
            log.seek(start)
            lines = log.read().splitlines()
        said = [s for s in lines if re.search("WARNING|ERROR", s)] or lines[-5:]
        said = [s.replace(str(source) + os.sep, "") for s in said]
        raise BuildFailed("\n  ".join([f"Jupyter Book could not compile {target}:", *said]))
    return html


def jupyter_book(*arguments: str) -> bool:
    """Jupyter Book's own command line, in this process; False where it ended with an error."""
    from jupyter_book.cli.main import main

    try:
        main(list(arguments), standalone_mode=False)
    except SystemExit as ended:
        return not ended.code
    except Exception:
        traceback.print_exc()
        return False
    return True


def add_downloads(report: Any, html: Path, made: Any) -> None:
    """Put the published figures and the manifest beside the pages; drop Sphinx's own records."""
    for name in (".buildinfo", "objects.inv", ".nojekyll"):
        (html / name).unlink(missing_ok=True)
    shutil.rmtree(html / "_sources", ignore_errors=True)
    for icon in (html / "_static").glob("*.png"):  # of Sphinx's own theme; no page shows them
        icon.unlink()
    report.table.to_csv(html / "figures.csv", index=False, lineterminator="\n")
    (html / "manifest.json").write_text(made.listing(html).json, encoding="utf-8", newline="\n")
