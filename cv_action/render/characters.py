"""Which characters a document may carry, whatever its source held.

Why here too, when texts are cleaned as they come in: a renderer must not depend on who made its
document. A character that steers a terminal or turns the writing direction around never leaves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from cv_action.render.document import Inline, Span

_SPACES: Final = re.compile(r"[ \t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_STEERING: Final = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f]"
)
_ZERO_WIDTH: Final = re.compile("[\u00ad\u061c\u180e\u200b-\u200f]")
_HALF: Final = re.compile("[\ud800-\udfff]")


def visible(text: str) -> str:
    """The text on one line, without characters that steer instead of show.

    Half a surrogate pair, which UTF-8 cannot write, becomes U+FFFD.
    """
    return _HALF.sub("\ufffd", _STEERING.sub("", _SPACES.sub(" ", text)))


def bare(text: str) -> str:
    """The same without characters of no width, which parsers of plain text trip over."""
    return _ZERO_WIDTH.sub("", visible(text))


def linked(inline: Inline) -> Iterator[tuple[str, Inline]]:
    """The runs of a text by the address they lead to, so that one link is drawn once."""
    spans = (span for span in inline if span.text)
    for href, run in groupby(spans, key=_href):
        yield href, tuple(run)


def _href(span: Span) -> str:
    return span.href
