"""Which words of a rewrite stand for which of its source, whatever their form and order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from cv_action.guard.lexicon import Relation, base, relation
from cv_action.guard.wordlists import listed
from cv_action.guard.words import Text, Token, TokenKind

_CLOSE: Final = (
    Relation.SAME,
    Relation.SYNONYM,
    Relation.OPPOSITE,
    Relation.BROADER,
    Relation.NARROWER,
)
_WIDEST: Final = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """A word of the source and the one in its place."""

    old: Token
    new: Token
    relation: Relation


@dataclass(frozen=True, slots=True)
class Change:
    """One place where the words differ, forms and order aside.

    ``pairs`` are the words with a counterpart, ``added`` and ``removed`` all words that came and
    went, ``new`` and ``gone`` the words of content among them without a counterpart.
    """

    removed: tuple[Token, ...]
    added: tuple[Token, ...]
    pairs: tuple[Pair, ...]
    gone: tuple[Token, ...]
    new: tuple[Token, ...]
    at: int


def key(token: Token) -> str:
    """What forms of the same word have in common."""
    return base(token.folded.removesuffix("'s").rstrip("'"))


def is_content(token: Token) -> bool:
    """Whether the token says something by itself."""
    return token.kind is TokenKind.WORD and token.folded not in listed("function")


def changes(before: Text, after: Text) -> tuple[Change, ...]:
    """Every change, in the order of the new text."""
    found = [_change(cut) for cut in _cuts(before, after)]
    return tuple(_matched_across(found))


def forms(token: Token) -> frozenset[str]:
    """The token's key and those of the parts of a compound."""
    return frozenset((key(token), *(base(part) for part in token.folded.split("-") if part)))


@dataclass(frozen=True, slots=True)
class _Cut:
    removed: tuple[Token, ...]
    added: tuple[Token, ...]
    at: int


def _cuts(before: Text, after: Text) -> list[_Cut]:
    old, new = _spoken(before), _spoken(after)
    mine, yours = [key(token) for token in old], [key(token) for token in new]
    matcher = SequenceMatcher(None, mine, yours, autojunk=False)
    cuts = [
        _Cut(old[i1:i2], new[j1:j2], new[j1].start if j1 < len(new) else len(after.raw))
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag != "equal" and _letters(old[i1:i2]) != _letters(new[j1:j2])
    ]
    return _without_moved(cuts)


def _spoken(text: Text) -> tuple[Token, ...]:
    return tuple(token for token in text.tokens if token.kind is not TokenKind.MARK)


def _letters(tokens: Iterable[Token]) -> str:
    return "".join(token.folded for token in tokens).replace("-", "")


def _without_moved(cuts: list[_Cut]) -> list[_Cut]:
    """Leave out the words that only stand elsewhere."""
    gone = Counter(key(token) for cut in cuts for token in cut.removed)
    came = Counter(key(token) for cut in cuts for token in cut.added)
    moved = gone & came
    left, right = Counter(moved), Counter(moved)
    return [_Cut(_unmoved(cut.removed, left), _unmoved(cut.added, right), cut.at) for cut in cuts]


def _unmoved(tokens: Iterable[Token], moved: Counter[str]) -> tuple[Token, ...]:
    kept = []
    for token in tokens:
        if moved[key(token)] > 0:
            moved[key(token)] -= 1
        else:
            kept.append(token)
    return tuple(kept)


def _change(cut: _Cut) -> Change:
    gone = [token for token in cut.removed if is_content(token)]
    new = [token for token in cut.added if is_content(token)]
    pairs = [*_close(gone, new)]
    pairs += _rest(gone, new)
    return Change(cut.removed, cut.added, tuple(pairs), tuple(gone), tuple(new), cut.at)


def _close(gone: list[Token], new: list[Token]) -> Iterator[Pair]:
    """Pair what is related, the closest first, and take it from both lists."""
    if len(gone) > _WIDEST or len(new) > _WIDEST:
        return
    graded = [
        (_CLOSE.index(kind), Pair(old, other, kind))
        for old in gone
        for other in new
        if (kind := relation(old.folded, other.folded)) in _CLOSE
    ]
    for _, pair in sorted(graded, key=lambda entry: (entry[0], entry[1].new.start)):
        if pair.old in gone and pair.new in new:
            gone.remove(pair.old)
            new.remove(pair.new)
            yield pair


def _rest(gone: list[Token], new: list[Token]) -> list[Pair]:
    """Pair what is left by place, where as many words went as came."""
    if len(gone) != len(new):
        return []
    pairs = [
        Pair(old, other, relation(old.folded, other.folded))
        for old, other in zip(gone, new, strict=True)
    ]
    gone.clear()
    new.clear()
    return pairs


def _matched_across(found: list[Change]) -> Iterator[Change]:
    """Pair what is left of one place with what is left of another, where they mean the same."""
    gone = [token for change in found for token in change.gone]
    new = [token for change in found for token in change.new]
    pairs = [pair for pair in _close(gone, new) if pair.relation in _CLOSE[:2]]
    olds, news = {pair.old for pair in pairs}, {pair.new: pair for pair in pairs}
    for change in found:
        extra = tuple(news[token] for token in change.new if token in news)
        yield Change(
            change.removed, change.added, (*change.pairs, *extra),
            tuple(token for token in change.gone if token not in olds),
            tuple(token for token in change.new if token not in news),
            change.at,
        )  # fmt: skip
