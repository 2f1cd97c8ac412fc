"""Whatever claims to be an archive gives plain files of a bearable size, or is refused."""

from __future__ import annotations

import stat
import zipfile
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.errors import PublishError
from cv_action.publish import archive
from cv_action.publish.archive import packed, unpacked
from cv_action.publish.change import File
from cv_action.publish.paths import is_plain
from tests.archives import zipped

ONE = File("out/index.html", b"<p>one</p>")
TWO = File("out/größe/cv.md", b"zwei\r\n")
EMPTY = File("cv.enhanced.json", b"")
LINK_BY_INFO_ZIP = b64decode(
    "UEsDBAoAAAAAANyTd13J6Ut3CgAAAAoAAAAIAAAAb3V0L2xpbmtpbmRleC5odG1sUEsBAh4DCgAAAAAA3JN3Xcnp"
    "S3cKAAAACgAAAAgAAAAAAAAAAAAAAP+hAAAAAG91dC9saW5rUEsFBgAAAAABAAEANgAAADAAAAAAAA=="
)
"""``zip -X -y`` of a symbolic link."""


def kind(mode: int) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo("out/odd")
    member.external_attr = mode << 16
    return member


def encrypted() -> bytes:
    data = bytearray(zipped((ONE.path, ONE.data)))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + offset] |= 1
    return bytes(data)


def lying(size: int) -> bytes:
    """An archive whose one member says that it has so many bytes; it has a thousand."""
    data = bytearray(zipped(("a", bytes(1_000))))
    for sign, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(sign) + offset
        data[at : at + 4] = size.to_bytes(4, "little")
    return bytes(data)


HOSTILE = {
    "no archive": b"<html>",
    "empty": b"",
    "cut off": zipped((ONE.path, ONE.data))[:-9],
    "a flipped bit": zipped((ONE.path, ONE.data), method=0).replace(b"one", b"onf"),
    "out of the folder": zipped(("../cv.json", b"")),
    "out of a folder below": zipped(("out/../../cv.json", b"")),
    "from the root": zipped(("/etc/passwd", b"")),
    "a drive": zipped(("out\\..\\cv.json", b"")),
    "no name": zipped(("x", b"")).replace(b"x", b"\0"),
    "a name that goes on behind its end": zipped(("xyz", b"")).replace(b"xyz", b"x\0z"),
    "a command": zipped(("a\n::error::b", b"")),
    "into git": zipped(("a/.GIT/config", b"")),
    "a name without an end": zipped(("a" * 4_097, b"")),
    "a name in no encoding": zipped(("xyz", b"")).replace(b"xyz", b"x\xffz"),
    "a link": LINK_BY_INFO_ZIP,
    "a device": zipped((kind(stat.S_IFCHR | 0o644), b"")),
    "a file and a folder": zipped(("a", b""), ("a/b/c", b"")),
    "encrypted": encrypted(),
    "another method": zipped(("a", b""), method=zipfile.ZIP_BZIP2),
    "less than it says": lying(1_001),
    "more than it says": lying(999),
    "far more than it says": lying(0),
    "far less than it says": lying(archive.LARGEST),
}  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_archive_is_refused(data: bytes) -> None:
    with pytest.raises(PublishError):
        unpacked(data)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused() -> None:
    data = zipped((ONE.path, b"one"), (ONE.path, b"other"))
    with pytest.raises(PublishError, match="in each other's place"):
        unpacked(data)


def bomb(size: int) -> bytes:
    """A member of so many bytes, of which hardly any are in the archive."""
    return zipped(("a", bytes(size)))


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (bomb(archive.LARGEST + 1), "a file of more than 16,777,216 bytes"),
        (zipped(*((name, bytes(archive.LARGEST)) for name in "abcd")), "more than 50,331,648"),
        (zipped(*((f"{number}", b"") for number in range(1_001))), "more than 1,000 files"),
        (b"PK\x01\x02" * 50_001, "more than 1,000 files"),
        (bytes(archive.LARGEST_PACKED + 1), "more than 67,108,864 bytes"),
    ],
    ids=["one", "all", "files", "headers", "packed"],
)
def test_a_bomb_is_refused_before_it_goes_off(data: bytes, refusal: str) -> None:
    with pytest.raises(PublishError, match=refusal):
        unpacked(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_files_or_refused(data: bytes) -> None:
    with pytest.raises(PublishError):
        unpacked(data)


PACKED = packed([ONE, TWO, EMPTY])
PLACES = st.integers(0, len(PACKED) - 1)
PIECES = st.binary(max_size=6) | st.sampled_from([b"PK\x01\x02", b"PK\x05\x06", b"\xff" * 8])


@given(st.lists(st.tuples(PLACES, PIECES, st.integers(0, 12)), min_size=1, max_size=5))
def test_a_damaged_archive_gives_plain_files_or_is_refused(
    changes: list[tuple[int, bytes, int]],
) -> None:
    data = bytearray(PACKED)
    for at, new, gone in changes:
        data[at : at + gone] = new
    try:
        found = unpacked(bytes(data))
    except PublishError:
        return
    assert all(is_plain(path) for path in found)
    assert set(found.values()) <= {ONE.data, TWO.data, EMPTY.data}
