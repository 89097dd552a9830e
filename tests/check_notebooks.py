"""Run nbval on the notebooks, the publication of the default book calculated once for all of them.

python tests/check_notebooks.py [options of pytest]: one kernel after the other, since two can pick one port.
"""

import os
import sys
import tempfile
from pathlib import Path

import pytest

from wres.files.signed import write_signed
from wres.publication import publication


def main() -> int:
    """Hand the publication over as a build does (``WRES_PUBLICATION``); returns pytest's exit code."""
    with tempfile.TemporaryDirectory() as folder:
        calculated = Path(folder) / "publication.pickle"
        write_signed(calculated, publication("QHG", 2023))
        os.environ["WRES_PUBLICATION"] = str(calculated)
        return pytest.main(["--nbval-lax", "notebooks", *sys.argv[1:]])


if __name__ == "__main__":
    raise SystemExit(main())
