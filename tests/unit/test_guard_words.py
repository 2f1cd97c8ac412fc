"""Texts as tokens, pieces and edits."""

from __future__ import annotations

import re

import pytest

from cv_action.guard.common_words import base_forms, is_common, is_listed
from cv_action.guard.diff import edits
from cv_action.guard.flat import flatten, one_line, unheard
from cv_action.guard.plain import plain
from cv_action.guard.scan import scan
from cv_action.guard.small_words import singular
from cv_action.guard.verbs import Form, Tense, forms
from cv_action.guard.words import TokenKind, analyse, fold


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Built C++ and Node.js.", ["Built", "C++", "and", "Node.js", "."]),
        ("AT&T's well-kept R&D", ["AT&T's", "well-kept", "R&D"]),
        ("€ 5.000,5% of 3x", ["€ 5.000,5%", "of", " 3", "x"]),
        ("don’t – do", ["don’t", "–", "do"]),
        ("snake_case", ["snake_case"]),
    ],
)
def test_a_text_is_cut_into_words_numbers_and_marks(text: str, tokens: list[str]) -> None:
    found = analyse(text).tokens
    assert [token.text for token in found] == tokens
    assert [text[token.start : token.end] for token in found] == tokens


def test_a_token_knows_what_it_is() -> None:
    found = analyse("Led 5 – teams")
    assert [token.kind for token in found.tokens] == [
        TokenKind.WORD, TokenKind.NUMBER, TokenKind.MARK, TokenKind.WORD,
    ]  # fmt: skip
    assert found.folded == {"led", "teams"}
    assert fold("DON’T\u00ad \ufb01") == "don't fi"


def test_an_edit_has_its_place_in_the_new_text() -> None:
    found = edits(analyse("Led a crew."), analyse("Led the crew"))
    shown = [([t.text for t in e.removed], [t.text for t in e.added], e.at) for e in found]
    assert shown == [(["a"], ["the"], 4), (["."], [], 12)]
    assert edits(analyse("Led"), analyse("led")) == ()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("\uff11\uff12", "12"),
        ("\u0661\u0665", "15"),
        ("5\u200b0", "50"),
        ("a\u00a0b\tc", "a b c"),
        ("½", " 1/2"),
        ("3½", "3 1/2"),
        ("10²", "10^2"),
        ("①", "1"),
        ("五", " 5 "),
        ("Ⅳ", "IV"),
        ("⅐", " 1/7"),
        ("\u09f4", " 1/16 "),
        ("’–—…", "'–—\n"),
        ("5\u00d73", "5x3"),
        ("ﬁn", "fin"),
        ("a\u2028b\x00c", "a\nbc"),
        ("\ud800a", "a"),
    ],
)
def test_a_text_is_folded_to_what_a_reader_sees(raw: str, text: str) -> None:
    found = plain(raw)
    assert found.text == text
    assert len(found.places) == len(text)
    assert all(0 <= place < len(raw) for place in found.places)


def test_a_stretch_of_the_folded_text_has_its_place_in_the_raw_one() -> None:
    found = plain("a\u200b½b")
    assert (found.span(0, 1), found.span(1, 5), found.span(5, 6)) == ((0, 1), (2, 3), (3, 4))
    assert (found.span(1, 1), found.span(6, 6)) == ((2, 2), (4, 4))
    assert plain("\u200b").span(0, 0) == (0, 0)
    assert plain("ab").span(2, 2) == (2, 2)


def test_a_flat_text_leads_back_to_the_raw_one() -> None:
    found = flatten("x\u200bﬁ’")
    assert (found.text, list(found.places)) == ("xfi'", [0, 2, 2, 3, 4])
    assert one_line(" A\u200b \n b ") == "a b"


