"""What one reply leaves in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.claude.usage import Usage
from cv_action.ledger.event import Called, Known, WindowSeen, Writer
from cv_action.quota.ladder import Task
from cv_action.quota.prices import PriceTable
from cv_action.simulation.server import Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A call that was answered or not, and the reservation that paid for it."""

    lane: Lane
    model: str
    task: Task
    at: datetime
    reservation: str


def entries(
    sent: Sent, reply: Reply, prices: PriceTable, *, by: Writer, new_id: Callable[[], str]
) -> Iterator[Known]:
    """The call, if it cost or may have cost something, and what was said about the windows."""
    if reply.usage is not None or reply.failure is Failure.TIMEOUT:
        list_usd = _list_usd(sent, reply.usage, prices)
        yield Called(
            id=new_id(),
            at=sent.at,
            by=by,
            lane=sent.lane,
            model=sent.model,
            usd=list_usd if sent.lane is Lane.API or reply.overage else Decimal(0),
            list_usd=list_usd,
            usage=reply.usage,
            reservation=sent.reservation,
        )
    for told in reply.told:
        yield WindowSeen(
            id=new_id(),
            at=sent.at,
            by=by,
            window=told.window,
            status=told.status,
            resets_at=told.resets_at,
            utilization=told.utilization,
            overage=reply.overage,
        )


def _list_usd(sent: Sent, usage: Usage | None, prices: PriceTable) -> Decimal:
    """What an answer costs at list price; one that never came, the most that it can have cost."""
    if usage is not None:
        return prices.cost(sent.model, usage, sent.at)
    return prices.worst_case(
        sent.model,
        prompt_tokens=sent.task.prompt_tokens,
        max_output=sent.task.max_output,
        at=sent.at,
    )
