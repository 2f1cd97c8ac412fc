"""A pull request: documents are proposed, on one branch of ours that only ever goes forwards."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cv_action.adapters.artifact_refusal import LATER
from cv_action.adapters.github_api import GithubApi
from cv_action.adapters.github_commit import TRIES, GithubBranch
from cv_action.adapters.github_data import GithubData
from cv_action.adapters.github_history import movements
from cv_action.adapters.github_merging import Update, first, following
from cv_action.adapters.github_proposals import GithubProposals
from cv_action.adapters.github_reading import GithubReading, Head
from cv_action.adapters.http import NoReplyError
from cv_action.errors import PublishError
from cv_action.publish.change import Change, Publication
from cv_action.publish.manifest import listed, manifest_path
from cv_action.publish.moved import MovedError
from cv_action.publish.paths import refuse_paths
from cv_action.publish.proposal import Proposal, State, with_ticks
from cv_action.publish.tree import Tree, blobs, changed, differing, holds

BRANCH: Final = "cv-action-update"
"""What our branch is called where nobody says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What there was at first: our pull request, and our branch."""

    proposal: Proposal | None
    ours: Head | None

    @property
    def opened(self) -> bool:
        return self.proposal is not None and self.proposal.state is State.OPEN


class GithubPull:
    """Proposes changes to a branch (``base``) in one pull request; a ``Publisher``.

    ``folder`` is the output folder; its manifest says what is ours. ``branch`` is our branch.
    """

    def __init__(
        self,
        api: GithubApi,
        *,
        base: GithubBranch,
        folder: str,
        branch: str = BRANCH,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.base = base
        self.branch = branch
        self._reading = GithubReading(api, branch=branch)
        self._data = GithubData(api, branch=branch)
        self._proposals = GithubProposals(api, branch=branch, base=base.branch)
        self._folder = folder
        self._pause = pause
        self._paths: set[str] = set()
        self._found: _Found | None = None

    def proposal(self) -> Proposal | None:
        """Our pull request as it was first seen: the open one, or else the last one.

        Raises:
            PublishError: GitHub cannot be asked or refuses.
        """
        return self._before().proposal

    def proposed(self, path: str) -> bytes | None:
        """What the open pull request has under a path; None where there is none, or no file.

        Raises:
            PublishError: GitHub cannot be asked or refuses.
        """
        before = self._before()
        if before.ours is None or not before.opened:
            return None
        self._paths.add(path)
        ours = self._reading.more(before.ours, (path,))
        self._found = replace(before, ours=ours)
        name = blobs(ours.tree, (path,)).get(path)
        return self._reading.blob(name) if name else None

    def current(self, paths: Sequence[str]) -> Mapping[str, bytes]:
        """What stands under these paths on the base, which is what a proposal is compared with.

        Raises:
            PublishError: there is no such branch, or GitHub cannot be asked or refuses.
        """
        self._paths.update(paths)
        return self.base.current(paths)

    def publish(self, change: Change) -> Publication:
        """Bring the pull request to exactly this change, and open it where there is none.

        Raises:
            MovedError: what the run has read or looked at is not what it was.
            PublishError: the change cannot be proposed; the hint says what to do.
        """
        refuse_paths(change.paths)
        self.current(change.paths)
        before = self._before()
        base = self.base.again(change)
        if holds(base.tree, change):
            return Publication()
        commit = self._settled(change, base, before)
        return Publication(commit_sha=commit, pull_request=self._said(before.proposal, change))

    def withdraw(self) -> Publication:
        """Close the pull request, because nothing differs from the base any more.

        Raises:
            PublishError: GitHub cannot be asked or refuses.
        """
        proposal = self._proposals.newest()
        if proposal is None or proposal.state is not State.OPEN:
            return Publication()
        return Publication(pull_request=self._proposals.close(proposal).number)

    def _before(self) -> _Found:
        if self._found is None:
            proposal = self._proposals.newest()
            self._found = _Found(proposal=proposal, ours=self._reading.find(self._paths))
        return self._found

    def _settled(self, change: Change, base: Head, before: _Found) -> str:
        """The commit at which our branch says the change."""
        ours = before.ours
        for number in range(TRIES):
            update = self._update(change, base, ours, opened=before.opened)
            if ours and not update.needed:
                return ours.commit
            if commit := self._made(change, base, ours, update):
                self._compare(update, commit)
                return commit
            self._pause(2**number)
            ours = self._reading.find(self._paths, ours)
            self._refuse_moved(before.ours, ours, changed(base.tree, change))
        raise PublishError(
            f"{self.branch} moves faster than a commit can be made on it.",
            hint="Run the workflow again when fewer others are running.",
        )

    def _update(self, change: Change, base: Head, ours: Head | None, *, opened: bool) -> Update:
        if ours is None:
            return first(change, base)
        return following(
            self._reading,
            change,
            base=base,
            ours=ours,
            paths=self._paths | self._made_before(ours),
            opened=opened,
        )

    def _made_before(self, ours: Head) -> frozenset[str]:
        """What our branch says that we made, whoever may have changed it since."""
        path = manifest_path(self._folder)
        name = blobs(ours.tree, (path,)).get(path)
        return frozenset(listed(self._reading.blob(name), self._folder)) if name else frozenset()

    def _made(self, change: Change, base: Head, ours: Head | None, update: Update) -> str:
        """The commit that our branch points to now; empty when somebody else has moved it.

        Why a look after silence: the branch may have been moved, and is then where it should be.
        """
        try:
            commit = self._data.commit(
                change, tree_id=base.tree_id, parents=update.parents, carried=update.carried
            )
            moved = self._data.move(commit) if ours else self._data.create(commit)
        except NoReplyError as error:
            now = self._reading.find(self._paths)
            if now and holds(now.tree, change):
                return ""
            raise PublishError(
                f"Whether {self.branch} was moved is not known: {error.message}", hint=LATER
            ) from error
        return commit if moved else ""

    def _refuse_moved(self, before: Head | None, now: Head | None, wanted: Tree) -> None:
        if now is None:
            return
        seen = before.tree if before else {}
        paths = [
            path
            for path in sorted(self._paths)
            if now.tree.get(path) not in {seen.get(path), wanted.get(path)}
        ]
        if paths:
            told = movements(self._reading, paths, now.commit)
            raise MovedError(told, more=len(paths) - len(told))

    def _compare(self, update: Update, commit: str) -> None:
        """Read back what was proposed.

        Raises:
            PublishError: it is not what was to be proposed.
        """
        found = self._reading.listing(commit, self._paths)
        wrong = differing(update.tree, found.tree)
        if not found.whole:
            wrong = tuple(path for path in wrong if path in self._paths)
        if wrong:
            raise PublishError(
                f"{commit[:7]} is not what was to be proposed: {wrong[0]}.",
                hint=f"Look at the pull request before you merge it. {LATER}",
            )

    def _said(self, before: Proposal | None, change: Change) -> int:
        """The number of the pull request that says the change; 0 when there is nothing to pull."""
        title = change.message.partition("\n")[0]
        if before is None or before.state is not State.OPEN:
            rejected = before.rejected if before else frozenset()
            body = with_ticks(change.description, rejected)
            if opened := self._proposals.open(title, body):
                return opened.number
            before = self._proposals.newest()
        if before is None or before.state is not State.OPEN:
            return 0
        return self._proposals.say(before, title, change.description).number
