"""The organisation's own logo: what of a drawing or a picture is published, and what is refused."""

import hashlib
import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from wres.build.notebooks import page_names
from wres.disclosure.leak_scan import scan
from wres.errors import InvalidInput
from wres.publication import Publication
from wres.returns.branding import logo, svg
from wres.returns.validate import usable_return

OPEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 300 80">'
)
SHAPE = '<path d="M0 0h9v9z"/>'


def drawing(inside: str = SHAPE) -> bytes:
    """A drawing with something in it."""
    return f"{OPEN}{inside}</svg>".encode()


def anew(inside: str) -> str:
    """The drawing as it is published; the test fails where it is refused."""
    made, _, problems = svg.rewritten(drawing(inside))
    assert problems == []
    return made.decode()


def refused(content: bytes) -> str:
    """Why a drawing is refused, as the message tells it."""
    made, _, problems = svg.rewritten(content)
    assert made == b"" and problems
    return "; ".join(f"{found}, expected {expected}" for found, expected in problems)


# Drawings


def test_shapes_colours_gradients_and_references_inside_are_kept():
    inside = (
        '<defs><linearGradient id="g" x1="0"><stop offset="0" stop-color="#7c2855"/></linearGradient>'
        '<clipPath id="c"><rect width="9" height="9"/></clipPath></defs>'
        "<style>.a, #b > .c{fill:url(#g);opacity:.5}</style>"
        '<g transform="translate(2 2) rotate(-45)" clip-path="url(#c)">'
        '<circle class="a" cx="5" cy="5" r="4" style="stroke:rgb(1,2,3);stroke-width:2"/></g>'
        '<use href="#b" x="3"/><path id="b" d="M1e-5,0 L3-4z" fill="none"/>'
    )
    made = ElementTree.fromstring(anew(inside))
    kept = ElementTree.fromstring(drawing(inside))
    assert [each.tag for each in made.iter()] == [each.tag for each in kept.iter()]
    assert [each.attrib for each in list(made.iter())[1:]] == [each.attrib for each in list(kept.iter())[1:]]
    assert made.find("{http://www.w3.org/2000/svg}style").text == ".a, #b > .c{fill:url(#g);opacity:.5}"
    assert (made.get("viewBox"), made.get("width"), made.get("height")) == ("0 0 300 80", "300", "80")


def test_what_only_speaks_of_the_drawing_is_left_out():
    said = anew(
        "<!-- 23.5% --><?php echo 1 ?><title>A title</title><desc>A note</desc><metadata>who</metadata>"
        '<e:view xmlns:e="https://example.org/e" e:zoom="2">text</e:view>text'
        '<path xmlns:e="https://example.org/e" e:label="layer" data-name="x" aria-label="y" d="M0 0h9"'
        " style=\"font-family:'Arial';fill:red;enable-background:new 0 0 9 9\"/>"
    )
    assert ElementTree.fromstring(said)[0].attrib == {"d": "M0 0h9", "style": "fill:red"}
    for gone in "23.5 php title note who zoom text example layer data aria Arial".split():
        assert gone not in said


def test_a_drawing_that_is_written_anew_stays_as_it_is():
    made, size, _ = svg.rewritten(drawing())
    assert svg.rewritten(made) == (made, size, [])


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ('<script href="https://example.org/a.js"/>', "<script>"),
        ('<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>', "<script>"),
        ('<path onload="alert(1)" d="M0 0"/>', "event handler (onload)"),
        ('<g ONCLICK="alert(1)"/>', "event handler (ONCLICK)"),
        ('<a href="https://example.org"><path d="M0 0"/></a>', "<a>"),
        ('<a href="javascript:alert(1)"/>', "<a>"),
        ('<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>', "<foreignObject>"),
        ('<image href="https://example.org/a.png"/>', "<image>"),
        ('<image href="data:image/png;base64,AAAA"/>', "<image>"),
        ("<text>BLMK</text>", "outlines"),
        ('<animate attributeName="href" to="javascript:alert(1)"/>', "<animate>"),
        ('<set attributeName="onmouseover" to="alert(1)"/>', "<set>"),
        ("<filter/>", "<filter>"),
        ('<use href="https://example.org/a.svg#b"/>', "elsewhere ('https://example.org/a.svg#b')"),
        ('<use xlink:href="//example.org/a.svg#b"/>', "elsewhere"),
        ('<use xlink:href="data:image/svg+xml,x"/>', "elsewhere"),
        ('<linearGradient xlink:href="other.svg#g"/>', "elsewhere"),
        ('<path fill="url(https://example.org/a.svg#g)"/>', "elsewhere ('url(https://example.org/a.svg#g)')"),
        ('<path fill="url(//example.org)"/>', "elsewhere"),
        ('<path fill="u\\72l(a.svg)"/>', "elsewhere"),
        ('<path fill="image-set(&quot;a.png&quot; 1x)"/>', "elsewhere"),
        ('<path style="fill:url(a.svg#g)"/>', "elsewhere"),
        ('<path style="background:url(//example.org/a.png)"/>', "elsewhere"),
        ('<path style="fill:red}</style><script>"/>', None),
        ('<path style="fill:expression(alert(1))"/>', "elsewhere"),
        ("<style>@import 'https://example.org/a.css';</style>", "more than rules"),
        ("<style>@font-face{src:url(a.woff)}</style>", "more than rules"),
        ("<style>path{fill:url(https://example.org/a)}</style>", "elsewhere"),
        ("<style>path{fill:u/**/rl(https://example.org/a)}</style>", "elsewhere"),
        ("<style>path[d^='M']{fill:red}</style>", "more than rules"),
        ("<style>path{fill:red}/* </style>", "more than rules"),
        ("<g>" * 60 + "</g>" * 60, "deep"),
        (SHAPE + "<use href='#a'/>" * 30, "drawn again"),
        ("<g/>", "without a shape"),
    ],
)
def test_what_runs_or_asks_for_something_elsewhere_refuses_the_drawing(inside: str, told: str | None):
    if told is None:  # no XML
        assert "no SVG that can be read" in refused(drawing(inside))
    else:
        assert told in refused(drawing(inside))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "no SVG that can be read"),
        (b"<svg", "no SVG that can be read"),
        (b"<html><body/></html>", "no SVG drawing"),
        (b'<svg viewBox="0 0 1 1"><path d="M0 0"/></svg>', "no SVG drawing"),  # of no namespace: not shown
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + drawing(), "document type"),
        (b'<!DOCTYPE svg SYSTEM "https://example.org/a.dtd">' + drawing(), "document type"),
        (drawing().decode().encode("utf-16"), "no SVG that can be read"),
        (b'<?xml-stylesheet href="https://example.org/a.css"?>' + drawing("<g/>"), "without a shape"),
        (drawing().replace(b'viewBox="0 0 300 80"', b""), "without a size"),
        (drawing().replace(b"300 80", b"300"), "without a size"),
        (drawing().replace(b"300 80", b"0 80"), "without a size"),
        (drawing().replace(b"300 80", b"1e9 80"), "without a size"),
        (drawing().replace(b'viewBox="0 0 300 80"', b'width="100%" height="9"'), "without a size"),
    ],
)
def test_what_is_no_plain_drawing_is_refused(content: bytes, told: str):
    assert told in refused(content)


