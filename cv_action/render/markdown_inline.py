"""Foreign text in Markdown: every character stands for itself, and styles only where they hold.

The rules are CommonMark's (https://spec.commonmark.org/0.31.2/) and those that GitHub adds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from string import punctuation
from typing import Final

from cv_action.render.characters import linked, visible
from cv_action.render.document import Inline, Span, plain

_ACTIVE: Final = re.compile(
    r"(?P<address>\b(?:https?://|ftp://|www\.)[^\s<]*)"
    r"|[\\`*~\[\]<$]"
    r"|&(?=#?\w+;)"
    r"|(?<=<)!"
    r"|(?<!\S)\#"
    r"|(?<![^\W_])_|_(?![^\W_])"
)
_BLOCK: Final = re.compile(r"[-+>|]|\d{1,9}(?=[.)](?:\s|$))")
_BEGUN_REFERENCE: Final = re.compile(r"&(?=#?\w*$)")
_OF_A_LINK: Final = {
    ord(" "): "%20",
    ord("<"): "%3C",
    ord(">"): "%3E",
    ord("\\"): "%5C",
    ord("`"): "%60",
}


def escaped(text: str) -> str:
    """The text so that it is shown literally anywhere but at the beginning of a block."""
    return _ACTIVE.sub(_literal, visible(text))


def _literal(match: re.Match[str]) -> str:
    address = match["address"]
    if not address:
        return f"\\{match[0]}"
    inside = _literals_within(address)
    if inside == address:
        return address
    return inside.replace("://", r"\://", 1).replace("www.", r"www\.", 1)


def _literals_within(address: str) -> str:
    """An address that would be linked as it stands; escaped if it holds active characters."""
    return re.sub(r"[\\`*~\[\]<$_]|&(?=#?\w+;)", r"\\\g<0>", address)


def begun(text: str) -> str:
    """Markdown of one line, so that it does not begin a list, a quote or a heading."""
    text = text.strip()
    match = _BLOCK.match(text)
    if not match:
        return text
    at = match.end() if match[0][0].isdigit() else 0
    return f"{text[:at]}\\{text[at:]}"


def inline(content: Inline, *, emphasis: str = "*") -> str:
    """A text with its styles and links."""
    pieces: list[str] = []
    for href, spans in linked(content):
        words = _styled(spans, emphasis, pieces[-1][-1:] if pieces else "")
        if href and pieces and pieces[-1].endswith("!"):
            pieces[-1] = pieces[-1][:-1] + r"\!"
        pieces.append(f"[{words}]({destination(href)})" if href else words)
    return "".join(pieces)


def emphasized(content: Inline) -> str:
    """A whole line in italics."""
    words = inline(tuple(replace(span, strong=False, emphasis=False) for span in content)).strip()
    return f"*{words}*" if words else ""


def strong(content: Inline, *, url: str = "", end: str = "") -> str:
    """A whole text in bold type, linked as a whole when ``url`` is given."""
    unmarked = tuple(replace(span, strong=False) for span in content)
    words = linked_inline(unmarked, url, emphasis="_").strip()
    return f"**{words}{end}**" if words else ""


def linked_inline(content: Inline, url: str, *, emphasis: str = "*") -> str:
    """A text that leads to ``url``, unless parts of it lead elsewhere."""
    words = inline(content, emphasis=emphasis)
    if not url or not words.strip() or any(span.href for span in content):
        return words
    return f"[{words.strip()}]({destination(url)})"


def destination(url: str) -> str:
    """An address as the target of a link."""
    safe = re.sub(r"&(?=#?\w+;)", r"\\&", visible(url).translate(_OF_A_LINK))
    return f"<{safe}>" if "(" in safe or ")" in safe else safe


def _styled(spans: Inline, emphasis: str, before: str) -> str:
    pieces: list[str] = []
    for span, following in pairwise((*spans, Span(""))):
        after = visible(following.text)[:1]
        pieces.append("".join(_span(span, emphasis, before, after)))
        before = pieces[-1][-1:] or before
    return "".join(pieces)


def _span(span: Span, emphasis: str, before: str, after: str) -> Iterator[str]:
    text = visible(span.text)
    words = text.strip()
    start = text.index(words) if words else len(text)
    yield text[:start]
    if words:
        end = text[start + len(words) :]
        yield _marked(words, span, emphasis, (text[:start] or before)[-1:], end or after)
        yield end


def _marked(words: str, span: Span, emphasis: str, before: str, after: str) -> str:
    marks = [mark for mark, used in (("**", span.strong), (emphasis, span.emphasis)) if used]
    if marks == ["**", "*"]:
        marks = ["**", "_"]
    inner = _code(words) if span.code and before != "`" else _ended(escaped(words), after)
    marked = inner
    for mark in reversed(marks[1:]):
        marked = f"{mark}{marked}{mark}"
    if not marks or not _delimits(marks[0], before, marked, after[:1]):
        return inner
    return f"{marks[0]}{marked}{marks[0]}"


def _ended(words: str, after: str) -> str:
    """Escaped words that make no character reference together with what follows them."""
    return words if not after or after.isspace() else _BEGUN_REFERENCE.sub(r"\\&", words)


def _delimits(mark: str, before: str, words: str, after: str) -> bool:
    """Whether a run of ``mark`` opens before the words and closes after them."""
    inside = mark != "_"
    opens = _parts(before) or (inside and words[0].isalnum())
    closes = _parts(after) or (inside and words[-1].isalnum())
    return opens and closes and before != mark[0]


def _parts(character: str) -> bool:
    return not character or character.isspace() or character in punctuation


def _code(words: str) -> str:
    longest = max((len(run) for run in re.findall("`+", words)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if words[0] == "`" or words[-1] == "`" else ""
    return f"{fence}{pad}{words}{pad}{fence}"


def has_words(content: Inline) -> bool:
    """Whether anything of the text is seen."""
    return bool(visible(plain(content)).strip())
