"""The live workflow's cases hold for the program, where the rest of the world is a small one."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from tests.claude_terminal import KEY
from tests.editor import editor
from tests.live_rehearsal import Both, Rehearsal, both
from tests.messages_server import MessagesServer
from tools.live import artifacts
from tools.live.__main__ import CASES, main

pytestmark = pytest.mark.loopback
MOST_CALLS = 5
"""Requests to a model that a live run makes; more would cost more than it says."""
Job = Callable[[str, Mapping[str, object]], Rehearsal]


def words(text: str) -> str:
    """What the model makes of a statement."""
    return text.replace("by replacing", "through replacing").replace("Introduced", "Began")


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[Both]:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    monkeypatch.setattr(artifacts, "PAUSE", 0)
    with both() as world:
        yield world


@pytest.fixture
def model() -> Iterator[MessagesServer]:
    with MessagesServer(editor(words)) as model:
        yield model


@pytest.fixture
def job(world: Both, model: MessagesServer, tmp_path: Path) -> Job:
    given = {"INPUT_ANTHROPIC_API_KEY": KEY, "INPUT_ANTHROPIC_BASE_URL": model.url}

    def job(name: str, needs: Mapping[str, object]) -> Rehearsal:
        return Rehearsal(
            servers=world, folder=tmp_path / name, job=name, given=given, check=main, needs=needs
        )

    return job


def test_every_claim_holds_for_the_program(job: Job, model: MessagesServer) -> None:
    first = job("first", {})
    told = first.run()
    again = job("again", {"first": {"outputs": told}})
    again.run()
    propose = job("propose", {})
    propose.run()
    jobs = (first, again, propose)
    assert [one.failed for one in jobs] == [[], [], []], [one.summary for one in jobs]
    assert {case for one in jobs for case in one.checked} == set(CASES) - {"planned"}
    assert len(model.messages) <= MOST_CALLS
