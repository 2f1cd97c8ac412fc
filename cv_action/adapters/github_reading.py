"""What stands on a branch, read in as few requests as there can be.

Sources: https://docs.github.com/rest/branches/branches#get-a-branch and
https://docs.github.com/rest/git/trees#get-a-tree
"""

from __future__ import annotations

import binascii
from base64 import b64decode
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from http import HTTPStatus
from itertools import accumulate
from typing import Annotated, Final, TypeVar

import msgspec

from cv_action.adapters.artifact_refusal import LATER
from cv_action.adapters.github_api import GithubApi, decoded, quoted
from cv_action.adapters.github_refusal import empty_repository, missing_branch, refused
from cv_action.adapters.http import NoReplyError
from cv_action.adapters.http_message import Reply
from cv_action.errors import PublishError
from cv_action.publish.standing import blob_id
from cv_action.publish.tree import Entry, Kind, Tree

T = TypeVar("T")
Sha = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{40}$")]


class _Object(msgspec.Struct):
    sha: Sha


class _GitCommit(msgspec.Struct):
    tree: _Object
    message: str = ""


class _Commit(msgspec.Struct):
    sha: Sha
    commit: _GitCommit


class _Branch(msgspec.Struct):
    name: str
    commit: _Commit


class _Entry(msgspec.Struct):
    path: str
    mode: str
    sha: Sha


class _Tree(msgspec.Struct):
    tree: list[_Entry]
    truncated: bool


class _Blob(msgspec.Struct):
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What stands in a tree; where it is not ``whole``, only what was asked for, and beside it."""

    tree: Tree
    whole: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where a branch points: the commit, the name of its tree, and what stands in it."""

    commit: str
    tree_id: str
    listing: Listing

    @property
    def tree(self) -> Tree:
        """What stands there."""
        return self.listing.tree


UNBORN: Final = Head(commit="", tree_id="", listing=Listing(tree={}))
"""A branch that is not there yet."""


_WHOLE: Final = 4
"""Whole trees that are remembered: each may have 100,000 entries."""


