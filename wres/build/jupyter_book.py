"""Jupyter Book: laying out the pages, configuration, compiling, downloads."""

import json
import os
import re
import shutil
import traceback
from pathlib import Path
from typing import Any

import yaml

from wres.build.notebooks import page_folder, page_names, reword, unexecuted
from wres.build.target import Target
from wres.errors import BuildFailed, InvalidInput
from wres.returns.branding.colour import FILE, style
from wres.returns.branding.logo import NAME, read

PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")  # of ASCII: what Markdown may read as a sign, and escapes


def lay_out(order: Target, report: Any) -> None:
    """Lay out the pages and charts for Jupyter Book, in folders that hold nothing else.

    Here the pages come to say what the return has chosen for BME; their charts already do.
    """
    for folder in ("source", "extra", "_build"):
        shutil.rmtree(order.work / folder, ignore_errors=True)
    charts = order.work / "extra" / "charts"
    charts.mkdir(parents=True)
    (order.work / "source").mkdir()
    for page in page_names(order.project):
        target = order.work / "source" / f"{page}.ipynb"
        if order.only and order.only != page:
            unexecuted(order, page, target)
            reword(target, report.parlance)
            name_organisation(target, report)
            continue
        kept = page_folder(order, page)
        shutil.copyfile(kept / f"{page}.ipynb", target)
        reword(target, report.parlance)
        name_organisation(target, report)
        for chart in sorted(kept.glob("charts/*")):
            if (charts / chart.name).exists():
                raise BuildFailed(
                    f"page {page} of {order} draws a chart that another page draws: {chart.name}"
                )
            shutil.copyfile(chart, charts / chart.name)


def configuration(order: Target, report: Any, made: Any) -> dict[str, Any]:
    """The project's ``_config.yml`` with what differs from book to book."""
    from wres.pages.origins import origins

    config: dict[str, Any] = yaml.safe_load((order.project / "_config.yml").read_text(encoding="utf-8"))
    sphinx = config.setdefault("sphinx", {}).setdefault("config", {})
    config |= {"title": f"{report.name} WRES {report.year}", "author": report.name}
    sphinx["html_extra_path"] = [str(order.work / "extra")]
    sphinx["wres_origins"] = str(order.work / "origins.json")
    speech = report.parlance
    told = {id: speech.html(html) for id, html in origins(report).items()}
    own = json.dumps(told, ensure_ascii=False)
    (order.work / "origins.json").write_text(own, encoding="utf-8")
    sphinx["html_context"] = {
        "organisation": report.name,
        "year": report.year,
        "manifest_line": made.line,
        "synthetic": report.synthetic,
        **write_branding(order, report.given),
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


def write_branding(order: Target, given: Any) -> dict[str, Any]:
    """Put the organisation's own logo and accent beside the pages; returns what templates need of them."""
    extra = order.work / "extra"
    known: dict[str, Any] = {}
    if given.accent:
        (extra / FILE).write_text(style(given.accent), encoding="utf-8", newline="\n")
        known["own_accent"] = FILE
    if given.logo:
        path = order.data / "returns" / order.organisation / str(order.year) / given.logo.file
        picture, problems = read(path, given.logo.file)
        if picture is None:
            raise InvalidInput(problems)
        (extra / NAME).write_bytes(picture.content)
        width, height = picture.fitted
        known["own_logo"] = {"file": NAME, "alt": given.logo.alt, "width": width, "height": height}
    return known


def run_jupyter_book(order: Target, config: dict[str, Any]) -> Path:
    """Compile the notebooks, warnings as errors; returns the folder of HTML.

    Raises ``BuildFailed`` with Jupyter Book's own words.
    """
    settings = order.work / "_config.yml"
    settings.write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    source, html = order.work / "source", order.work / "_build" / "html"
    start = order.log.stat().st_size if order.log.exists() else 0
    done = jupyter_book(
        "build", str(source), "--quiet", "--config", str(settings), "--toc", str(order.project / "_toc.yml"),
        "--path-output", str(order.work), "--warningiserror", "--keep-going",
    )  # fmt: skip
    if not done or not (html / "index.html").exists():
        with order.log.open(encoding="utf-8", errors="replace") as log:
            log.seek(start)
            lines = log.read().splitlines()
        said = [s for s in lines if re.search("WARNING|ERROR", s)] or lines[-5:]
        said = [s.replace(str(source) + os.sep, "") for s in said]
        raise BuildFailed("\n  ".join([f"Jupyter Book could not compile {order}:", *said]))
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
