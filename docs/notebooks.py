"""Write the notebooks of the indicators from their one template: python docs/notebooks.py

Indicator by indicator the template in ``docs/notebooks`` is filled from the catalogue of the standard and
from what ``how-to-read.yml`` says. What a checked cell has printed is kept; ``make digests`` prints it anew.
"""

from pathlib import Path
from string import Template

import nbformat
import yaml

from wres.standard.constants import EQUAL_TREATMENT
from wres.standard.indicator import Indicator
from wres.standard.indicators import INDICATORS

ROOT = Path(__file__).parent.parent
TEMPLATE = ROOT / "docs/notebooks/indicator.ipynb"
HOW_TO_READ = ROOT / "docs/notebooks/how-to-read.yml"


def filled(indicator: Indicator) -> nbformat.NotebookNode:
    """The notebook of an indicator, without what its cells print."""
    words = yaml.safe_load(HOW_TO_READ.read_text(encoding="utf-8"))
    values = {
        name: getattr(indicator, name) for name in ("code", "key", "page", "name", "question", "definition")
    }
    low, high = EQUAL_TREATMENT
    values["how_to_read"] = words[indicator.code].strip().replace("{range}", f"{low:.2f} to {high:.2f}")
    notebook = nbformat.read(TEMPLATE, as_version=4)
    for number, cell in enumerate(notebook.cells):
        cell.id = f"{indicator.page}-{number:02}"
        cell.source = Template(cell.source).substitute(values)
    return notebook


def with_outputs(notebook: nbformat.NotebookNode, path: Path) -> nbformat.NotebookNode:
    """The notebook with the outputs of the one that stands there, where a cell is the same."""
    held = {cell.id: cell for cell in nbformat.read(path, as_version=4).cells} if path.exists() else {}
    for cell in notebook.cells:
        if cell.id in held and cell.cell_type == "code" and held[cell.id].source == cell.source:
            cell.outputs = held[cell.id].outputs
    return notebook


def main() -> None:
    """Write the nine notebooks."""
    for indicator in INDICATORS:
        path = ROOT / "notebooks" / f"{indicator.page}.ipynb"
        nbformat.write(with_outputs(filled(indicator), path), path)


if __name__ == "__main__":
    main()
