"""A run, mode by mode, over small real implementations of its ports."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cv_action.cv.facts import facts_of
from cv_action.cv.formats import read_cv
from cv_action.cv.overlay import Overlay, OverlayEntry, Status, read_overlay, write_overlay
from cv_action.cv.source import SourceError
from cv_action.errors import ConfigurationError, PublishError
from cv_action.pipeline.ports import Job, Ports
from cv_action.pipeline.run import run
from cv_action.pipeline.sources import CV_NAMES, overlay_beside
from cv_action.render.options import Format, RenderOptions
from cv_action.report.run import Mode, Outcome, RunReport, Treatment
from tests.fakes import MemoryFolder, NumberingTypesetter, RecordedProgress

CV: dict[str, Any] = {
    "basics": {"name": "Maren Solbakken", "summary": "I like  dull systems ."},
    "work": [
        {
            "name": "Kvitting",
            "position": "Engineer",
            "startDate": "2020-08",
            "endDate": "Present",
            "highlights": ["Built the ledger", "Kept it up"],
        },
        {"name": "Sparebank", "position": "Intern", "startDate": "2022", "endDate": "2023"},
    ],
}
SOURCE = json.dumps(CV).encode()
PATHS = {"cv-output/" + n for n in ("index.html", "cv.pdf", "cv.md", "cv.txt", "cv.docx")} | {
    "cv-output/resume.json",
    "cv-output/.cv-action.json",
}


def go(folder: MemoryFolder, job: Job | None = None) -> RunReport:
    ports = Ports(
        files=folder,
        publisher=folder,
        typesetter=NumberingTypesetter(),
        progress=RecordedProgress(),
    )
    return run(job or Job(), ports)


def overlay(*texts: tuple[str, str, Status], source: bytes = SOURCE) -> bytes:
    facts = {fact.text: fact for fact in facts_of(read_cv(source).cv)}
    entries = (
        OverlayEntry(
            fact_id=facts[before].id,
            source_hash=facts[before].source_hash,
            text=after,
            status=status,
        )
        for before, after, status in texts
    )
    return write_overlay(Overlay(entries=tuple(entries)))


def test_a_first_run_makes_every_document() -> None:
    folder = MemoryFolder({"cv.json": SOURCE})
    report = go(folder)
    assert report.outcome is Outcome.RENDERED
    assert set(report.changed_files) == PATHS
    assert folder.files["cv.json"] == SOURCE
    assert report.facts_total == 3


def test_a_second_run_changes_nothing_and_publishes_nothing() -> None:
    folder = MemoryFolder({"cv.json": SOURCE})
    go(folder)
    report = go(folder)
    assert (report.outcome, report.changed_files) == (Outcome.UNCHANGED, ())
    assert len(folder.published) == 1


def test_a_preview_says_what_would_change_and_changes_nothing() -> None:
    folder = MemoryFolder({"cv.json": SOURCE}, full=True)
    report = go(folder, Job(mode=Mode.PREVIEW))
    assert report.outcome is Outcome.PREVIEWED
    assert set(report.changed_files) == PATHS
    assert set(folder.files) == {"cv.json"}


def test_only_the_formats_that_were_asked_for_are_made() -> None:
    folder = MemoryFolder({"cv.json": SOURCE})
    options = RenderOptions(formats=(Format.TEXT,))
    report = go(folder, Job(output_dir="docs/me", options=options))
    assert report.changed_files == ("docs/me/cv.txt", "docs/me/.cv-action.json")


def test_accepted_words_are_used_and_reported() -> None:
    words = overlay(("Built the ledger", "Built that ledger", Status.ACCEPTED))
    folder = MemoryFolder({"cv.json": SOURCE, "cv.enhanced.json": words})
    report = go(folder)
    assert b"Built that ledger" in folder.files["cv-output/index.html"]
    (cached,) = [fact for fact in report.facts if fact.treatment is Treatment.CACHED]
    assert (cached.before, cached.after) == ("Built the ledger", "Built that ledger")


def test_words_that_the_guard_refuses_are_never_used() -> None:
    words = overlay(
        ("Built the ledger", "Here is an enhanced version: Built the NASA ledger", Status.ACCEPTED)
    )
    folder = MemoryFolder({"cv.json": SOURCE, "cv.enhanced.json": words})
    report = go(folder)
    assert b"NASA" not in b"".join(v for k, v in folder.files.items() if "output" in k)
    (refused,) = [fact for fact in report.facts if fact.treatment is Treatment.REFUSED]
    assert (refused.after, refused.proposed) == (
        "Built the ledger",
        "Here is an enhanced version: Built the NASA ledger",
    )
    assert refused.verdict == "block"
    assert refused.findings


def test_rejected_words_are_never_used() -> None:
    words = overlay(("Built the ledger", "Conquered the ledger", Status.REJECTED))
    folder = MemoryFolder({"cv.json": SOURCE, "cv.enhanced.json": words})
    report = go(folder)
    assert b"Conquered" not in b"".join(v for k, v in folder.files.items() if "output" in k)
    assert [f.after for f in report.facts if f.treatment is Treatment.REJECTED] == [
        "Built the ledger"
    ]


def test_an_overlay_is_carried_along_when_its_role_is_renamed() -> None:
    words = overlay(("Built the ledger", "Built that ledger", Status.ACCEPTED))
    renamed = SOURCE.replace(b'"Kvitting"', b'"Kvitting AS"')
    folder = MemoryFolder({"cv.json": renamed, "cv.enhanced.json": words})
    report = go(folder)
    assert "cv.enhanced.json" in report.changed_files
    (entry,) = read_overlay(folder.files["cv.enhanced.json"]).entries
    assert entry.fact_id.startswith("work/kvitting-as.")
    assert go(folder).outcome is Outcome.UNCHANGED


def test_an_emergency_publishes_the_source_as_it_is() -> None:
    words = overlay(("Built the ledger", "Built that ledger", Status.ACCEPTED))
    folder = MemoryFolder({"cv.json": SOURCE, "cv.enhanced.json": words})
    report = go(folder, Job(mode=Mode.EMERGENCY_UPDATE))
    text = folder.files["cv-output/cv.txt"].decode()
    assert "Built that ledger" not in text
    assert text.index("Engineer") < text.index("Intern")
    assert report.facts == ()
    assert folder.files["cv.enhanced.json"] == words


def test_texts_are_tidied_and_the_tidying_is_reported() -> None:
    report = go(MemoryFolder({"cv.json": SOURCE}))
    (tidied,) = report.facts
    assert (tidied.treatment, tidied.after) == (Treatment.TIDIED, "I like dull systems .")


@pytest.mark.parametrize("name", CV_NAMES)
def test_a_cv_is_found_by_name_and_read_by_content(name: str) -> None:
    report = go(MemoryFolder({name: SOURCE}))
    assert report.source == name


def test_no_cv_is_an_error_that_names_the_places() -> None:
    with pytest.raises(ConfigurationError) as caught:
        go(MemoryFolder())
    assert "cv.json" in caught.value.hint


def test_a_broken_cv_publishes_nothing() -> None:
    folder = MemoryFolder({"cv.json": SOURCE.replace(b"2020-08", b"2020-13")})
    with pytest.raises(SourceError) as caught:
        go(folder)
    assert caught.value.problems[0].file == "cv.json"
    assert folder.published == []


@pytest.mark.parametrize(
    ("cv", "output_dir"), [("resume.json", "."), ("docs/resume.json", "docs"), ("cv.md", "./")]
)
def test_a_document_never_takes_the_place_of_the_source(cv: str, output_dir: str) -> None:
    folder = MemoryFolder({cv: SOURCE})
    with pytest.raises(ConfigurationError, match="source"):
        go(folder, Job(cv=cv, output_dir=output_dir))
    assert folder.published == []


def test_a_failed_publication_is_an_error() -> None:
    with pytest.raises(PublishError):
        go(MemoryFolder({"cv.json": SOURCE}, full=True))


def test_a_photo_is_shown_only_when_asked_for_and_lies_beside_the_cv() -> None:
    with_photo = json.dumps(CV | {"basics": CV["basics"] | {"image": "me.png"}}).encode()
    picture = b"\x89PNG\r\n\x1a\n" + bytes(20)
    folder = MemoryFolder({"data/cv.json": with_photo, "data/me.png": picture})
    quiet = RenderOptions(formats=(Format.HTML,))
    shown = RenderOptions(formats=(Format.HTML,), photo=True)
    go(folder, Job(cv="data/cv.json", options=quiet))
    assert b"data:image" not in folder.files["cv-output/index.html"]
    go(folder, Job(cv="data/cv.json", options=shown))
    assert b"data:image/png" in folder.files["cv-output/index.html"]


@pytest.mark.parametrize(
    ("image", "data"),
    [("https://a.example/me.png", b""), ("me.png", b"GIF89a"), ("//a.example/x.png", b"")],
)
def test_a_photo_that_cannot_be_shown_is_a_warning(image: str, data: bytes) -> None:
    source = json.dumps(CV | {"basics": CV["basics"] | {"image": image}}).encode()
    folder = MemoryFolder({"cv.json": source, "me.png": data})
    report = go(folder, Job(options=RenderOptions(formats=(Format.HTML,), photo=True)))
    assert [problem.path for problem in report.problems] == ["basics.image"]
    assert b"<img" not in folder.files["cv-output/index.html"]


def test_the_overlay_lies_beside_its_cv() -> None:
    assert overlay_beside("data/cv.json") == "data/cv.enhanced.json"
    assert overlay_beside("resume.yaml") == "resume.enhanced.json"
