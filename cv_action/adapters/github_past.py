"""What a branch at GitHub has had before.

Source: https://docs.github.com/rest/commits/commits#list-commits
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from cv_action.adapters.github_commit import GithubBranch
from cv_action.adapters.github_reading import Head, Sha
from cv_action.publish.history import REACH
from cv_action.publish.standing import Standing
from cv_action.publish.tree import blobs


class _Commit(msgspec.Struct):
    sha: Sha


class GithubPast:
    """The past of a branch, as far as it leads to the head that was first seen; a ``History``."""

    def __init__(self, branch: GithubBranch) -> None:
        self._branch = branch
        self._last: Head | None = None

    def touching(self, path: str) -> Sequence[str]:
        """The newest commits that moved a path, the newest first.

        Raises:
            PublishError: there is no such branch, or GitHub cannot be asked or refuses.
        """
        head = self._branch.start((path,)).commit
        query = {"sha": head, "path": path, "per_page": str(REACH)}
        found = self._branch.reading.get("/commits", list[_Commit], of="its commits", query=query)
        return tuple(commit.sha for commit in found)

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
