"""The check against GitHub's description goes red for what GitHub would not know."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.github_checks import Check, NotAsDescribedError, described

API = "https://api.github.com"
LIST = f"{API}/repos/mara/cv/actions/artifacts"
ZIP = f"{LIST}/11/zip"
ISSUES = f"{API}/repos/mara/cv/issues"
ARTIFACT: Mapping[str, Any] = {
    "id": 11,
    "node_id": "MDg6QXJ0aWZhY3QxMQ==",
    "name": "cv-ledger-2026-W48-0",
    "size_in_bytes": 149,
    "url": f"{LIST}/11",
    "archive_download_url": ZIP,
    "expired": False,
    "created_at": "2026-11-23T09:00:00Z",
    "expires_at": None,
    "updated_at": "2026-11-23T09:00:00Z",
    "digest": None,
    "workflow_run": {"id": 7, "repository_id": 1, "head_repository_id": 1},
}
LISTING: Mapping[str, Any] = {"total_count": 1, "artifacts": [ARTIFACT]}


@pytest.fixture
def check() -> Check:
    return Check(described())


def ask(
    check: Check,
    url: str = LIST,
    *,
    method: str = "GET",
    sent: object = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    told: object = LISTING,
) -> None:
    """Let the check see a request and a reply; ``None`` is an empty body."""
    operation = check.request(method, url, b"" if sent is None else json.dumps(sent).encode())
    body = b"" if told is None else json.dumps(told).encode()
    check.reply(operation, status, headers or {}, body)


def refusal(check: Check, *arguments: Any, **named: Any) -> str:  # noqa: ANN401  as ``ask`` takes
    with pytest.raises(NotAsDescribedError) as caught:
        ask(check, *arguments, **named)
    assert check.faults == str(caught.value).splitlines()
    return str(caught.value)


def with_artifact(**fields: object) -> object:
    return {**LISTING, "artifacts": [{**ARTIFACT, **fields}]}


def test_a_listing_as_described_is_fine(check: Check) -> None:
    ask(check, f"{LIST}?name=cv-ledger-2026-W48-0&per_page=100&page=2")
    assert check.seen == ["GET /repos/{owner}/{repo}/actions/artifacts"]
    assert check.faults == []


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (with_artifact(id="11"), "'11' is not of type 'integer'"),
        (with_artifact(expired=None), "None for not nullable"),
        (with_artifact(created_at="yesterday"), "'yesterday' is not a 'date-time'"),
        (with_artifact(sha256="00"), "'sha256' is not described"),
        (with_artifact(workflow_run={"branch": "main"}), "'branch' is not described"),
        ({"artifacts": []}, "'total_count' is a required property"),
        ([], "[] is not of type 'object'"),
        (None, "the body is no JSON"),
    ],
)
def test_a_wrong_field_of_a_reply_is_refused(check: Check, told: object, fault: str) -> None:
    assert fault in refusal(check, told=told)


def test_every_field_that_github_promises_is_missed(check: Check) -> None:
    promised = ARTIFACT.keys() - {"digest", "workflow_run"}
    assert len(promised) == 10
    for name in promised:
        rest = {key: value for key, value in ARTIFACT.items() if key != name}
        with pytest.raises(NotAsDescribedError, match=name):
            ask(check, told={**LISTING, "artifacts": [rest]})


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        (f"{API}/repos/mara/cv/artifacts", "there is no such operation"),
        (f"{API}/repos/mara", "there is no such operation"),
        (f"{LIST}?filter=cv", "filter is not a parameter"),
        (f"{LIST}?per_page=many", "per_page='many'"),
        (f"{LIST}?page=1&page=2", "a parameter is given twice"),
        (f"{LIST}/eleven/zip", "artifact_id='eleven'"),
    ],
)
def test_a_request_that_github_does_not_know_is_refused(check: Check, url: str, fault: str) -> None:
    assert fault in refusal(check, url)


def test_a_method_that_the_path_does_not_have_is_refused(check: Check) -> None:
    assert "there is no such operation" in refusal(check, method="PUT")


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        (None, "there is no body"),
        ({"body": "no title"}, "'title' is a required property"),
        ({"title": "Late", "urgent": True}, "'urgent' is not described"),
    ],
)
def test_a_body_that_github_would_not_take_is_refused(
    check: Check, sent: object, fault: str
) -> None:
    assert fault in refusal(check, ISSUES, method="POST", sent=sent)


def test_a_body_where_none_belongs_is_refused(check: Check) -> None:
    assert "there is a body" in refusal(check, sent={})


def test_a_redirect_has_a_location_and_no_body(check: Check) -> None:
    ask(check, ZIP, status=302, headers={"location": "https://x"}, told=None)
    assert "302 has no Location" in refusal(check, ZIP, status=302, told=None)
    again = Check(check.description)
    there = {"Location": "https://x"}
    assert "302 has a body" in refusal(again, ZIP, status=302, headers=there)


def test_a_status_that_is_no_reply_is_refused(check: Check) -> None:
    assert "204 is no reply" in refusal(check, status=204, told=None)


def test_an_error_that_the_description_leaves_out_is_still_one_of_githubs(check: Check) -> None:
    ask(check, status=403, told={"message": "Resource not accessible"})
    assert "'msg' is not described" in refusal(check, status=403, told={"msg": "No"})


def test_a_gateways_page_is_nobodys_business(check: Check) -> None:
    ask(check, status=502, told="<html>")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("git/ref/heads/main", "git/ref/{ref}"),
        ("contents/data/cv.json", "contents/{path}"),
        ("actions/artifacts/11/zip", "actions/artifacts/{artifact_id}/{archive_format}"),
        ("issues/comments/5", "issues/comments/{comment_id}"),
    ],
)
def test_a_path_is_the_most_literal_operation_that_fits(check: Check, path: str, name: str) -> None:
    operation = check.description.operation("GET", f"/repos/mara/cv/{path}")
    assert operation
    assert operation.name == f"GET /repos/{{owner}}/{{repo}}/{name}"
