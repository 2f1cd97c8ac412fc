"""Whoever comes first, whoever dies and whatever the list forgets: the limits hold."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from cv_action.ledger.accounts import bookings, total
from cv_action.ledger.reading import read
from tests.jobs import SPAN, Job, Scheduler, Truth, light_segments
from tests.ledger_worlds import EDGES, LIMITS, overspent, plan
from tests.shelf import Hand, Mishap, Shelf

pytestmark = pytest.mark.no_cover  # counting lines would take longer than the orders do
SEEDS = range(40)
EACH = 500


def mishaps(draw: random.Random) -> list[Mishap | None]:
    return [draw.choice((None, None, None, *Mishap)) for _ in range(draw.randint(0, 3))]


def world(
    seed: int, *, lag: timedelta = timedelta(0), matrix: float | None = None
) -> tuple[Shelf, Truth, list[Job]]:
    """Up to eight jobs in random order, with everything that can happen to them."""
    draw = random.Random(seed)
    shelf, truth, scheduler = Shelf(now=draw.choice(EDGES)), Truth(), Scheduler(seed)
    drawn = draw.choice((0, 0, 0.5, 0.8))
    matrix = drawn if matrix is None else matrix
    jobs = []
    for number in range(draw.randint(2, 8)):
        ours = plan(draw, number, matrix=matrix)
        hand = Hand(shelf, ours.run, scheduler.turn, mishaps(draw))
        job = Job(
            plan=ours, nonce=f"n{number}", store=hand, limits=LIMITS, clock=lambda: shelf.now,
            truth=truth, turn=scheduler.turn,
        )  # fmt: skip
        jobs.append(job)
        scheduler.add(job.work)

    def between() -> None:
        shelf.now += timedelta(seconds=draw.choice((0, 0, 1, 1, 2, 5, 60)))
        shelf.lag = lag if draw.random() < 0.3 else timedelta(0)

    scheduler.run(crash=draw.choice((0, 0.01, 0.05)), between=between)
    for job in jobs:
        if draw.random() < 0.5:
            scheduler.add(job.settle_after_crash)
    scheduler.run(crash=0, between=between)
    return shelf, truth, jobs


@pytest.mark.parametrize("block", SEEDS)
def test_no_order_of_events_passes_a_limit(block: int) -> None:
    granted = refused = 0
    with light_segments():
        for seed in range(block * EACH, (block + 1) * EACH):
            _, truth, jobs = world(seed)
            assert overspent(truth) <= 0, seed
            assert all(sum(job.plan.calls) <= LIMITS.run for job in jobs)
            granted, refused = granted + truth.granted, refused + len(truth.refused)
    assert granted > EACH
    assert refused > EACH / 2


@pytest.mark.parametrize("block", range(4))
def test_what_is_remembered_is_never_less_than_what_was_spent(block: int) -> None:
    with light_segments():
        for seed in range(block * EACH, (block + 1) * EACH):
            shelf, truth, _ = world(seed)
            memory = read(Hand(shelf, 999), around=shelf.now)
            booked = bookings(memory.events)
            for at, _ in truth.spent:
                assert total(booked, at.date(), at.date()) >= truth.on_day(at), seed


@pytest.mark.parametrize("block", range(4))
def test_a_list_that_lags_costs_at_most_one_job_limit_for_each_job_that_it_hides(
    block: int,
) -> None:
    over = tight = 0
    with light_segments():
        for seed in range(block * EACH, (block + 1) * EACH):
            shelf, truth, _ = world(seed, lag=timedelta(minutes=10), matrix=0)
            hidden = len(shelf.overlooked)
            assert overspent(truth, hidden) <= 0, seed
            over += overspent(truth) > 0
            tight += overspent(truth) > 0 and hidden <= 2
    assert over > 0
    assert tight > 0


def test_a_job_makes_no_call_after_its_reservation_has_ended() -> None:
    late = 0
    with light_segments():
        for seed in range(EACH):
            _, truth, jobs = world(seed)
            ends = [job.reserved.until for job in jobs if job.reserved and job.journal]
            late += sum(at > max(ends) for at, _ in truth.spent)
            assert all(
                call.at <= job.reserved.until and call.at <= job.reserved.at + SPAN
                for job in jobs
                if job.reserved
                for call in job.journal
            )
    assert late == 0
