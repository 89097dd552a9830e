"""The organisation's own logo: read from its return, and made fit to be published, or refused."""

import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

from wres.errors import Problem
from wres.files.png import SEEN, SIGNATURE, chunks
from wres.returns.branding.svg import Made, rewritten

KINDS = (".svg", ".png")
LARGEST = 100_000  # bytes: the logo is part of every page
WIDEST = 2_000  # points of a PNG, each way
BOX = (240, 56)  # into which it is fitted in the header, in CSS pixels


@dataclass(frozen=True)
class Picture:
    """A logo that may be published: the name it is published under, its bytes, its own size."""

    name: str
    content: bytes
    size: tuple[float, float]

    @property
    def fitted(self) -> tuple[int, int]:
        """Width and height in the header, in CSS pixels."""
        share = min(BOX[0] / self.size[0], BOX[1] / self.size[1])
        return round(self.size[0] * share) or 1, round(self.size[1] * share) or 1


def read(path: Path, file: str) -> tuple[Picture | None, list[Problem]]:
    """The logo in a file, or all that is wrong with it; ``file`` is its name in messages."""
    if not path.is_file() or path.is_symlink():
        return None, [Problem(file, "", "no such file", "the logo, as a file beside return.yml")]
    content = path.read_bytes()
    if len(content) > LARGEST:
        found = f"a logo of {len(content):,} bytes"
        return None, [Problem(file, "", found, f"{LARGEST:,} bytes at most: it is part of every page")]
    make = rewritten if path.suffix == ".svg" else _png
    made, size, wrong = make(content)
    if wrong:
        return None, [Problem(file, "", found, expected) for found, expected in wrong]
    return Picture(f"logo{path.suffix}", made, size), []


def _png(content: bytes) -> Made:
    """A PNG with nothing but its picture: texts, dates, places and further pictures in it are left out."""
    kept, drawn = [SIGNATURE], b""
    try:
        for kind, data, whole in chunks(content):
            if kind in SEEN:
                kept.append(whole)
            if kind == b"IHDR":
                width, height = struct.unpack(">II", data[:8])
            if kind == b"IDAT":
                drawn += data
        if not (0 < width <= WIDEST and 0 < height <= WIDEST):
            return b"", (0, 0), [(f"a PNG of {width} by {height} points", f"{WIDEST} at most each way")]
        unpacked = zlib.decompressobj()
        unpacked.decompress(drawn, 9 * WIDEST * WIDEST)  # at most 8 bytes a point, and a byte a line
        if not unpacked.eof or unpacked.unused_data:
            raise ValueError("its picture is cut off, or followed by something else")
    except (ValueError, struct.error, zlib.error) as error:
        return b"", (0, 0), [(f"no PNG that can be read: {error}", "a PNG file")]
    return b"".join(kept), (width, height), []
