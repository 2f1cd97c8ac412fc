"""What the rules cannot read is never passed silently."""

from __future__ import annotations

import unicodedata

import pytest

from cv_action.evidence.statement import Evidence
from cv_action.guard.case import Case
from cv_action.guard.finding import Effect, Finding
from cv_action.guard.language import is_english, is_foreign
from cv_action.guard.rules import script
from cv_action.guard.scripts import Script, script_of
from cv_action.guard.words import analyse


def found(before: str, after: str) -> list[Finding]:
    return list(script.check(Case(Evidence(source=before), after)))


FACT = "Mended nets for Torbjørn at Hvaler."


@pytest.mark.parametrize(
    "hidden",
    [
        "\u200b", "\u200d", "\u00ad", "\u2060", "\ufeff", "\u202e", "\u2066", "\u061c", "\u3164",
        "\x00", "\x1b", "\x7f", "\x85", "\ue000", "\ud800", "\U000e0041", "\ufe0f",
    ],
    ids=ascii,
)  # fmt: skip
def test_a_hidden_character_is_blocked_and_named(hidden: str) -> None:
    (finding,) = found(FACT, f"Mended{hidden} nets for Torbjørn at Hvaler.")
    assert (finding.effect, finding.text) == (Effect.BLOCK, hidden)
    assert "cannot be seen" in finding.reason
    assert found(f"Mended{hidden} nets.", f"Mended{hidden} nets.") == []
    assert found(f"Mended{hidden} nets.", f"Mended{hidden}{hidden} nets.") != []


def test_a_stretch_of_hidden_characters_is_one_finding() -> None:
    spans = [(f.start, f.end) for f in found("Nets.", "Ne\u200b\u200b\u200bts\u200b.")][:2]
    assert spans == [(2, 5), (7, 8)]


def test_a_joiner_inside_a_pictograph_hides_nothing() -> None:
    assert found("👩\u200d💻 mends nets.", "👩\u200d💻 mends the nets.") == []
    assert found("Mends nets ⚙.", "Mends nets ⚙\ufe0f.") == []


@pytest.mark.parametrize("word", ["Hvаler", "Нvaler", "Hvalеr", "Ηvaler", "НАТО", "ѕсоре"])  # noqa: RUF001  twins on purpose
def test_a_letter_that_only_looks_latin_is_blocked(word: str) -> None:
    (finding, *_) = [f for f in found(FACT, f"Mended nets at {word}.") if f.effect is Effect.BLOCK]
    assert finding.text == word
    assert "look like" in finding.reason
    assert found(f"Mended nets at {word}.", f"At {word}, mended nets.") == []


@pytest.mark.parametrize(
    "after",
    [
        "Mended nets for Torbjørn at Киев.",
        "Mended nets for Torbjørn at 東京.",
        "Mended nets for Torbjørn at القاهرة.",
        "Mended nets for Torbjørn at Ελλάδα.",
        "Mended \u0665\u0660 nets for Torbjørn.",
    ],
)
def test_a_word_of_another_script_is_asked_about(after: str) -> None:
    findings = found(FACT, after)
    assert {finding.effect for finding in findings} == {Effect.ASK}
    assert "cannot read" in findings[0].reason


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Построил верфь в Москве.", "Построил две верфи в Москве."),
        ("東京で網を直した。", "京都で網を直した。"),
        ("תיקן רשתות בנמל", "ניהל רשתות בנמל"),
        ("Leitete die Werft nicht.", "Leitete die Werft."),
        ("Keine Leitung der Werft.", "Leitung der Werft."),
        ("A réparé des filets pour le port.", "A dirigé des filets pour le port."),
        ("Reparó redes para el puerto.", "Dirigió redes para el puerto."),
        ("Reparou redes para o porto.", "Dirigiu redes para o porto."),
        ("Riparato le reti del porto.", "Diretto le reti del porto."),
        ("Herstelde netten voor de haven.", "Leidde netten voor de haven."),
        ("Lagade nät för hamnen och byn.", "Ledde nät för hamnen och byn."),
        ("Naprawiał sieci dla portu oraz wsi.", "Kierował sieciami dla portu oraz wsi."),
        ("Tamir için ekip ve gemi.", "Gemi için ekip ve tamir."),
        ("Mended nets, nicht boats.", "Mended nets, boats."),
        ("Mended nets for the harbour.", "Netze für den Hafen geflickt."),
        ("Stellvertretende Leiterin", "Leiterin"),
        ("Chef de projet adjoint", "Chef de projet"),
        ("Leitete nicht Einkauf, Verkauf.", "Leitete Einkauf, nicht Verkauf."),
        ("Leitete das Team im Office.", "Gründete das Team im Office."),
    ],
)
def test_what_is_not_english_is_never_passed_silently(before: str, after: str) -> None:
    findings = found(before, after)
    assert findings
    assert {finding.effect for finding in findings} == {Effect.ASK}


