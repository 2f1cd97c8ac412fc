"""Whether this run may use its owner's plan.

A plan is its owner's alone: not for another person's event, and not for a fork. Source: the plan's
terms, by which each person uses their own credential for their own work.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

EVENTS: Final = frozenset({"schedule", "workflow_dispatch", "push"})
"""Events of the repository itself; a pull request or an issue can be anybody's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """Why a run happens and for whom; ``organisation`` is None where GitHub did not say."""

    event: str
    owner: str
    actor: str
    triggering_actor: str
    organisation: bool | None
    fork: bool = False


def objection(occasion: Occasion, allowed_actors: tuple[str, ...]) -> str:
    """Why the owner's plan may not be used, in words; empty where it may."""
    if occasion.event not in EVENTS:
        return f"a plan is not used for the event {occasion.event or 'of an unknown name'}"
    if occasion.fork:
        return "a plan is not used in a fork"
    if not allowed_actors and occasion.organisation is not False:
        return (
            "in an organisation's repository allowed_actors has to say whose plan it is"
            if occasion.organisation
            else "GitHub did not say whether a person owns this repository; give allowed_actors"
        )
    if occasion.event == "schedule":
        return ""
    allowed = {name.casefold() for name in allowed_actors or (occasion.owner,)}
    strangers = [
        actor
        for actor in dict.fromkeys((occasion.actor, occasion.triggering_actor))
        if actor.casefold() not in allowed
    ]
    if strangers:
        who = " and ".join(strangers) or "nobody"
        return f"the run was started by {who}, and the plan is another person's"
    return ""
