"""What a branch has had before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

REACH: Final = 100
"""Commits that a history is followed back, of those that moved one path."""


class History(Protocol):
    """The past of a branch: what leads to its head as it was first seen, and nothing else."""

    def touching(self, path: str) -> Sequence[str]:
        """The newest commits of the branch's own line that moved a path, the newest first.

        ``REACH`` at most. A merge is one of them where the path was not the same before it, and
        nothing is that was only ever on the branch that was merged.

        Raises:
            PublishError: it cannot be read.
        """
        ...

    def at(self, commit: str, paths: Sequence[str]) -> Mapping[str, bytes]:
        """The files that a commit has under these paths; what is no file there is an absent key.

        Raises:
            PublishError: it cannot be read.
        """
        ...
