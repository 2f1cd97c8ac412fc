"""A branch's own line: its head, that one's first parent, and so on.

What a merge brings from elsewhere was never the branch's own. A merge's first parent is where the
branch stood before it.
Source: https://git-scm.com/docs/git-rev-list (``--first-parent``)
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

Parents = Mapping[str, Sequence[str]]
"""Commits with their parents, in git's order; what is not a key is not known."""


def brought(head: str, parents: Parents, commits: Collection[str]) -> tuple[str, ...]:
    """The commits of a head's own line that brought any of these commits, the newest first.

    Why none whose first parent is not known: that one may have had them already.
    """
    seen: set[str] = set()
    found: list[str] = []
    for sha in reversed(tuple(_line(head, parents))):
        new = _reached(sha, parents, seen)
        seen |= new
        if not new.isdisjoint(commits) and all(first in parents for first in parents[sha][:1]):
            found.append(sha)
    return tuple(reversed(found))


def _line(head: str, parents: Parents) -> Iterator[str]:
    seen: set[str] = set()
    way = [head]
    while way and way[0] in parents and way[0] not in seen:
        seen.add(way[0])
        yield way[0]
        way = list(parents[way[0]])


def _reached(start: str, parents: Parents, seen: Collection[str]) -> set[str]:
    """What leads to a commit, as far as it is known and was not seen before."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        sha = waiting.pop()
        if sha in parents and sha not in seen and sha not in found:
            found.add(sha)
            waiting.extend(parents[sha])
    return found
