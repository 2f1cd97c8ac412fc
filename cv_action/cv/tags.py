"""Which variants of a CV its entries and highlights are for, as their owner has tagged them.

A tag is a text under a key that no other tool has: ``x-variants`` on an entry names its variants
(``backend, research``), ``x-highlight-variants`` those of single highlights, each by its beginning
(``backend = Built the ledger; research = Wrote``). What has no tag is in every variant.

Why texts: JSON Resume allows any key on an entry, but only texts as highlights; RenderCV 2.8 also
takes any key there and cannot draw the entry when a list or a mapping stands under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cv_action.cv.model import Cv, Entry

ENTRY: Final = "x-variants"
HIGHLIGHTS: Final = "x-highlight-variants"
KEYS: Final = (ENTRY, HIGHLIGHTS)
NAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?", re.ASCII)
"""A variant's name, which is also that of its folder."""

_NAMES: Final = "names of letters, digits and dashes, such as backend, research"
_BEGINNINGS: Final = "a name and how a highlight begins, such as backend = Built the"
_MARKS: Final = re.compile(r"[^\w]|_")


class TagError(ValueError):
    """A tag cannot be understood; ``accepted`` says what would be."""

    def __init__(self, message: str, *, key: str, accepted: str) -> None:
        super().__init__(message)
        self.message = message
        self.key = key
        self.accepted = accepted


@dataclass(frozen=True)
class Tags:
    """The tags of one entry."""

    entry: Entry

    @cached_property
    def variants(self) -> frozenset[str]:
        """The variants that the entry is in; none named means all.

        Raises:
            TagError: what stands there names no variants.
        """
        text = _text(self.entry, ENTRY, accepted=_NAMES)
        return frozenset() if text is None else _names(text, ENTRY, accepted=_NAMES)

    @cached_property
    def highlights(self) -> tuple[frozenset[str], ...]:
        """The same for each highlight, in the entry's order.

        Raises:
            TagError: what stands there names no variants, no highlight or more than one.
        """
        own: tuple[str, ...] = getattr(self.entry, "highlights", ())
        found: list[set[str]] = [set() for _ in own]
        text = _text(self.entry, HIGHLIGHTS, accepted=_BEGINNINGS)
        for tag in re.split(r"[;\n]", text or ""):
            if tag.strip():
                names, _, beginning = tag.partition("=")
                for at in _meant(own, beginning):
                    found[at] |= _names(names, HIGHLIGHTS, accepted=_BEGINNINGS)
        return tuple(map(frozenset, found))

    @property
    def all(self) -> frozenset[str]:
        """Every variant that a tag of the entry names."""
        return self.variants.union(*self.highlights)


def variants_of(cv: Cv) -> tuple[str, ...]:
    """Every variant that a CV's tags name, in the order of the alphabet."""
    return tuple(sorted({name for entry in entries_of(cv) for name in Tags(entry).all}))


def entries_of(cv: Cv) -> Iterator[Entry]:
    """Every entry, in the order in which it is shown."""
    for section in cv.sections:
        yield from section.entries


def _text(entry: Entry, key: str, *, accepted: str) -> str | None:
    if key not in entry.extra:
        return None
    value = entry.extra[key]
    if not isinstance(value, str) or not value.strip():
        raise TagError("a tag is a text that names variants", key=key, accepted=accepted)
    return value


def _names(text: str, key: str, *, accepted: str) -> frozenset[str]:
    names = frozenset(text.lower().replace(",", " ").split())
    if not names or not all(NAME.fullmatch(name) for name in names):
        raise TagError("this names no variant", key=key, accepted=accepted)
    return names


def _meant(highlights: tuple[str, ...], beginning: str) -> tuple[int, ...]:
    """The highlight that begins so, marks and case aside; more than one if they are the same."""
    wanted = _spoken(beginning)
    texts = [_spoken(text) for text in highlights]
    found = [at for at, text in enumerate(texts) if text == wanted] or [
        at for at, text in enumerate(texts) if wanted and text.startswith(wanted)
    ]
    if len({texts[at] for at in found}) != 1:
        many = "several highlights begin" if found else "no highlight begins"
        raise TagError(f"{many} so", key=HIGHLIGHTS, accepted=_BEGINNINGS)
    return tuple(found)


def _spoken(text: str) -> str:
    """Letters and digits alone.

    Why: a CV that goes from plain text into Markdown and back has other marks around its words.
    """
    return _MARKS.sub("", text).casefold()
