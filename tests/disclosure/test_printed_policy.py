"""What the printed policy tells a reader: zeros are shown, so a hidden count is at least 1; blanks bind sums.

The attack is a model of its own (scipy's integer programmes on the published table alone): it shares no code
with the choice of what to hide.
"""

import random
from collections import defaultdict
from dataclasses import replace
from itertools import product
from pathlib import Path
from shutil import rmtree

import pytest

from wres.disclosure.attack import Range, possible
from wres.disclosure.protect import protect, require_safe
from wres.errors import InvalidInput
from wres.figures.arithmetic import count
from wres.figures.calculation import figures_of_years
from wres.figures.derived import derived
from wres.figures.figure import Figure, Figures
from wres.figures.provenance import Source
from wres.publication import publication
from wres.returns.reading import read_return
from wres.returns.settings import DisclosurePolicy

POLICY = DisclosurePolicy()
GROUPS = ("White", "BME", "Unknown")
BANDS = ("2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9", "vsm")


def written(folder: Path, rows: dict[tuple[str, str], tuple[object, object, object]], stated=None) -> None:
    """A return of a workforce alone: by cluster and band, its White, BME and Unknown staff."""
    for path in folder.iterdir():
        rmtree(path) if path.is_dir() else path.name != "return.yml" and path.unlink()
    lines = [f"{c},{b},{g},{n}" for (c, b), cells in rows.items() for g, n in zip(GROUPS, cells, strict=True)]
    (folder / "workforce.csv").write_text("\n".join(["cluster,band,ethnicity,headcount", *lines, ""]))
    totals = stated or {
        g: sum(int(cells[i]) for cells in rows.values())
        for i, g in enumerate(GROUPS)  # type: ignore[call-overload]
    }
    text = (folder / "return.yml").read_text(encoding="utf-8")
    before, rest = text.split("staff_in_post:\n")
    after = rest[rest.index("survey_year") :]
    told = "".join(f"  {group}: {n}\n" for group, n in totals.items())
    (folder / "return.yml").write_text(f"{before}staff_in_post:\n{told}{after}", encoding="utf-8")


def shown_of(own: Path, policy: DisclosurePolicy = POLICY) -> list[Figure]:
    """The figures of the return as they may be shown."""
    given, problems = read_return(own, "QHG", 2023)
    assert given is not None and not problems
    return protect(figures_of_years(own, [given]), policy)


def told(shown: list[Figure]) -> dict[str, Range]:
    """What a reader who believes the printed policy can say of each hidden count of staff or events."""
    return {
        id: found
        for id, found in possible((f for f in shown if f.indicator != "i9"), least=1).items()
        if Figures(shown)[id].status == "suppressed"
    }


def test_five_hidden_cells_that_add_up_to_five_are_not_left_alone_beside_shown_zeros(one_year: Path):
    """16 BME staff: 11 in clinical 8a, one each in five bands. Shown zeros would tell that each is 1."""
    alone = {
        ("clinical", "5"),
        ("clinical", "vsm"),
        ("clinical", "7"),
        ("non-clinical", "7"),
        ("non-clinical", "8a"),
    }
    rows = {
        (cluster, band): (
            12,
            11 if (cluster, band) == ("clinical", "8a") else int((cluster, band) in alone),
            0,
        )
        for cluster in ("clinical", "non-clinical")
        for band in BANDS
    }
    written(one_year / "returns/QHG/2023", rows)
    found = told(shown_of(one_year))
    assert found and min(each.values for each in found.values()) >= POLICY.threshold


def test_no_zero_is_hidden_where_the_policy_says_that_zeros_are_shown(one_year: Path):
    rows = {("clinical", band): (30, n % 3, 0) for n, band in enumerate(BANDS)}
    written(one_year / "returns/QHG/2023", rows)
    given, _ = read_return(one_year, "QHG", 2023)
    assert given is not None
    counted = figures_of_years(one_year, [given])
    shown = Figures(protect(counted, POLICY))
    zeros = [f.id for f in counted if f.unit == "people" and f.value == 0 and f.id in shown]
    assert zeros and not [id for id in zeros if shown[id].status == "suppressed"]


