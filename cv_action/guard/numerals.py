"""Numbers in figures and in words, as exact values, where they stand among the pieces of a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

from cv_action.guard.numeral_words import (
    HALVES,
    ORDINALS,
    PARTS,
    SMALL,
    SPAN_LEADS,
    SPANS,
    TIMES,
    VAGUE,
)
from cv_action.guard.scan import Piece
from cv_action.guard.small_words import SMALL_WORDS
from cv_action.guard.units import CURRENCIES, DURATIONS, SCALE_SIGNS, SCALE_WORDS, UNITS

Pieces: TypeAlias = tuple[Piece, ...]

_GROUPED: Final = re.compile(
    r"\d{1,3}(?:([,.' ])\d{3})(?:\1\d{3})*(?:[.,]\d+)?|\d{1,2}(?:,\d{2})+,\d{3}"
)
_BOTTOMS: Final = frozenset({2, 3, 4, 5, 8})
"""What is written below a fraction's line; "8/11" are two numbers."""
_LONGEST: Final = 100
_ONE_DIGIT: Final = 9
_DECIMAL: Final = re.compile(r"\d*[.,]\d+|\d+")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number: its value, the unit that its own form says, and its pieces, ``end`` exclusive."""

    value: Fraction
    start: int
    end: int
    unit: str = ""
    vague: bool = False
    weak: bool = False
    """"one", "first", "second" and "double" are as often no number at all."""


def figure(text: str) -> Fraction | None:
    """The value of a figure: "16 181", "1,5", "1.500.000"; ``None`` for "3.11.2".

    Beyond a hundred digits nobody reads on, and no number is that long.
    """
    text = text[:_LONGEST]
    if (match := _GROUPED.fullmatch(text)) and (match[1] or "") != ".":
        return _grouped(text, match[1] or ",")
    if text.count(".") > 1 and match:
        return Fraction(text.replace(".", ""))
    if _DECIMAL.fullmatch(text):
        return Fraction(text.replace(",", ".").rjust(len(text) + 1, "0"))
    return None


def _grouped(text: str, separator: str) -> Fraction:
    return Fraction(text.replace(separator, "").replace(",", "."))


def numeral(pieces: Pieces, at: int) -> Numeral | None:
    """The number that begins at a piece, as long as it goes, or ``None``."""
    piece = pieces[at]
    if piece.kind == "figure":
        return _in_figures(pieces, at)
    if piece.kind == "word":
        return _in_words(pieces, at)
    return None


def _in_figures(pieces: Pieces, at: int) -> Numeral | None:
    value = figure(pieces[at].text)
    if value is None:
        return None
    after = _piece(pieces, at + 1)
    if after and after.glued and after.kind == "word":
        return _suffixed(pieces, at, value)
    if fraction := _slashed(pieces, at, value):
        return fraction
    end = at + 1
    if after and after.text == "^" and (power := figure(_text(pieces, at + 2))):
        return Numeral(value ** min(int(power), 18), at, at + 3)
    return _scaled(pieces, Numeral(value, at, end))


def _suffixed(pieces: Pieces, at: int, value: Fraction) -> Numeral | None:
    """A figure with letters that touch it: a scale, an ordinal, a unit (left to the caller)."""
    suffix = pieces[at + 1].text
    if suffix == "m" and _is_million(pieces, at):
        return Numeral(value * 10**6, at, at + 2)
    if suffix in SCALE_SIGNS:
        return Numeral(value * SCALE_SIGNS[suffix], at, at + 2)
    if suffix.lower() in SCALE_WORDS:
        return _scaled(pieces, Numeral(value, at, at + 1))
    if suffix.lower() in {"st", "nd", "rd", "th"}:
        return Numeral(value, at, at + 2, unit="ordinal")
    return Numeral(value, at, at + 1)


def _is_million(pieces: Pieces, at: int) -> bool:
    """Whether "5m" is no length: money stands before it, or what is counted behind it."""
    following = _text(pieces, at + 2)
    counts = following.islower() and following not in SMALL_WORDS
    return counts or _text(pieces, at - 1) in CURRENCIES


def _slashed(pieces: Pieces, at: int, value: Fraction) -> Numeral | None:
    """Fractions in figures: "1/2" is 50 %, "3 1/2" is 3.5."""
    if _text(pieces, at + 1) == "/" and pieces[at + 1].glued:
        bottom = figure(_text(pieces, at + 2))
        if bottom in _BOTTOMS and value < bottom and not _glued(pieces, at + 3):
            return Numeral(value / bottom * 100, at, at + 3, unit="%")
        return None
    part = figure(_text(pieces, at + 1))
    if part and _text(pieces, at + 2) == "/" and (rest := _slashed(pieces, at + 1, part)):
        return Numeral(value + rest.value / 100, at, rest.end)
    return None


def _in_words(pieces: Pieces, at: int) -> Numeral | None:
    word = pieces[at].low
    if word in VAGUE or word in SCALE_WORDS or word in {"order", "orders"}:
        return _vague(pieces, at)
    if word in TIMES:
        joined = _text(pieces, at + 1) == "-"
        return None if joined else Numeral(TIMES[word], at, at + 1, "x", weak=word == "double")
    if word in HALVES:
        return Numeral(Fraction(50), at, at + 1, "%")
    if word in {"a", "an", "half"}:
        return _with_article(pieces, at)
    return _cardinal(pieces, at) or _ordinal(pieces, at)


def _vague(pieces: Pieces, at: int) -> Numeral | None:
    """Read "hundreds" and "tens of thousands"."""
    if pieces[at].low in {"order", "orders"}:
        magnitude = _text(pieces, at + 2).lower() == "magnitude"
        return Numeral(Fraction(10), at, at + 3, "x", vague=True) if magnitude else None
    if pieces[at].low in SCALE_WORDS:
        return Numeral(Fraction(SCALE_WORDS[pieces[at].low]), at, at + 1, vague=True)
    value = Fraction(VAGUE[pieces[at].low])
    second = VAGUE.get(_text(pieces, at + 2).lower(), 0) if _text(pieces, at + 1) == "of" else 0
    if second:
        return Numeral(value * second, at, at + 3, vague=True)
    return Numeral(value, at, at + 1, vague=True)


def _with_article(pieces: Pieces, at: int) -> Numeral | None:
    """Read "a hundred", "half a million", "a quarter of", "half"."""
    word, following = pieces[at].low, _text(pieces, at + 1).lower()
    if word == "half":
        whole = _text(pieces, at + 2).lower() if following in {"a", "an"} else ""
        if whole in SCALE_WORDS:
            return Numeral(Fraction(SCALE_WORDS[whole], 2), at, at + 3)
        if UNITS.get(whole, ("",))[0] in DURATIONS:
            return Numeral(Fraction(1, 2), at, at + 2)
        return None if following == "-" else Numeral(Fraction(50), at, at + 1, "%")
    if following in SPANS and _text(pieces, at - 1).lower() in SPAN_LEADS:
        return Numeral(Fraction(1), at, at + 1)
    if following in SCALE_WORDS:
        return _scaled(pieces, Numeral(Fraction(1), at, at + 1))
    if following in PARTS and _text(pieces, at + 2).lower() == "of":
        return Numeral(Fraction(100, PARTS[following]), at, at + 2, "%")
    return None


def _cardinal(pieces: Pieces, at: int) -> Numeral | None:
    """Read "twenty-five", "three hundred and five thousand", "two and a half", "two thirds"."""
    total, current, end = 0, 0, at
    while (word := _number_word(pieces, end, at)) is not None:
        text = pieces[word].low
        if text in SMALL and (current % 10 or (current % 100 and SMALL[text] > _ONE_DIGIT)):
            break
        if text in SMALL:
            current += SMALL[text]
        elif text == "hundred":
            current *= 100
        else:
            total, current = total + current * SCALE_WORDS[text], 0
        end = word + 1
    if end == at:
        return None
    value = Fraction(total + current)
    return _parted(pieces, Numeral(value, at, end, weak=value == 1 and end == at + 1))


def _number_word(pieces: Pieces, at: int, start: int) -> int | None:
    """The next piece that goes on with a number in words, past "-" and "and"."""
    joint = at > start and _text(pieces, at).lower() in {"-", "and"}
    if joint and _text(pieces, at) == "and" and pieces[at - 1].low not in SCALE_WORDS:
        return None
    at += 1 if joint else 0
    word = _text(pieces, at).lower()
    known = word in SMALL or (at > start and word in SCALE_WORDS)
    return at if known else None


def _parted(pieces: Pieces, whole: Numeral) -> Numeral:
    """What may follow a cardinal: "and a half", "thirds", a scale after a figure."""
    texts = [_text(pieces, whole.end + step).lower() for step in range(3)]
    if texts == ["and", "a", "half"]:
        return Numeral(whole.value + Fraction(1, 2), whole.start, whole.end + 3)
    skip = 1 if texts[0] == "-" else 0
    part, following = texts[skip], texts[skip + 1]
    if part in PARTS and ((part.endswith("s") and part != "quarters") or following == "of"):
        value = whole.value * 100 / PARTS[part]
        return Numeral(value, whole.start, whole.end + skip + 1, "%")
    return whole


def _ordinal(pieces: Pieces, at: int) -> Numeral | None:
    word = pieces[at].low
    rate = at > 0 and pieces[at - 1].low in {"per", "a", "each", "every", "/"}
    if word in ORDINALS and not (rate and word == "second"):
        weak = word in {"first", "second"}
        return Numeral(Fraction(ORDINALS[word]), at, at + 1, "ordinal", weak=weak)
    return None


def _scaled(pieces: Pieces, number: Numeral) -> Numeral:
    """A figure with scale words behind it: "2.5 million", "5 hundred thousand"."""
    value, end = number.value, number.end
    while (scale := SCALE_WORDS.get(_text(pieces, end).lower())) is not None:
        value, end = value * scale, end + 1
    sign = _text(pieces, end)
    if end == number.start + 1 and sign in {"M", "B", "bn", "mn", "Mn", "Bn"}:
        value, end = value * SCALE_SIGNS[sign], end + 1
    return _parted(pieces, Numeral(value, number.start, end))


def _piece(pieces: Pieces, at: int) -> Piece | None:
    return pieces[at] if 0 <= at < len(pieces) else None


def _text(pieces: Pieces, at: int) -> str:
    piece = _piece(pieces, at)
    return piece.text if piece else ""


def _glued(pieces: Pieces, at: int) -> bool:
    piece = _piece(pieces, at)
    return bool(piece and piece.glued and piece.kind != "mark")
