"""The workflow that people copy, word for word, with the action in its container."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest

from cv_action.ledger.accounts import bookings
from cv_action.ledger.event import Called, Reserved
from tests.act_house import MANIFEST, OVERLAY, PAGES, SOURCE, WITH_KEY, House, house
from tests.act_runner import PATIENCE, Occasion
from tests.claude_terminal import BETTER
from tests.image.act_engine import Containers, Ran, containers, ran
from tests.image.engine import Image
from tests.messages_answers import Answer, Asked

pytestmark = [pytest.mark.image, pytest.mark.loopback]
PUSHED = Occasion(secrets=WITH_KEY)
MADE = {f"cv-output/{name}" for name in PAGES} | {MANIFEST, OVERLAY}


@dataclass(frozen=True)
class Story:
    """Two runs of one repository, with the branch's head after each."""

    house: House
    first: Ran
    head: str
    asked: int
    second: Ran


@pytest.fixture(scope="module")
def story(image: Image, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("container")
    with house(folder) as place, containers(image.store, folder, model=place.model.url) as engine:
        first = engine.run(place.world, PUSHED)
        head, asked = place.world.github.head(), len(place.model.messages)
        yield Story(place, first, head, asked, engine.run(place.world, PUSHED))


def test_a_first_run_words_renders_and_commits(story: Story) -> None:
    assert story.first.code == 0, story.first.log
    assert story.first.output("outcome") == "enhanced"
    assert story.first.output("commit_sha") == story.head
    files = story.house.world.github.objects.files(story.head)
    assert set(files) >= MADE
    assert files["cv.json"] == SOURCE
    text = " ".join(files["cv-output/cv.txt"].decode().split())
    assert all(better in text for better in BETTER.values())


def test_the_step_after_ours_sees_what_became_of_it(story: Story) -> None:
    assert f"enhanced: {story.first.output('reason')}" in story.first.told
    assert set(story.first.told) >= MADE


def test_a_second_run_asks_nothing_and_commits_nothing(story: Story) -> None:
    assert story.second.code == 0, story.second.log
    assert story.second.output("outcome") == "unchanged"
    assert story.house.world.github.head() == story.head
    assert len(story.house.model.messages) == story.asked == 1


def test_a_cancelled_run_is_settled_by_the_post_step(image: Image, tmp_path: Path) -> None:
    begun = Event()

    def held(_: Asked) -> Answer:
        begun.set()
        return Answer(data={}, slow=PATIENCE)

    with house(tmp_path, held) as place:
        with containers(image.store, tmp_path, model=place.model.url) as engine:
            cancelled = cancel(engine, place, begun)
        assert cancelled.code != 0
        (reserved,) = (event for event in place.events() if isinstance(event, Reserved))
        (called,) = (event for event in place.events() if isinstance(event, Called))
        (booked,) = bookings(place.events())
        assert (booked.open, booked.usd) == (False, called.usd)
        assert called.usage is None
        assert 0 < booked.usd < reserved.usd


def cancel(engine: Containers, place: House, begun: Event) -> Ran:
    """A run whose step is ended while the model has not answered yet."""
    with engine.started(place.world, PUSHED) as process:
        assert begun.wait(PATIENCE)
        engine.kill()
        return ran(process)
