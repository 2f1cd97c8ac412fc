"""What the headings of a CV say: the kind of a section by its title, in English and German."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cv_action.cv.model import Kind

_WORDS: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.SUMMARY: (
            "summary|profile|about|about me|professional summary|career summary|objective"
            "|executive summary|personal statement|profil|kurzprofil|über mich|zusammenfassung"
        ),
        Kind.WORK: (
            "experience|work|work experience|professional experience|employment"
            "|employment history|work history|career|career history|berufserfahrung"
            "|beruflicher werdegang|berufspraxis|werdegang"
        ),
        Kind.VOLUNTEER: (
            "volunteer|volunteering|volunteer work|volunteer experience|voluntary work"
            "|community service|ehrenamt|ehrenamtliches engagement|ehrenamtliche tätigkeiten"
            "|engagement"
        ),
        Kind.EDUCATION: (
            "education|academic background|academic history|education and training|studies"
            "|ausbildung|bildung|bildungsweg|studium|akademischer werdegang"
            "|ausbildung und studium|schule und studium"
        ),
        Kind.PROJECTS: (
            "projects|project|personal projects|selected projects|side projects|open source"
            "|open source projects|key projects|projekte|eigene projekte|ausgewählte projekte"
        ),
        Kind.AWARDS: (
            "awards|honors|honours|awards and honors|honors and awards|honours and awards"
            "|achievements|auszeichnungen|preise|ehrungen|auszeichnungen und preise|erfolge"
        ),
        Kind.CERTIFICATES: (
            "certificates|certifications|licenses and certifications|zertifikate"
            "|zertifizierungen|certificates and licenses"
        ),
        Kind.PUBLICATIONS: (
            "publications|papers|selected publications|veröffentlichungen|publikationen"
        ),
        Kind.SKILLS: (
            "skills|technical skills|technologies|core skills|skills and technologies"
            "|core competencies|competencies|key skills|kenntnisse|fähigkeiten|kompetenzen"
            "|technische kenntnisse|it kenntnisse|fachkenntnisse"
        ),
        Kind.LANGUAGES: "languages|language skills|sprachen|sprachkenntnisse",
        Kind.INTERESTS: (
            "interests|hobbies|hobbies and interests|interessen|hobbys|interessen und hobbys"
        ),
        Kind.REFERENCES: "references|testimonials|recommendations|referenzen|empfehlungen",
    }
)
_KIND_OF: Final[Mapping[str, Kind]] = MappingProxyType(
    {word: kind for kind, words in _WORDS.items() for word in words.split("|")}
)
_BETWEEN: Final = re.compile(r"[\s_\-:]+")
_SMALL: Final = frozenset(
    [
        "a",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "if",
        "in",
        "into",
        "like",
        "near",
        "nor",
        "of",
        "off",
        "on",
        "onto",
        "or",
        "over",
        "so",
        "than",
        "that",
        "to",
        "upon",
        "when",
        "with",
        "yet",
    ]
)


def kind_of(title: str) -> Kind | None:
    """The kind of section that a heading names; ``None`` when it is the owner's own."""
    words = _BETWEEN.sub(" ", title.replace("&", " and ")).strip().lower()
    return _KIND_OF.get(words)


def shown_title(title: str) -> str:
    """A heading as it is shown: ``selected_honors`` becomes "Selected Honors".

    The rule is RenderCV's: a title with a space or a capital letter is shown as it is.
    """
    if " " in title or any(letter.isupper() for letter in title):
        return title
    words = title.replace("_", " ").split(" ")
    return " ".join(word if word in _SMALL else word.capitalize() for word in words)
