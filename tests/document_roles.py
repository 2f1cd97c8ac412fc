"""The roles of the rich document."""

from __future__ import annotations

from cv_action.render.document import (
    Bullet,
    Entry,
    Group,
    Span,
    When,
)
from tests.document_parts import bullets, labelled, line


def harbour() -> Group:
    """Two roles with one employer."""
    return Group(
        place=line("Harbour Data"),
        note=line("Event streaming for shipping lines"),
        url="https://harbour.example",
        location="Antwerp, Belgium",
        when=When("Feb 2017 – Present", "2017-02"),
        entries=(
            Entry(
                title=line("Staff Engineer, Storage"),
                location="Remote",
                when=When("Mar 2021 – Present", "2021-03"),
                paragraphs=(line("Technical lead of the tiered log, a team of seven."),),
                bullets=(
                    Bullet(
                        line("Designed tiered storage, now holding 4.2 PB at 31 % of the old cost"),
                        (
                            line("format of segments and index, with a proof of recovery"),
                            line("migration without a stop for 212 customers"),
                        ),
                    ),
                    *bullets(
                        "Cut p99 produce latency from 41 to 24 ms by rewriting the fetch path.",
                        "Introduced design reviews in writing; 64 documents since 2022.",
                    ),
                ),
                details=(labelled("Keywords", "Rust", "io_uring", "S3", "TLA+"),),
            ),
            Entry(
                title=line("Senior Engineer"),
                when=When("Feb 2017 – Feb 2021", "2017-02", "2021-02"),
                bullets=bullets(
                    "Built replication across three regions, with a measured recovery point of 0.",
                    "Ran the on-call school that took new engineers from 9 to 4 weeks.",
                ),
            ),
        ),
    )


def lumen() -> Entry:
    """A role told in every style of text."""
    return Entry(
        title=line("Software Engineer, Databases"),
        place=line("Lumen Archive"),
        note=line("Long-term storage for national libraries"),
        location="Leiden, Netherlands",
        when=When("Sep 2012 – Jan 2017", "2012-09", "2017-01"),
        url="https://lumen.example",
        bullets=(
            Bullet(
                (
                    Span("Wrote the erasure coding of "),
                    Span("quire", code=True),
                    Span(", which reads "),
                    Span("twice as fast", strong=True),
                    Span(" as the "),
                    Span("previous release", href="https://lumen.example/quire"),
                    Span("."),
                )
            ),
            *bullets("Found and fixed a checksum gap that had been open for four years."),
        ),
    )


def college() -> Entry:
    """A role in one sentence."""
    return Entry(
        title=line("Research Assistant"),
        place=line("Brackwater College"),
        location="Ghent",
        when=When("2009 – 2012", "2009", "2012"),
        paragraphs=(line("Measured how disks fail, on 11,000 of them."),),
    )
