"""What is odd about a CV although it can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cv_action.cv.dates import ACCEPTED, Period, is_impossible, parse_period
from cv_action.cv.model import Cv, Entry
from cv_action.cv.problems import Problems
from cv_action.cv.source import Node
from cv_action.cv.tags import TagError, Tags
from cv_action.report.problem import Severity, shown

_EMAIL: Final = re.compile(
    r"[^\s@<>()\[\]\\,;:\"]+@[^\s@<>()\[\]\\,;:\"]+\.[^\s@.<>()\[\]\\,;:\"]{2,}"
)
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_PORT: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+:\d")
_HOST: Final = re.compile(r"(?://)?[^\s/?#@]*[\w-]\.?[^\s]*")
_SAFE: Final = frozenset({"http", "https", "mailto", "tel"})


@dataclass(frozen=True, slots=True)
class _Place:
    node: Node
    path: str


class _Places:
    """Where texts stand: in the data, or in the plain text of a source without any."""

    def __init__(self, root: Node | None, text: str) -> None:
        self._text = text
        self._found: dict[str, list[_Place]] = {}
        for place in _walk(root, "") if root else ():
            self._found.setdefault(str(place.node.value), []).append(place)

    def of(self, text: str, nth: int = 0) -> _Place:
        """The place of a text, or of its nth repetition."""
        found = self._found.get(text)
        if found:
            return found[min(nth, len(found) - 1)]
        at = self._text.find(text)
        if at < 0:
            return _Place(Node(text, 0, 0), "")
        line_start = self._text.rfind("\n", 0, at) + 1
        return _Place(Node(text, self._text.count("\n", 0, at) + 1, at - line_start + 1), "")


def _walk(node: Node, path: str) -> Iterator[_Place]:
    if isinstance(node.value, Mapping):
        for key, child in node.value.items():
            yield from _walk(child, f"{path}.{key}" if path else key)
    elif isinstance(node.value, tuple):
        for i, child in enumerate(node.value):
            yield from _walk(child, f"{path}[{i}]")
    else:
        yield _Place(node, path)


def lint(cv: Cv, problems: Problems, *, root: Node | None = None, text: str = "") -> None:
    """Add to ``problems`` what is odd; ``root`` or ``text`` is the source that knows the lines."""
    places = _Places(root, text)
    if not cv.basics.name.strip():
        problems.add(
            root or Node("", 1, 1),
            "",
            "the CV names nobody",
            accepted="the person's name",
            value="",
        )
    if cv.basics.email and not _EMAIL.fullmatch(cv.basics.email):
        _warn(problems, places.of(cv.basics.email), "this is no e-mail address", "name@host")
    for address in _addresses(cv):
        if complaint := _complaint(address):
            _warn(problems, places.of(address), complaint, "an http or https address")
    for section in cv.sections:
        for entry in section.entries:
            _repeated(entry, places, problems)
            _worded(getattr(entry, "period", Period()), places, problems)
            _tagged(entry, places, problems)


def _worded(period: Period, places: _Places, problems: Problems) -> None:
    """Check a period in words; one with keys of its own was checked when it was read."""
    if not period.verbatim:
        return
    place = places.of(period.verbatim)
    if is_impossible(period.verbatim):
        problems.add(place.node, place.path, "there is no such date", accepted=ACCEPTED)
    elif parse_period(period.verbatim).reversed:
        problems.add(
            place.node,
            place.path,
            "it ends before it begins",
            accepted="an end that is not before the start",
        )


def _tagged(entry: Entry, places: _Places, problems: Problems) -> None:
    """Check the tags of variants.

    Why an error: a tag that is not understood would put its entry into the wrong CVs.
    """
    try:
        _ = Tags(entry).all
    except TagError as error:
        value = entry.extra[error.key]
        place = places.of(str(value[0] if isinstance(value, list) and value else value))
        problems.add(
            place.node,
            place.path or error.key,
            error.message,
            accepted=error.accepted,
            value=shown(value),
        )


def _warn(problems: Problems, place: _Place, message: str, accepted: str) -> None:
    problems.add(place.node, place.path, message, accepted=accepted, severity=Severity.WARNING)


def _addresses(cv: Cv) -> Iterator[str]:
    yield cv.basics.url
    yield from (profile.url for profile in cv.basics.profiles)
    for section in cv.sections:
        yield from (getattr(entry, "url", "") for entry in section.entries)
    if _SCHEME.match(cv.basics.image):
        yield cv.basics.image


def _complaint(address: str) -> str:
    if not address:
        return ""
    scheme = None if _PORT.match(address) else _SCHEME.match(address)
    if scheme and scheme[1].lower() not in _SAFE:
        return "this address is not safe to follow, so it is shown as text"
    rest = address[scheme.end() :] if scheme else address
    return "" if _HOST.fullmatch(rest) else "this address is malformed, so it is shown as text"


def _repeated(entry: Entry, places: _Places, problems: Problems) -> None:
    seen: set[str] = set()
    for highlight in getattr(entry, "highlights", ()):
        if highlight in seen:
            _warn(
                problems,
                places.of(highlight, 1),
                "the same line stands here twice",
                f"it once; the first begins {shown(highlight[:20])}",
            )
        seen.add(highlight)
