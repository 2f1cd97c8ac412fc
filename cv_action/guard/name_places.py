"""Which place a name has in its sentence, so that two names that change places are seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Final

from cv_action.guard.case import Case
from cv_action.guard.known_names import same_name
from cv_action.guard.names import Certainty, Name, names
from cv_action.guard.plain import plain
from cv_action.guard.scan import Piece, scan
from cv_action.guard.trades import trades

_JOINTS: Final = frozenset({",", "and", "or", "&", "/", "the", "a", "an", "as", "well"})
_STARTS: Final = frozenset({".", "!", "?", ";", ":", "\n"})


@dataclass(frozen=True, slots=True)
class Place:
    """A name and the words around it; names of one list share their place.

    ``front`` tells the places of one text apart where the same word stands before two of them.
    """

    key: str
    before: str
    front: int
    after: str
    name: Name


def places(raw: str) -> tuple[Place, ...]:
    """Every name that is none by chance, with its place, in the order of the text."""
    sure = (place for place in _all_places(raw) if place.name.certainty is not Certainty.DOUBTFUL)
    return tuple(sure)


@lru_cache(maxsize=1024)
def _all_places(raw: str) -> tuple[Place, ...]:
    found = names(raw)
    folded = plain(raw)
    pieces = scan(folded.text)
    spans = [folded.span(piece.start, piece.end) for piece in pieces]
    inside = [any(n.start < end and start < n.end for n in found) for start, end in spans]
    return tuple(_placed(name, pieces, spans, inside) for name in found)


def _placed(
    name: Name, pieces: tuple[Piece, ...], spans: list[tuple[int, int]], inside: list[bool]
) -> Place:
    own = [at for at, (start, end) in enumerate(spans) if name.start < end and start < name.end]
    first, last = (own[0], own[-1]) if own else (0, -1)
    before = first - 1
    while before >= 0 and (inside[before] or pieces[before].low in _JOINTS):
        before -= 1
    after = last + 1
    while after < len(pieces) and (inside[after] or pieces[after].low in _JOINTS):
        after += 1
    return Place(name.key, _word(pieces, before), before, _word(pieces, after), name)


def _word(pieces: tuple[Piece, ...], at: int) -> str:
    """The word at a place, or "" where a sentence begins or ends."""
    if not 0 <= at < len(pieces) or pieces[at].text in _STARTS:
        return ""
    return pieces[at].low


def swapped(old: str, new: str) -> Iterator[tuple[Name, str]]:
    """Names of the new text that took the place of another name of the old one.

    Why the exact place: "X was bought by Y" for "Y bought X" changes every place and no meaning.
    """
    before, after = places(old), places(new)
    held = {(place.key, place.before) for place in before}
    now = {(place.key, place.before) for place in after}
    for place in after:
        if (place.key, place.before) in held:
            continue
        for other in before:
            if (
                other.key != place.key
                and other.before == place.before
                and _swaps(place, other, held, now)
            ):
                yield place.name, other.name.text
                break


def traded(case: Case) -> Iterator[tuple[Name, str]]:
    """Names of the source that stand where it has another: "HR" for "IT", and both are in it."""
    source, rewrite = case.evidence.source, case.rewrite
    words, wholes = (names(source), names(rewrite)), (_wholes(source), _wholes(rewrite))
    fronts = {place.name.start: place.front for place in _all_places(source)}
    found = chain(trades(case, *words), trades(case, *wholes) if wholes != words else ())
    for come, gone in found:
        stood = [name for name in chain(words[0], wholes[0]) if name.key == come.key]
        listed = any(fronts[name.start] == fronts[gone.start] for name in stood)
        if stood and not listed and not same_name(gone.key, come.key):
            yield come, gone.text


def _wholes(raw: str) -> tuple[Name, ...]:
    """The names of a text, those of several words as one."""
    found: list[Name] = []
    for name in names(raw):
        if (
            found
            and name.adjoins
            and Certainty.DOUBTFUL not in {found[-1].certainty, name.certainty}
        ):
            first = found.pop()
            text, key = raw[first.start : name.end], f"{first.key} {name.key}"
            found.append(replace(first, text=text, key=key, end=name.end))
        else:
            found.append(name)
    return tuple(found)


def _swaps(
    place: Place, other: Place, held: set[tuple[str, str]], now: set[tuple[str, str]]
) -> bool:
    """Whether the other name now stands where this one stood, or left its place to it."""
    mine = {where for key, where in held if key == place.key}
    theirs = {where for key, where in now if key == other.key}
    if (other.key, other.before) in now or not mine:
        return False
    return bool(mine & theirs) or (not theirs and place.after == other.after)
