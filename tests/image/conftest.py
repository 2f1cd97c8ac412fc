"""The image, built once a session, and a checkout to run it in.

Base and layers are kept below the user's cache folder between sessions; delete
``~/.cache/cv-action/image`` to start from nothing.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.image.engine import Image, build, make_base, store_in

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "cv-action" / "image"
TOOLS = ("buildah", "podman", "runc", "mmdebstrap")
OWNER = 1001


@pytest.fixture(scope="session")
def image() -> Iterator[Image]:
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    missing = [tool for tool in TOOLS if shutil.which(tool, path=path) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")
    if os.geteuid() != 0:
        pytest.skip("building a container here needs root")
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        store = store_in(CACHE)
        make_base(store)
        yield build(store)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A checkout as the runner leaves it: somebody else's than the container's user."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    (folder / "cv.json").write_text(json.dumps(CV, ensure_ascii=False), "utf-8")
    for path in (folder, *folder.iterdir()):
        os.chown(path, OWNER, OWNER)
    return folder


CV = {
    "basics": {
        "name": "Noor Abendroth",
        "label": "Hydrologist",
        "email": "noor@abendroth.example",
        "phone": "+49 30 5550199",
        "summary": "Measures rivers; 12 gauges, no guesses.",
        "location": {"city": "Görlitz", "countryCode": "DE"},
    },
    "work": [
        {
            "name": "Neiße Water Board",
            "position": "Hydrologist",
            "startDate": "2019-04",
            "highlights": ["Rebuilt the flood warning for 3 districts."],
        }
    ],
    "skills": [{"name": "Field work", "keywords": ["gauging", "levelling"]}],
}
