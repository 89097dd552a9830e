"""Proof that a published book follows from its inputs: everything once more, and compared.

Three looks: the inputs that the manifest names; every notebook, rerun by nbval against its kept
results; the whole book, built anew at the manifest's time, file by file.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from wres.build.book import build, calculated
from wres.build.incremental.fingerprints import ABSENT, Fingerprints, differences, of_book, read_record
from wres.build.processes.workers import Workers
from wres.build.run_notebooks import page_folder, page_names, preflight
from wres.build.target import Target
from wres.build.up_to_date import BookState
from wres.errors import WresError
from wres.files.checksums import file_sums
from wres.site.manifest import WITHHELD, package_versions, sums


@dataclass(frozen=True)
class Proof:
    """What was looked at, and every difference found: none is the proof."""

    looked: list[str]
    differences: list[str]


def verify(target: Target, jobs: int, say: Callable[[str], None]) -> Proof:
    """Prove a published book. Raises ``WresError`` where there is none, or it cannot be built."""
    published = target.site / "manifest.json"
    if not published.exists():
        raise WresError(f"no published book in {target.site}; build it first: wres build {target}")
    made = json.loads(published.read_text(encoding="utf-8"))
    say("looking at the inputs that the manifest names")
    looked, found = _inputs(target, made)
    with tempfile.TemporaryDirectory(prefix="wres-verify-") as place, _at(made["built"]):
        again = replace(target, out=Path(place))
        with Workers(jobs) as workers:
            log = again.out / "logs" / "run.log"
            workers.submit(preflight, target.project, log=log).result()
            state = BookState(again, Fingerprints())
            parts = calculated(again, workers, say, state)
            build(again, workers, say, state, parts)
        say("comparing the site with the one built anew")
        files, differ = _sites(target.site, again.site)
        looked.append(f"{files} files of the site built anew and compared")
        say("running the notebooks against their kept results with nbval")
        seen, fail = _notebooks(target, again)
    return Proof([*looked, seen], [*found, *differ, *fail])


@contextmanager
def _at(built: str) -> Iterator[None]:
    """The time of the manifest, for what is built meanwhile."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(datetime.fromisoformat(built).timestamp()))
    try:
        yield
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
        if before is not None:
            os.environ["SOURCE_DATE_EPOCH"] = before


def _inputs(target: Target, made: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Inputs and versions now against those of the manifest; withheld sums against the builder's record."""
    now = sums(target.data, target.project, target.organisation, _years(target, made))
    named: dict[str, str] = made["inputs_sha256"]
    open_sums = {name: taken for name, taken in named.items() if taken != WITHHELD}
    found = differences(open_sums, {n: t for n, t in now.items() if t != WITHHELD})
    withheld = named.keys() - open_sums.keys()
    record = (read_record(target.record) or {}).get("key")
    looked = [f"{len(open_sums)} inputs compared with the sums in the manifest"]
    if record:
        key = of_book(target, Fingerprints())
        own = {name: record.get(name, ABSENT) for name in withheld}
        found += differences(own, {name: key.get(name, ABSENT) for name in withheld})
        looked.append(f"{len(withheld)} inputs with small counts compared with the builder's record")
    else:
        looked.append(f"{len(withheld)} inputs with small counts: no record here, judged by what follows")
    versions = {**made["packages"], "python": made["python"], "wres": made["wres"]}
    found += differences(versions, package_versions())
    return looked, found


def _years(target: Target, made: dict[str, Any]) -> list[int]:
    start = f"data/returns/{target.organisation}/"
    return sorted({int(n.split("/")[3]) for n in made["inputs_sha256"] if n.startswith(start)})


def _sites(published: Path, again: Path) -> tuple[int, list[str]]:
    """How many files were compared, and which differ."""
    one, other = (file_sums(site) for site in (published, again))
    words = [f"in the published site, {said}" for said in differences(other, one)]
    return len(one), words


def _notebooks(target: Target, again: Target) -> tuple[str, list[str]]:
    """Rerun the notebooks as they were run; what was looked at, and the pages that came out otherwise."""
    kept = [page_folder(target, page) / "executed.ipynb" for page in page_names(target.project)]
    there = [path for path in kept if path.exists()]
    if not there:
        return "no kept results of the notebooks here: not rerun by nbval", []
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "--no-header", "-p", "no:cacheprovider",
               "--rootdir", str(target.work), "-c", os.devnull, *map(str, there)]  # fmt: skip
    settings = {**os.environ, "WRES_PUBLICATION": str(again.publication), "NO_COLOR": "1"}
    run = subprocess.run(command, env=settings, capture_output=True, text=True, encoding="utf-8")
    target.log.parent.mkdir(parents=True, exist_ok=True)
    log = target.log.with_suffix(".verify.log")
    log.write_text(run.stdout + run.stderr, encoding="utf-8")
    if run.returncode == 0:
        return f"{len(there)} notebooks rerun by nbval against their kept results", []
    wrong = [path for path in there if f"FAILED {path.parent.name}" in run.stdout
             or f"{path.parent.name}/executed.ipynb::" in _failed(run.stdout)]  # fmt: skip
    words = [f"page {path.parent.name}: nbval found other results; see {log}" for path in wrong]
    return f"{len(there)} notebooks rerun by nbval", words or [f"nbval could not run: see {log}"]


def _failed(said: str) -> str:
    return "\n".join(line for line in said.splitlines() if line.startswith(("FAILED", "ERROR")))
