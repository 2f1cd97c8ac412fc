"""The ledger is told what was published, and never more than a line can hold."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from cv_action.ledger.codec import LONGEST_LINE, read_line, write_line
from cv_action.ledger.event import Held, Published, Writer
from cv_action.pipeline.published import gone_back, published
from cv_action.publish.change import File, Publication
from cv_action.publish.manifest import Hold

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
BY = Writer(run=7, attempt=1, job="cv", nonce="n")
PATHS = st.lists(st.text(max_size=300), max_size=120, unique=True)


def test_a_publication_is_told_by_its_commit_and_the_hashes_of_its_files() -> None:
    files = [File("out/cv.md", b"# CV\n"), File("cv.enhanced.json", b"{}")]
    event = published(Publication(commit_sha="a" * 40), files, by=BY, at=NOW)
    assert event == Published(
        id="n-published",
        at=NOW,
        by=BY,
        commit="a" * 40,
        files={file.path: sha256(file.data).hexdigest() for file in files},
    )


def test_a_proposal_is_told_by_its_number() -> None:
    event = published(Publication(commit_sha="a" * 64, pull_request=4), [], by=BY, at=NOW)
    assert (event.pull_request, event.commit) == (4, "a" * 64)


def test_what_is_no_commit_has_none() -> None:
    assert published(Publication(artifact="cv"), [], by=BY, at=NOW).commit is None


def test_going_back_is_told_by_what_was_gone_back_to_and_why_it_holds() -> None:
    hold = Hold(commit="b" * 40, inputs="c" * 64)
    event = gone_back(hold, by=BY, at=NOW)
    assert event == Held(id="n-held", at=NOW, by=BY, commit="b" * 40, inputs="c" * 64)


@given(paths=PATHS)
def test_however_many_files_there_are_the_line_can_be_read(paths: list[str]) -> None:
    files = [File(path, b"") for path in paths]
    event = published(Publication(), files, by=BY, at=NOW)
    line = write_line(event)
    assert len(line) <= LONGEST_LINE
    assert read_line(line) == event
    assert len(event.files) + event.more == len(paths)


def test_as_many_files_are_named_as_there_is_room_for() -> None:
    files = [File(f"out/{number:03}/cv.pdf", b"") for number in range(200)]
    event = published(Publication(), files, by=BY, at=NOW)
    assert 100 <= len(event.files) < 200
    assert event.more == 200 - len(event.files)
