"""Answers held to their shape once more, whatever the lane has claimed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

import msgspec

from cv_action.guard.question import Answer

_Ref = Annotated[str, msgspec.Meta(max_length=20)]
_Text = Annotated[str, msgspec.Meta(max_length=8_000)]
Said = TypeVar("Said")


class _Rewrite(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ref: _Ref
    text: _Text


class _Rewrites(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    statements: list[_Rewrite]


class _Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    ref: _Ref
    follows: bool
    quote: _Text


class _Readings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    statements: list[_Reading]


@dataclass(frozen=True, slots=True)
class Reply(Generic[Said]):
    """What was said about each ref that was asked about, once; ``strangers`` were not asked for."""

    said: Mapping[str, Said]
    strangers: int = 0


def rewrites_in(data: object, asked: Collection[str]) -> Reply[str] | None:
    """The rewrites in an answer by ref; nothing where it has another shape.

    A ref that is answered twice is not answered, and nobody asked for one that is not known.
    """
    try:
        found = msgspec.convert(data, _Rewrites).statements
    except msgspec.ValidationError:
        return None
    said = {one.ref: one.text.strip() for one in found if one.text.strip()}
    return _once(said, Counter(one.ref for one in found), asked)


def readings_in(data: object, asked: Collection[str]) -> Reply[Answer] | None:
    """The answers to questions by ref, by the same rules."""
    try:
        found = msgspec.convert(data, _Readings).statements
    except msgspec.ValidationError:
        return None
    said = {one.ref: Answer(entailed=one.follows, quote=one.quote) for one in found}
    return _once(said, Counter(one.ref for one in found), asked)


def _once(said: Mapping[str, Said], times: Counter[str], asked: Collection[str]) -> Reply[Said]:
    kept = {ref: one for ref, one in said.items() if ref in asked and times[ref] == 1}
    strangers = sum(count for ref, count in times.items() if ref not in asked)
    return Reply(kept, strangers)
