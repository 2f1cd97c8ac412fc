"""The lines that say how to reach a person, from a CV that holds only what may be published."""

from __future__ import annotations

from collections.abc import Iterator

from cv_action.cv.model import Basics, Location, Profile
from cv_action.render.document import Contact, ContactKind
from cv_action.render.inline import shown
from cv_action.render.links import printed_url, profile_url, safe_url
from cv_action.render.locale import Locale


def contacts(basics: Basics, locale: Locale) -> tuple[Contact, ...]:
    """Where the person is, then how to reach them, then where else they are."""
    return tuple(_contacts(basics, locale))


def _contacts(basics: Basics, locale: Locale) -> Iterator[Contact]:
    if place := _place(basics.location, locale):
        label = locale.words["location"]
        yield Contact(kind=ContactKind.LOCATION, label=label, text=place)
    if email := shown(basics.email):
        label, href = locale.words["email"], safe_url(f"mailto:{email}")
        yield Contact(kind=ContactKind.EMAIL, label=label, text=email, href=href)
    if phone := shown(basics.phone):
        label, href = locale.words["phone"], safe_url(f"tel:{_digits(phone)}")
        yield Contact(kind=ContactKind.PHONE, label=label, text=phone, href=href)
    if url := shown(basics.url):
        label, href = locale.words["website"], safe_url(url)
        yield Contact(
            kind=ContactKind.WEBSITE, label=label, text=printed_url(href or url), href=href
        )
    yield from (found for profile in basics.profiles if (found := _profile(profile)))


def _place(location: Location, locale: Locale) -> str:
    town = " ".join(part for part in (location.postal_code, location.city) if part)
    country = locale.country(location.country_code)
    parts = (location.address, town, location.region, country)
    known = ", ".join(shown(part) for part in parts if shown(part))
    return known or shown(location.text)


def _digits(phone: str) -> str:
    return "".join(c for c in phone if c.isascii() and (c.isdigit() or c == "+"))


def _profile(profile: Profile) -> Contact | None:
    href = safe_url(profile.url) or profile_url(profile.network, profile.username)
    text = printed_url(href) or shown(profile.username) or shown(profile.url)
    if not text:
        return None
    label = shown(profile.network) or printed_url(href).partition("/")[0] or text
    return Contact(kind=ContactKind.PROFILE, label=label, text=text, href=href)
