"""One simulated run: each failure has its reaction, and money is spent on a reservation alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.ledger.event import Called, LaneFailed, Reserved, Writer
from cv_action.ledger.reading import read
from cv_action.ledger.store import Listed, Listing, NotPlaced, Obstacle, Placed
from cv_action.ledger.writing import Desk
from cv_action.quota.prices import list_prices
from cv_action.simulation.dice import Dice
from cv_action.simulation.hurdle import RUN, Hurdle
from cv_action.simulation.job import Job, World
from cv_action.simulation.run import SimulationError, simulate
from cv_action.simulation.server import Server
from cv_action.simulation.shelf import Clock, Shelf
from tests.simulated_plans import HUGE, START, outage, plan

SONNET, HAIKU = "claude-sonnet-5-5", "claude-haiku-5-5"


def job(**more: object) -> Job:
    given = plan(**more)
    clock = Clock(given.start)
    desk = Shelf(clock).desk(1)
    return Job(
        world=World(
            plan=given, prices=list_prices(), clock=clock, server=Server(given, Dice(given.seed))
        ),
        desk=desk,
        by=Writer(run=1, attempt=1, job="simulated", nonce="first"),
        memory=read(desk.store, around=clock.now),
    )


def out(lane: str, failure: Failure) -> dict[str, str]:
    return outage(lane, "2026-12-01", "2026-12-02", failure)


def calls(done: Job) -> list[tuple[Lane, str]]:
    found = (event for event in done.memory.events if isinstance(event, Called))
    return [(call.lane, call.model) for call in sorted(found, key=lambda call: (call.at, call.id))]


def failures(done: Job) -> list[tuple[Lane, Failure]]:
    found = [event for event in done.memory.events if isinstance(event, LaneFailed)]
    return [(one.lane, one.failure) for one in sorted(found, key=lambda one: (one.at, one.id))]


@pytest.mark.parametrize(
    "failure",
    [Failure.CREDENTIAL_REFUSED, Failure.CREDIT_EXHAUSTED, Failure.OVERLOADED, Failure.TIMEOUT],
)
def test_a_lane_that_cannot_answer_is_followed_by_the_next(failure: Failure) -> None:
    done = job(subscription=HUGE, outages=[out("subscription", failure)])
    assert done.ask(5)
    assert calls(done)[-1] == (Lane.API, SONNET)
    assert failures(done) == [(Lane.SUBSCRIPTION, failure)]


def test_what_may_pass_is_tried_again_and_each_try_that_may_be_billed_is_counted() -> None:
    done = job(lanes="api", tries=4, outages=[out("api", Failure.TIMEOUT)])
    assert not done.ask(5)
    done.settle()
    assert calls(done) == [(Lane.API, SONNET)] * 4
    assert failures(done) == [(Lane.API, Failure.TIMEOUT)]
    (reserved,) = [event for event in done.memory.events if isinstance(event, Reserved)]
    assert sum(call.usd for call in done.paid) == reserved.usd
    assert all(call.usage is None for call in done.paid)


def test_a_lane_that_is_overloaded_costs_nothing() -> None:
    done = job(lanes="api", outages=[out("api", Failure.OVERLOADED)])
    assert not done.ask(5)
    assert calls(done) == []
    assert failures(done) == [(Lane.API, Failure.OVERLOADED)]


def test_a_model_that_nobody_knows_makes_way_for_the_economy_model_and_then_the_next_lane() -> None:
    unknown = out("subscription", Failure.UNKNOWN_MODEL)
    done = job(subscription=HUGE, outages=[unknown])
    assert done.ask(5)
    assert failures(done) == [(Lane.SUBSCRIPTION, Failure.UNKNOWN_MODEL)] * 2
    assert calls(done) == [(Lane.API, HAIKU)]


@pytest.mark.parametrize("failure", [Failure.REFUSED_CONTENT, Failure.TOO_LARGE])
def test_a_text_that_is_refused_is_kept_and_not_taken_elsewhere(failure: Failure) -> None:
    done = job(subscription=HUGE, outages=[out("subscription", failure)])
    assert not done.ask(5)
    assert Lane.API not in {lane for lane, _ in calls(done)}
    assert failures(done) == [(Lane.SUBSCRIPTION, failure)]


def test_an_answer_that_cannot_be_read_is_paid_for_every_time() -> None:
    done = job(lanes="api", tries=2, outages=[out("api", Failure.MALFORMED_REPLY)])
    assert not done.ask(5)
    assert len(calls(done)) == 2
    assert all(call.usd > 0 and call.usage for call in done.paid)


def test_of_a_reservation_only_what_is_left_pays_for_the_next_lane() -> None:
    done = job(lanes="api, subscription", subscription=HUGE, outages=[out("api", Failure.TIMEOUT)])
    assert done.ask(5)
    done.settle()
    assert [lane for lane, _ in calls(done)] == [Lane.API] * 3 + [Lane.SUBSCRIPTION]
    reservations = {event.id for event in done.memory.events if isinstance(event, Reserved)}
    assert len(reservations) == 1
    assert {call.reservation for call in done.paid} == reservations


def test_a_reservation_is_not_counted_against_the_call_that_it_is_for() -> None:
    unknown = out("api", Failure.UNKNOWN_MODEL)
    worst = job(lanes="api", outages=[unknown])
    assert not worst.ask(5)
    assert worst.reserved is not None
    limit = worst.reserved.usd
    done = job(lanes="api", outages=[unknown], day_budget_usd=str(limit))
    assert not done.ask(5)
    assert failures(done) == [(Lane.API, Failure.UNKNOWN_MODEL)] * 2
    assert done.hurdles == set()


def test_a_limit_of_the_run_is_named_for_the_run() -> None:
    done = job(run_budget_usd=0, day_budget_usd=9)
    assert not done.ask(5)
    assert Hurdle(Lane.API, RUN) in done.hurdles


def test_a_quota_that_is_used_up_closes_the_lane_until_all_of_it_is_there_again() -> None:
    done = job(
        subscription={"five_hours": 10, "week": 10, "owner_use": {0: 10}},
        max_window_utilization=1,
        max_week_utilization=1,
        lanes="subscription",
    )
    assert not done.ask(5)
    (failed,) = [event for event in done.memory.events if isinstance(event, LaneFailed)]
    assert failed.failure is Failure.QUOTA_EXHAUSTED
    assert failed.closed_until is not None
    assert (failed.closed_until - START).days == 7


@pytest.mark.parametrize(("allowed", "lane"), [(True, Lane.SUBSCRIPTION), (False, Lane.API)])
def test_the_first_answer_beyond_the_plan_reveals_it_and_the_next_is_reserved_or_not_asked(
    allowed: bool, lane: Lane
) -> None:
    full = {"five_hours": 10, "week": 10, "owner_use": {0: 10}, "overage": True}
    done = job(subscription=full, allow_overage=allowed)
    assert done.ask(5)
    assert done.ask(5)
    first, second = sorted(
        (event for event in done.memory.events if isinstance(event, Called)),
        key=lambda call: call.at,
    )
    assert (first.lane, first.reservation) == (Lane.SUBSCRIPTION, "")
    assert (second.lane, bool(second.reservation)) == (lane, True)
    assert first.usd == first.list_usd > 0 < second.usd


@dataclass(frozen=True)
class Closed:
    """A shelf that takes nothing."""

    def listed(self, _name: str | None) -> Listing:
        return Listing((), START)

    def fetch(self, _segment: Listed) -> bytes:
        raise NotImplementedError

    def place(self, _name: str, _data: bytes) -> Placed | NotPlaced:
        return NotPlaced(Obstacle.FULL, "there is no room left")


def test_without_a_reservation_on_the_shelf_no_money_is_spent() -> None:
    done = job()
    done.desk = replace(done.desk, store=Closed())
    assert not done.ask(5)
    done.settle()
    assert calls(done) == []
    assert Hurdle(Lane.API, "there is no room left") in done.hurdles


def test_a_run_whose_ledger_is_lost_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Shelf.desk

    def desk(self: Shelf, run: int) -> Desk:
        return replace(real(self, run), store=Closed())

    monkeypatch.setattr(Shelf, "desk", desk)
    with pytest.raises(SimulationError, match="2026-12-01 00:00 is lost: there is no room left"):
        simulate(plan(), list_prices())


def test_a_shelf_keeps_a_name_for_one_segment_of_a_run() -> None:
    done = job()
    assert isinstance(done.desk.store.place("cv-ledger-2026-W49-0", _waiting(done)), Placed)
    again = done.desk.store.place("cv-ledger-2026-W49-0", _waiting(done))
    assert isinstance(again, NotPlaced)
    assert again.obstacle is Obstacle.TAKEN
    assert len(done.desk.store.listed(None).entries) == 1


def test_a_shelf_refuses_a_run_that_forgot_something() -> None:
    done = job()
    assert done.ask(5)
    done.desk.store.place("a", _waiting(done))
    done.memory = replace(done.memory, events=frozenset())
    with pytest.raises(ValueError, match="forgot"):
        done.desk.store.place("b", _waiting(done))


def _waiting(done: Job) -> bytes:
    assert done.desk.pack is not None
    return done.desk.pack(done.memory.as_segment())
