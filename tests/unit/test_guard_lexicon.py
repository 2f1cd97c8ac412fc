from __future__ import annotations

import subprocess
import sys

import pytest

from cv_action.guard.dictionaries import meaning, numbers
from cv_action.guard.lexicon import (
    Relation,
    base,
    bases,
    fields,
    is_known,
    is_negative,
    likeness,
    main_pos,
    relation,
)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("built", "building", Relation.SAME),
        ("ran", "run", Relation.SAME),
        ("led", "leading", Relation.SAME),
        ("children", "child", Relation.SAME),
        ("stopped", "stopping", Relation.SAME),
        ("develop", "development", Relation.SAME),
        ("bought", "purchased", Relation.SYNONYM),
        ("car", "automobile", Relation.SYNONYM),
        ("reduced", "diminished", Relation.SYNONYM),
        ("increase", "decrease", Relation.OPPOSITE),
        ("agreed", "disagreed", Relation.OPPOSITE),
        ("reliable", "unreliable", Relation.OPPOSITE),
        ("violin", "instrument", Relation.BROADER),
        ("dog", "placental", Relation.BROADER),
        ("placental", "dog", Relation.NARROWER),
        ("dog", "mammal", Relation.UNRELATED),
        ("develop", "device", Relation.UNRELATED),
        ("instrument", "violin", Relation.NARROWER),
        ("monday", "tuesday", Relation.SISTER),
        ("weather", "bread", Relation.UNRELATED),
        ("weather", "qwrtz", Relation.UNKNOWN),
        ("qwrtz", "qwrtz", Relation.SAME),
    ],
)
def test_two_words_stand_in_one_relation(old: str, new: str, expected: Relation) -> None:
    assert relation(old, new) is expected


def test_the_opposite_holds_in_both_directions() -> None:
    words = ("increase", "decrease", "early", "late", "public", "private")
    found = [(a, b) for a in words for b in words if relation(a, b) is Relation.OPPOSITE]
    assert len(found) >= 6
    assert {(b, a) for a, b in found} == set(found)


@pytest.mark.parametrize(
    "word",
    [
        "discover",
        "improve",
        "inform",
        "instead",
        "under",
        "discuss",
        "late",
        "malice",
        "nonage",
        "unqwrtz",
        "undo",
    ],
)
def test_letters_that_only_look_like_a_prefix_deny_nothing(word: str) -> None:
    assert not is_negative(word)


@pytest.mark.parametrize(
    "word", ["unreliable", "inexperienced", "disagreed", "incorrectly", "misread", "mislead"]
)
def test_a_prefix_that_denies_is_known(word: str) -> None:
    assert is_negative(word)


def test_every_form_of_a_word_has_one_base() -> None:
    assert {base(form) for form in ("lead", "leads", "led", "leading")} == {"lead"}
    assert {base(form) for form in ("bee", "bees")} == {"bee"}
    assert {base(form) for form in ("go", "goes", "going", "went", "gone")} == {"go"}


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("stopped", "stop"), ("planning", "plan"), ("bigger", "big"), ("earliest", "early"),
        ("boxes", "box"), ("wishes", "wish"), ("branches", "branch"), ("women", "woman"),
        ("cities", "city"), ("applied", "apply"), ("teaches", "teach"), ("goes", "go"),
        ("quickly", "quickly"), ("bus", "bus"), ("is", "be"),
    ],
)  # fmt: skip
def test_a_form_leads_to_its_base(form: str, expected: str) -> None:
    assert base(form) == expected


def test_a_word_has_its_main_part_of_speech_and_fields() -> None:
    found = {word: main_pos(word) for word in ("boat", "build", "quickly", "red", "boats")}
    assert found == {"boat": "n", "build": "v", "quickly": "r", "red": "a", "boats": "n"}
    assert fields("dog", "n") & fields("cats", "n") != frozenset()
    assert fields("dog", "n") & fields("paris", "n") == frozenset()
    assert fields("dog", "r") == frozenset()


def test_likeness_grows_with_the_neighbours_that_two_words_share() -> None:
    assert likeness("boat", "boat") == pytest.approx(1)
    assert likeness("boat", "bread") == 0 < likeness("boat", "ship") < 1


def test_an_unknown_word_is_its_own_base() -> None:
    assert bases("qwrtz") == {"qwrtz"}
    assert not is_known("qwrtz")
    assert main_pos("qwrtz") == ""
    assert fields("qwrtz", "n") == frozenset()
    assert likeness("qwrtz", "bread") == 0


@pytest.mark.parametrize("word", ["", "'", "-", "s", "ed", "\x00", "🙂", "ß", "a\tb", "a\nb"])
def test_no_word_is_too_odd_to_be_looked_up(word: str) -> None:
    assert bases(word)
    assert relation(word, "bread") in Relation
    assert relation(word, word) is Relation.SAME


def test_every_link_of_a_meaning_leads_to_a_meaning() -> None:
    seen = 0
    for word in ("build", "car", "good", "quickly", "lead"):
        for number in numbers(word):
            found = meaning(number)
            for link in found.broader | found.similar | found.derived:
                assert meaning(link).pos in "nvar"
                seen += 1
    assert seen > 50


def test_a_meaning_has_its_field_and_its_neighbours() -> None:
    dog, build, able = (meaning(numbers(word)[0]) for word in ("dog", "build", "capable"))
    assert (dog.pos, dog.field, build.pos, build.field) == ("n", 5, "v", 36)
    assert [bool(links) for links in (dog.broader, dog.similar, dog.derived)] == [
        True,
        False,
        False,
    ]
    assert [bool(links) for links in (build.broader, build.derived)] == [True, True]
    assert able.similar
    assert not able.broader


def test_the_dictionaries_are_read_only_when_a_word_is_asked_for() -> None:
    code = (
        "import cv_action.guard.lexicon, cv_action.guard.dictionaries as d;"
        "assert d._wordnet.cache_info().currsize == 0;"
        "assert d._thesaurus.cache_info().currsize == 0"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
