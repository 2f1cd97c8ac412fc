"""Whatever both lanes do, in whatever order, over several runs: what always has to hold does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.claude.reply import Sighting
from cv_action.ledger.event import Called
from cv_action.pipeline.chain import MOST_TURNS
from cv_action.quota.budget import Limits
from cv_action.report.run import Outcome
from tests.asked_cv import DOUBTFUL, RUNBOOK, UNTRUE, changed
from tests.asked_runs import EDITOR, House, agree
from tests.lanes import Editor, Step, fails, says, sees, thorough, wasted
from tests.shelf import START

TODAY = f"{RUNBOOK} in hall"
LIAR = Editor(
    better={RUNBOOK: UNTRUE["number"], TODAY: UNTRUE["title"]}, mended={RUNBOOK: DOUBTFUL}
)
WINDOWS = st.builds(
    Sighting,
    window=st.sampled_from(["five_hour", "seven_day", "seven_day_sonnet", "overage"]),
    status=st.sampled_from(["allowed", "allowed_warning", "rejected"]),
    resets_at=st.none() | st.integers(-3, 90).map(lambda hours: START + timedelta(hours=hours)),
    utilization=st.none() | st.floats(0, 1.2),
    overage=st.booleans(),
)
SEEN = st.lists(WINDOWS, max_size=2).map(tuple)
FAILURES = st.builds(
    fails,
    st.sampled_from(Failure),
    measured=st.booleans(),
    retry_after=st.none() | st.integers(0, 10**6).map(lambda seconds: timedelta(seconds=seconds)),
)
ANSWERS: list[Step] = [EDITOR, LIAR, thorough(EDITOR), says({}), says({"statements": []})]
BY_KEY: st.SearchStrategy[Step] = (
    st.sampled_from(ANSWERS) | st.builds(wasted, st.sampled_from(Failure)) | FAILURES
)
BY_PLAN: st.SearchStrategy[Step] = BY_KEY | st.builds(
    lambda step, seen: sees(*seen, step=step), BY_KEY, SEEN
)


def unmeasured(house: House) -> Decimal:
    """Money that was booked because nobody said how much it was."""
    return sum((call.usd for call in house.of(Called) if call.usage is None), Decimal(0))


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(
    plan=st.lists(BY_PLAN, max_size=6),
    key=st.lists(BY_KEY, max_size=6),
    cents=st.integers(0, 60),
    allowed=st.booleans(),
    first=st.sampled_from([Lane.SUBSCRIPTION, Lane.API]),
)
def test_the_cv_is_published_limits_hold_and_the_books_are_true(
    plan: list[Step], key: list[Step], cents: int, allowed: bool, first: Lane
) -> None:
    usd = Decimal(cents) / 100
    house = House(limits=Limits(run=usd, day=2 * usd, month=2 * usd))
    lanes = (first, *(lane for lane in Lane if lane is not first))
    house.policy = replace(house.policy, lanes=lanes, allow_overage=allowed)
    house.plan.planned, house.api.planned = plan, key
    house.plan.otherwise = house.api.otherwise = EDITOR
    for source in (RUNBOOK, RUNBOOK, TODAY):
        house.folder.files["cv.json"] = changed(RUNBOOK, source)
        asked = house.asked
        report = house.run()
        assert report.outcome in {Outcome.ENHANCED, Outcome.RENDERED, Outcome.UNCHANGED}
        assert house.asked - asked <= 4 * MOST_TURNS
        assert bool(report.unasked) is bool(report.facts_waiting)
        agree(house, open_money=unmeasured(house))
