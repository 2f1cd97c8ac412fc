"""What a job on a runner has around it: books in the repository's artifacts, and its lanes.

Why apart from ``books``: a terminal needs no client of GitHub, which is slow to load.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from github import Github

from cv_action.actions.commands import Commands
from cv_action.actions.context import Context, Runtime
from cv_action.adapters.artifact_listing import ArtifactListing, github_client
from cv_action.adapters.artifact_service import ArtifactService
from cv_action.adapters.artifact_store import ArtifactStore
from cv_action.adapters.clock import ServerClock
from cv_action.adapters.http import Session
from cv_action.adapters.repository import Ownership, ownership
from cv_action.adapters.workspace import Workspace
from cv_action.claude.lane import Lane
from cv_action.claude.reply import Transport
from cv_action.ledger.event import Writer
from cv_action.pipeline.books import Bookkeeping
from cv_action.pipeline.eligibility import Occasion
from cv_action.pipeline.eligibility import objection as objection_to
from cv_action.pipeline.enhancement import ASKING
from cv_action.pipeline.ports import Asking
from cv_action.settings import Settings
from cv_action.step.asking import asking_of, lanes_of
from cv_action.step.books import FOLDER, bookkeeping, new_nonce

GITHUB: Final = "https://api.github.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What a job on a runner has around it, beside its workspace."""

    books: Bookkeeping | None = None
    lanes: Mapping[Lane, Transport] = field(default_factory=dict)
    asking: Asking | None = None


@contextmanager
def runner_outside(
    context: Context, settings: Settings, workspace: Workspace, commands: Commands
) -> Iterator[Outside]:
    """The books of a job and the lanes that it may ask.

    Raises:
        ConfigurationError: what the owner has chosen cannot be used.
        StoreError: the runner's own token is of no use.
    """
    with ExitStack() as stack:
        session = stack.enter_context(Session())
        token = settings.github_token.get_secret_value()
        github = stack.enter_context(
            closing(github_client(token=token, api_url=context.api_url or GITHUB))
        )
        objection = ""
        if settings.claude_oauth_token and settings.mode in ASKING:
            objection = _objection(
                context, ownership(github, session, context.repository), settings
            )
        asking = asking_of(settings, workspace, objection=objection)
        lanes = stack.enter_context(
            lanes_of(settings, asking, workspace=context.workspace, cache=_temp(context))
        )
        yield Outside(
            books=_books(context, settings, github, session, commands), lanes=lanes, asking=asking
        )


@contextmanager
def runner_books(
    context: Context, settings: Settings, commands: Commands
) -> Iterator[Bookkeeping | None]:
    """The books of a job alone.

    Raises:
        StoreError: the runner's own token is of no use.
    """
    token = settings.github_token.get_secret_value()
    with (
        Session() as session,
        closing(github_client(token=token, api_url=context.api_url or GITHUB)) as github,
    ):
        yield _books(context, settings, github, session, commands)


def _objection(context: Context, owned: Ownership, settings: Settings) -> str:
    occasion = Occasion(
        event=context.event_name,
        owner=context.owner,
        actor=context.actor,
        triggering_actor=context.triggering_actor,
        organisation=owned.organisation,
        fork=owned.fork,
    )
    return objection_to(occasion, settings.allowed_actors)


def _books(
    context: Context, settings: Settings, github: Github, session: Session, commands: Commands
) -> Bookkeeping | None:
    """The books; none where the runner gives no way to artifacts, or nobody a token."""
    runtime = context.runtime
    if runtime is None or not settings.github_token or not context.run_id:
        return None
    days = min(settings.retention_days, context.retention_days or settings.retention_days)
    by = Writer(
        run=context.run_id, attempt=context.run_attempt, job=context.job[:200], nonce=new_nonce()
    )
    store = ArtifactStore(
        service=_service(runtime, session, commands),
        listing=ArtifactListing(
            github,
            repository=context.repository,
            repository_id=context.repository_id,
            session=session,
            mask=commands.mask,
        ),
        retention_days=days,
        clock=ServerClock(),
    )
    return bookkeeping(store, by, _journal(context), days=days)


def _service(runtime: Runtime, session: Session, commands: Commands) -> ArtifactService:
    return ArtifactService(
        results_url=runtime.results_url, token=runtime.token, session=session, mask=commands.mask
    )


def _journal(context: Context) -> Path:
    """A file that the step after the last, in another container, finds again."""
    step = re.sub(r"[^A-Za-z0-9_-]", "-", context.action)[:100]
    return _temp(context) / f"cv-action-{step}.journal"


def _temp(context: Context) -> Path:
    return context.runner_temp or context.workspace / FOLDER