@pytest.mark.parametrize(
    ("old", "new", "heard"),
    [
        ("my TODO", "TODO", True),
        ("my todo\u200b", "TODO", True),
        ("my TBD", "TBD", False),
        ("TBD", "TBD", True),
        ("mine", "TODO", False),
        ("mine", "mine", True),
    ],
)
def test_what_the_old_text_has_too_is_heard(old: str, new: str, heard: bool) -> None:
    assert (list(unheard(re.compile("^(?:TODO|TBD)"), old, new)) == []) is heard


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("16 181 boats", [("16 181", "figure", False), ("boats", "word", False)]),
        ("1,5k+", [("1,5", "figure", True), ("k", "word", True), ("+", "mark", True)]),
        ("v2.0.1", [("v", "word", True), ("2.0.1", "figure", True)]),
        ("a1 .5", [("a1", "word", True), (".5", "figure", False)]),
        ("crew's\nB", [("crew's", "word", True), ("\n", "mark", True), ("B", "word", True)]),
    ],
)
def test_a_text_is_cut_into_figures_words_and_marks(
    text: str, pieces: list[tuple[str, str, bool]]
) -> None:
    found = scan(text)
    shown = [(piece.text, piece.kind, piece.glued) for piece in found]
    assert shown[1:] == pieces[1:]
    assert shown[0][:2] == pieces[0][:2]
    assert not found[0].glued


@pytest.mark.parametrize(
    ("word", "one"),
    [
        ("teams", "team"), ("boxes", "box"), ("branches", "branch"), ("dishes", "dish"),
        ("glasses", "glass"), ("quizzes", "quizz"), ("cities", "city"), ("bus", "bus"),
        ("glass", "glass"), ("basis", "basis"), ("gas", "gas"), ("crew's", "crew"),
        ("crews'", "crew"), ("uses", "use"), ("abs", "abs"), ("pens", "pen"),
    ],
)  # fmt: skip
def test_a_plural_is_the_same_thing(word: str, one: str) -> None:
    assert singular(word) == one


@pytest.mark.parametrize(
    ("word", "listed", "common"),
    [
        ("boat", True, True),
        ("boats", True, True),
        ("planned", True, True),
        ("happily", True, True),
        ("websites", True, True),
        ("havn", False, False),
        ("relavik", False, False),
        ("rebuild", True, True),
        ("microbrewed", False, True),
        ("unboated", False, True),
        ("coboat", False, True),
        ("reqwrtz", False, False),
        ("qing", False, False),
        ("qwrtzing", False, True),
        ("qwrtzation", False, True),
        ("qwrtzship", False, True),
    ],
)
def test_a_word_in_common_use_is_known_by_its_forms(word: str, listed: bool, common: bool) -> None:
    assert (is_listed(word), is_common(word)) == (listed, common)


def test_a_form_leads_to_what_it_may_be_a_form_of() -> None:
    assert set(base_forms("planned")) == {"plann", "planne", "plan"}
    assert set(base_forms("carries")) == {"carry", "carri", "carrie"}
    assert set(base_forms("does")) == {"doe"}
    assert set(base_forms("is")) == set()


@pytest.mark.parametrize(
    ("word", "base", "tense", "noun"),
    [
        ("was", "be", Tense.PAST, False),
        ("are", "be", Tense.PRESENT, False),
        ("had", "have", Tense.PAST, False),
        ("does", "do", Tense.PRESENT, False),
        ("did", "do", Tense.PAST, False),
        ("built", "build", Tense.PAST, False),
        ("builds", "build", Tense.PRESENT, False),
        ("building", "build", Tense.GOING_ON, True),
        ("managed", "manage", Tense.PAST, False),
        ("managing", "manage", Tense.GOING_ON, True),
        ("manages", "manage", Tense.PRESENT, False),
        ("planned", "plan", Tense.PAST, False),
        ("planning", "plan", Tense.GOING_ON, True),
        ("applied", "apply", Tense.PAST, False),
        ("applies", "apply", Tense.PRESENT, False),
        ("taught", "teach", Tense.PAST, False),
        ("teaches", "teach", Tense.PRESENT, False),
        ("deployed", "deploy", Tense.PAST, False),
        ("deploys", "deploy", Tense.PRESENT, False),
        ("overseeing", "oversee", Tense.GOING_ON, True),
    ],
)
def test_a_verb_form_tells_its_time(word: str, base: str, tense: Tense, noun: bool) -> None:
    assert forms()[word] == Form(base, tense, noun)
