"""The ways in which a call fails: a closed set, with one reaction each."""

from __future__ import annotations

from enum import StrEnum


class Failure(StrEnum):
    """Why there is no answer that can be used."""

    QUOTA_EXHAUSTED = "quota-exhausted"
    CREDENTIAL_REFUSED = "credential-refused"
    CREDIT_EXHAUSTED = "credit-exhausted"
    OVERLOADED = "overloaded"
    TIMEOUT = "timeout"
    MALFORMED_REPLY = "malformed-reply"
    REFUSED_CONTENT = "refused-content"
    UNKNOWN_MODEL = "unknown-model"
    TOO_LARGE = "too-large"
    NO_PROGRAM = "no-program"
    """There is nothing on this machine to ask with, and nothing was asked."""
