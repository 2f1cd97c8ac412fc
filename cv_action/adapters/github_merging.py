"""What the next commit on our branch of a pull request is made of.

It stands on what stands there already, and on the base where that has moved since. So our branch
only ever goes forwards, and what somebody has committed to it stays.
Source: https://docs.github.com/rest/commits/commits#compare-two-commits
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec

from cv_action.adapters.github_reading import GithubReading, Head, Listing, Sha
from cv_action.errors import PublishError
from cv_action.publish.change import Change
from cv_action.publish.tree import Entry, Tree, carried, changed, differing

_MOST_FILES: Final = 300
"""Files that GitHub compares; of more it tells nothing."""


class _Commit(msgspec.Struct):
    sha: Sha


class _File(msgspec.Struct):
    filename: str


class _Comparison(msgspec.Struct):
    behind_by: int
    merge_base_commit: _Commit
    files: list[_File] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """A commit to be made on our branch: its parents, and its tree beside the base's.

    ``carried`` is what somebody else has changed there. ``needed`` is whether the branch does not
    say all of it already.
    """

    tree: Tree
    parents: tuple[str, ...]
    carried: Mapping[str, Entry | None] = field(default_factory=dict)
    needed: bool = True


def first(change: Change, base: Head) -> Update:
    """The commit that a new branch begins with."""
    return Update(tree=changed(base.tree, change), parents=(base.commit,))


def following(
    reading: GithubReading,
    change: Change,
    *,
    base: Head,
    ours: Head,
    paths: Collection[str],
    opened: bool,
) -> Update:
    """The commit that follows on our branch, if one is needed.

    ``paths`` are ours to decide about. Where no pull request is ``opened``, what else stands on
    the branch is left from an old one, and goes.

    Raises:
        PublishError: somebody else's change cannot be carried along.
    """
    compared = reading.get(f"/compare/{base.commit}...{ours.commit}", _Comparison, of="our branch")
    fork = base.listing
    if compared.behind_by:
        fork = reading.listing(compared.merge_base_commit.sha, paths)
    if opened:
        _refuse_unseen(compared, paths, fork, base.listing, ours.listing)
    theirs = carried(fork.tree, base.tree, ours.tree, paths) if opened else {}
    tree = _with(changed(base.tree, change), theirs)
    left = set(differing(tree, ours.tree))
    settled = not left & set(paths) if opened else not left
    moved = set(differing(fork.tree, base.tree)) & set(paths)
    return Update(
        tree=tree,
        parents=(ours.commit, base.commit) if compared.behind_by else (ours.commit,),
        carried=theirs,
        needed=bool(moved) or not settled,
    )


def _refuse_unseen(compared: _Comparison, paths: Collection[str], *listings: Listing) -> None:
    """Why: what was not listed cannot be carried, and would be lost."""
    if all(listing.whole for listing in listings):
        return
    theirs = [file.filename for file in compared.files if file.filename not in paths]
    if theirs or len(compared.files) >= _MOST_FILES:
        raise PublishError(
            "Somebody has committed to the branch of the pull request, and the repository is too "
            "large to keep that while it is updated.",
            hint="Merge or close the pull request; the next run opens a new one.",
        )


def _with(tree: Tree, entries: Mapping[str, Entry | None]) -> Tree:
    kept = {path: entry for path, entry in tree.items() if path not in entries}
    return {**kept, **{path: entry for path, entry in entries.items() if entry}}
