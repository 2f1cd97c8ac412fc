"""Words do not change places: "cut costs and raised revenue" is not "cut revenue and …"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cv_action.guard.align import is_content, key
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.lexicon import Relation, relation
from cv_action.guard.words import Text, Token, TokenKind

RULE: Final = "order"
_PASSED: Final = frozenset({"a", "an", "the", "this", "these", "its", "my", "our", "their"})
_JOINTS: Final = frozenset({",", "and", "or", "&", "/"})
_ENDS: Final = frozenset({".", "!", "?", ";", ":", "•"})


@dataclass(frozen=True, slots=True)
class _Place:
    """A word of content and what stands before it: "for", or "report for"."""

    token: Token
    key: str
    front: str


def check(case: Case) -> Iterator[Finding]:
    """Blocks two words each of which stands behind the word that the other stood behind.

    Why not any other order: "for Oslo, built boats" says the same, since "for" went with it. It
    only asks about two words that mean nearly the same, and about what stands behind them.
    """
    taken = list(_taken(case))
    both = {(other.key, place.key) for place, other in taken}
    found = {
        place.token: (place, other) for place, other in taken if (place.key, other.key) in both
    }
    alike = {place.key for place, other in found.values() if _are_alike(place, other)}
    for place, other in found.values():
        effect = Effect.ASK if {place.key, *place.front.split()} & alike else Effect.BLOCK
        yield _finding(place.token, other.token, effect)


def _taken(case: Case) -> Iterator[tuple[_Place, _Place]]:
    """Each word that stands in the place of another one, and that other one where it stood."""
    kept = {key(token) for token in case.after.words}
    pairs = (pair for change in case.changes for pair in change.pairs)
    turned = {key(pair.old): key(pair.new) for pair in pairs if key(pair.old) not in kept}
    before, after = list(_places(case.before, turned)), list(_places(case.after, {}))
    old, new = _fronts(before), _fronts(after)
    for place in after:
        left = old[place.key] - new[place.key] if place.front not in old[place.key] else set[str]()
        for other in before if left else ():
            moved = other.front == place.front and other.front not in new[other.key]
            if moved and left & new[other.key]:
                yield place, other


def _are_alike(one: _Place, other: _Place) -> bool:
    return relation(one.token.folded, other.token.folded) in (Relation.SAME, Relation.SYNONYM)


def _places(text: Text, turned: Mapping[str, str]) -> Iterator[_Place]:
    """The places of all words of content; ``turned`` are the words that others stand for.

    What follows a joint stands where the thing before the joint does, and where its phrase does.
    """
    head = before = ""
    fronts: tuple[str, ...] = ("",)
    own = phrase = fronts
    fresh = True
    for token in text.tokens:
        name = turned.get(key(token), key(token))
        if is_content(token):
            yield from (_Place(token, name, front) for front in fronts)
            own, phrase, before = fronts, fronts if fresh else phrase, head
            head, fronts = name, (name,)
        elif token.folded in _ENDS:
            head, fronts = "", ("",)
        elif token.folded in _JOINTS:
            head, fronts = before, tuple(dict.fromkeys((*own, *phrase)))
        elif token.kind is not TokenKind.MARK and token.folded not in _PASSED:
            fronts = (name, f"{head} {name}")
        fresh = not is_content(token)


def _fronts(places: list[_Place]) -> defaultdict[str, set[str]]:
    found = defaultdict[str, set[str]](set)
    for place in places:
        found[place.key].add(place.front)
    return found


def _finding(token: Token, other: Token, effect: Effect) -> Finding:
    return Finding(
        rule=RULE, effect=effect, start=token.start, end=token.end, text=token.text,
        source=other.text, reason=f"In the source “{other.text}” stands in this place.",
    )  # fmt: skip
