"""Going back: what was published before is there again, in one commit and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from cv_action.errors import ConfigurationError, PublishError
from cv_action.publish.manifest import held, listed
from cv_action.report.run import Mode, Outcome
from tests.pasts import WORLDS, world
from tests.publications import (
    CV,
    JOB,
    MANIFEST,
    OVERLAY,
    PAGE,
    SOURCE,
    TEXT,
    House,
    house,
    made,
    published,
    whole,
)

EXTRA = "out/de/cv.txt"


@pytest.fixture(params=WORLDS)
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    with world(request.param, tmp_path) as one:
        yield house(one)


def test_one_step_back_is_the_publication_before(home: House) -> None:
    first, _ = published(home, 2)
    report = home.back()
    assert home.documents == made(0)
    now = home.world.now()
    assert now[OVERLAY] == b'{"number": 0}'
    assert (now[CV], now["notes.txt"]) == (SOURCE, b"mine")
    assert listed(now[MANIFEST], "out") == {
        path: sha256(data).hexdigest() for path, data in made(0).items()
    }
    assert (report.outcome, report.mode, report.source) == (Outcome.ROLLED_BACK, Mode.ROLLBACK, CV)
    assert first[:7] in report.reason
    assert set(report.changed_files) == {PAGE, TEXT, OVERLAY, MANIFEST}
    assert report.commit_sha


def test_it_is_one_commit_that_names_what_was_gone_back_to(home: House) -> None:
    first, second = published(home, 2)
    report = home.back()
    history = home.world.look().history
    assert list(history.touching(MANIFEST)) == [report.commit_sha, second, first]
    assert home.world.message().startswith(f"Roll the CV back to {first[:7]}\n\n")
    assert first in home.world.message()


def test_another_step_back_leads_further_and_not_forward_again(home: House) -> None:
    first, second, _ = published(home, 3)
    home.back()
    assert home.documents == made(1)
    report = home.back()
    assert home.documents == made(0)
    hold = held(home.world.now()[MANIFEST])
    assert hold
    assert (hold.commit, first[:7] in report.reason) == (first, True)
    with pytest.raises(ConfigurationError, match="No other publication"):
        home.back()
    assert home.documents == made(0)
    assert second not in home.world.message()


def test_after_a_new_publication_one_step_back_is_what_stood_before_it(home: House) -> None:
    first, _ = published(home, 2)
    home.back()
    home.publish(made(7))
    assert held(home.world.now()[MANIFEST]) is None
    home.back()
    assert home.documents == made(0)
    hold = held(home.world.now()[MANIFEST])
    assert hold
    assert hold.commit == first
    with pytest.raises(ConfigurationError):
        home.back()


@pytest.mark.parametrize("count", [0, 1])
def test_with_nothing_to_go_back_to_nothing_is_done_and_a_remedy_is_named(
    home: House, count: int
) -> None:
    list(published(home, count))
    before = home.world.now()
    with pytest.raises(ConfigurationError) as caught:
        home.back()
    assert "emergency-update" in caught.value.hint
    assert home.world.now() == before


def test_words_that_there_were_none_of_then_go(home: House) -> None:
    home.publish(made(0))
    home.publish(made(1), overlay=b"{}")
    home.back()
    assert OVERLAY not in home.world.now()


def test_a_document_that_is_newer_goes_where_it_stands_as_we_made_it(home: House) -> None:
    home.publish(made(0))
    home.publish(made(1, EXTRA, "out/kept.txt"))
    home.world.push({"out/kept.txt": b"by hand"})
    home.back()
    assert home.documents == made(0) | {"out/kept.txt": b"by hand"}


def test_a_document_that_comes_back_replaces_what_was_edited_by_hand(home: House) -> None:
    list(published(home, 2))
    home.world.push({PAGE: b"by hand"})
    home.back()
    assert home.documents == made(0)


def test_a_document_that_was_deleted_by_hand_comes_back(home: House) -> None:
    list(published(home, 2))
    home.world.push({PAGE: None})
    home.back()
    assert home.documents == made(0)


def test_a_file_of_somebodys_own_is_never_replaced(home: House) -> None:
    home.publish(made(0, EXTRA))
    home.publish(made(1))
    home.world.push({EXTRA: b"mine"})
    before = home.world.now()
    with pytest.raises(PublishError, match=r"out/de/cv\.txt") as caught:
        home.back()
    assert "Rename" in caught.value.hint
    assert home.world.now() == before


def test_the_same_bytes_are_no_other_publication(home: House) -> None:
    home.publish(made(0))
    home.publish(made(1))
    there = json.loads(home.world.now()[MANIFEST])
    home.world.push({MANIFEST: json.dumps(there).encode()})
    home.back()
    assert home.documents == made(0)


def test_other_words_for_the_same_documents_are_another_publication(home: House) -> None:
    home.publish(made(0), overlay=b"{}")
    home.world.push({**whole(made(1)), PAGE: b"broken"})
    home.publish(made(0), overlay=b'{"other": 1}')
    home.back()
    assert (home.documents, home.world.now()[OVERLAY]) == (made(0), b"{}")


def test_what_was_taken_away_by_hand_can_be_had_again(home: House) -> None:
    list(published(home, 2))
    home.world.push({PAGE: None, TEXT: None, MANIFEST: None})
    home.back()
    assert home.documents == made(1)


def test_a_publication_on_another_branch_is_never_found(home: House) -> None:
    home.publish(made(0))
    home.world.push(whole(made(8)), branch="side")
    home.publish(made(1))
    home.world.push(whole(made(9)), branch="side")
    home.back()
    with pytest.raises(ConfigurationError):
        home.back()
    assert home.documents == made(0)


def test_what_a_pull_request_brought_is_a_publication(home: House) -> None:
    home.publish(made(0))
    home.world.push(whole(made(1)), branch="side")
    home.world.push({"notes.txt": b"more"})
    brought = home.world.merge("side", whole(made(1)))
    home.publish(made(5))
    report = home.back()
    assert home.documents == made(1)
    assert brought[:7] in report.reason


def test_what_a_pull_request_proposed_before_it_was_merged_is_no_publication(home: House) -> None:
    first = home.publish(made(0))
    for number in (1, 2, 3):
        home.world.push(whole(made(number)), branch="side")
    home.world.merge("side", whole(made(3)))
    report = home.back()
    assert home.documents == made(0)
    assert first[:7] in report.reason


def test_a_cv_that_is_broken_today_is_no_hindrance(home: House) -> None:
    list(published(home, 2))
    home.world.push({CV: b'{"basics": '})
    home.back()
    assert home.documents == made(0)
    assert home.world.now()[CV] == b'{"basics": '


def test_without_a_cv_nothing_is_known_to_go_back_to(home: House) -> None:
    list(published(home, 2))
    home.world.push({CV: None})
    with pytest.raises(ConfigurationError):
        replace(home, job=replace(JOB, cv="")).back()
