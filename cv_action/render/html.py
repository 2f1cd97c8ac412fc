"""The CV as one self-contained web page: no script, no request, nothing but what is in it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import groupby
from typing import TYPE_CHECKING, Final

from cv_action.render.characters import linked, visible
from cv_action.render.document import (
    Block,
    Bullet,
    Contact,
    ContactKind,
    Document,
    Entry,
    Group,
    Inline,
    Labelled,
    Listing,
    Photo,
    Quote,
    Section,
    When,
    plain,
)

if TYPE_CHECKING:
    from jinja2 import Environment

LONG: Final = 24
"""From this many blocks on, a page has a list of its sections."""
DESCRIPTION_LENGTH: Final = 200
RIGHT_TO_LEFT: Final = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})
_BETWEEN: Final = " – "


def render(document: Document) -> bytes:
    """The page, in UTF-8."""
    style = _packaged("page.css")
    page = (
        _environment()
        .get_template("page.html.j2")
        .render(
            document=document,
            direction=_direction(document.language),
            description=_description(document),
            entity=_profile(document),
            locale=document.language.replace("-", "_"),
            long=sum(_weight(section) for section in document.sections) >= LONG,
            photo=_data_url(document.photo) if document.photo else "",
            photo_of=document.labels.photo_of.replace("{name}", document.name),
            style=style,
            style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        )
    )
    return page.encode().rstrip() + b"\n"


@dataclass(frozen=True, slots=True)
class Moment:
    """A part of a period as it is shown, and as ISO 8601 where that is known."""

    text: str
    iso: str = ""


def moments(when: When) -> tuple[Moment, ...]:
    """The ends of a period, each with its date; one part where the text is not two."""
    first, between, last = when.text.partition(_BETWEEN)
    if between and _BETWEEN not in last:
        return (Moment(first, when.start), Moment(last, when.end))
    if when.start and when.end and when.start != when.end:
        return (Moment(when.text),)
    return (Moment(when.text, when.start or when.end),) if when.text else ()


def runs(blocks: Sequence[Block]) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """The blocks by their kind; neighbouring labelled lines make one list."""
    for kind, members in groupby(blocks, key=_kind):
        if kind == "lines":
            yield kind, tuple(members)
        else:
            yield from ((kind, (block,)) for block in members)


def as_bullets(lines: Sequence[Inline]) -> tuple[Bullet, ...]:
    """Lines as items with nothing below them."""
    return tuple(Bullet(content) for content in lines)


def _kind(block: Block) -> str:
    match block:
        case Entry():
            return "entry"
        case Group():
            return "group"
        case Labelled():
            return "lines"
        case Quote():
            return "quote"
        case Listing():
            return "listing"


def _weight(section: Section) -> int:
    return sum(len(block.entries) if isinstance(block, Group) else 1 for block in section.blocks)


def _direction(language: str) -> str:
    return "rtl" if language.split("-", maxsplit=1)[0].lower() in RIGHT_TO_LEFT else "ltr"


def _environment() -> Environment:
    from jinja2 import DictLoader, Environment, StrictUndefined  # noqa: PLC0415  only pages need it

    environment = Environment(
        loader=DictLoader({name: _packaged(name) for name in ("page.html.j2", "parts.html.j2")}),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_final,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(as_bullets=as_bullets, linked=linked, moments=moments, runs=runs)
    return environment


def _final(value: object) -> object:
    """What the page gets of a value: texts lose what steers, markup of our own stays."""
    return visible(value) if type(value) is str else value


def _packaged(name: str) -> str:
    path = resources.files("cv_action.render").joinpath("templates", name)
    return path.read_text(encoding="utf-8")


def _data_url(photo: Photo) -> str:
    return f"data:{photo.media_type};base64,{base64.b64encode(photo.data).decode()}"


def _description(document: Document) -> str:
    """The headline and the first words of the text, as a search engine may quote them."""
    parts = [plain(document.headline), *_first_paragraph(document)]
    words = " · ".join(visible(part).strip() for part in parts if part)
    if len(words) <= DESCRIPTION_LENGTH:
        return words
    return words[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;·–") + "…"


def _first_paragraph(document: Document) -> Iterator[str]:
    for section in document.sections[:1]:
        for block in section.blocks[:1]:
            if isinstance(block, Listing) and block.items:
                yield plain(block.items[0].content)


def _profile(document: Document) -> dict[str, object]:
    """The page in the words of schema.org: only what it shows."""
    person: dict[str, object] = {"@type": "Person", "name": visible(document.name)}
    if document.headline:
        person["description"] = visible(plain(document.headline))
    for contact in document.contacts:
        _describe(person, contact)
    return {
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "inLanguage": visible(document.language),
        "mainEntity": person,
    }


def _describe(person: dict[str, object], contact: Contact) -> None:
    match contact.kind:
        case ContactKind.LOCATION:
            person.setdefault("address", visible(contact.text))
        case ContactKind.EMAIL:
            person.setdefault("email", visible(contact.text))
        case ContactKind.PHONE:
            person.setdefault("telephone", visible(contact.text))
        case ContactKind.WEBSITE:
            person.setdefault("url", visible(contact.href or contact.text))
        case ContactKind.PROFILE:
            known = person.setdefault("sameAs", [])
            if contact.href and isinstance(known, list):
                known.append(visible(contact.href))
