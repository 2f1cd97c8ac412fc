"""Writing that the other rules cannot read: they know English in Latin letters."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Final

from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.language import is_english, is_foreign
from cv_action.guard.scripts import Script, joins, script_of
from cv_action.guard.words import TokenKind

_PILED: Final = 3
"""Marks on one letter; no living orthography piles up more."""


def check(case: Case) -> Iterator[Finding]:
    """Block what deceives the eye; ask about what is not English, unless nothing changed."""
    yield from _hidden(case)
    yield from _piled(case)
    if _same(case.rewrite) == _same(case.evidence.source):
        return
    yield from _twins(case)
    yield from _others(case)
    yield from _language(case)


def _hidden(case: Case) -> Iterator[Finding]:
    """Invisible characters that the fact does not have, one finding for each stretch of them."""
    known = Counter(filter(_is_hidden, case.evidence.source))
    start = end = -1
    for place in _hidden_places(case.rewrite):
        known[case.rewrite[place]] -= 1
        if known[case.rewrite[place]] >= 0:
            continue
        if place != end:
            yield from _unseen(case, start, end)
            start = place
        end = place + 1
    yield from _unseen(case, start, end)


def _hidden_places(text: str) -> Iterator[int]:
    for place, character in enumerate(text):
        if _is_hidden(character) and not (joins(character) and _in_pictograph(text, place)):
            yield place


def _unseen(case: Case, start: int, end: int) -> Iterator[Finding]:
    if start >= 0:
        character = case.rewrite[start]
        name = unicodedata.name(character, f"U+{ord(character):04X}").lower()
        reason = f"A character that cannot be seen stands here ({name})."
        yield _finding(case, Effect.BLOCK, (start, end), reason)


def _piled(case: Case) -> Iterator[Finding]:
    for start, end in _piles(case.rewrite):
        if case.rewrite[start:end] not in case.evidence.source:
            yield _finding(case, Effect.BLOCK, (start, end), "Marks are piled up on one letter.")


def _piles(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for place, character in enumerate(f"{text} "):
        if not unicodedata.combining(character):
            if place - start > _PILED:
                yield start, place
            start = place + 1


def _twins(case: Case) -> Iterator[Finding]:
    """A word of letters that look Latin and are not, among letters that are."""
    latin = any(character.isascii() and character.isalpha() for character in case.rewrite)
    for start, end in _runs(case.rewrite, Script.TWIN, latin=latin):
        if case.rewrite[start:end] not in case.evidence.source:
            reason = (
                "Letters of another script stand here in place of the Latin ones they look like."
            )
            yield _finding(case, Effect.BLOCK, (start, end), reason)


def _runs(text: str, script: Script, *, latin: bool) -> Iterator[tuple[int, int]]:
    """Stretches of letters that hold the script, and nothing of an openly other script."""
    start = 0
    for place, character in enumerate(f"{text} "):
        if not (character.isalnum() or unicodedata.combining(character)):
            kinds = Counter(map(script_of, text[start:place]))
            if latin and kinds[script] and not kinds[Script.OTHER] and place - start > 1:
                yield start, place
            start = place + 1


def _others(case: Case) -> Iterator[Finding]:
    """One question about all words of another script that changed."""
    for token in case.after.tokens:
        foreign = {Script.OTHER, Script.TWIN} & set(map(script_of, token.text))
        if foreign and token.kind is not TokenKind.MARK and token.text not in case.evidence.source:
            reason = "This is written in a script that the rules cannot read."
            yield _finding(case, Effect.ASK, (token.start, token.end), reason)
            return


def _language(case: Case) -> Iterator[Finding]:
    whole = (0, len(case.rewrite))
    if _mostly_other(case.rewrite) or _mostly_other(case.evidence.source):
        reason = "The rules read English in Latin letters only."
        yield _finding(case, Effect.ASK, whole, reason)
    elif not (_is_reordered(case) or (is_english(case.after) and is_english(case.before))):
        yield _finding(
            case, Effect.ASK, whole, "The rules read English only, and this seems not to be."
        )
    else:
        yield from _foreign_words(case)


def _is_reordered(case: Case) -> bool:
    """Whether the same words stand there, none of them a small word that order gives a sense."""
    old, new = (sorted(w.folded for w in text.words) for text in (case.before, case.after))
    return old == new and not any(map(is_foreign, case.after.words))


def _foreign_words(case: Case) -> Iterator[Finding]:
    """A small word of another language that came or went: it may turn the sense round."""
    for edit in case.edits:
        words = [word for word in (*edit.added, *edit.removed) if is_foreign(word)]
        if any(word.text.islower() for word in words):
            end = edit.added[-1].end if edit.added else edit.at
            reason = f"“{words[0].text}” is no English word, and the rules read English only."
            yield _finding(case, Effect.ASK, (edit.at, end), reason)


def _mostly_other(text: str) -> bool:
    letters = [script_of(character) for character in text if character.isalpha()]
    return 2 * sum(script is not Script.PLAIN for script in letters) > len(letters)


def _is_hidden(character: str) -> bool:
    return script_of(character) is Script.HIDDEN


def _in_pictograph(text: str, place: int) -> bool:
    return place > 0 and unicodedata.category(text[place - 1]) in {"So", "Sk", "Po", "Nd"}


def _same(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _finding(case: Case, effect: Effect, span: tuple[int, int], reason: str) -> Finding:
    start, end = span
    return Finding(
        rule="script", effect=effect, start=start, end=end,
        text=case.rewrite[start:end], reason=reason,
    )  # fmt: skip
