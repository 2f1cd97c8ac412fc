"""What was offered before: our pull requests and our branch, as a run first saw them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cv_action.adapters.github_proposals import GithubProposals
from cv_action.adapters.github_reading import GithubReading, Head
from cv_action.errors import ConfigurationError
from cv_action.publish.proposal import Proposal, State, refusals
from cv_action.publish.tree import blobs


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    proposals: tuple[Proposal, ...]
    ours: Head | None


class GithubOffered:
    """Reads what was offered, and what the owner has answered; it is ``Files``.

    ``paths`` are all that a run has looked at.
    """

    def __init__(self, reading: GithubReading, proposals: GithubProposals) -> None:
        self.paths: set[str] = set()
        self._reading = reading
        self._proposals = proposals
        self._found: _Seen | None = None

    def proposal(self) -> Proposal | None:
        """Our pull request: the open one, or else the last one.

        Raises:
            PublishError: GitHub cannot be asked or refuses.
        """
        return next(iter(self._seen().proposals), None)

    def is_open(self) -> bool:
        """Whether there is an open one."""
        newest = self.proposal()
        return newest is not None and newest.state is State.OPEN

    def branch(self) -> Head | None:
        """Our branch, if it is there, with what stands under every path that was looked at."""
        seen = self._seen()
        if seen.ours is not None:
            seen = replace(seen, ours=self._reading.more(seen.ours, self.paths))
            self._found = seen
        return seen.ours

    def again(self) -> Head | None:
        """Our branch as it is now, if it is there; which pull request is open is looked at anew.

        Raises:
            PublishError: GitHub cannot be asked or refuses.
        """
        self._found = self._look(self._seen().ours)
        return self._found.ours

    def refusals(self) -> frozenset[str]:
        """The ids of the facts whose other words the owner has refused.

        Raises:
            PublishError: GitHub cannot be asked or refuses.
        """
        return refusals(self._seen().proposals)

    def read(self, path: str) -> bytes:
        """A file's bytes, as our newest pull request has it, where that is not merged.

        Raises:
            ConfigurationError: it has none there.
            PublishError: GitHub cannot be asked or refuses.
        """
        name = self._name(path)
        if name is None:
            raise ConfigurationError(f"{path} is in no pull request.", hint="Name a file.")
        return self._reading.blob(name)

    def present(self, paths: Iterable[str]) -> tuple[str, ...]:
        """Those of the paths that are files there, in the order given.

        Raises:
            PublishError: GitHub cannot be asked or refuses.
        """
        return tuple(path for path in paths if self._name(path))

    def forget(self) -> None:
        """Forget what was seen, so that the next look is a fresh one."""
        self._found = None
        self.paths = set()

    def _name(self, path: str) -> str | None:
        """The name of what our newest pull request has under a path, until it is merged.

        Why of one that is closed too: of what was found, the owner has only refused the words.
        """
        newest = self.proposal()
        if newest is None or newest.state is State.MERGED:
            return None
        if newest.state is State.OPEN:
            self.paths.add(path)
            ours = self.branch()
            tree = ours.tree if ours else {}
        else:
            tree = self._reading.listing(newest.head, (path,)).tree
        return blobs(tree, (path,)).get(path)

    def _seen(self) -> _Seen:
        if self._found is None:
            self._found = self._look(None)
        return self._found

    def _look(self, known: Head | None) -> _Seen:
        """Why the branch first: what comes to stand there later stops a commit made on it.

        So what somebody puts into a pull request that is opened meanwhile is never taken for what
        an old one has left there.
        """
        ours = self._reading.find(self.paths, known)
        return _Seen(proposals=self._proposals.all(), ours=ours)
