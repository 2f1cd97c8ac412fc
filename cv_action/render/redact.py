"""What of a CV may be published: contact details by allow-list, nothing that nobody vouched for."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from typing import Final

from cv_action.cv.model import NOTHING, Basics, Cv, Location, Profile, Section
from cv_action.render.options import ContactField, RenderOptions

_STREET: Final = re.compile(r"\d")


def redacted(cv: Cv, options: RenderOptions) -> Cv:
    """The CV without what its owner did not allow to be published.

    Keys that we do not know are taken out everywhere: nobody can say what stands in them.
    """
    return replace(
        cv,
        basics=_basics(cv.basics, options),
        sections=tuple(_section(section) for section in cv.sections),
        extra=NOTHING,
    )


def _basics(basics: Basics, options: RenderOptions) -> Basics:
    allowed = options.contact
    return replace(
        basics,
        email=_if(ContactField.EMAIL, allowed, basics.email),
        phone=_if(ContactField.PHONE, allowed, basics.phone),
        url=_if(ContactField.WEBSITE, allowed, basics.url),
        image=basics.image if options.photo else "",
        location=_location(basics.location, allowed),
        profiles=_profiles(basics.profiles) if ContactField.PROFILES in allowed else (),
        extra=NOTHING,
    )


def _if(field: ContactField, allowed: Collection[ContactField], text: str) -> str:
    return text if field in allowed else ""


def _location(location: Location, allowed: Collection[ContactField]) -> Location:
    """A place in one line that has a digit may name a street: it needs the street's permission."""
    text_field = ContactField.ADDRESS if _STREET.search(location.text) else ContactField.CITY
    return Location(
        address=_if(ContactField.ADDRESS, allowed, location.address),
        postal_code=_if(ContactField.ADDRESS, allowed, location.postal_code),
        city=_if(ContactField.CITY, allowed, location.city),
        region=_if(ContactField.CITY, allowed, location.region),
        country_code=_if(ContactField.COUNTRY, allowed, location.country_code),
        text=_if(text_field, allowed, location.text),
    )


def _profiles(profiles: tuple[Profile, ...]) -> tuple[Profile, ...]:
    return tuple(replace(profile, extra=NOTHING) for profile in profiles)


def _section(section: Section) -> Section:
    return replace(section, entries=tuple(replace(e, extra=NOTHING) for e in section.entries))
