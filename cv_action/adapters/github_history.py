"""Who moved what on a branch.

Source: https://docs.github.com/rest/commits/commits#list-commits
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import msgspec

from cv_action.adapters.github_reading import GithubReading, Sha
from cv_action.adapters.github_refusal import plain
from cv_action.errors import PublishError
from cv_action.publish.moved import Movement

_MOST: Final = 3
"""Requests that are spent on saying who moved something."""

_RECENT: Final = 30
"""Commits among which one of ours is looked for; more are not made within a run's retries."""


class _Person(msgspec.Struct):
    login: str = ""
    name: str = ""


class _Parent(msgspec.Struct):
    sha: Sha


class _GitCommit(msgspec.Struct):
    message: str = ""
    author: _Person | None = None


class _Commit(msgspec.Struct):
    sha: Sha
    commit: _GitCommit
    parents: list[_Parent]
    author: _Person | None = None


def last_touch(reading: GithubReading, path: str, head: str) -> str:
    """The newest commit up to a head that moved a path; empty where none did.

    Raises:
        PublishError: GitHub cannot be asked or refuses.
    """
    touches = _touches(reading, path, head)
    return touches[0].sha if touches else ""


def made_on(reading: GithubReading, parent: str, *, message: str, head: str) -> str:
    """The commit with this message that was made on a parent, if it is a recent one up to a head.

    Raises:
        PublishError: GitHub cannot be asked or refuses.
    """
    query = {"sha": head, "per_page": str(_RECENT)}
    for found in reading.get("/commits", list[_Commit], of="its commits", query=query):
        same = found.commit.message.strip() == message.strip()
        if same and [each.sha for each in found.parents] == [parent]:
            return found.sha
    return ""


def movements(reading: GithubReading, paths: Collection[str], head: str) -> tuple[Movement, ...]:
    """Who moved the first of these paths last, as far as GitHub tells."""
    return tuple(_movement(reading, path, head) for path in list(paths)[:_MOST])


def _movement(reading: GithubReading, path: str, head: str) -> Movement:
    try:
        touches = _touches(reading, path, head)
    except PublishError:
        touches = []
    if not touches:
        return Movement(path=path)
    touch = touches[0]
    by = (touch.author or _Person()).login or (touch.commit.author or _Person()).name
    return Movement(path=path, by=plain(by).rstrip(".") if by else "", commit=touch.sha)


def _touches(reading: GithubReading, path: str, head: str) -> list[_Commit]:
    query = {"sha": head, "path": path, "per_page": "1"}
    return reading.get("/commits", list[_Commit], of="its commits", query=query)
