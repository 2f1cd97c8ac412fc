"""The blob half of an upload, held to azurite, which keeps Azure's own rules."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from http import HTTPStatus

import pytest
import requests

from cv_action.adapters.artifact_blob import BLOCK, put_blob
from cv_action.adapters.http import Session
from cv_action.ledger.store import StoreError
from tests.peers_azure import VERSION, Account
from tests.peers_node import serving

pytestmark = [pytest.mark.loopback, pytest.mark.xdist_group("azurite")]
KEY = b"the key of an account that nobody has"
LISTENS = re.compile(r"listens on (http://127\.0\.0\.1:\d+)")
ARGUMENTS = (
    "--inMemoryPersistence", "--disableTelemetry", "--silent",
    "--blobHost", "127.0.0.1", "--blobPort", "0",
)  # fmt: skip
AWKWARD = bytes(range(256)) + b"\r\n--boundary\r\n\x00" + "é".encode()


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    accounts = {"AZURITE_ACCOUNTS": f"cvaction:{b64encode(KEY).decode()}"}
    with serving("azurite.mjs", *ARGUMENTS, environ=accounts, ready=LISTENS) as origin:
        account = Account(origin, "cvaction", KEY)
        assert requests.put(account.container_url("results"), timeout=10).status_code == 201
        yield account


@pytest.fixture
def session() -> Iterator[Session]:
    with Session(sleep=lambda _: None) as session:
        yield session


@pytest.fixture
def path(request: pytest.FixtureRequest) -> str:
    name: str = request.node.name
    return f"results/{re.sub('[^a-z0-9]+', '-', name)}.zip"


def stored(account: Account, path: str) -> bytes:
    reply = requests.get(account.blob_url(path, permissions="r"), timeout=10)
    assert reply.status_code == HTTPStatus.OK, reply.text
    return reply.content


@pytest.mark.parametrize(
    "data",
    [b"", b"x", AWKWARD, b"a" * BLOCK, b"a" * BLOCK + AWKWARD],
    ids=["none", "one", "awkward", "a whole block", "two blocks"],
)
def test_a_blob_holds_the_bytes_that_it_was_given(
    account: Account, session: Session, path: str, data: bytes
) -> None:
    put_blob(session, account.blob_url(path, permissions="cw"), data)
    assert stored(account, path) == data


def refused(session: Session, url: str) -> str:
    """What is said when the blob store does not take the bytes; never a word of the URL."""
    with pytest.raises(StoreError) as caught:
        put_blob(session, url, b"later")
    assert "sig=" not in caught.value.message
    return caught.value.message


def test_the_store_is_told_that_the_blob_is_a_zip(
    account: Account, session: Session, path: str
) -> None:
    put_blob(session, account.blob_url(path, permissions="cw"), AWKWARD)
    reply = requests.head(account.blob_url(path, permissions="r"), timeout=10)
    assert reply.headers["content-type"] == "application/zip"
    assert reply.headers["content-length"] == str(len(AWKWARD))


@pytest.mark.parametrize(
    ("written", "instead"),
    [("sig=", "sig=AAAA"), ("se=2099", "se=2021"), ("sp=cw", "sp=r"), ("/results/", "/others/")],
)
def test_a_signature_for_something_else_opens_nothing(
    account: Account, session: Session, path: str, written: str, instead: str
) -> None:
    url = account.blob_url(path, permissions="cw")
    assert written in url
    assert "403 AuthorizationFailure" in refused(session, url.replace(written, instead, 1))


def test_a_permission_to_read_opens_nothing(account: Account, session: Session, path: str) -> None:
    message = refused(session, account.blob_url(path, permissions="r"))
    assert "403 AuthorizationPermissionMismatch" in message


def test_a_blob_that_somebody_leases_stays_as_it_is(
    account: Account, session: Session, path: str
) -> None:
    url = account.blob_url(path, permissions="cw")
    put_blob(session, url, b"first")
    lease = {"x-ms-lease-action": "acquire", "x-ms-lease-duration": "-1", "x-ms-version": VERSION}
    assert requests.put(f"{url}&comp=lease", headers=lease, timeout=10).status_code == 201
    assert "412 LeaseIdMissing" in refused(session, url)
    assert stored(account, path) == b"first"


def test_a_blob_of_another_kind_stays_as_it_is(
    account: Account, session: Session, path: str
) -> None:
    url = account.blob_url(path, permissions="cw")
    kind = {"x-ms-blob-type": "AppendBlob", "x-ms-version": VERSION}
    assert requests.put(url, headers=kind, timeout=10).status_code == 201
    assert "409 InvalidBlobType" in refused(session, url)
    assert stored(account, path) == b""
