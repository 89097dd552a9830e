"""Commentary and actions: figures are looked up, everything else is text, and nothing runs."""

import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from math import nan
from pathlib import Path

import pytest

from wres.commentary.texts import CommentaryRenderer, commentary
from wres.errors import InvalidInput
from wres.figures.figure import Figure, Figures
from wres.figures.inline import without_ids
from wres.pages import action_plan
from wres.pages.fragments import from_markdown
from wres.publication import Publication, publication

RATIO = '{{ figure("i2.relative_likelihood.2023") }}'
PARTS = ("## What the data tell us", "## What we did last year", "## What we plan")
FIGURES = (
    Figure("i2", "relative_likelihood", "", "", 2023, 2.194, "ratio"),
    Figure("workforce", "share", "", "bme", 2023, 0.23515, "percent"),
    Figure("workforce", "headcount", "", "bme", 2023, 99, "people"),
    Figure("population", "people", "qhg", "all", 2021, 955123, "people"),
    Figure("i9", "difference", "board", "bme", 2023, -0.1332, "points"),
    Figure("i3", "entered", "", "bme", 2023, 0, "people", "zero"),
    Figure("i3", "relative_likelihood", "", "", 2023, nan, "ratio", "undefined"),
    Figure("i3", "relative_likelihood", "", "", 2022, nan, "ratio", "infinite"),
    Figure("i4", "accessed", "", "unknown", 2023, nan, "people", "not_collected"),
    Figure("i2", "appointed", "", "unknown", 2022, nan, "people", "suppressed"),
)


