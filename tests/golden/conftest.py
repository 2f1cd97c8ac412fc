"""Golden files: what a renderer gave, byte for byte, until somebody decides otherwise.

``pytest tests/golden --update-golden`` writes them anew; read the difference before it is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

FILES = Path(__file__).parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def is_golden(pytestconfig: pytest.Config) -> Callable[[str, bytes], bool]:
    """Whether a golden file, named below this folder, holds exactly these bytes."""
    update = bool(pytestconfig.getoption("update_golden", default=False))

    def compare(name: str, content: bytes) -> bool:
        path = FILES / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return path.is_file() and path.read_bytes() == content

    return compare
