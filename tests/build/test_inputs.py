"""Which files a book is made from: its own returns and those of the bodies before it."""

from pathlib import Path

from wres.build.incremental.fingerprints import Fingerprints, input_files
from wres.build.target import Target


def held(data: Path, root: Path, code: str, year: int) -> set[str]:
    """The returns among the input files of a book: code and year."""
    files = input_files(Target(code, year, data, data / "out", root), Fingerprints())
    parts = [
        path.relative_to(data / "returns").parts for path in files if path.is_relative_to(data / "returns")
    ]
    return {"/".join(each[:2]) for each in parts}


def test_the_returns_of_predecessors_are_inputs_of_a_book_and_those_of_others_are_not(
    own_data: Path, root: Path
):
    for place in ("QMJ/2026", "QMJ/2028", "QRV/2026", "Z9B2Z/2027", "QUE/2026"):
        folder = own_data / "returns" / place
        folder.mkdir(parents=True)
        (folder / "workforce.csv").write_text("A", encoding="utf-8")
    assert held(own_data, root, "Z9B2Z", 2027) == {"QMJ/2026", "QRV/2026", "Z9B2Z/2027"}
    assert held(own_data, root, "QHG", 2023) == {"QHG/2022", "QHG/2023"}


def test_a_register_that_cannot_be_read_leaves_the_own_returns(own_data: Path, root: Path):
    (own_data / "lookups/successions.csv").write_text("A", encoding="utf-8")
    assert held(own_data, root, "QHG", 2023) == {"QHG/2022", "QHG/2023"}
