"""A commit on a branch at GitHub, in whichever way that GitHub has for it."""

from __future__ import annotations

from dataclasses import replace

from cv_action.adapters.github_api import GithubApi
from cv_action.adapters.github_data import GithubData
from cv_action.adapters.github_mutation import NotDone, commit_on_branch, fits
from cv_action.adapters.github_reading import UNBORN, Head
from cv_action.publish.change import Change


class GithubWriting:
    """Writes one branch; remembers when there is no mutation for it."""

    def __init__(self, api: GithubApi, *, branch: str) -> None:
        self._api = api
        self._branch = branch
        self._data = GithubData(api, branch=branch)
        self._has_mutation = True

    def commit(self, change: Change, head: Head) -> str:
        """The commit that brings a change to a head; empty when the branch has left that head.

        Raises:
            NoReplyError: GitHub cannot be asked; the commit may have been made.
            PublishError: GitHub refuses.
        """
        gone = tuple(path for path in change.deletions if path in head.tree)
        left = replace(change, deletions=gone)
        if head == UNBORN:
            commit = self._data.commit(left, tree_id="", parents=())
            return commit if self._data.create(commit) else ""
        if self._has_mutation and fits(left):
            made = commit_on_branch(self._api, left, branch=self._branch, expected=head.commit)
            if made is not NotDone.UNKNOWN:
                return "" if made is NotDone.STALE else made
            self._has_mutation = False
        commit = self._data.commit(left, tree_id=head.tree_id, parents=(head.commit,))
        return commit if self._data.move(commit) else ""
