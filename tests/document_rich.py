"""A document of three pages that has every kind of block."""

from __future__ import annotations

from cv_action.render.document import (
    Block,
    Bullet,
    Contact,
    ContactKind,
    Document,
    Entry,
    Listing,
    ListStyle,
    Photo,
    Quote,
    When,
)
from tests.document_parts import LABELS, MOMENT, PIXEL, bullets, labelled, line, paragraphs, section
from tests.document_roles import college, harbour, lumen


def rich() -> Document:
    """About three pages, with every kind of block."""
    return Document(
        name="Dr. Ilse Vandermeer-Okonkwo",
        headline=line("Staff engineer, storage and streaming systems"),
        contacts=_contacts(),
        sections=(
            section(
                "Summary",
                paragraphs(
                    "Storage engineer who has spent fifteen years on the part of a database that "
                    "must not be wrong: logs, replicas and the ways back from a bad day. I lead by "
                    "writing things down, and still read every pull request that touches a disk.",
                ),
            ),
            section("Experience", harbour(), lumen(), college()),
            section("Projects", *_projects()),
            section("Education", *_education()),
            section("Publications", *_publications()),
            section("Talks", Listing(ListStyle.NUMBERS_DOWN, _talks())),
            section("Skills", *_skills()),
            section("Languages", *_languages()),
            section("Certificates", Listing(ListStyle.NUMBERS, bullets(*_CERTIFICATES))),
            section("Volunteering", Listing(ListStyle.BULLETS, _volunteering())),
            section("References", *_references()),
        ),
        language="en",
        labels=LABELS,
        moment=MOMENT,
        photo=Photo(PIXEL, "image/png"),
    )


def _contacts() -> tuple[Contact, ...]:
    return (
        Contact(kind=ContactKind.LOCATION, label="Location", text="Ghent, Belgium"),
        Contact(
            kind=ContactKind.EMAIL,
            label="E-mail",
            text="ilse@vandermeer.example",
            href="mailto:ilse@vandermeer.example",
        ),
        Contact(
            kind=ContactKind.PHONE, label="Phone", text="+32 9 555 01 17", href="tel:+3295550117"
        ),
        Contact(
            kind=ContactKind.WEBSITE,
            label="Website",
            text="vandermeer.example",
            href="https://vandermeer.example/",
        ),
        Contact(
            kind=ContactKind.PROFILE,
            label="GitHub",
            text="github.com/ilse-vo",
            href="https://github.com/ilse-vo",
        ),
        Contact(
            kind=ContactKind.PROFILE,
            label="Mastodon",
            text="@ilse@hachyderm.example",
            href="https://hachyderm.example/@ilse",
        ),
    )


def _projects() -> tuple[Block, ...]:
    return (
        Entry(
            title=line("quorum-lab"),
            note=line("A teaching implementation of consensus with a deterministic network"),
            when=When("Jan 2019 – Present", "2019-01"),
            url="https://github.com/ilse-vo/quorum-lab",
            bullets=bullets("Used in the distributed systems course of two universities."),
            details=(labelled("Keywords", "Go", "Raft", "Simulation"),),
        ),
        Entry(
            title=line("tidemark"),
            when=When("2023", "2023", "2023"),
            url="https://tidemark.example",
            paragraphs=(line("A command that says which of your backups can be restored."),),
        ),
    )


def _education() -> tuple[Block, ...]:
    return (
        Entry(
            title=line("PhD, Computer Science"),
            place=line("Brackwater College"),
            location="Ghent",
            when=When("Sep 2008 – Jun 2012", "2008-09", "2012-06"),
            bullets=bullets("Thesis: Bounded staleness for replicas that are far apart"),
            details=(labelled("Courses", "Distributed systems", "Queueing theory"),),
        ),
        Entry(
            title=line("MSc, Mathematics"),
            place=line("Université de l’Escaut"),
            when=When("2006 – 2008", "2006", "2008"),
        ),
    )


def _publications() -> tuple[Block, ...]:
    return (
        Entry(
            title=line("Recovering a Log That Nobody Stopped Writing"),
            place=line("Journal of Operated Systems"),
            when=When("Jul 2022", "2022-07", "2022-07"),
            url="https://doi.example/10.5555/jos.2022.7",
            details=(labelled("Authors", "I. Vandermeer-Okonkwo", "P. Achterberg", "S. Lund"),),
        ),
        Entry(
            title=line("Disks at Sea: a Field Study"),
            place=line("Proceedings of the Coastal Computing Workshop"),
            when=When("Oct 2014", "2014-10", "2014-10"),
        ),
    )


def _talks() -> tuple[Bullet, ...]:
    return bullets(
        "Tiered, not torn: keynote at Storage Days, Ghent, 2024",
        "What a checksum does not tell you, Lowlands Systems Meetup, 2021",
        "Raft with a pencil, Rustfest Leiden, 2019",
    )


def _skills() -> tuple[Block, ...]:
    return (
        labelled("Storage", "LSM trees", "Erasure coding", "Log-structured file systems"),
        labelled("Languages", "Rust", "Go", "C++", "Python"),
        labelled("Operation", "Kubernetes", "Terraform", "Prometheus", "Incident response"),
        labelled("Technical writing"),
    )


def _languages() -> tuple[Block, ...]:
    return (
        labelled("Dutch", "Native speaker"),
        labelled("English", "Fluent"),
        labelled("Français", "Professional working proficiency"),
    )


_CERTIFICATES = (
    "Certified Harbour Pilot of Kubernetes, Sail Foundation, 2023",
    "Practitioner of Incident Command, 2020",
)


def _volunteering() -> tuple[Bullet, ...]:
    return (
        Bullet(
            line("Repair café Dampoort, since 2016"),
            (line("some 40 laptops a year that stay out of the bin"),),
        ),
        Bullet(line("Mentor at the coding club for girls of the public library")),
    )


def _references() -> tuple[Block, ...]:
    return (
        Quote(
            (line("Ilse is who you want in the room when the data is at stake."),),
            line("Pieter Achterberg, Harbour Data"),
        ),
        Quote(
            (
                line("She taught us to write before we build."),
                line("We still do."),
            ),
            line("Sunniva Lund"),
        ),
    )
