"""Places of a job on a runner, and what it does where one of them gives trouble."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cv_action.adapters.artifact_shelf import ArtifactShelf
from cv_action.adapters.github_commit import GithubBranch
from cv_action.adapters.workspace import Workspace
from cv_action.cv.overlay import read_overlay
from cv_action.errors import CvActionError, PublishError
from cv_action.pipeline.sources import is_overlay
from cv_action.publish.change import Change, Publication, change_between
from cv_action.report.problem import Problem, Severity


class WithPublished:
    """A checkout of one branch, with the overlay of another, which is published to; ``Files``.

    Why trouble is none here: the branch remembers it, and publishes nothing.
    """

    def __init__(self, workspace: Workspace, branch: GithubBranch) -> None:
        self._workspace = workspace
        self._branch = branch

    def read(self, path: str) -> bytes:
        """A file's bytes."""
        published = self._published(path)
        return published[path] if path in published else self._workspace.read(path)

    def present(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Those of the paths that are files, in the order given."""
        listed = tuple(paths)
        there = set(self._workspace.present(listed)).union(*map(self._published, listed))
        return tuple(path for path in listed if path in there)

    def _published(self, path: str) -> Mapping[str, bytes]:
        if not is_overlay(path):
            return {}
        try:
            return dict(self._branch.current([path]))
        except PublishError as error:
            self._branch.refuse(error)
            return {}


class Nowhere:
    """A ``Publisher`` that knows why there is nowhere to publish to."""

    def __init__(self, error: PublishError) -> None:
        self._error = error

    def current(self, paths: Sequence[str]) -> Mapping[str, bytes]:  # noqa: ARG002  it knows none
        """What is published under these paths; see ``Publisher``."""
        raise self._error

    def publish(self, change: Change) -> Publication:  # noqa: ARG002  it makes none
        """Make the change; see ``Publisher``."""
        raise self._error

    def forget(self) -> None:
        """Nothing will be different at the next look."""


class Rescued:
    """Overlays that were not handed back, as far as they can be read; it is ``Files``.

    Why trouble is only told: a run that did not hand back must not keep the next one from it.
    """

    def __init__(self, shelf: ArtifactShelf) -> None:
        self.problems: list[Problem] = []
        self._shelf = shelf

    def read(self, path: str) -> bytes:
        """A file's bytes."""
        return self._shelf.read(path)

    def present(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Those of the paths that are files, in the order given."""
        try:
            return tuple(path for path in self._shelf.present(paths) if self._fits(path))
        except CvActionError as error:
            told = f"What the last run has kept cannot be used: {error.message}"
            self.problems.append(Problem(told, severity=Severity.WARNING, remedy=error.hint))
            return ()

    def _fits(self, path: str) -> bool:
        read_overlay(self._shelf.read(path), path)
        return True


class WithOverlay:
    """The workspace as a ``Publisher``, whose overlay is left to the next run as an artifact.

    It is ``Files`` for the overlay that an earlier run has left. Why trouble with artifacts is only
    told: the documents need none, and words that are lost can be found again.
    """

    def __init__(self, workspace: Workspace, *, shelf: ArtifactShelf) -> None:
        self.problems: list[Problem] = []
        self._workspace = workspace
        self._shelf = shelf

    def read(self, path: str) -> bytes:
        """A file's bytes."""
        return self._shelf.read(path)

    def present(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Those of the paths that are files, in the order given."""
        try:
            return self._shelf.present(paths)
        except PublishError as error:
            self._tell(error)
            return ()

    def current(self, paths: Sequence[str]) -> Mapping[str, bytes]:
        """What is published under these paths; see ``Publisher``."""
        return self._workspace.current(paths)

    def publish(self, change: Change) -> Publication:
        """Make the change; see ``Publisher``."""
        done = self._workspace.publish(change)
        overlays = [file for file in change.files if is_overlay(file.path)]
        if not self.problems:
            try:
                left = self._shelf.current([file.path for file in overlays])
                self._shelf.publish(change_between(overlays, left, message=""))
            except PublishError as error:
                self._tell(error)
        return done

    def forget(self) -> None:
        """Look anew from now on."""
        self._shelf.forget()

    def _tell(self, error: PublishError) -> None:
        told = f"New words are not left to the next run: {error.message}"
        self.problems.append(Problem(told, severity=Severity.WARNING, remedy=error.hint))
