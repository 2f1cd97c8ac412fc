"""A rewrite and what it is held against, analysed once for all rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from cv_action.guard.align import Change, changes
from cv_action.guard.diff import Edit, edits
from cv_action.guard.quantities import quantities
from cv_action.guard.words import Text, TokenKind, analyse

if TYPE_CHECKING:
    from cv_action.evidence.statement import Evidence


@dataclass(frozen=True)
class Case:
    """One rewrite: ``before`` is the fact's own words, ``after`` the new ones.

    Every property is worked out when a rule first asks for it.
    """

    evidence: Evidence
    rewrite: str

    @cached_property
    def before(self) -> Text:
        """The fact's own words."""
        return analyse(self.evidence.source)

    @cached_property
    def after(self) -> Text:
        """The new words."""
        return analyse(self.rewrite)

    @cached_property
    def role(self) -> tuple[Text, ...]:
        """What else is said about the same role."""
        return tuple(analyse(text) for text in self.evidence.role)

    @cached_property
    def rest(self) -> tuple[Text, ...]:
        """What is said about everything else."""
        return tuple(analyse(text) for text in self.evidence.rest)

    @cached_property
    def job_ad(self) -> Text:
        """What somebody wants to hear; it carries nothing."""
        return analyse(self.evidence.job_ad)

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        """Where the new words differ from the old, in the order of the new ones."""
        return edits(self.before, self.after)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Where the words differ, their forms and their order aside, and numbers aside.

        Why: what "three", "half a year" and "roughly" say, the rules about numbers decide.
        """
        return changes(_counted(self.before), _counted(self.after))


def _counted(text: Text) -> Text:
    """The text with every word that is part of a number, or qualifies one, taken for a number."""
    spans = [(each.lead, each.end) for each in quantities(text.raw) if not each.weak]
    tokens = (
        replace(token, kind=TokenKind.NUMBER)
        if any(start <= token.start < end for start, end in spans)
        else token
        for token in text.tokens
    )
    return Text(text.raw, tuple(tokens))
