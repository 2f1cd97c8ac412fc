"""The page that a step leaves on its run.

The runner drops a summary of more than 1 MiB altogether, with an error
(src/Runner.Worker/FileCommandManager.cs), so a longer one is cut here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

LIMIT: Final = 1024 * 1024
CUT: Final = "\n\n*The summary ends here: GitHub shows no more than 1 MiB of it.*\n"


def append_summary(path: Path, markdown: str, *, limit: int = LIMIT) -> None:
    """Append Markdown to the runner's file (GITHUB_STEP_SUMMARY), as far as it will be shown."""
    there = path.stat().st_size if path.exists() else 0
    with path.open("ab") as file:
        file.write(fitted(markdown, room=limit - there))


def fitted(markdown: str, *, room: int) -> bytes:
    """The text in at most ``room`` bytes: all of it, or whole lines of it and a sentence.

    Where not even the sentence has room, there is nothing.
    """
    text = markdown.encode(errors="backslashreplace")
    text = text if text.endswith(b"\n") else text + b"\n"
    if len(text) <= room:
        return text
    cut = CUT.encode()
    kept = text[: max(room - len(cut), 0)].rpartition(b"\n")[0]
    return kept + cut if len(kept) + len(cut) <= room else b""
