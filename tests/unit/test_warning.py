"""The owner is told that a limit is near: once for each threshold and period."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from cv_action.claude.lane import Lane
from cv_action.claude.reply import Sighting
from cv_action.ledger.event import AlertCleared, AlertRaised, Reserved
from cv_action.report.problem import Severity
from cv_action.report.run import RunReport
from tests.asked_cv import RUNBOOK, changed
from tests.asked_runs import EDITOR, House, house_with_a_key
from tests.lanes import sees, thorough

HOURS = timedelta(hours=30)


def near(report: RunReport, word: str) -> list[str]:
    assert all(problem.severity is Severity.WARNING for problem in report.problems)
    return [
        one.message for one in report.problems if word in one.message and "alert" in one.message
    ]


def spend(house: House, number: int) -> RunReport:
    house.folder.files["cv.json"] = changed(RUNBOOK, f"{RUNBOOK} in hall {number}")
    return house.run()


def raised(house: House) -> list[str]:
    return [event.alert for event in house.of(AlertRaised)]


def test_far_from_every_limit_nobody_is_warned() -> None:
    house = house_with_a_key()
    assert near(house.run(), "") == []
    assert raised(house) == []


def test_a_threshold_speaks_once_in_its_day_and_again_on_the_next() -> None:
    house = house_with_a_key()
    house.thresholds = (2, 4, 90)
    house.api.otherwise = thorough(EDITOR)
    told = []
    for number in range(5):
        told += near(spend(house, number), "18 November 2026's")
    assert len(told) == 2
    house.wait(timedelta(days=1))
    for number in range(5, 11):
        told += near(spend(house, number), "19 November 2026's")
    assert len(told) == 4
    assert "18 November 2026's $1.00 is spent" in told[0]
    assert "19 November 2026's $1.00 is spent" in told[2]


def test_what_was_reserved_and_not_spent_is_nothing_to_warn_of() -> None:
    house = house_with_a_key(run="0.30", day="0.30")
    report = house.run()
    assert report.usd > 0
    assert house.of(Reserved)[0].usd > Decimal("0.2")
    assert near(report, "") == []


def test_of_several_thresholds_that_are_passed_at_once_the_highest_speaks() -> None:
    house = House()
    house.only(Lane.SUBSCRIPTION)
    week = Sighting(
        window="seven_day", status="allowed", utilization=0.93, resets_at=house.now + HOURS
    )
    house.plan.otherwise = sees(week, step=EDITOR)
    (told,) = near(house.run(), "seven-day")
    assert told.endswith("this alert is set at 90 %")
    assert [key.rpartition(":")[2] for key in raised(house)] == ["50", "75", "90"]
    assert near(house.run(), "seven-day") == []


def test_what_is_over_is_written_down_as_over() -> None:
    house = House()
    house.only(Lane.SUBSCRIPTION)
    week = Sighting(
        window="seven_day", status="allowed", utilization=0.6, resets_at=house.now + HOURS
    )
    house.plan.otherwise = sees(week, step=EDITOR)
    house.run()
    house.wait(2 * HOURS)
    house.run()
    assert [event.alert for event in house.of(AlertCleared)] == raised(house)
    house.run()
    assert len(house.of(AlertCleared)) == 1
