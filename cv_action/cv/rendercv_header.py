"""The head of a RenderCV file: who the person is and how to reach them.

RenderCV refuses a whole CV for one e-mail address, telephone number, link or user name that it
does not take, so what it may not take is told in another way or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Final

from cv_action.cv.json_resume_shapes import BASICS
from cv_action.cv.model import NOTHING, Basics, Json, Location, Profile
from cv_action.cv.reader import Reader
from cv_action.cv.rendercv_entries import WEB

_ICON: Final = "fontawesome_icon"
_PHONE: Final = "phone"
_LISTS: Final = (("email", "emails"), ("phone", "phones"), ("website", "websites"))
_ALLOWED: Final = [
    "name",
    "headline",
    "location",
    "email",
    "photo",
    "phone",
    "website",
    "social_networks",
    "custom_connections",
    "sections",
]
_EMAIL: Final = re.compile(
    r"[a-z0-9_%+-]+(?:\.[a-z0-9_%+-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?\.)+[a-z]{2,60}",
    re.IGNORECASE | re.ASCII,
)
_UNUSUAL_HOST: Final = re.compile(r"(?i)\.(?:test|local|localhost|invalid|onion|arpa)$")
_INTERNATIONAL: Final = re.compile(r"\+[\d\s().-]{7,20}", re.ASCII)
_USER: Final = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_USERS: Final[Mapping[str, str]] = MappingProxyType(
    dict.fromkeys(
        (
            "LinkedIn",
            "GitHub",
            "GitLab",
            "Instagram",
            "ResearchGate",
            "YouTube",
            "Google Scholar",
            "Telegram",
            "Leetcode",
            "X",
        ),
        _USER,
    )
    | {
        "Mastodon": r"@[A-Za-z0-9_]+@(?:[a-z0-9-]+\.)+[a-z]{2,}",
        "StackOverflow": r"\d+/[A-Za-z0-9-]+",
        "ORCID": r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]",
        "IMDB": r"nm\d{7}",
        "Bluesky": r"(?:[a-z0-9]+\.)+[a-z]{2,}",
        "Reddit": r"[A-Za-z0-9_-]{3,23}",
        "WhatsApp": r"\+[\d -]{8,20}",
    }
)
"""The networks that RenderCV knows, and user names that it takes."""

_NAMES: Final[Mapping[str, str]] = MappingProxyType({name.lower(): name for name in _USERS})


def read_header(reader: Reader) -> Basics:
    """Read ``cv`` without its sections."""
    lists = {more: tuple(_further(reader, key)) for key, more in _LISTS}
    basics = Basics(
        name=reader.text("name"),
        label=reader.text("headline"),
        image=reader.text("photo"),
        email=_first(reader, "email"),
        phone=_first(reader, _PHONE),
        url=_first(reader, "website"),
        location=Location(text=reader.text("location")),
    )
    profiles = (*_networks(reader), *_connections(reader))
    if not basics.phone and (phones := [p for p in profiles if _is_phone(p)]):
        basics = replace(basics, phone=phones[0].network)
        profiles = tuple(p for p in profiles if p is not phones[0])
    extra = {key: value for key, value in reader.extra(suggest=_ALLOWED).items() if value}
    extra |= {more: list(texts) for more, texts in lists.items() if texts}
    return replace(basics, profiles=profiles, extra=extra)


def _first(reader: Reader, key: str) -> str:
    return next(iter(reader.texts(key)), "")


def _further(reader: Reader, key: str) -> tuple[str, ...]:
    return reader.texts(key)[1:]


def _networks(reader: Reader) -> Iterator[Profile]:
    for item in reader.children("social_networks"):
        network, username = item.text("network"), item.text("username")
        yield Profile(network=network, username=username, extra=item.extra() or NOTHING)


def _connections(reader: Reader) -> Iterator[Profile]:
    for item in reader.children("custom_connections"):
        extra = {_ICON: item.text(_ICON)}
        network, url = item.text("placeholder"), item.text("url")
        yield Profile(
            network=network, url=url, extra=extra | {k: v for k, v in item.extra().items() if v}
        )


def _is_phone(profile: Profile) -> bool:
    return profile.extra == {_ICON: _PHONE} and not profile.url


def with_beside(basics: Basics, beside: Reader) -> Basics:
    """Complete what was read from RenderCV's keys by what stands beside them.

    Why: the owner may have edited RenderCV's keys since; then they count.
    """
    said = BASICS.read(beside)
    for field in fields(Basics):
        value = getattr(said, field.name)
        if value == getattr(Basics(), field.name):
            continue
        completed = replace(basics, **{field.name: value})
        if write_header(completed) == write_header(basics):
            basics = completed
    return basics


def write_beside(basics: Basics) -> dict[str, Json]:
    """What of a person RenderCV's keys do not give back."""
    seen = read_header(Reader.of(write_header(basics)))
    told = {
        field.name: getattr(basics, field.name)
        for field in fields(Basics)
        if field.name != "summary" and getattr(seen, field.name) != getattr(basics, field.name)
    }
    return BASICS.write(Basics(**told))


def write_header(basics: Basics) -> dict[str, Json]:
    """Write ``cv`` without its sections."""
    networks: list[Json] = []
    connections: list[Json] = []
    for profile in basics.profiles:
        _put_profile(profile, networks, connections)
    phone = basics.phone if _INTERNATIONAL.fullmatch(basics.phone) else ""
    if basics.phone and not phone:
        connections.append({_ICON: _PHONE, "placeholder": basics.phone, "url": None})
    written: dict[str, Json] = {
        "name": basics.name,
        "headline": basics.label,
        "location": location_line(basics.location),
        "email": _with_further(basics, "emails", basics.email if _is_email(basics.email) else ""),
        "photo": basics.image if _is_photo(basics.image) else "",
        "phone": _with_further(basics, "phones", phone),
        "website": _with_further(
            basics, "websites", basics.url if WEB.fullmatch(basics.url) else ""
        ),
        "social_networks": networks,
        "custom_connections": connections,
    }
    return {key: value for key, value in written.items() if value}


def location_line(location: Location) -> str:
    """Where somebody lives, in one line and without the street."""
    parts = (location.city, location.region, location.country_code)
    return location.text or ", ".join(part for part in parts if part)


def _with_further(basics: Basics, more: str, first: str) -> Json:
    further = basics.extra.get(more)
    return [first, *further] if first and isinstance(further, list) else first


def _is_email(text: str) -> bool:
    return bool(_EMAIL.fullmatch(text)) and not _UNUSUAL_HOST.search(text) and len(text) < 200  # noqa: PLR2004  well below every limit


def _is_photo(text: str) -> bool:
    return bool(WEB.fullmatch(text)) or (":" not in text and "\\" not in text)


def _put_profile(profile: Profile, networks: list[Json], connections: list[Json]) -> None:
    network = _NAMES.get(profile.network.lower(), "")
    if network and _ICON not in profile.extra and re.fullmatch(_USERS[network], profile.username):
        networks.append({"network": network, "username": profile.username})
        return
    url = profile.url if WEB.fullmatch(profile.url) else None
    icon = profile.extra.get(_ICON)
    shown = ": ".join(part for part in (profile.network, profile.username) if part)
    connections.append(
        {
            _ICON: icon if isinstance(icon, str) else "link",
            "placeholder": shown or profile.url,
            "url": url,
        }
    )
