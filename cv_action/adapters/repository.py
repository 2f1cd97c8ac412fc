"""What GitHub says about the repository itself."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

import msgspec
from github import Github

from cv_action.adapters.http import NoReplyError, Session
from cv_action.adapters.http_message import Reply

_PERSON = "User"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """Whose repository it is; ``organisation`` is None where GitHub did not say."""

    organisation: bool | None
    fork: bool = False


class _Owner(msgspec.Struct):
    type: str


class _Repository(msgspec.Struct):
    owner: _Owner
    fork: bool


def ownership(github: Github, session: Session, repository: str) -> Ownership:
    """Whether an organisation owns a repository, and whether it is a fork of another.

    Source: https://docs.github.com/rest/repos/repos#get-a-repository
    """

    def exchange() -> Reply:
        status, headers, text = github.requester.requestJson("GET", f"/repos/{repository}")
        return Reply(status=status, headers=headers, body=text.encode())

    try:
        reply = session.insist("GitHub's API", exchange, idempotent=True)
        if reply.status != HTTPStatus.OK:
            return Ownership(organisation=None)
        found = msgspec.json.decode(reply.body, type=_Repository)
    except (NoReplyError, msgspec.MsgspecError, UnicodeDecodeError):
        return Ownership(organisation=None)
    return Ownership(organisation=found.owner.type != _PERSON, fork=found.fork)
