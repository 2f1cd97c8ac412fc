"""A segment: all events that a job knows, packed for the shelf.

A segment is a zip of two members, for that is what an artifact is downloaded as: a manifest and the
events, compressed. Every moment in it is given, so the same events are the same bytes.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Annotated, Final

import msgspec

from cv_action.ledger.codec import NO_JSON, CodecError, read_lines, write_lines
from cv_action.ledger.event import Entry, Moment

FORMAT: Final = 1
LARGEST_MANIFEST: Final = 1 << 20
LARGEST_PACKED: Final = 32 << 20
LARGEST_EVENTS: Final = 128 << 20
"""Bytes unpacked: some 400,000 events, centuries of runs; what is larger is an attack."""
_MANIFEST: Final = "manifest.json"
_EVENTS: Final = "events.ndjson.gz"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_GZIP: Final = 31  # zlib's window bits for a gzip stream
_METHODS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
NO_ZIP: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    RuntimeError,  # encrypted, or of a later version
    ValueError,  # a place before the beginning, a name that is not UTF-8
    OverflowError,  # a place beyond what a file can have
)
"""What damage to a zip file raises.

Source: gh-83245 and gh-153426 of CPython; the older versions that we run on are not mended.
"""


class UnreadableError(Exception):
    """A segment cannot be read; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """What a job knew when it uploaded.

    ``absorbed`` are the ids of the segments whose events are in this one, as far back as anybody
    who starts from this one will list. ``horizon`` is the server's time when the job last listed.
    """

    events: frozenset[Entry]
    absorbed: frozenset[int]
    horizon: Moment


class _Format(msgspec.Struct, frozen=True, kw_only=True):
    """What a manifest of any version says."""

    format: Annotated[int, msgspec.Meta(ge=FORMAT)]


class _Manifest(_Format, frozen=True, kw_only=True):
    count: Annotated[int, msgspec.Meta(ge=0)]
    sha256: str
    horizon: Moment
    absorbed: list[Annotated[int, msgspec.Meta(ge=0)]]


_format: Final = msgspec.json.Decoder(_Format)
_manifest: Final = msgspec.json.Decoder(_Manifest)


def pack(segment: Segment) -> bytes:
    """A segment as bytes, read back and compared before anybody relies on it.

    Raises:
        UnreadableError: what was written does not read back as what was meant.
    """
    data = _packed(segment)
    if unpack(data) != segment:
        raise UnreadableError("it does not read back as what was written")
    return data


def _packed(segment: Segment) -> bytes:
    lines = write_lines(segment.events)
    manifest = _Manifest(
        format=FORMAT,
        count=len(segment.events),
        sha256=hashlib.sha256(lines).hexdigest(),
        horizon=segment.horizon,
        absorbed=sorted(segment.absorbed),
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(_MANIFEST, _EPOCH), msgspec.json.encode(manifest))
        archive.writestr(
            zipfile.ZipInfo(_EVENTS, _EPOCH), gzip.compress(lines, compresslevel=6, mtime=0)
        )
    return packed.getvalue()


def unpack(data: bytes) -> Segment:
    """The segment in bytes from anywhere.

    Raises:
        UnreadableError: it is damaged, too large, of a later format, or no segment at all.
    """
    manifest_bytes, events_bytes = _members(data)
    try:
        if _format.decode(manifest_bytes).format != FORMAT:
            raise UnreadableError("a later version of cv-action wrote it")
        manifest = _manifest.decode(manifest_bytes)
    except NO_JSON as error:
        raise UnreadableError("its manifest is none") from error
    lines = _inflated(events_bytes)
    if hashlib.sha256(lines).hexdigest() != manifest.sha256:
        raise UnreadableError("its events do not match their checksum")
    return Segment(
        events=_counted(lines, manifest.count),
        absorbed=frozenset(manifest.absorbed),
        horizon=manifest.horizon,
    )


def _counted(lines: bytes, count: int) -> frozenset[Entry]:
    try:
        events = read_lines(lines)
    except CodecError as error:
        raise UnreadableError(f"it has {error}") from error
    if len(events) != count:
        raise UnreadableError("its events are not as many as it says")
    return events


def _members(data: bytes) -> tuple[bytes, bytes]:
    """The two members by their names; nothing is unpacked further than is bearable."""
    if len(data) > LARGEST_PACKED:
        raise UnreadableError("it is too large")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sorted(archive.namelist()) != [_EVENTS, _MANIFEST]:
                raise UnreadableError("it holds other files than a segment does")
            if not _METHODS.issuperset(member.compress_type for member in archive.infolist()):
                raise UnreadableError("it is packed in another way than a segment is")
            return (
                _member(archive, _MANIFEST, LARGEST_MANIFEST),
                _member(archive, _EVENTS, LARGEST_PACKED),
            )
    except NO_ZIP as error:
        raise UnreadableError("it is no whole zip file") from error


def _member(archive: zipfile.ZipFile, name: str, largest: int) -> bytes:
    with archive.open(name) as member:
        data = member.read(largest + 1)
    if len(data) > largest:
        raise UnreadableError("it is too large")
    return data


def _inflated(data: bytes) -> bytes:
    inflater = zlib.decompressobj(_GZIP)
    try:
        lines = inflater.decompress(data, LARGEST_EVENTS + 1)
    except zlib.error as error:
        raise UnreadableError("its events are damaged") from error
    if len(lines) > LARGEST_EVENTS:
        raise UnreadableError("it is too large")
    if not inflater.eof or inflater.unused_data:
        raise UnreadableError("its events are cut off")
    return lines
