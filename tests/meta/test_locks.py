"""What is installed is what is declared, every byte of it by its hash."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
GROUPS = PROJECT["dependency-groups"]
RUN, IMAGE, DEV = "run.txt", "image.txt", "dev.txt"


def locked(name: str) -> dict[str, str]:
    """The locked versions by name; every entry must have a hash."""
    text = (ROOT / "requirements" / name).read_text("utf-8").replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line.strip()]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)
    pairs = (re.match(r"([\w.-]+)==(\S+)", entry) for entry in entries)
    return {canonicalize_name(pair[1]): pair[2] for pair in pairs if pair}


def declared(*lists: list[str]) -> list[Requirement]:
    return [Requirement(line) for lines in lists for line in lines]


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [
        (RUN, declared(PROJECT["project"]["dependencies"])),
        (DEV, declared(PROJECT["project"]["dependencies"], *GROUPS.values())),
    ],
)
def test_every_declared_dependency_is_locked_at_a_version_that_fits(
    lock: str, requirements: list[Requirement]
) -> None:
    versions = locked(lock)
    assert len(requirements) >= 10
    for requirement in requirements:
        assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)])


def test_what_is_tested_is_what_runs() -> None:
    dev = locked(DEV)
    assert {name: dev.get(name) for name in locked(RUN)} == locked(RUN)


def test_no_test_tool_gets_into_the_container() -> None:
    tools = {canonicalize_name(r.name) for r in declared(*GROUPS.values())}
    assert len(tools) >= 10
    assert not tools & set(locked(RUN))


def test_the_container_has_what_runs_without_a_terminals_libraries() -> None:
    run, image = locked(RUN), locked(IMAGE)
    assert len(image) >= 10
    assert image.items() <= run.items()
    assert {"typer", "rich"} <= set(run) - set(image)
    assert set(run) - set(image) <= {
        "annotated-doc",
        "colorama",
        "pygments",
        "rich",
        "shellingham",
        "typer",
    }


def test_a_lock_names_no_host() -> None:
    for name in (RUN, IMAGE, DEV):
        assert "//" not in (ROOT / "requirements" / name).read_text("utf-8")


def test_a_package_of_node_is_locked_by_its_hash_and_names_no_host() -> None:
    lock = json.loads((ROOT / "tests" / "peers" / "package-lock.json").read_text("utf-8"))
    root, *packages = lock["packages"].values()
    assert len(packages) >= 100
    assert all(package["integrity"].startswith("sha512-") for package in packages)
    assert not any("resolved" in package for package in packages)
    wanted = json.loads((ROOT / "tests" / "peers" / "package.json").read_text("utf-8"))
    assert root["dependencies"] == wanted["dependencies"]
