"""A commit made object by object, where one mutation cannot make it.

Why no author is sent: GitHub then signs the commit in the name of whose token it is.
Sources: https://docs.github.com/rest/git/trees#create-a-tree and
https://docs.github.com/rest/git/refs#update-a-reference
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, Final

import msgspec

from cv_action.adapters.github_api import GithubApi, decoded, quoted
from cv_action.adapters.github_limits import told_by
from cv_action.adapters.github_reading import Sha
from cv_action.adapters.github_refusal import missing_branch, refused
from cv_action.adapters.http_message import Reply
from cv_action.errors import PublishError
from cv_action.publish.change import Change, File
from cv_action.publish.tree import Entry, Kind

_INLINE: Final = 1_000_000
"""Bytes of text that travel within a tree; more, and what is no text, is a blob of its own."""
LARGEST: Final = 30_000_000
"""Bytes of a file: as base64 that is the 40 MB that a request may have."""


class _Made(msgspec.Struct):
    sha: Sha


class GithubData:
    """Makes commits of one repository and moves one branch to them."""

    def __init__(self, api: GithubApi, *, branch: str) -> None:
        self.api = api
        self.branch = branch

    def commit(
        self,
        change: Change,
        *,
        tree_id: str,
        parents: Sequence[str],
        carried: Mapping[str, Entry | None] = MappingProxyType({}),
    ) -> str:
        """A commit of a change to a tree (empty: to nothing), which no branch points to yet.

        ``carried`` are entries of another tree that are to stand in this one too; None takes one
        away.

        Raises:
            NoReplyError: GitHub cannot be asked.
            PublishError: GitHub refuses.
        """
        entries = [
            *map(self._entry, change.files),
            *map(_gone, change.deletions),
            *(_carried(path, entry) for path, entry in carried.items()),
        ]
        below = {"base_tree": tree_id} if tree_id else {}
        tree = self._make("/git/trees", {**below, "tree": entries})
        wanted = {"message": change.message, "tree": tree, "parents": list(parents)}
        return self._make("/git/commits", wanted)

    def move(self, commit: str) -> bool:
        """Point the branch to a commit that comes after its head; False when it does not.

        Raises:
            NoReplyError: GitHub cannot be asked.
            PublishError: GitHub refuses.
        """
        path = f"/git/refs/heads/{quoted(self.branch)}"
        reply = self.api.ask("PATCH", path, sent={"sha": commit, "force": False})
        told = told_by(reply).lower() if reply.status == HTTPStatus.UNPROCESSABLE_ENTITY else ""
        if "not a fast forward" in told:
            return False
        if "does not exist" in told:
            raise missing_branch(self.branch, repository=self.api.repository)
        if reply.status != HTTPStatus.OK:
            raise self._refused(reply)
        return True

    def create(self, commit: str) -> bool:
        """Make the branch, on a commit; False when it is there already.

        Raises:
            NoReplyError: GitHub cannot be asked.
            PublishError: GitHub refuses, or has a branch whose name is in the way.
        """
        wanted = {"ref": f"refs/heads/{self.branch}", "sha": commit}
        reply = self.api.ask("POST", "/git/refs", sent=wanted)
        told = told_by(reply).lower() if reply.status == HTTPStatus.UNPROCESSABLE_ENTITY else ""
        if "already exists" in told:
            return False
        if "reference update failed" in told:
            raise PublishError(
                f"There can be no branch {self.branch!r}: another one's name is in the way.",
                hint=f"Rename the branch that begins like it (as in {self.branch}/…).",
            )
        if reply.status != HTTPStatus.CREATED:
            raise self._refused(reply)
        return True

    def _entry(self, file: File) -> Mapping[str, str]:
        entry = {"path": file.path, "mode": "100644", "type": "blob"}
        text = _text(file.data)
        if text is not None:
            return {**entry, "content": text}
        if len(file.data) > LARGEST:
            raise PublishError(
                f"{file.path} has {len(file.data):,} bytes; GitHub's API takes {LARGEST:,}.",
                hint="Make it smaller (publish_photo: false), or leave out its format.",
            )
        content = b64encode(file.data).decode()
        blob = self._make("/git/blobs", {"content": content, "encoding": "base64"})
        return {**entry, "sha": blob}

    def _make(self, path: str, wanted: Mapping[str, Any]) -> str:
        reply = self.api.ask("POST", path, sent=wanted)
        if reply.status != HTTPStatus.CREATED:
            raise self._refused(reply)
        return decoded(reply, _Made, of="what it made").sha

    def _refused(self, reply: Reply) -> PublishError:
        return refused(reply, repository=self.api.repository, branch=self.branch)


def _carried(path: str, entry: Entry | None) -> Mapping[str, str | None]:
    if entry is None:
        return _gone(path)
    kind = "commit" if entry.kind is Kind.SUBMODULE else "blob"
    return {"path": path, "mode": entry.mode, "type": kind, "sha": entry.sha}


def _gone(path: str) -> Mapping[str, str | None]:
    return {"path": path, "mode": "100644", "type": "blob", "sha": None}


def _text(data: bytes) -> str | None:
    """A text that arrives as the same bytes."""
    if len(data) > _INLINE or b"\0" in data:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None
