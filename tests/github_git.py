"""One repository's git objects, in memory; dulwich makes them, so their names are git's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from stat import S_ISDIR
from types import MappingProxyType
from typing import TypeVar

from dulwich.errors import NotTreeError
from dulwich.graph import can_fast_forward, find_merge_base
from dulwich.object_store import commit_tree_changes, tree_lookup_path
from dulwich.objects import Blob, Commit, ObjectID, ShaFile, Tree
from dulwich.repo import MemoryRepo

FILE = 0o100644
FOLDER = 0o40000
LINK = 0o120000
SUBMODULE = 0o160000
T = TypeVar("T", bound=ShaFile)


@dataclass(frozen=True)
class Entry:
    """What stands under a path of a tree."""

    path: str
    mode: int
    sha: str

    @property
    def kind(self) -> str:
        return {FOLDER: "tree", SUBMODULE: "commit"}.get(self.mode, "blob")


class Objects:
    """Blobs, trees and commits, by their SHA-1 in hexadecimal."""

    def __init__(self) -> None:
        self._repo = MemoryRepo()
        self._store = self._repo.object_store
        self._files: dict[str, Mapping[str, bytes]] = {}

    def everything(self) -> Iterator[ShaFile]:
        """Every object there is."""
        return (self._store[sha] for sha in self._store)

    def blob(self, data: bytes) -> str:
        return self._add(Blob.from_string(data))

    def data(self, sha: str) -> bytes | None:
        blob = self._get(sha, Blob)
        return blob.data if blob else None

    def tree(self, base: str | None, changes: Iterable[tuple[str, int, str | None]]) -> str:
        """The base with changes: a path, its mode and its new object; None takes it away.

        Raises:
            KeyError: what is to go is not there.
            AssertionError: a file stands where a folder is needed.
        """
        start = self._get(base, Tree) if base else Tree()
        assert start is not None
        changed = [
            (path.encode(), None if sha is None else mode, _id(sha)) for path, mode, sha in changes
        ]
        return commit_tree_changes(self._store, start, changed).decode()

    def is_tree(self, sha: str) -> bool:
        return self._get(sha, Tree) is not None

    def entries(self, tree: str, *, recursive: bool) -> Iterator[Entry]:
        """What a tree holds, folders too, in git's order."""
        found = self._get(tree, Tree)
        assert found
        for item in found.iteritems(name_order=True):
            mode = FOLDER if S_ISDIR(item.mode) else item.mode
            yield Entry(item.path.decode(), mode, item.sha.decode())
            if recursive and mode == FOLDER:
                for inner in self.entries(item.sha.decode(), recursive=True):
                    yield replace(inner, path=f"{item.path.decode()}/{inner.path}")

    def files(self, commit: str) -> Mapping[str, bytes]:
        """Every file of a commit, with its bytes; what is no file shows as where it leads."""
        if commit not in self._files:
            found = self.commit(commit)
            assert found
            entries = self.entries(found.tree.decode(), recursive=True)
            files = {entry.path: self._bytes(entry) for entry in entries if entry.mode != FOLDER}
            self._files[commit] = MappingProxyType(files)
        return self._files[commit]

    def make_commit(
        self, tree: str, parents: Iterable[str], message: str, *, author: str, at: datetime
    ) -> str:
        commit = Commit()
        commit.tree = ObjectID(tree.encode())
        commit.parents = [ObjectID(parent.encode()) for parent in parents]
        commit.author = f"{author} <{author}@example.org>".encode()
        commit.committer = b"GitHub <noreply@github.com>"
        commit.author_time = commit.commit_time = int(at.timestamp())
        commit.author_timezone = commit.commit_timezone = 0
        commit.message = message.encode()
        return self._add(commit)

    def commit(self, sha: str) -> Commit | None:
        return self._get(sha, Commit)

    def leads_to(self, old: str, new: str) -> bool:
        """Whether ``new`` is ``old`` or comes after it."""
        return can_fast_forward(self._repo, ObjectID(old.encode()), ObjectID(new.encode()))

    def fork_point(self, one: str, other: str) -> str:
        """The newest commit that both come after."""
        both = [ObjectID(one.encode()), ObjectID(other.encode())]
        return find_merge_base(self._repo, both)[0].decode()

    def history(self, head: str, path: str | None = None) -> list[str]:
        """The commits that lead to a head, the newest first; of a path, those that moved it."""
        walk = self._repo.get_walker(include=[ObjectID(head.encode())], order="topo")
        shas = [entry.commit.id.decode() for entry in walk]
        moved = self._moves(head, path.encode()) if path else set(shas)
        return [sha for sha in shas if sha in moved]

    def _moves(self, head: str, path: bytes) -> set[str]:
        """As git simplifies: beyond a merge that has it as a parent, only that one is followed."""
        moved: set[str] = set()
        waiting, seen = [head], set[str]()
        while waiting:
            sha = waiting.pop()
            if sha in seen:
                continue
            seen.add(sha)
            commit = self.commit(sha)
            assert commit
            parents = [parent.decode() for parent in commit.parents]
            here = self._under(sha, path)
            same = [parent for parent in parents if self._under(parent, path) == here]
            waiting += same[:1] or parents
            if not same and (parents or here):
                moved.add(sha)
        return moved

    def _under(self, sha: str, path: bytes) -> tuple[int, bytes] | None:
        """What a commit has under a path."""
        commit = self.commit(sha)
        assert commit
        try:
            return tree_lookup_path(self._store.__getitem__, commit.tree, path)
        except (KeyError, NotTreeError):
            return None

    def _bytes(self, entry: Entry) -> bytes:
        data = self.data(entry.sha)
        return entry.sha.encode() if data is None else data

    def _add(self, made: ShaFile) -> str:
        self._store.add_object(made)
        return made.id.decode()

    def _get(self, sha: str, kind: type[T]) -> T | None:
        try:
            found = self._store[ObjectID(sha.encode())]
        except (KeyError, ValueError, AssertionError):
            return None
        return found if isinstance(found, kind) else None


def _id(sha: str | None) -> ObjectID | None:
    return None if sha is None else ObjectID(sha.encode())
