"""What the ledger is told about a publication."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256

import msgspec

from cv_action.ledger.event import ROOM, Held, Published, Writer
from cv_action.publish.change import File, Publication
from cv_action.publish.manifest import Hold


def published(
    publication: Publication, files: Iterable[File], *, by: Writer, at: datetime
) -> Published:
    """That files were handed back; as many are named as there is room for."""
    hashes = {file.path: sha256(file.data).hexdigest() for file in files}
    named = dict(_fitting(hashes))
    return Published(
        id=f"{by.nonce}-published",
        at=at,
        by=by,
        files=named,
        commit=publication.commit_sha or None,
        pull_request=publication.pull_request,
        more=len(hashes) - len(named),
    )


def gone_back(hold: Hold, *, by: Writer, at: datetime) -> Held:
    """That somebody went back, and to what."""
    return Held(id=f"{by.nonce}-held", at=at, by=by, commit=hold.commit, inputs=hold.inputs)


def _fitting(hashes: dict[str, str]) -> Iterator[tuple[str, str]]:
    room = ROOM - len("{}")
    for path, digest in sorted(hashes.items()):
        room -= len(msgspec.json.encode({path: digest})) - len("{}") + len(",")
        if room >= 0:
            yield path, digest
