"""Events as lines of JSON, and lines as events."""

from __future__ import annotations

import io
from collections.abc import Iterable
from operator import attrgetter
from typing import Final

import msgspec

from cv_action.ledger.event import Carried, Entry, Event, Known, Moment, Word

LONGEST_LINE: Final = 20_000
"""Bytes of one event: many times the longest that this program writes."""
_NEWEST_KNOWN: Final = 1

NO_JSON: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What decoding raises for bytes that are not what they should be; the last one for their depth."""

_known: Final[msgspec.json.Decoder[Known]] = msgspec.json.Decoder(Known)


class _Head(msgspec.Struct, frozen=True, kw_only=True):
    """What an event of any kind and version has."""

    id: Word
    at: Moment
    kind: Word
    v: int = _NEWEST_KNOWN


_head: Final = msgspec.json.Decoder(_Head)
_KINDS: Final = frozenset(str(kind.__struct_config__.tag) for kind in Event.__subclasses__())


class CodecError(ValueError):
    """A line is no event."""


def write_line(entry: Entry) -> bytes:
    """An event as one line, without its end."""
    return entry.raw if isinstance(entry, Carried) else msgspec.json.encode(entry)


def read_line(line: bytes) -> Entry:
    """The event in a line. One of an unknown kind or a later version is carried as it is.

    Raises:
        CodecError: it is no event, or one that says what none can.
    """
    if len(line) > LONGEST_LINE:
        raise CodecError(f"a line of {len(line):,} bytes")
    try:
        return _known.decode(line)
    except NO_JSON as error:
        return _carried(line, error)


def _carried(line: bytes, cause: Exception) -> Carried:
    try:
        head = _head.decode(line)
    except NO_JSON as error:
        raise CodecError("a line that is no event") from error
    if head.kind in _KINDS and head.v <= _NEWEST_KNOWN:
        raise CodecError(f"a line that is no {head.kind} event") from cause
    return Carried(id=head.id, at=head.at, raw=line)


def write_lines(entries: Iterable[Entry]) -> bytes:
    """Events as lines, each with its end, in an order that depends on nothing but the events."""
    lines = sorted((entry.at, entry.id, write_line(entry)) for entry in entries)
    return b"\n".join([*(line for _, _, line in lines), b""])


def read_lines(data: bytes) -> frozenset[Entry]:
    """The events in lines.

    Raises:
        CodecError: a line is no event; half a ledger is none.
    """
    return frozenset(read_line(line.removesuffix(b"\n")) for line in io.BytesIO(data))


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Events in the order in which they happened; of one moment, by id."""
    return tuple(sorted(entries, key=attrgetter("at", "id")))
