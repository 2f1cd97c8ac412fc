"""What stands on a branch, by the names that git gives to contents.

Source: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha1


def blob_id(data: bytes) -> str:
    """The name of a content: the SHA-1, in hexadecimal, of its length and its bytes."""
    return sha1(b"blob %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest()


class Standing(Mapping[str, bytes]):
    """Published files by path, of which at first only the names of their contents are known.

    ``blobs`` has the name for each path; ``fetch`` gives the bytes that a name stands for, and is
    called once at most for each.
    """

    def __init__(self, blobs: Mapping[str, str], fetch: Callable[[str], bytes]) -> None:
        self._blobs = dict(blobs)
        self._fetch = fetch
        self._fetched: dict[str, bytes] = {}

    def __getitem__(self, path: str) -> bytes:
        name = self._blobs[path]
        if name not in self._fetched:
            self._fetched[name] = self._fetch(name)
        return self._fetched[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._blobs)

    def __len__(self) -> int:
        return len(self._blobs)

    def holds(self, path: str, data: bytes) -> bool:
        """Whether exactly these bytes stand under a path; nothing is fetched to know it."""
        return self._blobs.get(path) == blob_id(data)
