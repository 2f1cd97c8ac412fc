"""What Claude costs: prices by model, day and size of the prompt.

A table is a TOML file (``data/prices.toml``, or the owner's own), in US dollars for a million
tokens.
What has no price is an error and never free: a guess would let a limit be passed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from cv_action.claude.usage import Usage
from cv_action.errors import ConfigurationError
from cv_action.quota.price_file import Prices, Row, parse

_SNAPSHOT: Final = re.compile(r"-\d{8}", re.ASCII)
"""The day at the end of a snapshot's id, which costs what its model does."""


class UnknownModel(ConfigurationError):  # noqa: N818  it is a model that nobody knows, not an accident
    """A model has no price, or none yet on that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceTable:
    """Prices by model, and the day on which they were last held against their source."""

    as_of: date
    source: str
    aliases: Mapping[str, str]
    models: Mapping[str, Prices]

    def resolve(self, model: str) -> str:
        """The id under which a model, an alias or a dated snapshot is priced.

        Raises:
            UnknownModel: it is none of these; the message lists what is known.
        """
        for known in (model, self.aliases.get(model, ""), _without_day(model)):
            if known in self.models:
                return known
        listed = ", ".join(sorted((*self.models, *self.aliases)))
        raise UnknownModel(
            f"no price is known for the model {model[:80]!r}",
            hint=f"take one of {listed}; or give its price in the file that `prices` names",
        )

    def knows(self, model: str, at: datetime) -> bool:
        """Whether there is a price for a model on a day."""
        try:
            self._tiers(model, at)
        except UnknownModel:
            return False
        return True

    def cost(self, model: str, usage: Usage, at: datetime) -> Decimal:
        """What a call cost in US dollars, to the last digit.

        Why nothing is rounded: a price has at most six decimals and a count of tokens none, so the
        product is exact in twelve, and the costs of two calls add up to that of both.

        Raises:
            UnknownModel: there is no price for this model on the day of ``at``, in its own zone.
        """
        tiers = self._tiers(model, at)
        row = tiers[_passed(tiers, usage.prompt)]
        parts = (
            usage.input * row.input,
            usage.output * row.output,
            usage.cache_read * row.cache_read,
            usage.cache_write_5m * row.cache_write_5m,
            usage.cache_write_1h * row.cache_write_1h,
        )
        return sum(parts, Decimal(0)).scaleb(-6)

    def worst_case(
        self, model: str, *, prompt_tokens: int, max_output: int, at: datetime
    ) -> Decimal:
        """The most that one call can cost in US dollars.

        No call with at most ``prompt_tokens`` in its prompt, however they are billed, and at most
        ``max_output`` in its answer costs more. A shorter prompt can be the dearer one, if it ends
        in another tier, so each tier within reach is looked at.

        Raises:
            UnknownModel: there is no price for this model on the day of ``at``, in its own zone.
        """
        tiers = self._tiers(model, at)
        within_reach = tiers[: _passed(tiers, prompt_tokens) + 1]
        return max(
            _most(row, min(prompt_tokens, row.up_to or prompt_tokens), max_output)
            for row in within_reach
        )

    def _tiers(self, model: str, at: datetime) -> tuple[Row, ...]:
        """The rows of the latest change up to a day, from the shortest prompt to the longest."""
        name = self.resolve(model)
        day = at.date()
        begun = [row.since for row in self.models[name].rows if row.since <= day]
        if not begun:
            first = min(row.since for row in self.models[name].rows)
            raise UnknownModel(
                f"the price of {name} is known from {first} on, and not on {day}",
                hint="take another model, or give the price in the file that `prices` names",
            )
        return self.models[name].tiers(max(begun))


def _without_day(model: str) -> str:
    return model[:-9] if _SNAPSHOT.fullmatch(model[-9:]) else model


def _passed(tiers: tuple[Row, ...], prompt: int) -> int:
    """How many tiers are too short for a prompt; the last one never is."""
    return sum(row.up_to is not None and prompt > row.up_to for row in tiers)


def _most(row: Row, prompt: int, output: int) -> Decimal:
    dearest = max(row.input, row.cache_read, row.cache_write_5m, row.cache_write_1h)
    return (prompt * dearest + output * row.output).scaleb(-6)


@cache
def list_prices() -> PriceTable:
    """The table that comes with the program; without a date it would be as old as can be."""
    name = "data/prices.toml"
    parsed = parse((files("cv_action.quota") / name).read_bytes(), name)
    return PriceTable(
        as_of=parsed.date or date.min,
        source=parsed.source,
        aliases=MappingProxyType(parsed.aliases),
        models=MappingProxyType(parsed.models),
    )


def override(table: PriceTable, text: bytes, name: str) -> PriceTable:
    """A table in which the owner's file has the last word, model by model.

    A model in the file replaces all rows of that model. A ``date`` in the file says that its owner
    has checked the whole table on that day.

    Raises:
        ConfigurationError: the file is not such a table; place and remedy are named.
    """
    mine = parse(text, name)
    models = {**table.models, **mine.models}
    for alias, model in mine.aliases.items():
        if model not in models:
            raise ConfigurationError(
                f"{name}: aliases.{alias} names {model[:80]!r}, which has no price",
                hint="give it a price under [models], or name one of " + ", ".join(sorted(models)),
            )
    return replace(
        table,
        as_of=mine.date or table.as_of,
        source=f"{name}, and {table.source}",
        aliases=MappingProxyType({**table.aliases, **mine.aliases}),
        models=MappingProxyType(models),
    )


def aged(table: PriceTable, today: date) -> int:
    """Days since the table was last held against its source; below zero never."""
    return max(0, (today - table.as_of).days)
