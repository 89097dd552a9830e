"""The organisation's own logo: what of a drawing or a picture is published, and what is refused."""

import hashlib
import json
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from PIL import Image

from wres.build.run_notebooks import page_names
from wres.disclosure.leak_scan import scan
from wres.errors import InvalidInput
from wres.files.png import chunks
from wres.publication import Publication
from wres.returns.branding import logo
from wres.returns.validate import usable_return

OPEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 300 80">'
)
SHAPE = '<path d="M0 0h9v9z"/>'


def drawing(inside: str = SHAPE) -> bytes:
    """A drawing with something in it."""
    return f"{OPEN}{inside}</svg>".encode()


def draw(tmp_path: Path, content: bytes, name: str = "mark.svg") -> Image.Image:
    """The logo as it is published; the test fails where it is refused."""
    picture, problems = read(tmp_path, content, name)
    assert picture is not None, problems
    return Image.open(BytesIO(picture.content))


# Drawings


def test_a_drawing_is_published_as_a_picture_at_twice_the_size_of_its_box(tmp_path: Path):
    """300 by 80 fits into 240 by 56 as 210 by 56."""
    image = draw(tmp_path, drawing('<rect width="150" height="80" fill="#7c2855"/>'))
    assert (image.format, image.size) == ("PNG", (420, 112))
    assert image.getpixel((50, 50)) == (0x7C, 0x28, 0x55, 255)
    assert image.getpixel((350, 50))[3] == 0


def test_nothing_of_a_drawing_but_its_picture_is_published(tmp_path: Path):
    said = "<title>99 of 421</title><desc>99 of 421</desc><metadata>99 of 421</metadata><!-- 99 of 421 -->"
    plain, _ = read(tmp_path, drawing(), "mark.svg")
    told, _ = read(tmp_path, drawing(f'{said}<script>alert("99 of 421")</script>{SHAPE}'), "mark.svg")
    assert plain and told and plain.content == told.content
    assert [kind for kind, *_ in chunks(told.content)] == [b"IHDR", b"IDAT", b"IEND"]


def test_a_drawing_of_any_size_of_its_own_is_drawn_into_its_box(tmp_path: Path):
    """Drawn at its own size, one of ten million pixels each way would take all memory."""
    huge = drawing('<rect width="1e7" height="1e7"/>').replace(
        b'viewBox="0 0 300 80"', b'width="1e7" height="1e7"'
    )
    assert draw(tmp_path, huge).size == (112, 112)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (drawing("<text>BLMK</text>"), "text; expected outlines"),
        (drawing('<x:text xmlns:x="http://www.w3.org/2000/svg">BLMK</x:text>'), "text; expected outlines"),
        (drawing('<image href="file:///etc/hostname.png" width="9" height="9"/>'), "a picture inside it"),
        (drawing('<filter id="f"><feImage href="a.png"/></filter>'), "a picture inside it"),
        (drawing("<foreignObject/>"), "a picture inside it"),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + drawing(), "a document type"),
        (drawing("<g/>"), "nothing is seen"),
        (drawing(SHAPE + "<use href='#a'/>" * 30), "drawn again"),
        (b"", "no SVG that can be drawn"),
        (b"<svg", "no SVG that can be drawn"),
        (b"<html><body/></html>", "no SVG that can be drawn"),
        (drawing().decode().encode("utf-16"), "no SVG that can be drawn"),
    ],
)
def test_a_drawing_that_would_look_otherwise_elsewhere_or_cannot_be_drawn_is_refused(
    tmp_path: Path, content: bytes, told: str
):
    picture, problems = read(tmp_path, content, "mark.svg")
    assert picture is None and told in problems


def test_everything_wrong_with_a_drawing_is_told_at_once(tmp_path: Path):
    _, problems = read(tmp_path, drawing("<text>a</text><image/>"), "mark.svg")
    assert "text; expected" in problems and "a picture inside it; expected" in problems


