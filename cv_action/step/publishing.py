"""Where a job on a runner reads the owner's files, and where it hands documents back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields, replace
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
from cv_action.pipeline.ports import Files, Ports
from cv_action.publish.branch import target_branch
from cv_action.publish.change import File, Publisher
from cv_action.publish.history import History
from cv_action.publish.way import Way
from cv_action.report.problem import Problem
from cv_action.report.run import Mode
from cv_action.settings import Settings
from cv_action.step.places import Nowhere, Rescued, WithOverlay, WithPublished

DOCUMENTS: Final = "cv"
OVERLAY: Final = "cv-overlay"
PREVIEW: Final = "cv-preview"
RESCUED: Final = "cv-rescued"
"""Artifacts by what is in them; ``PREVIEW`` and ``RESCUED`` are of one run each."""

Shelves = Callable[[str], ArtifactShelf | None]
"""Gives the artifacts of a name; None where the runner has no way to artifacts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """What ``Ports`` says about reading and handing back, by the same names.

    ``problems`` gives what went wrong on the way and kept nothing from being handed back.
    """

    files: Files
    publisher: Publisher
    kept: Files | None = None
    refusals: Callable[[], Collection[str]] = frozenset
    left: Sequence[Files] = ()
    history: History | None = None
    copies: Publisher | None = None
    rescue: Callable[[Sequence[File]], str] | None = None
    staging: Callable[[Sequence[File]], str] | None = None
    problems: Callable[[], Sequence[Problem]] = tuple


def handing(
    context: Context, settings: Settings, workspace: Workspace, api: GithubApi, shelves: Shelves
) -> Handing:
    """Where to, in the way that the owner has chosen.

    Raises:
        ConfigurationError: this runner knows no such way.
    """
    match settings.publish:
        case Way.COMMIT | Way.PULL_REQUEST:
            found = _on_branch(context, settings, workspace, api)
            found = _kept_safe(found, shelves(RESCUED))
        case Way.ARTIFACT:
            found = _as_artifact(workspace, shelves(DOCUMENTS))
        case Way.NONE:
            found = _as_files(workspace, shelves(OVERLAY))
        case never:
            assert_never(never)
    preview = shelves(PREVIEW)
    if preview is None:
        return found
    return replace(_with_left(found, preview), staging=preview.save)


def plugged(outside: Ports, handing: Handing) -> Ports:
    """The outside of a run, where it reads and hands back as a job on a runner does."""
    names = [one.name for one in fields(Handing) if one.name != "problems"]
    return replace(outside, **{name: getattr(handing, name) for name in names})


def _as_artifact(workspace: Workspace, shelf: ArtifactShelf | None) -> Handing:
    if shelf is None:
        raise ConfigurationError(
            "Nothing can be handed back as an artifact here.", hint=_NO_ARTIFACTS
        )
    return Handing(
        files=workspace,
        publisher=shelf,
        kept=shelf,
        copies=workspace,
        problems=lambda: shelf.problems,
    )


def _as_files(workspace: Workspace, shelf: ArtifactShelf | None) -> Handing:
    if shelf is None:
        return Handing(files=workspace, publisher=workspace)
    both = WithOverlay(workspace, shelf=shelf)
    return Handing(files=workspace, publisher=both, kept=both, problems=lambda: both.problems)


def _kept_safe(found: Handing, shelf: ArtifactShelf | None) -> Handing:
    """With a place for what cannot be handed back, and what an earlier run has put there."""
    return replace(_with_left(found, shelf), rescue=shelf.save) if shelf else found


def _with_left(found: Handing, shelf: ArtifactShelf) -> Handing:
    left = Rescued(shelf)

    def problems() -> Sequence[Problem]:
        return (*found.problems(), *left.problems, *shelf.problems)

    return replace(found, left=(*found.left, left), problems=problems)


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
        return Handing(files=workspace, publisher=Nowhere(error), copies=workspace)
    branch = GithubBranch(api, branch=name, begin=settings.create_branch)
    own = context.ref == f"refs/heads/{name}" and bool(context.sha)
    checkout = BranchFiles(branch, workspace, base=context.sha)
    files = checkout if own else WithPublished(workspace, branch)
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
