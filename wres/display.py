"""How a run is shown: a live table on a terminal, plain lines elsewhere, and a summary."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.text import Text

from wres.orders import Order
from wres.press import Display, Result, Run

STEPS = 2  # stages of a book beside its pages


class Lines:
    """A line for every stage; a page is a stage of its own only where there is but one book."""

    def __init__(self, console: Console, orders: list[Order]) -> None:
        self.console, self.many = console, len(orders) > 1

    def stage(self, order: Order, said: str) -> None:
        """A book has come to a stage."""
        if not (self.many and said.startswith("page ")):
            self._line(f"{order}: {said}")

    def done(self, result: Result) -> None:
        """A book has ended."""
        if self.many:
            self._line(f"{result.order}: {outcome(result)}")

    def _line(self, text: str) -> None:
        self.console.print(Text(text), soft_wrap=True)


class Live:
    """A row for every book in hand: stage, time taken, time left; and one for all of them."""

    def __init__(self, progress: Progress, orders: list[Order], pages: int) -> None:
        self.progress, self.steps = progress, pages + STEPS
        self.rows: dict[Order, TaskID] = {}
        self.all = progress.add_task("all books", total=self.steps * len(orders), stage="")
        self.left = len(orders)

    def stage(self, order: Order, said: str) -> None:
        """A book has come to a stage."""
        if order not in self.rows:
            self.rows[order] = self.progress.add_task(str(order), total=self.steps, stage=said)
        self.progress.update(self.rows[order], stage=said, advance=1)
        self.progress.update(self.all, advance=1, stage=f"{self.left} to come")

    def done(self, result: Result) -> None:
        """A book has ended."""
        self.left -= 1
        if (row := self.rows.pop(result.order, None)) is not None:
            taken = next(task.completed for task in self.progress.tasks if task.id == row)
            self.progress.update(self.all, advance=self.steps - taken)
            self.progress.remove_task(row)
        else:
            self.progress.update(self.all, advance=self.steps)
        self.progress.console.print(Text(f"{result.order}: {outcome(result)}"))


@contextmanager
def display(console: Console, orders: list[Order], pages: int) -> Iterator[Display]:
    """The display that fits the console."""
    if not console.is_terminal:
        yield Lines(console, orders)
        return
    columns = (
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn(),
        TextColumn("{task.fields[stage]}", markup=False),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as progress:
        yield Live(progress, orders, pages)


def outcome(result: Result) -> str:
    """A result in a line."""
    if result.status == "built":
        return f"built in {result.seconds:.0f} s"
    first = result.said.splitlines()[0] if result.said else ""
    return f"{result.status}: {first}" if first else result.status


def summary(run: Run, begun: int) -> list[str]:
    """What came of many books, the failures in full: which, where and why."""
    count = {status: sum(r.status == status for r in run.results)
             for status in ("built", "unchanged", "failed", "stopped")}  # fmt: skip
    lines = [", ".join(f"{number} {status}" for status, number in count.items() if number)]
    if left := begun - len(run.results):
        lines[0] += f", {left} not begun"
    for result in run.results:
        if result.status == "failed":
            lines += ["", f"{result.order} failed (exit code {result.code}; log: {result.order.log}):"]
            lines += [f"  {line}" for line in result.said.splitlines()]
    return lines
