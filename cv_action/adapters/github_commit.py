"""A branch at GitHub: documents come back as one commit, made only on what the run has seen."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from cv_action.adapters.artifact_refusal import LATER
from cv_action.adapters.github_api import GithubApi
from cv_action.adapters.github_history import last_touch, made_on, movements
from cv_action.adapters.github_reading import UNBORN, GithubReading, Head
from cv_action.adapters.github_writing import GithubWriting
from cv_action.adapters.http import NoReplyError
from cv_action.errors import PublishError
from cv_action.publish.change import Change, MismatchError, Publication
from cv_action.publish.moved import MovedError
from cv_action.publish.paths import refuse_paths
from cv_action.publish.standing import Standing
from cv_action.publish.tree import (
    Entry,
    blobs,
    changed,
    conflicts,
    differing,
    holds,
    refuse_obstacles,
)

TRIES: Final = 5
"""How often a commit is tried on a branch that others move."""


class GithubBranch:
    """Commits to one branch of a repository; a ``Publisher``.

    With ``begin``, a branch that is not there is begun: its first commit has no parent, and holds
    nothing but what is published. ``pause`` waits for some seconds, so that what GitHub has just
    done can be seen.
    """

    def __init__(
        self,
        api: GithubApi,
        *,
        branch: str,
        begin: bool = False,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.reading = GithubReading(api, branch=branch)
        self.branch = branch
        self._writing = GithubWriting(api, branch=branch)
        self._begin = begin
        self._pause = pause
        self._start: Head | None = None
        self._trouble: PublishError | None = None
        self._seen: dict[str, Entry | None] = {}

    def forget(self) -> None:
        """Forget what was seen, so that the next look is a fresh one."""
        self._start, self._trouble, self._seen = None, None, {}

    def start(self, paths: Collection[str]) -> Head:
        """The branch's head as it was first seen, with what stands under these paths.

        Raises:
            PublishError: there is no such branch, or GitHub cannot be asked or refuses.
        """
        if self._trouble:
            raise self._trouble
        found = self._start
        try:
            self._start = self.reading.more(found, paths) if found else self._found(paths)
        except PublishError as error:
            self.refuse(error)
            raise
        return self._start

    def refuse(self, error: PublishError) -> None:
        """Publish nothing any more, for this reason.

        Why even if GitHub answers a moment later: who could not see what stands on the branch may
        have read something old.
        """
        self._trouble = error

    def saw(self, path: str, entry: Entry | None) -> None:
        """Remember that the run relies on what stands, or does not stand, under a path."""
        self._seen.setdefault(path, entry)

    def current(self, paths: Sequence[str]) -> Mapping[str, bytes]:
        """What stands under these paths at the branch's head as it was first seen.

        Raises:
            PublishError: there is no such branch, or GitHub cannot be asked or refuses.
        """
        tree = self.start(paths).tree
        for path in paths:
            self.saw(path, tree.get(path))
        return Standing(blobs(tree, paths), self.reading.blob)

    def again(self, change: Change) -> Head:
        """The branch's head as it is now, where nothing that a change is about has moved.

        Raises:
            MovedError: something has.
            PublishError: GitHub cannot be asked or refuses, or something is in the way.
        """
        head = self._look()
        self._refuse_moved(head, change)
        return head

    def publish(self, change: Change) -> Publication:
        """Commit the change, unless somebody else has moved what it is about.

        When the branch moves meanwhile, but no path that the run has read or looked at does, the
        commit is made on the new head. A commit whose answer was lost is recognised.

        Raises:
            MovedError: what the run has read or looked at is not what it was.
            PublishError: the change cannot be made; the hint says what to do.
        """
        if not change:
            return Publication(new=False)
        refuse_paths(change.paths)
        self.current(change.paths)
        head, tried = self.start(change.paths), ""
        for number in range(TRIES):
            if done := self._done(change, head, tried):
                return Publication(commit_sha=done)
            self._refuse_moved(head, change)
            if commit := self._committed(change, head):
                self._compare(change, head, commit)
                return Publication(commit_sha=commit)
            self._pause(2**number)
            head, tried = self._look(), head.commit
        raise PublishError(
            f"{self.branch} moves faster than a commit can be made on it.",
            hint="Run the workflow again when fewer others are running.",
        )

    def _look(self) -> Head:
        return self._found(self._seen, self._start)

    def _found(self, paths: Collection[str], known: Head | None = None) -> Head:
        if not self._begin:
            return self.reading.head(paths, known)
        return self.reading.find(paths, known) or UNBORN

    def _refuse_moved(self, head: Head, change: Change) -> None:
        refuse_obstacles(head.tree, change)
        if paths := conflicts(self._seen, head.tree, change):
            told = movements(self.reading, paths, head.commit)
            raise MovedError(told, more=len(paths) - len(told))

    def _committed(self, change: Change, head: Head) -> str:
        """The commit; empty when the head was stale.

        Why a look after silence: the commit may have been made, and is then the branch's.
        """
        try:
            return self._writing.commit(change, head)
        except NoReplyError as error:
            if self._done(change, self._look(), head.commit):
                return ""
            raise PublishError(
                f"Whether {self.branch} was committed to is not known: {error.message}", hint=LATER
            ) from error

    def _done(self, change: Change, head: Head, tried: str) -> str:
        """The commit that made the change, ours or another run's; empty where none did.

        ``tried`` is the head that a commit was tried on. Why: its answer may have been lost, and
        somebody may have built upon it since.
        """
        if holds(head.tree, change):
            return last_touch(self.reading, change.paths[0], head.commit) or head.commit
        if not tried or tried == head.commit:
            return ""
        ours = made_on(self.reading, tried, message=change.message, head=head.commit)
        return ours if ours and holds(self.reading.listing(ours, self._seen).tree, change) else ""

    def _compare(self, change: Change, before: Head, commit: str) -> None:
        """Read back what was published.

        Raises:
            MismatchError: it is not what was to be published.
        """
        found = self.reading.listing(commit, self._seen)
        wrong = differing(changed(before.tree, change), found.tree)
        if not (before.listing.whole and found.whole):
            wrong = tuple(path for path in wrong if path in change.paths)
        if wrong:
            raise MismatchError(
                f"{commit[:7]} on {self.branch} is not what was to be published: {wrong[0]} "
                f"and {len(wrong) - 1} more differ.",
                hint=f"Look at the commit, and revert it if need be. {LATER}",
            )