class GithubReading:
    """Reads one branch of one repository, and nothing twice that cannot be another."""

    def __init__(self, api: GithubApi, *, branch: str) -> None:
        self.api = api
        self.branch = branch
        self._blob = cache(self._read_blob)
        self._whole = lru_cache(maxsize=_WHOLE)(self._listed_whole)
        self._folder = cache(self._listed_folder)

    def head(self, paths: Collection[str], known: Head | None = None) -> Head:
        """The branch's head, with what stands under the paths at least.

        Raises:
            PublishError: there is no such branch, or GitHub cannot be asked or refuses.
        """
        found = self.find(paths, known)
        if found is None:
            raise self._no_branch()
        return found

    def find(self, paths: Collection[str], known: Head | None = None) -> Head | None:
        """The branch's head, if there is such a branch; a tree that is ``known`` is not read again.

        Raises:
            PublishError: GitHub cannot be asked or refuses.
        """
        reply = self._ask(f"/branches/{quoted(self.branch)}")
        if reply.status == HTTPStatus.NOT_FOUND:
            return None
        found = self._decoded(reply, _Branch, "the branch")
        if found.name != self.branch:
            raise missing_branch(self.branch, repository=self.api.repository)
        commit, tree_id = found.commit.sha, found.commit.commit.tree.sha
        if known and known.tree_id == tree_id:
            return self.more(replace(known, commit=commit), paths)
        return Head(commit=commit, tree_id=tree_id, listing=self.listing(tree_id, paths))

    def more(self, head: Head, paths: Collection[str]) -> Head:
        """The same head, with what stands under these paths too.

        Raises:
            PublishError: GitHub cannot be asked or refuses.
        """
        if head.listing.whole or all(path in head.tree for path in paths):
            return head
        found = self.listing(head.tree_id, paths)
        return replace(head, listing=Listing(tree={**head.tree, **found.tree}, whole=found.whole))

    def listing(self, sha: str, paths: Collection[str]) -> Listing:
        """What stands in a tree or a commit: all of it, or where that is too much, the paths.

        Raises:
            PublishError: GitHub cannot be asked or refuses.
        """
        whole = self._whole(sha)
        if whole is None:
            return Listing(tree=self._walked(sha, paths), whole=False)
        return Listing(tree=whole)

    def blob(self, sha: str) -> bytes:
        """The bytes of a file, held against their name, and asked for once.

        Raises:
            PublishError: GitHub cannot be asked or refuses, or gives other bytes.
        """
        return self._blob(sha)

    def _read_blob(self, sha: str) -> bytes:
        found = self.get(f"/git/blobs/{sha}", _Blob, of="a file")
        try:
            data = b64decode(found.content)
        except binascii.Error:
            data = b""
        if blob_id(data) != sha:
            raise PublishError("GitHub gave a file with other bytes than it names.", hint=LATER)
        return data

    def get(
        self, path: str, type_: type[T], *, of: str, query: Mapping[str, str] | None = None
    ) -> T:
        """What GitHub gives under a path below the repository's.

        Raises:
            PublishError: GitHub cannot be asked or refuses, or cannot be understood.
        """
        return self._decoded(self._ask(path, query), type_, of)

    def _walked(self, sha: str, paths: Collection[str]) -> Tree:
        """The folders on the way to the paths, one request for each."""
        tree = dict(_entries(self._folder(sha), ""))
        for folder in sorted(_folders(paths)):
            entry = tree.get(folder)
            if entry is not None and entry.kind is Kind.FOLDER:
                tree.update(_entries(self._folder(entry.sha), f"{folder}/"))
        return tree

    def _listed_whole(self, sha: str) -> Tree | None:
        listed = self._listed(sha, {"recursive": "1"})
        return None if listed.truncated else _entries(listed, "")

    def _listed_folder(self, sha: str) -> _Tree:
        listed = self._listed(sha, None)
        if listed.truncated:
            raise PublishError(
                "A folder on the way to the documents holds more than GitHub lists.",
                hint="Choose another output_dir.",
            )
        return listed

    def _listed(self, sha: str, query: Mapping[str, str] | None) -> _Tree:
        return self.get(f"/git/trees/{sha}", _Tree, of="the branch's files", query=query)

    def _no_branch(self) -> PublishError:
        """Why another request: an empty repository and a missing branch begin the same way."""
        repository = self.api.repository
        reply = self._ask(f"/git/ref/heads/{quoted(self.branch)}")
        if reply.status == HTTPStatus.CONFLICT:
            return empty_repository(repository)
        if reply.status == HTTPStatus.NOT_FOUND and self._ask("").status == HTTPStatus.OK:
            return missing_branch(self.branch, repository=repository)
        return refused(reply, repository=repository, branch=self.branch)

    def _ask(self, path: str, query: Mapping[str, str] | None = None) -> Reply:
        try:
            return self.api.ask("GET", path, query=query)
        except NoReplyError as error:
            raise PublishError(
                f"What is published is out of reach: {error.message}", hint=LATER
            ) from error

    def _decoded(self, reply: Reply, type_: type[T], of: str) -> T:
        if reply.status != HTTPStatus.OK:
            raise refused(reply, repository=self.api.repository, branch=self.branch)
        return decoded(reply, type_, of=of)


def _entries(listed: _Tree, folder: str) -> Tree:
    return {f"{folder}{entry.path}": Entry(entry.mode, entry.sha) for entry in listed.tree}


def _folders(paths: Iterable[str]) -> frozenset[str]:
    """Every folder above the paths."""
    ways = (
        accumulate(path.split("/")[:-1], lambda above, name: f"{above}/{name}") for path in paths
    )
    return frozenset(folder for way in ways for folder in way)
