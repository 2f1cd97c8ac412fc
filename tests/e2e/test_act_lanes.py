"""Who answers in a real workflow, and what is booked, when something runs out or is cancelled."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Event

import pytest

from cv_action.ledger.accounts import bookings
from cv_action.ledger.event import Called, Reserved, Settled
from tests.act_house import EDITED, QUICK, WITH_KEY, House, house, words
from tests.act_runner import PATIENCE, Ended, Occasion, ended
from tests.claude_terminal import BETTER, BULLETS
from tests.cli_real import CANARY, real_program
from tests.editor import editor
from tests.messages_answers import Answer, Asked, Quota, Said, Window, trouble

pytestmark = [pytest.mark.loopback, pytest.mark.xdist_group("act-lanes")]
ASKING = Occasion(secrets=WITH_KEY, inputs=QUICK)


def with_limits(**limits: str) -> Occasion:
    return Occasion(secrets=WITH_KEY, inputs={**QUICK, **limits})


def test_when_the_plans_five_hours_are_used_up_the_key_answers_and_the_next_run_knows(
    tmp_path: Path,
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    both = Occasion(
        event="schedule",
        secrets={**WITH_KEY, "CLAUDE_OAUTH_TOKEN": CANARY},
        inputs={**QUICK, "claude_cli_path": str(real_program())},
    )
    with house(tmp_path, shut_to_plans(now + timedelta(hours=2))) as place:
        place.world.github.now = now
        first = place.run(both)
        assert [asked.by_token for asked in place.model.messages] == [True, False]
        place.edit(BULLETS[0], EDITED)
        second = place.run(both)
        assert [asked.by_token for asked in place.model.messages] == [True, False, False]
        assert place.text.count("Built the ledger in Rust.") == 1
    assert [one.outputs["lane"] for one in (first, second)] == ["api", "api"]
    assert [one.outputs["outcome"] for one in (first, second)] == ["enhanced", "enhanced"]


def shut_to_plans(resets_at: datetime) -> Callable[[Asked], Said]:
    """A plan that is used up, and an API that answers whoever pays."""
    week = Window(utilization=0.1, resets_at=resets_at + timedelta(days=3))
    shut = Window(utilization=1.0, resets_at=resets_at, status="rejected")

    def plan(asked: Asked) -> Said:
        if asked.by_token:
            return trouble(429, quota=Quota(five_hour=shut, seven_day=week))
        return editor(words)(asked)

    return plan


def test_with_the_months_money_spent_an_edit_is_published_without_ai(tmp_path: Path) -> None:
    with house(tmp_path) as place:
        assert Decimal(place.run(ASKING).outputs["cost_usd"]) > Decimal("0.001")
        place.edit(BULLETS[0], EDITED)
        ended = place.run(with_limits(month_budget_usd="0.001"))
        assert len(place.model.messages) == 1
        assert EDITED in place.text
        assert BETTER[BULLETS[1]] in place.text
    assert ended.outputs["outcome"] == "rendered"
    assert (ended.outputs["calls"], ended.outputs["cost_usd"]) == ("0", "0")
    assert "$0.00 of November 2026's $0.001 is left" in ended.outputs["reason"]


def test_a_cancelled_run_settles_and_the_next_one_counts_what_it_may_have_cost(
    tmp_path: Path,
) -> None:
    begun = Event()

    def held(_: Asked) -> Answer:
        begun.set()
        return Answer(data={}, slow=PATIENCE)

    with house(tmp_path, held) as place:
        cancelled = cancel(place, begun)
        assert cancelled.code != 0
        assert cancelled.outputs == {}
        (reserved,) = (event for event in place.events() if isinstance(event, Reserved))
        (called,) = (event for event in place.events() if isinstance(event, Called))
        assert [event for event in place.events() if isinstance(event, Settled)]
        (booked,) = bookings(place.events())
        assert (booked.open, booked.usd) == (False, called.usd)
        assert called.usage is None
        assert 0 < booked.usd < reserved.usd
        place.model.plan(editor(words))
        broke = place.run(with_limits(day_budget_usd=str(booked.usd)))
        assert (broke.outputs["outcome"], broke.outputs["calls"]) == ("rendered", "0")
        enough = place.run(with_limits(day_budget_usd=str(booked.usd + reserved.usd)))
        assert (enough.outputs["outcome"], enough.outputs["calls"]) == ("enhanced", "1")


def cancel(place: House, begun: Event) -> Ended:
    """A run whose step is ended while the model has not answered yet."""
    with place.world.started(place.here(ASKING)) as (process, result):
        assert begun.wait(PATIENCE)
        os.kill(int((result / "entrypoint.py.pid").read_text()), signal.SIGKILL)
        return ended(process, result)
