"""Runs that hand back as an artifact, one after the other, each with eyes of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cv_action.adapters.artifact_shelf import ArtifactShelf
from cv_action.publish.archive import unpacked
from tests.results_model import Artifact
from tests.results_server import ResultsServer
from tests.stores import Runner

NAME = "cv-action"
DAYS = 30


@contextmanager
def shelf(server: ResultsServer, run: int = 1, *, days: int = DAYS) -> Iterator[ArtifactShelf]:
    """The shelf as a job of a run has it; two of one run share what it may use once."""
    with Runner(server).store(run) as store:
        yield ArtifactShelf(
            service=store.service,
            listing=store.listing,
            name=NAME,
            retention_days=days,
            clock=lambda: server.now,
        )


def left(server: ResultsServer) -> Artifact:
    """The artifact that was uploaded last."""
    return server.artifacts[max(server.artifacts)]


def content(artifact: Artifact) -> dict[str, bytes]:
    """The files in an artifact."""
    return dict(unpacked(artifact.data))
