"""The job behind ``cv-action quota``."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

from cv_action.adapters.clock import wall_clock
from cv_action.cli.ledger_place import Place, shelf
from cv_action.cli.quota_tables import quota_table
from cv_action.cli.tables import show as show_table
from cv_action.cli.wire import print_json
from cv_action.errors import ConfigurationError
from cv_action.ledger.event import LARGEST
from cv_action.ledger.reading import read
from cv_action.pipeline.quota_view import quota_view
from cv_action.quota.budget import Limits
from cv_action.quota.defaults import LIMITS
from cv_action.quota.prices import list_prices
from cv_action.report.problem import shown

__all__ = ["Place", "limits", "quota"]

_CENT: Final = Decimal("0.01")


def limits(*, run: str | None, day: str | None, month: str | None) -> Limits:
    """The limits that were given, in US dollars, and the usual ones in place of the others.

    Raises:
        ConfigurationError: one is no amount.
    """
    return Limits(
        run=_usd("run", run, LIMITS.run),
        day=_usd("day", day, LIMITS.day),
        month=_usd("month", month, LIMITS.month),
    )


def quota(place: Place, under: Limits, *, as_json: bool) -> None:
    """Print what may still be spent by the ledger of a place.

    Raises:
        ConfigurationError: there is no such ledger.
        StoreError: it cannot be read.
    """
    with shelf(place) as store:
        memory = read(store, around=wall_clock())
    view = quota_view(memory, limits=under, prices=list_prices())
    if as_json:
        print_json(view)
    else:
        show_table(quota_table(place.name, view))


def _usd(limit: str, given: str | None, usual: Decimal) -> Decimal:
    if given is None:
        return usual
    try:
        amount = Decimal(given.removeprefix("$"))
    except InvalidOperation:
        amount = Decimal(-1)
    if not amount.is_finite() or not 0 <= amount <= LARGEST or amount % _CENT:
        raise ConfigurationError(
            f"--{limit}-budget does not take {shown(given)}.",
            hint="Give an amount in US dollars and whole cents, such as 0.50.",
        )
    return amount
