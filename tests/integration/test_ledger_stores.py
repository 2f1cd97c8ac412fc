"""Every shelf of segments keeps the same promises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest

from cv_action.ledger.store import LedgerStore, Listed, NotPlaced, Obstacle, Placed, SegmentError
from tests.stores import SHELVES, StoreOf

NAME = "cv-ledger-2026-W48-0"
OTHER = "cv-ledger-2026-W48-1"
PROBE = b"PK\x03\x04 a segment"


class Make(Protocol):
    def __call__(self, folder: Path) -> AbstractContextManager[StoreOf]: ...


@pytest.fixture(params=SHELVES, ids=lambda shelf: shelf.__name__)
def store_of(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[StoreOf]:
    make: Make = request.param
    with make(tmp_path) as store_of:
        yield store_of


@pytest.fixture
def store(store_of: StoreOf) -> LedgerStore:
    return store_of(1)


def placed(store: LedgerStore, name: str = NAME, data: bytes = PROBE) -> int:
    answer = store.place(name, data)
    assert isinstance(answer, Placed)
    return answer.id


def only(store: LedgerStore, name: str = NAME) -> Listed:
    (entry,) = store.listed(name).entries
    return entry


def test_an_empty_shelf_has_a_time_and_nothing_else(store: LedgerStore) -> None:
    listing = store.listed(NAME)
    assert listing.entries == ()
    assert listing.now.utcoffset() == timedelta(0)
    assert store.listed(None).entries == ()
    assert store.listed(None).complete


def test_a_segment_is_listed_under_its_name_with_its_run_and_moment(store_of: StoreOf) -> None:
    id_ = placed(store_of(7))
    entry = only(store_of(1))
    assert (entry.id, entry.name, entry.run, entry.expired) == (id_, NAME, 7, False)
    assert entry.created_at == store_of(1).listed(NAME).now


def test_a_segment_is_listed_under_no_other_name(store: LedgerStore) -> None:
    placed(store)
    for other in (OTHER, "cv-ledger-2026-W48", NAME.upper(), f"{NAME}-0", ""):
        assert store.listed(other).entries == ()


def test_without_a_name_everything_is_listed(store: LedgerStore) -> None:
    ids = {placed(store, NAME), placed(store, OTHER)}
    listing = store.listed(None)
    assert {entry.id for entry in listing.entries} == ids
    assert listing.complete


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x00", id="zero"),
        pytest.param(b"\r\n\n\r", id="line ends"),
        pytest.param(bytes(range(256)), id="all bytes"),
        pytest.param(b"\x1f\x8b\x08\x00", id="looks like gzip"),
        pytest.param(b"\xef\xbb\xbf{}", id="looks like text"),
        pytest.param(bytes(range(250)) * 68_000, id="three blocks"),
        pytest.param(bytes(8 * 2**20), id="one whole block"),
    ],
)
def test_a_segment_comes_back_byte_for_byte(store_of: StoreOf, data: bytes) -> None:
    placed(store_of(1), data=data)
    reader = store_of(2)
    assert reader.fetch(only(reader)) == data


def test_a_run_uses_a_name_once_and_what_lies_there_stays(store: LedgerStore) -> None:
    id_ = placed(store)
    again = store.place(NAME, b"another")
    assert isinstance(again, NotPlaced)
    assert again.obstacle is Obstacle.TAKEN
    assert again.reason
    assert only(store).id == id_
    assert store.fetch(only(store)) == PROBE


def test_another_attempt_of_a_run_finds_its_names_taken(store_of: StoreOf) -> None:
    placed(store_of(1))
    again = store_of(1).place(NAME, PROBE)
    assert isinstance(again, NotPlaced)
    assert again.obstacle is Obstacle.TAKEN


def test_another_run_may_use_the_same_name(store_of: StoreOf) -> None:
    first, second = placed(store_of(1)), placed(store_of(2), data=b"second")
    reader = store_of(3)
    found = {entry.id: entry for entry in reader.listed(NAME).entries}
    assert {id_: entry.run for id_, entry in found.items()} == {first: 1, second: 2}
    assert reader.fetch(found[first]) == PROBE
    assert reader.fetch(found[second]) == b"second"


def test_ids_are_unique_and_grow_over_runs_and_names(store_of: StoreOf) -> None:
    ids = [placed(store_of(run), name) for run in (3, 1, 2) for name in (OTHER, NAME)]
    assert len(ids) == 6
    assert ids == sorted(set(ids))


def test_a_segment_that_is_not_there_is_one_that_cannot_be_had(store: LedgerStore) -> None:
    placed(store)
    with pytest.raises(SegmentError) as caught:
        store.fetch(replace(only(store), id=999_999))
    assert caught.value.message
