"""What a notebook cell shows: a fragment of HTML, the same in JupyterLab and in the book."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from wres.figures import Figure

TEMPLATES = Path(__file__).parent / "fragments"
# A figure in a sentence carries its id between private characters until the sentence is shown.
BEGIN, THEN, END = "\ue000", "\ue001", "\ue002"
TOLD = re.compile(f"{BEGIN}([^{THEN}]*){THEN}([^{END}]*){END}")
LINK = '<a class="wres-figure" data-figure="{0}" href="#origin-{0}">{1}</a>'
MARKS = str.maketrans("", "", BEGIN + THEN + END)
TAG = re.compile(r"(<[^>]*>)")


@dataclass(frozen=True)
class Shown:
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
        finalize=lambda value: linked(value) if isinstance(value, str) else value,
    )
    made.filters["plain"] = plain
    return made


def render(template: str, **values: object) -> Shown:
    """Fill a template of ``wres/fragments``; every value is escaped, every figure told in it a link."""
    return Shown(_environment().get_template(f"{template}.html").render(values).strip())


@cache
def _markdown() -> MarkdownIt:
    # Commentary is data: no raw HTML, no images, and links only as markdown-it validates them.
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "heading", "lheading"])


def from_markdown(text: str) -> str:
    """Markdown as safe HTML: paragraphs, lists, emphasis, links; raw HTML is printed as text."""
    return str(linked(Markup(_markdown().render(text).strip())))


def inline_markdown(text: str) -> str:
    """One line of Markdown as safe HTML, without a paragraph around it."""
    return str(linked(Markup(_markdown().renderInline(text).strip())))


# Figures in sentences


def told(figure: Figure, words: str = "") -> str:
    """A figure as a sentence prints it (or other words of it), with its id for ``linked``.

    Without the id where the table of figures holds no such figure: there is no origin to lead to.
    """
    if not figure.measure:
        return words or figure.text
    return f"{BEGIN}{figure.id}{THEN}{words or figure.text}{END}"


def link(figure: Figure, shown: Markup) -> Markup:
    """A figure as a table cell shows it, leading to its origin where the table of figures holds it."""
    return Markup(LINK).format(figure.id, shown) if figure.measure else shown


def plain(text: str) -> str:
    """A sentence without the ids of its figures: for alt texts, titles and comparisons."""
    return TOLD.sub(r"\2", text).translate(MARKS)


def linked(text: str) -> Markup:
    """A sentence as HTML: each figure leads to its origin at the foot of the page.

    Plain text is escaped. In what is HTML already, a figure inside a tag or a link is text alone.
    """
    pieces, in_link = [], False
    for piece in TAG.split(str(escape(text))):
        if piece.startswith("<"):
            in_link = piece.startswith("<a ") or (in_link and piece != "</a>")
            pieces.append(plain(_decoded(piece)))
        else:
            pieces.append(plain(piece if in_link else TOLD.sub(LINK.format(r"\1", r"\2"), piece)))
    return Markup("".join(pieces))


def _decoded(tag: str) -> str:
    """A tag in whose address Markdown has encoded the characters around a figure."""
    for mark in (BEGIN, THEN, END):
        tag = tag.replace(quote(mark), mark)
    return tag
