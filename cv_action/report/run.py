"""What one run was asked for and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cv_action.report.call import ANSWERED, CallReport
from cv_action.report.difference import Difference
from cv_action.report.problem import Problem
from cv_action.report.target import TargetReport


class Mode(StrEnum):
    """What a run is to do."""

    COMPREHENSIVE = "comprehensive"
    AI_ONLY = "ai-only"
    ACTIVITY_ONLY = "activity-only"
    EMERGENCY_UPDATE = "emergency-update"
    PREVIEW = "preview"
    ROLLBACK = "rollback"


class Outcome(StrEnum):
    """How a run ended."""

    ENHANCED = "enhanced"
    RENDERED = "rendered"
    UNCHANGED = "unchanged"
    PREVIEWED = "previewed"
    ROLLED_BACK = "rolled-back"
    """The publication before is there again."""
    FAILED = "failed"


class Treatment(StrEnum):
    """What a run did with one fact."""

    KEPT = "kept"
    """Asked about, and nothing better was found."""
    REWRITTEN = "rewritten"
    """By a model, in this run."""
    CACHED = "cached"
    """In words of an earlier run, or of the owner's own hand in the overlay."""
    TIDIED = "tidied"
    REJECTED = "rejected"
    """By the owner."""
    REFUSED = "refused"
    """By the guard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingReport:
    """One thing that the guard noticed in a rewrite, and what the evidence says instead."""

    rule: str
    text: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactReport:
    """One fact whose published text is not its source text, or that somebody has ruled on.

    ``proposed`` are the other words that there were for it, whatever became of them; ``verdict``
    is the guard's (``accept``, ``ask`` or ``block``), empty where there was nothing to judge.
    ``lane`` and ``model`` say who found the words.
    """

    fact_id: str
    treatment: Treatment
    before: str
    after: str
    reason: str = ""
    proposed: str = ""
    verdict: str = ""
    findings: tuple[FindingReport, ...] = ()
    lane: str = ""
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """One produced file: its path below the workspace, its size in bytes, and what is new."""

    path: str
    size: int
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """Everything that a run can tell; ``report.json`` is this, written out.

    ``facts_total`` counts the CV's rewritable statements; ``facts`` holds those that were treated,
    ``facts_waiting`` counts those that a later run is to ask about, and ``unasked`` says why.
    ``calls`` are all calls to a model, in order. ``target`` says how the CV answers the
    advertisement that was given. ``pull_request`` is its number, 0 when there is none, and
    ``artifact`` the name of the artifact that holds the files, empty when none does.
    ``differences`` tell what a preview would have changed.
    """

    outcome: Outcome
    reason: str
    mode: Mode
    source: str = ""
    commit_sha: str = ""
    pull_request: int = 0
    artifact: str = ""
    differences: tuple[Difference, ...] = ()
    files: tuple[FileReport, ...] = ()
    facts: tuple[FactReport, ...] = ()
    facts_total: int = 0
    facts_waiting: int = 0
    unasked: str = ""
    calls: tuple[CallReport, ...] = ()
    target: TargetReport | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def usd(self) -> Decimal:
        """Money that this run has spent."""
        return sum((call.usd for call in self.calls), Decimal(0))

    @property
    def list_usd(self) -> Decimal:
        """What all its calls cost at list price."""
        return sum((call.list_usd for call in self.calls), Decimal(0))

    @property
    def lane(self) -> str:
        """The lane that answered last; empty when none did."""
        answered = [call.lane for call in self.calls if call.outcome == ANSWERED]
        return answered[-1] if answered else ""

    @property
    def changed_files(self) -> tuple[str, ...]:
        """The paths of the files that are new or different."""
        return tuple(file.path for file in self.files if file.changed)
