"""Names: of people, organisations, places, products and skills, where a text uses them as such."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final

from cv_action.guard.common_words import is_common
from cv_action.guard.known_names import is_known, is_language, is_name_in_lower_case, is_unclear
from cv_action.guard.moments import moments
from cv_action.guard.name_phrases import GENERIC, in_phrase
from cv_action.guard.plain import Plain, plain
from cv_action.guard.quantities import quantities
from cv_action.guard.small_words import SMALL_WORDS

_WORD: Final = re.compile(
    r"(?P<dotted>\.NET\b|(?<!\w)[A-Z][a-z]?\.(?:[A-Z][a-z]*\.)+|(?<!\w)[A-Z](?:\.[A-Z])+\.?|[^\W_]+\.(?:js|JS|io|ai|net|NET|py|com|org|dev)\b)"
    r"|(?P<version>\bv?\d+(?:\.\d+){2,}\b)"
    r"|(?P<word>(?:\d+[^\W\d_]|[^\W\d_])[^\W_]*(?:&[^\W_]+)*(?:'[^\W_]+)*(?:\+\+|#(?!\w))?)"
)
_SENTENCE: Final = re.compile(r"(?:^|[.!?:;\n•▪*>]|\s[-–—])[\s\"“”'(\[]*$")
_CAPITALS: Final = frozenset({"IT", "US"})
"""Small words that are abbreviations when they are written like this."""
_SHOUT: Final = 0.6
_ENOUGH: Final = 4


class Certainty(StrEnum):
    """How sure it is that a word is used as a name."""

    SURE = "sure"
    CAPITAL = "capital"
    """A common word, but it has a capital that nothing else explains."""
    DOUBTFUL = "doubtful"
    """It begins a sentence, stands in a headline, or is an everyday abbreviation."""


@dataclass(frozen=True, slots=True)
class Name:
    """A word used as a name; ``key`` is what it is compared by. Offsets are into the raw text."""

    text: str
    key: str
    certainty: Certainty
    start: int
    end: int
    adjoins: bool
    """Whether only a space parts it from the name before it."""

    @property
    def unclear(self) -> bool:
        """Whether its lower-case form is an ordinary word that names nothing."""
        return is_known(self.key) and is_unclear(self.key)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    initial: bool


@lru_cache(maxsize=1024)
def names(raw: str) -> tuple[Name, ...]:
    """Every name of a text, in its order; dates and numbers are none."""
    folded = plain(raw)
    words = _words(folded.text)
    taken = [(m.start, m.end) for m in moments(raw)] + [(q.start, q.end) for q in quantities(raw)]
    titled, shouted = _is_titled(words), _is_shouted(words)
    found: list[Name] = []
    for at, word in enumerate(words):
        start, end = folded.span(word.start, word.end)
        if any(start < last and first < end for first, last in taken):
            continue
        certainty = _certainty(folded, words, at, loose=titled or shouted)
        if certainty:
            adjoins = bool(found) and raw[found[-1].end : start] in {" ", "\u00a0"}
            found.append(Name(word.text, _key(word.text), certainty, start, end, adjoins))
    return tuple(found)


def key_of(word: str) -> str:
    """What a word is compared by: no case, no possessive, no plural "s" of an acronym."""
    return _key(word)


def _key(text: str) -> str:
    bare = re.sub(r"'s?$", "", text)
    if re.fullmatch(r"[A-Z]{2,}s", bare):
        bare = bare[:-1]
    if re.fullmatch(r"[A-Z](?:\.[A-Z])+\.?", bare):
        bare = bare.replace(".", "")
    return bare.casefold()


def _words(text: str) -> list[_Word]:
    return [
        _Word(
            re.sub(r"'s?$", "", match[0]), match.start(), match.end(),
            bool(_SENTENCE.search(text[max(0, match.start() - 12) : match.start()])),
        )
        for match in _WORD.finditer(text)
    ]  # fmt: skip


def _is_titled(words: list[_Word]) -> bool:
    """Whether the text capitalises its common words: a headline."""
    matter = [w for w in words if w.text.casefold() not in SMALL_WORDS and not w.initial]
    capital = [w for w in matter if w.text[0].isupper() and is_common(w.text.casefold())]
    return len(matter) >= _ENOUGH and len(capital) > _SHOUT * len(matter)


def _is_shouted(words: list[_Word]) -> bool:
    return len(words) >= _ENOUGH and sum(w.text.isupper() for w in words) > _SHOUT * len(words)


def _certainty(folded: Plain, words: list[_Word], at: int, *, loose: bool) -> Certainty | None:
    """How sure a word is a name; ``loose`` texts capitalise everything."""
    word = words[at]
    low = word.text.casefold()
    if low in SMALL_WORDS and word.text not in _CAPITALS:
        return None
    if in_phrase(folded.text, word.start, word.end):
        return None
    if _shaped(word.text):
        return Certainty.SURE
    if word.text.islower():
        named = is_name_in_lower_case(low) or _is_written_in(folded.text, word)
        return Certainty.SURE if named else None
    if loose:
        return _uncommon(low)
    if word.text.isupper() and len(word.text) > 1:
        return Certainty.DOUBTFUL if _key(word.text) in GENERIC else Certainty.SURE
    return _capitalised(words, at)


def _is_written_in(text: str, word: _Word) -> bool:
    """Whether a common word can only be a language where it stands: "written in go"."""
    before, after = text[max(0, word.start - 8) : word.start], text[word.end : word.end + 5]
    led = re.search(r"\b(?:in|using)\s$", before)
    closed = re.match(r"\s*(?:$|[\n.,;)]|(?:and|or)\b)", after)
    return bool(led and closed) and is_language(word.text)


def _shaped(text: str) -> bool:
    """Whether its letters say that it is a name: "OAuth2", "C++", "Node.js", "GitHub", "APIs"."""
    if re.search(r"\d|[+#&]|\w\.\w|^\.", text):
        return _key(text) not in GENERIC
    return (
        bool(re.search(r"[^\W\d_][A-Z]", text)) and not text.isupper() and _key(text) not in GENERIC
    )


def _capitalised(words: list[_Word], at: int) -> Certainty | None:
    word = words[at]
    low = word.text.casefold()
    if low in {"i", "a"} or low in GENERIC:
        return None
    if word.initial:
        return _uncommon(low)
    if is_known(low) or not is_common(low) or _neighbours(words, at):
        return Certainty.SURE
    return Certainty.CAPITAL


def _uncommon(low: str) -> Certainty:
    """Whether a word can hardly be anything but a name, where every word has a capital."""
    named = is_name_in_lower_case(low) or not is_common(low)
    return Certainty.SURE if named else Certainty.DOUBTFUL


def _neighbours(words: list[_Word], at: int) -> bool:
    """Whether a capitalised word stands beside another inside its sentence."""
    after = words[at + 1 : at + 2]
    before = words[at - 1 : at] if not words[at].initial else []
    follows = any(w.start - words[at].end == 1 and w.text[0].isupper() for w in after)
    leads = any(
        words[at].start - w.end == 1 and w.text[0].isupper() and not w.initial for w in before
    )
    return follows or leads


def runs(found: tuple[Name, ...]) -> Iterator[tuple[Name, Name]]:
    """Each two names that stand side by side: "Thomas", "Park"."""
    for first, second in pairwise(found):
        if second.adjoins and first.certainty is second.certainty is Certainty.SURE:
            yield first, second
