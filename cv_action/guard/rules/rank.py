"""The little words that make a title less, or more: deputy head, acting head, lead fitter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.verbs import Tense, forms
from cv_action.guard.words import Text, Token, TokenKind

_LESS: Final = frozenset(
    {"acting", "adjunct", "apprentice", "aspiring", "assistant", "associate", "budding", "deputy",
     "designate", "emeritus", "graduate", "honorary", "interim", "intern", "junior", "probationary",
     "provisional", "stand-in", "student", "sub", "substitute", "temporary", "trainee",
     "understudy", "vice", "visiting", "would-be"}
)  # fmt: skip
_LESS_AFTER: Final = frozenset(
    {"apprentice", "assistant", "candidate", "designate", "elect", "emeritus", "intern", "student",
     "trainee"}
)  # fmt: skip
_ROOT: Final = 6
"""Letters by which "interned" is known to say what "intern" said."""
_MORE: Final = frozenset(
    {"chief", "distinguished", "executive", "full", "general", "group", "head", "lead", "managing",
     "master", "principal", "senior", "sole", "staff", "supreme", "top"}
)  # fmt: skip
_LED: Final = frozenset({"lead", "led", "leads", "leading", "head", "headed", "heads"})
_BEFORE: Final = ("ex", "co", "vice", "sub", "under", "semi", "deputy", "pre", "half")
_PRONE: Final = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
)


def check(case: Case) -> Iterator[Finding]:
    """Block a title that has lost what made it less, or gained what makes it more."""
    yield from _lost(case)
    yield from _parted(case)
    yield from _gained(case)


def _lost(case: Case) -> Iterator[Finding]:
    """A word that makes a title less went, and the title stayed."""
    for first, second in _pairs(case.before):
        for less, title, table in ((first, second, _LESS), (second, first, _LESS_AFTER)):
            word = _word(case.after, title.folded)
            if (
                less.folded in table
                and word
                and _is_title(title)
                and not _is_said(case.after, less, title)
            ):
                said = f"{first.text} {second.text}"
                yield _finding(case, word, f"The fact says “{said}”.", said)


def _is_said(text: Text, less: Token, title: Token) -> bool:
    """Whether a text says it somewhere, as another word of the kind or one of the same root."""
    others = text.folded - {title.folded}
    root = less.folded[:_ROOT]
    return bool(others & (_LESS | _LESS_AFTER)) or any(word.startswith(root) for word in others)


def _is_title(token: Token) -> bool:
    form = forms().get(token.folded)
    return form is None or form.tense is not Tense.PAST


def _word(text: Text, folded: str) -> Token | None:
    return next((word for word in text.words if word.folded == folded), None)


def _parted(case: Case) -> Iterator[Finding]:
    """The same where a dash joins the two: ex-chair, co-founder."""
    for old in case.before.words:
        less, dash, title = old.folded.partition("-")
        if dash and less in _BEFORE and old.folded not in case.after.folded:
            word = _word(case.after, title)
            if word and not _is_less(case.after, word):
                yield _finding(case, word, f"The fact says “{old.text}”.", old.text)


def _is_less(text: Text, title: Token) -> bool:
    return any(less.folded in (*_LESS, *_BEFORE) for less, other in _pairs(text) if other == title)


def _gained(case: Case) -> Iterator[Finding]:
    """A word that makes a title more came, before a title that was there without it."""
    known = case.before.folded
    for more, title in _pairs(case.after):
        new = more.folded in _MORE and more.folded not in known
        led = more.folded in _LED and known & _LED
        if new and not led and title.folded in known:
            yield _finding(case, more, f"The fact says “{title.text}” without “{more.text}”.", "")


def _pairs(text: Text) -> Iterator[tuple[Token, Token]]:
    """Every word with the word right after it, if that can be a title."""
    for first, second in zip(text.tokens, text.tokens[1:], strict=False):
        words = first.kind is second.kind is TokenKind.WORD
        if words and second.folded not in _PRONE:
            yield first, second


def _finding(case: Case, word: Token, reason: str, source: str) -> Finding:
    return Finding(
        rule="rank", effect=Effect.BLOCK, start=word.start, end=word.end,
        text=case.rewrite[word.start : word.end], source=source, reason=reason,
    )  # fmt: skip
