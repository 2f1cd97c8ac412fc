"""Every refusal of GitHub's is told with what to do about it, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cv_action.adapters.github_commit import GithubBranch
from cv_action.errors import PublishError
from cv_action.publish.change import File
from tests.github_clients import Waits, branch, change, client, new_server
from tests.github_model import Access, Protection, Step, refusal
from tests.github_server import GithubServer
from tests.results_model import json_answer
from tests.results_plugs import in_process

NEW = File("out/index.html", b"<p>new</p>\n")
PDF = File("out/cv.pdf", b"%PDF\0\xff")


@pytest.fixture
def server() -> GithubServer:
    server = new_server()
    server.push({"cv.json": b"{}"}, by="maren")
    return server


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture(params=["graphql", "objects"])
def publisher(
    server: GithubServer, waits: Waits, request: pytest.FixtureRequest
) -> Iterator[GithubBranch]:
    server.graphql = request.param == "graphql"
    with branch(server, waits=waits) as publisher:
        yield publisher


def refused(publisher: GithubBranch, *files: File) -> PublishError:
    """The error of a change that GitHub does not take."""
    with pytest.raises(PublishError) as caught:
        publisher.publish(change(*files or (NEW, PDF)))
    return caught.value


def test_a_token_that_may_only_read_is_given_the_yaml(
    server: GithubServer, publisher: GithubBranch
) -> None:
    server.contents = Access.READ
    error = refused(publisher)
    assert "Resource not accessible by integration" in error.message
    assert "permissions:\n  contents: write" in error.hint


@pytest.mark.parametrize("protection", Protection)
def test_a_protected_branch_asks_for_a_pull_request(
    server: GithubServer, publisher: GithubBranch, protection: Protection
) -> None:
    server.protected["main"] = protection
    head = server.head()
    error = refused(publisher)
    assert error.message.startswith("A rule protects 'main'")
    assert "publish: pull-request" in error.hint
    assert server.head() == head


def test_an_archived_repository_is_called_one(
    server: GithubServer, publisher: GithubBranch
) -> None:
    server.archived = True
    error = refused(publisher)
    assert "is archived" in error.message
    assert "Unarchive" in error.hint


def test_an_empty_repository_asks_for_a_first_commit() -> None:
    with branch(new_server()) as publisher:
        error = refused(publisher)
    assert "is empty" in error.message
    assert "Commit your CV" in error.hint


def test_a_missing_branch_is_told_by_its_name(server: GithubServer) -> None:
    with branch(server, "gone") as publisher:
        error = refused(publisher)
    assert "has no branch 'gone'" in error.message
    assert "branch: main" in error.hint


def test_a_branch_that_goes_meanwhile_is_missed(
    server: GithubServer, publisher: GithubBranch
) -> None:
    server.branches["other"] = server.head()
    server.default_branch = "other"
    publisher.current([NEW.path])
    server.branches.pop("main")
    assert "has no branch 'main'" in refused(publisher).message


def test_a_renamed_branch_is_not_followed_without_a_word(server: GithubServer) -> None:
    server.push({}, branch="trunk")
    answer = server.handle(
        "GET",
        f"{server.api_url}/repos/{server.repository}/branches/trunk",
        {"Authorization": f"token {server.token}"},
        b"",
    )
    server.plan(Step.BRANCH, answer)
    with branch(server) as publisher:
        assert "no branch 'main'" in refused(publisher).message


def test_a_repository_that_the_token_cannot_see_is_told(
    server: GithubServer, publisher: GithubBranch
) -> None:
    server.contents = Access.NONE
    error = refused(publisher)
    assert "no such thing in maren/cv" in error.message
    assert "belongs to this repository" in error.hint


def test_a_token_that_is_none_is_told(server: GithubServer) -> None:
    with in_process(server):
        server.token = "old"  # noqa: S105  made up
        with client(server) as api:
            server.token = "new"  # noqa: S105  made up
            error = refused(GithubBranch(api, branch="main", pause=Waits()))
    assert "did not accept the token" in error.message
    assert "old" not in error.message + error.hint


@pytest.mark.parametrize(
    ("kind", "message", "told"),
    [
        ("NOT_FOUND", "Could not resolve to a ref", "has no branch 'main'"),
        ("FORBIDDEN", "Resource not accessible by integration", "does not let us publish"),
        ("BRANCH_PROTECTION_RULE_VIOLATION", "No.", "A rule protects 'main'"),
        ("X", "Repository rule violations found\n\n3 of 3 required status checks", "A rule"),
        ("X", "Repository was archived so is read-only.", "is archived"),
        ("X", "Git Repository is empty.", "is empty"),
    ],
)
def test_every_refusal_of_a_mutation_is_told_by_its_type_or_its_words(
    server: GithubServer, kind: str, message: str, told: str
) -> None:
    errors = [{"type": kind, "message": message}]
    server.plan(Step.GRAPHQL, json_answer(200, {"data": None, "errors": errors}))
    with branch(server) as publisher:
        error = refused(publisher)
    assert told in error.message
    assert error.hint


@pytest.mark.parametrize(
    "message",
    [
        "Field 'createCommitOnBranch' doesn't exist on type 'Mutation'",
        "CreateCommitOnBranchInput isn't a defined input type (on $input)",
    ],
)
def test_a_github_that_does_not_know_the_mutation_is_given_objects(
    server: GithubServer, message: str
) -> None:
    server.plan(Step.GRAPHQL, json_answer(200, {"errors": [{"message": message}]}))
    with branch(server) as publisher:
        publisher.publish(change(NEW))
    assert server.steps().count(Step.GRAPHQL) == 1
    assert Step.MOVE_REF in server.steps()


def test_an_unknown_error_of_a_mutation_is_quoted(server: GithubServer) -> None:
    errors = [{"type": "SOMETHING", "message": "odd"}, {"message": "more"}]
    server.plan(Step.GRAPHQL, json_answer(200, {"data": None, "errors": errors}))
    with branch(server) as publisher:
        assert refused(publisher).message == "GitHub refused the commit: odd."


def test_a_repository_that_was_moved_elsewhere_is_told(server: GithubServer) -> None:
    location = "https://elsewhere.example/repositories/1"
    server.plan(Step.BRANCH, refusal(301, "Moved Permanently", location=location))
    with branch(server) as publisher:
        error = refused(publisher)
    assert "sends us away from maren/cv" in error.message


def test_a_change_that_no_mutation_can_carry_is_made_of_objects(
    server: GithubServer, publisher: GithubBranch
) -> None:
    large = [File(f"out/{n}.pdf", bytes([n, 0, 255]) * 6_000_000) for n in range(2)]
    publisher.publish(change(*large))
    assert Step.GRAPHQL not in server.steps()
    assert server.files()[large[1].path] == large[1].data


def test_a_file_that_no_request_can_carry_is_an_error(
    server: GithubServer, publisher: GithubBranch
) -> None:
    error = refused(publisher, File("out/cv.pdf", b"\0" * 30_000_001))
    assert "30,000,001 bytes" in error.message
    assert "publish_photo: false" in error.hint
    assert server.messages() == ["Edit by hand"]
