"""A pull request's life in the workflow that people copy: opened, brought up to date, answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest

from cv_action.adapters.github_pull import BRANCH
from cv_action.publish.proposal import WITHDRAWN
from tests.act_house import (
    BETTER_EDITED,
    EDITED,
    OVERLAY,
    QUICK,
    SOURCE,
    TEXT,
    WITH_KEY,
    House,
    house,
)
from tests.act_runner import Ended, Occasion
from tests.claude_terminal import BETTER, BULLETS

pytestmark = [pytest.mark.loopback, pytest.mark.xdist_group("act-pulls")]
PROPOSING = Occasion(
    secrets=WITH_KEY,
    inputs={**QUICK, "publish": "pull-request"},
    permissions={"pull-requests": "write"},
)


@dataclass(frozen=True)
class Told:
    """A run, and how the pull request stood after it."""

    ended: Ended
    main: str
    branch: Mapping[str, bytes]
    state: str
    body: str
    asked: int

    @property
    def text(self) -> str:
        return " ".join(self.branch[TEXT].decode().split())


@dataclass(frozen=True)
class Life:
    """One repository, run after run; between them its owner edits, ticks and takes it over."""

    house: House
    opened: Told
    updated: Told
    answered: Told
    settled: Told
    quiet: Told


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    with house(tmp_path_factory.mktemp("act")) as place:
        opened = told(place)
        place.edit(BULLETS[0], EDITED)
        updated = told(place)
        tick(place, "Built the ledger in Rust")
        answered = told(place)
        proposed = place.world.github.files(BRANCH)
        place.write(
            {path: data for path, data in proposed.items() if place.files.get(path) != data}
        )
        settled = told(place)
        yield Life(place, opened, updated, answered, settled, told(place))


def told(place: House) -> Told:
    ended = place.run(PROPOSING)
    github = place.world.github
    pull = github.pulls[1]
    return Told(
        ended, github.head(), github.files(BRANCH), pull.state, pull.body or "",
        len(place.model.messages),
    )  # fmt: skip


def tick(place: House, words: str) -> None:
    """Let the owner tick one fact in their browser, which sends other ends of lines back."""
    pull = place.world.github.pulls[1]
    lines = (pull.body or "").splitlines()
    (wanted,) = (line for line in lines if line.startswith("- [ ] ") and words in line)
    ticked = [line.replace("[ ]", "[x]") if line == wanted else line for line in lines]
    pull.body = "\r\n".join(ticked) + "\r\n"


def test_a_first_run_opens_a_pull_request_and_leaves_the_branch_alone(life: Life) -> None:
    outputs = life.opened.ended.outputs
    assert (outputs["outcome"], outputs["pull_request_number"]) == ("enhanced", "1")
    assert life.opened.state == "open"
    assert life.house.world.github.objects.files(life.opened.main)["cv.json"] == SOURCE
    assert TEXT not in life.house.world.github.objects.files(life.opened.main)
    assert all(better in life.opened.text for better in BETTER.values())
    assert OVERLAY in life.opened.branch


def test_it_offers_each_statement_by_its_old_and_its_new_words(life: Life) -> None:
    offers = [line for line in life.opened.body.splitlines() if line.startswith("- [ ] ")]
    assert len(offers) == len(BULLETS)
    assert all(any(bullet in offer for offer in offers) for bullet in BULLETS)


def test_a_later_run_brings_it_up_to_date_and_asks_only_about_the_edit(life: Life) -> None:
    outputs = life.updated.ended.outputs
    assert (outputs["outcome"], outputs["pull_request_number"]) == ("enhanced", "1")
    assert list(life.house.world.github.pulls) == [1]
    assert life.house.asked[1:] == [[EDITED]]
    assert BETTER_EDITED in life.updated.text
    assert BETTER_EDITED[:-1] in life.updated.body


def test_a_tick_gives_that_statement_its_own_words_back_for_good(life: Life) -> None:
    assert EDITED in life.answered.text
    assert BETTER_EDITED not in life.answered.text
    assert BETTER[BULLETS[1]] in life.answered.text
    assert life.answered.state == "open"
    assert life.answered.asked == life.updated.asked


def test_it_is_closed_when_nothing_differs_any_more(life: Life) -> None:
    assert life.settled.ended.outputs["outcome"] == "unchanged"
    assert life.settled.state == "closed"
    assert WITHDRAWN in life.settled.body
    assert life.settled.asked == life.updated.asked


def test_no_other_is_opened_as_long_as_nothing_differs(life: Life) -> None:
    assert life.quiet.ended.outputs["outcome"] == "unchanged"
    assert list(life.house.world.github.pulls) == [1]
    assert life.quiet.main == life.settled.main
    assert life.quiet.asked == life.updated.asked
