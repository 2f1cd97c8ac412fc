"""Writes action.yml's inputs and outputs as tables into README.md; ``--check`` only compares."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parent.parent
PARTS = 3


def action() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """What action.yml says."""
    loaded: Mapping[str, Mapping[str, Mapping[str, str]]] = YAML(typ="safe").load(
        (ROOT / "action.yml").read_text("utf-8")
    )
    return loaded


def inputs(declared: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """The rows of the inputs' table."""
    yield "| input | meaning | default |"
    yield "|---|---|---|"
    for name, about in declared.items():
        default = about.get("default", "")
        yield f"| `{name}` | {about['description']} | {f'`{default}`' if default else ''} |"


def outputs(declared: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """The rows of the outputs' table."""
    yield "| output | meaning |"
    yield "|---|---|"
    for name, about in declared.items():
        yield f"| `{name}` | {about['description']} |"


def with_tables(readme: str) -> str:
    """The text with both tables as action.yml has them.

    Raises:
        SystemExit: the text has not exactly one place for each.
    """
    declared = action()
    for name, rows in (("inputs", inputs), ("outputs", outputs)):
        place = re.compile(f"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        before, *found = place.split(readme)
        if len(found) != PARTS:
            raise SystemExit(f"README.md has not exactly one <!-- {name} --> … <!-- /{name} -->")
        opening, closing, after = found
        table = "\n".join(rows(declared[name]))
        readme = f"{before}{opening}\n{table}\n\n{closing}{after}"
    return readme


def main() -> int:
    """Write, or compare; 1 when a comparison fails."""
    path = ROOT / "README.md"
    there = path.read_text("utf-8")
    wanted = with_tables(there)
    if "--check" not in sys.argv[1:]:
        path.write_text(wanted, "utf-8")
    elif there != wanted:
        print("README.md and action.yml differ: run `make readme`")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
