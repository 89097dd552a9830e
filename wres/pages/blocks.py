"""What pages show, as data: paragraphs, lists, tables, charts, and the pieces of text inside them.

Each is a ``Fragment``, so that a notebook shows it as HTML by the template of its name. Other outputs read
its fields, and ``words`` of a piece of text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from wres.figures.figure import Figure
from wres.figures.grades import Grade
from wres.figures.inline import without_ids
from wres.figures.status import STATUSES, Status
from wres.pages.fragments import Fragment
from wres.returns.settings import Person

MANY = 20  # a table with more figures than this can be skipped by keyboard
HOLE = "{}"

# Pieces of text


@dataclass(frozen=True, repr=False)
class Link(Fragment):
    """A link: its words, and the address that they lead to."""

    text: str
    address: str


@dataclass(frozen=True, repr=False)
class Term(Fragment):
    """A term that is itself the subject, so that no other word is put in its place."""

    text: str


@dataclass(frozen=True, repr=False)
class Markdown(Fragment):
    """One line of Markdown, as the organisation wrote it."""

    text: str


@dataclass(frozen=True, repr=False)
class Interval(Fragment):
    """The 95% interval of a figure, or why there is none."""

    figure: Figure

    @property
    def text(self) -> str:
        """The interval in words; empty where the figure's status stands in its place."""
        if self.figure.status == Status.INFINITE and self.figure.low == self.figure.low:
            return self.figure.ends
        return (self.figure.interval or "No interval") if self.figure.known else ""


@dataclass(frozen=True, repr=False)
class GradeChip(Fragment):
    """A reading as a chip, told apart by word and shape as well as colour; its grade, and why, if asked."""

    grade: Grade
    why: str = ""


@dataclass(frozen=True, repr=False)
class Sentence(Fragment):
    """Text with holes, ``{}``, and the pieces that fill them in order."""

    text: str
    holes: tuple["Text", ...]

    @property
    def pieces(self) -> list["Text"]:
        """The text between the holes and what fills them, in the order in which they are read."""
        between = self.text.split(HOLE)
        if len(between) != len(self.holes) + 1:
            raise ValueError(f"{self.text!r} has {len(between) - 1} holes for {len(self.holes)} pieces")
        return [piece for pair in zip(between, (*self.holes, ""), strict=True) for piece in pair if piece]


@dataclass(frozen=True, repr=False)
class Lines(Fragment):
    """Pieces of text, each on a line of its own."""

    lines: tuple["Text", ...]


Text = str | Figure | Link | Term | Markdown | Interval | GradeChip | Sentence | Lines


def words(piece: Text) -> str:
    """A piece of text without tags and without the ids of its figures: what a spreadsheet's cell holds."""
    match piece:
        case str():
            return without_ids(piece)
        case Figure():
            return piece.number if piece.known else STATUSES[piece.status].symbol
        case Interval():
            return piece.text or piece.figure.number
        case GradeChip(grade, why):
            by_rule = f" (by the rule: {grade.rule})" if grade.rule else ""
            graded = f" Grade: {grade.grade}{by_rule}" if grade.shown else ""
            return without_ids(f"{grade.said}{graded}{f' {why}' if why else ''}")
        case Sentence():
            return "".join(words(each) for each in piece.pieces)
        case Lines(lines):
            return "\n".join(words(each) for each in lines)
    return without_ids(piece.text)


# Blocks


@dataclass(frozen=True, repr=False)
class Paragraphs(Fragment):
    """A paragraph for each line."""

    lines: Sequence[Text]


@dataclass(frozen=True, repr=False)
class BulletList(Fragment):
    """A list, an item for each line."""

    lines: Sequence[Text]


@dataclass(frozen=True, repr=False)
class NumberedList(Fragment):
    """A numbered list, an item for each line."""

    lines: Sequence[Text]


@dataclass(frozen=True, repr=False)
class Banner(Fragment):
    """The one sentence of a page that is read if nothing else is."""

    text: str


@dataclass(frozen=True, repr=False)
class Tags(Fragment):
    """A few words each, side by side: the reading of a page, and what belongs to it."""

    tags: Sequence[Text]


@dataclass(frozen=True)
class Card:
    """A heading, and under it sentences, each with a link to where it is told in full."""

    title: str
    lines: Sequence[tuple[str, Link]]


@dataclass(frozen=True, repr=False)
class Cards(Fragment):
    """Cards, side by side where there is room."""

    cards: Sequence[Card]


