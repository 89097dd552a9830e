"""Where the project and the data folder lie."""

import os
from pathlib import Path

from wres.errors import WresError


def project_folder() -> Path:
    """The folder that holds ``_config.yml``, ``_toc.yml`` and ``notebooks/``."""
    return Path(__file__).parents[2]


def default_data_folder() -> Path:
    """The data folder: ``WRES_DATA`` if set, else ``data/`` here or in the nearest folder above.

    Raises ``WresError`` where there is none.
    """
    if named := os.environ.get("WRES_DATA"):
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents, Path(__file__).parents[2]):
        if (folder / "data" / "returns").is_dir():
            return folder / "data"
    raise WresError(
        f"no data folder: looked for data/returns in {here} and above. "
        "Run from the project's folder, or name one with --data."
    )
