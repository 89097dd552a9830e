"""What a notebook cell shows: a fragment of HTML, the same in JupyterLab and in the book."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from wres.figures.figure import Figure
from wres.figures.inline import BEGIN, END, THEN, TOLD, without_ids

TEMPLATES = Path(__file__).parent / "templates"

LINK = '<a class="wres-figure" data-figure="{0}" href="#origin-{0}">{1}</a>'

TAG = re.compile(r"(<[^>]*>)")


@dataclass(frozen=True)
class Fragment:
    """A fragment of HTML that a notebook shows; everything in it is already escaped."""

    html: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return "<shown as HTML>"


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: with_links(value) if isinstance(value, str) else value,
    )
    made.filters["plain"] = without_ids
    return made


def render(template: str, **values: object) -> Fragment:
    """Fill a template of ``wres/pages/templates``; every value is escaped, every figure told in it a link."""
    return Fragment(_environment().get_template(f"{template}.html").render(values).strip())


@cache
def _markdown() -> MarkdownIt:
    # Commentary is data: no raw HTML, no images, and links only as markdown-it validates them.
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "heading", "lheading"])


def from_markdown(text: str) -> str:
    """Markdown as safe HTML: paragraphs, lists, emphasis, links; raw HTML is printed as text."""
    return str(with_links(Markup(_markdown().render(text).strip())))


def inline_markdown(text: str) -> str:
    """One line of Markdown as safe HTML, without a paragraph around it."""
    return str(with_links(Markup(_markdown().renderInline(text).strip())))


def link(figure: Figure, shown: Markup) -> Markup:
    """A figure as a table cell shows it, leading to its origin where the table of figures holds it."""
    return Markup(LINK).format(figure.id, shown) if figure.measure else shown


def with_links(text: str) -> Markup:
    """A sentence as HTML: each figure leads to its origin at the foot of the page.

    Plain text is escaped. In what is HTML already, a figure inside a tag or a link is text alone.
    """
    pieces, in_link = [], False
    for piece in TAG.split(str(escape(text))):
        if piece.startswith("<"):
            in_link = piece.startswith("<a ") or (in_link and piece != "</a>")
            pieces.append(without_ids(_decoded(piece)))
        else:
            pieces.append(without_ids(piece if in_link else TOLD.sub(LINK.format(r"\1", r"\2"), piece)))
    return Markup("".join(pieces))


def _decoded(tag: str) -> str:
    """A tag in whose address Markdown has encoded the characters around a figure."""
    for mark in (BEGIN, THEN, END):
        tag = tag.replace(quote(mark), mark)
    return tag
