"""YAML with places: the part of YAML 1.2 that data needs, and none of its dangers.

A text may begin with an asterisk without quotes (``*Jane Roe*``), as RenderCV allows it: only a
word that stands alone after the asterisk is an alias.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.scanner import Scanner

from cv_action.cv.source import MAX_DEPTH, MAX_NODES, Node, Scalar, SourceError, broken, unfit

if TYPE_CHECKING:
    from ruamel.yaml.nodes import Node as YamlNode

_TAG: Final = "tag:yaml.org,2002:"
_INT: Final = re.compile(r"[-+]?\d{1,40}", re.ASCII)
_ALIAS: Final = re.compile(r"\*[\w-]+[ \t]*(?:[,\]}#\r\n\0]|$)")
_LONGEST_ALIAS: Final = 80
_PLAIN_TAGS: Final = frozenset({"seq", "map"})
MAX_LENGTH: Final = 200_000
_TOO_DEEP: Final = f"nested more than {MAX_DEPTH} levels deep"
_TEXTS: Final = frozenset({"str", "timestamp", "binary"})


def parse_yaml(text: str) -> Node:
    """Read one YAML document; dates stay text, aliases are followed, tags are refused.

    Raises:
        SourceError: it is not YAML, repeats a key, is nested too deep or grows out of its
            aliases; the place is named.
    """
    if len(text) > MAX_LENGTH:
        raise broken(f"{len(text):,} characters", accepted=f"YAML of at most {MAX_LENGTH:,}")
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer = _Composer
    yaml.Scanner = _Scanner
    try:
        root = yaml.compose(text)
    except MarkedYAMLError as error:
        raise _from_yaml(error) from error
    except (YAMLError, ValueError) as error:
        raise broken("this is not YAML", line=1, accepted="valid YAML") from error
    if root is None:
        raise broken("the file says nothing", line=1, accepted="a CV in YAML")
    return _Converter().node(root, 0)


class _Composer(Composer):
    """Refuses what is nested too deep while it is read, not after."""

    nesting = 0

    def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401  the library's own signature
        self.warn_double_anchors = False
        self.nesting += 1
        if self.nesting > MAX_DEPTH + 1:
            raise ComposerError(None, None, _TOO_DEEP, self.parser.peek_event().start_mark)
        node = super().compose_node(parent, index)
        self.nesting -= 1
        return node


class _Scanner(Scanner):
    """Takes an asterisk for the beginning of a text unless an alias follows."""

    def fetch_alias(self) -> None:
        if _ALIAS.match(self.reader.prefix(_LONGEST_ALIAS)):
            super().fetch_alias()
        else:
            self.fetch_plain()


def _from_yaml(error: MarkedYAMLError) -> SourceError:
    mark = error.problem_mark or error.context_mark
    message = " ".join(part for part in (error.context, error.problem) if part) or "not YAML"
    line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    hint = "spaces for indentation" if "'\\t'" in message else "valid YAML"
    return broken(message, line=line, column=column, accepted=hint)


class _Converter:
    """Turns ruamel's nodes into ours, counting what aliases multiply."""

    def __init__(self) -> None:
        self.count = 0

    def error(self, message: str, at: YamlNode) -> SourceError:
        return broken(
            message,
            line=at.start_mark.line + 1,
            column=at.start_mark.column + 1,
            accepted="plain data",
        )

    def node(self, at: YamlNode, depth: int) -> Node:
        self.count += 1
        if self.count > MAX_NODES:
            raise self.error(f"more than {MAX_NODES:,} values, aliases followed", at)
        if depth > MAX_DEPTH:
            raise self.error(_TOO_DEEP, at)
        tag = str(at.tag).removeprefix(_TAG)
        if not isinstance(at, ScalarNode) and tag not in _PLAIN_TAGS:
            raise self.error(f"the tag {tag!a} is not taken", at)
        line, column = at.start_mark.line + 1, at.start_mark.column + 1
        if isinstance(at, SequenceNode):
            return Node(tuple(self.node(item, depth + 1) for item in at.value), line, column)
        if isinstance(at, MappingNode):
            return Node(self.mapping(at, depth), line, column)
        if isinstance(at, ScalarNode):
            return Node(self.scalar(at), line, column)
        raise self.error("neither a value nor a list nor a mapping", at)

    def mapping(self, at: MappingNode, depth: int) -> dict[str, Node]:
        items: dict[str, Node] = {}
        for key_node, value_node in at.value:
            if not isinstance(key_node, ScalarNode):
                raise self.error("a key must be text", key_node)
            key = str(key_node.value)
            if key == "<<":
                raise self.error("merge keys (<<) are not taken; write the values out", key_node)
            if key in items:
                raise self.error(f"the key {key!a} stands here twice", key_node)
            items[key] = self.node(value_node, depth + 1)
        return items

    def scalar(self, at: ScalarNode) -> Scalar:
        tag, text = str(at.tag).removeprefix(_TAG), str(at.value)
        if complaint := unfit(text):
            raise self.error(complaint, at)
        if tag in _TEXTS:
            return text
        if tag == "null":
            return None
        if tag == "bool":
            return text.lower() == "true"
        if tag == "int":
            return int(text) if _INT.fullmatch(text) else text
        if tag == "float":
            return _float(text)
        raise self.error(f"the tag {tag!a} is not taken", at)


def _float(text: str) -> float | str:
    try:
        number = float(text.replace("_", ""))
    except ValueError:
        return text
    return number if math.isfinite(number) else text
