"""What an owner can choose about documents."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    """The documents that can be made."""

    HTML = "html"
    PDF = "pdf"
    MARKDOWN = "markdown"
    TEXT = "text"
    DOCX = "docx"
    JSON = "json"


class Design(StrEnum):
    """How the PDF looks."""

    MODERN = "modern"
    PLAIN = "plain"


class PageSize(StrEnum):
    """The paper."""

    A4 = "a4"
    LETTER = "letter"


class ContactField(StrEnum):
    """What of the contact details may be published."""

    EMAIL = "email"
    PHONE = "phone"
    WEBSITE = "website"
    PROFILES = "profiles"
    ADDRESS = "address"
    CITY = "city"
    COUNTRY = "country"


DEFAULT_CONTACT = (
    ContactField.EMAIL,
    ContactField.WEBSITE,
    ContactField.PROFILES,
    ContactField.CITY,
    ContactField.COUNTRY,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """Everything that documents depend on besides the CV.

    ``locale`` is a key of the locale table (``en``, ``de``). ``fonts`` are font files, by name.
    """

    formats: tuple[Format, ...] = tuple(Format)
    design: Design = Design.MODERN
    page_size: PageSize = PageSize.A4
    locale: str = "en"
    contact: tuple[ContactField, ...] = DEFAULT_CONTACT
    photo: bool = False
