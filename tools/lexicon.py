"""Write cv_action/guard/data/{wordnet,thesaurus}.gz; run by hand, the result is committed.

    python tools/lexicon.py /usr/share/wordnet words.txt

The first is the folder of Debian's ``wordnet-base``, the second Grady Ward's Moby Thesaurus, one
word and all its synonyms a line, separated by commas. The formats are told in data/README.md.
"""

from __future__ import annotations

import dataclasses
import gzip
import heapq
import math
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parents[1] / "cv_action" / "guard" / "data"
FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
LINKS = {"@": 0, "&": 1, "^": 1, "$": 1, "+": 2, "\\": 2}
FOREIGN = {"05", "20"}  # animals and plants: only those that people write about
NEIGHBOURS = 48
LIKENESS = 0.08
WORD = re.compile(r"[a-z][a-z-]*[a-z]")
PHRASE = re.compile(r"[a-z]+_[a-z]+")


@dataclass
class Synset:
    """One meaning: its field, its words, its links to other meanings, its words' opposites."""

    field: str
    words: list[str]
    links: tuple[set[str], set[str], set[str]] = dataclasses.field(
        default_factory=lambda: (set(), set(), set())
    )
    opposites: list[tuple[int, str, int]] = dataclasses.field(default_factory=list)
    instance: bool = False


def main() -> None:
    wordnet, moby = Path(sys.argv[1]), Path(sys.argv[2])
    synsets, index = read_synsets(wordnet), read_index(wordnet)
    tagged = {line.split("%")[0] for line in lines(wordnet / "cntlist.rev")}
    similar = read_moby(moby, index)
    common = tagged | similar.keys()
    kept = {word for word in index if wanted(word, synsets, index, common)}
    save("wordnet", wordnet_text(wordnet, synsets, index, kept))
    usual = {w for w in similar if w in kept and (w in tagged or len(index[w]) > 1)}
    save("thesaurus", thesaurus_text(usual, similar))


def lines(path: Path) -> list[str]:
    text = path.read_text(encoding="latin-1")
    return [line for line in text.splitlines() if not line.startswith("  ")]


def read_synsets(folder: Path) -> dict[str, Synset]:
    found = {}
    for pos, name in FILES.items():
        for line in lines(folder / f"data.{name}"):
            parts = line.split("|")[0].split()
            end = 4 + 2 * int(parts[3], 16)
            words = [re.sub(r"\(.*\)", "", word) for word in parts[4:end:2]]
            synset = Synset(parts[1], words)
            for at in range(end + 1, end + 1 + 4 * int(parts[end]), 4):
                link(synset, parts[at : at + 4])
            found[pos + parts[0]] = synset
    return found


def link(synset: Synset, parts: list[str]) -> None:
    kind, offset, pos, words = parts
    if kind == "!":
        mine, yours = divmod(int(words, 16), 256)
        synset.opposites.append((mine, pos + offset, yours))
    elif kind in LINKS:
        synset.links[LINKS[kind]].add(pos + offset)
    elif kind == "@i":
        synset.instance = True


def read_index(folder: Path) -> dict[str, list[str]]:
    """The meanings of each word, the most used part of speech first."""
    used = uses(folder)
    index: dict[str, list[tuple[int, list[str]]]] = defaultdict(list)
    for pos, name in FILES.items():
        for line in lines(folder / f"index.{name}"):
            parts = line.split()
            meanings = [pos + offset for offset in parts[-int(parts[2]) :]]
            index[parts[0]].append((-used[parts[0], pos], meanings))
    return {
        word: [one for _, meanings in sorted(groups, key=lambda g: g[0]) for one in meanings]
        for word, groups in index.items()
    }


def uses(folder: Path) -> Counter[tuple[str, str]]:
    """How often a word was met as each part of speech."""
    found: Counter[tuple[str, str]] = Counter()
    for line in lines(folder / "cntlist.rev"):
        key, _, count = line.split()
        word, _, sense = key.partition("%")
        found[word, "nvara"[int(sense[0]) - 1]] += int(count)
    return found


