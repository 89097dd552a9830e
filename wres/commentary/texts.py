"""Commentary: an organisation's own words, with every figure looked up by its id.

Texts are Jinja2 (sandboxed, strict) in Markdown. ``{{ figure("i2.relative_likelihood.2023") }}``
prints a figure; an unknown or hidden one stops the build with file and line.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from wres.commentary.sentences import LOOK_UP, Passage, blacked_out, blank
from wres.commentary.stated_numbers import StatedNumber, stated_numbers
from wres.disclosure.hidden_numbers import digits
from wres.errors import Problem
from wres.figures.figure import Figures
from wres.figures.inline import MARKS, TOLD, inline
from wres.figures.status import Status
from wres.files.untrusted import read_text
from wres.returns.reading import as_shown
from wres.returns.schemas import PARTS, WHOLE
from wres.standard.indicators import INDICATORS

# First parts of the ids of what texts on the whole report stand beside.
WHOLE_REPORT = ("workforce", *(indicator.key for indicator in INDICATORS))
LOOKED_UP = ("line", "row")  # places of texts in which figures are looked up; settings are printed as typed
MOST_LETTERS, MOST_IN_PARAGRAPH, MOST_IN_SENTENCE = 40_000, 5_000, 1_000  # of a part of a commentary
PARAGRAPH_ENDS = re.compile(r"\n\s*\n")
SENTENCE_ENDS = re.compile(r"[.!?:;](?=\s)|\n\s*\n|\n(?=[ ]{0,9}(?:[-*+]|\d{1,3}[.)])[ ])")
MOST_BLANKS = 100
BLANKS = re.compile(rf"([\s\d,.{{}}()\[\]*_<>&#:;!?'\"/\\-])\1{{{MOST_BLANKS}}}")
MOST_LINES, MOST_IDS = 20, 3  # of a text, and of a number: more in one message help nobody
ANYWAY = (
    "no number, since figures of this page are hidden; or its words in said_anyway of return.yml, with "
    "the reason why they give nothing away"
)
ADVICE = 'a figure\'s id in quotes, such as {{ figure("i2.relative_likelihood.2023") }}'


class CommentaryRenderer:
    """Prints an organisation's texts, collecting every problem instead of stopping at the first."""

    def __init__(
        self,
        figures: Figures,
        hidden: Mapping[str, set[str]] | None = None,
        anyway: Iterable[str] = (),
        nobody: bool = False,
    ) -> None:
        """``hidden`` gives, by the first part of ids, how hidden figures would print.

        ``anyway`` are the texts whose numbers may stand beside hidden figures (``said_anyway`` of the
        return); ``nobody`` says that counts of zero are hidden too.
        """
        self.figures = figures
        self.hidden = hidden or {}
        self.anyway, self.nobody = tuple(anyway), nobody
        self.problems: list[Problem] = []
        self.passages: list[Passage] = []  # the texts as they stand in their files
        self._jinja = SandboxedEnvironment(undefined=StrictUndefined)
        self._jinja.globals.clear()
        self._jinja.globals["figure"] = lambda id: inline(self.figures[id])

    def printed(
        self,
        text: str,
        file: str,
        about: Iterable[str],
        first_line: int = 1,
        place: str = "line",
        part: str = "text",
    ) -> str:
        """The text with its figures told (``linked`` makes links of them); empty where it has a problem.

        ``about`` are the first parts of the ids of the figures that the text is about; ``part`` is
        the part of ``PARTS``, or the column, that it is.
        """
        about = tuple(about)
        text, before = text.translate(MARKS), len(self.problems)
        if too_long := _too_long(text):
            self.problems.append(Problem(file, f"{place} {first_line}", *too_long))
            return ""
        safe = blacked_out(text, self._hidden(about))
        self.passages.append(Passage(safe, file, place, first_line, about, part))
        said = self._rendered(text, file, first_line, place)
        self.check_numbers(LOOK_UP.sub(blank, text) if said is None else said, file, about, first_line, place)
        return said if said is not None and len(self.problems) == before else ""

    def _rendered(self, text: str, file: str, first_line: int, place: str) -> str | None:
        """The text with its figures told; None where it has a problem, which is reported."""
        before = len(self.problems)
        try:
            for statement in self._jinja.parse(text).body:
                self._check(statement, file, first_line, place)
            if len(self.problems) == before:
                return self._jinja.from_string(text).render()
        except TemplateSyntaxError as error:
            line = f"{place} {first_line + error.lineno - 1}"
            self.problems.append(Problem(file, line, error.message or "not a template", ADVICE))
        except RecursionError:
            self.problems.append(Problem(file, f"{place} {first_line}", "brackets too deep to read", ADVICE))
        except (TemplateError, TypeError, ArithmeticError) as error:
            self.problems.append(Problem(file, f"{place} {first_line}", str(error), ADVICE))
        return None

    def check_numbers(
        self, said: str, file: str, about: Iterable[str], first_line: int = 1, place: str = "line"
    ) -> None:
        """No number is typed where figures are hidden: each is looked up, or said anyway with a reason.

        ``said`` is the text with its figures told, ``about`` as for ``printed``; ``place`` is line or row,
        or the name of a setting, which has no lines.
        """
        if not self._hidden(about):
            return
        typed = TOLD.sub(blank, said)
        by_line: dict[int, list[StatedNumber]] = {}
        for number in stated_numbers(typed, self.anyway, self.nobody):
            by_line.setdefault(number.line, []).append(number)
        for line, numbers in list(by_line.items())[:MOST_LINES]:
            at = {"line": f"line {first_line + line - 1}", "row": f"row {first_line}"}.get(place, place)
            instead = self._instead(numbers, about) if place in LOOKED_UP else ANYWAY
            self.problems.append(Problem(file, at, _typed(numbers), instead))
        if len(by_line) > MOST_LINES:
            more = f"typed numbers in {len(by_line) - MOST_LINES} more lines of this text"
            self.problems.append(Problem(file, "", more, ANYWAY))

    def _instead(self, numbers: list[StatedNumber], about: Iterable[str]) -> str:
        """What to do about typed numbers: the ids of shown figures that print them, or ``said_anyway``."""
        wanted, keys = {number.words.replace(",", "") for number in numbers}, set(about)
        fitting = [f for f in self.figures if f.indicator in keys and f.known and digits(f.number) in wanted]
        ids = [f.id for f in sorted(fitting, key=lambda f: -f.year)]
        if not ids:
            return ANYWAY
        found = " or ".join(f'{{{{ figure("{id}") }}}}' for id in ids[:MOST_IDS])
        return f"{found}, if that is the figure; else {ANYWAY}"

    def _hidden(self, about: Iterable[str]) -> set[str]:
        return set().union(*(self.hidden.get(indicator, set()) for indicator in about))

    def _check(self, statement: nodes.Node, file: str, first_line: int, place: str) -> None:
        """A text is text and figure("id") with a known id that may be shown; nothing else runs."""
        for node in statement.nodes if isinstance(statement, nodes.Output) else [statement]:
            if isinstance(node, nodes.TemplateData):
                continue
            line = f"{place} {first_line + node.lineno - 1}"
            if problem := self._wrong(node):
                self.problems.append(Problem(file, line, *problem))

    def _wrong(self, node: nodes.Node) -> tuple[str, str] | None:
        match node:
            case nodes.Call(
                node=nodes.Name(name="figure"), args=[nodes.Const(value=str(id))], kwargs=[],
                dyn_args=None, dyn_kwargs=None,
            ):  # fmt: skip
                return self._unprintable(id)
        return "something that is not a figure", ADVICE

    def _unprintable(self, id: str) -> tuple[str, str] | None:
        """Why the figure with this id cannot be printed, and what to do; None where it can."""
        if id not in self.figures:
            return (
                f"no figure has the id '{id}'{self.figures.nearest(id)}",
                "an id that 'wres figures' lists",
            )
        figure = self.figures[id]
        if not figure.known:
            reason = {Status.SUPPRESSED: "hidden to protect confidentiality"}.get(
                figure.status, figure.status.replace("_", " ")
            )
            return f"the figure '{id}' is {reason}", "a text that does without it"
        return None


