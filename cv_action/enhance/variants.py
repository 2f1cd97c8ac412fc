"""Several CVs from one source: what its owner has tagged for one is in no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from cv_action.cv.model import Cv, Entry, Section
from cv_action.cv.tags import Tags, variants_of
from cv_action.errors import ConfigurationError


def variant(cv: Cv, name: str) -> Cv:
    """The CV with what is tagged for this variant, and what has no tag.

    A section of which nothing is left is left out; what is left stands in its own order.
    """
    sections = (_section(section, name) for section in cv.sections)
    kept = (new for new, old in zip(sections, cv.sections, strict=True) if _lives(new, old))
    return replace(cv, sections=tuple(kept))


def known(names: tuple[str, ...], cv: Cv) -> tuple[str, ...]:
    """The names of variants, if the CV has every one of them.

    Raises:
        ConfigurationError: one is tagged nowhere; those that there are are listed.
    """
    there = variants_of(cv)
    unknown = [name for name in names if name not in there]
    if unknown:
        hint = f"It has {', '.join(there)}." if there else "Tag its entries with x-variants first."
        raise ConfigurationError(
            f"Nothing in the CV is tagged for the variant {', '.join(unknown)}.", hint=hint
        )
    return names


def _lives(new: Section, old: Section) -> bool:
    return bool(new.entries) or not old.entries


def _section(section: Section, name: str) -> Section:
    return replace(section, entries=tuple(_entries(section.entries, name)))


def _entries(entries: tuple[Entry, ...], name: str) -> Iterator[Entry]:
    for entry in entries:
        tags = Tags(entry)
        if _holds(tags.variants, name):
            yield _with_highlights(entry, tags.highlights, name) if tags.highlights else entry


def _with_highlights(entry: Entry, tags: tuple[frozenset[str], ...], name: str) -> Entry:
    own: tuple[str, ...] = getattr(entry, "highlights", ())
    kept: dict[str, Any] = {
        "highlights": tuple(
            text for text, tagged in zip(own, tags, strict=True) if _holds(tagged, name)
        )
    }
    return replace(entry, **kept)


def _holds(tagged: frozenset[str], name: str) -> bool:
    return not tagged or name in tagged
