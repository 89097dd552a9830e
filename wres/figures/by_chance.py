"""What the rule of the readings gives by chance alone, by the simulation of ``benchmarks/readings.py``."""

import json
from dataclasses import dataclass
from pathlib import Path

FOUND = Path(__file__).parent / "readings_by_chance.json"


@dataclass(frozen=True)
class ByChance:
    """Of organisations of a size in which nothing differs: false readings and changes of grades, in words.

    Each text stands in every book and says so by itself, so that no number in it is taken for a figure.
    """

    organisation: str
    worse: str
    changes: str


def found_by_simulation() -> list[ByChance]:
    """The sizes that were simulated, smallest first."""
    sizes = json.loads(FOUND.read_text(encoding="utf-8"))["sizes"]
    return [
        ByChance(
            f"Organisations of {size['staff']:,} staff",
            f"{100 * size['worse_at_most']:.1f}% of organisations of {size['staff']:,} staff",
            f"{size['grade_changes']:.2f} in a report of {size['staff']:,} staff",
        )
        for size in sizes
    ]


def texts_of_simulation() -> list[str]:
    """The texts with numbers that are no figures of a report."""
    return [text for each in found_by_simulation() for text in (each.organisation, each.worse, each.changes)]
