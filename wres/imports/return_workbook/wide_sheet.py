"""The sheet of a data set with ethnicities side by side: drop-downs, totals that light up, last year."""

from pathlib import Path

from xlsxwriter.worksheet import Worksheet

from wres.files.csv_rows import Row
from wres.imports.return_workbook.cells import LAST, Book, add_sheet, drop_down, put, rule
from wres.imports.return_workbook.layout import (
    ALL,
    COUNTED,
    ETHNICITY,
    NO_ROW,
    NOT_STATED,
    TOTALS,
    DataSet,
    Rows,
    Vocabulary,
    Wide,
    as_number,
    group_of,
    title,
    vocabulary,
)
from wres.imports.spreadsheets.scanning import cell_name
from wres.standard.groups import GROUPS

SPARE = 20  # blank rows below those of a table
RECONCILED = "workforce"  # its columns add up to the staff in post
WITHIN_STAFF = ("disciplinary", "training")  # no more than the staff in post
Staff = dict[str, tuple[str, object]]  # by label: the cell of the staff in post, and what it holds
Earlier = tuple[int, Rows] | None  # year and rows of the return before


def write_wide(data: Path, book: Book, each: DataSet, wide: Wide, staff: Staff, before: Earlier) -> None:
    """Write a data set side by side."""
    if not each.keys and not wide.rows:
        wide = Wide(wide.labels, (((), dict.fromkeys(wide.labels)),))
    keys = [title(name) for name in each.keys] or [COUNTED]
    numbers = [each.head(label, number) for label in wide.labels for number in each.numbers]
    total = [ALL] if len(each.numbers) == 1 else []
    told = [
        f"{each.head(label, number)}, {before[0]}"
        for label in (GROUPS.values() if before else ())
        for number in each.numbers
        if before
    ]
    heads = [*keys, *numbers, *total, *told]
    first = 1 + len(TOTALS) * (each.name == RECONCILED)
    length = first - 1 + len(wide.rows) + (SPARE if each.keys else 0)
    widths = [max(14, min(30, len(head))) for head in heads]
    if not each.keys:
        widths[0] = 60
    sheet = add_sheet(book, each.sheet, heads, widths, length, (first, len(keys)))
    _keys(data, book, sheet, each, wide, first)
    _numbers(book, sheet, each, wide, first)
    if total:
        _row_totals(book, sheet, len(keys), len(numbers), first, wide)
    if each.name == RECONCILED:
        _totals(data, book, sheet, len(keys), wide, staff, first)
    if each.name in WITHIN_STAFF:
        _light_up_beyond_staff(data, book, sheet, len(keys), wide, staff, first)
    if before:
        _told(data, book, sheet, each, wide, first, len(keys) + len(numbers) + len(total), before[1])


def _keys(data: Path, book: Book, sheet: Worksheet, each: DataSet, wide: Wide, first: int) -> None:
    for column, name in enumerate(each.keys):
        sheet.set_column(column, column, 18, book.styles["text"])
        for row, (key, _) in enumerate(wide.rows, start=first):
            put(book, sheet, row, column, key[column] or NOT_STATED, "text")
        codes = vocabulary(data, each, name)
        if codes:
            about = (f"{each.sheet}: {title(name)}", _said(_meaning(each.schema, name), codes))
            drop_down(book, sheet, (first, column, LAST, column), about, codes)
    if not each.keys:
        put(book, sheet, first, 0, _meaning(each.schema, each.numbers[0]), "told")


def _said(meaning: str, codes: Vocabulary) -> str:
    """What a column means, with the labels of its codes where they have any."""
    labels = [f"{code}: {label}" for code, label in codes.items() if label != code]
    return f"{meaning}. {'; '.join(labels)}" if labels and "; " not in meaning else meaning


def _meaning(schema: type[Row], name: str) -> str:
    return schema.model_fields[name].description or ""


def _numbers(book: Book, sheet: Worksheet, each: DataSet, wide: Wide, first: int) -> None:
    places = [(label, place) for label in wide.labels for place in range(len(each.numbers))]
    start = max(len(each.keys), 1)
    last = LAST if each.keys else first
    for column, (label, place) in enumerate(places, start=start):
        name = each.numbers[place]
        for row, (_, given) in enumerate(wide.rows, start=first):
            numbers = given[label]
            cell = numbers[place] if numbers else NO_ROW if place == 0 else ""
            number = as_number(cell)
            put(book, sheet, row, column, cell if number is None else number, "number")
        about = (each.head(label, name), _meaning(each.schema, name))
        formula = _allowed(each, name, cell_name(first, column))
        rule(sheet, (first, column, last, column), about, formula)


