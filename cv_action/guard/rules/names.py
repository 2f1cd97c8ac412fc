"""Every name of the new text must be in the source, and in its place there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.name_evidence import Carried, carried_name, carries_phrase, pairs
from cv_action.guard.name_places import swapped, traded
from cv_action.guard.names import Certainty, Name, names, runs


@dataclass(frozen=True, slots=True)
class Missing:
    """A name, maybe of several words, that the source lacks or may lack."""

    words: tuple[Name, ...]
    perhaps: bool

    @property
    def start(self) -> int:
        """Where it begins in the new text."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """Where it ends in the new text."""
        return self.words[-1].end


def check(case: Case) -> Iterator[Finding]:
    """Names from nowhere, from elsewhere, newly put together, or in each other's place."""
    for lacking in missing(case):
        yield _from_elsewhere(case, lacking)
    source = case.evidence.source
    for name, other in swapped(source, case.rewrite):
        reason = f"In the source “{other}” stands in this place; “{name.text}” stands in another."
        yield _finding(case, (name.start, name.end), Effect.BLOCK, reason, other)
    for name, other in traded(case):
        reason = f"In the source “{other}” stands here; this stands elsewhere."
        yield _finding(case, (name.start, name.end), Effect.BLOCK, reason, other)
    for first, second in _joined(case):
        reason = "The source has both words, but not as one name."
        yield _finding(case, (first.start, second.end), Effect.BLOCK, reason)


def missing(case: Case) -> Iterator[Missing]:
    """The names of the new text that its source does not carry for sure, word by word or more."""
    group: list[Name] = []
    for name in names(case.rewrite):
        lacking = _is_missing(name, case)
        if group and not (lacking and name.adjoins):
            yield from _missing(tuple(group), case)
            group = []
        if lacking:
            group.append(name)
    if group:
        yield from _missing(tuple(group), case)


def _is_missing(name: Name, case: Case) -> bool:
    """Whether the source lacks it; a doubtful capital is a name when the evidence has it as one."""
    if carried_name(name, case.evidence.source) is Carried.YES:
        return False
    return name.certainty is not Certainty.DOUBTFUL or name.key in _evidenced(case)


def _evidenced(case: Case) -> frozenset[str]:
    texts = (*case.evidence.role, *case.evidence.rest, case.evidence.job_ad)
    return frozenset(
        name.key
        for text in texts
        for name in names(text)
        if name.certainty is not Certainty.DOUBTFUL
    )


def _missing(group: tuple[Name, ...], case: Case) -> Iterator[Missing]:
    source = case.evidence.source
    if any(carries_phrase(phrase, source) for phrase in _phrases(group, case.rewrite)):
        return
    perhaps = all(carried_name(name, source) is Carried.PERHAPS for name in group)
    yield Missing(group, perhaps)


def _phrases(group: tuple[Name, ...], rewrite: str) -> Iterator[str]:
    """The words of a name together, and with the name that stands beside them."""
    start, end = group[0].start, group[-1].end
    if len(group) > 1:
        yield rewrite[start:end]
    for first, second in runs(names(rewrite)):
        if first == group[-1]:
            yield rewrite[start : second.end]
        if second == group[0]:
            yield rewrite[first.start : end]


def _from_elsewhere(case: Case, name: Missing) -> Finding:
    """What to say of a name that the source lacks: where else it stands decides."""
    evidence, span = case.evidence, (name.start, name.end)
    if name.perhaps:
        reason = "The source has this word, but maybe not as a name."
        return _finding(case, span, Effect.ASK, reason)
    if carrier := carrying(name, evidence.role):
        reason = "Another statement of the same role has this name, the source has not."
        return _finding(case, span, Effect.ASK, reason, carrier)
    if carrier := carrying(name, evidence.rest):
        reason = "Only statements about something else have this name."
        return _finding(case, span, Effect.BLOCK, reason, carrier)
    if carrying(name, (evidence.job_ad,)):
        reason = "Only the job advertisement has this name; it says nothing about the person."
        return _finding(case, span, Effect.BLOCK, reason)
    return _finding(case, span, Effect.BLOCK, "Nothing in the CV has this name.")


def carrying(name: Missing, texts: tuple[str, ...]) -> str:
    """The first text, in the order of the alphabet, that has every word of a name."""
    for text in sorted(texts):
        if all(carried_name(word, text) is Carried.YES for word in name.words):
            return text
    return ""


def _joined(case: Case) -> Iterator[tuple[Name, Name]]:
    """Two words that are parts of different names in the source: "Thomas Johnson"."""
    known = pairs(case.evidence.source)
    firsts, seconds = {first for first, _ in known}, {second for _, second in known}
    for first, second in runs(names(case.rewrite)):
        both = all(carried_name(name, case.evidence.source) for name in (first, second))
        if (
            both
            and (first.key, second.key) not in known
            and (first.key in firsts or second.key in seconds)
        ):
            yield first, second


def _finding(
    case: Case, span: tuple[int, int], effect: Effect, reason: str, source: str = ""
) -> Finding:
    start, end = span
    return Finding(
        rule="names", effect=effect, start=start, end=end, text=case.rewrite[start:end],
        reason=reason, source=source[:160],
    )  # fmt: skip
