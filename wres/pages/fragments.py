"""HTML of what pages show: the only place that makes it, the same in JupyterLab and in the book."""

import base64
import re
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from wres.figures.figure import Figure
from wres.figures.inline import BEGIN, END, THEN, TOLD, without_ids
from wres.figures.status import STATUSES

TEMPLATES = Path(__file__).parent / "templates"

LINK = '<a class="wres-figure" data-figure="{0}" href="#origin-{0}">{1}</a>'

TAG = re.compile(r"(<[^>]*>)")


class Fragment:
    """What can be shown: data, made into HTML by the template of its class's name."""

    @property
    def html(self) -> str:
        """The fragment as HTML; every text in it is escaped, every figure told in it a link to its origin."""
        template = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(self).__name__).lower()
        return _environment().get_template(f"{template}.html").render(shown=self).strip()

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
        finalize=_finished,
    )
    made.filters |= {"plain": without_ids, "number": number, "markdown": from_markdown,
                     "line_of_markdown": inline_markdown, "base64": _base64}  # fmt: skip
    return made


def _finished(value: object) -> object:
    """What a template prints: text and figures with their links, fragments as their HTML."""
    if isinstance(value, str):
        return with_links(value)
    if isinstance(value, Figure):
        return link(value, number(value))
    return Markup(value.html) if isinstance(value, Fragment) else value


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


@cache
def _markdown() -> MarkdownIt:
    # Commentary is data: no raw HTML, no images, and links only as markdown-it validates them.
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "heading", "lheading"])


def from_markdown(text: str) -> Markup:
    """Markdown as safe HTML: paragraphs, lists, emphasis, links; raw HTML is printed as text."""
    return with_links(Markup(_markdown().render(text).strip()))


def inline_markdown(text: str) -> Markup:
    """One line of Markdown as safe HTML, without a paragraph around it."""
    return with_links(Markup(_markdown().renderInline(text).strip()))


def link(figure: Figure, shown: Markup) -> Markup:
    """A figure as a table cell shows it, leading to its origin where the table of figures holds it."""
    return Markup(LINK).format(figure.id, shown) if figure.measure else shown


def number(figure: Figure) -> Markup:
    """A figure as a cell prints it, or the shorthand of its status with its spoken words."""
    if figure.known:
        return escape(figure.number)
    status = STATUSES[figure.status]
    return Markup(
        '<span class="wres-status"><span aria-hidden="true">{}</span>'
        '<span class="wres-spoken">{}</span></span>'
    ).format(status.symbol, status.key)


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
