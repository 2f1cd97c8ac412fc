"""Which files of the output folder are ours, so that what is no longer made can go.

The manifest lies in the folder and is published with it. It has no moment in it, so that a run
that changes nothing leaves it as it is. After going back it says what was gone back to, and from
which inputs: as long as those stay, the publication does too. Where more has to go than one run
takes away, it says what is left for the next.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Annotated, Final, TypeVar

import msgspec

from cv_action.publish.change import Change, File, Publisher, change_between
from cv_action.publish.paths import is_plain, is_workflow

T = TypeVar("T")
NAME: Final = ".cv-action.json"
_ABOUT: Final = "The files here that cv-action made. It removes one that it no longer makes."
_LARGEST: Final = 1_000_000
"""Bytes of a manifest; more is none of ours."""
_MOST: Final = 50
"""Files that are looked at to be removed in one run; each may have to be fetched."""

_SHA256: Final = r"^[0-9a-f]{64}\Z"
_COMMIT: Final = r"^([0-9a-f]{40}|[0-9a-f]{64})\Z"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """What a publication holds to: the commit whose documents it has again, and its inputs.

    ``inputs`` is the fingerprint (SHA-256, in hexadecimal) of what a run would have made documents
    of when somebody went back.
    """

    commit: Annotated[str, msgspec.Meta(pattern=_COMMIT)]
    inputs: Annotated[str, msgspec.Meta(pattern=_SHA256)]


_Digests = dict[str, Annotated[str, msgspec.Meta(pattern=_SHA256)]]


class _Manifest(msgspec.Struct):
    files: _Digests
    left: _Digests = {}


class _Holding(msgspec.Struct):
    held: Hold


def manifest_of(folder: str, produced: Iterable[File], hold: Hold | None = None) -> File:
    """The manifest of those files that lie in the folder, by their SHA-256 in hexadecimal."""
    inside = {_inside(folder, file.path): sha256(file.data).hexdigest() for file in produced}
    files = {name: digest for name, digest in sorted(inside.items()) if name}
    said: dict[str, object] = {"about": _ABOUT, "files": files}
    if hold:
        said["held"] = {"commit": hold.commit, "inputs": hold.inputs}
    return _written(folder, said)


def manifest_path(folder: str) -> str:
    """Where a folder's manifest is."""
    return str(PurePosixPath(folder) / NAME)


def listed(data: bytes, folder: str) -> Mapping[str, str]:
    """The files of a manifest, and what is left to go: paths from the root, and their SHA-256.

    What is no manifest lists nothing. A name that leads out of the folder or into the workflows is
    left out, and so is the manifest itself: anybody who may write to the repository may have
    written it.
    """
    manifest = _read(data, _Manifest)
    return _paths({**manifest.left, **manifest.files}, folder) if manifest else {}


def declared(data: bytes, folder: str) -> Mapping[str, str]:
    """The files of a manifest, by path; none where one of them cannot be ours.

    Why nothing of it then: who has written such a name into it may have written all the others.
    """
    manifest = _read(data, _Manifest)
    files = manifest.files if manifest else {}
    found = _paths(files, folder)
    return found if len(found) == len(files) else {}


def held(data: bytes) -> Hold | None:
    """What a manifest holds to; None where it holds to nothing, or is no manifest."""
    holding = _read(data, _Holding)
    return holding.held if holding else None


def obsolete(left: Mapping[str, str], current: Mapping[str, bytes]) -> tuple[str, ...]:
    """Those files that still stand as we made them; what somebody has edited is theirs."""
    return tuple(
        path
        for path, digest in left.items()
        if path in current and sha256(current[path]).hexdigest() == digest
    )


def change_to(
    produced: Sequence[File],
    publisher: Publisher,
    *,
    folder: str,
    message: str,
    kept: Iterable[str] = (),
) -> Change:
    """What has to change where documents are published, and which old ones have to go.

    ``produced`` includes the folder's new manifest. ``kept`` are paths that never go, whatever a
    manifest says: what the run reads.

    Raises:
        PublishError: what is published cannot be read.
    """
    path = manifest_path(folder)
    known = publisher.current([path])
    before = listed(known[path], folder) if path in known else {}
    made = {file.path for file in produced}
    left = [old for old in sorted(before) if old not in made.union(kept)]
    current = publisher.current([*made, *left])
    there = [(old, before[old]) for old in left if old in current]
    now, later = dict(there[:_MOST]), dict(there[_MOST:])
    brought = [_leaving(file, later, folder) if file.path == path else file for file in produced]
    return change_between(brought, current, message=message, deletions=obsolete(now, current))


def _leaving(manifest: File, left: Mapping[str, str], folder: str) -> File:
    """Our manifest, which says too what is left to go."""
    if not left:
        return manifest
    named = {_inside(folder, path): digest for path, digest in left.items()}
    return _written(folder, {**json.loads(manifest.data), "left": named})


def _written(folder: str, said: Mapping[str, object]) -> File:
    text = json.dumps(said, indent=2, ensure_ascii=False)
    return File(manifest_path(folder), f"{text}\n".encode())


def _paths(files: Mapping[str, str], folder: str) -> Mapping[str, str]:
    """Those of a manifest's names that can be ours, as paths from the root."""
    named = {name: digest for name, digest in files.items() if is_plain(name) and name != NAME}
    found = {str(PurePosixPath(folder) / name): digest for name, digest in named.items()}
    return {path: digest for path, digest in found.items() if not is_workflow(path)}


def _read(data: bytes, kind: type[T]) -> T | None:
    """What bytes say that anybody may have written, as far as they say it."""
    if len(data) > _LARGEST:
        return None
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _inside(folder: str, path: str) -> str:
    """A path as the folder sees it; empty where it is elsewhere."""
    inner = PurePosixPath(path)
    return str(inner.relative_to(folder)) if inner.is_relative_to(folder) else ""
