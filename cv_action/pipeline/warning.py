"""Telling the owner that a limit is near: once for each threshold and period."""

from __future__ import annotations

from cv_action.ledger.accounts import bookings
from cv_action.ledger.event import AlertCleared, AlertRaised
from cv_action.pipeline.till import Till
from cv_action.quota.alerts import due, gone, money_gauges, window_gauges
from cv_action.quota.budget import periods
from cv_action.quota.windows import windows
from cv_action.report.problem import Problem, Severity


def warn(till: Till, thresholds: tuple[int, ...]) -> tuple[Problem, ...]:
    """A warning for each limit that is newly near, remembered so that it is not given again.

    Why settled first: what was reserved and not spent is nothing to warn of.
    """
    till.settle()
    now, by, known = till.keeping.desk.now(), till.keeping.by, till.known
    money = periods(bookings(known), till.limits, since=now, until=now)
    gauges = (*money_gauges(money), *window_gauges(windows(known, now)))
    alerts = due(gauges, thresholds, known)
    till.events += [
        AlertRaised(id=f"{by.nonce}-alert-{alert.key}", at=now, by=by, alert=alert.key)
        for alert in alerts
    ]
    till.events += [
        AlertCleared(id=f"{by.nonce}-gone-{key}", at=now, by=by, alert=key)
        for key in gone(gauges, known)
    ]
    return tuple(
        Problem(alert.text, severity=Severity.WARNING) for alert in alerts if not alert.silent
    )
