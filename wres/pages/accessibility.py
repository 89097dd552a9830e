"""The accessibility statement: what was checked by machine, with its evidence, and what nobody has tested.

The evidence is written by the tests in a browser (``make accessibility``), never by hand. What the law asks
of a statement: regulation 8 of the Public Sector Bodies (Websites and Mobile Applications) (No. 2)
Accessibility Regulations 2018 (SI 2018/952).
"""

from collections.abc import Iterable, Mapping

from markupsafe import escape

from wres.english.dates import long_date
from wres.pages.accessibility_evidence import Evidence, evidence, places_text, sums
from wres.pages.blocks import BulletList, Contacts, Line, Link, Paragraphs, Sentence, Text, stack
from wres.pages.fragments import Fragment
from wres.pages.table import table
from wres.publication import Publication
from wres.returns.settings import Person

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


def scope(report: Publication) -> Fragment:
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
    return Paragraphs([applies, whose])


def status() -> Fragment:
    """How far the report meets the standard, as far as the evidence bears it."""
    return Paragraphs(_status(evidence()))


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


def limits() -> Fragment:
    """Failures that are known, and limits with what stands in their place."""
    failures = evidence().failures
    return stack(
        _list("The check by machine found these failures:", failures)
        if failures
        else Paragraphs(["No failure is known."]),
        _list("The pages have these limits:", LIMITS),
    )


def _list(intro: str, lines: Iterable[str]) -> Fragment:
    return stack(Paragraphs([intro]), BulletList(list(lines)))


def checked() -> Fragment:
    """What was checked by machine, with what, and what came of it."""
    found = evidence()
    checks = [Line(check, [places_text(n)]) for check, n in found.checks.items()]
    return stack(
        table(
            "The last check by machine",
            ["Subject", "Result"],
            [Line(name, [said]) for name, said in _facts(found)],
        ),
        Paragraphs([UNSEEN] if set(found.undecided) == {"color-contrast"} else []),
        table("Checks of what that tool does not look for", ["What must hold", "Failures"], checks),
        Paragraphs([_now(found, sums())]),
    )


def _facts(found: Evidence) -> list[tuple[str, str]]:
    rules = [f"{rule}: {places_text(n)}" for rule, n in found.broken.items()]
    undecided = [f"{rule}: {places_text(n)}" for rule, n in found.undecided.items()]
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
        "Of a report that is not named above, the words and figures, and a logo or colour of its own, "
        "were not part of the check."
    )
    if now["theme"] != found.theme:
        changed = "The templates or the style of the pages have changed since that day."
        return f"{changed} The check does not speak for the pages as they are now."
    if now["package"] != found.package:
        same = "The templates and the style of the pages are those that were checked"
        return f"{same}; other parts of the program have changed since that day. {others}"
    return f"The templates, the style and the program are those that were checked. {others}"


def by_hand() -> Fragment:
    """What nobody has tested by hand."""
    return _list("Nobody has tested these:", BY_HAND)


def contact(report: Publication) -> Fragment:
    """Whom to tell of a barrier, and how soon an answer comes: as the return says, and nothing beyond it."""
    given = report.given.accessibility
    written_to = [person for person in people(report) if person.email]
    lines: list[Text] = []
    if given.form:
        lines.append(Sentence("You can use this form: {}", (Link(given.form, given.form),)))
    elif not written_to:
        lines.append("The return gives no address to write to.")
    days = given.response_days
    within = f"within {days} working day{'' if days == 1 else 's'}"
    lines.append(
        f"{report.name} answers {within}." if days else "The return does not say how soon an answer comes."
    )
    told = Paragraphs(lines)
    if not written_to:
        return told
    subject = f"Accessibility of the WRES report {report.year}, {report.organisation}"
    return stack(Contacts(None, written_to, subject), told)


def people(report: Publication) -> list[Person]:
    """Those to tell of a barrier, as the return names them; some may have no address."""
    given = report.given
    return [given.accessibility.contact] if given.accessibility.contact else given.contacts


def enforcement() -> Fragment:
    """Who enforces the regulations, in the words that the law's model statement fixes, and where to turn."""
    said = Sentence(
        "The Equality and Human Rights Commission (EHRC) is responsible for enforcing the {}. If you’re not "
        "happy with how we respond to your complaint, contact the {}: www.equalityadvisoryservice.com.",
        (LAW, Link("Equality Advisory and Support Service (EASS)", ADVICE)),
    )
    return Paragraphs([said])


def prepared(report: Publication) -> Fragment:
    """When the statement was prepared and tested, and whether the organisation has adopted it."""
    adopted = report.given.accessibility.adopted
    lines = [
        f"This statement was prepared on {long_date(evidence().day)}, the day of the check by machine, and "
        "follows from it.",
        f"{report.name} adopted it on {long_date(adopted)}."
        if adopted
        else f"{report.name} has not yet adopted it.",
    ]
    return Paragraphs(lines)


def texts_of_check() -> list[str]:
    """What the page says of the check and of the law, as HTML: its numbers are no figures of the report."""
    found = evidence()
    texts = [text for _, text in _facts(found)] + [*found.failures, *found.checks, *_status(found), LAW]
    texts += map(places_text, found.checks.values())
    return [str(escape(text)) for text in texts if any(letter.isdigit() for letter in text)]
