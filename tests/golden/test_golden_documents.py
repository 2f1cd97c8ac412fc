from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cv_action.render import html, markdown, text
from tests.documents import every_document

RENDERERS = {"html": html.render, "md": markdown.render, "txt": text.render}
NAMES = ("hostile", "rich", "small")
CASES = [f"{name}.{suffix}" for name in NAMES for suffix in RENDERERS]


@pytest.mark.parametrize("case", CASES)
def test_a_document_gives_the_bytes_it_gave_before(
    case: str, is_golden: Callable[[str, bytes], bool]
) -> None:
    name, suffix = case.split(".")
    rendered = RENDERERS[suffix](every_document()[name])
    assert len(rendered) > 100
    assert is_golden(f"documents/{case}", rendered), f"tests/golden/documents/{case} differs"


def test_every_golden_document_has_its_test() -> None:
    files = {path.name for path in Path(__file__).with_name("documents").iterdir()}
    assert files == set(CASES)
    assert len(files) == 9
