"""Who speaks, and of whom."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.words import Text, Token


class Person(StrEnum):
    """Whom a pronoun means."""

    I = "I"  # noqa: E741  it is the word itself
    WE = "we"
    YOU = "you"
    HE = "he"
    SHE = "she"
    THEY = "they"
    CANDIDATE = "the candidate"


_PRONOUNS: Final = {
    "i": Person.I, "i'm": Person.I, "i've": Person.I, "i'd": Person.I, "i'll": Person.I,
    "me": Person.I, "my": Person.I, "mine": Person.I, "myself": Person.I,
    "we": Person.WE, "we're": Person.WE, "we've": Person.WE, "we'd": Person.WE, "we'll": Person.WE,
    "us": Person.WE, "our": Person.WE, "ours": Person.WE, "ourselves": Person.WE,
    "you": Person.YOU, "you're": Person.YOU, "you've": Person.YOU, "you'll": Person.YOU,
    "your": Person.YOU, "yours": Person.YOU, "yourself": Person.YOU,
    "he": Person.HE, "he's": Person.HE, "him": Person.HE, "his": Person.HE, "himself": Person.HE,
    "she": Person.SHE, "she's": Person.SHE, "her": Person.SHE, "hers": Person.SHE,
    "herself": Person.SHE,
    "they": Person.THEY,
    "candidate": Person.CANDIDATE, "applicant": Person.CANDIDATE,
}  # fmt: skip
_NUMBERED: Final = frozenset(
    {"type", "phase", "part", "level", "class", "stage", "tier", "volume", "title", "grade", "war",
     "engineer", "developer", "analyst", "section", "chapter", "category", "series", "step"}
)  # fmt: skip
"""What stands before a Roman one."""


def check(case: Case) -> Iterator[Finding]:
    """Block a person that the fact does not speak of, and ask when "we" has gone."""
    old, new = _persons(case.before), _persons(case.after)
    for person, word in new.items():
        if person not in old:
            reason = f"“{word.text}” speaks of {_WHO[person]}, and the fact does not."
            yield _finding(case, Effect.BLOCK, (word.start, word.end), reason)
    if Person.WE in old and Person.WE not in new and _is_subject(old[Person.WE]):
        reason = "The fact says that it was done together, and the rewrite no longer does."
        yield _finding(case, Effect.ASK, (0, 0), reason, old[Person.WE].text)


_WHO: Final = {
    Person.I: "the writer",
    Person.WE: "a group",
    Person.YOU: "the reader",
    Person.HE: "a man",
    Person.SHE: "a woman",
    Person.THEY: "somebody else",
    Person.CANDIDATE: "the person from outside",
}


def _persons(text: Text) -> dict[Person, Token]:
    """Every person that is spoken of, with the first word that does; a subject goes first."""
    found: dict[Person, Token] = {}
    for place, token in enumerate(text.tokens):
        person = _PRONOUNS.get(token.folded)
        if person and _is_pronoun(text, place):
            known = found.setdefault(person, token)
            if _is_subject(token) and not _is_subject(known):
                found[person] = token
    return found


def _is_pronoun(text: Text, place: int) -> bool:
    """Whether the word is no abbreviation or number (US, I/O, Phase I), and means the person.

    Why the place: they who begin the statement are the person; elsewhere they are the boats.
    """
    token = text.tokens[place]
    if token.folded in {"candidate", "applicant"}:
        before = text.tokens[place - 1].folded if place else ""
        return before in {"the", "this"}
    if token.folded == "they":
        return place == 0
    if token.text in {"US", "ME", "MINE", "HE", "HER"}:
        return False
    if token.text != "I":
        return token.folded != "i"
    around = text.raw[token.start - 1 : token.start] + text.raw[token.end : token.end + 1]
    before = text.tokens[place - 1].folded if place else ""
    return before not in _NUMBERED and not set(around) & set("/-.&+")


def _is_subject(token: Token) -> bool:
    return token.folded.startswith("we")


def _finding(
    case: Case, effect: Effect, span: tuple[int, int], reason: str, source: str = ""
) -> Finding:
    start, end = span
    return Finding(
        rule="person", effect=effect, start=start, end=end,
        text=case.rewrite[start:end], source=source, reason=reason,
    )  # fmt: skip
