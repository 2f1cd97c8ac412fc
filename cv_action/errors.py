"""Everything that can go wrong, as one tree.

CvActionError
├── ConfigurationError      the owner's settings or paths do not fit: exit 2
├── CvError                 the CV cannot be read or says something impossible: exit 1
├── RenderError             a document cannot be made from this CV: exit 1
└── PublishError            the result cannot be handed back: exit 1

A message says what happened; the hint says what to do about it.
Not enough quota is a route with a reason, not an error.
"""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the process tells its caller."""

    DONE = 0
    FAILED = 1
    CONFIGURATION = 2


class CvActionError(Exception):
    """Something the person can act on: a message, a hint and an exit code."""

    exit_code: ExitCode = ExitCode.FAILED

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ConfigurationError(CvActionError):
    """A setting or a path does not fit."""

    exit_code = ExitCode.CONFIGURATION


class CvError(CvActionError):
    """The CV cannot be read, or says something impossible."""


class RenderError(CvActionError):
    """A document cannot be made from this CV."""


class PublishError(CvActionError):
    """The result cannot be handed back."""
