"""Whatever goes wrong with an upload, the next run reads what was published, or is told nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from cv_action.adapters.artifact_shelf import FAILURES, NAMES
from cv_action.errors import PublishError
from cv_action.publish.change import File
from tests.artifact_shelves import NAME, content, left, shelf
from tests.github_clients import change
from tests.results_checked import CheckedServer
from tests.results_model import Answer, Step, json_answer
from tests.results_plugs import in_process
from tests.results_rest import refusal

OLD = File("cv.enhanced.json", b"{}")
NEW = File(OLD.path, b'{"entries": []}')
OTHER = File("out/cv.md", b"# CV\n")
TRIES = 4
UPLOAD = (Step.CREATE, Step.BLOCK, Step.COMMIT, Step.FINALIZE)


@pytest.fixture
def server() -> Iterator[CheckedServer]:
    server = CheckedServer()
    with in_process(server):
        yield server
    assert server.check.faults == []


def error(status: int, msg: str = "it broke") -> Answer:
    return json_answer(status, {"code": "internal", "msg": msg})


def read(server: CheckedServer, run: int = 9) -> bytes:
    """What a later run finds."""
    with shelf(server, run) as later:
        return later.current([OLD.path]).get(OLD.path, b"")


def publish(server: CheckedServer, file: File, run: int) -> str:
    with shelf(server, run) as own:
        return own.publish(change(file)).artifact


def test_a_job_that_runs_again_in_its_run_leaves_one_more(server: CheckedServer) -> None:
    names = []
    for attempt in range(3):
        file = File(OLD.path, b"%d" % attempt)
        names.append(publish(server, file, run=1))
        assert read(server) == file.data
    assert names == [NAME, f"{NAME}-2", f"{NAME}-3"]
    assert publish(server, NEW, run=2) == NAME
    assert read(server) == NEW.data


def test_a_job_whose_run_is_not_listed_yet_leaves_all_that_it_has(server: CheckedServer) -> None:
    publish(server, OLD, run=1)
    server.late = 2
    assert publish(server, OTHER, run=2) == NAME
    assert publish(server, NEW, run=2) == f"{NAME}-2"
    server.late = 0
    for artifact in server.artifacts.values():
        artifact.late = 0
    assert read(server) == NEW.data


def test_a_run_that_has_used_up_its_names_is_told_to_start_anew(server: CheckedServer) -> None:
    with shelf(server) as own:
        names = [own.save([OLD]) for _ in range(NAMES)]
        assert len(set(names)) == NAMES
        with pytest.raises(PublishError, match=f"{NAMES} artifacts") as caught:
            own.save([NEW])
    assert "anew" in caught.value.hint
    assert server.steps().count(Step.FINALIZE) == NAMES


def test_a_name_that_is_burnt_is_left_for_the_next(server: CheckedServer) -> None:
    for file, run in ((OLD, 1), (NEW, 2)):
        server.plan(Step.FINALIZE, error(403, "permission_denied"))
        assert publish(server, file, run=run) == f"{NAME}-2"
        assert read(server) == file.data
    assert publish(server, OTHER, run=3) == NAME
    assert content(left(server)) == {OLD.path: NEW.data, OTHER.path: OTHER.data}


def test_a_service_that_finishes_nothing_is_not_tried_for_ever(server: CheckedServer) -> None:
    server.plan(Step.FINALIZE, error(403, "permission_denied"), times=99)
    with pytest.raises(PublishError, match="FinalizeArtifact was refused: 403") as caught:
        publish(server, NEW, run=1)
    assert "githubstatus.com" in caught.value.hint
    assert server.steps().count(Step.FINALIZE) == FAILURES


@pytest.mark.parametrize(
    ("answer", "message", "way_out"),
    [
        (error(403, "insufficient usage to create artifact"), "No room", "Delete artifacts"),
        (error(500), "500", "githubstatus.com"),
        (error(401), "401", "githubstatus.com"),
        (None, "could not be uploaded", "githubstatus.com"),
    ],
)
def test_a_refused_upload_is_an_error_with_a_way_out(
    server: CheckedServer, answer: Answer | None, message: str, way_out: str
) -> None:
    publish(server, OLD, run=1)
    server.plan(Step.CREATE, answer, times=TRIES)
    with pytest.raises(PublishError, match=message) as caught:
        publish(server, NEW, run=2)
    assert way_out in caught.value.hint
    assert read(server) == OLD.data


@pytest.mark.parametrize(
    ("step", "answer", "way_out"),
    [
        (Step.LIST, refusal(403, "Resource not accessible by integration"), "actions: read"),
        (Step.LIST, refusal(404, "Not Found"), "belongs to this repository"),
        (Step.LIST, refusal(500, "Server Error"), "githubstatus.com"),
        (Step.LIST, None, "githubstatus.com"),
        (Step.ZIP, refusal(500, "Server Error"), "githubstatus.com"),
        (Step.DOWNLOAD, (500, {}, b""), "githubstatus.com"),
        (Step.DOWNLOAD, None, "githubstatus.com"),
    ],
)
def test_what_cannot_be_read_is_not_taken_for_nothing(
    server: CheckedServer, step: Step, answer: Answer | None, way_out: str
) -> None:
    publish(server, OLD, run=1)
    server.plan(step, answer, times=TRIES)
    with shelf(server, 2) as own:
        with pytest.raises(PublishError) as caught:
            own.publish(change(OTHER))
        assert way_out in caught.value.hint
        server.faults.clear()
        own.publish(change(OTHER))
    assert content(left(server)) == {OLD.path: OLD.data, OTHER.path: OTHER.data}


FAULTS = list(product(UPLOAD, (1, TRIES, 2 * TRIES), (False, True), (False, True)))


@pytest.mark.parametrize(("step", "times", "done", "lost"), FAULTS)
def test_an_upload_is_told_only_if_the_next_run_finds_it(
    server: CheckedServer, step: Step, times: int, *, done: bool, lost: bool
) -> None:
    publish(server, OLD, run=1)
    server.plan(step, None if lost else error(503), done=done, times=times)
    try:
        name = publish(server, NEW, run=2)
    except PublishError:
        name = ""
    server.faults.clear()
    assert read(server) in ({NEW.data} if name else {OLD.data, NEW.data})
    assert publish(server, OTHER, run=3)
    assert content(left(server)).keys() == {OLD.path, OTHER.path}
    assert content(left(server))[OLD.path] == (NEW.data if name else read(server))
