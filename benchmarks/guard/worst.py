"""How long the guard takes over what nobody writes: the longest texts, and much evidence."""

from __future__ import annotations

import time

from cv_action.evidence.statement import Evidence
from cv_action.guard.rules.table import TABLE
from cv_action.guard.verdict import LONGEST, judge

SOURCE = "Led a team of 5 at Norrvik that kept 30 boats afloat in 2019."
REWRITE = "Led a team of five at Norrvik that kept 30 ships afloat at Havsund in 2019."
UNITS = (
    "a", "1", " ", "\n", ".", "[", "<", "*", "-", "é", "\u0301", "\u200b", "日", "€", '"', "{", "_",
    "Led a team of 5. ", "Norrvik ", "in 2019 ", "no, ", "https://a.b ", "a-", "1,", "A&",
)  # fmt: skip
"""What a text of the greatest length is made of, over and over."""
AMOUNTS = (10, 100, 1000)


def longest_by_rule() -> dict[str, dict[str, float | str]]:
    """Milliseconds for the text that each rule takes longest over, and what that text repeats."""
    return {name: _longest(name) for name in TABLE}


def _longest(name: str) -> dict[str, float | str]:
    """Why the rule's name is in each text: what another rule has read is not read again."""
    rules = {name: TABLE[name]}
    judge(Evidence(source=SOURCE), REWRITE, rules=rules)
    spent = {}
    for unit in UNITS:
        text = f"{name} {unit * LONGEST}"[:LONGEST]
        began = time.process_time()
        judge(Evidence(source=SOURCE), text, rules=rules)
        judge(Evidence(source=text), f"{text[:-1]}.", rules=rules)
        spent[unit] = time.process_time() - began
    worst = max(spent, key=lambda unit: spent[unit])
    return {"milliseconds": round(1000 * spent[worst] / 2), "of": ascii(worst)}


def by_evidence() -> dict[str, float]:
    """Milliseconds for one rewrite beside so many statements of other roles, read anew."""
    return {str(amount): _beside(amount) for amount in AMOUNTS}


def _beside(amount: int) -> float:
    said = tuple(
        f"Kept the {each} boats of Havn{each} dry in {1990 + each % 30}." for each in range(amount)
    )
    evidence = Evidence(source=SOURCE, role=said[::10], rest=said)
    began = time.process_time()
    judge(evidence, f"{REWRITE[:-1]}, {amount} times.")
    return round(1000 * (time.process_time() - began), 1)
