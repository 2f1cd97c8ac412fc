"""A tree of git as a value: what stands where, and what a change would meet there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate
from typing import Final, TypeAlias

from cv_action.errors import PublishError
from cv_action.publish.change import Change
from cv_action.publish.standing import blob_id

_FILES: Final = frozenset({"100644", "100755"})


class Kind(StrEnum):
    """What an entry of a tree is."""

    FILE = "file"
    FOLDER = "folder"
    LINK = "symbolic link"
    SUBMODULE = "submodule"


_KINDS: Final = {"040000": Kind.FOLDER, "120000": Kind.LINK, "160000": Kind.SUBMODULE}


@dataclass(frozen=True, slots=True)
class Entry:
    """An object under a path: its mode (six octal digits) and its SHA-1 in hexadecimal."""

    mode: str
    sha: str

    @property
    def kind(self) -> Kind:
        """What it is; an unknown mode is treated as a link, which nothing is written through."""
        return Kind.FILE if self.mode in _FILES else _KINDS.get(self.mode, Kind.LINK)


Tree: TypeAlias = Mapping[str, Entry]
"""Entries by path: files, and the folders on the way to them."""


def blobs(tree: Tree, paths: Iterable[str]) -> Mapping[str, str]:
    """The names of the contents of those paths that are files."""
    entries = {path: tree[path] for path in paths if path in tree}
    return {path: entry.sha for path, entry in entries.items() if entry.kind is Kind.FILE}


def holds(tree: Tree, change: Change) -> bool:
    """Whether everything that a change brings stands there already."""
    there = blobs(tree, (file.path for file in change.files))
    brought = all(there.get(file.path) == blob_id(file.data) for file in change.files)
    return brought and not any(path in tree for path in change.deletions)


def conflicts(seen: Mapping[str, Entry | None], now: Tree, change: Change) -> tuple[str, ...]:
    """The paths under which neither stands what was seen there, nor what the change brings."""
    wanted = changed({path: entry for path, entry in seen.items() if entry}, change)
    return tuple(
        path
        for path, entry in sorted(seen.items())
        if now.get(path) not in {entry, wanted.get(path)}
    )


def differing(expected: Tree, found: Tree) -> tuple[str, ...]:
    """The paths under which two trees do not hold the same content, sorted."""
    one, other = (set(_contents(tree)) for tree in (expected, found))
    return tuple(sorted({path for path, _, _ in one ^ other}))


def _contents(tree: Tree) -> Iterable[tuple[str, Kind, str]]:
    """Why no modes: a commit through the API may make an executable file a plain one."""
    entries = ((path, entry.kind, entry.sha) for path, entry in tree.items())
    return (entry for entry in entries if entry[1] is not Kind.FOLDER)


def changed(tree: Tree, change: Change) -> Tree:
    """The tree with a change made, folders aside."""
    brought = {file.path: Entry("100644", blob_id(file.data)) for file in change.files}
    gone = set(change.deletions)
    return {path: entry for path, entry in {**tree, **brought}.items() if path not in gone}


def refuse_obstacles(tree: Tree, change: Change) -> None:
    """Refuse a change that something other than a file is in the way of.

    Raises:
        PublishError: a path of it leads through a link, a submodule or a file, or is a folder.
    """
    for file in change.files:
        *folders, path = accumulate(file.path.split("/"), lambda above, name: f"{above}/{name}")
        for folder in folders:
            _refuse(tree, folder, (Kind.FOLDER,))
        _refuse(tree, path, (Kind.FILE,))


def _refuse(tree: Tree, path: str, fine: tuple[Kind, ...]) -> None:
    entry = tree.get(path)
    if entry is not None and entry.kind not in fine:
        raise PublishError(
            f"{path} is a {entry.kind} on the branch, so nothing can be written there.",
            hint="Rename it, or choose another output_dir.",
        )


def carried(
    fork: Tree, base: Tree, other: Tree, ours: Collection[str]
) -> Mapping[str, Entry | None]:
    """What somebody has changed on the other branch since the fork, apart from our paths.

    None stands for what they took away. What the base has changed too, in another way, is in
    conflict.

    Raises:
        PublishError: something is in conflict.
    """
    theirs = [path for path in differing(fork, other) if path not in set(ours)]
    wanted = {path: other.get(path) for path in theirs if base.get(path) != other.get(path)}
    for path in wanted:
        if base.get(path) != fork.get(path):
            raise PublishError(
                f"{path} was changed on both branches of the pull request, and is none of ours.",
                hint="Merge or close the pull request, or settle the conflict in it.",
            )
    return wanted
