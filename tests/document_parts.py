"""Short ways to write the parts of a document by hand."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

from cv_action.render.document import (
    Block,
    Bullet,
    Inline,
    Labelled,
    Labels,
    Listing,
    ListStyle,
    Section,
    Span,
)

LABELS = Labels(
    contact="Contact",
    page="Page {page} of {pages}",
    curriculum_vitae="Curriculum vitae",
    skip_to_content="Skip to content",
    photo_of="Photo of {name}",
)

MOMENT = datetime(2026, 3, 1, tzinfo=UTC)

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNg6NzxHwAENAJnJd6q4QAAAABJRU5ErkJg"
    "gg=="
)


def line(text: str, href: str = "") -> Inline:
    """A text in one style."""
    return (Span(text, href=href),)


def bullets(*texts: str) -> tuple[Bullet, ...]:
    """Items without items below them."""
    return tuple(Bullet(line(text)) for text in texts)


def labelled(label: str, *items: str) -> Labelled:
    """A label and its items, in plain text."""
    return Labelled(line(label) if label else (), tuple(line(item) for item in items))


def section(title: str, *blocks: Block) -> Section:
    """Blocks under a title, with the slug that follows from it."""
    return Section(slug=title.lower().replace(" ", "-"), title=title, blocks=blocks)


def paragraphs(*texts: str) -> Listing:
    """Paragraphs without items below them."""
    return Listing(ListStyle.PARAGRAPHS, bullets(*texts))
