"""Nobody is said to have done more of the work than the source says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cv_action.guard.align import key
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.lexicon import bases
from cv_action.guard.wordlists import tiers
from cv_action.guard.words import Text, Token

RULE: Final = "ownership"
_HELPED: Final = 1
_BEFORE_VERBS: Final = frozenset({"and", "or", "to", "i", "we", "then", "also"})


def check(case: Case) -> Iterator[Finding]:
    """Blocks a verb that claims more than any verb of the source, and help that is left out."""
    before, after = _claims(case.before), _claims(case.after)
    most = max((tier for _, tier in before), default=-1)
    had = {key(token) for token in case.before.words}
    for token, tier in after:
        if tier > max(most, _HELPED) and key(token) not in had:
            effect = Effect.BLOCK if before else Effect.ASK
            yield _finding(token, effect, before)
    if _only_helped(before) and after and not _only_helped(after):
        yield from _unhelped(case, before)


def _claims(text: Text) -> list[tuple[Token, int]]:
    return [
        (token, tier)
        for last, token in zip((None, *text.words), text.words, strict=False)
        if (tier := _tier(token)) is not None and _is_verb(token, last)
    ]


def _is_verb(token: Token, last: Token | None) -> bool:
    """Whether it may be what somebody did: the text's first word, or no plain base form."""
    return last is None or token.folded not in tiers() or last.folded in _BEFORE_VERBS


def _tier(token: Token) -> int | None:
    return max((tiers()[form] for form in bases(token.folded) if form in tiers()), default=None)


def _only_helped(claims: list[tuple[Token, int]]) -> bool:
    return any(tier <= _HELPED for _, tier in claims)


def _unhelped(case: Case, before: list[tuple[Token, int]]) -> Iterator[Finding]:
    helper = next(token for token, tier in before if tier <= _HELPED)
    end = len(case.after.raw)
    yield Finding(
        rule=RULE, effect=Effect.BLOCK, start=end, end=end, text="", source=helper.text,
        reason=f"The source says “{helper.text}”; the new text leaves that out.",
    )  # fmt: skip


def _finding(token: Token, effect: Effect, before: list[tuple[Token, int]]) -> Finding:
    said = max(before, key=lambda claim: claim[1])[0].text if before else ""
    reason = f"“{token.text}” claims more of the work than the source does."
    return Finding(
        rule=RULE, effect=effect, start=token.start, end=token.end,
        text=token.text, source=said, reason=reason,
    )  # fmt: skip
