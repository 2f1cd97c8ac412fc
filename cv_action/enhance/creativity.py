"""How freely a model may word things: guidance, effort and an allowance of tokens.

Never freedom from the guard. Current models take no temperature, so the wording of the request is
what differs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from cv_action.claude.prompt import Effort


class Creativity(StrEnum):
    """How far the wording may go from the owner's."""

    CONSERVATIVE = "conservative"
    BALANCED = "balanced"
    CREATIVE = "creative"
    INNOVATIVE = "innovative"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """What a creativity means.

    ``day`` and ``run`` are the most output tokens, thinking included, that may be used in a day
    (UTC) and in one run. ``guidance`` is said to the model.
    """

    guidance: str
    effort: Effort
    day: int
    run: int


MANNERS: Final[Mapping[Creativity, Manner]] = MappingProxyType(
    {
        Creativity.CONSERVATIVE: Manner(
            guidance=(
                "Change as little as you can. Mend grammar, spelling and awkward order. Where a "
                "statement reads well, give it back as it is."
            ),
            effort=Effort.LOW,
            day=15_000,
            run=4_000,
        ),
        Creativity.BALANCED: Manner(
            guidance=(
                "Make each statement clear, short and active. Keep the owner's words where they "
                "are good."
            ),
            effort=Effort.LOW,
            day=25_000,
            run=7_000,
        ),
        Creativity.CREATIVE: Manner(
            guidance=(
                "Find the strongest true way to say each statement. Turn sentences around, choose "
                "livelier verbs of the same strength, vary how statements begin."
            ),
            effort=Effort.MEDIUM,
            day=40_000,
            run=12_000,
        ),
        Creativity.INNOVATIVE: Manner(
            guidance=(
                "Say each statement freshly, as an excellent editor would who has the facts before "
                "them and nothing else. Rhythm and order are yours; the facts are not."
            ),
            effort=Effort.MEDIUM,
            day=60_000,
            run=18_000,
        ),
    }
)
