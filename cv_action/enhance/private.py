"""What no model is told: who the person is and how to reach them, what others said, who they are.

Why a whole statement stays untold for one telephone number in it: what comes back is published, so
words cannot be taken out on the way there and put in again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from cv_action.cv.facts import Fact
from cv_action.cv.model import Basics, Kind

_UNTOLD: Final = frozenset({Kind.REFERENCES, Kind.INTERESTS})
"""Sections whose texts are about others, or say nothing about work."""
_OTHERS: Final = "authors"
"""A field with names of other people."""
_ADDRESS: Final = re.compile(r"[^\s@]@[^\s@]+\.\w")
"""A mail address, whoever's it is."""
_SCHEME: Final = re.compile(r"\A\w+://(www\.)?", re.IGNORECASE)


def told(facts: Iterable[Fact], basics: Basics) -> tuple[Fact, ...]:
    """The facts that a model may be told."""
    contacts = (basics.name, basics.email, basics.phone, basics.url, basics.location.address)
    places = (*contacts, *(profile.url for profile in basics.profiles))
    bare = (_SCHEME.sub("", place) for place in places)
    private = [_spelled(place) for place in bare if _words(place)]
    return tuple(
        fact
        for fact in facts
        if fact.section not in _UNTOLD
        and fact.field != _OTHERS
        and not _ADDRESS.search(fact.text)
        and not any(one.search(fact.text) for one in private)
    )


def _spelled(text: str) -> re.Pattern[str]:
    """The words of a text one after the other, whatever stands between them."""
    words = r"[\W_]*".join(map(re.escape, _words(text)))
    return re.compile(rf"(?<![^\W_]){words}(?![^\W_])", re.IGNORECASE)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)
