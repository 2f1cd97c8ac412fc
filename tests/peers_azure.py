"""An account of azurite's, and signatures as its owner makes them.

Rules: https://learn.microsoft.com/rest/api/storageservices/create-service-sas and
https://learn.microsoft.com/rest/api/storageservices/create-account-sas, version 2020-12-06 on.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import urlencode

VERSION = "2021-12-02"
START, END = "2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"
PROTOCOL = "https,http"


@dataclass(frozen=True, slots=True)
class Account:
    """A storage account, where it lies and the key that signs for it."""

    origin: str
    name: str
    key: bytes

    def container_url(self, container: str) -> str:
        """An address that may make a container: ``PUT`` without a body."""
        fields = [self.name, "c", "b", "c", START, END, "", PROTOCOL, VERSION, "", ""]
        signed = {"ss": "b", "srt": "c", "sp": "c", **self._common("\n".join(fields))}
        return f"{self.origin}/{self.name}/{container}?restype=container&{urlencode(signed)}"

    def blob_url(self, path: str, *, permissions: str) -> str:
        """An address for one blob (``container/name``), with letters for what is allowed."""
        resource = f"/blob/{self.name}/{path}"
        fields = [permissions, START, END, resource, "", "", PROTOCOL, VERSION, "b", *[""] * 7]
        signed = {"sr": "b", "sp": permissions, **self._common("\n".join(fields))}
        return f"{self.origin}/{self.name}/{path}?{urlencode(signed)}"

    def _common(self, signed: str) -> dict[str, str]:
        digest = hmac.digest(self.key, signed.encode(), hashlib.sha256)
        signature = base64.b64encode(digest).decode()
        return {"st": START, "se": END, "spr": PROTOCOL, "sv": VERSION, "sig": signature}
