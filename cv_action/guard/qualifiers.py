"""What qualifies a number: "over", "up to", "about", "+", and the way it is reached.

Origin: our own, from English grammar.
"""

from __future__ import annotations

import re
from typing import Final

from cv_action.guard.numerals import Pieces

_MORE: Final = (
    r"more than|at least|above|exceeding|upwards? of|north of|no fewer than|no less than"
    r"|not less than|greater than|higher than|in excess of|beyond|a minimum of|well over|surpassing"
    r"|>=?|≥"
)
_LESS: Final = (
    r"up to|under|less than|fewer than|lower than|below|at most|no more than|not more than"
    r"|a maximum of|as many as|as much as|well under|sub-|<=?|≤"
)
_ABOUT: Final = (
    r"about|around|approximately|approx\.?|roughly|circa|ca\.|some|nearly|almost|close to|an"
    r" estimated|estimated|more or less|~"
)
_BEFORE: Final = re.compile(
    rf"(?:(?<!\w)(?:(?P<less>{_LESS})|(?P<more>{_MORE})|(?P<over>over)|(?P<about>{_ABOUT})))"
    r"[\s(]*(?:an?\s+|the\s+)?$",
    re.IGNORECASE,
)
_WAY: Final = re.compile(
    rf"\b(?P<way>by|to|from)\s+(?:an?\s+)?(?:(?:{_MORE}|{_LESS}|{_ABOUT}|over|just|only)\s*)?$",
    re.IGNORECASE,
)
_REACH: Final = 40


def qualifier_before(text: str, at: int) -> tuple[str, int]:
    """What qualifies the number that begins at an offset, and where that begins itself.

    It is "more", "over", "less" or "about", or empty at the offset of the number.
    """
    since = max(0, at - _REACH)
    match = _BEFORE.search(text[since:at])
    return (match.lastgroup or "", since + match.start()) if match else ("", at)


def qualifier_after(pieces: Pieces, at: int) -> str:
    """What qualifies a number from behind: "+", "or more", "plus", "or so"."""
    following = tuple(_text(pieces, at + step) for step in range(2))
    if following[0] == "+" and pieces[at].glued:
        return "more"
    if following == ("-", "plus") or following[0] == "plus":
        return "more"
    if following[0] in {"or", "and"}:
        return {
            "more": "more", "above": "more", "up": "more", "over": "more", "less": "less",
            "fewer": "less", "under": "less", "below": "less", "so": "about",
        }.get(following[1], "")  # fmt: skip
    return "about" if following in {("-", "odd"), ("-", "ish")} else ""


def way_of(text: str, at: int) -> str:
    """Say whether "by", "to" or "from" leads to a number: to grow by 40 is not to grow to 40."""
    match = _WAY.search(text[max(0, at - _REACH) : at])
    return match["way"].lower() if match else ""


def _text(pieces: Pieces, at: int) -> str:
    return pieces[at].low if at < len(pieces) else ""
