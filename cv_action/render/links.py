"""Addresses that are safe to follow, and how they look in print."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final
from urllib.parse import quote, urlsplit

_SAFE_SCHEMES: Final = frozenset({"http", "https", "mailto", "tel"})
_SCHEME: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BARE_HOST: Final = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#].*)?", re.IGNORECASE)
_UNFIT: Final = re.compile(
    r"[\s\x00-\x20\x7f-\xa0<>\"\\^`{|}\u200b-\u200f\u2028-\u202e\u2066-\u2069]"
)
_UNPRINTED: Final = re.compile(r"^(?:https?://(?:www\.)?|mailto:|tel:)", re.IGNORECASE)
_ESCAPED_KEPT: Final = "%/:=&?~#+!$,;'@()*[]"

PROFILE_URLS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bitbucket": "https://bitbucket.org/{}",
        "bluesky": "https://bsky.app/profile/{}",
        "codeberg": "https://codeberg.org/{}",
        "github": "https://github.com/{}",
        "gitlab": "https://gitlab.com/{}",
        "googlescholar": "https://scholar.google.com/citations?user={}",
        "kaggle": "https://www.kaggle.com/{}",
        "linkedin": "https://www.linkedin.com/in/{}",
        "orcid": "https://orcid.org/{}",
        "researchgate": "https://www.researchgate.net/profile/{}",
        "stackoverflow": "https://stackoverflow.com/users/{}",
        "x": "https://x.com/{}",
        "youtube": "https://www.youtube.com/@{}",
    }
)
"""Where a user's page is on networks that a CV may name without an address."""


def safe_url(url: str) -> str:
    """The address when it is safe to follow, with a scheme; empty otherwise.

    Web, mail and telephone addresses are; ``javascript:`` and every other scheme are not.
    """
    url = url.strip()
    if _BARE_HOST.fullmatch(url):
        url = f"https://{url}"
    if not _SCHEME.match(url) or _UNFIT.search(url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme.lower() not in _SAFE_SCHEMES:
        return ""
    if parts.scheme.lower() in {"http", "https"} and not parts.hostname:
        return ""
    return quote(url, safe=_ESCAPED_KEPT)


def profile_url(network: str, username: str) -> str:
    """Where a user's page is, for the networks we know; empty for others."""
    name = re.sub(r"[^a-z]", "", network.lower())
    known = PROFILE_URLS.get(name)
    if name == "mastodon" and re.fullmatch(r"@?[^@/]+@[^@/]+", username):
        user, host = username.lstrip("@").split("@")
        return safe_url(f"https://{host}/@{user}")
    return safe_url(known.format(quote(username, safe="/"))) if known and username else ""


def printed_url(url: str) -> str:
    """An address as people write it: without scheme, ``www.`` and a closing slash."""
    return _UNPRINTED.sub("", url).rstrip("/")
