"""The built site on this machine: real requests, this machine's own name only, files only."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from wres.errors import BuildFailed
from wres.site.serve import server


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site, with a secret beside it."""
    made = tmp_path / "_build" / "site"
    (made / "QHG" / "2023").mkdir(parents=True)
    (made / "charts").mkdir()
    (made / "index.html").write_text("<h1>Reports</h1>", encoding="utf-8")
    (made / "QHG" / "2023" / "index.html").write_text("<h1>Book</h1>", encoding="utf-8")
    for name in ("page.js", "style.css", "figures.csv", "manifest.json", "charts/a.svg"):
        (made / name).write_text("text", encoding="utf-8")
    (tmp_path / "_build" / "secret.html").write_text("counts", encoding="utf-8")
    return made


@pytest.fixture
def port(site: Path) -> Iterator[int]:
    """The port of a running server."""
    with server(site, 0) as running:
        Thread(target=running.serve_forever, args=(0.05,), daemon=True).start()
        yield running.server_port
        running.shutdown()


def ask(
    port: int, path: str, host: str | None = None, method: str = "GET"
) -> tuple[int, str, dict[str, str]]:
    """Status, text and headers of an answer."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    link.request(method, path, headers={"Host": host if host is not None else f"127.0.0.1:{port}"})
    answer = link.getresponse()
    found = answer.status, answer.read().decode(), {k.lower(): v for k, v in answer.headers.items()}
    link.close()
    return found


def test_pages_are_shown_by_both_names_of_this_machine(port: int):
    assert ask(port, "/")[:2] == (200, "<h1>Reports</h1>")
    assert ask(port, "/QHG/2023/", f"localhost:{port}")[:2] == (200, "<h1>Book</h1>")
    assert ask(port, "/", method="HEAD")[:2] == (200, "")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{}", "127.0.0.1", "127.0.0.1.evil.example:{}", ""]
)
def test_another_name_for_this_machine_gets_nothing(port: int, host: str):
    status, text, _ = ask(port, "/", host.format(port))
    assert status == 421
    assert "Reports" not in text


def test_two_names_or_none_get_nothing(port: int):
    for lines in (f"Host: 127.0.0.1:{port}\r\nHost: evil.example\r\n", ""):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as link:
            link.sendall(f"GET / HTTP/1.1\r\n{lines}Connection: close\r\n\r\n".encode())
            answer = link.recv(100_000)
        assert answer.split()[1] == b"421"


@pytest.mark.parametrize("path", ["/QHG/", "/charts/", "/nothing.html"])
def test_no_folder_is_listed(port: int, path: str):
    status, text, _ = ask(port, path)
    assert status == 404
    assert "2023" not in text and "a.svg" not in text


@pytest.mark.parametrize(
    "path", ["/../secret.html", "/%2e%2e/secret.html", "/QHG/../../secret.html", "/out.html"]
)
def test_nothing_outside_the_site_is_given(site: Path, port: int, path: str):
    (site / "out.html").symlink_to(site.parent / "secret.html")
    status, text, _ = ask(port, path)
    assert status == 404
    assert "counts" not in text


def test_nothing_can_be_sent_to_it(port: int):
    assert ask(port, "/", method="POST")[0] == 501
    assert ask(port, "/index.html", method="DELETE")[0] == 501


def test_each_kind_of_file_is_called_what_it_is_and_never_kept(port: int):
    kinds = {
        "index.html": "text/html; charset=utf-8",
        "page.js": "text/javascript; charset=utf-8",
        "style.css": "text/css; charset=utf-8",
        "figures.csv": "text/csv; charset=utf-8",
        "manifest.json": "application/json",
        "charts/a.svg": "image/svg+xml",
    }
    for name, kind in kinds.items():
        headers = ask(port, f"/{name}")[2]
        assert headers["content-type"] == kind
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"


def test_it_listens_on_this_machine_alone(site: Path):
    with server(site, 0) as running:
        assert running.server_address[0] == "127.0.0.1"


def test_a_port_in_use_and_a_site_not_built_are_told(site: Path, port: int, tmp_path: Path):
    with pytest.raises(BuildFailed, match=f"port {port} is in use. Name another"):
        server(site, port)
    with pytest.raises(BuildFailed, match="holds no built site"):
        server(tmp_path / "nothing", 0)


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent otherwise on Windows")
def test_the_command_prints_the_address_and_ends_quietly(site: Path):
    command = [sys.executable, "-u", "-m", "wres", "serve", "--port", "0", "--out", str(site.parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None and running.stderr is not None
        said = running.stdout.readline()
        port = int(said.split("http://127.0.0.1:")[1].split("/")[0])
        assert ask(port, "/")[0] == 200
        running.send_signal(signal.SIGINT)
        assert running.wait(timeout=20) == 0
        assert running.stderr.read() == ""
        assert running.stdout.read().strip() == ""
