"""Texts as runs of styled words, whatever their source is written in."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from cv_action.cv.model import Markup
from cv_action.render.characters import visible
from cv_action.render.document import Bullet, Inline, Span, plain
from cv_action.render.links import safe_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_SPACES: Final = re.compile(" {2,}")
_PARAGRAPHS: Final = re.compile(r"\r?\n[ \t]*\r?\n")
_CHILDREN: Final = re.compile(r"\r?\n[ \t]*[-*•][ \t]+")
_MARKED: Final = re.compile(r"[*_`\[\\<&!]")


def shown(text: str) -> str:
    """A text as it may be shown: on one line, without characters that steer instead of show.

    Control characters and overrides of writing direction are taken out (``characters.visible``).
    """
    return _SPACES.sub(" ", visible(text)).strip()


def inline(text: str, markup: Markup) -> Inline:
    """One line of text as styled runs; empty for an empty text."""
    text = shown(text)
    if not text:
        return ()
    if markup is Markup.PLAIN or not _MARKED.search(text):
        return (Span(text),)
    return _trimmed(_markdown(text))


def paragraphs(text: str, markup: Markup) -> tuple[Inline, ...]:
    """A longer text; an empty line begins a new paragraph."""
    found = (inline(part, markup) for part in _PARAGRAPHS.split(text))
    return tuple(part for part in found if part)


def bullet(text: str, markup: Markup) -> Bullet:
    """An item of a list; lines of it that begin with a dash are items below it."""
    first, *rest = _CHILDREN.split(text)
    children = tuple(found for part in rest if (found := inline(part, markup)))
    return Bullet(inline(first, markup), children)


def without_markup(text: str, markup: Markup) -> str:
    """The words of a text alone, its paragraphs and lower items kept apart."""
    if markup is Markup.PLAIN or not _MARKED.search(text):
        return text
    lines = re.split(r"(\r?\n)", text)
    return "".join(part if part.strip() == "" else plain(inline(part, markup)) for part in lines)


@dataclass(frozen=True, slots=True)
class _Style:
    strong: bool = False
    emphasis: bool = False
    href: str = ""


def _markdown(text: str) -> Inline:
    from markdown_it import MarkdownIt  # noqa: PLC0415  only Markdown sources need it

    tokens = MarkdownIt("commonmark", {"html": False}).parseInline(text)
    return tuple(_runs(tokens[0].children or [])) if tokens else ()


def _runs(tokens: Sequence[Token]) -> list[Span]:
    runs: list[Span] = []
    styles = [_Style()]
    for token in tokens:
        style = styles[-1]
        match token.type:
            case "strong_open":
                styles.append(replace(style, strong=True))
            case "em_open":
                styles.append(replace(style, emphasis=True))
            case "link_open":
                styles.append(replace(style, href=safe_url(str(token.attrGet("href") or ""))))
            case "strong_close" | "em_close" | "link_close":
                styles.pop()
            case kind:
                words = " " if kind.endswith("break") else token.content
                code = kind == "code_inline"
                runs.append(Span(words, style.strong, style.emphasis, code, style.href))
    return runs


def _trimmed(runs: Inline) -> Inline:
    kept = [run for run in runs if run.text]
    if not kept:
        return ()
    kept[0] = replace(kept[0], text=kept[0].text.lstrip())
    kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return tuple(run for run in kept if run.text)
