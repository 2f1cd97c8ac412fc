"""The books of a job on a runner: its shelf is the repository's artifacts.

Why apart from ``books``: a terminal needs no client of GitHub, which is slow to load.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from cv_action.actions.commands import Commands
from cv_action.actions.context import Context, Runtime
from cv_action.adapters.artifact_listing import ArtifactListing, github_client
from cv_action.adapters.artifact_service import ArtifactService
from cv_action.adapters.artifact_store import ArtifactStore
from cv_action.adapters.clock import ServerClock
from cv_action.adapters.http import Session
from cv_action.ledger.event import Writer
from cv_action.pipeline.books import Bookkeeping
from cv_action.step.books import FOLDER, bookkeeping, new_nonce


@contextmanager
def runner_books(
    context: Context, *, token: str, retention_days: int, commands: Commands
) -> Iterator[Bookkeeping | None]:
    """The books of a job; none where the runner gives no way to artifacts, or nobody a token.

    Raises:
        StoreError: the runner's own token is of no use.
    """
    runtime = context.runtime
    if runtime is None or not token or not context.run_id:
        yield None
        return
    commands.mask(runtime.token)
    days = min(retention_days, context.retention_days or retention_days)
    by = Writer(
        run=context.run_id, attempt=context.run_attempt, job=context.job[:200], nonce=new_nonce()
    )
    with ExitStack() as stack:
        session = stack.enter_context(Session())
        github = stack.enter_context(closing(github_client(token=token, api_url=context.api_url)))
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
        yield bookkeeping(store, by, _journal(context), days=days)


def _service(runtime: Runtime, session: Session, commands: Commands) -> ArtifactService:
    return ArtifactService(
        results_url=runtime.results_url, token=runtime.token, session=session, mask=commands.mask
    )


def _journal(context: Context) -> Path:
    """A file that the step after the last, in another container, finds again."""
    step = re.sub(r"[^A-Za-z0-9_-]", "-", context.action)[:100]
    folder = context.runner_temp or context.workspace / FOLDER
    return folder / f"cv-action-{step}.journal"
