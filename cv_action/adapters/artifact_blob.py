"""The bytes of an artifact, as the blob store behind GitHub takes them.

Source: Azure's Put Block and Put Block List, which GitHub's own client uses for every size. A
single Put Blob is legal too, but not every stand-in for GitHub keeps what it brings.
"""

from __future__ import annotations

from base64 import b64encode
from typing import Final
from urllib.parse import quote, unquote

from cv_action.adapters.http import NoReplyError, Session
from cv_action.adapters.http_message import MEBIBYTE, Reply, Request
from cv_action.ledger.store import StoreError

BLOCK: Final = 8 * MEBIBYTE
"""Bytes of a block: what GitHub's own client sends in one request."""
_VERSION: Final = "2025-11-05"
_CREATED: Final = 201


def signatures(url: str) -> frozenset[str]:
    """The signature in a signed URL, in each form that a log could show: to be masked."""
    pairs = (pair.partition("=") for pair in url.partition("?")[2].split("&"))
    written = {value for key, _, value in pairs if key.lower() == "sig" and value}
    plain = {unquote(value) for value in written}
    return frozenset(written | plain | {quote(value, safe="") for value in plain})


def put_blob(session: Session, url: str, data: bytes) -> None:
    """Fill a blob through its signed URL, all or nothing.

    The signature is the permission: no ``Authorization`` goes to that host.

    Raises:
        StoreError: the blob was not made; the message holds nothing of the URL.
    """
    starts = range(0, len(data), BLOCK)
    ids = [b64encode(f"{start:020}".encode()).decode() for start in starts]
    for id_, start in zip(ids, starts, strict=True):
        block = data[start : start + BLOCK]
        _put(session, f"{url}&comp=block&blockid={quote(id_, safe='')}", block)
    listed = "".join(f"<Latest>{id_}</Latest>" for id_ in ids)
    document = f'<?xml version="1.0" encoding="utf-8"?><BlockList>{listed}</BlockList>'
    _put(
        session,
        f"{url}&comp=blocklist",
        document.encode(),
        {"Content-Type": "application/xml", "x-ms-blob-content-type": "application/zip"},
    )


_BYTES: Final = {"Content-Type": "application/octet-stream"}


def _put(session: Session, url: str, body: bytes, headers: dict[str, str] = _BYTES) -> None:
    request = Request(
        method="PUT",
        url=url,
        headers={"x-ms-version": _VERSION, **headers},
        body=body,
        idempotent=True,
    )
    try:
        reply = session.send(request)
    except NoReplyError as error:
        raise StoreError(f"The artifact's bytes did not arrive: {error.message}") from error
    if reply.status != _CREATED:
        raise StoreError(f"The blob store refused the artifact's bytes: {_reason(reply)}.")


def _reason(reply: Reply) -> str:
    code = reply.headers.get("x-ms-error-code", "")
    return f"{reply.status} {code}" if code.isascii() and code.isalnum() else str(reply.status)
