"""Which thresholds have newly been passed: each speaks once in a period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cv_action.ledger.event import AlertRaised, Entry
from cv_action.quota.alerts import Alert, Gauge, due, gone, money_gauges, window_gauges
from cv_action.quota.budget import Period
from cv_action.quota.windows import windows
from tests.quota_events import NOW, ago, ahead, cleared, raised, seen

LEVELS = (50, 75, 90, 95)


def month(spent: str, *, number: int = 11, limit: str = "10") -> Gauge:
    (gauge,) = money_gauges(
        [
            Period(
                name="November 2026",
                first=date(2026, number, 1),
                last=date(2026, number, 30),
                spent=Decimal(spent),
                limit=Decimal(limit),
            )
        ]
    )
    return gauge


def window(
    used: float, *, name: str = "five_hour", at: datetime = NOW, resets_at: datetime | None = None
) -> Gauge:
    events = [seen(name, at=at, used=used, resets_at=resets_at)]
    (gauge,) = window_gauges(windows(events, NOW))
    return gauge


def told(alerts: Iterable[Alert]) -> list[tuple[str, bool]]:
    return [(alert.key, not alert.silent) for alert in alerts]


def after(alerts: Iterable[Alert]) -> list[AlertRaised]:
    return [raised(alert.key) for alert in alerts]


def test_below_the_lowest_threshold_nothing_is_said() -> None:
    assert due([month("4.99")], LEVELS, []) == ()


def test_a_threshold_speaks_as_soon_as_it_is_reached() -> None:
    (alert,) = due([month("5")], LEVELS, [])
    assert alert == Alert(
        key="month:2026-11:50",
        threshold=50,
        text="$5.00 of November 2026's $10.00 is spent or set aside; this alert is set at 50 %",
        silent=False,
    )


def test_of_several_thresholds_only_the_highest_speaks() -> None:
    assert told(due([month("9.20")], LEVELS, [])) == [
        ("month:2026-11:50", False),
        ("month:2026-11:75", False),
        ("month:2026-11:90", True),
    ]


def test_what_was_said_is_not_said_again_after_a_restart() -> None:
    first = due([month("7.60")], LEVELS, [])
    assert due([month("7.60")], LEVELS, after(first)) == ()
    assert told(due([month("9.60")], LEVELS, after(first))) == [
        ("month:2026-11:90", False),
        ("month:2026-11:95", True),
    ]


def test_a_lower_threshold_that_is_new_does_not_speak_after_a_higher_one() -> None:
    assert told(due([month("8")], (60, 75), [raised("month:2026-11:75")])) == [
        ("month:2026-11:60", False)
    ]


def test_a_new_period_starts_afresh() -> None:
    events = after(due([month("9.60")], LEVELS, []))
    assert due([month("9.60")], LEVELS, events) == ()
    assert len(due([month("9.60", number=12)], LEVELS, events)) == 4


def test_a_day_and_its_month_are_told_apart() -> None:
    day = Period(
        name="1 November 2026",
        first=date(2026, 11, 1),
        last=date(2026, 11, 1),
        spent=Decimal(1),
        limit=Decimal(1),
    )
    assert [gauge.key(90) for gauge in money_gauges([day])] == ["day:2026-11-01:90"]


def test_each_gauge_speaks_for_itself() -> None:
    gauges = [month("5"), window(0.8)]
    assert [alert.key for alert in due(gauges, (50,), []) if not alert.silent] == [
        "month:2026-11:50",
        "five_hour:2026-11-23T17:00Z:50",
    ]


def test_a_limit_of_nothing_is_never_used_up() -> None:
    assert due([month("0", limit="0"), month("5", limit="0")], LEVELS, []) == ()


def test_a_window_s_period_is_its_reset() -> None:
    gauge = window(0.91, resets_at=ahead(hours=3))
    assert gauge.key(90) == "five_hour:2026-11-23T15:00Z:90"
    assert gauge.words == "the five-hour window is 91 % used until 2026-11-23 15:00 UTC"
    events = after(due([gauge], LEVELS, []))
    assert due([gauge], LEVELS, events) == ()
    assert len(due([replace(gauge, ends_at=None, period="later")], LEVELS, events)) == 3


@pytest.mark.parametrize("seconds", [-90, -2, 2, 61, 3600])
def test_a_reset_that_is_told_a_little_differently_is_the_same(seconds: int) -> None:
    events = after(due([window(0.8, resets_at=ahead(hours=3))], LEVELS, []))
    again = window(0.96, resets_at=ahead(hours=3, seconds=seconds))
    assert told(due([again], LEVELS, events)) == [
        ("five_hour:2026-11-23T15:00Z:90", False),
        ("five_hour:2026-11-23T15:00Z:95", True),
    ]


def test_the_next_window_is_another() -> None:
    events = after(due([window(0.8, at=ago(hours=4), resets_at=ahead(minutes=1))], LEVELS, []))
    assert len(due([window(0.8, resets_at=ahead(hours=5))], LEVELS, events)) == 2


@pytest.mark.parametrize(
    "key",
    ["five_hour:nonsense:50", "five_hour:2026-99-99T99:99Z:50", "five_hour", "a:b:c", "::", ""],
)
def test_names_that_nobody_understands_change_nothing(key: str) -> None:
    assert told(due([window(0.5)], LEVELS, [raised(key)])) == [
        ("five_hour:2026-11-23T17:00Z:50", True)
    ]


def test_two_windows_with_one_reset_are_told_apart() -> None:
    events = after(due([window(0.6, name="seven_day", resets_at=ahead(hours=3))], LEVELS, []))
    assert told(due([window(0.6, resets_at=ahead(hours=3, minutes=1))], LEVELS, events)) == [
        ("five_hour:2026-11-23T15:01Z:50", True)
    ]


def test_an_alert_of_a_window_is_gone_with_its_reset() -> None:
    events = after(due([window(0.6, resets_at=ahead(hours=3))], LEVELS, []))
    assert gone([window(0.6, resets_at=ahead(hours=3, minutes=2))], events) == ()
    assert gone([window(0.4, resets_at=ahead(hours=3))], events) == (events[0].alert,)
    assert gone([], events) == ("five_hour:2026-11-23T15:00Z:50",)


def test_a_window_without_a_measurement_has_no_gauge() -> None:
    assert window_gauges(windows([seen(), seen("overage", used=1.0)], NOW)) == ()
    assert window_gauges(windows([seen(at=ago(hours=6), used=1.0)], NOW)) == ()
    assert window_gauges(windows([], NOW)) == ()


def test_an_alert_is_gone_when_its_period_is() -> None:
    events = after(due([month("7.60")], LEVELS, []))
    assert gone([month("7.60")], events) == ()
    assert gone([month("0", number=12)], events) == ("month:2026-11:50", "month:2026-11:75")


def test_an_alert_is_gone_when_the_limit_was_raised() -> None:
    events = after(due([month("7.60")], LEVELS, []))
    assert gone([month("7.60", limit="12")], events) == ("month:2026-11:75",)


def test_an_alert_that_was_cleared_is_neither_cleared_nor_raised_again() -> None:
    key = "month:2026-11:50"
    events: list[Entry] = [raised(key, at=ago(hours=2)), cleared(key, at=ago(hours=1))]
    assert gone([], events) == ()
    assert due([month("5")], (50,), events) == ()
    assert gone([], [*events, raised(key)]) == (key,)


def test_alerts_about_other_things_are_left_alone() -> None:
    assert gone([], [raised("credential-refused:api")]) == ()


GAUGES = st.one_of(
    st.builds(month, st.sampled_from(["0", "5", "7.51", "9.6", "12"]), number=st.integers(10, 12)),
    st.builds(
        window,
        st.sampled_from([0.0, 0.5, 0.77, 0.95, 1.3]),
        name=st.sampled_from(["five_hour", "seven_day"]),
        resets_at=st.integers(1, 299).map(lambda minutes: ahead(minutes=minutes)),
    ),
)
SOME = st.sets(st.integers(1, 120), max_size=5)


@given(st.lists(st.lists(GAUGES, max_size=3), max_size=4), SOME)
def test_no_alert_is_ever_raised_twice(runs: list[list[Gauge]], thresholds: set[int]) -> None:
    events: list[Entry] = []
    keys: list[str] = []
    for gauges in runs:
        for gauge in gauges:
            alerts = due([gauge], thresholds, events)
            keys += [alert.key for alert in alerts]
            assert sum(not alert.silent for alert in alerts) <= 1
            events += after(alerts)
    assert len(keys) == len(set(keys))


@given(GAUGES, SOME)
def test_every_threshold_that_is_reached_is_remembered(gauge: Gauge, thresholds: set[int]) -> None:
    alerts = due([gauge], thresholds, [])
    assert [alert.threshold for alert in alerts] == sorted(filter(gauge.reaches, thresholds))
    assert not alerts or not alerts[-1].silent


@given(st.lists(GAUGES, max_size=3), st.data())
def test_the_order_of_events_does_not_matter(gauges: list[Gauge], data: st.DataObject) -> None:
    keys = st.sampled_from(
        ["month:2026-11:50", "month:2026-10:50", "five_hour:2026-11-23T15:00Z:50"]
    )
    at = st.integers(0, 3).map(lambda hours: ago(hours=hours))
    event = st.one_of(st.builds(raised, keys, at=at), st.builds(cleared, keys, at=at))
    events = data.draw(st.lists(event, max_size=6))
    turned = list(events)
    Random(data.draw(st.integers())).shuffle(turned)
    assert due(gauges, LEVELS, turned) == due(gauges, LEVELS, events)
    assert gone(gauges, turned) == gone(gauges, events)
