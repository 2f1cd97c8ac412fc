"""Which edition of the rules this is, so that a verdict of another one is not taken for its own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

_UNSAID: Final = (".md", ".pyc")
"""What decides nothing: explanations, and what Python makes of the sources."""


@cache
def rules_hash() -> str:
    """The SHA-256 of everything that a verdict depends on beside the texts, in hexadecimal."""
    return digest(files("cv_action.guard"))


def digest(package: Traversable) -> str:
    """The SHA-256 of a package's sources and data, by their names and in their order."""
    whole = hashlib.sha256()
    for name, data in sorted(_contents(package)):
        for part in (name.encode(), data):
            whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def _contents(folder: Traversable, prefix: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        name = f"{prefix}{entry.name}"
        if entry.is_dir():
            yield from _contents(entry, f"{name}/")
        elif not name.endswith(_UNSAID):
            yield name, entry.read_bytes()
