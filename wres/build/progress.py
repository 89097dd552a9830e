"""How a run is shown: a live table on a terminal, plain lines elsewhere, and a summary."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.text import Text

from wres.build.run_targets import Display, Plan, Result, Run
from wres.build.target import Target

STEPS = 2  # stages of a book beside its pages


class Lines:
    """A line for every stage; a page is a stage of its own only where there is but one book."""

    def __init__(self, console: Console, targets: list[Target]) -> None:
        self.console, self.many = console, len(targets) > 1

    def stage(self, target: Target, said: str) -> None:
        """A book has come to a stage."""
        if not (self.many and said.startswith("page ")):
            self._line(f"{target}: {said}")

    def done(self, result: Result) -> None:
        """A book has ended."""
        if self.many:
            self._line(f"{result.target}: {outcome(result)}")

    def _line(self, text: str) -> None:
        self.console.print(Text(text), soft_wrap=True)


class Live:
    """A row for every book in hand: stage, time taken, time left; and one for all of them."""

    def __init__(self, progress: Progress, targets: list[Target], pages: int) -> None:
        self.progress, self.steps = progress, pages + STEPS
        self.rows: dict[Target, TaskID] = {}
        self.all = progress.add_task("all books", total=self.steps * len(targets), stage="")
        self.left = len(targets)

    def stage(self, target: Target, said: str) -> None:
        """A book has come to a stage."""
        if target not in self.rows:
            self.rows[target] = self.progress.add_task(str(target), total=self.steps, stage=said)
        self.progress.update(self.rows[target], stage=said, advance=1)
        self.progress.update(self.all, advance=1, stage=f"{self.left} to come")

    def done(self, result: Result) -> None:
        """A book has ended."""
        self.left -= 1
        if (row := self.rows.pop(result.target, None)) is not None:
            taken = next(task.completed for task in self.progress.tasks if task.id == row)
            self.progress.update(self.all, advance=self.steps - taken)
            self.progress.remove_task(row)
        else:
            self.progress.update(self.all, advance=self.steps)
        self.progress.console.print(Text(f"{result.target}: {outcome(result)}"))


@contextmanager
def display(console: Console, todo: Plan, pages: int) -> Iterator[Display]:
    """The display that fits the console."""
    targets = [own.target for own, _ in todo.states]
    if not console.is_terminal:
        yield Lines(console, targets)
        return
    columns = (
        TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn(),
        TextColumn("{task.fields[stage]}", markup=False),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True) as progress:
        yield Live(progress, targets, pages)


def outcome(result: Result) -> str:
    """A result in a line."""
    if result.status == "built":
        return f"{'previewed' if result.target.only else 'built'} in {result.seconds:.0f} s"
    if result.status == "unchanged":
        return "nothing has changed since it was built"
    first = result.said.splitlines()[0] if result.said else ""
    return f"{result.status}: {first}" if first else result.status


def planned(todo: Plan) -> list[str]:
    """What would be built, and why."""
    lines = []
    for own, reasons in todo.states:
        if not reasons:
            lines.append(f"{own.target}: nothing to do")
            continue
        more = f" (and {len(reasons) - 3} more)" if len(reasons) > 3 else ""
        lines.append(f"{own.target}: would be built: {'; '.join(reasons[:3])}{more}")
    due = sum(bool(reasons) for _, reasons in todo.states)
    return [*lines, f"{due} of {len(todo.states)} would be built."]


def summary(run: Run, begun: int) -> list[str]:
    """What came of the run, the failures in full: which, where and why; lines of errors begin with wres."""
    lines = []
    if begun > 1 or run.interrupted:
        count = {status: sum(r.status == status for r in run.results)
                 for status in ("built", "unchanged", "failed", "stopped")}  # fmt: skip
        lines = [", ".join(f"{number} {status}" for status, number in count.items() if number)]
        if left := begun - len(run.results):
            lines[0] = f"{lines[0]}, {left} not begun".removeprefix(", ")
        for result in run.results:
            if result.status == "failed":
                said = [f"  {line}" for line in result.said.splitlines()]
                where = f"wres: {result.target} failed (exit code {result.code}; log: {result.target.log}):"
                lines.append("\n".join([where, *said]))
    elif run.code:
        lines = [f"wres: {run.results[0].said}"]
    else:
        target = run.results[0].target
        lines = [f"{target}: {outcome(run.results[0])}.", run.results[0].said]
        lines = [*filter(None, lines), f"Open: {target.site / (target.only or 'index')}.html"]
    return [*lines, *_where(run)]


def _where(run: Run) -> list[str]:
    """Where the books are, if there are any, and what of it to publish."""
    good = [r.target for r in run.results if r.status in ("built", "unchanged")]
    if not good:
        return []
    if good[0].only:
        return [f"Previews are in {good[0].out / 'preview'}: for the writer, not to be published."]
    site = good[0].out / "site"
    return [
        f"All books: {site / 'index.html'}",
        f"Publish the folder {site} and nothing else: other folders hold raw counts.",
    ]
