"""What a job advertisement asks for: technologies, methods and matters, by our own judgement.

Known names count wherever the work is described. Other names, and phrases of plain words, count
where the advertisement says what somebody must bring, or where it keeps coming back to them. In a
language other than English only known names are understood.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cv_action.enhance.target_lines import Line, lines_of
from cv_action.enhance.target_words import Word, runs, things, words
from cv_action.guard.common_words import is_listed
from cv_action.guard.language import is_english
from cv_action.guard.lexicon import main_pos
from cv_action.guard.names import Certainty, names
from cv_action.guard.small_words import SMALL_WORDS
from cv_action.guard.words import analyse
from cv_action.report.target import Asked

MOST: Final = 60
"""Terms of one advertisement; a longer list asks for nothing in particular."""
_LONGEST: Final = 60
"""Characters of a term."""
_OFTEN: Final = 2
"""Sentences that make a phrase a matter of the work."""
_PHRASE: Final = 3
_HEAD: Final = 2
"""Words that are kept of a longer phrase: its noun, and what that is of."""
_COMMA: Final = re.compile(r"[,:()|–—]|\b(?:and|or)\b|(?<=\w\w)/")
_WEIGHT: Final = {Asked.REQUIRED: 3, Asked.MENTIONED: 2, Asked.WISHED: 1}
_FIRMS: Final = frozenset({"amazon", "facebook", "google", "microsoft", "netflix"})
"""Known names of employers, which nobody asks anybody to know."""
_FLUFF: Final = frozenset(
    """
    ability able across-the-board active advanced advantage anyone anything applicant
    applicants area areas attention attitude bachelor background basic beneficial best bonus
    bring build building business candidate candidates capacity challenge challenges city
    clear close closely colleague colleagues combination comfortable command commercial common
    communication company comparable complex concept concepts confident contribute core create
    creating culture current customer customers daily day days deep degree deliver
    demonstrable demonstrated desirable desire detail detailed develop developer developers
    developing development dynamic e.g eagerness engineer engineering engineers enjoy entry
    environment environments equivalent etc everyone excellent excited exciting expect
    expected experience experienced expert expertise exposure extensive f/m/d familiar
    familiarity fast field fluency fluent focus follow general goal goals good great growth
    handle hands have help high highly hire hiring i.e ideal ideally ideas impact include
    including industry interest interested interpersonal job join junior keen key know
    knowledge language languages large learn learning least level like looking lot lots love
    m/f m/f/d m/f/x m/w/d maintain maintaining major make manager manner master member members
    mid mid-level million mindset minimum modern month months motivated multiple must native
    need needs new nice offer office open operate opportunities opportunity optional
    organisation organization other own part passion passionate people person personality
    place player plus point points position practical practice practices preferable preferably
    preference preferred previous principle principles prior proactive problem problems
    production professional proficiency proficient profile proven provide qualification
    qualifications quality quick quickly range record related relevant remote required
    requirement requirements responsibilities responsibility responsible role run seek seeking
    senior sense several share ship similar skill skilled skills solid solution solutions
    solving someone something speak specific spoken standard standards start strong success
    successful such support take task tasks team teams technical technique techniques
    technologies technology thing things thinking thorough time title together tool tooling
    tools topic topics track understand understanding university use used user users using
    value values variety various verbal w/m/d want ways week weeks welcome well wide willing
    willingness work worked working world write writing written year years
    """.split()  # noqa: SIM905  a list of this length reads best as words
)
"""What advertisements say of anything, which tells nothing about the work."""
_VAGUE: Final = frozenset(
    {"application", "code", "data", "design", "platform", "product", "project", "scale", "service"}
    | {"software", "system"}
)
"""Nouns that tell something only together with another word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Something that is asked for: a known name by its key, or a phrase by its words."""

    key: str
    text: str
    asked: Asked
    times: int = 1
    phrase: tuple[str, ...] = ()

    @property
    def weight(self) -> int:
        """How much it is worth to a reader to find it."""
        return _WEIGHT[self.asked]


def terms_of(advertisement: str) -> tuple[Term, ...]:
    """What an advertisement asks for, the most wanted first, each thing once."""
    english = is_english(analyse(advertisement))
    found: dict[tuple[str, ...], list[_Mention]] = {}
    for line in lines_of(advertisement):
        for mention in {m.identity: m for m in _mentions(line, english=english)}.values():
            found.setdefault(mention.identity, []).append(mention)
    terms = [_term(mentions) for mentions in found.values() if _counts(mentions)]
    return tuple(sorted(terms, key=lambda term: (-term.weight, -term.times))[:MOST])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mention:
    key: str
    text: str
    asked: Asked
    sure: bool
    """Whether it is a term wherever it stands; otherwise only when it stands there often."""
    phrase: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[str, ...]:
        """What every mention of the same thing has in common."""
        return self.phrase or ("", self.key)


def _counts(mentions: Sequence[_Mention]) -> bool:
    return len(mentions) >= _OFTEN or any(mention.sure for mention in mentions)


def _term(mentions: Sequence[_Mention]) -> Term:
    strongest = max(mentions, key=lambda mention: _WEIGHT[mention.asked])
    first = mentions[0]
    return Term(
        key=first.key, text=first.text[:_LONGEST], asked=strongest.asked,
        times=len(mentions), phrase=first.phrase,
    )  # fmt: skip


def _mentions(line: Line, *, english: bool) -> Iterator[_Mention]:
    known = things(line.text)
    for thing in known:
        if thing.key not in _FIRMS:
            yield _Mention(key=thing.key, text=thing.text, asked=line.asked, sure=True)
    if not english:
        return
    taken = {at for thing in known for at in range(thing.start, thing.end)}
    named = {name.start for name in names(line.text) if name.certainty is Certainty.SURE}
    for part in _parts(line.text):
        groups = tuple(_groups(line.text, part, taken))
        for group in groups:
            yield from _phrases(line, group, named, alone=len(groups) == 1)


def _parts(text: str) -> Iterator[tuple[Word, ...]]:
    """The words of each item of an enumeration."""
    found = words(text)
    ends = [match.start() for match in _COMMA.finditer(text)]
    for start, end in pairwise((-1, *ends, len(text))):
        yield tuple(word for word in found if start < word.start < end)


def _groups(text: str, part: Iterable[Word], taken: set[int]) -> Iterator[tuple[Word, ...]]:
    """The runs of words that say something, between small words, numbers and known names."""
    group: list[Word] = []
    for word in part:
        says = word.start not in taken and _says(word)
        if group and not (says and runs(text, (group[-1], word))):
            yield tuple(group)
            group = []
        if says:
            group.append(word)
    if group:
        yield tuple(group)


def _says(word: Word) -> bool:
    low = word.text.casefold()
    return not (
        low in SMALL_WORDS or low in _FLUFF or word.key in _FLUFF or not re.search(r"[^\W\d]", low)
    )


def _phrases(
    line: Line, group: tuple[Word, ...], named: set[int], *, alone: bool
) -> Iterator[_Mention]:
    """The names of a run of words, and else the noun at its end with what that is of.

    ``alone`` says that nothing else is named beside it.
    """
    if any(word.start in named for word in group):
        yield _phrase(line, _proper(group, named), sure=line.asks)
        return
    rest = _trimmed(group)
    phrase = rest if len(rest) <= _PHRASE else rest[-_HEAD:]
    if len(phrase) > 1:
        yield _phrase(line, phrase, sure=line.asks)
        yield from (_phrase(line, (word,), sure=False) for word in phrase if _is_noun(word))
    elif phrase and phrase[0].key not in _VAGUE:
        yield _phrase(line, phrase, sure=line.asks and (alone or _is_of_trade(phrase[0])))


def _proper(group: tuple[Word, ...], named: set[int]) -> tuple[Word, ...]:
    """A run of words from its first to its last capital."""
    places = [at for at, word in enumerate(group) if word.start in named or word.text[0].isupper()]
    return group[places[0] : places[-1] + 1]


def _trimmed(group: tuple[Word, ...]) -> tuple[Word, ...]:
    """A run of words up to its last noun, without the verbs that it begins with."""
    last = max((at for at, word in enumerate(group) if main_pos(word.key) in {"n", ""}), default=-1)
    rest = group[: last + 1]
    while rest and main_pos(rest[0].text.casefold()) == "v":
        rest = rest[1:]
    return rest


def _is_noun(word: Word) -> bool:
    return word.key not in _VAGUE and main_pos(word.key) == "n"


def _is_of_trade(word: Word) -> bool:
    return not is_listed(word.text.casefold())


def _phrase(line: Line, phrase: Sequence[Word], *, sure: bool) -> _Mention:
    keys = tuple(word.key for word in phrase)
    text = line.text[phrase[0].start : phrase[-1].end]
    return _Mention(key=" ".join(keys), text=text, asked=line.asked, sure=sure, phrase=keys)
