"""Figures in running text: their ids travel between private characters until the text is shown."""

import re

from wres.figures.figure import Figure

# A figure in a sentence carries its id between private characters until the sentence is shown.
BEGIN, THEN, END = "\ue000", "\ue001", "\ue002"
TOLD = re.compile(f"{BEGIN}([^{THEN}]*){THEN}([^{END}]*){END}")

MARKS = str.maketrans("", "", BEGIN + THEN + END)


def inline(figure: Figure, words: str = "") -> str:
    """A figure as a sentence prints it (or other words of it), with its id for ``linked``.

    Without the id where the table of figures holds no such figure: there is no origin to lead to.
    """
    if not figure.measure:
        return words or figure.text
    return f"{BEGIN}{figure.id}{THEN}{words or figure.text}{END}"


def without_ids(text: str) -> str:
    """A sentence without the ids of its figures: for alt texts, titles and comparisons."""
    return TOLD.sub(r"\2", text).translate(MARKS)
