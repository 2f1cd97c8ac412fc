"""How much a rewrite says, against how much there was to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.words import Text, TokenKind

MOST: Final = 2
"""Other words for the same fact may take twice the room; more is said only by saying more."""
SLACK_WORDS: Final = 6
"""A fact of two words may become a sentence."""
SLACK_CHARACTERS: Final = 60
"""The same for a script that puts no space between words: six words and their spaces."""
MORE_SENTENCES: Final = 2
"""One sentence may be split in two, and once more; beyond that it is a text about the fact."""
LEAST: Final = 4
"""A rewrite that keeps less than a quarter of the words has left out what the person said."""
LONG_ENOUGH: Final = 8
"""Shorter facts have nothing to leave out."""

_SENTENCE_END: Final = re.compile(r"(?<=[\w)\]%\"'”’])[.!?](?=\s+[^\W\d_a-z]|\s*\Z)")
_PARAGRAPH: Final = re.compile(r"\n\s*\S")
_CUT: Final = re.compile(r"(?:\.\.\.|…|[,;:(]|\b(?:and|or|the|an?|including))\s*\Z")


def check(case: Case) -> Iterator[Finding]:
    """Block a rewrite that is empty, cut off or much longer; ask when hardly anything is left."""
    if not _says(case.after):
        if _says(case.before):
            yield _finding(case, Effect.BLOCK, 0, "Nothing is left of the statement.")
        return
    yield from _cut(case)
    reason = _too_long(case)
    if reason:
        yield _finding(case, Effect.BLOCK, 0, reason)
    if LONG_ENOUGH <= _words(case.before) > LEAST * _words(case.after):
        yield _finding(case, Effect.ASK, 0, "Less than a quarter of the statement is left.")


def _too_long(case: Case) -> str:
    old, new = case.evidence.source, case.rewrite
    if _words(case.after) > MOST * _words(case.before) + SLACK_WORDS:
        return f"{_words(case.after)} words stand where {_words(case.before)} were."
    if len(new) > MOST * len(old) + SLACK_CHARACTERS:
        return f"{len(new)} characters stand where {len(old)} were."
    if _PARAGRAPH.search(new.strip()) and not _PARAGRAPH.search(old.strip()):
        return "One line has become several."
    if _sentences(new) > _sentences(old) + MORE_SENTENCES:
        return f"{_sentences(new)} sentences stand where {_sentences(old)} were."
    return ""


def _cut(case: Case) -> Iterator[Finding]:
    match = _CUT.search(case.rewrite)
    if match and not _CUT.search(case.evidence.source):
        yield _finding(case, Effect.BLOCK, match.start(), "The statement breaks off.")


def _says(text: Text) -> bool:
    return any(token.kind is not TokenKind.MARK for token in text.tokens)


def _words(text: Text) -> int:
    return sum(token.kind is not TokenKind.MARK for token in text.tokens)


def _sentences(text: str) -> int:
    return max(1, len(_SENTENCE_END.findall(text)))


def _finding(case: Case, effect: Effect, start: int, reason: str) -> Finding:
    return Finding(
        rule="length", effect=effect, start=start, end=len(case.rewrite),
        text=case.rewrite[start:], source=case.evidence.source, reason=reason,
    )  # fmt: skip
