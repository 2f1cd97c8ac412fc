"""A server's side of GitHub's REST API, held to GitHub's description of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from urllib.parse import parse_qsl, urlsplit

from tests.github_description import FILE, Description, Node, Operation
from tests.peers_node import packages

Reply = tuple[int, Mapping[str, str], bytes]
JSON = "application/json"


@cache
def described() -> Description:
    """GitHub's description; without its package the test is skipped."""
    return Description.read(packages() / FILE)


class NotAsDescribedError(AssertionError):
    """A request or a reply that GitHub would not know."""


@dataclass(frozen=True)
class Check:
    """Holds requests and replies to the description, and raises for what is not in it.

    ``seen`` names each operation that was asked for. ``faults`` keeps what was found, because an
    error raised in a server's thread is lost.
    """

    description: Description
    faults: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def request(self, method: str, url: str, body: bytes) -> Operation:
        """The operation that a request is; of its URL, path and query count.

        Raises:
            NotAsDescribedError: there is none, or it is asked in another way.
        """
        path = urlsplit(url).path
        operation = self.description.operation(method, path)
        if operation is None:
            raise self._refusal(f"{method} {path}", ["there is no such operation"])
        self.seen.append(operation.name)
        if faults := [*_request_faults(self.description, operation, url, body)]:
            raise self._refusal(operation.name, faults)
        return operation

    def reply(
        self, operation: Operation, status: int, headers: Mapping[str, str], body: bytes
    ) -> None:
        """Look at a reply to an operation.

        Raises:
            NotAsDescribedError: the operation has no such reply.
        """
        if faults := [*_reply_faults(self.description, operation, (status, headers, body))]:
            raise self._refusal(operation.name, faults)

    def _refusal(self, name: str, faults: list[str]) -> NotAsDescribedError:
        named = [f"{name}: {fault}" for fault in faults]
        self.faults.extend(named)
        return NotAsDescribedError("\n".join(named))


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
