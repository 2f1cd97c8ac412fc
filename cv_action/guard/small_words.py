"""Words that carry grammar and no matter, and the forms in which a word is the same word.

Origin: our own, from English grammar.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

SMALL_WORDS: Final = frozenset(
    [
        "a", "an", "the", "this", "that", "these", "those", "some", "any", "each", "every",
        "either", "neither", "both", "all", "no", "not", "nor", "and", "or", "but", "yet", "so",
        "if", "then", "than", "as", "because", "although", "though", "while", "whereas", "when",
        "where", "which", "who", "whom", "whose", "what", "how", "why", "whether", "of", "in",
        "on", "at", "by", "for", "from", "to", "into", "onto", "with", "without", "within",
        "through", "throughout", "during", "before", "after", "since", "until", "till", "over",
        "under", "above", "below", "across", "along", "among", "amongst", "around", "against",
        "between", "behind", "beyond", "near", "off", "out", "up", "down", "about", "per", "via",
        "despite", "upon", "toward", "towards", "plus", "including", "i", "me", "my", "mine",
        "we", "us", "our", "ours", "you", "your", "yours", "he", "him", "his", "she", "her",
        "hers", "it", "its", "they", "them", "their", "theirs", "myself", "himself", "herself",
        "itself", "ourselves", "themselves", "am", "is", "are", "was", "were", "be", "been",
        "being", "have", "has", "had", "having", "do", "does", "did", "doing", "done", "will",
        "would", "shall", "should", "can", "could", "may", "might", "must", "also", "too", "very",
        "more", "most", "less", "least", "much", "many", "few", "only", "just", "even", "still",
        "already", "again", "there", "here", "now", "then", "ever", "never", "always", "often",
    ]
)  # fmt: skip
"""Determiners, pronouns, prepositions, conjunctions, auxiliaries and the commonest adverbs."""

_ES: Final = ("ches", "shes", "sses", "xes", "zes")
_SHORTEST: Final = 4


@lru_cache(maxsize=4096)
def singular(word: str) -> str:
    """A noun without its plural or possessive; good enough to tell "team" and "teams" as one."""
    word = word.removesuffix("'s").removesuffix("'")
    if len(word) < _SHORTEST or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(_ES) else word[:-1]
