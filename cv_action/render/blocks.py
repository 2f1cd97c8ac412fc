"""How each kind of entry is laid out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import singledispatchmethod
from itertools import groupby

from cv_action.cv.model import (
    Award,
    Certificate,
    Education,
    Interest,
    Language,
    Markup,
    Note,
    NoteStyle,
    Project,
    Publication,
    Reference,
    Skill,
    Volunteer,
    Work,
)
from cv_action.render.document import (
    Block,
    Bullet,
    Entry,
    Inline,
    Labelled,
    Listing,
    ListStyle,
    Quote,
    Span,
)
from cv_action.render.inline import bullet, inline, paragraphs, shown
from cv_action.render.links import safe_url
from cv_action.render.locale import Locale

_COMMA = Span(", ")
_STYLES = {
    NoteStyle.PARAGRAPH: ListStyle.PARAGRAPHS,
    NoteStyle.BULLET: ListStyle.BULLETS,
    NoteStyle.NUMBERED: ListStyle.NUMBERS,
    NoteStyle.REVERSED: ListStyle.NUMBERS_DOWN,
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Lays out entries in one language, from one kind of markup."""

    locale: Locale
    markup: Markup

    @singledispatchmethod
    def block(self, entry: object) -> Block:
        """The block that shows an entry."""
        raise TypeError(type(entry).__name__)

    @block.register(Work)
    def _(self, entry: Work) -> Block:
        return Entry(
            title=self.line(entry.position or entry.name),
            place=self.line(entry.name) if entry.position else (),
            note=self.line(entry.description),
            location=shown(entry.location),
            when=self.locale.when(entry.period),
            url=safe_url(entry.url),
            paragraphs=self.text(entry.summary),
            bullets=self.bullets(entry.highlights),
            details=self.details(keywords=entry.keywords),
        )

    @block.register(Volunteer)
    def _(self, entry: Volunteer) -> Block:
        return Entry(
            title=self.line(entry.position or entry.organization),
            place=self.line(entry.organization) if entry.position else (),
            location=shown(entry.location),
            when=self.locale.when(entry.period),
            url=safe_url(entry.url),
            paragraphs=self.text(entry.summary),
            bullets=self.bullets(entry.highlights),
        )

    @block.register(Education)
    def _(self, entry: Education) -> Block:
        degree = self.joined((entry.study_type, entry.area))
        graded = any(c.isdigit() for c in entry.score[:4])
        return Entry(
            title=degree or self.line(entry.institution),
            place=self.line(entry.institution) if degree else (),
            note=() if graded else self.line(entry.score),
            location=shown(entry.location),
            when=self.locale.when(entry.period),
            url=safe_url(entry.url),
            paragraphs=self.text(entry.summary),
            bullets=self.bullets(entry.highlights),
            details=self.details(score=(entry.score,) if graded else (), courses=entry.courses),
        )

    @block.register(Project)
    def _(self, entry: Project) -> Block:
        return Entry(
            title=self.line(entry.name),
            place=self.line(entry.entity),
            location=shown(entry.location),
            when=self.locale.when(entry.period),
            url=safe_url(entry.url),
            paragraphs=self.text(entry.description) + self.text(entry.summary),
            bullets=self.bullets(entry.highlights),
            details=self.details(roles=entry.roles, keywords=entry.keywords),
        )

    @block.register(Award)
    def _(self, entry: Award) -> Block:
        return Entry(
            title=self.line(entry.title),
            place=self.line(entry.awarder),
            when=self.locale.when(entry.period),
            url=safe_url(entry.url),
            paragraphs=self.text(entry.summary),
        )

    @block.register(Certificate)
    def _(self, entry: Certificate) -> Block:
        return Entry(
            title=self.line(entry.name),
            place=self.line(entry.issuer),
            when=self.locale.when(entry.period),
            url=safe_url(entry.url),
        )

    @block.register(Publication)
    def _(self, entry: Publication) -> Block:
        doi = entry.doi.removeprefix("https://doi.org/")
        return Entry(
            title=self.line(entry.name),
            place=self.line(entry.publisher),
            when=self.locale.when(entry.period),
            url=safe_url(entry.url) or (safe_url(f"https://doi.org/{doi}") if doi else ""),
            paragraphs=self.text(entry.summary),
            details=self.details(authors=entry.authors),
        )

    @block.register(Skill)
    def _(self, entry: Skill) -> Block:
        name = self.qualified(entry.name, entry.level)
        if entry.keywords:
            return Labelled(name, self.lines(entry.keywords))
        return Labelled(self.line(entry.category), (name,))

    @block.register(Language)
    def _(self, entry: Language) -> Block:
        return Labelled((), (self.qualified(entry.language, entry.fluency),))

    @block.register(Interest)
    def _(self, entry: Interest) -> Block:
        if entry.keywords:
            return Labelled(self.line(entry.name), self.lines(entry.keywords))
        return Labelled((), (self.line(entry.name),))

    @block.register(Reference)
    def _(self, entry: Reference) -> Block:
        return Quote(self.text(entry.reference), self.line(entry.name))

    @block.register(Note)
    def _(self, entry: Note) -> Block:
        return Listing(_STYLES[entry.style], (bullet(entry.text, self.markup),))

    def line(self, text: str) -> Inline:
        """One line."""
        return inline(text, self.markup)

    def lines(self, texts: Sequence[str]) -> tuple[Inline, ...]:
        """Several lines, the empty ones left out."""
        return tuple(line for text in texts if (line := self.line(text)))

    def text(self, text: str) -> tuple[Inline, ...]:
        """Paragraphs."""
        return paragraphs(text, self.markup)

    def bullets(self, texts: Sequence[str]) -> tuple[Bullet, ...]:
        """The items of a list, the empty ones left out."""
        found = (bullet(text, self.markup) for text in texts)
        return tuple(item for item in found if item.content or item.children)

    def joined(self, texts: Sequence[str]) -> Inline:
        """Several texts on one line, a comma between them."""
        lines = self.lines(texts)
        return tuple(span for i, line in enumerate(lines) for span in (_COMMA, *line)[i == 0 :])

    def qualified(self, name: str, level: str) -> Inline:
        """A name with its level in brackets."""
        extent = self.line(level)
        return (*self.line(name), Span(" ("), *extent, Span(")")) if extent else self.line(name)

    def details(self, **texts: Sequence[str]) -> tuple[Labelled, ...]:
        """Labelled remarks, by the locale's key of their label."""
        found = ((key, self.lines(values)) for key, values in texts.items())
        words = self.locale.words
        return tuple(Labelled((Span(words[key]),), lines) for key, lines in found if lines)


def merged(blocks: Sequence[Block]) -> Iterator[Block]:
    """Neighbours that read as one, as one: single items under one label, lines of one list."""
    for _, neighbours in groupby(blocks, key=_line):
        group = tuple(neighbours)
        match group[0]:
            case Labelled(label):
                items = (item for b in group if isinstance(b, Labelled) for item in b.items)
                yield Labelled(label, tuple(items))
            case Listing(style):
                lines = (item for b in group if isinstance(b, Listing) for item in b.items)
                yield Listing(style, tuple(lines))
            case alone:
                yield alone


def _line(block: Block) -> object:
    """What neighbours have in common when they read as one; nothing, for most."""
    if isinstance(block, Labelled) and len(block.items) == 1:
        return block.label
    return block.style if isinstance(block, Listing) else object()
