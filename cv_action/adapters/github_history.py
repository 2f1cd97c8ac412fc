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


class _Person(msgspec.Struct):
    login: str = ""
    name: str = ""


class _Authored(msgspec.Struct):
    author: _Person | None = None


class _Touch(msgspec.Struct):
    sha: Sha
    commit: _Authored
    author: _Person | None = None


def last_touch(reading: GithubReading, path: str, head: str) -> str:
    """The newest commit up to a head that moved a path; empty where none did.

    Raises:
        PublishError: GitHub cannot be asked or refuses.
    """
    touches = _touches(reading, path, head)
    return touches[0].sha if touches else ""


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


def _touches(reading: GithubReading, path: str, head: str) -> list[_Touch]:
    query = {"sha": head, "path": path, "per_page": "1"}
    return reading.get("/commits", list[_Touch], of="its commits", query=query)
