"""A change as a value: which files are to have which bytes, and what to say about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from cv_action.errors import PublishError
from cv_action.publish.standing import Standing
from cv_action.report.run import FileReport


@dataclass(frozen=True, slots=True)
class File:
    """A file's path below the workspace, with forward slashes, and its whole content."""

    path: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The files that differ from what is there, and the message of the commit that brings them.

    ``deletions`` are the paths of files that are to go. ``description`` is what a pull request
    says about the change, in Markdown.
    """

    files: tuple[File, ...]
    message: str
    deletions: tuple[str, ...] = ()
    description: str = ""

    def __bool__(self) -> bool:
        return bool(self.files or self.deletions)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path that the change touches."""
        return (*(file.path for file in self.files), *self.deletions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What became of a change; ``commit_sha`` is empty when it is no commit.

    ``pull_request`` is its number, 0 when there is none. ``artifact`` is the name of the workflow
    artifact that holds it, empty when none does. ``new`` says whether anything was done.
    """

    commit_sha: str = ""
    pull_request: int = 0
    artifact: str = ""
    new: bool = True


class MismatchError(PublishError):
    """What stands where it was published is not what was to be published."""


class Publisher(Protocol):
    """Where documents are handed back."""

    def current(self, paths: Sequence[str]) -> Mapping[str, bytes]:
        """What is published under these paths now; an absent file is an absent key."""
        ...

    def publish(self, change: Change) -> Publication:
        """Make the change, all of it or none; an empty one leaves nothing to be taken over.

        Raises:
            MovedError: what it was computed from is not there any more.
            PublishError: it could not be made; what was there is there still.
        """
        ...

    def forget(self) -> None:
        """Forget what was seen, so that the next look is a fresh one."""
        ...


def change_between(
    produced: Iterable[File],
    current: Mapping[str, bytes],
    *,
    message: str,
    deletions: Iterable[str] = (),
) -> Change:
    """The files whose bytes are not already there, and those that are to go and are there."""
    new = tuple(file for file in produced if not _stands(file, current))
    gone = tuple(path for path in deletions if path in current)
    return Change(files=new, message=message, deletions=gone)


def _stands(file: File, current: Mapping[str, bytes]) -> bool:
    """Why two ways: bytes that lie far away are compared by their name alone."""
    if isinstance(current, Standing):
        return current.holds(file.path, file.data)
    return current.get(file.path) == file.data


def file_reports(produced: Iterable[File], change: Change) -> tuple[FileReport, ...]:
    """Every produced file, and whether the change brings it."""
    changed = {file.path for file in change.files}
    return tuple(
        FileReport(path=file.path, size=len(file.data), changed=file.path in changed)
        for file in produced
    )
