"""Which rules there are. The order is that of the report; every rule is run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from cv_action.guard.case import Case
from cv_action.guard.finding import Finding
from cv_action.guard.rules import (
    addition,
    antonym,
    chatter,
    dates,
    durations,
    length,
    markup,
    modality,
    moved,
    names,
    negation,
    novelty,
    numbers,
    order,
    ownership,
    person,
    plural,
    qualifier,
    rank,
    reach,
    replacement,
    script,
    superlative,
    tense,
)

Rule: TypeAlias = Callable[[Case], Iterable[Finding]]

TABLE: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "numbers": numbers.check,
        "durations": durations.check,
        "dates": dates.check,
        "names": names.check,
        "moved": moved.check,
        "negation": negation.check,
        "antonym": antonym.check,
        "ownership": ownership.check,
        "modality": modality.check,
        "reach": reach.check,
        "plural": plural.check,
        "superlative": superlative.check,
        "qualifier": qualifier.check,
        "addition": addition.check,
        "replacement": replacement.check,
        "order": order.check,
        "novelty": novelty.check,
        "chatter": chatter.check,
        "length": length.check,
        "markup": markup.check,
        "person": person.check,
        "script": script.check,
        "tense": tense.check,
        "rank": rank.check,
    }
)
