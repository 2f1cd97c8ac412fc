"""Paragraphs drawn into a file of a word processor, in time that grows with their number.

Why not the library's own verbs: they look up styles, addresses and numbers anew each time, which
is slow for a long career. Importing this module is slow too, so only those who draw import it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import Final
from unicodedata import bidirectional
from urllib.parse import quote

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement

from cv_action.render.characters import visible
from cv_action.render.docx_lines import Line, Mark, Run, Style

_LINK_LINE: Final = "9FBDC7"
_KEPT: Final = "%/:=&?~#+!$,;'@()*[]"
_ORDER: Final = "1"
"""The definition in numbering.xml that every numbered list follows."""
_NUMBERS_TAKEN: Final = 2
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL"})
_DIRECTED: Final = _RIGHT_TO_LEFT | {"L"}


def draw(word: WordDocument, lines: Iterable[Line]) -> None:
    """Add the paragraphs to the end of the document."""
    end = word.element.body.sectPr
    links: dict[str, str] = {}
    number = _NUMBERS_TAKEN
    for line in lines:
        if line.first:
            number += 1
            word.part.numbering_part.element.append(_numbered_list(number))
        end.addprevious(paragraph(line, links, number if line.style is Style.NUMBER else 0))
    for href, key in links.items():
        word.part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, href, key, is_external=True)


def paragraph(line: Line, links: dict[str, str], number: int = 0) -> BaseOxmlElement:
    """A paragraph, of the numbered list ``number`` if any.

    The addresses that it leads to are added to ``links``, with a key for each.
    """
    return _element("p", _properties(line, number), *_parts(line, links))


def is_right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction runs to the left."""
    if text.isascii():
        return False
    directions = map(bidirectional, text)
    return next((d for d in directions if d in _DIRECTED), "L") in _RIGHT_TO_LEFT


def _properties(line: Line, number: int) -> BaseOxmlElement:
    found = _element("pPr", _element("pStyle", val=line.style))
    if number:
        found.append(_element("numPr", _element("numId", val=str(number))))
    text = "".join(part.span.text for part in line.parts if isinstance(part, Run))
    if is_right_to_left(text):
        found.append(_element("bidi"))
    return found


def _parts(line: Line, links: dict[str, str]) -> Iterator[BaseOxmlElement]:
    """The runs and marks; neighbouring runs that lead to one address are one link."""
    for href, parts in groupby(line.parts, key=_href):
        drawn = map(_part, parts)
        if href:
            key = links.setdefault(quote(visible(href), safe=_KEPT), f"link{len(links) + 1}")
            link = _element("hyperlink", *drawn, history="1")
            link.set(qn("r:id"), key)
            yield link
        else:
            yield from drawn


def _href(part: Run | Mark) -> str:
    return part.span.href if isinstance(part, Run) else ""


def _part(part: Run | Mark) -> BaseOxmlElement:
    match part:
        case Run():
            return _run(part)
        case Mark.TAB | Mark.BREAK:
            return _element("r", _element(part))
        case _:
            return _element("fldSimple", instr=f" {part} ")


def _run(run: Run) -> BaseOxmlElement:
    text = _element("t")
    text.text = run.span.text
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    looks = list(_looks(run))
    return _element("r", _element("rPr", *looks), text) if looks else _element("r", text)


def _looks(run: Run) -> Iterator[BaseOxmlElement]:
    """The properties of a run, in the order that the schema wants."""
    span = run.span
    style = "HTMLCode" if span.code else run.role or ("Hyperlink" if span.href else "")
    if style:
        yield _element("rStyle", val=style)
    if span.strong:
        yield from (_element("b"), _element("bCs"))
    if span.emphasis:
        yield from (_element("i"), _element("iCs"))
    if span.href and style != "Hyperlink":
        yield _element("u", val="single", color=_LINK_LINE)
    if is_right_to_left(span.text):
        yield _element("rtl")


def _numbered_list(number: int) -> BaseOxmlElement:
    begin = _element("lvlOverride", _element("startOverride", val="1"), ilvl="0")
    return _element("num", _element("abstractNumId", val=_ORDER), begin, numId=str(number))


def _element(name: str, *children: BaseOxmlElement, **values: str) -> BaseOxmlElement:
    made = OxmlElement(f"w:{name}", {_name(key): value for key, value in values.items()})
    made.extend(children)
    return made


@cache
def _name(key: str) -> str:
    return qn(f"w:{key}")
