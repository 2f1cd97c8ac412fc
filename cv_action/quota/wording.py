"""How amounts, shares and moments are said to a person."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Final

_FINE: Final = Decimal("0.0001")


def usd(amount: Decimal) -> str:
    """An amount such as ``$0.11``, with up to four decimals where two would hide it: ``$0.0028``.

    Why two amounts may read the same: they differ by less than a hundredth of a cent.
    """
    with localcontext(prec=60, rounding=ROUND_HALF_EVEN):
        shown = amount.quantize(_FINE)
    dollars, _, cents = f"{shown.copy_abs():,f}".partition(".")
    return f"{'-' if shown < 0 else ''}${dollars}.{cents[:2]}{cents[2:].rstrip('0')}"


def percent(share: float) -> str:
    """A share of one such as ``83 %``; a fraction of a percent is left out, never rounded up."""
    return f"{int(share * 100 + 1e-9)} %"


def moment(at: datetime) -> str:
    """A moment such as ``2026-11-23 14:05 UTC``."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
