"""A pull request: documents are proposed, on one branch of ours that only ever goes forwards."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from cv_action.adapters.artifact_refusal import LATER
from cv_action.adapters.github_api import GithubApi
from cv_action.adapters.github_commit import TRIES, GithubBranch
from cv_action.adapters.github_data import GithubData
from cv_action.adapters.github_history import movements
from cv_action.adapters.github_merging import Update, first, following
from cv_action.adapters.github_offered import GithubOffered
from cv_action.adapters.github_proposals import GithubProposals
from cv_action.adapters.github_reading import GithubReading, Head
from cv_action.adapters.http import NoReplyError
from cv_action.errors import PublishError
from cv_action.publish.change import Change, MismatchError, Publication
from cv_action.publish.manifest import listed, manifest_path
from cv_action.publish.moved import MovedError
from cv_action.publish.paths import refuse_paths
from cv_action.publish.proposal import Proposal, State, ticks, with_ticks
from cv_action.publish.tree import Tree, blobs, changed, differing, holds

BRANCH: Final = "cv-action-update"
"""What our branch is called where nobody says otherwise."""


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
        self.offered = GithubOffered(self._reading, self._proposals)
        self._folder = folder
        self._pause = pause

    def forget(self) -> None:
        """Forget what was seen, so that the next look is a fresh one."""
        self.offered.forget()
        self.base.forget()

    def current(self, paths: Sequence[str]) -> Mapping[str, bytes]:
        """What stands under these paths on the base, which is what a proposal is compared with.

        Raises:
            PublishError: there is no such branch, or GitHub cannot be asked or refuses.
        """
        self.offered.paths.update(paths)
        return self.base.current(paths)

    def publish(self, change: Change) -> Publication:
        """Bring the pull request to exactly this change, and open it where there is none.

        An empty change closes it. What the owner has closed with just this in it stays closed.
        Where nothing else is offered than before, its text stays, which tells what that cost.

        Raises:
            MovedError: what the run has read or looked at is not what it was.
            PublishError: the change cannot be proposed; the hint says what to do.
        """
        if not change:
            return self._withdraw()
        refuse_paths(change.paths)
        self.current(change.paths)
        before, was_open = self.offered.proposal(), self.offered.is_open()
        if before and (self._declined(before, change) or self._stands(before, change)):
            return Publication(commit_sha=before.head, pull_request=before.number, new=False)
        base = self.base.again(change)
        if holds(base.tree, change):
            return Publication(new=False)
        commit, new = self._settled(change, base)
        number = self._said(before, change)
        return Publication(commit_sha=commit, pull_request=number, new=new or not was_open)

    def _stands(self, proposal: Proposal, change: Change) -> bool:
        """Whether the open pull request says all of this, as everything was first seen."""
        offers = frozenset(ticks(change.description))
        ours = self.offered.branch()
        if proposal.state is not State.OPEN or proposal.offered != offers or ours is None:
            return False
        base = self.base.start(change.paths)
        return not self._update(change, base, ours, opened=True).needed

    def _withdraw(self) -> Publication:
        """Close the pull request, because nothing differs from the base any more.

        Why it is read again: its owner may have ticked something since.
        """
        if not self.offered.is_open():
            return Publication(new=False)
        proposal = self._newest()
        if proposal is None or proposal.state is not State.OPEN:
            return Publication(new=False)
        return Publication(pull_request=self._proposals.close(proposal).number)

    def _declined(self, proposal: Proposal, change: Change) -> bool:
        """Whether the owner has closed a pull request that brought all of this."""
        if proposal.state is not State.CLOSED:
            return False
        return holds(self._reading.listing(proposal.head, change.paths).tree, change)

    def _settled(self, change: Change, base: Head) -> tuple[str, bool]:
        """The commit at which our branch says the change, and whether it was made now."""
        before = ours = self.offered.branch()
        for number in range(TRIES):
            update = self._update(change, base, ours, opened=self.offered.is_open())
            if ours and not update.needed:
                return ours.commit, False
            if commit := self._made(change, base, ours, update):
                self._compare(update, commit)
                return commit, True
            self._pause(2**number)
            ours = self.offered.again()
            self._refuse_moved(before, ours, changed(base.tree, change))
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
            paths=self.offered.paths | self._made_before(ours),
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
            now = self._reading.find(self.offered.paths)
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
            for path in sorted(self.offered.paths)
            if now.tree.get(path) not in {seen.get(path), wanted.get(path)}
        ]
        if paths:
            told = movements(self._reading, paths, now.commit)
            raise MovedError(told, more=len(paths) - len(told))

    def _compare(self, update: Update, commit: str) -> None:
        """Read back what was proposed.

        Raises:
            MismatchError: it is not what was to be proposed.
        """
        found = self._reading.listing(commit, self.offered.paths)
        wrong = differing(update.tree, found.tree)
        if not found.whole:
            wrong = tuple(path for path in wrong if path in self.offered.paths)
        if wrong:
            raise MismatchError(
                f"{commit[:7]} is not what was to be proposed: {wrong[0]}.",
                hint=f"Look at the pull request before you merge it. {LATER}",
            )

    def _said(self, before: Proposal | None, change: Change) -> int:
        """The number of the pull request that says the change; 0 when there is nothing to pull.

        Why another look before one is opened: the owner may just have answered another run's.
        """
        title, _, rest = change.message.partition("\n")
        said = change.description or rest.strip()
        if before is None or before.state is not State.OPEN:
            before = self._newest()
        if before is None or before.state is not State.OPEN:
            if before and self._declined(before, change):
                return before.number
            body = with_ticks(said, before.rejected if before else frozenset())
            if opened := self._proposals.open(title, body):
                return opened.number
            before = self._newest()
        if before is None or before.state is not State.OPEN:
            return 0
        return self._proposals.say(before, title, said).number

    def _newest(self) -> Proposal | None:
        return next(iter(self._proposals.all()), None)
