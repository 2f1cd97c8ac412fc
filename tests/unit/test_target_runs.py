"""A run with a job description and variants: what is published, where and in which order."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from cv_action.cv.formats import read_cv
from cv_action.cv.source import SourceError
from cv_action.errors import ConfigurationError
from cv_action.pipeline.ports import Job, Ports
from cv_action.pipeline.run import run
from cv_action.render.options import Format, RenderOptions
from cv_action.report.run import Mode, RunReport
from tests.advertisements import ENGLISH
from tests.fakes import MemoryFolder, NumberingTypesetter, RecordedProgress

CV: dict[str, Any] = {
    "basics": {"name": "Maren Solbakken"},
    "work": [
        {
            "name": "Kvitting",
            "position": "Engineer",
            "startDate": "2020-08",
            "endDate": "Present",
            "highlights": ["Sorted  the archive", "Wrote papers on nets", "Ran Kafka on k8s"],
            "x-highlight-variants": "research = Wrote papers; backend = Ran",
        },
        {"name": "Nordlys", "position": "Assistant", "startDate": "2018", "x-variants": "research"},
    ],
    "skills": [{"name": "Data", "keywords": ["Excel", "PostgreSQL"]}],
}
FOLDER = {"cv.json": json.dumps(CV).encode(), "jobs/ad.md": ENGLISH.encode()}
SHOWN = RenderOptions(formats=(Format.TEXT, Format.JSON))
TARGETED = Job(job_description="jobs/ad.md", options=SHOWN)


@dataclass
class Desk:
    """A repository, and what runs leave in it."""

    folder: MemoryFolder = field(default_factory=lambda: MemoryFolder(dict(FOLDER)))

    def run(self, job: Job) -> RunReport:
        ports = Ports(
            files=self.folder, publisher=self.folder, typesetter=NumberingTypesetter(),
            progress=RecordedProgress(),
        )  # fmt: skip
        return run(job, ports)

    def text(self, folder: str = "cv-output") -> str:
        return self.folder.files[f"{folder}/cv.txt"].decode()

    def published(self) -> bytes:
        made = {n: data for n, data in self.folder.files.items() if n.startswith("cv-output/")}
        assert made
        return b"".join(made.values())


def in_order(text: str, *parts: str) -> bool:
    places = [text.index(part) for part in parts]
    return places == sorted(places)


def test_a_job_description_decides_the_order_and_nothing_else() -> None:
    plain, aimed = Desk(), Desk()
    plain.run(Job(options=SHOWN))
    report = aimed.run(TARGETED)
    assert in_order(plain.text(), "Sorted the", "Wrote papers", "Ran Kafka", "Excel", "Postgre")
    assert in_order(aimed.text(), "Ran Kafka", "Sorted the", "Wrote papers", "Postgre", "Excel")
    assert in_order(aimed.text(), "Kvitting", "Nordlys")
    assert Counter(aimed.text().replace(",", " ").split()) == Counter(
        plain.text().replace(",", " ").split()
    )
    assert report.target
    assert report.target.moved == 5
    assert {"Apache Kafka", "Kubernetes", "PostgreSQL"} == {
        term.term for term in report.target.carried
    }


def test_no_word_of_the_job_description_is_published() -> None:
    desk = Desk()
    desk.run(TARGETED)
    for word in (b"Havgull", b"Kotlin", b"krone", b"Terraform", b"jobs/"):
        assert word in ENGLISH.encode() + b"jobs/"
        assert word not in desk.published()


def test_the_same_job_description_gives_the_same_bytes() -> None:
    desk = Desk()
    desk.run(TARGETED)
    before = desk.published()
    assert not desk.run(TARGETED).changed_files
    assert desk.published() == before


@pytest.mark.parametrize("advertisement", [b"", b" \n", b"\xef\xbb\xbf", b"We like you."])
def test_an_empty_job_description_changes_no_byte(advertisement: bytes) -> None:
    plain, aimed = Desk(), Desk()
    plain.run(Job(options=SHOWN))
    aimed.folder.files["jobs/ad.md"] = advertisement
    aimed.run(TARGETED)
    assert aimed.published() == plain.published()


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00", b"PK\x03\x04\x00", b"a\x00b", b"Kafka " * 6_000, b"\x1b[31mKafka"]
)
def test_a_job_description_that_is_no_text_of_usual_size_is_refused(data: bytes) -> None:
    desk = Desk()
    desk.folder.files["jobs/ad.md"] = data
    with pytest.raises(ConfigurationError, match=r"jobs/ad\.md") as caught:
        desk.run(TARGETED)
    assert "32,000" in caught.value.hint
    assert desk.folder.published == []


def test_a_job_description_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ConfigurationError):
        Desk().run(replace(TARGETED, job_description="jobs/none.md"))


def test_a_page_break_is_no_reason_to_refuse_a_job_description() -> None:
    desk = Desk()
    desk.folder.files["jobs/ad.md"] = b"Requirements\f- Kafka"
    report = desk.run(TARGETED)
    assert report.target
    assert [term.term for term in report.target.terms] == ["Kafka"]


def test_an_emergency_follows_no_job_description_and_keeps_its_variants() -> None:
    plain, aimed = Desk(), Desk()
    emergency = Job(mode=Mode.EMERGENCY_UPDATE, options=SHOWN, variants=("backend",))
    plain.run(emergency)
    report = aimed.run(replace(emergency, job_description="jobs/none.md"))
    assert report.target is None
    assert aimed.published() == plain.published()
    assert "Wrote papers" not in aimed.text("cv-output/backend")


def test_each_variant_gets_a_folder_of_its_own_beside_the_whole_cv() -> None:
    desk = Desk()
    report = desk.run(Job(options=SHOWN, variants=("backend", "research")))
    assert set(report.changed_files) == {
        f"cv-output/{name}"
        for name in (
            ".cv-action.json", "cv.txt", "resume.json", "backend/cv.txt", "backend/resume.json",
            "research/cv.txt", "research/resume.json",
        )
    }  # fmt: skip
    whole, backend, research = (
        desk.text(folder) for folder in ("cv-output", "cv-output/backend", "cv-output/research")
    )
    assert in_order(whole, "Sorted", "Wrote papers", "Ran Kafka", "Nordlys")
    assert in_order(backend, "Sorted", "Ran Kafka")
    assert in_order(research, "Sorted", "Wrote papers", "Nordlys")
    assert "Wrote papers" not in backend
    assert "Nordlys" not in backend
    assert "Ran Kafka" not in research


def test_variants_follow_the_job_description_too() -> None:
    desk = Desk()
    desk.run(replace(TARGETED, variants=("backend",)))
    assert in_order(desk.text("cv-output/backend"), "Ran Kafka", "Sorted")


def test_an_unknown_variant_stops_the_run_before_anything_is_written() -> None:
    desk = Desk()
    with pytest.raises(ConfigurationError) as caught:
        desk.run(Job(variants=("backend", "frontend")))
    assert caught.value.hint == "It has backend, research."
    assert desk.folder.published == []


def test_a_tag_that_is_not_understood_stops_the_run() -> None:
    broken = CV | {"skills": [{"name": "Go", "x-variants": "../up"}]}
    desk = Desk(MemoryFolder({"cv.json": json.dumps(broken).encode()}))
    with pytest.raises(SourceError):
        desk.run(Job())


def test_no_tag_is_published_in_any_format() -> None:
    desk = Desk()
    desk.run(Job(variants=("research",)))
    assert len(desk.folder.files) == 3 + 12
    for name, data in desk.folder.files.items():
        assert b"x-variants" not in data or name == "cv.json"
        assert b"x-highlight" not in data or name == "cv.json"
    assert read_cv(desk.folder.files["cv-output/research/resume.json"]).cv.basics.name
