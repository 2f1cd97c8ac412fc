"""The top of a Markdown CV: the name, the headline and how to reach the person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from cv_action.cv.markdown_blocks import Block, Heading, Item, Paragraph, text_of
from cv_action.cv.markdown_words import emphasized, labelled, linked, parts, strong, words
from cv_action.cv.model import Basics, Location, Profile

_EMAIL: Final = re.compile(r"[^\s@<>()]{1,64}@[^\s@<>()]{1,200}\.[^\s@<>().]{2,30}")
_PHONE: Final = re.compile(r"\+?[\d(][\d\s()./-]{5,30}\d")
_WEB: Final = re.compile(r"(?:https?://|www\.)\S+|(?:[\w-]+\.)+[a-z]{2,15}(?:/\S*)?", re.IGNORECASE)
_PLACE: Final = re.compile(r"[^\W\d][\w .'-]{1,40}(?:,\s*[^\W\d][\w .'-]{1,40}){1,3}")
_FIELDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        label: field
        for field, labels in (
            ("email", "email mail"),
            ("phone", "phone telephone tel telefon mobile mobil handy cell"),
            ("url", "website web homepage webseite site url portfolio blog"),
            ("location", "location address ort adresse wohnort standort anschrift based"),
        )
        for label in labels.split()
    }
)
_NETWORKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "github.com": "GitHub",
        "gitlab.com": "GitLab",
        "linkedin.com": "LinkedIn",
        "twitter.com": "Twitter",
        "x.com": "X",
        "orcid.org": "ORCID",
        "stackoverflow.com": "StackOverflow",
        "codeberg.org": "Codeberg",
        "xing.com": "XING",
        "bsky.app": "Bluesky",
        "kaggle.com": "Kaggle",
        "youtube.com": "YouTube",
        "medium.com": "Medium",
    }
)
_LONGEST_HEADLINE: Final = 160


@dataclass(frozen=True, slots=True)
class _Contact:
    """One piece of the contact details: its label, its words, its address."""

    label: str
    text: str
    url: str


def read_basics(name: str, blocks: Sequence[Block]) -> Basics:
    """Read what stands between the name and the first section."""
    basics = Basics(name=words(name))
    rest: list[Block] = []
    for block in blocks:
        found = tuple(_contacts(block, told=isinstance(block, Item)))
        if found:
            for contact in found:
                basics = _with_contact(basics, contact)
        elif not basics.label and not rest and _is_headline(block):
            basics = replace(basics, label=_headline(block))
        else:
            rest.append(block)
    return replace(basics, summary=text_of(rest))


def _is_headline(block: Block) -> bool:
    lines = len(block.lines) if isinstance(block, Paragraph) else 1
    text = getattr(block, "text", ".")
    short = lines == 1 and len(text) <= _LONGEST_HEADLINE
    return isinstance(block, (Heading, Paragraph)) and short and not text.endswith(".")


def _headline(block: Block) -> str:
    text = block.text if isinstance(block, (Heading, Paragraph)) else ""
    return strong(text) or emphasized(text) or text


def _contacts(block: Block, *, told: bool) -> Iterator[_Contact]:
    """The contacts of a block; none at all if something in it is none."""
    lines = block.lines if isinstance(block, Paragraph) else (getattr(block, "text", ""),)
    pieces = [part for line in lines for part in parts(line.rstrip("\\"))]
    found = [_contact(piece) for piece in pieces]
    sure = any(contact and _field(contact) != "location" for contact in found)
    if (told and all(found)) or (sure and all(found)):
        yield from (contact for contact in found if contact)


def _contact(piece: str) -> _Contact | None:
    told = labelled(piece, plain=True)
    label, value = (words(told[0]), told[1]) if told else ("", piece)
    link = linked(value)
    contact = _Contact(label, words(link.text), link.url)
    return contact if label or contact.url or _field(contact) else None


def _field(contact: _Contact) -> str:
    """Which field of ``Basics`` a contact fills; nothing for an account on a network."""
    label = re.sub(r"[^a-z]", "", contact.label.lower())
    if label in _FIELDS:
        return _FIELDS[label]
    for field, pattern in (
        ("email", _EMAIL),
        ("phone", _PHONE),
        ("url", _WEB),
        ("location", _PLACE),
    ):
        if pattern.fullmatch(contact.text) and not contact.label:
            return field
    return "email" if contact.url.startswith("mailto:") else ""


def _with_contact(basics: Basics, contact: _Contact) -> Basics:
    field = _field(contact)
    network = _network(contact)
    if field == "location" and not basics.location.text:
        return replace(basics, location=Location(text=contact.text))
    if field == "email" and not basics.email:
        address = contact.url.removeprefix("mailto:")
        told = contact.text if "@" in contact.text else address or contact.text
        return replace(basics, email=told)
    if field == "phone" and not basics.phone:
        return replace(basics, phone=contact.text)
    if (field == "url" or not contact.label) and not network and not basics.url:
        return replace(basics, url=_address(contact))
    return replace(basics, profiles=(*basics.profiles, _profile(contact, network)))


def _address(contact: _Contact) -> str:
    if contact.url:
        return contact.url
    return contact.text if "://" in contact.text else f"https://{contact.text}"


def _network(contact: _Contact) -> str:
    host = re.sub(
        r"^(?:https?://)?(?:www\.)?", "", contact.url or contact.text, flags=re.IGNORECASE
    )
    return _NETWORKS.get(host.partition("/")[0].lower(), "")


def _profile(contact: _Contact, network: str) -> Profile:
    is_address = bool(contact.url) or bool(_WEB.fullmatch(contact.text))
    url = _address(contact) if is_address else ""
    last = url.rstrip("/").rpartition("/")[2] if network or contact.label else ""
    username = last if is_address else contact.text
    return Profile(network=contact.label or network or contact.text, username=username, url=url)
