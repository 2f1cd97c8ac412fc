"""What stands around a number and belongs to it: unit, qualifier, rate, label, counted words.

Origin of the word tables: our own, from English grammar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from cv_action.guard.known_names import is_name_in_lower_case
from cv_action.guard.numeral_words import SMALL
from cv_action.guard.numerals import Numeral, Pieces, numeral
from cv_action.guard.scan import Piece
from cv_action.guard.small_words import SMALL_WORDS, singular
from cv_action.guard.units import CURRENCIES, DURATIONS, EVERY, GLUED_ONLY, UNITS

_LABELS: Final = frozenset(
    [
        "level", "tier", "phase", "version", "chapter", "grade", "stage", "type", "class",
        "section", "series", "iso", "fortune", "windows", "top", "rank", "ranked", "number",
        "step", "round", "part", "room", "page", "table", "figure", "category", "band", "layer",
        "sprint", "release", "v",
    ]
)  # fmt: skip
_AFFIXES: Final = frozenset({"mid", "pre", "post", "sub", "non", "over", "under", "up", "multi"})
_TIMES: Final = frozenset(
    [
        "second", "minute", "hour", "day", "night", "week", "month", "quarter", "year", "sprint",
        "shift", "user", "person", "head",
    ]
)  # fmt: skip
_RATES: Final = {"s": "second", "sec": "second", "min": "minute", "h": "hour", "hr": "hour"} | {
    "d": "day", "wk": "week", "mo": "month", "yr": "year", "y": "year", "annum": "year",
}  # fmt: skip
_PREPOSITIONS: Final = frozenset({"in", "at", "as", "with", "on", "for", "a", "an"})
_RIGHT: Final = 4
_LEFT: Final = 3


@dataclass(frozen=True, slots=True)
class Measure:
    """A number's pieces with its unit: from ``start`` to ``end``, one is worth ``worth``."""

    start: int
    end: int
    unit: str
    worth: Fraction = Fraction(1)
    bound: str = ""


def measure(pieces: Pieces, number: Numeral) -> Measure | None:
    """The unit of a number, before or behind it; ``None`` when it is part of a code ("4G")."""
    at, plus = number.end, ""
    if _text(pieces, at) == "+" and pieces[at].glued:
        at, plus = at + 1, "more"
    if number.unit:
        return Measure(number.start, at, number.unit, bound=plus)
    start, currency = _currency_before(pieces, number.start)
    worth = Fraction(-1) if _negative(pieces, start) else Fraction(1)
    if currency:
        return Measure(start, at, currency, worth, plus)
    end, unit, size = _unit_after(pieces, at, number)
    if end == at and _glued_word(pieces, at):
        return None
    return Measure(start, end, unit, worth * size, plus)


def _currency_before(pieces: Pieces, at: int) -> tuple[int, str]:
    text = _text(pieces, at - 1)
    joined = text == "$" and at > 0 and pieces[at - 1].glued
    spelled = _text(pieces, at - 2).lower() + text if joined else ""
    if spelled in CURRENCIES and spelled != "$":
        return at - 2, CURRENCIES[spelled]
    coded = text.isupper() or not text.isalpha()
    return (at - 1, CURRENCIES[text.lower()]) if coded and text.lower() in CURRENCIES else (at, "")


def _negative(pieces: Pieces, at: int) -> bool:
    sign = pieces[at - 1] if at else None
    apart = sign is not None and (not sign.glued or _text(pieces, at - 2) in {"", "("})
    return bool(sign and sign.text == "-" and pieces[at].glued and apart)


def _unit_after(pieces: Pieces, at: int, number: Numeral) -> tuple[int, str, Fraction]:
    step = 1 if _text(pieces, at) == "-" and pieces[at].glued and _glued_word(pieces, at + 1) else 0
    words = (_text(pieces, at + step).lower(), _text(pieces, at + step + 1).lower())
    if words in {("percentage", "point"), ("percentage", "points")}:
        return at + step + 2, "pp", Fraction(1)
    if words in {("basis", "point"), ("basis", "points")}:
        return at + step + 2, "pp", Fraction(1, 100)
    if words == ("per", "cent"):
        return at + step + 2, "%", Fraction(1)
    found = _unit(pieces, at + step, number, hyphened=bool(step))
    return (at + step + 1, *found) if found else (at, "", Fraction(1))


def _unit(
    pieces: Pieces, at: int, number: Numeral, *, hyphened: bool
) -> tuple[str, Fraction] | None:
    piece = pieces[at] if at < len(pieces) else None
    if piece is None:
        return None
    if piece.low in CURRENCIES and (piece.text in {"€", "£", "$"} or piece.kind == "word"):
        return CURRENCIES[piece.low], Fraction(1)
    one_capital = len(piece.text) == 1 and piece.capital and piece.text != "X"
    short = piece.low in GLUED_ONLY and (hyphened or not piece.glued or at > number.end)
    if one_capital or short or piece.low not in UNITS:
        return None
    unit, worth = UNITS[piece.low]
    return ("$", Fraction(1, 100)) if unit == "cent" else (unit, worth)


