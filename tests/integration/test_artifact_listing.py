"""What is listed is everything that can be trusted, and what is fetched is what was uploaded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest

from cv_action.adapters.artifact_listing import github_client
from cv_action.adapters.artifact_store import ArtifactStore
from cv_action.ledger.store import SegmentError, StoreError
from tests.results_model import Artifact, Step, json_answer
from tests.results_plugs import in_process
from tests.results_server import ResultsServer
from tests.stores import Runner

NAME = "cv-ledger-2026-W48-0"
MADE = {"id": 1, "name": NAME, "expired": False, "created_at": "2026-11-23T09:00:00Z"}
DATA = b"PK\x03\x04 a segment"


@pytest.fixture
def server() -> Iterator[ResultsServer]:
    server = ResultsServer()
    with in_process(server):
        yield server


@pytest.fixture
def store(server: ResultsServer) -> Iterator[ArtifactStore]:
    with ExitStack() as stack:
        yield stack.enter_context(Runner(server).store())


def ids(store: ArtifactStore, name: str | None = NAME) -> set[int]:
    entries = store.listed(name).entries
    found = {entry.id for entry in entries}
    assert len(found) == len(entries)
    return found


@pytest.mark.parametrize("page_limit", [1, 7, 100])
def test_every_page_is_read(server: ResultsServer, store: ArtifactStore, page_limit: int) -> None:
    server.page_limit = page_limit
    made = {server.add(NAME, DATA, run=run).id for run in range(1, 24)}
    server.add("another", DATA)
    assert ids(store) == made


def test_a_thousand_artifacts_in_any_order_are_ten_requests(
    server: ResultsServer, store: ArtifactStore
) -> None:
    server.scrambled = True
    made = {server.add(NAME, DATA, run=run).id for run in range(1000)}
    assert ids(store) == made
    assert server.steps() == [Step.LIST] * 10


def test_a_list_that_moves_while_it_is_read_is_read_again(
    server: ResultsServer, store: ArtifactStore
) -> None:
    server.page_limit = 2
    made = {server.add(NAME, DATA, run=run).id for run in range(5)}
    server.arriving = [(NAME, DATA)] * 3
    found = ids(store)
    assert made < found == set(server.artifacts)


def test_a_list_that_never_stands_still_is_an_error(
    server: ResultsServer, store: ArtifactStore
) -> None:
    server.page_limit = 2
    server.add(NAME, DATA)
    server.add(NAME, DATA)
    server.add(NAME, DATA)
    server.arriving = [(NAME, DATA)] * 1000
    with pytest.raises(StoreError, match="not whole") as caught:
        store.listed(NAME)
    assert caught.value.hint


def test_a_count_that_is_never_reached_is_an_error(
    server: ResultsServer, store: ArtifactStore
) -> None:
    server.plan(Step.LIST, json_answer(200, {"total_count": 9, "artifacts": []}), times=5)
    with pytest.raises(StoreError, match="not whole"):
        store.listed(NAME)
    assert server.steps() == [Step.LIST] * 5


def test_a_list_of_more_pages_than_any_run_makes_is_an_error(
    server: ResultsServer, store: ArtifactStore
) -> None:
    server.page_limit = 1
    for run in range(51):
        server.add(NAME, DATA, run=run)
    with pytest.raises(StoreError, match="not whole"):
        store.listed(NAME)
    assert server.steps() == [Step.LIST] * 50 * 5


def test_the_time_is_githubs_when_the_list_began(
    server: ResultsServer, store: ArtifactStore
) -> None:
    server.now += timedelta(days=3)
    assert store.listed(NAME).now == server.now


def test_of_several_pages_the_first_says_the_time(
    server: ResultsServer, store: ArtifactStore
) -> None:
    for second in ("01", "02"):
        body = {"total_count": 2, "artifacts": [MADE | {"id": int(second)}]}
        date = f"Mon, 23 Nov 2026 09:00:{second} GMT"
        server.plan(Step.LIST, json_answer(200, body, Date=date))
    assert store.listed(NAME).now == server.now + timedelta(seconds=1)


def test_another_name_in_the_answer_is_left_out(
    server: ResultsServer, store: ArtifactStore
) -> None:
    run = {"id": 1, "repository_id": 4711, "head_repository_id": 4711}
    odd = MADE | {"id": 2, "name": NAME.upper()}
    found = [artifact | {"workflow_run": run} for artifact in (MADE, odd)]
    server.plan(Step.LIST, json_answer(200, {"total_count": 2, "artifacts": found}))
    assert ids(store) == {1}


def test_the_client_asks_for_as_much_at_once_as_github_gives() -> None:
    with github_client(token="", api_url="https://api.example") as github:
        assert github.per_page == 100


def test_an_artifact_that_is_listed_late_is_there_later(
    server: ResultsServer, store: ArtifactStore
) -> None:
    server.late = 2
    store.place(NAME, DATA)
    assert [len(ids(store)) for _ in range(4)] == [0, 0, 1, 1]


def test_without_a_name_one_page_is_listed_and_says_whether_it_is_all(
    server: ResultsServer, store: ArtifactStore
) -> None:
    server.page_limit = 2
    first, second = server.add(NAME, DATA).id, server.add("another", DATA).id
    assert store.listed(None).complete
    assert ids(store, None) == {first, second}
    server.add(NAME, DATA)
    assert not store.listed(None).complete
    assert server.steps() == [Step.LIST] * 3


def fork(artifact: Artifact) -> None:
    artifact.head_repository_id = 999


def elsewhere(artifact: Artifact) -> None:
    artifact.head_repository_id = artifact.repository_id = 999


@pytest.mark.parametrize("make_foreign", [fork, elsewhere])
def test_what_another_repository_made_is_left_out(
    server: ResultsServer, store: ArtifactStore, make_foreign: Callable[[Artifact], None]
) -> None:
    ours = server.add(NAME, DATA)
    make_foreign(server.add(NAME, b"planted"))
    assert ids(store) == ids(store, None) == {ours.id}


@pytest.mark.parametrize("run", [None, {}, {"id": 1}, {"id": 1, "repository_id": 4711}])
def test_what_nobody_is_said_to_have_made_is_left_out(
    server: ResultsServer, store: ArtifactStore, run: object
) -> None:
    body = {"total_count": 1, "artifacts": [MADE | {"workflow_run": run}]}
    server.plan(Step.LIST, json_answer(200, body))
    assert store.listed(NAME).entries == ()


def test_an_expired_artifact_is_listed_as_one_and_cannot_be_had(
    server: ResultsServer, store: ArtifactStore
) -> None:
    server.add(NAME, DATA).expired = True
    (entry,) = store.listed(NAME).entries
    assert entry.expired
    with pytest.raises(SegmentError, match="expired"):
        store.fetch(entry)


def test_a_deleted_artifact_cannot_be_had(server: ResultsServer, store: ArtifactStore) -> None:
    made = server.add(NAME, DATA)
    (entry,) = store.listed(NAME).entries
    del server.artifacts[made.id]
    with pytest.raises(SegmentError, match="deleted"):
        store.fetch(entry)


@pytest.mark.parametrize("spoilt", [DATA[:-1], b"", DATA + b"\0", bytes([DATA[0] ^ 1, *DATA[1:]])])
def test_bytes_that_are_not_what_was_uploaded_are_no_segment(
    server: ResultsServer, store: ArtifactStore, spoilt: bytes
) -> None:
    made = server.add(NAME, DATA)
    (entry,) = store.listed(NAME).entries
    made.data = spoilt
    with pytest.raises(SegmentError, match="other bytes"):
        store.fetch(entry)


def test_bytes_without_a_digest_are_taken_as_they_are(
    server: ResultsServer, store: ArtifactStore
) -> None:
    made = server.add(NAME, DATA)
    made.digest = f"sha512:{sha256(DATA).hexdigest()}"
    (entry,) = store.listed(NAME).entries
    assert store.fetch(entry) == DATA
    assert store.fetch(replace(entry, created_at=entry.created_at + timedelta(1))) == DATA
