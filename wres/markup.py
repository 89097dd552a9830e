"""What a notebook cell shows: a fragment of HTML, the same in JupyterLab and in the book."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from wres.figures import Figure

TEMPLATES = Path(__file__).parent / "fragments"
# A figure in a sentence carries its id between private characters until the sentence is shown.
BEGIN, THEN, END = "\ue000", "\ue001", "\ue002"
TOLD = re.compile(f"{BEGIN}([^{THEN}]*){THEN}([^{END}]*){END}")


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
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(template: str, **values: object) -> Shown:
    """Fill a template of ``wres/fragments``; every value is escaped."""
    return Shown(_environment().get_template(f"{template}.html").render(values).strip())


@cache
def _markdown() -> MarkdownIt:
    # Commentary is data: no raw HTML, no images, and links only as markdown-it validates them.
    return MarkdownIt("commonmark", {"html": False}).disable(["image", "heading", "lheading"])


def from_markdown(text: str) -> str:
    """Markdown as safe HTML: paragraphs, lists, emphasis, links; raw HTML is printed as text."""
    return _markdown().render(text).strip()


def inline_markdown(text: str) -> str:
    """One line of Markdown as safe HTML, without a paragraph around it."""
    return _markdown().renderInline(text).strip()


# Figures in sentences


def told(figure: Figure, words: str = "") -> str:
    """A figure as a sentence prints it (or other words of it), with its id for ``linked``."""
    return f"{BEGIN}{figure.id}{THEN}{words or figure.text}{END}"


def plain(text: str) -> str:
    """A sentence without the ids of its figures: for alt texts, titles and comparisons."""
    return TOLD.sub(r"\2", text)


def linked(text: str) -> Markup:
    """A sentence as HTML: each figure leads to its origin at the foot of the page."""
    return Markup(
        TOLD.sub(r'<a class="wres-figure" data-figure="\1" href="#origin-\1">\2</a>', str(escape(text)))
    )
