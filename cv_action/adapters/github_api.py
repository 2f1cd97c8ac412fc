"""One repository at GitHub's API: asked patiently, and understood or refused in one way."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final, TypeVar
from urllib.parse import quote

import msgspec
from github import Github

from cv_action.adapters.github_limits import patiently
from cv_action.adapters.http import NoReplyError, Session
from cv_action.adapters.http_message import Reply
from cv_action.errors import PublishError
from cv_action.ledger.codec import NO_JSON

T = TypeVar("T")
_NAME: Final = "GitHub's API"


class MutationError(msgspec.Struct, frozen=True):
    """What GraphQL has against a mutation; ``type`` is GitHub's own word for it."""

    message: str = ""
    type: str = ""


class _Errors(msgspec.Struct):
    errors: list[MutationError] = []


class GithubApi:
    """Asks GitHub about one repository (``owner/name``).

    The client must repeat nothing by itself (``artifact_listing.github_client``); the session
    does, where it does no harm: what is asked here may all be asked twice.
    """

    def __init__(self, github: Github, *, session: Session, repository: str) -> None:
        self.repository = repository
        self._github = github
        self._session = session

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str | int] | None = None,
        sent: Mapping[str, Any] | None = None,
    ) -> Reply:
        """The reply to a REST request, also a refusal; ``path`` is below the repository's.

        Raises:
            NoReplyError: there is none, or only one of trouble at GitHub's; it may have been done.
            PublishError: the repository is somewhere else.
        """
        return self._insist(method, f"/repos/{self.repository}{path}", query, sent)

    def mutate(self, text: str, wanted: Mapping[str, Any]) -> Reply:
        """The reply to a GraphQL mutation with ``$input``; 429 stands for any rate limit.

        Raises:
            NoReplyError: there is none, or only one of trouble at GitHub's; it may have been done.
            PublishError: the repository is somewhere else.
        """
        sent = {"query": text, "variables": {"input": wanted}}
        return self._insist("POST", self._github.requester.graphql_url, None, sent)

    def _insist(
        self,
        method: str,
        url: str,
        query: Mapping[str, str | int] | None,
        sent: Mapping[str, Any] | None,
    ) -> Reply:
        def exchange() -> Reply:
            status, headers, text = self._exchange(method, url, query, sent)
            return patiently(_limit_told(Reply(status=status, headers=headers, body=text.encode())))

        reply = self._session.insist(_NAME, exchange, idempotent=True)
        if reply.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise NoReplyError(f"{_NAME} only answered {reply.status}.")
        return reply

    def _exchange(
        self,
        method: str,
        url: str,
        query: Mapping[str, str | int] | None,
        sent: Mapping[str, Any] | None,
    ) -> tuple[int, dict[str, Any], str]:
        """Why ``RuntimeError``: it is what the client has for a redirection to another host."""
        parameters = dict(query) if query else None
        try:
            return self._github.requester.requestJson(method, url, parameters, input=sent)
        except RuntimeError as error:
            raise PublishError(
                f"GitHub sends us away from {self.repository}.",
                hint="Where the repository was moved or renamed, run the workflow there.",
            ) from error


def quoted(name: str) -> str:
    """A branch or a path as a part of a URL; slashes stay what they are."""
    return quote(name, safe="/")


def errors_in(reply: Reply) -> tuple[MutationError, ...]:
    """The errors of a GraphQL reply; none where it has none or is no such reply."""
    try:
        return tuple(msgspec.json.decode(reply.body, type=_Errors).errors)
    except NO_JSON:
        return ()


def decoded(reply: Reply, type_: type[T], *, of: str) -> T:
    """A reply's body as a value.

    Raises:
        PublishError: it is not one.
    """
    try:
        return msgspec.json.decode(reply.body, type=type_)
    except NO_JSON as error:
        raise PublishError(f"GitHub's answer about {of} could not be understood.") from error


def _limit_told(reply: Reply) -> Reply:
    """Why: GraphQL may tell a rate limit with status 200."""
    told = " ".join(f"{error.type} {error.message}" for error in errors_in(reply)).lower()
    if "rate_limit" in told or "rate limit" in told:
        return Reply(status=429, headers=reply.headers, body=reply.body)
    return reply
