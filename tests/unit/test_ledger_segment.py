"""Segments: what is packed comes back, the same is the same bytes, and no damage goes unseen."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.ledger import segment as module
from cv_action.ledger.codec import read_line, write_lines
from cv_action.ledger.event import Entry, RunFinished
from cv_action.ledger.segment import LARGEST_PACKED, Segment, UnreadableError, pack, unpack
from tests.ledger_events import (
    NOW,
    OURS,
    alert,
    called,
    foreign_lines,
    known,
    reserved,
    segment,
    settled,
)

MANIFEST, EVENTS = "manifest.json", "events.ndjson.gz"
USUAL = segment(
    reserved(), called("0.031275"), settled(1, "0.031275"), absorbed=frozenset({1001, 1002})
)
PACKED = pack(USUAL)
LINES = write_lines(USUAL.events)
BOMB = 129 << 20

Members = Iterable[tuple[str, bytes]]


def zipped(members: Members, *, method: int = zipfile.ZIP_STORED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return data.getvalue()


def manifest(**fields: object) -> bytes:
    """The manifest of the usual segment, with some things said otherwise."""
    usual: dict[str, Any] = {
        "format": 1, "count": 3, "sha256": hashlib.sha256(LINES).hexdigest(),
        "horizon": "2026-11-18T09:30:00Z", "absorbed": [1001, 1002],
    }  # fmt: skip
    return json.dumps(usual | fields).encode()


def made(said: bytes | None = None, lines: bytes = LINES, **fields: object) -> bytes:
    """The usual segment as a stranger might have packed it."""
    return zipped(
        [(MANIFEST, manifest(**fields) if said is None else said), (EVENTS, gzip.compress(lines))]
    )


def counted(lines: bytes, count: int) -> bytes:
    return made(lines=lines, count=count, sha256=hashlib.sha256(lines).hexdigest())


def damage(data: bytes) -> str:
    """Why bytes are no segment."""
    with pytest.raises(UnreadableError) as caught:
        unpack(data)
    return str(caught.value)


@given(
    st.lists(known() | foreign_lines().map(read_line), max_size=8),
    st.frozensets(st.integers(0, 10**11), max_size=5),
    st.datetimes(datetime(2020, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  Hypothesis adds the zone
)
def test_every_segment_comes_back_as_it_was(
    entries: list[Entry], absorbed: frozenset[int], horizon: datetime
) -> None:
    whole = Segment(events=frozenset(entries), absorbed=absorbed, horizon=horizon)
    assert unpack(pack(whole)) == whole


@given(st.lists(known(), max_size=8, unique_by=lambda event: event.id), st.randoms())
def test_the_same_events_are_the_same_bytes_in_whatever_order_they_came(
    events: list[Entry],
    random: Any,  # noqa: ANN401  Hypothesis's own kind of Random
) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)
    absorbed = [number << 16 for number in range(40)]
    one = segment(*events, absorbed=frozenset(absorbed))
    random.shuffle(absorbed)
    assert pack(one) == pack(segment(*shuffled, absorbed=frozenset(absorbed)))


def test_nothing_in_a_segment_depends_on_when_or_where_it_was_packed() -> None:
    with zipfile.ZipFile(io.BytesIO(PACKED)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read(EVENTS)[4:8] == bytes(4)


def test_a_segment_that_others_packed_is_read_too() -> None:
    members = [(EVENTS, gzip.compress(LINES, 1)), (MANIFEST, manifest(note="new"))]
    assert unpack(made()) == USUAL
    assert unpack(zipped(members)) == USUAL
    assert unpack(zipped(members, method=zipfile.ZIP_DEFLATED)) == USUAL


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b"", "its manifest is none"),
        (b"{}", "its manifest is none"),
        (b"[1]", "its manifest is none"),
        (manifest()[:-1], "its manifest is none"),
        (manifest().replace(b"sha256", b"sha\xff"), "its manifest is none"),
        (b'{"z":' + b"[" * 90_000 + b"]" * 90_000 + manifest()[1:], "its manifest is none"),
        (manifest(count=-1), "its manifest is none"),
        (manifest(count=3.0), "its manifest is none"),
        (manifest(absorbed=[-1]), "its manifest is none"),
        (manifest(absorbed=["1"]), "its manifest is none"),
        (manifest(absorbed=None), "its manifest is none"),
        (manifest(horizon="2026-11-18T09:30:00"), "its manifest is none"),
        (manifest(format=2), "a later version of cv-action wrote it"),
        (manifest(format=0), "its manifest is none"),
        (manifest(count=2), "its events are not as many as it says"),
        (manifest(count=4), "its events are not as many as it says"),
        (manifest(sha256="0" * 64), "its events do not match their checksum"),
        (manifest(note="x" * (1 << 20)), "it is too large"),
    ],
)
def test_a_manifest_that_is_wrong_is_found(said: bytes, why: str) -> None:
    assert damage(made(said)) == why


def test_events_that_are_wrong_are_found() -> None:
    twice = LINES + LINES.splitlines(keepends=True)[0]
    assert "not as many" in damage(counted(twice, 4))
    assert "no event" in damage(counted(LINES + b"{}\n", 4))
    assert "no event" in damage(counted(LINES + b"\n", 4))
    assert "a line of 20,002 bytes" in damage(counted(LINES + b"x" * 20_002, 4))
    assert "no reserved event" in damage(counted(LINES.replace(b'"0.50"', b'"NaN"'), 3))


def test_a_later_format_is_named_whatever_else_it_says() -> None:
    assert damage(made(b'{"format": 2, "parts": 7}')) == "a later version of cv-action wrote it"


@pytest.mark.parametrize(
    "members",
    [
        [],
        [(MANIFEST, manifest())],
        [(EVENTS, gzip.compress(LINES))],
        [(MANIFEST, manifest()), (EVENTS, gzip.compress(LINES)), ("extra", b"")],
        [(MANIFEST, manifest()), (MANIFEST, manifest()), (EVENTS, gzip.compress(LINES))],
        [(MANIFEST, manifest()), (EVENTS, gzip.compress(LINES)), (EVENTS, b"")],
        [(f"../{MANIFEST}", manifest()), (EVENTS, gzip.compress(LINES))],
        [(f"/{MANIFEST}", manifest()), (EVENTS, gzip.compress(LINES))],
        [(MANIFEST.upper(), manifest()), (EVENTS, gzip.compress(LINES))],
        [("inner.zip", PACKED)],
        [(MANIFEST, manifest()), ("events.ndjson", LINES)],
    ],
    ids=lambda members: ",".join(name for name, _ in members) or "empty",
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_other_members_is_no_segment(members: list[tuple[str, bytes]]) -> None:
    assert damage(zipped(members)) == "it holds other files than a segment does"


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_not_tried(method: int) -> None:
    members = [(MANIFEST, manifest()), (EVENTS, gzip.compress(LINES))]
    assert "another way" in damage(zipped(members, method=method))


def test_events_that_are_not_one_whole_gzip_stream_are_damaged() -> None:
    whole = gzip.compress(LINES)
    for events in (whole[:-1], whole[:-9], whole + whole, whole + b"\0", LINES, b"", whole[:10]):
        why = damage(zipped([(MANIFEST, manifest()), (EVENTS, events)]))
        assert why in {"its events are cut off", "its events are damaged"}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_bomb_is_not_unpacked(method: int) -> None:
    events = gzip.compress(bytes(BOMB), compresslevel=1)
    assert len(events) < 1 << 20
    members = [(MANIFEST, manifest()), (EVENTS, events)]
    assert damage(zipped(members, method=method)) == "it is too large"


def test_no_more_of_a_bomb_is_unpacked_than_a_segment_can_have() -> None:
    packer = zlib.compressobj(wbits=31)
    begin = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    data = zipped([(MANIFEST, manifest()), (EVENTS, begin + again * 511)])
    tracemalloc.start()
    why = damage(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert why == "it is too large"
    assert peak < 400 << 20


def test_a_member_larger_than_a_segment_is_not_unpacked() -> None:
    large = bytes(LARGEST_PACKED + 1)
    data = zipped([(MANIFEST, manifest()), (EVENTS, large)], method=zipfile.ZIP_DEFLATED)
    assert len(data) < 1 << 20
    assert damage(data) == "it is too large"
    assert damage(zipped([(MANIFEST, large), (EVENTS, b"")], method=8)) == "it is too large"


def test_more_bytes_than_a_segment_can_have_are_not_looked_at() -> None:
    assert damage(bytes(LARGEST_PACKED + 1)) == "it is too large"
    assert damage(bytes(LARGEST_PACKED)) == "it is no whole zip file"


def test_what_would_not_read_back_is_not_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    stages = {f"{number:0200}": number for number in range(200)}
    long = RunFinished(id="f", at=NOW, by=OURS, mode="m", outcome="o", stages=stages)
    with pytest.raises(UnreadableError, match="a line of"):
        pack(segment(long))
    other = segment(alert("a"), horizon=NOW - timedelta(seconds=1))
    monkeypatch.setattr(module, "unpack", lambda _: other)
    with pytest.raises(UnreadableError, match="does not read back"):
        pack(segment(alert("a")))