def _too_long(text: str) -> tuple[str, str] | None:
    """What is too long for a text of a report, and how long it may be: each check takes longer with it."""
    if len(text) > MOST_LETTERS:
        return f"{len(text):,} letters", f"{MOST_LETTERS:,} at most"
    if blanks := BLANKS.search(text):
        return f"more than {MOST_BLANKS} of {blanks[1]!r} in a row", "words"
    longest = max(map(len, SENTENCE_ENDS.split(LOOK_UP.sub("", text))))
    if longest > MOST_IN_SENTENCE:
        return f"a sentence of {longest:,} letters", f"{MOST_IN_SENTENCE:,} at most"
    if (longest := max(map(len, PARAGRAPH_ENDS.split(text)))) > MOST_IN_PARAGRAPH:
        return f"a paragraph of {longest:,} letters", f"{MOST_IN_PARAGRAPH:,} at most: a blank line ends it"
    return None


def _typed(numbers: list[StatedNumber]) -> str:
    """What is found, the sentence with its numbers blacked out: they may be those that are hidden."""
    what = "a typed number" if len(numbers) == 1 else "typed numbers"
    return f"{what} beside hidden figures, in: {numbers[0].around}"


def commentary(folder: Path, texts: CommentaryRenderer) -> dict[str, dict[str, str]]:
    """The commentary of a return: page → part → Markdown; a part that is not there is absent."""
    found: dict[str, dict[str, str]] = {}
    wanted = {*WHOLE, *(indicator.page for indicator in INDICATORS)}
    for path in sorted(folder.glob("*.md")):
        file = as_shown(path)
        if path.stem not in wanted:
            expected = f"one of {', '.join(sorted(wanted))} (.md)"
            texts.problems.append(Problem(file, "", "unknown file", expected))
            continue
        text = read_text(path, file, texts.problems)
        if text is None:
            continue
        split = _whole if path.stem in WHOLE else _parts
        found[path.stem] = {
            part: texts.printed(body, file, about(path.stem), line, part=part)
            for part, line, body in split(text, file, texts.problems.append)
            if body.strip()
        }
    return found


