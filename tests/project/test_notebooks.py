"""The anatomy of the notebooks: parameters, fetch, show, and nothing else."""

import ast
import re
import runpy
from pathlib import Path

import nbformat
import pytest
import yaml
from small_project import ROOT

from wres.standard.indicators import BY_CODE, INDICATORS

FOLDER = ROOT / "notebooks"
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [TOC["root"], *(chapter["file"] for part in TOC["parts"] for chapter in part["chapters"])]
CHECKED = {"keep_output", "nbval-check-output", "remove-cell"}
HEADING = re.compile(r"^(#{1,6}) +(.+?) *$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)")

# A cell sets a name to a call or a literal, calls something, or imports from wres.
ALLOWED = (
    ast.Module, ast.ImportFrom, ast.alias, ast.Assign, ast.Expr, ast.Call, ast.keyword, ast.Attribute,
    ast.Name, ast.Constant, ast.expr_context,
)  # fmt: skip
# A page shows its namesake; the start page the summary, and the nine of the indicators one module.
NAMESAKE = {"index": "summary", **{indicator.page: "indicator" for indicator in INDICATORS}}


def namesake(page: str) -> str:
    """The module of ``wres.pages`` that a page shows."""
    return NAMESAKE.get(page, page.replace("-", "_"))


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> str:
    """The name of each page in turn."""
    return request.param


@pytest.fixture
def notebook(page: str) -> nbformat.NotebookNode:
    """The page's notebook as the project holds it."""
    return nbformat.read(FOLDER / f"{page}.ipynb", as_version=4)


def cells(notebook: nbformat.NotebookNode, kind: str, tag: str = "") -> list[nbformat.NotebookNode]:
    """The cells of a kind; with a tag, only those that carry it."""
    return [
        cell
        for cell in notebook.cells
        if cell.cell_type == kind and (not tag or tag in cell.metadata.get("tags", []))
    ]


def headings(notebook: nbformat.NotebookNode) -> list[tuple[int, str]]:
    """Level and text of each heading in turn."""
    found = [HEADING.findall(cell.source) for cell in cells(notebook, "markdown")]
    return [(len(mark), text) for marks in found for mark, text in marks]


def statements(notebook: nbformat.NotebookNode) -> list[ast.stmt]:
    """The statements of all code cells; magics and shell lines are no Python."""
    return [node for cell in cells(notebook, "code") for node in ast.parse(cell.source).body]


def test_every_notebook_is_a_page_and_every_page_a_notebook():
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == sorted(PAGES)
    assert len(PAGES) == len(set(PAGES))


def test_a_notebook_is_valid_and_for_the_kernel_python3(notebook: nbformat.NotebookNode):
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"


def test_the_title_is_the_first_cell_and_the_only_first_level_heading(notebook: nbformat.NotebookNode):
    first = notebook.cells[0]
    assert first.cell_type == "markdown"
    assert re.fullmatch(r"# \S.*", first.source)  # one line
    assert [level for level, _ in headings(notebook)].count(1) == 1


def test_headings_do_not_skip_a_level(notebook: nbformat.NotebookNode):
    levels = [level for level, _ in headings(notebook)]
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


def test_headings_are_written_in_markdown_alone(notebook: nbformat.NotebookNode):
    """A heading printed by code never reaches the contents list; raw cells and HTML are no better."""
    assert {cell.cell_type for cell in notebook.cells} == {"markdown", "code"}
    assert not [cell.source for cell in notebook.cells if re.search(r"<h\d", cell.source, re.IGNORECASE)]
    assert not [cell.source for cell in cells(notebook, "code") if HEADING.search(cell.source)]


def test_one_cell_tagged_parameters_sets_organisation_and_year(notebook: nbformat.NotebookNode):
    (cell,) = cells(notebook, "code", "parameters")
    found = {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(cell.source).body}
    assert found == {"organisation": "QHG", "year": 2023}


def test_no_cell_has_a_tag_that_nothing_reads(notebook: nbformat.NotebookNode):
    tags = {tag for cell in notebook.cells for tag in cell.metadata.get("tags", [])}
    assert tags == {"parameters", *CHECKED}


def test_papermill_finds_exactly_the_two_parameters(page: str):
    import papermill

    assert set(papermill.inspect_notebook(str(FOLDER / f"{page}.ipynb"))) == {"organisation", "year"}


def test_a_code_cell_has_at_most_five_lines(notebook: nbformat.NotebookNode):
    assert max(len(cell.source.splitlines()) for cell in cells(notebook, "code")) <= 5