def test_a_style_sheet_named_before_the_drawing_is_left_out():
    made, _, problems = svg.rewritten(b'<?xml-stylesheet href="https://example.org/a.css"?>' + drawing())
    assert problems == [] and b"example" not in made


def test_everything_wrong_with_a_drawing_is_told_at_once():
    told = refused(drawing('<script/><text>a</text><path onclick="x"/><script/>'))
    assert told.count("<script>") == 1
    assert all(each in told for each in ("<text>", "onclick"))


def test_a_drawing_without_a_view_box_has_one_of_its_own_size():
    plain = drawing().replace(b'viewBox="0 0 300 80"', b'width="30px" height="8"')
    made, size, problems = svg.rewritten(plain)
    assert (size, problems) == ((30.0, 8.0), [])
    assert b'viewBox="0 0 30 8"' in made


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


def test_a_png_keeps_its_picture_and_loses_all_else(tmp_path: Path):
    said = {b"tEXt": b"Author\0Somebody", b"eXIf": b"51.5 N", b"tIME": b"\x07\xe7" + b"\1" * 5, b"iTXt": b"x",
            b"zTXt": b"x", b"acTL": b"\0" * 8, b"prVt": b"secret"}  # fmt: skip
    told = [chunk(kind, data) for kind, data in said.items()]
    colours = [chunk(b"gAMA", b"\0\0\xb1\x8f"), chunk(b"tRNS", b"\0\x80")]
    picture, problems = read(tmp_path, png(*told, *colours) + b"and more after its end")
    assert problems == ""
    assert picture and picture.content == png(*colours)
    assert (picture.name, picture.size) == ("logo.png", (2, 1))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "does not begin as a PNG"),
        (b"\xff\xd8\xff\xe0JFIF", "does not begin as a PNG"),
        (b"\x89PNG\r\n\x1a\n", "no PNG that can be read"),
        (png()[:-5], "damaged"),
        (png()[:40] + b"\xff" + png()[41:], "damaged"),
        (png(drawn=b"no zlib"), "no PNG that can be read"),
        (png(drawn=zlib.compress(b"\0\x80\x80")[:-3]), "cut off"),
        (png(drawn=zlib.compress(b"\0\x80\x80") + b"hidden"), "followed by something else"),
        (png(width=2001), "a PNG of 2001 by 1 points; expected 2000 at most"),
        (png(height=0), "a PNG of 2 by 0 points"),
        (b"\x89PNG\r\n\x1a\n" + chunk(b"IDAT", b""), "does not begin with its size"),
        (drawing(), "does not begin as a PNG"),
    ],
)
def test_what_is_no_whole_png_is_refused(tmp_path: Path, content: bytes, told: str):
    picture, problems = read(tmp_path, content)
    assert picture is None
    assert problems.startswith("data/returns/QHG/2023/mark.png ") and told in problems


def test_a_picture_that_unpacks_to_more_than_it_can_hold_is_refused(tmp_path: Path):
    bomb = zlib.compress(b"\0" * 60_000_000, 9)
    assert len(bomb) < logo.LARGEST
    picture, problems = read(tmp_path, png(drawn=bomb))
    assert picture is None and "cut off, or followed by something else" in problems


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
    assert logo.Picture("logo.svg", b"", size).fitted == fitted


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
    problems = settle("logo: {file: mark.svg, alt: Mark}", content=drawing('<script/><path onload="x"/>'))
    assert [problem.partition(";")[0] for problem in problems] == [
        "mark.svg <script>",
        "mark.svg an event handler (onload)",
    ]


def test_the_book_holds_the_logo_anew_under_its_own_name(house: Path, house_site: Path):
    assert not list(house_site.rglob("mark.*"))
    kept = (house / "data/returns/QHG/2023/mark.svg").read_bytes()
    published = (house_site / "logo.svg").read_bytes()
    assert b"99 of 421" in kept and b"99 of 421" not in published
    assert svg.rewritten(kept)[0] == published
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
        assert image["alt"] == 'Mark of "A & B" <script>alert(1)</script>'
        assert (image["src"], image["width"], image["height"]) == ("logo.svg", "210", "56")
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
