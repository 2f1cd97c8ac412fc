"""Nobody is said to have done more of the work than the source says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cv_action.guard.align import is_content, key
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.lexicon import bases
from cv_action.guard.wordlists import tiers
from cv_action.guard.words import Text, Token

RULE: Final = "ownership"
_HELPED: Final = 1
_BEFORE_VERBS: Final = frozenset({"and", "or", "to", "i", "we", "then", "also"})

_FIRST: Final = frozenset({"part", "member"})
"""Words that tell a share of the work only at the beginning: “Part of the crew that …”."""


@dataclass(frozen=True, slots=True)
class _Claim:
    """A verb, its tier, and the words of content up to the next such verb."""

    verb: Token
    tier: int
    over: tuple[Token, ...]


def check(case: Case) -> Iterator[Finding]:
    """Blocks a verb that claims more, of anything, than the source does, and help left out."""
    before, after = _claims(case.before), _claims(case.after)
    had = {key(token) for token in case.before.words}
    ranked = sorted(before, key=lambda claim: claim.tier)
    tier_of = {key(token): claim.tier for claim in ranked for token in claim.over}
    most = ranked[-1].tier if ranked else -1
    for claim in after:
        moved = any(claim.tier > tier_of.get(key(token), claim.tier) for token in claim.over[:2])
        if claim.tier > max(most, _HELPED) and key(claim.verb) not in had:
            yield _more(claim, Effect.BLOCK if before else Effect.ASK)
        elif moved and claim.tier > _HELPED:
            yield _more(claim, Effect.BLOCK)
    yield from _unhelped(case, before, after)


def _claims(text: Text) -> list[_Claim]:
    words = text.words
    verbs = [place for place in range(len(words)) if _is_verb(words, place)]
    found: list[_Claim] = []
    for place, end in pairwise((*verbs, len(words))):
        tier = _tier(words, place) or 0
        if found and found[-1].tier <= _HELPED and not found[-1].over:
            tier = min(tier, _HELPED)
        over = tuple(token for token in words[place + 1 : end] if is_content(token))
        found.append(_Claim(words[place], tier, over))
    return found


def _is_verb(words: tuple[Token, ...], place: int) -> bool:
    """Whether it may be what somebody did: the text's first word, or no form that a noun has."""
    if _tier(words, place) is None:
        return False
    plain = words[place].folded in tiers() or words[place].folded.endswith("s")
    if place == 0 or not plain:
        return True
    last = words[place - 1]
    return last.folded in _BEFORE_VERBS or _tier(words, place - 1) == _HELPED


def _tier(words: tuple[Token, ...], place: int) -> int | None:
    """The tier of a verb, or of the phrase that it or a noun makes with the next word."""
    following = f"-{words[place + 1].folded}" if place + 1 < len(words) else ""
    found = (
        tiers().get(form, tiers().get(form + following))
        for form in bases(words[place].folded)
        if place == 0 or form not in _FIRST
    )
    return max((tier for tier in found if tier is not None), default=None)


def _unhelped(case: Case, before: list[_Claim], after: list[_Claim]) -> Iterator[Finding]:
    """Help that the source speaks of first and the new text does not speak of at all."""
    if not before or before[0].tier > _HELPED or any(claim.tier <= _HELPED for claim in after):
        return
    helper, end = before[0].verb, len(case.after.raw)
    if helper.start > 0 and not after:
        return
    yield Finding(
        rule=RULE, effect=Effect.BLOCK, start=end, end=end, text="", source=helper.text,
        reason=f"The source says “{helper.text}”; the new text leaves that out.",
    )  # fmt: skip


def _more(claim: _Claim, effect: Effect) -> Finding:
    return Finding(
        rule=RULE, effect=effect, start=claim.verb.start, end=claim.verb.end,
        text=claim.verb.text,
        reason=f"“{claim.verb.text}” claims more of the work than the source does.",
    )  # fmt: skip
