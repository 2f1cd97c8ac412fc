"""When a window runs dry, and how sure that is."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cv_action.quota.forecast import Forecast, NotEnough, window_forecast
from cv_action.quota.windows import windows
from tests.quota_events import NOW, ago, ahead, seen


def window(
    *points: tuple[float, float], limit: float = 0.8, resets: datetime | None = None
) -> Forecast | NotEnough:
    """Points are minutes ago, and the share that was used."""
    end = resets or ahead(hours=3)
    events = [seen(at=ago(minutes=at), used=used, resets_at=end) for at, used in points]
    current = windows(events, NOW).named("five_hour")
    assert current is not None
    return window_forecast(events, current, limit=limit, now=NOW)


def moments(*points: tuple[float, float], limit: float = 0.8) -> list[datetime | None]:
    found = window(*points, limit=limit)
    assert isinstance(found, Forecast)
    return [found.earliest, found.likely, found.latest]


def test_a_window_runs_dry_by_its_pace() -> None:
    steady = moments((60, 0.2), (30, 0.4), (0, 0.6))
    assert [at and round((at - NOW).total_seconds()) for at in steady] == [1800, 1800, 1800]


def test_an_uneven_pace_gives_a_span() -> None:
    found = moments((120, 0.1), (60, 0.4), (0, 0.5))
    assert [at and round((at - NOW).total_seconds() / 60) for at in found] == [60, 90, None]


def test_a_window_that_lasts_until_its_reset_has_no_moment() -> None:
    assert moments((60, 0.1), (30, 0.1), (0, 0.1)) == [None, None, None]
    assert moments((60, 0.3), (30, 0.2), (0, 0.1)) == [None, None, None]


def test_a_window_that_is_used_up_ran_dry_when_that_was_seen() -> None:
    assert moments((60, 0.5), (30, 0.7), (10, 0.9)) == [ago(minutes=10)] * 3


def test_measurements_that_lie_close_say_nothing_of_the_pace() -> None:
    found = window((60, 0.1), (59, 0.2), (1, 0.3), (0, 0.4))
    assert found == NotEnough(
        "2 measurements of this window lie ten minutes apart, and 3 are needed"
    )


def test_measurements_ten_minutes_apart_say_something() -> None:
    found = window((125, 0.1), (115, 0.2), (0, 0.3))
    assert isinstance(found, Forecast)
    assert found.observations == 3
    assert found.basis.startswith("from 3 measurements in 2 h 5 min;")


def test_only_this_window_s_measurements_count() -> None:
    end = ahead(hours=3)
    points = [seen(at=ago(minutes=20 * n), used=0.5 - n / 10, resets_at=end) for n in range(3)]
    others = [
        seen(at=ago(hours=4), used=0.9, resets_at=ago(hours=2)),
        seen("seven_day", at=ago(minutes=50), used=0.9),
        seen(at=ago(minutes=50), resets_at=end),
        seen(at=ahead(days=1), used=0.0, resets_at=end),
    ]
    current = windows(points, NOW).named("five_hour")
    assert current is not None
    found = window_forecast([*others, *points], current, limit=0.8, now=NOW)
    assert found == window_forecast(points, current, limit=0.8, now=NOW)
    assert isinstance(found, Forecast)
    assert found.observations == 3
    assert found.basis.startswith("from 3 measurements in 0 h 40 min;")


@given(st.lists(st.tuples(st.integers(0, 119), st.floats(0, 1.5)), max_size=12))
def test_the_likely_moment_lies_between_the_earliest_and_the_latest(
    points: list[tuple[float, float]],
) -> None:
    found = window((0, 0.5), *points)
    if isinstance(found, Forecast):
        order = [at or found.ends_at for at in (found.earliest, found.likely, found.latest)]
        slack = timedelta(milliseconds=1)
        assert order[0] <= order[1] + slack
        assert order[1] <= order[2] + slack
        assert order[2] <= found.ends_at
