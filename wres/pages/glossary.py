"""What the glossary shows."""

from wres.english.preferred_term import STANDARD
from wres.pages.blocks import Definitions, Sentence, Term, Text, words
from wres.pages.fragments import Fragment
from wres.publication import Publication
from wres.standard.glossary import GLOSSARY, SAID_OTHERWISE

TERM = Term(STANDARD)  # the term itself, in a book that says it otherwise


def glossary(report: Publication) -> Fragment:
    """The terms of the standard and of this book."""
    terms: dict[Text, Text] = {}
    terms.update(GLOSSARY)
    if not report.is_icb:
        del terms["ICB"]
    speech = report.parlance
    if not speech.is_standard:
        del terms[STANDARD]
        terms[TERM] = SAID_OTHERWISE.format(word=speech.word)
        terms[speech.word.capitalize()] = Sentence(
            "What this report prints for {}, the standard's term.", (TERM,)
        )
    return Definitions(sorted(terms.items(), key=lambda item: words(item[0]).lower()))