@pytest.fixture
def texts() -> CommentaryRenderer:
    """Prints texts from a small table of figures."""
    return CommentaryRenderer(Figures(list(FIGURES)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for commentary."""
    made = tmp_path / "returns" / "QHG" / "2023" / "commentary"
    made.mkdir(parents=True)
    return made


def indicator_file(*bodies: str) -> str:
    """The text of an indicator's commentary with these bodies, empty ones to fill."""
    filled = [*bodies, "", "", ""]
    return "".join(f"{part}\n\n{body}\n\n" for part, body in zip(PARTS, filled, strict=False))


def read(folder: Path, texts: CommentaryRenderer, text: str, name: str = "introduction.md") -> dict[str, str]:
    """The parts of one commentary file, as a page makes HTML of them."""
    (folder / name).write_text(text, encoding="utf-8", newline="")
    found = commentary(folder, texts)[name.removesuffix(".md")]
    return {part: str(from_markdown(text)) for part, text in found.items()}


def assert_told(texts: CommentaryRenderer, place: str, *facts: str, file: str = "introduction.md") -> None:
    """There is one problem, at this place of the file, and it tells all the facts."""
    (problem,) = texts.problems
    assert problem.file == f"data/returns/QHG/2023/commentary/{file}"
    assert problem.place == place
    for fact in facts:
        assert fact in str(problem)


def without_commentary(data: Path, threshold: int = 0) -> Path:
    """The return of 2023 with no commentary yet, and with nothing hidden unless a test asks for it."""
    place = data / "returns" / "QHG" / "2023"
    shutil.rmtree(place / "commentary")
    (place / "commentary").mkdir()
    settings = (place / "return.yml").read_text()
    settings = settings.replace("threshold: 5", f"threshold: {threshold}").replace(
        "reason: null", "reason: tests"
    )
    (place / "return.yml").write_text(settings)
    return place


class Page(HTMLParser):
    """What a browser would make of a fragment: its tags, its links and the text a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.text += data


# Figures


@pytest.mark.parametrize(
    ("id", "printed"),
    [
        ("i2.relative_likelihood.2023", "2.19"),
        ("workforce.share.bme.2023", "23.5%"),
        ("workforce.headcount.bme.2023", "99"),
        ("population.people.qhg.all.2021", "955,123"),
        ("i9.difference.board.bme.2023", "\N{MINUS SIGN}13.3 percentage points"),
        ("i3.entered.bme.2023", "0"),
    ],
)
def test_a_figure_is_printed_by_its_id(folder: Path, texts: CommentaryRenderer, id: str, printed: str):
    html = read(folder, texts, f'It is {{{{ figure("{id}") }}}}.')["text"]
    assert Page(html).text == f"It is {printed}."
    assert f'<a class="wres-figure" data-figure="{id}" href="#origin-{id}">{printed}</a>' in html
    assert texts.problems == []


def test_a_figure_inside_a_link_is_text_alone(folder: Path, texts: CommentaryRenderer):
    # A link in a link, or a tag in an address, is no HTML.
    html = read(folder, texts, f'[{RATIO} times](https://x.org/{RATIO} "{RATIO}")')["text"]
    assert html == '<p><a href="https://x.org/2.19" title="2.19">2.19 times</a></p>'


def test_nobody_can_type_what_makes_a_number_a_figure(folder: Path, texts: CommentaryRenderer):
    typed = "\ue000i2.relative_likelihood.2023\ue0019.99\ue002"
    page = Page(read(folder, texts, f"It is {typed}.")["text"])
    assert page.tags == ["p"]
    assert not set("\ue000\ue001\ue002") & set(page.text)


def test_an_unknown_id_is_told_with_file_line_and_the_nearest_ids(folder: Path, texts: CommentaryRenderer):
    read(folder, texts, 'One.\n\nTwo {{ figure("i2.relative_likelyhood.2023") }}.\n')
    assert_told(texts, "line 3", "'i2.relative_likelyhood.2023'", "nearest: i2.relative_likelihood.2023")


@pytest.mark.parametrize(
    ("id", "reason"),
    [
        ("i2.appointed.unknown.2022", "hidden to protect confidentiality"),
        ("i4.accessed.unknown.2023", "not collected"),
        ("i3.relative_likelihood.2023", "undefined"),
        ("i3.relative_likelihood.2022", "infinite"),
    ],
)
def test_a_figure_without_a_value_to_show_is_refused_with_the_reason(
    folder: Path, texts: CommentaryRenderer, id: str, reason: str
):
    read(folder, texts, f'One.\n\nTwo {{{{ figure("{id}") }}}}.\n')
    assert_told(texts, "line 3", f"'{id}'", reason)


def test_a_count_behind_the_door_cannot_be_printed(own_data: Path):
    # Clinical staff in bands 1 to 7 who are BME: 5, the threshold.
    path = without_commentary(own_data, threshold=5) / "commentary" / "introduction.md"
    path.write_text('{{ figure("i1.headcount.clinical.1-7.bme.2023") }}\n')
    with pytest.raises(InvalidInput, match="'i1.headcount.clinical.1-7.bme.2023' is hidden"):
        publication("QHG", 2023, own_data)


@pytest.mark.parametrize(
    "broken", ['{{ figure("i2.x" }}', "{{ figure( }}", "{{ 'open }}", "{% endif %}", "{% nothing %}", "{{ }}"]
)
def test_a_slip_in_the_braces_is_told_with_its_line(folder: Path, texts: CommentaryRenderer, broken: str):
    read(folder, texts, f"One.\n\nTwo.\n{broken}\n")
    assert_told(texts, "line 4", '{{ figure("')


def test_lines_are_those_of_the_file_in_every_part(folder: Path, texts: CommentaryRenderer):
    # Headings stand in lines 1, 5 and 9, bodies in lines 3, 7 and 11.
    text = indicator_file("{{ 1 }}", '{{ figure("x") }}', "{{ figure( }}")
    read(folder, texts, text, "indicator-2.md")
    assert [problem.place for problem in texts.problems] == ["line 3", "line 7", "line 11"]


# The sandbox

REFUSED = [
    "{{ 2.19 }}",
    '{{ "2.19" }}',
    "{{ 1 + 1 }}",
    "{{ figure }}",
    "{{ figure() }}",
    f'{{{{ figure("{FIGURES[0].id}", 1) }}}}',
    f'{{{{ figure("{FIGURES[0].id}", x=1) }}}}',
    f'{{{{ figure("{FIGURES[0].id}") | upper }}}}',
    f'{{{{ figure("{FIGURES[0].id}") ~ "9" }}}}',
    f'{{{{ figure("{FIGURES[0].id}").__class__ }}}}',
    f'{{{{ figure("{FIGURES[0].id}")[0] }}}}',
    f'{{{{ figure("{FIGURES[0].id}") if 1 else 2 }}}}',
    '{{ figure("i2." ~ "relative_likelihood.2023") }}',
    '{{ figure(figure("i2.relative_likelihood.2023")) }}',
    "{{ figure.__globals__ }}",
    "{{ figure.__closure__[0].cell_contents }}",
    '{{ "".__class__.__mro__ }}',
    "{{ self }}",
    "{{ self._TemplateReference__context }}",
    "{{ range(9) }}",
    "{{ lipsum() }}",
    "{{ cycler.__init__ }}",
    "{{ namespace() }}",
    "{{ open('/etc/hostname') }}",
    '{{ "%s" | format(1) }}',
    "{{ [1].append(2) }}",
    '{% include "introduction.md" %}',
    '{% import "introduction.md" as other %}',
    '{% from "introduction.md" import other %}',
    '{% extends "introduction.md" %}',
    "{% for x in [1, 2, 3] %}text {% endfor %}",
    '{% for x in "a" * 99999999999999 %}text {% endfor %}',
    "{% for x in figure.__globals__ %}text {% endfor %}",
    "{% if 1 %}text{% endif %}",
    '{% if figure("i2.appointed.unknown.2022") %}text{% endif %}',
    '{% if figure("nothing") %}text{% endif %}',
    '{% set x = figure("i2.appointed.unknown.2022") %}',
    "{% set x = figure.__globals__ %}",
    "{% set figure = 1 %}",
    "{% macro figure(id) %}2.19{% endmacro %}",
    "{% filter upper %}text{% endfilter %}",
    "{% block x %}text{% endblock %}",
    "{% with %}text{% endwith %}",
]


@pytest.mark.parametrize("text", REFUSED)
def test_nothing_but_a_figure_is_run(folder: Path, texts: CommentaryRenderer, text: str):
    html = read(folder, texts, f"One.\n\nTwo {text}.\n")["text"]
    assert_told(texts, "line 3", "; expected ")
    assert html == ""


def test_a_figure_cannot_be_given_another_meaning(folder: Path, texts: CommentaryRenderer):
    # A macro named figure would print a typed number through the one door that is open.
    printed = read(folder, texts, f"{{% macro figure(id) %}}9.99{{% endmacro %}}{RATIO}")
    assert "9.99" not in printed["text"]
    assert texts.problems


# Markdown and HTML


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "Text <script src=x></script> text",
        "<img src=x onerror=alert(1)>",
        "<b>bold</b>",
        "<h2>A heading</h2>",
        "<!-- a comment -->",
        "- in a list <iframe src=x></iframe>",
        '<a href="javascript:alert(1)">press</a>',
    ],
)
def test_raw_html_is_printed_as_text(folder: Path, texts: CommentaryRenderer, text: str):
    page = Page(read(folder, texts, text)["text"])
    assert set(page.tags) <= {"p", "ul", "li"}
    assert text.removeprefix("- ") in page.text


@pytest.mark.parametrize(
    "text",
    [
        "[press](javascript:alert(1))",
        "[press](JaVaScRiPt:alert(1))",
        "[press](javascript&#58;alert(1))",
        "[press](&#x6A;avascript:alert(1))",
        "[press](<javascript:alert(1)>)",
        "[press][1]\n\n[1]: javascript:alert(1)",
        "<javascript:alert(1)>",
        "[press](vbscript:x)",
        "[press](data:text/html,x)",
        "[press](file:///etc/hostname)",
        "![press](javascript:alert(1))",
    ],
)
def test_a_link_that_could_run_is_no_link(folder: Path, texts: CommentaryRenderer, text: str):
    page = Page(read(folder, texts, text)["text"])
    assert page.links == []
    assert set(page.tags) <= {"p"}
    assert re.search("press|javascript", page.text)


def test_a_link_to_a_page_is_a_link(folder: Path, texts: CommentaryRenderer):
    page = Page(read(folder, texts, "[the source](https://example.org/a?b=1&c=2)")["text"])
    assert page.links == ["https://example.org/a?b=1&c=2"]
    assert page.text == "the source"


def test_a_picture_is_not_loaded(folder: Path, texts: CommentaryRenderer):
    page = Page(read(folder, texts, "![a picture](https://example.org/x.png)")["text"])
    assert "img" not in page.tags


def test_paragraphs_lists_and_emphasis_are_kept(folder: Path, texts: CommentaryRenderer):
    html = read(folder, texts, f"One *plain* **word**.\n\n- {RATIO} times\n- two\n")["text"]
    assert Page(html).tags == ["p", "em", "strong", "ul", "li", "a", "li"]  # the figure is a link
    assert "2.19 times" in Page(html).text


# Parts and headings


def test_the_three_parts_are_found_whatever_their_order(folder: Path, texts: CommentaryRenderer):
    text = f"{PARTS[2]}\n\nplan\n\n{PARTS[0]}\n\ndata\n\n{PARTS[1]}\n\ndone\n"
    found = read(folder, texts, text, "indicator-2.md")
    assert {part: Page(html).text for part, html in found.items()} == {
        "data": "data", "done": "done", "plan": "plan",
    }  # fmt: skip
    assert texts.problems == []


def test_a_part_without_text_is_absent(folder: Path, texts: CommentaryRenderer):
    found = read(folder, texts, indicator_file("data", "", "plan"), "indicator-2.md")
    assert set(found) == {"data", "plan"}
    assert texts.problems == []


@pytest.mark.parametrize("name", ["indicator-2.md", "introduction.md", "workforce.md"])
@pytest.mark.parametrize(
    "heading", ["# Title", "## Other", "### Below", "###### Six", "   ## Indented", "## what we plan"]
)
def test_a_heading_of_ones_own_is_refused_with_its_line(
    folder: Path, texts: CommentaryRenderer, name: str, heading: str
):
    body = f"Text.\n\n{heading}\n\nText."
    read(folder, texts, indicator_file(body) if name == "indicator-2.md" else body, name)
    line = "line 5" if name == "indicator-2.md" else "line 3"
    assert_told(texts, line, heading.strip(), file=name)


@pytest.mark.parametrize("text", ["Title\n=====\n\nText", "Title\n---\n\nText", "> # Title", "- # Title"])
def test_no_text_becomes_a_heading_of_the_page(folder: Path, texts: CommentaryRenderer, text: str):
    found = read(folder, texts, text)
    assert not re.search(r"<h\d", found["text"])


@pytest.mark.parametrize("heading", PARTS)
def test_a_missing_part_is_told_with_the_three_there_should_be(
    folder: Path, texts: CommentaryRenderer, heading: str
):
    read(folder, texts, indicator_file("a", "b", "c").replace(heading, ""), "indicator-2.md")
    # Where the first heading is missing its text stands before any heading: a problem of its own.
    assert all(problem.file.endswith("commentary/indicator-2.md") for problem in texts.problems)
    missing = [problem for problem in texts.problems if "headings found" in str(problem)]
    assert len(missing) == 1
    assert all(part in str(missing[0]) for part in PARTS)


def test_a_part_twice_is_refused(folder: Path, texts: CommentaryRenderer):
    read(folder, texts, indicator_file("a", "b", "c") + f"{PARTS[2]}\n\nmore\n", "indicator-2.md")
    assert_told(texts, "", "headings found", file="indicator-2.md")


def test_text_before_the_first_part_is_refused(folder: Path, texts: CommentaryRenderer):
    read(folder, texts, "\nBefore.\n\n" + indicator_file("a", "b", "c"), "indicator-2.md")
    assert_told(texts, "line 2", "before the first heading", file="indicator-2.md")


@pytest.mark.parametrize("name", ["indicator-10.md", "indicator2.md", "Introduction.md", "conclusion.md"])
def test_an_unknown_file_is_refused_with_the_names_that_are_known(
    folder: Path, texts: CommentaryRenderer, name: str
):
    (folder / name).write_text("Text.")
    commentary(folder, texts)
    assert_told(texts, "", "unknown file", "introduction", "indicator-1", file=name)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_a_wrong_encoding_is_refused(folder: Path, texts: CommentaryRenderer, encoding: str):
    (folder / "introduction.md").write_bytes("Café".encode(encoding))
    commentary(folder, texts)
    assert_told(texts, "", "not UTF-8")


def test_no_commentary_is_no_problem(folder: Path, texts: CommentaryRenderer):
    assert commentary(folder, texts) == {}
    assert commentary(folder / "absent", texts) == {}
    assert texts.problems == []


def test_every_problem_of_every_text_is_told_at_once(own_data: Path):
    place = without_commentary(own_data)
    (place / "commentary" / "introduction.md").write_text(
        "# Title\n\n{{ 1 }} {{ 2 }}\n\n{{ figure('no.such.figure') }}\n"
    )
    (place / "commentary" / "indicator-3.md").write_text(f"{PARTS[0]}\n\n{{{{ figure( }}}}\n")
    (place / "commentary" / "closing.md").write_text("Text.")
    actions = (place / "actions.csv").read_text()
    (place / "actions.csv").write_text(actions.replace("Launch a campaign", "{{ figure('nothing') }}"))
    with pytest.raises(InvalidInput) as refused:
        publication("QHG", 2023, own_data)
    found = sorted((p.file.rsplit("2023/", 1)[1], p.place) for p in refused.value.problems)
    assert found == [
        ("actions.csv", "row 17"),  # A16 stands in row 17
        ("commentary/closing.md", ""),
        ("commentary/indicator-3.md", ""),
        ("commentary/indicator-3.md", "line 3"),
        ("commentary/introduction.md", "line 1"),
        ("commentary/introduction.md", "line 3"),
        ("commentary/introduction.md", "line 3"),
        ("commentary/introduction.md", "line 5"),
    ]
    assert "wres figures QHG 2023" in str(refused.value)


def test_every_text_of_the_project_is_printed(report: Publication):
    assert set(report.commentary) == {"introduction", "workforce", *(f"indicator-{n}" for n in range(1, 10))}
    printed = " ".join(html for parts in report.commentary.values() for html in parts.values())
    assert "{{" not in printed
    # 49 of 159 White and 25 of 178 BME applicants: 0.30818 / 0.14045 = 2.1943
    assert "2.19 times as likely" in Page(str(from_markdown(report.commentary["indicator-2"]["data"]))).text


# Actions

Typed = Callable[[str], None]


@pytest.fixture
def action(one_year: Path) -> Typed:
    """Writes the texts of action A16, which stands in row 17."""

    def write(columns: str) -> None:
        path = without_commentary(one_year) / "actions.csv"
        text = path.read_text()
        old = "Launch a campaign against bullying and harassment."
        assert text.count(old) == 1
        path.write_text(text.replace(old, columns))

    return write


def test_a_figure_in_an_action_is_printed(one_year: Path, action: Typed):
    action("\"Bring {{ figure('i2.relative_likelihood.2023') }} down to 1\"")
    report = publication("QHG", 2023, one_year)
    assert without_ids(report.actions.set_index("id").loc["A16", "action"]) == "Bring 2.19 down to 1"
    assert "Bring 2.19 down to 1" in Page(action_plan.actions(report).html).text


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("{{ figure('i2.relative_likelyhood.2023') }}", "nearest: i2.relative_likelihood"),
        ("{{ figure('i5.percentage.bme.2023') }}", "hidden to protect confidentiality"),
        ("{{ range(9) }}", "not a figure"),
        ("{{ figure( }}", '{{ figure("'),
    ],
)
def test_a_wrong_figure_in_an_action_is_told_with_its_row(
    one_year: Path, action: Typed, text: str, fact: str
):
    action(text)
    path = one_year / "returns" / "QHG" / "2023" / "return.yml"  # 55 BME respondents to the survey
    path.write_text(path.read_text().replace("minimum_base: 11", "minimum_base: 56"))
    with pytest.raises(InvalidInput) as refused:
        publication("QHG", 2023, one_year)
    (problem,) = refused.value.problems
    assert problem.file == "data/returns/QHG/2023/actions.csv"
    assert problem.place.startswith("row 17")
    assert fact in str(problem)


@pytest.mark.parametrize("column", ["outcome", "measure", "progress"])
def test_the_other_texts_of_an_action_may_hold_figures_too(one_year: Path, column: str):
    path = without_commentary(one_year) / "actions.csv"
    columns = path.read_text().splitlines()[0].split(",")
    cells = {"id": "A1", "indicators": "2", "theme": "Recruitment", "action": "Review", "agreed": "2023"}
    cells[column] = "\"{{ figure('workforce.headcount.bme.2023') }} people\""
    path.write_text(",".join(columns) + "\n" + ",".join(cells.get(c, "") for c in columns) + "\n")
    (text,) = publication("QHG", 2023, one_year).actions[column]
    assert without_ids(text) == "99 people"
