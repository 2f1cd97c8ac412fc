"""One thing does not become several.

Why it only asks: a plural may be said of things in general, as in “answers to clients”.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cv_action.guard.align import is_content, key
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.lexicon import main_pos
from cv_action.guard.words import Text, Token

RULE: Final = "plural"
_ONE: Final = frozenset({"a", "an", "one", "single", "another"})
_BETWEEN: Final = 3
"""So many words may stand between the article and its noun."""


def check(case: Case) -> Iterator[Finding]:
    """Asks about the plural of what the source has one of, and only one."""
    single = _single(case.before)
    several = {key(token) for token in case.before.words if _is_plural(token)}
    for token in case.after.words:
        if _is_plural(token) and key(token) in single and key(token) not in several:
            source = single[key(token)]
            yield Finding(
                rule=RULE, effect=Effect.ASK, start=token.start, end=token.end,
                text=token.text, source=source.text,
                reason=f"The source speaks of one “{source.text}”, not of “{token.text}”.",
            )  # fmt: skip


def _single(text: Text) -> dict[str, Token]:
    """The nouns that follow an article of one thing, by their base forms."""
    found, words = {}, text.words
    for place, word in enumerate(words):
        if word.folded in _ONE:
            noun = _noun(words[place + 1 : place + 2 + _BETWEEN])
            if noun is not None:
                found[key(noun)] = noun
    return found


def _noun(words: tuple[Token, ...]) -> Token | None:
    """The last word of content before a small word, when it is a noun of one thing."""
    last = None
    for word in words:
        if not is_content(word):
            break
        last = word
    if last is None or _is_plural(last) or main_pos(last.folded) != "n":
        return None
    return last


def _is_plural(token: Token) -> bool:
    """Whether it is the plural of a noun; “glass” is not."""
    ends = token.folded.endswith("s") and "'" not in token.folded
    return ends and key(token) != token.folded
