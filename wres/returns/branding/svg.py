"""A drawing in SVG, written anew from what a logo needs: shapes, colours, gradients.

What only speaks of the drawing (title, metadata, an editor's notes) is left out. What runs, asks for
something elsewhere, or would change the picture by its absence, refuses the file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

NAMESPACE = "http://www.w3.org/2000/svg"
SHAPES = set("path rect circle ellipse line polyline polygon".split())
HOLDERS = set("svg g defs symbol use clipPath mask linearGradient radialGradient stop style".split())
SILENT = {"title", "desc", "metadata"}
LOOKS = set(
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin "
    "stroke-miterlimit stroke-dasharray stroke-dashoffset opacity color display visibility clip-path "
    "clip-rule mask stop-color stop-opacity paint-order overflow vector-effect transform".split()
)
PLACES = set(
    "id class d points x y x1 y1 x2 y2 cx cy r rx ry fx fy width height viewBox preserveAspectRatio "
    "gradientUnits gradientTransform spreadMethod offset clipPathUnits maskUnits maskContentUnits".split()
)
VALUE = re.compile(  # words, numbers, colours; a reference inside the drawing; colours and moves as functions
    r"(?:url\((['\"]?)#[\w.-]+\1\)|(?:rgba?|hsla?|matrix|translate|scale|rotate|skew[XY])\([\w\s.,%+/-]*\)"
    r"|[\w\s#.,%+!-])*+"
)
RULE = re.compile(r"\s*([\w\s.#,>*-]+)\{([^{}]*)\}\s*")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DEEPEST, MOST_USES = 50, 20  # a drawing inside a drawing, and drawn again: enough for any logo
INSTEAD = {
    "script": "a drawing without scripts",
    "text": "outlines: have the drawing programme convert text to paths",
    "tspan": "outlines: have the drawing programme convert text to paths",
    "image": "shapes: a picture of points goes into a PNG file",
    "foreignObject": "shapes alone",
}

Made = tuple[bytes, tuple[float, float], list[tuple[str, str]]]  # bytes, size, problems: found and expected


@dataclass
class Drawing:
    """A drawing as it is written anew, and what was wrong with the old one.

    A class because both grow while the old one is gone through.
    """

    problems: list[tuple[str, str]] = field(default_factory=list)
    uses: int = 0
    shapes: int = 0

    def refuse(self, found: str, expected: str) -> None:
        """Note once what is wrong: found, and expected."""
        if (found, expected) not in self.problems:
            self.problems.append((found, expected))


def rewritten(content: bytes) -> Made:
    """The drawing anew with its width and height, and every problem as found and expected."""
    drawing, nothing = Drawing(), (b"", (0.0, 0.0))
    try:
        text = content.decode("utf-8-sig")
        if re.search(r"<!\s*(?:DOCTYPE|ENTITY)", text, re.IGNORECASE):
            return *nothing, [("a document type or entities", "a plain SVG file, without <!DOCTYPE")]
        root = ElementTree.fromstring(text)
    except (UnicodeDecodeError, ElementTree.ParseError, ValueError) as error:
        return *nothing, [(f"no SVG that can be read: {error}", "an SVG file in UTF-8")]
    if root.tag != f"{{{NAMESPACE}}}svg":
        return *nothing, [
            ("a file that is no SVG drawing", f'<svg xmlns="{NAMESPACE}"> as its outermost part')
        ]
    box = _box(root)
    if box is None:
        drawing.refuse("a drawing without a size", "a viewBox, or a width and a height in numbers")
    fresh = _element(root, drawing, 0)
    if fresh is None or box is None or drawing.problems:
        return *nothing, drawing.problems
    if not drawing.shapes:
        return *nothing, [("a drawing without a shape", "shapes to be seen")]
    placed = {"viewBox": " ".join(f"{n:g}" for n in box), "width": f"{box[2]:g}", "height": f"{box[3]:g}"}
    fresh.attrib = {
        "xmlns": NAMESPACE,
        **placed,
        **{k: v for k, v in fresh.attrib.items() if k not in placed},
    }
    return ElementTree.tostring(fresh), (box[2], box[3]), []


def _box(root: Element) -> tuple[float, float, float, float] | None:
    """Left, top, width and height of a drawing, from its viewBox or else from its own size."""
    typed = (root.get("viewBox") or "").replace(",", " ").split()
    if not typed:
        typed = ["0", "0", *((root.get(name) or "").removesuffix("px") for name in ("width", "height"))]
    if len(typed) != 4 or not all(re.fullmatch(r"-?\d{1,6}(?:\.\d+)?", each) for each in typed):
        return None
    left, top, width, height = map(float, typed)
    return (left, top, width, height) if width > 0 and height > 0 else None


def _element(old: Element, drawing: Drawing, depth: int) -> Element | None:
    """A part of the drawing anew, with all inside it; None where it is left out."""
    namespace, _, name = old.tag.rpartition("}")
    if name == "script" or (namespace == f"{{{NAMESPACE}" and name not in SHAPES | HOLDERS | SILENT):
        drawing.refuse(f"<{name}>", INSTEAD.get(name, "shapes, groups and gradients alone"))
        return None
    if namespace != f"{{{NAMESPACE}" or name in SILENT:
        return None
    if depth > DEEPEST:
        drawing.refuse(f"parts inside parts more than {DEEPEST} deep", "a simpler drawing")
        return None
    drawing.shapes += name in SHAPES or name == "use"
    drawing.uses += name == "use"
    if drawing.uses > MOST_USES:
        drawing.refuse(f"more than {MOST_USES} parts drawn again (<use>)", "a simpler drawing")
        return None
    fresh = Element(name, dict(_attributes(old, drawing)))
    if name == "style":
        fresh.text = _sheet(old.text or "", drawing)
        return fresh
    fresh.extend(part for each in old if (part := _element(each, drawing, depth + 1)) is not None)
    return fresh


def _attributes(old: Element, drawing: Drawing) -> Iterator[tuple[str, str]]:
    for key, value in old.attrib.items():
        name = key.rpartition("}")[2]
        if name.lower().startswith("on"):
            drawing.refuse(f"an event handler ({name})", "a drawing without scripts")
        elif name == "href":
            if re.fullmatch(r"#[\w.-]+", value.strip()):
                yield "href", value.strip()
            else:
                drawing.refuse(f"a reference to something elsewhere ({value[:40]!r})", "references inside it")
        elif name == "style" and name == key:
            yield "style", _looks(value, drawing)
        elif name == key and name in LOOKS | PLACES and _plain(value, drawing):
            yield name, value


def _plain(value: str, drawing: Drawing) -> bool:
    """Whether a value is no more than words, numbers, colours and references inside the drawing."""
    if VALUE.fullmatch(value):
        return True
    drawing.refuse(
        f"a value that may ask for something elsewhere ({value[:40]!r})", "colours, numbers, url(#id)"
    )
    return False


def _looks(text: str, drawing: Drawing) -> str:
    """The declarations of a style that say how shapes look."""
    kept = []
    for each in COMMENT.sub(" ", text).split(";"):
        name, colon, value = each.partition(":")
        if not colon and each.strip():
            drawing.refuse(f"a style that cannot be read ({each.strip()[:40]!r})", "property: value; ...")
        elif colon and (name.strip() in LOOKS or "(" in value) and _plain(value.strip(), drawing):
            kept += [f"{name.strip()}:{value.strip()}"] if name.strip() in LOOKS else []
    return ";".join(kept)


def _sheet(text: str, drawing: Drawing) -> str:
    """A style sheet inside a drawing: plain rules for shapes, and nothing that begins with @."""
    rest = COMMENT.sub(" ", text)
    if RULE.sub("", rest).strip():
        found = RULE.sub("", rest).strip()[:40]
        drawing.refuse(
            f"a style sheet with more than rules for shapes ({found!r})", "selector { fill: #005eb8; }"
        )
        return ""
    rules = ((chosen.strip(), _looks(looks, drawing)) for chosen, looks in RULE.findall(rest))
    return "".join(f"{chosen}{{{looks}}}" for chosen, looks in rules)
