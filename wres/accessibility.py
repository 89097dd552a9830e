"""The accessibility statement: what was checked by machine, with its evidence, and what nobody has tested.

The evidence is written by the tests in a browser (``make accessibility``), never by hand. What the law asks
of a statement: regulation 8 of the Public Sector Bodies (Websites and Mobile Applications) (No. 2)
Accessibility Regulations 2018 (SI 2018/952).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from wres.markup import Shown, render
from wres.publication import Publication
from wres.schemas import Person
from wres.sentences import long_date
from wres.tables import Line, table, together

HERE = Path(__file__).parent
EVIDENCE = HERE / "accessibility.json"
TEMPLATES = ("theme", "fragments")
STANDARD = "Web Content Accessibility Guidelines version 2.2 AA standard"
LAW = (
    "Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018 "
    "(the ‘accessibility regulations’)"
)
ADVICE = "https://www.equalityadvisoryservice.com/"
LEVELS = "WCAG 2.0, 2.1 and 2.2, levels A and AA, and best practice"
LIMITS = (
    "Charts are pictures: their colours and letters do not follow a reader's own settings. Each has a text "
    "alternative that gives its values, and a file (CSV) with its figures.",
    "A chart that is downloaded as a picture (PNG) has no text alternative. The file beside it (CSV) holds "
    "its figures.",
    "Wide tables move sideways inside their own region on a narrow screen.",
    "The search and the filters of the action plan need JavaScript. Without it the contents list leads to "
    "every page, and the plan shows every action.",
    "Commentary and actions are printed as the organisation wrote them. Whether they are easy to read was "
    "not checked.",
)
UNSEEN = (
    "The tool cannot judge the contrast of text that it does not see, such as the cells of a wide table that "
    "are scrolled away. The checks below look at the colours of all text."
)
BY_HAND = (
    "Screen readers, such as NVDA, JAWS, VoiceOver and TalkBack",
    "Speech input, and switches in place of a keyboard",
    "Screen magnifiers, and colours or letters that a reader sets",
    "Real phones and tablets, and other browsers than the one named above",
    "Whether text alternatives, headings and links say what matters, in an order that makes sense",
    "Reading of the report by disabled people",
)


@dataclass(frozen=True)
class Evidence:
    """What the last check by machine was, and what it found. Counts are of places on pages.

    ``theme`` and ``package`` are the sums of what was checked (see ``sums``); ``undecided`` are places that
    the tool left to a person; ``checks`` are checks beside it, each with its failures.
    """

    day: date
    axe: str
    browser: str
    rules: int
    books: list[str]
    pages: int
    views: list[str]
    broken: Mapping[str, int]
    undecided: Mapping[str, int]
    checks: Mapping[str, int]
    theme: str
    package: str

    @property
    def failures(self) -> list[str]:
        """Rules broken and checks failed, each with the number of places."""
        rules = [f"rule “{rule}” of axe-core: {_places(n)}" for rule, n in self.broken.items()]
        return rules + [f"check “{check}”: {_places(n)}" for check, n in self.checks.items() if n]


def _places(number: int) -> str:
    return "None" if number == 0 else "1 place" if number == 1 else f"{number:,} places"


def evidence() -> Evidence:
    """The last check by machine, as ``make accessibility`` has written it."""
    kept: dict[str, Any] = json.loads(EVIDENCE.read_text(encoding="utf-8"))
    return Evidence(**kept | {"day": date.fromisoformat(kept["day"])})


def sums() -> dict[str, str]:
    """The sums of what makes the pages: ``theme``, their templates and style; ``package``, the code."""
    theme = (path for folder in TEMPLATES for path in (HERE / folder).rglob("*") if path.suffix != ".pyc")
    return {"theme": _sum(theme), "package": _sum(HERE.rglob("*.py"))}


def _sum(paths: Iterable[Path]) -> str:
    """sha256 of files and their names, with line ends as LF: a checkout on Windows gives the same."""
    taken = hashlib.sha256()
    for name, path in sorted((p.relative_to(HERE).as_posix(), p) for p in paths if p.is_file()):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        taken.update(f"{name} {hashlib.sha256(content).hexdigest()}\n".encode())
    return taken.hexdigest()


# What the page says


def scope(report: Publication) -> Shown:
    """What the statement applies to, and whose it is."""
    adopted = report.given.accessibility.adopted
    whose = (
        f"{report.name} is committed to making its website accessible, in accordance with the {LAW}."
        if adopted
        else f"This is a draft. It was written with the report, and {report.name} has not yet adopted it as "
        f"the statement that it owes under the {LAW}."
    )
    applies = (
        f"This accessibility statement applies to the Workforce Race Equality Standard report {report.year} "
        f"of {report.name}: all its pages, and what can be downloaded from them."
    )
    return render("paragraphs", lines=[applies, whose])


def status() -> Shown:
    """How far the report meets the standard, as far as the evidence bears it."""
    return render("paragraphs", lines=_status(evidence()))


def _status(found: Evidence) -> list[str]:
    """Never "fully": that would need tests by hand, and a machine finds only some barriers."""
    partially = f"This website is partially compliant with the {STANDARD}"
    if found.failures:
        return [f"{partially}, due to the non-compliances listed below."]
    return [
        f"{partially}.",
        "The check by machine found no failure. But a machine finds only some of the barriers that people "
        "meet, and nobody has tested these pages by hand. So they are not called fully compliant.",
    ]


def limits() -> Shown:
    """Failures that are known, and limits with what stands in their place."""
    failures = evidence().failures
    return together(
        _list("The check by machine found these failures:", failures)
        if failures
        else render("paragraphs", lines=["No failure is known."]),
        _list("The pages have these limits:", LIMITS),
    )


def _list(intro: str, lines: Iterable[str]) -> Shown:
    return together(render("paragraphs", lines=[intro]), render("list", lines=lines))


def checked() -> Shown:
    """What was checked by machine, with what, and what came of it."""
    found = evidence()
    checks = [Line(check, [_places(n)]) for check, n in found.checks.items()]
    return together(
        table(
            "The last check by machine",
            ["Subject", "Result"],
            [Line(name, [said]) for name, said in _facts(found)],
        ),
        render("paragraphs", lines=[UNSEEN] if set(found.undecided) == {"color-contrast"} else []),
        table("Checks of what that tool does not look for", ["What must hold", "Failures"], checks),
        render("paragraphs", lines=[_now(found, sums())]),
    )


def _facts(found: Evidence) -> list[tuple[str, str]]:
    rules = [f"{rule}: {_places(n)}" for rule, n in found.broken.items()]
    undecided = [f"{rule}: {_places(n)}" for rule, n in found.undecided.items()]
    return [
        ("Day", long_date(found.day)),
        ("Tool", f"axe-core {found.axe}, in {found.browser}"),
        ("Rules", f"{found.rules} rules, none left out: {LEVELS}"),
        (
            "Pages",
            f"{found.pages} pages: all of {', '.join(found.books)}; start pages and comparisons",
        ),
        ("Seen in", "; ".join(found.views)),
        ("Rules broken", "; ".join(rules) or "None"),
        ("Left undecided by the tool", "; ".join(undecided) or "Nothing"),
    ]


def _now(found: Evidence, now: Mapping[str, str]) -> str:
    """Whether the check still speaks for the pages, and for which."""
    others = (
        "Of a report that is not named above, the words and figures, and a logo or colour of its own, were "
        "not part of the check."
    )
    if now["theme"] != found.theme:
        changed = "The templates or the style of the pages have changed since that day."
        return f"{changed} The check does not speak for the pages as they are now."
    if now["package"] != found.package:
        same = "The templates and the style of the pages are those that were checked"
        return f"{same}; other parts of the program have changed since that day. {others}"
    return f"The templates, the style and the program are those that were checked. {others}"


def by_hand() -> Shown:
    """What nobody has tested by hand."""
    return _list("Nobody has tested these:", BY_HAND)


def contact(report: Publication) -> Shown:
    """Whom to tell of a barrier, and how soon an answer comes: as the return says, and nothing beyond it."""
    given = report.given.accessibility
    written_to = [person for person in people(report) if person.email]
    lines: list[str | Markup] = []
    if given.form:
        lines.append(Markup('You can use this form: <a href="{0}">{0}</a>').format(given.form))
    elif not written_to:
        lines.append("The return gives no address to write to.")
    days = given.response_days
    within = f"within {days} working day{'' if days == 1 else 's'}"
    lines.append(
        f"{report.name} answers {within}." if days else "The return does not say how soon an answer comes."
    )
    told = render("paragraphs", lines=lines)
    if not written_to:
        return told
    subject = f"Accessibility of the WRES report {report.year}, {report.organisation}"
    return together(render("contacts", sponsor=[], contacts=written_to, subject=subject), told)


def people(report: Publication) -> list[Person]:
    """Those to tell of a barrier, as the return names them; some may have no address."""
    given = report.given
    return [given.accessibility.contact] if given.accessibility.contact else given.contacts


def enforcement() -> Shown:
    """Who enforces the regulations, in the words that the law's model statement fixes, and where to turn."""
    return render("paragraphs", lines=[_enforcement()])


def _enforcement() -> Markup:
    return Markup(
        "The Equality and Human Rights Commission (EHRC) is responsible for enforcing the {}. If you’re not "
        'happy with how we respond to your complaint, contact the <a href="{}">Equality Advisory and Support '
        "Service (EASS)</a>: www.equalityadvisoryservice.com."
    ).format(LAW, ADVICE)


def prepared(report: Publication) -> Shown:
    """When the statement was prepared and tested, and whether the organisation has adopted it."""
    adopted = report.given.accessibility.adopted
    lines = [
        f"This statement was prepared on {long_date(evidence().day)}, the day of the check by machine, and "
        "follows from it.",
        f"{report.name} adopted it on {long_date(adopted)}."
        if adopted
        else f"{report.name} has not yet adopted it.",
    ]
    return render("paragraphs", lines=lines)


def said() -> list[str]:
    """What the page says of the check and of the law, as HTML: its numbers are no figures of the report."""
    found = evidence()
    texts = [text for _, text in _facts(found)] + [*found.failures, *found.checks, *_status(found), LAW]
    texts += map(_places, found.checks.values())
    return [str(escape(text)) for text in texts if any(letter.isdigit() for letter in text)]
