"""The GraphQL half of the small GitHub: one mutation, executed by graphql-core.

The schema here is the part of GitHub's that is needed; a contract test holds both the requests
and the answers to the whole.
Source: https://docs.github.com/graphql/reference/mutations#createcommitonbranch
"""

from __future__ import annotations

import binascii
import json
from base64 import b64decode
from functools import cache
from typing import TYPE_CHECKING, Any

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    build_schema,
    execute_sync,
    parse,
    validate,
)

from tests.github_git import FILE
from tests.github_model import Protection, RefusalError
from tests.results_model import Answer, Asked, json_answer

if TYPE_CHECKING:
    from tests.github_server import GithubServer

SCHEMA = """
scalar GitObjectID
scalar Base64String
type Query { viewer: Actor }
type Actor { login: String! }
type Mutation {
  createCommitOnBranch(input: CreateCommitOnBranchInput!): CreateCommitOnBranchPayload
}
type CreateCommitOnBranchPayload { clientMutationId: String commit: Commit ref: Ref }
type Commit { oid: GitObjectID! url: String! }
type Ref { name: String! prefix: String! }
input CreateCommitOnBranchInput {
  branch: CommittableBranch! clientMutationId: String expectedHeadOid: GitObjectID!
  fileChanges: FileChanges message: CommitMessage!
}
input CommittableBranch { branchName: String id: ID repositoryNameWithOwner: String }
input FileChanges { additions: [FileAddition!] = [] deletions: [FileDeletion!] = [] }
input FileAddition { contents: Base64String! path: String! }
input FileDeletion { path: String! }
input CommitMessage { body: String headline: String! }
"""
STALE = 'Expected branch to point to "{}" but it did not.  Pull and try again.'
GONE = "A path was requested for deletion which does not exist as of commit oid `{}`"
RULE = "Changes must be made through a pull request."


class MutationError(Exception):
    """An error of a field, with the type that GitHub gives it."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@cache
def _schema() -> GraphQLSchema:
    return build_schema(SCHEMA)


@cache
def _document(text: str) -> DocumentNode:
    return parse(text)


@cache
def _faults(text: str) -> list[GraphQLError]:
    return validate(_schema(), _document(text))


def graphql(server: GithubServer, asked: Asked) -> Answer:
    """Execute what is asked; an error is an answer with status 200, as GitHub gives it."""
    body = json.loads(asked.body)
    if faults := _faults(body["query"]):
        return json_answer(200, {"errors": [error.formatted for error in faults]})

    def create(_: object, **arguments: Any) -> object:  # noqa: ANN401  graphql-core's own
        return _create_commit(server, arguments["input"])

    result = execute_sync(
        _schema(),
        _document(body["query"]),
        root_value={"createCommitOnBranch": create},
        variable_values=body.get("variables"),
    )
    return json_answer(200, _told(result))


def _told(result: ExecutionResult) -> dict[str, Any]:
    told: dict[str, Any] = {"data": result.data}
    if result.errors:
        told["errors"] = [
            dict(error.formatted) | _typed(error.original_error) for error in result.errors
        ]
    return told


def _typed(error: Exception | None) -> dict[str, str]:
    return {"type": error.kind} if isinstance(error, MutationError) else {}


def _create_commit(server: GithubServer, asked: dict[str, Any]) -> dict[str, Any]:
    _refuse_access(server)
    name, expected = _head(server, asked)
    changes = asked.get("fileChanges") or {}
    additions, deletions = changes.get("additions", []), changes.get("deletions", [])
    paths = [one["path"] for one in (*additions, *deletions)]
    if len(paths) != len(set(paths)):
        raise MutationError("UNPROCESSABLE", "Paths must be unique")
    if gone := [p["path"] for p in deletions if p["path"] not in server.paths(expected)]:
        raise MutationError("NOT_FOUND", f"{GONE.format(expected)}: {gone[0]}")
    added = [(one["path"], FILE, server.objects.blob(_decoded(one))) for one in additions]
    message = asked["message"]
    text = "\n\n".join(filter(None, (message["headline"], message.get("body"))))
    sha = server.commit_on(name, [*added, *((p["path"], 0, None) for p in deletions)], text)
    return {
        "commit": {"oid": sha, "url": f"{server.api_url}/commit/{sha}"},
        "ref": {"name": name, "prefix": "refs/heads/"},
    }


def _refuse_access(server: GithubServer) -> None:
    try:
        server.refuse_access(writing=True)
    except RefusalError as error:
        raise MutationError("FORBIDDEN", error.message) from error


def _head(server: GithubServer, asked: dict[str, Any]) -> tuple[str, str]:
    branch = asked["branch"]
    name = branch["branchName"]
    head = server.branches.get(name)
    if branch["repositoryNameWithOwner"] != server.repository or head is None:
        raise MutationError("NOT_FOUND", f"Could not resolve to a ref named `{name}`")
    if asked["expectedHeadOid"] != head:
        raise MutationError("STALE_DATA", STALE.format(asked["expectedHeadOid"]))
    match server.protected.get(name):
        case Protection.CLASSIC:
            raise MutationError("BRANCH_PROTECTION_RULE_VIOLATION", RULE)
        case Protection.RULESET:
            raise MutationError("FORBIDDEN", f"Repository rule violations found\n\n{RULE}\n\n")
        case None:
            return name, head


def _decoded(addition: dict[str, str]) -> bytes:
    try:
        return b64decode(addition["contents"], validate=True)
    except binascii.Error as error:
        raise MutationError("ARGUMENT_ERROR", "contents is not valid Base64") from error
