"""The ways in which a result is handed back."""

from __future__ import annotations

from enum import StrEnum


class Way(StrEnum):
    """How the owner wants the result."""

    COMMIT = "commit"
    PULL_REQUEST = "pull-request"
    ARTIFACT = "artifact"
    """In an artifact of the workflow's run; nothing is committed."""
    NONE = "none"
    """As files for the steps that follow, and nothing else."""
