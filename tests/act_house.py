"""A person's repository with a workflow, and a model that words what they did."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from cv_action.ledger.event import Entry
from cv_action.ledger.segment import unpack
from tests.act_runner import OWNER, ActWorld, Ended, Occasion, act_world
from tests.claude_terminal import BETTER, CV, KEY
from tests.editor import editor, statements
from tests.messages_answers import Plan
from tests.messages_server import MessagesServer

SOURCE: Final = json.dumps(CV, indent=2).encode()
EDITED: Final = "Was responsible for building the ledger in Rust"
BETTER_EDITED: Final = "Built the ledger in Rust."
OVERLAY: Final = "cv.enhanced.json"
PAGES: Final = {"index.html", "cv.pdf", "cv.md", "cv.txt", "cv.docx", "resume.json"}
MANIFEST: Final = "cv-output/.cv-action.json"
TEXT: Final = "cv-output/cv.txt"
QUICK: Final = {"formats": "text"}
"""What is not about documents makes only one."""
WITH_KEY: Final = {"ANTHROPIC_API_KEY": KEY}


def words(text: str) -> str:
    """What the model makes of a statement."""
    return {**BETTER, EDITED: BETTER_EDITED}.get(text, text)


@dataclass
class House:
    """One repository, its workflow's runs and the model that they ask."""

    world: ActWorld
    model: MessagesServer

    def run(self, occasion: Occasion) -> Ended:
        """One run, which has to end well."""
        ended = self.world.run(self.here(occasion))
        assert ended.code == 0, ended.log
        return ended

    def here(self, occasion: Occasion) -> Occasion:
        """The occasion, with the model's address."""
        address = {"anthropic_base_url": self.model.url}
        return replace(occasion, inputs={**occasion.inputs, **address})

    def edit(self, old: str, new: str) -> str:
        """Let the owner word a statement of the CV otherwise, and give the commit."""
        text = self.files["cv.json"].decode()
        assert text.count(json.dumps(old)) == 1
        return self.write({"cv.json": text.replace(json.dumps(old), json.dumps(new)).encode()})

    def write(self, files: Mapping[str, bytes | None]) -> str:
        """Let the owner commit files."""
        return self.world.github.push(files, by=OWNER)

    @property
    def files(self) -> Mapping[str, bytes]:
        """What is on the branch."""
        return self.world.github.files()

    @property
    def text(self) -> str:
        """The published text, its lines joined."""
        return " ".join(self.files[TEXT].decode().split())

    @property
    def asked(self) -> list[list[str]]:
        """What each request to the model was about."""
        return [sorted(map(_about, statements(asked))) for asked in self.model.messages]

    def events(self) -> frozenset[Entry]:
        """Everything in the artifacts of the ledger."""
        found = sorted(self.world.artifacts.glob("*/cv-ledger-*/*.zip"))
        assert found
        return frozenset().union(*(unpack(path.read_bytes()).events for path in found))


@contextmanager
def house(folder: Path, *plans: Plan) -> Iterator[House]:
    """A repository with a CV; without plans, the model answers as an editor."""
    with (
        MessagesServer(*(plans or (editor(words),))) as model,
        act_world(folder, {"cv.json": SOURCE}) as world,
    ):
        yield House(world, model)


def _about(one: Mapping[str, object]) -> str:
    return str(one.get("text", one.get("before", one.get("said"))))
