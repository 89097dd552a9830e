"""The commands on the built site: publish, serve."""

import contextlib
import json
from pathlib import Path
from typing import Annotated

import typer

from wres.cli.options import BUILD, Out
from wres.files.locations import project_folder


def publish(
    destination: Annotated[Path, typer.Argument(metavar="DEST", help="Folder that readers see")],
    out: Out = BUILD,
    back: Annotated[bool, typer.Option("--back", help="Put the edition before back")] = False,
) -> None:
    """Put the built site into the folder DEST, whole, in place of the edition before."""
    from wres.site.publish import publish_site, put_back

    if back:
        shown, kept = put_back(destination)
        typer.echo(f"{destination} shows the edition published {shown} again. Kept: that of {kept}.")
        return
    files = publish_site(out.resolve() / "site", destination, project_folder())
    manifests = [json.loads(p.read_text(encoding="utf-8")) for p in destination.glob("*/*/manifest.json")]
    invented = sum(each["synthetic"] for each in manifests)
    typer.echo(f"Published to {destination}: {len(manifests)} books, {files} files.")
    if invented:
        typer.echo(f"{invented} of these books are synthetic, and say so.")
    typer.echo(f"To put the edition before back: wres publish {destination} --back")


def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0: any that is free")] = 8000,
    out: Out = BUILD,
) -> None:
    """Show the built site in a browser on this machine, and on no other."""
    from wres.site.serve import server

    with server(out.resolve() / "site", port) as running:
        typer.echo(f"Open: http://127.0.0.1:{running.server_port}/  (Ctrl-C ends it)")
        with contextlib.suppress(KeyboardInterrupt):
            running.serve_forever()
