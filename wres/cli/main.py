"""The command line of the WRES report book.

Exit codes: 0 done; 1 a return, commentary or lookup cannot be used; 2 wrong usage; 3 a page or
the book could not be built or verified, or the site not be published or shown; 130 ended by Ctrl-C.
Of several books the worst counts.
"""

import io
import os
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress

import typer

from wres.cli import books, imports, returns, site, workbook
from wres.errors import BuildFailed, WresError
from wres.files.build_time import build_time

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
COMMANDS: dict[str, Callable[..., None]] = {
    "build": books.build,
    "verify": books.verify,
    "list": books.list_returns,
    "check": returns.check,
    "figures": returns.figures,
    "audit": returns.audit,
    "new": returns.new,
    "template": workbook.template,
    "demo": returns.demo,
    "dictionary": returns.dictionary,
    "publish": site.publish,
    "serve": site.serve,
    "clean": books.clean,
}
for name, command in COMMANDS.items():
    app.command(name)(command)
importing = typer.Typer(help="Turn a file that others keep into a return.", no_args_is_help=True)
importing.command("workbook")(workbook.workbook)
importing.command("survey")(imports.survey)
GROUPS: dict[str, typer.Typer] = {"import": importing}  # commands of a command
for name, group in GROUPS.items():
    app.add_typer(group, name=name)


def _own_output() -> None:
    """Print to an output of our own, in UTF-8 (on Windows else the console's own code page).

    The solver below scipy now and then prints a line of its own to the output of the process, in the
    middle of a table that is printed as CSV: that goes nowhere.
    """
    sys.stdout.flush()
    sys.stdout = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def main() -> None:
    """Run the command line; what the user can mend is told without a traceback."""
    if sys.stdout is sys.__stdout__ and isinstance(sys.stdout, io.TextIOWrapper):
        _own_output()
    try:
        try:
            build_time()  # refused here: libraries read the variable as they are imported
            app()
        finally:
            sys.stdout.flush()
    except BuildFailed as error:
        typer.echo(f"wres: {error}", err=True)
        raise SystemExit(3) from None
    except WresError as error:
        typer.echo(f"wres: {error}", err=True)
        raise SystemExit(1) from None
    except Exception as error:
        typer.echo(f"wres: {_unforeseen(error)}", err=True)
        with suppress(OSError):  # an output that takes nothing more would be told again at the very end
            sys.stdout.close()
        raise SystemExit(3) from None


def _unforeseen(error: Exception) -> str:
    """What to say of a fault that nothing else has caught, with the name of a log that holds the rest."""
    said = f"{type(error).__name__}: {error}"[:500]
    try:
        handle, name = tempfile.mkstemp(prefix="wres-", suffix=".log")
        with os.fdopen(handle, "w", encoding="utf-8") as log:
            traceback.print_exc(file=log)
    except OSError:
        return f"stopped by {said}. No log could be written."
    return f"stopped by {said}. This should not happen; the log has more: {name}"
