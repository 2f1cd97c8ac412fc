"""Which lanes are closed after a failure, until when and why; and what each failure leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.ledger.event import Called, Entry, LaneFailed
from cv_action.quota.past import past
from cv_action.quota.wording import moment


class Reaction(StrEnum):
    """What to do when a call has failed."""

    NEXT_LANE = "next-lane"
    RETRY = "retry"
    """Ask again, as often as the lane's own cap allows; then the failure stands."""
    ECONOMY_MODEL = "economy-model"
    KEEP_ORIGINAL = "keep-original"
    LEAVE_OUT = "leave-out"
    """Ask this lane nothing more in this run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What a failure leads to.

    A failure that stands closes the lane for ``closes``, or until the moment that the server named,
    at most for ``at_most``. Where both are nothing, the failure says nothing about other calls.
    """

    reaction: Reaction
    closes: timedelta = timedelta(0)
    at_most: timedelta = timedelta(0)


_SHORT: Final = timedelta(minutes=15)
_DAY: Final = timedelta(hours=24)

CONSEQUENCES: Final[Mapping[Failure, Consequence]] = MappingProxyType(
    {
        Failure.QUOTA_EXHAUSTED: Consequence(
            reaction=Reaction.NEXT_LANE, closes=timedelta(hours=5), at_most=timedelta(days=7)
        ),
        Failure.CREDENTIAL_REFUSED: Consequence(
            reaction=Reaction.NEXT_LANE, closes=_DAY, at_most=_DAY
        ),
        Failure.CREDIT_EXHAUSTED: Consequence(
            reaction=Reaction.NEXT_LANE, closes=timedelta(hours=6), at_most=_DAY
        ),
        Failure.OVERLOADED: Consequence(
            reaction=Reaction.RETRY, closes=_SHORT, at_most=timedelta(hours=1)
        ),
        Failure.TIMEOUT: Consequence(
            reaction=Reaction.RETRY, closes=_SHORT, at_most=timedelta(hours=1)
        ),
        Failure.MALFORMED_REPLY: Consequence(reaction=Reaction.RETRY),
        Failure.REFUSED_CONTENT: Consequence(reaction=Reaction.KEEP_ORIGINAL),
        Failure.UNKNOWN_MODEL: Consequence(reaction=Reaction.ECONOMY_MODEL),
        Failure.TOO_LARGE: Consequence(reaction=Reaction.KEEP_ORIGINAL),
        Failure.NO_PROGRAM: Consequence(reaction=Reaction.LEAVE_OUT),
    }
)
"""Every failure once. A quota without a known reset is given a whole short window; a credit can be
bought at any time, so it is looked at again on the same day."""

_WORDS: Final[Mapping[Failure, str]] = MappingProxyType(
    {
        Failure.QUOTA_EXHAUSTED: "its quota was used up",
        Failure.CREDENTIAL_REFUSED: "its credential was refused",
        Failure.CREDIT_EXHAUSTED: "its credit was used up",
        Failure.OVERLOADED: "it was overloaded",
        Failure.TIMEOUT: "it did not answer in time",
        Failure.MALFORMED_REPLY: "its answer could not be read",
        Failure.REFUSED_CONTENT: "it refused the text",
        Failure.UNKNOWN_MODEL: "it did not know the model",
        Failure.TOO_LARGE: "the text was too large for it",
        Failure.NO_PROGRAM: "its program could not be had",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    """A lane whose last failure nothing has made good.

    It is closed until ``until``; after that it is half open, and one call may try.
    """

    lane: Lane
    failure: Failure
    failed_at: datetime
    until: datetime

    def closed(self, now: datetime) -> bool:
        """Whether nothing may be asked."""
        return now < self.until

    @property
    def reason(self) -> str:
        """Why, in words."""
        what = f"{_WORDS[self.failure]} on {moment(self.failed_at)}"
        return f"{what}; it is left alone until {moment(self.until)}"


def closed_until(failure: Failure, *, at: datetime, named: datetime | None = None) -> datetime:
    """When a lane may be tried again after a failure; ``at`` if it says nothing about others.

    ``named`` is the moment that the server named, if it did: the reset of a quota, or now and its
    ``retry-after``.
    """
    consequence = CONSEQUENCES[failure]
    end = named if named is not None else at + consequence.closes
    return min(max(end, at), at + consequence.at_most)


def circuits(events: Iterable[Entry], now: datetime) -> tuple[Circuit, ...]:
    """The lanes with a failure that no answer has followed, one circuit each.

    Of several failures the one that keeps the lane closed longest counts.
    """
    entries = tuple(events)
    answered = _answered(entries, now)
    standing: dict[Lane, Circuit] = {}
    for circuit in sorted(_opened(entries, now), key=_weight):
        if circuit.lane not in answered or answered[circuit.lane] <= circuit.failed_at:
            standing[circuit.lane] = circuit
    return tuple(standing[lane] for lane in Lane if lane in standing)


def _opened(events: Iterable[Entry], now: datetime) -> Iterator[Circuit]:
    for event in past(events, LaneFailed, now=now):
        until = closed_until(event.failure, at=event.at, named=event.closed_until)
        if until > event.at:
            yield Circuit(lane=event.lane, failure=event.failure, failed_at=event.at, until=until)


def _weight(circuit: Circuit) -> tuple[datetime, datetime, str]:
    return circuit.until, circuit.failed_at, circuit.failure


def _answered(events: Iterable[Entry], now: datetime) -> dict[Lane, datetime]:
    """The last answer of each lane; a call without usage never got one."""
    last: dict[Lane, datetime] = {}
    for call in past(events, Called, now=now):
        if call.usage is not None:
            last[call.lane] = max(last.get(call.lane, call.at), call.at)
    return last
