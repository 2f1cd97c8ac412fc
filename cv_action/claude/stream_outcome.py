"""What came of a run of the official command line: an answer, or a failure with its class."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum
from typing import Final, assert_never

from cv_action.claude.failure import Failure
from cv_action.claude.reply import Answered, Failed
from cv_action.claude.stream import Transcript
from cv_action.claude.stream_events import Result
from cv_action.claude.stream_failures import REFUSAL, SUCCESS, failure, reset, signals

_TOKEN: Final = "none"  # noqa: S105  what the CLI calls its source of API keys when it has a token
_NUMBER: Final = re.compile(r"[0-9.]{1,20}")
_PLACE: Final = re.compile(r"[A-Za-z_/ ]{1,40}")


class End(StrEnum):
    """How the child ended that ran the command line."""

    BY_ITSELF = "by-itself"
    TOO_LATE = "too-late"
    HEARD_ENOUGH = "heard-enough"
    """What it printed was of no use."""
    SIGNAL = "signal"
    """We were told to end, and it ended with us."""


def stranger(transcript: Transcript, version: str) -> tuple[Failure, str] | None:
    """Why this is not the program or not the credential that was meant, with the remedy."""
    started = transcript.started
    if started is None:
        return None
    if started.version != version:
        return Failure.MALFORMED_REPLY, wrong_version(started.version, version)
    if started.key_source != _TOKEN:
        return Failure.CREDENTIAL_REFUSED, (
            f"the Claude CLI took a key from {_shown(started.key_source, _PLACE)} in place of the "
            "subscription's token; remove that key from the settings of the CLI on this machine"
        )
    return None


def wrong_version(found: str, wanted: str) -> str:
    """What to tell a person whose CLI is not of the version that this lane was tested with."""
    return (
        f"the Claude CLI is of version {_shown(found, _NUMBER)}, and this lane was tested with "
        f"{wanted}; install that one, or leave claude_cli_path empty to have it fetched"
    )


def outcome(
    transcript: Transcript, *, version: str, end: End = End.BY_ITSELF, code: int = 0
) -> Answered | Failed:
    """What came of a run of the CLI that was to be of that version; ``code`` is its exit code.

    It is an answer when the result says so, holds data and says what it used, and the first line
    says that it was the right program with the right credential. Overage may have paid for it: the
    sightings say so. Without a result nobody knows what was used.
    """
    result = transcript.result
    if found := stranger(transcript, version):
        return _failed(transcript, *found)
    if result is None:
        return _failed(transcript, *_no_result(end, code))
    if result.is_error or result.subtype != SUCCESS:
        return _refused(transcript, result)
    data, spent = result.data, result.spent
    if transcript.started is None or data is None or not spent:
        return _failed(transcript, *_no_answer(result))
    return Answered(data=data, spent=spent, seen=transcript.windows)


def _failed(transcript: Transcript, why: Failure, detail: str) -> Failed:
    spent = transcript.result.spent if transcript.result else None
    return Failed(
        failure=why,
        detail=detail,
        spent=spent or (),
        seen=transcript.windows,
        measured=spent is not None,
        retry_after=_asked_to_wait(transcript) if why is Failure.OVERLOADED else None,
        resets_at=reset(transcript.windows) if why is Failure.QUOTA_EXHAUSTED else None,
    )


def _asked_to_wait(transcript: Transcript) -> timedelta | None:
    return transcript.waited.asked_to_wait if transcript.waited else None


def _refused(transcript: Transcript, result: Result) -> Failed:
    complaint = transcript.complaint
    named = [str(result.status)] if result.status else []
    words = (*named, *dict.fromkeys(signals(result, complaint)))
    why = failure(result, complaint, transcript.windows)
    return _failed(transcript, why, f"the Claude CLI reports {', '.join(words) or 'an error'}")


def _no_answer(result: Result) -> tuple[Failure, str]:
    if result.stop_reason == REFUSAL:
        return Failure.REFUSED_CONTENT, "the model refused to answer"
    return (
        Failure.MALFORMED_REPLY,
        "the Claude CLI ended well and gave no answer of the asked shape",
    )


def _no_result(end: End, code: int) -> tuple[Failure, str]:
    match end:
        case End.BY_ITSELF:
            return Failure.MALFORMED_REPLY, f"the Claude CLI gave no result (exit code {code})"
        case End.TOO_LATE:
            return Failure.TIMEOUT, "the Claude CLI gave no result in time and was ended"
        case End.HEARD_ENOUGH:
            return Failure.MALFORMED_REPLY, "the Claude CLI printed too much and was ended"
        case End.SIGNAL:
            return Failure.TIMEOUT, "this run was told to end, and the Claude CLI ended with it"
        case _:
            assert_never(end)


def _shown(word: str, kind: re.Pattern[str]) -> str:
    """A word as it is where it can be nothing else than what it is meant to be."""
    return word if kind.fullmatch(word) else "(unknown)"
