"""Documents of people who do not exist, for the tests of every renderer."""

from __future__ import annotations

from dataclasses import replace

from cv_action.render.document import (
    Contact,
    ContactKind,
    Document,
    Entry,
    When,
)
from tests.document_hostile import hostile
from tests.document_parts import LABELS, MOMENT, bullets, labelled, line, paragraphs, section
from tests.document_rich import rich


def small() -> Document:
    """One page of a person with two roles."""
    return Document(
        name="Maren Oduya",
        headline=line("Platform engineer"),
        contacts=(
            Contact(kind=ContactKind.LOCATION, label="Location", text="Utrecht, Netherlands"),
            Contact(
                kind=ContactKind.EMAIL,
                label="E-mail",
                text="maren@oduya.example",
                href="mailto:maren@oduya.example",
            ),
            Contact(
                kind=ContactKind.PROFILE,
                label="GitHub",
                text="github.com/maren-oduya",
                href="https://github.com/maren-oduya",
            ),
        ),
        sections=(
            section("Summary", paragraphs("I make build systems fast and keep them boring.")),
            section(
                "Experience",
                Entry(
                    title=line("Platform Engineer"),
                    place=line("Tidewater Logistics"),
                    location="Rotterdam",
                    when=When("Apr 2022 – Present", "2022-04"),
                    bullets=bullets(
                        "Cut the median build from 19 to 6 minutes by caching test results.",
                        "Moved 140 services to one deployment pipeline.",
                    ),
                ),
                Entry(
                    title=line("Software Developer"),
                    place=line("Kiln & Co"),
                    url="https://kiln.example",
                    when=When("2019 – 2022", "2019", "2022"),
                    bullets=bullets("Wrote the stock count that 31 shops use every evening."),
                ),
            ),
            section("Skills", labelled("Languages", "Go", "Python", "C++")),
        ),
        language="en",
        labels=LABELS,
        moment=MOMENT,
    )


def ten_pages() -> Document:
    """About ten pages: a long career, with nothing repeated word for word."""
    document = rich()
    roles = tuple(_role(number) for number in range(36))
    papers = tuple(_paper(number) for number in range(40))
    return replace(
        document,
        name="Prof. Thandeka Brightwater",
        sections=(
            *document.sections[:2],
            section("Earlier roles", *roles),
            *document.sections[2:4],
            section("Papers", *papers),
            *document.sections[5:],
        ),
    )


_WORK = (
    "Rebuilt the ledger of {n} ferries",
    "Measured {n} pumping stations for a year",
    "Taught a course for {n} students",
    "Wrote the standard that {n} ports signed",
)


def _role(number: int) -> Entry:
    year = 2011 - number // 2
    return Entry(
        title=line(f"Consultant, engagement {number + 1}"),
        place=line(f"Waterboard {number + 1}"),
        location="Zeeland" if number % 2 else "Groningen",
        when=When(f"{year} – {year + 1}", str(year), str(year + 1)),
        paragraphs=(line(f"Adviser to the board on its {number + 2} oldest systems."),),
        bullets=bullets(
            *(
                text.format(n=number + 3) + ", and left behind a description of how it was done."
                for text in _WORK[: 2 + number % 3]
            )
        ),
    )


def _paper(number: int) -> Entry:
    year = 2025 - number // 2
    return Entry(
        title=line(f"On the settling of silt in queue {number + 1}, with a remark on its drain"),
        place=line("Annals of Slow Systems"),
        when=When(str(year), str(year), str(year)),
        url=f"https://doi.example/10.5555/slow.{number}",
        details=(labelled("Authors", "T. Brightwater", f"A. Reed{number + 1}", "S. Lund"),),
    )


def every_document() -> dict[str, Document]:
    """All of them, by name."""
    return {
        "small": small(),
        "rich": rich(),
        "hostile": hostile(),
        "ten_pages": ten_pages(),
    }
