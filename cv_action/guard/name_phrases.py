"""Capitals that name nothing: everyday abbreviations, and phrases around words that are names too.

Origin: our own, from general knowledge of English.
"""

from __future__ import annotations

import re
from typing import Final

GENERIC: Final = frozenset(
    [
        "api", "ui", "ux", "kpi", "roi", "sla", "okr", "pdf", "url", "faq", "id", "it", "hr", "pr",
        "qa", "b2b", "b2c", "saas", "r&d", "q&a", "p&l", "vs", "etc", "eg", "ie", "am", "pm", "tv",
        "ok", "asap", "cv", "dr", "mr", "mrs", "ms", "prof", "sr", "jr", "st", "no", "inc", "ltd",
        "llc", "gmbh", "co", "corp",
    ]
)  # fmt: skip
"""Abbreviations that stand for common words; they are words like others."""

_PHRASES: Final = re.compile(
    r"\bgo[ -](?:to|live|public|ahead|beyond|green|into)\b|\brust belt\b|\brag (?:status|rating)"
    r"|\breact (?:\w+ly|to|fast|well)\b"
    r"|\bswift (?:delivery|response|action|resolution|turnaround|completion)"
    r"|\bspring (?:cleaning|break|semester|term|season|of)\b"
    r"|\bexpress (?:delivery|shipping|interest|lane)|\bc[ -](?:level|suite)\b"
    r"|\b(?:series|plan|vitamin|grade|class|section|appendix) [a-z]\b|\br ?& ?d\b"
    r"|\bspark (?:interest|joy|change|innovation)|\bexcel (?:at|in)\b|\brest (?:of|assured)"
    r"|\bmake (?:sure|up|use|it)\b|\bscratch (?:card|pad)|\bnext (?:step|generation)",
    re.IGNORECASE,
)
_REACH: Final = 24


def in_phrase(text: str, start: int, end: int) -> bool:
    """Whether the word between two offsets is part of a phrase that names nothing."""
    at = max(0, start - _REACH)
    for match in _PHRASES.finditer(text, at, min(len(text), end + _REACH)):
        if match.start() < end and start < match.end():
            return True
    return False
