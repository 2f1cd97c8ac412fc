"""What holds where the owner says nothing else."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from cv_action.quota.budget import Limits

LIMITS: Final = Limits(run=Decimal("0.50"), day=Decimal("1.00"), month=Decimal("10.00"))
THRESHOLDS: Final = (50, 75, 90, 95)
"""Percent of a limit at which its owner is told."""
MODEL: Final = "sonnet"
ECONOMY_MODEL: Final = "haiku"
