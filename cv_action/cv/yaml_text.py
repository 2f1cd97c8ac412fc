"""Data as YAML that reads back the same."""

from __future__ import annotations

from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from cv_action.cv.model import Json


def yaml_text(data: Json) -> str:
    """Write block style YAML; texts that look like something else are quoted."""
    yaml = YAML(typ="rt")
    yaml.width = 1_000_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = StringIO()
    yaml.dump(_lined(data), stream)
    return stream.getvalue()


def _lined(data: Json) -> Json:
    """The same data with texts of several lines set as blocks, where a block can hold them."""
    if isinstance(data, dict):
        return {key: _lined(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_lined(value) for value in data]
    if isinstance(data, str) and _fits_block(data):
        block: str = LiteralScalarString(data)
        return block
    return data


def _fits_block(text: str) -> bool:
    lines = text.split("\n")
    plain = all(line == line.rstrip() and (line.isprintable()) for line in lines)
    return len(lines) > 1 and plain and not text.startswith((" ", "\n")) and bool(lines[-1])
