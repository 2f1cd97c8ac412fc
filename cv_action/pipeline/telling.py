"""How a run ended and why, in the words that its owner reads first."""

from __future__ import annotations

from cv_action.pipeline.enhancement import ASKING
from cv_action.pipeline.words import Wording
from cv_action.publish.change import Change, Publication
from cv_action.report.run import Mode, Outcome, Treatment


def outcome_of(change: Change, publication: Publication, mode: Mode, wording: Wording) -> Outcome:
    """How a run ended."""
    if mode is Mode.PREVIEW:
        return Outcome.PREVIEWED
    if not change or not publication.new:
        return Outcome.UNCHANGED
    return Outcome.ENHANCED if rewritten(wording) else Outcome.RENDERED


def reason_of(
    change: Change, publication: Publication, mode: Mode, wording: Wording, silent: str
) -> str:
    """Why it ended so, in one sentence."""
    if not change:
        closed = f"; pull request #{publication.pull_request} is closed" if publication.new else ""
        return f"Every document is already as it should be{closed}{_because(silent)}."
    if not publication.new:
        return f"{_standing(publication)} already has every change{_because(silent)}."
    count = len(change.paths)
    files = "1 file differs" if count == 1 else f"{count} files differ"
    if mode is Mode.PREVIEW:
        return f"{files}; a preview hands nothing back{_because(silent)}."
    return f"{files}; {_words(mode, wording, silent)}{_where(publication)}."


def rewritten(wording: Wording) -> int:
    """How many statements have new words by this run."""
    return sum(fact.treatment is Treatment.REWRITTEN for fact in wording.facts)


def _words(mode: Mode, wording: Wording, silent: str) -> str:
    if mode is Mode.EMERGENCY_UPDATE:
        return "the CV was rendered in the owner's words, as the source has them"
    if mode not in ASKING:
        return "nobody was asked for better words"
    count = rewritten(wording)
    if not count:
        return f"no better words were found{_because(silent)}"
    statements = "1 statement has" if count == 1 else f"{count} statements have"
    return f"{statements} better words{_because(silent)}"


def _where(publication: Publication) -> str:
    if publication.pull_request:
        return f"; pull request #{publication.pull_request} offers it"
    return f"; all is in the artifact {publication.artifact}" if publication.artifact else ""


def _standing(publication: Publication) -> str:
    if publication.pull_request:
        return f"Pull request #{publication.pull_request}"
    return "What is published"


def _because(silent: str) -> str:
    return f"; {silent}" if silent else ""
