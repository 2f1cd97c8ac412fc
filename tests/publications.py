"""Publications of a made-up CV, as runs make them, and the way back to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cv_action.pipeline.ports import Job, Ports
from cv_action.pipeline.rollback import roll_back
from cv_action.publish.change import File
from cv_action.publish.manifest import change_to, manifest_of
from cv_action.report.run import Mode, RunReport
from tests.fakes import NumberingTypesetter, RecordedProgress
from tests.pasts import Look, World

CV: Final = "cv.json"
OVERLAY: Final = "cv.enhanced.json"
MANIFEST: Final = "out/.cv-action.json"
PAGE: Final = "out/index.html"
TEXT: Final = "out/cv.md"
SOURCE: Final = b'{"basics": {"name": "Maren Oduya"}}'
JOB: Final = Job(cv=CV, output_dir="out", mode=Mode.ROLLBACK)


def made(number: int, *more: str) -> dict[str, bytes]:
    """The documents of one run."""
    return {path: f"{path} {number}\n".encode() for path in (PAGE, TEXT, *more)}


def whole(documents: Mapping[str, bytes], folder: str = "out") -> dict[str, bytes]:
    """Documents with their manifest, as somebody might commit them by hand."""
    manifest = manifest_of(folder, [File(path, data) for path, data in documents.items()])
    return {**documents, manifest.path: manifest.data}


@dataclass(frozen=True)
class House:
    """A repository with a CV, and the runs in it."""

    world: World
    job: Job = JOB

    def publish(
        self, documents: Mapping[str, bytes], *, overlay: bytes | None = None, folder: str = "out"
    ) -> str:
        """What an ordinary run does at its end."""
        files = [File(path, data) for path, data in documents.items()]
        files.append(manifest_of(folder, files))
        if overlay is not None:
            files.append(File(OVERLAY, overlay))
        publisher = self.world.look().publisher
        change = change_to(files, publisher, folder=folder, message="Update", kept=(CV, OVERLAY))
        return publisher.publish(change).commit_sha

    def ports(self, look: Look | None = None) -> Ports:
        seen = look or self.world.look()
        return Ports(
            files=seen.files,
            publisher=seen.publisher,
            typesetter=NumberingTypesetter(),
            progress=RecordedProgress(),
            history=seen.history,
        )

    def back(self, look: Look | None = None) -> RunReport:
        return roll_back(self.job, self.ports(look))

    @property
    def documents(self) -> dict[str, bytes]:
        """What lies in the folder now, the manifest aside."""
        there = self.world.now()
        return {path: there[path] for path in there if path.startswith("out/") and path != MANIFEST}


def house(world: World) -> House:
    """A repository in which a CV was committed and nothing was published."""
    world.push({CV: SOURCE, "notes.txt": b"mine"})
    return House(world)


def published(house: House, count: int) -> Iterator[str]:
    """So many publications, one after the other."""
    for number in range(count):
        yield house.publish(made(number), overlay=b'{"number": %d}' % number)
