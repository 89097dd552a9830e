"""How hidden figures would print: the numbers that no text and no page may hold.

One rule for everyone who asks. A figure is hidden where it is not published as it was counted, and all that
its row would print is hidden with it: its value, the ends of its interval, the counts above and below its
line. ``as_printed`` gives these numbers as pages and files print them, ``as_typed`` as a person types them.
"""

import re
from collections.abc import Iterable, Iterator

from wres.figures.figure import MINUS, Figure, Figures, printed
from wres.figures.unit import Unit

TOKEN = re.compile(r"(?<![\w.,])[+\N{MINUS SIGN}-]?\d[\d,]*(?:\.\d+)?%?(?!\w|[.,]\d)")


def as_printed(counted: Iterable[Figure], shown: Figures, single_digits: bool = False) -> set[str]:
    """The printed forms of hidden figures, less those that a shown figure prints too.

    ``counted`` are the figures before disclosure control, ``shown`` the published ones. Single digits
    print like so much else (bands, indicators, notes) that alone they prove nothing: they are left out
    unless asked for.
    """
    counted = list(counted)
    hidden, public = set(), set()
    for figure in _hidden(counted, shown):
        hidden |= _forms(figure)
    for figure in shown:
        public |= _forms(figure)
    return {form for form in hidden - public if single_digits or not re.fullmatch(r"\d", form)}


def as_typed(counted: Iterable[Figure], shown: Figures) -> dict[str, set[str]]:
    """By indicator, the digits of hidden counts and percentages as a person types them: ``1024``, ``12.5``.

    A hidden value counts even where a shown figure has the same; its interval and counts do not.
    """
    found: dict[str, set[str]] = {}
    public: dict[str, set[str]] = {}
    for figure in shown:
        public.setdefault(figure.indicator, set()).update(map(digits, _forms(figure)))
    for figure in _hidden(list(counted), shown):
        if figure.unit in (Unit.PEOPLE, Unit.PERCENT):
            beside = set(map(digits, _forms(figure))) - public.get(figure.indicator, set())
            value = {digits(printed(figure.value, figure.unit))}
            found.setdefault(figure.indicator, set()).update(value | beside)
    return found


def _hidden(counted: Iterable[Figure], shown: Figures) -> Iterator[Figure]:
    """The figures with a value that are not published, or not as they were counted."""
    for figure in counted:
        if figure.value == figure.value and shown.find(figure.id).value != figure.value:
            yield figure


def _forms(figure: Figure) -> set[str]:
    """Every number that a figure's row prints."""
    numbers = [(figure.value, figure.unit), (figure.low, figure.unit), (figure.high, figure.unit)]
    numbers += [(figure.numerator, Unit.PEOPLE), (figure.denominator, Unit.PEOPLE)]
    forms = {printed(value, unit) for value, unit in numbers if abs(value) < float("inf")}
    return forms | set(TOKEN.findall(figure.ends))  # an end may have more decimals


def digits(form: str) -> str:
    """A printed number as a person types it: ``1024`` for ``1,024``, ``12.5`` for ``+12.5%``."""
    return form.strip(f"%+-{MINUS}").replace(",", "")
