"""The view of a ledger says what its events say, and every amount once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from cv_action.claude.failure import Failure
from cv_action.claude.lane import Lane
from cv_action.ledger.accounts import bookings, total
from cv_action.ledger.event import Entry, Published
from cv_action.ledger.memory import Loss, Memory
from cv_action.ledger.store import Listed
from cv_action.pipeline.ledger_view import LedgerView, Spent, ledger_view
from tests.ledger_events import reserved
from tests.ledger_history import NOW, commit_of, history
from tests.quota_events import BY, called, cleared, failed, raised

ENTRY = Listed(id=1, name="cv-ledger-2026-W48-0", created_at=NOW, run=1)


def view_of(events: Iterable[Entry], now: datetime = NOW) -> LedgerView:
    return ledger_view(Memory(events=frozenset(events), horizon=now, now=now))


def test_an_empty_ledger_is_a_view_of_nothing() -> None:
    view = view_of([])
    assert (view.events, view.first_at, view.last_at) == (0, None, None)
    parts = (view.days, view.months, view.calls, view.runs, view.publications, view.windows)
    assert (*parts, view.failures, view.alerts) == ((),) * 8


def test_spending_is_that_of_the_accounts_for_every_day_and_month() -> None:
    view, booked = view_of(history()), bookings(history())
    assert len(view.days) >= 4
    for one in view.days:
        day = date.fromisoformat(one.period)
        assert one.settled + one.open == total(booked, day, day)
    (month,) = view.months
    assert month.settled + month.open == total(booked, date(2026, 11, 1), date(2026, 11, 30))
    assert (month.settled, month.open) == (Decimal("0.7496"), Decimal("0.50"))
    assert [one.period for one in view.days] == sorted((d.period for d in view.days), reverse=True)


def test_a_reservation_over_midnight_counts_in_both_days_and_once_in_its_month() -> None:
    at = NOW.replace(hour=23, minute=50) - timedelta(days=1)
    view = view_of([reserved("0.30", at=at, until=at + timedelta(minutes=30))])
    spent = Decimal("0.30")
    assert view.days == tuple(
        Spent(period=day, settled=Decimal(0), open=spent) for day in ("2026-11-23", "2026-11-22")
    )
    assert [(one.period, one.open) for one in view.months] == [("2026-11", spent)]


def test_a_reservation_without_end_is_followed_no_further_than_today() -> None:
    far = NOW.replace(year=9000)
    view = view_of([reserved("0.30", at=NOW - timedelta(days=2), until=far)])
    assert [one.period for one in view.days] == ["2026-11-23", "2026-11-22", "2026-11-21"]
    assert view_of([reserved("0.30", at=far, until=far)]).days == ()
    always = reserved("0.30", at=NOW.replace(year=1000), until=far)
    assert len(view_of([always]).days) == 401


def test_calls_are_added_up_by_lane_and_model() -> None:
    calls = [called(), called(), called(answered=False), called(Lane.API)]
    subscription, api = view_of(calls).calls
    assert (subscription.lane, subscription.calls, subscription.unanswered) == (
        Lane.SUBSCRIPTION,
        3,
        1,
    )
    assert (subscription.tokens["input"], subscription.tokens["output"]) == (16_000, 8_000)
    assert set(subscription.tokens) == set(api.tokens)
    assert subscription.list_usd == Decimal("0.056") * 3
    assert (api.calls, api.usd) == (1, Decimal(0))


def test_publications_are_told_newest_first_with_what_was_gone_back_to() -> None:
    told = view_of(history()).publications
    assert len(told) == 11
    assert [one.at for one in told] == sorted((one.at for one in told), reverse=True)
    assert told[0].commit == commit_of(20)
    assert [one.restores for one in told] == [commit_of(16), *[""] * 10]
    assert {one.files for one in told} == {2}


def test_a_publication_counts_the_files_that_there_was_no_room_for() -> None:
    event = Published(id="p", at=NOW, by=BY, files={"cv.md": "a" * 64}, more=300, pull_request=7)
    (told,) = view_of([event]).publications
    assert (told.files, told.commit, told.pull_request) == (301, "", 7)


def test_runs_are_told_newest_first_with_what_they_took() -> None:
    runs = view_of(history()).runs
    assert len(runs) == 22
    assert [run.at for run in runs] == sorted((run.at for run in runs), reverse=True)
    assert (runs[0].outcome, runs[0].mode, runs[0].run) == (
        "failed",
        "activity-only",
        9_000_000_041,
    )
    assert runs[0].stages["Render"] == 2100


def test_a_failure_keeps_its_lane_closed_until_its_end() -> None:
    events = [
        failed(Lane.API, Failure.TIMEOUT, at=NOW - timedelta(days=3)),
        failed(Lane.API, Failure.CREDIT_EXHAUSTED, at=NOW - timedelta(hours=2)),
        failed(Lane.API, Failure.CREDIT_EXHAUSTED, at=NOW - timedelta(hours=1)),
    ]
    credit, timeout = view_of(events).failures
    assert (credit.failure, credit.times) == (Failure.CREDIT_EXHAUSTED, 2)
    assert credit.closed_until == NOW + timedelta(hours=5)
    assert (timeout.failure, timeout.times, timeout.closed_until) == (Failure.TIMEOUT, 1, None)
    later = view_of(events, NOW + timedelta(days=1)).failures
    assert [one.closed_until for one in later] == [None, None]


def test_an_alert_is_told_as_it_was_last() -> None:
    at = [NOW - timedelta(hours=hours) for hours in (4, 3, 2, 1)]
    events: list[Entry] = [raised("a", at=at[0]), cleared("a", at=at[1]), raised("a", at=at[2])]
    (again,) = view_of(events).alerts
    assert (again.raised_at, again.cleared_at) == (at[2], None)
    (over,) = view_of([*events, cleared("a", at=at[3]), cleared("b", at=at[3])]).alerts
    assert over.cleared_at == at[3]


def test_events_of_a_later_version_are_counted() -> None:
    view = view_of(history())
    assert (view.carried, view.events) == (1, len(history()))


def test_the_order_in_which_events_are_read_changes_nothing() -> None:
    events = list(history())
    whole = view_of(events)
    Random(3).shuffle(events)
    assert view_of(events) == whole


def test_what_is_missing_of_this_month_is_told() -> None:
    memory = Memory(horizon=NOW, now=NOW, losses=(Loss(ENTRY, "is gone", final=True),))
    (reason,) = ledger_view(memory).closed
    assert "is gone" in reason
