"""Where a job on a runner reads the owner's files, and where it hands documents back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, assert_never

from cv_action.actions.context import Context
from cv_action.adapters.artifact_shelf import ArtifactShelf
from cv_action.adapters.github_api import GithubApi
from cv_action.adapters.github_commit import GithubBranch
from cv_action.adapters.github_files import BranchFiles
from cv_action.adapters.github_past import GithubPast
from cv_action.adapters.github_pull import GithubPull
from cv_action.adapters.workspace import Workspace
from cv_action.errors import ConfigurationError, PublishError
from cv_action.pipeline.ports import Files
from cv_action.pipeline.sources import is_overlay
from cv_action.publish.branch import target_branch
from cv_action.publish.change import Change, Publication, Publisher, change_between
from cv_action.publish.history import History
from cv_action.publish.way import Way
from cv_action.report.problem import Problem, Severity
from cv_action.report.run import Mode
from cv_action.settings import Settings

DOCUMENTS: Final = "cv"
OVERLAY: Final = "cv-overlay"
PREVIEW: Final = "cv-preview"
RESCUED: Final = "cv-rescued"
"""Artifacts by what is in them; ``PREVIEW`` and ``RESCUED`` are of one run each."""

Shelves = Callable[[str], ArtifactShelf | None]
"""Gives the artifacts of a name; None where the runner has no way to artifacts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """What ``Ports`` says about reading and handing back; ``problems`` fills while that is done."""

    files: Files
    publisher: Publisher
    kept: Files | None = None
    refusals: Callable[[], Collection[str]] = frozenset
    history: History | None = None
    copies: Publisher | None = None
    problems: Sequence[Problem] = ()


def handing(
    context: Context, settings: Settings, workspace: Workspace, api: GithubApi, shelves: Shelves
) -> Handing:
    """Where to, in the way that the owner has chosen.

    Raises:
        ConfigurationError: this runner knows no such way.
    """
    match settings.publish:
        case Way.COMMIT | Way.PULL_REQUEST:
            return _on_branch(context, settings, workspace, api)
        case Way.ARTIFACT:
            shelf = shelves(DOCUMENTS)
            if shelf is None:
                raise ConfigurationError(
                    "Nothing can be handed back as an artifact here.", hint=_NO_ARTIFACTS
                )
            return Handing(files=workspace, publisher=shelf, kept=shelf, copies=workspace)
        case Way.NONE:
            shelf = shelves(OVERLAY)
            if shelf is None:
                return Handing(files=workspace, publisher=workspace)
            both = _WithOverlay(workspace, shelf=shelf)
            return Handing(files=workspace, publisher=both, kept=both, problems=both.problems)
        case never:
            assert_never(never)


_NO_ARTIFACTS: Final = """\
The step must run the action itself (`uses:`), and github_token must not be empty. Or commit:

with:
  publish: commit"""


def _on_branch(
    context: Context, settings: Settings, workspace: Workspace, api: GithubApi
) -> Handing:
    """Why a run without a branch goes on: its documents are made and kept before it fails."""
    try:
        name = _branch(context, settings)
    except PublishError as error:
        if settings.mode is Mode.PREVIEW:
            return Handing(files=workspace, publisher=workspace)
        return Handing(files=workspace, publisher=_Nowhere(error), copies=workspace)
    branch = GithubBranch(api, branch=name, begin=settings.create_branch)
    own = context.ref == f"refs/heads/{name}" and bool(context.sha)
    checkout = BranchFiles(branch, workspace, base=context.sha)
    files = checkout if own else _WithPublished(workspace, branch)
    history = GithubPast(branch)
    if settings.publish is Way.COMMIT:
        return Handing(files=files, publisher=branch, history=history, copies=workspace)
    pull = GithubPull(api, base=branch, folder=str(settings.output_dir))
    return Handing(
        files=files,
        publisher=pull,
        kept=pull.offered,
        refusals=pull.offered.refusals,
        history=history,
        copies=workspace,
    )


def _branch(context: Context, settings: Settings) -> str:
    if not settings.github_token:
        raise PublishError("There is no token to publish with.", hint=_NO_TOKEN)
    return target_branch(context.ref, settings.branch)


_NO_TOKEN: Final = "Leave github_token out, so that it is the job's own."  # noqa: S105  a sentence


class _WithPublished:
    """A checkout of one branch, with the overlay of another, which is published to; ``Files``.

    Why trouble is none here: the branch remembers it, and publishes nothing.
    """

    def __init__(self, workspace: Workspace, branch: GithubBranch) -> None:
        self._workspace = workspace
        self._branch = branch

    def read(self, path: str) -> bytes:
        published = self._published(path)
        return published[path] if path in published else self._workspace.read(path)

    def present(self, paths: Iterable[str]) -> tuple[str, ...]:
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


class _Nowhere:
    """A ``Publisher`` that knows why there is nowhere to publish to."""

    def __init__(self, error: PublishError) -> None:
        self._error = error

    def current(self, paths: Sequence[str]) -> Mapping[str, bytes]:  # noqa: ARG002  it knows none
        raise self._error

    def publish(self, change: Change) -> Publication:  # noqa: ARG002  it makes none
        raise self._error

    def forget(self) -> None:
        """Nothing will be different at the next look."""


class _WithOverlay:
    """The workspace as a ``Publisher``, whose overlay is left to the next run as an artifact.

    It is ``Files`` for the overlay that an earlier run has left. Why trouble with artifacts is only
    told: the documents need none, and words that are lost can be found again.
    """

    def __init__(self, workspace: Workspace, *, shelf: ArtifactShelf) -> None:
        self.problems: list[Problem] = []
        self._workspace = workspace
        self._shelf = shelf

    def read(self, path: str) -> bytes:
        return self._shelf.read(path)

    def present(self, paths: Iterable[str]) -> tuple[str, ...]:
        try:
            return self._shelf.present(paths)
        except PublishError as error:
            self._tell(error)
            return ()

    def current(self, paths: Sequence[str]) -> Mapping[str, bytes]:
        return self._workspace.current(paths)

    def publish(self, change: Change) -> Publication:
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
        self._shelf.forget()

    def _tell(self, error: PublishError) -> None:
        told = f"New words are not left to the next run: {error.message} {error.hint}".strip()
        self.problems.append(Problem(told, severity=Severity.WARNING))
