"""The pull requests of one branch: found, opened, said anew, closed.

Source: https://docs.github.com/rest/pulls/pulls
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final, TypeVar

import msgspec

from cv_action.adapters.artifact_refusal import LATER
from cv_action.adapters.github_api import GithubApi, decoded
from cv_action.adapters.github_limits import told_by
from cv_action.adapters.github_reading import Sha
from cv_action.adapters.github_refusal import pull_refused
from cv_action.adapters.http import NoReplyError
from cv_action.adapters.http_message import Reply
from cv_action.errors import PublishError
from cv_action.publish.proposal import WITHDRAWN, Proposal, State, with_ticks, withdrawn

T = TypeVar("T")
_NEEDLESS: Final = ("already exists", "no commits between")


class _Head(msgspec.Struct):
    sha: Sha


class _Pull(msgspec.Struct):
    number: int
    head: _Head
    state: str
    title: str
    body: str | None = None
    merged_at: str | None = None


class GithubProposals:
    """The pull requests that bring one branch to another."""

    def __init__(self, api: GithubApi, *, branch: str, base: str) -> None:
        self._api = api
        self._branch = branch
        self._base = base

    def all(self) -> tuple[Proposal, ...]:
        """The open pull request first, then the newest of the others.

        Raises:
            PublishError: GitHub cannot be asked or refuses.
        """
        owner = self._api.repository.split("/")[0]
        query: Mapping[str, str | int] = {
            "head": f"{owner}:{self._branch}",
            "base": self._base,
            "state": "all",
            "sort": "created",
            "direction": "desc",
            "per_page": 100,
        }
        reply = self._ask("GET", "/pulls", query=query)
        found = [_proposal(pull) for pull in self._decoded(reply, list[_Pull])]
        return tuple(sorted(found, key=lambda proposal: proposal.state is not State.OPEN))

    def open(self, title: str, body: str) -> Proposal | None:
        """A new pull request; None when there is one already, or nothing to pull.

        Raises:
            PublishError: GitHub cannot be asked or refuses.
        """
        wanted = {"title": title, "head": self._branch, "base": self._base, "body": body}
        reply = self._ask("POST", "/pulls", sent=wanted)
        told = told_by(reply).lower() if reply.status == HTTPStatus.UNPROCESSABLE_ENTITY else ""
        if any(reason in told for reason in _NEEDLESS):
            return None
        return _proposal(self._decoded(reply, _Pull))

    def say(self, proposal: Proposal, title: str, body: str) -> Proposal:
        """The pull request with this title and text, in which what was ticked is ticked.

        Why it is read again: the owner may have ticked something since. A tick in the moment
        between that and the writing would be lost; GitHub has no way to compare and set a text.

        Raises:
            PublishError: GitHub cannot be asked or refuses.
        """
        path = f"/pulls/{proposal.number}"
        now = _proposal(self._decoded(self._ask("GET", path), _Pull))
        text = with_ticks(body, now.ticked)
        if now.state is not State.OPEN or (now.title, now.body) == (title, text):
            return now
        reply = self._ask("PATCH", path, sent={"title": title, "body": text})
        return _proposal(self._decoded(reply, _Pull))

    def close(self, proposal: Proposal) -> Proposal:
        """The pull request, closed by us, with its ticks as they are.

        Raises:
            PublishError: GitHub cannot be asked or refuses.
        """
        sent = {"state": "closed", "body": withdrawn(proposal.body)}
        reply = self._ask("PATCH", f"/pulls/{proposal.number}", sent=sent)
        return _proposal(self._decoded(reply, _Pull))

    def _ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str | int] | None = None,
        sent: Mapping[str, str] | None = None,
    ) -> Reply:
        try:
            return self._api.ask(method, path, query=query, sent=sent)
        except NoReplyError as error:
            raise PublishError(
                f"The pull request is out of reach: {error.message}", hint=LATER
            ) from error

    def _decoded(self, reply: Reply, type_: type[T]) -> T:
        if reply.status not in {HTTPStatus.OK, HTTPStatus.CREATED}:
            raise pull_refused(reply, repository=self._api.repository, branch=self._branch)
        return decoded(reply, type_, of="the pull request")


def _proposal(pull: _Pull) -> Proposal:
    body = pull.body or ""
    return Proposal(
        number=pull.number,
        state=_state(pull, body),
        title=pull.title,
        body=body,
        head=pull.head.sha,
    )


def _state(pull: _Pull, body: str) -> State:
    if pull.state == "open":
        return State.OPEN
    if pull.merged_at:
        return State.MERGED
    return State.WITHDRAWN if WITHDRAWN in body else State.CLOSED
