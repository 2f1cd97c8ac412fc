"""Files as one archive, which is what an artifact is uploaded and downloaded as.

Source: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from io import BytesIO
from pathlib import PurePosixPath
from stat import S_IFMT, S_IFREG
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from cv_action.errors import PublishError
from cv_action.ledger.segment import NO_ZIP
from cv_action.publish.change import File
from cv_action.publish.paths import is_plain
from cv_action.report.problem import MAX_SHOWN

MOST: Final = 1_000
"""Files in an archive."""
LARGEST: Final = 16 << 20
"""Bytes of a file in it."""
LARGEST_IN_ALL: Final = 48 << 20
LARGEST_PACKED: Final = 64 << 20
_LONGEST: Final = 4_096
"""Bytes of a path: no system of ours takes more."""
_MOST_HEADERS: Final = 50_000
_HEADER: Final = b"PK\x01\x02"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_PERMISSIONS: Final = (S_IFREG | 0o644) << 16
_METHODS: Final = frozenset({ZIP_STORED, ZIP_DEFLATED})
_SMALLER: Final = "Choose fewer formats or variants, or a smaller photo."


def packed(files: Iterable[File]) -> bytes:
    """A zip of the files, the same bytes for the same files in any order.

    Raises:
        PublishError: a path is no plain one or stands there twice, or it is more than
            ``unpacked`` would read.
    """
    ordered = sorted(files, key=lambda file: file.path)
    _refuse_names([file.path for file in ordered])
    _refuse_sizes([len(file.data) for file in ordered])
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for file in ordered:
            archive.writestr(_member(file.path), file.data)
    return buffer.getvalue()


def _member(path: str) -> ZipInfo:
    member = ZipInfo(path, _EPOCH)
    member.external_attr = _PERMISSIONS
    member.compress_type = ZIP_DEFLATED
    return member


def unpacked(data: bytes) -> Mapping[str, bytes]:
    """The files in a zip from anywhere, by their paths; folders are left out.

    Raises:
        PublishError: it is damaged or too large, or holds something other than plain files.
    """
    _refuse_packed(data)
    try:
        with ZipFile(BytesIO(data), metadata_encoding="utf-8") as archive:
            members = [one for one in archive.infolist() if not one.orig_filename.endswith("/")]
            _refuse_names([member.orig_filename for member in members])
            _refuse_sizes([member.file_size for member in members])
            return {member.orig_filename: _content(archive, member) for member in members}
    except NO_ZIP as error:
        raise PublishError("The archive is damaged.") from error


def _refuse_packed(data: bytes) -> None:
    """Why count: an entry of nothing is read into ten times its size before anybody can look."""
    if len(data) > LARGEST_PACKED:
        raise PublishError(f"The archive has more than {LARGEST_PACKED:,} bytes.")
    if data.count(_HEADER) > _MOST_HEADERS:
        raise PublishError(f"The archive has more than {MOST:,} files.")


def _content(archive: ZipFile, member: ZipInfo) -> bytes:
    """A member's bytes; never is more unpacked than it says it has."""
    if S_IFMT(member.external_attr >> 16) not in {0, S_IFREG}:
        raise PublishError(f"{member.orig_filename!r} is no file in the archive.")
    if member.compress_type not in _METHODS:
        raise PublishError(f"{member.orig_filename!r} is packed in a way that is not read here.")
    with archive.open(member) as stream:
        data = stream.read(member.file_size + 1)
    if len(data) != member.file_size:
        raise PublishError(f"{member.orig_filename!r} is cut off in the archive.")
    return data


def _refuse_names(paths: Collection[str]) -> None:
    """Refuse more files than are bearable, and paths that could not all be files of one folder."""
    if len(paths) > MOST:
        raise PublishError(f"The archive has more than {MOST:,} files.", hint=_SMALLER)
    for path in paths:
        if not is_plain(path) or len(path.encode()) > _LONGEST:
            raise PublishError(f"{path[:MAX_SHOWN]!r} is no path for an archive.")
    names = set(paths)
    folders = {str(folder) for path in names for folder in PurePosixPath(path).parents}
    if len(names) < len(paths) or names & folders:
        raise PublishError("Two files of the archive are in each other's place.")


def _refuse_sizes(sizes: Collection[int]) -> None:
    if any(size > LARGEST for size in sizes):
        raise PublishError(f"The archive has a file of more than {LARGEST:,} bytes.", hint=_SMALLER)
    if sum(sizes) > LARGEST_IN_ALL:
        raise PublishError(
            f"The files of the archive have more than {LARGEST_IN_ALL:,} bytes.", hint=_SMALLER
        )
