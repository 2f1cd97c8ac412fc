"""A reply says its time and how long to wait, if that makes sense; a request shows no secret."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cv_action.adapters.http_message import Reply, Request

URL = "https://results.example/a?sig=SECRET%2BSIG"
DATE = "Mon, 23 Nov 2026 09:00:00 GMT"


@pytest.mark.parametrize(
    "date", [DATE, "Mon, 23 Nov 2026 10:00:00 +0100", DATE.replace("GMT", "-0000")]
)
def test_the_servers_time_is_in_utc(date: str) -> None:
    reply = Reply(status=200, headers={"date": date}, body=b"")
    assert reply.date == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    assert reply.date.utcoffset() == timedelta(0)


@pytest.mark.parametrize("asked", ["soon", "-1", "", "٣", "1.5", "Mon, 99 Nov 2026 09:00:00 GMT"])
def test_a_wait_that_makes_no_sense_is_none(asked: str) -> None:
    reply = Reply(status=429, headers={"retry-after": asked, "date": DATE}, body=b"")
    assert reply.retry_after is None


def test_a_wait_that_is_over_is_no_wait() -> None:
    earlier = "Mon, 23 Nov 2026 08:00:00 GMT"
    reply = Reply(status=429, headers={"retry-after": earlier, "date": DATE}, body=b"")
    assert reply.retry_after == timedelta(0)


@pytest.mark.parametrize("date", ["", "yesterday", "Mon, 23 Nov 99999 09:00:00 GMT"])
def test_a_date_that_makes_no_sense_is_none(date: str) -> None:
    assert Reply(status=200, headers={"date": date}, body=b"").date is None


def test_a_request_shows_no_secret_in_its_repr() -> None:
    headers = {"Authorization": "Bearer SECRET"}
    request = Request(method="PUT", url=URL, headers=headers, body=b"SECRET", idempotent=True)
    assert "SECRET" not in repr(request)
    assert "SECRET" not in repr(Reply(status=200, headers={"location": URL}, body=b"SECRET"))