# Pictures


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*between: bytes, width: int = 2, height: int = 1, drawn: bytes | None = None) -> bytes:
    """A grey PNG with further chunks before its picture."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    lines = zlib.compress((b"\0" + b"\x80" * width) * height) if drawn is None else drawn
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(between) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def read(tmp_path: Path, content: bytes, name: str = "mark.png") -> tuple[logo.Picture | None, str]:
    """A logo as read, and what is wrong with it."""
    (tmp_path / name).write_bytes(content)
    picture, problems = logo.read(tmp_path / name, f"data/returns/QHG/2023/{name}")
    return picture, "; ".join(f"{problem.file} {problem}" for problem in problems)


@pytest.mark.filterwarnings("ignore:Invalid APNG")
def test_a_png_keeps_its_picture_and_loses_all_else(tmp_path: Path):
    said = {b"tEXt": b"Author\0Somebody", b"eXIf": b"51.5 N", b"tIME": b"\x07\xe7" + b"\1" * 5, b"iTXt": b"x",
            b"zTXt": b"x", b"acTL": b"\0" * 8, b"prVt": b"secret"}  # fmt: skip
    told = [chunk(kind, data) for kind, data in said.items()]
    picture, problems = read(tmp_path, png(*told) + b"and more after its end")
    assert problems == ""
    assert picture and [kind for kind, *_ in chunks(picture.content)] == [b"IHDR", b"IDAT", b"IEND"]
    image = Image.open(BytesIO(picture.content))
    assert [image.getpixel((x, 0)) for x in (0, 1)] == [(128, 128, 128, 255)] * 2
    assert picture.size == (2, 1)


def test_a_large_png_is_published_at_twice_the_size_of_its_box(tmp_path: Path):
    assert draw(tmp_path, png(width=2000, height=200), "mark.png").size == (480, 48)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no PNG that can be read"),
        (b"\xff\xd8\xff\xe0JFIF", "no PNG that can be read"),
        (b"\x89PNG\r\n\x1a\n", "no PNG that can be read"),
        (png()[:40], "no PNG that can be read"),
        (png(drawn=b"no zlib"), "no PNG that can be read"),
        (png(width=2001), "a PNG of 2001 by 1 pixels; expected 2000 at most"),
        (png(height=0), "no PNG that can be read"),
        (drawing(), "no PNG that can be read"),
    ],
)
def test_what_is_no_whole_png_is_refused(tmp_path: Path, content: bytes, told: str):
    picture, problems = read(tmp_path, content)
    assert picture is None
    assert problems.startswith("data/returns/QHG/2023/mark.png ") and told in problems


def test_a_picture_that_unpacks_to_more_than_it_can_hold_is_no_harm(tmp_path: Path):
    bomb = zlib.compress(b"\0" * 60_000_000, 9)
    assert len(bomb) < logo.LARGEST
    picture, _ = read(tmp_path, png(drawn=bomb))
    assert picture is None or len(picture.content) < 1000


@pytest.mark.parametrize("name", ["mark.svg", "mark.png"])
def test_a_large_a_missing_and_a_linked_logo_are_refused(tmp_path: Path, name: str):
    picture, problems = read(tmp_path, drawing(SHAPE * 6_000), name)
    assert picture is None and "expected 100,000 bytes at most" in problems
    (tmp_path / name).unlink()
    assert "no such file" in str(logo.read(tmp_path / name, name)[1][0])
    (tmp_path / "secret").write_bytes(drawing() if name == "mark.svg" else png())
    (tmp_path / name).symlink_to(tmp_path / "secret")
    assert logo.read(tmp_path / name, name)[0] is None


@pytest.mark.parametrize(
    ("size", "fitted"),
    [((300, 80), (210, 56)), ((1000, 100), (240, 24)), ((10, 10), (56, 56)), ((2000, 1), (240, 1))],
)
def test_a_logo_is_fitted_into_its_box_and_keeps_its_shape(size: tuple[int, int], fitted: tuple[int, int]):
    assert logo.Picture(b"", size).fitted == fitted


# In a return, and in a book


@pytest.fixture
def settle(own_data: Path) -> Callable[..., list[str]]:
    """Adds settings and a file to the return of 2023; gives every problem of it, file and line."""
    folder = own_data / "returns/QHG/2023"

    def settled(settings: str, name: str = "mark.svg", content: bytes | None = None) -> list[str]:
        path = folder / "return.yml"
        path.write_text(f"{path.read_text(encoding='utf-8')}\n{settings}\n", encoding="utf-8")
        (folder / name).write_bytes(drawing() if content is None else content)
        try:
            usable_return(own_data, "QHG", 2023)
        except InvalidInput as refused:
            return [f"{problem.file.rpartition('/')[2]} {problem}" for problem in refused.problems]
        return []

    return settled


def test_a_logo_and_an_accent_are_part_of_a_return(settle: Callable[..., list[str]]):
    assert settle('logo: {file: mark.svg, alt: Mark of A and B}\naccent: "#7c2855"') == []


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ("logo: {file: other.svg, alt: Mark}", ["other.svg no such file", "mark.svg unknown file"]),
        ("", ["mark.svg unknown file; expected return.yml, the logo that it names"]),
        ("logo: {file: ../../mark.svg, alt: Mark}", ["return.yml logo.file: found '../../mark.svg'"]),
        ("logo: {file: mark.gif, alt: Mark}", ["return.yml logo.file: found 'mark.gif'"]),
        ("logo: {file: mark.svg}", ["return.yml logo.alt: missing"]),
        ('logo: {file: mark.svg, alt: " "}', ["return.yml logo.alt: found ' '"]),
        ("logo: {file: mark.svg, alt: logo.SVG}", ["return.yml logo.alt: found 'logo.SVG'"]),
        ("logo: mark.svg", ["return.yml logo: found 'mark.svg'; expected settings of its own"]),
        ("logo: {file: mark.svg, alt: Mark}\naccent: #7c2855", ["return.yml accent: blank"]),
        ("logo: {file: mark.svg, alt: A}\naccent: '#f29f05'", ["return.yml accent: #f29f05 has a contrast"]),
        ("logo: {file: mark.svg, alt: Mark}\naccent: 7", ["return.yml accent: found 7; expected text"]),
        ("logo: {file: mark.svg, alt: A, link: 'javascript:alert(1)'}", ["return.yml logo.link: unknown"]),
    ],
)  # fmt: skip
def test_a_logo_or_an_accent_that_cannot_be_used_is_told(
    settle: Callable[..., list[str]], settings: str, told: list[str]
):
    problems = settle(settings)
    assert len(problems) == len(told), problems
    assert all(any(each.startswith(start) for each in problems) for start in told), problems


def test_a_drawing_that_is_refused_is_named_with_all_that_is_wrong(settle: Callable[..., list[str]]):
    problems = settle("logo: {file: mark.svg, alt: Mark}", content=drawing("<text>a</text><image/>"))
    assert [problem.partition(";")[0] for problem in problems] == [
        "mark.svg text",
        "mark.svg a picture inside it",
    ]


def test_the_book_holds_the_logo_anew_under_its_own_name(house: Path, house_site: Path):
    assert not list(house_site.rglob("mark.*"))
    kept = (house / "data/returns/QHG/2023/mark.svg").read_bytes()
    published = (house_site / "logo.png").read_bytes()
    assert b"99 of 421" in kept and b"99 of 421" not in published
    assert Image.open(BytesIO(published)).size == (420, 112)
    assert (house_site / "accent.css").read_text() == ":root { --brand: #7c2855; --brand-dark: #4a1833; }\n"
    sums = json.loads((house_site / "manifest.json").read_text())["inputs_sha256"]
    assert sums["data/returns/QHG/2023/mark.svg"] == hashlib.sha256(kept).hexdigest()
    assert sums["data/returns/QHG/2023/return.yml"].startswith("withheld")


def test_every_page_has_the_logo_with_its_text_and_no_markup_of_it(house_site: Path, root: Path):
    pages = sorted(house_site.glob("*.html"))
    assert {path.stem for path in pages} == {*page_names(root), "search"}
    for path in pages:
        page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        (image,) = page.select("header .wres-logo img")
        assert image["alt"] == 'Mark of "A & B" <script>alert()</script>'
        assert (image["src"], image["width"], image["height"]) == ("logo.png", "210", "56")
        assert [script for script in page.find_all("script") if not script.get("src")] == []
        assert [sheet["href"] for sheet in page.select("link[rel=stylesheet]")] == [
            "_static/style.css",
            "accent.css",
        ]


def test_a_logo_in_png_may_be_published_and_no_other_lone_picture(tmp_path: Path, report: Publication):
    for name in ("logo.png", "other.png"):
        (tmp_path / name).write_bytes(png())
    assert scan(tmp_path, report.figures, []) == [
        "other.png: a kind of file that is not meant to be published"
    ]
    (tmp_path / "logo.png").write_bytes(png(chunk(b"tEXt", b"99 of 421")))
    told = "logo.png: a picture that holds more than what is drawn: "
    assert told + "tEXt" in scan(tmp_path, report.figures, [])
    (tmp_path / "logo.png").write_bytes(png() + b"99 of 421")
    assert told + "something after its end" in scan(tmp_path, report.figures, [])
    (tmp_path / "logo.png").write_bytes(b"99 of 421")
    assert told + "it does not begin as a PNG does" in scan(tmp_path, report.figures, [])


def test_bytes_of_a_drawing_that_read_like_a_text_are_none(tmp_path: Path, report: Publication):
    """Of 3,500 charts of 250 books one held them by chance."""
    (tmp_path / "logo.png").write_bytes(png(chunk(b"IDAT", b"zTXt")))
    assert not scan(tmp_path, report.figures, [])