def _glued_word(pieces: Pieces, at: int) -> bool:
    return at < len(pieces) and pieces[at].glued and pieces[at].kind == "word"


def range_end(pieces: Pieces, measured: Measure) -> int:
    """The piece at which the second number of a range begins, or 0."""
    at = measured.end
    joint = _text(pieces, at).lower()
    if joint in {"-", "–", "—"} and _kind(pieces, at + 1) == "figure":
        return at + 1
    before = _text(pieces, measured.start - 1).lower()
    if joint == "and" and before == "between":
        return at + 1
    return at + 1 if joint == "to" and before not in {"from", "by"} else 0


def per_of(pieces: Pieces, at: int) -> str:
    """What a number is a rate of: "per second", "/month", "a day", "daily"."""
    for step in range(at, min(at + _RIGHT, len(pieces))):
        low, following = pieces[step].low, singular(_text(pieces, step + 1).lower())
        if low in {"per", "/"} and following.isalpha():
            return _RATES.get(following, following)
        if low in {"a", "an", "each", "every"} and following in _TIMES:
            return following
        if low in EVERY:
            return EVERY[low]
        if pieces[step].kind != "word" or (low in SMALL_WORDS and low != "of"):
            break
    return ""


def group_of(pieces: Pieces, at: int) -> str:
    """What a number is the size of: "team" in "a team of 5", "teams" in "teams of 5"."""
    sized = _text(pieces, at - 1).lower() == "of" and _kind(pieces, at - 2) == "word"
    return pieces[at - 2].low if sized and pieces[at - 2].low not in SMALL_WORDS else ""


def is_whole(pieces: Pieces, at: int) -> bool:
    """Whether the number is the whole that another is a part of: 12 in "3 of 12"."""
    if _text(pieces, at - 1).lower() != "of":
        return False
    part = at - 3 if _text(pieces, at - 2).lower() == "out" else at - 2
    return part >= 0 and numeral(pieces, part) is not None


def label_of(pieces: Pieces, measured: Measure) -> str:
    """The name that a number is part of: "GPT-4", "level 2", "Python 3."."""
    if measured.unit and measured.unit != "%":
        return ""
    at = measured.start - 1
    if _text(pieces, at) == "-" and pieces[at].glued and _kind(pieces, at - 1) == "word":
        low = pieces[at - 1].low
        return "" if low in _AFFIXES else low
    before = pieces[at] if at >= 0 else None
    if before is None or before.kind != "word":
        return "number" if before and before.text == "#" else ""
    if before.low in _LABELS:
        return "version" if before.low == "v" else before.low
    named = _closes_name(pieces, at, measured.end) or is_name_in_lower_case(before.low)
    return before.low if named and not measured.unit else ""


def _closes_name(pieces: Pieces, at: int, after: int) -> bool:
    """Whether a capitalised word inside a sentence takes the number with it."""
    following = _text(pieces, after).lower()
    inside = at > 0 and _text(pieces, at - 1) not in {".", "!", "?", "\n", ":", "•"}
    ends = following in {"", ".", ",", ";", ")", "\n"} or following in SMALL_WORDS
    return pieces[at].capital and inside and ends and pieces[at].low not in SMALL_WORDS


def right_of(pieces: Pieces, at: int, unit: str) -> tuple[str, ...]:
    """The words that a number counts: those behind it, up to a mark or a word of grammar.

    A length of time says what it was spent on behind a preposition: "3 years in design".
    """
    through = _PREPOSITIONS if unit in DURATIONS else frozenset[str]()
    return tuple(_contents(pieces[at : at + _RIGHT + 1], through))[:_RIGHT]


def _contents(pieces: Pieces, through: frozenset[str]) -> Iterator[str]:
    for piece in pieces:
        if piece.text in {"-", "+", "'"} or piece.low in {"of", "the"} | through:
            continue
        if _is_end(piece):
            return
        yield singular(piece.low)


def _is_end(piece: Piece) -> bool:
    return piece.kind != "word" or piece.low in SMALL_WORDS or piece.low in SMALL


def left_of(pieces: Pieces, at: int) -> tuple[str, ...]:
    """The words before a number in its own part of the sentence."""
    found: list[str] = []
    for piece in reversed(pieces[max(0, at - 2 * _LEFT) : at]):
        if (
            piece.kind == "figure"
            or piece.low in SMALL
            or piece.low in {"and", "or", "but", ",", ";", ".", "\n"}
        ):
            break
        if piece.kind == "word" and piece.low not in SMALL_WORDS:
            found.append(singular(piece.low))
    return tuple(found[:_LEFT])


def _text(pieces: Pieces, at: int) -> str:
    return pieces[at].text if 0 <= at < len(pieces) else ""


def _kind(pieces: Pieces, at: int) -> str:
    return pieces[at].kind if 0 <= at < len(pieces) else ""
