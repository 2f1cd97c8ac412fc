"""An archive is read back as the files that went in, and nothing else comes out of any archive."""

from __future__ import annotations

import io
import stat
import zipfile
from base64 import b64decode
from collections.abc import Iterable
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cv_action.errors import PublishError
from cv_action.publish import archive
from cv_action.publish.archive import packed, unpacked
from cv_action.publish.change import File
from cv_action.publish.paths import is_plain
from tests.archives import zipped

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

ONE = File("out/index.html", b"<p>one</p>")
TWO = File("out/größe/cv.md", b"zwei\r\n")
EMPTY = File("cv.enhanced.json", b"")
BY_INFO_ZIP = b64decode(
    "UEsDBAoAAAAAANyTd10AAAAAAAAAAAAAAAAEAAAAb3V0L1BLAwQKAAAAAADck3dd2ADBiAoAAAAKAAAADgAAAG91dC9p"
    "bmRleC5odG1sPHA+b25lPC9wPlBLAwQKAAAAAADck3ddAAAAAAAAAAAAAAAADAAAAG91dC9ncsO2w59lL1BLAwQKAAAA"
    "AADck3ddFtMMTgYAAAAGAAAAEQAAAG91dC9ncsO2w59lL2N2Lm1kendlaQ0KUEsBAh4DCgAAAAAA3JN3XQAAAAAAAAAA"
    "AAAAAAQAAAAAAAAAAAAQAO1BAAAAAG91dC9QSwECHgMKAAAAAADck3dd2ADBiAoAAAAKAAAADgAAAAAAAAABAAAApIEi"
    "AAAAb3V0L2luZGV4Lmh0bWxQSwECHgMKAAAAAADck3ddAAAAAAAAAAAAAAAADAAAAAAAAAAAABAA7UFYAAAAb3V0L2dy"
    "w7bDn2UvUEsBAh4DCgAAAAAA3JN3XRbTDE4GAAAABgAAABEAAAAAAAAAAQAAAKSBggAAAG91dC9ncsO2w59lL2N2Lm1k"
    "UEsFBgAAAAAEAAQA5wAAALcAAAAAAA=="
)
"""``zip -X -r`` of a folder with two files."""
names = st.text(
    st.characters(codec="utf-8", exclude_characters="/\\", exclude_categories=["C", "Z"]),
    min_size=1,
    max_size=8,
).filter(is_plain)
paths = st.lists(names, min_size=1, max_size=4).map("/".join)


def apart(files: Iterable[str]) -> bool:
    """Whether no path is the folder of another."""
    return not any(
        f"{other}/".startswith(f"{one}/") for one in files for other in files if one != other
    )


contents = st.dictionaries(paths, st.binary(max_size=200), max_size=8).filter(apart)


def files_of(content: dict[str, bytes]) -> list[File]:
    return [File(path, data) for path, data in content.items()]


@given(contents)
@example({})
@example({"a": b"", "ab": b"", "a-b/c": b"PK\x01\x02" * 9})
def test_what_goes_in_comes_out(content: dict[str, bytes]) -> None:
    assert unpacked(packed(files_of(content))) == content


@given(contents, st.randoms(use_true_random=False))
def test_the_same_files_are_the_same_bytes_in_any_order(
    content: dict[str, bytes], random: Random
) -> None:
    files = files_of(content)
    random.shuffle(files)
    assert packed(files) == packed(files_of(content))


def test_an_archive_says_nothing_of_the_machine_that_made_it() -> None:
    with zipfile.ZipFile(io.BytesIO(packed([TWO, ONE, EMPTY]))) as read:
        assert read.testzip() is None
        members = read.infolist()
    assert [member.filename for member in members] == [EMPTY.path, TWO.path, ONE.path]
    for member in members:
        assert member.date_time == (1980, 1, 1, 0, 0, 0)
        assert stat.filemode(member.external_attr >> 16) == "-rw-r--r--"
        assert (member.comment, member.extra) == (b"", b"")


def test_an_archive_is_smaller_than_its_text() -> None:
    assert len(packed([File("cv.txt", b"the same words " * 1_000)])) < 500


class Stream(io.RawIOBase):
    """Takes bytes, and cannot go back to where sizes stand."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        self.data += bytes(data)
        return len(bytes(data))


def streamed() -> bytes:
    stream = Stream()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr(ONE.path, ONE.data)
        target.writestr(TWO.path, TWO.data)
    return stream.data


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(BY_INFO_ZIP, id="made by zip"),
        pytest.param(zipped((ONE.path, ONE.data), (TWO.path, TWO.data)), id="made by Python"),
        pytest.param(
            zipped((ONE.path, ONE.data), (TWO.path, TWO.data), method=zipfile.ZIP_STORED),
            id="not compressed",
        ),
        pytest.param(streamed(), id="sizes after the bytes"),
        pytest.param(
            zipped(("out/", b""), ("../", b""), (ONE.path, ONE.data), (TWO.path, TWO.data)),
            id="with folders",
        ),
    ],
)
def test_an_archive_of_somebody_elses_is_read(data: bytes) -> None:
    assert unpacked(data) == {ONE.path: ONE.data, TWO.path: TWO.data}


def test_the_largest_that_is_packed_is_read() -> None:
    noise = Random(1).randbytes(archive.LARGEST)
    files = [File(name, noise) for name in "abc"]
    assert len(unpacked(packed(files))) == 3


@pytest.mark.parametrize(
    "files",
    [
        [File("../cv.json", b"")],
        [File("a\nb", b"")],
        [File("a\ud800", b"")],
        [File("a" * 4_097, b"")],
        [ONE, ONE],
        [File("out", b""), ONE],
        [File("a", bytes(archive.LARGEST + 1))],
        [File(name, bytes(archive.LARGEST)) for name in "abcd"],
        [File(f"{number}", b"") for number in range(1_001)],
    ],
    ids=["out", "line", "half", "long", "twice", "folder", "large", "all", "many"],
)
def test_what_could_not_be_read_back_is_not_packed(files: list[File]) -> None:
    with pytest.raises(PublishError):
        packed(files)
