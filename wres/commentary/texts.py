"""Commentary: an organisation's own words, with every figure looked up by its id.

Texts are Jinja2 (sandboxed, strict) in Markdown. ``{{ figure("i2.relative_likelihood.2023") }}``
prints a figure; an unknown or hidden one stops the build with file and line.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from wres.commentary.passages import Passage, blacked_out, typed_numbers
from wres.errors import Problem
from wres.figures.figure import Figures
from wres.figures.inline import MARKS, inline
from wres.figures.status import Status
from wres.files.regular import read_text
from wres.returns.reading import as_shown
from wres.returns.schemas import PARTS, WHOLE
from wres.standard.wres import INDICATORS

ADVICE = 'a figure\'s id in quotes, such as {{ figure("i2.relative_likelihood.2023") }}'


class CommentaryRenderer:
    """Prints an organisation's texts, collecting every problem instead of stopping at the first."""

    def __init__(self, figures: Figures, hidden: Mapping[str, set[str]] | None = None) -> None:
        """``hidden`` gives, by the first part of ids, how hidden figures would print."""
        self.figures = figures
        self.hidden = hidden or {}
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
        self._check_typed(text, file, about, first_line, place)
        safe = blacked_out(text, self._hidden(about))
        self.passages.append(Passage(safe, file, place, first_line, about, part))
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
        return ""

    def _check_typed(self, text: str, file: str, about: Iterable[str], first: int, place: str) -> None:
        """No number is typed that equals a hidden one. The number itself is not repeated."""
        hidden = self._hidden(about)
        for line, number in typed_numbers(text):
            if number in hidden:
                at = first if place == "row" else first + line - 1
                found = "a typed number that equals a hidden figure of this page"
                self.problems.append(Problem(file, f"{place} {at}", found, "a text without the number"))

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


def about(page: str) -> list[str]:
    """The first parts of the ids of the figures that a page is about."""
    keys = [indicator.key for indicator in INDICATORS]
    by_page = {indicator.page: [indicator.key] for indicator in INDICATORS}
    return by_page.get(page, ["workforce", *keys])


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
