"""The look of the book: a Sphinx extension that hands the templates their contents list and origins.

Jupyter Book's own theme is not used. It prints two first-level headings on a page, puts scripts
inline, cannot drop its dark mode, and adds 7 MB to every book. Here a page is one template, one
style sheet and one short script. docs/decisions/0001-own-theme.md has the reasons in full.
"""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

HERE = Path(__file__).parent
FIGURE = re.compile(r'data-figure="([^"]+)"')
ORIGIN = re.compile(r'href="#origin-([^"]+)"')
END_OF_BLOCK = re.compile(r"</(?:caption|dd|dt|figcaption|h[1-6]|li|p|td|th)>(?=<)")


def contents(app: Sphinx, page: str) -> list[dict[str, Any]]:
    """The parts of the book with their pages, named as ``_toc.yml`` names them; the one being read has its
    sections."""
    env: Any = app.env  # sphinx-external-toc gives it its site map
    site = env.external_site_map
    parts = [{"caption": tree.caption, "pages": list(tree.files())} for tree in site.root.subtrees]
    if parts:
        parts[0]["pages"].insert(0, site.root.docname)
    for part in parts:
        part["pages"] = [
            {
                "name": name,
                "title": site[name].title or app.env.titles[name].astext(),
                "current": name == page,
                "sections": sections(app, name) if name == page else [],
            }
            for name in part["pages"]
        ]
    return parts


def sections(app: Sphinx, page: str) -> list[dict[str, str]]:
    """The second-level headings of a page."""
    return [
        {"anchor": link["anchorname"], "title": link.astext()}
        for link in app.env.tocs[page].findall(nodes.reference)
        if link["anchorname"] and _depth(link) == 2
    ]


def _depth(link: nodes.reference) -> int:
    depth, node = 0, link.parent
    while node is not None:
        depth += isinstance(node, nodes.list_item)
        node = node.parent
    return depth


def origins(body: str, held: dict[str, str]) -> list[str]:
    """The origins of the figures that a page names, and of those they are made from, in that order."""
    found: dict[str, str] = {}
    waiting = FIGURE.findall(body)
    while waiting:
        ids = [id for id in dict.fromkeys(waiting) if id in held and id not in found]
        found |= {id: held[id] for id in ids}
        waiting = [id for own in ids for id in ORIGIN.findall(held[own])]
    return list(found.values())


@cache
def _held(file: str) -> dict[str, str]:
    """The origin of each figure by its id, as HTML; none where no file is named."""
    found: dict[str, str] = json.loads(Path(file).read_text(encoding="utf-8")) if file else {}
    return found


def _page_context(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    context["contents"] = contents(app, page)
    context["origins"] = origins(context.get("body", ""), _held(app.config.wres_origins))


def _part_words(app: Sphinx, doctree: nodes.document, page: str) -> None:
    """Sphinx's search index drops tags, and would take the words of neighbouring cells for one word."""
    for raw in doctree.findall(nodes.raw):
        if raw.get("format") == "html":
            raw[:] = [nodes.Text(END_OF_BLOCK.sub(r"\g<0>\n", raw.astext()))]


def _files(app: Sphinx, config: Any) -> None:
    config.templates_path = [*config.templates_path, str(HERE / "templates")]
    config.html_static_path = [
        *config.html_static_path,
        str(HERE / "style.css"),
        str(HERE / "book.js"),
    ]


def setup(app: Sphinx) -> dict[str, bool]:
    """What Sphinx calls when `_config.yml` names this extension."""
    app.add_config_value(
        "comments_config", {}, "html"
    )  # Jupyter Book sets it even where comments are not loaded
    app.add_config_value("wres_origins", "", "html")  # the file with the origin of each figure, as JSON
    app.connect("config-inited", _files)
    app.connect("doctree-resolved", _part_words)
    app.connect("html-page-context", _page_context)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
