"""What a source says beyond the model: data under keys that nobody knows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"
Extra: TypeAlias = Mapping[str, Json]
NOTHING: Extra = MappingProxyType({})


def nothing() -> Extra:
    """No extra keys.

    Why: Python 3.11 takes a mapping proxy for a mutable default, so fields are given this.
    """
    return NOTHING
