"""Shelves to hold to the same facts: how two runs get at one, and who owns what lies there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from cv_action.adapters.artifact_listing import ArtifactListing, github_client
from cv_action.adapters.artifact_service import ArtifactService
from cv_action.adapters.artifact_store import ArtifactStore
from cv_action.adapters.directory_store import DirectoryStore
from cv_action.adapters.http import Limits, Session
from cv_action.ledger.store import LedgerStore
from tests.results_plugs import in_process
from tests.results_server import ResultsServer
from tests.shelf import Hand, Shelf

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
StoreOf = Callable[[int], LedgerStore]
"""The store as one run has it."""


@dataclass
class Runner:
    """What is around the artifact adapters: how long they slept, and what they hid from the log."""

    server: ResultsServer
    limits: Limits = field(default_factory=Limits)
    slept: list[float] = field(default_factory=list)
    masked: list[str] = field(default_factory=list)
    sleep: Callable[[float], None] | None = None

    @contextmanager
    def store(self, run: int = 1) -> Iterator[ArtifactStore]:
        """The artifacts' store as a run has it."""
        server = self.server
        github = github_client(token=server.token, api_url=server.api_url)
        with github, Session(limits=self.limits, sleep=self.sleep or self.slept.append) as session:
            yield ArtifactStore(
                service=ArtifactService(
                    results_url=server.results_url,
                    token=server.runtime_token(run),
                    session=session,
                    mask=self.masked.append,
                ),
                listing=ArtifactListing(
                    github,
                    repository=server.repository,
                    repository_id=server.repository_id,
                    session=session,
                    mask=self.masked.append,
                ),
                retention_days=30,
                clock=lambda: NOW,
            )


@contextmanager
def artifacts(_: Path) -> Iterator[StoreOf]:
    """Workflow artifacts."""
    server = ResultsServer()
    with in_process(server), ExitStack() as stack:
        runner = Runner(server)
        yield lambda run: stack.enter_context(runner.store(run))


@contextmanager
def directory(folder: Path) -> Iterator[StoreOf]:
    """A folder."""
    yield lambda run: DirectoryStore(folder=folder / "ledger", run=run, clock=lambda: NOW)


@contextmanager
def memory(_: Path) -> Iterator[StoreOf]:
    """The shelf that the ledger's own tests use."""
    shelf = Shelf()
    yield lambda run: Hand(shelf, run=run)


SHELVES: tuple[Callable[[Path], AbstractContextManager[StoreOf]], ...] = (
    artifacts,
    directory,
    memory,
)
