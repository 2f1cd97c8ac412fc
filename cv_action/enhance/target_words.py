"""The words of a text, and the names of known languages, products and methods among them.

Both sides of a comparison are read by the same rules, so that "k8s" meets "Kubernetes" and the
"rest of the team" never meets "REST".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cv_action.guard.known_names import is_known, spellings, squashed
from cv_action.guard.names import Certainty, names
from cv_action.guard.plain import plain
from cv_action.guard.small_words import singular

_WORD: Final = re.compile(
    r"(\.NET\b|\b[^\W\d_](?:/[^\W\d_])+(?![\w+#])|[^\W_]+(?:[.&][^\W_]+)*(?:\+\+|[#+](?!\w))?)"
)
_GAP: Final = re.compile(r"(?:'s?)?[\s\-*_`\\]+")
_ADDRESS: Final = re.compile(r"\]\([^)\n]{0,500}\)|\b\w+://\S+")
_JOINING: Final = frozenset({"and", "or", "und", "oder"})
_AND: Final = re.compile(r"\s*(?:[,/&]|,?\s*\b(?:and|or|und|oder)\b)\s*")
_LONGEST: Final = 5
"""Words of a known name: "continuous integration and continuous delivery"."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it stands, what it is compared by, and its place in the spoken text."""

    text: str
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Thing:
    """A known name; all its spellings have one key."""

    key: str
    text: str
    start: int
    end: int


def spoken(raw: str) -> str:
    """A text as it is read aloud: the forms of its characters unified, addresses left out."""
    return _ADDRESS.sub(" ", plain(raw).text)


def words(text: str) -> tuple[Word, ...]:
    """The words of a spoken text."""
    return tuple(
        Word(match[1], singular(match[1].casefold()), match.start(1), match.end(1))
        for match in _WORD.finditer(text)
    )


def adjoin(text: str, first: Word, second: Word) -> bool:
    """Whether only a space, a hyphen or a mark of markup parts two words."""
    return _GAP.fullmatch(text, first.end, second.start) is not None


def things(text: str) -> tuple[Thing, ...]:
    """The known names of a spoken text, the longest at each place.

    One that is an ordinary word too counts where it is surely a name, where it stands in one list
    with such a name, or where it is all of the text.
    """
    found = words(text)
    return tuple(_things(text, found, _named(text, found)))


def _named(text: str, found: Sequence[Word]) -> frozenset[int]:
    """Where the words stand that are names, those beside them in a list included."""
    certainty = {name.start: name.certainty for name in names(text)}
    sure = {start for start, how in certainty.items() if how is Certainty.SURE}
    listed = [word for word in found if word.text not in _JOINING]
    for row in (listed, listed[::-1]):
        for known, doubtful in pairwise(row):
            between = text[min(known.end, doubtful.end) : max(known.start, doubtful.start)]
            beside = known.start in sure and is_known(known.text) and _AND.fullmatch(between)
            if beside and doubtful.start in certainty and is_known(doubtful.text):
                sure.add(doubtful.start)
    return frozenset(sure)


def _things(text: str, found: Sequence[Word], sure: frozenset[int]) -> Iterator[Thing]:
    at = 0
    while at < len(found):
        length = min(_LONGEST, len(found) - at)
        while length and not _names_thing(text, found[at : at + length], sure):
            length -= 1
        if length:
            yield _thing(text, found[at].start, found[at + length - 1].end)
        at += length or 1


def _names_thing(text: str, group: Sequence[Word], sure: frozenset[int]) -> bool:
    name = text[group[0].start : group[-1].end]
    if len(group) > 1:
        return bool(spellings(name))
    return is_known(name) and (group[0].start in sure or name == text.strip())


def _thing(text: str, start: int, end: int) -> Thing:
    name = text[start:end]
    return Thing(min(spellings(name), default=squashed(name)), name, start, end)


def has_phrase(phrase: tuple[str, ...], text: str, among: Sequence[Word]) -> bool:
    """Whether words stand in a spoken text one after the other, plural or not."""
    size = len(phrase)
    for at in range(len(among) - size + 1):
        group = among[at : at + size]
        if tuple(word.key for word in group) == phrase and runs(text, group):
            return True
    return False


def runs(text: str, group: Sequence[Word]) -> bool:
    """Whether each of some words adjoins the next."""
    return all(adjoin(text, one, other) for one, other in pairwise(group))
