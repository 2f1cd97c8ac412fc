"""Which paths of a repository may be written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cv_action.errors import PublishError

_NOWHERE: Final = frozenset({"", ".", ".."})
WORKFLOWS: Final = (".github", "workflows")
"""A job's own token may never write here."""


def refuse_paths(paths: Iterable[str]) -> None:
    """Refuse what is no plain path below the root of a repository, or is not ours to write.

    Raises:
        PublishError: a path is refused; the hint says what to choose instead.
    """
    for path in paths:
        if not is_plain(path):
            raise PublishError(
                f"{path!r} is no path inside the repository.",
                hint="Choose an output_dir inside the repository, such as cv-output.",
            )
        if is_workflow(path):
            raise PublishError(
                f"{path} is among the workflows, which no token of a job may change.",
                hint="Choose another folder, such as `output_dir: cv-output`.",
            )


def is_workflow(path: str) -> bool:
    """Whether a path leads into the workflows, however it is written."""
    return tuple(part.lower() for part in path.split("/"))[: len(WORKFLOWS)] == WORKFLOWS


def is_plain(path: str) -> bool:
    """Whether a path only ever goes down from the root, and not into ``.git``."""
    parts = path.split("/")
    return (
        path.isprintable()
        and "\\" not in path
        and not any(part in _NOWHERE or part.lower() == ".git" for part in parts)
    )
