"""The mutation and the answers to it are held to GitHub's GraphQL schema, which can go red."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import pytest
from graphql import GraphQLInputObjectType, GraphQLObjectType, build_schema

from tests.github_checks import NotAsDescribedError
from tests.github_graphql import SCHEMA
from tests.github_server_checked import CheckedGithub, reply_faults, request_faults, schema

QUERY = (
    "mutation ($input: CreateCommitOnBranchInput!) "
    "{ createCommitOnBranch(input: $input) { commit { oid } ref { name } } }"
)


@pytest.fixture
def server() -> CheckedGithub:
    server = CheckedGithub()
    server.push({"cv.json": b"{}", "old.txt": b"old"})
    return server


def wanted(server: CheckedGithub, **changed: object) -> dict[str, Any]:
    return {
        "branch": {"repositoryNameWithOwner": server.repository, "branchName": "main"},
        "expectedHeadOid": server.head(),
        "message": {"headline": "Update", "body": "Why"},
        "fileChanges": {
            "additions": [{"path": "out/cv.md", "contents": b64encode(b"# CV\n").decode()}],
            "deletions": [{"path": "old.txt"}],
        },
    } | changed


def body(value: object, query: str = QUERY) -> bytes:
    return json.dumps({"query": query, "variables": {"input": value}}).encode()


def ask(server: CheckedGithub, asked: bytes) -> dict[str, Any]:
    headers = {"Authorization": f"token {server.token}"}
    status, _, told = server.handle("POST", f"{server.api_url}/graphql", headers, asked)
    assert status == 200
    answer: dict[str, Any] = json.loads(told)
    return answer


def test_a_commit_as_the_schema_says_is_made(server: CheckedGithub) -> None:
    told = ask(server, body(wanted(server)))
    commit = told["data"]["createCommitOnBranch"]["commit"]["oid"]
    assert commit == server.head()
    assert server.files() == {"cv.json": b"{}", "out/cv.md": b"# CV\n"}
    assert server.messages()[0] == "Update\n\nWhy"


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        (QUERY.replace("oid", "sha"), "Cannot query field 'sha'"),
        (QUERY.replace("{ oid }", ""), "must have a selection of subfields"),
        (QUERY.replace("createCommitOnBranch", "createCommit"), "Cannot query field"),
        (QUERY.replace("Input!", "Input"), "used in position expecting type"),
        (QUERY.replace("}", "", 1), "Syntax Error"),
    ],
)
def test_a_text_that_github_would_not_take_is_refused(query: str, fault: str) -> None:
    (found,) = request_faults(body({}, query))
    assert fault in found


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"expectedHeadOid": None}, "not to be None"),
        ({"expectedHead": "main"}, "expectedHead"),
        ({"message": {"body": "no headline"}}, "headline"),
        ({"fileChanges": {"additions": [{"path": "a"}]}}, "contents"),
        ({"fileChanges": {"deletions": ["a"]}}, "deletions"),
        ({"branch": {"name": "main"}}, "name"),
    ],
)
def test_variables_that_github_would_not_take_are_refused(
    server: CheckedGithub, changed: dict[str, object], fault: str
) -> None:
    asked = body(wanted(server, **changed))
    assert any(fault in found for found in request_faults(asked))
    with pytest.raises(NotAsDescribedError):
        ask(server, asked)


@pytest.mark.parametrize(
    "payload",
    [
        {"commit": {"sha": "0"}, "ref": {"name": "main"}},
        {"commit": {"oid": None}, "ref": {"name": "main"}},
        {"commit": {"oid": "0"}, "ref": {"name": "main"}, "branch": "main"},
    ],
)
def test_a_reply_that_github_would_not_give_is_refused(payload: object) -> None:
    told = json.dumps({"data": {"createCommitOnBranch": payload}}).encode()
    assert reply_faults(body({}), told)


def test_the_small_schema_is_a_part_of_githubs() -> None:
    small, whole = build_schema(SCHEMA).type_map, schema().type_map
    fields = [
        (kind.name, name, str(one.type))
        for kind in small.values()
        if isinstance(kind, GraphQLObjectType | GraphQLInputObjectType)
        for name, one in kind.fields.items()
        if kind.name not in {"Query", "Actor"} and not kind.name.startswith("__")
    ]
    assert len(fields) > 20
    for kind, name, type_ in fields:
        described = whole[kind]
        assert isinstance(described, GraphQLObjectType | GraphQLInputObjectType)
        assert str(described.fields[name].type) in {type_, type_.replace("String!", "URI!")}
