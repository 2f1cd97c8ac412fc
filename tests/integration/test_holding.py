"""What somebody went back to holds until something changes that documents are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from cv_action.errors import ConfigurationError
from cv_action.pipeline.holding import fingerprint, held_back
from cv_action.pipeline.ports import Job
from cv_action.publish.manifest import Hold, manifest_of
from cv_action.render.options import Format, PageSize, RenderOptions
from cv_action.report.run import Mode
from tests.asked_runs import House as AskingHouse
from tests.fakes import MemoryFolder
from tests.pasts import WORLDS, MemoryWorld, world
from tests.publications import CV, JOB, MANIFEST, OVERLAY, SOURCE, House, house, made, published

USUAL = replace(JOB, mode=Mode.COMPREHENSIVE)
PNG = b"\x89PNG\r\n\x1a\n"
WITH_PHOTO = b'{"basics": {"name": "Maren Oduya", "image": "me.png"}}'


@pytest.fixture(params=WORLDS)
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    with world(request.param, tmp_path) as one:
        yield house(one)


def gone_back(home: House, job: Job = JOB) -> House:
    list(published(home, 2))
    replace(home, job=replace(job, mode=Mode.ROLLBACK)).back()
    return home


def why(home: House, job: Job = USUAL) -> str:
    return held_back(job, home.ports())


def test_a_run_leaves_alone_what_was_gone_back_to(home: House) -> None:
    first, _ = published(home, 2)
    assert why(home) == ""
    home.back()
    assert first[:7] in why(home)
    assert why(home).endswith(").")


def test_it_holds_until_the_cv_changes_and_again_when_that_is_undone(home: House) -> None:
    gone_back(home)
    home.world.push({CV: SOURCE + b"\n"})
    assert why(home) == ""
    home.world.push({CV: SOURCE})
    assert why(home)


def test_what_the_owner_does_elsewhere_does_not_end_it(home: House) -> None:
    gone_back(home)
    home.world.push({OVERLAY: b'{"another": 1}', "notes.txt": b"more"})
    assert why(home)


def test_a_new_publication_ends_it(home: House) -> None:
    gone_back(home)
    home.publish(made(5))
    assert why(home) == ""


@pytest.mark.parametrize("mode", sorted(set(Mode) - {Mode.EMERGENCY_UPDATE}))
def test_the_mode_does_not_matter(mode: Mode) -> None:
    assert why(gone_back(house(MemoryWorld())), replace(JOB, mode=mode))


def test_an_emergency_and_a_refresh_end_it() -> None:
    home = gone_back(house(MemoryWorld()))
    assert why(home, replace(USUAL, anew=True)) == ""
    assert why(home, replace(USUAL, mode=Mode.EMERGENCY_UPDATE)) == ""


@pytest.mark.parametrize(
    "job",
    [
        replace(USUAL, variants=("backend",)),
        replace(USUAL, options=RenderOptions(page_size=PageSize.LETTER)),
        replace(USUAL, options=RenderOptions(formats=(Format.HTML,))),
        replace(USUAL, options=RenderOptions(photo=True)),
        replace(USUAL, job_description="notes.txt"),
    ],
)
def test_a_setting_of_the_documents_ends_it(job: Job) -> None:
    home = gone_back(house(MemoryWorld()))
    assert why(home)
    assert why(home, job) == ""


def test_another_model_or_message_does_not_matter() -> None:
    home = gone_back(house(MemoryWorld()))
    asking = AskingHouse().asking()
    other = replace(asking, policy=replace(asking.policy, model="another"))
    assert why(home, replace(USUAL, asking=other, message="{mode}"))


def test_a_new_job_description_or_photo_ends_it() -> None:
    home = house(MemoryWorld())
    job = replace(USUAL, job_description="ad.md", options=RenderOptions(photo=True))
    home.world.push({CV: WITH_PHOTO, "ad.md": b"Python", "me.png": PNG})
    gone_back(home, job)
    assert why(home, job)
    for path, data in {"ad.md": b"Rust", "me.png": PNG + b"2"}.items():
        before = home.world.now()[path]
        home.world.push({path: data})
        assert why(home, job) == ""
        home.world.push({path: before})
        assert why(home, job)


def test_a_proposal_that_waits_to_be_taken_holds_too() -> None:
    home = house(MemoryWorld())
    list(published(home, 1))
    look = home.world.look()
    hold = Hold(commit="a" * 40, inputs=fingerprint(USUAL, look.files))
    waiting = MemoryFolder({MANIFEST: manifest_of("out", [], hold).data})
    assert held_back(USUAL, replace(home.ports(), kept=waiting))
    assert held_back(USUAL, replace(home.ports(), kept=MemoryFolder())) == ""


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b'{"held": 1}', b'{"held": {"commit": "a", "inputs": "b"}}', b"[" * 100_000],
)
def test_what_is_no_manifest_holds_nothing(data: bytes) -> None:
    home = house(MemoryWorld())
    home.world.push({MANIFEST: data})
    assert why(home) == ""


BROKEN: tuple[Callable[[Job], Job], ...] = (
    lambda job: job,
    lambda job: replace(job, job_description="missing.md"),
    lambda job: replace(job, options=RenderOptions(photo=True)),
)


@pytest.mark.parametrize("changed", BROKEN)
@pytest.mark.parametrize("cv", [b"", b"{", b"\xff", WITH_PHOTO, b"[" * 5_000])
def test_inputs_that_cannot_be_read_have_a_fingerprint_too(
    cv: bytes, changed: Callable[[Job], Job]
) -> None:
    files = MemoryFolder({CV: cv})
    one = fingerprint(changed(USUAL), files)
    assert one == fingerprint(changed(USUAL), files)
    assert one != fingerprint(changed(USUAL), MemoryFolder({CV: SOURCE}))


def test_without_a_cv_there_is_no_fingerprint() -> None:
    with pytest.raises(ConfigurationError):
        fingerprint(replace(USUAL, cv=""), MemoryFolder())


def test_what_one_input_has_more_is_not_what_another_has_less() -> None:
    job = replace(USUAL, job_description="ad.md")
    one = MemoryFolder({CV: b"{}ab", "ad.md": b"cd"})
    other = MemoryFolder({CV: b"{}a", "ad.md": b"bcd"})
    assert fingerprint(job, one) != fingerprint(job, other)


def test_another_folder_is_another_input() -> None:
    files = MemoryFolder({CV: SOURCE})
    assert fingerprint(replace(USUAL, output_dir="docs"), files) != fingerprint(USUAL, files)


def test_what_an_option_says_by_default_counts_for_nothing() -> None:
    said = b'{"options": {}, "output_dir": "out", "variants": []}'
    parts = b"".join(b"%d:%b" % (len(part), part) for part in (SOURCE, b"", b"", said))
    assert fingerprint(USUAL, MemoryFolder({CV: SOURCE})) == sha256(parts).hexdigest()


def test_a_choice_that_is_said_and_is_the_usual_one_changes_nothing() -> None:
    files = MemoryFolder({CV: SOURCE})
    said = replace(USUAL, options=RenderOptions(page_size=PageSize.A4, formats=tuple(Format)))
    assert fingerprint(said, files) == fingerprint(USUAL, files)
