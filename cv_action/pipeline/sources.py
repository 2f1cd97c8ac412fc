"""What a run reads: the CV, the overlay beside it, the photo that it names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Final

from cv_action.cv.facts import facts_of
from cv_action.cv.formats import ReadCv, read_cv
from cv_action.cv.overlay import Overlay, read_overlay
from cv_action.cv.overlay_merge import joined, refused
from cv_action.cv.source import unfit
from cv_action.errors import ConfigurationError
from cv_action.pipeline.ports import Files
from cv_action.render.document import Photo
from cv_action.report.problem import Problem, Severity, shown

CV_NAMES: Final = (
    *(f"{stem}.{ending}" for stem in ("cv", "resume") for ending in ("json", "yaml", "yml", "md")),
    "data/base-cv.json",
)
"""Where a CV is looked for when nobody says where it is."""

_OVERLAY: Final = ".enhanced.json"
_PHOTO_TYPES: Final = ((b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"))
_PHOTO_BYTES: Final = 2_000_000
_ADVERTISEMENT_BYTES: Final = 32_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An overlay as the owner has it in a file."""

    overlay: Overlay
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The CV as it was read, the overlay that belongs to it, and an advertisement to answer.

    ``written`` is the overlay that the owner has; ``joined`` is that with what was found since and
    is not theirs yet; ``overlay`` is that without what they have refused since.
    """

    path: str
    read: ReadCv
    overlay_path: str
    written: Written | None = None
    joined: Overlay = field(default_factory=Overlay)
    overlay: Overlay = field(default_factory=Overlay)
    advertisement: str = ""


def find_cv(named: str, files: Files) -> str:
    """The path of the CV.

    Raises:
        ConfigurationError: none was named and none is there.
    """
    if named:
        return named
    found = files.present(CV_NAMES)
    if not found:
        raise ConfigurationError(
            "There is no CV here.",
            hint=f"Add one of {', '.join(CV_NAMES)}, or name yours with the input `cv`.",
        )
    return found[0]


def read_source(
    named: str,
    files: Files,
    *,
    kept: Sequence[Files] = (),
    refusals: Collection[str] = (),
    advertisement: str = "",
) -> Source:
    """Read the CV and its overlay, and the advertisement at a path.

    ``kept`` have overlays of earlier runs that the owner has not taken yet; ``refusals`` are the
    ids of facts whose other words they have refused since.

    Raises:
        ConfigurationError: a file is missing, not ours to read, or no advertisement.
        SourceError: a file cannot be taken as it is.
    """
    path = find_cv(named, files)
    read = read_cv(files.read(path), path)
    overlay_path = overlay_beside(path)
    written = _written(files, overlay_path)
    whole = written.overlay if written else Overlay()
    for found in (_written(one, overlay_path) for one in kept):
        whole = joined(whole, found.overlay) if found else whole
    return Source(
        path=path,
        read=read,
        overlay_path=overlay_path,
        written=written,
        joined=whole,
        overlay=refused(whole, facts_of(read.cv), refusals),
        advertisement=_advertisement(advertisement, files),
    )


def _written(files: Files, path: str) -> Written | None:
    if not files.present((path,)):
        return None
    data = files.read(path)
    return Written(overlay=read_overlay(data, path), data=data)


def _advertisement(path: str, files: Files) -> str:
    """What an advertisement says; it is anybody's text, so it is bounded."""
    data = files.read(path) if path else b""
    try:
        text = data.decode("utf-8-sig").replace("\f", "\n")
    except UnicodeDecodeError:
        text = "\0"
    if len(data) > _ADVERTISEMENT_BYTES or unfit(text):
        raise ConfigurationError(
            f"{path} cannot be read as a job description.",
            hint=f"Save it as UTF-8 text of at most {_ADVERTISEMENT_BYTES:,} bytes.",
        )
    return text


def overlay_beside(cv_path: str) -> str:
    """Where the overlay of a CV is: ``cv.json`` has ``cv.enhanced.json``."""
    path = PurePosixPath(cv_path)
    return str(path.with_name(f"{path.stem}{_OVERLAY}"))


def is_overlay(path: str) -> bool:
    """Whether a file is some CV's overlay, by its name."""
    return path.endswith(_OVERLAY)


def read_photo(image: str, cv_path: str, files: Files) -> tuple[Photo | None, tuple[Problem, ...]]:
    """The photo that the CV names, beside the CV; or why there is none."""
    if not image:
        return None, ()
    if ":" in image or image.startswith("//"):
        return None, (_no_photo(image, cv_path, "a picture elsewhere is not fetched"),)
    data = files.read(str(PurePosixPath(cv_path).parent / image))
    media_type = next((kind for magic, kind in _PHOTO_TYPES if data.startswith(magic)), "")
    if not media_type or len(data) > _PHOTO_BYTES:
        return None, (_no_photo(image, cv_path, "this cannot be shown as a photo"),)
    return Photo(data, media_type), ()


def _no_photo(image: str, cv_path: str, message: str) -> Problem:
    return Problem(
        message,
        severity=Severity.WARNING,
        file=cv_path,
        path="basics.image",
        value=shown(image),
        accepted="a PNG or JPEG file of at most 2 MB beside the CV",
    )
