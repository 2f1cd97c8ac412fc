"""When a repository was last committed to, and whether everybody sees it.

Sources: https://docs.github.com/rest/branches/branches#get-a-branch and
https://docs.github.com/rest/repos/repos#get-a-repository
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TypeVar

import msgspec

from cv_action.adapters.github_api import GithubApi, decoded, quoted
from cv_action.adapters.http import NoReplyError
from cv_action.errors import PublishError
from cv_action.publish.dormancy import quiet

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """What a schedule's life depends on; None is what GitHub was not asked or did not say."""

    last_commit: datetime | None = None
    private: bool | None = None


class _Person(msgspec.Struct):
    date: datetime


class _GitCommit(msgspec.Struct):
    committer: _Person


class _Commit(msgspec.Struct):
    commit: _GitCommit


class _Branch(msgspec.Struct):
    commit: _Commit


class _Repository(msgspec.Struct):
    private: bool


def activity(api: GithubApi, *, branch: str, now: datetime) -> Activity:
    """How a branch has been doing, in one request, and in two where it is quiet.

    ``branch`` is the run's own: a scheduled run belongs to the default branch. Trouble of any kind
    is an unknown value, for a hint about a schedule is no reason to fail.
    """
    found = _asked(api, f"/branches/{quoted(branch)}", _Branch)
    last = _moment(found) if found else None
    if last is None or not quiet(last, now):
        return Activity(last_commit=last)
    repository = _asked(api, "", _Repository)
    return Activity(last_commit=last, private=repository.private if repository else None)


def _moment(branch: _Branch) -> datetime | None:
    """The committer's date; one without a zone is no moment."""
    date = branch.commit.commit.committer.date
    return date.astimezone(UTC) if date.tzinfo else None


def _asked(api: GithubApi, path: str, type_: type[T]) -> T | None:
    try:
        reply = api.ask("GET", path)
        return decoded(reply, type_, of="itself") if reply.status == HTTPStatus.OK else None
    except (NoReplyError, PublishError):
        return None
