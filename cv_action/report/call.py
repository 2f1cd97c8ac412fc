"""One call to a model, as a run tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReport:
    """What was asked of whom, how it ended, and what it used.

    ``outcome`` is ``answered`` or the name of the failure, ``detail`` what the server called it,
    ``reason`` why it went this way. Tokens are missing (None) where no reply counted them; ``usd``
    is money, ``list_usd`` what the same costs at list price.
    """

    lane: str
    model: str
    purpose: str
    outcome: str
    reason: str
    detail: str = ""
    input_tokens: int | None = None
    output_tokens: int | None = None
    cache_read_tokens: int | None = None
    cache_write_tokens: int | None = None
    usd: Decimal = Decimal(0)
    list_usd: Decimal = Decimal(0)
    took: timedelta = timedelta(0)
