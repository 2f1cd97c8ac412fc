"""The ways to an answer."""

from __future__ import annotations

from enum import StrEnum


class Lane(StrEnum):
    """A way to an answer, in the order that they are tried unless the owner says otherwise."""

    SUBSCRIPTION = "subscription"
    """The owner's Claude plan, through the official command line."""
    API = "api"
    """The Messages API, with a key that is billed."""
    OFFLINE = "offline"
    """No model at all."""
