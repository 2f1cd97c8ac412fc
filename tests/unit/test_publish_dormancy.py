"""The owner hears in time that GitHub will switch a schedule off, and never without reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cv_action.publish.dormancy import schedule_warning
from cv_action.report.problem import Problem, Severity

LAST = datetime(2026, 9, 1, 12, tzinfo=UTC)


def told(
    days: float = 55,
    *,
    event: str = "schedule",
    last_commit: datetime | None = LAST,
    private: bool | None = False,
    changing: bool = False,
) -> Problem | None:
    return schedule_warning(
        event=event,
        last_commit=last_commit,
        private=private,
        now=LAST + timedelta(days=days),
        changing=changing,
    )


def sentence(days: float = 55, *, private: bool | None = False) -> str:
    problem = told(days, private=private)
    assert problem
    assert problem.severity is Severity.WARNING
    return problem.sentence


def test_a_quiet_public_repository_is_told_the_day_and_what_to_do() -> None:
    text = sentence()
    assert "55 days old" in text
    assert "2026-10-31" in text
    assert "Any commit" in text
    assert "gh workflow enable" in text
    assert "if this repository is public" not in text


@pytest.mark.parametrize(("days", "warned"), [(0, False), (49.99, False), (50, True), (59, True)])
def test_the_warning_begins_on_the_fiftieth_day(days: float, *, warned: bool) -> None:
    assert (told(days) is not None) is warned


def test_a_commit_from_the_future_worries_nobody() -> None:
    assert told(-400) is None


@pytest.mark.parametrize("event", ["push", "workflow_dispatch", ""])
def test_a_run_that_no_schedule_started_says_nothing_about_schedules(event: str) -> None:
    assert told(event=event) is None


def test_a_run_that_commits_is_activity_itself() -> None:
    assert told(changing=True) is None


def test_a_private_repository_keeps_its_schedules() -> None:
    assert told(private=True) is None


def test_an_unknown_commit_is_no_alarm() -> None:
    assert told(last_commit=None) is None


def test_where_github_does_not_say_who_sees_the_repository_the_warning_says_so() -> None:
    assert "if this repository is public" in sentence(private=None)


@pytest.mark.parametrize("days", [60, 200])
def test_past_the_day_no_day_is_promised(days: float) -> None:
    text = sentence(days)
    assert "was due on 2026-10-31" in text
    assert "any day" in text
