"""Whether a number of the new text is carried by the source, and if not, what differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from cv_action.guard.quantities import Bound, Quantity
from cv_action.guard.small_words import singular

_SAME_MONEY = frozenset({"$", "USD"})


@dataclass(frozen=True, slots=True)
class Difference:
    """What is wrong with a number, as a sentence, and the number that the source has instead."""

    reason: str
    old: Quantity | None = None


def differences(
    new: Sequence[Quantity], old: Sequence[Quantity], words: frozenset[str]
) -> Iterator[tuple[Quantity, Difference]]:
    """The numbers of the new text that the source does not carry, each with the reason.

    ``words`` are the source's: a number must not move to a thing that it did not count.
    """
    gone = [each for each in old if not any(same_value(other, each) for other in new)]
    for each in new:
        equal = [other for other in old if same_value(each, other)]
        if not equal:
            found = _absent(each, old, gone)
        else:
            found = _altered(each, equal) or _moved(each, equal, old, words)
        found = found or _repeated(each, new, equal, gone)
        if found:
            yield each, found


def _altered(new: Quantity, equal: list[Quantity]) -> Difference | None:
    reasons = [(other, _changed(new, other)) for other in equal]
    other, reason = reasons[0]
    return Difference(reason, other) if all(reason for _, reason in reasons) else None


def _repeated(
    new: Quantity, all_new: Sequence[Quantity], equal: list[Quantity], gone: list[Quantity]
) -> Difference | None:
    """A number that is said once more, where another number went: "20 of 20" for "17 of 20"."""
    replaced = [other for other in gone if other.unit == new.unit]
    said = sum(same_value(new, other) for other in all_new)
    if new.weak or not replaced or said <= len(equal):
        return None
    return Difference("The source says this number less often, and another here.", replaced[0])


def same_value(new: Quantity, old: Quantity) -> bool:
    """Whether two numbers are the same amount of the same unit."""
    money = {new.unit, old.unit} <= _SAME_MONEY
    return (new.value, new.high) == (old.value, old.high) and (new.unit == old.unit or money)


def _absent(new: Quantity, old: Sequence[Quantity], gone: list[Quantity]) -> Difference | None:
    if new.weak:
        went = next((other for other in gone if _stands_for(new, other)), None)
        return Difference("The source counts differently here.", went) if went else None
    near = next((other for other in old if _alike(new, other)), None)
    return Difference("The source does not state this number.", near)


def _stands_for(new: Quantity, gone: Quantity) -> bool:
    """Whether a word that may be no number stands where a number of the source went."""
    ranked = new.unit == gone.unit == "ordinal"
    return ranked or bool(set(new.counts) & set(gone.counts))


def _alike(new: Quantity, old: Quantity) -> bool:
    return new.unit == old.unit or bool(set(new.counts) & set(old.counts))


def _changed(new: Quantity, old: Quantity) -> str:
    """What differs between two numbers of the same value and unit, or nothing."""
    if not _bound_holds(new.bound, old.bound):
        return f"The source says “{old.bound.value}” this number, the new text “{new.bound.value}”."
    if new.per != old.per:
        return f"The number is a rate: {_rate(old)} in the source, {_rate(new)} in the new text."
    if new.way and old.way and new.way != old.way:
        return f"“{new.way}” this number is not “{old.way}” it, as the source says."
    if new.whole != old.whole:
        return "In one of the texts another number is only a part of this number."
    if _is_regrouped(new, old) or _is_regrouped(old, new):
        return "It is the size of a group in one text, and a number of groups in the other."
    if not _label_holds(new, old):
        return "The number belongs to a name in one text and counts something in the other."
    return ""


def _is_regrouped(one: Quantity, other: Quantity) -> bool:
    """Whether "a team of 5" became "5 teams" or "teams of 5"."""
    counted = bool(other.counts) and other.counts[0] == singular(one.group) and not other.group
    pluralised = one.group != other.group and singular(one.group) == singular(other.group)
    return bool(one.group) and (counted or pluralised)


def _rate(quantity: Quantity) -> str:
    return f"per {quantity.per}" if quantity.per else "none"


def _bound_holds(new: Bound, old: Bound) -> bool:
    if old is Bound.THROUGHOUT:
        return new in {Bound.THROUGHOUT, Bound.EXACT}
    return new is old or (new is Bound.THROUGHOUT and old is Bound.OVER)


def _label_holds(new: Quantity, old: Quantity) -> bool:
    if new.label == old.label:
        return True
    if new.label and old.label:
        return False
    labelled, other = (new, old) if new.label else (old, new)
    return labelled.label in other.beside or not other.counts


def _moved(
    new: Quantity, equal: list[Quantity], old: Sequence[Quantity], others: frozenset[str]
) -> Difference | None:
    """A number that counts something else than it did in the source."""
    mine, own = _bound_words(new), frozenset(chain.from_iterable(map(_bound_words, equal)))
    if mine & own:
        return None
    foreign = [
        other
        for other in old
        if other.unit == new.unit and _bound_words(other) & mine and not same_value(new, other)
    ]
    if foreign:
        return Difference("The source says this number of something else.", foreign[0])
    shifted = not new.unit and mine and own and mine & others
    if shifted and new.counts[-1] in others:
        return Difference("The source counts something else with this number.", equal[0])
    return None


def _bound_words(quantity: Quantity) -> frozenset[str]:
    """The words that tie a number down: for a plain count, those that it counts."""
    if quantity.unit in {"", "ordinal"}:
        return frozenset(quantity.counts)
    return frozenset(quantity.counts + quantity.beside)


def words_of(folded: Iterable[str]) -> frozenset[str]:
    """Words as numbers count them."""
    return frozenset(_singulars(folded))


def _singulars(folded: Iterable[str]) -> Iterator[str]:
    for word in folded:
        yield singular(word)
