"""What holds for every file of the tree."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOSTS = re.compile(r"(pypi|pythonhosted)\.org|registry\.npmjs\.org|deb\.debian\.org")
MODULES = sorted((ROOT / "cv_action").rglob("*.py"))


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607  git is found as the developer finds it
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def test_no_file_names_a_registrys_host() -> None:
    paths = [path for path in tracked() if path.is_file()]
    assert len(paths) > 50
    texts = {path.name: path.read_bytes().decode(errors="replace") for path in paths}
    assert [name for name, text in texts.items() if HOSTS.search(text)] == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_enough_to_be_read_at_once(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 250


def test_there_are_modules_to_look_at() -> None:
    assert len(MODULES) > 20
