"""The sentences of a job advertisement, and how much each of them asks for what it names.

Headings and turns of phrase decide, in English and German; our own words, from general knowledge
of how advertisements are written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from cv_action.enhance.target_words import spoken
from cv_action.report.target import Asked

_LONGEST_LINE: Final = 2_000
_LONGEST: Final = 400
"""Characters that are read as one sentence."""
_LONGEST_HEADING: Final = 60
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z])|;\s")
_BULLET: Final = re.compile(r"\s*(?:[-*+•·▪‣–]|\d{1,2}[.)])\s+")
_MARKS: Final = re.compile(r"^[#\s>*_]+|[\s*_:]+$")
_MARKED: Final = re.compile(r"#+\s.*|\*\*[^*]+\*\*|.*:(?:\*\*|__)?")
_ALONE: Final = re.compile(r"[^\s.,;:!()]+(?:\s+(?!(?:with|in|of|mit)\b)[^\s.,;:!()]+){0,4}")
"""Words of a line that can be a heading without looking like one."""
_UNASKED: Final = re.compile(
    r"\b(?:about (?:us|the (?:company|team))|(?:what )?we offer|benefits?|perks|compensation"
    r"|salary|why (?:join )?us|why work|our (?:values|mission|offer)|how to apply|equal opportunity"
    r"|apply|privacy|wir bieten|über uns|unser angebot|bewerb\w*)\b",
    re.IGNORECASE,
)
_WISHED: Final = re.compile(
    r"\b(?:nice[ -]to[ -]haves?|bonus|(?:a|is|are|would be|big) plus|plus points|preferred"
    r"|preferably|ideally|desirable|optional|an advantage|idealerweise|von vorteil"
    r"|wünschenswert)\b",
    re.IGNORECASE,
)
_REQUIRED_HEADING: Final = re.compile(
    r"\b(?:require\w*|qualif\w+|must[ -]haves?|need|looking for|look for|you (?:bring|have)"
    r"|profile?|skills?|experience|who you are|about you|tech(?:nical|nology|nologies)?|stack|tools"
    r"|anforderung\w*|qualifikation\w*|profil|mitbring\w*|voraussetzung\w*|kenntnisse)\b",
    re.IGNORECASE,
)
_REQUIRED: Final = re.compile(
    r"\b(?:experienced?|knowledge|understanding|familiar(?:ity)?|proficien\w+|expertise|expert"
    r"|skill(?:s|ed)?|fluen\w+|background in|command of|must have|require(?:d|ments?)|hands-on"
    r"|you(?:'ll)? (?:have|bring|know|can|speak|understand)|erfahrung\w*|kenntnisse\w*)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence or an item of a list; ``asks`` says that it states what somebody must bring."""

    text: str
    asked: Asked

    @property
    def asks(self) -> bool:
        """Whether it names what is wanted rather than what is done."""
        return self.asked is not Asked.MENTIONED


def lines_of(advertisement: str) -> Iterator[Line]:
    """The sentences that say something about the work; benefits and the like are left out."""
    under: Asked | None = Asked.MENTIONED
    for raw in _pieces(advertisement.splitlines(), _LONGEST_LINE):
        if _is_heading(raw):
            under = _asked_under(_MARKS.sub("", raw))
        elif under is not None and raw.strip():
            yield from (_line(text, under) for text in _sentences(raw))


def _is_heading(raw: str) -> bool:
    text = raw.strip()
    bare = _MARKS.sub("", text)
    if not bare or len(bare) > _LONGEST_HEADING or _BULLET.match(raw):
        return False
    return bool(_MARKED.fullmatch(text)) or (_ALONE.fullmatch(bare) is not None and _is_usual(bare))


def _is_usual(heading: str) -> bool:
    return any(kind.search(heading) for kind in (_UNASKED, _WISHED, _REQUIRED_HEADING))


def _asked_under(heading: str) -> Asked | None:
    """How much is asked for under a heading; nothing is under some."""
    if _WISHED.search(heading):
        return Asked.WISHED
    if _UNASKED.search(heading):
        return None
    return Asked.REQUIRED if _REQUIRED_HEADING.search(heading) else Asked.MENTIONED


def _sentences(raw: str) -> Iterator[str]:
    for sentence in _SENTENCE.split(_BULLET.sub("", raw, count=1)):
        text = spoken(sentence)
        yield from _pieces((text,), _LONGEST)


def _pieces(texts: Iterable[str], longest: int) -> Iterator[str]:
    """The texts in pieces of bounded length.

    Why: an advertisement is anybody's, and no pattern here may be given a text without end.
    """
    for text in texts:
        yield from (text[at : at + longest] for at in range(0, len(text), longest))


def _line(text: str, under: Asked) -> Line:
    if under is Asked.WISHED or _WISHED.search(text):
        return Line(text, Asked.WISHED)
    return Line(text, Asked.REQUIRED if _REQUIRED.search(text) else under)
