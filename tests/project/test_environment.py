"""What is installed: a list of wishes, a lock, and a conda environment that installs from the lock."""

import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version


@pytest.fixture(scope="module")
def direct(root: Path) -> dict[str, Requirement]:
    """What the project names itself, by canonical name."""
    lines = (root / "requirements.in").read_text(encoding="utf-8").splitlines()
    named = [Requirement(line.partition("#")[0]) for line in lines if line.partition("#")[0].strip()]
    return {canonicalize_name(each.name): each for each in named}


@pytest.fixture(scope="module")
def entries(root: Path) -> list[str]:
    """The entries of the lock, each in one line with its hashes."""
    text = (root / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@pytest.fixture(scope="module")
def locked(entries: list[str]) -> dict[str, Version]:
    """The version of each package in the lock, as the oldest supported Python installs it."""
    found = {}
    for entry in entries:
        requirement = Requirement(entry.split("--hash")[0])
        if requirement.marker is None or requirement.marker.evaluate({"python_full_version": "3.11.0"}):
            (pin,) = requirement.specifier
            found[canonicalize_name(requirement.name)] = Version(pin.version)
    return found


@pytest.fixture(scope="module")
def conda(root: Path) -> dict:
    """The conda environment as its file describes it."""
    return yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def project(root: Path) -> dict:
    """What the package says of itself."""
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


# requirements.in


def test_every_direct_dependency_says_why_it_is_there(root: Path):
    lines = (root / "requirements.in").read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if line and not line.partition("#")[2].strip()]


def test_what_the_package_imports_is_a_direct_dependency(project: dict, direct: dict[str, Requirement]):
    extras = project["project"]["optional-dependencies"].values()
    needed = [*project["project"]["dependencies"], *project["build-system"]["requires"], *sum(extras, [])]
    assert {canonicalize_name(Requirement(each).name) for each in needed} <= set(direct)


def test_the_oldest_python_that_the_package_supports_can_install_the_lock(
    project: dict, locked: dict[str, Version], root: Path
):
    """As the installed packages say; and make says the same to those whose Python is too old."""
    supported = project["project"]["requires-python"]
    oldest = supported.removeprefix(">=")
    wishes = {dist.name: dist.metadata.get("Requires-Python") or "" for dist in distributions()}
    wishes = {name: wish for name, wish in wishes.items() if canonicalize_name(name) in locked}
    assert len(wishes) > 100
    assert not {name: wish for name, wish in wishes.items() if not SpecifierSet(wish).contains(oldest)}
    (asked,) = re.findall(r"version_info < \(([\d, ]+)\)", (root / "Makefile").read_text(encoding="utf-8"))
    assert asked.replace(", ", ".") == oldest


# requirements.lock


def test_every_direct_dependency_is_locked(direct: dict[str, Requirement], locked: dict[str, Version]):
    assert set(direct) <= set(locked)


def test_the_lock_keeps_the_versions_that_were_asked_for(
    project: dict, direct: dict[str, Requirement], locked: dict[str, Version]
):
    asked = [Requirement(each) for each in project["project"]["dependencies"]]
    asked += [Requirement(each) for each in project["build-system"]["requires"]]
    asked += direct.values()
    wrong = {str(each) for each in asked if not each.specifier.contains(locked[canonicalize_name(each.name)])}
    assert not wrong


def test_every_locked_package_has_a_version_and_a_hash(entries: list[str]):
    form = r"[A-Za-z0-9._-]+==[^\s;]+( ; [^-]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*"
    assert len(entries) > 100
    assert not [entry[:60] for entry in entries if not re.fullmatch(form, entry)]


def test_the_lock_names_no_place_to_fetch_from(root: Path):
    """No address, no folder, no other index: where packages come from is the installer's setting."""
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    code = "\n".join(line.partition("#")[0] for line in text.splitlines())
    assert not re.search(r"://| @ |^\s*-[a-z]|--(?!hash=)|\bfile:", code, re.MULTILINE)


# environment.yml


def test_conda_takes_packages_from_conda_forge_alone(conda: dict):
    assert conda["name"] == "wres"
    assert conda["channels"] == ["conda-forge", "nodefaults"]


def test_conda_brings_python_alone_and_pip_installs_the_lock(conda: dict):
    """One list of versions for everyone: nothing that conda could resolve another way."""
    python, pip, packages = conda["dependencies"]
    assert python.startswith("python=")
    assert pip == "pip"
    assert packages == {"pip": ["-r requirements.lock"]}


def test_conda_brings_a_python_that_the_package_supports(conda: dict, project: dict):
    """conda takes the latest release of the minor version that is named."""
    latest = conda["dependencies"][0].removeprefix("python=") + ".99"
    assert SpecifierSet(project["project"]["requires-python"]).contains(latest)
