"""Something that turns while a person waits."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from typing import Any


class Spinner:
    """Turns for a person who is watching, and is silent for anybody else."""

    def step(self, title: str) -> AbstractContextManager[Any]:
        """Turn for as long as a step lasts."""
        if not sys.stderr.isatty():
            return nullcontext()
        from rich.console import Console  # noqa: PLC0415  nobody is watching a script

        return Console(stderr=True).status(title)
