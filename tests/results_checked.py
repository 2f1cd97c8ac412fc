"""The artifact server, held to GitHub's description of its API in all it is asked and answers.

Why not always: a planned answer that GitHub would never give (no JSON, no total) is refused here.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from tests.github_checks import Check, described
from tests.results_model import Answer
from tests.results_server import ResultsServer


class CheckedServer(ResultsServer):
    """A ``ResultsServer`` whose REST side raises for what is not as GitHub describes it."""

    def __init__(self, *, repository: str = "maren/cv", repository_id: int = 4711) -> None:
        super().__init__(repository=repository, repository_id=repository_id)
        self.check = Check(described())

    def handle(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """See ``ResultsServer``.

        Raises:
            NotAsDescribedError: GitHub would not know this request, or would not answer so.
        """
        if urlsplit(url).path.startswith(("/twirp/", "/blob/")):
            return super().handle(method, url, headers, body)
        operation = self.check.request(method, url, body)
        answer = super().handle(method, url, headers, body)
        self.check.reply(operation, *answer)
        return answer
