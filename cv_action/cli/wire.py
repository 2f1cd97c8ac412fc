"""Values as JSON, for a script."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

import msgspec

_AS_THEY_ARE: Final = (datetime, timedelta, Decimal)


def print_json(value: object) -> None:
    """Print a value: amounts as texts, moments in UTC (RFC 3339), durations in whole seconds.

    It is ASCII, so that no foreign text in it steers a terminal.
    """
    plain = msgspec.to_builtins(value, builtin_types=_AS_THEY_ARE)
    text = json.dumps(plain, default=_written, indent=2)
    sys.stdout.write(f"{text}\n")


def _written(value: object) -> str | int:
    match value:
        case Decimal():
            return f"{value.normalize():f}"
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case timedelta():
            return value // timedelta(seconds=1)
        case _:
            raise TypeError(f"{type(value).__name__} has no form in JSON")
