"""How large a photo is, for a format that wants to be told."""

from __future__ import annotations

import re
from typing import Final

from cv_action.render.document import Photo

_PNG: Final = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
_JPEG: Final = b"\xff\xd8"
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SEGMENT: Final = re.compile(rb"\xff+([\x01-\xfe])(..)", re.DOTALL)


def pixels(photo: Photo) -> tuple[int, int] | None:
    """Width and height; nothing where the bytes are no such picture."""
    width, height = _png(photo.data) if photo.media_type == "image/png" else _jpeg(photo.data)
    return (width, height) if width and height else None


def _png(data: bytes) -> tuple[int, int]:
    if not data.startswith(_PNG):
        return 0, 0
    return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])


def _jpeg(data: bytes) -> tuple[int, int]:
    """Walk from segment to segment, up to the one that describes the frame."""
    at = len(_JPEG) if data.startswith(_JPEG) else len(data)
    while segment := _SEGMENT.match(data, at):
        if segment[1][0] in _FRAMES:
            body = data[segment.end() : segment.end() + 5]
            return int.from_bytes(body[3:5]), int.from_bytes(body[1:3])
        at = segment.end(1) + int.from_bytes(segment[2])
    return 0, 0
