"""How the values of a plan are written, each with what is accepted in its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from cv_action.simulation.dice import Span
from cv_action.simulation.schedule import ACCEPTED, fault

MOST_PER_FACT: Final = 20_000
"""Tokens: with a thousand facts at the dearest price this still is an amount of the ledger's."""
MOST_PER_CALL: Final = 1_000_000
MOST_OF_WINDOW: Final = 10**11
_DEAREST: Final = 1_000_000
_DECIMALS: Final = 6
_HOURS: Final = re.compile(r"([0-9]{1,2})(?:-([0-9]{1,2}))?", re.ASCII)
_DAY: Final = 24
_YEARS: Final = range(2000, 2100)


def misfit(message: str, accepted: str, *, at: str = "") -> PydanticCustomError:
    """An error in our own words; ``at`` is the key that it is about, if it is another's."""
    context = {"message": message, "accepted": accepted, "at": at}
    return PydanticCustomError("misfit", "{message}", context)


def _moment(value: object) -> datetime:
    accepted = "a day such as 2026-12-01 or a moment such as 2026-12-01T06:30Z, in UTC"
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise misfit("this is no moment", accepted) from error
    if found.year not in _YEARS:
        raise misfit("this is too long ago or ahead", accepted)
    found = found.replace(microsecond=0)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def _usd(value: object) -> Decimal:
    accepted = f"US dollars from 0 to {_DEAREST:,}, with at most {_DECIMALS} decimals"
    try:
        amount = Decimal(str(value))
    except InvalidOperation as error:
        raise misfit("this is no amount", accepted) from error
    if not amount.is_finite() or not 0 <= amount <= _DEAREST:
        raise misfit("this is no amount", accepted)
    if amount != round(amount, _DECIMALS):
        raise misfit("this is finer than any amount", accepted)
    return amount


def _span(value: object) -> Span:
    """One number stands for both ends."""
    ends = value if isinstance(value, list | tuple) else (value, value)
    if len(ends) != 2 or not all(_is_count(end) for end in ends) or ends[0] > ends[1]:  # noqa: PLR2004  two ends
        raise misfit(
            "this is neither a number nor a span of two",
            f"a whole number from 0 to {MOST_PER_FACT:,}, or the least and the most of it, as in "
            "[40, 120]",
        )
    return Span(*ends)


def _is_count(value: object) -> bool:
    return type(value) is int and 0 <= value <= MOST_PER_FACT


def _hours(value: object) -> range:
    match = _HOURS.fullmatch(str(value))
    found = range(int(match[1]), int(match[2] or match[1]) + 1) if match else range(0)
    if not found or found[-1] >= _DAY:
        raise misfit("these are no hours of a day", "an hour from 0 to 23 or a span such as 9-17")
    return found


def _once(value: Mapping[range, int]) -> Mapping[range, int]:
    hours = [hour for span in value for hour in span]
    if len(hours) > len(set(hours)):
        raise misfit("an hour is named twice", "each hour of the day once at most")
    return value


def _several(value: object) -> object:
    """One text alone is a list of one."""
    return _some((value,) if isinstance(value, str) else value)


def _words(value: object) -> object:
    """A text with commas is a list, as it is in the action's inputs."""
    return _some(tuple(value.replace(",", " ").split()) if isinstance(value, str) else value)


def _some(value: object) -> object:
    if isinstance(value, list | tuple) and not value:
        raise misfit("it names nothing", "one or more")
    return value


def _expression(value: str) -> str:
    if message := fault(value):
        raise misfit(message, ACCEPTED)
    return value


Moment = Annotated[datetime, BeforeValidator(_moment)]
Usd = Annotated[Decimal, BeforeValidator(_usd)]
Counts = Annotated[Span, BeforeValidator(_span)]
Tokens = Annotated[int, Field(strict=True, ge=0, le=MOST_OF_WINDOW)]
Share = Annotated[float, Field(strict=True, ge=0, le=1)]
Switch = Annotated[bool, Field(strict=True)]
Percent = Annotated[int, Field(strict=True, ge=1, le=1000)]
Hours = Annotated[dict[Annotated[range, BeforeValidator(_hours)], Tokens], AfterValidator(_once)]
Expression = Annotated[str, AfterValidator(_expression)]
Words = BeforeValidator(_words)
Several = BeforeValidator(_several)