@dataclass(frozen=True, repr=False)
class Note(Fragment):
    """A remark of the book itself, set apart from what it reports."""

    text: str


@dataclass(frozen=True, repr=False)
class Headline(Fragment):
    """The first sentence of a page, what belongs to it, and the changes as a list."""

    first: str
    rest: str
    changes: Sequence[str] = ()


@dataclass(frozen=True, repr=False)
class Commentary(Fragment):
    """What the organisation itself writes, in Markdown."""

    text: str


@dataclass(frozen=True)
class Line:
    """A row of a table: its name, its cells, and attributes of the row's element."""

    name: Text
    cells: Sequence[Text]
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, repr=False)
class Table(Fragment):
    """A table: caption, column headers, rows; ``kind`` is the class of its element."""

    caption: str
    header: Sequence[str]
    lines: Sequence[Line]
    note: str = ""
    kind: str = ""

    @property
    def id(self) -> str:
        """The caption as the id of an element."""
        return "table-" + re.sub(r"[^a-z0-9]+", "-", without_ids(self.caption).lower()).strip("-")

    @property
    def numeric(self) -> list[bool]:
        """Of each column, the names of the rows included, whether figures stand in it."""
        columns = zip(*(line.cells for line in self.lines), strict=True)
        return [False, *(any(isinstance(cell, Figure) for cell in column) for column in columns)]

    @property
    def key(self) -> str:
        """What the shorthand used in the table means; empty where none is used."""
        used = {figure.status for figure in self.figures}
        keys = [f"{s.symbol} {s.key}" for name, s in STATUSES.items() if s.symbol and name in used]
        return "; ".join(keys) + "." if keys else ""

    @property
    def many(self) -> bool:
        """Whether the table has so many figures that a keyboard needs a way past them."""
        return len(self.figures) > MANY

    @property
    def figures(self) -> list[Figure]:
        """The figures in the cells, row by row."""
        return [cell for line in self.lines for cell in line.cells if isinstance(cell, Figure)]


@dataclass(frozen=True)
class ChartText:
    """What stands round a chart: its message, what is drawn, its text alternative, its source."""

    title: str
    subtitle: str
    alt: str
    source: str


@dataclass(frozen=True, repr=False)
class Chart(Fragment):
    """A chart: its words, the figures it draws, and its files.

    ``wide`` and ``narrow`` are SVG, ``png`` is a copy that carries its words, ``csv`` holds the figures.
    Screens up to ``wide_from`` get the narrow one; paper gets the wide one.
    """

    name: str
    words: ChartText
    figures: Sequence[Figure]
    wide: bytes
    narrow: bytes
    png: bytes
    csv: bytes
    wide_from: str = "38rem"


@dataclass(frozen=True)
class Tile:
    """A key finding: a number, one sentence, and the change on the year before."""

    label: str
    page: str
    value: str
    text: str
    change: str
    tone: str
    grade: Grade | None = None


@dataclass(frozen=True, repr=False)
class Tiles(Fragment):
    """Key findings, a tile each."""

    tiles: Sequence[Tile]


@dataclass(frozen=True, repr=False)
class Definitions(Fragment):
    """Terms, each with its meaning."""

    terms: Sequence[tuple[Text, Text]]


@dataclass(frozen=True, repr=False)
class Contacts(Fragment):
    """Those to write to, and the subject of the letter."""

    sponsor: Person | None
    people: Sequence[Person]
    subject: str


@dataclass(frozen=True, repr=False)
class Download(Fragment):
    """A link to the table of published figures, with its rows and whether some are invented."""

    name: str
    rows: int
    synthetic: bool


@dataclass(frozen=True, repr=False)
class Folded(Fragment):
    """A block that a reader unfolds, under its summary."""

    summary: str
    content: Fragment


@dataclass(frozen=True, repr=False)
class Part(Fragment):
    """A block under a heading of its own, within a folded one."""

    title: str
    content: Fragment


@dataclass(frozen=True, repr=False)
class Stack(Fragment):
    """Several blocks, one under the other; none is the neutral value."""

    parts: Sequence[Fragment] = ()

    @property
    def html(self) -> str:
        """The blocks' HTML, one under the other."""
        return "\n".join(part.html for part in self.parts)

    @property
    def blocks(self) -> list[Fragment]:
        """The blocks themselves, in the order in which they are read."""
        found = (part.blocks if isinstance(part, Stack) else [part] for part in self.parts)
        return [block for each in found for block in each]


def stack(*parts: Fragment) -> Stack:
    """Several blocks, one under the other."""
    return Stack(parts)
