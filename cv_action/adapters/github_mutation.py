"""A commit made by one mutation, which GitHub signs and makes on exactly the expected head.

Source: https://docs.github.com/graphql/reference/mutations#createcommitonbranch
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from enum import Enum, auto
from http import HTTPStatus
from typing import Any, Final

import msgspec

from cv_action.adapters.github_api import GithubApi, MutationError, decoded, errors_in
from cv_action.adapters.github_reading import Sha
from cv_action.adapters.github_refusal import mutation_refused, refused
from cv_action.publish.change import Change

LARGEST: Final = 30_000_000
"""Bytes of all files of a change: as base64 that is the 40 MB that a mutation may have."""
_TEXT: Final = """\
mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}"""
_STALE: Final = (
    "expected branch to point to",
    "but expected",
    "requested for deletion which does not exist",
)
"""GitHub has three ways to say it: by its own check, by git's, and by a file that is gone."""
_UNKNOWN: Final = ("doesn't exist on type 'mutation'", "isn't a defined input type")


class NotDone(Enum):
    """Why a mutation made no commit, where that is no failure yet."""

    STALE = auto()
    """The branch does not point to the expected commit any more."""
    UNKNOWN = auto()
    """This GitHub has no such mutation."""


class _Commit(msgspec.Struct):
    oid: Sha


class _Payload(msgspec.Struct):
    commit: _Commit


class _Data(msgspec.Struct):
    made: _Payload = msgspec.field(name="createCommitOnBranch")


class _Answer(msgspec.Struct):
    data: _Data


def commit_on_branch(
    api: GithubApi, change: Change, *, branch: str, expected: str
) -> str | NotDone:
    """The name of the commit that brings a change to a branch whose head is the expected one.

    Raises:
        NoReplyError: GitHub cannot be asked; the commit may have been made.
        PublishError: GitHub refuses.
    """
    reply = api.mutate(_TEXT, _wanted(api.repository, change, branch=branch, expected=expected))
    if reply.status == HTTPStatus.NOT_FOUND:
        return NotDone.UNKNOWN
    if reply.status != HTTPStatus.OK:
        raise refused(reply, repository=api.repository, branch=branch)
    if errors := errors_in(reply):
        return _not_done(errors[0], repository=api.repository, branch=branch)
    return decoded(reply, _Answer, of="the commit").data.made.commit.oid


def _not_done(error: MutationError, *, repository: str, branch: str) -> NotDone:
    words = error.message.lower()
    if error.type == "STALE_DATA" or any(stale in words for stale in _STALE):
        return NotDone.STALE
    if any(unknown in words for unknown in _UNKNOWN):
        return NotDone.UNKNOWN
    raise mutation_refused(error, repository=repository, branch=branch)


def _wanted(repository: str, change: Change, *, branch: str, expected: str) -> Mapping[str, Any]:
    headline, _, body = change.message.partition("\n")
    return {
        "branch": {"repositoryNameWithOwner": repository, "branchName": branch},
        "expectedHeadOid": expected,
        "message": {"headline": headline, "body": body.strip()},
        "fileChanges": {
            "additions": [
                {"path": file.path, "contents": b64encode(file.data).decode()}
                for file in change.files
            ],
            "deletions": [{"path": path} for path in change.deletions],
        },
    }


def fits(change: Change) -> bool:
    """Whether one mutation can carry a change."""
    return sum(len(file.data) for file in change.files) <= LARGEST