def _allowed(each: DataSet, name: str, cell: str) -> str:
    """The rule of a number, from its schema: no less, no more, whole where it counts people."""
    bounds = [
        f"{cell}{sign}{getattr(each_rule, bound):.0f}"
        for each_rule in each.schema.model_fields[name].metadata
        for bound, sign in (("ge", ">="), ("le", "<="))
        if getattr(each_rule, bound, None) is not None
    ]
    whole = [f"{cell}=INT({cell})"] if each.kind(name) is int else []
    inside = ",".join([*bounds, *whole]) or "TRUE"
    return f'=OR({cell}="{NO_ROW}",IF(ISNUMBER({cell}),AND({inside}),FALSE))'


def _row_totals(book: Book, sheet: Worksheet, keys: int, numbers: int, first: int, wide: Wide) -> None:
    for row, (_, given) in enumerate(wide.rows, start=first):
        counts = [as_number(found[0]) for found in given.values() if found]
        known = [count for count in counts if count is not None]
        area = f"{cell_name(row, keys)}:{cell_name(row, keys + numbers - 1)}"
        formula = f'=IF(COUNT({area})=0,"",SUM({area}))'
        sheet.write_formula(row, keys + numbers, formula, book.styles["told"], sum(known) if known else "")


def _column_sum(wide: Wide, label: str) -> float:
    counts = (as_number(given[label][0]) for _, given in wide.rows if given[label])  # type: ignore[index]
    return sum(count for count in counts if count is not None)


def _totals(
    data: Path, book: Book, sheet: Worksheet, keys: int, wide: Wide, staff: Staff, first: int
) -> None:
    """Three rows above the counts: what each column adds up to, the staff in post, and whether they agree.

    Of several columns of a group (ESR codes) the first has the staff in post and the difference of all.
    """
    for row, name in enumerate(TOTALS, start=1):
        put(book, sheet, row, 0, name, "told")
    groups: dict[str, list[int]] = {}
    for column, label in enumerate(wide.labels, start=keys):
        groups.setdefault(group_of(data, label), []).append(column)
        area = f"{cell_name(first, column)}:{cell_name(LAST, column)}"
        sheet.write_formula(1, column, f"=SUM({area})", book.styles["told"], _column_sum(wide, label))
    for group, columns in groups.items():
        source, stated = staff.get(group, ("", None))
        counted = sum(_column_sum(wide, wide.labels[column - keys]) for column in columns)
        _difference(book, sheet, columns, source, stated, counted)


def _difference(
    book: Book, sheet: Worksheet, columns: list[int], source: str, stated: object, counted: float
) -> None:
    column, is_stated = columns[0], isinstance(stated, int | float)
    total = "+".join(cell_name(1, each) for each in columns)
    goal = cell_name(2, column)
    formula = (
        f'=IF({goal}="","staff in post missing",IF({total}={goal},"reconciles",'
        f'TEXT({total}-{goal},"+0;-0")&" does not reconcile"))'
    )
    found = counted - stated if isinstance(stated, int | float) else 0
    said = f"{found:+.0f} does not reconcile" if found else "reconciles"
    sheet.write_formula(
        2, column, f'=IF(ISNUMBER({source}),{source},"")', book.styles["told"], stated if is_stated else ""
    )
    value = said if is_stated else "staff in post missing"
    sheet.write_formula(3, column, formula, book.styles["told"], value)
    light = {"type": "cell", "criteria": "!=", "value": '"reconciles"', "format": book.styles["wrong"]}
    sheet.conditional_format(3, column, 3, column, light)


def _light_up_beyond_staff(
    data: Path, book: Book, sheet: Worksheet, keys: int, wide: Wide, staff: Staff, first: int
) -> None:
    """A count above the staff in post of its group lights up."""
    for column, label in enumerate(wide.labels, start=keys):
        source, _ = staff.get(group_of(data, label), ("", None))
        if source:
            cell = cell_name(first, column)
            formula = f"=AND(ISNUMBER({cell}),ISNUMBER({source}),{cell}>{source})"
            light = {"type": "formula", "criteria": formula, "format": book.styles["wrong"]}
            sheet.conditional_format(first, column, first, column, light)


def _told(
    data: Path,
    book: Book,
    sheet: Worksheet,
    each: DataSet,
    wide: Wide,
    first: int,
    start: int,
    before: Rows,
) -> None:
    """Last year's numbers beside this year's rows, by group."""
    for row, (key, _) in enumerate(wide.rows, start=first):
        same = [line for line in before if tuple(line[name] for name in each.keys) == key]
        column = start
        for label in GROUPS.values():
            rows = [line for line in same if group_of(data, line[ETHNICITY]) == label]
            for name in each.numbers:
                put(book, sheet, row, column, _sum(rows, name), "told")
                column += 1


def _sum(rows: Rows, name: str) -> float | None:
    """The sum of a column; None where a cell of it is blank or no number, or there is no row."""
    numbers = [as_number(row[name]) for row in rows]
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None