def wanted(
    word: str, synsets: dict[str, Synset], index: dict[str, list[str]], common: set[str]
) -> bool:
    meanings = [synsets[name] for name in index[word]]
    if all(meaning.instance for meaning in meanings):
        return False
    if PHRASE.fullmatch(word):
        return any(name.startswith("v") for name in index[word])
    known = word in common or any(meaning.field not in FOREIGN for meaning in meanings)
    return bool(WORD.fullmatch(word)) and known


def read_moby(path: Path, index: dict[str, list[str]]) -> dict[str, set[str]]:
    rows = (line.lower().split(",") for line in lines(path))
    found = {row[0]: set(row[1:]) for row in rows if WORD.fullmatch(row[0]) and row[0] in index}
    return {
        word: {other for other in others if word in found.get(other, ())} - {word}
        for word, others in found.items()
    }


def wordnet_text(
    folder: Path, synsets: dict[str, Synset], index: dict[str, list[str]], kept: set[str]
) -> str:
    used = {name for word in kept for name in index[word] if not synsets[name].instance}
    number = {name: place for place, name in enumerate(sorted(used))}
    opposites: dict[str, set[str]] = defaultdict(set)
    far: dict[str, set[str]] = defaultdict(set)
    for name in number:
        for mine, other, yours in synsets[name].opposites:
            opposites[synsets[name].words[mine - 1].lower()].add(
                synsets[other].words[yours - 1].lower()
            )
            far[name].add(other)
    meanings = (
        "\t".join(
            [f"{name[0]}{synsets[name].field}"]
            + [
                " ".join(sorted(str(number[to]) for to in nearest(links, synsets, number)))
                for links in (*synsets[name].links, far[name])
            ]
        ).rstrip("\t")
        for name in number
    )
    words = (
        "\t".join(
            (
                word.replace("_", " "),
                " ".join(str(number[name]) for name in index[word] if name in number),
                " ".join(sorted(opposites[word])),
            )
        ).rstrip("\t")
        for word in sorted(kept)
    )
    return "\n\n".join("\n".join(part) for part in (meanings, words, irregular(folder, kept)))


def nearest(links: set[str], synsets: dict[str, Synset], number: dict[str, int]) -> set[str]:
    """The meanings that links lead to; for one that is left out, those that it is a kind of."""
    found: set[str] = set()
    for name in links:
        if name in number:
            found.add(name)
        else:
            found |= nearest(synsets[name].links[0], synsets, number)
    return found


def irregular(folder: Path, kept: set[str]) -> list[str]:
    found = {
        f"{form}\t{base}\t{pos}"
        for pos, name in FILES.items()
        for form, base, *_ in (line.split() for line in lines(folder / f"{name}.exc"))
        if base in kept and "_" not in form
    }
    return sorted(found)


def thesaurus_text(common: set[str], similar: dict[str, set[str]]) -> str:
    words = sorted(common)
    number = {word: place for place, word in enumerate(words)}
    near = {word: similar[word] & common | {word} for word in words}
    rows = [words_line(word, near, number) for word in words]
    return "\n".join(rows)


def words_line(word: str, near: dict[str, set[str]], number: dict[str, int]) -> str:
    mine = near[word]
    rated = (
        (len(mine & near[other]) / math.sqrt(len(mine) * len(near[other])), other) for other in mine
    )
    best = heapq.nlargest(NEIGHBOURS, (pair for pair in rated if pair[0] >= LIKENESS))
    places = sorted(number[other] for _, other in best if other != word)
    steps = (b - a for a, b in zip([0, *places], places, strict=False))
    return f"{word}\t{' '.join(map(str, steps))}"


def save(name: str, text: str) -> None:
    packed = gzip.compress(text.encode(), 9, mtime=0)
    (DATA / f"{name}.gz").write_bytes(packed)
    print(f"{name}: {text.count(chr(10)) + 1:,} lines, {len(text):,} bytes, {len(packed):,} packed")


if __name__ == "__main__":
    main()
