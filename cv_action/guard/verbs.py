"""The verbs of working life and what time their forms tell."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from cv_action.guard.wordlists import lines


class Tense(StrEnum):
    """What time a verb form tells."""

    PAST = "past"
    PERFECT = "perfect"
    """Such as "have written": it is done, and what came of it may last."""
    PRESENT = "present"
    GOING_ON = "going on"


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a verb: its base, its time, and whether the word is as often a noun."""

    base: str
    tense: Tense
    noun: bool = False


@cache
def forms() -> dict[str, Form]:
    """Every form that tells a time, by the word; forms that tell two are left out."""
    found = {
        "am": Form("be", Tense.PRESENT),
        "is": Form("be", Tense.PRESENT),
        "are": Form("be", Tense.PRESENT),
        "was": Form("be", Tense.PAST),
        "were": Form("be", Tense.PAST),
        "have": Form("have", Tense.PRESENT),
        "has": Form("have", Tense.PRESENT),
        "had": Form("have", Tense.PAST),
        "do": Form("do", Tense.PRESENT),
        "does": Form("do", Tense.PRESENT),
        "did": Form("do", Tense.PAST),
    }
    for line in lines("verb_forms.txt"):
        for word, form in _forms_of(line):
            found.setdefault(word, form)
    return found


def _forms_of(line: str) -> list[tuple[str, Form]]:
    base, *rest = line.split()
    noun = "noun" in rest
    irregular = [word for word in rest if word != "noun"]
    past = [(word, Form(base, Tense.PAST)) for word in irregular or _regular(base)]
    present = [
        (base, Form(base, Tense.PRESENT, noun)),
        (_third(base), Form(base, Tense.PRESENT, noun)),
    ]
    going_on = [(word, Form(base, Tense.GOING_ON, noun=True)) for word in _ing(base)]
    return [*past, *present, *going_on]


def _ing(base: str) -> list[str]:
    if base.endswith("e") and not base.endswith("ee"):
        return [f"{base[:-1]}ing"]
    return [f"{base}ing", f"{base}{base[-1]}ing"]


def _regular(base: str) -> list[str]:
    if base.endswith("e"):
        return [f"{base}d"]
    if base.endswith("y") and base[-2] not in "aeiou":
        return [f"{base[:-1]}ied"]
    return [f"{base}ed", f"{base}{base[-1]}ed"]


def _third(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{base}es"
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ies"
    return f"{base}s"
