"""Claude as a plan describes it: two windows that fill up, outages, and answers of some length.

The windows are the simulation's assumption, and what is said about them has the form of what the
real server says: a share of each window, its end, and a status.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.claude.usage import Usage
from cv_action.quota.windows import FIVE_HOUR, REJECTED, SEVEN_DAY, length
from cv_action.simulation.dice import Dice
from cv_action.simulation.plan import Plan, Subscription

_HOUR: Final = timedelta(hours=1)
_WARNED: Final = 0.9
_READ: Final = frozenset({Failure.MALFORMED_REPLY, Failure.REFUSED_CONTENT})
"""Failures that come with an answer, whose tokens count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the server says about one window."""

    window: str
    status: str
    utilization: float
    resets_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back: tokens if there was an answer, and why it is none that can be used.

    ``overage`` says that it is billed beyond the plan.
    """

    usage: Usage | None = None
    failure: Failure | None = None
    overage: bool = False
    told: tuple[Told, ...] = ()


@dataclass(slots=True)
class _Window:
    """Begins with the first message after the last one ended. Source: the plans' description."""

    name: str
    capacity: int
    used: int = 0
    ends_at: datetime | None = None

    def roll(self, now: datetime) -> None:
        """Forget what was used in a window that has ended."""
        if self.ends_at is not None and now >= self.ends_at:
            self.used, self.ends_at = 0, None

    @property
    def room(self) -> int:
        """Tokens that are left."""
        return max(0, self.capacity - self.used)

    def take(self, tokens: int, now: datetime) -> None:
        """Count tokens; an answer that was begun is finished, also beyond the end."""
        self.ends_at = self.ends_at or now + length(self.name)
        self.used += tokens

    def told(self, *, served: bool) -> Told | None:
        """What is said about the window, in whole percents; nothing before it begins."""
        if self.ends_at is None:
            return None
        share = self.used * 100 // self.capacity / 100
        allowed = "allowed_warning" if share >= _WARNED else "allowed"
        status = allowed if served or self.room else REJECTED
        return Told(window=self.name, status=status, utilization=share, resets_at=self.ends_at)


class Server:
    """Answers calls of a plan; the owner's own use comes in at the beginning of each hour."""

    def __init__(self, plan: Plan, dice: Dice) -> None:
        self._plan = plan
        self._dice = dice
        self._windows = _windows(plan.subscription)
        self._owner_until = plan.start

    def answer(self, lane: Lane, facts: int, now: datetime, *about: object) -> Reply:
        """The reply to a call about so many facts; ``about`` tells it from all other calls."""
        self._follow_owner(now)
        failure = next((o.failure for o in self._plan.outages if o.holds(lane, now)), None)
        if failure is not None and failure not in _READ:
            return Reply(failure=failure)
        full = lane is Lane.SUBSCRIPTION and not self._room()
        if full and not self._sells_more():
            return Reply(failure=Failure.QUOTA_EXHAUSTED, told=self._told(served=False))
        usage = Usage(
            input=self._dice.within(self._plan.prompt(facts), "prompt", *about),
            output=self._dice.within(self._plan.answer(facts), "answer", *about),
        )
        if lane is not Lane.SUBSCRIPTION:
            return Reply(usage=usage, failure=failure)
        if not full:
            self._take(usage.prompt + usage.output, now)
        told = self._told(served=not full)
        return Reply(usage=usage, failure=failure, overage=full, told=told)

    def _follow_owner(self, now: datetime) -> None:
        """Count what the owner has used since the last call, as far as there was room."""
        plan = self._plan.subscription
        while plan is not None and self._owner_until <= now:
            self._roll(self._owner_until)
            wanted = plan.used_by_owner(self._owner_until.hour)
            if tokens := min(wanted, self._room()):
                self._take(tokens, self._owner_until)
            self._owner_until = self._owner_until.replace(minute=0, second=0) + _HOUR
        self._roll(now)

    def _roll(self, now: datetime) -> None:
        for window in self._windows:
            window.roll(now)

    def _take(self, tokens: int, now: datetime) -> None:
        for window in self._windows:
            window.take(tokens, now)

    def _sells_more(self) -> bool:
        return self._plan.subscription is not None and self._plan.subscription.overage

    def _room(self) -> int:
        return min((window.room for window in self._windows), default=0)

    def _told(self, *, served: bool) -> tuple[Told, ...]:
        said = (window.told(served=served) for window in self._windows)
        return tuple(told for told in said if told is not None)


def _windows(plan: Subscription | None) -> tuple[_Window, ...]:
    if plan is None:
        return ()
    return _Window(FIVE_HOUR, plan.five_hours), _Window(SEVEN_DAY, plan.week)
