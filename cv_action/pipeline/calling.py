"""One call to a model, from the moment before it is made: in the books, and in the report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeVar

from cv_action.claude.failure import Failure
from cv_action.claude.prompt import Prompt
from cv_action.claude.reply import Answered, Failed, Transport
from cv_action.claude.usage import Usage
from cv_action.ledger.event import Called
from cv_action.pipeline.till import Till
from cv_action.quota.router import Route
from cv_action.report.call import ANSWERED, CallReport

Said = TypeVar("Said")
_OTHER_SHAPE: Final = "the answer has another shape than was asked for"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What is asked of whom and what for; ``most`` is the most that it can cost at list price."""

    prompt: Prompt
    purpose: str
    route: Route
    most: Decimal


def made(
    call: Call, lane: Transport, till: Till, *, understand: Callable[[object], Said | None]
) -> tuple[Said | Failed, CallReport]:
    """Make a call that the till has let begin: what was said, or why nothing of use was.

    The call comes with it as it is reported.
    """
    route, elapsed = call.route, till.keeping.elapsed
    began = elapsed()
    answer = lane.ask(call.prompt, route.model)
    took = elapsed() - began
    said = understand(answer.data) if isinstance(answer, Answered) else None
    outcome = _unusable(answer) if said is None else said
    failed = outcome if isinstance(outcome, Failed) else None
    booked = till.end(route, call.most, failed or answer)
    report = CallReport(
        lane=route.lane,
        model=route.model,
        purpose=call.purpose,
        outcome=failed.failure if failed else ANSWERED,
        detail=failed.detail if failed else "",
        reason=route.reason,
        usd=sum((one.usd for one in booked), Decimal(0)),
        list_usd=sum((one.list_usd for one in booked), Decimal(0)),
        took=took,
        **_tokens(booked),
    )
    return outcome, report


def _unusable(answer: Answered | Failed) -> Failed:
    """The failure that an answer is which nobody understands, paid for all the same."""
    if isinstance(answer, Failed):
        return answer
    return Failed(
        failure=Failure.MALFORMED_REPLY, detail=_OTHER_SHAPE, spent=answer.spent, seen=answer.seen
    )


def _tokens(booked: Sequence[Called]) -> dict[str, int]:
    """Tokens of a call by their kind; none where the reply did not count them."""
    counted = [call.usage for call in booked if call.usage is not None]
    if not counted:
        return {}
    total = sum(counted, Usage())
    return {
        "input_tokens": total.input,
        "output_tokens": total.output,
        "cache_read_tokens": total.cache_read,
        "cache_write_tokens": total.cache_write_5m + total.cache_write_1h,
    }
