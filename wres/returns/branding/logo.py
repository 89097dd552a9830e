"""The organisation's own logo: read from its return, drawn anew as a PNG, or refused.

What is published is a picture that this module has drawn, so nothing of the file rides along: no text, no
metadata, no script, no reference. Pillow decodes a PNG; resvg draws an SVG.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from wres.errors import Problem

KINDS = (".svg", ".png")
LARGEST = 100_000  # bytes of the file
WIDEST = 2_000  # pixels of a PNG, each way
BOX = (240, 56)  # into which it is fitted in the header, in CSS pixels
SHARP = 2  # pixels for each CSS pixel
MOST_USES = 20  # parts of a drawing that are drawn again: nested in each other they multiply
NAME = "logo.png"

OUTLINES = "outlines: have the drawing programme convert text to paths"
SHAPES = "shapes alone; a picture of pixels goes into a PNG file"
REFUSED = {  # in an SVG: what would be drawn otherwise elsewhere, or read from another file
    r"<(?:\w+:)?t(?:ext|span)\b": ("text", OUTLINES),
    r"<(?:\w+:)?(?:image|feImage|foreignObject)\b": ("a picture inside it", SHAPES),
    r"<!(?:ENTITY|DOCTYPE)\b": ("a document type", "a plain SVG, as drawing programmes export for the web"),
}


@dataclass(frozen=True)
class Picture:
    """A logo that may be published: the PNG, and its size in pixels."""

    content: bytes
    size: tuple[int, int]

    @property
    def fitted(self) -> tuple[int, int]:
        """Width and height in the header, in CSS pixels."""
        share = min(BOX[0] / self.size[0], BOX[1] / self.size[1])
        return round(self.size[0] * share) or 1, round(self.size[1] * share) or 1


class Refused(Exception):
    """A logo that cannot be used: what was found, and what was expected."""


def read(path: Path, file: str) -> tuple[Picture | None, list[Problem]]:
    """The logo in a file, or all that is wrong with it; ``file`` is its name in messages."""
    if not path.is_file() or path.is_symlink():
        return None, [Problem(file, "", "no such file", "the logo, as a file beside return.yml")]
    content = path.read_bytes()
    if len(content) > LARGEST:
        return None, [Problem(file, "", f"a logo of {len(content):,} bytes", f"{LARGEST:,} bytes at most")]
    if path.suffix == ".svg" and (problems := [Problem(file, "", *each) for each in _refused(content)]):
        return None, problems
    try:
        return (_from_svg(content) if path.suffix == ".svg" else _from_png(content)), []
    except Refused as error:
        return None, [Problem(file, "", *error.args)]


def _from_png(content: bytes) -> Picture:
    """Decode a PNG and draw it anew. Raises ``Refused``."""
    from PIL import Image

    try:
        with Image.open(BytesIO(content), formats=["PNG"]) as image:
            if max(image.size) > WIDEST:
                found = f"a PNG of {image.size[0]} by {image.size[1]} pixels"
                raise Refused(found, f"{WIDEST} at most each way")
            pixels = image.convert("RGBA")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused("no PNG that can be read", "a whole PNG file") from error
    if pixels.getchannel("A").getbbox() is None:
        raise Refused("a picture in which nothing is seen", "a logo")
    drawn = Image.frombytes("RGBA", pixels.size, pixels.tobytes())
    drawn.thumbnail((SHARP * BOX[0], SHARP * BOX[1]))
    file = BytesIO()
    drawn.save(file, "PNG", optimize=True)
    return Picture(file.getvalue(), drawn.size)


def _from_svg(content: bytes) -> Picture:
    """Draw an SVG into its box, at twice the size. Raises ``Refused``."""
    import resvg_py

    width, height = (SHARP * side for side in BOX)  # never its own size: one in kilometres takes all memory
    try:
        drawn = resvg_py.svg_to_bytes(
            svg_string=content.decode("utf-8-sig"), skip_system_fonts=True, width=width, height=height
        )
    except ValueError as error:
        raise Refused(f"no SVG that can be drawn ({error})", "an SVG file in UTF-8") from error
    return _from_png(bytes(drawn))


def _refused(content: bytes) -> Iterator[tuple[str, str]]:
    """What an SVG may not hold: what was found, and what was expected."""
    text = content.decode("utf-8", "replace")
    for pattern, (found, expected) in REFUSED.items():
        if re.search(pattern, text, re.IGNORECASE):
            yield found, expected
    if len(re.findall(r"<(?:\w+:)?use\b", text, re.IGNORECASE)) > MOST_USES:
        yield f"more than {MOST_USES} parts that are drawn again", "shapes of their own"
