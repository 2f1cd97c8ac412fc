"""No reason, no message and no request gives a token or a signature away."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterator

import pytest

from cv_action.adapters.artifact_blob import put_blob, signatures
from cv_action.adapters.artifact_service import Job, job_of
from cv_action.adapters.http import Session
from cv_action.ledger.store import NotPlaced, Obstacle, StoreError
from tests.results_model import Answer, Step, json_answer
from tests.results_plugs import in_process
from tests.results_server import ResultsServer
from tests.stores import Runner

NAME = "cv-ledger-2026-W48-0"
DATA = b"PK\x03\x04 a segment"


@pytest.fixture
def server() -> Iterator[ResultsServer]:
    server = ResultsServer()
    with in_process(server):
        yield server


def refusal(msg: str) -> Answer:
    return json_answer(403, {"code": "permission_denied", "msg": msg})


def reason(server: ResultsServer) -> str:
    with Runner(server).store() as store:
        placed = store.place(NAME, DATA)
    assert isinstance(placed, NotPlaced)
    return placed.reason


def test_a_reason_gives_no_secret_away(server: ResultsServer) -> None:
    url = "https://blobs.example/blob/0?sv=1&sig=SECRET%2BSIG"
    token = server.runtime_token(1)
    for step, msg in ((Step.CREATE, token), (Step.CREATE, url), (Step.FINALIZE, url)):
        server.plan(step, refusal(f"no: {msg}"))
        assert reason(server) == f"{step} was refused: 403"


def test_what_the_blob_store_calls_its_error_is_a_word_or_nothing(server: ResultsServer) -> None:
    for code, told in (("ServerBusy", "403 ServerBusy."), ("see ?sig=SECRET", "403.")):
        server.plan(Step.BLOCK, (403, {"x-ms-error-code": code}, b""))
        with Runner(server).store(len(server.uploads) + 1) as store:
            placed = store.place(NAME, DATA)
        assert placed == NotPlaced(
            Obstacle.BURNT, f"The blob store refused the artifact's bytes: {told}"
        )


def test_a_reason_is_one_short_line(server: ResultsServer) -> None:
    server.plan(Step.CREATE, refusal("no\n::set-output name=x::" + "y" * 5000))
    told = reason(server)
    assert told.startswith("CreateArtifact was refused: 403 no ::set-output")
    assert len(told) < 250


def test_each_signature_is_masked_before_it_is_used(server: ResultsServer) -> None:
    runner = Runner(server)
    used: list[int] = []
    with runner.store() as store:
        store.place(NAME, DATA)
        used.append(len(runner.masked))
        (entry,) = store.listed(NAME).entries
        store.fetch(entry)
    assert set(runner.masked[: used[0]]) == {"SECRET+SIG/0=", "SECRET%2BSIG%2F0%3D"}
    assert set(runner.masked[used[0] :]) == {"SECRET+SIG/1=", "SECRET%2BSIG%2F1%3D"}


@pytest.mark.parametrize(
    ("query", "masked"),
    [
        ("sig=a%2bb&se=1", {"a%2bb", "a+b", "a%2Bb"}),
        ("SIG=plain", {"plain"}),
        ("a=1&sig=", set()),
        ("signature=x", set()),
        ("", set()),
    ],
)
def test_a_signature_is_masked_as_written_and_plain(query: str, masked: set[str]) -> None:
    assert signatures(f"https://blobs.example/x?{query}") == masked


def test_the_token_goes_to_the_service_alone(server: ResultsServer) -> None:
    with Runner(server).store() as store:
        store.place(NAME, DATA)
    with_token = {step for step, asked in server.asked if "authorization" in asked.headers}
    assert with_token == {Step.CREATE, Step.FINALIZE}


def test_a_blob_can_be_filled_alone(server: ResultsServer) -> None:
    blob = server.new_blob()
    with Session() as session:
        put_blob(session, server.signed(blob), DATA)
        assert server.blobs[blob].data == DATA
        with pytest.raises(StoreError, match="403 AuthenticationFailed") as caught:
            put_blob(session, f"{server.blob_url}/blob/{blob}?sig=WRONG", DATA)
    assert "WRONG" not in str(caught.value)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "no-dots-in-it",
        "a.!!!.c",
        "a.e30.c",
        "a.eyJzY3AiOjd9.c",
        "a.eyJzY3AiOiJBY3Rpb25zLlJlc3VsdHM6MSJ9.c",
        "a.é.c",
    ],
)
def test_a_token_for_no_job_is_an_error_that_says_what_to_do(token: str) -> None:
    assert job_of(ResultsServer().runtime_token(1)).run == "00000000-0000-0000-0000-000000000001"
    with pytest.raises(StoreError) as caught:
        job_of(token)
    assert "GitHub Actions" in caught.value.hint


@pytest.mark.parametrize("length", range(4))
def test_a_token_of_any_length_is_read(length: int) -> None:
    scopes = "x" * length + " Actions.Results:run:job"
    payload = urlsafe_b64encode(f'{{"scp":"{scopes}"}}'.encode()).decode().rstrip("=")
    assert job_of(f"head.{payload}.signature") == Job("run", "job")
