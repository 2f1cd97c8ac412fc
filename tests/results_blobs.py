"""The blob half of the artifact server, by Azure's rules for signed URLs and blocks."""

from __future__ import annotations

import re
from base64 import b64decode
from typing import TYPE_CHECKING

from tests.results_model import Answer, Asked, Blob, Step

if TYPE_CHECKING:
    from tests.results_server import ResultsServer

LIST = re.compile(
    rb'<\?xml version="1\.0" encoding="utf-8"[^>]*\?><BlockList>'
    rb"((?:<Latest>[A-Za-z0-9+/=]+</Latest>)*)</BlockList>",
    re.IGNORECASE,
)


def blobs(server: ResultsServer, step: Step, asked: Asked) -> Answer:
    """Serve one request to the blob store."""
    blob = server.blobs.get(asked.path.removeprefix("/blob/"))
    if "authorization" in asked.headers:
        return _error(400, "InvalidAuthenticationInfo")
    if blob is None or asked.query.get("sig") != blob.signature:
        return _error(403, "AuthenticationFailed")
    match step:
        case Step.DOWNLOAD:
            return _download(blob)
        case Step.BLOCK:
            return _block(blob, asked)
        case Step.COMMIT:
            return _commit(blob, asked)
        case _:
            return _error(400, "MissingRequiredHeader")


def _download(blob: Blob) -> Answer:
    if blob.data is None:
        return _error(404, "BlobNotFound")
    return 200, {"Content-Type": "application/zip", "x-ms-blob-type": "BlockBlob"}, blob.data


def _block(blob: Blob, asked: Asked) -> Answer:
    id_ = asked.query.get("blockid", "")
    if "x-ms-version" not in asked.headers:
        return _error(400, "MissingRequiredHeader")
    if not b64decode(id_, validate=True) or len(b64decode(id_)) > 64:
        return _error(400, "InvalidQueryParameterValue")
    if any(len(other) != len(id_) for other in blob.blocks):
        return _error(400, "InvalidBlobOrBlock")
    if not asked.body or len(asked.body) != int(asked.headers.get("content-length", "-1")):
        return _error(400, "InvalidHeaderValue")
    blob.blocks[id_] = asked.body
    return _made()


def _commit(blob: Blob, asked: Asked) -> Answer:
    document = LIST.fullmatch(asked.body)
    if document is None:
        return _error(400, "InvalidXmlDocument")
    ids = [id_.decode() for id_ in re.findall(rb"<Latest>([^<]+)", document[1])]
    if not set(ids) <= set(blob.blocks):
        return _error(400, "InvalidBlockList")
    blob.data = b"".join(blob.blocks[id_] for id_ in ids)
    blob.blocks.clear()
    return _made()


def _made() -> Answer:
    return 201, {"x-ms-version": "2025-11-05", "ETag": '"0x8D0000000000000"'}, b""


def _error(status: int, code: str) -> Answer:
    body = f'<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code></Error>'
    return status, {"Content-Type": "application/xml", "x-ms-error-code": code}, body.encode()
