"""What a job on a runner has around it: books in the repository's artifacts, and its lanes.

Why apart from ``books``: a terminal needs no client of GitHub, which is slow to load.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from github import Github

from cv_action.actions.commands import Commands
from cv_action.actions.context import Context, Runtime
from cv_action.adapters.artifact_listing import ArtifactListing, github_client
from cv_action.adapters.artifact_service import ArtifactService
from cv_action.adapters.artifact_shelf import ArtifactShelf
from cv_action.adapters.artifact_store import ArtifactStore
from cv_action.adapters.clock import ServerClock
from cv_action.adapters.github_activity import activity
from cv_action.adapters.github_api import GithubApi
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
from cv_action.publish.dormancy import SCHEDULE, schedule_warning
from cv_action.report.problem import Problem
from cv_action.settings import Settings
from cv_action.step.asking import asking_of, lanes_of
from cv_action.step.books import FOLDER, bookkeeping, new_nonce
from cv_action.step.publishing import Handing, handing

GITHUB: Final = "https://api.github.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What a job on a runner has around it.

    ``warned`` gives what the owner should know about the schedule that started this run, where
    the run has committed nothing.
    """

    handing: Handing
    warned: Callable[[], tuple[Problem, ...]]
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
        api = GithubApi(github, session=session, repository=context.repository)
        artifacts = _artifacts(context, settings, github, session, commands)
        books = _books(context, artifacts)
        yield Outside(
            handing=handing(context, settings, workspace, api, partial(_shelf, artifacts)),
            warned=partial(_warned, context, api, books),
            books=books,
            lanes=lanes,
            asking=asking,
        )


def _warned(context: Context, api: GithubApi, books: Bookkeeping | None) -> tuple[Problem, ...]:
    if context.event_name != SCHEDULE or books is None:
        return ()
    now, branch = books.desk.now(), context.ref.removeprefix("refs/heads/")
    found = activity(api, branch=branch, now=now)
    warning = schedule_warning(
        event=context.event_name,
        last_commit=found.last_commit,
        private=found.private,
        now=now,
        changing=False,
    )
    return (warning,) if warning else ()


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
        yield _books(context, _artifacts(context, settings, github, session, commands))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Artifacts:
    """The way to artifacts and back; ``days`` is how long they are kept."""

    service: ArtifactService
    listing: ArtifactListing
    days: int


def _artifacts(
    context: Context, settings: Settings, github: Github, session: Session, commands: Commands
) -> _Artifacts | None:
    """None where the runner gives no way to artifacts, or nobody a token."""
    runtime = context.runtime
    if runtime is None or not settings.github_token or not context.run_id:
        return None
    return _Artifacts(
        service=_service(runtime, session, commands),
        listing=ArtifactListing(
            github,
            repository=context.repository,
            repository_id=context.repository_id,
            session=session,
            mask=commands.mask,
        ),
        days=min(settings.retention_days, context.retention_days or settings.retention_days),
    )


def _shelf(artifacts: _Artifacts | None, name: str) -> ArtifactShelf | None:
    """The artifacts of a name."""
    if artifacts is None:
        return None
    return ArtifactShelf(
        service=artifacts.service,
        listing=artifacts.listing,
        name=name,
        retention_days=artifacts.days,
        clock=ServerClock(),
    )


def _books(context: Context, artifacts: _Artifacts | None) -> Bookkeeping | None:
    if artifacts is None:
        return None
    by = Writer(
        run=context.run_id, attempt=context.run_attempt, job=context.job[:200], nonce=new_nonce()
    )
    store = ArtifactStore(
        service=artifacts.service,
        listing=artifacts.listing,
        retention_days=artifacts.days,
        clock=ServerClock(),
    )
    return bookkeeping(store, by, _journal(context), days=artifacts.days)


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
