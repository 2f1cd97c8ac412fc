"""The artifacts that act stores, as GitHub numbers them, lists them and gives them out.

act's own artifact server takes the uploads. It lacks what only GitHub has: an API that lists the
artifacts of all runs, a number for each, and the refusal of a name that a run has used.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from tests.peers_node import MODULES
from tests.results_checked import CheckedServer
from tests.results_model import Answer, json_answer
from tests.results_rest import refusal
from tests.results_server import ResultsServer

TWIRP: Final = "/twirp/"
PATIENCE: Final = 10
"""Seconds that act's server may take for an answer."""
TAKEN: Final = "Conflict: an artifact with this name already exists on the workflow run"


class ActShelf:
    """What a folder of act's artifact server has (``<run>/<name>/<name>.zip``).

    ``server`` answers GitHub's API, held to its description wherever that is installed. ``act`` is
    the port of the artifact server that the job at hand has; ``readable`` says whether its token
    may read artifacts.
    """

    def __init__(self, folder: Path, *, api_url: str, token: str) -> None:
        self.folder = folder
        self.act = 0
        self.readable = True
        self.server = CheckedServer() if MODULES.is_dir() else ResultsServer()
        self.server.api_url = self.server.blob_url = api_url
        self.server.token = token
        self._taken: set[tuple[str, str]] = set()

    def handle(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Answer one request: a call of the service through act's, all else from what is there."""
        path = urlsplit(url).path
        if path.startswith("/repos/") and not self.readable:
            return refusal(403, "Resource not accessible by integration")
        if not path.startswith(TWIRP):
            return self.server.handle(method, url, headers, body)
        fields = json.loads(body)
        key = fields["workflow_run_backend_id"], fields["name"]
        match path.rpartition("/")[2]:
            case "CreateArtifact":
                if key in self._taken:
                    return json_answer(409, {"code": "already_exists", "msg": TAKEN})
                self._taken.add(key)
                return self._forwarded(path, headers, body)
            case "FinalizeArtifact":
                status, told, content = self._forwarded(path, headers, body)
                numbered = json.loads(content) | {"artifactId": str(self._number(*key))}
                return status, told, json.dumps(numbered).encode()
            case _:
                return self._forwarded(path, headers, body)

    @property
    def faults(self) -> list[str]:
        """What GitHub would not know."""
        return self.server.check.faults if isinstance(self.server, CheckedServer) else []

    def _number(self, run: str, name: str) -> int:
        data = (self.folder / run / name / f"{name}.zip").read_bytes()
        return self.server.add(name, data, run=int(run)).id

    def _forwarded(self, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """Why without the host's name: act makes the address for the upload of it."""
        named = {name: text for name, text in headers.items() if name.lower() != "host"}
        connection = HTTPConnection("127.0.0.1", self.act, timeout=PATIENCE)
        try:
            connection.request("POST", path, body, named)
            answer = connection.getresponse()
            told = {"Content-Type": answer.headers["Content-Type"]}
            return answer.status, told, answer.read()
        finally:
            connection.close()
