"""A server's side of GitHub's REST API, held to GitHub's description of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

from tests.github_description import FILE, Description, Node, Operation
from tests.peers_node import packages

Reply = tuple[int, Mapping[str, str], bytes]
Handle = Callable[[str, str, Mapping[str, str], bytes], Reply]
JSON = "application/json"


@cache
def described() -> Description:
    """GitHub's description; without its package the test is skipped."""
    return Description.read(packages() / FILE)


class NotAsDescribedError(AssertionError):
    """A request or a reply that GitHub would not know."""


@dataclass(frozen=True)
class Check:
    """Holds what passes through a server's ``handle`` to the description.

    ``api`` is where the API begins, such as ``https://api.github.com``; other addresses pass
    unseen. ``faults`` keeps what was found, because an error raised in a server's thread is lost.
    """

    description: Description
    api: str
    faults: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def wrap(self, handle: Handle) -> Handle:
        """The same server, which raises ``NotAsDescribedError`` for what is not as described."""

        def checked(method: str, url: str, headers: Mapping[str, str], body: bytes) -> Reply:
            if not url.startswith(f"{self.api}/"):
                return handle(method, url, headers, body)
            operation = self._request(method, url, body)
            reply = handle(method, url, headers, body)
            self._refuse(operation.name, _reply_faults(self.description, operation, reply))
            return reply

        return checked

    def _request(self, method: str, url: str, body: bytes) -> Operation:
        path = urlsplit(url.removeprefix(self.api)).path
        operation = self.description.operation(method, path)
        if operation is None:
            self._refuse(f"{method} {path}", ["there is no such operation"])
            raise AssertionError
        self.seen.append(operation.name)
        self._refuse(operation.name, _request_faults(self.description, operation, url, body))
        return operation

    def _refuse(self, name: str, faults: Iterator[str] | list[str]) -> None:
        found = [f"{name}: {fault}" for fault in faults]
        self.faults.extend(found)
        if found:
            raise NotAsDescribedError("\n".join(found))


def _request_faults(
    description: Description, operation: Operation, url: str, body: bytes
) -> Iterator[str]:
    given = {("path", name): text for name, text in operation.values.items()}
    query = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    given |= {("query", name): text for name, text in query}
    if len(given) < len(operation.values) + len(query):
        yield "a parameter is given twice"
    for key, parameter in operation.parameters.items():
        if parameter.value.get("required") and key not in given:
            yield f"{key[1]} is missing"
    for key, text in given.items():
        yield from _parameter_faults(description, operation.parameters.get(key), key[1], text)
    yield from _sent_faults(description, operation, body)


def _parameter_faults(
    description: Description, parameter: Node | None, name: str, text: str
) -> Iterator[str]:
    schema = parameter and parameter.at("schema")
    if schema is None:
        yield f"{name} is not a parameter"
        return
    for fault in description.faults(schema, _typed(text, schema.value.get("type"))):
        yield f"{name}={text!r}: {fault}"


def _typed(text: str, kind: str | None) -> object:
    """A parameter as its schema's type, or as it stands where it cannot be one."""
    if kind == "integer" and text.isascii() and text.isdigit():
        return int(text)
    if kind == "boolean" and text in {"true", "false"}:
        return text == "true"
    return text.split(",") if kind == "array" else text


def _sent_faults(description: Description, operation: Operation, body: bytes) -> Iterator[str]:
    described = operation.node.at("requestBody")
    schema = described and described.at("content", JSON, "schema")
    if not body:
        if described and described.value.get("required"):
            yield "there is no body"
    elif schema is None:
        yield "there is a body"
    else:
        yield from _json_faults(description, schema, body)


def _reply_faults(description: Description, operation: Operation, reply: Reply) -> Iterator[str]:
    """Why mild with errors: the description leaves most out, and a gateway's page is one."""
    status, headers, body = reply
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return
    described = operation.node.at("responses", str(status))
    names = {name.casefold() for name in headers}
    if described is None and status < HTTPStatus.BAD_REQUEST:
        yield f"{status} is no reply"
        return
    if described and described.at("headers", "Location") and "location" not in names:
        yield f"{status} has no Location"
    error = description.root.at("components", "schemas", "basic-error")
    schema = described.at("content", JSON, "schema") if described else error
    if schema:
        yield from _json_faults(description, schema, body)
    elif body:
        yield f"{status} has a body"


def _json_faults(description: Description, schema: Node, body: bytes) -> Iterator[str]:
    try:
        value = json.loads(body)
    except ValueError:
        yield "the body is no JSON"
    else:
        yield from description.faults(schema, value)
