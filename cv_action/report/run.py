"""What one run was asked for and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cv_action.report.problem import Problem


class Mode(StrEnum):
    """What a run is to do."""

    ACTIVITY_ONLY = "activity-only"
    EMERGENCY_UPDATE = "emergency-update"
    PREVIEW = "preview"


class Outcome(StrEnum):
    """How a run ended."""

    RENDERED = "rendered"
    UNCHANGED = "unchanged"
    PREVIEWED = "previewed"
    FAILED = "failed"


class Treatment(StrEnum):
    """What a run did with one fact."""

    KEPT = "kept"
    REWRITTEN = "rewritten"
    TIDIED = "tidied"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class FactReport:
    """One fact whose published text is not its source text, or that the owner has ruled on."""

    fact_id: str
    treatment: Treatment
    before: str
    after: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """One produced file: its path below the workspace, its size in bytes, and what is new."""

    path: str
    size: int
    changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """Everything that a run can tell; ``report.json`` is this, written out.

    ``facts_total`` counts the CV's rewritable statements; ``facts`` holds those that were treated.
    """

    outcome: Outcome
    reason: str
    mode: Mode
    source: str = ""
    commit_sha: str = ""
    files: tuple[FileReport, ...] = ()
    facts: tuple[FactReport, ...] = ()
    facts_total: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def changed_files(self) -> tuple[str, ...]:
        """The paths of the files that are new or different."""
        return tuple(file.path for file in self.files if file.changed)
