"""The tokens of one call, as the reply counts them."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

Tokens: TypeAlias = Annotated[int, Meta(ge=0, le=10**12)]


class Usage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Tokens by what they are billed as.

    ``input`` is what was neither read from the cache nor written to it; ``output`` includes
    thinking. The five-minute and the one-hour cache are priced apart.
    Source: the ``usage`` object of the Messages API.
    """

    input: Tokens = 0
    output: Tokens = 0
    cache_read: Tokens = 0
    cache_write_5m: Tokens = 0
    cache_write_1h: Tokens = 0

    def __add__(self, other: Usage) -> Usage:
        """The tokens of both."""
        return Usage(
            input=self.input + other.input,
            output=self.output + other.output,
            cache_read=self.cache_read + other.cache_read,
            cache_write_5m=self.cache_write_5m + other.cache_write_5m,
            cache_write_1h=self.cache_write_1h + other.cache_write_1h,
        )

    @property
    def prompt(self) -> int:
        """Tokens of the whole prompt, which decide its price tier."""
        return self.input + self.cache_read + self.cache_write_5m + self.cache_write_1h