def about(page: str) -> tuple[str, ...]:
    """The first parts of the ids of the figures that a page is about."""
    by_page = {indicator.page: (indicator.key,) for indicator in INDICATORS}
    return by_page.get(page, WHOLE_REPORT)


def _whole(text: str, file: str, report: Callable[[Problem], None]) -> list[tuple[str, int, str]]:
    _no_headings(text, 1, file, report)
    return [("text", 1, text)]


def _parts(text: str, file: str, report: Callable[[Problem], None]) -> list[tuple[str, int, str]]:
    """Part, first line and body of each of the three parts, in the order of the file."""
    titles = {f"## {title}": part for part, title in PARTS.items()}
    expected = "; ".join(titles)
    found: list[tuple[str, int, list[str]]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() in titles:
            found.append((titles[line.strip()], number + 1, []))
        elif found:
            found[-1][2].append(line)
        elif line.strip():
            report(Problem(file, f"line {number}", "text before the first heading", expected))
    named = [part for part, _, _ in found]
    if sorted(named) != sorted(PARTS):
        report(Problem(file, "", f"headings found: {', '.join(named) or 'none'}", expected))
    bodies = [(part, line, "\n".join(lines)) for part, line, lines in found]
    for _, first, body in bodies:
        _no_headings(body, first, file, report)
    return bodies


def _no_headings(text: str, first: int, file: str, report: Callable[[Problem], None]) -> None:
    for number, line in enumerate(text.splitlines(), start=first):
        if re.match(r" {0,3}#{1,6}(\s|$)", line):
            report(Problem(file, f"line {number}", f"the heading '{line.strip()}'", "plain text"))
