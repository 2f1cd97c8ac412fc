"""How prices are written down: one TOML file, read strictly.

Every error names the place in the file and what would be accepted there, because the file is
written by hand and decides about money.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal
from typing import Annotated, Any, Final, TypeVar

import msgspec
from msgspec import Meta, Struct, field

from cv_action.errors import ConfigurationError

T = TypeVar("T")

MAX_BYTES: Final = 200_000
DEAREST: Final = Decimal(10_000)
"""US dollars for a million tokens: more than any price, and few enough digits to stay exact."""
DECIMALS: Final = 6
_HINT: Final = (
    'a row under [models.<id>] is { from = 2026-11-23, input = "2", output = "10", '
    'cache_read = "0.10", cache_write_5m = "2.5", cache_write_1h = "4" }, in US dollars for a '
    "million tokens; `up_to` is the longest prompt that it holds for"
)
_MONEY: Final = ("input", "output", "cache_read", "cache_write_5m", "cache_write_1h")


class Row(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Prices that hold from a day on, for prompts of up to so many tokens (None: all longer ones).

    All five are US dollars for a million tokens.
    """

    since: dt.date = field(name="from")
    up_to: Annotated[int, Meta(gt=0, le=10**12)] | None = None
    input: Decimal
    output: Decimal
    cache_read: Decimal
    cache_write_5m: Decimal
    cache_write_1h: Decimal

    def __post_init__(self) -> None:
        """Refuse what is no price."""
        for name in _MONEY:
            _check(name, getattr(self, name))


class Prices(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One model: its rows, the tokens of its context and of its longest answer (None: unknown)."""

    rows: Annotated[tuple[Row, ...], Meta(min_length=1, max_length=200)]
    context: Annotated[int, Meta(gt=0, le=10**12)] | None = None
    max_output: Annotated[int, Meta(gt=0, le=10**12)] | None = None

    def __post_init__(self) -> None:
        """Refuse rows that leave a prompt without a price, or with two."""
        for since in {row.since for row in self.rows}:
            limits = [row.up_to for row in self.rows if row.since == since]
            if limits.count(None) != 1 or len(set(limits)) < len(limits):
                raise ValueError(
                    f"the rows from {since} must have one without `up_to`, and no `up_to` twice"
                )

    def tiers(self, since: dt.date) -> tuple[Row, ...]:
        """The rows that begin on a day, from the shortest prompt to the longest."""
        rows = [row for row in self.rows if row.since == since]
        return tuple(sorted(rows, key=lambda row: (row.up_to is None, row.up_to or 0)))


class PriceFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole file; ``date`` is the day on which it was held against its source."""

    date: dt.date | None = None
    source: Annotated[str, Meta(max_length=1000)] = ""
    aliases: dict[str, str] = {}
    models: dict[str, Prices] = {}


def parse(text: bytes, name: str) -> PriceFile:
    """Read a price file; ``name`` is what errors call it.

    Raises:
        ConfigurationError: it is not TOML, or not such a table.
    """
    raw = _toml(text, name)
    unread = _converted(raw.pop("models", {}), dict[str, Any], place=f"{name}: models")
    models = {
        model: _converted(prices, Prices, place=f"{name}: models.{model[:80]!r}")
        for model, prices in unread.items()
    }
    return msgspec.structs.replace(_converted(raw, PriceFile, place=f"{name}: "), models=models)


def _toml(text: bytes, name: str) -> dict[str, Any]:
    """Why numbers stay text: a float would not be what the owner wrote."""
    if len(text) > MAX_BYTES:
        raise _unfit(f"{name} has {len(text):,} bytes, and at most {MAX_BYTES:,} are read")
    try:
        return tomllib.loads(text.decode("utf-8"), parse_float=str)
    except UnicodeDecodeError as error:
        raise _unfit(f"{name} is not UTF-8 (byte {error.start})") from error
    except RecursionError as error:
        raise _unfit(f"{name} is nested too deep") from error
    except ValueError as error:
        raise _unfit(f"{name} is not TOML: {error}") from error


def _converted(value: object, kind: type[T], *, place: str) -> T:
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `$")
        at = f"{place}{where.removesuffix('`')}".replace(": .", ": ").removesuffix(": ")
        raise _unfit(f"{at}: {what}") from error


def _unfit(message: str) -> ConfigurationError:
    return ConfigurationError(message, hint=_HINT)


def _check(name: str, price: Decimal) -> None:
    if not price.is_finite() or not 0 <= price <= DEAREST:
        raise ValueError(f"`{name}` must be a number from 0 to {DEAREST:,}")
    if price != round(price, DECIMALS):
        raise ValueError(f"`{name}` must have at most {DECIMALS} decimals")
