"""The chunks of a PNG file."""

import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SEEN = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND"}  # of a PNG, what makes the picture


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Kind, data and bytes of each chunk of a PNG up to its end. Raises ``ValueError`` if one is broken."""
    if not content.startswith(SIGNATURE):
        raise ValueError("it does not begin as a PNG does")
    at, kind = len(SIGNATURE), b""
    while kind != b"IEND":
        length = int.from_bytes(content[at : at + 4], "big")
        whole = content[at : at + length + 12]
        kind, data = whole[4:8], whole[8:-4]
        if len(whole) != length + 12 or zlib.crc32(whole[4:-4]) != int.from_bytes(whole[-4:], "big"):
            raise ValueError("it is damaged")
        if at == len(SIGNATURE) and kind != b"IHDR":
            raise ValueError("it does not begin with its size")
        yield kind, data, whole
        at += length + 12