@pytest.mark.parametrize(
    "text",
    [
        "Построил верфь в Москве.",
        "Leitete die Werft nicht.",
        "Ｗｏｒｋｅｄ at ﬁve yards, №\u00a07.",  # noqa: RUF001  compatibility forms are the point
        "Réparé des filets",
    ],
)
def test_compatibility_forms_and_spaces_change_nothing(text: str) -> None:
    other = "  ".join(unicodedata.normalize("NFKC", text).split())
    assert other != text
    assert found(text, other) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (FACT, "At Hvaler, mended Torbjørn's nets."),
        ("Worked for 東京造船 on nets.", "Mended nets for 東京造船."),
        ("Measured 5 µm with β-probes.", "Took 5 µm measurements with β-probes."),
        ("Café owner in São Paulo.", "Owner of a café in São Paulo."),
        ("Nurse, Los Angeles.", "Nurse in Los Angeles"),
        ("Docker, Go, Rust, SQL", "Docker, Go, SQL, Rust"),
        ("kubectl, ansible; terraform", "terraform, kubectl, ansible"),
        ("Cost ≤ 5 € – “fine” … 20 °C ±2", "Cost ≤ 5 €, 20 °C, ±2 – “fine” …"),
    ],
)
def test_english_with_its_names_and_signs_passes(before: str, after: str) -> None:
    assert found(before, after) == []


def test_marks_piled_on_a_letter_are_blocked() -> None:
    finding = found(FACT, "Mended n\u0301\u0302\u0303\u0304ets.")[0]
    assert (finding.effect, finding.start, finding.end) == (Effect.BLOCK, 8, 12)
    fewer = found(FACT, "Mended n\u0301\u0302\u0303ets.")
    assert Effect.BLOCK not in {finding.effect for finding in fewer}


@pytest.mark.parametrize(
    ("character", "kind"),
    [
        ("a", Script.PLAIN), ("ø", Script.PLAIN), ("é", Script.PLAIN), ("ß", Script.PLAIN),
        ("Ａ", Script.PLAIN), ("𝐀", Script.PLAIN), ("５", Script.PLAIN), ("ª", Script.PLAIN),  # noqa: RUF001
        ("\n", Script.PLAIN), ("…", Script.PLAIN), ("日", Script.OTHER), ("я", Script.OTHER),
        ("٥", Script.OTHER), ("а", Script.TWIN), ("Ο", Script.TWIN), ("\u200b", Script.HIDDEN),  # noqa: RUF001
        ("\x07", Script.HIDDEN), ("\ufffe", Script.HIDDEN),
    ],
    ids=ascii,
)  # fmt: skip
def test_every_character_has_its_kind(character: str, kind: Script) -> None:
    assert script_of(character) is kind


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Rust",
        "Expert in soil samples",
        "Docker, Go",
        "Built things quickly",
        "Lead at Die Zeit",
        "Ana de la Cruz led it",
    ],
)
def test_short_labels_and_names_are_taken_for_english(text: str) -> None:
    assert is_english(analyse(text))


def test_plain_words_without_one_that_is_english_are_not() -> None:
    assert not is_english(analyse("vento onde sabbia chiaro"))
    assert is_english(analyse("Wind Onde Sabbia Chiaro"))


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("qwring qwred qwrly", True),
        ("qwing qwed qwly", False),
        ("The yard of Mann und Sohn", True),
        ("Yard mann und sohn", False),
        ("Works for DE and DER", True),
        ("de der Works", False),
    ],
)
def test_small_words_and_endings_tell_the_language(text: str, english: bool) -> None:
    assert is_english(analyse(text)) is english


@pytest.mark.parametrize(
    ("word", "foreign"), [("og", True), ("Og", True), ("OG", False), ("the", False)]
)
def test_an_abbreviation_is_no_small_word(word: str, foreign: bool) -> None:
    (token,) = analyse(word).words
    assert is_foreign(token) is foreign
