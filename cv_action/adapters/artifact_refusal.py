"""What GitHub's API means when it refuses, and what the owner can do about it.

Source: https://docs.github.com/rest/using-the-rest-api/troubleshooting-the-rest-api
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from cv_action.adapters.github_limits import is_limit, until
from cv_action.adapters.http_message import Reply
from cv_action.ledger.store import StoreError

PERMISSIONS: Final = """\
The token may not read the repository's artifacts. A person's fine-grained token needs Actions: \
read-only. Where a workflow or a job says what its token may do, everything that is not named is \
off, so name this too:

permissions:
  contents: write   # or whatever the workflow has here already
  actions: read"""
_VALID: Final = (
    "Give a valid token: in a workflow github_token is the job's own unless it is set, and a "
    "terminal takes GITHUB_TOKEN."
)
_NO_ACCESS: Final = "Check that the token belongs to this repository and may read it."
LATER: Final = "Try again later; https://www.githubstatus.com says how GitHub is."


def refused(reply: Reply) -> StoreError:
    """The error that an answer of GitHub's API stands for."""
    if is_limit(reply):
        return StoreError(
            "GitHub has had enough requests for now.",
            hint=f"Try again {until(reply)}.",
        )
    match reply.status:
        case HTTPStatus.UNAUTHORIZED:
            return StoreError("GitHub did not accept the token.", hint=_VALID)
        case HTTPStatus.FORBIDDEN:
            return StoreError("GitHub does not let us read the artifacts.", hint=PERMISSIONS)
        case HTTPStatus.NOT_FOUND:
            return StoreError("GitHub knows no such repository.", hint=_NO_ACCESS)
        case status:
            return StoreError(f"GitHub answered {status}.", hint=LATER)
