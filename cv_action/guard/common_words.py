"""Words that are in common use, and so no names by themselves."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

_ENDINGS: Final = (
    ("ies", "y"), ("ied", "y"), ("iest", "y"), ("ier", "y"), ("ily", "y"), ("es", ""), ("es", "e"),
    ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ly", ""), ("ly", "le"),
    ("er", ""), ("er", "e"), ("est", ""), ("est", "e"), ("ness", ""),
)  # fmt: skip
_WORKING: Final = frozenset(
    (
        "app", "backend", "blog", "codebase", "dataset", "ecommerce", "email", "fintech",
        "frontend", "fullstack", "greenfield", "hackathon", "hardware", "intern", "linter",
        "microservice", "middleware", "offline", "online", "onsite", "podcast", "roadmap",
        "scalable", "stakeholder", "startup", "troubleshot", "webhook", "webinar", "website",
        "workflow", "workload", "workstream",
    )
)  # fmt: skip
"""Words of working life that are younger than the list."""
_DOUBLED: Final = re.compile(r"(\w+?)(\w)\2(?:ed|ing|er|est)")
_STEM: Final = 3
_DERIVED: Final = re.compile(
    r"\w{3,}(?:ed|ing|ly|tion|tions|sion|ment|ments|ness|ity|ities|ize[sd]?|ise[sd]?|able|ible|less"
    r"|ful|ship|ships)"
)
_PREFIXED: Final = re.compile(r"(?:re|un|co|non|pre|over|under|multi|inter)(\w{4,})")


def base_forms(word: str) -> Iterator[str]:
    """What a word may be an inflection of: "planned", "plan" and "planne"."""
    for ending, base in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            yield word.removesuffix(ending) + base
    if match := _DOUBLED.fullmatch(word):
        yield match[1] + match[2]


@lru_cache(maxsize=4096)
def is_listed(word: str) -> bool:
    """Whether a word in lower case, or what it is an inflection of, is a listed common word."""
    listed = _listed()
    return word in listed or any(base in listed for base in base_forms(word))


@lru_cache(maxsize=4096)
def is_common(word: str) -> bool:
    """Whether a word in lower case is no name: listed, or built as English builds its words.

    Why the endings: verbs of working life ("containerized", "dockerizing") are in no short list.
    """
    prefixed = _PREFIXED.fullmatch(word)
    derived = bool(_DERIVED.fullmatch(word)) or (prefixed is not None and is_listed(prefixed[1]))
    return derived or is_listed(word)


@cache
def _listed() -> frozenset[str]:
    packed = (files("cv_action.guard") / "data" / "common_words.gz").read_bytes()
    return _WORKING.union(gzip.decompress(packed).decode().split())
