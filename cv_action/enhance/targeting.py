"""A CV in the order in which the readers of a job advertisement want to read it.

Highlights within a role and skills within a group stand by relevance, equals as their owner has
put them. Nothing is added, left out or reworded, and roles stay where they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from cv_action.cv.facts import Fact, facts_of
from cv_action.cv.model import Cv, Entry, Kind, Project, Section, Skill, Work
from cv_action.enhance.target_terms import Term, terms_of
from cv_action.enhance.target_words import Thing, Word, has_phrase, spoken, things, words
from cv_action.report.target import TargetReport, TermReport

_UNTOLD: Final = frozenset(
    {"organization", "institution", "issuer", "awarder", "publisher", "authors", "location"}
    | {"entity", "level", "fluency", "score"}
)
_UNTOLD_OF: Final = frozenset(
    {(Kind.SUMMARY, "name"), (Kind.WORK, "name"), (Kind.WORK, "description")}
)
_UNTOLD_SECTIONS: Final = frozenset({Kind.REFERENCES, Kind.INTERESTS})
_FOLLOWS: Final = re.compile(
    r"\W*(?:it|its|this|that|these|those|they|their|he|she|him|her|also|then|later|both|same|the"
    r" (?:same|former|latter|result)|which|as a result)\b",
    re.IGNORECASE,
)
"""How a statement begins that needs the one before it."""


@dataclass(frozen=True)
class Aim:
    """What is asked for, and what of it a text says."""

    terms: tuple[Term, ...] = ()

    @classmethod
    def at(cls, advertisement: str) -> Aim:
        """What an advertisement asks for; nothing, where it says nothing."""
        return cls(terms_of(advertisement) if advertisement.strip() else ())

    @cached_property
    def _named(self) -> dict[str, Term]:
        return {term.key: term for term in self.terms if not term.phrase}

    @cached_property
    def _phrased(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.phrase)

    def in_text(self, text: str) -> frozenset[Term]:
        """The terms that a text has, in any of their spellings, as whole words."""
        said = spoken(text)
        named: Iterable[Thing] = things(said)
        among: Sequence[Word] = words(said)
        return frozenset(
            [self._named[thing.key] for thing in named if thing.key in self._named]
            + [term for term in self._phrased if has_phrase(term.phrase, said, among)]
        )

    def worth(self, text: str) -> int:
        """How much of what is asked for a text says."""
        return sum(term.weight for term in self.in_text(text))


def targeted(cv: Cv, aim: Aim) -> Cv:
    """The CV with the most wanted first in every list; the same where nothing is asked for."""
    if not aim.terms:
        return cv
    return replace(cv, sections=tuple(_section(section, aim) for section in cv.sections))


def answer(cv: Cv, aim: Aim, *, file: str) -> TargetReport:
    """What is asked for in a file, with the facts of the CV that say it."""
    before, after = facts_of(cv), facts_of(targeted(cv, aim))
    said = {fact.id: aim.in_text(fact.text) for fact in before if _tells(fact)}
    terms = (
        TermReport(
            term=term.text, asked=term.asked, times=term.times,
            facts=tuple(fact_id for fact_id, found in said.items() if term in found),
        )
        for term in aim.terms
    )  # fmt: skip
    moved = sum(one.text != other.text for one, other in zip(before, after, strict=True))
    return TargetReport(file=file, terms=tuple(terms), moved=moved)


def _tells(fact: Fact) -> bool:
    """Whether a fact says something about what the person can do.

    Why not all: whom somebody worked for is not what they know, and an interest is no skill.
    """
    return not (
        fact.section in _UNTOLD_SECTIONS
        or fact.field in _UNTOLD
        or (fact.section, fact.field) in _UNTOLD_OF
    )


def _section(section: Section, aim: Aim) -> Section:
    entries = [_entry(entry, aim) for entry in section.entries]
    if section.kind is Kind.SKILLS:
        entries = _skills(entries, aim)
    return replace(section, entries=tuple(entries))


def _entry(entry: Entry, aim: Aim) -> Entry:
    changes: dict[str, Any] = {}
    if highlights := getattr(entry, "highlights", ()):
        changes["highlights"] = _highlights(highlights, aim)
    if isinstance(entry, Skill | Work | Project) and entry.keywords:
        order = _order(entry.keywords, aim)
        changes["keywords"] = tuple(entry.keywords[at] for at in order)
    return replace(entry, **changes) if changes else entry


def _highlights(texts: Sequence[str], aim: Aim) -> tuple[str, ...]:
    """The most wanted first; one that begins with "It also" stays behind its antecedent."""
    bound: list[list[str]] = []
    for text in texts:
        if bound and _FOLLOWS.match(text):
            bound[-1].append(text)
        else:
            bound.append([text])
    ordered = sorted(bound, key=lambda group: -max(map(aim.worth, group)))
    return tuple(text for group in ordered for text in group)


def _skills(entries: Sequence[Entry], aim: Aim) -> list[Entry]:
    """Single skills in the places of their category; a group with keywords is one already."""
    found = list(entries)
    places: dict[str, list[int]] = {}
    for at, entry in enumerate(found):
        if isinstance(entry, Skill) and not entry.keywords:
            places.setdefault(entry.category, []).append(at)
    for group in places.values():
        order = _order([getattr(entries[at], "name", "") for at in group], aim)
        for at, taken in zip(group, order, strict=True):
            found[at] = entries[group[taken]]
    return found


def _order(texts: Sequence[str], aim: Aim) -> list[int]:
    """The places of some texts, the most wanted first.

    Why by the folded text: of two spellings of one skill the owner's first is kept.
    """
    folded = [text.casefold().strip() for text in texts]
    worth = {key: aim.worth(text) for key, text in zip(folded, texts, strict=True)}
    return sorted(range(len(texts)), key=lambda at: -worth[folded[at]])
