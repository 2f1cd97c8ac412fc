"""A document whose every text is an attack, or a trap of some writing system."""

from __future__ import annotations

from cv_action.render.document import (
    Block,
    Bullet,
    Contact,
    ContactKind,
    Document,
    Entry,
    Group,
    Labelled,
    Listing,
    ListStyle,
    Photo,
    Quote,
    Section,
    Span,
    When,
)
from tests.document_parts import LABELS, MOMENT, line

HOSTILE_TEXTS = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "</style></title><!-- --> &amp; &lt;b&gt; \"quoted\" 'single'",
    "*bold* **strong** _em_ __em__ ~~gone~~ `code` [link](https://evil.example) ![img](x)",
    "# heading",
    "- item + item * item",
    "1. one 2) two",
    "> quote",
    '#read("/etc/passwd") $x^2$ @ref <label> #sys.version \\ #{1+1}',
    "::set-output name=x::y",
    "{{ 7*7 }} {% raw %} ${{ secrets.X }} %0A",
    "مهندسة برمجيات في القاهرة",
    "עברית C++ עם 12 שנים",
    "👩🏽‍💻 shipping 🚢 日本語の長い文章もここにあります 中文",
    "| a | b | --- :tada: ~/.ssh ^sup^ a_b_c C# F# $5 and $6",
    "Supercalifragilistic" * 12,
    "https://long.example/" + "path/" * 30 + "?q=a_b*c&copy=1",
    "Z̸̡̛a̴l̷g̵o̶ ﬁne e\u0301 \u00a0nbsp",
    "ends with backslash\\",
    "=== --- *** ___",
)
"""Texts that mean something to some format, none of which may be taken at its word."""

UNPRINTABLE = (
    "con\x00trol\x07 \x1b[31mred\x1b[0m \x85next\u2028line\u2029end"
    " \u202egnp.exe\u202c\ud800 \ufeffbom"
)
"""Control characters, separators, an override of direction, half a surrogate, a byte order mark."""


def hostile() -> Document:
    """A document in which every text is an attack or a trap of writing systems."""
    texts = (*HOSTILE_TEXTS, UNPRINTABLE)
    return Document(
        name="Bobby </script><b>Tables\u2028& Sons",
        headline=line(HOSTILE_TEXTS[1]),
        contacts=tuple(
            Contact(
                kind=ContactKind.WEBSITE,
                label=text,
                text=text,
                href="https://evil.example/?a=(b)&c='\"<>`*_x_]",
            )
            for text in texts
        ),
        sections=(
            Section(slug="texts", title=HOSTILE_TEXTS[0], blocks=_every_block(texts)),
            Section(slug="styles", title="# 1. *x*", blocks=_every_style(texts)),
            Section(slug="empty", title="", blocks=()),
        ),
        language="en",
        labels=LABELS,
        moment=MOMENT,
        photo=Photo(b'"><script>alert(1)</script>', "image/png"),
    )


def _every_block(texts: tuple[str, ...]) -> tuple[Block, ...]:
    entries = tuple(
        Entry(
            title=line(text),
            place=line(text),
            note=line(text),
            location=text,
            when=When(text, "2020"),
            url="https://evil.example/?x=(1)",
            paragraphs=(line(text),),
            bullets=(Bullet(line(text), (line(text),)),),
            details=(Labelled(line(text), (line(text), line(text))),),
        )
        for text in texts
    )
    return (
        *entries,
        Group(place=line(texts[0]), note=line(texts[1]), location=texts[2], entries=entries[:2]),
        *(Labelled(line(text), (line(text),)) for text in texts),
        Labelled((), (line("- no label"),)),
        Labelled(line("no items"), ()),
        Quote(tuple(line(text) for text in texts), line(texts[3])),
        *(Listing(style, tuple(Bullet(line(text)) for text in texts)) for style in ListStyle),
        Listing(ListStyle.NUMBERS, ()),
    )


def _every_style(texts: tuple[str, ...]) -> tuple[Block, ...]:
    items = tuple(
        Bullet(
            (
                Span("a"),
                Span(text, strong=True),
                Span(text, emphasis=True),
                Span(text, code=True),
                Span(text, strong=True, emphasis=True, href="https://evil.example/a_b"),
                Span("!"),
                Span(text, href="mailto:a@b.example"),
            )
        )
        for text in texts
    )
    return (Listing(ListStyle.BULLETS, items), Listing(ListStyle.PARAGRAPHS, items))
