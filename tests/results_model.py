"""What the artifact server remembers, and what it says: values shared by its parts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias
from urllib.parse import parse_qs, urlsplit

Answer: TypeAlias = tuple[int, dict[str, str], bytes]


class Step(StrEnum):
    """Each request that a client of artifacts makes."""

    CREATE = "CreateArtifact"
    BLOCK = "block"
    COMMIT = "blocklist"
    FINALIZE = "FinalizeArtifact"
    LIST = "list"
    ZIP = "zip"
    DOWNLOAD = "download"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What happens once instead of a step: an answer, or a connection that dies.

    ``done``: the server does what it is asked, and only the answer is another one.
    """

    step: Step
    answer: Answer | None
    done: bool = False


class LostAnswerError(Exception):
    """The connection died before the answer came through."""


@dataclass(frozen=True)
class Asked:
    """A request; names of headers are in lower case."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    @property
    def query(self) -> dict[str, str]:
        pairs = parse_qs(urlsplit(self.url).query, keep_blank_values=True)
        return {name: values[-1] for name, values in pairs.items()}


@dataclass
class Blob:
    """What lies in the blob store; ``signature`` is what its URL must carry."""

    signature: str
    blocks: dict[str, bytes] = field(default_factory=dict)
    data: bytes | None = None


@dataclass(kw_only=True)
class Artifact:
    """An artifact that was finalized; ``late`` is how many listings it still stays out of."""

    id: int
    name: str
    run: int
    data: bytes
    digest: str
    created_at: datetime
    expires_at: datetime
    repository_id: int
    head_repository_id: int
    expired: bool = False
    late: int = 0


def json_answer(status: int, body: object, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, {"Content-Type": "application/json"} | named, json.dumps(body).encode()


def digest(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
