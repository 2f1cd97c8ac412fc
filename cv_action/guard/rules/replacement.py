"""A thing is not called another thing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cv_action.guard.align import Pair, forms, key
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.lexicon import Relation, bases, fields, likeness, main_pos
from cv_action.guard.wordlists import kindred, listed

RULE: Final = "replacement"
_PLAIN: Final = frozenset({5, 6, 8, 12, 13, 14, 15, 18, 19, 20, 27})
"""WordNet's fields of things that are one or the other: animals, artifacts, bodies, feelings,
foods, groups, places, people, phenomena, plants, substances."""
_PERSON: Final = 18
_RELATIONAL: Final = 1
_ALIKE: Final = 0.06


def check(case: Case) -> Iterator[Finding]:
    """Blocks a noun for a thing, or an adjective of kind, that names another thing or kind."""
    for change in case.changes:
        said = {form for token in change.removed for form in forms(token)}
        for pair in change.pairs:
            if key(pair.new) not in said and _another(pair):
                reason = f"“{pair.new.text}” is not what the source calls “{pair.old.text}”."
                yield Finding(
                    rule=RULE, effect=Effect.BLOCK, start=pair.new.start, end=pair.new.end,
                    text=pair.new.text, source=pair.old.text, reason=reason,
                )  # fmt: skip


def _another(pair: Pair) -> bool:
    old, new = pair.old.folded, pair.new.folded
    if pair.relation in (Relation.SAME, Relation.OPPOSITE):
        return False
    if kindred(bases(old), bases(new)):
        return True
    if pair.relation not in (Relation.SISTER, Relation.UNRELATED):
        return False
    if likeness(old, new) > _ALIKE or (bases(old) | bases(new)) & listed("general"):
        return False
    if main_pos(old) == main_pos(new) == "n":
        return _other_thing(pair)
    return main_pos(old) == main_pos(new) == "a" and _RELATIONAL in fields(old, "a") & fields(
        new, "a"
    )


def _other_thing(pair: Pair) -> bool:
    old, new = fields(pair.old.folded, "n"), fields(pair.new.folded, "n")
    if _PERSON in old & new:
        return False
    return bool(old & _PLAIN)
