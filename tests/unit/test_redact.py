"""Nothing of a person is published that they did not allow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cv_action.cv.model import Basics, Cv, Kind, Location, Profile, Section, Work
from cv_action.render.options import ContactField, RenderOptions
from cv_action.render.redact import redacted

BASICS = Basics(
    name="Maren",
    email="m@a.example",
    phone="+47 555 01 234",
    url="https://a.example",
    image="me.png",
    location=Location(
        address="Fjordgata 12",
        postal_code="7010",
        city="Trondheim",
        region="Trøndelag",
        country_code="NO",
        extra={"floor": "3"},
    ),
    profiles=(Profile(network="GitHub", username="maren", extra={"token": "x"}),),
    extra={"birthDate": "1990-01-01"},
)
CV = Cv(
    basics=BASICS,
    sections=(Section(kind=Kind.WORK, entries=(Work(name="A", extra={"salary": "1"}),)),),
    extra={"meta": {"secret": "1"}},
)


def test_phone_street_photo_and_unknown_keys_are_off_unless_asked_for() -> None:
    text = str(redacted(CV, RenderOptions()))
    for private in ("555", "Fjordgata", "7010", "me.png", "1990", "salary", "secret", "floor"):
        assert private not in text
    for public in ("m@a.example", "https://a.example", "Trondheim", "NO", "maren"):
        assert public in text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (ContactField.EMAIL, "m@a.example"),
        (ContactField.PHONE, "+47 555 01 234"),
        (ContactField.WEBSITE, "https://a.example"),
        (ContactField.PROFILES, "GitHub"),
        (ContactField.ADDRESS, "Fjordgata 12"),
        (ContactField.CITY, "Trondheim"),
        (ContactField.COUNTRY, "'NO'"),
    ],
)
def test_each_field_is_published_when_and_only_when_it_is_allowed(
    field: ContactField, value: str
) -> None:
    alone = RenderOptions(contact=(field,))
    others = RenderOptions(contact=tuple(f for f in ContactField if f is not field))
    assert value in str(redacted(CV, alone))
    assert value not in str(redacted(CV, others))


@pytest.mark.parametrize(
    ("text", "fields", "kept"),
    [
        ("Trondheim, Norway", (ContactField.CITY,), True),
        ("Fjordgata 12, Trondheim", (ContactField.CITY,), False),
        ("Fjordgata 12, Trondheim", (ContactField.ADDRESS,), True),
        ("Trondheim", (ContactField.COUNTRY,), False),
    ],
)
def test_a_place_in_one_line_needs_the_permission_of_what_it_may_hold(
    text: str, fields: tuple[ContactField, ...], kept: bool
) -> None:
    cv = replace(CV, basics=replace(BASICS, location=Location(text=text)))
    found = redacted(cv, RenderOptions(contact=fields)).basics.location.text
    assert found == (text if kept else "")


def test_the_photo_is_published_when_asked_for() -> None:
    assert redacted(CV, RenderOptions(photo=True)).basics.image == "me.png"
