"""What the glossary shows."""

from markupsafe import Markup

from wres.english.preferred_term import STANDARD
from wres.pages.fragments import Fragment, render
from wres.publication import Publication
from wres.standard.glossary import GLOSSARY, SAID_OTHERWISE

TERM = Markup("<dfn>{}</dfn>").format(STANDARD)  # the term itself, in a book that says it otherwise


def glossary(report: Publication) -> Fragment:
    """The terms of the standard and of this book."""
    terms, speech = dict(GLOSSARY), report.parlance
    if not speech.is_standard:
        del terms[STANDARD]
        terms[TERM] = SAID_OTHERWISE.format(word=speech.word)
        terms[speech.word.capitalize()] = Markup(
            "What this report prints for {}, the standard's term."
        ).format(TERM)
    return render(
        "glossary", terms=sorted(terms.items(), key=lambda item: Markup(item[0]).striptags().lower())
    )
