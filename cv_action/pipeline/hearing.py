"""What an answer says about quota and about its lane, as events for the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.claude.reply import Answered, Failed
from cv_action.ledger.event import LaneFailed, WindowSeen, Writer
from cv_action.quota.circuits import closed_until
from cv_action.quota.windows import OVERAGE, REJECTED

LONGEST_WORD: Final = 200
"""Characters of a foreign word in the ledger."""
_LONGEST_WAIT: Final = timedelta(days=30)
"""More than any failure closes a lane for; a server may name a wait of centuries."""


def heard(
    lane: Lane, answer: Answered | Failed, *, call: str, at: datetime, by: Writer
) -> Iterator[WindowSeen | LaneFailed]:
    """The windows that were seen and the failure of the lane; ``call`` is the id of the call.

    Why one moment for all: what was heard together is judged together. Why not every failure: what
    this machine lacks says nothing about the lane to any other.
    """
    for number, one in enumerate(answer.seen):
        yield WindowSeen(
            id=f"{call}-seen-{number}",
            at=at,
            by=by,
            window=one.window[:LONGEST_WORD],
            status=one.status[:LONGEST_WORD],
            resets_at=one.resets_at,
            utilization=one.utilization,
            overage=one.overage,
        )
    if isinstance(answer, Failed) and not (_says_window(answer) or _is_ours(answer)):
        yield LaneFailed(
            id=f"{call}-failed",
            at=at,
            by=by,
            lane=lane,
            failure=answer.failure,
            closed_until=closed_until(answer.failure, at=at, named=_named(answer, at)),
        )


def _named(answer: Failed, at: datetime) -> datetime | None:
    """The moment that the server named."""
    if answer.resets_at or answer.retry_after is None:
        return answer.resets_at
    return at + min(answer.retry_after, _LONGEST_WAIT)


def _is_ours(answer: Failed) -> bool:
    return answer.failure is Failure.NO_PROGRAM


def _says_window(answer: Failed) -> bool:
    """Whether a window tells it already, which may concern one family of models only."""
    shut = (one.window != OVERAGE for one in answer.seen if one.status == REJECTED)
    return answer.failure is Failure.QUOTA_EXHAUSTED and any(shut)
