"""What comes back: an answer or a failure, with what it used and what the server said of quota."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from cv_action.claude.failure import Failure
from cv_action.claude.prompt import Prompt
from cv_action.claude.usage import Usage


@dataclass(frozen=True, slots=True)
class Spent:
    """The tokens that one model used, as the reply counts them."""

    model: str
    usage: Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """What the server said about one quota window of the subscription, in its own words.

    ``utilization`` is a fraction and can be above 1; ``overage`` says that money is being spent.
    """

    window: str
    status: str
    resets_at: datetime | None = None
    utilization: float | None = None
    overage: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A reply that fits the schema, as far as the lane can tell: ``data`` is validated again."""

    data: object
    spent: tuple[Spent, ...] = ()
    seen: tuple[Sighting, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """No answer that can be used.

    ``detail`` is for a person: the class of the failure and what the server calls it, never a
    secret. What was used all the same is in ``spent``; ``measured`` is false where nobody said how
    much that was. ``retry_after`` is what the server asked for, ``resets_at`` when it will answer
    again.
    """

    failure: Failure
    detail: str
    spent: tuple[Spent, ...] = ()
    seen: tuple[Sighting, ...] = ()
    measured: bool = True
    retry_after: timedelta | None = None
    resets_at: datetime | None = None


class Transport(Protocol):
    """One lane to a model."""

    def ask(self, prompt: Prompt, model: str) -> Answered | Failed:
        """Ask, and wait for the answer; whatever goes wrong is a ``Failed``."""
        ...

    def prompt_tokens(self, prompt: Prompt, model: str) -> int:
        """How many tokens the prompt has at most, counted by the server where it can be asked."""
        ...
