"""How a format spells the model: a table of keys per entry, read and written by the same rows.

Why: two hand-written halves drift apart; one table cannot.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Generic, TypeVar

from cv_action.cv.dates import Period, parse_period
from cv_action.cv.model import Json
from cv_action.cv.reader import Reader

T = TypeVar("T")


class Form(StrEnum):
    """What stands under a key."""

    TEXT = "text"
    TEXTS = "texts"
    DATE = "date"
    WORDS = "words"
    """A period in free text, which is read as far as it can be."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the format and the model's field that it fills."""

    name: str
    field: str
    form: Form = Form.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape(Generic[T]):
    """One kind of mapping in a format, and the model's value that it is.

    ``interval`` names the keys of a start and an end; ``open_ended`` says whether a start alone
    still goes on. Fields that no key fills keep the model's default.
    """

    of: type[T]
    keys: tuple[Key, ...]
    interval: tuple[str, str] | None = None
    open_ended: bool = True

    @property
    def names(self) -> frozenset[str]:
        """Every key that the format has here."""
        return frozenset(key.name for key in self.keys) | frozenset(self.interval or ())

    def read(self, reader: Reader) -> T:
        """Read a mapping; what is not in the table goes into ``extra``."""
        values: dict[str, Any] = {}
        for key in self.keys:
            value = _take(reader, key)
            if value or key.field not in values:
                values[key.field] = value
        if self.interval:
            period = reader.period(*self.interval, open_ended=self.open_ended)
            if period or "period" not in values:
                values["period"] = period
        return self.of(**values, extra=reader.extra(suggest=self.names))

    def write(self, value: T) -> dict[str, Json]:
        """Write a mapping; what is empty is left out, ``extra`` fills what is left."""
        written: dict[str, Json] = {}
        for key in self.keys:
            _put(written, key, getattr(value, key.field))
        if self.interval:
            _put_interval(written, self.interval, value.period)  # type: ignore[attr-defined]  # interval is given for entries that have one
        extra = {k: v for k, v in value.extra.items() if k not in written}  # type: ignore[attr-defined]  # every value of the model has it
        return written | extra


def _take(reader: Reader, key: Key) -> str | tuple[str, ...] | Period:
    match key.form:
        case Form.TEXT:
            return reader.text(key.name)
        case Form.TEXTS:
            return reader.texts(key.name)
        case Form.DATE:
            return reader.date(key.name)
        case Form.WORDS:
            return parse_period(reader.text(key.name))


def _put(written: dict[str, Json], key: Key, value: str | tuple[str, ...] | Period) -> None:
    if key.name in written:
        return
    if isinstance(value, Period):
        _put_date(written, key, value)
    elif isinstance(value, tuple):
        if value:
            written[key.name] = list(value)
    elif value:
        written[key.name] = value


def _put_date(written: dict[str, Json], key: Key, period: Period) -> None:
    single = period.end if period.start == period.end else None
    if key.form is Form.WORDS and not period.known and period.verbatim:
        written[key.name] = period.verbatim
    elif key.form is Form.DATE and single:
        written[key.name] = str(single)


def _put_interval(written: dict[str, Json], keys: tuple[str, str], period: Period) -> None:
    if period.start:
        written[keys[0]] = str(period.start)
    if period.end:
        written[keys[1]] = str(period.end)


def without_extra(value: T) -> T:
    """The same value without what its source said beyond the model."""
    return replace(value, extra={})  # type: ignore[type-var]  # every value of the model is a dataclass with this field
