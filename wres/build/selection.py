"""Which books a command line asks for."""

import re
from pathlib import Path


def organisations_with_returns(data: Path) -> dict[str, list[int]]:
    """The organisations that have returns, in order of their code, and their years, earliest first."""
    found = {}
    for folder in sorted(path for path in (data / "returns").iterdir() if path.is_dir()):
        years = sorted(int(path.name) for path in folder.iterdir() if re.fullmatch(r"\d{4}", path.name))
        found[folder.name] = years
    return found


def parse_targets(words: list[str], year: int | None) -> list[tuple[str, int]]:
    """The books that words name: ``ORG YEAR``, ``ORG YEAR YEAR``, ``ORG ORG YEAR``, or ``ORG ORG``.

    Years belong to the organisations just before them; ``year`` is for those without one.
    Raises ``ValueError`` with what is missing.
    """
    wanted: list[tuple[str, int]] = []
    group: list[str] = []
    years_seen = False
    for word in words:
        if re.fullmatch(r"\d{4}", word):
            if not group:
                raise ValueError(f"the year {word} stands before any organisation; expected ORG YEAR")
            wanted += [(organisation, int(word)) for organisation in group]
            years_seen = True
        else:
            group = [word] if years_seen else [*group, word]
            years_seen = False
    if group and not years_seen:
        if year is None:
            raise ValueError(f"no year for {', '.join(group)}; expected ORG YEAR, or --year YEAR")
        wanted += [(organisation, year) for organisation in group]
    return list(dict.fromkeys(wanted))


def latest_targets(data: Path, year: int | None) -> list[tuple[str, int]]:
    """Every organisation with a return: its latest year, or the year given where it has that one."""
    return [
        (organisation, year or years[-1])
        for organisation, years in organisations_with_returns(data).items()
        if (years if year is None else year in years)
    ]
