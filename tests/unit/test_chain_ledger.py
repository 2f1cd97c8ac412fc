"""A ledger in trouble closes what costs money and nothing else, and loses no dollar."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cv_action.claude.prompt import Prompt
from cv_action.claude.reply import Answered
from cv_action.errors import PublishError
from cv_action.ledger.accounts import total
from cv_action.ledger.event import Called, Reserved, Settled
from cv_action.ledger.store import Listing, NotPlaced, Obstacle, Placed, StoreError
from cv_action.pipeline.settling import settle
from cv_action.report.run import Outcome, RunReport
from tests.asked_cv import RUNBOOK, changed
from tests.asked_runs import EDITOR, House, agree, house_with_a_key
from tests.shelf import Hand, Mishap


def change(house: House, number: int) -> None:
    house.folder.files["cv.json"] = changed(RUNBOOK, f"{RUNBOOK} in hall {number}")


def told(house: House) -> RunReport:
    report = house.run()
    assert report.outcome in {Outcome.RENDERED, Outcome.UNCHANGED}
    assert house.asked == 0
    assert report.problems
    return report


def test_a_ledger_that_cannot_be_read_closes_what_costs_money() -> None:
    house = house_with_a_key()
    house.shelf.down = True
    report = told(house)
    assert "api: The service does not answer." in report.unasked
    house.shelf.down = False
    agree(house)


def test_a_ledger_that_cannot_be_read_leaves_the_plan() -> None:
    house = House()
    house.shelf.down = True
    house.plan.otherwise = EDITOR
    report = house.run()
    assert report.outcome is Outcome.ENHANCED
    assert house.api.asked == []


@pytest.mark.parametrize("obstacle", [Obstacle.FULL, Obstacle.UNAVAILABLE])
def test_a_ledger_with_no_room_closes_what_costs_money(obstacle: Obstacle) -> None:
    class Full(Hand):
        def place(self, _name: str, _data: bytes) -> NotPlaced:
            return NotPlaced(obstacle, "there is no room for artifacts")

    house = house_with_a_key()
    house.store = Full(house.shelf)
    report = told(house)
    assert "api: there is no room for artifacts" in report.unasked
    assert any("could not be kept" in problem.message for problem in report.problems)


def test_a_reservation_that_is_not_listed_is_not_spent() -> None:
    class Hiding(Hand):
        def listed(self, name: str | None) -> Listing:
            whole = super().listed(name)
            return replace(whole, entries=tuple(e for e in whole.entries if e.run != self.run))

    house = house_with_a_key()
    house.store = Hiding(house.shelf)
    report = house.run()
    assert report.outcome is Outcome.RENDERED
    assert house.asked == 0
    assert "own reservation does not appear in the list" in report.unasked
    agree(house)
    house.store = None
    assert house.run().outcome is Outcome.ENHANCED
    agree(house)


def test_a_shelf_that_breaks_after_the_reservation_was_placed_closes_money() -> None:
    class Breaking(Hand):
        placed = False

        def place(self, name: str, data: bytes) -> Placed | NotPlaced:
            self.placed = True
            return super().place(name, data)

        def listed(self, name: str | None) -> Listing:
            self.shelf.down = self.placed
            return super().listed(name)

    house = house_with_a_key()
    house.store = Breaking(house.shelf)
    told(house)
    house.shelf.down, house.store = False, None
    assert any(one.open for one in house.booked())
    settle(house.keeping())
    agree(house)


def test_a_segment_of_this_month_that_is_lost_closes_what_costs_money() -> None:
    house = house_with_a_key()
    house.run()
    house.shelf.entries = {n: (entry, b"?") for n, (entry, _) in house.shelf.entries.items()}
    change(house, 1)
    asked = house.asked
    report = house.run()
    assert house.asked == asked
    assert "cannot be read" in report.unasked


def test_artifacts_that_are_kept_too_shortly_close_what_costs_money() -> None:
    house = house_with_a_key()
    house.short = 7
    report = house.run()
    assert house.asked == 0
    assert "artifacts are kept for 7 days here" in report.unasked
    agree(house)


def test_a_journal_that_nobody_understands_is_trouble_and_settles_nothing() -> None:
    house = house_with_a_key()
    house.journal.kept = [b"no event"]
    with pytest.raises(StoreError, match="cannot be understood"):
        settle(house.keeping())
    assert house.of(Settled) == []


@pytest.mark.parametrize("full", [True, False])
def test_a_journal_that_cannot_be_kept_closes_what_costs_money_and_nothing_else(full: bool) -> None:
    house = house_with_a_key()
    house.journal.room = 0 if full else 1_000
    report = house.run()
    assert (report.outcome is Outcome.RENDERED) is full
    assert (house.asked == 0) is full
    assert ("api: The journal of this run is full." in report.unasked) is full
    agree(house)


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_a_journal_that_is_full_in_the_middle_loses_no_dollar(lines: int) -> None:
    house = house_with_a_key()
    house.journal.room = lines
    report = house.run()
    assert house.asked == {1: 0, 2: 1, 3: 1}[lines]
    assert "The journal of this run is full." in report.unasked
    agree(house)


def test_a_run_that_cannot_hand_back_has_settled_what_it_spent() -> None:
    house = house_with_a_key()
    house.folder.full = True
    with pytest.raises(PublishError):
        house.run()
    (settled,) = house.of(Settled)
    assert settled.usd == house.charged() > 0
    assert not any(one.open for one in house.booked())
    assert house.journal.kept == []


class Crash(BaseException):
    """The process is gone."""


def crash(_prompt: Prompt, _model: str) -> Answered:
    raise Crash


@pytest.mark.parametrize("calls_before", [0, 1])
def test_a_crash_in_a_call_books_the_most_that_it_can_have_cost(calls_before: int) -> None:
    house = house_with_a_key()
    house.api.planned = [*[EDITOR] * calls_before, crash]
    with pytest.raises(Crash):
        house.run()
    booked = total(house.booked(), house.now.date(), house.now.date())
    assert booked == house.of(Reserved)[0].usd
    settle(house.keeping())
    calls = house.of(Called)
    (settled,) = house.of(Settled)
    assert [call.usage is None for call in calls] == [False] * calls_before + [True]
    assert settled.usd == sum(call.usd for call in calls)
    assert house.charged() < settled.usd <= booked
    assert not any(one.open for one in house.booked())
    assert house.journal.kept == []


def test_settling_twice_changes_nothing() -> None:
    house = house_with_a_key()
    house.api.planned = [crash]
    with pytest.raises(Crash):
        house.run()
    left = list(house.journal.kept)
    settle(house.keeping())
    booked = house.booked()
    house.journal.kept = left
    settle(house.keeping())
    assert house.booked() == booked
    assert len(house.of(Settled)) == 1


@pytest.mark.parametrize("mishap", Mishap)
def test_an_upload_that_goes_wrong_loses_no_dollar(mishap: Mishap) -> None:
    for place in range(2):
        house = house_with_a_key()
        house.runs = 1
        house.store = Hand(house.shelf, run=2, mishaps=[*[None] * place, mishap])
        house.run()
        settle(house.keeping())
        house.store = None
        agree(house)
