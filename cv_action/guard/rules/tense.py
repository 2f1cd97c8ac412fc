"""A role that is over told as one that goes on, or the other way round."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.verbs import Form, Tense, forms
from cv_action.guard.words import Text, Token

_SUBJECTS: Final = frozenset({"i", "we", "he", "she", "they", "and", "then", "also", "who"})
_DETERMINERS: Final = frozenset(
    {"a", "an", "the", "our", "my", "their", "all", "new", "both", "two", "three", "four", "five",
     "every", "each", "several", "with", "on", "up", "over", "as", "to", "out"}
)  # fmt: skip
_ADVERBS: Final = frozenset({"already", "also", "always", "often", "twice"})
_NOW: Final = frozenset(
    {
        "currently",
        "presently",
        "now",
        "nowadays",
        "today",
        "ongoing",
        "still",
        "continue",
        "continues",
        "continuing",
    }
)
_THEN: Final = frozenset({"formerly", "previously", "former", "ex", "once", "erstwhile", "past"})


def check(case: Case) -> Iterator[Finding]:
    """Block a change of time between the fact and its rewrite."""
    yield from _verbs(case)
    yield from _adverbs(case)


def _verbs(case: Case) -> Iterator[Finding]:
    """The first verb that opens a clause and tells another time than the fact's own verbs."""
    old = [form for _, form in _openers(case.before)]
    for word, form in _openers(case.after):
        effect = _effect(form, old) or (None if old else _since(case, form))
        if effect:
            told = old[0].tense if old else Tense.PRESENT
            reason = f"The fact is told as {told} and “{word.text}” as {form.tense}."
            yield _finding(case, effect, (word.start, word.end), reason)
            return


def _effect(form: Form, old: list[Form]) -> Effect | None:
    """What a verb form does to those of the fact; "teaching" may be over or not, so it asks."""
    same = {(other.tense, form.tense) for other in old if other.base == form.base}
    if (Tense.PERFECT, Tense.PAST) in same:
        return None
    if same & {(Tense.PAST, Tense.GOING_ON), (Tense.GOING_ON, Tense.PAST)}:
        return Effect.ASK
    known = {other.tense for other in old} - {Tense.GOING_ON}
    differs = form.tense is not Tense.GOING_ON and len(known) == 1 and form.tense not in known
    return Effect.BLOCK if differs else None


def _since(case: Case, form: Form) -> Effect | None:
    """A fact without a verb goes on since then, and "was" ends it."""
    over = form.base in {"be", "have"} and form.tense is Tense.PAST
    return Effect.BLOCK if over and "since" in case.before.folded else None


def _openers(text: Text) -> Iterator[tuple[Token, Form]]:
    """The verbs that begin the text, a clause of it, or follow a subject pronoun."""
    previous: Token | None = None
    for place, token in enumerate(text.tokens):
        form = forms().get(token.folded)
        if form and _opens(previous, form) and _is_verb(text, place, form):
            yield token, _perfect(text, place, form) or form
        if not (token.folded.endswith("ly") and len(token.folded) > 4):  # noqa: PLR2004  "only", "fly"
            previous = token


def _perfect(text: Text, place: int, form: Form) -> Form | None:
    """The verb of "have written"; with "since" it goes on, and is told as the present is."""
    if form.base != "have" or form.tense is not Tense.PRESENT or "since" in text.folded:
        return None
    after = range(place + 1, len(text.tokens))
    found = next((at for at in after if not _between(text.tokens[at])), None)
    if found is None:
        return None
    word = text.tokens[found].folded
    verb = Form("be", Tense.PAST) if word == "been" else forms().get(word)
    done = verb and (
        verb.tense is Tense.PAST or (word == verb.base and _is_verb(text, found, verb))
    )
    return Form(verb.base, Tense.PERFECT) if verb and done else None


def _between(token: Token) -> bool:
    """Whether a word may stand between "have" and its participle."""
    return token.folded.endswith("ly") or token.folded in _ADVERBS


def _opens(previous: Token | None, form: Form) -> bool:
    if previous is None or previous.text in {".", ";", "•", "!"}:
        return True
    return previous.folded in _SUBJECTS and not (previous.folded == "and" and form.noun)


def _is_verb(text: Text, place: int, form: Form) -> bool:
    """Whether a word that may be a noun stands there as a verb: something follows that it has."""
    after = text.tokens[place + 1] if place + 1 < len(text.tokens) else None
    if form.tense is not Tense.PRESENT:
        return True
    if after is None or not after.text[0].isalnum():
        return False
    return after.folded in _DETERMINERS or not (
        form.noun or form.base == "lead" or after.folded == "of"
    )


def _adverbs(case: Case) -> Iterator[Finding]:
    for words, added, dropped in (
        (_NOW, Effect.BLOCK, Effect.ASK),
        (_THEN, Effect.ASK, Effect.BLOCK),
    ):
        old, new = words & case.before.folded, words & case.after.folded
        if new and not old:
            word = next(token for token in case.after.words if token.folded in new)
            reason = f"“{word.text}” says when, and the fact does not."
            yield _finding(case, added, (word.start, word.end), reason)
        elif old and not new:
            word = next(token for token in case.before.words if token.folded in old)
            reason = f"The fact says “{word.text}”, and the rewrite no longer does."
            yield _finding(case, dropped, (0, 0), reason, word.text)


def _finding(
    case: Case, effect: Effect, span: tuple[int, int], reason: str, source: str = ""
) -> Finding:
    start, end = span
    return Finding(
        rule="tense", effect=effect, start=start, end=end,
        text=case.rewrite[start:end], source=source, reason=reason,
    )  # fmt: skip
