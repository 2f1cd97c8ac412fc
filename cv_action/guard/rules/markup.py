"""Markup, addresses and decoration that the fact does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.flat import flatten, unheard

_KINDS: Final = (
    (
        re.compile(
            r"</?[a-z][^<>\n]{0,400}>|<!--|&(?:[a-z]{2,8}|#\d{1,7}|#x[0-9a-f]{1,6});",
            re.IGNORECASE,
        ),
        "HTML stands in the text, and the fact has none.",
    ),
    (
        re.compile(
            r"!?\[[^\[\]\n]{0,200}\]\([^()\n]{0,400}\)|\*\*(?=\S)[^*\n]{1,400}\*\*"
            r"|(?<!\w)__(?=\S)[^_\n]{1,400}__(?!\w)|(?<![\w*])\*(?=[^\s*])[^*\n]{1,200}[^\s*]\*(?![\w*])"
            r"|(?<!\w)_(?=[^\s_])[^_\n]{1,200}[^\s_]_(?!\w)|`[^`\n]{1,200}`|~~(?=\S)[^~\n]{1,200}~~"
            r"|^\s{0,3}(?:\#{1,6}\s|>\s|[-*+•‣◦▪]\s|\d{1,2}[.)]\s|\|.{0,400}\||-{3,}$|={3,}$)",
            re.MULTILINE,
        ),
        "Markdown stands in the text, and the fact has none.",
    ),
    (
        re.compile(
            r"^[ \t]{0,99}::[\w-]+[^\n]{0,80}::|\#\#\["
            r"|\\(?:text|begin|end|href|item|input|include)\w*\{"
            r"|\#(?:let|import|include|set|show|eval|read|link|text)\b",
            re.MULTILINE,
        ),
        "A command for a program stands in the text.",
    ),
    (
        re.compile(
            r"\b(?:https?|ftp|file|javascript|data|mailto|tel):[^\s<>\"']{1,400}"
            r"|\bwww\.[\w-]+(?:\.[\w-]+)+[^\s<>\"']{0,200}"
            r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"
            r"|\b(?:github|gitlab|linkedin|x|twitter|bit|t)\.(?:com|ly|co|me)/[^\s<>\"']{1,200}"
            r"|(?<![\w&])\#[^\W\d_]\w{2,40}",
            re.IGNORECASE,
        ),
        "An address or a tag stands in the text, and the fact has none like it.",
    ),
    (
        re.compile("[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"),
        "A pictograph stands in the text, and the fact has none like it.",
    ),
)


def check(case: Case) -> Iterator[Finding]:
    """Block markup, addresses and pictographs that the fact itself does not have."""
    new = flatten(case.rewrite)
    old = flatten(case.evidence.source)
    for pattern, reason in _KINDS:
        for match in unheard(pattern, old.text, new.text):
            start, end = new.span(match)
            yield Finding(
                rule="markup", effect=Effect.BLOCK, start=start, end=end,
                text=case.rewrite[start:end], reason=reason,
            )  # fmt: skip
