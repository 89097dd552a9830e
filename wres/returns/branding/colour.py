"""The organisation's accent colour: its contrast with what stands on and around it, and its style sheet."""

import re
from collections.abc import Iterator

FILE = "accent.css"
HEX = re.compile(r"#[0-9a-fA-F]{6}")
WHITE, PANEL = "#ffffff", "#f0f4f5"  # of wres/theme/style.css: the page and the text on the accent, a panel
NEEDED = (  # WCAG 2.2 AA, 1.4.3 and 1.4.11: with which colour, how much, why
    (WHITE, 4.5, "white text stands on it in the header and on buttons"),
    (PANEL, 3.0, "it marks the page being read on a grey panel"),
)
DARKER = 0.6  # of each part of the accent, for what is pointed at and the button in the header
STYLE = ":root {{ --brand: {accent}; --brand-dark: {darker}; }}\n"


def colour_problems(colour: str | None) -> Iterator[tuple[str, str]]:
    """What is wrong with an accent colour as a return gives it: found, and expected."""
    form = 'a colour as # and six hexadecimal digits, in quotes, such as "#7c2855"'
    if colour is None:
        yield "blank", f"{form}: without quotes YAML takes it for a comment"
    elif not HEX.fullmatch(colour):
        yield f"found {colour!r}", form
    else:
        yield from _too_pale(colour)


def _too_pale(colour: str) -> Iterator[tuple[str, str]]:
    for other, least, why in NEEDED:
        if (measured := contrast(colour, other)) < least:
            found = f"{colour} has a contrast of {_down(measured)}:1 with {other}"
            yield found, f"{least:g}:1 or more, since {why}; such as {_dark_enough(colour)}"
            return  # what is dark enough for the first is dark enough for all


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21: WCAG 2.2, (lighter + 0.05) ÷ (darker + 0.05)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance of sRGB, 0 for black to 1 for white, as WCAG 2.2 defines it."""
    parts = [part / 255 for part in _parts(colour)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> list[int]:
    return [int(colour[place : place + 2], 16) for place in (1, 3, 5)]


def _shade(colour: str, share: float) -> str:
    return "#" + "".join(f"{int(part * share):02x}" for part in _parts(colour))


def _dark_enough(colour: str) -> str:
    """The lightest shade of a colour that may be an accent."""
    shades = (_shade(colour, share / 100) for share in range(100, -1, -1))
    return next(each for each in shades if all(contrast(each, other) >= least for other, least, _ in NEEDED))


def _down(ratio: float) -> str:
    """A ratio cut off after two decimals: 4.499 is not 4.5."""
    return f"{int(ratio * 100) / 100:.2f}"


def style(colour: str) -> str:
    """The style sheet that puts the accent in the place of the book's own blue."""
    return STYLE.format(accent=colour.lower(), darker=_shade(colour, DARKER))
