"""Bytes that only look like a segment: refused with a reason, and no other error ever."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cv_action.ledger.segment import Segment, UnreadableError, pack, unpack
from tests.ledger_events import called, reserved, segment, settled

USUAL = segment(reserved(), called("0.1"), settled(1, "0.1"), absorbed=frozenset({1001, 1002}))
PACKED = pack(USUAL)
LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
FLAGS, METHOD, SIZES = 6, 8, 18
"""Where a local header says so; a central one says it two bytes later."""
UTF8: Final = 0x800
ZIP64_END: Final = struct.pack("<4sLQL", b"PK\x06\x07", 0, 2**63, 1)


def unpacked(data: bytes) -> Segment | None:
    """The segment in bytes, or nothing if they are refused."""
    try:
        return unpack(data)
    except UnreadableError:
        return None


def marks(sign: bytes) -> list[int]:
    """Where headers of a kind are in the packed segment."""
    found = [at for at in range(len(PACKED)) if PACKED.startswith(sign, at)]
    assert len(found) == (1 if sign == END else 2)
    return found


def changed(*changes: tuple[int, bytes]) -> bytes:
    data = bytearray(PACKED)
    for at, new in changes:
        data[at : at + len(new)] = new
    return bytes(data)


def headers(offset: int, new: bytes) -> bytes:
    """The packed segment with something else said in all of its headers."""
    return changed(
        *((at + offset, new) for at in marks(LOCAL)),
        *((at + offset + 2, new) for at in marks(CENTRAL)),
    )


def far_away() -> bytes:
    """The packed segment with a member at the last place that 64 bits can name."""
    central, end = marks(CENTRAL)[0], marks(END)[0]
    far = struct.pack("<2HQ", 1, 8, 2**64 - 1)
    (size,) = struct.unpack_from("<L", PACKED, end + 12)
    data = changed(
        (central + 30, struct.pack("<H", len(far))),
        (central + 42, b"\xff" * 4),
        (end + 12, struct.pack("<L", size + len(far))),
    )
    (name,) = struct.unpack_from("<H", PACKED, central + 28)
    after = central + 46 + name
    return data[:after] + far + data[after:]


def test_no_flipped_bit_makes_another_segment() -> None:
    found = 0
    for at, byte in enumerate(PACKED):
        for bit in (0, 3, 7):
            read = unpacked(changed((at, bytes([byte ^ 1 << bit]))))
            assert read in (None, USUAL), (at, bit)
            found += read is None
    assert found > len(PACKED)


def test_no_flipped_bit_of_what_is_said_goes_unseen() -> None:
    said = range(marks(LOCAL)[0] + 30, marks(CENTRAL)[0])
    second = range(marks(LOCAL)[1], marks(LOCAL)[1] + 30)
    seen = [at for at in said if at not in second]
    assert len(seen) > 300
    for at in seen:
        assert unpacked(changed((at, bytes([PACKED[at] ^ 1])))) is None, at


def test_a_segment_that_is_cut_off_anywhere_is_refused() -> None:
    assert all(unpacked(PACKED[:length]) is None for length in range(len(PACKED)))


def test_a_segment_without_its_beginning_is_refused() -> None:
    assert all(unpacked(PACKED[start:]) is None for start in range(1, len(PACKED)))


@given(st.binary(max_size=400))
@example(b"")
@example(END + bytes(18))
@example(END + b"\xff" * 18)
@example(ZIP64_END + END + b"\xff" * 18)
def test_any_bytes_are_a_segment_or_refused(data: bytes) -> None:
    assert unpacked(data) is None


PLACES = st.integers(0, len(PACKED) - 1)
PIECES = st.binary(max_size=6) | st.sampled_from([LOCAL, CENTRAL, END, bytes(8), b"\xff" * 8])


@given(st.lists(st.tuples(PLACES, PIECES, st.integers(0, 12)), min_size=1, max_size=6))
def test_a_segment_with_pieces_changed_moved_or_missing_is_itself_or_refused(
    changes: list[tuple[int, bytes, int]],
) -> None:
    data = bytearray(PACKED)
    for at, new, gone in changes:
        data[at : at + gone] = new
    assert unpacked(bytes(data)) in (None, USUAL)


END_AT = PACKED.index(END)


@given(st.tuples(st.integers(0, 21), st.binary(min_size=1, max_size=8)))
def test_an_end_record_that_lies_is_itself_or_refused(change: tuple[int, bytes]) -> None:
    at, new = change
    assert unpacked(changed((END_AT + at, new))) in (None, USUAL)
    assert unpacked(PACKED[:END_AT] + ZIP64_END + changed((END_AT + at, new))[END_AT:]) in (
        None,
        USUAL,
    )


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(headers(FLAGS, b"\x01\x00"), id="encrypted"),
        pytest.param(headers(FLAGS, b"\x41\x00"), id="strongly encrypted"),
        pytest.param(headers(FLAGS, b"\x20\x00"), id="a patch"),
        pytest.param(headers(METHOD, b"\x63\x00"), id="a method that nobody knows"),
        pytest.param(headers(METHOD, b"\x0c\x00"), id="bzip2 that is none"),
        pytest.param(headers(METHOD, b"\x0e\x00"), id="lzma that is none"),
        pytest.param(headers(METHOD, b"\x08\x00"), id="deflated data that is not"),
        pytest.param(changed((END_AT + 16, b"\xff\xff\xff\x7f")), id="begins after its end"),
        pytest.param(changed((END_AT + 12, b"\xff\xff\xff\x7f")), id="begins before its start"),
        pytest.param(changed((marks(CENTRAL)[0] + 6, b"\xff\xff")), id="of a later version"),
        pytest.param(
            changed((marks(CENTRAL)[0] + 9, b"\x08"), (marks(CENTRAL)[0] + 46, b"\xff")),
            id="a name that is not UTF-8",
        ),
        pytest.param(
            changed((marks(LOCAL)[0] + 7, b"\x08"), (marks(LOCAL)[0] + 30, b"\xff")),
            id="another name inside",
        ),
        pytest.param(PACKED + bytes(70_000), id="something after it"),
        pytest.param(far_away(), id="a member where no file can have one"),
    ],
)
def test_a_zip_that_lies_about_itself_is_refused(data: bytes) -> None:
    assert data != PACKED
    assert unpacked(data) is None


@pytest.mark.parametrize("size", [0, 1, 100])
def test_a_member_that_is_longer_than_it_says_makes_the_segment_refused(size: int) -> None:
    said = struct.pack("<L", size)
    for at in marks(CENTRAL):
        assert unpacked(changed((at + SIZES + 2, said))) is None
        assert unpacked(changed((at + SIZES + 6, said))) is None


@pytest.mark.parametrize("size", [2**30, 2**31, 2**32 - 1])
def test_a_member_that_is_shorter_than_it_says_is_read_as_it_is(size: int) -> None:
    said = struct.pack("<L", size)
    for at in marks(CENTRAL):
        assert unpacked(changed((at + SIZES + 2, said))) in (None, USUAL)
        assert unpacked(changed((at + SIZES + 6, said))) in (None, USUAL)


def test_a_bomb_that_hides_its_size_is_read_no_further_than_it_says() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", b"{}" + b" " * (40 << 20))
        archive.writestr("events.ndjson.gz", b"")
    bomb = data.getvalue()
    small = struct.pack("<L", 100)
    at = bomb.index(CENTRAL) + SIZES + 6
    hidden = bomb[:at] + small + bomb[at + 4 :]
    assert len(bomb) < 1 << 20
    with pytest.raises(UnreadableError, match="it is too large"):
        unpack(bomb)
    with pytest.raises(UnreadableError, match="no whole zip"):
        unpack(hidden)


def test_what_came_before_a_segment_in_a_file_is_not_looked_at() -> None:
    assert unpack(b"#!/bin/sh\n" + PACKED) == USUAL
