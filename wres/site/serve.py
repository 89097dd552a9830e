"""Show the built site on this machine: 127.0.0.1 only, files only, under this machine's own name only."""

import errno
import os
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from wres.errors import BuildFailed

ADDRESS = "127.0.0.1"


class _Server(ThreadingHTTPServer):
    # On Windows this would let a second program take over the port; elsewhere it lets us start again at once.
    allow_reuse_address = os.name != "nt"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a reader who has gone away; the next request is served."""


class _Reader(SimpleHTTPRequestHandler):
    """Files of the site by GET and HEAD; no lists of folders, no log."""

    server_version, sys_version = "wres", ""
    # Named here, since the system's own list of types may be wrong or empty.
    extensions_map = {
        "": "application/octet-stream",
        ".html": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".json": "application/json",
        ".svg": "image/svg+xml",
    }

    def send_head(self) -> Any:
        """The file that was asked for, or why it is not given."""
        port = self.connection.getsockname()[1]
        if self.headers.get_all("Host") not in ([f"{ADDRESS}:{port}"], [f"localhost:{port}"]):
            # A page of another site whose name was made to lead here (DNS rebinding) names that site.
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "This server answers to 127.0.0.1 only")
            return None
        asked, site = Path(self.translate_path(self.path)), Path(self.directory).resolve()
        if "\0" in str(asked):  # the name of no file
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        asked = asked.resolve()
        if asked != site and site not in asked.parents:  # a link that leads out
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        return super().send_head()

    def list_directory(self, path: Any) -> None:
        """No folder is listed."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """What was built last is what is shown."""
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the browser shows what is missing."""


def server(site: Path, port: int) -> ThreadingHTTPServer:
    """A server of the site on 127.0.0.1; port 0 takes any that is free.

    Raises ``BuildFailed`` where no site was built or the port cannot be had.
    """
    if not (site / "index.html").is_file():
        raise BuildFailed(f"{site} holds no built site. Build one first: wres build ORG YEAR")
    try:
        return _Server((ADDRESS, port), partial(_Reader, directory=str(site)))
    except OSError as error:
        why = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be had ({error.strerror})"
        raise BuildFailed(f"port {port} {why}. Name another: wres serve --port 0 takes a free one") from None
