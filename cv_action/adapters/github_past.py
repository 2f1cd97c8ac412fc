"""What a branch at GitHub has had before.

GitHub lists all that leads to a head, whichever way, and of a path leaves out each merge that is
as one of its parents. So what moved a path is listed, and all commits with their parents beside
it: from both follows which commit of the branch's own line brought each move. What a merge has
thrown away of the branch's own is not among it.
Source: https://docs.github.com/rest/commits/commits#list-commits
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec

from cv_action.adapters.github_commit import GithubBranch
from cv_action.adapters.github_reading import Head, Sha
from cv_action.publish.history import REACH
from cv_action.publish.line import brought
from cv_action.publish.standing import Standing
from cv_action.publish.tree import blobs

_PAGE: Final = 100
"""Commits of a page; GitHub gives no more."""
_PAGES: Final = 5
"""Pages of a list that are asked for; what lies beyond is not considered."""


class _Parent(msgspec.Struct):
    sha: Sha


class _Commit(msgspec.Struct):
    sha: Sha
    parents: list[_Parent]


class GithubPast:
    """The past of a branch, as far as it leads to the head that was first seen; a ``History``."""

    def __init__(self, branch: GithubBranch) -> None:
        self._branch = branch
        self._last: Head | None = None

    def touching(self, path: str) -> Sequence[str]:
        """The newest commits of the branch's own line that moved a path, the newest first.

        Raises:
            PublishError: there is no such branch, or GitHub cannot be asked or refuses.
        """
        head = self._branch.start((path,)).commit
        moves = {commit.sha for commit in self._leading_to(head, path=path)}
        if not moves:
            return ()
        known = self._leading_to(head)
        parents = {commit.sha: [parent.sha for parent in commit.parents] for commit in known}
        return brought(head, parents, moves)[:REACH]

    def at(self, commit: str, paths: Sequence[str]) -> Mapping[str, bytes]:
        """The files that a commit has under these paths; each is fetched when it is looked at.

        Raises:
            PublishError: there is no such commit, or GitHub cannot be asked or refuses.
        """
        reading, last = self._branch.reading, self._last
        if last is None or last.commit != commit:
            listing = reading.listing(commit, paths)
            last = Head(commit=commit, tree_id=commit, listing=listing)
        self._last = reading.more(last, paths)
        return Standing(blobs(self._last.tree, paths), reading.blob)

    def _leading_to(self, head: str, **query: str) -> Iterator[_Commit]:
        """The newest commits that lead to a head, however, and that the query asks for."""
        for page in range(1, _PAGES + 1):
            asked = {"sha": head, "per_page": str(_PAGE), "page": str(page), **query}
            found = self._branch.reading.get(
                "/commits", list[_Commit], of="its commits", query=asked
            )
            yield from found
            if len(found) < _PAGE:
                return
