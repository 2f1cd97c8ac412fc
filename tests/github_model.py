"""What the small GitHub remembers and can be asked to do wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tests.results_model import Answer, json_answer

DOCUMENTATION = "https://docs.github.com/rest"


class Step(StrEnum):
    """Each kind of request."""

    REPOSITORY = "repository"
    BRANCH = "branch"
    REF = "ref"
    HISTORY = "history"
    COMMIT = "commit"
    TREE = "tree"
    BLOB = "blob"
    CONTENTS = "contents"
    PUT_CONTENTS = "put contents"
    MAKE_BLOB = "make blob"
    MAKE_TREE = "make tree"
    MAKE_COMMIT = "make commit"
    MAKE_REF = "make ref"
    MOVE_REF = "move ref"
    COMPARE = "compare"
    PULLS = "pulls"
    PULL = "pull"
    MAKE_PULL = "make pull"
    EDIT_PULL = "edit pull"
    GRAPHQL = "graphql"
    OTHER = "other"


READING = frozenset(
    {Step.REPOSITORY, Step.BRANCH, Step.REF, Step.HISTORY}
    | {Step.COMMIT, Step.TREE, Step.BLOB, Step.CONTENTS}
    | {Step.COMPARE, Step.PULLS, Step.PULL}
)
ABOUT_PULLS = frozenset({Step.MAKE_PULL, Step.EDIT_PULL})


class Protection(StrEnum):
    """What keeps a branch from being committed to."""

    CLASSIC = "classic"
    RULESET = "ruleset"


class Access(StrEnum):
    """What the token may do with one kind of thing."""

    NONE = "none"
    READ = "read"
    WRITE = "write"


@dataclass(kw_only=True)
class Pull:
    """A pull request; ``head`` and ``base`` are names of branches.

    ``at`` is the commit that it brings: where its branch was when it was last open.
    """

    number: int
    head: str
    base: str
    title: str
    body: str | None
    author: str
    at: str
    state: str = "open"
    merged_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What happens once instead of a step: an answer, or a connection that dies.

    ``done``: the server does what it is asked, and only the answer is another one.
    """

    step: Step
    answer: Answer | None
    done: bool = False


class RefusalError(Exception):
    """An answer that is a refusal; raised where it is noticed. ``detail`` is what is invalid."""

    def __init__(self, status: int, message: str, *, detail: str = "") -> None:
        super().__init__(message)
        self.answer = refusal(status, message) if not detail else _invalid(message, detail)
        self.message = message


def refusal(status: int, message: str, **headers: str) -> Answer:
    """A refusal as GitHub words it; why no status with 422: GitHub's description has none there."""
    body = {"message": message, "documentation_url": DOCUMENTATION}
    told = body if status == 422 else body | {"status": str(status)}
    return json_answer(status, told, **headers)


def _invalid(message: str, detail: str) -> Answer:
    error = {"resource": "PullRequest", "code": "custom", "message": detail}
    body = {"message": message, "errors": [error], "documentation_url": DOCUMENTATION}
    return json_answer(422, body)


def limited(*, retry_after: int | None = None, status: int = 403) -> Answer:
    """The refusal of somebody who asks too much."""
    message = "You have exceeded a secondary rate limit. Please wait a few minutes."
    headers: Mapping[str, str] = {} if retry_after is None else {"retry_after": str(retry_after)}
    return refusal(status, message, **headers)
