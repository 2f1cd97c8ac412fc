"""GitHub's own description of its REST API: its operations, what they take and what they give.

The description is the OpenAPI 3.0 document in the npm package ``@octokit/openapi``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from jsonschema import ValidationError
from jsonschema.validators import extend
from openapi_schema_validator import OAS30Validator, oas30_format_checker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

FILE = "@octokit/openapi/generated/api.github.com.json"
NAME = "urn:github"


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the description and the pointer to it; references are followed."""

    root: Mapping[str, Any]
    value: Any
    pointer: str = "#"

    def at(self, *steps: str) -> Node | None:
        """The value that the steps lead to, if there is one."""
        node = self
        for step in steps:
            if step not in node.value:
                return None
            escaped = step.replace("~", "~0").replace("/", "~1")
            node = _target(Node(self.root, node.value[step], f"{node.pointer}/{escaped}"))
        return node

    def items(self) -> Iterator[Node]:
        """The values of a list."""
        for index, value in enumerate(self.value):
            yield _target(Node(self.root, value, f"{self.pointer}/{index}"))


def _target(node: Node) -> Node:
    """The node itself, or the one that it refers to."""
    if not isinstance(node.value, dict) or "$ref" not in node.value:
        return node
    pointer: str = node.value["$ref"]
    found: Any = node.root
    for step in pointer.removeprefix("#/").split("/"):
        found = found[step.replace("~1", "/").replace("~0", "~")]
    return _target(Node(node.root, found, pointer))


@dataclass(frozen=True)
class Operation:
    """A method on a path, and what stood in the places of the path's parameters."""

    name: str
    node: Node
    values: Mapping[str, str]

    @cached_property
    def parameters(self) -> Mapping[tuple[str, str], Node]:
        """The parameters by place (``path`` or ``query``) and name."""
        listed = self.node.at("parameters")
        nodes = listed.items() if listed else iter(())
        return {(node.value["in"], node.value["name"]): node for node in nodes}


class Description:
    """The whole API."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.root = Node(document, document)
        resource = Resource.from_contents(document, default_specification=DRAFT4)
        self._registry = Registry().with_resource(NAME, resource)
        paths = Node(document, document["paths"], "#/paths")
        routes = (_route(paths, template) for template in paths.value)
        self._routes = sorted(routes, key=lambda route: route.vagueness)

    @classmethod
    def read(cls, path: Path) -> Description:
        """The description in a file."""
        return cls(json.loads(path.read_bytes()))

    def operation(self, method: str, path: str) -> Operation | None:
        """What a method on a path is; of several templates that fit, the most literal one."""
        for route in self._routes:
            match = route.pattern.fullmatch(path)
            node = match and self.root.at("paths", route.template, method.lower())
            if match and node:
                values = dict(zip(route.names, map(unquote, match.groups()), strict=True))
                return Operation(f"{method} {route.template}", node, values)
        return None

    def faults(self, schema: Node, instance: object) -> list[str]:
        """Everything that a value has against a schema, each with its place in the value."""
        validator = Strict(
            {"$ref": f"{NAME}{schema.pointer}"},
            registry=self._registry,
            format_checker=oas30_format_checker,
        )
        return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(instance)]


@dataclass(frozen=True, slots=True)
class Route:
    """A path's template, the names in it, and what it stands for."""

    template: str
    names: tuple[str, ...]
    pattern: re.Pattern[str]

    @property
    def vagueness(self) -> tuple[int, int]:
        """Sorts the more literal of two templates first."""
        return len(self.names), -len(self.template)


def _route(paths: Node, template: str) -> Route:
    """Why wide names: a branch's may hold slashes, and the description says where they may."""
    methods = paths.at(template)
    assert methods
    nodes = filter(None, (methods.at(method) for method in methods.value))
    parameters = (p for node in nodes for p in Operation(template, node, {}).parameters.values())
    wide = {p.value["name"] for p in parameters if p.value.get("x-multi-segment")}
    names = tuple(re.findall(r"{([^}]+)}", template))
    literals = map(re.escape, re.split(r"{[^}]+}", template))
    holes = ("(.+)" if name in wide else "([^/]+)" for name in names)
    pattern = "".join(chain.from_iterable(zip_longest(literals, holes, fillvalue="")))
    return Route(template, names, re.compile(pattern))


def _properties(
    validator: Any,  # noqa: ANN401  the library's own validators are made at run time
    properties: Mapping[str, Any],
    instance: object,
    schema: Mapping[str, Any],
) -> Iterator[ValidationError]:
    """The properties, and no other where the schema says nothing of others."""
    yield from OAS30Validator.VALIDATORS["properties"](validator, properties, instance, schema)
    if isinstance(instance, dict) and "additionalProperties" not in schema:
        for name in instance.keys() - properties.keys():
            yield ValidationError(f"{name!r} is not described", validator=UNDESCRIBED)


def _all_of(
    validator: Any,  # noqa: ANN401  as above
    schemas: list[Mapping[str, Any]],
    instance: object,
    _: Mapping[str, Any],
) -> Iterator[ValidationError]:
    """Every schema, where what one does not describe is another's."""
    for index, schema in enumerate(schemas):
        for error in validator.descend(instance, schema, schema_path=index):
            if error.validator != UNDESCRIBED or error.relative_path:
                yield error


def _one_of(
    validator: Any,  # noqa: ANN401  as above
    schemas: list[Mapping[str, Any]],
    instance: object,
    schema: Mapping[str, Any],
) -> Iterator[ValidationError]:
    """One of the schemas, or nothing where the description says ``nullable`` without a type."""
    if instance is not None or not schema.get("nullable"):
        yield from OAS30Validator.VALIDATORS["oneOf"](validator, schemas, instance, schema)


UNDESCRIBED = "undescribed"
Strict = extend(  # type: ignore[no-untyped-call]  # its stub says nothing of what it returns
    OAS30Validator, {"properties": _properties, "allOf": _all_of, "oneOf": _one_of}
)
