"""The ways of handing back that commit nothing, through the artifacts of a real workflow engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cv_action.publish.way import Way
from tests.act_house import BETTER_EDITED, EDITED, OVERLAY, QUICK, TEXT, WITH_KEY, House, house
from tests.act_runner import Occasion
from tests.claude_terminal import BETTER, BULLETS
from tests.github_model import READING

pytestmark = [pytest.mark.loopback, pytest.mark.xdist_group("act-ways")]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path) as found:
        yield found
        assert set(found.world.github.steps()) <= READING


def by(way: Way) -> Occasion:
    return Occasion(
        secrets=WITH_KEY, inputs={**QUICK, "publish": way}, permissions={"contents": "read"}
    )


def test_an_artifact_holds_what_is_published_and_the_next_run_knows_it(place: House) -> None:
    first = place.run(by(Way.ARTIFACT)).outputs
    assert (first["outcome"], first["commit_sha"]) == ("enhanced", "")
    held = place.world.unpacked("cv")
    text = " ".join(held[TEXT].decode().split())
    assert all(better in text for better in BETTER.values())
    assert OVERLAY in held
    second = place.run(by(Way.ARTIFACT)).outputs
    assert (second["outcome"], second["calls"]) == ("unchanged", "0")
    place.edit(BULLETS[0], EDITED)
    third = place.run(by(Way.ARTIFACT)).outputs
    assert (third["outcome"], third["calls"]) == ("enhanced", "1")
    assert place.asked[1:] == [[EDITED]]
    assert BETTER_EDITED in " ".join(place.world.unpacked("cv")[TEXT].decode().split())


def test_words_are_kept_for_the_next_run_where_nothing_is_handed_back(place: House) -> None:
    first = place.run(by(Way.NONE))
    assert first.outputs["outcome"] == "enhanced"
    second = place.run(by(Way.NONE))
    assert second.outputs["calls"] == "0"
    assert len(place.asked) == 1
    texts = [(one.workspace / TEXT).read_bytes() for one in (first, second)]
    assert texts[0] == texts[1]
    assert BETTER[BULLETS[0]] in " ".join(texts[0].decode().split())
