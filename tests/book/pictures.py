"""Pictures as a browser paints them: whether their words can be read and their marks told apart.

``pictures.js`` looks at a picture; what it finds is judged here.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

PICTURE = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
WORDS, MARKS = 4.5, 3.0  # least contrast, WCAG 1.4.3 and 1.4.11


@dataclass(frozen=True)
class Picture:
    """A picture as it is painted (see ``pictures.js``)."""

    across: float
    ground: str
    texts: list[dict[str, Any]]
    marks: list[dict[str, Any]]


def painted(page: Any, path: Path) -> Picture:
    """A picture, from its file."""
    page.goto(path.as_uri())
    return Picture(**page.evaluate(PICTURE))


@cache
def luminance(colour: str) -> float:
    """Relative luminance of ``rgb(r, g, b)``, by WCAG."""
    parts = [int(part) / 255 for part in re.fullmatch(r"rgb\((\d+), (\d+), (\d+)\)", colour).groups()]  # type: ignore[union-attr]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast of two colours, from 1 to 21, by WCAG."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def unclear(picture: Picture) -> list[str]:
    """Words that cannot be told from what is behind them or run into others, and marks likewise."""
    found = [
        f"{text['said']!r}: {text['colour']} on {behind}"
        for text in picture.texts
        for behind in text["under"]
        if contrast(text["colour"], behind) < WORDS
    ]
    found += [f"{text['said']!r} runs into other words" for text in picture.texts if text["over"]]
    found += [f"{text['said']!r} runs out of the picture" for text in picture.texts if not text["inside"]]
    for mark in picture.marks:
        colours = {*mark["fill"], *mark["stroke"]} - {picture.ground}
        if colours and max(contrast(colour, picture.ground) for colour in colours) < MARKS:
            found.append(f"{mark['node']}: {' and '.join(sorted(colours))} on {picture.ground}")
    keys = dict.fromkeys(mark["fill"][0] for mark in picture.marks if mark["key"] and mark["fill"])
    found += [f"{a} beside {b}" for a, b in combinations(keys, 2) if contrast(a, b) < MARKS]
    return found


def small(picture: Picture, width: float, body: float) -> list[str]:
    """Words that are smaller than the page's text where the picture is shown at a width; in CSS pixels."""
    scale = width / picture.across
    return [
        f"{text['said']!r}: {text['size'] * scale:.1f} beside {body:.1f} pixels"
        for text in picture.texts
        if text["size"] * scale < body - 0.05
    ]
