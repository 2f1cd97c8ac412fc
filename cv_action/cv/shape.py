"""How a format spells the model: a table of keys per entry, read and written by the same rows.

Why: two hand-written halves drift apart; one table cannot.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar

from cv_action.cv.dates import Period, parse_period
from cv_action.cv.model import Json
from cv_action.cv.reader import Reader
from cv_action.cv.tags import KEYS

T = TypeVar("T")

OTHER: Final = "otherKeys"
"""Where unknown keys travel whose names mean something else in the format that is written."""


class Form(StrEnum):
    """What stands under a key."""

    TEXT = "text"
    TEXTS = "texts"
    PART = "part"
    """A mapping with a shape of its own."""
    PARTS = "parts"
    """A list of such mappings."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the format and the model's field that it fills.

    ``aliases`` are read and never written: for a text when the key itself says nothing, for
    texts after those of the key.
    """

    name: str
    field: str
    form: Form = Form.TEXT
    aliases: tuple[str, ...] = ()
    part: Shape[Any] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape(Generic[T]):
    """One kind of mapping in a format, and the model's value that it is.

    ``date`` is the key of a single date, ``interval`` the keys of a start and an end, ``words``
    that of a period in free text (it may be the same as ``date``). ``alone`` is the field that a
    plain text in the mapping's place fills, ``titles`` the fields of which one must be filled.
    ``reserved`` are keys that mean something to the
    format although the model has no field for them, ``elsewhere`` those that are read by other
    means. ``keeps_empty`` says whether a known key
    that holds nothing is there again on the way back, ``present`` how an interval says that it
    goes on.
    """

    of: type[T]
    keys: tuple[Key, ...]
    date: str = ""
    interval: tuple[str, str] | None = None
    words: str = ""
    alone: str = ""
    titles: tuple[str, ...] = ()
    reserved: frozenset[str] = frozenset()
    elsewhere: frozenset[str] = frozenset()
    keeps_empty: bool = True
    present: str = ""

    @property
    def names(self) -> frozenset[str]:
        """Every key that the format has here."""
        dates = {self.date, self.words, *(self.interval or ())} - {""}
        return frozenset(key.name for key in self.keys) | dates

    def read(self, reader: Reader) -> T:
        """Read a mapping; what is not in the table goes into ``extra``."""
        values = {key.field: _take(reader, key) for key in self.keys}
        if self.date or self.interval or self.words:
            values["period"] = self._period(reader)
        values["extra"] = self._extra(reader)
        if self.titles and not any(values[title] for title in self.titles):
            self._untitled(reader)
        return self.of(**values)

    def _untitled(self, reader: Reader) -> None:
        keys = (key.name for key in self.keys if key.field in self.titles)
        reader.problems.add(
            reader.node,
            reader.path,
            "this entry has no title",
            accepted=f"a text under {' or '.join(keys)}",
            value="",
        )

    def _period(self, reader: Reader) -> Period:
        words = parse_period(reader.text(self.words)) if self.words else Period()
        if self.date and self.date != self.words and reader.holds(self.date):
            period = reader.date(self.date)
        else:
            period = reader.period(*self.interval) if self.interval else Period()
        if not period:
            return words
        own = f"{period.start} – {period.end}"
        return replace(period, verbatim="" if words.verbatim == own else words.verbatim)

    def _extra(self, reader: Reader) -> dict[str, Json]:
        extra = reader.extra(suggest={*self.names, *self.elsewhere, *KEYS})
        taken = self.names | self.reserved
        if not self.keeps_empty:
            extra = {k: v for k, v in extra.items() if k not in self.names or not _nothing(v)}
        other = extra.get(OTHER)
        if isinstance(other, dict) and other and all(key in taken for key in other):
            return {k: v for k, v in extra.items() if k != OTHER} | other
        return dict(extra)

    def write(self, value: T) -> dict[str, Json]:
        """Write a mapping; what is empty is left out, ``extra`` fills what is left."""
        written: dict[str, Json] = {}
        for key in self.keys:
            _put(written, key, getattr(value, key.field))
        if self.date or self.interval or self.words:
            self._put_period(written, value.period)  # type: ignore[attr-defined]  # entries with such keys have a period
        self._put_extra(written, value.extra)  # type: ignore[attr-defined]  # every value of the model has it
        return written

    def _put_period(self, written: dict[str, Json], period: Period) -> None:
        single = period.start is not None and period.start == period.end
        words = period.verbatim
        if single and self.date and not (words and self.date == self.words):
            written[self.date] = str(period.start)
        elif self.interval and not (self.date == self.words and period == parse_period(words)):
            self._put_interval(written, self.interval, period)
        if words:
            written[self.words] = words

    def _put_interval(
        self, written: dict[str, Json], keys: tuple[str, str], period: Period
    ) -> None:
        if period.start:
            written[keys[0]] = str(period.start)
        if period.end:
            written[keys[1]] = str(period.end)
        elif period.current and self.present:
            written[keys[1]] = self.present

    def _put_extra(self, written: dict[str, Json], extra: Mapping[str, Json]) -> None:
        other: dict[str, Json] = {}
        for key, value in extra.items():
            if key not in self.names | self.reserved:
                written[key] = value
            elif _nothing(value) and self.keeps_empty:
                written.setdefault(key, value)
            elif not _nothing(value) or key not in self.names:
                other[key] = value
        if other:
            written[OTHER] = other


def _nothing(value: Json) -> bool:
    return value is None or value in ("", [], {})


def _take(reader: Reader, key: Key) -> Any:  # noqa: ANN401  each form gives its field's own type
    match key.form:
        case Form.TEXT:
            return reader.text(key.name, *key.aliases)
        case Form.TEXTS:
            return tuple(t for name in (key.name, *key.aliases) for t in reader.texts(name))
        case Form.PART:
            return _take_part(reader, key.name, key.part)
        case Form.PARTS:
            return reader.entries(key.name, key.part.read) if key.part else ()


def _take_part(reader: Reader, name: str, part: Shape[Any] | None) -> Any:  # noqa: ANN401  the part's own type
    if part is None:
        return None
    if part.alone and reader.holds_text(name):
        return part.of(**{part.alone: reader.text(name)})
    child = reader.child(name)
    return part.read(child) if child else part.of()


def _put(written: dict[str, Json], key: Key, value: Any) -> None:  # noqa: ANN401  each form has its own type
    if key.form is Form.PART and key.part:
        value = key.part.write(value)
    elif key.form is Form.PARTS and key.part:
        value = [key.part.write(item) for item in value]
    elif key.form is Form.TEXTS:
        value = list(value)
    if value:
        written[key.name] = value


def without_extra(value: T) -> T:
    """The same value without what its source said beyond the model."""
    return replace(value, extra={})  # type: ignore[type-var]  # every value of the model is a dataclass with this field
