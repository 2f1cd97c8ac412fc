"""Leaving a segment on the shelf: in the next free place, where everybody finds it, or nowhere."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from cv_action.ledger.event import RunFinished
from cv_action.ledger.memory import Memory
from cv_action.ledger.naming import SLOTS, segment_name, week_of
from cv_action.ledger.reading import read
from cv_action.ledger.segment import unpack
from cv_action.ledger.store import NotPlaced, Obstacle, Placed, StoreError
from cv_action.ledger.writing import PATIENCE, Desk, NotWritten, Written, write
from tests.ledger_events import NOW, OURS, alert
from tests.ledger_shelves import CountingHand, desk, ids, put, seen
from tests.shelf import Hand, Mishap, Shelf

RUN = 7
EMPTY = Memory(horizon=NOW, now=NOW)


def name(slot: int, at: datetime = NOW) -> str:
    return segment_name(week_of(at), slot)


def names(shelf: Shelf) -> list[str]:
    return [entry.name for entry, _ in shelf.entries.values()]


@dataclass
class RefusingHand(CountingHand):
    """A hand whose uploads end as they are told to, and then as usual."""

    answers: list[Obstacle] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)

    def place(self, name: str, data: bytes) -> Placed | NotPlaced:
        self.tried.append(name)
        if self.answers:
            obstacle = self.answers.pop(0)
            return NotPlaced(obstacle, f"it is {obstacle}")
        return super().place(name, data)


@dataclass
class Waiting:
    """A desk at which something happens at each pause."""

    shelf: Shelf
    hand: Hand
    pauses: int = 0
    happens_at: int = -1

    @property
    def desk(self) -> Desk:
        return Desk(store=self.hand, run=RUN, now=lambda: self.shelf.now, pause=self.pause)

    def pause(self) -> None:
        self.pauses += 1
        if self.pauses == self.happens_at:
            put(self.shelf, at=self.shelf.now, slot=1, run=RUN)


def written(shelf: Shelf, hand: Hand, memory: Memory = EMPTY) -> Written:
    answer = write(desk(shelf, hand), memory)
    assert isinstance(answer, Written)
    return answer


def test_the_first_segment_of_a_run_lies_in_the_first_place_of_the_week() -> None:
    shelf = Shelf()
    answer = written(shelf, Hand(shelf, RUN), EMPTY.with_events([alert("a")]))
    assert names(shelf) == [name(0)]
    entry, data = shelf.entries[answer.id]
    assert entry.run == RUN
    assert unpack(data) == EMPTY.with_events([alert("a")]).as_segment()


def test_a_week_is_that_of_the_desks_clock_and_not_of_the_memory() -> None:
    shelf = Shelf(now=NOW + timedelta(weeks=1))
    written(shelf, Hand(shelf, RUN))
    assert names(shelf) == [name(0, shelf.now)] != [name(0)]


def test_a_run_goes_on_in_its_next_place_without_trying_the_one_before() -> None:
    shelf = Shelf()
    hand, memory = RefusingHand(shelf, RUN), EMPTY
    for _ in range(SLOTS):
        memory = written(shelf, hand, memory).memory
    assert names(shelf) == hand.tried == [name(slot) for slot in range(SLOTS)]
    assert memory.absorbed == set(shelf.entries)
    assert {(entry.name, entry.run) for entry in memory.listed} == {
        (entry.name, RUN) for entry in shelf.visible()
    }


def test_a_run_that_has_used_every_place_writes_nothing_more() -> None:
    shelf = Shelf()
    hand, memory = RefusingHand(shelf, RUN), EMPTY
    for _ in range(SLOTS):
        memory = written(shelf, hand, memory).memory
    before = dict(shelf.entries)
    answer = write(desk(shelf, hand), memory)
    assert answer == NotWritten("this run has used all 16 places of this week")
    assert shelf.entries == before
    assert len(hand.tried) == SLOTS


def test_other_runs_have_the_same_places() -> None:
    shelf = Shelf()
    for run in (1, 2, 3):
        written(shelf, Hand(shelf, run), read(Hand(shelf, run), around=shelf.now))
    assert names(shelf) == [name(0)] * 3


@pytest.mark.parametrize("obstacle", [Obstacle.TAKEN, Obstacle.BURNT])
def test_a_place_that_is_taken_or_burnt_is_left_behind(obstacle: Obstacle) -> None:
    shelf = Shelf()
    hand = RefusingHand(shelf, RUN, answers=[obstacle])
    written(shelf, hand)
    assert hand.tried == [name(0), name(1)]
    assert names(shelf) == [name(1)]


def test_a_second_attempt_finds_the_places_of_the_first_taken() -> None:
    shelf = Shelf()
    written(shelf, Hand(shelf, RUN))
    first = dict(shelf.entries)
    written(shelf, Hand(shelf, RUN), EMPTY.with_events([alert("b")]))
    assert names(shelf) == [name(0), name(1)]
    assert first.items() <= shelf.entries.items()


@pytest.mark.parametrize("obstacle", [Obstacle.FULL, Obstacle.UNAVAILABLE])
def test_a_shelf_that_takes_nothing_is_not_asked_again(obstacle: Obstacle) -> None:
    shelf = Shelf()
    hand = RefusingHand(shelf, RUN, answers=[obstacle])
    assert write(desk(shelf, hand), EMPTY) == NotWritten(f"it is {obstacle}")
    assert hand.tried == [name(0)]
    assert shelf.entries == {}


@pytest.mark.parametrize("obstacle", [Obstacle.TAKEN, Obstacle.BURNT])
def test_no_place_is_used_above_two_that_nobody_sees(obstacle: Obstacle) -> None:
    shelf = Shelf()
    hand = RefusingHand(shelf, RUN, answers=[obstacle] * 2)
    waiting = Waiting(shelf, hand)
    answer = write(waiting.desk, EMPTY)
    assert answer == NotWritten("parallel jobs of this run are in the middle of their uploads")
    assert hand.tried == [name(0), name(1)]
    assert waiting.pauses == PATIENCE
    assert hand.names == [name(0), name(1)] * PATIENCE


@pytest.mark.parametrize("pause", range(1, PATIENCE))
def test_a_job_waits_until_the_others_upload_is_seen(pause: int) -> None:
    shelf = Shelf()
    hand = RefusingHand(shelf, RUN, answers=[Obstacle.TAKEN] * 2)
    waiting = Waiting(shelf, hand, happens_at=pause)
    assert isinstance(write(waiting.desk, EMPTY), Written)
    assert waiting.pauses == pause
    assert names(shelf) == [name(1), name(2)]
    assert len(seen(shelf)[0].listed) == 2


@pytest.mark.parametrize("slot", [0, 1])
def test_any_runs_segment_below_leads_a_reader_up(slot: int) -> None:
    shelf = Shelf()
    put(shelf, at=NOW, slot=slot, run=99)
    hand = RefusingHand(shelf, RUN, answers=[Obstacle.BURNT] * 2)
    memory = read(hand, around=NOW)
    asked = len(hand.names)
    written(shelf, hand, memory.with_events([alert("a")]))
    assert names(shelf)[-1] == name(2)
    assert len(hand.names) == asked
    assert "a" in ids(seen(shelf)[0])


def test_a_segment_two_places_below_leads_up_and_one_three_below_does_not() -> None:
    shelf = Shelf()
    put(shelf, at=NOW, slot=0, run=99)
    hand = RefusingHand(shelf, RUN, answers=[Obstacle.BURNT] * 3)
    answer = write(desk(shelf, hand), read(hand, around=NOW))
    assert isinstance(answer, NotWritten)
    assert hand.tried == [name(0), name(1), name(2)]


@pytest.mark.parametrize("mishaps", [[m, n] for m in Mishap for n in (*Mishap, None)], ids=str)
def test_whatever_goes_wrong_what_was_written_is_found_and_nothing_is_replaced(
    mishaps: list[Mishap | None],
) -> None:
    shelf = Shelf()
    put(shelf, alert("before"), at=NOW, run=1)
    before = dict(shelf.entries)
    hand = Hand(shelf, RUN, mishaps=mishaps)
    memory = read(hand, around=NOW).with_events([alert("a")])
    answers = [write(desk(shelf, hand), memory) for _ in range(3)]
    assert before.items() <= shelf.entries.items()
    found = seen(shelf)[0]
    placed = {answer.id for answer in answers if isinstance(answer, Written)}
    assert placed <= {entry.id for entry in found.listed}
    assert ids(found) == {"before"} | ({"a"} if placed else set())


def test_what_makes_no_segment_is_not_written_and_says_why() -> None:
    shelf = Shelf()
    stages = {f"{number:0200}": number for number in range(200)}
    long = RunFinished(id="f", at=NOW, by=OURS, mode="m", outcome="o", stages=stages)
    answer = write(desk(shelf, Hand(shelf, RUN)), EMPTY.with_events([long]))
    assert isinstance(answer, NotWritten)
    assert answer.reason.startswith("what is known cannot be made a segment: it has a line of")
    assert shelf.entries == {}


def test_a_shelf_that_cannot_be_listed_while_waiting_is_an_error() -> None:
    shelf = Shelf(down=True)
    hand = RefusingHand(shelf, RUN, answers=[Obstacle.TAKEN] * 2)
    with pytest.raises(StoreError):
        write(desk(shelf, hand), EMPTY)
