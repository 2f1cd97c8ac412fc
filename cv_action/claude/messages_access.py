"""Who asks the Messages API, and where: a key and a place, checked before anything is sent."""

from __future__ import annotations

import re
from ipaddress import ip_address
from typing import Final

from cv_action.errors import ConfigurationError

OFFICIAL: Final = "https://api.anthropic.com"
_PLACE: Final = re.compile(
    r"(?P<scheme>https?)://(?:(?P<name>[\w.-]+)|\[(?P<v6>[0-9A-Fa-f:.]+)\])(?::\d{1,5})?(?:/[\w.~/-]*)?",
    re.ASCII,
)
_LONGEST_KEY: Final = 500
_SUBSCRIPTION: Final = ("sk-ant-oat", "sk-ant-ort")


def checked_key(key: str) -> str:
    """A key that can stand in a header.

    Raises:
        ConfigurationError: it is empty, the token of a subscription, or no key at all; the message
            holds nothing of it.
    """
    if key.startswith(_SUBSCRIPTION):
        raise ConfigurationError(
            "`anthropic_api_key` holds the token of a subscription.",
            hint="Put it into `claude_oauth_token`: the Messages API only takes keys.",
        )
    if not 0 < len(key) <= _LONGEST_KEY or not re.fullmatch(r"[!-~]+", key):
        raise ConfigurationError(
            "`anthropic_api_key` is no key.",
            hint="Copy the key from the Claude Console into the secret, without spaces or line "
            "breaks around it.",
        )
    return key


def checked_base(url: str) -> str:
    """The address before ``/v1``, without a slash at its end.

    Raises:
        ConfigurationError: it is no plain address, or one that the key would reach unencrypted.
    """
    parts = _PLACE.fullmatch(url)
    if parts is None:
        raise ConfigurationError(
            "`anthropic_base_url` is no address of an API.",
            hint=f"It looks like {OFFICIAL}: no user, no query and no fragment.",
        )
    if parts["scheme"] == "http" and not _is_here(parts["name"] or parts["v6"]):
        raise ConfigurationError(
            "`anthropic_base_url` would send the key unencrypted.",
            hint="It has to begin with https://, except on this machine.",
        )
    return url.rstrip("/")


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
