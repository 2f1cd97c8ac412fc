"""When GitHub switches a repository's schedules off, told to the owner before it happens.

A CV that does not change makes no commit, so a repository that does its work well looks deserted.
Sources: https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
(public repositories, 60 days without activity) and
https://docs.github.com/actions/how-tos/manage-workflow-runs/disable-and-enable-workflows
(how to switch on again). What activity is, GitHub does not say; a commit is some.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from cv_action.report.problem import Problem, Severity

SCHEDULE: Final = "schedule"
"""The event of a scheduled run."""

_OFF_AFTER: Final = timedelta(days=60)
_WARN_AFTER: Final = timedelta(days=50)
"""Why so early: a schedule of once a week gets to say it at least once."""

_REMEDY: Final = """\
Any commit counts as activity. Once the schedule is off, switch it on again with "Enable workflow" \
on its page under Actions, or with `gh workflow enable`"""


def quiet(last_commit: datetime, now: datetime) -> bool:
    """Whether a repository has stood still for so long that its schedules are near their end."""
    return now - last_commit >= _WARN_AFTER


def schedule_warning(
    *,
    event: str,
    last_commit: datetime | None,
    private: bool | None,
    now: datetime,
    changing: bool,
) -> Problem | None:
    """What the owner should know about the schedule that started this run; mostly nothing.

    ``event`` is the run's (``GITHUB_EVENT_NAME``), ``last_commit`` the moment of the newest commit
    of the default branch (UTC), ``changing`` whether this run commits. None stands for what
    GitHub did not say: without ``last_commit`` nothing is told, without ``private`` it is told
    for the case that the repository is public.
    """
    if event != SCHEDULE or changing or private or last_commit is None:
        return None
    if not quiet(last_commit, now):
        return None
    public = "" if private is False else ", if this repository is public"
    return Problem(
        f"The newest commit here is {(now - last_commit).days} days old. After 60 days without "
        f"activity GitHub switches schedules off{public}: {_when(last_commit, now)}. {_REMEDY}",
        severity=Severity.WARNING,
    )


def _when(last_commit: datetime, now: datetime) -> str:
    """Why two: a run past the day shows that something counted of which GitHub says not what."""
    end = last_commit + _OFF_AFTER
    if now < end:
        return f"this one on {end:%Y-%m-%d}, if nothing else counts as activity until then"
    return f"by that commit this one was due on {end:%Y-%m-%d}, so it may stop any day"
