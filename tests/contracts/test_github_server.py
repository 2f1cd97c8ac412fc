"""All that the small GitHub answers by REST exists, and it refuses as GitHub does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.github_checks import NotAsDescribedError
from tests.github_git import FILE
from tests.github_model import Access, Protection, Step, refusal
from tests.github_server_checked import CheckedGithub
from tests.results_model import json_answer


@pytest.fixture
def server() -> CheckedGithub:
    server = CheckedGithub()
    server.push({"cv.json": b"{}", "out/cv.md": b"# CV\n"}, by="maren")
    return server


def ask(
    server: CheckedGithub, method: str, path: str, sent: object = None
) -> tuple[int, dict[str, Any]]:
    url = f"{server.api_url}/repos/{server.repository}{path}"
    body = b"" if sent is None else json.dumps(sent).encode()
    headers = {"Authorization": f"token {server.token}"}
    status, _, told = server.handle(method, url, headers, body)
    return status, json.loads(told)


READINGS = (
    "",
    "/branches/main",
    "/git/ref/heads/main",
    "/commits?sha=main&path=cv.json&per_page=1",
    "/git/trees/main?recursive=1",
    "/contents/out/cv.md",
)


@pytest.mark.parametrize("path", READINGS)
def test_what_is_read_is_as_described(server: CheckedGithub, path: str) -> None:
    assert ask(server, "GET", path)[0] == 200
    assert server.check.seen
    assert server.check.faults == []


def test_objects_that_are_made_become_a_commit_of_the_branch(server: CheckedGithub) -> None:
    _, blob = ask(server, "POST", "/git/blobs", {"content": "AP8=", "encoding": "base64"})
    _, branch = ask(server, "GET", "/branches/main")
    entries = [
        {"path": "out/cv.pdf", "mode": "100644", "type": "blob", "sha": blob["sha"]},
        {"path": "out/cv.txt", "mode": "100644", "type": "blob", "content": "CV\n"},
        {"path": "out/cv.md", "mode": "100644", "type": "blob", "sha": None},
    ]
    base = branch["commit"]["commit"]["tree"]["sha"]
    _, tree = ask(server, "POST", "/git/trees", {"base_tree": base, "tree": entries})
    wanted = {"message": "Update", "tree": tree["sha"], "parents": [server.head()]}
    _, commit = ask(server, "POST", "/git/commits", wanted)
    assert ask(server, "GET", f"/git/commits/{commit['sha']}")[1]["message"] == "Update"
    assert ask(server, "PATCH", "/git/refs/heads/main", {"sha": commit["sha"]})[0] == 200
    assert server.files() == {"cv.json": b"{}", "out/cv.pdf": b"\0\xff", "out/cv.txt": b"CV\n"}
    assert ask(server, "GET", f"/git/blobs/{blob['sha']}")[1]["content"] == "AP8=\n"
    assert server.check.faults == []


def test_a_branch_goes_forwards_only(server: CheckedGithub) -> None:
    first = server.head()
    server.push({"cv.json": b"[]"})
    before = server.head()
    assert ask(server, "PATCH", "/git/refs/heads/main", {"sha": first})[0] == 422
    assert server.head() == before


def test_two_branches_cannot_be_folder_and_file(server: CheckedGithub) -> None:
    head = {"sha": server.head()}
    assert ask(server, "POST", "/git/refs", {"ref": "refs/heads/cv/new", **head})[0] == 201
    for name in ("cv/new", "cv", "main/new"):
        assert ask(server, "POST", "/git/refs", {"ref": f"refs/heads/{name}", **head})[0] == 422
    assert server.check.faults == []


def test_a_long_tree_is_cut_and_says_so(server: CheckedGithub) -> None:
    server.most_entries = 2
    assert ask(server, "GET", "/git/trees/main?recursive=1")[1]["truncated"]
    assert not ask(server, "GET", "/git/trees/main")[1]["truncated"]


def test_what_the_token_may_not_do_is_refused(server: CheckedGithub) -> None:
    server.contents = Access.READ
    assert ask(server, "GET", "/branches/main")[0] == 200
    assert ask(server, "POST", "/git/blobs", {"content": ""})[0] == 403
    server.contents = Access.NONE
    assert ask(server, "GET", "/branches/main")[0] == 404
    assert server.check.faults == []


def test_a_protected_branch_stays(server: CheckedGithub) -> None:
    server.protected["main"] = Protection.RULESET
    objects = server.objects
    tree = objects.tree(None, [("a", FILE, objects.blob(b""))])
    commit = objects.make_commit(tree, [server.head()], "x", author="noor", at=server.now)
    assert ask(server, "PATCH", "/git/refs/heads/main", {"sha": commit})[0] == 422


def test_an_empty_repository_is_a_conflict() -> None:
    server = CheckedGithub()
    assert ask(server, "GET", "/branches/main")[0] == 404
    assert ask(server, "GET", "/git/trees/main")[0] == 409
    assert server.check.faults == []


def test_an_answer_that_github_would_not_give_reaches_the_test(server: CheckedGithub) -> None:
    server.plan(Step.BRANCH, json_answer(200, {"name": "main"}))
    with pytest.raises(NotAsDescribedError, match="required"):
        ask(server, "GET", "/branches/main")


def test_a_request_that_github_does_not_know_reaches_the_test(server: CheckedGithub) -> None:
    with pytest.raises(NotAsDescribedError, match="encodng"):
        ask(server, "POST", "/git/blobs", {"content": "", "encodng": "base64"})


def test_a_planned_refusal_is_one_of_githubs(server: CheckedGithub) -> None:
    server.plan(Step.BRANCH, refusal(403, "Resource not accessible by integration"))
    assert ask(server, "GET", "/branches/main")[0] == 403
    assert ask(server, "GET", "/branches/main")[0] == 200