def test_code_fetches_and_shows_and_does_nothing_else(page: str, notebook: nbformat.NotebookNode):
    nodes = [node for statement in statements(notebook) for node in ast.walk(statement)]
    assert not [ast.unparse(node) for node in nodes if not isinstance(node, ALLOWED)]
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    assert names <= {"organisation", "year", "report", "publication", "digest", namesake(page)}


def test_a_notebook_imports_its_namesake_of_the_pages_and_nothing_else(
    page: str, notebook: nbformat.NotebookNode
):
    for node in statements(notebook):
        if isinstance(node, ast.ImportFrom):
            offered = {"wres.pages": {"digest", namesake(page)}, "wres.publication": {"publication"}}
            assert {alias.name for alias in node.names} == offered[node.module or ""]


def test_the_publication_is_fetched_once_with_the_parameters(notebook: nbformat.NotebookNode):
    calls = [ast.unparse(node) for node in statements(notebook) if isinstance(node, ast.Assign)]
    assert calls[2:] == ["report = publication(organisation, year)"]  # after the two parameters


def test_each_notebook_keeps_one_checked_output_and_no_other(notebook: nbformat.NotebookNode):
    """nbval passes a notebook that has no output, whatever its code does."""
    (checked,) = (cell for cell in cells(notebook, "code") if set(cell.metadata.get("tags", [])) == CHECKED)
    (output,) = checked.outputs
    assert list(output.data) == ["text/plain"]
    assert output.data["text/plain"].strip()
    assert not [cell.source for cell in cells(notebook, "code") if cell is not checked and cell.outputs]


def test_no_run_has_left_its_record(page: str, notebook: nbformat.NotebookNode, root: Path):
    assert "papermill" not in notebook.metadata
    assert not [cell for cell in notebook.cells if {"papermill", "execution"} & set(cell.metadata)]
    # Counts stay, since nbval refuses an output of a cell without one: those of one run from top to end.
    counts = [cell.execution_count for cell in cells(notebook, "code")]
    assert counts == list(range(1, len(counts) + 1))
    text = (FOLDER / f"{page}.ipynb").read_text(encoding="utf-8")
    assert not re.search(r"/home/|/Users/|/tmp/|/root/|[A-Z]:\\\\|\bipykernel_\d", text)
    assert str(root) not in text


def test_links_lead_to_pages_of_the_book(notebook: nbformat.NotebookNode):
    links = [link for cell in cells(notebook, "markdown") for link in LINK.findall(cell.source)]
    inside = [link.split("#")[0] for link in links if not re.match(r"[a-z]+:|#", link)]
    assert set(inside) <= set(PAGES)


@pytest.mark.parametrize("number", BY_CODE)
def test_an_indicator_page_speaks_in_the_words_of_the_catalogue(number: str):
    indicator = BY_CODE[number]
    notebook = nbformat.read(FOLDER / f"{indicator.page}.ipynb", as_version=4)
    assert notebook.cells[0].source == f"# Indicator {indicator.code}: {indicator.question}"
    text = "\n\n".join(cell.source for cell in cells(notebook, "markdown"))
    assert f"**{indicator.name}**" in text
    assert indicator.definition in text


def test_the_pages_of_the_indicators_are_built_alike():
    """Same headings in the same order: who has read one finds the way in the others."""
    orders = {
        tuple(headings(nbformat.read(FOLDER / f"{indicator.page}.ipynb", as_version=4))[1:])
        for indicator in INDICATORS
    }
    assert len(orders) == 1


@pytest.mark.parametrize("number", BY_CODE)
def test_an_indicator_page_is_its_template_filled(number: str, root: Path):
    """What is changed in one of nine notebooks by hand is lost with the next: ``make notebooks``."""
    filled = runpy.run_path(str(root / "docs/notebooks.py"))["filled"](BY_CODE[number])
    notebook = nbformat.read(FOLDER / f"{BY_CODE[number].page}.ipynb", as_version=4)
    for cell in cells(notebook, "code"):
        cell.outputs = []
    assert notebook == filled


@pytest.mark.parametrize("number", BY_CODE)
def test_an_indicator_page_shows_its_own_indicator(number: str):
    """A copied page that kept another indicator's number would print the wrong figures."""
    indicator = BY_CODE[number]
    notebook = nbformat.read(FOLDER / f"{indicator.page}.ipynb", as_version=4)
    constants = [
        node.value
        for statement in statements(notebook)
        for node in ast.walk(statement)
        if isinstance(node, ast.Constant) and isinstance(statement, ast.Expr)
    ]
    names = {value for value in constants if isinstance(value, str)}
    assert names == {indicator.code, indicator.key}
