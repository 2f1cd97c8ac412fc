"""The small GitHub, held to GitHub's descriptions of its APIs in all it is asked and answers.

Why not always: a planned answer that GitHub would never give is refused here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from graphql import (
    GraphQLError,
    GraphQLSchema,
    build_schema,
    execute_sync,
    is_input_type,
    parse,
    validate,
)
from graphql.utilities import type_from_ast, validate_input_value

from tests.github_checks import Check, NotAsDescribedError, described
from tests.github_server import GithubServer
from tests.peers_node import packages
from tests.results_model import Answer

FILE = "@octokit/graphql-schema/schema.graphql"


@cache
def schema() -> GraphQLSchema:
    """GitHub's GraphQL schema; without its package the test is skipped.

    Why assumed valid: it holds a field twice.
    """
    return build_schema((packages() / FILE).read_text(), assume_valid=True)


class CheckedGithub(GithubServer):
    """A ``GithubServer`` that raises for what is not as GitHub describes it."""

    def __init__(self, *, repository: str = "maren/cv", branch: str = "main") -> None:
        super().__init__(repository=repository, branch=branch)
        self.check = Check(described())
        self.mutations = 0

    def handle(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """See ``GithubServer``.

        Raises:
            NotAsDescribedError: GitHub would not know this request, or would not answer so.
        """
        if urlsplit(url).path == "/graphql":
            faults = request_faults(body)
            answer = super().handle(method, url, headers, body)
            faults += reply_faults(body, answer[2]) if answer[0] == 200 else []
            self.mutations += 1
            if faults:
                self.check.faults.extend(faults)
                raise NotAsDescribedError("\n".join(faults))
            return answer
        operation = self.check.request(method, url, body)
        answer = super().handle(method, url, headers, body)
        self.check.reply(operation, *answer)
        return answer


def request_faults(body: bytes) -> list[str]:
    """What GitHub's schema has against a request: its text, and the values of its variables."""
    asked = json.loads(body)
    try:
        document = parse(asked["query"])
    except GraphQLError as error:
        return [error.message]
    faults = [error.message for error in validate(schema(), document)]
    return faults or [*_variable_faults(document, asked.get("variables") or {})]


def _variable_faults(document: Any, values: dict[str, Any]) -> list[str]:  # noqa: ANN401  a node of the library's tree
    faults: list[str] = []

    def told(error: GraphQLError, path: list[str | int]) -> None:
        faults.append(f"{'.'.join(map(str, path))}: {error.message}")

    for definition in document.definitions:
        for variable in definition.variable_definitions:
            name = variable.variable.name.value
            kind = type_from_ast(schema(), variable.type)
            if is_input_type(kind):
                validate_input_value(values.get(name), kind, told)
    return faults


def reply_faults(asked: bytes, told: bytes) -> list[str]:
    """What a reply lacks or has too much; the schema resolves it once more from itself."""
    data = json.loads(told).get("data")
    if data is None or None in data.values():
        return []
    request = json.loads(asked)
    again = execute_sync(
        schema(), parse(request["query"]), root_value=data, variable_values=request["variables"]
    )
    if again.errors:
        return [error.message for error in again.errors]
    return [] if again.data == data else [f"{data} is not what was asked for"]