def a_workforce(choice: random.Random) -> dict[tuple[str, str], tuple[int, int, int]]:
    """Staff by cluster and band: sizes from a handful to a trust's, many zeros and small counts."""
    clusters = choice.sample(["clinical", "non-clinical", "medical"], choice.choice([1, 2, 2]))
    bands = choice.choice([BANDS, BANDS[:5], ("1-7", "8a-vsm"), ("5", "6", "8a")])
    size = choice.choice([3, 10, 40, 400])

    def count(most: int) -> int:
        return choice.choice([0, 0, choice.randint(0, 3), choice.randint(0, 8), choice.randint(0, most)])

    return {(c, b): (count(4 * size), count(size), count(max(1, size // 4))) for c in clusters for b in bands}


SEEDS = [*range(6), *(pytest.param(n, marks=pytest.mark.full) for n in range(6, 100))]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_hidden_count_has_fewer_values_than_the_threshold(seed: int, one_year: Path):
    """For a reader who knows the table, how it adds up, and that zeros are shown."""
    rows = a_workforce(random.Random(seed))
    if not sum(map(sum, rows.values())):
        pytest.skip("nobody")
    written(one_year / "returns/QHG/2023", rows)
    shown = shown_of(one_year)
    narrow = {id: found for id, found in told(shown).items() if found.values < POLICY.threshold}
    assert narrow == {}
    hidden = {f.id for f in shown if f.status == "suppressed" and f.unit == "people"}
    assert set(require_safe(shown, POLICY)) == hidden


@pytest.mark.parametrize(
    "seed", [*range(5), *(pytest.param(n, marks=pytest.mark.full) for n in range(5, 30))]
)
def test_a_year_stands_in_a_later_book_as_it_stood_in_its_own(seed: int, one_year: Path):
    """Two books that hide a year otherwise open it together: 91 - 55 = 36, 61 - 36 = 25, 29 - 25 = 4."""
    choice = random.Random(seed)
    returns = []
    for year in (2022, 2023):
        rows = a_workforce(choice)
        if not sum(map(sum, rows.values())):
            pytest.skip("nobody")
        written(one_year / "returns/QHG/2023", rows)
        given, problems = read_return(one_year, "QHG", 2023)
        assert given is not None and not problems
        returns.append(replace(given, settings=given.settings.model_copy(update={"year": year})))
    own, later = (
        {f.id: (f.status, repr(f.value)) for f in protect(figures_of_years(one_year, held), POLICY)
         if f.year == 2022 and f.unit in ("people", "percent")}
        for held in (returns[:1], returns)
    )  # fmt: skip
    left_out = {id for id, (status, _) in later.items() if id not in own and status == "suppressed"}
    assert {id: found for id, found in later.items() if id not in left_out} == own


@pytest.mark.parametrize("size", [1, 3, 9_000, 15_000, 1_000_000, 9_999_990])
def test_a_count_of_any_size_is_no_bound(size: int, one_year: Path):
    """A trust of 19,000 staff could not be built: the attack took 10,000 for more than anyone has."""
    rows = {("clinical", "5"): (size, 4 * size // 19, 3), ("non-clinical", "5"): (size // 4 + 20, 12, 0)}
    written(one_year / "returns/QHG/2023", rows)
    shown = shown_of(one_year)
    assert all(found.values >= POLICY.threshold for found in require_safe(shown, POLICY).values())


# Blanks


def test_a_blank_beside_stated_totals_is_an_unknown_of_the_same_sums(one_year: Path):
    """3 Unknown staff are in the one blank: a reader subtracts, so further counts are hidden."""
    rows = {
        ("clinical", "5"): (100, 40, 20),
        ("clinical", "8a"): (60, 20, ""),
        ("non-clinical", "5"): (80, 30, 12),
    }
    written(one_year / "returns/QHG/2023", rows, {"White": 240, "BME": 90, "Unknown": 35})
    shown = shown_of(one_year)
    require_safe(shown, POLICY)
    blank = possible(f for f in shown if f.indicator != "i9")["i1.headcount.clinical.8a.unknown.2023"]
    assert blank.values >= POLICY.threshold


def test_blanks_where_nobody_is_leave_the_totals_bound(one_year: Path):
    """The same board with blanks in place of zeros: the stated total still tells what the parts add up to."""
    rows = {("clinical", band): (12, "", 0) for band in BANDS}
    rows |= {("clinical", "8a"): (12, 11, 0), ("clinical", "vsm"): (12, 1, 0)}
    written(one_year / "returns/QHG/2023", rows, {"White": 144, "BME": 12, "Unknown": 0})
    shown = shown_of(one_year)
    require_safe(shown, POLICY)
    found = possible((f for f in shown if f.indicator != "i9"), least=1)
    vsm = found.get("i1.headcount.clinical.vsm.bme.2023")
    assert vsm is None or vsm.values >= POLICY.threshold


def test_bands_that_add_up_to_more_than_is_stated_are_refused_beside_blanks(one_year: Path):
    rows = {("clinical", "5"): (100, 40, 20), ("clinical", "8a"): (60, 20, "")}
    written(one_year / "returns/QHG/2023", rows, {"White": 160, "BME": 60, "Unknown": 16})
    with pytest.raises(InvalidInput, match="numbers add up to 20, staff_in_post says 16"):
        publication("QHG", 2023, one_year)


# Whoever knows the rule of choice


@pytest.mark.parametrize("most", [7, pytest.param(14, marks=pytest.mark.full)])
def test_the_choice_of_what_to_hide_does_not_tell_a_small_count(most: int):
    """Of all rows of three groups and their total, those that print and hide alike leave each small count
    all of its five values. (White 0 and a total of 10 beside two hidden counts could only be 5 and 5.)
    """
    alike = defaultdict(list)
    for cells in product(range(most + 1), repeat=3):
        parts = [count("i3", "entered", "", g, 2023, n, Source()) for g, n in zip(IDS, cells, strict=True)]
        row = [*parts, count("i3", "entered", "", "all", 2023, sum(cells), Source(), parts)]
        shown = protect(row, POLICY)
        alike[tuple(None if f.status == "suppressed" else f.value for f in shown)].append(
            [f.value for f in row]
        )
    hidden = [
        {values[place] for values in rows}
        for printed, rows in alike.items()
        for place, cell in enumerate(printed)
        if cell is None and any(1 <= values[place] <= POLICY.threshold for values in rows)
    ]
    assert len(hidden) > 80
    assert min(map(len, hidden)) >= POLICY.threshold


IDS = ("white", "bme", "unknown")

# The board


def board_of(one_year: Path, seed: int) -> None:
    """A board of which few do not vote, and fewer are no executive members."""
    draw = random.Random(seed)
    lines = ["ethnicity,voting,executive,headcount"]
    for group, most in zip(GROUPS, (14, 9, 3), strict=True):
        for voting, executive in product(("yes", "no"), repeat=2):
            few = draw.randint(0, 2) if voting == "no" else draw.randint(0, most)
            lines.append(f"{group},{voting},{executive},{few}")
    (one_year / "returns/QHG/2023/board.csv").write_text("\n".join([*lines, ""]))


SEEDS = [*range(6), *(pytest.param(n, marks=pytest.mark.full) for n in range(6, 250))]


@pytest.mark.parametrize("seed", SEEDS)
def test_members_who_vote_are_members_of_the_board_for_the_attack_too(seed: int, one_year: Path):
    board_of(one_year, seed)
    policy = DisclosurePolicy(board="hide")
    shown = shown_of(one_year, policy)
    ranges = require_safe(shown, policy)
    held = Figures(shown)
    for id, found in ranges.items():
        if id.startswith("i9.members.") and ".board." not in id:
            whole = held[id.replace(".voting.", ".board.").replace(".executive.", ".board.")]
            assert found.values >= policy.threshold
            assert not whole.known or found.high <= whole.value


def test_a_board_shown_as_shares_alone_tells_neither_its_size_nor_an_interval(one_year: Path):
    shares = [f for f in shown_of(one_year, DisclosurePolicy(board="share-only", reason="x"))
              if f.indicator == "i9" and f.unit in ("percent", "points") and f.known]  # fmt: skip
    assert shares
    for figure in shares:
        assert figure.value == round(figure.value, 3) and not figure.interval
        assert figure.numerator != figure.numerator and figure.denominator != figure.denominator


# What is hidden changes nothing that is shown

HIDDEN_BY_ROUTE = {
    # of 290 staff the 90 BME are shown, White and Unknown hidden; the board is shown
    "unknown staff": ({}, [((198, 90, 2), (11, 2, 1)), ((196, 90, 4), (11, 2, 1))]),
    # all staff are shown, and the 11 White and 7 BME members; Unknown and the whole board are hidden
    "unknown members": ({"board": "hide"}, [((180, 90, 20), (11, 7, 1)), ((180, 90, 20), (11, 7, 3))]),
}


@pytest.mark.parametrize("route", HIDDEN_BY_ROUTE)
def test_returns_that_differ_in_hidden_counts_alone_publish_the_same(route: str, one_year: Path):
    """An interval that takes a hidden count into its ends would tell it to whoever has the formula."""
    rules, returns = HIDDEN_BY_ROUTE[route]
    published = []
    for staff, members in returns:
        folder = one_year / "returns" / "QHG" / "2023"
        written(folder, {("clinical", "5"): staff})
        lines = [f"{group},,,{n}" for group, n in zip(GROUPS, members, strict=True)]
        (folder / "board.csv").write_text("\n".join(["ethnicity,voting,executive,headcount", *lines, ""]))
        shown = Figures(shown_of(one_year, DisclosurePolicy(**rules)))
        made = derived(one_year, shown, "QHG", [2023])
        told = [(f.id, f.status, f.value, f.low, f.high, f.evidence) for f in [*shown, *made]]
        published.append({id: (status, str(rest)) for id, status, *rest in told})
    first, second = published
    assert "suppressed" in {status for status, _ in first.values()}
    assert {id for id in {*first, *second} if first.get(id) != second.get(id)} == set()
