"""The owner's files as they stand on the branch, of which a checkout may be an old copy.

A run that had to wait has a checkout from before. What somebody has committed since is read from
the branch; what a step before ours has made or changed in the checkout is read from there.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from cv_action.adapters.github_commit import GithubBranch
from cv_action.adapters.github_reading import Head
from cv_action.adapters.workspace import Workspace
from cv_action.errors import ConfigurationError, PublishError
from cv_action.publish.standing import blob_id
from cv_action.publish.tree import Entry, Kind


class BranchFiles:
    """Reads named files; it is ``Files``, and tells the branch what the run relies on.

    Where the branch cannot be read, the checkout is: nothing will be published then, but the
    documents can be made and kept. ``base`` is the commit of this very branch that the workspace is
    a checkout of.
    """

    def __init__(self, branch: GithubBranch, workspace: Workspace, *, base: str) -> None:
        self._branch = branch
        self._workspace = workspace
        self._base = base
        self._old: Head | None = None

    def read(self, path: str) -> bytes:
        """A file's bytes.

        Raises:
            ConfigurationError: it is not there, is no file, or is not ours to read.
        """
        self._workspace.place(path)
        newer, entry = self._newer(path)
        if not newer:
            return self._workspace.read(path)
        if entry is None or entry.kind is not Kind.FILE:
            raise ConfigurationError(
                f"{path} is no file of {self._branch.branch} (any more).", hint="Name a file."
            )
        try:
            return self._branch.reading.blob(entry.sha)
        except PublishError as error:
            self._branch.refuse(error)
            return self._workspace.read(path)

    def present(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Those of the paths that are files, in the order given.

        Raises:
            ConfigurationError: a path is out of bounds.
        """
        return tuple(path for path in paths if self._is_file(path))

    def _is_file(self, path: str) -> bool:
        there = bool(self._workspace.present((path,)))
        newer, entry = self._newer(path)
        return (entry is not None and entry.kind is Kind.FILE) if newer else there

    def _newer(self, path: str) -> tuple[bool, Entry | None]:
        """Whether the branch has something newer than an untouched checkout, and what."""
        name = PurePosixPath(path).as_posix()
        try:
            head = self._branch.start((name,))
            before = self._checked_out(name)
        except PublishError as error:
            self._branch.refuse(error)
            return False, None
        now = head.tree.get(name)
        newer = before != now and self._is_untouched(path, before)
        same = now is not None and self._is_untouched(path, now)
        self._branch.saw(name, now if newer or same else before)
        return newer, now

    def _checked_out(self, name: str) -> Entry | None:
        """What stood there when the branch was checked out; one request where it has moved."""
        head = self._branch.start(())
        if self._base == head.commit:
            return head.tree.get(name)
        reading = self._branch.reading
        if self._old is None:
            listing = reading.listing(self._base, (name,))
            self._old = Head(commit=self._base, tree_id=self._base, listing=listing)
        self._old = reading.more(self._old, (name,))
        return self._old.tree.get(name)

    def _is_untouched(self, path: str, entry: Entry | None) -> bool:
        if not self._workspace.present((path,)):
            return entry is None
        return entry is not None and blob_id(self._workspace.read(path)) == entry.sha
